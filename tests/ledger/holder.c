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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_latest_own_act_stands), cmocka_unit_test(what_was_reported_of_someone_is_not_counted),
        cmocka_unit_test(within_ones_own_words_is_own),
        cmocka_unit_test(within_ones_own_words_in_anothers_is_reported),
        cmocka_unit_test(the_same_words_are_not_the_same_one), cmocka_unit_test(dismissing_denies_and_declining_does_not),
        cmocka_unit_test(unnamed_holders_are_each_articles_own)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
