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
        cmocka_unit_test(an_outlet_and_its_source_are_the_source),
        cmocka_unit_test(the_writer_has_it_from_the_articles_source),
        cmocka_unit_test(an_outlet_counts_beside_a_named_source_only_if_it_was_ahead),
        cmocka_unit_test(four_reports_come_down_to_two_origins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
