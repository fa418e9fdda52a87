/* Proving the ledger: first the file and what joins articles, by queries; then each article, text against hash and
 * every span against the text. An article at a time is in memory. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "ledger/keep/keep.h"

#define BATCH 256

/* ---- faults ---- */

void fault_tell(FaultSink *sink, int64_t article, const char *format, ...)
{
    char sentence[400];
    size_t at;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    while (!utf8_valid(text_literal(sentence), &at)) sentence[at] = '?'; /* a name that is damaged, or cut */
    sink->faults++;
    if (sink->tell) sink->tell(sink->context, article, sentence);
}

Status fault_or(Db *db, FaultSink *sink, int64_t article, Status status, const Error *error)
{
    if (status != SAYSO_ERROR_IO || !db_is_damaged(db)) return status;
    fault_tell(sink, article, "it cannot be read: %s", error ? error->message : "the ledger is damaged");
    return SAYSO_OK;
}

/* ---- spans ---- */

typedef struct Prover {
    Db *db;
    Ledger *ledger;
    FaultSink sink;
    Arena arena;
    LedgerProof *proof;
    KeptArticle article; /* the one that is proved */
    SaidProof said;
    Error *error;
} Prover;

static bool prove_span(Prover *p, Text text, Span s, const char *what, uint32_t number)
{
    const char *flaw = span_flaw(text, s);
    p->proof->spans += s.begin != s.end;
    if (flaw) fault_tell(&p->sink, p->article.id, "%s %u, bytes %u to %u, %s", what, number, s.begin, s.end, flaw);
    return !flaw;
}

typedef enum Sequence { ANY_ORDER, ASCENDING, APART } Sequence;

/* Each holds something, and none begins before the one in front of it begins (ASCENDING) or ends (APART). */
static void prove_spans(Prover *p, const Span *spans, uint32_t count, Sequence order, const char *what, uint32_t number)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!prove_span(p, p->article.text, spans[i], what, number)) continue;
        if (spans[i].begin == spans[i].end) fault_tell(&p->sink, p->article.id, "%s %u is empty", what, number);
        if (i && order && spans[i].begin < (order == APART ? spans[i - 1].end : spans[i - 1].begin))
            fault_tell(&p->sink, p->article.id, "%s %u, bytes %u to %u, does not come after the one before it", what,
                       number, spans[i].begin, spans[i].end);
    }
}

/* ---- an article ---- */

static Status prove_text(Prover *p)
{
    const KeptArticle *a = &p->article;
    uint8_t hash[32];
    WordAt *words;
    uint32_t count;
    size_t bad;
    sha256(a->text.data, a->text.size, hash);
    if (memcmp(hash, a->sha256, sizeof hash))
        fault_tell(&p->sink, a->id, "its text is not the one that was added: the hash differs");
    if (!utf8_valid(a->text, &bad)) fault_tell(&p->sink, a->id, "its text is not UTF-8 at byte %zu", bad);
    if (!words_of(a->text, &p->arena, &words, &count)) return fail_memory(p->error);
    if (count != a->words) fault_tell(&p->sink, a->id, "it counts %u words and has %u", a->words, count);
    return SAYSO_OK;
}

static void prove_entity_number(Prover *p, uint32_t entity, const char *what, uint32_t number)
{
    if (entity > p->article.entity_count)
        fault_tell(&p->sink, p->article.id, "%s %u is entity %u, which is not there", what, number, entity);
}

static void prove_entities(Prover *p)
{
    const KeptArticle *a = &p->article;
    for (uint32_t i = 0; i < a->entity_count; i++) {
        const KeptEntity *e = &a->entities[i];
        prove_spans(p, e->mentions, e->mention_count, ASCENDING, "a mention of entity", i + 1);
        prove_spans(p, e->roles, e->role_count, ANY_ORDER, "a role of entity", i + 1);
        if (e->type > SAYSO_TYPE_PEOPLE)
            fault_tell(&p->sink, a->id, "entity %u has the unknown type %u", i + 1, e->type);
    }
    for (uint32_t i = 0; i < a->credit_count; i++) prove_entity_number(p, a->credits[i], "credit", i + 1);
    (void)prove_span(p, a->text, a->byline_span, "the byline", 1);
}

static void prove_numbers(Prover *p, const sayso_attribution *a)
{
    const KeptArticle *article = &p->article;
    prove_entity_number(p, a->entity, "the source of attribution", a->id);
    prove_entity_number(p, a->to.entity, "the hearer of attribution", a->id);
    prove_entity_number(p, a->via.entity, "the outlet of attribution", a->id);
    if (a->within > article->attribution_count || a->within == a->id)
        fault_tell(&p->sink, article->id, "attribution %u lies within %u, which cannot be", a->id, a->within);
    for (uint32_t i = 0; i < a->entity_count; i++)
        prove_entity_number(p, a->entities[i], "a source of attribution", a->id);
    if (a->kind > SAYSO_KIND_AUTHOR || a->act > SAYSO_ACT_THINK || a->form > SAYSO_FORM_DIRECT ||
        !(a->confidence >= 0 && a->confidence <= 1))
        fault_tell(&p->sink, article->id, "attribution %u has a kind, act, form or confidence that is none", a->id);
}

static void prove_attribution(Prover *p, const sayso_attribution *a)
{
    static const char *const names[] = {"the source of attribution", "the cue of attribution",
                                        "the hearer of attribution", "the outlet of attribution",
                                        "the time of attribution",   "the anonymity of attribution"};
    const Span spans[] = {a->source, a->cue, a->to.words, a->via.words, a->when, a->anonymity};
    for (size_t i = 0; i < COUNT(spans); i++) (void)prove_span(p, p->article.text, spans[i], names[i], a->id);
    prove_spans(p, a->contents, a->content_count, APART, "a content of attribution", a->id);
    if (!a->content_count) fault_tell(&p->sink, p->article.id, "attribution %u has no content", a->id);
    prove_numbers(p, a);
    p->proof->attributions++;
}

/* The index of words is wrong somewhere: it is asked for one of the statement's. */
static Status find_words(Prover *p, const sayso_attribution *a)
{
    Status status;
    Text text;
    WordAt *words;
    uint32_t count;
    char match[80];
    if (!contents_join(p->article.text, a, &p->arena, &text) || !words_of(text, &p->arena, &words, &count))
        return fail_memory(p->error);
    uint32_t best = 0;
    for (uint32_t i = 0; i < count; i++)
        if (words[i].span.end - words[i].span.begin > words[best].span.end - words[best].span.begin &&
            words[i].span.end - words[i].span.begin < 60)
            best = i;
    Text word = count ? text_slice(text, words[best].span) : (Text){0};
    if (!word.size || word.size >= 60 || memchr(word.data, '"', word.size)) return SAYSO_OK;
    Query *q = db_query(p->db, "SELECT 1 FROM said WHERE said MATCH ?1 AND rowid = ?2", p->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, text_of(match, (size_t)snprintf(match, sizeof match, "\"%.*s\"", (int)word.size, word.data)));
    bind_int(q, 2, said_row(p->article.id, a->id));
    bool found = query_next(q, &status, p->error);
    query_end(q);
    if (!status && !found)
        fault_tell(&p->sink, p->article.id, "attribution %u is not found by its word '%.*s'", a->id, (int)word.size,
                   word.data);
    return status;
}

static Status prove_days(Prover *p)
{
    Status status;
    const KeptArticle *a = &p->article;
    Query *q = db_query(p->db, "SELECT number, day FROM attribution WHERE article = ?1", p->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, a->id);
    while (query_next(q, &status, p->error)) {
        char room[DAY_SIZE];
        uint64_t at = (uint64_t)column_int(q, 0) - 1;
        if (at >= a->attribution_count) continue; /* told by joints_prove */
        if (!text_equal(column_text(q, 1), date_day(a->attributions[at].date, a->published, room)))
            fault_tell(&p->sink, a->id, "the day of attribution %llu is not that of its date",
                       (unsigned long long)at + 1);
    }
    return status;
}

/* ---- stretches in common ---- */

static int by_hash(const void *a, const void *b)
{
    uint64_t x = ((const WordAt *)a)->hash, y = ((const WordAt *)b)->hash;
    return (x > y) - (x < y);
}

/* The most words that two texts may have in common, in whatever order. */
static bool most_common(Text a, Text b, Arena *arena, uint32_t *out)
{
    WordAt *x, *y;
    uint32_t x_count, y_count;
    *out = 0;
    if (!words_of(a, arena, &x, &x_count) || !words_of(b, arena, &y, &y_count)) return false;
    qsort(x, x_count, sizeof *x, by_hash);
    qsort(y, y_count, sizeof *y, by_hash);
    for (uint32_t i = 0, k = 0; i < x_count && k < y_count;) {
        *out += x[i].hash == y[k].hash;
        bool first = x[i].hash <= y[k].hash, second = x[i].hash >= y[k].hash;
        i += first;
        k += second;
    }
    return true;
}

static Status prove_stretch(Prover *p, int64_t of, Text other, const Stretch *s, uint32_t number)
{
    uint32_t most;
    bool here = prove_span(p, p->article.text, s->a, "here, the common stretch", number);
    bool there = prove_span(p, other, s->b, "there, the common stretch", number);
    if (!here || !there) return SAYSO_OK;
    ArenaMark mark = arena_mark(&p->arena);
    bool counted = most_common(text_slice(p->article.text, s->a), text_slice(other, s->b), &p->arena, &most);
    arena_rewind(&p->arena, mark);
    if (!counted) return fail_memory(p->error);
    if (!s->words || most < s->words)
        fault_tell(&p->sink, p->article.id, "stretch %u in common with article %lld has %u words in common, not %u",
                   number, (long long)of, most, s->words);
    return SAYSO_OK;
}

static Status prove_blob(Prover *p, int64_t of, Text other, const void *data, size_t size)
{
    Cursor c = {.data = data, .size = size};
    Status status = SAYSO_OK;
    Stretch s;
    if (!size || size % STRETCH_SIZE)
        fault_tell(&p->sink, p->article.id, "the stretches in common with article %lld are cut", (long long)of);
    for (uint32_t number = 1; !status && stretch_next(&c, &s); number++) status = prove_stretch(p, of, other, &s, number);
    return status;
}

static Status prove_stretches(Prover *p)
{
    Status status;
    Query *q = db_query(
        p->db, "SELECT of, stretches, text FROM stretch JOIN article ON article.id = of WHERE article = ?1", p->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, p->article.id);
    while (query_next(q, &status, p->error)) {
        size_t size;
        const void *data = column_blob(q, 1, &size);
        status = prove_blob(p, column_int(q, 0), column_text(q, 2), data, size);
        if (!status) continue;
        query_end(q);
        return status;
    }
    return status;
}

/* A content that cannot be is told of elsewhere. */
static Status put_words(Prover *p, const sayso_attribution *a)
{
    Text words;
    for (uint32_t i = 0; i < a->content_count; i++)
        if (span_flaw(p->article.text, a->contents[i])) return SAYSO_OK;
    ArenaMark mark = arena_mark(&p->arena);
    bool joined = contents_join(p->article.text, a, &p->arena, &words);
    Status status = joined ? said_put(&p->said, said_row(p->article.id, a->id), words, p->error) : fail_memory(p->error);
    arena_rewind(&p->arena, mark);
    return status;
}

static Status prove_article(Prover *p, int64_t id)
{
    Status status = article_read(p->db, id, false, &p->arena, &p->article, p->error);
    if (status) return status;
    p->proof->articles++;
    status = prove_text(p);
    if (status) return status;
    prove_entities(p);
    for (uint32_t i = 0; i < p->article.attribution_count && !status; i++) {
        prove_attribution(p, &p->article.attributions[i]);
        status = put_words(p, &p->article.attributions[i]);
    }
    if (!status) status = prove_days(p);
    if (!status) status = events_prove(p->db, &p->article, &p->sink, &p->proof->spans, p->error);
    return status ? status : prove_stretches(p);
}

/* ---- all of it ---- */

static Status count_all(Db *db, int64_t *out, Error *error)
{
    Query *q = db_query(db, "SELECT count(*) FROM article", error);
    return q ? query_number(q, out, error) : SAYSO_ERROR_IO;
}

typedef bool Progress(void *context, uint64_t done, uint64_t all);

/* *stopped: by `progress`, which may be NULL */
static Status walk(Prover *p, Status (*each)(Prover *p, int64_t id), Progress *progress, bool *stopped)
{
    int64_t ids[BATCH], after = 0;
    int64_t all = 0;
    uint64_t done = 0;
    size_t count = BATCH;
    Status status = count_all(p->db, &all, p->error);
    *stopped = false;
    while (!status && count == BATCH) {
        status = ledger_articles(p->ledger, after, false, ids, BATCH, &count, p->error);
        for (size_t i = 0; i < count && !status; i++) {
            status = fault_or(p->db, &p->sink, ids[i], each(p, ids[i]), p->error);
            arena_reset(&p->arena);
            after = ids[i];
            *stopped = progress && !progress(p->sink.context, ++done, (uint64_t)all);
            if (*stopped) return status;
        }
    }
    return fault_or(p->db, &p->sink, 0, status, p->error);
}

static Status find_article_words(Prover *p, int64_t id)
{
    Status status = article_read(p->db, id, false, &p->arena, &p->article, p->error);
    for (uint32_t i = 0; !status && i < p->article.attribution_count; i++) {
        const sayso_attribution *a = &p->article.attributions[i];
        bool sound = a->content_count > 0;
        for (uint32_t k = 0; k < a->content_count; k++) sound = sound && !span_flaw(p->article.text, a->contents[k]);
        if (sound) status = find_words(p, a);
    }
    return status;
}

static Status prove_articles(Prover *p, Progress *progress)
{
    bool stopped, same = true;
    Status status = fault_or(p->db, &p->sink, 0, said_begin(&p->said, p->db, p->error), p->error);
    if (!status) status = walk(p, prove_article, progress, &stopped);
    if (status || stopped) return status;
    uint64_t faults = p->sink.faults;
    status = fault_or(p->db, &p->sink, 0, said_end(&p->said, &same, p->error), p->error);
    if (status || same || p->sink.faults > faults) return status;
    status = walk(p, find_article_words, NULL, &stopped);
    if (!status && p->sink.faults == faults)
        fault_tell(&p->sink, 0, "the index of words holds other words than the statements");
    return status;
}

/* In one transaction, so that all is of one moment, whoever writes beside it. The file's own check needs none. */
static Status prove_all(Prover *p, Progress *progress)
{
    Status status = db_script(p->db, "BEGIN", p->error);
    if (!status) status = seals_prove(p->db, &p->sink, p->error);
    if (!status) status = joints_prove(p->db, &p->sink, p->error);
    if (!status) status = fault_or(p->db, &p->sink, 0, actors_prove(p->db, &p->sink, p->error), p->error);
    if (!status) status = prove_articles(p, progress);
    db_rollback(p->db);
    return status;
}

Status ledger_verify(Ledger *ledger, void (*tell)(void *context, int64_t article, const char *sentence),
                     bool (*progress)(void *context, uint64_t done, uint64_t all), void *context, LedgerProof *out,
                     Error *error)
{
    Error own;
    *out = (LedgerProof){0};
    Prover p = {
        .db = ledger->db, .ledger = ledger, .sink = {tell, context, 0}, .proof = out, .error = error ? error : &own};
    arena_init(&p.arena, &libc_allocator, SIZE_MAX);
    Status status = db_script(p.db, "PRAGMA temp_store=FILE", p.error); /* sorting a million rows */
    if (!status) status = file_prove(p.db, &p.sink, p.error);
    if (!status) status = prove_all(&p, progress);
    if (!status && ledger->mode == LEDGER_ASK) status = db_script(p.db, "PRAGMA query_only=ON", p.error);
    (void)db_script(p.db, "PRAGMA temp_store=MEMORY", NULL);
    if (!status && ledger->mode == LEDGER_KEEP) status = seal_watch(p.db, p.error); /* the change took the triggers, too */
    arena_free(&p.arena);
    out->faults = p.sink.faults;
    return status;
}
