/* On whose word each statement rests.
 *
 *   article ──> its outlet · the agency that it alone thanks
 *   source  ──> somebody settled · unnamed people, through an outlet · the outlet itself · left open
 *   within another's content ──> that other, unless the inner one has said it himself
 *
 * Only a settled source is somebody. "The minister", "he", "critics", a poll without a name may be anyone, and whom the
 * article alone calls "the minister" another one's article may call so too. */
#include "ledger/origin/trace.h"

#define MOST_OUTER 8u /* attributions around one another */

#define SEED_OUTLET 1u
#define SEED_ARTICLE 2u
#define SEED_WORDS 3u
#define SEED_NAME 4u

/* A number, mixed: no other name has it, whatever it is made of. */
uint64_t key_of_name(Tracer *t, uint64_t seed, Text name)
{
    uint32_t number = numbering_of(&t->names, seed, name);
    return number ? hash_mix((uint64_t)number | (uint64_t)1 << 62) : 0;
}

static bool key_of(Tracer *t, Text name, uint64_t seed, uint64_t *out)
{
    Text key;
    if (!name_key(name, t->arena, &key)) return false;
    *out = key_of_name(t, seed, key);
    return *out != 0;
}

bool outlet_key(Tracer *t, Text name, uint64_t *out) { return key_of(t, name, SEED_OUTLET, out); }

/* ---- desks ---- */

static bool sort_by_article(Tracer *t)
{
    Keyed *rows = TAKE(t->arena, Keyed, t->count + 1u);
    if (!rows) return false;
    for (uint32_t i = 0; i < t->count; i++)
        rows[i] = (Keyed){(uint64_t)statement(t, i)->article, statement(t, i)->number, i};
    if (!keyed_sort(rows, t->count, t->arena)) return false;
    for (uint32_t at = 0; at < t->count; at++) {
        uint32_t i = rows[at].item;
        if (!at || rows[at].key != rows[at - 1].key)
            t->desks[t->desk_count++] = (Desk){.article = statement(t, i)->article, .begin = at};
        t->desks[t->desk_count - 1].end = at + 1;
        t->by_article[at] = i;
        t->desk_of[i] = t->desk_count - 1;
    }
    return true;
}

const Desk *desk_find(const Tracer *t, int64_t article)
{
    uint32_t low = 0, high = t->desk_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (t->desks[middle].article < article)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->desk_count && t->desks[low].article == article ? &t->desks[low] : NULL;
}

static Status read_numbers(Tracer *t, int64_t article, uint32_t numbers[MOST_CREDITS], uint32_t *count)
{
    Status status;
    size_t size = 0;
    Query *q = db_query(t->ledger->db, "SELECT credits FROM article WHERE id = ?1", t->error);
    *count = 0;
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    if (!query_next(q, &status, t->error)) return status;
    Cursor c = {.data = column_blob(q, 0, &size)};
    for (c.size = size; *count < MOST_CREDITS && c.size - c.at >= 4;) numbers[(*count)++] = cursor_u32(&c);
    query_end(q);
    return SAYSO_OK;
}

static Status read_credit(Tracer *t, Desk *desk, uint32_t number)
{
    Status status;
    Text name;
    Query *q = db_query(t->ledger->db, "SELECT name FROM entity WHERE article = ?1 AND number = ?2", t->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, desk->article);
    bind_int(q, 2, number);
    if (!query_next(q, &status, t->error)) return status;
    bool kept = keep_text(t->arena, column_text(q, 0), &name);
    query_end(q);
    if (!kept || !outlet_key(t, name, &desk->credits[desk->credit_count++])) return fail_memory(t->error);
    if (desk->credit_count == 1) desk->outlet = name;
    return SAYSO_OK;
}

static Status read_credits(Tracer *t, Desk *desk)
{
    uint32_t numbers[MOST_CREDITS], count;
    Status status = read_numbers(t, desk->article, numbers, &count);
    for (uint32_t i = 0; i < count && !status; i++) status = read_credit(t, desk, numbers[i]);
    return status;
}

/* Thanks matter where the outlet is not known, or tells by itself or of somebody unnamed. */
static bool needs_credits(const Tracer *t, const Desk *desk)
{
    for (uint32_t at = desk->begin; at < desk->end; at++) {
        const Statement *s = statement(t, t->by_article[at]);
        sayso_kind kind = s->a.kind;
        if (!s->outlet.size || kind == SAYSO_KIND_UNNAMED || kind == SAYSO_KIND_OUTLET || kind == SAYSO_KIND_AUTHOR)
            return true;
    }
    return false;
}

/* An article without an outlet is the agency's whom it thanks alone, or stands for an outlet itself. */
static Status open_desk(Tracer *t, Desk *desk)
{
    const Statement *s = statement(t, t->by_article[desk->begin]);
    Status status = needs_credits(t, desk) ? read_credits(t, desk) : SAYSO_OK;
    if (status) return status;
    if (s->outlet.size || desk->credit_count != 1) desk->outlet = s->outlet;
    desk->own = hash_bytes(&s->article, sizeof s->article, SEED_ARTICLE);
    if (desk->outlet.size && !outlet_key(t, desk->outlet, &desk->own)) return fail_memory(t->error);
    if (!desk->outlet.size) desk->outlet = s->label;
    return SAYSO_OK;
}

/* ---- parties ---- */

/* "This newspaper has learned" */
static bool is_ourselves(Text words) { return text_starts(words, "this ") || text_starts(words, "This "); }

static bool is_position(sayso_act act)
{
    return act == SAYSO_ACT_DENY || act == SAYSO_ACT_DECLINE || act == SAYSO_ACT_DISMISS || act == SAYSO_ACT_ASK;
}

/* "the newspaper" is another one in another article. */
static bool is_name(Text words)
{
    if (text_starts(words, "the ") || text_starts(words, "The ")) words = text_of(words.data + 4, words.size - 4);
    return words.size && char_is_upper(utf8_at(words, 0, &(size_t){0}));
}

static bool set_through(Tracer *t, const Statement *s, Text outlet, Party *out)
{
    if (!outlet.size || is_ourselves(outlet)) return true;
    out->through = outlet;
    return key_of(t, outlet, is_name(outlet) ? SEED_OUTLET : SEED_WORDS + (uint64_t)s->article, &out->outlet);
}

/* A settled source has an actor; one that the article names by name, as a poll, is told by that name. */
static bool set_who(Tracer *t, int64_t actor, Text who, Party *p)
{
    p->actor = actor;
    p->who = actor ? hash_mix((uint64_t)actor) | 1 : 0;
    return actor || !is_name(who) || key_of(t, who, SEED_NAME, &p->who);
}

static PartyKind kind_of(sayso_kind kind, bool settled)
{
    if (kind == SAYSO_KIND_OUTLET || kind == SAYSO_KIND_AUTHOR) return PARTY_OUTLET;
    if (kind == SAYSO_KIND_UNNAMED) return PARTY_UNNAMED;
    return settled && kind != SAYSO_KIND_GROUP ? PARTY_NAMED : PARTY_OPEN;
}

/* Who has no name is told apart by the outlet alone: several through one are one, possibly, and one with the outlet where
 * that says no more. */
static bool key_party(Tracer *t, Party *p)
{
    if (p->kind == PARTY_UNNAMED || p->kind == PARTY_OUTLET) p->key = hash_mix(p->outlet);
    if (p->kind == PARTY_NAMED) p->key = p->who;
    return p->kind != PARTY_OPEN || key_of(t, p->name, SEED_WORDS ^ p->outlet, &p->key);
}

static Status make_party(Tracer *t, uint32_t index)
{
    const Statement *s = statement(t, index);
    const Desk *desk = &t->desks[t->desk_of[index]];
    Party *p = &t->parties[index];
    Text name = s->who.size ? s->who : s->source;
    *p = (Party){.source = s->a.kind,
                 .name = name,
                 .through = desk->outlet,
                 .outlet = desk->own,
                 .own = desk->own,
                 .asserts = !is_position(s->a.act) && !s->a.negated,
                 .nested = s->a.within != 0};
    Text via = s->a.kind == SAYSO_KIND_OUTLET ? name : s->through.size ? s->through : s->via;
    if (!set_through(t, s, via, p) || !set_who(t, s->actor, s->who, p)) return fail_memory(t->error);
    p->kind = kind_of(s->a.kind, p->who != 0);
    if (p->kind == PARTY_OUTLET) p->name = p->through;
    return key_party(t, p) ? SAYSO_OK : fail_memory(t->error);
}

/* ---- what stands around a statement ---- */

typedef struct Around {
    Text name;
    int64_t actor;
    sayso_kind kind;
    sayso_act act;
    bool negated;
    uint32_t within;
} Around;

static Status read_around(Tracer *t, int64_t article, uint32_t number, Around *out)
{
    static const char sql[] = "SELECT a.kind, a.act, a.negated, a.within, f.actor, c.name FROM attribution a"
                              " LEFT JOIN form f ON f.id = a.form LEFT JOIN actor c ON c.id = f.actor"
                              " WHERE a.article = ?1 AND a.number = ?2";
    Status status;
    *out = (Around){.kind = SAYSO_KIND_UNKNOWN};
    Query *q = db_query(t->ledger->db, sql, t->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    bind_int(q, 2, number);
    if (!query_next(q, &status, t->error)) return status;
    out->kind = (sayso_kind)column_int(q, 0);
    out->act = (sayso_act)column_int(q, 1);
    out->negated = column_int(q, 2) != 0;
    out->within = (uint32_t)column_int(q, 3);
    out->actor = column_int(q, 4);
    bool kept = keep_text(t->arena, column_text(q, 5), &out->name);
    query_end(q);
    return kept ? SAYSO_OK : fail_memory(t->error);
}

/* What an outlet tells of a source came through it, as a "via" would; what an article or a document tells is its own. What
 * a person tells of another's words rests on that person. */
static bool take_around(Tracer *t, const Statement *s, const Around *around, Text words, Party *p)
{
    Text name = around->name.size ? around->name : words;
    if (around->kind == SAYSO_KIND_OUTLET) return set_through(t, s, name, p) && key_party(t, p);
    if (around->kind == SAYSO_KIND_DOCUMENT || around->kind == SAYSO_KIND_AUTHOR) return true;
    if (!set_who(t, around->actor, around->name, p)) return false;
    p->kind = kind_of(around->kind, p->who != 0);
    p->name = name;
    p->source = around->kind;
    return key_party(t, p);
}

/* Who denies that others say so does not pass it on: whether they do is open. */
static bool leave_open(Tracer *t, Party *p)
{
    p->kind = PARTY_OPEN;
    return key_party(t, p);
}

static Status look_around(Tracer *t, uint32_t index)
{
    const Statement *s = statement(t, index);
    Party *p = &t->parties[index];
    Text words = s->reported_by;
    uint32_t within = s->a.within;
    for (uint32_t i = 0; within && i < MOST_OUTER; i++) {
        Around around;
        Status status = read_around(t, s->article, within, &around);
        if (status) return status;
        bool passes = !is_position(around.act) && !around.negated;
        if (!(passes ? take_around(t, s, &around, words, p) : leave_open(t, p))) return fail_memory(t->error);
        within = passes && around.within < within ? around.within : 0;
        words = (Text){0};
    }
    return SAYSO_OK;
}

/* ---- who has spoken for himself ---- */

static uint64_t who_at(const Tracer *t, uint32_t index, uint32_t place)
{
    const Statement *s = statement(t, index);
    return name_count(s) == 1 ? t->parties[index].who : hash_mix((uint64_t)s->actors[place]) | 1;
}

/* A row for each who is named in each statement; with `own` those of own words alone. */
static bool sort_named(const Tracer *t, bool own, Keyed **out, uint32_t *count)
{
    size_t room = 1;
    for (uint32_t i = 0; i < t->count; i++) room += name_count(statement(t, i));
    Keyed *rows = *out = TAKE(t->arena, Keyed, room);
    *count = 0;
    if (!rows) return false;
    for (uint32_t i = 0; i < t->count; i++) {
        const Party *p = &t->parties[i];
        if (p->kind != PARTY_NAMED || !p->asserts || (own && p->nested)) continue;
        bool told = p->actor != statement(t, i)->actor; /* by another, who is one */
        for (uint32_t k = 0; k < (told ? 1 : name_count(statement(t, i))); k++)
            rows[(*count)++] = (Keyed){told ? p->who : who_at(t, i, k), i, i};
    }
    return keyed_sort(rows, *count, t->arena);
}

static bool has_own_word(const Tracer *t, uint32_t index, const Keyed *rows, uint32_t count)
{
    const Party *p = &t->parties[index];
    if (statement(t, index)->own) return true;
    return p->kind == PARTY_NAMED && keyed_first(rows, count, p->who) < count;
}

static Status look_around_all(Tracer *t)
{
    Keyed *rows;
    uint32_t count;
    if (!sort_named(t, true, &rows, &count)) return fail_memory(t->error);
    for (uint32_t i = 0; i < t->count; i++) {
        Status status = has_own_word(t, i, rows, count) ? SAYSO_OK : look_around(t, i);
        if (status) return status;
    }
    return SAYSO_OK;
}

/* ---- groups ---- of one party. Those who are named together in one statement are one: it was one utterance */

static void join(Tracer *t, uint32_t a, uint32_t b)
{
    a = root_of(t, a);
    b = root_of(t, b);
    t->top[a < b ? b : a] = a < b ? a : b;
}

static bool sort_others(const Tracer *t, Keyed **out, uint32_t *count)
{
    Keyed *rows = *out = TAKE(t->arena, Keyed, t->count + 1u);
    *count = 0;
    if (!rows) return false;
    for (uint32_t i = 0; i < t->count; i++) {
        const Party *p = &t->parties[i];
        if (p->kind != PARTY_NAMED && p->asserts) rows[(*count)++] = (Keyed){p->key, i, i};
    }
    return keyed_sort(rows, *count, t->arena);
}

static void join_all(Tracer *t, const Keyed *rows, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        if (rows[i].key == rows[i - 1].key) join(t, rows[i].item, rows[i - 1].item);
}

static bool make_groups(Tracer *t)
{
    Keyed *named, *others;
    uint32_t named_count, other_count;
    if (!sort_named(t, false, &named, &named_count) || !sort_others(t, &others, &other_count)) return false;
    join_all(t, named, named_count);
    join_all(t, others, other_count);
    for (uint32_t i = 0; i < t->count; i++) t->group_size[t->group[i] = root_of(t, i)]++;
    for (uint32_t i = 0; i < t->count; i++) t->top[i] = i;
    return true;
}

Status parties_find(Tracer *t)
{
    if (!sort_by_article(t)) return fail_memory(t->error);
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < t->desk_count && !status; i++) status = open_desk(t, &t->desks[i]);
    for (uint32_t i = 0; i < t->count && !status; i++) status = make_party(t, i);
    if (!status) status = look_around_all(t);
    if (status) return status;
    return make_groups(t) ? SAYSO_OK : fail_memory(t->error);
}
