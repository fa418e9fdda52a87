/* An event is read with its article and its parties; each once in a question. */
#include "ledger/deed/deed.h"

bool desk_make(Ledger *ledger, const Scope *scope, Arena *arena, Error *error, Desk *out)
{
    *out = (Desk){.ledger = ledger, .scope = scope, .arena = arena, .error = error, .mask = 63};
    out->slots = TAKE(arena, uint32_t, out->mask + 1u);
    if (out->slots) memset(out->slots, 0, (out->mask + 1u) * sizeof *out->slots);
    return out->slots != NULL;
}

/* ---- which were read ---- */

static uint64_t key_of(int64_t article, uint32_t number) { return hash_mix((uint64_t)article << 24 ^ number); }

static uint32_t *slot_of(const Desk *desk, int64_t article, uint32_t number)
{
    uint64_t at = key_of(article, number);
    for (;; at++) {
        uint32_t *slot = &desk->slots[at & desk->mask];
        if (!*slot) return slot;
        const Telling *t = &desk->items[*slot - 1]->telling;
        if (t->article == article && t->e.id == number) return slot;
    }
}

static bool grow(Desk *desk)
{
    if (desk->count * 2 < desk->mask) return true;
    uint32_t mask = desk->mask * 2 + 1;
    uint32_t *slots = TAKE(desk->arena, uint32_t, mask + (size_t)1);
    if (!slots) return false;
    memset(slots, 0, (mask + (size_t)1) * sizeof *slots);
    desk->slots = slots;
    desk->mask = mask;
    for (uint32_t i = 0; i < desk->count; i++)
        *slot_of(desk, desk->items[i]->telling.article, desk->items[i]->telling.e.id) = i + 1;
    return true;
}

static Event *take_event(Desk *desk)
{
    void *items = desk->items;
    if (!grow(desk) || !arena_grow(desk->arena, &items, &desk->capacity, desk->count + 1, sizeof *desk->items)) return NULL;
    desk->items = items;
    return TAKE(desk->arena, Event, 1);
}

/* ---- a row ---- what the ledger holds is not believed: a span outside the text is none */

static Span sound(Text text, Span s) { return s.begin < s.end && s.end <= text.size ? s : (Span){0}; }

static bool join_words(Text text, const Span *spans, uint32_t count, Arena *arena, Text *out)
{
    Text *parts = TAKE(arena, Text, 2 * (size_t)count + 1);
    uint32_t n = 0;
    if (!parts) return false;
    for (uint32_t i = 0; i < count; i++) {
        if (n) parts[n++] = text_literal(" … ");
        parts[n++] = text_slice(text, sound(text, spans[i]));
    }
    return text_join(arena, parts, n, out);
}

#define FIRST_OF_ARTICLE EVENT_COLUMN_COUNT
static const char event_sql[] =
    "SELECT " EVENT_COLUMNS ", r.story, r.family, " CURRENT ", e.day, r.label, o.name, r.title, r.url, r.published,"
    " substr(r.added, 1, 10), r.text FROM event e JOIN article r ON r.id = e.article LEFT JOIN outlet o ON o.id = r.outlet"
    " LEFT JOIN attribution t ON t.article = e.article AND t.number = e.said WHERE e.article = ?1 AND e.number = ?2 AND"
    " (e.said = 0 OR " STANDS ") AND " SEEN;

static bool read_words(Desk *desk, Query *q, Text text, Telling *t)
{
    const sayso_event *e = &t->e;
    char first[DAY_SIZE], last[DAY_SIZE];
    Text *const texts[] = {&t->day, &t->label, &t->outlet, &t->title, &t->url, &t->published, &t->added};
    for (size_t i = 0; i < COUNT(texts); i++)
        if (!keep_text(desk->arena, column_text(q, FIRST_OF_ARTICLE + 3 + (int)i), texts[i])) return false;
    t->first_day = t->last_day = (Text){0};
    if (interval_of(e->date, first, last) && (!keep_text(desk->arena, text_of(first, DAY_SIZE - 1), &t->first_day) ||
                                              !keep_text(desk->arena, text_of(last, DAY_SIZE - 1), &t->last_day)))
        return false;
    return join_words(text, e->triggers, e->told_count, desk->arena, &t->trigger) &&
           join_words(text, e->evidence, e->told_count, desk->arena, &t->evidence) &&
           keep_text(desk->arena, text_slice(text, sound(text, e->when)), &t->when) &&
           keep_text(desk->arena, text_slice(text, sound(text, e->place)), &t->place);
}

static bool read_event(Desk *desk, Query *q, int64_t article, Text text, Event *out)
{
    *out = (Event){.telling = {.article = article,
                               .story = column_int(q, FIRST_OF_ARTICLE),
                               .family = column_int(q, FIRST_OF_ARTICLE + 1),
                               .current = column_int(q, FIRST_OF_ARTICLE + 2) != 0},
                   .deed = NONE};
    return event_of_row(q, 0, desk->arena, &out->telling.e) && read_words(desk, q, text, &out->telling);
}

/* ---- its parties ---- */

static const char parties_sql[] =
    "SELECT p.side, p.words_begin, p.words_end, p.entity, p.country, p.sector, f.actor, a.name FROM party p"
    " LEFT JOIN form f ON f.id = p.form LEFT JOIN actor a ON a.id = f.actor WHERE p.article = ?1 AND p.number = ?2"
    " ORDER BY p.side, p.place";

static bool read_party(Desk *desk, Query *q, Text text, DeedParty *out)
{
    Span words = {(uint32_t)column_int(q, 1), (uint32_t)column_int(q, 2)};
    *out = (DeedParty){.actor = column_int(q, 6)};
    return keep_text(desk->arena, text_slice(text, sound(text, words)), &out->words) &&
           keep_text(desk->arena, column_text(q, 4), &out->country) &&
           keep_text(desk->arena, column_text(q, 5), &out->sector) && keep_text(desk->arena, column_text(q, 7), &out->name);
}

static Status read_parties(Desk *desk, Text text, Telling *t)
{
    Status status;
    void *items = NULL;
    uint32_t capacity = 0, counts[2] = {0};
    Query *q = db_query(desk->ledger->db, parties_sql, desk->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, t->article);
    bind_int(q, 2, t->e.id);
    while (query_next(q, &status, desk->error)) {
        uint32_t n = counts[0] + counts[1];
        if (arena_grow(desk->arena, &items, &capacity, n + 1, sizeof(DeedParty)) &&
            read_party(desk, q, text, (DeedParty *)items + n)) {
            counts[column_int(q, 0) != 0]++;
            continue;
        }
        query_end(q);
        return fail_memory(desk->error);
    }
    const DeedParty *all = items;
    t->e.actor_count = counts[0];
    t->e.recipient_count = counts[1];
    t->actors = counts[0] ? all : NULL;
    t->recipients = counts[1] ? all + counts[0] : NULL;
    return status;
}

/* ---- an event ---- */

/* The row is open as long as its text is wanted. */
static Status read_whole(Desk *desk, Query *q, int64_t article, Event *event)
{
    Text text = column_text(q, FIRST_OF_ARTICLE + 10);
    bool kept = read_event(desk, q, article, text, event);
    Status status = kept ? read_parties(desk, text, &event->telling) : fail_memory(desk->error);
    if (!status && !kin_make(text, &event->telling, desk->arena, &event->kin)) status = fail_memory(desk->error);
    query_end(q);
    return status;
}

Status desk_event(Desk *desk, int64_t article, uint32_t number, uint32_t *out)
{
    Status status;
    uint32_t known = *slot_of(desk, article, number);
    *out = known ? known - 1 : NONE;
    if (known) return SAYSO_OK;
    Event *event = take_event(desk);
    Query *q = event ? db_query(desk->ledger->db, event_sql, desk->error) : NULL;
    if (!q) return event ? SAYSO_ERROR_IO : fail_memory(desk->error);
    bind_int(q, 1, article);
    bind_int(q, 2, number);
    if (!bind_scope(q, desk->scope, desk->arena)) return fail_memory(desk->error);
    if (!query_next(q, &status, desk->error)) return status;
    status = read_whole(desk, q, article, event);
    if (status) return status;
    *out = desk->count;
    desk->items[desk->count++] = event;
    *slot_of(desk, article, number) = *out + 1;
    return SAYSO_OK;
}
