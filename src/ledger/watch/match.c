/* Articles that came in are matched, one after the other by their numbers.
 *
 *   article ──> its statements; of a revision what changed and what it dropped ──┐
 *           └─> its events ──────────────────────────────────────────────────────┴─> watches that want them ──> alerts
 *
 * Two are one alert where the same speaker says the same in the same way, in articles of one family: forty reprints of
 * a wire story are told once, with their number. */
#include <stdio.h>
#include <stdlib.h>

#include "ledger/keep/keep.h"
#include "ledger/watch/watch.h"

#define TOGETHER 64u /* articles of one transaction: others wait meanwhile */

typedef struct Scene {                      /* the article that is matched */
    int64_t article, story, family, before; /* before: the revision before it; 0: it is the first */
    uint64_t outlet;                        /* of its key */
} Scene;

/* ---- what was found ---- */

typedef struct Find {
    const Matter *matter;
    const Scene *scene;
    int64_t article; /* in which it stands */
    uint32_t number;
    AlertSort sort;
    Text words;
    Changes changes;
    const Statement *statement; /* whose changes are still to be found, or NULL */
    bool asked;                 /* they were */
    bool again;                 /* of a revision: no copy of another */
} Find;

static uint64_t same_of(const Find *f)
{
    uint64_t revised = f->again ? hash_mix((uint64_t)f->scene->article + 1) : 0;
    return hash_mix(f->matter->same ^ revised ^ (uint64_t)f->sort << 60) >> 1; /* SQLite's numbers have a sign */
}

/* ---- of a test ---- nothing is kept */

static uint64_t key_of_find(const Find *f)
{
    return (hash_mix((uint64_t)f->scene->family) ^ same_of(f)) | 1;
}

static Seen *place_of(Seen *seen, uint32_t room, uint64_t key)
{
    uint32_t at = (uint32_t)(key >> 32) & (room - 1);
    while (seen[at].key && seen[at].key != key) at = (at + 1) & (room - 1);
    return &seen[at];
}

static void find_dry(Found *d, const Find *f, bool *there, bool *here)
{
    const Seen *s = d->room ? place_of(d->seen, d->room, key_of_find(f)) : NULL;
    *there = s && s->key;
    *here = *there && s->article == f->article;
    if (*there && !*here && s->item < d->count) d->items[s->item].copies++;
}

/* At most half of its places are taken. */
static bool make_room(Found *d, Arena *arena)
{
    if (2 * (d->seen_count + 1) <= d->room) return true;
    uint32_t room = d->room ? 2 * d->room : 64;
    Seen *seen = TAKE(arena, Seen, room);
    if (!seen) return false;
    memset(seen, 0, room * sizeof *seen);
    for (uint32_t i = 0; i < d->room; i++)
        if (d->seen[i].key) *place_of(seen, room, d->seen[i].key) = d->seen[i];
    d->seen = seen;
    d->room = room;
    return true;
}

static Status keep_dry(Matcher *m, const Find *f, const Watch *w)
{
    Found *d = m->dry;
    Arena *arena = m->index->arena;
    void *items = d->items;
    if (!make_room(d, arena)) return fail_memory(m->error);
    uint64_t key = key_of_find(f);
    *place_of(d->seen, d->room, key) = (Seen){key, f->article, d->count};
    d->seen_count++;
    if (d->count == d->limit) return SAYSO_OK;
    if (!arena_grow(arena, &items, &d->capacity, d->count + 1, sizeof *d->items)) return fail_memory(m->error);
    d->items = items;
    Alert *a = &d->items[d->count];
    *a = (Alert){.watch = w->id,
                 .article = f->article,
                 .number = f->number,
                 .sort = f->sort,
                 .reasons = f->changes.reasons,
                 .claim = f->matter->claim,
                 .origins = f->changes.origins,
                 .watch_name = w->name};
    Text fields = text_literal(f->changes.fields ? f->changes.fields : "");
    if (!keep_text(arena, fields, &a->fields) || !keep_text(arena, f->words, &a->words)) return fail_memory(m->error);
    d->count++;
    return SAYSO_OK;
}

/* ---- of a run ---- */

/* *there: it was found before; *here: in this same article. */
static Status find_same(Matcher *m, const Find *f, const Watch *w, bool *there, bool *here)
{
    Status status;
    int64_t id = 0, article = 0, same = (int64_t)same_of(f);
    *there = *here = false;
    Query *q =
        db_query(m->ledger->db, "SELECT id, article FROM alert WHERE watch = ?1 AND family = ?2 AND same = ?3 LIMIT 1",
                 m->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, w->id);
    bind_int(q, 2, f->scene->family);
    bind_int(q, 3, same);
    if (query_next(q, &status, m->error)) {
        id = column_int(q, 0);
        article = column_int(q, 1);
    }
    query_end(q);
    *there = id != 0;
    *here = id && article == f->article;
    if (status || !*there || *here) return status;
    if (!(q = db_query(m->ledger->db, "UPDATE alert SET copies = copies + 1 WHERE id = ?1", m->error)))
        return SAYSO_ERROR_IO;
    bind_int(q, 1, id);
    return query_run(q, m->error);
}

static Status keep_alert(Matcher *m, const Find *f, const Watch *w)
{
    Query *q = db_query(
        m->ledger->db,
        "INSERT INTO alert (id, watch, article, number, sort, reasons, fields, claim, origins, family, same, made,"
        " words) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),"
        " coalesce(?12, ''))",
        m->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, m->last + 1);
    bind_int(q, 2, w->id);
    bind_int(q, 3, f->article);
    bind_int(q, 4, f->number);
    bind_int(q, 5, f->sort);
    bind_int(q, 6, f->changes.reasons);
    bind_text(q, 7, text_literal(f->changes.fields ? f->changes.fields : ""));
    bind_id(q, 8, f->matter->claim);
    bind_int(q, 9, f->changes.origins);
    bind_int(q, 10, f->scene->family);
    bind_int(q, 11, (int64_t)same_of(f));
    bind_text(q, 12, f->words);
    Status status = query_run(q, m->error);
    m->last += !status;
    return status;
}

static bool is_gated(const Watch *w, const Find *f)
{
    return (w->new_origin && !(f->changes.reasons & REASON_NEW_ORIGIN)) ||
           (w->contradicts && !(f->changes.reasons & REASON_CONTRADICTS));
}

/* What changed is asked once, of what some watch wants. */
static Status ask_changes(Matcher *m, Find *f)
{
    if (f->asked || !f->statement) return SAYSO_OK;
    f->asked = true;
    return changes_find(m->ledger, f->statement, m->arena, &f->changes, m->error);
}

static Status alert(Matcher *m, Find *f, const Watch *w)
{
    bool there, here;
    Status status = SAYSO_OK;
    if (m->dry)
        find_dry(m->dry, f, &there, &here);
    else
        status = find_same(m, f, w, &there, &here);
    if (status) return status;
    m->run.copies += there && !here;
    if (there) return SAYSO_OK;
    status = ask_changes(m, f);
    if (status || is_gated(w, f)) return status;
    m->run.alerts++;
    return m->dry ? keep_dry(m, f, w) : keep_alert(m, f, w);
}

static Status find_all(Matcher *m, Find *f)
{
    uint32_t *wanted, count;
    Status status = matter_find(m->index, f->matter, m->arena, &wanted, &count, m->error);
    for (uint32_t i = 0; i < count && !status; i++) status = alert(m, f, &m->index->items[wanted[i]].watch);
    return status;
}

/* ---- statements ---- */

static bool read_statement(Matcher *m, const Scene *scene, const Statement *s, Matter *out, Status *status)
{
    int64_t *one = TAKE(m->arena, int64_t, 1);
    if (!one) return false;
    *one = s->actor;
    bool joint = s->actor_count > 1;
    *out = (Matter){.actors = joint ? s->actors : one,
                    .actor_count = joint      ? s->actor_count
                                   : s->actor ? 1
                                              : 0,
                    .claim = s->claim,
                    .outlet = scene->outlet,
                    .act = s->a.act,
                    .kind = s->a.kind};
    *status = matter_read(m->ledger->db, s->content, m->arena, out, m->error);
    uint64_t speaker = s->actor ? hash_mix((uint64_t)s->actor) : hash_text(s->source, KEY_NAME);
    uint64_t says = s->claim ? hash_mix((uint64_t)s->claim ^ UINT64_C(1) << 62)
                             : hash_bytes(out->words, out->word_count * sizeof *out->words, KEY_WORD);
    out->same = hash_mix(says ^ hash_mix(speaker + (uint64_t)s->a.act));
    return true;
}

/* `changed`: what became of it by a revision, or NULL; `before`: it, as the revision before has it. */
static Status match_statement(Matcher *m, const Scene *scene, const Statement *s, const Changed *changed,
                              const sayso_attribution *before)
{
    Matter matter;
    Status status = SAYSO_OK;
    bool gone = changed && changed->change == CHANGE_GONE, revised = changed && changed->change != CHANGE_NEW;
    if (s->a.negated) return SAYSO_OK; /* "did not accuse": nobody has said anything */
    if (!read_statement(m, scene, s, &matter, &status)) return fail_memory(m->error);
    if (status) return status;
    Find f = {.matter = &matter,
              .scene = scene,
              .article = s->article,
              .number = s->number,
              .sort = gone ? ALERT_DROPPED : ALERT_STATEMENT,
              .words = s->content,
              .statement = gone ? NULL : s,
              .again = revised};
    if (gone) f.changes.reasons = REASON_DROPPED;
    if (revised && !gone) {
        bool named = before && before->kind == SAYSO_KIND_UNNAMED && s->actor && s->a.kind != SAYSO_KIND_UNNAMED;
        f.changes.reasons = REASON_REVISED | (named ? REASON_NAMED : 0u);
        f.changes.fields = changed->change == CHANGE_WORDS ? "words" : changed->fields;
    }
    return find_all(m, &f);
}

/* ---- a revision ---- */

typedef struct Revision {
    KeptArticle before, after;
    Changed *changes;
    uint32_t count;
    Statements dropped; /* all of the revision before */
} Revision;

static Status read_revision(Matcher *m, const Scene *scene, Revision *out)
{
    *out = (Revision){.count = 0};
    Status status = ledger_article(m->ledger, scene->before, m->arena, &out->before, m->error);
    if (!status) status = ledger_article(m->ledger, scene->article, m->arena, &out->after, m->error);
    if (!status) status = articles_compare(&out->before, &out->after, m->arena, &out->changes, &out->count, m->error);
    return status ? status : ledger_statements(m->ledger, scene->before, m->arena, &out->dropped, m->error);
}

static const Statement *numbered(const Statements *all, uint32_t index)
{
    for (uint32_t i = 0; i < all->count; i++)
        if (all->items[i].number == index + 1) return &all->items[i];
    return NULL; /* a decision drops it */
}

static Status match_revision(Matcher *m, const Scene *scene, const Statements *all)
{
    Revision r;
    Status status = read_revision(m, scene, &r);
    for (uint32_t i = 0; i < r.count && !status; i++) {
        const Changed *c = &r.changes[i];
        if (c->change == CHANGE_NONE || c->change == CHANGE_MOVED) continue;
        bool gone = c->change == CHANGE_GONE;
        const Statement *s = gone ? numbered(&r.dropped, c->before) : numbered(all, c->after);
        const sayso_attribution *before =
            c->before < r.before.attribution_count ? &r.before.attributions[c->before] : NULL;
        if (s) status = match_statement(m, scene, s, c, before);
    }
    return status;
}

static Status match_statements(Matcher *m, const Scene *scene)
{
    Statements all;
    Status status = ledger_statements(m->ledger, scene->article, m->arena, &all, m->error);
    if (!status && scene->before) return match_revision(m, scene, &all);
    for (uint32_t i = 0; i < all.count && !status; i++) status = match_statement(m, scene, &all.items[i], NULL, NULL);
    return status;
}

/* ---- events ---- */

static Status evidence_of(const KeptArticle *kept, const sayso_event *e, Arena *arena, Text *out, Error *error)
{
    Text *parts = TAKE(arena, Text, 2 * (size_t)e->told_count + 1);
    uint32_t count = 0;
    if (!parts) return fail_memory(error);
    for (uint32_t i = 0; i < e->told_count; i++) {
        if (count) parts[count++] = text_literal(" … ");
        parts[count++] = text_slice(kept->text, e->evidence[i]);
    }
    return text_join(arena, parts, count, out) ? SAYSO_OK : fail_memory(error);
}

static void add_actors(const KeptArticle *kept, const sayso_event_party *parties, uint32_t count, int64_t *out,
                       uint32_t *n)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t entity = parties[i].entity;
        if (entity && entity <= kept->entity_count && kept->entities[entity - 1].actor)
            out[(*n)++] = kept->entities[entity - 1].actor;
    }
}

static Status read_event(Matcher *m, const Scene *scene, const KeptArticle *kept, const sayso_event *e, Matter *out,
                         Text *words)
{
    int64_t *actors = TAKE(m->arena, int64_t, (size_t)e->actor_count + e->recipient_count + 1);
    if (!actors) return fail_memory(m->error);
    *out = (Matter){.actors = actors, .outlet = scene->outlet, .is_event = true, .type = e->type};
    add_actors(kept, e->actors, e->actor_count, actors, &out->actor_count);
    add_actors(kept, e->recipients, e->recipient_count, actors, &out->actor_count);
    Status status = evidence_of(kept, e, m->arena, words, m->error);
    if (!status) status = matter_read(m->ledger->db, *words, m->arena, out, m->error);
    if (status) return status;
    uint64_t who = hash_bytes(actors, out->actor_count * sizeof *actors, KEY_EVENT);
    out->same = hash_mix(hash_bytes(out->words, out->word_count * sizeof *out->words, who) + (uint64_t)e->type * 16 +
                         (uint64_t)e->status);
    return SAYSO_OK;
}

/* In a condition, to come, demanded, not done: nothing has taken place. */
static bool is_told(const sayso_event *e)
{
    return e->status == SAYSO_STATUS_ASSERTED || e->status == SAYSO_STATUS_REPORTED || e->status == SAYSO_STATUS_DENIED;
}

static Status is_known(Matcher *m, const Scene *scene, const KeptArticle *before, const Matter *matter, bool *out)
{
    Status status = SAYSO_OK;
    *out = false;
    for (uint32_t i = 0; before && i < before->event_count && !status && !*out; i++) {
        Matter old;
        Text words;
        if (before->events[i].type != matter->type) continue;
        status = read_event(m, scene, before, &before->events[i], &old, &words);
        *out = !status && old.same == matter->same;
    }
    return status;
}

static Status match_event(Matcher *m, const Scene *scene, const KeptArticle *kept, const KeptArticle *before,
                          const sayso_event *e)
{
    Matter matter;
    Text words;
    bool known;
    if (!is_told(e)) return SAYSO_OK;
    Status status = read_event(m, scene, kept, e, &matter, &words);
    if (!status) status = is_known(m, scene, before, &matter, &known);
    if (status || known) return status;
    Find f = {
        .matter = &matter, .scene = scene, .article = kept->id, .number = e->id, .sort = ALERT_EVENT, .words = words};
    return find_all(m, &f);
}

static Status match_events(Matcher *m, const Scene *scene)
{
    KeptArticle kept, before;
    Status status = ledger_article(m->ledger, scene->article, m->arena, &kept, m->error);
    if (!status && scene->before && kept.event_count)
        status = ledger_article(m->ledger, scene->before, m->arena, &before, m->error);
    for (uint32_t i = 0; !status && i < kept.event_count; i++)
        status = match_event(m, scene, &kept, scene->before ? &before : NULL, &kept.events[i]);
    return status;
}

/* ---- an article ---- */

static Status read_scene(Matcher *m, int64_t article, Scene *out)
{
    Status status;
    Query *q =
        db_query(m->ledger->db,
                 "SELECT r.story, r.family, o.key, (SELECT b.id FROM article b WHERE b.story = r.story AND b.revision ="
                 " r.revision - 1) FROM article r LEFT JOIN outlet o ON o.id = r.outlet WHERE r.id = ?1",
                 m->error);
    *out = (Scene){.article = article};
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    if (query_next(q, &status, m->error)) {
        Text key = column_text(q, 2);
        out->story = column_int(q, 0);
        out->family = column_int(q, 1);
        out->outlet = key.size ? hash_text(key, KEY_OF_OUTLET) : 0;
        out->before = column_int(q, 3);
    }
    query_end(q);
    return status;
}

Status match_article(Matcher *m, int64_t article)
{
    Scene scene;
    Status status = read_scene(m, article, &scene);
    if (!status && m->index->statements) status = match_statements(m, &scene);
    if (!status && m->index->events) status = match_events(m, &scene);
    m->run.articles += !status;
    return status;
}

/* ---- what came in ---- */

static Status match_after(Matcher *m, int64_t *mark, size_t *count)
{
    int64_t ids[TOGETHER];
    Status status = ledger_articles(m->ledger, *mark, false, ids, TOGETHER, count, m->error);
    for (size_t i = 0; i < *count && !status; i++) {
        status = match_article(m, ids[i]);
        arena_reset(m->arena);
        if (!status) *mark = ids[i];
    }
    return status;
}

/* One transaction; *more: there may be further articles. */
static Status match_some(Matcher *m, bool *more)
{
    Db *db = m->ledger->db;
    int64_t mark;
    size_t count = 0;
    WatchRun before = m->run;
    Status status = db_begin(db, m->error);
    if (status) return status;
    status = alert_number(db, "watched", &mark, m->error); /* another program may have looked since */
    if (!status) status = alert_number(db, "alerts", &m->last, m->error);
    if (!status) status = match_after(m, &mark, &count);
    if (!status && count) status = alert_number_keep(db, "watched", mark, m->error);
    if (!status && count) status = alert_number_keep(db, "alerts", m->last, m->error);
    if (!status) status = db_commit(db, m->error);
    if (status) db_rollback(db);
    if (status) m->run = before;
    *more = count == TOGETHER;
    return status;
}

static Status is_behind(Db *db, bool *out, Error *error)
{
    int64_t newest = 0, mark;
    Query *q = db_query(db, "SELECT coalesce(max(id), 0) FROM article", error);
    Status status = q ? query_number(q, &newest, error) : SAYSO_ERROR_IO;
    if (!status) status = alert_number(db, "watched", &mark, error);
    *out = !status && newest > mark;
    return status;
}

static Status match_all(Matcher *m, bool (*progress)(void *context), void *context)
{
    Status status = SAYSO_OK;
    for (bool more = true; more && !status;) {
        status = match_some(m, &more);
        if (more && progress && !progress(context)) break;
    }
    return status;
}

Status ledger_watch_match(Ledger *ledger, bool (*progress)(void *context), void *context, WatchRun *out, Error *error)
{
    Arena all, one;
    Watch *watches;
    Index index;
    Matcher m = {.ledger = ledger, .index = &index, .arena = &one, .error = error};
    uint32_t count = 0;
    bool behind;
    *out = (WatchRun){0};
    Status status = is_behind(ledger->db, &behind, error);
    if (status || !behind) return status;
    arena_init(&all, &libc_allocator, SIZE_MAX);
    arena_init(&one, &libc_allocator, SIZE_MAX);
    status = watches_read(ledger->db, &all, &watches, &count, error);
    if (!status) status = index_make(ledger->db, watches, count, &all, &index, error);
    if (!status && count) status = match_all(&m, progress, context);
    *out = m.run;
    arena_free(&one);
    arena_free(&all);
    return status;
}

/* ---- what would have been found ---- */

static Status first_since(Db *db, const char *since, int64_t *out, Error *error)
{
    Query *q = db_query(db, "SELECT coalesce(min(id), 0) FROM article WHERE added >= ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, text_literal(since));
    return query_number(q, out, error);
}

static Status test_all(Matcher *m, int64_t first)
{
    int64_t ids[TOGETHER], after = first - 1;
    size_t count = TOGETHER;
    Status status = SAYSO_OK;
    while (!status && count == TOGETHER) {
        status = ledger_articles(m->ledger, after, false, ids, TOGETHER, &count, m->error);
        for (size_t i = 0; i < count && !status; i++) {
            status = match_article(m, after = ids[i]);
            arena_reset(m->arena);
        }
    }
    return status;
}

Status ledger_watch_test(Ledger *ledger, int64_t watch, const char *since, uint32_t limit, Arena *arena, Alert **out,
                         uint32_t *count, WatchRun *run, Error *error)
{
    Arena one;
    Watch one_of;
    Index index;
    Found found = {.limit = limit};
    int64_t first = 0;
    char number[24];
    (void)snprintf(number, sizeof number, "%lld", (long long)watch);
    Status status = ledger_watch_find(ledger, number, arena, &one_of, error);
    if (!status) status = index_make(ledger->db, &one_of, 1, arena, &index, error);
    if (!status) status = first_since(ledger->db, since, &first, error);
    arena_init(&one, &libc_allocator, SIZE_MAX);
    Matcher m = {.ledger = ledger, .index = &index, .dry = &found, .arena = &one, .error = error};
    if (!status && first) status = test_all(&m, first);
    arena_free(&one);
    *out = found.items;
    *count = found.count;
    *run = m.run;
    return status;
}
