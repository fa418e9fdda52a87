/* Quotes that run over paragraphs are carried on, forwards and backwards, and never taken from another attribution. */
#include "scene.h"

#define LENGTH 4u

/* Four paragraphs of four words: the first three open a quote and leave it open, the last closes it. */
static const uint8_t marks[] = {
    MARK_QUOTE_OPEN, MARK_NONE, MARK_NONE, MARK_NONE, MARK_QUOTE_OPEN, MARK_NONE, MARK_NONE, MARK_NONE,
    MARK_QUOTE_OPEN, MARK_NONE, MARK_NONE, MARK_NONE, MARK_QUOTE_OPEN, MARK_NONE, MARK_QUOTE_CLOSE, MARK_NONE,
};

typedef struct Case {
    Scene scene;
    Attribution items[2];
    Span contents[2];
    Attributions attributions;
} Case;

static void carry_case(Case *c, Span first, Span second)
{
    chain_of_heads(&c->scene, COUNT(marks), LENGTH);
    scene_build(&c->scene, COUNT(marks), LENGTH, marks);
    c->contents[0] = first;
    c->contents[1] = second;
    uint32_t count = second.end ? 2 : 1;
    for (uint32_t i = 0; i < count; i++) c->items[i] = (Attribution){.content_first = i, .content_count = 1};
    c->attributions = (Attributions){c->items, c->contents, count, count};
    assert_true(carry_quotes(&c->scene.view, &c->scene.arena, &c->scene.arena, &c->attributions));
}

static void assert_content(const Case *c, uint32_t attribution, uint32_t k, uint32_t begin, uint32_t end)
{
    Span s = c->attributions.contents[c->items[attribution].content_first + k];
    assert_int_equal(s.begin, begin);
    assert_int_equal(s.end, end);
}

static void forwards(void **state)
{
    (void)state;
    Case c = {0};
    carry_case(&c, (Span){0, 4}, (Span){0, 0});
    assert_int_equal(c.items[0].content_count, 4);
    for (uint32_t k = 0; k < 3; k++) assert_content(&c, 0, k, k * LENGTH, (k + 1) * LENGTH);
    assert_content(&c, 0, 3, 12, 15); /* to the closing mark, not to the paragraph's end */
    arena_free(&c.scene.arena);
}

static void backwards(void **state)
{
    (void)state;
    Case c = {0};
    carry_case(&c, (Span){12, 15}, (Span){0, 0});
    assert_int_equal(c.items[0].content_count, 4);
    assert_content(&c, 0, 0, 0, 4);
    assert_content(&c, 0, 3, 12, 15);
    arena_free(&c.scene.arena);
}

static void what_another_has_is_left_to_it(void **state)
{
    (void)state;
    Case c = {0};
    carry_case(&c, (Span){0, 4}, (Span){9, 11});
    assert_int_equal(c.items[0].content_count, 2);
    assert_content(&c, 0, 1, 4, 8);
    assert_int_equal(c.items[1].content_count, 2);
    assert_content(&c, 1, 0, 9, 11);
    assert_content(&c, 1, 1, 12, 15);
    arena_free(&c.scene.arena);
}

static void words_outside_quotes_stay_as_they_are(void **state)
{
    (void)state;
    Case c = {0};
    carry_case(&c, (Span){15, 16}, (Span){0, 0});
    assert_int_equal(c.items[0].content_count, 1);
    assert_content(&c, 0, 0, 15, 16);
    arena_free(&c.scene.arena);
}

/* “ a . ” he said . “ b . ”: two sentences, and the quote behind the cue is of the same attribution; unless another has it. */
static void taken_up_behind_the_cue(void **state)
{
    (void)state;
    static const uint8_t tail[] = {MARK_QUOTE_OPEN, MARK_NONE, MARK_COMMA,      MARK_QUOTE_CLOSE, MARK_NONE, MARK_NONE,
                                   MARK_TERMINAL,   MARK_QUOTE_OPEN, MARK_NONE, MARK_NONE,        MARK_NONE, MARK_NONE,
                                   MARK_TERMINAL,   MARK_QUOTE_CLOSE};
    for (uint32_t others = 0; others < 2; others++) {
        Scene s = {0};
        chain_of_heads(&s, COUNT(tail), 7);
        scene_build(&s, COUNT(tail), 7, tail);
        s.sentences[1].paragraph = 0;
        arena_reset(&s.arena);
        assert_true(view_make(&s.tokens, &s.syntax, (Lexicon){reports, NULL}, &s.arena, &s.view));
        Attribution items[] = {{.source = {4, 5}, .cue = {5, 6}, .content_first = 0, .content_count = 1},
                               {.cue = {10, 11}, .content_first = 1, .content_count = 1}};
        Span contents[] = {{0, 4}, {8, 9}};
        Attributions a = {items, contents, 1 + others, 1 + others};
        assert_true(carry_quotes(&s.view, &s.arena, &s.arena, &a));
        assert_int_equal(items[0].content_count, others ? 1 : 2);
        if (!others) assert_true(a.contents[1].begin == 7 && a.contents[1].end == 14);
        arena_free(&s.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(forwards), cmocka_unit_test(backwards),
                                       cmocka_unit_test(what_another_has_is_left_to_it),
                                       cmocka_unit_test(words_outside_quotes_stay_as_they_are),
                                       cmocka_unit_test(taken_up_behind_the_cue)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
