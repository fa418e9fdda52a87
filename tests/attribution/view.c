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
                                       cmocka_unit_test(the_tree_agrees_with_naive_walks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
