/* The events of an article: their rows go in, come out as they were read, and are proved. Which of several articles' are one
 * deed is in no row: deed/ finds it when it is asked. */
#include "ledger/keep/keep.h"

/* ---- in ---- */

typedef struct Writer {
    Db *db;
    int64_t article;
    const Told *told;
    const int64_t *forms; /* of each entity */
    Text day;             /* of the event that is written */
    Arena *scratch;
    Error *error;
} Writer;

static int64_t form_of(const Writer *w, uint32_t entity)
{
    return entity && entity <= w->told->entity_count ? w->forms[entity - 1] : 0;
}

static void bind_span(Query *q, int at, Span s)
{
    bind_int(q, at, s.begin);
    bind_int(q, at + 1, s.end);
}

#define PARTY_VALUES "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12"
static const char add_party_sql[] =
    "INSERT INTO party (" SEALED_PARTY ", seal) VALUES (" PARTY_VALUES ", seal('party', " PARTY_VALUES "))";

static Status add_party(const Writer *w, const sayso_event *e, int side, uint32_t place, const sayso_event_party *p)
{
    Query *q = db_query(w->db, add_party_sql, w->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, w->article);
    bind_int(q, 2, e->id);
    bind_int(q, 3, side);
    bind_int(q, 4, place);
    bind_span(q, 5, p->words);
    bind_int(q, 7, p->entity);
    bind_id(q, 8, form_of(w, p->entity));
    bind_text(q, 9, p->country);
    bind_text(q, 10, p->sector);
    bind_int(q, 11, e->type);
    bind_text(q, 12, w->day);
    return query_run(q, w->error);
}

#define EVENT_VALUES "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18"
static const char add_event_sql[] =
    "INSERT INTO event (" SEALED_EVENT ", seal) VALUES (" EVENT_VALUES ", seal('event', " EVENT_VALUES "))";

static Status bind_blobs(const Writer *w, Query *q, const sayso_event *e)
{
    const void *data[3];
    size_t size[3];
    uint32_t passed = e->according_to_count > 1 ? e->according_to_count - 1 : 0;
    if (!pack_spans(e->triggers, e->told_count, w->scratch, &data[0], &size[0]) ||
        !pack_spans(e->evidence, e->told_count, w->scratch, &data[1], &size[1]) ||
        !pack_numbers(passed ? e->according_to + 1 : NULL, passed, w->scratch, &data[2], &size[2]))
        return fail_memory(w->error);
    bind_blob(q, 6, data[0], size[0]);
    bind_blob(q, 7, data[1], size[1]);
    if (passed) bind_blob(q, 17, data[2], size[2]);
    return SAYSO_OK;
}

static Status add_row(const Writer *w, const sayso_event *e)
{
    Query *q = db_query(w->db, add_event_sql, w->error);
    if (!q) return SAYSO_ERROR_IO;
    Status status = bind_blobs(w, q, e);
    if (status) return status;
    bind_int(q, 1, w->article);
    bind_int(q, 2, e->id);
    bind_int(q, 3, e->type);
    bind_text(q, 4, e->mode);
    bind_int(q, 5, e->status);
    bind_span(q, 8, e->when);
    bind_text(q, 10, e->date);
    bind_text(q, 11, w->day);
    bind_span(q, 12, e->place);
    bind_int(q, 14, e->place_entity);
    bind_id(q, 15, form_of(w, e->place_entity));
    bind_int(q, 16, e->according_to_count ? e->according_to[0] : 0);
    bind_real(q, 18, (double)e->confidence);
    return query_run(q, w->error);
}

static Status add_event(Writer *w, const sayso_event *e, Text published)
{
    char room[DAY_SIZE];
    w->day = date_day(e->date, published, room);
    Status status = add_row(w, e);
    for (uint32_t i = 0; i < e->actor_count && !status; i++) status = add_party(w, e, 0, i, &e->actors[i]);
    for (uint32_t i = 0; i < e->recipient_count && !status; i++) status = add_party(w, e, 1, i, &e->recipients[i]);
    return status;
}

static Status count_events(Db *db, int64_t article, const Told *told, Error *error)
{
    int64_t parties = 0;
    Query *q = db_query(
        db, "INSERT INTO eventful (article, events, parties, seal) VALUES (?1, ?2, ?3, seal('eventful', ?1, ?2, ?3))", error);
    if (!q) return SAYSO_ERROR_IO;
    for (uint32_t i = 0; i < told->event_count; i++) parties += told->events[i].actor_count + told->events[i].recipient_count;
    bind_int(q, 1, article);
    bind_int(q, 2, told->event_count);
    bind_int(q, 3, parties);
    return query_run(q, error);
}

Status rows_events(Db *db, int64_t article, const Told *told, const int64_t *forms, Text published, Arena *scratch, Error *error)
{
    Writer w = {.db = db, .article = article, .told = told, .forms = forms, .scratch = scratch, .error = error};
    Status status = told->has_events ? count_events(db, article, told, error) : SAYSO_OK;
    for (uint32_t i = 0; i < told->event_count && !status; i++) {
        ArenaMark mark = arena_mark(scratch);
        status = add_event(&w, &told->events[i], published);
        arena_rewind(scratch, mark);
    }
    return status;
}

/* ---- out ---- */

static uint32_t column_u32(Query *q, int at) { return (uint32_t)column_int(q, at); }

static Span column_span(Query *q, int at) { return (Span){column_u32(q, at), column_u32(q, at + 1)}; }

static bool read_spans(Query *q, int at, Arena *arena, const Span **out, uint32_t *count)
{
    size_t size;
    const void *data = column_blob(q, at, &size);
    return unpack_spans(data, size, arena, out, count);
}

/* The innermost attribution, and those around it. */
static bool read_chain(Query *q, int said, Arena *arena, sayso_event *e)
{
    size_t size;
    const uint32_t *outer;
    uint32_t outer_count;
    const void *data = column_blob(q, said + 1, &size);
    if (!column_int(q, said)) return true;
    if (!unpack_numbers(data, size, arena, &outer, &outer_count)) return false;
    uint32_t *all = TAKE(arena, uint32_t, outer_count + (size_t)1);
    if (!all) return false;
    all[0] = column_u32(q, said);
    if (outer_count) memcpy(all + 1, outer, outer_count * sizeof *all);
    e->according_to = all;
    e->according_to_count = outer_count + 1;
    return true;
}

bool event_of_row(Query *q, int first, Arena *arena, sayso_event *out)
{
    uint32_t evidence_count;
    *out = (sayso_event){.id = column_u32(q, first),
                         .type = (sayso_event_type)column_int(q, first + 1),
                         .status = (sayso_event_status)column_int(q, first + 3),
                         .when = column_span(q, first + 6),
                         .place = column_span(q, first + 9),
                         .place_entity = column_u32(q, first + 11),
                         .confidence = (float)column_real(q, first + 14)};
    bool kept = keep_text(arena, column_text(q, first + 2), &out->mode) &&
                keep_text(arena, column_text(q, first + 8), &out->date) &&
                read_spans(q, first + 4, arena, &out->triggers, &out->told_count) &&
                read_spans(q, first + 5, arena, &out->evidence, &evidence_count) &&
                read_chain(q, first + 12, arena, out);
    if (kept && evidence_count < out->told_count) out->told_count = evidence_count; /* cut: verify tells */
    return kept;
}

static bool party_of_row(Query *q, Arena *arena, sayso_event_party *out)
{
    *out = (sayso_event_party){.words = column_span(q, 1), .entity = column_u32(q, 3)};
    return keep_text(arena, column_text(q, 4), &out->country) && keep_text(arena, column_text(q, 5), &out->sector);
}

/* Rows come by side: those who do it, then those to whom. */
static Status read_parties(Db *db, int64_t article, Arena *arena, sayso_event *e, Error *error)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0, count[2] = {0};
    Query *q = db_query(db,
                        "SELECT side, words_begin, words_end, entity, country, sector FROM party WHERE article = ?1 AND"
                        " number = ?2 ORDER BY side, place", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    bind_int(q, 2, e->id);
    while (query_next(q, &status, error)) {
        uint32_t n = count[0] + count[1];
        if (arena_grow(arena, &items, &capacity, n + 1, sizeof(sayso_event_party)) &&
            party_of_row(q, arena, (sayso_event_party *)items + n)) {
            count[column_int(q, 0) != 0]++;
            continue;
        }
        query_end(q);
        return fail_memory(error);
    }
    const sayso_event_party *all = items;
    e->actors = count[0] ? all : NULL;
    e->recipients = count[1] ? all + count[0] : NULL;
    e->actor_count = count[0];
    e->recipient_count = count[1];
    return status;
}

static Status read_eventful(Db *db, int64_t article, bool *out, Error *error)
{
    Status status;
    Query *q = db_query(db, "SELECT 1 FROM eventful WHERE article = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    *out = query_next(q, &status, error);
    query_end(q);
    return status;
}

Status events_read(Db *db, int64_t article, Arena *arena, KeptArticle *out, Error *error)
{
    void *items = NULL;
    uint32_t capacity = 0;
    Status status = read_eventful(db, article, &out->has_events, error);
    if (status) return status;
    Query *q = db_query(db, "SELECT " EVENT_COLUMNS " FROM event e WHERE e.article = ?1 ORDER BY e.number", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    for (; query_next(q, &status, error); out->event_count++) {
        if (arena_grow(arena, &items, &capacity, out->event_count + 1, sizeof(sayso_event)) &&
            event_of_row(q, 0, arena, (sayso_event *)items + out->event_count))
            continue;
        query_end(q);
        return fail_memory(error);
    }
    out->events = items;
    for (uint32_t i = 0; i < out->event_count && !status; i++)
        status = read_parties(db, article, arena, (sayso_event *)items + i, error);
    return status;
}

/* ---- what cannot be ---- */

static bool are_sound(const KeptArticle *k, const Span *spans, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (span_flaw(k->text, spans[i])) return false;
    return true;
}

static bool parties_sound(const KeptArticle *k, const sayso_event_party *parties, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (span_flaw(k->text, parties[i].words) || parties[i].entity > k->entity_count) return false;
    return true;
}

static bool kinds_sound(const sayso_event *e)
{
    return e->type <= SAYSO_EVENT_ASSAULT && e->status <= SAYSO_STATUS_ASSERTED && e->confidence >= 0 && e->confidence <= 1;
}

bool event_sound(const KeptArticle *k, const sayso_event *e)
{
    bool sound = kinds_sound(e) && e->told_count && e->place_entity <= k->entity_count && !span_flaw(k->text, e->when) &&
                 !span_flaw(k->text, e->place) && are_sound(k, e->triggers, e->told_count) &&
                 are_sound(k, e->evidence, e->told_count);
    for (uint32_t i = 0; i < e->according_to_count; i++)
        sound = sound && e->according_to[i] && e->according_to[i] <= k->attribution_count;
    return sound && parties_sound(k, e->actors, e->actor_count) && parties_sound(k, e->recipients, e->recipient_count);
}

/* ---- proofs ---- */

typedef struct Proof {
    const KeptArticle *article;
    FaultSink *sink;
    uint64_t *spans;
} Proof;

static void prove_span(const Proof *p, Span s, const char *what, uint32_t number)
{
    const char *flaw = span_flaw(p->article->text, s);
    *p->spans += s.begin != s.end;
    if (flaw) fault_tell(p->sink, p->article->id, "%s of event %u, bytes %u to %u, %s", what, number, s.begin, s.end, flaw);
}

static void prove_told(const Proof *p, const sayso_event *e)
{
    if (!e->told_count) fault_tell(p->sink, p->article->id, "event %u is told by no words", e->id);
    for (uint32_t i = 0; i < e->told_count; i++) {
        Span t = e->triggers[i], c = e->evidence[i];
        prove_span(p, t, "a trigger", e->id);
        prove_span(p, c, "a clause", e->id);
        if (t.begin >= t.end || t.begin < c.begin || t.end > c.end)
            fault_tell(p->sink, p->article->id, "a trigger of event %u, bytes %u to %u, does not lie in its clause", e->id,
                       t.begin, t.end);
    }
}

static void prove_parties(const Proof *p, const sayso_event *e, const sayso_event_party *parties, uint32_t count, const char *what)
{
    for (uint32_t i = 0; i < count; i++) {
        prove_span(p, parties[i].words, what, e->id);
        if (parties[i].entity > p->article->entity_count)
            fault_tell(p->sink, p->article->id, "%s of event %u is entity %u, which is not there", what, e->id,
                       parties[i].entity);
    }
}

static void prove_event(const Proof *p, const sayso_event *e)
{
    const KeptArticle *a = p->article;
    prove_told(p, e);
    prove_span(p, e->when, "the time", e->id);
    prove_span(p, e->place, "the place", e->id);
    prove_parties(p, e, e->actors, e->actor_count, "an actor");
    prove_parties(p, e, e->recipients, e->recipient_count, "a recipient");
    if (!e->actor_count && !e->recipient_count) fault_tell(p->sink, a->id, "event %u is nobody's", e->id);
    if (!kinds_sound(e)) fault_tell(p->sink, a->id, "event %u has a type, status or confidence that is none", e->id);
    if (e->place_entity > a->entity_count)
        fault_tell(p->sink, a->id, "the place of event %u is entity %u, which is not there", e->id, e->place_entity);
    for (uint32_t i = 0; i < e->according_to_count; i++)
        if (!e->according_to[i] || e->according_to[i] > a->attribution_count)
            fault_tell(p->sink, a->id, "event %u rests on attribution %u, which is not there", e->id, e->according_to[i]);
}

Status events_prove(Db *db, const KeptArticle *article, FaultSink *sink, uint64_t *spans, Error *error)
{
    Status status;
    Proof p = {article, sink, spans};
    for (uint32_t i = 0; i < article->event_count; i++) prove_event(&p, &article->events[i]);
    Query *q = db_query(db, "SELECT number, day FROM event WHERE article = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article->id);
    while (query_next(q, &status, error)) {
        char room[DAY_SIZE];
        uint64_t at = (uint64_t)column_int(q, 0) - 1;
        if (at >= article->event_count) continue; /* told by joints_prove */
        if (!text_equal(column_text(q, 1), date_day(article->events[at].date, article->published, room)))
            fault_tell(sink, article->id, "the day of event %llu is not that of its date", (unsigned long long)at + 1);
    }
    return status;
}
