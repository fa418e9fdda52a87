/* An alert with its evidence. What was found stands in the ledger by its number; what surrounds it is asked when it is
 * told, so that its origins and hands are those that are known then. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "watch/watch.h"

static const char *const sorts[] = {
    [ALERT_STATEMENT] = "statement", [ALERT_EVENT] = "event", [ALERT_DROPPED] = "dropped"};

/* ---- why ---- */

const char *alert_why(const Alert *alert, Arena *arena)
{
    const size_t room = 800;
    char *why = arena_take(arena, room, 1);
    size_t at = 0;
    if (!why) return NULL;
    why[0] = 0;
    for (unsigned bit = 0; bit < REASON_COUNT; bit++) {
        if (!(alert->reasons & 1u << bit)) continue;
        at += (size_t)snprintf(why + at, room - at, "%s%s", at ? "; " : "", reason_words(bit));
        bool origins = 1u << bit == REASON_NEW_ORIGIN && alert->origins;
        if (origins) at += (size_t)snprintf(why + at, room - at, ", at least %u now", alert->origins);
        if (1u << bit == REASON_REVISED && alert->fields.size)
            at += (size_t)snprintf(why + at, room - at, " (%.*s)",
                                   (int)(alert->fields.size < 100 ? alert->fields.size : 100), alert->fields.data);
    }
    return why;
}

void alert_mark(const Alert *alert, char out[17])
{
    char head[120];
    uint8_t hash[32];
    (void)snprintf(head, sizeof head, "%lld %lld %lld:%u %.*s %08x", (long long)alert->id, (long long)alert->watch,
                   (long long)alert->article, alert->number, (int)(alert->made.size < 30 ? alert->made.size : 30),
                   alert->made.data, (unsigned)hash_bytes(alert->words.data, alert->words.size, 1));
    sha256(head, strlen(head), hash);
    for (size_t i = 0; i < 8; i++) (void)snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

/* ---- what the ledger has of it ---- */

Status alert_statement(Ledger *ledger, const Alert *alert, Arena *arena, const Statement **out, Error *error)
{
    Statements all;
    *out = NULL;
    if (alert->sort == ALERT_EVENT) return SAYSO_OK;
    Status status = ledger_statements(ledger, alert->article, arena, &all, error);
    for (uint32_t i = 0; !status && i < all.count; i++)
        if (all.items[i].number == alert->number && text_equal(all.items[i].content, alert->words))
            *out = &all.items[i];
    return status;
}

/* The way back to the origin: each hand, and the one that it had it from. */
static json_t *chain_of(const ClaimAnswer *a, const Statement *s)
{
    json_t *chain = json_array();
    for (uint32_t i = 0; i < a->statements.count; i++) {
        if (a->statements.items[i].article != s->article || a->statements.items[i].number != s->number) continue;
        for (uint32_t at = i, n = 0; n < 100; at = a->hand_from[at], n++) {
            json_array_append_new(chain, json_of_hand(a, at));
            if (a->origin_of[at] == NONE || a->hand_from[at] == at) break;
        }
        break;
    }
    return chain;
}

static Status set_claim(json_t *object, Ledger *ledger, const Statement *s, Arena *arena, Error *error)
{
    ClaimAnswer a;
    const Scope scope = {0};
    if (!s->claim) return SAYSO_OK;
    Status status = ledger_claim_alone(ledger, s->claim, &scope, arena, &a, error);
    if (status) return status;
    json_object_set_new_nocheck(object, "claim", json_of_claim(&a, NONE));
    json_object_set_new_nocheck(object, "chain", chain_of(&a, s));
    return SAYSO_OK;
}

/* An event that is gone, or was read anew as another, is told by its words. */
static Status set_event(json_t *object, Ledger *ledger, const Alert *alert, Arena *arena, Error *error)
{
    Deed deed;
    Error own;
    const Scope scope = {0};
    Status status = ledger_deed(ledger, alert->article, alert->number, &scope, arena, &deed, &own);
    if (status == SAYSO_ERROR_ARGUMENT) return SAYSO_OK;
    if (status) return fail(error, status, NO_OFFSET, "%s", own.message);
    bool same = false;
    for (uint32_t i = 0; i < deed.count; i++)
        same |= deed.tellings[i].article == alert->article && text_equal(deed.tellings[i].evidence, alert->words);
    if (same) json_object_set_new_nocheck(object, "event", json_of_deed(&deed, false));
    return SAYSO_OK;
}

static void set_reasons(json_t *object, const Alert *alert, Arena *arena)
{
    json_t *reasons = json_array();
    const char *why = alert_why(alert, arena);
    for (unsigned bit = 0; bit < REASON_COUNT; bit++)
        if (alert->reasons & 1u << bit) json_array_append_new(reasons, json_string(reason_name(bit)));
    json_object_set_new_nocheck(object, "reasons", reasons);
    if (why && *why) set_text(object, "why", text_literal(why));
    set_text(object, "changed", alert->fields);
}

static json_t *head_of(const Alert *alert, Arena *arena)
{
    json_t *object = json_object(), *watch = json_object();
    char place[48];
    if (alert->id) set_integer(object, "alert", alert->id);
    set_integer(watch, "id", alert->watch);
    set_text(watch, "name", alert->watch_name);
    json_object_set_new_nocheck(object, "watch", watch);
    set_text(object, "found", alert->made);
    set_text(object, "what", text_literal(sorts[alert->sort]));
    set_reasons(object, alert, arena);
    (void)snprintf(place, sizeof place, "%lld:%u", (long long)alert->article, alert->number);
    set_text(object, "place", text_literal(place));
    set_text(object, "words", alert->words);
    if (alert->origins) set_integer(object, "origins", alert->origins);
    set_integer(object, "copies", alert->copies);
    return object;
}

json_t *json_of_alert(Ledger *ledger, const Alert *alert, Arena *arena, Error *error)
{
    const Statement *s;
    json_t *object = head_of(alert, arena);
    Status status = alert_statement(ledger, alert, arena, &s, error);
    if (!status && alert->sort == ALERT_EVENT) status = set_event(object, ledger, alert, arena, error);
    if (!status && s) json_object_set_new_nocheck(object, "statement", json_of_statement(s));
    if (!status && s) status = set_claim(object, ledger, s, arena, error);
    if (!status) return object;
    json_decref(object);
    return NULL;
}

/* ---- for people ---- */

static Status put_event(Paper *p, Ledger *ledger, const Alert *alert, Arena *arena, Error *error)
{
    Deed deed;
    Error own;
    const Scope scope = {0};
    Status status = ledger_deed(ledger, alert->article, alert->number, &scope, arena, &deed, &own);
    if (!status) paper_deed_head(p, &deed);
    if (status == SAYSO_ERROR_ARGUMENT) paper_text(p, INK_PLAIN, alert->words), paper_line(p, 0), status = SAYSO_OK;
    return status ? fail(error, status, NO_OFFSET, "%s", own.message) : SAYSO_OK;
}

static void put_gone(Paper *p, const Alert *alert)
{
    paper_text(p, INK_PLAIN, alert->words);
    paper_format(p, INK_DIM, " · article %lld, as it was read then", (long long)alert->article);
    paper_line(p, 0);
}

Status paper_alert(Paper *p, Ledger *ledger, const Alert *alert, Arena *arena, Error *error)
{
    const Statement *s;
    const char *why = alert_why(alert, arena);
    Status status = alert_statement(ledger, alert, arena, &s, error);
    if (status) return status;
    if (s) paper_statement(p, s);
    if (!s && alert->sort == ALERT_EVENT) status = put_event(p, ledger, alert, arena, error);
    if (!s && alert->sort != ALERT_EVENT) put_gone(p, alert);
    if (alert->copies || (why && *why)) {
        p->indent = 12;
        paper_column(p, 12);
        if (why) paper_text(p, INK_GREEN, text_literal(why));
        if (alert->copies)
            paper_format(p, INK_DIM, "%s%u more article%s by copying", why && *why ? " · in " : "in ", alert->copies,
                         alert->copies == 1 ? "" : "s");
        paper_line(p, 0);
    }
    return status;
}
