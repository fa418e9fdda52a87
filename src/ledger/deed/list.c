/* Deeds in scope. The newest LOOKED_AT events in scope are looked at, and said to be; each is asked for its deed once. */
#include <stdlib.h>

#include "ledger/deed/deed.h"

#define LOOKED_AT 2000u
#define MOST_PASSED 20000u  /* events that have not the words or the place that is asked for */
#define MOST_ANSWERED 100u  /* deeds whose origins are worked out, to find those that have the most */
#define MOST_MEANT 20u      /* actors of a name */
#define MOST_WORDS 16u

/* ---- which events ---- */

#define DOES "(SELECT 1 FROM party p JOIN form f ON f.id = p.form WHERE p.article = e.article AND p.number = e.number AND f.actor = "
/* Where nobody undergoes it, as in a meeting, the others who take part are those to whom. */
#define UNDERGOES " AND (p.side = 1 OR NOT EXISTS (SELECT 1 FROM party w WHERE w.article = e.article AND w.number = e.number AND w.side = 1))"
#define LISTED(from)                                                                                                       \
    "SELECT e.article, e.number FROM " from " JOIN article r ON r.id = e.article LEFT JOIN outlet o ON o.id = r.outlet"    \
    " LEFT JOIN attribution t ON t.article = e.article AND t.number = e.said WHERE (?1 IS NULL OR EXISTS " DOES            \
    "?1 AND p.side = 0)) AND (?2 IS NULL OR EXISTS " DOES "?2" UNDERGOES ")) AND (?3 IS NULL OR e.type = ?3)"              \
    " AND (?4 IS NULL OR e.status = ?4) AND (?5 IS NULL OR e.mode = ?5) AND (?6 IS NULL OR EXISTS (SELECT 1 FROM party c"  \
    " WHERE c.article = e.article AND c.number = e.number AND +c.country = ?6)) AND (e.said = 0 OR " STANDS ") AND " CURRENT \
    " AND " SEEN " AND " IN_DAYS("e.day") " AND (?14 IS NULL OR o.key = ?14)"                                              \
    " ORDER BY e.day DESC, e.article DESC, e.number"
#define OF_PARTY(where) "(SELECT DISTINCT p.article, p.number FROM " where ") k JOIN event e ON e.article = k.article AND e.number = k.number"
static const char all_sql[] = LISTED("event e");
static const char who_sql[] = LISTED(OF_PARTY("form f JOIN party p ON p.form = f.id AND p.side = 0 AND (?3 IS NULL OR p.type = ?3)"
                                              " WHERE f.actor = ?1"));
static const char to_sql[] = LISTED(OF_PARTY("form f JOIN party p ON p.form = f.id AND p.side IN (0, 1) AND (?3 IS NULL OR"
                                             " p.type = ?3) WHERE f.actor = ?2"));
static const char country_sql[] = LISTED(OF_PARTY("party p WHERE p.country = ?6"));
static const char article_sql[] = LISTED(OF_PARTY("event p WHERE p.article = ?7"));

typedef struct Search {
    Ledger *ledger;
    const DeedScope *which;
    const Scope *scope;
    Arena *arena;
    Error *error;
    Desk *desk;
    Text place; /* a key */
    Folded words[MOST_WORDS];
    uint32_t word_count;
    uint32_t *events, count; /* found: indices of the desk */
    uint32_t passed;
    bool more;
} Search;

static bool take_words(Search *s)
{
    WordAt *words;
    uint32_t count;
    Text about = text_literal(s->which->about ? s->which->about : "");
    if (!words_of(about, s->arena, &words, &count)) return false;
    for (uint32_t i = 0; i < count && s->word_count < MOST_WORDS; i++) {
        bool denies;
        Folded *word = &s->words[s->word_count++];
        fold_word(text_slice(about, words[i].span), word, &denies);
        stem(word);
    }
    return true;
}

static bool has_word(Text text, const WordAt *words, uint32_t count, const Folded *wanted)
{
    for (uint32_t i = 0; i < count; i++) {
        Folded word;
        bool denies;
        fold_word(text_slice(text, words[i].span), &word, &denies);
        stem(&word);
        if (word.size == wanted->size && !memcmp(word.data, wanted->data, word.size)) return true;
    }
    return false;
}

static bool has_words(const Search *s, const Telling *t, bool *out)
{
    WordAt *words;
    uint32_t count;
    *out = true;
    if (!s->word_count) return true;
    ArenaMark mark = arena_mark(s->arena);
    if (!words_of(t->evidence, s->arena, &words, &count)) return false;
    for (uint32_t i = 0; i < s->word_count && *out; i++) *out = has_word(t->evidence, words, count, &s->words[i]);
    arena_rewind(s->arena, mark);
    return true;
}

/* Whole words: "Kyiv" of "central Kyiv". */
static bool is_there(const Search *s, const Kin *k)
{
    Text part = s->place, whole = k->place;
    for (size_t at = 0; part.size && at + part.size <= whole.size; at++) {
        bool begins = !at || whole.data[at - 1] == ' ', ends = at + part.size == whole.size || whole.data[at + part.size] == ' ';
        if (begins && ends && !memcmp(whole.data + at, part.data, part.size)) return true;
    }
    return !part.size;
}

static bool is_known(const Search *s, uint32_t event)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->events[i] == event) return true;
    return false;
}

/* several: names that mean more than one actor ask more than once. */
static Status take_event(Search *s, int64_t article, uint32_t number, bool several)
{
    uint32_t event;
    bool taken;
    Status status = desk_event(s->desk, article, number, &event);
    if (status || event == NONE || (several && is_known(s, event))) return status;
    const Event *e = s->desk->items[event];
    if (!has_words(s, &e->telling, &taken)) return fail_memory(s->error);
    if (!taken || !is_there(s, &e->kin))
        s->passed++;
    else
        s->events[s->count++] = event;
    return SAYSO_OK;
}

static Query *query_of(const Search *s, int64_t who, int64_t to)
{
    const DeedScope *w = s->which;
    const char *sql = w->article ? article_sql : who ? who_sql : to ? to_sql : w->country ? country_sql : all_sql;
    Query *q = db_query(s->ledger->db, sql, s->error);
    if (!q) return NULL;
    bind_id(q, 1, who);
    bind_id(q, 2, to);
    if (w->has_type) bind_int(q, 3, w->type);
    if (w->has_status) bind_int(q, 4, w->status);
    if (w->mode) bind_text(q, 5, text_literal(w->mode));
    if (w->country) bind_text(q, 6, text_literal(w->country));
    if (w->article) bind_int(q, 7, w->article);
    if (bind_scope(q, s->scope, s->arena)) return q;
    (void)fail_memory(s->error);
    return NULL;
}

static Status find_of(Search *s, int64_t who, int64_t to, bool several)
{
    Status status, failed = SAYSO_OK;
    Query *q = query_of(s, who, to);
    if (!q) return s->error && s->error->status ? s->error->status : SAYSO_ERROR_IO;
    while (query_next(q, &status, s->error)) {
        s->more = s->count == LOOKED_AT || s->passed == MOST_PASSED;
        if (!s->more) failed = take_event(s, column_int(q, 0), (uint32_t)column_int(q, 1), several);
        if (!s->more && !failed) continue;
        query_end(q);
        return failed;
    }
    return status;
}

static Status meant(const Search *s, const char *name, Actors *out)
{
    static Actor anybody; /* of no name */
    *out = (Actors){&anybody, 1, 1};
    return name ? actors_find(s->ledger->db, name, MOST_MEANT, s->arena, out, s->error) : SAYSO_OK;
}

static Status find_events(Search *s)
{
    Actors who, to;
    Status status = meant(s, s->which->who, &who);
    if (!status) status = meant(s, s->which->to, &to);
    if (status) return status;
    bool several = who.count > 1 || to.count > 1;
    for (uint32_t i = 0; i < who.count && !status && !s->more; i++)
        for (uint32_t k = 0; k < to.count && !status && !s->more; k++)
            status = find_of(s, who.items[i].id, to.items[k].id, several);
    return status;
}

/* ---- their deeds ---- */

typedef struct Candidate {
    Members members;
    uint32_t newest; /* the place of its first event */
} Candidate;

static int by_tellings(const void *a, const void *b)
{
    const Candidate *x = a, *y = b;
    if (x->members.count != y->members.count) return x->members.count < y->members.count ? 1 : -1;
    return (x->newest > y->newest) - (x->newest < y->newest);
}

/* Days as they sort as texts: the newest first, without a day last. */
static int by_day(const Event *a, const Event *b)
{
    Text x = a->telling.day, y = b->telling.day;
    if (x.size != y.size) return x.size < y.size ? 1 : -1;
    return -text_compare(x, y);
}

static void sort_events(Search *s)
{
    for (uint32_t i = 1; i < s->count; i++) { /* runs of several queries, few */
        uint32_t event = s->events[i], at = i;
        for (; at && by_day(s->desk->items[event], s->desk->items[s->events[at - 1]]) < 0; at--) s->events[at] = s->events[at - 1];
        s->events[at] = event;
    }
}

static Status gather(Search *s, Candidate **out, uint32_t *count)
{
    Status status = SAYSO_OK;
    *count = 0;
    *out = TAKE(s->arena, Candidate, s->count + (size_t)1);
    if (!*out) return fail_memory(s->error);
    for (uint32_t i = 0; i < s->count && !status; i++) {
        Candidate *c = &(*out)[*count];
        if (s->desk->items[s->events[i]]->deed != NONE) continue;
        c->newest = i;
        status = deed_members(s->desk, s->events[i], &c->members);
        for (uint32_t k = 0; k < c->members.count && !status; k++) s->desk->items[c->members.items[k]]->deed = *count;
        ++*count;
    }
    return status;
}

static int by_origins(const void *a, const void *b)
{
    const Deed *x = a, *y = b;
    uint32_t m = x->rests.claim.origin_count, n = y->rests.claim.origin_count;
    if (m != n) return m < n ? 1 : -1;
    if (x->articles != y->articles) return x->articles < y->articles ? 1 : -1;
    const Telling *t = &x->tellings[x->head], *u = &y->tellings[y->head];
    int c = -text_compare(t->day, u->day);
    if (c) return c;
    return t->article != u->article ? (t->article > u->article ? -1 : 1) : (t->e.id > u->e.id) - (t->e.id < u->e.id);
}

static Status answer_deeds(Search *s, Candidate *pool, uint32_t count, uint32_t limit, DeedsAnswer *out)
{
    bool by_date = s->scope->order == ORDER_DATE;
    Status status = SAYSO_OK;
    if (!by_date && count) qsort(pool, count, sizeof *pool, by_tellings);
    uint32_t most = by_date || limit > MOST_ANSWERED ? limit : MOST_ANSWERED;
    if (count < most) most = count;
    if (!(out->items = TAKE(s->arena, Deed, most + (size_t)1))) return fail_memory(s->error);
    for (uint32_t i = 0; i < most && !status; i++, out->count++) status = deed_fill(s->desk, &pool[i].members, &out->items[i]);
    if (!by_date && out->count) qsort(out->items, out->count, sizeof *out->items, by_origins);
    if (out->count > limit) out->count = limit;
    return status;
}

static Status count_unread(Db *db, uint64_t *out, Error *error)
{
    int64_t n;
    Query *q = db_query(db,
                        "SELECT max(0, coalesce((SELECT count FROM tally WHERE name = 'article' AND key = 0), 0) -"
                        " (SELECT count(*) FROM eventful))", error);
    if (!q) return SAYSO_ERROR_IO;
    Status status = query_number(q, &n, error);
    *out = (uint64_t)n;
    return status;
}

Status ledger_deeds(Ledger *ledger, const DeedScope *which, const Scope *scope, Arena *arena, DeedsAnswer *out, Error *error)
{
    *out = (DeedsAnswer){0};
    Desk desk;
    Scope whole = {.as_of = scope->as_of}; /* the scope chooses deeds; how one is told, all of its tellings do */
    Search s = {.ledger = ledger, .which = which, .scope = scope, .arena = arena, .error = error, .desk = &desk};
    s.events = TAKE(arena, uint32_t, LOOKED_AT + 1);
    if (!s.events || !desk_make(ledger, &whole, arena, error, &desk) || !take_words(&s) ||
        !name_key(text_literal(which->place ? which->place : ""), arena, &s.place))
        return fail_memory(error);
    if (which->about && !s.word_count) return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no word in what is asked for");
    Candidate *pool = NULL;
    uint32_t count = 0;
    Status status = scope_check(ledger->db, scope, arena, error);
    if (!status) status = count_unread(ledger->db, &out->unread, error);
    if (!status) status = find_events(&s);
    if (!status) sort_events(&s);
    if (!status) status = gather(&s, &pool, &count);
    if (status) return status;
    out->all = count;
    out->found = s.count;
    out->more = s.more;
    return answer_deeds(&s, pool, count, scope_limit(scope), out);
}
