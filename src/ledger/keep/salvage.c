/* What is left of a damaged ledger: each leaf of the file is looked at, whether the trees lead to it or not, and a row
 * is known by its shape and its seal. Nothing is believed that is not proved: a text by its SHA-256, which stands
 * beside it, all else by the row's seal.
 *
 *   pages ──> rows of article, outlet, identity, decision, watch, claim ──> places, ascending by number ──> an article, read
 * again └─> rows of entities and statements tell that an article was there
 *
 * Of articles only their places are kept in memory. */
#include <stdio.h>
#include <stdlib.h>

#include "ledger/keep/keep.h"

typedef enum Table { ARTICLE, OUTLET, IDENTITY, CLAIM, DECISION, WATCH, TABLES } Table;

/* Column by column as schema.c has them: # the number, i an integer, n one or none, t a text or none, b a blob or none;
 * capitals: never none. Behind them stands the seal. under: the columns under it. */
typedef struct Shape {
    const char *name, *columns;
    uint8_t least; /* columns of a row of an older format */
    uint8_t under_count;
    uint8_t under[20];
} Shape;
enum {
    A_STORY = 1,
    A_REVISION,
    A_CURRENT,
    A_LABEL,
    A_URL,
    A_TITLE,
    A_OUTLET,
    A_BYLINE,
    A_PUBLISHED,
    A_ADDED,
    A_SHA256 = 12,
    A_TEXT = 19
};
enum { W_NAME = 1, W_MADE, W_WHO, W_ABOUT, W_CLAIM, W_CLAIM_TEXT, W_OUTLET, W_TYPE, W_ACT, W_KIND, W_WANTS };
enum { D_KIND = 1, D_MADE, D_UNDONE, D_SUBJECT, D_OBJECT, D_WAS, D_LABEL, D_SHA256, D_NUMBER, D_WORDS, D_CLAIM };
static const Shape shapes[TABLES] = {
    [ARTICLE] =
        {"article", "#iiitttnttTiBiiiibbT", 20, 19, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}},
    [OUTLET] = {"outlet", "#TTt", 3, 4, {0, 1, 2, 3}},
    [IDENTITY] = {"identity", "#TTi", 4, 4, {0, 1, 2, 3}},
    [CLAIM] = {"claim", "#iTBttii", 7, 5, {0, 1, 2, 3, 7}},
    [DECISION] = {"decision", "#iTtttttbitn", 12, 12, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}},
    [WATCH] = {"watch", "#TTttnttnnni", 12, 12, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}},
};

typedef struct Place {
    int64_t id, story; /* story: of articles, 0 where that is not known */
    uint32_t page, at;
    SalvageState state;
    bool renumbered;
} Place;

typedef struct Places {
    Place *items;
    uint32_t count, capacity;
} Places;

struct Salvage {
    Pages *pages;
    Arena arena, scratch; /* of what is kept · of the row at hand */
    Places tables[TABLES];
    Places evidence; /* numbers of articles of which other rows tell */
    int64_t removed; /* the highest number of an article that was removed, as far as it is told */
    int64_t last;    /* the highest number that an article had, or has now */
    bool sealed;     /* some row is */
    char path[256];
};

/* ---- a row ---- */

static bool is_of(const PageRow *row, const Shape *shape, uint32_t columns)
{
    for (uint32_t i = 0; i < columns; i++) {
        FieldType type = row->fields[i].type;
        char wanted = shape->columns[i];
        bool fits = type == FIELD_LOST || (type == FIELD_NULL && strchr("#ntb", wanted)) ||
                    (type == FIELD_INT && (wanted == 'i' || wanted == 'n')) ||
                    (type == FIELD_TEXT && (wanted | 32) == 't') || (type == FIELD_BLOB && (wanted | 32) == 'b');
        if (!fits) return false;
    }
    return true;
}

/* The last column, where there is one beyond the table's own. */
static const Field *seal_of(const PageRow *row, Table table)
{
    static const Field none = {.type = FIELD_NULL};
    return row->count > strlen(shapes[table].columns) ? &row->fields[row->count - 1] : &none;
}

static bool is_sealed(const PageRow *row, Table table)
{
    Field columns[COUNT(shapes[0].under)];
    const Shape *shape = &shapes[table];
    for (uint32_t i = 0; i < shape->under_count; i++) {
        if (shape->under[i] >= row->count) return false;
        columns[i] = i ? row->fields[shape->under[i]] : (Field){.type = FIELD_INT, .integer = row->id};
    }
    return seal_fits(shape->name, columns, shape->under_count, seal_of(row, table));
}

static bool text_is_proved(const PageRow *row)
{
    uint8_t hash[32];
    const Field *text = &row->fields[A_TEXT], *kept = &row->fields[A_SHA256];
    if (text->type != FIELD_TEXT || kept->type != FIELD_BLOB || kept->bytes.size != sizeof hash) return false;
    sha256(text->bytes.data, text->bytes.size, hash);
    return !memcmp(hash, kept->bytes.data, sizeof hash) && utf8_valid(text->bytes, NULL);
}

static SalvageState state_of(const PageRow *row, Table table)
{
    bool sealed = row->whole && is_sealed(row, table), unsealed = row->whole && seal_of(row, table)->type == FIELD_NULL;
    if (table == ARTICLE && !text_is_proved(row)) return sealed ? SALVAGE_NAMED : SALVAGE_LOST;
    return sealed ? SALVAGE_WHOLE : unsealed ? SALVAGE_UNSEALED : table == ARTICLE ? SALVAGE_TEXT : SALVAGE_LOST;
}

static bool put(Salvage *s, Places *places, Place place)
{
    void *items = places->items;
    if (!arena_grow(&s->arena, &items, &places->capacity, places->count + 1, sizeof place)) return false;
    places->items = items;
    places->items[places->count++] = place;
    return true;
}

/* ---- every row ---- */

/* What of an article's other rows tells its number: entities and statements, without and with seals. They come many in
 * a row. An entity's seal proves it. */
static bool take_evidence(Salvage *s, const PageRow *row)
{
    static const uint32_t widths[] = {10, 11, 35, 36};
    Places *e = &s->evidence;
    bool wide = false;
    for (size_t i = 0; i < COUNT(widths); i++) wide = wide || row->count == widths[i];
    int64_t id = row->fields[0].integer;
    if (!wide || row->fields[0].type != FIELD_INT || row->fields[1].type != FIELD_INT || id < 1 ||
        row->fields[1].integer < 1)
        return true;
    if (e->count && e->items[e->count - 1].id == id && e->items[e->count - 1].state == SALVAGE_WHOLE) return true;
    bool sealed = row->count == 11 && row->whole && seal_fits("entity", row->fields, 10, &row->fields[10]);
    return put(s, e, (Place){.id = id, .state = sealed ? SALVAGE_WHOLE : SALVAGE_LOST});
}

static void take_removed(Salvage *s, const PageRow *row)
{
    char digits[20] = {0};
    if (row->count != 2 || !text_is(row->fields[0].bytes, "removed") || row->fields[1].bytes.size >= sizeof digits)
        return;
    memcpy(digits, row->fields[1].bytes.data, row->fields[1].bytes.size);
    int64_t removed = strtoll(digits, NULL, 10);
    if (removed > 0 && removed < INT64_C(1) << 40) s->removed = removed;
}

static bool take_row(Salvage *s, const PageRow *row, uint32_t page, uint32_t at)
{
    if (!row->has_id) {
        if (row->count == 2 && row->fields[0].type == FIELD_TEXT && row->fields[1].type == FIELD_TEXT)
            take_removed(s, row);
        return row->count < 10 || take_evidence(s, row);
    }
    for (Table t = 0; t < TABLES; t++) {
        uint32_t columns = (uint32_t)strlen(shapes[t].columns), own = row->count < columns ? row->count : columns;
        if (row->count < shapes[t].least || row->count > columns + 2 || row->id < 1 || !is_of(row, &shapes[t], own))
            continue;
        SalvageState state = state_of(row, t);
        s->sealed = s->sealed || state == SALVAGE_WHOLE;
        /* who read an article has the shape of what another is known by */
        if (t != ARTICLE && (state == SALVAGE_LOST || (state == SALVAGE_UNSEALED && t == IDENTITY))) continue;
        bool knows_story = t == ARTICLE && (state == SALVAGE_WHOLE || state == SALVAGE_UNSEALED);
        return put(s, &s->tables[t],
                   (Place){row->id, knows_story ? row->fields[A_STORY].integer : 0, page, at, state, false});
    }
    return true;
}

static Status take_all(Salvage *s, Error *error)
{
    for (uint32_t page = 1; page <= pages_count(s->pages); page++) {
        uint32_t rows = page_rows(s->pages, page);
        for (uint32_t at = 0; at < rows; at++) {
            PageRow row;
            arena_reset(&s->scratch);
            if (page_row(s->pages, page, at, &s->scratch, &row) && !take_row(s, &row, page, at))
                return fail_memory(error);
        }
    }
    return SAYSO_OK;
}

/* ---- what is there, by number ---- */

static int by_number(const void *a, const void *b)
{
    const Place *x = a, *y = b;
    if (x->id != y->id) return (x->id > y->id) - (x->id < y->id);
    if (x->state != y->state) return (x->state > y->state) - (x->state < y->state);
    if (x->page != y->page) return (x->page > y->page) - (x->page < y->page);
    return (x->at > y->at) - (x->at < y->at);
}

static const Place *find(const Places *places, int64_t id)
{
    const Place key = {.id = id};
    uint32_t low = 0, high = places->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (places->items[middle].id < key.id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < places->count && places->items[low].id == id ? &places->items[low] : NULL;
}

static void sort(Places *places)
{
    if (places->count) qsort(places->items, places->count, sizeof *places->items, by_number);
}

/* Of one number the best is kept. Where a ledger has seals, a row without one is not what was kept. A text whose number
 * is another's, or beyond all that are known, gets a new one: 0. */
static void settle(Salvage *s, Table table)
{
    Places *p = &s->tables[table];
    for (uint32_t i = 0; i < p->count; i++)
        if (s->sealed && p->items[i].state == SALVAGE_UNSEALED) {
            p->items[i].state = table == ARTICLE ? SALVAGE_TEXT : SALVAGE_LOST;
            p->items[i].story = 0;
        }
    sort(p);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        Place place = p->items[i];
        bool again = kept && p->items[kept - 1].id == place.id;
        if (table != ARTICLE && place.state == SALVAGE_LOST) continue;
        if (again && place.state != SALVAGE_TEXT) continue;
        if (again) place.id = 0;
        p->items[kept++] = place;
    }
    p->count = kept;
}

static int64_t last_known(const Salvage *s)
{
    const Places *articles = &s->tables[ARTICLE], *identities = &s->tables[IDENTITY], *e = &s->evidence;
    int64_t last = s->removed;
    for (uint32_t i = 0; i < e->count; i++)
        if (e->items[i].state == SALVAGE_WHOLE && e->items[i].id > last) last = e->items[i].id;
    for (uint32_t i = 0; i < articles->count; i++)
        if (articles->items[i].state <= SALVAGE_NAMED && articles->items[i].id > last) last = articles->items[i].id;
    for (uint32_t i = 0; i < identities->count; i++)
        if (identities->items[i].id > last) last = identities->items[i].id;
    return last;
}

/* Those without a number come behind all others, in the order in which they lie. */
static void number_anew(Salvage *s, int64_t last)
{
    Places *articles = &s->tables[ARTICLE];
    for (uint32_t i = 0; i < articles->count; i++)
        if (articles->items[i].id > last) last = articles->items[i].id;
    for (uint32_t i = 0; i < articles->count; i++) {
        if (articles->items[i].id) continue;
        articles->items[i].id = ++last;
        articles->items[i].renumbered = true;
    }
    s->last = last;
}

/* A row's damaged number says nothing; neither do rows of other tables beyond what is known, once seals tell. */
static bool mend_numbers(Salvage *s)
{
    Places *articles = &s->tables[ARTICLE], *e = &s->evidence;
    int64_t last = last_known(s);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < articles->count; i++) {
        Place *a = &articles->items[i];
        if (a->state == SALVAGE_TEXT && last && a->id > last) a->id = 0;
        if (a->state != SALVAGE_LOST || !last || a->id <= last) articles->items[kept++] = *a;
    }
    articles->count = kept;
    sort(articles);
    sort(e);
    const Places *identities = &s->tables[IDENTITY];
    for (uint32_t i = 0; i < identities->count; i++)
        if (!put(s, e, (Place){.id = identities->items[i].id})) return false;
    sort(e);
    uint32_t known = articles->count;
    Places found = *articles; /* what is added below is not looked at */
    for (uint32_t i = 0; i < e->count; i++) {
        int64_t id = e->items[i].id;
        if ((i && e->items[i - 1].id == id) || id > last || find(&(Places){found.items, known, 0}, id)) continue;
        if (!put(s, articles, (Place){.id = id, .state = SALVAGE_LOST})) return false;
    }
    number_anew(s, last);
    sort(articles);
    return true;
}

static int by_story(const void *a, const void *b)
{
    const Place *x = *(const Place *const *)a, *y = *(const Place *const *)b;
    if (x->story != y->story) return (x->story > y->story) - (x->story < y->story);
    return (x->id > y->id) - (x->id < y->id);
}

static bool comes_out(SalvageState state)
{
    return state <= SALVAGE_TEXT;
}

/* Where a story's first article is lost the next one begins it. */
static bool mend_stories(Salvage *s)
{
    Places *p = &s->tables[ARTICLE];
    Place **order = TAKE(&s->arena, Place *, p->count + 1u);
    uint32_t count = 0;
    if (!order) return false;
    for (uint32_t i = 0; i < p->count; i++)
        if (comes_out(p->items[i].state) && p->items[i].story) order[count++] = &p->items[i];
    if (count) qsort(order, count, sizeof *order, by_story);
    for (uint32_t i = 0, end; i < count; i = end) {
        int64_t story = order[i]->story;
        for (end = i; end < count && order[end]->story == story; end++) order[end]->story = order[i]->id;
    }
    return true;
}

static Status look_at_all(Salvage *s, Error *error)
{
    Status status = take_all(s, error);
    if (status) return status;
    for (Table t = 0; t < TABLES; t++) settle(s, t);
    if (!mend_numbers(s) || !mend_stories(s)) return fail_memory(error);
    if (s->tables[ARTICLE].count) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: there is no article of a ledger in it", s->path);
}

Status salvage_open(const char *path, Salvage **out, Error *error)
{
    *out = NULL;
    Salvage *s = calloc(1, sizeof *s);
    if (!s) return fail_memory(error);
    arena_init(&s->arena, &libc_allocator, SIZE_MAX);
    arena_init(&s->scratch, &libc_allocator, (size_t)4 << 30);
    (void)snprintf(s->path, sizeof s->path, "%s", path);
    Status status = pages_open(path, &s->pages, error);
    if (!status) status = look_at_all(s, error);
    if (status) {
        salvage_close(s);
        return status;
    }
    *out = s;
    return SAYSO_OK;
}

void salvage_close(Salvage *s)
{
    if (!s) return;
    pages_close(s->pages);
    arena_free(&s->arena);
    arena_free(&s->scratch);
    free(s);
}

int64_t salvage_last(const Salvage *s)
{
    return s->last;
}

uint32_t salvage_articles(const Salvage *s)
{
    return s->tables[ARTICLE].count;
}

/* ---- one of them ---- */

static bool read_place(Salvage *s, const Place *place, Arena *arena, PageRow *out)
{
    return place && place->page && page_row(s->pages, place->page, place->at, arena, out);
}

/* What is no UTF-8 is no name: of a damaged row. */
static Text text_at(const PageRow *row, uint32_t column)
{
    if (column >= row->count || row->fields[column].type != FIELD_TEXT || !utf8_valid(row->fields[column].bytes, NULL))
        return (Text){0};
    return row->fields[column].bytes;
}

static void add_outlet(Salvage *s, const PageRow *row, Arena *arena, Salvaged *out)
{
    PageRow outlet;
    const Field *number = &row->fields[A_OUTLET];
    if (number->type != FIELD_INT) return;
    out->outlet_lost = !read_place(s, find(&s->tables[OUTLET], number->integer), arena, &outlet);
    if (out->outlet_lost) return;
    out->outlet = text_at(&outlet, 2);
    out->country = text_at(&outlet, 3);
}

static void add_identity(Salvage *s, const Place *place, Arena *arena, Salvaged *out)
{
    PageRow row;
    if (!read_place(s, find(&s->tables[IDENTITY], place->id), arena, &row)) return;
    out->identity = text_at(&row, 1);
    out->fetched = row.fields[3].integer != 0;
}

static void add_names(const PageRow *row, Salvaged *out)
{
    out->label = text_at(row, A_LABEL);
    out->url = text_at(row, A_URL);
    out->title = text_at(row, A_TITLE);
    out->byline = text_at(row, A_BYLINE);
    out->published = text_at(row, A_PUBLISHED);
    out->added = text_at(row, A_ADDED);
}

Status salvage_article(Salvage *s, uint32_t index, Arena *arena, Salvaged *out, Error *error)
{
    PageRow row;
    const Place *place = &s->tables[ARTICLE].items[index];
    *out = (Salvaged){.id = place->id, .story = place->story, .state = place->state, .renumbered = place->renumbered};
    add_identity(s, place, arena, out);
    if (!place->page) return SAYSO_OK;
    if (!read_place(s, place, arena, &row))
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: it changes while it is read", s->path);
    add_names(&row, out);
    if (comes_out(place->state)) out->text = text_at(&row, A_TEXT);
    if (place->state == SALVAGE_WHOLE || place->state == SALVAGE_UNSEALED) add_outlet(s, &row, arena, out);
    return SAYSO_OK;
}

bool salvage_gap(const Salvage *s, int64_t *after, int64_t *first, int64_t *last)
{
    const Places *p = &s->tables[ARTICLE];
    int64_t expected = *after + 1;
    for (uint32_t i = 0; i < p->count; i++) {
        int64_t id = p->items[i].id;
        if (id < expected) continue;
        if (id > expected) {
            *first = expected;
            *last = *after = id - 1;
            return true;
        }
        expected = id + 1;
    }
    *first = expected;
    *last = *after = s->last;
    return expected <= s->last;
}

/* ---- decisions ---- */

static bool hexadecimal(const Field *field, Arena *arena, Text *out)
{
    *out = (Text){0};
    if (field->type != FIELD_BLOB || !field->bytes.size) return true;
    char *digits = TAKE(arena, char, field->bytes.size * 2 + 1);
    if (!digits) return false;
    for (size_t i = 0; i < field->bytes.size; i++) (void)sprintf(digits + 2 * i, "%02x", (uint8_t)field->bytes.data[i]);
    *out = text_of(digits, field->bytes.size * 2);
    return true;
}

/* false: no memory. lost: one that names a claim of which no words are left. */
static bool read_decision(Salvage *s, const Place *place, Arena *arena, Decision *out, bool *lost)
{
    PageRow row, claim;
    *lost = !read_place(s, place, arena, &row);
    if (*lost) return true;
    *out = (Decision){.id = place->id,
                      .kind = (DecisionKind)row.fields[D_KIND].integer,
                      .made = text_at(&row, D_MADE),
                      .undone = text_at(&row, D_UNDONE),
                      .subject = text_at(&row, D_SUBJECT),
                      .object = text_at(&row, D_OBJECT),
                      .label = text_at(&row, D_LABEL),
                      .number = (uint32_t)row.fields[D_NUMBER].integer,
                      .words = text_at(&row, D_WORDS)};
    if (!hexadecimal(&row.fields[D_SHA256], arena, &out->sha256)) return false;
    if (out->kind != DECISION_JOIN && out->kind != DECISION_PART) return true;
    out->claim_text = text_at(&row, D_WAS);
    if (read_place(s, find(&s->tables[CLAIM], row.fields[D_CLAIM].integer), arena, &claim))
        out->claim_text = text_at(&claim, 2);
    *lost = !out->claim_text.size;
    return true;
}

Status salvage_decisions(Salvage *s, Arena *arena, Decision **out, uint32_t *count, uint32_t *lost, Error *error)
{
    const Places *p = &s->tables[DECISION];
    int64_t last = p->count ? p->items[p->count - 1].id : 0;
    *count = *lost = 0;
    if (!(*out = TAKE(arena, Decision, p->count + 1u))) return fail_memory(error);
    for (uint32_t i = 0; i < p->count; i++) {
        bool gone;
        if (!read_decision(s, &p->items[i], arena, &(*out)[*count], &gone)) return fail_memory(error);
        *count += !gone;
    }
    if (last > 0 && last < UINT32_MAX) *lost = (uint32_t)last - *count;
    return SAYSO_OK;
}

/* ---- watches ---- their claims by the words */

static void read_watch(const PageRow *row, Watch *out)
{
    const Field *f = row->fields;
    *out = (Watch){.name = text_at(row, W_NAME),
                   .who = text_at(row, W_WHO),
                   .about = text_at(row, W_ABOUT),
                   .outlet = text_at(row, W_OUTLET),
                   .claim_text = text_at(row, W_CLAIM_TEXT),
                   .has_type = f[W_TYPE].type == FIELD_INT,
                   .type = (sayso_event_type)f[W_TYPE].integer,
                   .has_act = f[W_ACT].type == FIELD_INT,
                   .act = (sayso_act)f[W_ACT].integer,
                   .has_kind = f[W_KIND].type == FIELD_INT,
                   .kind = (sayso_kind)f[W_KIND].integer,
                   .new_origin = f[W_WANTS].integer & 1,
                   .contradicts = f[W_WANTS].integer & 2};
}

Status salvage_watches(Salvage *s, Arena *arena, Watch **out, uint32_t *count, Error *error)
{
    const Places *p = &s->tables[WATCH];
    *count = 0;
    if (!(*out = TAKE(arena, Watch, p->count + 1u))) return fail_memory(error);
    for (uint32_t i = 0; i < p->count; i++) {
        PageRow row;
        if (p->items[i].state == SALVAGE_WHOLE && read_place(s, &p->items[i], arena, &row)) read_watch(&row, &(*out)[(*count)++]);
    }
    return SAYSO_OK;
}

bool salvage_is_sealed(const Salvage *s)
{
    return s->sealed;
}
