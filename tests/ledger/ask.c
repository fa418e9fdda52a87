/* The questions, of ledgers written down row by row. */
#include "scene.h"

static const Scope all = {0};

static void retire(Scene *s, uint32_t article)
{
    Query *q = scene_query(s, "UPDATE article SET current = 0 WHERE id = ?1");
    bind_int(q, 1, article);
    scene_run(q);
}

static SceneSaid of(uint32_t article, const char *name, sayso_act act)
{
    return (SceneSaid){.article = article, .source = name, .name = name, .kind = SAYSO_KIND_PERSON, .act = act};
}

static ClaimAnswer ask_claim(Scene *s, const Scope *scope)
{
    ClaimAnswer answer;
    scene_write(s);
    assert_int_equal(ledger_claim(s->ledger, 1, scope, &s->arena, &answer, NULL), SAYSO_OK);
    return answer;
}

/* ---- claims ---- */

static void what_an_article_took_back_is_nobodys_position(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t first = scene_article(&s, "Meridian", "2026-03-03", 0);
    scene_say(&s, of(first, "Ansel Threlk", SAYSO_ACT_CONFIRM));
    ClaimAnswer a = ask_claim(&s, &all);
    assert_int_equal(a.claim.origin_count, 1);
    assert_int_equal(a.claim.confirmed, 1);
    retire(&s, first);
    a = ask_claim(&s, &all);
    assert_int_equal(a.statements.count, 1); /* it can still be seen */
    assert_false(a.statements.items[0].current);
    assert_int_equal(a.claim.origin_count + a.claim.confirmed + a.holder_count, 0);
    assert_int_equal(a.claim.statement_count + a.claim.article_count, 0);
    assert_int_equal(a.origin_of[0], NONE);
    scene_close(&s);
}

/* The Gazette took it out; the Post, which had copied it, has it still. */
static void a_copy_leads_back_to_what_was_taken_out(void **state)
{
    (void)state;
    Scene s;
    Span first, copy;
    scene_open(&s);
    SceneSaid said = {.source = "two officials", .kind = SAYSO_KIND_UNNAMED};
    uint32_t gazette = said.article = scene_article(&s, "Harbour Gazette", "2026-03-03", 0);
    scene_say_of(&s, said, 1, &first);
    uint32_t post = said.article = scene_article(&s, "Lantern Post", "2026-03-04", 0);
    scene_say_of(&s, said, 1, &copy);
    scene_copied(&s, post, copy, gazette, first);
    retire(&s, gazette);
    ClaimAnswer a = ask_claim(&s, &all);
    assert_int_equal(a.origin_count, 1);
    assert_true(text_is(a.origins[0].name, "two officials, through Harbour Gazette"));
    assert_int_equal(a.origins[0].statement_count, 1);
    assert_int_equal(a.origins[0].article_count, 1);
    assert_int_equal(a.claim.statement_count, 1);
    scene_close(&s);
}

static void a_limit_does_not_change_the_origins(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t a = scene_article(&s, "Meridian", "2026-03-03", 0), b = scene_article(&s, "Northlight", "2026-03-04", 0);
    scene_say(&s, of(a, "Ansel Threlk", SAYSO_ACT_STATE));
    scene_say(&s, of(b, "Linnet Abaroa", SAYSO_ACT_CONFIRM));
    scene_say(&s, of(b, "Dorrit Haleko", SAYSO_ACT_DENY));
    ClaimAnswer answer = ask_claim(&s, &(Scope){.limit = 1});
    assert_int_equal(answer.claim.origin_count, 2);
    assert_int_equal(answer.claim.denied, 1);
    assert_false(answer.statements.more);
    scene_close(&s);
}

/* ---- who ---- */

static void a_whole_name_does_not_hide_the_others(void **state)
{
    (void)state;
    Scene s;
    WhoAnswer a;
    scene_open(&s);
    uint32_t article = scene_article(&s, "Meridian", "2026-03-03", 0);
    scene_say(&s, of(article, "Haleko", SAYSO_ACT_STATE));
    scene_say(&s, of(article, "Dorrit Haleko", SAYSO_ACT_STATE));
    scene_run(scene_query(&s, "INSERT INTO actor_word SELECT 'haleko', id FROM actor"));
    scene_run(scene_query(&s, "INSERT INTO actor_word SELECT 'dorrit', id FROM actor WHERE key = 'dorrit haleko'"));
    scene_write(&s);
    assert_int_equal(ledger_who(s.ledger, "haleko", &all, &s.arena, &a, NULL), SAYSO_OK);
    assert_true(text_is(a.actor.name, "Haleko"));
    assert_int_equal(a.other_count, 1);
    assert_true(text_is(a.others[0].name, "Dorrit Haleko"));
    assert_int_equal(ledger_who(s.ledger, "Dorrit Haleko", &all, &s.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.other_count, 0);
    scene_close(&s);
}

static void newest_articles_first_and_each_as_it_was_written(void **state)
{
    (void)state;
    static const uint32_t wanted[][2] = {{2, 1}, {2, 2}, {1, 1}, {1, 3}, {1, 2}}; /* 1, 2 is told by another: last */
    Scene s;
    WhoAnswer a;
    scene_open(&s);
    uint32_t older = scene_article(&s, "Meridian", "2026-03-03", 0),
             newer = scene_article(&s, "Meridian", "2026-03-04", 0);
    scene_say(&s, of(older, "Dorrit Haleko", SAYSO_ACT_STATE));
    SceneSaid told = of(older, "Dorrit Haleko", SAYSO_ACT_STATE);
    told.within = 1;
    scene_say(&s, told);
    scene_say(&s, of(older, "Dorrit Haleko", SAYSO_ACT_STATE));
    scene_say(&s, of(newer, "Dorrit Haleko", SAYSO_ACT_STATE));
    scene_say(&s, of(newer, "Dorrit Haleko", SAYSO_ACT_STATE));
    scene_write(&s);
    assert_int_equal(ledger_who(s.ledger, "Dorrit Haleko", &all, &s.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.said.count, COUNT(wanted));
    for (uint32_t i = 0; i < a.said.count; i++) {
        assert_int_equal(a.said.items[i].article, wanted[i][0]);
        assert_int_equal(a.said.items[i].number, wanted[i][1]);
    }
    assert_int_equal(ledger_who(s.ledger, "Dorrit Haleko", &(Scope){.limit = 1}, &s.arena, &a, NULL), SAYSO_OK);
    assert_true(a.said.count == 1 && a.said.more);
    scene_close(&s);
}

/* ---- talks ---- */

static void talk(Scene *s, uint32_t article, const char *from, const char *to, uint32_t within)
{
    SceneSaid said = of(article, from, SAYSO_ACT_STATE);
    said.within = within;
    uint32_t number = scene_say(s, said);
    Query *q = scene_query(s, "UPDATE attribution SET to_actor = ?3 WHERE article = ?1 AND number = ?2");
    bind_int(q, 1, article);
    bind_int(q, 2, number);
    bind_int(q, 3, scene_actor(s, to, SAYSO_TYPE_PERSON));
    scene_run(q);
}

/* With days or without: the same pairs, the same counts, the same first day. */
static void days_choose_among_the_talks_that_count(void **state)
{
    (void)state;
    Scene s;
    scene_open(&s);
    uint32_t old = scene_article(&s, "Meridian", "2026-01-01", 0), a = scene_article(&s, "Meridian", "2026-03-03", 0),
             b = scene_article(&s, "Meridian", "2026-03-05", 0);
    talk(&s, old, "Dorrit Haleko", "Ansel Threlk", 0);
    retire(&s, old);
    talk(&s, a, "Dorrit Haleko", "Ansel Threlk", 0);
    talk(&s, a, "Dorrit Haleko", "Ansel Threlk", 1); /* told by another */
    talk(&s, b, "Dorrit Haleko", "Ansel Threlk", 0);
    talk(&s, b, "Dorrit Haleko", "Dorrit Haleko", 0);
    assert_int_equal(rows_count(s.ledger->db, a, 1, NULL), SAYSO_OK);
    assert_int_equal(rows_count(s.ledger->db, b, 1, NULL), SAYSO_OK);
    scene_write(&s);
    const Scope ages = {.since = "1900-01-01"}, march = {.since = "2026-03-04", .until = "2026-03-31"};
    const Scope *const scopes[] = {&all, &ages, &march};
    for (size_t i = 0; i < 2 * COUNT(scopes); i++) {
        TalksAnswer t;
        const Scope *scope = scopes[i / 2];
        const char *name = i % 2 ? "Ansel Threlk" : NULL;
        assert_int_equal(ledger_talks(s.ledger, name, scope, &s.arena, &t, NULL), SAYSO_OK);
        assert_int_equal(t.count, 1);
        assert_int_equal(t.items[0].count, scope == &march ? 1 : 2);
        assert_true(text_is(t.items[0].first_day, scope == &march ? "2026-03-05" : "2026-03-03"));
        assert_true(text_is(t.items[0].last_day, "2026-03-05"));
        assert_int_equal(t.items[0].article, b);
        assert_int_equal(t.items[0].from.statements, 4); /* a: two, b: two */
    }
    TalksAnswer none;
    const Scope later = {.since = "2027-01-01"};
    assert_int_equal(ledger_talks(s.ledger, "Ansel Threlk", &later, &s.arena, &none, NULL), SAYSO_OK);
    assert_int_equal(none.count, 0);
    scene_close(&s);
}

/* ---- audit ---- */

static void the_same_official_is_counted_once(void **state)
{
    (void)state;
    static const char *const sources[] = {"the officials", "The officials", "officials", "a docker"};
    Scene s;
    AuditAnswer a;
    scene_open(&s);
    uint32_t article = scene_article(&s, "Meridian", "2026-03-03", 0);
    for (size_t i = 0; i < COUNT(sources); i++)
        scene_say_of(&s, (SceneSaid){.article = article, .source = sources[i], .kind = SAYSO_KIND_UNNAMED}, 0, NULL);
    scene_write(&s);
    assert_int_equal(ledger_audit(s.ledger, article, &s.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.unnamed, 4);
    assert_int_equal(a.sources_unnamed, 2);
    assert_int_equal(a.unexplained.count, 4);
    scene_close(&s);
}

/* Each claim is a question of its own: an article of thousands of officials does not ask thousands. */
static void an_audit_looks_at_fifty_claims(void **state)
{
    (void)state;
    Scene s;
    AuditAnswer a;
    scene_open(&s);
    uint32_t article = scene_article(&s, "Meridian", "2026-03-03", 0);
    scene_say(&s, (SceneSaid){.article = article, .source = "an official", .kind = SAYSO_KIND_UNNAMED});
    scene_run(scene_query(&s, "CREATE TEMP TABLE more AS WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n"
                              " WHERE i < 60) SELECT i, attribution.* FROM n, attribution"));
    scene_run(scene_query(&s, "UPDATE more SET number = i"));
    scene_run(scene_query(
        &s, "INSERT INTO attribution SELECT article, number, source_begin, source_end, entity, actor, kind, cue_begin,"
            " cue_end, contents, form, act, to_begin, to_end, to_entity, to_actor, via_begin, via_end, via_entity,"
            " via_actor, when_begin, when_end, date, day, anonymity_begin, anonymity_end, within, confidence, claim"
            " FROM more"));
    scene_write(&s);
    assert_int_equal(ledger_audit(s.ledger, article, &s.arena, &a, NULL), SAYSO_OK);
    assert_int_equal(a.unnamed, 60);
    assert_int_equal(a.single.count, 50);
    scene_close(&s);
}

/* ---- what is not believed ---- */

static void a_damaged_article_is_refused(void **state)
{
    (void)state;
    static const char *const damages[] = {
        "UPDATE attribution SET cue_end = 100000000",  "UPDATE attribution SET source_begin = -5",
        "UPDATE attribution SET form = 99",            "UPDATE attribution SET contents = x'ffffff00ffffff7f'",
        "UPDATE attribution SET contents = x'0500000001000000'", "UPDATE attribution SET to_entity = 2",
        "UPDATE entity SET mentions = x'00000000ffffff7f'",      "UPDATE article SET byline_end = 99999999"};
    for (size_t i = 0; i < COUNT(damages); i++) {
        Scene s;
        KeptArticle kept;
        Error error;
        scene_open(&s);
        uint32_t article = scene_article(&s, "Meridian", "2026-03-03", 0);
        scene_say(&s, of(article, "Ansel Threlk", SAYSO_ACT_STATE));
        scene_write(&s);
        assert_int_equal(ledger_article(s.ledger, article, &s.arena, &kept, &error), SAYSO_OK);
        scene_run(scene_query(&s, damages[i]));
        assert_int_equal(ledger_article(s.ledger, article, &s.arena, &kept, &error), SAYSO_ERROR_IO);
        assert_non_null(strstr(error.message, "article 1 is damaged; 'sayso verify' tells where"));
        scene_close(&s);
    }
}

/* A stretch that lies outside the text is none. */
static void a_damaged_stretch_is_left_out(void **state)
{
    (void)state;
    Scene s;
    AuditAnswer a;
    scene_open(&s);
    uint32_t first = scene_article(&s, "Meridian", "2026-03-03", 0),
             second = scene_article(&s, "Northlight", "2026-03-04", 0);
    scene_say(&s, of(first, "Ansel Threlk", SAYSO_ACT_STATE));
    scene_say(&s, of(second, "Ansel Threlk", SAYSO_ACT_STATE));
    scene_copied(&s, second, (Span){3, 1u << 30}, first, (Span){0, 1u << 31});
    scene_write(&s);
    for (uint32_t i = first; i <= second; i++) {
        assert_int_equal(ledger_audit(s.ledger, i, &s.arena, &a, NULL), SAYSO_OK);
        assert_int_equal(a.copied_count, 0);
    }
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_an_article_took_back_is_nobodys_position),
        cmocka_unit_test(a_copy_leads_back_to_what_was_taken_out),
        cmocka_unit_test(a_limit_does_not_change_the_origins),
        cmocka_unit_test(a_whole_name_does_not_hide_the_others),
        cmocka_unit_test(newest_articles_first_and_each_as_it_was_written),
        cmocka_unit_test(days_choose_among_the_talks_that_count),
        cmocka_unit_test(the_same_official_is_counted_once),
        cmocka_unit_test(an_audit_looks_at_fifty_claims),
        cmocka_unit_test(a_damaged_article_is_refused),
        cmocka_unit_test(a_damaged_stretch_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
