/* What stands after "?": names and values, decoded and checked, and a question's scope out of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/serve.h"

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool decode(Arena *arena, const char *from, size_t size, bool form, const char **out)
{
    char *to = arena_take(arena, size + 1, 1), *at = to;
    if (!to) return false;
    for (size_t i = 0; i < size; i++) {
        if (from[i] == '%') {
            int high = i + 2 < size ? hex(from[i + 1]) : -1, low = high >= 0 ? hex(from[i + 2]) : -1;
            if (high < 0 || low < 0) return false;
            *at = (char)(high * 16 + low);
            i += 2;
        } else {
            *at = form && from[i] == '+' ? ' ' : from[i];
        }
        if (!*at++) return false;
    }
    *at = 0;
    *out = to;
    return utf8_valid(text_of(to, (size_t)(at - to)), NULL);
}

bool argument_add(Request *r, const char *name, const char *value, size_t value_size)
{
    if (r->argument_count == MOST_ARGUMENTS) return false;
    Argument *a = &r->arguments[r->argument_count++];
    *a = (Argument){"", ""};
    return decode(&r->arena, name, strlen(name), true, &a->name) &&
           decode(&r->arena, value, value_size, true, &a->value);
}

/* What a form sends is cut as what stands after "?" is. */
static bool cut_form(Request *r)
{
    const char *at = r->body.data, *end = at ? at + r->body.size : NULL;
    while (at && at < end) {
        const char *next = memchr(at, '&', (size_t)(end - at));
        size_t size = (size_t)((next ? next : end) - at);
        const char *equals = memchr(at, '=', size);
        Text name;
        if (equals && !arena_text(&r->arena, text_of(at, (size_t)(equals - at)), &name)) return false;
        if (equals && !argument_add(r, name.data, equals + 1, size - (size_t)(equals + 1 - at))) return false;
        at += size + (next != NULL);
    }
    return true;
}

Status form_read(Request *r, Error *error)
{
    static const char form[] = "application/x-www-form-urlencoded";
    if (!r->type || strncmp(r->type, form, sizeof form - 1))
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "a form is sent as %s", form);
    if (cut_form(r)) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "the form cannot be read: it is no UTF-8, or has a NUL");
}

static char *encode(char *to, const char *from)
{
    for (; *from; from++) {
        uint8_t b = (uint8_t)*from;
        bool plain =
            char_is_digit(b) || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '-' || b == '.' || b == '_';
        to += plain ? (*to = (char)b, 1) : sprintf(to, "%%%02X", b);
    }
    return to;
}

const char *query_without(Request *r, const char *name)
{
    size_t size = 1;
    for (uint32_t i = 0; i < r->argument_count; i++)
        size += 3 * (strlen(r->arguments[i].name) + strlen(r->arguments[i].value)) + 2;
    char *query = arena_take(&r->arena, size, 1), *at = query;
    if (!query) return NULL;
    for (uint32_t i = 0; i < r->argument_count; i++) {
        const Argument *a = &r->arguments[i];
        if (!strcmp(a->name, name) || !*a->value) continue;
        if (at > query) *at++ = '&';
        at = encode(at, a->name);
        *at++ = '=';
        at = encode(at, a->value);
    }
    *at = 0;
    return query;
}

const char *argument_of(const Request *r, const char *name)
{
    for (uint32_t i = 0; i < r->argument_count; i++)
        if (!strcmp(r->arguments[i].name, name)) return *r->arguments[i].value ? r->arguments[i].value : NULL;
    return NULL;
}

Status number_read(const Request *r, const char *name, uint64_t least, uint64_t most, uint64_t *out, Error *error)
{
    const char *value = argument_of(r, name);
    if (!value) return SAYSO_OK;
    size_t digits = strspn(value, "0123456789");
    uint64_t n = digits && digits < 19 && !value[digits] ? strtoull(value, NULL, 10) : UINT64_MAX;
    if (n < least || n > most)
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "%s is '%.40s'; give a number from %llu to %llu", name,
                    value, (unsigned long long)least, (unsigned long long)most);
    *out = n;
    return SAYSO_OK;
}

static Status read_day(const Request *r, const char *name, const char **out, Error *error)
{
    *out = argument_of(r, name);
    if (!*out || is_day(*out)) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "%s is '%.40s'; give a day as YYYY-MM-DD, from 1400 to 2200",
                name, *out);
}

static Status read_act(const Request *r, Scope *out, Error *error)
{
    const char *typed = argument_of(r, "act");
    if (!typed) return SAYSO_OK;
    out->has_act = true;
    for (int i = 0; i <= SAYSO_ACT_THINK; i++)
        if (!strcmp(typed, sayso_act_name(out->act = (sayso_act)i))) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG,
                "there is no act '%.40s'; it is state, claim, confirm, deny, decline, dismiss, accuse, condemn, "
                "praise, warn, promise, "
                "urge, ask, suggest or think",
                typed);
}

static Status read_order(const Request *r, Scope *out, Error *error)
{
    const char *typed = argument_of(r, "order");
    out->order = typed && !strcmp(typed, "date") ? ORDER_DATE : ORDER_ORIGINS;
    if (!typed || out->order == ORDER_DATE || !strcmp(typed, "origins")) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "there is no order '%.40s'; it is origins or date", typed);
}

static Status check(const Scope *s, Error *error)
{
    if (s->since && s->until && strcmp(s->since, s->until) > 0)
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "since %s is after until %s: no day is left", s->since,
                    s->until);
    if (s->added_since && s->as_of && strcmp(s->added_since, s->as_of) > 0)
        return fail(error, SAYSO_ERROR_ARGUMENT, ASKED_WRONG, "added-since %s is after as-of %s: no day is left",
                    s->added_since, s->as_of);
    return SAYSO_OK;
}

Status scope_read(const Request *r, Scope *out, Error *error)
{
    uint64_t limit = 0;
    *out = (Scope){.by = argument_of(r, "by"), .outlet = argument_of(r, "outlet")};
    Status status = read_day(r, "since", &out->since, error);
    if (!status) status = read_day(r, "until", &out->until, error);
    if (!status) status = read_day(r, "added-since", &out->added_since, error);
    if (!status) status = read_day(r, "as-of", &out->as_of, error);
    if (!status) status = read_act(r, out, error);
    if (!status) status = read_order(r, out, error);
    if (!status) status = number_read(r, "limit", 1, MOST_ROWS_SERVED, &limit, error);
    out->limit = (uint32_t)limit;
    return status ? status : check(out, error);
}
