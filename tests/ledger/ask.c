/* The questions, of ledgers of articles that are written down statement by statement. */
#include "ledger/hand.h"

static const Scope all = {0};
static Book hand;

static int fresh(void **state)
{
    (void)state;
    hand_open(&hand);
    return 0;
}

static int done(void **state)
{
    (void)state;
    hand_close(&hand);
    return 0;
}

static void run(const char *sql) { assert_int_equal(db_script(hand.ledger->db, sql, NULL), SAYSO_OK); }

#define DREDGER "that the dredger left its mooring on nine of the 212 days"

static HandSaid of(const char *name, sayso_act act) { return (HandSaid){.name = name, .act = act, .content = DREDGER}; }

static ClaimAnswer ask_claim(int64_t claim, const Scope *scope)
{
    ClaimAnswer answer;
    assert_int_equal(ledger_claim(hand.ledger, claim, scope, &hand.arena, &answer, NULL), SAYSO_OK);
    return answer;
}

static void say(const char *outlet, const char *day, HandSaid said) { (void)hand_one(&hand, outlet, day, said); }

/* ---- claims ---- */

/* What perhaps says the same, and who else says it, is of the scope as all the rest. */
static void what_is_related_is_in_scope(void **state)
{
    (void)state;
    HandSaid first = of("Ansel Threlk", SAYSO_ACT_STATE), other = of("Dorrit Haleko", SAYSO_ACT_STATE);
    other.content = "that on nine of the 212 days the dredger left its mooring at Port Vellan";
    int64_t claim = hand_claim(&hand, hand_one(&hand, "Meridian", "2026-03-03", first), 1);
    int64_t article = hand_one(&hand, "Northlight", "2026-03-05", other);
    run("UPDATE article SET added = '2026-04-01T10:00:00Z' WHERE id = 1");
    run("UPDATE article SET added = '2026-04-03T10:00:00Z' WHERE id = 2");
    ClaimAnswer c = ask_claim(claim, &all);
    assert_int_equal(c.related_count, 1);
    assert_int_equal(c.authorities, 1);
    static const Scope without[] = {{.as_of = "2026-04-02"}, {.until = "2026-03-04"}, {.since = "2026-03-04"}};
    static const Scope with[] = {{.as_of = "2026-04-03"}, {.until = "2026-03-05"}, {.since = "2026-03-03"}};
    for (size_t i = 0; i < COUNT(without); i++) {
        c = ask_claim(claim, &without[i]);
        assert_int_equal(c.related_count + c.authorities, 0);
        c = ask_claim(claim, &with[i]);
        assert_int_equal(c.related_count, 1);
    }
    /* that a person parted them later does not change what it was */
    int64_t decision;
    assert_int_equal(ledger_part(hand.ledger, article, 1, claim, &decision, NULL), SAYSO_OK);
    run("UPDATE decision SET made = '2026-04-05T00:00:00Z'");
    assert_int_equal(ask_claim(claim, &all).related_count, 0);
    assert_int_equal(ask_claim(claim, &with[0]).related_count, 1);
}

/* Another settled speaker in other words; not who speaks for the first, nor who stands in the same article, nor an open one. */
static void who_is_another_authority(void **state)
{
    (void)state;
    static const struct Case {
        HandSaid said;
        bool same_article, another;
    } cases[] = {
        {{.name = "Dorrit Haleko"}, false, true},
        {{.source = "two officials", .kind = SAYSO_KIND_UNNAMED}, false, true},
        {{.name = "Threlk campaign", .kind = SAYSO_KIND_ORGANIZATION}, false, false},
        {{.name = "Ansel Threlk"}, false, false},
        {{.source = "the harbour master"}, false, false},
        {{.name = "Dorrit Haleko"}, true, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        HandSaid said[2] = {of("Ansel Threlk", SAYSO_ACT_STATE), cases[i].said};
        said[1].content = "that on nine of the 212 days the dredger left its mooring at Port Vellan";
        HandArticle first = {.label = "first", .outlet = "Meridian", .published = "2026-03-03", .said = said, .count = 1},
                    other = {.label = "other", .outlet = "Northlight", .published = "2026-03-04", .said = said + 1, .count = 1};
        if (cases[i].same_article) first.count = 2;
        Book h;
        ClaimAnswer a;
        hand_open(&h);
        int64_t claim = hand_claim(&h, hand_add(&h, &first), 1);
        if (!cases[i].same_article) (void)hand_add(&h, &other);
        assert_int_equal(ledger_claim(h.ledger, claim, &all, &h.arena, &a, NULL), SAYSO_OK);
        if (a.authorities != (cases[i].another ? 1u : 0u)) print_error("case %zu\n", i);
        assert_int_equal(a.authorities, cases[i].another ? 1 : 0);
        for (uint32_t k = 0; k < a.related_count; k++) assert_int_equal(a.related[k].authority, cases[i].another);
        hand_close(&h);
    }
}

static void what_an_article_took_back_is_nobodys_position(void **state)
{
    (void)state;
    HandSaid said = of("Ansel Threlk", SAYSO_ACT_CONFIRM), later = said;
    later.content = "that the harbour is open";
    HandArticle article = {.label = "a", .url = "https://meridian.example/a", .said = &said, .count = 1};
    int64_t first = hand_add(&hand, &article), claim = hand_claim(&hand, first, 1);
    ClaimAnswer a = ask_claim(claim, &all);
    assert_int_equal(a.claim.origin_count, 1);
    assert_int_equal(a.claim.confirmed, 1);
    article.said = &later;
    assert_int_not_equal(hand_add(&hand, &article), first);
    a = ask_claim(claim, &all);
    assert_int_equal(a.statements.count, 1); /* it can still be seen */
    assert_false(a.statements.items[0].current);
    assert_int_equal(a.claim.origin_count + a.claim.confirmed + a.holder_count, 0);
    assert_int_equal(a.claim.statement_count + a.claim.article_count, 0);
    assert_int_equal(a.origin_of[0], NONE);
}

static void a_limit_does_not_change_the_origins(void **state)
{
    (void)state;
    say("Meridian", "2026-03-03", of("Ansel Threlk", SAYSO_ACT_STATE));
    say("Northlight", "2026-03-04", of("Linnet Abaroa", SAYSO_ACT_CONFIRM));
    say("Northlight", "2026-03-04", of("Dorrit Haleko", SAYSO_ACT_DENY));
    int64_t claim = hand_claim(&hand, 1, 1);
    ClaimAnswer a = ask_claim(claim, &(Scope){.limit = 1});
    assert_int_equal(a.claim.origin_count, 2);
    assert_int_equal(a.claim.denied, 1);
    assert_int_equal(a.statements.count, 3);
    assert_int_equal(a.statements.all, 3);
}

/* A hundred repetitions hide no denial. */
static void counts_are_of_all(void **state)
{
    (void)state;
    AboutAnswer a;
    for (int i = 0; i < 130; i++) say("Meridian", "2026-03-03", of("Ansel Threlk", SAYSO_ACT_STATE));
    for (int i = 0; i < 3; i++) say("Northlight", "2026-03-01", of("Dorrit Haleko", SAYSO_ACT_DENY));
    assert_int_equal(ledger_about(hand.ledger, "dredger mooring", &(Scope){.limit = 1}, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.count, 1);
    assert_int_equal(a.found, 133);
    assert_false(a.more);
    assert_int_equal(a.items[0].statements.count, 133);
    assert_int_equal(a.items[0].claim.statement_count, 133);
    assert_int_equal(a.items[0].claim.denied, 1);
    assert_int_equal(a.items[0].holder_count, 2);
    assert_int_equal(a.items[0].claim.origin_count, 1);
    for (uint32_t i = 0; i < 2; i++) {
        bool denies = text_is(a.items[0].holders[i].name, "Dorrit Haleko");
        assert_int_equal(a.items[0].holders[i].times, denies ? 3 : 130);
    }
    WhoAnswer w;
    assert_int_equal(ledger_who(hand.ledger, "Threlk", &(Scope){.limit = 5}, &hand.arena, &w, NULL), SAYSO_OK);
    assert_int_equal(w.said[0].count, 5);
    assert_int_equal(w.said[0].all, 130);
}

/* ---- about ---- */

static void what_is_no_claim_is_found_by_its_words(void **state)
{
    (void)state;
    AboutAnswer a;
    say("Meridian", "2026-03-03", (HandSaid){.name = "Ansel Threlk", .content = "her dredging record", .topic = true});
    say("Meridian", "2026-03-03", (HandSaid){.name = "Ansel Threlk", .content = "the minister lied about dredging"});
    assert_int_equal(hand_claim(&hand, 1, 1), 0);
    assert_int_equal(ledger_about(hand.ledger, "dredging", &all, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.found, 2);
    assert_int_equal(a.count, 1);
    assert_int_equal(a.statements.count, 1);
    assert_int_equal(a.statements.all, 1);
    assert_true(text_is(a.statements.items[0].content, "her dredging record"));
    assert_int_equal(a.statements.items[0].claim, 0);
    assert_int_equal(ledger_about(hand.ledger, "dredge lying", &all, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.found, 0);
    assert_int_equal(ledger_about(hand.ledger, "\"dredging record\"", &all, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.found, 1);
    assert_int_equal(ledger_about(hand.ledger, "\"record dredging\"", &all, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.found, 0);
    assert_int_equal(ledger_about(hand.ledger, " -- ", &all, &hand.arena, &a, NULL), SAYSO_ERROR_ARGUMENT);
}

static uint64_t found(const Scope *scope)
{
    AboutAnswer a;
    assert_int_equal(ledger_about(hand.ledger, "dredger", scope, &hand.arena, &a, NULL), SAYSO_OK);
    return a.found;
}

static uint64_t said(const char *name, const Scope *scope)
{
    WhoAnswer a;
    Status status = ledger_who(hand.ledger, name, scope, &hand.arena, &a, NULL);
    assert_int_equal(status, SAYSO_OK);
    return a.said[0].all;
}

static void scopes_choose(void **state)
{
    (void)state;
    say("Meridian", "2026-03-03", of("Ansel Threlk", SAYSO_ACT_STATE));
    say("Northlight", "2026-03-05", of("Ansel Threlk", SAYSO_ACT_CONFIRM));
    HandSaid dated = of("Dorrit Haleko", SAYSO_ACT_DENY);
    dated.date = "2026-02";
    say("Northlight", "2026-03-07", dated);
    assert_int_equal(found(&all), 3);
    assert_int_equal(found(&(Scope){.by = "Threlk"}), 2);
    assert_int_equal(found(&(Scope){.by = "Dorrit Haleko"}), 1);
    assert_int_equal(found(&(Scope){.outlet = "The Northlight"}), 2);
    WhoAnswer w;
    Error error;
    assert_int_equal(ledger_who(hand.ledger, "Threlk", &(Scope){.outlet = "Lantern"}, &hand.arena, &w, &error), SAYSO_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "no article of an outlet 'Lantern'"));
    assert_int_equal(found(&(Scope){.has_act = true, .act = SAYSO_ACT_DENY}), 1);
    assert_int_equal(found(&(Scope){.by = "Threlk", .has_act = true, .act = SAYSO_ACT_DENY}), 0);
    assert_int_equal(found(&(Scope){.since = "2026-03-04"}), 1);
    assert_int_equal(found(&(Scope){.until = "2026-03-04"}), 2); /* a month's first day */
    assert_int_equal(found(&(Scope){.since = "2026-02-01", .until = "2026-02-01"}), 1);
    assert_int_equal(said("Threlk", &all), 2);
    assert_int_equal(said("Threlk", &(Scope){.outlet = "Meridian"}), 1);
    assert_int_equal(said("Threlk", &(Scope){.has_act = true, .act = SAYSO_ACT_CONFIRM}), 1);
    assert_int_equal(said("Threlk", &(Scope){.since = "2026-03-04"}), 1);
    assert_int_equal(ledger_about(hand.ledger, "dredger", &(Scope){.by = "Nobody Known"}, &hand.arena, &(AboutAnswer){0}, NULL),
                     SAYSO_ERROR_ARGUMENT);
}

/* The day when the ledger saw it, and the ledger as it was: what is asked again of a day is what it was. */
static void the_ledger_as_it_was(void **state)
{
    (void)state;
    HandSaid first = of("Ansel Threlk", SAYSO_ACT_STATE), second = of("Dorrit Haleko", SAYSO_ACT_CONFIRM);
    HandSaid revised = first;
    revised.content = "that the dredger never left its mooring in all of the winter";
    HandArticle a = {.label = "a", .url = "https://a.example/1", .outlet = "Meridian", .said = &first, .count = 1};
    HandArticle b = {.label = "b", .outlet = "Northlight", .said = &second, .count = 1};
    int64_t id = hand_add(&hand, &a);
    run("UPDATE article SET added = '2026-04-01T10:00:00Z'");
    int64_t claim = hand_claim(&hand, id, 1);
    (void)hand_add(&hand, &b);
    a.said = &revised;
    (void)hand_add(&hand, &a);
    run("UPDATE article SET added = '2026-04-03T23:59:59Z' WHERE id > 1");
    assert_int_equal(ask_claim(claim, &all).claim.statement_count, 1); /* Haleko's alone */
    Scope then = {.as_of = "2026-04-02"}, now = {.as_of = "2026-04-03"}, before = {.as_of = "2026-03-31"};
    ClaimAnswer c = ask_claim(claim, &then);
    assert_int_equal(c.claim.statement_count, 1);
    assert_true(text_is(c.statements.items[0].who, "Ansel Threlk"));
    assert_true(c.statements.items[0].current);
    c = ask_claim(claim, &now);
    assert_int_equal(c.claim.statement_count, 1);
    assert_true(text_is(c.origins[0].name, "Dorrit Haleko"));
    assert_int_equal(ask_claim(claim, &before).statements.count, 0);
    assert_int_equal(found(&before), 0);
    assert_int_equal(found(&then), 1);
    assert_int_equal(found(&now), 2);
    assert_int_equal(found(&(Scope){.added_since = "2026-04-02"}), 2);
    assert_int_equal(found(&(Scope){.added_since = "2026-04-04"}), 0);
    /* a decision of today does not change yesterday */
    int64_t decision;
    assert_int_equal(ledger_drop(hand.ledger, 2, 1, &decision, NULL), SAYSO_OK);
    run("UPDATE decision SET made = '2026-04-05T00:00:00Z'");
    assert_int_equal(ask_claim(claim, &all).claim.statement_count, 0);
    assert_int_equal(ask_claim(claim, &now).claim.statement_count, 1);
    assert_int_equal(found(&now), 2);
}

static void in_the_order_that_is_asked_for(void **state)
{
    (void)state;
    AboutAnswer a;
    say("Meridian", "2026-03-03", of("Ansel Threlk", SAYSO_ACT_STATE));
    say("Northlight", "2026-03-05", of("Dorrit Haleko", SAYSO_ACT_CONFIRM));
    say("Northlight", "2026-03-09", (HandSaid){.name = "Linnet Abaroa", .content = "the dredger needs a new crew by autumn"});
    assert_int_equal(ledger_about(hand.ledger, "dredger", &all, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.count, 2);
    assert_int_equal(a.items[0].claim.origin_count, 2);
    assert_int_equal(ledger_about(hand.ledger, "dredger", &(Scope){.order = ORDER_DATE, .limit = 1}, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.count, 1);
    assert_int_equal(a.all, 2);
    assert_int_equal(a.items[0].claim.origin_count, 1);
}

/* ---- who ---- */

/* Whoever bears the name is shown, the most quoted first; one who said nothing hides nobody. */
static void a_surname_asks_for_all_who_bear_it(void **state)
{
    (void)state;
    WhoAnswer a;
    say("Meridian", "2026-03-03", of("Mirla Threlk", SAYSO_ACT_STATE));
    say("Meridian", "2026-03-04", of("Ansel Threlk", SAYSO_ACT_STATE));
    say("Meridian", "2026-03-05", of("Ansel Threlk", SAYSO_ACT_STATE));
    HandSaid heard = of("Linnet Abaroa", SAYSO_ACT_STATE);
    heard.to = "Quill Threlk";
    say("Meridian", "2026-03-05", heard);
    assert_int_equal(ledger_who(hand.ledger, "threlk", &all, &hand.arena, &a, NULL), SAYSO_OK);
    assert_true(a.actors.count >= 2);
    assert_true(text_is(a.actors.items[0].name, "Ansel Threlk"));
    assert_true(text_is(a.actors.items[1].name, "Mirla Threlk"));
    assert_int_equal(a.said[0].count, 2);
    assert_int_equal(a.said[1].count, 1);
    assert_int_equal(ledger_who(hand.ledger, "Mirla Threlk", &all, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.actors.count, 1);
    assert_int_equal(ledger_who(hand.ledger, "Nobody", &all, &hand.arena, &a, NULL), SAYSO_ERROR_ARGUMENT);
}

/* A scope counts what is in it, and who said most is another one there. */
static void who_counts_what_is_in_scope(void **state)
{
    (void)state;
    WhoAnswer a;
    say("Meridian", "2026-03-03", of("Mirla Threlk", SAYSO_ACT_STATE));
    say("Meridian", "2026-03-04", of("Ansel Threlk", SAYSO_ACT_STATE));
    say("Meridian", "2026-03-05", of("Ansel Threlk", SAYSO_ACT_STATE));
    assert_int_equal(ledger_who(hand.ledger, "threlk", &(Scope){.until = "2026-03-03"}, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.actors.all, 2);
    assert_true(text_is(a.actors.items[0].name, "Mirla Threlk"));
    assert_int_equal(a.actors.items[0].statements, 1);
    assert_int_equal(a.actors.items[1].statements, 0);
    assert_int_equal(a.said[0].all, 1);
    assert_int_equal(a.said[1].all, 0);
}

static void newest_articles_first_and_each_as_it_was_written(void **state)
{
    (void)state;
    static const uint32_t wanted[][2] = {{2, 1}, {2, 2}, {1, 1}, {1, 3}, {1, 2}}; /* 1, 2 is told by another: last */
    WhoAnswer a;
    HandSaid older[] = {of("Dorrit Haleko", SAYSO_ACT_STATE), of("Dorrit Haleko", SAYSO_ACT_STATE),
                        of("Dorrit Haleko", SAYSO_ACT_STATE)};
    older[1].within = 3; /* of what another tells */
    older[2].name = "Dorrit Haleko";
    HandSaid newer[] = {of("Dorrit Haleko", SAYSO_ACT_STATE), of("Dorrit Haleko", SAYSO_ACT_STATE)};
    HandArticle one = {.label = "a", .said = older, .count = 3}, two = {.label = "b", .said = newer, .count = 2};
    older[1].within = 1;
    one.published = "2026-03-03";
    two.published = "2026-03-04";
    (void)hand_add(&hand, &one);
    (void)hand_add(&hand, &two);
    assert_int_equal(ledger_who(hand.ledger, "Dorrit Haleko", &all, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.said[0].count, COUNT(wanted));
    for (uint32_t i = 0; i < a.said[0].count; i++) {
        assert_int_equal(a.said[0].items[i].article, wanted[i][0]);
        assert_int_equal(a.said[0].items[i].number, wanted[i][1]);
    }
    assert_int_equal(ledger_who(hand.ledger, "Dorrit Haleko", &(Scope){.limit = 1}, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.said[0].count, 1);
    assert_int_equal(a.said[0].all, 5);
}

/* Who are named together said it, both of them. */
static void joint_sources_said_it_each(void **state)
{
    (void)state;
    HandSaid both = of("Ansel Threlk", SAYSO_ACT_STATE);
    both.other = "Dorrit Haleko";
    both.source = "Threlk and Haleko";
    say("Meridian", "2026-03-03", both);
    assert_int_equal(said("Dorrit Haleko", &all), 1);
    assert_int_equal(said("Ansel Threlk", &all), 1);
    assert_int_equal(found(&(Scope){.by = "Haleko"}), 1);
    ClaimAnswer c = ask_claim(hand_claim(&hand, 1, 1), &all);
    assert_int_equal(c.claim.origin_count, 1); /* one utterance */
    assert_int_equal(c.holder_count, 2);
    assert_int_equal(c.statements.items[0].actor_count, 2);
}

/* ---- talks ---- */

/* With days or without: the same pairs, the same counts, the same first day. */
static void days_choose_among_the_talks_that_count(void **state)
{
    (void)state;
    HandSaid talk = of("Dorrit Haleko", SAYSO_ACT_STATE), self = talk;
    talk.to = "Ansel Threlk";
    self.to = "Dorrit Haleko";
    HandSaid a[] = {talk, talk}, b[] = {talk, self};
    a[1].within = 1; /* told by another */
    HandArticle old = {.label = "old", .url = "https://m.example/1", .published = "2026-01-01", .said = &talk, .count = 1};
    HandArticle nothing = {.label = "old", .url = "https://m.example/1", .published = "2026-01-01", .before = "Nothing is left."};
    (void)hand_add(&hand, &old);
    (void)hand_add(&hand, &nothing);
    int64_t last;
    HandArticle one = {.label = "a", .published = "2026-03-03", .said = a, .count = 2};
    HandArticle two = {.label = "b", .published = "2026-03-05", .said = b, .count = 2};
    (void)hand_add(&hand, &one);
    last = hand_add(&hand, &two);
    const Scope ages = {.since = "1900-01-01"}, march = {.since = "2026-03-04", .until = "2026-03-31"};
    const Scope *const scopes[] = {&all, &ages, &march};
    for (size_t i = 0; i < 2 * COUNT(scopes); i++) {
        TalksAnswer t;
        const Scope *scope = scopes[i / 2];
        const char *name = i % 2 ? "Ansel Threlk" : NULL;
        assert_int_equal(ledger_talks(hand.ledger, name, scope, &hand.arena, &t, NULL), SAYSO_OK);
        assert_int_equal(t.count, 1);
        assert_int_equal(t.all, 1);
        assert_int_equal(t.items[0].count, scope == &march ? 1 : 2);
        assert_true(text_is(t.items[0].first_day, scope == &march ? "2026-03-05" : "2026-03-03"));
        assert_true(text_is(t.items[0].last_day, "2026-03-05"));
        assert_int_equal(t.items[0].article, last);
        assert_int_equal(t.items[0].from.statements, 4); /* a: two, b: two */
    }
    TalksAnswer none;
    const Scope later = {.since = "2027-01-01"};
    assert_int_equal(ledger_talks(hand.ledger, "Ansel Threlk", &later, &hand.arena, &none, NULL), SAYSO_OK);
    assert_int_equal(none.count, 0);
}

/* ---- audit ---- */

static AuditAnswer audit(int64_t article)
{
    AuditAnswer a;
    assert_int_equal(ledger_audit(hand.ledger, article, &hand.arena, &a, NULL), SAYSO_OK);
    return a;
}

static HandSaid unnamed(const char *source, const char *content)
{
    return (HandSaid){.source = source, .kind = SAYSO_KIND_UNNAMED, .content = content};
}

static void the_same_official_is_counted_once(void **state)
{
    (void)state;
    HandSaid four[] = {unnamed("the officials", "that the pumps failed twice"), unnamed("The officials", "that the crews were warned"),
                       unnamed("officials", "that rain came in"), unnamed("a docker", "that the quay had sunk")};
    HandArticle article = {.label = "a", .outlet = "Meridian", .said = four, .count = 4};
    AuditAnswer a = audit(hand_add(&hand, &article));
    assert_int_equal(a.unnamed, 4);
    assert_int_equal(a.sources_unnamed, 2);
    assert_int_equal(a.unexplained.count, 4);
}

/* Why one is not named is told once, and good for what the same one says after it; another one needs a reason of its own. */
static void anonymity_told_earlier_is_carried(void **state)
{
    (void)state;
    HandSaid five[] = {unnamed("a person close to the talks", "that the pumps failed twice"),
                       unnamed("the person", "that the crews had been warned"),
                       unnamed("he", "that nobody had read the report"),
                       unnamed("a second official", "that the quay had sunk again"),
                       unnamed("the official", "that rain came in at the sluice")};
    five[0].anonymity = "requested anonymity";
    HandArticle article = {.label = "a", .outlet = "Meridian", .said = five, .count = 5};
    AuditAnswer a = audit(hand_add(&hand, &article));
    assert_int_equal(a.unnamed, 5);
    assert_int_equal(a.unnamed_with_reason, 3);
    assert_int_equal(a.unexplained.count, 2);
    assert_int_equal(a.unexplained.items[0].number, 4);
    assert_int_equal(a.unexplained.items[1].number, 5);
}

/* Of one claim the first alone is listed. */
static void an_audit_lists_nothing_twice(void **state)
{
    (void)state;
    HandSaid two[] = {unnamed("an official", DREDGER), unnamed("an official", DREDGER)};
    HandArticle article = {.label = "a", .outlet = "Meridian", .said = two, .count = 2};
    AuditAnswer a = audit(hand_add(&hand, &article));
    assert_int_equal(a.single.count, 1);
    say("Northlight", "2026-03-09", of("Ansel Threlk", SAYSO_ACT_CONFIRM)); /* there is another origin now */
    assert_int_equal(audit(1).single.count, 0);
}

/* Each claim is a question of its own: an article of thousands of officials does not ask thousands. */
static void an_audit_looks_at_fifty_claims(void **state)
{
    (void)state;
    static char contents[60][64];
    HandSaid many[60];
    for (int i = 0; i < 60; i++) {
        snprintf(contents[i], sizeof contents[i], "that quay number %d had sunk by %d metres", 100 + i, i + 2);
        many[i] = unnamed("an official", contents[i]);
    }
    HandArticle article = {.label = "a", .outlet = "Meridian", .said = many, .count = 60};
    AuditAnswer a = audit(hand_add(&hand, &article));
    assert_int_equal(a.unnamed, 60);
    assert_int_equal(a.single.count, 50);
}

static void read_file(const char *path, char **out, size_t *size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long n = ftell(file);
    assert_true(n > 0);
    rewind(file);
    *out = malloc((size_t)n);
    *size = fread(*out, 1, (size_t)n, file);
    assert_int_equal(*size, n);
    fclose(file);
}

/* A draft is told what it would be in the ledger, which stays what it was, byte for byte. */
static void a_draft_leaves_the_ledger_as_it_was(void **state)
{
    (void)state;
    say("Northlight", "2026-03-09", of("Ansel Threlk", SAYSO_ACT_CONFIRM));
    ledger_close(hand.ledger);
    HandSaid two[] = {unnamed("an official", DREDGER), unnamed("an official", "that the crews of the sluice were warned in May")};
    HandArticle article = {.label = "draft", .outlet = "Meridian", .said = two, .count = 2};
    Draft *draft = hand_draft(&hand, &article);
    AuditAnswer a;
    for (LedgerMode mode = LEDGER_ASK; mode <= LEDGER_KEEP; mode++) {
        char *before, *after;
        size_t before_size, after_size;
        read_file(hand.path, &before, &before_size);
        Ledger *ledger = hand_ledger(hand.path, mode);
        assert_int_equal(ledger_audit_draft(ledger, draft, &hand.arena, &a, NULL), SAYSO_OK);
        ledger_close(ledger);
        assert_int_equal(a.unnamed, 2);
        assert_int_equal(a.single.count, 1);
        read_file(hand.path, &after, &after_size);
        assert_int_equal(after_size, before_size);
        assert_memory_equal(after, before, before_size);
        free(before);
        free(after);
    }
    assert_int_equal(ledger_audit_draft(NULL, draft, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.single.count, 2); /* nobody else is known */
    hand.ledger = hand_ledger(hand.path, LEDGER_KEEP);
    assert_int_equal(hand_number(&hand, "SELECT count(*) FROM article", 0, 0), 1);
    assert_int_equal(ledger_audit_draft(hand.ledger, draft, &hand.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(hand_add(&hand, &article), 2); /* and adding goes on */
}

/* ---- statements out ---- */

typedef struct Out {
    int64_t article[40], origin_article[40], claim[40];
    uint32_t number[40], origin_number[40], related[40];
    Span points[40];
    uint32_t count;
} Out;

static Status take_out(void *context, const Statement *s, const Statement *origin, const Related *related,
                       uint32_t related_count, Error *error)
{
    Out *o = context;
    (void)related, (void)error;
    assert_true(o->count < 40);
    o->article[o->count] = s->article;
    o->number[o->count] = s->number;
    o->claim[o->count] = s->claim;
    o->origin_article[o->count] = origin ? origin->article : 0;
    o->origin_number[o->count] = origin ? origin->number : 0;
    o->points[o->count] = s->points[0];
    o->related[o->count++] = related_count;
    return SAYSO_OK;
}

static uint32_t out_at(const Out *o, int64_t article, uint32_t number)
{
    uint32_t at = NONE;
    for (uint32_t i = 0; i < o->count; i++) {
        if (o->article[i] != article || o->number[i] != number) continue;
        assert_int_equal(at, NONE); /* once */
        at = i;
    }
    assert_int_not_equal(at, NONE);
    return at;
}

static void every_statement_comes_out_once(void **state)
{
    (void)state;
    static Out o;
    o.count = 0;
    HandSaid one[] = {of("Ansel Threlk", SAYSO_ACT_STATE),
                      {.name = "Ansel Threlk", .content = "her record", .topic = true},
                      {.source = "he", .content = "that the café on the quay was closed", .kind = SAYSO_KIND_PERSON},
                      unnamed("an official", "that the crews of the sluice were warned in May")};
    HandSaid two[] = {of("Ansel Threlk", SAYSO_ACT_STATE), of("Dorrit Haleko", SAYSO_ACT_DENY), of("Linnet Abaroa", SAYSO_ACT_STATE)};
    two[2].negated = true;
    HandArticle a = {.label = "a", .outlet = "Meridian", .said = one, .count = 4, .published = "2026-03-03", .before = "Café é."};
    HandArticle b = {.label = "b", .outlet = "Northlight", .said = two, .count = 3, .published = "2026-03-05"};
    (void)hand_add(&hand, &a);
    (void)hand_add(&hand, &b);
    int64_t dropped;
    assert_int_equal(ledger_export_statements(hand.ledger, true, &hand.arena, take_out, &o, NULL), SAYSO_OK);
    assert_int_equal(o.count, 7);
    uint32_t at = out_at(&o, 2, 1);
    assert_int_equal(o.origin_article[at], 1); /* the speaker's first */
    assert_int_equal(o.origin_number[at], 1);
    assert_int_equal(o.origin_article[out_at(&o, 1, 1)], 1);
    assert_int_equal(o.origin_article[out_at(&o, 2, 2)], 0); /* denied */
    assert_int_equal(o.origin_article[out_at(&o, 2, 3)], 0); /* negated */
    assert_int_equal(o.origin_article[out_at(&o, 1, 3)], 0); /* open */
    assert_int_equal(o.claim[out_at(&o, 1, 2)], 0);
    assert_int_equal(o.origin_article[out_at(&o, 1, 4)], 1); /* unnamed through an outlet: settled */
    /* code points: two letters of two bytes stand before */
    KeptArticle kept;
    assert_int_equal(ledger_article(hand.ledger, 1, &hand.arena, &kept, NULL), SAYSO_OK);
    at = out_at(&o, 1, 1);
    assert_int_equal(o.points[at].begin + 2, kept.attributions[0].contents[0].begin);
    assert_int_equal(o.points[at].end + 2, kept.attributions[0].contents[0].end);
    at = out_at(&o, 1, 3);
    assert_int_equal(o.points[at].begin + 2, kept.attributions[2].contents[0].begin);
    assert_int_equal(o.points[at].end + 3, kept.attributions[2].contents[0].end);
    /* what is dropped is none */
    assert_int_equal(ledger_drop(hand.ledger, 1, 2, &dropped, NULL), SAYSO_OK);
    assert_int_equal(ledger_drop(hand.ledger, 2, 1, &dropped, NULL), SAYSO_OK);
    o.count = 0;
    assert_int_equal(ledger_export_statements(hand.ledger, true, &hand.arena, take_out, &o, NULL), SAYSO_OK);
    assert_int_equal(o.count, 5);
}

/* ---- what is not believed ---- */

static void a_damaged_article_is_refused(void **state)
{
    (void)state;
    static const char *const damages[] = {
        "UPDATE attribution SET cue_end = 100000000",  "UPDATE attribution SET source_begin = -5",
        "UPDATE attribution SET manner = 99",          "UPDATE attribution SET contents = x'ffffff00ffffff7f'",
        "UPDATE attribution SET contents = x'0500000001000000'", "UPDATE attribution SET to_entity = 2",
        "UPDATE entity SET mentions = x'00000000ffffff7f'",      "UPDATE article SET byline_end = 99999999"};
    KeptArticle kept;
    Error error;
    say("Meridian", "2026-03-03", of("Ansel Threlk", SAYSO_ACT_STATE));
    assert_int_equal(ledger_article(hand.ledger, 1, &hand.arena, &kept, &error), SAYSO_OK);
    for (size_t i = 0; i < COUNT(damages); i++) {
        assert_int_equal(db_begin(hand.ledger->db, NULL), SAYSO_OK);
        run(damages[i]);
        assert_int_equal(ledger_article(hand.ledger, 1, &hand.arena, &kept, &error), SAYSO_ERROR_IO);
        assert_non_null(strstr(error.message, "article 1 is damaged; 'sayso verify' tells where"));
        db_rollback(hand.ledger->db);
    }
}

/* A stretch that lies outside the text is none. */
static void a_damaged_stretch_is_left_out(void **state)
{
    (void)state;
    say("Meridian", "2026-03-03", of("Ansel Threlk", SAYSO_ACT_STATE));
    say("Northlight", "2026-03-04", of("Dorrit Haleko", SAYSO_ACT_STATE));
    assert_int_equal(db_begin(hand.ledger->db, NULL), SAYSO_OK);
    run("DELETE FROM stretch; DELETE FROM reprint; INSERT INTO reprint (article, of, share, words) VALUES (2, 1, 0.2, 12)");
    run("INSERT INTO stretch (article, of, stretches) VALUES (2, 1, x'0300000000000040000000000000008014000000')");
    for (int64_t i = 1; i <= 2; i++) assert_int_equal(audit(i).copied_count, 0);
    db_rollback(hand.ledger->db);
}

#define IN_A_LEDGER(test) cmocka_unit_test_setup_teardown(test, fresh, done)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_LEDGER(what_is_related_is_in_scope), cmocka_unit_test(who_is_another_authority),
        IN_A_LEDGER(what_an_article_took_back_is_nobodys_position),
        IN_A_LEDGER(a_limit_does_not_change_the_origins),
        IN_A_LEDGER(counts_are_of_all),
        IN_A_LEDGER(what_is_no_claim_is_found_by_its_words),
        IN_A_LEDGER(scopes_choose),
        IN_A_LEDGER(the_ledger_as_it_was),
        IN_A_LEDGER(in_the_order_that_is_asked_for),
        IN_A_LEDGER(a_surname_asks_for_all_who_bear_it),
        IN_A_LEDGER(who_counts_what_is_in_scope),
        IN_A_LEDGER(newest_articles_first_and_each_as_it_was_written),
        IN_A_LEDGER(joint_sources_said_it_each),
        IN_A_LEDGER(days_choose_among_the_talks_that_count),
        IN_A_LEDGER(the_same_official_is_counted_once),
        IN_A_LEDGER(anonymity_told_earlier_is_carried),
        IN_A_LEDGER(an_audit_lists_nothing_twice),
        IN_A_LEDGER(an_audit_looks_at_fifty_claims),
        IN_A_LEDGER(a_draft_leaves_the_ledger_as_it_was),
        IN_A_LEDGER(every_statement_comes_out_once),
        IN_A_LEDGER(a_damaged_article_is_refused),
        IN_A_LEDGER(a_damaged_stretch_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
