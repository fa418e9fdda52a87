/* One article under a standards editor's eye: on whose say-so each of its statements stands, and what of it was others'
 * before. */
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "ledger/ask/ask.h"

#define SINGLE 50u /* unnamed statements whose claims are looked at: each is a question of its own */

static void count_kind(AuditAnswer *out, const sayso_attribution *a)
{
    switch (a->kind) {
    case SAYSO_KIND_PERSON:
        out->named++;
        break;
    case SAYSO_KIND_ORGANIZATION:
        out->organizations++;
        break;
    case SAYSO_KIND_UNNAMED: /* weigh_unnamed counts them */
        break;
    case SAYSO_KIND_GROUP:
        out->groups++;
        break;
    case SAYSO_KIND_DOCUMENT:
        out->documents++;
        break;
    case SAYSO_KIND_OUTLET:
        out->outlets++;
        break;
    case SAYSO_KIND_AUTHOR:
        break;
    case SAYSO_KIND_UNKNOWN:
    default:
        out->unknown++;
        break;
    }
}

static int by_key(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static uint32_t count_different(uint64_t *keys, uint32_t count)
{
    uint32_t different = 0;
    if (count) qsort(keys, count, sizeof *keys, by_key);
    for (uint32_t i = 0; i < count; i++) different += !i || keys[i] != keys[i - 1];
    return different;
}

/* Who they are, where that is settled; else by their words, since two officials may well be two. */
static bool source_key(Text text, const sayso_attribution *a, Numbering *names, uint64_t *out)
{
    Text key;
    *out = a->entity;
    if (a->entity) return true;
    if (!name_key(text_slice(text, a->source), names->arena, &key)) return false;
    *out = (uint64_t)1 << 32 | numbering_of(names, 0, key);
    return !names->failed;
}

static Status count_sources(AuditAnswer *out, const Statements *all, Arena *arena, Error *error)
{
    uint32_t named_count = 0, unnamed_count = 0, most = 1;
    for (uint32_t i = 0; i < all->count; i++) most += 1 + all->items[i].a.entity_count;
    uint64_t key, *named = TAKE(arena, uint64_t, most), *unnamed = TAKE(arena, uint64_t, most);
    Numbering names;
    numbering_begin(&names, arena);
    if (!named || !unnamed) return fail_memory(error);
    for (uint32_t i = 0; i < all->count; i++) {
        const sayso_attribution *a = &all->items[i].a;
        if (!source_key(out->article.text, a, &names, &key)) return fail_memory(error);
        if (a->kind == SAYSO_KIND_UNNAMED) unnamed[unnamed_count++] = key;
        if (a->kind == SAYSO_KIND_UNNAMED || a->kind == SAYSO_KIND_AUTHOR) continue;
        if (a->entity) named[named_count++] = key;
        for (uint32_t n = 0; n < a->entity_count; n++) named[named_count++] = a->entities[n];
    }
    out->sources_named = count_different(named, named_count);
    out->sources_unnamed = count_different(unnamed, unnamed_count);
    return SAYSO_OK;
}

static bool rests_on_one_unnamed(const ClaimAnswer *claim)
{
    return claim->claim.origin_count == 1 && claim->origins[0].kind == SAYSO_KIND_UNNAMED;
}

/* ---- why a source is not named ---- told once, and good for what the same one says after it */

static bool is_any(Text words, const char *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (words.size == strlen(items[i]) && !strncasecmp(words.data, items[i], words.size)) return true;
    return false;
}

/* "the person", "he", "this official": one of whom the article has spoken. */
static bool points_back(Text words)
{
    static const char *const firsts[] = {"the", "this", "that", "these", "those"};
    static const char *const pronouns[] = {"he", "she", "they", "who", "it", "i", "we"};
    size_t n = 0;
    while (n < words.size && words.data[n] != ' ') n++;
    return is_any(words, pronouns, COUNT(pronouns)) || (n < words.size && is_any(text_of(words.data, n), firsts, COUNT(firsts)));
}

/* Of each statement whether the article says why its unnamed source is not named. */
static void find_reasons(const Statements *all, bool *explained)
{
    const Statement *last = NULL; /* the unnamed source before this one */
    bool reason = false;
    for (uint32_t i = 0; i < all->count; i++) {
        const Statement *s = &all->items[i];
        explained[i] = s->anonymity.size != 0;
        if (s->a.kind != SAYSO_KIND_UNNAMED) continue;
        bool same = last && (points_back(s->source) || text_equal(s->source, last->source));
        explained[i] = explained[i] || (same && reason);
        reason = explained[i];
        last = s;
    }
}

static bool is_listed(const Statements *list, int64_t claim)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].claim == claim) return true;
    return false;
}

/* Of the article's unnamed statements: those without a reason, and those whose claim has no other origin anywhere; of one claim
 * the first. */
static Status weigh_unnamed(Ledger *ledger, const Statements *all, Arena *arena, AuditAnswer *out, Error *error)
{
    out->unexplained.items = TAKE(arena, Statement, all->count + 1);
    out->single.items = TAKE(arena, Statement, all->count + 1);
    bool *explained = TAKE(arena, bool, all->count + 1);
    if (!out->unexplained.items || !out->single.items || !explained) return fail_memory(error);
    find_reasons(all, explained);
    uint32_t looked = 0;
    Status status = SAYSO_OK;
    for (uint32_t i = 0; !status && i < all->count; i++) {
        const Statement *s = &all->items[i];
        if (s->a.kind != SAYSO_KIND_UNNAMED) continue;
        out->unnamed++;
        out->unnamed_with_reason += explained[i];
        if (!explained[i]) out->unexplained.items[out->unexplained.count++] = *s;
        if (!s->claim || is_listed(&out->single, s->claim) || looked++ >= SINGLE) continue;
        ClaimAnswer claim;
        ArenaMark mark = arena_mark(arena); /* of a claim that many articles make the answer is long, and it is one bit that is kept */
        status = claim_answer(ledger, s->claim, &(Scope){0}, arena, &claim, error);
        if (!status && rests_on_one_unnamed(&claim)) out->single.items[out->single.count++] = *s;
        arena_rewind(arena, mark);
    }
    return status;
}

/* ---- passages ---- */

/* Of the later article's row a stretch's `a` is its own; of the earlier one's the two change sides. */
static bool add_copies(Query *q, bool later, Arena *arena, uint32_t *capacity, AuditAnswer *out)
{
    size_t size;
    Cursor stretches = {.data = column_blob(q, 1, &size)};
    stretches.size = size;
    Stretch s;
    while (stretch_next(&stretches, &s)) {
        Span here = later ? s.a : s.b, there = later ? s.b : s.a;
        if (span_flaw(out->article.text, here)) continue;
        if (!arena_grow(arena, (void **)&out->copied, capacity, out->copied_count + 1, sizeof *out->copied))
            return false;
        Copied *c = &out->copied[out->copied_count++];
        *c = (Copied){.here = here,
                      .there = there,
                      .article = column_int(q, 0),
                      .earlier = later,
                      .words = s.words};
        bool kept = keep_text(arena, column_text(q, 2), &c->label) && keep_text(arena, column_text(q, 3), &c->outlet) &&
                    keep_text(arena, column_text(q, 4), &c->published);
        if (!kept) return false;
    }
    return true;
}

static Status find_copies(Ledger *ledger, int64_t article, bool later, Arena *arena, uint32_t *capacity,
                          AuditAnswer *out, Error *error)
{
    Query *q =
        db_query(ledger->db,
                 later ? "SELECT s.of, s.stretches, coalesce(r.label, r.url), o.name, r.published FROM stretch s"
                         " JOIN article r ON r.id = s.of LEFT JOIN outlet o ON o.id = r.outlet WHERE s.article = ?1"
                       : "SELECT s.article, s.stretches, coalesce(r.label, r.url), o.name, r.published FROM reprint p"
                         " JOIN stretch s ON s.article = p.article AND s.of = p.of JOIN article r ON r.id = s.article"
                         " LEFT JOIN outlet o ON o.id = r.outlet WHERE p.of = ?1",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    Status status = SAYSO_OK;
    while (query_next(q, &status, error)) {
        if (add_copies(q, later, arena, capacity, out)) continue;
        query_end(q);
        return fail_memory(error);
    }
    return status;
}

/* By bytes: near enough to the share of words. */
static Status share_copied(AuditAnswer *out, Arena *arena, Error *error)
{
    const Text text = out->article.text;
    uint8_t *taken = arena_take(arena, text.size + 1, 1);
    if (!taken) return fail_memory(error);
    memset(taken, 0, text.size);
    for (uint32_t i = 0; i < out->copied_count; i++) {
        Span s = out->copied[i].here;
        if (out->copied[i].earlier && s.begin < s.end && s.end <= text.size)
            memset(taken + s.begin, 1, s.end - s.begin);
    }
    size_t bytes = 0;
    for (size_t i = 0; i < text.size; i++) bytes += taken[i];
    out->copied_share = text.size ? (double)bytes / (double)text.size : 0;
    return SAYSO_OK;
}

Status ledger_audit(Ledger *ledger, int64_t article, Arena *arena, AuditAnswer *out, Error *error)
{
    *out = (AuditAnswer){0};
    Statements all = {0};
    uint32_t capacity = 0;
    Status status = ledger_article(ledger, article, arena, &out->article, error);
    if (!status) status = ledger_statements(ledger, article, arena, &all, error);
    if (!status) status = weigh_unnamed(ledger, &all, arena, out, error);
    if (!status) status = find_copies(ledger, article, true, arena, &capacity, out, error);
    if (!status) status = find_copies(ledger, article, false, arena, &capacity, out, error);
    if (status) return status;
    out->statements = all.count;
    for (uint32_t i = 0; i < all.count; i++) count_kind(out, &all.items[i].a);
    if ((status = share_copied(out, arena, error))) return status;
    return count_sources(out, &all, arena, error);
}

/* The numbers that the draft and its claims had for a moment are nobody's. */
static void forget_numbers(int64_t newest, AuditAnswer *out)
{
    Statements *const lists[] = {&out->unexplained, &out->single};
    for (size_t i = 0; i < COUNT(lists); i++)
        for (uint32_t k = 0; k < lists[i]->count; k++) {
            Statement *s = &lists[i]->items[k];
            s->article = 0;
            if (s->claim > newest) s->claim = 0;
        }
    out->article.id = 0;
}

static Status newest_claim(Db *db, int64_t *out, Error *error)
{
    Query *q = db_query(db, "SELECT max(id) FROM claim", error);
    return q ? query_number(q, out, error) : SAYSO_ERROR_IO;
}

/* The draft is added, asked, and taken back: what it would be in the ledger is what it is told to be. Another writer waits
 * meanwhile. */
static Status audit_added(Ledger *ledger, const Draft *draft, Arena *arena, AuditAnswer *out, Error *error)
{
    LedgerAdded added = {0};
    Status status = db_begin(ledger->db, error);
    if (status) return status;
    int64_t newest = 0;
    status = newest_claim(ledger->db, &newest, error);
    if (!status) status = draft_add(ledger->db, draft, arena, &added, error);
    if (!status) status = ledger_audit(ledger, added.article, arena, out, error);
    if (!status && added.outcome != LEDGER_KNOWN) forget_numbers(newest, out);
    keep_rollback(ledger->db);
    return status;
}

/* Without a ledger: beside one that is empty, and gone as soon as it is open. */
static Status audit_alone(const Draft *draft, Arena *arena, AuditAnswer *out, Error *error)
{
    char path[] = "/tmp/sayso-audit-XXXXXX";
    Ledger *ledger = NULL;
    int file = mkstemp(path);
    if (file < 0) return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "/tmp: no room for a moment's ledger can be had");
    (void)close(file);
    Status status = ledger_open(path, LEDGER_KEEP, 0, &ledger, error);
    if (!status) status = audit_added(ledger, draft, arena, out, error);
    ledger_close(ledger);
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < COUNT(ends); i++) {
        char name[sizeof path + 8];
        (void)snprintf(name, sizeof name, "%s%s", path, ends[i]);
        (void)unlink(name);
    }
    return status;
}

/* A ledger that was opened to ask is opened to keep meanwhile, and alone: who closes a ledger that somebody else has open leaves its
 * WAL there. */
static Status audit_meanwhile(Ledger *ledger, const Draft *draft, Arena *arena, AuditAnswer *out, Error *error)
{
    Ledger *own;
    Error again;
    char *path = strdup(db_path(ledger->db));
    if (!path) return fail_memory(error);
    unsigned wait_ms = db_wait(ledger->db);
    db_close(ledger->db);
    ledger->db = NULL;
    Status status = ledger_open(path, LEDGER_KEEP, wait_ms, &own, error);
    if (!status) status = audit_added(own, draft, arena, out, error);
    ledger_close(own);
    Status opened = db_open(path, ledger->mode, wait_ms, &ledger->db, status ? &again : error);
    free(path);
    return status ? status : opened;
}

Status ledger_audit_draft(Ledger *ledger, const Draft *draft, Arena *arena, AuditAnswer *out, Error *error)
{
    if (!ledger) return audit_alone(draft, arena, out, error);
    return ledger->mode == LEDGER_KEEP ? audit_added(ledger, draft, arena, out, error)
                                       : audit_meanwhile(ledger, draft, arena, out, error);
}
