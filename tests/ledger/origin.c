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

/* Two outlets know the whole name, one gives the surname. */
static void a_surname_alone_is_the_one_who_bears_it(void **state)
{
    (void)state;
    static const char *const names[] = {"Haleko", "Dorrit Haleko", "Ansel Threlk"};
    Scene s;
    scene_open(&s);
    for (size_t i = 0; i < COUNT(names); i++) {
        uint32_t a = scene_article(&s, (const char *[]){"Northlight", "Meridian", "Radio Fathom"}[i], "2026-03-07", 0);
        scene_say(&s, (SceneSaid){.article = a, .source = names[i], .name = names[i], .kind = SAYSO_KIND_PERSON});
    }
    scene_ask(&s);
    assert_int_equal(s.answer.claim.origin_count, 2);
    assert_true(text_is(s.answer.origins[0].name, "Dorrit Haleko"));
    assert_int_equal(s.answer.hand[1], HAND_SAME);
    assert_int_equal(s.answer.holder_count, 2);
    assert_true(text_is(s.answer.holders[0].name, "Dorrit Haleko"));
    assert_int_equal(s.answer.holders[0].times, 2);
    uint32_t other = scene_article(&s, "Lantern Post", "2026-03-08", 0);
    scene_say(&s, (SceneSaid){
                      .article = other, .source = "Jory Haleko", .name = "Jory Haleko", .kind = SAYSO_KIND_PERSON});
    scene_ask(&s); /* now it may be either: nobody is joined */
    assert_int_equal(s.answer.claim.origin_count, 4);
    assert_int_equal(s.answer.holder_count, 4);
    scene_close(&s);
}

static void a_copied_stretch_leads_back(void **state)
{
    (void)state;
    Scene s;
    Span first, copy;
    scene_open(&s);
    uint32_t wire = scene_article(&s, "Meridian", "2026-03-03", 0),
             paper = scene_article(&s, "Lantern Post", "2026-03-04", 0);
    SceneSaid said = {.article = wire, .source = "two brokers", .kind = SAYSO_KIND_UNNAMED};
    scene_say_of(&s, said, 1, &first);
    said.article = paper;
    said.source = "brokers";
    scene_say_of(&s, said, 1, &copy);
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 2); /* without the stretch they are two, possibly one */
    assert_true(s.answer.origins[0].possibly_one && s.answer.origins[1].possibly_one);
    scene_copied(&s, paper, copy, wire, first);
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    assert_int_equal(s.answer.hand[1], HAND_REPRINT);
    assert_int_equal(s.answer.hand_from[1], 0);
    assert_false(s.answer.origins[0].possibly_one);
    scene_close(&s);
}

/* The auditor confirms it in the words of the report: she copied nobody. */
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
    scene_copied(&s, later, second, wire, first);
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 2);
    assert_int_equal(s.answer.hand[1], HAND_FIRST);
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
    scene_copied(&s, paper, (Span){0, second.begin}, wire, (Span){0, first.begin});
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
    scene_say(&s, (SceneSaid){.article = first, .source = "one docker", .kind = SAYSO_KIND_UNNAMED});
    scene_say(&s, (SceneSaid){.article = second, .source = "one docker", .kind = SAYSO_KIND_UNNAMED});
    scene_say(&s, (SceneSaid){.article = second, .source = "a clerk of the paper's own", .kind = SAYSO_KIND_UNNAMED});
    scene_ask(&s);
    assert_int_equal(s.answer.hand[1], HAND_REPRINT);
    assert_int_equal(s.answer.hand[2], HAND_FIRST);
    assert_int_equal(s.answer.origin_count, 2);
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

static void unnamed_through_many_outlets_are_two_at_most(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    static const char *const outlets[] = {"Northlight", "Meridian", "Radio Fathom", "Harbour Gazette"};
    for (size_t i = 0; i < COUNT(outlets); i++) {
        uint32_t a = scene_article(&s, outlets[i], "2026-03-07", 0);
        scene_say(&s, (SceneSaid){.article = a, .source = "an official", .kind = SAYSO_KIND_UNNAMED});
        scene_say(&s, (SceneSaid){.article = a, .source = "the official", .kind = SAYSO_KIND_UNNAMED});
    }
    uint32_t named = scene_article(&s, "Northlight", "2026-03-12", 0);
    scene_say(&s,
              (SceneSaid){.article = named, .source = "Abaroa", .name = "Linnet Abaroa", .kind = SAYSO_KIND_PERSON});
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 5);
    assert_int_equal(s.answer.claim.origin_count, 3); /* two of the unnamed, and Abaroa */
    for (uint32_t i = 0; i < 4; i++) assert_true(s.answer.origins[i].possibly_one);
    assert_false(s.answer.origins[4].possibly_one);
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
    scene_ask(&s);
    assert_false(s.answer.origins[0].possibly_one);
    scene_say(&s, (SceneSaid){.article = a, .source = "Another official", .kind = SAYSO_KIND_UNNAMED});
    scene_ask(&s); /* the text counts two */
    assert_int_equal(s.answer.origin_count, 2);
    scene_close(&s);
}

static void who_denies_is_no_origin(void **state)
{
    (void)state;
    static const sayso_act positions[] = {SAYSO_ACT_DENY, SAYSO_ACT_DECLINE, SAYSO_ACT_DISMISS, SAYSO_ACT_ASK};
    for (size_t i = 0; i < COUNT(positions); i++) {
        Scene s;
        scene_open(&s);
        uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0);
        scene_say(&s, (SceneSaid){.article = a,
                                  .source = "Haleko",
                                  .name = "Dorrit Haleko",
                                  .kind = SAYSO_KIND_PERSON,
                                  .act = positions[i]});
        scene_ask(&s);
        assert_int_equal(s.answer.origin_count, 0);
        assert_int_equal(s.answer.claim.origin_count, 0);
        assert_int_equal(s.answer.origin_of[0], NONE);
        scene_close(&s);
    }
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

/* "Haleko denied suggestions that P": she does not pass the suggestion on. */
static void a_denial_passes_nothing_on(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0);
    uint32_t outer = scene_say(&s, (SceneSaid){.article = a,
                                               .source = "Haleko",
                                               .name = "Dorrit Haleko",
                                               .kind = SAYSO_KIND_PERSON,
                                               .act = SAYSO_ACT_DENY});
    scene_say(&s, (SceneSaid){.article = a, .within = outer, .act = SAYSO_ACT_SUGGEST});
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count, 1);
    assert_true(text_is(s.answer.origins[0].name, "a source not named, through Northlight"));
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
    scene_say(&s, (SceneSaid){.article = gazette, .source = "Two officials", .kind = SAYSO_KIND_UNNAMED});
    scene_say_of(
        &s,
        (SceneSaid){.article = wire, .source = "two officials", .via = "Harbour Gazette", .kind = SAYSO_KIND_UNNAMED},
        1, &first);
    scene_say_of(&s, (SceneSaid){.article = paper, .source = "two officials", .kind = SAYSO_KIND_UNNAMED}, 1, &copy);
    scene_copied(&s, paper, copy, wire, first);
    scene_say(&s, (SceneSaid){.article = paper,
                              .source = "Greyling & Tarn",
                              .name = "Greyling & Tarn",
                              .kind = SAYSO_KIND_ORGANIZATION,
                              .act = SAYSO_ACT_DENY});
    scene_say(&s, (SceneSaid){.article = other,
                              .source = "Abaroa",
                              .name = "Linnet Abaroa",
                              .kind = SAYSO_KIND_PERSON,
                              .act = SAYSO_ACT_CONFIRM});
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
    scene_close(&s);
}

/* Whatever is said by whom through whom: scene_ask's promises hold. */
static void any_scene_holds_its_promises(void **state)
{
    (void)state;
    static const char *const outlets[] = {NULL, "Northlight", "Meridian", "Harbour Gazette"};
    static const char *const names[] = {NULL, "Ansel Threlk", "Linnet Abaroa", "Harbour Gazette", "Meridian"};
    uint64_t seed = 11;
    for (int round = 0; round < 40; round++) {
        Scene s;
        scene_open(&s);
        for (uint32_t i = 0; i < 6; i++) {
            uint32_t family = i ? unit_below(&seed, i + 1) : 0;
            uint32_t a = scene_article(&s, outlets[unit_below(&seed, 4)], i % 2 ? "2026-03-06" : "2026-03-05", family);
            for (uint32_t k = 0; k < 3; k++) {
                const char *name = names[unit_below(&seed, 5)];
                scene_say(&s, (SceneSaid){.article = a,
                                          .source = name ? name : "an official",
                                          .name = name,
                                          .kind = (sayso_kind)unit_below(&seed, SAYSO_KIND_AUTHOR + 1),
                                          .act = (sayso_act)unit_below(&seed, SAYSO_ACT_THINK + 1),
                                          .via = outlets[unit_below(&seed, 4)],
                                          .within = unit_below(&seed, k + 1)});
            }
        }
        scene_ask(&s);
        assert_true(s.answer.claim.origin_count <= s.answer.origin_count);
        scene_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_person_is_one_origin),
        cmocka_unit_test(a_surname_alone_is_the_one_who_bears_it),
        cmocka_unit_test(a_copied_stretch_leads_back),
        cmocka_unit_test(another_name_is_no_copy),
        cmocka_unit_test(a_stretch_beside_the_words_does_not_lead_back),
        cmocka_unit_test(one_family_wrote_it_once),
        cmocka_unit_test(who_passes_on_an_outlet_leads_to_its_report),
        cmocka_unit_test(an_outlet_not_at_hand_is_one_origin),
        cmocka_unit_test(two_that_pass_on_each_other_make_no_ring),
        cmocka_unit_test(thanks_lead_to_the_agencys_report),
        cmocka_unit_test(unnamed_through_many_outlets_are_two_at_most),
        cmocka_unit_test(one_unnamed_source_alone_is_not_possibly_one),
        cmocka_unit_test(who_denies_is_no_origin),
        cmocka_unit_test(what_an_outlet_tells_came_through_it),
        cmocka_unit_test(hearsay_rests_on_who_tells_it),
        cmocka_unit_test(a_denial_passes_nothing_on),
        cmocka_unit_test(an_article_without_outlet_stands_for_one),
        cmocka_unit_test(four_reports_come_down_to_two_origins),
        cmocka_unit_test(any_scene_holds_its_promises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
