/* What a person knows better of statements: done, kept when an article is read anew, taken back without a trace, and brought
 * to another ledger. */
#include "ledger/picture.h"

#define HALEKO "Dorrit Haleko"
#define THRELK "Ansel Threlk"
#define DREDGER "that the dredger left its mooring on nine of the 212 days"
#define BRIDGE "that the bridge at Ostrel would be open to carts in May"

static Book hand;

static const HandSaid first_said[] = {{.name = HALEKO, .content = DREDGER, .to = "Linnet Abaroa", .via = "Lantern Post"},
                                      {.name = THRELK, .content = "“We have waited nine long months for the cranes to arrive here”"},
                                      {.source = "she", .content = BRIDGE, .kind = SAYSO_KIND_PERSON},
                                      {.name = HALEKO, .other = THRELK, .content = "that the levy of the port had doubled since 2019"}};
static const HandSaid second_said[] = {{.name = "Linnet Abaroa", .content = DREDGER, .act = SAYSO_ACT_CONFIRM},
                                       {.name = "Linnet Abaroa", .content = "that carts would cross the river before the summer"}};
static HandArticle first = {.label = "first", .outlet = "Meridian", .published = "2026-03-03", .said = first_said, .count = 4};
static HandArticle second = {.label = "second", .outlet = "Northlight", .published = "2026-03-05", .said = second_said, .count = 2};

static void fill(Book *h)
{
    hand_open(h);
    first.before = "Rain fell on Greyling all week, and the clerks of the port counted gulls for want of ships to count.";
    second.before = "Nobody could remember a colder sitting; the ushers brought blankets, lamps, and a kettle for the senators.";
    assert_int_equal(hand_add(h, &first), 1);
    assert_int_equal(hand_add(h, &second), 2);
}

static int fresh(void **state)
{
    (void)state;
    fill(&hand);
    return 0;
}

static int done(void **state)
{
    (void)state;
    hand_close(&hand);
    return 0;
}

/* ---- every kind of decision ---- */

static Statement statement(Ledger *ledger, int64_t article, uint32_t number)
{
    Statements all;
    assert_int_equal(ledger_statements(ledger, article, &hand.arena, &all, NULL), SAYSO_OK);
    for (uint32_t i = 0; i < all.count; i++)
        if (all.items[i].number == number) return all.items[i];
    return (Statement){.article = 0};
}

static int64_t at(Ledger *ledger, int64_t article, uint32_t number) { return statement(ledger, article, number).claim; }

typedef struct Deciding {
    const char *name;
    Status (*decide)(Ledger *ledger, int64_t *decision);
    bool (*holds)(Ledger *ledger);
} Deciding;

static Status fix(Ledger *l, uint32_t number, const char *field, const char *value, int64_t *decision)
{
    return ledger_fix(l, 1, number, field, value, decision, NULL);
}

static Status fix_act(Ledger *l, int64_t *d) { return fix(l, 1, "act", "deny", d); }
static bool act_holds(Ledger *l) { return statement(l, 1, 1).a.act == SAYSO_ACT_DENY; }
static Status fix_kind(Ledger *l, int64_t *d) { return fix(l, 3, "kind", "unnamed", d); }
static bool kind_holds(Ledger *l) { return statement(l, 1, 3).a.kind == SAYSO_KIND_UNNAMED; }
static Status fix_negated(Ledger *l, int64_t *d) { return fix(l, 1, "negated", "true", d); }
static bool negated_holds(Ledger *l) { return statement(l, 1, 1).a.negated; }
static Status fix_date(Ledger *l, int64_t *d) { return fix(l, 1, "date", "2016-07", d); }
static bool date_holds(Ledger *l)
{
    Statement s = statement(l, 1, 1);
    return text_is(s.day, "2016-07") && text_is(s.last_day, "2016-07-31");
}
static Status fix_who(Ledger *l, int64_t *d) { return fix(l, 3, "who", HALEKO, d); }
static bool who_holds(Ledger *l) { return text_is(statement(l, 1, 3).who, HALEKO); }
static Status fix_who_other(Ledger *l, int64_t *d) { return fix(l, 1, "who", "Threlk", d); }
static bool who_other_holds(Ledger *l) { return text_is(statement(l, 1, 1).who, THRELK); }
static Status fix_nobody(Ledger *l, int64_t *d) { return fix(l, 1, "who", "", d); }
static bool nobody_holds(Ledger *l) { return !statement(l, 1, 1).actor; }
static Status fix_joint(Ledger *l, int64_t *d) { return fix(l, 4, "who", THRELK, d); }
static bool joint_holds(Ledger *l) { return text_is(statement(l, 1, 4).who, THRELK) && statement(l, 1, 4).actor_count < 2; }
static Status fix_to(Ledger *l, int64_t *d) { return fix(l, 1, "to", THRELK, d); }
static bool to_holds(Ledger *l) { return text_is(statement(l, 1, 1).whom, THRELK); }
static Status fix_via(Ledger *l, int64_t *d) { return fix(l, 1, "via", "", d); }
static bool via_holds(Ledger *l) { return !statement(l, 1, 1).through.size; }
static Status drop(Ledger *l, int64_t *d) { return ledger_drop(l, 1, 2, d, NULL); }
static bool drop_holds(Ledger *l) { return !statement(l, 1, 2).article && statement(l, 1, 3).article; }
static Status join(Ledger *l, int64_t *d) { return ledger_join(l, 2, 2, at(l, 1, 3), d, NULL); }
static bool join_holds(Ledger *l) { return at(l, 2, 2) && at(l, 2, 2) == at(l, 1, 3); }
static Status part(Ledger *l, int64_t *d) { return ledger_part(l, 2, 1, at(l, 1, 1), d, NULL); }
static bool part_holds(Ledger *l) { return at(l, 2, 1) && at(l, 2, 1) != at(l, 1, 1); }

static const Deciding decidings[] = {
    {"act", fix_act, act_holds},         {"kind", fix_kind, kind_holds},     {"negated", fix_negated, negated_holds},
    {"date", fix_date, date_holds},      {"who", fix_who, who_holds},        {"another", fix_who_other, who_other_holds},
    {"nobody", fix_nobody, nobody_holds}, {"joint", fix_joint, joint_holds}, {"to", fix_to, to_holds},
    {"via", fix_via, via_holds},         {"drop", drop, drop_holds},         {"join", join, join_holds},
    {"part", part, part_holds},
};

static void holds(const Deciding *d, Ledger *ledger, bool wanted, const char *when)
{
    if (d->holds(ledger) != wanted) print_error("%s %s %s\n", d->name, wanted ? "does not hold" : "holds", when);
    assert_int_equal(d->holds(ledger), wanted);
    hand_prove(ledger);
}

static void each_is_kept_and_taken_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(decidings); i++) {
        const Deciding *d = &decidings[i];
        int64_t decision = 0;
        Text before = picture(hand.ledger, &hand.arena);
        holds(d, hand.ledger, false, "before it is made");
        assert_int_equal(d->decide(hand.ledger, &decision), SAYSO_OK);
        assert_true(decision > 0);
        holds(d, hand.ledger, true, "when it is made");
        Text decided = picture(hand.ledger, &hand.arena);
        hand_again(&hand, 1, &first);
        hand_again(&hand, 2, &second);
        holds(d, hand.ledger, true, "when both were read anew");
        same_picture(decided, picture(hand.ledger, &hand.arena));
        assert_int_equal(ledger_undo(hand.ledger, decision, NULL), SAYSO_OK);
        holds(d, hand.ledger, false, "when it was taken back");
        same_picture(before, picture(hand.ledger, &hand.arena));
        assert_int_equal(ledger_undo(hand.ledger, decision, NULL), SAYSO_ERROR_ARGUMENT); /* once */
        hand_again(&hand, 1, &first);
        hand_again(&hand, 2, &second);
        same_picture(before, picture(hand.ledger, &hand.arena));
    }
}

/* Whatever is taken back first, the rest still holds, and at the end all is as it was read. */
static void all_together_in_any_order(void **state)
{
    (void)state;
    uint64_t seed = 5;
    Text before = picture(hand.ledger, &hand.arena);
    static const size_t chosen[] = {0, 2, 4, 6, 8, 10, 11, 12};
    for (int round = 0; round < 6; round++) {
        int64_t ids[COUNT(chosen)];
        bool open[COUNT(chosen)];
        for (size_t i = 0; i < COUNT(chosen); i++) {
            assert_int_equal(decidings[chosen[i]].decide(hand.ledger, &ids[i]), SAYSO_OK);
            open[i] = true;
        }
        if (round % 2) hand_again(&hand, 1, &first);
        for (size_t left = COUNT(chosen); left; left--) {
            size_t k = unit_below(&seed, COUNT(chosen));
            while (!open[k]) k = (k + 1) % COUNT(chosen);
            open[k] = false;
            assert_int_equal(ledger_undo(hand.ledger, ids[k], NULL), SAYSO_OK);
            for (size_t i = 0; i < COUNT(chosen); i++) holds(&decidings[chosen[i]], hand.ledger, open[i], "on the way back");
        }
        same_picture(before, picture(hand.ledger, &hand.arena));
    }
}

static void the_later_of_two_holds(void **state)
{
    (void)state;
    int64_t one, two;
    Text before = picture(hand.ledger, &hand.arena);
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(fix(hand.ledger, 1, "act", "deny", &one), SAYSO_OK);
        assert_int_equal(fix(hand.ledger, 1, "act", "warn", &two), SAYSO_OK);
        assert_int_equal(statement(hand.ledger, 1, 1).a.act, SAYSO_ACT_WARN);
        hand_again(&hand, 1, &first);
        assert_int_equal(statement(hand.ledger, 1, 1).a.act, SAYSO_ACT_WARN);
        assert_int_equal(ledger_undo(hand.ledger, turn ? one : two, NULL), SAYSO_OK);
        assert_int_equal(statement(hand.ledger, 1, 1).a.act, turn ? SAYSO_ACT_WARN : SAYSO_ACT_DENY);
        assert_int_equal(ledger_undo(hand.ledger, turn ? two : one, NULL), SAYSO_OK);
        same_picture(before, picture(hand.ledger, &hand.arena));
    }
}

/* The statement is found again by its words, wherever it stands in the new reading; where it is gone nothing is decided. */
static void a_new_reading_is_mended_where_it_can_be(void **state)
{
    (void)state;
    int64_t decision, dropped;
    assert_int_equal(fix(hand.ledger, 1, "act", "deny", &decision), SAYSO_OK);
    assert_int_equal(ledger_drop(hand.ledger, 1, 2, &dropped, NULL), SAYSO_OK);
    HandArticle other = first;
    Draft *draft = hand_draft(&hand, &first);
    sayso_attribution moved[3] = {draft->told.attributions[2], draft->told.attributions[3], draft->told.attributions[0]};
    for (uint32_t i = 0; i < 3; i++) moved[i].id = i + 1;
    draft->told.attributions = moved;
    draft->told.attribution_count = 3;
    assert_true(gists_make(&draft->told, &hand.arena, &draft->gists));
    assert_int_equal(ledger_replace(hand.ledger, 1, draft, &hand.scratch, NULL), SAYSO_OK);
    assert_int_equal(statement(hand.ledger, 1, 3).a.act, SAYSO_ACT_DENY);
    assert_int_equal(statement(hand.ledger, 1, 1).a.act, SAYSO_ACT_STATE);
    hand_prove(hand.ledger);
    hand_again(&hand, 1, &other);
    assert_int_equal(statement(hand.ledger, 1, 1).a.act, SAYSO_ACT_DENY);
    assert_int_equal(statement(hand.ledger, 1, 2).article, 0);
    assert_int_equal(ledger_undo(hand.ledger, decision, NULL), SAYSO_OK);
    assert_int_equal(ledger_undo(hand.ledger, dropped, NULL), SAYSO_OK);
    assert_int_equal(statement(hand.ledger, 1, 1).a.act, SAYSO_ACT_STATE);
}

static void said_twice_is_refused(void **state)
{
    (void)state;
    int64_t one, two;
    Error error;
    Text before = picture(hand.ledger, &hand.arena);
    int64_t claim = at(hand.ledger, 1, 1);
    assert_int_equal(drop(hand.ledger, &one), SAYSO_OK);
    assert_int_equal(ledger_drop(hand.ledger, 1, 2, &two, &error), SAYSO_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "says so of statement 1:2 already"));
    assert_int_equal(ledger_drop(hand.ledger, 1, 3, &two, NULL), SAYSO_OK); /* another one */
    assert_int_equal(ledger_undo(hand.ledger, two, NULL), SAYSO_OK);
    assert_int_equal(ledger_undo(hand.ledger, one, NULL), SAYSO_OK);
    assert_int_equal(fix_act(hand.ledger, &one), SAYSO_OK);
    assert_int_equal(fix_act(hand.ledger, &two), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(ledger_undo(hand.ledger, one, NULL), SAYSO_OK);
    assert_int_equal(ledger_part(hand.ledger, 2, 2, claim, &one, NULL), SAYSO_OK); /* it perhaps says the same, and does not */
    assert_int_equal(ledger_part(hand.ledger, 2, 2, claim, &two, NULL), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(ledger_join(hand.ledger, 2, 2, claim, &two, NULL), SAYSO_OK); /* on second thoughts, and back again */
    int64_t three;
    assert_int_equal(ledger_part(hand.ledger, 2, 2, claim, &three, NULL), SAYSO_OK);
    assert_int_equal(ledger_undo(hand.ledger, three, NULL), SAYSO_OK);
    assert_int_equal(ledger_undo(hand.ledger, two, NULL), SAYSO_OK);
    assert_int_equal(ledger_undo(hand.ledger, one, NULL), SAYSO_OK);
    same_picture(before, picture(hand.ledger, &hand.arena));
}

/* ---- to another ledger ---- */

/* That a statement is none is one decision, whoever came to it first. */
static void two_who_drop_one_statement_say_one_thing(void **state)
{
    (void)state;
    Decision *all;
    uint32_t count;
    int64_t own, taken = 1;
    assert_int_equal(drop(hand.ledger, &own), SAYSO_OK);
    assert_int_equal(ledger_decisions(hand.ledger, false, &hand.arena, &all, &count, NULL), SAYSO_OK);
    all[0].made = text_literal("2026-01-01T00:00:00Z");
    assert_int_equal(ledger_decide(hand.ledger, &all[0], &hand.arena, &taken, NULL), SAYSO_OK);
    assert_int_equal(taken, 0);
    assert_int_equal(ledger_undo(hand.ledger, own, NULL), SAYSO_OK);
    assert_false(drop_holds(hand.ledger));
}

static void decisions_are_brought_to_another_ledger(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(decidings); i++) {
        const Deciding *d = &decidings[i];
        Book there;
        Decision *all;
        uint32_t count;
        int64_t decision = 0, taken = 0;
        hand_close(&hand);
        fill(&hand);
        fill(&there);
        Text before = picture(there.ledger, &there.arena);
        assert_int_equal(d->decide(hand.ledger, &decision), SAYSO_OK);
        assert_int_equal(ledger_decisions(hand.ledger, false, &hand.arena, &all, &count, NULL), SAYSO_OK);
        assert_int_equal(count, 1);
        assert_int_equal(all[0].id, decision);
        assert_true(all[0].made.size && all[0].sha256.size == 64 && all[0].words.size && all[0].article);
        assert_int_equal(ledger_decide(there.ledger, &all[0], &there.arena, &taken, NULL), SAYSO_OK);
        assert_true(taken > 0);
        holds(d, there.ledger, true, "in another ledger");
        same_picture(picture(hand.ledger, &hand.arena), picture(there.ledger, &there.arena));
        int64_t again = 1;
        assert_int_equal(ledger_decide(there.ledger, &all[0], &there.arena, &again, NULL), SAYSO_OK);
        assert_int_equal(again, 0); /* it was there */
        hand_again(&there, 1, &first);
        hand_again(&there, 2, &second);
        holds(d, there.ledger, true, "in another ledger, read anew");
        assert_int_equal(ledger_undo(there.ledger, taken, NULL), SAYSO_OK);
        same_picture(before, picture(there.ledger, &there.arena));
        assert_int_equal(ledger_undo(hand.ledger, decision, NULL), SAYSO_OK);
        hand_close(&there);
    }
    Decision *none;
    uint32_t count;
    assert_int_equal(ledger_decisions(hand.ledger, false, &hand.arena, &none, &count, NULL), SAYSO_OK);
    assert_int_equal(count, 0);
    assert_int_equal(ledger_decisions(hand.ledger, true, &hand.arena, &none, &count, NULL), SAYSO_OK);
    assert_int_equal(count, 1);
    for (uint32_t i = 0; i < count; i++) assert_true(none[i].undone.size);
}

/* A decision that comes before its article bears when that comes. */
static void a_decision_waits_for_its_article(void **state)
{
    (void)state;
    Book there;
    Decision *all;
    uint32_t count;
    int64_t decision, taken;
    assert_int_equal(fix_act(hand.ledger, &decision), SAYSO_OK);
    assert_int_equal(ledger_decisions(hand.ledger, false, &hand.arena, &all, &count, NULL), SAYSO_OK);
    hand_open(&there);
    assert_int_equal(ledger_decide(there.ledger, &all[0], &there.arena, &taken, NULL), SAYSO_OK);
    assert_int_equal(hand_add(&there, &first), 1);
    assert_true(act_holds(there.ledger));
    assert_int_equal(ledger_undo(there.ledger, taken, NULL), SAYSO_OK);
    assert_false(act_holds(there.ledger));
    hand_close(&there);
}

/* What says the same as a claim that is not here yet, does when the claim comes: with an article, or when one is read anew. */
static void a_decision_waits_for_its_claim(void **state)
{
    (void)state;
    for (int anew = 0; anew < 2; anew++) {
        Book there;
        Decision *all, *waiting;
        uint32_t count;
        int64_t decision, taken;
        assert_int_equal(join(hand.ledger, &decision), SAYSO_OK);
        assert_int_equal(ledger_decisions(hand.ledger, false, &hand.arena, &all, &count, NULL), SAYSO_OK);
        hand_open(&there);
        assert_int_equal(hand_add(&there, &second), 1);
        LedgerAdded added;
        Draft *less = hand_draft(&there, &first); /* the reader has not seen all */
        less->told.attribution_count = 2;
        if (anew) assert_int_equal(ledger_add(there.ledger, less, &there.scratch, &added, NULL), SAYSO_OK);
        int64_t before = at(there.ledger, 1, 2);
        assert_int_equal(ledger_decide(there.ledger, &all[0], &there.arena, &taken, NULL), SAYSO_OK);
        assert_int_equal(at(there.ledger, 1, 2), before);
        assert_int_equal(ledger_decisions(there.ledger, false, &there.arena, &waiting, &count, NULL), SAYSO_OK);
        assert_true(!waiting[0].claim && text_equal(waiting[0].claim_text, all[0].claim_text)); /* and goes on as it came */
        if (anew)
            hand_again(&there, 2, &first);
        else
            assert_int_equal(hand_add(&there, &first), 2);
        assert_true(before != at(there.ledger, 2, 3));
        assert_int_equal(at(there.ledger, 1, 2), at(there.ledger, 2, 3));
        hand_again(&there, 1, &second);
        assert_int_equal(at(there.ledger, 1, 2), at(there.ledger, 2, 3));
        assert_int_equal(ledger_undo(there.ledger, taken, NULL), SAYSO_OK);
        assert_int_equal(at(there.ledger, 1, 2), before);
        assert_int_equal(ledger_undo(hand.ledger, decision, NULL), SAYSO_OK);
        hand_close(&there);
    }
}

/* The claim was first said in other words there; who said those words is of it. */
static void a_claim_is_known_by_what_any_statement_says(void **state)
{
    (void)state;
    static const HandSaid other = {.name = THRELK, .content = "that the dredger had left its mooring on nine of the 212 days"};
    HandArticle early = {.label = "early", .outlet = "Lantern Post", .published = "2026-03-01", .said = &other, .count = 1,
                         .before = "Snow lay on the quays; the pilots played cards, and lost, and played on until it was dark."};
    Book there;
    Decision *all;
    uint32_t count;
    int64_t decision, taken;
    assert_int_equal(ledger_join(hand.ledger, 2, 2, at(hand.ledger, 1, 1), &decision, NULL), SAYSO_OK);
    assert_int_equal(ledger_decisions(hand.ledger, false, &hand.arena, &all, &count, NULL), SAYSO_OK);
    hand_open(&there);
    assert_int_equal(hand_add(&there, &early), 1);
    assert_int_equal(hand_add(&there, &first), 2);
    assert_int_equal(hand_add(&there, &second), 3);
    assert_int_equal(at(there.ledger, 1, 1), at(there.ledger, 2, 1));
    assert_int_equal(ledger_decide(there.ledger, &all[0], &there.arena, &taken, NULL), SAYSO_OK);
    assert_int_equal(at(there.ledger, 3, 2), at(there.ledger, 1, 1));
    hand_close(&there);
}

/* Written with other marks and capitals there: it is the claim all the same, whether it is there or comes. */
static void a_claim_is_known_whatever_its_marks(void **state)
{
    (void)state;
    for (int later = 0; later < 2; later++) {
        Book there;
        Decision *all;
        uint32_t count;
        int64_t decision, taken;
        static const HandSaid said = {.name = THRELK, .content = "That the dredger left its mooring, on nine of the 212 days!"};
        HandArticle article = {.label = "marks", .outlet = "Lantern Post", .published = "2026-03-01", .said = &said, .count = 1,
                               .before = "Ice lay on the quays; two pilots sang, and slept, and sang again until it was light."};
        assert_int_equal(ledger_join(hand.ledger, 2, 2, at(hand.ledger, 1, 1), &decision, NULL), SAYSO_OK);
        assert_int_equal(ledger_decisions(hand.ledger, false, &hand.arena, &all, &count, NULL), SAYSO_OK);
        hand_open(&there);
        assert_int_equal(hand_add(&there, &second), 1);
        if (!later) assert_int_equal(hand_add(&there, &article), 2);
        assert_int_equal(ledger_decide(there.ledger, &all[0], &there.arena, &taken, NULL), SAYSO_OK);
        if (later) assert_int_equal(hand_add(&there, &article), 2);
        assert_int_equal(at(there.ledger, 1, 2), at(there.ledger, 2, 1));
        hand_close(&there);
        assert_int_equal(ledger_undo(hand.ledger, decision, NULL), SAYSO_OK);
    }
}

/* A claim that a later statement showed to be another takes with it what a person joined to it. */
static void a_joined_claim_that_is_another_now(void **state)
{
    (void)state;
#define CRANES "the cranes were never inspected by anybody before the storm came down"
#define BARGES "every second barge was sold abroad for less than its own anchors weigh"
    int64_t decision, joined, parted;
    static const HandSaid of_cranes = {.name = HALEKO, .content = "“" CRANES "”"};
    static const HandSaid of_barges = {.name = HALEKO, .content = "“" BARGES "”"};
    int64_t cranes = at(hand.ledger, hand_one(&hand, "Meridian", "2026-03-03", of_cranes), 1);
    int64_t barges = at(hand.ledger, hand_one(&hand, "Meridian", "2026-03-04", of_barges), 1);
    assert_true(cranes != barges);
    assert_int_equal(ledger_join(hand.ledger, 2, 2, barges, &joined, NULL), SAYSO_OK);
    assert_int_equal(ledger_part(hand.ledger, 2, 1, barges, &parted, NULL), SAYSO_OK);
    (void)hand_one(&hand, "Northlight", "2026-03-05", (HandSaid){.name = HALEKO, .content = "“" CRANES "”|“" BARGES "”"});
    assert_int_equal(at(hand.ledger, 2, 2), cranes);
    hand_again(&hand, 2, &second);
    assert_int_equal(at(hand.ledger, 2, 2), cranes);
    hand_prove(hand.ledger);
    assert_int_equal(ledger_join(hand.ledger, 1, 3, barges, &decision, NULL), SAYSO_OK); /* by its old number */
    assert_int_equal(at(hand.ledger, 1, 3), cranes);
}

/* ---- what cannot be decided ---- */

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    static const char *const fields[][2] = {{"act", "shout"}, {"kind", "cat"},       {"negated", "perhaps"}, {"date", "soon"},
                                            {"who", "Nobody Known"}, {"colour", "red"}, {"act", ""},         {"to", "Nobody Known"}};
    int64_t decision = 0;
    Error error;
    Text before = picture(hand.ledger, &hand.arena);
    for (size_t i = 0; i < COUNT(fields); i++) {
        error.message[0] = 0;
        assert_int_equal(ledger_fix(hand.ledger, 1, 1, fields[i][0], fields[i][1], &decision, &error), SAYSO_ERROR_ARGUMENT);
        assert_true(*error.message);
    }
    assert_int_equal(ledger_fix(hand.ledger, 1, 99, "act", "deny", &decision, &error), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(ledger_fix(hand.ledger, 1, 0, "act", "deny", &decision, &error), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(ledger_fix(hand.ledger, 99, 1, "act", "deny", &decision, &error), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(ledger_drop(hand.ledger, 1, 99, &decision, &error), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(ledger_join(hand.ledger, 1, 1, 999, &decision, &error), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(ledger_join(hand.ledger, 1, 1, at(hand.ledger, 1, 1), &decision, &error), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(ledger_undo(hand.ledger, 999, &error), SAYSO_ERROR_ARGUMENT);
    Decision odd = {.kind = DECISION_DROP, .made = text_literal("2026-01-01T00:00:00Z"), .sha256 = text_literal("xyz")};
    assert_int_equal(ledger_decide(hand.ledger, &odd, &hand.arena, &decision, &error), SAYSO_ERROR_ARGUMENT);
    same_picture(before, picture(hand.ledger, &hand.arena));
}

#define IN_A_LEDGER(test) cmocka_unit_test_setup_teardown(test, fresh, done)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_LEDGER(each_is_kept_and_taken_back),
        IN_A_LEDGER(all_together_in_any_order),
        IN_A_LEDGER(the_later_of_two_holds),
        IN_A_LEDGER(said_twice_is_refused),
        IN_A_LEDGER(two_who_drop_one_statement_say_one_thing),
        IN_A_LEDGER(a_new_reading_is_mended_where_it_can_be),
        IN_A_LEDGER(decisions_are_brought_to_another_ledger),
        IN_A_LEDGER(a_decision_waits_for_its_article),
        IN_A_LEDGER(a_decision_waits_for_its_claim),
        IN_A_LEDGER(a_claim_is_known_by_what_any_statement_says),
        IN_A_LEDGER(a_claim_is_known_whatever_its_marks),
        IN_A_LEDGER(a_joined_claim_that_is_another_now),
        IN_A_LEDGER(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
