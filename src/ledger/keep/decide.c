/* What a person knows better of statements: a field that was misread, a statement that is none, a claim that it is or is not.
 *
 * A decision names its statement by the hash of the article's text, its number, and the words of its content: read anew,
 * the statement is the one of the same words, of several the one whose number is nearest. What a decision changes stands
 * in the statement's own row, so that no question need know of it; what was there before stands in the decision. */
#include <stdio.h>
#include <stdlib.h>

#include "ledger/keep/decide.h"

static int64_t number_of(Text digits)
{
    int64_t n = 0;
    for (size_t i = 0; i < digits.size && i < 18 && char_is_digit((uint8_t)digits.data[i]); i++)
        n = n * 10 + (digits.data[i] - '0');
    return n;
}

/* ---- which statement ---- */

static bool words_are(const Told *told, const sayso_attribution *a, Text words, Arena *arena, bool *out)
{
    Text own;
    *out = false;
    ArenaMark mark = arena_mark(arena);
    if (!contents_join(told->text, a, arena, &own)) return false;
    *out = text_equal(own, words);
    arena_rewind(arena, mark);
    return true;
}

/* NONE where the article has it no more. */
bool find_again(const Told *told, const Decision *d, Arena *arena, uint32_t *out)
{
    uint32_t distance = NONE;
    *out = NONE;
    for (uint32_t i = 0; i < told->attribution_count; i++) {
        uint32_t number = i + 1, away = number > d->number ? number - d->number : d->number - number;
        bool same;
        if (away >= distance) continue;
        if (!words_are(told, &told->attributions[i], d->words, arena, &same)) return false;
        if (!same) continue;
        distance = away;
        *out = i;
    }
    return true;
}

/* ---- fields ---- */

typedef const char *Name(int value);

static const char *kind_of(int value) { return sayso_kind_name((sayso_kind)value); }
static const char *act_of(int value) { return sayso_act_name((sayso_act)value); }

static int value_of(Name *name, int most, Text typed)
{
    for (int i = 0; i <= most; i++)
        if (*name(i) && text_is(typed, name(i))) return i;
    return -1;
}

/* Whom the article has by that name: its fullest form, or the end of it. 0: nobody. */
static uint32_t entity_of(const Told *told, Text typed, Arena *arena)
{
    Text key, own;
    uint32_t found = 0;
    if (!typed.size || !name_key(typed, arena, &key)) return 0;
    for (uint32_t i = 0; i < told->entity_count; i++) {
        if (!name_key(told->entities[i].name, arena, &own)) return 0;
        if (text_equal(own, key)) return i + 1;
        bool ends = own.size > key.size && own.data[own.size - key.size - 1] == ' ' &&
                    !memcmp(own.data + own.size - key.size, key.data, key.size);
        if (ends && !found) found = i + 1;
    }
    return found;
}

static bool is_date(Text value)
{
    char first[DAY_SIZE];
    return !value.size || first_day(value, first);
}

/* "Which values there are" for the sentence of a failure. */
static Status refuse(const char *field, Text value, const char *may_be, Error *error)
{
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "%s cannot be '%.*s': %s", field,
                (int)(value.size < 60 ? value.size : 60), value.data, may_be);
}

Status field_set(const Told *told, const char *field, Text value, Arena *arena, sayso_attribution *a, Error *error)
{
    int n;
    bool none = !value.size;
    if (!strcmp(field, "act")) {
        if ((n = value_of(act_of, SAYSO_ACT_THINK, value)) < 0)
            return refuse(field, value, "an act is state, claim, confirm, deny, decline, dismiss, accuse, condemn, praise,"
                                        " warn, promise, urge, ask, suggest or think", error);
        a->act = (sayso_act)n;
    } else if (!strcmp(field, "kind")) {
        if ((n = value_of(kind_of, SAYSO_KIND_AUTHOR, value)) < 0)
            return refuse(field, value, "a kind is person, unnamed, group, organization, outlet, document or author", error);
        a->kind = (sayso_kind)n;
    } else if (!strcmp(field, "negated")) {
        bool yes = text_is(value, "true") || text_is(value, "yes");
        if (!yes && !text_is(value, "false") && !text_is(value, "no")) return refuse(field, value, "yes or no", error);
        a->negated = yes;
    } else if (!strcmp(field, "date")) {
        if (!is_date(value)) return refuse(field, value, "a date is a day, a week 2026-W10, a month, a year or start/end", error);
        a->date = value;
    } else {
        uint32_t entity = entity_of(told, value, arena);
        if (!entity && !none) return refuse(field, value, "the article names nobody so; leave it empty for nobody", error);
        if (!strcmp(field, "who")) {
            a->entity = entity;
            a->entities = NULL;
            a->entity_count = 0;
        } else if (!strcmp(field, "to")) {
            a->to.entity = entity;
        } else if (!strcmp(field, "via")) {
            a->via.entity = entity;
        } else {
            return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                        "'%.40s' is no field that can be mended: act, kind, negated, who, to, via, date", field);
        }
    }
    return SAYSO_OK;
}

/* The same as a text that field_restore takes: entities by their numbers. */
bool field_get(const char *field, const sayso_attribution *a, Arena *arena, Text *out)
{
    char room[64];
    size_t n = 0;
    if (!strcmp(field, "act")) return arena_text(arena, text_literal(sayso_act_name(a->act)), out);
    if (!strcmp(field, "kind")) return arena_text(arena, text_literal(sayso_kind_name(a->kind)), out);
    if (!strcmp(field, "negated")) return arena_text(arena, text_literal(a->negated ? "true" : "false"), out);
    if (!strcmp(field, "date")) return arena_text(arena, a->date, out);
    uint32_t entity = !strcmp(field, "who") ? a->entity : !strcmp(field, "to") ? a->to.entity : a->via.entity;
    n = (size_t)snprintf(room, sizeof room, "%u", entity);
    for (uint32_t i = 1; !strcmp(field, "who") && i < a->entity_count && n + 12 < sizeof room; i++)
        n += (size_t)snprintf(room + n, sizeof room - n, " %u", a->entities[i]);
    return arena_text(arena, text_of(room, n), out);
}

static bool restore_who(Text was, Arena *arena, sayso_attribution *a)
{
    uint32_t *entities = TAKE(arena, uint32_t, was.size + 1), count = 0;
    if (!entities) return false;
    for (size_t at = 0; at < was.size; at++) {
        entities[count++] = (uint32_t)number_of(text_of(was.data + at, was.size - at));
        while (at < was.size && was.data[at] != ' ') at++;
    }
    a->entity = count ? entities[0] : 0;
    a->entities = count > 1 ? entities : NULL;
    a->entity_count = count > 1 ? count : 0;
    return true;
}

bool field_restore(const Told *told, const char *field, Text was, Arena *arena, sayso_attribution *a)
{
    if (!strcmp(field, "who")) return restore_who(was, arena, a);
    if (!strcmp(field, "to")) a->to.entity = (uint32_t)number_of(was);
    else if (!strcmp(field, "via")) a->via.entity = (uint32_t)number_of(was);
    else (void)field_set(told, field, was, arena, a, NULL); /* as it was given */
    return true;
}

/* ---- what holds of an article ---- */

static const char held_sql[] = "SELECT id, kind, subject, object, number, words, claim FROM decision WHERE sha256 = ?1"
                               " AND undone IS NULL ORDER BY id";

Status decisions_held(Db *db, const uint8_t sha256[32], Arena *arena, Held *out, Error *error)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0;
    *out = (Held){0};
    Query *q = db_query(db, held_sql, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_blob(q, 1, sha256, 32);
    while (query_next(q, &status, error)) {
        Decision d = {.id = column_int(q, 0),
                      .kind = (DecisionKind)column_int(q, 1),
                      .number = (uint32_t)column_int(q, 4),
                      .claim = column_int(q, 6)};
        if (!keep_text(arena, column_text(q, 2), &d.subject) || !keep_text(arena, column_text(q, 3), &d.object) ||
            !keep_text(arena, column_text(q, 5), &d.words) ||
            !arena_grow(arena, &items, &capacity, out->count + 1, sizeof d)) {
            query_end(q);
            return fail_memory(error);
        }
        ((Decision *)items)[out->count++] = d;
    }
    out->items = items;
    return status;
}

/* How the article was read decides what taking the decision back will restore. */
static Status keep_reading(Db *db, const Decision *d, Text was, Error *error)
{
    Query *q = db_query(db, "UPDATE decision SET was = coalesce(?2, '') WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, d->id);
    bind_text(q, 2, was);
    return query_run(q, error);
}

static Status mend(Db *db, const Told *told, const Decision *d, bool fresh, Arena *scratch, sayso_attribution *a,
                   Error *error)
{
    Text was;
    Status status = SAYSO_OK;
    if (fresh && !field_get(d->subject.data, a, scratch, &was)) return fail_memory(error);
    if (fresh) status = keep_reading(db, d, was, error);
    (void)field_set(told, d->subject.data, d->object, scratch, a, NULL); /* what it names may be gone */
    return status;
}

Status decided_before(Db *db, const Held *held, bool fresh, const Told *told, sayso_attribution *attributions,
                      int64_t *dropped, Arena *scratch, Error *error)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < held->count && !status; i++) {
        const Decision *d = &held->items[i];
        uint32_t at;
        if (d->kind != DECISION_FIX && d->kind != DECISION_DROP) continue;
        if (!find_again(told, d, scratch, &at)) return fail_memory(error);
        if (at == NONE) continue;
        if (d->kind == DECISION_DROP)
            dropped[at] = d->id;
        else
            status = mend(db, told, d, fresh, scratch, &attributions[at], error);
    }
    return status;
}

Status claim_is_there(Db *db, int64_t claim, bool *out, Error *error)
{
    int64_t found = 0;
    Query *q = db_query(db, "SELECT 1 FROM claim WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, claim);
    Status status = query_number(q, &found, error);
    *out = found != 0;
    return status;
}

static Status claim_recount(Db *db, int64_t claim, Error *error)
{
    Query *q = db_query(db, "UPDATE claim SET (statements, first_day, last_day) = (SELECT count(*), min(day), max(day)"
                            " FROM attribution WHERE claim = ?1) WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, claim);
    return query_run(q, error);
}

/* The statement is of claim `to` from now on, 0: of none. */
static Status statement_move(Db *db, int64_t article, uint32_t number, int64_t from, int64_t to, Error *error)
{
    Query *q = db_query(db, "UPDATE attribution SET claim = ?3 WHERE article = ?1 AND number = ?2", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    bind_int(q, 2, number);
    bind_id(q, 3, to);
    Status status = query_run(q, error);
    if (!status && from) status = claim_recount(db, from, error);
    return status || !to ? status : claim_recount(db, to, error);
}

Status claim_of(Db *db, int64_t article, uint32_t number, int64_t *out, Error *error)
{
    Query *q = db_query(db, "SELECT claim FROM attribution WHERE article = ?1 AND number = ?2", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    bind_int(q, 2, number);
    return query_number(q, out, error);
}

/* What parts from a claim gets one of its own: what it is looked up by is left to the other, so nothing follows it there. */
static Status own_claim(Db *db, const Decision *d, int64_t *out, Error *error)
{
    *out = number_of(d->object);
    if (*out) return SAYSO_OK;
    Query *q = db_query(db, "INSERT INTO claim (text, gist, first_day, last_day, statements, sieve)"
                            " VALUES (?1, zeroblob(9), NULL, NULL, 0, 0)", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, d->words);
    Status status = query_run(q, error);
    *out = db_last_id(db);
    if (status || !(q = db_query(db, "UPDATE claim SET seal = seal('claim', " SEALED_CLAIM ") WHERE id = ?1", error)))
        return status ? status : SAYSO_ERROR_IO;
    bind_int(q, 1, *out);
    status = query_run(q, error);
    if (status || !(q = db_query(db, "UPDATE decision SET object = ?2 WHERE id = ?1", error)))
        return status ? status : SAYSO_ERROR_IO;
    bind_int(q, 1, d->id);
    bind_int(q, 2, *out);
    return query_run(q, error);
}

Status decided_claims(Db *db, int64_t article, const Held *held, const Told *told, Arena *scratch, Error *error)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < held->count && !status; i++) {
        const Decision *d = &held->items[i];
        uint32_t at;
        int64_t to = d->claim, from = 0;
        bool there = false;
        if ((d->kind != DECISION_JOIN && d->kind != DECISION_PART) || !to) continue;
        if (!find_again(told, d, scratch, &at)) return fail_memory(error);
        if (at == NONE) continue;
        status = claim_now(db, &to, error);
        if (!status) status = claim_of(db, article, at + 1, &from, error);
        if (!status && d->kind == DECISION_PART) {
            if (from != to) continue;
            status = own_claim(db, d, &to, error);
        }
        if (!status) status = claim_is_there(db, to, &there, error);
        if (!status && there && from != to) status = statement_move(db, article, at + 1, from, to, error);
    }
    return status;
}
