/* The careful model of somebody who means harm (change.h): it is refused at opening, or its scores are wrong. They are
 * numbers all the same, for the words of the article and of any window and cue, and nothing is read or written beside
 * them. */
#include <math.h>
#include <unistd.h>

#include "change.h"
#include "encoder/encoder.h"

static const char text[] =
    "Pete Hegseth said Friday that the United States is \xe2\x80\x9cnot concerned\xe2\x80\x9d about it.\n"
    "\xe2\x80\x9cWe don't know,\xe2\x80\x9d he said. It's all 3.5 U.S. (tracked) things\xe2\x80\xa6 -- http://a.b/c\n"
    "Officials told the paper: \xe2\x80\x98No.\xe2\x80\x99 Caf\xc3\xa9 owners agreed, "
    "antidisestablishmentarianistically.\n";

static Changed file;
static Arena kept; /* the article's words, read once by the model that the tests name */
static Article article;
static Tokens tokens;

static void start(void)
{
    static char path[4096];
    static Changed plain;
    const char *name = fuzz_model_path();
    TokenModel *model;
    Arena scratch;
    if (file.bytes) return;
    size_t size = strlen(name);
    PROPERTY(size > 6 && size + 20 < sizeof path);
    (void)snprintf(path, sizeof path, "%.*s-careful.model", (int)(size - 6), name);
    if (access(path, R_OK)) {
        fprintf(stderr, "no careful model beside the other\n");
        _Exit(77);
    }
    changed_read(&plain, name);
    changed_read(&file, path);
    arena_init(&kept, &libc_allocator, (size_t)64 << 20);
    arena_init(&scratch, &libc_allocator, (size_t)64 << 20);
    const sayso_article in = {.size = sizeof in, .bytes = {text, sizeof text - 1}};
    PROPERTY(!token_open(&plain.model, &libc_allocator, &model, NULL));
    PROPERTY(!input_read(&in, sizeof text, &kept, &scratch, &article, NULL));
    PROPERTY(!token_run(&article, model, &kept, &scratch, &tokens, NULL));
    token_close(model, &libc_allocator);
    arena_free(&scratch);
}

static void check_scores(const float *scores, size_t count)
{
    for (size_t i = 0; i < count; i++) PROPERTY(isfinite(scores[i]));
}

static void join(const EncoderModel *model, const Encoded *encoded, Arena *scratch, uint32_t begin, uint32_t end)
{
    float scores[ENCODER_WINDOW * ENCODER_JOIN];
    const Span window = {begin, end}, cue = {begin + (end - begin) / 2, begin + (end - begin) / 2 + 1};
    PROPERTY(end - begin <= ENCODER_WINDOW);
    PROPERTY(encoder_join(model, encoded, cue, window, scratch, scores));
    check_scores(scores, (size_t)(end - begin) * ENCODER_JOIN);
}

static void run(const EncoderModel *model)
{
    Arena arena, scratch;
    Encoded encoded;
    arena_init(&arena, &libc_allocator, (size_t)64 << 20);
    arena_init(&scratch, &libc_allocator, (size_t)64 << 20);
    PROPERTY(encoder_run(model, &article, &tokens, &arena, &scratch, &encoded));
    PROPERTY(encoded.words == tokens.word_count);
    check_scores(encoded.spot, (size_t)encoded.words * ENCODER_SPOT);
    check_scores(encoded.inside, (size_t)encoded.words * ENCODER_SPOT);
    check_scores(encoded.worth, encoded.words);
    join(model, &encoded, &scratch, 0, tokens.word_count);
    join(model, &encoded, &scratch, tokens.word_count - 1, tokens.word_count);
    join(model, &encoded, &scratch, 3, 10);
    arena_free(&arena);
    arena_free(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Changes changes;
    EncoderModel *model;
    Error error;
    start();
    changes_make(&file, data, size, &changes);
    Status status = encoder_open(&file.model, &libc_allocator, &model, &error);
    if (!status) {
        run(model);
        encoder_close(model, &libc_allocator);
    } else {
        PROPERTY(status == SAYSO_ERROR_MODEL && error.message[0] && utf8_valid(text_literal(error.message), NULL));
    }
    changes_undo(&changes);
    return 0;
}
