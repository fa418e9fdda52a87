/* The view: quotes are paired, and what it says of the tree agrees with naive walks. */
#include "scene.h"

static void quotes_are_paired(void **state)
{
    (void)state;
    static const uint8_t marks[] = {MARK_QUOTE_OPEN,  MARK_NONE,       MARK_SINGLE_OPEN, MARK_NONE, MARK_SINGLE_CLOSE,
                                    MARK_QUOTE_CLOSE, MARK_NONE,       MARK_SINGLE_OPEN, MARK_NONE, MARK_SINGLE_CLOSE,
                                    MARK_QUOTE_CLOSE, MARK_QUOTE_OPEN, MARK_NONE};
    Scene s = {0};
    chain_of_heads(&s, COUNT(marks), COUNT(marks));
    scene_build(&s, COUNT(marks), COUNT(marks), marks);
    const View *v = &s.view;
    assert_int_equal(v->quote_count, 3);
    assert_true(v->quotes[0].open == 0 && v->quotes[0].end == 6 && v->quotes[0].closed &&
                !v->quotes[0].single); /* the single ones inside are words */
    assert_true(v->quotes[1].open == 7 && v->quotes[1].end == 10 && v->quotes[1].single);
    assert_true(v->quotes[2].open == 11 && v->quotes[2].end == 13 &&
                !v->quotes[2].closed);    /* left open to the paragraph's end */
    assert_int_equal(v->quote[10], NONE); /* a closing mark that closes nothing */
    assert_int_equal(v->quote_state[5], QUOTE_CLOSE);
    assert_int_equal(v->quote_state[3], QUOTE_IN);
    arena_free(&s.arena);
}

static void an_apostrophe_left_open_is_no_quote(void **state)
{
    (void)state;
    static const uint8_t marks[] = {MARK_NONE, MARK_SINGLE_OPEN, MARK_NONE, MARK_NONE};
    Scene s = {0};
    chain_of_heads(&s, COUNT(marks), COUNT(marks));
    scene_build(&s, COUNT(marks), COUNT(marks), marks);
    assert_int_equal(s.view.quote_count, 0);
    arena_free(&s.arena);
}

/* Two sentences of four words in one paragraph; then a second paragraph of four. */
static void scene_of_three_sentences(Scene *s, const uint8_t *marks)
{
    chain_of_heads(s, 12, 4);
    scene_build(s, 12, 4, marks);
    s->sentences[1].paragraph = 0;
    s->sentences[2].paragraph = 1;
    arena_reset(&s->arena);
    assert_true(view_make(&s->tokens, &s->syntax, (Lexicon){reports, NULL}, &s->arena, &s->view));
}

static void a_mark_left_open_within_a_paragraph_holds_to_its_sentence(void **state)
{
    (void)state;
    static const uint8_t marks[12] = {[1] = MARK_QUOTE_OPEN};
    Scene s = {0};
    scene_of_three_sentences(&s, marks);
    assert_int_equal(s.view.quote_count, 1);
    assert_true(s.view.quotes[0].open == 1 && s.view.quotes[0].end == 4 && !s.view.quotes[0].closed);
    arena_free(&s.arena);
}

static void a_mark_left_open_goes_on_where_the_next_paragraph_opens(void **state)
{
    (void)state;
    static const uint8_t doubles[12] = {[1] = MARK_QUOTE_OPEN, [8] = MARK_QUOTE_OPEN, [11] = MARK_QUOTE_CLOSE};
    static const uint8_t singles[12] = {[1] = MARK_SINGLE_OPEN, [8] = MARK_SINGLE_OPEN, [11] = MARK_SINGLE_CLOSE};
    const uint8_t *both[] = {doubles, singles};
    for (uint32_t k = 0; k < 2; k++) {
        Scene s = {0};
        scene_of_three_sentences(&s, both[k]);
        assert_int_equal(s.view.quote_count, 2);
        assert_true(s.view.quotes[0].open == 1 && s.view.quotes[0].end == 8 && !s.view.quotes[0].closed);
        assert_true(s.view.quotes[1].open == 8 && s.view.quotes[1].end == 12 && s.view.quotes[1].closed);
        arena_free(&s.arena);
    }
}

/* ‘ a “ b ” c ’ and, with no closing single mark to come, the double marks alone. */
static void double_marks_inside_british_single_ones_are_words(void **state)
{
    (void)state;
    static const uint8_t british[] = {MARK_SINGLE_OPEN, MARK_NONE, MARK_QUOTE_OPEN, MARK_NONE,
                                      MARK_QUOTE_CLOSE, MARK_NONE, MARK_SINGLE_CLOSE};
    static const uint8_t apostrophe[] = {MARK_SINGLE_OPEN, MARK_NONE, MARK_QUOTE_OPEN, MARK_NONE, MARK_QUOTE_CLOSE};
    Scene s = {0}, t = {0};
    chain_of_heads(&s, COUNT(british), COUNT(british));
    scene_build(&s, COUNT(british), COUNT(british), british);
    assert_int_equal(s.view.quote_count, 1);
    assert_true(s.view.quotes[0].open == 0 && s.view.quotes[0].end == 7 && s.view.quotes[0].single);
    chain_of_heads(&t, COUNT(apostrophe), COUNT(apostrophe));
    scene_build(&t, COUNT(apostrophe), COUNT(apostrophe), apostrophe);
    assert_int_equal(t.view.quote_count, 1);
    assert_true(t.view.quotes[0].open == 2 && t.view.quotes[0].end == 5 && !t.view.quotes[0].single);
    arena_free(&s.arena);
    arena_free(&t.arena);
}

static bool governs(const uint32_t *head, uint32_t above, uint32_t word)
{
    while (word != NONE && word != above) word = head[word];
    return word == above;
}

/* Twice the cost of going up, and three times the steps down, to the cheapest reporting word. */
static uint32_t naive_cost(const Scene *s, uint32_t n, uint32_t from)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t to = 0; to < n; to++) {
        if (s->lemma_hash[to] != 1) continue;
        uint32_t up = 0, meet = from, down = 0;
        while (!governs(s->head, meet, to)) meet = s->head[meet], up++;
        for (uint32_t w = to; w != meet; w = s->head[w]) down++;
        if (2 * up + 3 * down < best) best = 2 * up + 3 * down;
    }
    return best;
}

static void the_tree_agrees_with_naive_walks(void **state)
{
    (void)state;
    uint64_t seed = 99;
    for (uint32_t round = 0; round < 200; round++) {
        Scene s = {0};
        uint32_t n = 2 + unit_below(&seed, MOST - 2), root = unit_below(&seed, n), reporting = 0;
        for (uint32_t i = 0; i < n; i++) {
            s.lemma_hash[i] = unit_below(&seed, 4);
            reporting += s.lemma_hash[i] == 1;
        }
        /* any tree: each word hangs on the root or on a word placed before it, in a random order */
        uint32_t order[MOST];
        for (uint32_t i = 0; i < n; i++) order[i] = (root + i) % n;
        for (uint32_t i = 0; i < n; i++) s.head[order[i]] = i ? order[unit_below(&seed, i)] : NONE;
        scene_build(&s, n, n, NULL);
        const View *v = &s.view;
        for (uint32_t i = 0; i < n; i++) {
            uint32_t first = i, end = i + 1;
            for (uint32_t w = 0; w < n; w++)
                if (governs(s.head, i, w)) {
                    first = w < first ? w : first;
                    end = w + 1 > end ? w + 1 : end;
                }
            assert_int_equal(v->sub_first[i], first);
            assert_int_equal(v->sub_end[i], end);
            if (!reporting) {
                assert_int_equal(v->near[i], n);
            } else if (v->ups[i] < 15 && v->downs[i] < 15) {
                assert_int_equal(2u * v->ups[i] + 3u * v->downs[i], naive_cost(&s, n, i));
            }
        }
        arena_free(&s.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(quotes_are_paired),
                                       cmocka_unit_test(an_apostrophe_left_open_is_no_quote),
                                       cmocka_unit_test(a_mark_left_open_within_a_paragraph_holds_to_its_sentence),
                                       cmocka_unit_test(a_mark_left_open_goes_on_where_the_next_paragraph_opens),
                                       cmocka_unit_test(double_marks_inside_british_single_ones_are_words),
                                       cmocka_unit_test(the_tree_agrees_with_naive_walks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
