/* Who counts as an origin: the lower bound. */
#include "scene.h"

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

static void unnamed_ones_of_a_body_are_one_with_it(void **state)
{
    (void)state;
    static const char *const words[] = {"two Harbour Authority officials", "a former Harbour Authority official",
                                        "one official"};
    for (size_t i = 0; i < COUNT(words); i++) {
        Scene s;
        scene_open(&s);
        uint32_t a = scene_article(&s, "Meridian", "2026-03-05", 0), b = scene_article(&s, "Northlight", "2026-03-06", 0);
        scene_say(&s, (SceneSaid){.article = a, .source = words[i], .kind = SAYSO_KIND_UNNAMED});
        SceneSaid said = {.article = b, .source = "the authority", .kind = SAYSO_KIND_ORGANIZATION};
        said.name = "The Harbour Authority";
        scene_say(&s, said);
        scene_ask(&s);
        assert_int_equal(s.answer.claim.origin_count, i ? 2 : 1);
        assert_int_equal(s.answer.hand[0], i ? HAND_FIRST : HAND_SAME);
        scene_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unnamed_through_many_outlets_count_as_one),
        cmocka_unit_test(one_unnamed_source_alone_is_not_possibly_one),
        cmocka_unit_test(open_sources_never_add),
        cmocka_unit_test(a_poll_that_is_named_is_a_source),
        cmocka_unit_test(who_denies_or_did_not_say_it_is_no_origin),
        cmocka_unit_test(a_denial_passes_nothing_on),
        cmocka_unit_test(joint_sources_are_one_origin),
        cmocka_unit_test(who_speaks_for_another_is_one_with_it),
        cmocka_unit_test(unnamed_ones_of_a_body_are_one_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
