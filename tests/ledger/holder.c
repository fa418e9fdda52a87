/* Who stands how to a claim. */
#include "scene.h"

static const Holder *holder(const Scene *s, const char *name)
{
    for (uint32_t i = 0; i < s->answer.holder_count; i++)
        if (text_is(s->answer.holders[i].name, name)) return &s->answer.holders[i];
    return NULL;
}

static uint32_t say(Scene *s, uint32_t article, const char *name, sayso_act act, uint32_t within)
{
    return scene_say(
        s,
        (SceneSaid){
            .article = article, .source = name, .name = name, .kind = SAYSO_KIND_PERSON, .act = act, .within = within});
}

static void the_latest_own_act_stands(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t denied = scene_article(&s, "Northlight", "2026-03-06", 0),
             admitted = scene_article(&s, "Meridian", "2026-03-12", 0);
    say(&s, admitted, "Ilsabet Corvane", SAYSO_ACT_CONFIRM, 0);
    say(&s, denied, "Ilsabet Corvane", SAYSO_ACT_DENY, 0);
    scene_ask(&s);
    const Holder *h = holder(&s, "Ilsabet Corvane");
    assert_non_null(h);
    assert_int_equal(s.answer.holder_count, 1);
    assert_int_equal(h->act, SAYSO_ACT_CONFIRM);
    assert_int_equal(h->times, 2);
    assert_int_equal(h->last, 1);
    assert_true(text_is(h->day, "2026-03-12") && text_is(h->outlet, "Meridian"));
    assert_true(!h->reported && !h->reported_by.size && h->actor);
    assert_int_equal(s.answer.claim.confirmed, 1);
    assert_int_equal(s.answer.claim.denied, 0);
    scene_close(&s);
}

static void what_was_reported_of_someone_is_not_counted(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Northlight", "2026-03-12", 0);
    uint32_t outer = say(&s, a, "Rufus Quennerby", SAYSO_ACT_STATE, 0);
    say(&s, a, "Ilsabet Corvane", SAYSO_ACT_CONFIRM, outer);
    scene_ask(&s);
    const Holder *h = holder(&s, "Ilsabet Corvane");
    assert_true(h->reported && h->act == SAYSO_ACT_CONFIRM);
    assert_true(text_is(h->reported_by, "Rufus Quennerby"));
    assert_false(holder(&s, "Rufus Quennerby")->reported);
    assert_int_equal(s.answer.claim.confirmed, 0);
    uint32_t b = scene_article(&s, "Meridian", "2026-03-06", 0); /* earlier, but her own */
    say(&s, b, "Ilsabet Corvane", SAYSO_ACT_DENY, 0);
    scene_ask(&s);
    h = holder(&s, "Ilsabet Corvane");
    assert_true(!h->reported && h->act == SAYSO_ACT_DENY && h->times == 2);
    assert_int_equal(s.answer.claim.confirmed, 0);
    assert_int_equal(s.answer.claim.denied, 1);
    scene_close(&s);
}

/* "I have said that I did not receive it" */
static void within_ones_own_words_is_own(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Radio Fathom", "2026-03-10", 0);
    uint32_t outer = say(&s, a, "Ilsabet Corvane", SAYSO_ACT_STATE, 0);
    say(&s, a, "Ilsabet Corvane", SAYSO_ACT_DENY, outer);
    scene_ask(&s);
    assert_false(holder(&s, "Ilsabet Corvane")->reported);
    assert_int_equal(s.answer.claim.denied, 1);
    scene_close(&s);
}

/* "Quennerby said that she had said that she denied it" is Quennerby's word, though she stands around her own. */
static void within_ones_own_words_in_anothers_is_reported(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Radio Fathom", "2026-03-10", 0);
    uint32_t outer = say(&s, a, "Rufus Quennerby", SAYSO_ACT_STATE, 0);
    uint32_t middle = say(&s, a, "Ilsabet Corvane", SAYSO_ACT_STATE, outer);
    say(&s, a, "Ilsabet Corvane", SAYSO_ACT_DENY, middle);
    scene_ask(&s);
    assert_true(holder(&s, "Ilsabet Corvane")->reported);
    assert_int_equal(s.answer.claim.denied, 0);
    scene_close(&s);
}

/* Two officials may be called alike: that one tells of "an official" does not make it his own. */
static void the_same_words_are_not_the_same_one(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    SceneSaid said = {.source = "an official", .kind = SAYSO_KIND_UNNAMED, .act = SAYSO_ACT_STATE};
    said.article = scene_article(&s, "Radio Fathom", "2026-03-10", 0);
    said.within = scene_say_of(&s, said, 0, NULL);
    said.act = SAYSO_ACT_DENY;
    scene_say(&s, said);
    scene_ask(&s);
    assert_true(s.answer.holders[0].reported);
    assert_int_equal(s.answer.claim.denied, 0);
    scene_close(&s);
}

static void dismissing_denies_and_declining_does_not(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0);
    say(&s, a, "Dorrit Haleko", SAYSO_ACT_DISMISS, 0);
    say(&s, a, "Hesper Tarn", SAYSO_ACT_DENY, 0);
    say(&s, a, "Ansel Threlk", SAYSO_ACT_DECLINE, 0);
    say(&s, a, "Conrad Illery", SAYSO_ACT_CONFIRM, 0);
    scene_ask(&s);
    assert_int_equal(s.answer.holder_count, 4);
    assert_int_equal(s.answer.claim.denied, 2);
    assert_int_equal(s.answer.claim.confirmed, 1);
    scene_close(&s);
}

static void unnamed_holders_are_each_articles_own(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    SceneSaid said = {.source = "an official", .kind = SAYSO_KIND_UNNAMED, .act = SAYSO_ACT_CONFIRM};
    uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0), b = scene_article(&s, "Meridian", "2026-03-07", 0);
    uint32_t copy = scene_article(&s, "Lantern Post", "2026-03-08", a);
    uint32_t articles[] = {a, a, b, copy};
    for (size_t i = 0; i < COUNT(articles); i++) {
        said.article = articles[i];
        scene_say(&s, said);
    }
    said.source = NULL; /* nobody's position */
    scene_say(&s, said);
    scene_ask(&s);
    assert_int_equal(s.answer.holder_count, 2); /* the copy's official is the first one's */
    assert_int_equal(s.answer.holders[0].times, 3);
    assert_int_equal(s.answer.claim.confirmed, 2);
    scene_close(&s);
}

/* A denial after a hundred repetitions is what stands, however early it is looked at, and "last month" is no newer than the
 * month was. What has no day is older than all. */
static void the_newest_own_stance_stands(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    for (uint32_t i = 0; i < 100; i++)
        say(&s, scene_article(&s, "Northlight", "2026-03-06", 0), "Ilsabet Corvane", SAYSO_ACT_CONFIRM, 0);
    SceneSaid said = {.source = "she", .name = "Ilsabet Corvane", .kind = SAYSO_KIND_PERSON, .act = SAYSO_ACT_DENY};
    said.article = scene_article(&s, "Meridian", "2026-04-01", 0);
    scene_say(&s, said);
    said.act = SAYSO_ACT_CONFIRM;
    said.date = "2026-03"; /* told in May */
    said.article = scene_article(&s, "Meridian", "2026-05-01", 0);
    scene_say(&s, said);
    said.article = scene_article(&s, "Meridian", "", 0);
    said.date = NULL;
    scene_say(&s, said);
    scene_ask(&s);
    const Holder *h = holder(&s, "Ilsabet Corvane");
    assert_int_equal(s.answer.holder_count, 1);
    assert_int_equal(h->act, SAYSO_ACT_DENY);
    assert_int_equal(h->times, 103);
    assert_true(text_is(s.answer.statements.items[h->last].day, "2026-04-01"));
    assert_int_equal(s.answer.claim.denied, 1);
    assert_int_equal(s.answer.claim.confirmed, 0);
    scene_close(&s);
}

/* "has not denied", "never confirmed": it is shown, and counts neither way. */
static void what_is_negated_confirms_and_denies_nothing(void **state)
{
    (void)state;
    static const sayso_act acts[] = {SAYSO_ACT_DENY, SAYSO_ACT_CONFIRM, SAYSO_ACT_DISMISS};
    for (size_t i = 0; i < COUNT(acts); i++) {
        Scene s;
        scene_open(&s);
        SceneSaid said = {.source = "Tarn", .name = "Hesper Tarn", .kind = SAYSO_KIND_PERSON, .negated = true};
        said.article = scene_article(&s, "Northlight", "2026-03-06", 0);
        said.act = acts[i];
        scene_say(&s, said);
        scene_ask(&s);
        assert_true(s.answer.holders[0].negated);
        assert_int_equal(s.answer.claim.confirmed + s.answer.claim.denied, 0);
        scene_close(&s);
    }
}

static void the_newest_holder_comes_first(void **state)
{
    (void)state;
    static const char *const days[] = {"", "2026-03-06", "2026-03", "2026-02-27"};
    static const char *const names[] = {"Ada Dorn", "Bo Elling", "Cy Ferrow", "Di Garn"};
    static const char *const sorted[] = {"Cy Ferrow", "Bo Elling", "Di Garn", "Ada Dorn"};
    Scene s;
    scene_open(&s);
    for (size_t i = 0; i < COUNT(days); i++)
        say(&s, scene_article(&s, "Northlight", days[i], 0), names[i], SAYSO_ACT_STATE, 0);
    scene_ask(&s);
    for (uint32_t i = 0; i < COUNT(days); i++) assert_true(text_is(s.answer.holders[i].name, sorted[i]));
    scene_close(&s);
}

/* Forms of one name are one actor; a title is nobody in particular, and another one in another article. */
static void who_is_named_together_are_holders_each(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    SceneSaid said = {.source = "Dorn and Elling", .name = "Ada Dorn", .other = "Bo Elling", .kind = SAYSO_KIND_PERSON};
    said.act = SAYSO_ACT_DENY;
    said.article = scene_article(&s, "Northlight", "2026-03-06", 0);
    scene_say(&s, said);
    say(&s, scene_article(&s, "Meridian", "2026-03-07", 0), "Bo Elling", SAYSO_ACT_CONFIRM, 0);
    scene_ask(&s);
    assert_int_equal(s.answer.holder_count, 2);
    assert_true(text_is(s.answer.holders[0].name, "Bo Elling") && s.answer.holders[0].times == 2);
    assert_int_equal(s.answer.holders[0].act, SAYSO_ACT_CONFIRM);
    assert_true(text_is(s.answer.holders[1].name, "Ada Dorn") && s.answer.holders[1].act == SAYSO_ACT_DENY);
    assert_int_equal(s.answer.claim.confirmed, 1);
    assert_int_equal(s.answer.claim.denied, 1);
    said = (SceneSaid){.source = "the mayor", .kind = SAYSO_KIND_PERSON};
    for (uint32_t i = 0; i < 2; i++) {
        said.article = scene_article(&s, "Radio Fathom", "2026-03-08", 0);
        scene_say(&s, said);
    }
    scene_ask(&s);
    assert_int_equal(s.answer.holder_count, 4);
    scene_close(&s);
}

/* A denial is not laid to whose name was made to have the hash of another's. */
static void names_of_one_hash(void **state)
{
    (void)state;
    static const char *const names[] = {"Ilsabet Corvanea", "Wxggeha Jeyzvxjj"};
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Northlight", "2026-03-06", 0);
    for (size_t i = 0; i < COUNT(names); i++)
        scene_say(&s, (SceneSaid){.article = a, .source = names[i], .kind = SAYSO_KIND_PERSON, .act = SAYSO_ACT_DENY});
    scene_ask(&s);
    uint64_t hashed_after = hash_mix((uint64_t)s.answer.statements.items[0].family + 2); /* as it once was */
    assert_int_equal(hash_bytes("ilsabet corvanea", 16, hashed_after), hash_bytes("wxggeha jeyzvxjj", 16, hashed_after));
    assert_int_equal(s.answer.holder_count, 2);
    assert_int_equal(holder(&s, names[0])->times, 1);
    assert_int_equal(holder(&s, names[1])->times, 1);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_latest_own_act_stands), cmocka_unit_test(what_was_reported_of_someone_is_not_counted),
        cmocka_unit_test(within_ones_own_words_is_own),
        cmocka_unit_test(within_ones_own_words_in_anothers_is_reported),
        cmocka_unit_test(the_same_words_are_not_the_same_one), cmocka_unit_test(dismissing_denies_and_declining_does_not),
        cmocka_unit_test(unnamed_holders_are_each_articles_own), cmocka_unit_test(the_newest_own_stance_stands),
        cmocka_unit_test(what_is_negated_confirms_and_denies_nothing), cmocka_unit_test(the_newest_holder_comes_first),
        cmocka_unit_test(who_is_named_together_are_holders_each), cmocka_unit_test(names_of_one_hash)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
