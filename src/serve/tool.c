/* The ledger's questions as tools for an assistant: short answers, each statement with its words as evidence and an
 * address at which it can be looked at. They are asked as any other question is, and write nothing. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/serve.h"

#define USUAL 8u /* rows, unless more are asked for */
#define MOST 50u
#define LONGEST_ARTICLE 20000u /* bytes of its text */

typedef struct Call {
    const json_t *arguments;
    Ledger *ledger;
    Arena *arena;
    FILE *to;
    Scope scope;
} Call;

/* ---- arguments ---- */

static const char *string_of(const Call *c, const char *name)
{
    const char *s = json_string_value(json_object_get(c->arguments, name));
    return s && *s ? s : NULL;
}

/* 0: none is told. */
static int64_t number_of(const Call *c, const char *name)
{
    return json_integer_value(json_object_get(c->arguments, name));
}

static Status bad(Error *error, const char *name, const char *wanted)
{
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "%s must be %s", name, wanted);
}

static Status read_days(Call *c, Error *error)
{
    c->scope.since = string_of(c, "since");
    c->scope.until = string_of(c, "until");
    if (c->scope.since && !is_day(c->scope.since)) return bad(error, "since", "a day, YYYY-MM-DD");
    if (c->scope.until && !is_day(c->scope.until)) return bad(error, "until", "a day, YYYY-MM-DD");
    return SAYSO_OK;
}

static Status read_scope(Call *c, Error *error)
{
    const char *act = string_of(c, "act");
    int64_t limit = number_of(c, "limit");
    c->scope = (Scope){.by = string_of(c, "by"),
                       .outlet = string_of(c, "outlet"),
                       .has_act = act != NULL,
                       .limit = limit > 0 && limit < MOST ? (uint32_t)limit
                                : limit                   ? MOST
                                                          : USUAL};
    for (int i = 0; act && i <= SAYSO_ACT_THINK + 1; i++) {
        if (i > SAYSO_ACT_THINK) return bad(error, "act", "an act, as state, deny, confirm or warn");
        c->scope.act = (sayso_act)i;
        if (!strcmp(act, sayso_act_name(c->scope.act))) break;
    }
    return read_days(c, error);
}

/* ---- lines ---- */

static void put(FILE *to, Text t)
{
    put_safe_text(to, t);
}

/* "2026-03-05 Harbour Gazette said: “…” [statement 5:2, claim 60, Meridian, https://…]" */
static void put_statement(FILE *to, const Statement *s)
{
    put(to, s->day.size ? s->day : text_literal("undated"));
    putc(' ', to);
    put(to, s->who.size ? s->who : s->source.size ? s->source : text_literal("(no source is named)"));
    if (s->who.size && s->source.size && !text_equal(s->who, s->source)) {
        fputs(" (", to);
        put(to, s->source);
        putc(')', to);
    }
    putc(' ', to);
    put(to, s->cue);
    if (s->a.act != SAYSO_ACT_STATE || s->a.negated)
        fprintf(to, " [%s%s]", sayso_act_name(s->a.act), s->a.negated ? ", negated" : "");
    fputs(": ", to);
    put(to, s->content);
    fprintf(to, " [statement %lld:%u", (long long)s->article, s->number);
    if (s->claim) fprintf(to, ", claim %lld", (long long)s->claim);
    if (s->outlet.size) fputs(", ", to);
    put(to, s->outlet);
    if (s->url.size) fputs(", ", to);
    put(to, s->url);
    fprintf(to, ", %.0f%% sure]\n", (double)s->a.confidence * 100);
}

static void put_statements(FILE *to, const Statements *all)
{
    for (uint32_t i = 0; i < all->count; i++) put_statement(to, &all->items[i]);
    if (all->all > all->count) fprintf(to, "… and %llu more\n", (unsigned long long)(all->all - all->count));
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static void put_claim(FILE *to, const Claim *c)
{
    fprintf(to, "claim %lld: ", (long long)c->id);
    put(to, c->text);
    fprintf(to, "\n  %llu statement%s in %llu article%s; ", (unsigned long long)c->statement_count,
            plural(c->statement_count), (unsigned long long)c->article_count, plural(c->article_count));
    if (c->origin_count)
        fprintf(to, "at least %u independent origin%s", c->origin_count, plural(c->origin_count));
    else
        fputs("no origin is settled", to);
    if (c->open_count) fprintf(to, ", %u left open and not counted", c->open_count);
    if (c->confirmed) fprintf(to, "; %u confirmed", c->confirmed);
    if (c->denied) fprintf(to, "; %u denied or dismissed", c->denied);
    if (c->first_day.size) fputs(c->surely_first ? "; first " : "; first, as far as dated, ", to);
    put(to, c->first_day);
    putc('\n', to);
}

static void put_holders(FILE *to, const ClaimAnswer *a)
{
    for (uint32_t i = 0; i < a->holder_count; i++) {
        const Holder *h = &a->holders[i];
        fputs("  ", to);
        put(to, h->name.size ? h->name : text_literal("(no source is named)"));
        fprintf(to, ": %s%s%s", sayso_act_name(h->act), h->negated ? ", negated" : "",
                h->reported ? ", merely reported" : "");
        if (h->day.size) fputs(", ", to);
        put(to, h->day);
        putc('\n', to);
    }
}

/* ---- the tools ---- */

static Status tool_about(Call *c, Error *error)
{
    AboutAnswer a;
    Status status = ledger_about(c->ledger, string_of(c, "words"), &c->scope, c->arena, &a, error);
    if (status) return status;
    if (!a.count && !a.statements.all) fputs("No statement has all of these words.\n", c->to);
    for (uint32_t i = 0; i < a.count; i++) {
        put_claim(c->to, &a.items[i].claim);
        put_holders(c->to, &a.items[i]);
        if (a.items[i].statements.count) put_statement(c->to, &a.items[i].statements.items[0]);
    }
    if (a.all > a.count) fprintf(c->to, "… and %llu more claims\n", (unsigned long long)(a.all - a.count));
    if (a.statements.count) fputs("Said, and no claim:\n", c->to);
    put_statements(c->to, &a.statements);
    return SAYSO_OK;
}

static Status tool_who(Call *c, Error *error)
{
    WhoAnswer a;
    Status status = ledger_who(c->ledger, string_of(c, "name"), &c->scope, c->arena, &a, error);
    for (uint32_t i = 0; !status && i < a.actors.count; i++) {
        const Actor *actor = &a.actors.items[i];
        if (a.actors.count > 1 && !a.said[i].count) continue;
        put(c->to, actor->name);
        fprintf(c->to, " (actor #%lld, %llu statement%s)\n", (long long)actor->id,
                (unsigned long long)actor->statements, plural(actor->statements));
        put_statements(c->to, &a.said[i]);
    }
    return status;
}

static Status tool_claim(Call *c, Error *error)
{
    ClaimAnswer a;
    int64_t id = number_of(c, "claim");
    if (id <= 0) return bad(error, "claim", "a claim's number");
    const Scope whole = {0};
    Status status = ledger_claim(c->ledger, id, &whole, c->arena, &a, error);
    if (status) return status;
    put_claim(c->to, &a.claim);
    fputs("Who stands how to it:\n", c->to);
    put_holders(c->to, &a);
    fputs("Origins, at least so many; those left open are not counted:\n", c->to);
    for (uint32_t i = 0; i < a.origin_count; i++) {
        fprintf(c->to, "  %s", a.origins[i].open ? "(open) " : "");
        put(c->to, a.origins[i].name);
        fprintf(c->to, ": %u statement%s in %u article%s\n", a.origins[i].statement_count,
                plural(a.origins[i].statement_count), a.origins[i].article_count, plural(a.origins[i].article_count));
    }
    fputs("Statements, oldest first:\n", c->to);
    Statements shown = a.statements;
    if (shown.count > c->scope.limit) shown.count = c->scope.limit;
    put_statements(c->to, &shown);
    if (a.related_count) fputs("Perhaps the same, counted nowhere:\n", c->to);
    for (uint32_t i = 0; i < a.related_count && i < c->scope.limit; i++) {
        fprintf(c->to, "%.0f%%: ", a.related[i].probability * 100);
        put_statement(c->to, &a.related[i].statement);
    }
    return SAYSO_OK;
}

static Status place_of(Call *c, const char *name, int64_t *article, uint32_t *number, Error *error)
{
    char digits[24];
    const char *typed = string_of(c, name);
    (void)snprintf(digits, sizeof digits, "%lld", (long long)number_of(c, name));
    return ledger_find_statement(c->ledger, typed ? typed : digits, article, number, error);
}

static Status tool_statement(Call *c, Error *error)
{
    int64_t article;
    uint32_t number;
    Statements all;
    Status status = place_of(c, "statement", &article, &number, error);
    if (!status) status = ledger_statements(c->ledger, article, c->arena, &all, error);
    if (status) return status;
    for (uint32_t i = 0; i < all.count; i++) {
        if (all.items[i].number != number) continue;
        put_statement(c->to, &all.items[i]);
        return SAYSO_OK;
    }
    return bad(error, "statement", "one that is there, as 5:2; the tool 'article' numbers them");
}

static Status tool_article(Call *c, Error *error)
{
    int64_t article;
    uint32_t number;
    KeptArticle k;
    Statements all;
    Status status = place_of(c, "article", &article, &number, error);
    if (!status) status = ledger_article(c->ledger, article, c->arena, &k, error);
    if (!status) status = ledger_statements(c->ledger, article, c->arena, &all, error);
    if (status) return status;
    fprintf(c->to, "article %lld: ", (long long)k.id);
    put(c->to, k.title.size ? k.title : k.label);
    const Text parts[] = {k.outlet, k.published, k.url};
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (parts[i].size) fputs(", ", c->to);
        put(c->to, parts[i]);
    }
    putc('\n', c->to);
    put(c->to, text_of(k.text.data, k.text.size < LONGEST_ARTICLE ? k.text.size : LONGEST_ARTICLE));
    fputs(k.text.size > LONGEST_ARTICLE ? " …\nStatements:\n" : "\nStatements:\n", c->to);
    put_statements(c->to, &all);
    return SAYSO_OK;
}

static Status tool_talks(Call *c, Error *error)
{
    TalksAnswer a;
    Status status = ledger_talks(c->ledger, string_of(c, "name"), &c->scope, c->arena, &a, error);
    if (!status && !a.count) fputs("Nobody is said to have spoken to somebody named.\n", c->to);
    for (uint32_t i = 0; !status && i < a.count; i++) {
        const Talk *t = &a.items[i];
        put(c->to, t->from.name);
        fputs(" to ", c->to);
        put(c->to, t->to.name);
        fprintf(c->to, ", %llu time%s; the latest: ", (unsigned long long)t->count, plural(t->count));
        put(c->to, t->words);
        fprintf(c->to, " [statement %lld:%u]\n", (long long)t->article, t->number);
    }
    return status;
}

static Status tool_audit(Call *c, Error *error)
{
    int64_t article;
    uint32_t number;
    AuditAnswer a;
    Status status = place_of(c, "article", &article, &number, error);
    if (!status) status = ledger_audit(c->ledger, article, c->arena, &a, error);
    if (status) return status;
    fprintf(c->to,
            "article %lld: %u statements; %u named and %u unnamed sources; %u statements of unnamed persons, %u of "
            "them with the reason\n",
            (long long)article, a.statements, a.sources_named, a.sources_unnamed, a.unnamed, a.unnamed_with_reason);
    if (a.unexplained.count) fputs("Unnamed without a reason:\n", c->to);
    put_statements(c->to, &a.unexplained);
    if (a.single.count) fputs("Claims that rest on one unnamed source in the whole ledger:\n", c->to);
    put_statements(c->to, &a.single);
    if (a.copied_share > 0) fprintf(c->to, "%.0f%% of its text stands in earlier articles.\n", a.copied_share * 100);
    return SAYSO_OK;
}

/* ---- events ---- */

static void put_side(FILE *to, const DeedParty *parties, uint32_t count)
{
    if (!count) fputs("nobody named", to);
    for (uint32_t i = 0; i < count; i++) {
        if (i) fputs(i + 1 < count ? ", " : " and ", to);
        put(to, parties[i].name.size ? parties[i].name : parties[i].words);
    }
}

/* "2026-03-04 AGREE, told as reported: Rufus Quennerby -> Maud Ellersby: “…” [event 5:3, Meridian, https://…]" */
static void put_telling(FILE *to, const Telling *t)
{
    put(to, t->day.size ? t->day : text_literal("undated"));
    fprintf(to, " %s", sayso_event_type_name(t->e.type));
    if (t->e.mode.size) fputs(", ", to);
    put(to, t->e.mode);
    fprintf(to, ", told as %s: ", sayso_event_status_name(t->e.status));
    put_side(to, t->actors, t->e.actor_count);
    if (t->e.recipient_count) {
        fputs(" -> ", to);
        put_side(to, t->recipients, t->e.recipient_count);
    }
    if (t->place.size) fputs(", in ", to);
    put(to, t->place);
    fputs(": ", to);
    put(to, t->evidence);
    fprintf(to, " [event %lld:%u", (long long)t->article, t->e.id);
    if (t->outlet.size) fputs(", ", to);
    put(to, t->outlet);
    if (t->url.size) fputs(", ", to);
    put(to, t->url);
    fputs("]\n", to);
}

static void put_deed(FILE *to, const Deed *d)
{
    const Claim *c = &d->rests.claim;
    put_telling(to, &d->tellings[d->head]);
    fprintf(to, "  told in %u article%s", d->articles, plural(d->articles));
    if (c->origin_count) fprintf(to, "; at least %u independent origin%s", c->origin_count, plural(c->origin_count));
    if (c->open_count) fprintf(to, ", %u left open and not counted", c->open_count);
    for (uint32_t i = 0; i < d->denial_count && i < 3; i++) {
        fputs(i ? ", " : "; denied by ", to);
        put(to, d->denials[i].name.size ? d->denials[i].name : text_literal("somebody not named"));
    }
    putc('\n', to);
}

static Status tool_events(Call *c, Error *error)
{
    DeedsAnswer a;
    char country[4];
    DeedScope which = {.who = string_of(c, "who"),
                       .to = string_of(c, "to"),
                       .place = string_of(c, "place"),
                       .about = string_of(c, "about")};
    const char *typed = string_of(c, "country");
    c->scope.order = ORDER_DATE;
    if (typed && !country_read(typed, country)) return bad(error, "country", "three letters of ISO 3166-1, as IRN");
    if (typed) which.country = country;
    Status status = deed_type_read(string_of(c, "type"), &which, error);
    if (!status) status = deed_status_read(string_of(c, "status"), &which, error);
    if (!status) status = ledger_deeds(c->ledger, &which, &c->scope, c->arena, &a, error);
    if (status) return status;
    if (!a.count) fputs("No such event is told.\n", c->to);
    for (uint32_t i = 0; i < a.count; i++) put_deed(c->to, &a.items[i]);
    if (a.all > a.count) fprintf(c->to, "… and %llu more\n", (unsigned long long)(a.all - a.count));
    if (a.unread)
        fprintf(c->to, "Of %llu article%s the events were never read.\n", (unsigned long long)a.unread,
                plural(a.unread));
    return SAYSO_OK;
}

/* ---- the list ---- */

enum { STRING = 1, NUMBER = 2 }; /* of what JSON types an argument may be */
static const struct {
    const char *name, *about;
    unsigned types;
} texts[] = {
    {"words", "words that the claims have, all of them; in quotation marks, side by side", STRING},
    {"name", "a name, a surname, or an actor's number, as in #17", STRING},
    {"claim", "a claim's number", NUMBER},
    {"statement", "a statement's number, as 5:2", STRING},
    {"article", "an article's number, its URL, or the name that the ledger has", STRING | NUMBER},
    {"by", "what this person or body says alone", STRING},
    {"outlet", "in this outlet's articles alone", STRING},
    {"act",
     "of this act alone: state, claim, confirm, deny, decline, dismiss, accuse, condemn, praise, warn, promise, "
     "urge, ask, suggest, think",
     STRING},
    {"who", "the name of who does it, or an actor's number, as in #17", STRING},
    {"to", "the name of whom it is done to, likewise", STRING},
    {"type",
     "events of this type alone: AGREE, CONSULT, SUPPORT, CONCEDE, COOPERATE, AID, RETREAT, REQUEST, ACCUSE, REJECT, "
     "THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT",
     STRING},
    {"status", "told so alone: asserted, reported, denied, negated, hypothetical, future, demanded", STRING},
    {"country", "where one of this country takes part, ISO 3166-1: IRN", STRING},
    {"place", "that took place there, in an article's words", STRING},
    {"about", "whose clause has all of these words", STRING},
    {"since", "from this day on, YYYY-MM-DD", STRING},
    {"until", "up to this day, YYYY-MM-DD", STRING},
    {"limit", "at most so many rows: 8 unless told otherwise, 50 at most", NUMBER},
};

#define SCOPE " outlet act since until limit"
static const struct Tool {
    const char *name, *about, *parameters; /* the first `needed` of them must be there */
    size_t needed;
    Status (*answer)(Call *call, Error *error);
} tools[] = {
    {"about",
     "Claims on something: how they stand, by whom, on at least how many independent origins, each with a statement's "
     "words.",
     "words by" SCOPE, 1, tool_about},
    {"who", "All that somebody said, the newest first, with the words and the place.", "name" SCOPE, 1, tool_who},
    {"claim", "One claim: who stands how to it, its origins, its statements, what is perhaps the same.", "claim limit",
     1, tool_claim},
    {"statement", "One statement: who said it, its words, where it stands.", "statement", 1, tool_statement},
    {"article", "An article's text and its statements.", "article", 1, tool_article},
    {"talks", "Who talks to whom, of one who is named or of all, and the latest words.", "name since until limit", 0,
     tool_talks},
    {"events",
     "Who did what to whom, the newest first: how it is told, in how many articles, on at least how many independent "
     "origins, who denies it.",
     "who to type status country place about outlet since until limit", 0, tool_events},
    {"audit",
     "On whose say-so an article stands: named and unnamed sources, claims on one unnamed source, copied passages.",
     "article", 1, tool_audit},
};

static json_t *type_of(unsigned types)
{
    if (types == (STRING | NUMBER)) return json_pack("[ss]", "string", "integer");
    return json_string(types == NUMBER ? "integer" : "string");
}

static json_t *schema_of(const struct Tool *tool)
{
    json_t *properties = json_object(), *required = json_array();
    size_t count = 0;
    for (const char *at = tool->parameters; *at; count++) {
        size_t n = strcspn(at, " ");
        for (size_t i = 0; i < COUNT(texts); i++)
            if (strlen(texts[i].name) == n && !memcmp(texts[i].name, at, n)) {
                json_object_set_new(
                    properties, texts[i].name,
                    json_pack("{so ss}", "type", type_of(texts[i].types), "description", texts[i].about));
                if (count < tool->needed) json_array_append_new(required, json_string(texts[i].name));
            }
        at += n + (at[n] == ' ');
    }
    return json_pack("{ss so so sb}", "type", "object", "properties", properties, "required", required,
                     "additionalProperties", 0);
}

json_t *tools_list(void)
{
    json_t *all = json_array();
    for (size_t i = 0; i < COUNT(tools); i++)
        json_array_append_new(all, json_pack("{ss ss so s{sb sb}}", "name", tools[i].name, "description",
                                             tools[i].about, "inputSchema", schema_of(&tools[i]), "annotations",
                                             "readOnlyHint", 1, "openWorldHint", 0));
    return json_pack("{so}", "tools", all);
}

/* ---- calling ---- */

static bool takes(const struct Tool *tool, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = tool->parameters; size && (at = strstr(at, name)); at += size)
        if ((at == tool->parameters || at[-1] == ' ') && (at[size] == ' ' || !at[size])) return true;
    return false;
}

/* Each argument that we know is of a type that its schema has. */
static Status check_types(const json_t *arguments, Error *error)
{
    for (size_t i = 0; i < COUNT(texts); i++) {
        const json_t *value = json_object_get(arguments, texts[i].name);
        unsigned type = json_is_string(value) ? STRING : json_is_integer(value) ? NUMBER : 0;
        if (value && !(type & texts[i].types))
            return bad(error, texts[i].name,
                       texts[i].types == STRING   ? "a string"
                       : texts[i].types == NUMBER ? "a whole number"
                                                  : "a string or a whole number");
    }
    return SAYSO_OK;
}

static Status check(const struct Tool *tool, const json_t *arguments, Error *error)
{
    const char *at = tool->parameters;
    char wanted[32];
    for (void *i = json_object_iter((json_t *)(uintptr_t)arguments); i;
         i = json_object_iter_next((json_t *)(uintptr_t)arguments, i))
        if (!takes(tool, json_object_iter_key(i)))
            return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.40s' is nothing that '%s' takes",
                        json_object_iter_key(i), tool->name);
    for (size_t i = 0; i < tool->needed; i++) {
        size_t n = strcspn(at, " ");
        (void)snprintf(wanted, sizeof wanted, "%.*s", (int)n, at);
        const json_t *value = json_object_get(arguments, wanted);
        if (!value || (json_is_string(value) && !json_string_length(value)))
            return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%s' is missing", wanted);
        at += n + 1;
    }
    return SAYSO_OK;
}

static Status call(const struct Tool *tool, const McpServer *server, Call *c, Error *error)
{
    Asked asked = {.ledger = NULL};
    Status status = check(tool, c->arguments, error);
    if (!status) status = read_scope(c, error);
    if (!status && server->within)
        status = gate_ask(server->within, false, &asked, error), c->ledger = asked.ledger;
    else if (!status)
        status = ledger_open(server->ledger, LEDGER_ASK, server->wait_s * 1000, &c->ledger, error);
    if (!status) status = tool->answer(c, error);
    if (server->within)
        gate_asked(server->within, &asked, status != SAYSO_ERROR_IO);
    else
        ledger_close(c->ledger);
    return status;
}

static json_t *result_of(const char *text, size_t size, bool failed)
{
    return json_pack("{s[{ss ss#}] sb}", "content", "type", "text", "text", text, size, "isError", failed);
}

json_t *tool_call(const McpServer *server, const char *name, const json_t *arguments, Error *wrong)
{
    const struct Tool *tool = NULL;
    for (size_t i = 0; name && i < COUNT(tools); i++)
        if (!strcmp(tools[i].name, name)) tool = &tools[i];
    if (!tool) fail(wrong, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no such tool");
    if (!tool || check_types(arguments, wrong)) return NULL;
    char *data = NULL;
    size_t size = 0;
    Error error = {0};
    Arena arena;
    arena_init(&arena, &budget, (size_t)128 << 20);
    Call c = {.arguments = arguments, .arena = &arena, .to = open_memstream(&data, &size)};
    Status status = c.to ? call(tool, server, &c, &error) : fail_memory(&error);
    if (c.to && status && !fseeko(c.to, 0, SEEK_SET))
        put(c.to, text_literal(error.message)); /* cut, perhaps, in the middle of a letter */
    bool whole = c.to && !fclose(c.to);
    json_t *result = whole ? result_of(data, size, status != SAYSO_OK) : result_of("out of memory", 13, true);
    arena_free(&arena);
    free(data);
    return result;
}
