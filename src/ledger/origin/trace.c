/* How a claim came here: each statement leads back to another or is an origin's own.
 *
 *   article ──reprint──> the earlier article's statement
 *      │                        │
 *      └──passed on from──> outlet's own report ──> source: a name · unnamed, through this outlet · the outlet itself
 *
 * First each statement gets the party on whose word it rests (Party), then what it leads back to: the same stretch in
 * an earlier article, the report of the outlet that it passes on, the same party's statement before it. What leads
 * nowhere is an origin. A chain never closes to a ring: a lead that would come back to where it starts is not taken.
 *
 * Who denies, declines, dismisses or asks has a position on the claim (holder.c) and is no origin of it. */
#include "ledger/origin/origin.h"

#define MOST_OUTER 8u /* attributions around one another */
#define MOST_OF_UNNAMED                                                                                                \
    2u /* independent origins that unnamed sources count as, however many outlets they speak through */
#define LEAST_COPIED 80u /* percent of a content that must lie in a stretch */

typedef enum PartyKind { PARTY_NAMED, PARTY_OUTLET, PARTY_UNNAMED, PARTY_DOCUMENT } PartyKind;

typedef struct Party { /* on whose word a statement rests */
    PartyKind kind;
    sayso_kind source;
    uint64_t key;       /* the same for the same party */
    uint64_t outlet;    /* the key of the outlet that this article had it from, its own if from none */
    uint64_t own;       /* the key of the article's own outlet */
    Text name, through; /* of the party · of `outlet` */
    bool asserts;       /* it has this from its own source */
    bool settled;       /* it is somebody by that name, not "the minister" */
    bool nested;        /* told by another one's words */
    uint32_t outer;     /* the index of the statement around this one, NONE if that is not of this claim */
} Party;

typedef struct Tracer {
    Ledger *ledger;
    Arena *arena;
    Error *error;
    ClaimAnswer *answer;
    Party *parties;
    uint32_t *by_article; /* statements by article, number */
    Text *persons;        /* of each statement: the key of the settled person on whose word it rests, else empty */
} Tracer;

static const Statement *statement(const Tracer *t, uint32_t i) { return &t->answer->statements.items[i]; }

/* ---- keys ---- */

static bool key_of(const Tracer *t, Text name, uint64_t seed, uint64_t *out)
{
    Text key;
    if (!name_key(name, t->arena, &key)) return false;
    *out = hash_bytes(key.data, key.size, seed);
    return true;
}

#define SEED_NAME 1u /* persons, bodies and outlets alike: "the Gazette said" and "told the Gazette" are one Gazette */
#define SEED_ARTICLE 2u
#define SEED_WORDS 3u

/* ---- whose report an article is ---- */

#define MOST_CREDITS 8u

typedef struct Credits { /* the names of the outlets that an article thanks */
    Text names[MOST_CREDITS];
    uint32_t count;
} Credits;

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

static Status read_credits(Tracer *t, int64_t article, Credits *out)
{
    uint32_t numbers[MOST_CREDITS], count;
    Status status = read_numbers(t, article, numbers, &count);
    out->count = 0;
    for (uint32_t i = 0; i < count && !status; i++) {
        Query *q = db_query(t->ledger->db, "SELECT name FROM entity WHERE article = ?1 AND number = ?2", t->error);
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, article);
        bind_int(q, 2, numbers[i]);
        if (!query_next(q, &status, t->error)) continue;
        bool kept = keep_text(t->arena, column_text(q, 0), &out->names[out->count++]);
        query_end(q);
        if (!kept) return fail_memory(t->error);
    }
    return status;
}

/* An article without an outlet is the agency's whom it thanks alone, or stands for an outlet itself. */
static Status own_outlet(Tracer *t, const Statement *s, Party *p)
{
    Credits credits = {.count = 0};
    Status status = s->outlet.size ? SAYSO_OK : read_credits(t, s->article, &credits);
    if (status) return status;
    p->through = credits.count == 1 ? credits.names[0] : s->outlet;
    p->own = hash_bytes(&s->article, sizeof s->article, SEED_ARTICLE);
    if (p->through.size && !key_of(t, p->through, SEED_NAME, &p->own)) return fail_memory(t->error);
    if (!p->through.size) p->through = s->label;
    p->outlet = p->own;
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

static bool set_through(const Tracer *t, const Statement *s, Text outlet, Party *out)
{
    if (!outlet.size || is_ourselves(outlet)) return true;
    out->through = outlet;
    return key_of(t, outlet, is_name(outlet) ? SEED_NAME : SEED_WORDS + (uint64_t)s->article, &out->outlet);
}

static PartyKind kind_of(const Statement *s)
{
    if (s->a.kind == SAYSO_KIND_OUTLET || s->a.kind == SAYSO_KIND_AUTHOR) return PARTY_OUTLET;
    if (s->a.kind == SAYSO_KIND_UNNAMED) return PARTY_UNNAMED;
    if (s->actor || s->a.kind == SAYSO_KIND_PERSON || s->a.kind == SAYSO_KIND_ORGANIZATION) return PARTY_NAMED;
    return s->a.kind == SAYSO_KIND_DOCUMENT ? PARTY_DOCUMENT : PARTY_UNNAMED;
}

static Text name_of(const Statement *s) { return s->who.size ? s->who : s->source; }

/* "another official", "the second official": the text counts them apart. */
static bool is_another(Text words)
{
    static const char *const counts[] = {"another ",    "Another ",    "a second ",    "A second ",
                                         "the second ", "The second ", "a third ",     "A third ",
                                         "the other ",  "The other ",  "a different ", "A different "};
    for (size_t i = 0; i < COUNT(counts); i++)
        if (text_starts(words, counts[i])) return true;
    return false;
}

/* Who has no name is told apart by the outlet, and there by the count alone. */
static bool key_unnamed(const Tracer *t, const Statement *s, Party *p)
{
    bool other = p->kind == PARTY_UNNAMED && is_another(s->source);
    p->key = hash_mix(p->outlet + (uint64_t)p->kind * 2 + other);
    return !other || (key_of(t, s->source, SEED_WORDS ^ p->key, &p->key));
}

static bool key_party(const Tracer *t, const Statement *s, Party *p)
{
    if (p->kind == PARTY_UNNAMED || p->kind == PARTY_DOCUMENT) return key_unnamed(t, s, p);
    if (p->kind == PARTY_OUTLET) {
        p->key = p->outlet;
        return true;
    }
    /* named by the article but not settled ("the minister"): the same words in another article may be somebody else */
    return key_of(t, p->name, s->who.size ? SEED_NAME : SEED_WORDS ^ p->outlet, &p->key);
}

static Status make_party(Tracer *t, const Statement *s, Party *p)
{
    *p = (Party){.kind = kind_of(s),
                 .source = s->a.kind,
                 .name = name_of(s),
                 .asserts = !is_position(s->a.act),
                 .nested = s->a.within != 0,
                 .settled = s->who.size != 0,
                 .outer = NONE};
    Status status = own_outlet(t, s, p);
    if (status) return status;
    Text via = s->a.kind == SAYSO_KIND_OUTLET ? p->name : s->through.size ? s->through : s->via;
    if (!set_through(t, s, via, p)) return fail_memory(t->error);
    if (p->kind == PARTY_OUTLET) p->name = p->through;
    return key_party(t, s, p) ? SAYSO_OK : fail_memory(t->error);
}

/* ---- what stands around a statement ---- */

typedef struct Around {
    Text name, words;
    sayso_kind kind;
    sayso_act act;
    uint32_t within;
} Around;

static Status read_around(Tracer *t, int64_t article, uint32_t number, Around *out)
{
    static const char sql[] =
        "SELECT a.kind, a.act, a.within, e.name, CAST(substr(CAST(r.text AS BLOB), a.source_begin + 1, a.source_end - "
        "a.source_begin)"
        " AS TEXT) FROM attribution a JOIN article r ON r.id = a.article"
        " LEFT JOIN entity e ON e.article = a.article AND e.number = a.entity WHERE a.article = ?1 AND a.number = ?2";
    Status status;
    *out = (Around){.kind = SAYSO_KIND_UNKNOWN};
    Query *q = db_query(t->ledger->db, sql, t->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    bind_int(q, 2, number);
    if (!query_next(q, &status, t->error)) return status;
    out->kind = (sayso_kind)column_int(q, 0);
    out->act = (sayso_act)column_int(q, 1);
    out->within = (uint32_t)column_int(q, 2);
    bool kept =
        keep_text(t->arena, column_text(q, 3), &out->name) && keep_text(t->arena, column_text(q, 4), &out->words);
    query_end(q);
    return kept ? SAYSO_OK : fail_memory(t->error);
}

/* What an outlet or a document tells of a source came through it, as a "via" would. What a person tells of another's
 * words rests on that person. */
static bool take_around(const Tracer *t, const Statement *s, const Around *around, Party *p)
{
    Text name = around->name.size ? around->name : around->words;
    if (around->kind == SAYSO_KIND_OUTLET) return set_through(t, s, name, p) && key_party(t, s, p);
    if (around->kind == SAYSO_KIND_DOCUMENT || around->kind == SAYSO_KIND_AUTHOR) return true;
    Statement outer = *s;
    outer.who = around->name;
    outer.source = around->words;
    outer.actor = around->name.size != 0;
    outer.a.kind = around->kind;
    p->kind = kind_of(&outer);
    p->settled = around->name.size != 0;
    p->name = name;
    p->source = around->kind;
    return key_party(t, &outer, p);
}

static bool has_own_word(const Tracer *t, uint32_t index)
{
    for (uint32_t i = 0; i < t->answer->statements.count; i++) {
        const Party *o = &t->parties[i];
        if (o->kind == PARTY_NAMED && o->asserts && !o->nested && o->key == t->parties[index].key) return true;
    }
    return false;
}

static Status look_around(Tracer *t, uint32_t index)
{
    const Statement *s = statement(t, index);
    uint32_t within = s->a.within && !has_own_word(t, index) ? s->a.within : 0;
    for (uint32_t i = 0; within && i < MOST_OUTER; i++) {
        Around around;
        Status status = read_around(t, s->article, within, &around);
        if (status || is_position(around.act)) return status; /* who denies that others say so does not pass it on */
        if (!take_around(t, s, &around, &t->parties[index])) return fail_memory(t->error);
        within = around.within < within ? around.within : 0;
    }
    return SAYSO_OK;
}

/* ---- order by article ---- heap sort of indices: (article, number) */

static bool before(const Tracer *t, uint32_t a, uint32_t b)
{
    const Statement *x = statement(t, a), *y = statement(t, b);
    if (x->article != y->article) return x->article < y->article;
    return x->number < y->number;
}

static void sift(const Tracer *t, uint32_t *heap, uint32_t at, uint32_t count)
{
    for (uint32_t child; (child = at * 2 + 1) < count; at = child) {
        if (child + 1 < count && before(t, heap[child], heap[child + 1])) child++;
        if (!before(t, heap[at], heap[child])) return;
        uint32_t swap = heap[at];
        heap[at] = heap[child];
        heap[child] = swap;
    }
}

static bool sort_by_article(Tracer *t)
{
    uint32_t count = t->answer->statements.count;
    if (!(t->by_article = TAKE(t->arena, uint32_t, count + 1))) return false;
    for (uint32_t i = 0; i < count; i++) t->by_article[i] = i;
    for (uint32_t i = count / 2; i-- > 0;) sift(t, t->by_article, i, count);
    for (uint32_t n = count; n-- > 1;) {
        uint32_t swap = t->by_article[0];
        t->by_article[0] = t->by_article[n];
        t->by_article[n] = swap;
        sift(t, t->by_article, 0, n);
    }
    return true;
}

/* The place in by_article of the article's first statement; the count where it has none. */
static uint32_t first_of(const Tracer *t, int64_t article)
{
    uint32_t low = 0, count = t->answer->statements.count, high = count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (statement(t, t->by_article[middle])->article < article)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && statement(t, t->by_article[low])->article == article ? low : count;
}

static bool is_of(const Tracer *t, uint32_t place, int64_t article)
{
    return place < t->answer->statements.count && statement(t, t->by_article[place])->article == article;
}

static void link_outer(Tracer *t, uint32_t index)
{
    const Statement *s = statement(t, index);
    for (uint32_t at = first_of(t, s->article); s->a.within && is_of(t, at, s->article); at++)
        if (statement(t, t->by_article[at])->number == s->a.within) t->parties[index].outer = t->by_article[at];
}

/* ---- leads ---- */

static bool leads_to(const Tracer *t, uint32_t from, uint32_t to)
{
    while (from != to && t->answer->hand_from[from] != from) from = t->answer->hand_from[from];
    return from == to;
}

static bool is_led(const Tracer *t, uint32_t index) { return t->answer->hand_from[index] != index; }

static bool lead(Tracer *t, uint32_t from, uint32_t to, Hand hand)
{
    if (from == to || is_led(t, from) || !t->parties[to].asserts || leads_to(t, to, from)) return false;
    t->answer->hand_from[from] = to;
    t->answer->hand[from] = hand;
    return true;
}

/* ---- reprints ---- */

typedef struct Copy { /* of a stretch blob */
    Span here, there;
} Copy;

static uint32_t overlap(Span a, Span b)
{
    uint32_t begin = a.begin > b.begin ? a.begin : b.begin, end = a.end < b.end ? a.end : b.end;
    return begin < end ? end - begin : 0;
}

static bool is_copied(const Statement *s, Span here)
{
    uint32_t inside = 0, all = 0;
    for (uint32_t i = 0; i < s->a.content_count; i++) {
        inside += overlap(s->a.contents[i], here);
        all += s->a.contents[i].end - s->a.contents[i].begin;
    }
    return all && inside * (uint64_t)100 >= all * (uint64_t)LEAST_COPIED;
}

/* Two who say the same in the same words are no copy if they are two: a long claim is often put in one way. */
static bool may_be_copy(const Tracer *t, uint32_t index, uint32_t i)
{
    const Statement *s = statement(t, index), *o = statement(t, i);
    const Party *p = &t->parties[index], *q = &t->parties[i];
    if (s->who.size && o->who.size) return p->key == q->key || text_equal(s->who, o->who);
    return p->kind == q->kind;
}

/* The statement of the earlier article whose content lies where ours was copied from, the same party's if there is
 * one. */
static void lead_to_copied(Tracer *t, uint32_t index, int64_t of, Span there)
{
    uint32_t best = NONE;
    for (uint32_t at = first_of(t, of); is_of(t, at, of); at++) {
        uint32_t i = t->by_article[at];
        if (!is_copied(statement(t, i), there) || !t->parties[i].asserts || !may_be_copy(t, index, i)) continue;
        bool same = t->parties[i].kind == t->parties[index].kind;
        if (best == NONE || (same && t->parties[best].kind != t->parties[index].kind)) best = i;
    }
    if (best != NONE) (void)lead(t, index, best, HAND_REPRINT);
}

static Copy copy_at(Cursor *c)
{
    Copy copy;
    copy.here.begin = cursor_u32(c);
    copy.here.end = cursor_u32(c);
    copy.there.begin = cursor_u32(c);
    copy.there.end = cursor_u32(c);
    (void)cursor_u32(c); /* words */
    return copy;
}

static void follow_stretches(Tracer *t, int64_t article, int64_t of, const void *data, size_t size)
{
    Cursor c = {.data = data, .size = size};
    while (c.size - c.at >= 20) {
        Copy copy = copy_at(&c);
        for (uint32_t at = first_of(t, article); is_of(t, at, article); at++) {
            uint32_t i = t->by_article[at];
            if (t->parties[i].asserts && is_copied(statement(t, i), copy.here)) lead_to_copied(t, i, of, copy.there);
        }
    }
}

static Status follow_reprints(Tracer *t, int64_t article)
{
    Status status;
    Query *q = db_query(t->ledger->db, "SELECT of, stretches FROM stretch WHERE article = ?1 ORDER BY of", t->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    while (query_next(q, &status, t->error)) {
        size_t size;
        const void *data = column_blob(q, 1, &size);
        follow_stretches(t, article, column_int(q, 0), data, size);
    }
    return status;
}

/* Copies of a third that has no statement here: the same party's words in one family were written once. */
static void follow_family(Tracer *t, uint32_t index)
{
    const Statement *s = statement(t, index);
    for (uint32_t i = 0; i < index; i++) {
        const Statement *o = statement(t, i);
        if (o->article == s->article || o->family != s->family) continue;
        bool alike = t->parties[i].kind == t->parties[index].kind && text_equal(name_of(o), name_of(s));
        if (alike && lead(t, index, i, HAND_REPRINT)) return;
    }
}

static Status find_reprints(Tracer *t)
{
    uint32_t count = t->answer->statements.count;
    for (uint32_t at = 0; at < count; at++) {
        int64_t article = statement(t, t->by_article[at])->article;
        if (at && statement(t, t->by_article[at - 1])->article == article) continue;
        Status status = follow_reprints(t, article);
        if (status) return status;
    }
    for (uint32_t i = 0; i < count; i++)
        if (t->parties[i].asserts && !is_led(t, i)) follow_family(t, i);
    return SAYSO_OK;
}

/* ---- passed on ---- */

/* How well `i` is what `index` passes on: the outlet's own report with the same party, its own report, another's
 * through the same outlet. 0: not at all. */
static unsigned passes(const Tracer *t, uint32_t index, uint32_t i)
{
    const Party *p = &t->parties[index], *o = &t->parties[i];
    if (!o->asserts || statement(t, i)->article == statement(t, index)->article) return 0;
    bool alike = o->key == p->key || o->kind == p->kind;
    if (o->own == p->outlet) return p->kind == PARTY_OUTLET || alike ? 2 + alike : 0;
    return p->kind == PARTY_OUTLET && o->outlet == p->outlet && o->kind != PARTY_OUTLET;
}

static void find_passed(Tracer *t, uint32_t index)
{
    const Party *p = &t->parties[index];
    if (p->outlet == p->own || is_led(t, index)) return;
    uint32_t best = NONE;
    unsigned grade = 0;
    for (uint32_t i = 0; i < t->answer->statements.count; i++) {
        unsigned g = passes(t, index, i);
        if (g <= grade || (p->kind == PARTY_NAMED && t->parties[i].key != p->key)) continue;
        grade = g;
        best = i;
    }
    if (best != NONE) (void)lead(t, index, best, HAND_PASSED);
}

static Status has_credit(const Tracer *t, const Credits *credits, uint64_t outlet, bool *out)
{
    *out = false;
    for (uint32_t i = 0; i < credits->count; i++) {
        uint64_t key;
        if (!key_of(t, credits->names[i], SEED_NAME, &key)) return fail_memory(t->error);
        *out |= key == outlet;
    }
    return SAYSO_OK;
}

/* The article thanks an outlet whose own report has the claim from the same kind of source, unnamed too. */
static Status find_thanked(Tracer *t, uint32_t index)
{
    const Party *p = &t->parties[index];
    Credits credits;
    bool thanked;
    Status status = read_credits(t, statement(t, index)->article, &credits);
    for (uint32_t i = 0; i < t->answer->statements.count && !status && credits.count; i++) {
        const Party *o = &t->parties[i];
        if (o->kind != p->kind || o->outlet != o->own || o->own == p->own) continue;
        status = has_credit(t, &credits, o->own, &thanked);
        if (!status && thanked && lead(t, index, i, HAND_PASSED)) break;
    }
    return status;
}

/* ---- the same party ---- */

static void find_same(Tracer *t, uint32_t index)
{
    for (uint32_t i = 0; i < t->answer->statements.count; i++) {
        const Party *o = &t->parties[i];
        if (i == index || o->key != t->parties[index].key || is_led(t, i)) continue;
        if (i > index && (o->nested || !t->parties[index].nested)) continue;
        if (lead(t, index, i, o->kind == PARTY_NAMED ? HAND_SAME : HAND_ANOTHER)) return;
    }
}

/* ---- origins ---- */

static uint32_t root_of(const Tracer *t, uint32_t index)
{
    while (is_led(t, index)) index = t->answer->hand_from[index];
    return index;
}

static bool origin_name(const Tracer *t, const Party *p, Text *out)
{
    Text name = p->name.size ? p->name : text_literal("a source not named");
    if (p->kind == PARTY_OUTLET || p->kind == PARTY_NAMED) {
        *out = name;
        return true;
    }
    static const char through[] = ", through ";
    char *data = arena_take(t->arena, name.size + p->through.size + sizeof through, 1), *at = data;
    if (!data) return false;
    at = mempcpy(at, name.data, name.size);
    if (p->through.size) {
        at = mempcpy(at, through, sizeof through - 1);
        at = mempcpy(at, p->through.data, p->through.size);
    }
    *out = text_of(data, (size_t)(at - data));
    return true;
}

static bool open_origin(Tracer *t, uint32_t root)
{
    ClaimAnswer *a = t->answer;
    Origin *o = &a->origins[a->origin_count];
    *o = (Origin){.kind = t->parties[root].source, .first = root};
    a->origin_of[root] = a->origin_count++;
    return origin_name(t, &t->parties[root], &o->name);
}

static void count_statement(Tracer *t, uint32_t index)
{
    ClaimAnswer *a = t->answer;
    Origin *o = &a->origins[a->origin_of[index]];
    bool again = false;
    for (uint32_t at = first_of(t, statement(t, index)->article); is_of(t, at, statement(t, index)->article); at++) {
        uint32_t i = t->by_article[at];
        again |= i < index && a->origin_of[i] == a->origin_of[index];
    }
    if (index < o->first) o->first = index;
    if (!statement(t, index)->current) return;
    o->statement_count++;
    o->article_count += !again;
}

static bool is_unnamed(const Tracer *t, const Origin *o)
{
    PartyKind kind = t->parties[root_of(t, o->first)].kind;
    return kind == PARTY_UNNAMED || kind == PARTY_DOCUMENT;
}

/* Unnamed sources through several outlets may be one and the same: they are marked, and count as two at most. */
static void weigh(Tracer *t)
{
    ClaimAnswer *a = t->answer;
    uint32_t unnamed = 0;
    for (uint32_t i = 0; i < a->origin_count; i++) unnamed += is_unnamed(t, &a->origins[i]);
    for (uint32_t i = 0; i < a->origin_count; i++)
        a->origins[i].possibly_one = unnamed > 1 && is_unnamed(t, &a->origins[i]);
    uint32_t counted = unnamed < MOST_OF_UNNAMED ? unnamed : MOST_OF_UNNAMED;
    a->claim.origin_count = a->origin_count - unnamed + counted;
}

/* An earlier revision's statement may be where others have it from; what only earlier revisions say is no origin's. */
static bool find_standing(const Tracer *t, bool **out)
{
    uint32_t count = t->answer->statements.count;
    if (!(*out = TAKE(t->arena, bool, count + 1u))) return false;
    memset(*out, 0, count);
    for (uint32_t i = 0; i < count; i++)
        if (t->parties[i].asserts && statement(t, i)->current) (*out)[root_of(t, i)] = true;
    return true;
}

static bool make_origins(Tracer *t)
{
    ClaimAnswer *a = t->answer;
    uint32_t count = a->statements.count;
    bool *standing;
    if (!find_standing(t, &standing)) return false;
    for (uint32_t i = 0; i < count; i++)
        if (standing[i] && !open_origin(t, i)) return false;
    for (uint32_t i = 0; i < count; i++)
        if (t->parties[i].asserts) a->origin_of[i] = a->origin_of[root_of(t, i)];
    for (uint32_t i = 0; i < count; i++)
        if (a->origin_of[i] != NONE) count_statement(t, i);
    weigh(t);
    return true;
}

/* ---- all ---- */

static bool take_room(Tracer *t)
{
    ClaimAnswer *a = t->answer;
    size_t count = a->statements.count + 1u;
    t->parties = TAKE(t->arena, Party, count);
    t->persons = TAKE(t->arena, Text, count);
    a->origin_of = TAKE(t->arena, uint32_t, count);
    a->hand = TAKE(t->arena, Hand, count);
    a->hand_from = TAKE(t->arena, uint32_t, count);
    a->origins = TAKE(t->arena, Origin, count);
    a->origin_count = 0;
    if (!t->parties || !t->persons || !a->origin_of || !a->hand || !a->hand_from || !a->origins) return false;
    for (uint32_t i = 0; i < a->statements.count; i++) {
        a->origin_of[i] = NONE;
        a->hand[i] = HAND_FIRST;
        a->hand_from[i] = i;
    }
    return true;
}

/* An outlet that gives the surname alone has no other person in mind than the one who is known by the whole name. */
static bool join_names(Tracer *t)
{
    uint32_t count = t->answer->statements.count;
    for (uint32_t i = 0; i < count; i++) {
        const Party *p = &t->parties[i];
        bool person = p->kind == PARTY_NAMED && p->source == SAYSO_KIND_PERSON && p->settled;
        t->persons[i] = (Text){0};
        if (person && !name_key(p->name, t->arena, &t->persons[i])) return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t whole = name_whole(t->persons, count, i);
        if (whole == NONE) continue;
        t->parties[i].key = t->parties[whole].key;
        t->parties[i].name = t->parties[whole].name;
    }
    return true;
}

/* Names are joined before it is asked who has spoken for himself, and again for those whom that has brought in. */
static Status find_parties(Tracer *t)
{
    for (uint32_t i = 0; i < t->answer->statements.count; i++) {
        Status status = make_party(t, statement(t, i), &t->parties[i]);
        if (status) return status;
        link_outer(t, i);
    }
    if (!join_names(t)) return fail_memory(t->error);
    for (uint32_t i = 0; i < t->answer->statements.count; i++) {
        Status status = look_around(t, i);
        if (status) return status;
    }
    return join_names(t) ? SAYSO_OK : fail_memory(t->error);
}

/* Its own report, from somebody whose name would not tell. */
static bool needs_thanks(const Tracer *t, uint32_t index)
{
    const Party *p = &t->parties[index];
    return p->asserts && !is_led(t, index) && p->kind != PARTY_NAMED && p->outlet == p->own;
}

static Status find_leads(Tracer *t)
{
    uint32_t count = t->answer->statements.count;
    Status status = find_reprints(t);
    for (uint32_t i = 0; i < count; i++)
        if (t->parties[i].asserts) find_passed(t, i);
    for (uint32_t i = 0; i < count && !status; i++)
        if (needs_thanks(t, i)) status = find_thanked(t, i);
    for (uint32_t i = 0; i < count; i++)
        if (t->parties[i].asserts && !is_led(t, i)) find_same(t, i);
    for (uint32_t i = 0; i < count; i++) /* what is left of the nested came with what stands around it */
        if (t->parties[i].asserts && t->parties[i].outer != NONE) (void)lead(t, i, t->parties[i].outer, HAND_PASSED);
    return status;
}

Status origins_find(Ledger *ledger, Arena *arena, ClaimAnswer *answer, Error *error)
{
    Tracer t = {.ledger = ledger, .arena = arena, .error = error, .answer = answer};
    if (!take_room(&t) || !sort_by_article(&t)) return fail_memory(error);
    Status status = find_parties(&t);
    if (!status) status = find_leads(&t);
    if (status) return status;
    return make_origins(&t) ? SAYSO_OK : fail_memory(error);
}
