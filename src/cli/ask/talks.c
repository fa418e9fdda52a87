/* sayso talks: who talks to whom, or does what to whom, as a table and as a graph. */
#include <jansson.h>
#include <stdio.h>

#include "cli/ask/ask.h"

/* name: as it was typed. */
static void write_table(const Ask *ask, const char *name, const TalksAnswer *a)
{
    Paper p = paper_of(ask);
    for (uint32_t i = 0; i < a->count; i++) {
        const Talk *t = &a->items[i];
        paper_number(&p, INK_PLAIN, 6, t->count);
        paper_text(&p, INK_BOLD, t->from.name);
        paper_format(&p, INK_PLAIN, " → ");
        paper_text(&p, INK_BOLD, t->to.name);
        if (t->last_day.size) paper_format(&p, INK_DIM, " · ");
        paper_text(&p, INK_DIM, t->last_day);
        paper_line(&p, 8);
        paper_column(&p, 8);
        paper_text(&p, INK_PLAIN, t->words);
        paper_line(&p, 0);
    }
    if (!a->count) {
        paper_format(&p, INK_PLAIN, "nobody is said to have spoken to ");
        paper_text(&p, INK_PLAIN, text_literal(name ? name : "somebody named"));
        if (name) paper_format(&p, INK_PLAIN, ", or to whom that one spoke, by name");
        if (ask_is_scoped(ask)) paper_format(&p, INK_PLAIN, ", in this scope");
        paper_line(&p, 0);
    }
    paper_more(&p, a->count, a->all);
}

static json_t *to_json(const TalksAnswer *a)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < a->count; i++) {
        const Talk *t = &a->items[i];
        json_t *object = json_object();
        json_object_set_new_nocheck(object, "from", json_of_actor(&t->from));
        json_object_set_new_nocheck(object, "to", json_of_actor(&t->to));
        json_object_set_new_nocheck(object, "count", json_integer((json_int_t)t->count));
        set_text(object, "first", t->first_day);
        set_text(object, "last", t->last_day);
        set_text(object, "words", t->words);
        json_object_set_new_nocheck(object, "statement", json_sprintf("%lld:%u", (long long)t->article, t->number));
        json_array_append_new(array, object);
    }
    return array;
}

/* ---- deeds ---- */

static void write_deeds(const Ask *ask, const char *name, const DoingsAnswer *a)
{
    Paper p = paper_of(ask);
    for (uint32_t i = 0; i < a->count; i++) {
        const Doing *d = &a->items[i];
        paper_number(&p, INK_PLAIN, 6, d->count);
        paper_text(&p, INK_BOLD, d->from.name);
        paper_format(&p, INK_PLAIN, " → ");
        paper_text(&p, INK_BOLD, d->to.name);
        paper_format(&p, INK_PLAIN, " · %s", sayso_event_type_name(d->type));
        if (d->last_day.size) paper_format(&p, INK_DIM, " · ");
        paper_text(&p, INK_DIM, d->last_day);
        paper_line(&p, 8);
        paper_column(&p, 8);
        paper_text(&p, INK_PLAIN, d->words);
        paper_line(&p, 0);
    }
    if (!a->count) {
        paper_format(&p, INK_PLAIN, "nothing is told that ");
        paper_text(&p, INK_PLAIN, text_literal(name ? name : "anybody named"));
        paper_format(&p, INK_PLAIN, name ? " did to one who is named, or had done to oneself" : " did to another");
        if (ask_is_scoped(ask)) paper_format(&p, INK_PLAIN, ", in this scope");
        paper_line(&p, 0);
    }
    paper_more(&p, a->count, a->all);
}

static json_t *deeds_to_json(const DoingsAnswer *a)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < a->count; i++) {
        const Doing *d = &a->items[i];
        json_t *object = json_object();
        json_object_set_new_nocheck(object, "from", json_of_actor(&d->from));
        json_object_set_new_nocheck(object, "to", json_of_actor(&d->to));
        set_text(object, "type", text_literal(sayso_event_type_name(d->type)));
        json_object_set_new_nocheck(object, "count", json_integer((json_int_t)d->count));
        set_text(object, "first", d->first_day);
        set_text(object, "last", d->last_day);
        set_text(object, "words", d->words);
        json_object_set_new_nocheck(object, "event", json_sprintf("%lld:%u", (long long)d->article, d->number));
        json_array_append_new(array, object);
    }
    return array;
}

/* ---- graphs ---- of words, or of deeds: an edge has a type then */

typedef struct Edge {
    const Actor *from, *to;
    const char *type; /* NULL: words */
    uint64_t count;
    Text last;
} Edge;

typedef struct Graph {
    Edge *edges;
    uint32_t count;
    bool deeds;
} Graph;

static Status graph_of_talks(const TalksAnswer *a, Arena *arena, Graph *out, Error *error)
{
    *out = (Graph){.edges = TAKE(arena, Edge, a->count + (size_t)1), .count = a->count};
    if (!out->edges) return fail_memory(error);
    for (uint32_t i = 0; i < a->count; i++)
        out->edges[i] = (Edge){&a->items[i].from, &a->items[i].to, NULL, a->items[i].count, a->items[i].last_day};
    return SAYSO_OK;
}

static Status graph_of_deeds(const DoingsAnswer *a, Arena *arena, Graph *out, Error *error)
{
    *out = (Graph){.edges = TAKE(arena, Edge, a->count + (size_t)1), .count = a->count, .deeds = true};
    if (!out->edges) return fail_memory(error);
    for (uint32_t i = 0; i < a->count; i++) {
        const Doing *d = &a->items[i];
        out->edges[i] = (Edge){&d->from, &d->to, sayso_event_type_name(d->type), d->count, d->last_day};
    }
    return SAYSO_OK;
}


/* A name is one line. What would steer who shows it is "?", in the SVG that Graphviz makes of it too. */
static bool put_plain(FILE *to, uint32_t c)
{
    if (c == '\n' || c == '\r' || c == '\t')
        putc(' ', to);
    else if (char_steers(c) || c == 0xFFFE || c == 0xFFFF)
        putc('?', to);
    else
        return false;
    return true;
}

static void put_xml(FILE *to, Text t)
{
    char bytes[4];
    for (size_t at = 0, next; at < t.size; at = next) {
        uint32_t c = utf8_at(t, at, &next);
        if (c == '&' || c == '<' || c == '>' || c == '"')
            fprintf(to, "&#%u;", c);
        else if (!put_plain(to, c))
            fwrite(bytes, 1, utf8_put(c, bytes), to);
    }
}

typedef void PutNode(FILE *to, const Actor *actor);

static void put_new(FILE *to, const Actor *actor, json_t *seen, PutNode *put)
{
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)actor->id);
    if (json_object_get(seen, key)) return;
    json_object_set_new_nocheck(seen, key, json_true());
    put(to, actor);
}

/* Each actor once, where it is first met. */
static void put_nodes(FILE *to, const Graph *g, PutNode *put)
{
    json_t *seen = json_object();
    for (uint32_t i = 0; i < g->count; i++) {
        put_new(to, g->edges[i].from, seen, put);
        put_new(to, g->edges[i].to, seen, put);
    }
    json_decref(seen);
}

static void put_graphml_node(FILE *to, const Actor *actor)
{
    fprintf(to, "  <node id=\"a%lld\"><data key=\"name\">", (long long)actor->id);
    put_xml(to, actor->name);
    fprintf(to, "</data><data key=\"type\">%s</data></node>\n", sayso_type_name(actor->type));
}

static void write_graphml(FILE *to, const Graph *g)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
          " <key id=\"name\" for=\"node\" attr.name=\"name\" attr.type=\"string\"/>\n"
          " <key id=\"type\" for=\"node\" attr.name=\"type\" attr.type=\"string\"/>\n"
          " <key id=\"count\" for=\"edge\" attr.name=\"count\" attr.type=\"long\"/>\n"
          " <key id=\"last\" for=\"edge\" attr.name=\"last\" attr.type=\"string\"/>\n",
          to);
    if (g->deeds) fputs(" <key id=\"deed\" for=\"edge\" attr.name=\"deed\" attr.type=\"string\"/>\n", to);
    fputs(" <graph edgedefault=\"directed\">\n", to);
    put_nodes(to, g, put_graphml_node);
    for (uint32_t i = 0; i < g->count; i++) {
        const Edge *e = &g->edges[i];
        fprintf(to, "  <edge source=\"a%lld\" target=\"a%lld\">", (long long)e->from->id, (long long)e->to->id);
        if (e->type) fprintf(to, "<data key=\"deed\">%s</data>", e->type);
        fprintf(to, "<data key=\"count\">%llu</data><data key=\"last\">", (unsigned long long)e->count);
        put_xml(to, e->last);
        fputs("</data></edge>\n", to);
    }
    fputs(" </graph>\n</graphml>\n", to);
}

static void put_dot_string(FILE *to, Text t)
{
    char bytes[4];
    for (size_t at = 0, next; at < t.size; at = next) {
        uint32_t c = utf8_at(t, at, &next);
        if (c == '"' || c == '\\') putc('\\', to);
        if (!put_plain(to, c))
            fwrite(bytes, 1, utf8_put(c, bytes), to);
    }
}

static void put_dot_node(FILE *to, const Actor *actor)
{
    static const char *const shapes[] = {[SAYSO_TYPE_PERSON] = "ellipse", [SAYSO_TYPE_OUTLET] = "note"};
    const char *shape = actor->type < COUNT(shapes) && shapes[actor->type] ? shapes[actor->type] : "box";
    fprintf(to, "  a%lld [label=\"", (long long)actor->id);
    put_dot_string(to, actor->name);
    fprintf(to, "\", shape=%s];\n", shape);
}

static void write_dot(FILE *to, const Graph *g)
{
    fprintf(to, "digraph %s {\n", g->deeds ? "deeds" : "talks");
    fputs("  rankdir=LR;\n  node [fontname=\"Helvetica\", fontsize=11];\n"
          "  edge [fontname=\"Helvetica\", fontsize=9, color=\"#555555\"];\n",
          to);
    put_nodes(to, g, put_dot_node);
    for (uint32_t i = 0; i < g->count; i++) {
        const Edge *e = &g->edges[i];
        unsigned width = e->count >= 100 ? 4 : e->count >= 10 ? 3 : e->count > 1 ? 2 : 1;
        fprintf(to, "  a%lld -> a%lld [label=\"%s%s%llu\", penwidth=%u];\n", (long long)e->from->id, (long long)e->to->id,
                e->type ? e->type : "", e->type ? " " : "", (unsigned long long)e->count, width);
    }
    fputs("}\n", to);
}

static void write_to_dot(FILE *to, const void *answer) { write_dot(to, answer); }

static Status write_svg(Ask *ask, const Graph *g, Error *error)
{
    static const char *const dot[] = {"dot", "-Tsvg", NULL};
    int status = draw(dot, write_to_dot, g, ask->to);
    if (!status) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                status == DRAW_MISSING
                    ? "an SVG is drawn by Graphviz's dot, which is not here: install graphviz, or ask for --format=dot"
                    : "Graphviz's dot could not draw it; ask for --format=dot, and draw that");
}

static Status write_graph(Ask *ask, const Graph *g, Error *error)
{
    if (ask->format == ASK_SVG) return write_svg(ask, g, error);
    if (ask->format == ASK_DOT)
        write_dot(ask->to, g);
    else
        write_graphml(ask->to, g);
    return SAYSO_OK;
}

/* ---- the command ---- */

typedef struct Talking {
    Ask ask; /* first: the argument parser fills it */
    bool deeds;
} Talking;

static Status put_talks(Ask *ask, const char *name, Error *error)
{
    TalksAnswer a;
    Graph g;
    Status status = ledger_talks(ask->ledger, name, &ask->scope, ask->arena, &a, error);
    if (status) return status;
    ask->empty = !a.count;
    if (ask->format == ASK_TABLE) {
        write_table(ask, name, &a);
        return SAYSO_OK;
    }
    if (ask->format == ASK_JSON) return sheet_json(ask->to, to_json(&a), error);
    if (ask->format == ASK_CSV)
        return sheet_csv(ask->to, to_json(&a), "from.name from.type to.name to.type count first last words statement", error);
    status = graph_of_talks(&a, ask->arena, &g, error);
    return status ? status : write_graph(ask, &g, error);
}

static Status put_deeds(Ask *ask, const char *name, Error *error)
{
    DoingsAnswer a;
    Graph g;
    Status status = ledger_doings(ask->ledger, name, &ask->scope, ask->arena, &a, error);
    if (status) return status;
    ask->empty = !a.count;
    if (ask->format == ASK_TABLE) {
        write_deeds(ask, name, &a);
        return SAYSO_OK;
    }
    if (ask->format == ASK_JSON) return sheet_json(ask->to, deeds_to_json(&a), error);
    if (ask->format == ASK_CSV)
        return sheet_csv(ask->to, deeds_to_json(&a), "from.name from.type to.name to.type type count first last words event", error);
    status = graph_of_deeds(&a, ask->arena, &g, error);
    return status ? status : write_graph(ask, &g, error);
}

Status answer_talks(Ask *ask, Error *error)
{
    const char *name = ask->word_count ? ask_words(ask) : NULL;
    return ask->word_count && !name ? fail_memory(error) : put_talks(ask, name, error);
}

Status answer_doings(Ask *ask, Error *error)
{
    const char *name = ask->word_count ? ask_words(ask) : NULL;
    return ask->word_count && !name ? fail_memory(error) : put_deeds(ask, name, error);
}

static Status answer(Ask *ask, Error *error)
{
    return ((Talking *)ask)->deeds ? answer_doings(ask, error) : answer_talks(ask, error);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    if (key != KEY_DEEDS) return ask_parse(key, argument, state);
    ((Talking *)state->input)->deeds = true;
    return 0;
}

static const struct argp_option arguments[] = {
    {"format", 'f', "FORMAT", 0, "table (the default), json, csv, graphml, dot, or svg (drawn by Graphviz)", 0},
    {"deeds", KEY_DEEDS, NULL, 0, "who does what to whom, instead of who talks to whom", 0},
    SCOPE_OPTIONS,
    ASK_OPTIONS,
    {0}};

int command_talks(int argc, char **argv)
{
    static const struct argp argp = {
        arguments,
        parse,
        "[NAME]",
        "Prints who talks to whom, and the latest of their words; of one who is named, or of "
        "all. With --deeds who does what to whom, as articles tell it of those who are named.\v" LEDGER_STATUS,
        NULL,
        NULL,
        NULL};
    Talking talking = {.ask.formats = ASK_FORMATS};
    return ask_run(&argp, argc, argv, &talking.ask, answer);
}
