/* How a claim came here: each rule by a small scene, and the lead's own example. */
#include "scene.h"

static void one_person_is_one_origin(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t a = scene_article(&s, (const char *[]){"Northlight", "Meridian", "Radio Fathom"}[i], "2026-03-07", 0);
        scene_say(&s, (SceneSaid){
                          .article = a, .source = "Linnet Abaroa", .name = "Linnet Abaroa", .kind = SAYSO_KIND_PERSON});
    }
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    assert_int_equal(s.answer.claim.origin_count, 1);
    assert_int_equal(s.answer.origins[0].statement_count, 3);
    assert_int_equal(s.answer.origins[0].article_count, 3);
    assert_true(text_is(s.answer.origins[0].name, "Linnet Abaroa"));
    assert_int_equal(s.answer.hand[2], HAND_SAME);
    assert_int_equal(s.answer.hand_from[2], 0);
    scene_close(&s);
}

static void who_passes_on_an_outlet_leads_to_its_report(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t gazette = scene_article(&s, "Harbour Gazette", "2026-03-05", 0),
             wire = scene_article(&s, "Meridian", "2026-03-06", 0);
    uint32_t radio = scene_article(&s, "Radio Fathom", "2026-03-06", 0);
    scene_say(&s, (SceneSaid){.article = gazette, .source = "two officials", .kind = SAYSO_KIND_UNNAMED});
    scene_say(&s, (SceneSaid){.article = wire,
                              .source = "the Harbour Gazette",
                              .name = "The Harbour Gazette",
                              .kind = SAYSO_KIND_OUTLET});
    scene_say(&s, (SceneSaid){
                      .article = radio, .source = "an official", .via = "Harbour Gazette", .kind = SAYSO_KIND_UNNAMED});
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    assert_int_equal(s.answer.hand[1], HAND_PASSED);
    assert_int_equal(s.answer.hand[2], HAND_PASSED);
    assert_int_equal(s.answer.hand_from[2], 0);
    assert_true(text_is(s.answer.origins[0].name, "two officials, through Harbour Gazette"));
    scene_close(&s);
}

/* The outlet's own report is not in the ledger, or came to us with a later date. */
static void an_outlet_not_at_hand_is_one_origin(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0), b = scene_article(&s, "Meridian", "2026-03-06", 0);
    scene_say(&s,
              (SceneSaid){
                  .article = a, .source = "The Harbour Gazette", .name = "Harbour Gazette", .kind = SAYSO_KIND_OUTLET});
    scene_say(&s,
              (SceneSaid){
                  .article = b, .source = "the Harbour Gazette", .name = "Harbour Gazette", .kind = SAYSO_KIND_OUTLET});
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    assert_int_equal(s.answer.hand[1], HAND_ANOTHER);
    assert_true(text_is(s.answer.origins[0].name, "Harbour Gazette"));
    uint32_t gazette = scene_article(&s, "Harbour Gazette", "2026-03-09", 0);
    scene_say(&s, (SceneSaid){.article = gazette, .source = "a clerk", .kind = SAYSO_KIND_UNNAMED});
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    assert_int_equal(s.answer.hand[0], HAND_PASSED);
    assert_int_equal(s.answer.hand_from[0], 2);
    scene_close(&s);
}

static void two_that_pass_on_each_other_make_no_ring(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0), b = scene_article(&s, "Meridian", "2026-03-06", 0);
    scene_say(&s, (SceneSaid){.article = a, .source = "Meridian", .name = "Meridian", .kind = SAYSO_KIND_OUTLET});
    scene_say(&s, (SceneSaid){.article = b, .source = "Northlight", .name = "Northlight", .kind = SAYSO_KIND_OUTLET});
    scene_ask(&s); /* which checks that there is none */
    assert_int_equal(s.answer.origin_count, 1);
    scene_close(&s);
}

static void thanks_lead_to_the_agencys_report(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t agency = scene_article(&s, "Meridian", "2026-03-06", 0),
             paper = scene_article(&s, "Lantern Post", "2026-03-07", 0);
    scene_say(&s, (SceneSaid){.article = agency, .source = "an official", .kind = SAYSO_KIND_UNNAMED});
    scene_say(&s, (SceneSaid){.article = paper, .source = "one official", .kind = SAYSO_KIND_UNNAMED});
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 2);
    scene_credit(&s, paper, "Meridian");
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    assert_int_equal(s.answer.hand[1], HAND_PASSED);
    scene_close(&s);
}

/* "The Gazette said two officials said P": the Gazette's officials, whoever else passes them on. */
static void what_an_outlet_tells_came_through_it(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t gazette = scene_article(&s, "Harbour Gazette", "2026-03-05", 0),
             wire = scene_article(&s, "Northlight", "2026-03-06", 0);
    scene_say(&s, (SceneSaid){.article = gazette, .source = "Two officials", .kind = SAYSO_KIND_UNNAMED});
    uint32_t outer = scene_say(&s, (SceneSaid){.article = wire,
                                               .source = "The Harbour Gazette",
                                               .name = "Harbour Gazette",
                                               .kind = SAYSO_KIND_OUTLET});
    scene_say(&s, (SceneSaid){.article = wire, .source = "two officials", .kind = SAYSO_KIND_UNNAMED, .within = outer});
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    assert_int_equal(s.answer.hand[2], HAND_PASSED);
    assert_int_equal(s.answer.hand_from[2], 0);
    scene_close(&s);
}

/* "Threlk said that the engineers said P" rests on Threlk until the engineer speaks. */
static void hearsay_rests_on_who_tells_it(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Meridian", "2026-03-03", 0);
    uint32_t outer = scene_say_of(
        &s, (SceneSaid){.article = a, .source = "Threlk", .name = "Ansel Threlk", .kind = SAYSO_KIND_PERSON}, 0, NULL);
    scene_say(
        &s,
        (SceneSaid){.article = a, .source = "Dask", .name = "Merrin Dask", .kind = SAYSO_KIND_PERSON, .within = outer});
    scene_ask(&s);
    assert_true(text_is(s.answer.origins[0].name, "Ansel Threlk"));
    uint32_t b = scene_article(&s, "Northlight", "2026-03-08", 0);
    scene_say(&s, (SceneSaid){.article = b, .source = "Dask", .name = "Merrin Dask", .kind = SAYSO_KIND_PERSON});
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    assert_true(text_is(s.answer.origins[0].name, "Merrin Dask"));
    assert_int_equal(s.answer.hand[0], HAND_SAME);
    assert_int_equal(s.answer.hand_from[0], 1);
    scene_close(&s);
}

static void an_article_without_outlet_stands_for_one(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, NULL, "2026-03-06", 0), b = scene_article(&s, NULL, "2026-03-06", 0);
    scene_say(&s, (SceneSaid){.article = a, .source = "an official", .kind = SAYSO_KIND_UNNAMED});
    scene_say(&s, (SceneSaid){.article = b, .source = "an official", .kind = SAYSO_KIND_UNNAMED});
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 2);
    scene_credit(&s, a, "Meridian"); /* the agency's own report, both */
    scene_credit(&s, b, "Meridian");
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    scene_close(&s);
}

/* ---- copies ---- */

/* What two share is the words of the source: the same words, not a copy. With eight words of the writer's it is one. */
static void a_copy_goes_beyond_the_speakers_words(void **state)
{
    (void)state;
    for (int beyond = 0; beyond < 2; beyond++) {
        Scene s;
        Span first, copy;
        scene_open(&s);
        uint32_t wire = scene_article(&s, "Meridian", "2026-03-03", 0),
                 paper = scene_article(&s, "Lantern Post", "2026-03-04", 0);
        const char *narration = "Two brokers in the harbour, who had kept books of their own, told it";
        scene_say_of(&s, (SceneSaid){.article = wire, .source = narration, .kind = SAYSO_KIND_UNNAMED}, 1, &first);
        scene_say_of(&s, (SceneSaid){.article = paper, .source = narration, .kind = SAYSO_KIND_UNNAMED}, 1, &copy);
        uint32_t before = beyond ? (uint32_t)strlen(narration) + 1 : 0;
        scene_copied(&s, paper, (Span){copy.begin - before, copy.end}, wire, (Span){first.begin - before, first.end},
                     beyond ? 25 : 12);
        scene_ask(&s);
        assert_int_equal(s.answer.origin_count, beyond ? 1 : 2); /* two, possibly one */
        assert_int_equal(s.answer.claim.origin_count, 1);
        assert_int_equal(s.answer.hand[1], beyond ? HAND_REPRINT : HAND_FIRST);
        assert_int_equal(s.answer.hand_from[1], beyond ? 0 : 1);
        assert_int_equal(s.answer.origins[0].possibly_one, !beyond);
        scene_close(&s);
    }
}

/* The auditor confirms it in the words of the report: she copied nobody. Where the whole passage is copied, one of the two
 * was read wrongly. */
static void another_name_is_no_copy(void **state)
{
    (void)state;
    Scene s;
    Span first, second;
    scene_open(&s);
    uint32_t wire = scene_article(&s, "Meridian", "2026-03-06", 0),
             later = scene_article(&s, "Northlight", "2026-03-12", 0);
    scene_say_of(&s, (SceneSaid){.article = wire, .source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON},
                 1, &first);
    scene_say_of(&s,
                 (SceneSaid){.article = later, .source = "Abaroa", .name = "Linnet Abaroa", .kind = SAYSO_KIND_PERSON},
                 1, &second);
    scene_copied(&s, later, second, wire, first, 12);
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 2);
    assert_int_equal(s.answer.claim.origin_count, 2);
    assert_int_equal(s.answer.hand[1], HAND_FIRST);
    scene_run(scene_query(&s, "DELETE FROM stretch"));
    scene_run(scene_query(&s, "DELETE FROM reprint"));
    scene_copied(&s, later, (Span){0, second.end + 60}, wire, (Span){0, first.end + 60}, 25);
    scene_ask(&s);
    assert_int_equal(s.answer.claim.origin_count, 1);
    assert_int_equal(s.answer.hand[1], HAND_REPRINT);
    scene_close(&s);
}

/* A stretch elsewhere in the two articles says nothing of this statement. */
static void a_stretch_beside_the_words_does_not_lead_back(void **state)
{
    (void)state;
    Scene s;
    Span first, second;
    scene_open(&s);
    uint32_t wire = scene_article(&s, "Meridian", "2026-03-03", 0),
             paper = scene_article(&s, "Lantern Post", "2026-03-04", 0);
    scene_say_of(&s, (SceneSaid){.article = wire, .source = "a broker", .kind = SAYSO_KIND_UNNAMED}, 1, &first);
    scene_say_of(&s, (SceneSaid){.article = paper, .source = "a clerk", .kind = SAYSO_KIND_UNNAMED}, 1, &second);
    scene_copied(&s, paper, (Span){0, second.begin}, wire, (Span){0, first.begin}, 30);
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 2);
    scene_close(&s);
}

static void one_family_wrote_it_once(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t first = scene_article(&s, "Meridian", "2026-03-03", 0),
             second = scene_article(&s, "Lantern Post", "2026-03-04", first);
    SceneSaid said = {.article = first, .source = "one docker", .kind = SAYSO_KIND_UNNAMED};
    scene_say(&s, said);
    said.article = second;
    scene_say(&s, said);
    said.source = "a clerk of the paper's own";
    scene_say(&s, said);
    scene_ask(&s);
    assert_int_equal(s.answer.hand[1], HAND_REPRINT);
    assert_int_equal(s.answer.hand[2], HAND_FIRST);
    assert_int_equal(s.answer.origin_count, 2);
    assert_int_equal(s.answer.claim.origin_count, 1);
    scene_close(&s);
}

/* ---- who counts ---- */

static void unnamed_through_many_outlets_count_as_one(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    static const char *const outlets[] = {"Northlight", "Meridian", "Radio Fathom"};
    for (size_t i = 0; i < COUNT(outlets); i++) {
        uint32_t a = scene_article(&s, outlets[i], "2026-03-07", 0);
        scene_say(&s, (SceneSaid){.article = a, .source = "an official", .kind = SAYSO_KIND_UNNAMED});
        scene_say(&s, (SceneSaid){.article = a, .source = "Another official", .kind = SAYSO_KIND_UNNAMED});
    }
    uint32_t named = scene_article(&s, "Northlight", "2026-03-12", 0);
    scene_say(&s,
              (SceneSaid){.article = named, .source = "Abaroa", .name = "Linnet Abaroa", .kind = SAYSO_KIND_PERSON});
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 4);
    assert_int_equal(s.answer.claim.origin_count, 2); /* one of the unnamed, and Abaroa */
    for (uint32_t i = 0; i < 3; i++) {
        assert_true(s.answer.origins[i].possibly_one);
        assert_int_equal(s.answer.origins[i].statement_count, 2);
        assert_int_equal(s.answer.origins[i].article_count, 1); /* two passages of one article are one hand */
    }
    assert_false(s.answer.origins[3].possibly_one);
    assert_int_equal(s.answer.hand[1], HAND_ANOTHER);
    scene_close(&s);
}

static void one_unnamed_source_alone_is_not_possibly_one(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Harbour Gazette", "2026-03-05", 0);
    scene_say(&s, (SceneSaid){.article = a, .source = "one official", .kind = SAYSO_KIND_UNNAMED});
    scene_say(&s, (SceneSaid){.article = a, .source = "Another official", .kind = SAYSO_KIND_UNNAMED});
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    assert_int_equal(s.answer.claim.origin_count, 1);
    assert_false(s.answer.origins[0].possibly_one);
    scene_close(&s);
}

static void open_sources_never_add(void **state)
{
    (void)state;
    static const SceneSaid open[] = {
        {.source = "the minister", .kind = SAYSO_KIND_PERSON},      {.source = "He", .kind = SAYSO_KIND_PERSON},
        {.source = "critics", .kind = SAYSO_KIND_GROUP},            {.source = "a poll", .kind = SAYSO_KIND_DOCUMENT},
        {.source = "the company", .kind = SAYSO_KIND_ORGANIZATION}, {.source = "", .kind = SAYSO_KIND_UNKNOWN},
        {.source = "Dockers", .name = "Dockers", .kind = SAYSO_KIND_GROUP}};
    Scene s;
    scene_open(&s);
    for (uint32_t i = 0; i < COUNT(open); i++) {
        SceneSaid said = open[i];
        said.article = scene_article(&s, "Northlight", "2026-03-06", 0);
        scene_say(&s, said);
        scene_ask(&s);
        assert_int_equal(s.answer.claim.origin_count, 0);
        assert_int_equal(s.answer.claim.open_count, i + 1);
        assert_true(s.answer.origins[i].open && !s.answer.origins[i].actor);
    }
    uint32_t b = scene_article(&s, "Meridian", "2026-03-09", 0);
    scene_say(&s, (SceneSaid){.article = b, .source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON});
    scene_ask(&s);
    assert_int_equal(s.answer.claim.origin_count, 1);
    assert_true(text_is(s.answer.origins[0].name, "Hesper Tarn")); /* those that count first */
    assert_int_equal(s.answer.claim.open_count, COUNT(open));
    scene_close(&s);
}

static void a_poll_that_is_named_is_a_source(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0), b = scene_article(&s, "Meridian", "2026-03-08", 0);
    SceneSaid said = {.article = a, .source = "The Tarn Audit", .name = "Tarn Audit", .kind = SAYSO_KIND_DOCUMENT};
    scene_say(&s, said);
    said.article = b;
    scene_say(&s, said);
    scene_ask(&s);
    assert_int_equal(s.answer.claim.origin_count, 1);
    assert_int_equal(s.answer.origin_count, 1);
    scene_close(&s);
}

static void who_denies_or_did_not_say_it_is_no_origin(void **state)
{
    (void)state;
    static const sayso_act positions[] = {SAYSO_ACT_DENY, SAYSO_ACT_DECLINE, SAYSO_ACT_DISMISS, SAYSO_ACT_ASK,
                                          SAYSO_ACT_CONFIRM, SAYSO_ACT_STATE};
    for (size_t i = 0; i < COUNT(positions); i++) {
        Scene s;
        scene_open(&s);
        uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0);
        scene_say(&s, (SceneSaid){.article = a,
                                  .source = "Haleko",
                                  .name = "Dorrit Haleko",
                                  .kind = SAYSO_KIND_PERSON,
                                  .negated = i >= 4,
                                  .act = positions[i]});
        scene_ask(&s);
        assert_int_equal(s.answer.origin_count, 0);
        assert_int_equal(s.answer.claim.origin_count, 0);
        assert_int_equal(s.answer.origin_of[0], NONE);
        assert_int_equal(s.answer.holder_count, 1);
        scene_close(&s);
    }
}

/* "Haleko denied suggestions that P", "denied that Tarn had said P": she does not pass it on, and whether Tarn did is open
 * until he says so. */
static void a_denial_passes_nothing_on(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0);
    SceneSaid denial = {.article = a, .source = "Haleko", .name = "Dorrit Haleko", .kind = SAYSO_KIND_PERSON};
    denial.act = SAYSO_ACT_DENY;
    SceneSaid inner = {.article = a, .source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON};
    inner.within = scene_say(&s, denial);
    scene_say(&s, inner);
    scene_ask(&s);
    assert_int_equal(s.answer.claim.origin_count, 0);
    assert_int_equal(s.answer.claim.open_count, 1);
    assert_true(text_is(s.answer.origins[0].name, "Hesper Tarn, through Northlight"));
    inner.article = scene_article(&s, "Meridian", "2026-03-09", 0);
    inner.within = 0;
    scene_say(&s, inner);
    scene_ask(&s);
    assert_int_equal(s.answer.claim.origin_count, 1);
    assert_int_equal(s.answer.origin_count, 1);
    scene_close(&s);
}

/* "Dorn and Elling said": two holders, one utterance; and each who repeats it repeats that. */
static void joint_sources_are_one_origin(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    SceneSaid said = {.article = scene_article(&s, "Northlight", "2026-03-06", 0),
                      .source = "Dorn and Elling",
                      .name = "Ada Dorn",
                      .other = "Bo Elling",
                      .kind = SAYSO_KIND_PERSON};
    scene_say(&s, said);
    scene_ask(&s);
    assert_int_equal(s.answer.claim.origin_count, 1);
    assert_true(text_is(s.answer.origins[0].name, "Ada Dorn and Bo Elling"));
    assert_int_equal(s.answer.holder_count, 2);
    said = (SceneSaid){.source = "Elling", .name = "Bo Elling", .kind = SAYSO_KIND_PERSON};
    said.article = scene_article(&s, "Meridian", "2026-03-09", 0);
    scene_say(&s, said);
    said = (SceneSaid){.source = "Dorn", .name = "Ada Dorn", .kind = SAYSO_KIND_PERSON};
    said.article = scene_article(&s, "Radio Fathom", "2026-03-09", 0);
    scene_say(&s, said);
    scene_ask(&s);
    assert_int_equal(s.answer.claim.origin_count, 1);
    assert_int_equal(s.answer.hand[1], HAND_SAME);
    assert_int_equal(s.answer.holder_count, 2);
    assert_int_equal(s.answer.holders[0].times, 2);
    scene_close(&s);
}

/* ---- outlets ---- */

/* "According to the Post, officials warned": the officials, whether the one stands within the other or beside it. */
static void an_outlet_and_its_source_are_the_source(void **state)
{
    (void)state;
    for (int named = 0; named < 2; named++) {
        Scene s;
        scene_open(&s);
        uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0);
        scene_say(&s,
                  (SceneSaid){.article = a, .source = "the Post", .name = "Lantern Post", .kind = SAYSO_KIND_OUTLET});
        SceneSaid said = {.article = a, .source = "officials", .kind = SAYSO_KIND_UNNAMED, .via = "The Lantern Post"};
        if (named) said.kind = SAYSO_KIND_PERSON, said.source = said.name = "Hesper Tarn";
        scene_say(&s, said);
        scene_ask(&s);
        assert_int_equal(s.answer.origin_count, 1);
        assert_int_equal(s.answer.claim.origin_count, 1);
        assert_true(text_is(s.answer.origins[0].name, named ? "Hesper Tarn" : "officials, through The Lantern Post"));
        assert_int_equal(s.answer.hand[0], HAND_PASSED);
        assert_int_equal(s.answer.hand_from[0], 1);
        scene_close(&s);
    }
}

/* Where the article tells who said it, its writer's own word is that one's. */
static void the_writer_has_it_from_the_articles_source(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0);
    scene_say(&s, (SceneSaid){.article = a, .source = "I", .name = "Ida Penn", .kind = SAYSO_KIND_AUTHOR});
    scene_ask(&s);
    assert_int_equal(s.answer.claim.origin_count, 1);
    assert_true(text_is(s.answer.origins[0].name, "Northlight"));
    scene_say(&s, (SceneSaid){.article = a, .source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON});
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    assert_true(text_is(s.answer.origins[0].name, "Hesper Tarn"));
    assert_int_equal(s.answer.hand[0], HAND_PASSED);
    scene_close(&s);
}

/* The Gazette reports it and does not say from whom: of Tarn, who had spoken by then, perhaps; not if it was ahead of him. */
static void an_outlet_counts_beside_a_named_source_only_if_it_was_ahead(void **state)
{
    (void)state;
    static const char *const days[] = {"2026-03-05", "2026-03-06", "2026-03", "2026-03-09"};
    for (size_t i = 0; i < COUNT(days); i++) {
        Scene s;
        scene_open(&s);
        uint32_t a = scene_article(&s, "Meridian", days[i], 0), b = scene_article(&s, "Northlight", "2026-03-06", 0);
        scene_say(&s, (SceneSaid){.article = a,
                                  .source = "the Gazette",
                                  .name = "Harbour Gazette",
                                  .kind = SAYSO_KIND_OUTLET});
        scene_say(&s, (SceneSaid){.article = b, .source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON});
        scene_ask(&s);
        assert_int_equal(s.answer.origin_count, 2);
        assert_int_equal(s.answer.claim.origin_count, i == 0 ? 2 : 1);
        for (uint32_t k = 0; k < 2; k++)
            assert_int_equal(s.answer.origins[k].possibly_one, i > 0 && s.answer.origins[k].kind == SAYSO_KIND_OUTLET);
        scene_close(&s);
    }
}

/* A director speaks for his body, a spokesman for the campaign and the campaign for its candidate: nobody would print that
 * they are two. Who once did, or merely belongs to it, does not. */
static void who_speaks_for_another_is_one_with_it(void **state)
{
    (void)state;
    static const struct {
        const char *role, *other;
        sayso_kind kind;
        uint32_t origins;
    } cases[] = {{"director of the Harbour Authority", "The Harbour Authority", SAYSO_KIND_ORGANIZATION, 1},
                 {"Harbour Authority spokesman", "Harbour Authority", SAYSO_KIND_ORGANIZATION, 1},
                 {"former Harbour Authority director", "Harbour Authority", SAYSO_KIND_ORGANIZATION, 2},
                 {"a member of the Harbour Authority", "Harbour Authority", SAYSO_KIND_ORGANIZATION, 2},
                 {"mayor", "Harbour Authority", SAYSO_KIND_ORGANIZATION, 2},
                 {"Haleko spokeswoman", "Dorrit Haleko", SAYSO_KIND_PERSON, 1},
                 {"Haleko biographer", "Dorrit Haleko", SAYSO_KIND_PERSON, 2},
                 {"mayor", "Tarn campaign", SAYSO_KIND_ORGANIZATION, 1},
                 {"mayor", "Haleko campaign", SAYSO_KIND_ORGANIZATION, 2}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Scene s;
        scene_open(&s);
        uint32_t a = scene_article(&s, "Meridian", "2026-03-05", 0), b = scene_article(&s, "Northlight", "2026-03-06", 0);
        scene_say(&s, (SceneSaid){.article = a,
                                  .source = "Tarn",
                                  .name = "Hesper Tarn",
                                  .kind = SAYSO_KIND_PERSON,
                                  .role = cases[i].role});
        scene_say(&s, (SceneSaid){.article = b, .source = cases[i].other, .name = cases[i].other, .kind = cases[i].kind});
        scene_ask(&s);
        assert_int_equal(s.answer.claim.origin_count, cases[i].origins);
        scene_close(&s);
    }
}

/* ---- one utterance ---- */

#define QUOTE "\xE2\x80\x9CWe have counted every one of the nine nights, and more,\xE2\x80\x9D"

static void a_press_conference_in_three_outlets_is_one_origin(void **state)
{
    (void)state;
    static const SceneSaid told[] = {
        {.source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON, .content = QUOTE " she added"},
        {.source = "the auditor", .kind = SAYSO_KIND_PERSON, .content = "that ``we have counted every one of the nine nights''"},
        {.source = "", .kind = SAYSO_KIND_UNKNOWN, .direct = true, .content = "Counted every one of the nine nights"},
        {.source = "an official", .kind = SAYSO_KIND_UNNAMED, .content = "of \"every one of the nine nights\""},
        {.source = "Hesper Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON, .act = SAYSO_ACT_CONFIRM}};
    static const Hand hands[] = {HAND_FIRST, HAND_UTTERED, HAND_UTTERED, HAND_UTTERED, HAND_SAME};
    Scene s;
    scene_open(&s);
    for (size_t i = 0; i < COUNT(told); i++) {
        static const char *const outlets[] = {"Northlight", "Meridian", "Radio Fathom", "Lantern Post", "Gazette"};
        SceneSaid said = told[i];
        said.article = scene_article(&s, outlets[i], "2026-03-06", 0);
        scene_say(&s, said);
    }
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    assert_int_equal(s.answer.claim.origin_count, 1);
    assert_int_equal(s.answer.claim.open_count, 0);
    for (uint32_t i = 0; i < COUNT(told); i++) assert_int_equal(s.answer.hand[i], hands[i]);
    assert_true(s.answer.origins[0].surely_first); /* no other origin's can be as early … */
    assert_false(s.answer.claim.surely_first);     /* … but who reported it first, nobody knows */
    scene_close(&s);
}

/* One quotation, two settled speakers: one article is wrong. The one who has it more often is the speaker, and what else the
 * other said of it does not count beside him. */
static void one_quotation_has_one_speaker(void **state)
{
    (void)state;
    static const char *const names[] = {"Ansel Threlk", "Hesper Tarn", "Hesper Tarn", "Ansel Threlk", "Hesper Tarn"};
    Scene s;
    scene_open(&s);
    for (size_t i = 0; i < COUNT(names); i++) {
        SceneSaid said = {.source = names[i], .name = names[i], .kind = SAYSO_KIND_PERSON, .content = QUOTE};
        said.article = scene_article(&s, i % 2 ? "Northlight" : "Meridian", "2026-03-06", 0);
        if (i == 3) said.content = NULL;
        scene_say(&s, said);
    }
    scene_ask(&s);
    assert_int_equal(s.answer.claim.origin_count, 1);
    assert_true(text_is(s.answer.origins[0].name, "Hesper Tarn"));
    assert_int_equal(s.answer.hand[0], HAND_UTTERED);
    assert_int_equal(s.answer.hand_from[0], 1);
    assert_int_equal(s.answer.hand[3], HAND_UTTERED);
    assert_int_equal(s.answer.holder_count, 2); /* who stands how is another question */
    scene_close(&s);
}

/* Five words are anybody's, and so are the same ones without marks. */
static void a_few_words_or_unquoted_ones_have_two_speakers(void **state)
{
    (void)state;
    static const char *const contents[] = {"that it was \"a very grave breach\" of the rules",
                                           "that we have counted every one of the nine nights"};
    for (size_t i = 0; i < COUNT(contents); i++) {
        Scene s;
        scene_open(&s);
        SceneSaid said = {.source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON, .content = contents[i]};
        said.article = scene_article(&s, "Meridian", "2026-03-06", 0);
        scene_say(&s, said);
        said.name = said.source = "Linnet Abaroa";
        said.article = scene_article(&s, "Northlight", "2026-03-07", 0);
        scene_say(&s, said);
        scene_ask(&s);
        assert_int_equal(s.answer.claim.origin_count, 2);
        scene_close(&s);
    }
}

/* The summary first, then who it was; but not one whom the article will not name, and why. */
static void two_passages_of_one_article_are_one_hand(void **state)
{
    (void)state;
    for (int kept = 0; kept < 2; kept++) {
        Scene s;
        scene_open(&s);
        uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0);
        scene_say(&s, (SceneSaid){.article = a,
                                  .source = "Officials",
                                  .kind = SAYSO_KIND_UNNAMED,
                                  .anonymity = kept ? "who feared for their posts" : NULL});
        scene_say(&s, (SceneSaid){.article = a, .source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON});
        scene_say(&s, (SceneSaid){.article = a, .source = "she", .kind = SAYSO_KIND_PERSON});
        scene_say(&s, (SceneSaid){.article = a, .source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON});
        scene_ask(&s);
        assert_int_equal(s.answer.claim.origin_count, kept ? 2 : 1);
        assert_int_equal(s.answer.claim.open_count, 0);
        assert_int_equal(s.answer.hand[0], kept ? HAND_FIRST : HAND_UTTERED);
        assert_int_equal(s.answer.hand[2], HAND_UTTERED);
        assert_int_equal(s.answer.hand[3], HAND_SAME);
        assert_int_equal(s.answer.origins[s.answer.origin_of[1]].article_count, 1);
        assert_int_equal(s.answer.claim.article_count, 1);
        scene_close(&s);
    }
}

/* ---- time ---- */

typedef struct First {
    const char *days[3]; /* of Tarn, Abaroa, and Tarn again */
    uint32_t first;      /* whose day is shown */
    bool sure, origin_sure;
} First;

static void nobody_is_first_on_the_strength_of_last_month(void **state)
{
    (void)state;
    static const First cases[] = {{{"2026-03-04", "2026-03-05", "2026-03-06"}, 0, true, true},
                                  {{"2026-03-04", "2026-03-05", "2026-03-04"}, 0, false, true},
                                  {{"2026-03-04", "2026-03-04", "2026-03-05"}, 0, false, false},
                                  {{"2026-02", "2026-03-05", "2026-03-06"}, 0, true, true},
                                  {{"2026-03", "2026-03-05", "2026-04-01"}, 1, false, false},
                                  {{"2026-W10", "2026-03-08", "2026-03-09"}, 0, false, false},
                                  {{"2026-W10", "2026-03-09", "2026-03-10"}, 0, true, true},
                                  {{"2026", "2026-03-05", "2026-03-06"}, 1, false, false},
                                  {{"2026-03-01/2026-03-04", "2026-03-05", "2026-03-06"}, 0, true, true},
                                  {{"2026-03-04", "2026-03-05", ""}, 0, false, true}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Scene s;
        scene_open(&s);
        for (size_t k = 0; k < 3; k++) {
            SceneSaid said = {.source = "Tarn", .name = k == 1 ? "Linnet Abaroa" : "Hesper Tarn", .kind = SAYSO_KIND_PERSON};
            said.article = scene_article(&s, "Meridian", cases[i].days[k], 0);
            scene_say(&s, said);
        }
        scene_ask(&s);
        const ClaimAnswer *a = &s.answer;
        assert_true(text_is(a->claim.first_day, cases[i].days[cases[i].first]));
        assert_int_equal(a->claim.surely_first, cases[i].sure);
        bool tarn = text_is(a->origins[0].name, "Hesper Tarn");
        assert_int_equal(tarn, cases[i].first != 1); /* the earlier one first */
        assert_int_equal(a->origins[0].surely_first, cases[i].origin_sure);
        assert_false(a->origins[1].surely_first);
        scene_close(&s);
    }
}

/* It says that it is of the 3rd, and the ledger saw it after the one of the 5th. */
static void what_was_told_late_is_said_to_be(void **state)
{
    (void)state;
    for (int late = 0; late < 2; late++) {
        Scene s;
        scene_open(&s);
        uint32_t a = scene_article(&s, "Meridian", "2026-03-03", 0), b = scene_article(&s, "Northlight", "2026-03-05", 0);
        s.articles[b].added = late ? "2026-03-05T08:00:00Z" : "2026-03-20T08:00:00Z";
        SceneSaid said = {.source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON, .article = a};
        scene_say(&s, said);
        said.article = b;
        scene_say(&s, said);
        scene_ask(&s);
        assert_true(s.answer.claim.surely_first);
        assert_int_equal(s.answer.claim.told_alone, late);
        scene_close(&s);
    }
}

/* What only an earlier revision says is nobody's any more, and the next revision is no second report. */
static void earlier_revisions_are_no_origins(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t old = scene_article(&s, "Meridian", "2026-03-03", 0), now = scene_article(&s, "Meridian", "2026-03-03", 0);
    s.articles[old].old = true;
    s.articles[old].url = s.articles[now].url = "https://meridian.example/dredger";
    scene_say(&s, (SceneSaid){.article = old, .source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON});
    scene_say(&s, (SceneSaid){.article = old, .source = "Penn", .name = "Ida Penn", .kind = SAYSO_KIND_PERSON});
    scene_say(&s, (SceneSaid){.article = now, .source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON});
    scene_ask(&s);
    assert_int_equal(s.answer.claim.origin_count, 1);
    assert_int_equal(s.answer.claim.statement_count, 1);
    assert_int_equal(s.answer.origins[0].statement_count, 1);
    assert_int_equal(s.answer.origin_of[1], NONE);
    assert_true(s.answer.claim.surely_first);
    scene_close(&s);
}

/* ---- all ---- */

static void four_reports_come_down_to_two_origins(void **state)
{
    (void)state;
    Scene s;
    Span first, copy;
    scene_open(&s);
    uint32_t gazette = scene_article(&s, "Harbour Gazette", "2026-03-05", 0),
             wire = scene_article(&s, "Meridian", "2026-03-06", 0);
    uint32_t paper = scene_article(&s, "Lantern Post", "2026-03-07", 0),
             other = scene_article(&s, "Northlight", "2026-03-12", 0);
    SceneSaid said = {.source = "two officials of the harbour authority", .kind = SAYSO_KIND_UNNAMED};
    said.article = gazette;
    scene_say(&s, said);
    said.article = wire;
    said.via = "Harbour Gazette";
    scene_say_of(&s, said, 1, &first);
    said.article = paper;
    said.via = NULL;
    scene_say_of(&s, said, 1, &copy);
    scene_copied(&s, paper, (Span){0, copy.end + 40}, wire, (Span){0, first.end + 40}, 24);
    said = (SceneSaid){.article = paper, .source = "Greyling & Tarn", .name = "Greyling & Tarn"};
    said.kind = SAYSO_KIND_ORGANIZATION;
    said.act = SAYSO_ACT_DENY;
    scene_say(&s, said);
    said = (SceneSaid){.article = other, .source = "Abaroa", .name = "Linnet Abaroa", .kind = SAYSO_KIND_PERSON};
    said.act = SAYSO_ACT_CONFIRM;
    scene_say(&s, said);
    scene_ask(&s);
    const ClaimAnswer *a = &s.answer;
    assert_int_equal(a->claim.origin_count, 2);
    assert_int_equal(a->hand[1], HAND_PASSED);
    assert_int_equal(a->hand[2], HAND_REPRINT);
    assert_int_equal(a->hand_from[2], 1);
    assert_int_equal(a->origin_of[2], 0);
    assert_int_equal(a->origin_of[3], NONE);
    assert_int_equal(a->origins[0].article_count, 3);
    assert_true(text_is(a->origins[1].name, "Linnet Abaroa"));
    assert_int_equal(a->claim.confirmed, 1);
    assert_int_equal(a->claim.denied, 1);
    assert_true(a->claim.surely_first && a->origins[0].surely_first);
    scene_close(&s);
}

static SceneSaid anything(uint64_t *seed, uint32_t article)
{
    static const char *const outlets[] = {NULL, "Northlight", "Meridian", "Harbour Gazette"};
    static const char *const names[] = {NULL, "Ansel Threlk", "Linnet Abaroa", "Harbour Gazette", "Meridian"};
    static const char *const contents[] = {NULL, QUOTE, "\"every one of the nine nights, and more", "\"", "''"};
    static const char *const dates[] = {NULL, "2026-03", "2026-W10", "2025", ""};
    const char *name = names[unit_below(seed, 5)];
    return (SceneSaid){.article = article,
                       .source = name ? name : "an official",
                       .name = name,
                       .other = name && unit_below(seed, 4) == 0 ? names[1 + unit_below(seed, 4)] : NULL,
                       .kind = (sayso_kind)unit_below(seed, SAYSO_KIND_AUTHOR + 1),
                       .act = (sayso_act)unit_below(seed, SAYSO_ACT_THINK + 1),
                       .via = outlets[unit_below(seed, 4)],
                       .content = contents[unit_below(seed, 5)],
                       .date = dates[unit_below(seed, 5)],
                       .negated = unit_below(seed, 8) == 0,
                       .direct = unit_below(seed, 2) == 0};
}

/* Whatever is said by whom through whom: scene_check's promises hold, and the same question has the same answer. */
static void any_scene_holds_its_promises(void **state)
{
    (void)state;
    static const char *const outlets[] = {NULL, "Northlight", "Meridian", "Harbour Gazette"};
    uint64_t seed = 11;
    for (int round = 0; round < 200; round++) {
        Scene s;
        scene_open(&s);
        for (uint32_t i = 0; i < 6; i++) {
            uint32_t family = i ? unit_below(&seed, i + 1) : 0;
            uint32_t a = scene_article(&s, outlets[unit_below(&seed, 4)], i % 2 ? "2026-03-06" : "2026-03-05", family);
            s.articles[a].old = unit_below(&seed, 6) == 0;
            Span here;
            for (uint32_t k = 0; k < 3; k++) {
                SceneSaid said = anything(&seed, a);
                said.within = unit_below(&seed, k + 1);
                scene_say_of(&s, said, 1, &here);
            }
            if (i > 1) scene_copied(&s, a, (Span){0, here.end + 99}, a - 1, (Span){0, here.end + 99}, unit_below(&seed, 80));
            scene_credit(&s, a, outlets[1 + unit_below(&seed, 3)]);
        }
        scene_ask(&s);
        uint32_t origins = s.answer.claim.origin_count, holders = s.answer.holder_count;
        scene_ask(&s);
        assert_int_equal(s.answer.claim.origin_count, origins);
        assert_int_equal(s.answer.holder_count, holders);
        scene_close(&s);
    }
}

/* A claim that everybody repeats. Each is looked at a bounded number of times: were it a quadratic walk, this would take
 * minutes. */
static void twenty_thousand_repeat_it(void **state)
{
    (void)state;
    static const char *const sources[] = {"officials", "he", "Hesper Tarn", "Linnet Abaroa", "the Gazette"};
    static const sayso_kind kinds[] = {SAYSO_KIND_UNNAMED, SAYSO_KIND_PERSON, SAYSO_KIND_PERSON, SAYSO_KIND_PERSON,
                                       SAYSO_KIND_OUTLET};
    Scene s;
    scene_open(&s);
    for (uint32_t i = 0; i < 20000; i++) {
        char *outlet = arena_take(&s.arena, 16, 1);
        assert_non_null(outlet);
        snprintf(outlet, 16, "Paper %u", i % 2000);
        SceneSaid said = {.source = sources[i % 5], .kind = kinds[i % 5], .content = i % 3 ? NULL : QUOTE};
        if (i % 5 > 1) said.name = sources[i % 5];
        if (i % 7 == 0) said.via = "Harbour Gazette";
        /* one article of two thousand passages beside many of one */
        said.article = i && i < 2000 ? 1 : scene_article(&s, outlet, i % 2 ? "2026-03-06" : "2026-03-05", i > 15000 ? 1 : 0);
        scene_say(&s, said);
    }
    scene_ask(&s);
    assert_int_equal(s.answer.claim.statement_count, 20000);
    assert_int_equal(s.answer.claim.article_count, 18001);
    assert_true(s.answer.claim.origin_count <= 3);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_person_is_one_origin),
        cmocka_unit_test(who_passes_on_an_outlet_leads_to_its_report),
        cmocka_unit_test(an_outlet_not_at_hand_is_one_origin),
        cmocka_unit_test(two_that_pass_on_each_other_make_no_ring),
        cmocka_unit_test(thanks_lead_to_the_agencys_report),
        cmocka_unit_test(what_an_outlet_tells_came_through_it),
        cmocka_unit_test(hearsay_rests_on_who_tells_it),
        cmocka_unit_test(an_article_without_outlet_stands_for_one),
        cmocka_unit_test(a_copy_goes_beyond_the_speakers_words),
        cmocka_unit_test(another_name_is_no_copy),
        cmocka_unit_test(a_stretch_beside_the_words_does_not_lead_back),
        cmocka_unit_test(one_family_wrote_it_once),
        cmocka_unit_test(unnamed_through_many_outlets_count_as_one),
        cmocka_unit_test(one_unnamed_source_alone_is_not_possibly_one),
        cmocka_unit_test(open_sources_never_add),
        cmocka_unit_test(a_poll_that_is_named_is_a_source),
        cmocka_unit_test(who_denies_or_did_not_say_it_is_no_origin),
        cmocka_unit_test(a_denial_passes_nothing_on),
        cmocka_unit_test(joint_sources_are_one_origin),
        cmocka_unit_test(an_outlet_and_its_source_are_the_source),
        cmocka_unit_test(the_writer_has_it_from_the_articles_source),
        cmocka_unit_test(an_outlet_counts_beside_a_named_source_only_if_it_was_ahead),
        cmocka_unit_test(who_speaks_for_another_is_one_with_it),
        cmocka_unit_test(a_press_conference_in_three_outlets_is_one_origin),
        cmocka_unit_test(one_quotation_has_one_speaker),
        cmocka_unit_test(a_few_words_or_unquoted_ones_have_two_speakers),
        cmocka_unit_test(two_passages_of_one_article_are_one_hand),
        cmocka_unit_test(nobody_is_first_on_the_strength_of_last_month),
        cmocka_unit_test(what_was_told_late_is_said_to_be),
        cmocka_unit_test(earlier_revisions_are_no_origins),
        cmocka_unit_test(four_reports_come_down_to_two_origins),
        cmocka_unit_test(any_scene_holds_its_promises),
        cmocka_unit_test(twenty_thousand_repeat_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
