/* Who copied which stretch of whom.
 *
 *   fingerprints ── postings ──> candidates ── the best MOST_VERIFIED ──> texts aligned ──> reprint, stretch, family
 *
 * A fingerprint is posted by the first COMMON articles that have it; from then on it is a common phrase or a site's footer,
 * and counts for nothing. A copy does not post what its original has posted, or the forty outlets that print one wire
 * report would make a common phrase of it, and the next copy could not be found. The same holds for a story's revisions.
 *
 * The work for an article is bounded by its own length: at most COMMON postings a fingerprint, MOST_VERIFIED texts. */
#include <stdlib.h>

#include "ledger/copy/copy.h"

#define COMMON 32u
#define MOST_VERIFIED 8u
#define LEAST_WORDS 12u /* of a stretch that is kept */

/* A copy has so much of the shorter one's words, and of the longer one's: else it is a footer, or a long report that holds
 * a brief one. Of a few words both must have as much. */
#define SHORTER_SHARE 0.4
#define LONGER_SHARE 0.25
#define FEW_WORDS 40u

typedef struct Hit { /* a fingerprint of ours that another article has posted */
    int64_t article;
    uint32_t fingerprint, weight;
} Hit;

typedef struct Candidate {
    int64_t article;
    uint32_t score;
    bool kin; /* of the same story, or a copy: what it has posted need not be posted again */
} Candidate;

typedef struct Seen { /* a row of table article */
    int64_t id, story, family;
    char day[11];
    WordAt *words;
    uint32_t word_count;
} Seen;

typedef struct Match {
    int64_t of, family;
    double share, shorter; /* of our words · of the shorter one's */
} Match;

typedef struct Finder {
    Db *db;
    Postings *index;
    const CopyInput *in;
    Seen self;
    Arena *arena;
    Hit *hits;
    uint32_t at; /* the fingerprint that is looked up */
    uint32_t hit_count, hit_capacity;
    uint8_t *postings; /* of each fingerprint: how many articles have posted it */
    Candidate best[MOST_VERIFIED];
    uint32_t best_count;
    Match match; /* of == 0: no copy */
    Error *error;
} Finder;

/* ---- candidates ---- */

static bool hit(void *context, int64_t article)
{
    Finder *f = context;
    void *items = f->hits;
    if (!arena_grow(f->arena, &items, &f->hit_capacity, f->hit_count + 1, sizeof(Hit))) return false;
    f->hits = items;
    f->hits[f->hit_count++] = (Hit){article, f->at, 0};
    return true;
}

/* The rarer a fingerprint, the more it says. */
static uint32_t weight_of(uint32_t postings) { return postings < COMMON ? COMMON / postings : 0; }

static Status look_up(Finder *f, const PostingSink *sink)
{
    uint32_t first = f->hit_count;
    uint64_t fingerprint = f->in->fingerprints.items[f->at];
    Status status = postings_find(f->index, POSTING_FINGERPRINT, fingerprint, sink, f->error);
    uint32_t postings = f->hit_count - first;
    f->postings[f->at] = (uint8_t)(postings < COMMON ? postings : COMMON);
    for (uint32_t i = first; i < f->hit_count; i++) f->hits[i].weight = weight_of(postings);
    return status;
}

static Status look_up_all(Finder *f)
{
    Status status = SAYSO_OK;
    PostingSink sink = {hit, f};
    for (f->at = 0; f->at < f->in->fingerprints.count && !status; f->at++) status = look_up(f, &sink);
    return status;
}

static int by_article(const void *a, const void *b)
{
    const Hit *x = a, *y = b;
    if (x->article != y->article) return (x->article > y->article) - (x->article < y->article);
    return (x->fingerprint > y->fingerprint) - (x->fingerprint < y->fingerprint);
}

/* Keeps the best, of equal ones the earlier. */
static void offer(Finder *f, Candidate c)
{
    if (!c.score) return;
    uint32_t at = f->best_count < MOST_VERIFIED ? f->best_count++ : MOST_VERIFIED;
    for (; at && f->best[at - 1].score < c.score; at--)
        if (at < MOST_VERIFIED) f->best[at] = f->best[at - 1];
    if (at < MOST_VERIFIED) f->best[at] = c;
}

/* A fingerprint that many have says nothing alone. Half of all that this text is known by, in one other, does: who fills every
 * list with pieces of a text does not hide it from its copies, for those who were there first stay in the lists. */
static uint32_t score_of(const Finder *f, uint32_t weight, uint32_t shared)
{
    return weight + (2 * shared >= f->in->fingerprints.count ? shared : 0);
}

static void rank(Finder *f)
{
    if (f->hit_count) qsort(f->hits, f->hit_count, sizeof *f->hits, by_article);
    for (uint32_t i = 0, end; i < f->hit_count; i = end) {
        Candidate c = {.article = f->hits[i].article};
        uint32_t weight = 0, shared = 0;
        for (end = i; end < f->hit_count && f->hits[end].article == c.article; end++, shared++) weight += f->hits[end].weight;
        c.score = score_of(f, weight, shared);
        offer(f, c);
    }
}

/* ---- the two texts ---- */

static Status see(Finder *f, int64_t article, bool with_words, Seen *out)
{
    Query *q = db_query(f->db, "SELECT story, family, published, text FROM article WHERE id = ?1", f->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    Status status;
    *out = (Seen){.id = article};
    if (!query_next(q, &status, f->error))
        return status; /* it was removed */
    out->story = column_int(q, 0);
    out->family = column_int(q, 1);
    Text day = column_text(q, 2);
    memcpy(out->day, day.data, day.size < sizeof out->day ? day.size : sizeof out->day - 1);
    bool good = !with_words || words_of(column_text(q, 3), f->arena, &out->words, &out->word_count);
    query_end(q);
    return good ? SAYSO_OK : fail_memory(f->error);
}

/* By the day of publication; where that does not tell, by the order of adding. */
static bool is_earlier(const Seen *a, const Seen *b)
{
    int days = a->day[0] && b->day[0] ? strcmp(a->day, b->day) : 0;
    return days ? days < 0 : a->id < b->id;
}

static int by_b(const void *a, const void *b)
{
    const Stretch *x = a, *y = b;
    return (x->b.begin > y->b.begin) - (x->b.begin < y->b.begin);
}

/* How many words of b the stretches agree with: one that ours repeats counts once. */
static uint32_t words_of_b(const Stretch *stretches, uint32_t count, Arena *arena)
{
    Stretch *sorted = TAKE(arena, Stretch, count);
    if (!sorted) return 0;
    memcpy(sorted, stretches, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_b);
    uint32_t end = 0, words = 0;
    for (uint32_t i = 0; i < count; i++) {
        Span b = sorted[i].b;
        uint32_t fresh = b.end <= end ? 0 : b.end - (b.begin > end ? b.begin : end);
        words += (uint32_t)((uint64_t)sorted[i].words * fresh / (b.end - b.begin));
        if (b.end > end) end = b.end;
    }
    return words;
}

bool stretch_next(Cursor *c, Stretch *out)
{
    if (c->size - c->at < STRETCH_SIZE) return false;
    out->a.begin = cursor_u32(c);
    out->a.end = cursor_u32(c);
    out->b.begin = cursor_u32(c);
    out->b.end = cursor_u32(c);
    out->words = cursor_u32(c);
    return true;
}

static void put_u32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> 8 * i);
}

static uint8_t *stretches_as_bytes(const Stretch *s, uint32_t count, bool turned, Arena *arena)
{
    uint8_t *bytes = arena_take(arena, count, STRETCH_SIZE);
    for (uint32_t i = 0; bytes && i < count; i++) {
        Span here = turned ? s[i].b : s[i].a, there = turned ? s[i].a : s[i].b;
        uint32_t values[] = {here.begin, here.end, there.begin, there.end, s[i].words};
        for (size_t k = 0; k < COUNT(values); k++) put_u32(bytes + STRETCH_SIZE * i + 4 * k, values[k]);
    }
    return bytes;
}

typedef struct Common { /* what two articles have in common, told from the later one */
    int64_t later, earlier;
    double share;
    uint32_t words, count;
    const uint8_t *stretches;
} Common;

static Status keep_common(Finder *f, const Common *c)
{
    Query *q = db_query(f->db,
                        "INSERT INTO reprint (" SEALED_REPRINT ", seal) VALUES (?1, ?2, ?3, ?4, seal('reprint', ?1, ?2, ?3, ?4))",
                        f->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, c->later);
    bind_int(q, 2, c->earlier);
    bind_real(q, 3, c->share);
    bind_int(q, 4, c->words);
    Status status = query_run(q, f->error);
    if (status) return status;
    q = db_query(f->db, "INSERT INTO stretch (" SEALED_STRETCH ", seal) VALUES (?1, ?2, ?3, seal('stretch', ?1, ?2, ?3))", f->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, c->later);
    bind_int(q, 2, c->earlier);
    bind_blob(q, 3, c->stretches, (size_t)c->count * STRETCH_SIZE);
    return query_run(q, f->error);
}

/* ---- family ---- */

typedef struct Overlap {
    uint32_t ours, theirs; /* words in common, counted in either */
    double share, shorter, longer;
} Overlap;

static Overlap overlap_of(const Finder *f, const Seen *other, const Stretch *s, uint32_t count)
{
    Overlap o = {.theirs = words_of_b(s, count, f->arena)};
    for (uint32_t i = 0; i < count; i++) o.ours += s[i].words;
    double ours = (double)o.ours / f->in->word_count, theirs = (double)o.theirs / other->word_count;
    bool is_shorter = f->in->word_count <= other->word_count;
    o.share = ours;
    o.shorter = is_shorter ? ours : theirs;
    o.longer = is_shorter ? theirs : ours;
    return o;
}

/* The family that a copy of `other` belongs to. A revision that is no copy belongs to its story's first. */
static Status family_of(Finder *f, const Seen *other, int64_t *out)
{
    *out = other->family;
    if (other->family != other->id || other->story == other->id) return SAYSO_OK;
    Seen first;
    Status status = see(f, other->story, false, &first);
    *out = first.family;
    return status;
}

static bool is_copy(const Overlap *o)
{
    bool is_brief = (o->ours < o->theirs ? o->ours : o->theirs) < FEW_WORDS;
    return o->shorter >= SHORTER_SHARE && o->longer >= (is_brief ? SHORTER_SHARE : LONGER_SHARE);
}

static Status weigh(Finder *f, Candidate *c, const Seen *other, const Overlap *o)
{
    if (!is_copy(o)) return SAYSO_OK;
    int64_t family = 0;
    Status status = family_of(f, other, &family);
    if (status || family == f->self.story) return status;
    c->kin = true;
    if (o->shorter > f->match.shorter) f->match = (Match){other->id, family, o->share, o->shorter};
    return SAYSO_OK;
}

static Status set_family(Finder *f, const char *sql, int64_t from, int64_t to)
{
    Query *q = db_query(f->db, sql, f->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, from);
    bind_int(q, 2, to);
    return query_run(q, f->error);
}

/* Those who were copies of `first` are copies of ours, and so is it. */
static Status take_family(Finder *f, int64_t first)
{
    Status status =
        set_family(f, "UPDATE article SET family = ?2 WHERE family = ?1 AND family <> id", first, f->self.id);
    return status ? status : set_family(f, "UPDATE article SET family = ?2 WHERE id = ?1", first, f->self.id);
}

/* We join the family of the one that we share most with; where we were before its first, it joins ours. */
static Status join_family(Finder *f, int64_t *of, double *copied)
{
    if (!f->match.of) return SAYSO_OK;
    Seen first;
    Status status = see(f, f->match.family, false, &first);
    if (status) return status;
    if (is_earlier(&f->self, &first)) return take_family(f, first.id);
    *of = f->match.of;
    *copied = f->match.share;
    return set_family(f, "UPDATE article SET family = ?2 WHERE id = ?1", f->self.id, first.id);
}

/* ---- the whole ---- */

static Status compare(Finder *f, Candidate *c, const Seen *other)
{
    Stretch *s;
    uint32_t count;
    if (!align(f->in->words, f->in->word_count, other->words, other->word_count, LEAST_WORDS, f->arena, &s, &count))
        return fail_memory(f->error);
    if (!count) return SAYSO_OK;
    Overlap o = overlap_of(f, other, s, count);
    bool turned = is_earlier(&f->self, other);
    Common common = {
        .later = turned ? other->id : f->self.id,
        .earlier = turned ? f->self.id : other->id,
        .share = turned ? (double)o.theirs / other->word_count : o.share,
        .words = turned ? o.theirs : o.ours,
        .count = count,
        .stretches = stretches_as_bytes(s, count, turned, f->arena),
    };
    if (!common.stretches) return fail_memory(f->error);
    Status status = keep_common(f, &common);
    return status ? status : weigh(f, c, other, &o);
}

static Status verify(Finder *f, Candidate *c)
{
    Seen other;
    Status status = see(f, c->article, true, &other);
    if (status || !other.story) return status;
    c->kin = other.story == f->self.story;
    return c->kin ? SAYSO_OK : compare(f, c, &other);
}

static Status verify_all(Finder *f)
{
    ArenaMark mark = arena_mark(f->arena);
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < f->best_count && !status; i++) {
        status = verify(f, &f->best[i]);
        arena_rewind(f->arena, mark);
    }
    return status;
}

static bool is_kin(const Finder *f, int64_t article)
{
    for (uint32_t i = 0; i < f->best_count; i++)
        if (f->best[i].article == article) return f->best[i].kin;
    return false;
}

static Status post(Finder *f)
{
    for (uint32_t i = 0; i < f->hit_count; i++)
        if (is_kin(f, f->hits[i].article)) f->postings[f->hits[i].fingerprint] = COMMON;
    const Fingerprints *own = &f->in->fingerprints;
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < own->count && !status; i++)
        if (f->postings[i] < COMMON)
            status = postings_put(f->index, POSTING_FINGERPRINT, own->items[i], f->self.id, f->error);
    return status;
}

Status reprints_find(Db *db, Postings *postings, int64_t article, const CopyInput *in, Arena *scratch, int64_t *of,
                     double *copied, Error *error)
{
    *of = 0;
    *copied = 0;
    Finder f = {.db = db, .index = postings, .in = in, .arena = scratch, .error = error};
    f.postings = arena_take(scratch, in->fingerprints.count + 1, 1);
    if (!f.postings) return fail_memory(error);
    Status status = see(&f, article, false, &f.self);
    if (!status) status = look_up_all(&f);
    if (status) return status;
    rank(&f);
    status = verify_all(&f);
    if (!status) status = join_family(&f, of, copied);
    return status ? status : post(&f);
}
