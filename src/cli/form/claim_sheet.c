/* A claim for programs: JSON, of whose parts the rows of a spreadsheet are made. */
#include <jansson.h>

#include "cli/form/form.h"

static const char *const hand_names[] = {[HAND_FIRST] = "first",     [HAND_SAME] = "same",
                                         [HAND_UTTERED] = "uttered", [HAND_REPRINT] = "reprint",
                                         [HAND_PASSED] = "passed",   [HAND_ANOTHER] = "another"};

const char *hand_name(Hand hand) { return hand_names[hand]; }

static json_t *json_of_holder(const Holder *h)
{
    json_t *object = json_object();
    set_text(object, "name", h->name);
    if (h->actor) set_integer(object, "actor", h->actor);
    set_text(object, "kind", text_literal(sayso_kind_name(h->kind)));
    set_text(object, "act", text_literal(sayso_act_name(h->act)));
    if (h->negated) set_flag(object, "negated", true);
    set_flag(object, "merely_reported", h->reported);
    set_text(object, "reported_by", h->reported_by);
    set_text(object, "day", h->day);
    set_text(object, "outlet", h->outlet);
    set_integer(object, "times", h->times);
    return object;
}

json_t *json_of_origin(const Origin *o)
{
    json_t *object = json_object();
    set_text(object, "name", o->name);
    if (o->actor) set_integer(object, "actor", o->actor);
    set_text(object, "kind", text_literal(sayso_kind_name(o->kind)));
    set_flag(object, "open", o->open);
    set_flag(object, "possibly_one", o->possibly_one);
    set_integer(object, "statements", o->statement_count);
    set_integer(object, "articles", o->article_count);
    return object;
}

static json_t *json_of_related(const Related *r)
{
    json_t *object = json_of_statement(&r->statement);
    json_object_set_new_nocheck(object, "probability", json_real(r->probability));
    set_flag(object, "other_authority", r->authority);
    json_object_set_new_nocheck(object, "both", json_of_texts(r->shared, r->shared_count));
    json_object_set_new_nocheck(object, "here_alone", json_of_texts(r->here, r->here_count));
    json_object_set_new_nocheck(object, "there_alone", json_of_texts(r->there, r->there_count));
    return object;
}

/* A statement, and the way by which it came: its origin (from 1), and the statement before it. */
json_t *json_of_hand(const ClaimAnswer *a, uint32_t i)
{
    json_t *object = json_of_statement(&a->statements.items[i]);
    if (a->origin_of[i] == NONE) return object;
    const Statement *from = &a->statements.items[a->hand_from[i]];
    set_integer(object, "origin", (int64_t)a->origin_of[i] + 1);
    json_object_set_new_nocheck(object, "hand", json_string(hand_names[a->hand[i]]));
    if (a->hand_from[i] != i)
        json_object_set_new_nocheck(object, "from", json_sprintf("%lld:%u", (long long)from->article, from->number));
    return object;
}

static json_t *json_of_head(const Claim *c)
{
    json_t *object = json_object();
    set_integer(object, "id", c->id);
    set_text(object, "text", c->text);
    set_text(object, "first", c->first_day);
    set_text(object, "last", c->last_day);
    set_flag(object, "surely_first", c->surely_first);
    set_flag(object, "told_alone", c->told_alone);
    set_integer(object, "statement_count", (int64_t)c->statement_count);
    set_integer(object, "article_count", (int64_t)c->article_count);
    set_integer(object, "origin_count", c->origin_count); /* at least so many */
    set_integer(object, "open_count", c->open_count);
    set_integer(object, "confirmed", c->confirmed);
    set_integer(object, "denied", c->denied);
    return object;
}

json_t *json_of_claim(const ClaimAnswer *a, uint32_t shown)
{
    json_t *object = json_of_head(&a->claim), *holders = json_array(), *origins = json_array();
    for (uint32_t i = 0; i < a->holder_count; i++) json_array_append_new(holders, json_of_holder(&a->holders[i]));
    json_object_set_new_nocheck(object, "standing", holders);
    for (uint32_t i = 0; i < a->origin_count; i++) json_array_append_new(origins, json_of_origin(&a->origins[i]));
    json_object_set_new_nocheck(object, "origins", origins);
    if (shown == NONE) return object;
    json_t *related = json_array(), *statements = json_array();
    for (uint32_t i = 0; i < a->related_count; i++) json_array_append_new(related, json_of_related(&a->related[i]));
    set_integer(object, "other_authorities", a->authorities);
    json_object_set_new_nocheck(object, "related", related);
    for (uint32_t i = 0; i < shown; i++) json_array_append_new(statements, json_of_hand(a, i));
    json_object_set_new_nocheck(object, "statements", statements);
    return object;
}
