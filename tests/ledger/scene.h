/* scene: a claim told by articles that are written down by hand, statement by statement: what the reader makes of texts, and
 * the ledger of readings, does not blur how the claim came here. Statements are in memory, as a question would have them; the
 * tables hold what tracing looks up beside them. */
#ifndef SAYSO_SCENE_H
#define SAYSO_SCENE_H

#include <unistd.h>

#include "ledger/origin/origin.h"
#include "unit.h"

#define SCENE_CONTENT "that the dredger left its mooring on nine of the 212 days"

typedef struct SceneArticle {
    const char *outlet, *day, *added, *url;
    int64_t story; /* 0: its own */
    uint32_t size, statements, entities; /* size: bytes of its text so far */
    int64_t family;
    bool old; /* an earlier revision */
} SceneArticle;

typedef struct Scene {
    char path[64];
    Ledger ledger;
    Arena arena;
    SceneArticle *articles; /* by id, from 1 */
    uint32_t article_count, article_room;
    Statement *said;
    uint32_t said_count, said_room;
    ClaimAnswer answer;
} Scene;

typedef struct SceneSaid { /* one statement; what is NULL or 0 is not there */
    uint32_t article;
    const char *source, *name; /* its words · who that is */
    sayso_kind kind;
    sayso_act act;
    const char *via; /* the outlet's name, its words too */
    uint32_t within;
    const char *other;      /* who is named together with `name` */
    const char *content;    /* SCENE_CONTENT */
    const char *date;       /* of its own */
    const char *anonymity, *role;
    bool negated, direct;
} SceneSaid;

static inline Query *scene_query(Scene *s, const char *sql)
{
    Query *q = db_query(s->ledger.db, sql, NULL);
    assert_non_null(q);
    return q;
}

static inline void scene_run(Query *q) { assert_int_equal(query_run(q, NULL), SAYSO_OK); }

static inline int64_t scene_number(Scene *s, const char *sql, Text parameter, int64_t second)
{
    Status status;
    Query *q = scene_query(s, sql);
    bind_text(q, 1, parameter);
    bind_int(q, 2, second);
    int64_t number = query_next(q, &status, NULL) ? column_int(q, 0) : 0;
    assert_int_equal(status, SAYSO_OK);
    query_end(q);
    return number;
}

static inline void scene_open(Scene *s)
{
    *s = (Scene){.path = "/tmp/sayso-scene-XXXXXX", .ledger = {.mode = LEDGER_KEEP}};
    int file = mkstemp(s->path);
    assert_true(file >= 0);
    close(file);
    arena_init(&s->arena, &libc_allocator, SIZE_MAX / 2);
    assert_int_equal(db_open(s->path, LEDGER_KEEP, 1000, &s->ledger.db, NULL), SAYSO_OK);
    assert_int_equal(db_begin(s->ledger.db, NULL), SAYSO_OK);
    assert_int_equal(schema_make(s->ledger.db, NULL), SAYSO_OK);
    scene_run(scene_query(s, "INSERT INTO maker (id, program, model, format) VALUES (1, 'sayso', 'hand', 2)"));
    scene_run(scene_query(s, "INSERT INTO claim (id, sieve, text, gist, statements) VALUES (1, 0, '" SCENE_CONTENT "', x'', 0)"));
}

static inline void scene_close(Scene *s)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    db_rollback(s->ledger.db); /* what was written stayed in memory */
    db_close(s->ledger.db);
    arena_free(&s->arena);
    for (size_t i = 0; i < COUNT(endings); i++) {
        char path[80];
        snprintf(path, sizeof path, "%s%s", s->path, endings[i]);
        (void)unlink(path);
    }
}

/* `outlet` NULL: none. `family`: 0: its own. */
static inline uint32_t scene_article(Scene *s, const char *outlet, const char *day, uint32_t family)
{
    uint32_t id = ++s->article_count;
    assert_true(arena_grow(&s->arena, (void **)&s->articles, &s->article_room, id + 1, sizeof *s->articles));
    s->articles[id] = (SceneArticle){.outlet = outlet, .day = day, .added = "2026-03-20", .family = family ? family : id};
    Query *q = scene_query(
        s, "INSERT INTO article (id, story, revision, current, added, maker, sha256, words, family, byline_begin,"
           " byline_end, text) VALUES (?1, ?1, 0, 1, '2026-03-20', 1, x'', 0, ?2, 0, 0, '')");
    bind_int(q, 1, id);
    bind_int(q, 2, s->articles[id].family);
    scene_run(q);
    return id;
}

/* Where the next words of the article stand. */
static inline Span scene_words(Scene *s, uint32_t article, const char *words)
{
    SceneArticle *a = &s->articles[article];
    Span span = {a->size, a->size + (uint32_t)strlen(words)};
    if (span.end > span.begin) a->size = span.end + 1;
    return span.end > span.begin ? span : (Span){0};
}

static inline int64_t scene_actor(Scene *s, const char *name, sayso_type type)
{
    static const char find[] = "SELECT id FROM form WHERE key = ?1 AND type = ?2";
    int64_t id = scene_number(s, find, text_literal(name), type);
    if (id) return id;
    Query *q = scene_query(s, "INSERT INTO form (key, type, block, name, gender, actor, inferred, articles, level,"
                              " first_span, last_span) VALUES (?1, ?2, '', ?1, 0, 0, 0, 1, 0, 0, 0)");
    bind_text(q, 1, text_literal(name));
    bind_int(q, 2, type);
    scene_run(q);
    id = db_last_id(s->ledger.db);
    q = scene_query(s, "UPDATE form SET actor = id WHERE id = ?1");
    bind_int(q, 1, id);
    scene_run(q);
    q = scene_query(s, "INSERT INTO actor (id, type, name, gender) VALUES (?1, ?2, ?3, 0)");
    bind_int(q, 1, id);
    bind_int(q, 2, type);
    bind_text(q, 3, text_literal(name));
    scene_run(q);
    return id;
}

static inline void scene_credit(Scene *s, uint32_t article, const char *outlet)
{
    uint8_t blob[4] = {(uint8_t)++s->articles[article].entities};
    Query *q = scene_query(s, "INSERT INTO entity (article, number, type, name, gender, gender_by, mentions, roles)"
                              " VALUES (?1, ?2, ?3, ?4, 0, 0, x'', x'')");
    bind_int(q, 1, article);
    bind_int(q, 2, blob[0]);
    bind_int(q, 3, SAYSO_TYPE_OUTLET);
    bind_text(q, 4, text_literal(outlet));
    scene_run(q);
    q = scene_query(s, "UPDATE article SET credits = ?2 WHERE id = ?1");
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

static inline void scene_keep(Scene *s, const Statement *x)
{
    uint8_t blob[8];
    scene_pack(x->a.contents[0], blob);
    Query *q = scene_query(
        s, "INSERT INTO attribution (article, number, source_begin, source_end, entity, form, kind, cue_begin, cue_end,"
           " contents, manner, act, negated, to_begin, to_end, to_entity, via_begin, via_end, via_entity, when_begin,"
           " when_end, anonymity_begin, anonymity_end, within, confidence, clause, joint, dropped, claim) VALUES"
           " (?1, ?2, 0, 0, 0, nullif(?3, 0), ?4, 0, 0, ?5, 0, ?6, ?7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ?8, 0.5, 1, 0, 0,"
           " nullif(?9, 0))");
    bind_int(q, 1, x->article);
    bind_int(q, 2, x->number);
    bind_int(q, 3, x->actor);
    bind_int(q, 4, x->a.kind);
    bind_blob(q, 5, blob, sizeof blob);
    bind_int(q, 6, x->a.act);
    bind_int(q, 7, x->a.negated);
    bind_int(q, 8, x->a.within);
    bind_int(q, 9, x->claim);
    scene_run(q);
}

static inline void scene_days(Scene *s, Statement *x, const char *date)
{
    char *room = arena_take(&s->arena, 2, DAY_SIZE);
    assert_non_null(room);
    x->day = text_literal(date && *date ? date : s->articles[x->article].day);
    if (!interval_of(x->day, room, room + DAY_SIZE)) return;
    x->first_day = text_of(room, DAY_SIZE - 1);
    x->last_day = text_of(room + DAY_SIZE, DAY_SIZE - 1);
}

/* What is around it, among what was said before in the article, of whatever claim. */
static inline const Statement *scene_outer(const Scene *s, const Statement *x)
{
    for (uint32_t i = s->said_count; x->a.within && i-- > 0;)
        if (s->said[i].article == x->article && s->said[i].number == x->a.within) return &s->said[i];
    return NULL;
}

static inline void scene_names(Scene *s, Statement *x, SceneSaid in)
{
    int64_t *actors = TAKE(&s->arena, int64_t, 2);
    Text *names = TAKE(&s->arena, Text, 2);
    assert_true(actors && names);
    if (in.name) x->actor = scene_actor(s, in.name, SAYSO_TYPE_PERSON);
    if (!in.other) return;
    actors[0] = x->actor;
    actors[1] = scene_actor(s, in.other, SAYSO_TYPE_PERSON);
    names[0] = x->who;
    names[1] = text_literal(in.other);
    x->actors = actors;
    x->names = names;
    x->actor_count = 2;
}

/* The entity whose office the text tells: `role` is all of the article's text that is kept. */
static inline uint32_t scene_role(Scene *s, uint32_t article, const char *role)
{
    uint8_t blob[8];
    uint32_t number = ++s->articles[article].entities;
    scene_pack((Span){0, (uint32_t)strlen(role)}, blob);
    Query *q = scene_query(s, "UPDATE article SET text = ?2 WHERE id = ?1");
    bind_int(q, 1, article);
    bind_text(q, 2, text_literal(role));
    scene_run(q);
    q = scene_query(s, "INSERT INTO entity (article, number, type, name, gender, gender_by, mentions, roles)"
                       " VALUES (?1, ?2, 1, '', 0, 0, x'', ?3)");
    bind_int(q, 1, article);
    bind_int(q, 2, number);
    bind_blob(q, 3, blob, sizeof blob);
    scene_run(q);
    return number;
}

/* Of statement `in`; claim 0: its content is another matter. Returns its number in the article. */
static inline uint32_t scene_say_of(Scene *s, SceneSaid in, int64_t claim, Span *content)
{
    SceneArticle *article = &s->articles[in.article];
    Statement x = {.article = in.article, .claim = claim, .number = ++article->statements};
    (void)scene_words(s, in.article, in.source ? in.source : "");
    Span *words = TAKE(&s->arena, Span, 1);
    assert_non_null(words);
    *words = scene_words(s, in.article, in.content ? in.content : SCENE_CONTENT);
    x.a = (sayso_attribution){.id = x.number, .contents = words, .content_count = 1, .kind = in.kind, .within = in.within};
    x.a.act = in.act ? in.act : SAYSO_ACT_STATE;
    x.a.negated = in.negated;
    x.a.entity = in.role ? scene_role(s, in.article, in.role) : 0;
    x.a.form = in.direct ? SAYSO_FORM_DIRECT : SAYSO_FORM_INDIRECT;
    x.source = text_literal(in.source ? in.source : "");
    x.content = text_literal(in.content ? in.content : SCENE_CONTENT);
    x.via = x.through = text_literal(in.via ? in.via : "");
    x.who = text_literal(in.name ? in.name : "");
    x.anonymity = text_literal(in.anonymity ? in.anonymity : "");
    x.outlet = text_literal(article->outlet ? article->outlet : "");
    x.label = text_literal("article");
    x.url = text_literal(article->url ? article->url : "");
    x.story = article->story;
    x.added = text_literal(article->added);
    x.family = article->family;
    x.current = !article->old;
    scene_names(s, &x, in);
    scene_days(s, &x, in.date);
    const Statement *outer = scene_outer(s, &x);
    x.own = !x.a.within || (outer && x.actor && outer->actor == x.actor && !outer->a.within);
    x.reported_by = x.own || !outer ? text_literal("") : outer->source;
    scene_keep(s, &x);
    assert_true(arena_grow(&s->arena, (void **)&s->said, &s->said_room, s->said_count + 1, sizeof *s->said));
    s->said[s->said_count++] = x;
    if (content) *content = *words;
    return x.number;
}

static inline uint32_t scene_say(Scene *s, SceneSaid in) { return scene_say_of(s, in, 1, NULL); }

/* `words` of the later article, among them what lies at `here`, were copied from the earlier. */
static inline void scene_copied(Scene *s, uint32_t later, Span here, uint32_t earlier, Span there, uint32_t words)
{
    uint8_t blob[20] = {0};
    scene_pack(here, blob);
    scene_pack(there, blob + 8);
    blob[16] = (uint8_t)words;
    Query *q = scene_query(s, "INSERT INTO reprint (article, of, share, words) VALUES (?1, ?2, 0.2, 12)");
    bind_int(q, 1, later);
    bind_int(q, 2, earlier);
    scene_run(q);
    q = scene_query(s, "INSERT INTO stretch (article, of, stretches) VALUES (?1, ?2, ?3)");
    bind_int(q, 1, later);
    bind_int(q, 2, earlier);
    bind_blob(q, 3, blob, sizeof blob);
    scene_run(q);
}

static inline int scene_compare(const void *a, const void *b)
{
    const Statement *x = a, *y = b;
    int days = text_compare(x->first_day, y->first_day);
    if (days) return days;
    if (x->article != y->article) return x->article < y->article ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

/* Oldest first, as a question has them. */
static inline void scene_gather(Scene *s)
{
    Statements *all = &s->answer.statements;
    s->answer = (ClaimAnswer){.claim = {.id = 1}};
    all->items = TAKE(&s->arena, Statement, s->said_count + 1u);
    assert_non_null(all->items);
    for (uint32_t i = 0; i < s->said_count; i++)
        if (s->said[i].claim == 1) all->items[all->count++] = s->said[i];
    all->all = all->count;
    qsort(all->items, all->count, sizeof *all->items, scene_compare);
}

/* What holds for every claim. */
static inline void scene_check(const ClaimAnswer *a)
{
    uint32_t counted = 0, open = 0;
    for (uint32_t i = 0; i < a->origin_count; i++) {
        counted += a->origins[i].statement_count;
        open += a->origins[i].open;
        assert_true(!i || a->origins[i].open >= a->origins[i - 1].open);
        assert_true(a->origins[i].article_count && a->origins[i].article_count <= a->origins[i].statement_count);
        assert_int_equal(a->origin_of[a->origins[i].first], i);
    }
    assert_int_equal(open, a->claim.open_count);
    assert_true(a->claim.origin_count + open <= a->origin_count);
    for (uint32_t i = 0; i < a->statements.count; i++) {
        uint32_t at = i, steps = 0;
        counted += a->statements.items[i].current && a->origin_of[i] == NONE;
        while (a->hand_from[at] != at && steps++ <= a->statements.count) at = a->hand_from[at];
        assert_true(steps <= a->statements.count); /* no ring */
        assert_int_equal(a->origin_of[at], a->origin_of[i]);
        assert_true((a->hand[i] == HAND_FIRST) == (a->hand_from[i] == i));
    }
    assert_int_equal(counted, a->claim.statement_count);
}

/* Origins and holders of the claim, as `answer`. */
static inline void scene_ask(Scene *s)
{
    scene_gather(s);
    assert_int_equal(origins_find(&s->ledger, &s->arena, &s->answer, NULL), SAYSO_OK);
    assert_int_equal(holders_find(&s->arena, &s->answer, NULL), SAYSO_OK);
    scene_check(&s->answer);
}

#endif
