/* Signed quotations: “ w w . ” — Name, on one line or two; titles of works, sentences behind a dash, and quotes that
 * some attribution has already are left alone. */
#include "scene.h"

static const uint8_t marks[] = {MARK_QUOTE_OPEN, MARK_NONE, MARK_NONE, MARK_TERMINAL, MARK_QUOTE_CLOSE,
                                MARK_DASH,       MARK_NONE, MARK_NONE, MARK_COMMA,    MARK_NONE};
#define COUNT_OF_WORDS ((uint32_t)COUNT(marks))
#define DASH 5u

/* `length`: words of a paragraph */
static void build(Scene *s, const uint8_t *given, uint32_t length)
{
    chain_of_heads(s, COUNT_OF_WORDS, length);
    scene_build(s, COUNT_OF_WORDS, length, given);
    for (uint32_t i = DASH + 1; i < COUNT_OF_WORDS; i++) {
        s->xpos[i] = XPOS_NNP;
        s->words[i].flags |= WORD_UPPER;
    }
    for (uint32_t i = 1; i < 3; i++) s->xpos[i] = XPOS_NN;
}

static uint32_t sign(Scene *s, Attributions *a)
{
    arena_reset(&s->arena);
    assert_true(view_make(&s->tokens, &s->syntax, (Lexicon){reports, NULL}, &s->arena, &s->view));
    assert_true(sign_quotes(&s->view, &s->arena, &s->arena, a));
    return a->count;
}

static void assert_signed(const Attributions *a)
{
    assert_int_equal(a->count, 1);
    assert_true(a->items[0].source.begin == 6 && a->items[0].source.end == 10);
    assert_true(a->items[0].cue.begin == a->items[0].cue.end);
    assert_int_equal(a->items[0].content_count, 1);
    assert_true(a->contents[0].begin == 0 && a->contents[0].end == 5);
}

static void on_one_line_or_two(void **state)
{
    (void)state;
    for (uint32_t length = 5; length <= 10; length += 5) {
        Scene s = {0};
        Attributions a = {0};
        build(&s, marks, length);
        (void)sign(&s, &a);
        assert_signed(&a);
        assert_true(attribution_check(&s.tokens, &a, NULL));
        arena_free(&s.arena);
    }
}

static void a_title_is_no_statement(void **state)
{
    (void)state;
    uint8_t title[COUNT(marks)];
    memcpy(title, marks, sizeof title);
    title[3] = MARK_NONE; /* no full stop before the closing mark */
    Scene s = {0};
    Attributions a = {0};
    build(&s, title, COUNT_OF_WORDS);
    assert_int_equal(sign(&s, &a), 0);
    arena_free(&s.arena);
}

static void a_sentence_is_no_signature(void **state)
{
    (void)state;
    Scene s = {0};
    Attributions a = {0};
    build(&s, marks, COUNT_OF_WORDS);
    s.xpos[7] = XPOS_VBD;
    assert_int_equal(sign(&s, &a), 0);
    arena_free(&s.arena);
}

static void what_somebody_has_said_is_not_signed_again(void **state)
{
    (void)state;
    Scene s = {0};
    Attribution item = {.cue = {6, 7}, .content_first = 0, .content_count = 1};
    Span content = {1, 3};
    Attributions a = {&item, &content, 1, 1};
    build(&s, marks, COUNT_OF_WORDS);
    assert_int_equal(sign(&s, &a), 1);
    arena_free(&s.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(on_one_line_or_two), cmocka_unit_test(a_title_is_no_statement),
                                       cmocka_unit_test(a_sentence_is_no_signature),
                                       cmocka_unit_test(what_somebody_has_said_is_not_signed_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
