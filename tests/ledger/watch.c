/* Watches: what is found, by which condition and for which reason; that nothing is found twice and nothing is missed;
 * and that looking watches up finds what asking each of them would. */
#include "unit.h"

#include "ledger/hand.h"
#include "ledger/watch/watch.h"

static Book book;

static int open_book(void **state)
{
    (void)state;
    hand_open(&book);
    return 0;
}

static int close_book(void **state)
{
    (void)state;
    hand_close(&book);
    return 0;
}

/* ---- what tests are written with ---- */

static int64_t watch(Watch w)
{
    int64_t id;
    Error error = {.message = ""};
    Status status = ledger_watch_add(book.ledger, &w, &book.scratch, &id, &error);
    if (status) print_error("%s\n", error.message);
    assert_int_equal(status, SAYSO_OK);
    return id;
}

static void refused(Watch w, const char *sentence)
{
    int64_t id;
    Error error = {.message = ""};
    assert_int_equal(ledger_watch_add(book.ledger, &w, &book.scratch, &id, &error), SAYSO_ERROR_ARGUMENT);
    if (!strstr(error.message, sentence)) assert_string_equal(error.message, sentence);
}

#define WHO(words)                                                                                                     \
    (Watch)                                                                                                            \
    {                                                                                                                  \
        .who = text_literal(words)                                                                                     \
    }
#define ABOUT(words)                                                                                                   \
    (Watch)                                                                                                            \
    {                                                                                                                  \
        .about = text_literal(words)                                                                                   \
    }

static WatchRun match(void)
{
    WatchRun run;
    Error error = {.message = ""};
    Status status = ledger_watch_match(book.ledger, NULL, NULL, &run, &error);
    if (status) print_error("%s\n", error.message);
    assert_int_equal(status, SAYSO_OK);
    return run;
}

static int64_t after; /* the last alert that was looked at */

/* Those that are new since the last look. */
static uint32_t alerts(Alert **out)
{
    uint32_t count;
    assert_int_equal(ledger_alerts(book.ledger, 0, after, false, 1000, &book.arena, out, &count, NULL), SAYSO_OK);
    if (count) after = (*out)[count - 1].id;
    return count;
}

static void found_nothing(void)
{
    Alert *all;
    (void)match();
    assert_int_equal(alerts(&all), 0);
}

static Alert found_one(int64_t id)
{
    Alert *all;
    (void)match();
    uint32_t count = alerts(&all);
    for (uint32_t i = 0; count != 1 && i < count; i++)
        print_error("watch %lld: %.*s\n", (long long)all[i].watch, (int)all[i].words.size, all[i].words.data);
    assert_int_equal(count, 1);
    assert_int_equal(all[0].watch, id);
    return all[0];
}

static int start(void **state)
{
    after = 0;
    return open_book(state);
}

#define BRIDGE "that the bridge at Ostrel would be closed until May"
#define AUDIT "that the auditors had found eleven missing ledgers in the vault"

/* ---- conditions ---- */

static void a_name_is_whom_it_may_mean(void **state)
{
    (void)state;
    int64_t id = watch(WHO("Caldo"));
    (void)hand_one(&book, "Meridian", "2026-03-03", (HandSaid){.name = "Ines Caldo", .content = BRIDGE});
    (void)hand_one(&book, "Meridian", "2026-03-03", (HandSaid){.name = "Piet Marrowin", .content = AUDIT});
    Alert a = found_one(id);
    assert_true(text_is(a.words, BRIDGE));
    assert_int_equal(a.reasons, REASON_NEW);
    found_nothing(); /* once */
    assert_int_equal(ledger_watch_remove(book.ledger, id, NULL), SAYSO_OK);
    (void)watch(WHO("Senator Rufus Quennerby")); /* who has never spoken */
    int64_t whole = watch(WHO("Ines Caldo"));
    (void)hand_one(&book, "Meridian", "2026-03-04",
                   (HandSaid){.name = "Ines Caldo", .content = "that nobody would swim to Ostrel"});
    (void)found_one(whole);
    (void)hand_one(&book, "Meridian", "2026-03-04",
                   (HandSaid){.name = "Rufus Quennerby", .content = "that the ferries were full"});
    Alert *all;
    (void)match();
    assert_int_equal(alerts(&all), 1);
}

static void one_of_several_together_is_found(void **state)
{
    (void)state;
    int64_t id = watch(WHO("Marrowin"));
    (void)hand_one(&book, "Meridian", "2026-03-03",
                   (HandSaid){.name = "Ines Caldo", .other = "Piet Marrowin", .content = BRIDGE});
    (void)found_one(id);
}

static void words_are_stems_and_phrases(void **state)
{
    (void)state;
    int64_t words = watch(ABOUT("closed bridges")), phrase = watch(ABOUT("\"bridge at Ostrel\"")),
            other = watch(ABOUT("\"Ostrel bridge\""));
    (void)hand_one(&book, "Meridian", "2026-03-03", (HandSaid){.name = "Ines Caldo", .content = BRIDGE});
    Alert *all;
    (void)match();
    assert_int_equal(alerts(&all), 2);
    assert_int_equal(all[0].watch, words);
    assert_int_equal(all[1].watch, phrase);
    assert_true(other > phrase);
}

static void conditions_are_all_asked(void **state)
{
    (void)state;
    (void)watch((Watch){.who = text_literal("Caldo"), .about = text_literal("ferry")});
    (void)watch((Watch){.who = text_literal("Caldo"), .has_act = true, .act = SAYSO_ACT_DENY});
    (void)watch((Watch){.about = text_literal("bridge"), .has_kind = true, .kind = SAYSO_KIND_UNNAMED});
    (void)watch((Watch){.about = text_literal("bridge"), .outlet = text_literal("Gazette")});
    int64_t all_of_it = watch((Watch){.who = text_literal("Caldo"),
                                      .about = text_literal("bridge"),
                                      .outlet = text_literal("the meridian"),
                                      .has_act = true,
                                      .act = SAYSO_ACT_STATE,
                                      .has_kind = true,
                                      .kind = SAYSO_KIND_PERSON});
    (void)hand_one(&book, "Meridian", "2026-03-03", (HandSaid){.name = "Ines Caldo", .content = BRIDGE});
    (void)found_one(all_of_it);
}

/* "Caldo did not deny that …" */
static void what_is_told_as_not_done_is_no_statement(void **state)
{
    (void)state;
    (void)watch(WHO("Caldo"));
    (void)hand_one(&book, "Meridian", "2026-03-03",
                   (HandSaid){.name = "Ines Caldo", .act = SAYSO_ACT_ACCUSE, .negated = true, .content = BRIDGE});
    found_nothing();
}

static void an_outlet_alone(void **state)
{
    (void)state;
    int64_t id = watch((Watch){.outlet = text_literal("Meridian")});
    (void)hand_one(&book, "Meridian", "2026-03-03", (HandSaid){.name = "Ines Caldo", .content = BRIDGE});
    (void)hand_one(&book, "Gazette", "2026-03-03", (HandSaid){.name = "Piet Marrowin", .content = AUDIT});
    (void)found_one(id);
}

static void events_by_type_and_party(void **state)
{
    (void)state;
    int64_t id = watch((Watch){.who = text_literal("Quennerby"), .has_type = true, .type = SAYSO_EVENT_SUPPORT});
    (void)watch((Watch){.has_type = true, .type = SAYSO_EVENT_ASSAULT});
    const HandDeed deeds[] = {{.type = SAYSO_EVENT_SUPPORT,
                               .status = SAYSO_STATUS_ASSERTED,
                               .who = "Rufus Quennerby",
                               .whom = "Maud Ellersby",
                               .clause = "endorsed her",
                               .trigger = "endorsed"},
                              {.type = SAYSO_EVENT_SUPPORT,
                               .status = SAYSO_STATUS_FUTURE,
                               .who = "Rufus Quennerby",
                               .whom = "Ines Caldo",
                               .clause = "will endorse",
                               .trigger = "endorse"}};
    const HandArticle article = {
        .label = "deeds", .outlet = "Meridian", .deeds = deeds, .deed_count = 2, .before = hand_prose(&book)};
    (void)hand_add(&book, &article);
    Alert a = found_one(id);
    assert_int_equal(a.sort, ALERT_EVENT);
    assert_int_equal(a.number, 1);
}

static void what_makes_no_watch_is_refused(void **state)
{
    (void)state;
    refused((Watch){.has_act = true, .act = SAYSO_ACT_DENY}, "has to say for what");
    refused(ABOUT("…"), "there is no word in --about");
    refused((Watch){.has_type = true, .has_act = true}, "make two watches");
    refused((Watch){.claim = 77}, "there is no claim 77");
    int64_t id = watch((Watch){.name = text_literal("mine"), .who = text_literal("Caldo")});
    refused((Watch){.name = text_literal("mine"), .who = text_literal("Marrowin")}, "with other conditions");
    assert_int_equal(watch((Watch){.name = text_literal("mine"), .who = text_literal("Caldo")}), 0); /* it is there */
    Watch w;
    assert_int_equal(ledger_watch_find(book.ledger, "mine", &book.arena, &w, NULL), SAYSO_OK);
    assert_int_equal(w.id, id);
    assert_int_equal(ledger_watch_find(book.ledger, "nobody's", &book.arena, &w, NULL), SAYSO_ERROR_ARGUMENT);
}

/* ---- what changed ---- */

static HandSaid said(const char *name, sayso_kind kind, sayso_act act)
{
    return (HandSaid){
        .name = kind == SAYSO_KIND_UNNAMED ? NULL : name, .source = name, .kind = kind, .act = act, .content = AUDIT};
}

static void the_first_denial_and_origins(void **state)
{
    (void)state;
    int64_t first = hand_one(&book, "Meridian", "2026-03-03", said("an official", SAYSO_KIND_UNNAMED, SAYSO_ACT_STATE));
    int64_t claim = hand_claim(&book, first, 1);
    assert_true(claim > 0);
    int64_t every = watch((Watch){.claim = claim}), origin = watch((Watch){.claim = claim, .new_origin = true}),
            against = watch((Watch){.claim = claim, .contradicts = true});
    found_nothing(); /* it was there before the watches */
    Alert *all;

    (void)hand_one(&book, "Gazette", "2026-03-04", said("Ines Caldo", SAYSO_KIND_PERSON, SAYSO_ACT_STATE));
    (void)match();
    assert_int_equal(alerts(&all), 2);
    assert_int_equal(all[0].watch, every);
    assert_int_equal(all[0].reasons, REASON_NEW_ORIGIN | REASON_NAMED);
    assert_int_equal(all[0].origins, 2);
    assert_int_equal(all[1].watch, origin);

    (void)hand_one(&book, "Lantern", "2026-03-05", said("Ines Caldo", SAYSO_KIND_PERSON, SAYSO_ACT_STATE));
    Alert again = found_one(every); /* who has said so already is no new origin */
    assert_int_equal(again.reasons, 0);

    (void)hand_one(&book, "Lantern", "2026-03-06", said("Piet Marrowin", SAYSO_KIND_PERSON, SAYSO_ACT_DENY));
    (void)match();
    assert_int_equal(alerts(&all), 2);
    assert_int_equal(all[0].reasons, REASON_FIRST_DENIAL | REASON_CONTRADICTS);
    assert_int_equal(all[1].watch, against);

    (void)hand_one(&book, "Herald", "2026-03-07", said("Maud Ellersby", SAYSO_KIND_PERSON, SAYSO_ACT_DENY));
    (void)match();
    assert_int_equal(alerts(&all), 2);
    assert_int_equal(all[0].reasons, REASON_CONTRADICTS); /* it is not the first */
}

static int64_t revise(const HandSaid *said_so, uint32_t count, const char *prose)
{
    const HandArticle article = {.label = "story",
                                 .url = "https://meridian.example/story",
                                 .outlet = "Meridian",
                                 .said = said_so,
                                 .count = count,
                                 .before = prose};
    return hand_add(&book, &article);
}

static void a_revision_tells_what_changed_alone(void **state)
{
    (void)state;
    const char *prose = hand_prose(&book);
    int64_t id = watch((Watch){.outlet = text_literal("Meridian")});
    HandSaid both[2] = {{.source = "an official", .kind = SAYSO_KIND_UNNAMED, .content = AUDIT},
                        {.name = "Ines Caldo", .content = BRIDGE}};
    Alert *all;
    (void)revise(both, 2, prose);
    (void)match();
    assert_int_equal(alerts(&all), 2);

    (void)revise(both, 2, hand_prose(&book)); /* another text around the same statements */
    found_nothing();

    both[0] = (HandSaid){.name = "Piet Marrowin", .content = AUDIT};
    (void)revise(both, 2, prose);
    Alert named = found_one(id);
    assert_true(named.reasons & REASON_NAMED);
    assert_int_equal(named.number, 1);

    (void)revise(both, 1, prose);
    Alert dropped = found_one(id);
    assert_int_equal(dropped.sort, ALERT_DROPPED);
    assert_int_equal(dropped.reasons, REASON_DROPPED);
    assert_true(text_is(dropped.words, BRIDGE));
    found_nothing();
}

/* ---- once, and not forty times ---- */

static void reprints_are_one_alert(void **state)
{
    (void)state;
    int64_t id = watch(WHO("Caldo"));
    const char *prose = hand_prose(&book);
    HandSaid wire = {.name = "Ines Caldo", .content = BRIDGE};
    char labels[41][16], outlets[41][16];
    for (uint32_t i = 0; i < 41; i++) {
        snprintf(labels[i], sizeof labels[i], "wire-%u", i);
        snprintf(outlets[i], sizeof outlets[i], "Paper %u", i);
        HandArticle article = {
            .label = labels[i], .url = labels[i], .outlet = outlets[i], .said = &wire, .count = 1, .before = prose};
        (void)hand_add(&book, &article);
        if (i == 20) assert_int_equal(found_one(id).copies, 20);
    }
    found_nothing(); /* those that came later are counted, and not told again */
    Alert *all;
    uint32_t count;
    assert_int_equal(ledger_alerts(book.ledger, id, 0, true, 10, &book.arena, &all, &count, NULL), SAYSO_OK);
    assert_int_equal(count, 1);
    assert_int_equal(all[0].copies, 40);
}

static void a_test_finds_what_a_run_finds(void **state)
{
    (void)state;
    const char *prose = hand_prose(&book);
    HandSaid wire = {.name = "Ines Caldo", .content = BRIDGE};
    for (uint32_t i = 0; i < 3; i++) {
        char label[16];
        snprintf(label, sizeof label, "wire-%u", i);
        HandArticle article = {
            .label = label, .url = label, .outlet = label, .said = &wire, .count = 1, .before = prose};
        (void)hand_add(&book, &article);
    }
    int64_t id = watch(WHO("Caldo"));
    Alert *all;
    uint32_t count;
    WatchRun run;
    assert_int_equal(ledger_watch_test(book.ledger, id, "2000-01-01", 100, &book.arena, &all, &count, &run, NULL),
                     SAYSO_OK);
    assert_int_equal(count, 1);
    assert_int_equal(all[0].copies, 2);
    assert_int_equal(all[0].reasons, REASON_NEW);
    assert_int_equal(run.articles, 3);
    assert_int_equal(ledger_watch_test(book.ledger, id, "2999-01-01", 100, &book.arena, &all, &count, &run, NULL),
                     SAYSO_OK);
    assert_int_equal(count, 0);
    found_nothing(); /* a test keeps nothing, and what was there before is not found later */
    HandSaid other = {.name = "Ines Caldo", .content = AUDIT};
    for (uint32_t i = 0; i < 3; i++) {
        char label[16];
        snprintf(label, sizeof label, "other-%u", i);
        HandArticle article = {
            .label = label, .url = label, .outlet = label, .said = &other, .count = 1, .before = prose};
        (void)hand_add(&book, &article);
    }
    assert_int_equal(ledger_watch_test(book.ledger, id, "2000-01-01", 1, &book.arena, &all, &count, &run, NULL),
                     SAYSO_OK);
    assert_int_equal(count, 1);
    assert_int_equal(run.alerts, 2); /* those beyond the limit count once, too */
    assert_int_equal(run.copies, 4);
}

static void numbers_of_alerts_are_given_once(void **state)
{
    (void)state;
    int64_t id = watch(WHO("Caldo"));
    int64_t article = hand_one(&book, "Meridian", "2026-03-03", (HandSaid){.name = "Ines Caldo", .content = BRIDGE});
    Teller teller;
    LedgerRemoved gone;
    assert_int_equal(ledger_teller(book.ledger, "test", &book.arena, &teller, NULL), SAYSO_OK);
    Alert a = found_one(id);
    teller.told = a.id;
    assert_int_equal(ledger_teller_keep(book.ledger, &teller, NULL), SAYSO_OK);
    assert_int_equal(ledger_remove(book.ledger, article, &book.scratch, &gone, NULL), SAYSO_OK);
    (void)hand_one(&book, "Meridian", "2026-03-04", (HandSaid){.name = "Ines Caldo", .content = AUDIT});
    Alert b = found_one(id);
    assert_true(b.id > a.id); /* or it would pass for told */
    Alert *waiting;
    uint32_t count;
    for (uint32_t last = 0; last < 2; last++) { /* up to a.id, which is gone with its article; up to b.id */
        assert_int_equal(ledger_alerts_waiting(book.ledger, 0, last ? b.id : a.id, &book.arena, &waiting, &count, NULL),
                         SAYSO_OK);
        assert_int_equal(count, last);
    }
    assert_int_equal(waiting[0].copies, 1);
    assert_int_equal(ledger_teller(book.ledger, "late", &book.arena, &teller, NULL), SAYSO_OK);
    assert_int_equal(teller.told, b.id); /* who comes later is not told of what was before */
}

static void a_watch_after_all_were_taken_away_begins_anew(void **state)
{
    (void)state;
    int64_t first = watch(WHO("Caldo"));
    (void)match();
    assert_int_equal(ledger_watch_remove(book.ledger, first, NULL), SAYSO_OK);
    (void)hand_one(&book, "Meridian", "2026-03-03", (HandSaid){.name = "Ines Caldo", .content = BRIDGE});
    int64_t id = watch(WHO("Caldo"));
    found_nothing();
    (void)hand_one(&book, "Meridian", "2026-03-04", (HandSaid){.name = "Ines Caldo", .content = AUDIT});
    (void)found_one(id);
}

/* ---- a claim by its words ---- */

static void a_claim_that_is_not_here_is_waited_for(void **state)
{
    (void)state;
    int64_t id = watch((Watch){.claim_text = text_literal(AUDIT)});
    (void)hand_one(&book, "Meridian", "2026-03-03", (HandSaid){.name = "Ines Caldo", .content = BRIDGE});
    found_nothing();
    (void)hand_one(&book, "Meridian", "2026-03-04", (HandSaid){.name = "Piet Marrowin", .content = AUDIT});
    (void)found_one(id);
}

/* ---- looking up, against asking each ---- */

static void looking_up_finds_what_asking_each_finds(void **state)
{
    (void)state;
    static const char *const names[] = {"Ines Caldo", "Piet Marrowin", "Maud Ellersby", "Rufus Quennerby",
                                        "Ansel Threlk"};
    static const char *const words[] = {"bridge", "ferry", "audit", "harbour", "dredger", "florins", "vault", "lamps"};
    static char contents[40][200];
    uint32_t seed = 7;
#define NEXT(n) ((seed = seed * 1103515245u + 12345u) >> 16) % (n)
    for (uint32_t i = 0; i < 40; i++) {
        uint32_t a = NEXT(8), b = NEXT(8), name = NEXT(5);
        snprintf(contents[i], sizeof contents[i], "that the %s and the %s of ward %u had been seen", words[a], words[b],
                 i);
        HandSaid one = {.name = names[name], .content = contents[i], .act = NEXT(2) ? SAYSO_ACT_DENY : SAYSO_ACT_STATE};
        (void)hand_one(&book, NEXT(2) ? "Meridian" : "Gazette", "2026-03-03", one);
    }
    uint32_t made = 0;
    for (uint32_t i = 0; i < 200; i++) {
        Watch w = {.name = {0}};
        if (NEXT(2)) w.who = text_literal(names[NEXT(5)]);
        if (NEXT(2)) w.about = text_literal(words[NEXT(8)]);
        if (NEXT(3) == 0) w.outlet = text_literal("Meridian");
        if (NEXT(4) == 0) w.has_act = true, w.act = SAYSO_ACT_DENY;
        if (!w.who.size && !w.about.size && !w.outlet.size) continue;
        made += watch(w) != 0;
    }
    assert_true(made > 50);
    Watch *all;
    uint32_t count;
    assert_int_equal(ledger_watches(book.ledger, &book.arena, &all, &count, NULL), SAYSO_OK);
    uint64_t each = 0;
    for (uint32_t i = 0; i < count; i++) { /* an index of one watch alone */
        Alert *found;
        uint32_t n;
        WatchRun run;
        assert_int_equal(
            ledger_watch_test(book.ledger, all[i].id, "2000-01-01", 1000, &book.arena, &found, &n, &run, NULL),
            SAYSO_OK);
        uint32_t naive = 0;
        Statements s;
        for (int64_t article = 1; article <= 40; article++) {
            assert_int_equal(ledger_statements(book.ledger, article, &book.arena, &s, NULL), SAYSO_OK);
            const Statement *one = &s.items[0];
            bool fits = (!all[i].who.size || text_equal(one->who, all[i].who)) &&
                        (!all[i].about.size ||
                         memmem(one->content.data, one->content.size, all[i].about.data, all[i].about.size)) &&
                        (!all[i].outlet.size || text_is(one->outlet, "Meridian")) &&
                        (!all[i].has_act || one->a.act == all[i].act);
            naive += fits;
        }
        assert_int_equal(n, naive);
        each += n;
    }
    Query *q = db_query(book.ledger->db, "UPDATE ledger SET value = '0' WHERE key = 'watched'", NULL);
    assert_int_equal(query_run(q, NULL), SAYSO_OK);
    assert_int_equal(match().alerts, each); /* all of them together */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, close_book)
    const struct CMUnitTest tests[] = {
        TEST(a_name_is_whom_it_may_mean),
        TEST(one_of_several_together_is_found),
        TEST(words_are_stems_and_phrases),
        TEST(conditions_are_all_asked),
        TEST(what_is_told_as_not_done_is_no_statement),
        TEST(an_outlet_alone),
        TEST(events_by_type_and_party),
        TEST(what_makes_no_watch_is_refused),
        TEST(the_first_denial_and_origins),
        TEST(a_revision_tells_what_changed_alone),
        TEST(reprints_are_one_alert),
        TEST(a_test_finds_what_a_run_finds),
        TEST(numbers_of_alerts_are_given_once),
        TEST(a_watch_after_all_were_taken_away_begins_anew),
        TEST(a_claim_that_is_not_here_is_waited_for),
        TEST(looking_up_finds_what_asking_each_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
