/* Deeds: which events of several articles are one, whatever the order in which they came; on whose word one rests, who denies
 * it, and what is only related. */
#include "unit.h"

#include "ledger/hand.h"

#define ENDORSED SAYSO_EVENT_SUPPORT, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL

static Book book;
static Scope all;

static int opened(void **state)
{
    (void)state;
    hand_open(&book);
    return 0;
}

static int closed(void **state)
{
    (void)state;
    hand_close(&book);
    return 0;
}

/* One article of one event, and of one statement where it rests on one. */
static int64_t tell(const char *outlet, const char *published, HandDeed deed, const HandSaid *said)
{
    static uint32_t number;
    char *label = TAKE(&book.arena, char, 32);
    snprintf(label, 32, "deed-%u", ++number);
    HandArticle article = {.label = label, .outlet = outlet, .published = published, .before = hand_prose(&book), .deeds = &deed,
                           .deed_count = 1, .said = said, .count = said != NULL};
    return hand_add(&book, &article);
}

static Deed deed_of(int64_t article, uint32_t number)
{
    Deed d;
    Error error = {.message = ""};
    Status status = ledger_deed(book.ledger, article, number, &all, &book.arena, &d, &error);
    if (status) print_error("%s\n", error.message);
    assert_int_equal(status, SAYSO_OK);
    return d;
}

static bool are_one(int64_t a, int64_t b)
{
    bool found[2] = {false};
    for (int i = 0; i < 2; i++) {
        Deed d = deed_of(i ? b : a, 1);
        for (uint32_t k = 0; k < d.count; k++) found[i] |= d.tellings[k].article == (i ? a : b);
    }
    assert_int_equal(found[0], found[1]); /* whichever is asked for */
    return found[0];
}

/* ---- one deed ---- */

typedef struct Pair {
    const char *published[2];
    HandDeed deeds[2];
} Pair;

#define DAY_1 "2026-03-03"
#define DAY_2 "2026-03-04"
#define DAY_3 "2026-03-05"

static const Pair same[] = {
    /* both tell the day */
    {{DAY_2, DAY_3}, {{ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, NULL, 0},
                      {ENDORSED, "his backing for her bid", "backing", NULL, DAY_1, NULL, 0}}},
    /* the one tells it, the other came out then or the day after, in the same word */
    {{DAY_1, DAY_2}, {{ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, NULL, 0},
                      {ENDORSED, "his endorsement of her bid", "endorsement", NULL, NULL, NULL, 0}}},
    {{DAY_1, DAY_1}, {{ENDORSED, "he endorsed her bid Tuesday", "endorsed", "formal", DAY_1, NULL, 0},
                      {ENDORSED, "he endorsed her bid", "endorsed", NULL, NULL, "Port Vellan", 0}}},
    /* none tells it */
    {{DAY_1, DAY_2}, {{ENDORSED, "he endorsed her bid", "endorsed", NULL, NULL, NULL, 0},
                      {ENDORSED, "he has endorsed her bid for mayor", "endorsed", NULL, NULL, NULL, 0}}},
    /* a day of a week, the same year */
    {{DAY_3, DAY_3}, {{ENDORSED, "he endorsed her bid this week", "endorsed", NULL, "2026-W10", NULL, 0},
                      {ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, NULL, 0}}},
    {{DAY_1, "2026-04-20"}, {{ENDORSED, "in 2011 he endorsed her bid", "endorsed", NULL, "2011", NULL, 0},
                             {ENDORSED, "he had endorsed her bid in 2011", "endorsed", NULL, "2011", NULL, 0}}},
    /* an attack, in a place that both tell */
    {{DAY_1, DAY_2}, {{SAYSO_EVENT_ASSAULT, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL, "he attacked her with a knife", "attacked",
                       NULL, NULL, "central Port Vellan", 0},
                      {SAYSO_EVENT_ASSAULT, SAYSO_STATUS_REPORTED, "Ansel Threlk", "Dorrit Haleko", NULL, "his knife attack on her", "attack",
                       NULL, NULL, "Port Vellan", 0}}},
    /* words that were said on a day that one tells */
    {{DAY_2, DAY_2}, {{SAYSO_EVENT_ACCUSE, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL, "he accused her of sloth Tuesday",
                       "accused", NULL, DAY_1, NULL, 0},
                      {SAYSO_EVENT_ACCUSE, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL, "his accusation of sloth",
                       "accusation", NULL, NULL, NULL, 0}}},
    /* the same clause, weeks later */
    {{DAY_1, DAY_3}, {{SAYSO_EVENT_ACCUSE, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL,
                       "Threlk has often accused Haleko of sloth", "accused", NULL, NULL, NULL, 0},
                      {SAYSO_EVENT_ACCUSE, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL,
                       "Threlk has often accused Haleko of sloth", "accused", NULL, NULL, NULL, 0}}},
    /* those who meet, in whatever order */
    {{DAY_1, DAY_1}, {{SAYSO_EVENT_CONSULT, SAYSO_STATUS_ASSERTED, "Ansel Threlk", NULL, "Dorrit Haleko", "they met over tolls Tuesday", "met",
                       NULL, DAY_1, NULL, 0},
                      {SAYSO_EVENT_CONSULT, SAYSO_STATUS_ASSERTED, "Dorrit Haleko", NULL, "Ansel Threlk", "they met about the tolls", "met",
                       NULL, DAY_1, NULL, 0}}},
};

static const Pair other[] = {
    /* another day, type, place, mode */
    {{DAY_2, DAY_2}, {{ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, NULL, 0},
                      {ENDORSED, "he endorsed her bid Wednesday", "endorsed", NULL, DAY_2, NULL, 0}}},
    {{DAY_1, DAY_1}, {{ENDORSED, "he endorsed her bid", "endorsed", NULL, DAY_1, NULL, 0},
                      {SAYSO_EVENT_AGREE, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL, "he endorsed her bid", "endorsed",
                       NULL, DAY_1, NULL, 0}}},
    {{DAY_1, DAY_1}, {{ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, "Port Vellan", 0},
                      {ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, "Halmere", 0}}},
    {{DAY_1, DAY_1}, {{ENDORSED, "he endorsed her bid Tuesday", "endorsed", "formal", DAY_1, NULL, 0},
                      {ENDORSED, "he endorsed her bid Tuesday", "endorsed", "loose", DAY_1, NULL, 0}}},
    /* the other way round, another person, one who is not settled */
    {{DAY_1, DAY_1}, {{ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, NULL, 0},
                      {SAYSO_EVENT_SUPPORT, SAYSO_STATUS_ASSERTED, "Dorrit Haleko", "Ansel Threlk", NULL, "he endorsed her bid Tuesday",
                       "endorsed", NULL, DAY_1, NULL, 0}}},
    {{DAY_1, DAY_1}, {{ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, NULL, 0},
                      {SAYSO_EVENT_SUPPORT, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Maud Ellersby", NULL, "he endorsed her bid Tuesday",
                       "endorsed", NULL, DAY_1, NULL, 0}}},
    {{DAY_1, DAY_1}, {{SAYSO_EVENT_SUPPORT, SAYSO_STATUS_ASSERTED, "the guards", "Maud Ellersby", NULL, "they endorsed her bid Tuesday",
                       "endorsed", NULL, DAY_1, NULL, 0},
                      {SAYSO_EVENT_SUPPORT, SAYSO_STATUS_ASSERTED, "the guards", "Maud Ellersby", NULL, "they endorsed her bid Tuesday",
                       "endorsed", NULL, DAY_1, NULL, 0}}},
    /* told as to come */
    {{DAY_1, DAY_1}, {{ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, NULL, 0},
                      {SAYSO_EVENT_SUPPORT, SAYSO_STATUS_FUTURE, "Ansel Threlk", "Dorrit Haleko", NULL, "he endorsed her bid Tuesday",
                       "endorsed", NULL, DAY_1, NULL, 0}}},
    /* no day, and other words; published two days after, and two days apart */
    {{DAY_1, DAY_1}, {{ENDORSED, "he endorsed her bid", "endorsed", NULL, NULL, NULL, 0},
                      {ENDORSED, "praise for her bid", "praise", NULL, NULL, NULL, 0}}},
    {{DAY_1, DAY_3}, {{ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, NULL, 0},
                      {ENDORSED, "he endorsed her bid", "endorsed", NULL, NULL, NULL, 0}}},
    {{DAY_1, DAY_3}, {{ENDORSED, "he endorsed her bid", "endorsed", NULL, NULL, NULL, 0},
                      {ENDORSED, "he has endorsed her bid", "endorsed", NULL, NULL, NULL, 0}}},
    /* a month is too long */
    {{DAY_3, DAY_3}, {{ENDORSED, "he endorsed her bid this month", "endorsed", NULL, "2026-03", NULL, 0},
                      {ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, NULL, 0}}},
    /* what is said over and over, what is done over and over */
    {{DAY_1, DAY_1}, {{SAYSO_EVENT_ACCUSE, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL, "he accused her of sloth",
                       "accused", NULL, NULL, NULL, 0},
                      {SAYSO_EVENT_ACCUSE, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL, "he accused her of greed",
                       "accused", NULL, NULL, NULL, 0}}},
    {{DAY_1, DAY_1}, {{SAYSO_EVENT_ACCUSE, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL, "he accused her of sloth Tuesday",
                       "accused", NULL, DAY_1, NULL, 0},
                      {SAYSO_EVENT_ACCUSE, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL, "he slammed her sloth Tuesday",
                       "slammed", NULL, DAY_1, NULL, 0}}},
    {{DAY_1, DAY_1}, {{SAYSO_EVENT_ASSAULT, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL, "he attacked her with a knife", "attacked",
                       NULL, NULL, "Port Vellan", 0},
                      {SAYSO_EVENT_ASSAULT, SAYSO_STATUS_ASSERTED, "Ansel Threlk", "Dorrit Haleko", NULL, "he has attacked her with a knife",
                       "attacked", NULL, NULL, NULL, 0}}},
};

static bool told_pair(const Pair *p, int first)
{
    hand_open(&book);
    int64_t ids[2];
    ids[first] = tell("Gazette", p->published[first], p->deeds[first], NULL);
    ids[!first] = tell("Lantern", p->published[!first], p->deeds[!first], NULL);
    bool one = are_one(ids[0], ids[1]);
    Deed d = deed_of(ids[0], 1);
    assert_int_equal(d.count, one ? 2 : 1);
    hand_close(&book);
    return one;
}

static void what_agrees_is_one_deed(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < COUNT(same); i++)
        for (int first = 0; first < 2; first++)
            if (!told_pair(&same[i], first)) {
                print_error("%s / %s\n", same[i].deeds[0].clause, same[i].deeds[1].clause);
                wrong++;
            }
    assert_int_equal(wrong, 0);
}

static void what_may_differ_is_two(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < COUNT(other); i++)
        for (int first = 0; first < 2; first++)
            if (told_pair(&other[i], first)) {
                print_error("%s / %s\n", other[i].deeds[0].clause, other[i].deeds[1].clause);
                wrong++;
            }
    assert_int_equal(wrong, 0);
}

/* ---- another matter ---- */

#define TOLD(TYPE, WHO, WHOM, OTHER, CLAUSE, TRIGGER, PLACE)                                                           \
    {SAYSO_EVENT_##TYPE, SAYSO_STATUS_ASSERTED, WHO, WHOM, OTHER, CLAUSE, TRIGGER, NULL, DAY_1, PLACE, 0}

/* The same parties, type and day. */
static const HandDeed matters[][2] = {
    {TOLD(ACCUSE, "Donald Trump", "Joe Biden", NULL, "Trump accused Biden of corruption on Tuesday", "accused", NULL),
     TOLD(ACCUSE, "Donald Trump", "Joe Biden", NULL, "President Trump accused President Biden of weakness on Tuesday", "accused", NULL)},
    {TOLD(SANCTION, "Germany", "Russia", NULL, "Germany imposed sanctions on Russia over the poisoning of Navalny", "sanctions", NULL),
     TOLD(SANCTION, "Germany", "Russia", NULL, "Germany imposed sanctions on Russian officials for hacking", "sanctions", NULL)},
    {TOLD(THREATEN, "Vladimir Putin", "Poland", NULL, "Putin threatened Poland over a border fence", "threatened", NULL),
     TOLD(THREATEN, "Vladimir Putin", "Poland", NULL, "Putin threatened Poland with a cut in Polish gas", "threatened", NULL)},
    {TOLD(SUPPORT, "Turkey", "Ukraine", NULL, "Turkey supported Ukraine in a UN vote", "supported", NULL),
     TOLD(SUPPORT, "Turkey", "Ukraine", NULL, "Turkey supported Ukraine at football", "supported", NULL)},
    {TOLD(AGREE, "India", NULL, "China", "India and China signed a trade agreement", "signed", NULL),
     TOLD(AGREE, "India", NULL, "China", "India and China signed a border agreement", "signed", NULL)},
    {TOLD(ASSAULT, "Iran", "Israel", NULL, "Iran attacked Haifa with Iranian drones", "attacked", "Haifa"),
     TOLD(ASSAULT, "Iran", "Israel", NULL, "Iran attacked Haifa with an Iranian computer virus", "attacked", "Haifa")},
};

static void another_matter_is_another_deed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(matters); i++)
        for (int first = 0; first < 2; first++) {
            hand_open(&book);
            int64_t a = tell("Gazette", DAY_2, matters[i][first], NULL), b = tell("Lantern", DAY_2, matters[i][!first], NULL);
            assert_false(are_one(a, b));
            Deed d = deed_of(a, 1);
            if (d.related_count != 1) print_error("%s\n", matters[i][0].clause);
            assert_int_equal(d.articles, 1);
            assert_int_equal(d.related_count, 1);
            assert_string_equal(d.related[0].why, "told of another matter");
            int64_t c = tell("Herald", DAY_2, matters[i][first], NULL); /* the same once more */
            assert_true(are_one(a, c));
            assert_false(are_one(b, c));
            hand_close(&book);
        }
}

/* An attack of which one article tells no more than day and place; it leads from no matter to another. */
static void force_at_one_place_needs_no_matter(void **state)
{
    (void)state;
    HandDeed silent = TOLD(ASSAULT, "Iran", "Israel", NULL, "Iran attacked Haifa", "attacked", "Haifa"), nowhere = silent;
    HandDeed accused = TOLD(ACCUSE, "Donald Trump", "Joe Biden", NULL, "Trump accused Biden", "accused", NULL);
    nowhere.place = NULL;
    int64_t a = tell("Gazette", DAY_2, matters[5][0], NULL), b = tell("Lantern", DAY_2, silent, NULL);
    assert_true(are_one(a, b));
    assert_false(are_one(a, tell("Post", DAY_2, nowhere, NULL)));
    int64_t c = tell("Herald", DAY_2, matters[5][0], NULL);
    assert_true(are_one(b, c));
    int64_t d = tell("Courier", DAY_2, matters[5][1], NULL);
    assert_false(are_one(b, d));
    assert_false(are_one(a, d));
    assert_false(are_one(a, b));
    assert_true(are_one(a, c));
    int64_t e = tell("Gazette", DAY_2, matters[0][0], NULL), f = tell("Lantern", DAY_2, accused, NULL);
    assert_false(are_one(e, f));
    assert_string_equal(deed_of(e, 1).related[0].why, "told without a matter in common");
}

/* ---- several ---- */

static const HandDeed on_tuesday = {ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, NULL, 0};
static const HandDeed on_wednesday = {ENDORSED, "he endorsed her bid Wednesday", "endorsed", NULL, DAY_2, NULL, 0};
static const HandDeed someday = {ENDORSED, "he endorsed her bid", "endorsed", NULL, NULL, NULL, 0};

/* What leads from one day to another one says nothing of either. */
static void a_bridge_between_two_days_is_none(void **state)
{
    (void)state;
    int64_t a = tell("Gazette", DAY_1, on_tuesday, NULL), b = tell("Lantern", DAY_2, someday, NULL);
    assert_true(are_one(a, b));
    int64_t c = tell("Herald", DAY_2, on_wednesday, NULL), d = tell("Post", DAY_2, on_wednesday, NULL);
    assert_false(are_one(a, b));
    assert_false(are_one(b, c));
    assert_false(are_one(a, c));
    assert_true(are_one(c, d));
}

static void days_do_not_run_on(void **state)
{
    (void)state;
    int64_t a = tell("Gazette", DAY_1, someday, NULL), b = tell("Lantern", DAY_2, someday, NULL);
    assert_true(are_one(a, b));
    int64_t c = tell("Herald", DAY_3, someday, NULL);
    assert_false(are_one(a, b));
    assert_false(are_one(b, c));
}

/* Which of the two another one means is open, but for the clause that was copied. */
static void an_article_that_tells_two_joins_neither(void **state)
{
    (void)state;
    static const HandDeed two[] = {{ENDORSED, "he endorsed her bid Tuesday", "endorsed", NULL, DAY_1, NULL, 0},
                                   {ENDORSED, "then he endorsed her bid Tuesday evening in Halmere", "endorsed", NULL, DAY_1, NULL, 0}};
    HandArticle article = {.label = "two", .outlet = "Gazette", .published = DAY_1, .before = hand_prose(&book), .deeds = two,
                           .deed_count = 2};
    int64_t a = hand_add(&book, &article), b = tell("Lantern", DAY_1, on_tuesday, NULL);
    assert_false(are_one(a, b));
    Deed d = deed_of(b, 1);
    assert_int_equal(d.related_count, 2);
    assert_string_equal(d.related[0].why, "one of the articles tells two such deeds");
    int64_t c = tell("Herald", DAY_1, two[1], NULL);
    Deed copied = deed_of(c, 1);
    assert_int_equal(copied.count, 2);
    assert_int_equal(copied.tellings[0].article, a);
    assert_int_equal(copied.tellings[0].e.id, 2);
    assert_false(are_one(b, c)); /* what leads to one of the two says no more of the other */
}

/* Whatever the order in which they came, and as a function of what is there: what is taken out again leaves no trace. */
#define MANY 24u
static void order_does_not_matter(void **state)
{
    (void)state;
    static const char *const names[] = {"Ansel Threlk", "Dorrit Haleko", "Maud Ellersby"};
    static const char *const days[] = {DAY_1, DAY_2, DAY_3};
    static const char *const clauses[] = {"bid endorsed by him", "the endorsement of the bid", "they endorsed a bid of one of them on that day"};
    uint64_t random = 7;
    for (int round = 0; round < 12; round++) {
        HandArticle articles[MANY];
        HandDeed deeds[MANY];
        char labels[MANY][16];
        bool one[2][MANY][MANY];
        for (uint32_t i = 0; i < MANY; i++) {
            uint64_t r = random = hash_mix(random + 1);
            const char *clause = clauses[r % 3];
            snprintf(labels[i], sizeof labels[i], "many-%u", i);
            deeds[i] = (HandDeed){.type = r >> 4 & 1 ? SAYSO_EVENT_SUPPORT : SAYSO_EVENT_AGREE, .status = SAYSO_STATUS_ASSERTED,
                                  .who = names[r >> 8 & 1], .whom = names[2], .clause = clause,
                                  .trigger = strstr(clause, "endorse") ? (strstr(clause, "endorsement") ? "endorsement" : "endorsed") : NULL,
                                  .date = r >> 12 & 1 ? days[(r >> 16) % 3] : NULL, .place = (r >> 20) % 5 ? NULL : "Halmere"};
            articles[i] = (HandArticle){.label = labels[i], .outlet = "Gazette", .published = days[(r >> 24) % 3], .deeds = &deeds[i],
                                        .deed_count = 1};
        }
        for (int way = 0; way < 2; way++) {
            int64_t ids[MANY];
            hand_open(&book);
            int64_t gone = tell("Passing", DAY_2, (HandDeed){ENDORSED, "he endorsed her bid", "endorsed", NULL, NULL, NULL, 0}, NULL);
            for (uint32_t k = 0; k < MANY; k++) {
                uint32_t i = way ? (k * 7 + 5) % MANY : k;
                articles[i].before = hand_prose(&book);
                ids[i] = hand_add(&book, &articles[i]);
            }
            LedgerRemoved removed;
            assert_int_equal(ledger_remove(book.ledger, gone, &book.scratch, &removed, NULL), SAYSO_OK);
            memset(one[way], 0, sizeof one[way]);
            for (uint32_t i = 0; i < MANY; i++) {
                Deed d = deed_of(ids[i], 1);
                for (uint32_t k = 0; k < d.count; k++)
                    for (uint32_t n = 0; n < MANY; n++) one[way][i][n] |= d.tellings[k].article == ids[n];
            }
            hand_close(&book);
        }
        assert_memory_equal(one[0], one[1], sizeof one[0]);
        for (uint32_t i = 0; i < MANY; i++)
            for (uint32_t k = 0; k < MANY; k++) assert_int_equal(one[0][i][k], one[0][k][i]);
    }
}

/* ---- who is who ---- */

static void who_is_one_by_decision_does_one_deed(void **state)
{
    (void)state;
    HandDeed other_name = on_tuesday;
    int64_t decision;
    other_name.who = "Casimir Ulvoy";
    int64_t a = tell("Gazette", DAY_1, on_tuesday, NULL), b = tell("Lantern", DAY_1, other_name, NULL);
    assert_false(are_one(a, b));
    Actors x, y;
    assert_int_equal(ledger_actors(book.ledger, "Ansel Threlk", &all, &book.arena, &x, NULL), SAYSO_OK);
    assert_int_equal(ledger_actors(book.ledger, "Casimir Ulvoy", &all, &book.arena, &y, NULL), SAYSO_OK);
    assert_int_equal(ledger_merge(book.ledger, x.items[0].id, y.items[0].id, &decision, NULL), SAYSO_OK);
    assert_true(are_one(a, b));
    assert_int_equal(ledger_undo(book.ledger, decision, NULL), SAYSO_OK);
    assert_false(are_one(a, b));
}

/* ---- on whose word ---- */

static void outlets_on_their_own_word_are_at_least_one(void **state)
{
    (void)state;
    HandDeed backed = {ENDORSED, "Threlk gave her bid his blessing", "blessing", NULL, DAY_1, NULL, 0};
    int64_t a = tell("Gazette", DAY_1, on_tuesday, NULL);
    (void)tell("Lantern", DAY_2, backed, NULL); /* within a day, their order is by their labels */
    (void)tell("Herald", DAY_2, someday, NULL);
    Deed d = deed_of(a, 1);
    assert_int_equal(d.count, 3);
    assert_int_equal(d.articles, 3);
    assert_int_equal(d.told, 3);
    assert_int_equal(d.rests.claim.origin_count, 1); /* they may have it from one another */
    assert_int_equal(d.rests.origin_count, 3);
    assert_true(text_is(d.rests.origins[0].name, "Gazette"));
}

static HandDeed reported(const char *clause)
{
    HandDeed deed = {SAYSO_EVENT_SUPPORT, SAYSO_STATUS_REPORTED, "Ansel Threlk", "Dorrit Haleko", NULL, clause, "endorsed", NULL, DAY_1,
                     NULL, 1};
    return deed;
}

static void settled_sources_count_and_open_ones_do_not(void **state)
{
    (void)state;
    HandSaid maud = {.name = "Maud Ellersby", .content = "that he endorsed her bid Tuesday"};
    HandSaid bram = {.name = "Bram Solvey", .content = "that he had endorsed her bid, she wept"};
    HandSaid open = {.source = "the man", .kind = SAYSO_KIND_PERSON, .content = "that he endorsed her bid and left"};
    int64_t a = tell("Gazette", DAY_2, reported("he endorsed her bid Tuesday"), &maud);
    (void)tell("Lantern", DAY_2, reported("he had endorsed her bid"), &bram);
    Deed d = deed_of(a, 1);
    assert_int_equal(d.count, 2);
    assert_int_equal(d.rests.claim.origin_count, 2);
    assert_int_equal(d.rests.claim.open_count, 0);
    (void)tell("Herald", DAY_2, reported("he endorsed her bid and left"), &open);
    maud.content = "that the man endorsed a bid";
    (void)tell("Post", DAY_2, reported("the man endorsed a bid"), &maud);
    d = deed_of(a, 1);
    assert_int_equal(d.count, 4);
    assert_int_equal(d.articles, 4);
    assert_int_equal(d.rests.claim.origin_count, 2);
    assert_int_equal(d.rests.claim.open_count, 1);
    assert_int_equal((d.rests.hand[0] == HAND_SAME) + (d.rests.hand[3] == HAND_SAME), 1); /* of one day, whichever */
}

/* Copies of one text are one origin, and what the copied one had from its source is that source's. */
static void a_copy_adds_no_origin(void **state)
{
    (void)state;
    char *prose = TAKE(&book.arena, char, 1200);
    strcpy(prose, hand_prose(&book));
    HandDeed deed = on_tuesday;
    HandArticle first = {.label = "first", .url = "https://gazette.example/1", .outlet = "Gazette", .published = DAY_1, .before = prose,
                         .deeds = &deed, .deed_count = 1};
    HandArticle second = {.label = "second", .url = "https://lantern.example/2", .outlet = "Lantern", .published = DAY_2,
                          .before = prose, .deeds = &deed, .deed_count = 1};
    int64_t a = hand_add(&book, &first), b = hand_add(&book, &second);
    assert_true(are_one(a, b));
    Deed d = deed_of(b, 1);
    assert_int_equal(d.rests.origin_count, 1);
    assert_int_equal(d.rests.hand[1], HAND_REPRINT);
}

static void who_denies_it_is_told(void **state)
{
    (void)state;
    HandSaid maud = {.name = "Maud Ellersby", .content = "that Ansel Threlk endorsed the bid by Dorrit Haleko at the Halmere harbour gate"};
    HandSaid bram = {.name = "Bram Solvey", .act = SAYSO_ACT_DENY, .content = "that he had endorsed her bid"};
    HandSaid imke = maud;
    imke.name = "Imke Sandoval";
    imke.act = SAYSO_ACT_DENY;
    HandDeed denied = reported("he had endorsed her bid");
    denied.status = SAYSO_STATUS_DENIED;
    int64_t a = tell("Gazette", DAY_2, reported("Ansel Threlk endorsed the bid by Dorrit Haleko"), &maud);
    (void)tell("Lantern", DAY_2, denied, &bram);
    hand_one(&book, "Herald", DAY_2, imke); /* the claim, and no event */
    assert_int_equal(hand_claim(&book, a, 1), hand_claim(&book, 3, 1));
    Deed d = deed_of(a, 1);
    assert_int_equal(d.count, 2);
    assert_int_equal(d.articles, 1);
    assert_int_equal(d.rests.claim.origin_count, 1);
    assert_int_equal(d.denial_count, 2);
    assert_true(text_is(d.denials[0].name, "Bram Solvey"));
    assert_false(d.denials[0].of_claim);
    assert_true(text_is(d.denials[1].name, "Imke Sandoval"));
    assert_true(d.denials[1].of_claim);
    HandDeed negated = on_tuesday;
    negated.status = SAYSO_STATUS_NEGATED;
    negated.clause = "he never endorsed her bid Tuesday";
    (void)tell("Post", DAY_2, negated, NULL);
    d = deed_of(a, 1);
    assert_int_equal(d.count, 3);
    assert_int_equal(d.denial_count, 3);
    assert_int_equal(d.articles, 1);
}

static void a_dropped_statement_takes_its_event_along(void **state)
{
    (void)state;
    HandSaid maud = {.name = "Maud Ellersby", .content = "that he endorsed her bid Tuesday"};
    int64_t decision, a = tell("Gazette", DAY_2, on_tuesday, NULL),
                      b = tell("Lantern", DAY_2, reported("he endorsed her bid Tuesday"), &maud);
    assert_true(are_one(a, b));
    assert_int_equal(ledger_drop(book.ledger, b, 1, &decision, NULL), SAYSO_OK);
    assert_int_equal(deed_of(a, 1).count, 1);
    Deed d;
    assert_int_equal(ledger_deed(book.ledger, b, 1, &all, &book.arena, &d, NULL), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(ledger_undo(book.ledger, decision, NULL), SAYSO_OK);
    assert_true(are_one(a, b));
}

/* ---- in the ledger ---- */

static void revisions_and_readings_change_what_is_told(void **state)
{
    (void)state;
    HandDeed deed = on_tuesday, later = on_wednesday;
    HandArticle first = {.label = "x", .url = "https://gazette.example/x", .outlet = "Gazette", .published = DAY_1, .deeds = &deed,
                         .deed_count = 1, .before = hand_prose(&book)};
    HandArticle second = first;
    second.before = hand_prose(&book);
    second.deeds = &later;
    int64_t a = hand_add(&book, &first), b = hand_add(&book, &second);
    Deed d = deed_of(a, 1);
    assert_false(d.tellings[0].current);
    assert_int_equal(d.told, 0);
    assert_int_equal(d.rests.origin_count, 0);
    assert_int_equal(deed_of(b, 1).told, 1);
    KeptArticle kept;
    assert_int_equal(hand_number(&book, "SELECT count(*) FROM event", 0, 0), 2);
    LedgerRemoved gone;
    assert_int_equal(ledger_remove(book.ledger, b, &book.scratch, &gone, NULL), SAYSO_OK);
    assert_int_equal(deed_of(a, 1).told, 1);
    assert_int_equal(hand_number(&book, "SELECT count(*) FROM event", 0, 0), 1);
    assert_int_equal(hand_number(&book, "SELECT count(*) FROM party", 0, 0), 2);
    assert_int_equal(ledger_article(book.ledger, a, &book.arena, &kept, NULL), SAYSO_OK);
    assert_true(kept.has_events);
    assert_int_equal(kept.event_count, 1);
    assert_true(text_is(kept.events[0].date, DAY_1));
}

/* ---- lists ---- */

static DeedsAnswer list(const DeedScope *which, const Scope *scope)
{
    DeedsAnswer a;
    Error error = {.message = ""};
    Status status = ledger_deeds(book.ledger, which, scope, &book.arena, &a, &error);
    if (status) print_error("%s\n", error.message);
    assert_int_equal(status, SAYSO_OK);
    return a;
}

static void lists_are_scoped(void **state)
{
    (void)state;
    (void)tell("Gazette", DAY_1, on_tuesday, NULL);
    (void)tell("Lantern", DAY_2, someday, NULL);
    (void)tell("Lantern", DAY_3, (HandDeed){SAYSO_EVENT_ASSAULT, SAYSO_STATUS_FUTURE, "Maud Ellersby", "Ansel Threlk", NULL,
                                            "she will strike him", "strike", "beat", NULL, "central Port Vellan", 0}, NULL);
    const struct {
        DeedScope which;
        Scope scope;
        uint32_t count;
    } cases[] = {
        {{0}, {0}, 2},
        {{.who = "threlk"}, {0}, 1},
        {{.to = "threlk"}, {0}, 1},
        {{.who = "ellersby", .to = "threlk"}, {0}, 1},
        {{.who = "haleko"}, {0}, 0},
        {{.has_type = true, .type = SAYSO_EVENT_SUPPORT}, {0}, 1},
        {{.has_status = true, .status = SAYSO_STATUS_FUTURE}, {0}, 1},
        {{.mode = "beat"}, {0}, 1},
        {{.place = "port vellan"}, {0}, 1},
        {{.place = "port"}, {0}, 1},
        {{.place = "vel"}, {0}, 0},
        {{.about = "endorses"}, {0}, 1},
        {{.about = "endorses nobody"}, {0}, 0},
        {{.article = 2}, {0}, 1},
        {{.country = "IRN"}, {0}, 0},
        {{0}, {.since = DAY_3}, 1},
        {{0}, {.until = DAY_1}, 1},
        {{0}, {.outlet = "Gazette"}, 1},
        {{0}, {.as_of = "2020-01-01"}, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        DeedsAnswer a = list(&cases[i].which, &cases[i].scope);
        if (a.count != cases[i].count) print_error("case %zu\n", i);
        assert_int_equal(a.count, cases[i].count);
        assert_int_equal(a.all, cases[i].count);
        assert_int_equal(a.unread, 0);
    }
    /* how one is told, all of its tellings say */
    assert_int_equal(list(&(DeedScope){0}, &(Scope){.outlet = "Gazette"}).items[0].articles, 2);
    DeedsAnswer a = list(&(DeedScope){0}, &(Scope){.order = ORDER_DATE, .limit = 1});
    assert_int_equal(a.count, 1);
    assert_int_equal(a.all, 2);
    assert_int_equal(a.items[0].tellings[0].e.type, SAYSO_EVENT_ASSAULT);
    assert_int_equal(a.items[0].rests.statements.count, 0);
    a = list(&(DeedScope){0}, &(Scope){.order = ORDER_ORIGINS, .limit = 1});
    assert_int_equal(a.items[0].articles, 2);
}

static void who_does_what_is_counted(void **state)
{
    (void)state;
    (void)tell("Gazette", DAY_1, on_tuesday, NULL);
    (void)tell("Lantern", DAY_2, someday, NULL);
    HandDeed future = someday;
    future.status = SAYSO_STATUS_FUTURE;
    (void)tell("Herald", DAY_2, future, NULL);
    DoingsAnswer a;
    assert_int_equal(ledger_doings(book.ledger, NULL, &all, &book.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.count, 1);
    assert_int_equal(a.items[0].count, 2);
    assert_true(text_is(a.items[0].from.name, "Ansel Threlk"));
    assert_true(text_is(a.items[0].last_day, DAY_2));
    assert_int_equal(a.items[0].article, 2);
    assert_true(text_is(a.items[0].words, "he endorsed her bid"));
    assert_int_equal(ledger_doings(book.ledger, "haleko", &(Scope){.until = DAY_1}, &book.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.items[0].count, 1);
    assert_int_equal(ledger_doings(book.ledger, NULL, &(Scope){.outlet = "Herald"}, &book.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_agrees_is_one_deed),
        cmocka_unit_test(what_may_differ_is_two),
        cmocka_unit_test(another_matter_is_another_deed),
        cmocka_unit_test_setup_teardown(force_at_one_place_needs_no_matter, opened, closed),
        cmocka_unit_test_setup_teardown(a_bridge_between_two_days_is_none, opened, closed),
        cmocka_unit_test_setup_teardown(days_do_not_run_on, opened, closed),
        cmocka_unit_test_setup_teardown(an_article_that_tells_two_joins_neither, opened, closed),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test_setup_teardown(who_is_one_by_decision_does_one_deed, opened, closed),
        cmocka_unit_test_setup_teardown(outlets_on_their_own_word_are_at_least_one, opened, closed),
        cmocka_unit_test_setup_teardown(settled_sources_count_and_open_ones_do_not, opened, closed),
        cmocka_unit_test_setup_teardown(a_copy_adds_no_origin, opened, closed),
        cmocka_unit_test_setup_teardown(who_denies_it_is_told, opened, closed),
        cmocka_unit_test_setup_teardown(a_dropped_statement_takes_its_event_along, opened, closed),
        cmocka_unit_test_setup_teardown(revisions_and_readings_change_what_is_told, opened, closed),
        cmocka_unit_test_setup_teardown(lists_are_scoped, opened, closed),
        cmocka_unit_test_setup_teardown(who_does_what_is_counted, opened, closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
