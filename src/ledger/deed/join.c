/* The events that are one deed: those that ties lead to from one of them. What the rows are decides, not which of them is
 * asked for or came first:
 *
 *   - an event whose article tells another one from it that could be the same ties by a copied clause alone, and so does the
 *     copy: which of the two another article means is open;
 *   - where all that hang together cannot be one deed (two days, two places, two events of one article), only the surer ties
 *     hold: a day that both tell, then a copied clause; and where that does not help, none.
 *
 * Those by the same parties lie under one key, (a party's form, type, day): with them alone an event is compared. */
#include <stdlib.h>

#include "ledger/deed/deed.h"

#define AROUND 8       /* days to either side: a week, and the day after */
#define MOST_MEMBERS 4096u
#define MOST_BESIDE 4096u

/* ---- those by the same parties ---- */

/* Without recipients the others who take part are who does it, too. */
static const char beside_sql[] =
    "SELECT DISTINCT p.article, p.number FROM form f JOIN party p ON p.form = f.id AND p.side = 0 AND p.type = ?2 AND"
    " p.day BETWEEN ?3 AND ?4 WHERE f.actor = ?1 AND EXISTS (SELECT 1 FROM party b JOIN form g ON g.id = b.form WHERE"
    " b.article = p.article AND b.number = p.number AND b.side = ?6 AND g.actor = ?5) ORDER BY p.article, p.number LIMIT ?7";

static bool add_member(Desk *desk, uint32_t event, uint32_t *capacity, Members *out)
{
    void *items = out->items;
    if (!arena_grow(desk->arena, &items, capacity, out->count + 1, sizeof event)) return false;
    out->items = items;
    out->items[out->count++] = event;
    return true;
}

typedef struct Place {
    int64_t article;
    uint32_t number;
} Place;

/* Their numbers first: reading an event asks questions of its own. */
static Status find_places(Desk *desk, Query *q, Place **out, uint32_t *count)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0;
    for (*count = 0; query_next(q, &status, desk->error); ++*count) {
        if (!arena_grow(desk->arena, &items, &capacity, *count + 1, sizeof(Place))) {
            query_end(q);
            return fail_memory(desk->error);
        }
        ((Place *)items)[*count] = (Place){column_int(q, 0), (uint32_t)column_int(q, 1)};
    }
    *out = items;
    return status;
}

static Status read_places(Desk *desk, const Place *places, uint32_t count, uint32_t but, Members *out)
{
    uint32_t capacity = 0, event;
    Status status = SAYSO_OK;
    *out = (Members){0};
    for (uint32_t i = 0; i < count && !status; i++) {
        status = desk_event(desk, places[i].article, places[i].number, &event);
        if (status || event == NONE || event == but) continue;
        if (!add_member(desk, event, &capacity, out)) return fail_memory(desk->error);
    }
    return status;
}

/* Of those parties and that type from day to day; text of days: as rows have it. */
static Query *query_beside(Desk *desk, const Event *e, int32_t from, int32_t to, char rooms[2][DAY_ROOM])
{
    const Kin *k = &e->kin;
    Query *q = db_query(desk->ledger->db, beside_sql, desk->error);
    if (!q) return NULL;
    bind_int(q, 1, k->sides[0][0]);
    bind_int(q, 2, e->telling.e.type);
    bind_text(q, 3, day_name(from, rooms[0]));
    bind_text(q, 4, day_name(to, rooms[1]));
    bind_int(q, 5, k->counts[1] ? k->sides[1][0] : k->sides[0][1]);
    bind_int(q, 6, k->counts[1] ? 1 : 0);
    bind_int(q, 7, MOST_BESIDE);
    return q;
}

static Status find_beside(Desk *desk, uint32_t event, int32_t before, int32_t after, Members *out)
{
    char rooms[2][DAY_ROOM];
    Place *places;
    uint32_t count;
    const Event *e = desk->items[event];
    *out = (Members){0};
    int32_t first = e->kin.first != NO_DAY ? e->kin.first : e->kin.published;
    int32_t last = e->kin.first != NO_DAY ? e->kin.last : e->kin.published;
    if (!e->kin.whole || first == NO_DAY) return SAYSO_OK;
    Query *q = query_beside(desk, e, first - before, last + after, rooms);
    Status status = q ? find_places(desk, q, &places, &count) : SAYSO_ERROR_IO;
    if (!status) status = read_places(desk, places, count, event, out);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->count; i++)
        if (same_parties(&desk->items[out->items[i]]->kin, &e->kin)) out->items[kept++] = out->items[i];
    out->count = kept;
    return status;
}

Status deed_beside(Desk *desk, uint32_t event, Members *out) { return find_beside(desk, event, 31, 31, out); }

/* ---- two of one article ---- */

static Status find_apart(Desk *desk, uint32_t event, bool *out)
{
    static const char sql[] = "SELECT DISTINCT p.article, p.number FROM party p WHERE p.article = ?1 AND p.type = ?2 AND p.side = 0";
    Event *e = desk->items[event];
    Place *places;
    Members own;
    uint32_t count;
    *out = e->apart;
    if (e->apart_known) return SAYSO_OK;
    Query *q = db_query(desk->ledger->db, sql, desk->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, e->telling.article);
    bind_int(q, 2, e->telling.e.type);
    Status status = find_places(desk, q, &places, &count);
    if (!status) status = read_places(desk, places, count, event, &own);
    if (status) return status;
    for (uint32_t i = 0; i < own.count; i++) e->apart |= kin_tie(e, desk->items[own.items[i]], NULL) != TIE_NONE;
    e->apart_known = true;
    *out = e->apart;
    return SAYSO_OK;
}

/* At least `least`, as far as what their articles tell beside lets it. */
static Status are_tied(Desk *desk, uint32_t a, uint32_t b, Tie least, bool *out)
{
    bool apart = false;
    *out = false;
    if (desk->items[a]->telling.article == desk->items[b]->telling.article) return SAYSO_OK;
    Tie tie = kin_tie(desk->items[a], desk->items[b], NULL);
    if (tie < least || tie == TIE_NONE) return SAYSO_OK;
    Status status = tie == TIE_COPY ? SAYSO_OK : find_apart(desk, a, &apart);
    if (!status && !apart && tie != TIE_COPY) status = find_apart(desk, b, &apart);
    *out = !apart;
    return status;
}

/* ---- what hangs together ---- */

typedef struct Walk {
    Desk *desk;
    Tie least;
    const Members *among; /* NULL: of the whole ledger */
    Members found;
    uint32_t capacity;
    uint32_t *seen; /* of each event of the desk, as far as it goes: the index in `found` + 1 */
    uint32_t seen_count;
} Walk;

static bool see(Walk *w, uint32_t event, bool *known)
{
    void *seen = w->seen;
    uint32_t capacity = w->seen_count;
    if (event >= w->seen_count) {
        if (!arena_grow(w->desk->arena, &seen, &capacity, w->desk->count + 64, sizeof *w->seen)) return false;
        w->seen = seen;
        memset(w->seen + w->seen_count, 0, (capacity - w->seen_count) * sizeof *w->seen);
        w->seen_count = capacity;
    }
    *known = w->seen[event] != 0;
    w->seen[event] = 1;
    return true;
}

static Status reach(Walk *w, uint32_t from, uint32_t to)
{
    bool tied, known;
    Status status = are_tied(w->desk, from, to, w->least, &tied);
    if (status || !tied) return status;
    if (!see(w, to, &known)) return fail_memory(w->desk->error);
    if (known || w->found.count >= MOST_MEMBERS) return SAYSO_OK;
    return add_member(w->desk, to, &w->capacity, &w->found) ? SAYSO_OK : fail_memory(w->desk->error);
}

static Status walk(Walk *w, uint32_t event)
{
    bool known;
    Status status = SAYSO_OK;
    if (!see(w, event, &known) || !add_member(w->desk, event, &w->capacity, &w->found)) return fail_memory(w->desk->error);
    for (uint32_t at = 0; at < w->found.count && !status; at++) {
        Members beside;
        uint32_t from = w->found.items[at];
        if (w->among)
            beside = *w->among;
        else
            status = find_beside(w->desk, from, AROUND, AROUND, &beside);
        for (uint32_t i = 0; i < beside.count && !status; i++) status = reach(w, from, beside.items[i]);
    }
    return status;
}

/* ---- all of one deed ---- */

/* A copy of what an article tells beside another one says as little of which is meant as that does. */
static Status any_apart(Desk *desk, const Members *m, bool *out)
{
    Status status = SAYSO_OK;
    *out = false;
    for (uint32_t i = 0; i < m->count && m->count > 1 && !status && !*out; i++) status = find_apart(desk, m->items[i], out);
    return status;
}

static Status contradict(Desk *desk, const Members *m, Tie least, bool *out)
{
    const Event **events = TAKE(desk->arena, const Event *, m->count + (size_t)1);
    if (!events) return fail_memory(desk->error);
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->count; i++) { /* by article: few come out of order */
        const Event *e = desk->items[m->items[i]];
        uint32_t at = n++;
        for (; at && events[at - 1]->telling.article > e->telling.article; at--) events[at] = events[at - 1];
        events[at] = e;
    }
    *out = kin_contradict(events, n, least);
    return *out || least == TIE_COPY ? SAYSO_OK : any_apart(desk, m, out);
}

/* Days as text sort as days do; what has none comes last. */
static bool is_told_before(const Telling *a, const Telling *b)
{
    if (a->published.size != b->published.size) return a->published.size > b->published.size;
    int c = text_compare(a->published, b->published);
    if (c) return c < 0;
    return a->article != b->article ? a->article < b->article : a->e.id < b->e.id;
}

typedef struct Row {
    const Telling *telling;
    uint32_t event;
} Row;

static bool comes_before(const void *a, const void *b)
{
    return is_told_before(((const Row *)a)->telling, ((const Row *)b)->telling);
}

static Status in_order(Desk *desk, Members *m)
{
    Row *rows = TAKE(desk->arena, Row, m->count + (size_t)1);
    if (!rows) return fail_memory(desk->error);
    for (uint32_t i = 0; i < m->count; i++) rows[i] = (Row){&desk->items[m->items[i]]->telling, m->items[i]};
    sort_in_place(rows, m->count, sizeof *rows, comes_before);
    for (uint32_t i = 0; i < m->count; i++) m->items[i] = rows[i].event;
    return SAYSO_OK;
}

Status deed_members(Desk *desk, uint32_t event, Members *out)
{
    Members around = {0};
    bool wrong = true;
    for (Tie least = TIE_SOME; least <= TIE_COPY && wrong; least++) {
        Walk w = {.desk = desk, .least = least, .among = least == TIE_SOME ? NULL : &around};
        Status status = walk(&w, event);
        if (!status) status = contradict(desk, &w.found, least, &wrong);
        if (status) return status;
        around = w.found;
    }
    *out = around;
    if (wrong) out->count = 1; /* itself: it was found first */
    return in_order(desk, out);
}
