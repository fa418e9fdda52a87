/* Which full names of one block are one person. Two are linked where nothing speaks against it and no third form agrees
 * with one and not with the other: George Bush stays by himself between George W. and George H. W. What few articles
 * bear out against eight times as many is the reader's noise: a gender or an office then says nothing, a middle name
 * keeps nobody else apart. A nickname of a common surname is no proof where the two are months apart. All else depends
 * on weights, which are powers of two, so that only a doubling calls for it again. */
#include "ledger/actor/settle.h"

#define NOISE 8u
#define SPANS_APART 1 /* offices so near to each other are held at one time */

uint32_t group_root(const FormRow *items, uint32_t at)
{
    while (items[at].group != at) at = items[at].group;
    return at;
}

void group_join(FormRow *items, uint32_t a, uint32_t b)
{
    a = group_root(items, a), b = group_root(items, b);
    items[a > b ? a : b].group = a > b ? b : a;
}

/* ---- one pair ---- */

/* The names themselves; what no weight makes one. */
static bool names_agree(const FormRow *a, const FormRow *b)
{
    if (!given_agree(a->key.given, b->key.given) || !middles_agree(a->key.middles, b->key.middles)) return false;
    if (a->key.suffix.size && b->key.suffix.size) return text_equal(a->key.suffix, b->key.suffix);
    return !(a->key.suffix.size && a->apart) && !(b->key.suffix.size && b->apart);
}

static bool at_one_time(const FormRow *a, const FormRow *b)
{
    return a->first <= b->last + SPANS_APART && b->first <= a->last + SPANS_APART;
}

typedef struct Graph {
    FormRow *rows;
    uint32_t count;
    uint32_t *name_weight; /* of all forms of a row's name */
    bool *gender_noise, *office_noise;
    uint8_t *agree; /* count * count */
} Graph;

static bool pair_agrees(const Graph *g, uint32_t i, uint32_t k)
{
    const FormRow *a = &g->rows[i], *b = &g->rows[k];
    if (!names_agree(a, b)) return false;
    bool genders = a->key.gender.size && b->key.gender.size && !g->gender_noise[i] && !g->gender_noise[k];
    if (genders && !text_equal(a->key.gender, b->key.gender)) return false;
    bool offices = !g->office_noise[i] && !g->office_noise[k] && at_one_time(a, b);
    return !offices || office_agree(a->key.office, b->key.office);
}

/* ---- what is noise ---- */

static void weigh(Graph *g, uint32_t i)
{
    uint64_t all = 0, gender = 0, office = 0, name = 0;
    const FormRow *a = &g->rows[i];
    for (uint32_t k = 0; k < g->count; k++) {
        const FormRow *b = &g->rows[k];
        if (b->alone || !names_agree(a, b)) continue;
        all += b->weight;
        if (text_equal(a->key.gender, b->key.gender)) gender += b->weight;
        if (text_equal(a->key.office, b->key.office)) office += b->weight;
        if (form_same_name(&a->key, &b->key)) name += b->weight;
    }
    g->name_weight[i] = (uint32_t)name;
    g->gender_noise[i] = all >= NOISE * gender;
    g->office_noise[i] = all >= NOISE * office;
}

/* ---- thirds ---- */

static bool third_parts(const Graph *g, uint32_t i, uint32_t k, uint32_t third)
{
    if (g->agree[(size_t)i * g->count + third] == g->agree[(size_t)k * g->count + third]) return false;
    /* forms of one name are parted by that name's alone */
    const FormKey *name = &g->rows[i].key;
    if (form_same_name(name, &g->rows[k].key)) return form_same_name(name, &g->rows[third].key) && g->rows[third].weight;
    return (uint64_t)g->name_weight[third] * NOISE > (uint64_t)g->name_weight[i] + g->name_weight[k];
}

/* ---- nicknames ---- */

typedef struct Weeks {
    int64_t first, last; /* spans; 0: not known */
} Weeks;

/* When a given name was in the news, whatever stands beside it. */
static Weeks weeks_of(const Graph *g, uint32_t i)
{
    Weeks w = {g->rows[i].first, g->rows[i].last};
    for (uint32_t k = 0; k < g->count; k++) {
        const FormRow *r = &g->rows[k];
        if (r->alone || !r->weight || !r->first || !text_equal(r->key.given, g->rows[i].key.given)) continue;
        if (!w.first || r->first < w.first) w.first = r->first;
        if (r->last > w.last) w.last = r->last;
    }
    return w;
}

static bool share_office(const Graph *g, uint32_t i, uint32_t k)
{
    for (uint32_t x = 0; x < g->count; x++)
        for (uint32_t y = 0; y < g->count; y++) {
            const FormKey *a = &g->rows[x].key, *b = &g->rows[y].key;
            if (a->office.size && text_equal(a->office, b->office) && text_equal(a->given, g->rows[i].key.given) &&
                text_equal(b->given, g->rows[k].key.given))
                return true;
        }
    return false;
}

/* Bob and Robert of a surname that many bear, whom no office, middle name or suffix makes one, are one if they are in
 * the news in the same weeks. */
static bool rather_two(const Graph *g, uint32_t i, uint32_t k)
{
    const FormKey *a = &g->rows[i].key, *b = &g->rows[k].key;
    if (text_equal(a->given, b->given) || !surname_common(a->surname)) return false;
    if ((a->middles.size && b->middles.size) || (a->suffix.size && b->suffix.size)) return false;
    Weeks x = weeks_of(g, i), y = weeks_of(g, k);
    bool apart = x.first && y.first && (x.first > y.last + SPANS_APART || y.first > x.last + SPANS_APART);
    return apart && !share_office(g, i, k);
}

static bool linked(const Graph *g, uint32_t i, uint32_t k)
{
    if (!g->agree[(size_t)i * g->count + k] || rather_two(g, i, k)) return false;
    for (uint32_t third = 0; third < g->count; third++)
        if (third != i && third != k && !g->rows[third].alone && third_parts(g, i, k, third)) return false;
    return true;
}

bool graph_group(FormRow *items, uint32_t from, uint32_t count, Arena *arena)
{
    Graph g = {.rows = items + from,
               .count = count,
               .name_weight = TAKE(arena, uint32_t, count),
               .gender_noise = TAKE(arena, bool, count),
               .office_noise = TAKE(arena, bool, count),
               .agree = TAKE(arena, uint8_t, (size_t)count *count)};
    if (!g.name_weight || !g.gender_noise || !g.office_noise || !g.agree) return false;
    for (uint32_t i = 0; i < count; i++) weigh(&g, i);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k <= i; k++)
            g.agree[(size_t)i * count + k] = g.agree[(size_t)k * count + i] = i == k || pair_agrees(&g, i, k);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < i; k++)
            if (!g.rows[i].alone && !g.rows[k].alone && linked(&g, i, k)) group_join(items, from + i, from + k);
    return true;
}
