/* A claim's chain as trees: each statement once, under the one that it leads back to, however deep. */
#include <stdio.h>
#include <stdlib.h>

#include "show/show.h"
#include "unit.h"

#define MOST 60u

typedef struct Chain {
    ClaimAnswer answer;
    Statement statements[MOST];
    uint32_t origin_of[MOST], hand_from[MOST];
    Hand hand[MOST];
    char words[MOST][8];
    Origin origin;
} Chain;

/* Statement 0 is the origin; `from` says of each other which one it leads back to. */
static void make(Chain *c, uint32_t count, uint32_t (*from)(uint32_t i))
{
    *c = (Chain){.origin = {.name = text_literal("Jane Roe"), .statement_count = count, .article_count = count}};
    for (uint32_t i = 0; i < count; i++) {
        snprintf(c->words[i], sizeof c->words[i], "say%02u", i);
        c->statements[i] = (Statement){.number = i + 1, .content = text_literal(c->words[i]), .current = true};
        c->hand_from[i] = i ? from(i) : 0;
        c->hand[i] = i ? HAND_PASSED : HAND_FIRST;
    }
    c->answer = (ClaimAnswer){.claim = {.id = 1, .text = text_literal("<b>"), .origin_count = 1},
                              .statements = {.items = c->statements, .count = count, .all = count},
                              .origin_of = c->origin_of,
                              .hand = c->hand,
                              .hand_from = c->hand_from,
                              .origins = &c->origin,
                              .origin_count = 1};
}

static uint32_t before(uint32_t i)
{
    return i - 1;
}
static uint32_t first(uint32_t i)
{
    return i * 0;
}
static uint32_t half(uint32_t i)
{
    return (i - 1) / 2;
}
static uint32_t comb(uint32_t i)
{
    return i % 2 ? i - 1 : i > 1 ? i - 2 : 0;
}

static uint32_t count_of(const char *text, const char *word)
{
    uint32_t n = 0;
    for (; (text = strstr(text, word)); text++) n++;
    return n;
}

/* Lists and their members close in turn; the deepest list. */
static uint32_t depth_of(const char *page)
{
    char open[4 * MOST];
    uint32_t depth = 0, lists = 0, deepest = 0;
    for (const char *at = page; (at = strchr(at, '<')); at++) {
        bool end = at[1] == '/';
        const char *tag = at + 1 + end;
        char kind = !strncmp(tag, "ul", 2) ? 'u' : !strncmp(tag, "li", 2) && (tag[2] == '>' || tag[2] == ' ') ? 'l' : 0;
        if (!kind) continue;
        if (!end)
            open[depth++] = kind;
        else
            assert_int_equal(depth ? open[--depth] : 0, kind);
        if (kind == 'u') lists += end ? UINT32_MAX : 1;
        if (lists > deepest) deepest = lists;
    }
    assert_int_equal(depth, 0);
    return deepest;
}

static void draws_each_statement_once(void **state)
{
    (void)state;
    static const struct {
        uint32_t (*from)(uint32_t i);
        uint32_t count, deepest;
    } cases[] = {{before, 1, 1},   {before, 5, 5},  {before, MOST, 13},
                 {first, MOST, 2}, {half, MOST, 6}, {comb, MOST, 13}};
    Arena arena;
    Error error;
    arena_init(&arena, &libc_allocator, (size_t)1 << 20);
    Chain *c = malloc(sizeof *c);
    assert_non_null(c);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *page = NULL;
        size_t size = 0;
        make(c, cases[i].count, cases[i].from);
        FILE *to = open_memstream(&page, &size);
        assert_int_equal(show_claim(to, NULL, &c->answer, &arena, &error), SAYSO_OK);
        fclose(to);
        for (uint32_t k = 0; k < cases[i].count; k++) assert_int_equal(count_of(page, c->words[k]), 1);
        assert_int_equal(depth_of(page), cases[i].deepest);
        assert_null(strstr(page, "<b>\""));
        assert_non_null(strstr(page, "<h1>&#60;b&#62;</h1>"));
        free(page);
    }
    free(c);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(draws_each_statement_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
