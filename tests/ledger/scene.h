/* scene: a claim told by articles that are written down by hand, row by row, in a real ledger: what the reader makes
 * of texts does not blur how the claim came here. */
#ifndef SAYSO_SCENE_H
#define SAYSO_SCENE_H

#include <unistd.h>

#include "ledger/ask/ask.h"
#include "unit.h"

#define SCENE_ARTICLES 12u
#define SCENE_CONTENT "that the dredger left its mooring on nine of the 212 days"

typedef struct SceneArticle {
    char text[2000];
    size_t size;
    uint32_t statements, entities;
    const char *day;
} SceneArticle;

typedef struct Scene {
    char path[64];
    Ledger *ledger;
    Arena arena;
    SceneArticle articles[SCENE_ARTICLES + 1]; /* by id, from 1 */
    uint32_t article_count;
    ClaimAnswer answer;
} Scene;

typedef struct SceneSaid { /* one statement; what is NULL or 0 is not there */
    uint32_t article;
    const char *source, *name; /* its words · who that is */
    sayso_kind kind;
    sayso_act act;
    const char *via; /* the outlet's name, its words too */
    uint32_t within;
} SceneSaid;

static inline Query *scene_query(Scene *s, const char *sql)
{
    Query *q = db_query(s->ledger->db, sql, NULL);
    assert_non_null(q);
    return q;
}

static inline void scene_run(Query *q) { assert_int_equal(query_run(q, NULL), SAYSO_OK); }

static inline int64_t scene_number(Scene *s, const char *sql, Text parameter)
{
    Status status;
    Query *q = scene_query(s, sql);
    bind_text(q, 1, parameter);
    int64_t number = query_next(q, &status, NULL) ? column_int(q, 0) : 0;
    assert_int_equal(status, SAYSO_OK);
    query_end(q);
    return number;
}

static inline void scene_open(Scene *s)
{
    *s = (Scene){.path = "/tmp/sayso-scene-XXXXXX"};
    int file = mkstemp(s->path);
    assert_true(file >= 0);
    close(file);
    arena_init(&s->arena, &libc_allocator, SIZE_MAX / 2);
    assert_int_equal(ledger_open(s->path, LEDGER_KEEP, 1000, &s->ledger, NULL), SAYSO_OK);
    scene_run(scene_query(s, "INSERT INTO maker VALUES (1, 'sayso', 'hand', 1)"));
    scene_run(scene_query(s, "INSERT INTO claim VALUES (1, 0, '" SCENE_CONTENT "', x'', NULL, NULL, 0)"));
}

static inline void scene_close(Scene *s)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    ledger_close(s->ledger);
    arena_free(&s->arena);
    for (size_t i = 0; i < COUNT(endings); i++) {
        char path[80];
        snprintf(path, sizeof path, "%s%s", s->path, endings[i]);
        (void)unlink(path);
    }
}

static inline int64_t scene_outlet(Scene *s, const char *name)
{
    Text key;
    assert_true(name_key(text_literal(name), &s->arena, &key));
    Query *q = scene_query(s, "INSERT OR IGNORE INTO outlet (key, name) VALUES (?1, ?2)");
    bind_text(q, 1, key);
    bind_text(q, 2, text_literal(name));
    scene_run(q);
    return scene_number(s, "SELECT id FROM outlet WHERE key = ?1", key);
}

/* `outlet` NULL: none. `family`: 0: its own. */
static inline uint32_t scene_article(Scene *s, const char *outlet, const char *day, uint32_t family)
{
    uint32_t id = ++s->article_count;
    assert_true(id <= SCENE_ARTICLES);
    s->articles[id].day = day;
    int64_t outlet_id = outlet ? scene_outlet(s, outlet) : 0;
    Query *q = scene_query(
        s, "INSERT INTO article (id, story, revision, current, label, outlet, published, added, maker, sha256,"
           " words, family, byline_begin, byline_end, text) VALUES (?1, ?1, 0, 1, 'article-' || ?1, nullif(?2, 0), ?3,"
           " '2026-03-20', 1, x'', 0, ?4, 0, 0, '')");
    bind_int(q, 1, id);
    bind_int(q, 2, outlet_id);
    bind_text(q, 3, text_literal(day));
    bind_int(q, 4, family ? family : id);
    scene_run(q);
    return id;
}

static inline Span scene_words(Scene *s, uint32_t article, const char *words)
{
    SceneArticle *a = &s->articles[article];
    size_t n = strlen(words);
    assert_true(a->size + n + 1 < sizeof a->text);
    Span span = {(uint32_t)a->size, (uint32_t)(a->size + n)};
    memcpy(a->text + a->size, words, n);
    a->text[a->size + n] = ' ';
    a->size += n + 1;
    return n ? span : (Span){0};
}

static inline int64_t scene_actor(Scene *s, const char *name, sayso_type type)
{
    Text key;
    assert_true(name_key(text_literal(name), &s->arena, &key));
    Query *q = scene_query(s, "INSERT OR IGNORE INTO actor (key, type, name) VALUES (?1, ?2, ?3)");
    bind_text(q, 1, key);
    bind_int(q, 2, type);
    bind_text(q, 3, text_literal(name));
    scene_run(q);
    return scene_number(s, "SELECT id FROM actor WHERE key = ?1 ORDER BY id", key);
}

/* The number of the article's new entity. */
static inline uint32_t scene_entity(Scene *s, uint32_t article, const char *name, sayso_type type)
{
    int64_t actor = scene_actor(s, name, type);
    Query *q = scene_query(
        s, "INSERT INTO entity (article, number, type, name, actor, mentions, roles) VALUES (?1, ?2, ?3, ?4, ?5,"
           " x'', x'')");
    bind_int(q, 1, article);
    bind_int(q, 2, ++s->articles[article].entities);
    bind_int(q, 3, type);
    bind_text(q, 4, text_literal(name));
    bind_int(q, 5, actor);
    scene_run(q);
    return s->articles[article].entities;
}

static inline void scene_credit(Scene *s, uint32_t article, const char *outlet)
{
    uint32_t number = scene_entity(s, article, outlet, SAYSO_TYPE_OUTLET);
    uint8_t blob[4] = {(uint8_t)number};
    Query *q = scene_query(s, "UPDATE article SET credits = ?2 WHERE id = ?1");
    bind_int(q, 1, article);
    bind_blob(q, 2, blob, sizeof blob);
    scene_run(q);
}

static inline void scene_pack(Span span, uint8_t out[8])
{
    for (unsigned i = 0; i < 4; i++) {
        out[i] = (uint8_t)(span.begin >> (8 * i));
        out[i + 4] = (uint8_t)(span.end >> (8 * i));
    }
}

/* Of statement `in`; claim 0: its content is another matter. Returns its number in the article. */
static inline uint32_t scene_say_of(Scene *s, SceneSaid in, int64_t claim, Span *content)
{
    Span source = scene_words(s, in.article, in.source ? in.source : "");
    Span via = scene_words(s, in.article, in.via ? in.via : "");
    Span words = scene_words(s, in.article, SCENE_CONTENT);
    uint32_t entity = in.name ? scene_entity(s, in.article, in.name, SAYSO_TYPE_PERSON) : 0;
    uint32_t via_entity = in.via ? scene_entity(s, in.article, in.via, SAYSO_TYPE_OUTLET) : 0;
    int64_t actor = in.name ? scene_actor(s, in.name, SAYSO_TYPE_PERSON) : 0;
    int64_t via_actor = in.via ? scene_actor(s, in.via, SAYSO_TYPE_OUTLET) : 0;
    uint8_t blob[8];
    scene_pack(words, blob);
    if (content) *content = words;
    Query *q = scene_query(
        s, "INSERT INTO attribution VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, 0), ?7, 0, 0, ?8, 0, ?9, 0, 0, 0, NULL,"
           " ?10, ?11, ?12, nullif(?13, 0), 0, 0, NULL, ?14, 0, 0, ?15, 0.5, nullif(?16, 0))");
    const int64_t numbers[] = {
        in.article, ++s->articles[in.article].statements, source.begin, source.end, entity, actor, in.kind};
    for (int i = 0; i < 7; i++) bind_int(q, i + 1, numbers[i]);
    bind_blob(q, 8, blob, sizeof blob);
    bind_int(q, 9, in.act ? in.act : SAYSO_ACT_STATE);
    bind_int(q, 10, via.begin);
    bind_int(q, 11, via.end);
    bind_int(q, 12, via_entity);
    bind_int(q, 13, via_actor);
    bind_text(q, 14, text_literal(s->articles[in.article].day));
    bind_int(q, 15, in.within);
    bind_int(q, 16, claim);
    scene_run(q);
    return s->articles[in.article].statements;
}

static inline uint32_t scene_say(Scene *s, SceneSaid in) { return scene_say_of(s, in, 1, NULL); }

/* What lies at `here` in the later article was copied from `there` in the earlier. */
static inline void scene_copied(Scene *s, uint32_t later, Span here, uint32_t earlier, Span there)
{
    uint8_t blob[20] = {0};
    scene_pack(here, blob);
    scene_pack(there, blob + 8);
    blob[16] = 12;
    Query *q = scene_query(s, "INSERT INTO reprint VALUES (?1, ?2, 0.2, 12)");
    bind_int(q, 1, later);
    bind_int(q, 2, earlier);
    scene_run(q);
    q = scene_query(s, "INSERT INTO stretch VALUES (?1, ?2, ?3)");
    bind_int(q, 1, later);
    bind_int(q, 2, earlier);
    bind_blob(q, 3, blob, sizeof blob);
    scene_run(q);
}

/* The articles' texts, as far as they are told: before the ledger is asked. */
static inline void scene_write(Scene *s)
{
    for (uint32_t i = 1; i <= s->article_count; i++) {
        Query *q = scene_query(s, "UPDATE article SET text = ?2 WHERE id = ?1");
        bind_int(q, 1, i);
        bind_text(q, 2, text_of(s->articles[i].text, s->articles[i].size));
        scene_run(q);
    }
}

/* Origins and holders of the claim, as `answer`. Promises that hold for every claim are checked. */
static inline void scene_ask(Scene *s)
{
    scene_write(s);
    ClaimAnswer *a = &s->answer;
    *a = (ClaimAnswer){.claim = {.id = 1}};
    Query *q = scene_query(s, STATEMENT_SELECT "WHERE t.claim = 1 ORDER BY t.day, t.article, t.number");
    assert_int_equal(statements_read(q, 1000, &s->arena, &a->statements, NULL), SAYSO_OK);
    assert_int_equal(origins_find(s->ledger, &s->arena, a, NULL), SAYSO_OK);
    assert_int_equal(holders_find(s->ledger, &s->arena, a, NULL), SAYSO_OK);
    uint32_t counted = 0;
    for (uint32_t i = 0; i < a->origin_count; i++) counted += a->origins[i].statement_count;
    for (uint32_t i = 0; i < a->statements.count; i++) {
        uint32_t at = i, steps = 0;
        counted += a->origin_of[i] == NONE;
        while (a->hand_from[at] != at && steps++ <= a->statements.count) at = a->hand_from[at];
        assert_true(steps <= a->statements.count); /* no ring */
        assert_int_equal(a->origin_of[at], a->origin_of[i]);
        assert_true((a->hand[i] == HAND_FIRST) == (a->hand_from[i] == i));
    }
    assert_int_equal(counted, a->statements.count);
}

#endif
