/* One utterance is one origin, who was first, and what holds for any claim, however many repeat it. */
#include "scene.h"

#define QUOTE "\xE2\x80\x9CWe have counted every one of the nine nights, and more,\xE2\x80\x9D"

static void a_press_conference_in_three_outlets_is_one_origin(void **state)
{
    (void)state;
    static const SceneSaid told[] = {
        {.source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON, .content = QUOTE " she added"},
        {.source = "the auditor", .kind = SAYSO_KIND_PERSON, .content = "``we have counted every one of the nine nights''"},
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
    s.articles[old].story = s.articles[now].story = 7;
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

/* What was taken out of every article. */
static void nobody_says_it(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    scene_ask(&s);
    assert_int_equal(s.answer.origin_count + s.answer.holder_count, 0);
    assert_false(s.answer.claim.surely_first || s.answer.claim.origin_count);
    scene_close(&s);
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

/* Memory that runs out anywhere is told as such. */
static void no_memory_is_an_error(void **state)
{
    (void)state;
    Scene s;
    uint64_t seed = 5;
    scene_open(&s);
    for (uint32_t i = 0; i < 300; i++) scene_say(&s, anything(&seed, scene_article(&s, "Meridian", "2026-03-06", i % 3)));
    scene_gather(&s);
    Status status = SAYSO_ERROR_MEMORY;
    for (size_t at = 1; status == SAYSO_ERROR_MEMORY; at++) {
        UnitMemory memory = {.fail_at = at};
        sayso_allocator allocator = {unit_resize, &memory};
        Arena arena;
        arena_init(&arena, &allocator, SIZE_MAX / 2);
        status = origins_find(&s.ledger, &arena, &s.answer, NULL);
        if (!status) status = holders_find(&arena, &s.answer, NULL);
        arena_free(&arena);
        assert_int_equal(memory.live, 0);
        assert_true(at < 1000);
    }
    assert_int_equal(status, SAYSO_OK);
    scene_close(&s);
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
        cmocka_unit_test(a_press_conference_in_three_outlets_is_one_origin),
        cmocka_unit_test(one_quotation_has_one_speaker),
        cmocka_unit_test(a_few_words_or_unquoted_ones_have_two_speakers),
        cmocka_unit_test(two_passages_of_one_article_are_one_hand),
        cmocka_unit_test(nobody_is_first_on_the_strength_of_last_month),
        cmocka_unit_test(what_was_told_late_is_said_to_be),
        cmocka_unit_test(earlier_revisions_are_no_origins),
        cmocka_unit_test(nobody_says_it),
        cmocka_unit_test(any_scene_holds_its_promises),
        cmocka_unit_test(no_memory_is_an_error),
        cmocka_unit_test(twenty_thousand_repeat_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
