/* Small sets of articles, drawn by chance, added in two orders: the same statements are one claim and one origin, whichever article
 * came first. What docs/ledger.md says may depend on the order is not drawn: near words in a chain, a quotation in several
 * mouths or in an open one's, a surname of two spans of weeks. */
#include "ledger/hand.h"

#define SETS 120u
#define MOST 6u  /* articles of a set */
#define EACH 2u  /* statements of an article */

#define CRANES "the cranes were never inspected by anybody before the storm came down"
static const char *const contents[] = {
    "that the dredger left its mooring on nine of the 212 days",
    "“" CRANES "”",
    "that “" CRANES "” and nobody asked",
    "“the cranes were never inspected by anybody”|“before the storm came down”",
    "that the levy of the port had doubled since 2019",
    "that the bridge at Ostrel would be open to carts in May",
};
static const char *const names[] = {"Dorrit Haleko", "Ansel Threlk", "Haleko", NULL};
static const char *const outlets[] = {"Meridian", "Northlight", "Lantern Post"};
static const char *const days[] = {"2026-03-12", "2026-03-13", "2026-03-14", "2026-03-15"};
static const sayso_act acts[] = {SAYSO_ACT_STATE, SAYSO_ACT_STATE, SAYSO_ACT_CONFIRM, SAYSO_ACT_DENY};

#define ANY(list) (list)[unit_below(state, COUNT(list))]

typedef struct Set {
    HandSaid said[MOST][EACH];
    HandArticle articles[MOST];
    char labels[MOST][4];
    uint32_t count;
} Set;

static void draw(uint64_t *state, Set *s, Book *prose)
{
    s->count = 3 + unit_below(state, MOST - 2);
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t n = 1 + unit_below(state, EACH);
        snprintf(s->labels[i], sizeof s->labels[i], "%c", 'a' + (int)i);
        for (uint32_t k = 0; k < n; k++) {
            s->said[i][k] = (HandSaid){.name = ANY(names), .content = ANY(contents), .act = ANY(acts)};
            HandSaid *one = &s->said[i][k];
            bool quotes = strstr(one->content, "“") != NULL;
            if (quotes) one->name = names[unit_below(state, 2) ? 0 : 2];
            if (!one->name) *one = (HandSaid){.source = "one official", .kind = SAYSO_KIND_UNNAMED, .content = one->content};
            if (unit_below(state, 4) == 0) one->via = ANY(outlets);
        }
        s->articles[i] = (HandArticle){.label = s->labels[i], .outlet = ANY(outlets), .published = ANY(days),
                                       .said = s->said[i], .count = n, .before = hand_prose(prose)};
    }
}

/* ---- what came of it ---- "a:1=a:1/a:1 b:1=a:1/-": of each statement the first of its claim, and the first of its origin */

typedef struct Places {
    int64_t ids[MOST]; /* of each article of the set */
    uint32_t count;
} Places;

static uint32_t place_of(const Places *p, const Statement *s)
{
    uint32_t at = 0;
    while (at < p->count && p->ids[at] != s->article) at++;
    return at * EACH + s->number - 1;
}

static void look(Book *h, const Set *set, const Places *p, char *out, size_t size)
{
    size_t n = 0;
    *out = 0;
    for (uint32_t i = 0; i < set->count; i++)
        for (uint32_t k = 1; k <= set->articles[i].count; k++) {
            int64_t claim = hand_claim(h, p->ids[i], k);
            ClaimAnswer a;
            uint32_t first = NONE, origin = NONE, own = NONE, of = NONE;
            if (!claim) continue;
            assert_int_equal(ledger_claim(h->ledger, claim, &(Scope){0}, &h->arena, &a, NULL), SAYSO_OK);
            for (uint32_t s = 0; s < a.statements.count; s++) {
                uint32_t place = place_of(p, &a.statements.items[s]);
                if (place < first) first = place;
                if (place == i * EACH + k - 1) own = a.origin_of[s];
            }
            for (uint32_t s = 0; s < a.statements.count && own != NONE; s++)
                if (a.origin_of[s] == own && place_of(p, &a.statements.items[s]) < origin)
                    origin = place_of(p, &a.statements.items[s]);
            if (own != NONE) of = origin;
            n += (size_t)snprintf(out + n, size - n, "%c:%u=%u/%d(%u) ", 'a' + (int)i, k, first, of == NONE ? -1 : (int)of,
                                  a.claim.origin_count);
        }
}

static void add_all(Book *h, const Set *set, const uint32_t *order, char *out, size_t size)
{
    Places p = {.count = set->count};
    hand_open(h);
    for (uint32_t i = 0; i < set->count; i++) p.ids[order[i]] = hand_add(h, &set->articles[order[i]]);
    look(h, set, &p, out, size);
    hand_close(h);
}

static void print_set(const Set *s)
{
    for (uint32_t i = 0; i < s->count; i++)
        for (uint32_t k = 0; k < s->articles[i].count; k++) {
            const HandSaid *one = &s->said[i][k];
            print_error("  %s:%u %s %s: %s %s %s, via %s\n", s->labels[i], k + 1, s->articles[i].published, s->articles[i].outlet,
                        one->name ? one->name : one->source, sayso_act_name(one->act ? one->act : SAYSO_ACT_STATE), one->content,
                        one->via ? one->via : "-");
        }
}

static void the_order_does_not_matter(void **state_)
{
    (void)state_;
    uint64_t seed = 20261130, *state = &seed;
    uint32_t differ = 0;
    Book prose;
    hand_open(&prose);
    for (uint32_t n = 0; n < SETS; n++) {
        static Set set;
        Book h;
        char one[2000], two[2000];
        uint32_t order[MOST];
        draw(state, &set, &prose);
        for (uint32_t i = 0; i < set.count; i++) order[i] = i;
        add_all(&h, &set, order, one, sizeof one);
        for (uint32_t k = set.count; k > 1; k--) {
            uint32_t other = unit_below(state, k), swap = order[k - 1];
            order[k - 1] = order[other];
            order[other] = swap;
        }
        add_all(&h, &set, order, two, sizeof two);
        if (!strcmp(one, two)) continue;
        if (differ++ < 3) {
            print_error("%s\n%s\n", one, two);
            for (uint32_t i = 0; i < set.count; i++) print_error(" %u", order[i]);
            print_error("\n");
            print_set(&set);
        }
    }
    hand_close(&prose);
    assert_int_equal(differ, 0);
}

/* One who says another's words, and was quoted with them in other words before: both claims are one, also when the words are
 * found first. */
static void what_is_quoted_is_looked_up_beside_the_words(void **state)
{
    (void)state;
    static const HandSaid said[] = {{.name = "Ansel Threlk", .content = "“" CRANES "”"},
                                    {.name = "Dorrit Haleko", .content = "that “" CRANES "” and nobody asked"},
                                    {.name = "Dorrit Haleko", .content = "“" CRANES "”"},
                                    {.name = "Rafe Caldo", .content = "that the cranes of Ostrel are red"},
                                    {.name = "Rafe Caldo", .content = "that the cranes of Ostrel are red"}};
    Book h;
    int64_t articles[COUNT(said)];
    hand_open(&h);
    for (size_t i = 0; i < COUNT(said); i++) articles[i] = hand_one(&h, "Meridian", days[0], said[i]);
    for (size_t i = 1; i < 3; i++) assert_int_equal(hand_claim(&h, articles[i], 1), hand_claim(&h, articles[0], 1));
    assert_int_equal(hand_claim(&h, articles[3], 1), hand_claim(&h, articles[4], 1));
    assert_true(hand_claim(&h, articles[3], 1) != hand_claim(&h, articles[0], 1));
    hand_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_order_does_not_matter),
                                       cmocka_unit_test(what_is_quoted_is_looked_up_beside_the_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
