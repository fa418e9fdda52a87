/* A small encoder whose weights are drawn by chance: wide and plain instructions give the same bytes, windows do not
 * matter to the words before them, and a part that is missing, short or holds no numbers is refused by name. */
#include "encoder/internal.h"

#include <math.h>

#include "unit.h"

enum { WIDTH = 32, INNER = 64, BLOCKS = 2, HEAD = 16 + 3 * 128, VOCABULARY = 5 };
enum { SHAPE, PIECES_PART, FOLDS, ROWS, WORTH, NUMBERS, WEIGHTS, PARTS };
#define COUNT_FLOATS                                                                                                   \
    ((256 + 5 + 2) * WIDTH + BLOCKS * (4 * WIDTH + 2 * 3 * WIDTH + 4 * WIDTH + 2 * INNER) + 2 * HEAD + 25 * 128 +      \
     16 * 128 + 16 + 49 + 25 + 49)
#define COUNT_WEIGHTS (BLOCKS * (WIDTH * 3 * WIDTH + WIDTH * WIDTH + 2 * WIDTH * INNER) + WIDTH * HEAD)

static uint32_t shape[] = {VOCABULARY, WIDTH, INNER, BLOCKS, 1, 2, 0, 1};
static const char vocabulary[] = "?\n[\n]\nred\nfox\n";
static int8_t rows[VOCABULARY * WIDTH], weights[COUNT_WEIGHTS];
static float worth[VOCABULARY], numbers[COUNT_FLOATS];

static Model some_model(void)
{
    static const char *const names[PARTS] = {"enc.shape", "enc.pieces", "enc.folds",  "enc.rows",
                                             "enc.worth", "enc.floats", "enc.weights"};
    const void *data[PARTS] = {shape, vocabulary, "", rows, worth, numbers, weights};
    size_t sizes[PARTS] = {sizeof shape,   sizeof vocabulary - 1, 0, sizeof rows, sizeof worth,
                           sizeof numbers, sizeof weights};
    uint64_t random = 9;
    for (size_t i = 0; i < COUNT(rows); i++) rows[i] = (int8_t)((int32_t)unit_below(&random, 255) - 127);
    for (size_t i = 0; i < COUNT(weights); i++) weights[i] = (int8_t)((int32_t)unit_below(&random, 255) - 127);
    for (size_t i = 0; i < COUNT(worth); i++) worth[i] = 0.01f;
    for (size_t i = 0; i < COUNT(numbers); i++) numbers[i] = ((float)unit_below(&random, 2000) / 1000 - 1) * 0.1f;
    Model m = {.section_count = PARTS};
    for (uint32_t i = 0; i < PARTS; i++) {
        m.sections[i] = (Section){.kind = SECTION_BYTES, .data = data[i], .size = sizes[i]};
        memcpy(m.sections[i].name, names[i], strlen(names[i]) + 1);
    }
    return m;
}

/* "red fox red …", in sentences of ten, paragraphs of thirty */
typedef struct Text2 {
    Article article;
    Tokens tokens;
} Text2;
static void some_text(uint32_t count, Arena *arena, Text2 *out)
{
    char *bytes = TAKE(arena, char, count * 4 + 1);
    *out = (Text2){.tokens = {.words = TAKE(arena, Word, count + 1),
                              .sentences = TAKE(arena, Sentence, count + 1),
                              .word_count = count}};
    for (uint32_t i = 0; i < count; i++) {
        memcpy(bytes + (size_t)i * 4, i * 7 % 5 < 2 ? "red " : "fox ", 4);
        out->tokens.words[i] = (Word){.begin = i * 4, .end = i * 4 + 3, .flags = i % 30 ? 0 : WORD_PARAGRAPH};
        if (i % 10 == 0) out->tokens.sentences[out->tokens.sentence_count++] = (Sentence){i, i, i / 30};
        out->tokens.sentences[out->tokens.sentence_count - 1].end = i + 1;
    }
    out->article.text = text_of(bytes, (size_t)count * 4);
}

static EncoderModel *opened(const Model *m)
{
    EncoderModel *e;
    Error error;
    assert_int_equal(encoder_open(m, &libc_allocator, &e, &error), SAYSO_OK);
    return e;
}

static void same_on_every_machine(void **state)
{
    (void)state;
    Model wide = some_model(), plain = wide;
    plain.plain = true;
    EncoderModel *a = opened(&wide), *b = opened(&plain);
    Arena arena, scratch;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    static const uint32_t counts[] = {1, 9, 245, 246, 255, 256, 1000};
    for (size_t i = 0; i < COUNT(counts); i++) {
        uint32_t n = counts[i];
        Text2 t;
        Encoded x, y;
        some_text(n, &arena, &t);
        assert_true(encoder_run(a, &t.article, &t.tokens, &arena, &scratch, &x) &&
                    encoder_run(b, &t.article, &t.tokens, &arena, &scratch, &y));
        assert_memory_equal(x.spot, y.spot, n * ENCODER_SPOT * sizeof *x.spot);
        assert_memory_equal(x.inside, y.inside, n * ENCODER_SPOT * sizeof *x.inside);
        assert_memory_not_equal(x.inside, x.spot, n * ENCODER_SPOT * sizeof *x.inside);
        assert_memory_equal(x.state, y.state, (size_t)n * WIDTH);
        float *p = TAKE(&arena, float, (size_t)n *ENCODER_JOIN), *q = TAKE(&arena, float, (size_t)n *ENCODER_JOIN);
        Span cue = {n / 2, n / 2 + 1}, all = {0, n};
        assert_true(encoder_join(a, &x, cue, all, &scratch, p) && encoder_join(b, &y, cue, all, &scratch, q));
        assert_memory_equal(p, q, n * ENCODER_JOIN * sizeof *p);
        assert_int_equal(scratch.used, 0);
    }
    arena_free(&arena);
    arena_free(&scratch);
    encoder_close(a, &libc_allocator);
    encoder_close(b, &libc_allocator);
}

/* A window is read by itself: words that follow behind it change nothing. */
static void windows(void **state)
{
    (void)state;
    Model m = some_model();
    EncoderModel *e = opened(&m);
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Text2 longer, shorter;
    Encoded x, y;
    some_text(480, &arena, &longer);
    some_text(240, &arena, &shorter); /* 240 words and 8 marks; the 241st begins a paragraph */
    assert_true(encoder_run(e, &longer.article, &longer.tokens, &arena, &arena, &x) &&
                encoder_run(e, &shorter.article, &shorter.tokens, &arena, &arena, &y));
    assert_memory_equal(x.spot, y.spot, 240 * ENCODER_SPOT * sizeof *x.spot);
    assert_memory_equal(x.spot, x.spot + (size_t)240 * ENCODER_SPOT,
                        240 * ENCODER_SPOT * sizeof *x.spot); /* the same words again */
    arena_free(&arena);
    encoder_close(e, &libc_allocator);
}

/* Words of contents alone: what is said inside stands for what is said outside, and a cue is joined by the same states.
 */
static void inside(void **state)
{
    (void)state;
    Model m = some_model();
    EncoderModel *e = opened(&m);
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Text2 t;
    Encoded all, part;
    some_text(40, &arena, &t);
    uint32_t words[20];
    for (uint32_t i = 0; i < 20; i++) words[i] = i < 5 ? i + 3 : i + 10; /* 3 to 7, 15 to 29 */
    assert_true(encoder_run(e, &t.article, &t.tokens, &arena, &arena, &all) &&
                encoder_inside(&all, words, 20, &arena, &part));
    assert_int_equal(part.words, 20);
    assert_null(part.inside);
    assert_memory_equal(part.spot, all.inside + 3 * ENCODER_SPOT, 5 * ENCODER_SPOT * sizeof *part.spot);
    assert_memory_equal(part.spot + 5 * ENCODER_SPOT, all.inside + 15 * ENCODER_SPOT,
                        15 * ENCODER_SPOT * sizeof *part.spot);
    float there[15 * ENCODER_JOIN], here[15 * ENCODER_JOIN];
    assert_true(encoder_join(e, &all, (Span){17, 19}, (Span){15, 30}, &arena, there) &&
                encoder_join(e, &part, (Span){7, 9}, (Span){5, 20}, &arena, here));
    assert_memory_equal(there, here, sizeof here);
    assert_true(encoder_inside(&all, words, 0, &arena, &part));
    assert_int_equal(part.words, 0);
    arena_free(&arena);
    encoder_close(e, &libc_allocator);
}

static void refused(Model m, const char *part)
{
    EncoderModel *e;
    Error error;
    assert_int_equal(encoder_open(&m, &libc_allocator, &e, &error), SAYSO_ERROR_MODEL);
    assert_null(e);
    if (!strstr(error.message, part)) unit_fail("\"%s\" does not name %s", error.message, part);
}

static void damage(void **state)
{
    (void)state;
    Model m = some_model();
    for (uint32_t i = 0; i < PARTS; i++) {
        if (i == FOLDS) continue; /* may be empty */
        Model bad = m;
        bad.sections[i].size--;
        refused(bad, m.sections[i].name);
        bad = m;
        bad.sections[i].name[4] = 'X';
        refused(bad, m.sections[i].name);
    }
    numbers[77] = (float)NAN;
    refused(m, "enc.floats");
    (void)some_model();
    static const float too_much[] = {21, -2e9f, -999};
    for (size_t i = 0; i < COUNT(too_much); i++) { /* the last number is an edge */
        numbers[COUNT_FLOATS - 1] = too_much[i];
        refused(m, "enc.floats");
    }
    numbers[COUNT_FLOATS - 1] = -1e9f;
    encoder_close(opened(&m), &libc_allocator);
    worth[3] = (float)INFINITY;
    refused(m, "enc.worth");
    (void)some_model();
    shape[1] = 33;
    refused(m, "enc.shape");
    shape[1] = WIDTH;
    shape[4] = VOCABULARY;
    refused(m, "enc.shape");
    shape[4] = 1;
    encoder_close(opened(&m), &libc_allocator);
}

static void memory_runs_out(void **state)
{
    (void)state;
    Model m = some_model();
    UnitMemory memory = {0};
    const sayso_allocator allocator = {unit_resize, &memory};
    for (memory.fail_at = 1;; memory.fail_at++) {
        EncoderModel *e;
        Error error;
        memory.calls = 0;
        Status status = encoder_open(&m, &allocator, &e, &error);
        if (!status) {
            encoder_close(e, &allocator);
            assert_int_equal(memory.live, 0);
            break;
        }
        assert_int_equal(status, SAYSO_ERROR_MEMORY);
        assert_int_equal(memory.live, 0);
    }
    assert_in_range(memory.fail_at, 4, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_on_every_machine), cmocka_unit_test(windows),
                                       cmocka_unit_test(inside), cmocka_unit_test(damage),
                                       cmocka_unit_test(memory_runs_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
