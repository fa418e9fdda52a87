/* Words and sentences. A case is a text and its words with | between words of one surface token and a space
 * between others; sentences are told apart by /. */
#include <stdlib.h>
#include <time.h>

#include "unit.h"

#include "token/internal.h"

typedef struct Result {
    Article article;
    Span paragraphs[64];
    Arena arena;
    Tokens tokens;
} Result;

/* Lines are paragraphs. */
static void run_text(Text text, const TokenModel *model, Result *r)
{
    *r = (Result){.article = {.text = text}};
    r->article.paragraphs = r->paragraphs;
    for (size_t at = 0; at < text.size && r->article.paragraph_count < COUNT(r->paragraphs);) {
        const char *newline = memchr(text.data + at, '\n', text.size - at);
        size_t end = newline ? (size_t)(newline - text.data) : text.size;
        if (end > at) r->paragraphs[r->article.paragraph_count++] = (Span){(uint32_t)at, (uint32_t)end};
        at = end + 1;
    }
    Error error;
    arena_init(&r->arena, &libc_allocator, (size_t)4 << 30);
    assert_int_equal(token_run(&r->article, model, &r->arena, &r->arena, &r->tokens, &error), SAYSO_OK);
    bool good = token_check(&r->article, &r->tokens, &error);
    if (!good) print_error("%s\n", error.message);
    assert_true(good);
}

static void show(const Result *r, bool sentences, char *out, size_t room)
{
    size_t n = 0;
    for (uint32_t i = 0; i < r->tokens.word_count; i++) {
        const Word *w = &r->tokens.words[i];
        const char *between = !i                                        ? ""
                              : w->flags & WORD_JOINED                  ? "|"
                              : sentences && (w->flags & WORD_SENTENCE) ? " / "
                                                                        : " ";
        n += (size_t)snprintf(out + n, room - n, "%s%.*s", between, (int)(w->end - w->begin),
                              r->article.text.data + w->begin);
        assert_true(n < room);
    }
    out[n] = 0;
}

static void expect(const TokenModel *model, bool sentences, const char *text, const char *words)
{
    static char out[4096];
    Result *r = malloc(sizeof *r);
    run_text(text_literal(text), model, r);
    show(r, sentences, out, sizeof out);
    assert_string_equal(out, words);
    arena_free(&r->arena);
    free(r);
}

typedef struct Case {
    const char *text, *words;
} Case;

static void run_cases(const Case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) expect(NULL, false, cases[i].text, cases[i].words);
}

static void contractions(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"I don't know.", "I do|n't know ."},
        {"She can’t; he cannot", "She ca|n’t ; he can|not"},
        {"They're gonna leave, I'm sure we'd've", "They|'re gon|na leave , I|'m sure we|'d|'ve"},
        {"Iran's men", "Iran|'s men"},
        {"the ministers' vote", "the ministers|' vote"},
        {"the ministers’ vote", "the ministers|’ vote"},
        {"O'Brien and l'Est at one o'clock", "O'Brien and l'Est at one o'clock"},
        {"the '90s, the ’60s", "the '90s , the ’60s"},
        {"the 1980's", "the 1980's"},
        {"U.S.'s", "U.S.|'s"},
        {"it's what she's won't", "it|'s what she|'s wo|n't"},
    };
    run_cases(cases, COUNT(cases));
}

static void hyphens(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"a state-of-the-art plan", "a state - of - the - art plan"},
        {"an e-mail to co-workers", "an e-mail to co-workers"},
        {"pre-war, re-elected, anti-tank", "pre-war , re-elected , anti-tank"},
        {"call 713-853-3989 or 646-8420", "call 713-853-3989 or 646-8420"},
        {"won 3-4", "won 3 - 4"},
        {"he said -- and meant -- it", "he said -- and meant -- it"},
        {"war—they said—ended", "war — they said — ended"},
        {"the 10-year-old", "the 10 - year - old"},
    };
    run_cases(cases, COUNT(cases));
}

static void stops(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"Sen. Smith of the U.S. met Mr. J. W. Low.", "Sen. Smith of the U.S. met Mr. J. W. Low ."},
        {"at 6 a.m. on Jan. 5", "at 6 a.m. on Jan. 5"},
        {"Acme Inc. and Bolt Co., both", "Acme Inc. and Bolt Co. , both"},
        {"Wait... what?!", "Wait ... what ?!"},
        {"He said no.", "He said no ."},
        {"see www.example.com/a?b=c. Or mail a.b@example.org, now",
         "see www.example.com/a?b=c . Or mail a.b@example.org , now"},
        {"on example.com today", "on example.com today"},
        {"ask @someone about #this", "ask @someone about #this"},
    };
    run_cases(cases, COUNT(cases));
}

static void numbers(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"$5bn, £1,000.50 and 10%", "$ 5 bn , £ 1,000.50 and 10 %"},
        {"US$20m at 6pm", "US$ 20 m at 6 pm"},
        {"the 21st, 9/11, 5:30", "the 21st , 9/11 , 5:30"},
        {"1,2,3", "1 , 2 , 3"},
        {".5 of 3.14", ".5 of 3.14"},
        {"10km and/or 3x", "10 km and / or 3 x"},
        {"AT&T", "AT&T"},
    };
    run_cases(cases, COUNT(cases));
}

static uint8_t mark_at(const char *text, uint32_t i)
{
    Result *r = malloc(sizeof *r);
    run_text(text_literal(text), NULL, r);
    assert_true(i < r->tokens.word_count);
    uint8_t mark = r->tokens.words[i].mark;
    arena_free(&r->arena);
    free(r);
    return mark;
}

static void quotes(void **state)
{
    (void)state;
    expect(NULL, false, "\"We know,\" he said.", "\" We know , \" he said .");
    expect(NULL, false, "“We ‘know’ it,” he said.", "“ We ‘ know ’ it , ” he said .");
    expect(NULL, false, "``We know,'' he said.", "`` We know , '' he said .");
    expect(NULL, false, "'We know the workers,' he said.", "' We know the workers , ' he said .");
    assert_int_equal(mark_at("\"We know,\" he said.", 0), MARK_QUOTE_OPEN);
    assert_int_equal(mark_at("\"We know,\" he said.", 4), MARK_QUOTE_CLOSE);
    assert_int_equal(mark_at("``We know,'' he said.", 0), MARK_QUOTE_OPEN);
    assert_int_equal(mark_at("``We know,'' he said.", 4), MARK_QUOTE_CLOSE);
    assert_int_equal(mark_at("'We know,' he said.", 0), MARK_SINGLE_OPEN);
    assert_int_equal(mark_at("'We know,' he said.", 4), MARK_SINGLE_CLOSE);
    assert_int_equal(mark_at("‘We know,’ he said.", 4), MARK_SINGLE_CLOSE);
    assert_int_equal(mark_at("(\"No\")", 1), MARK_QUOTE_OPEN);
    assert_int_equal(mark_at("(\"No\")", 3), MARK_QUOTE_CLOSE);
    assert_int_equal(mark_at("the workers' vote", 2), MARK_NONE);
    assert_int_equal(mark_at("a well-known man", 2), MARK_HYPHEN);
    assert_int_equal(mark_at("he said - no", 2), MARK_DASH);
    assert_int_equal(mark_at("he said: no", 2), MARK_COLON);
}

static void looks(void **state)
{
    (void)state;
    Result *r = malloc(sizeof *r);
    run_text(text_literal("Said said 1999 2024 “ \" ÉCOLE école"), NULL, r);
    const Word *w = r->tokens.words;
    assert_int_equal(r->tokens.word_count, 8);
    assert_int_equal(w[0].lower, w[1].lower);
    assert_int_not_equal(w[0].form, w[1].form);
    assert_int_equal(w[2].lower, w[3].lower);
    assert_int_equal(w[2].shape, w[3].shape);
    assert_int_equal(w[4].lower, w[5].lower);
    assert_int_equal(w[6].lower, w[7].lower);
    assert_true(w[0].flags & WORD_UPPER);
    assert_true(w[0].flags & WORD_PARAGRAPH);
    assert_false(w[1].flags & WORD_UPPER);
    arena_free(&r->arena);
    free(r);
}

/* ---- sentences, with the model that was learnt ---- */

static void sentences(void **state)
{
    (void)state;
    Model file;
    Error error;
    TokenModel *model;
    const char *path = *unit_path("SAYSO_MODEL_FILE") ? unit_path("SAYSO_MODEL_FILE") : "models/sayso.model";
    if (model_open(path, &file, &error)) {
        print_message("no model at %s: skipped\n", path);
        skip();
    }
    assert_int_equal(token_open(&file, &libc_allocator, &model, &error), SAYSO_OK);
    static const Case cases[] = {
        {"“We know,” he said. “We do.”", "“ We know , ” he said . / “ We do . ”"},
        {"\"Who?\" he asked.", "\" Who ? \" he asked ."},
        {"Sen. Smith met Mr. Low in the U.S. on Monday. He left.",
         "Sen. Smith met Mr. Low in the U.S. on Monday . / He left ."},
        {"“It works.” She smiled.", "“ It works . ” / She smiled ."},
        {"The vote was lost. Nobody spoke.", "The vote was lost . / Nobody spoke ."},
        {"First\nSecond", "First / Second"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) expect(model, true, cases[i].text, cases[i].words);
    token_close(model, &libc_allocator);
    model_close(&file);
}

/* ---- hostile input ---- */

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* the machine may be busy with others */
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The text is `size` bytes of the pattern over and over. */
static void hostile(const char *pattern, size_t pattern_size, size_t size)
{
    char *data = malloc(size);
    for (size_t i = 0; i < size; i++) data[i] = pattern[i % pattern_size];
    size -= size % pattern_size;
    Result *r = malloc(sizeof *r);
    double start = seconds();
    run_text(text_of(data, size), NULL, r);
    double taken = seconds() - start;
    if (taken > 5.0) print_error("%zu bytes of %.*s took %.1f s\n", size, (int)pattern_size, pattern, taken);
    assert_true(taken <= 5.0);
    arena_free(&r->arena);
    free(r);
    free(data);
}

static void hostile_inputs(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "\"", "'",  "’", "“",       "-",    ".",  "a",  "1",  "1-",  "a-", "a.", "1,",  "a'", "n't",
        "@",  "a@", "w", "http://", "www.", "a/", "&",  "A&", "s' ", ". ", "(",  "\" ", "' ", "1:",
        "_",  "a_", "…", "—",       "é",    "e-", "'s", "``", "<",   "#a", "$",  "I ",  "a*",
    };
    for (size_t i = 0; i < COUNT(patterns); i++) hostile(patterns[i], strlen(patterns[i]), 1 << 20);
    hostile("\0", 1, 1 << 20);
    hostile("a\0b\x01 \x7f", 6, 1 << 20);
    hostile("\xc2\x85\xe2\x80\xa9z", 6, 1 << 20);
}

/* Every byte that is no white space is in one word, whatever came. */
static void covers_everything(void **state)
{
    (void)state;
    static const char alphabet[] = "aA1.,'\"-$@/&%: st\n";
    uint64_t x = 88172645463325252u;
    for (int round = 0; round < 20000; round++) {
        char text[24];
        size_t n = 0;
        while (n < sizeof text) {
            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            text[n++] = alphabet[x % (sizeof alphabet - 1)];
        }
        Result *r = malloc(sizeof *r);
        *r = (Result){0};
        while (n && (text[n - 1] == ' ' || text[n - 1] == '\n')) n--;
        run_text(text_of(text, n), NULL, r);
        uint32_t covered = 0, want = 0;
        for (uint32_t i = 0; i < r->tokens.word_count; i++)
            covered += r->tokens.words[i].end - r->tokens.words[i].begin;
        for (size_t i = 0; i < n; i++) want += text[i] != ' ' && text[i] != '\n';
        assert_int_equal(covered, want);
        arena_free(&r->arena);
        free(r);
    }
}

static void check_catches(void **state)
{
    (void)state;
    Result *r = malloc(sizeof *r);
    Error error;
    run_text(text_literal("One two. Three\nfour"), NULL, r);
    Tokens *t = &r->tokens;
    assert_true(token_check(&r->article, t, &error));
    Word kept = t->words[1];
    t->words[1].begin = 0;
    assert_false(token_check(&r->article, t, &error));
    t->words[1] = kept;
    t->words[1].end = 200;
    assert_false(token_check(&r->article, t, &error));
    t->words[1] = kept;
    t->words[1].flags |= WORD_JOINED;
    assert_false(token_check(&r->article, t, &error));
    t->words[1] = kept;
    t->sentences[0].end++;
    assert_false(token_check(&r->article, t, &error));
    t->sentences[0].end--;
    t->sentence_count--;
    assert_false(token_check(&r->article, t, &error));
    arena_free(&r->arena);
    free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contractions), cmocka_unit_test(hyphens),        cmocka_unit_test(stops),
        cmocka_unit_test(numbers),      cmocka_unit_test(quotes),         cmocka_unit_test(looks),
        cmocka_unit_test(sentences),    cmocka_unit_test(hostile_inputs), cmocka_unit_test(covers_everything),
        cmocka_unit_test(check_catches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
