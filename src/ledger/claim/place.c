/* Which contents are one claim. Under each claim lie the exact key of what it means, a few near keys (gist.c) and the keys of
 * what has been quoted of it (quote.c): a new content is looked up under its own, and laid beside what it finds there.
 *
 *   near keys    each with a span of days: looked up in the content's own span and the nearer one beside it. Where
 *                MOST_UNDER_A_KEY claims lie the key says little, and no more are put there
 *   quote keys   whatever the day, and whatever stands round the quotation (saying.c)
 *   exact key    whatever the day. Of words that lean on theirs there is one every few weeks: the newest
 *                MOST_EXACT are looked at
 *
 * Keys are hashed and posted as fingerprints are (posting.c): one row each would soil a page of the tree each, at a
 * million attributions half of all that an article writes. What a lookup may bring is capped. So the cost does not grow
 * with the ledger, but for the depth of trees.
 *
 * Each claim has a sieve of its terms, 64 bits of which each term sets one (Bloom 1970): most of what a lookup brings
 * is told apart by it, and its gist is not read.
 *
 * A claim keeps the gist of its first words: what is near to one of the later ones alone is another claim, so that
 * small changes do not add up. */
#include <stdlib.h>

#include "ledger/claim/saying.h"

#define MOST_UNDER_A_KEY 16u
#define MOST_EXACT 64u
#define MOST_CANDIDATES (2 * GIST_KEYS * MOST_UNDER_A_KEY)
#define MOST_KIN 16u
#define KIN_AROUND 48u /* attributions before it that may lie within it */
#define LOOSE_DAYS 10 /* so far apart the same words that lean on their day may be another claim */

typedef struct Placer {
    Db *db;
    Postings *index;
    const ClaimScene *scene;
    Arena *scratch;
    Error *error;
    int64_t newest; /* the newest claim before this article */
    int64_t last;   /* the newest now */
    bool dated;
    int64_t day; /* of the content that is being placed; 0: not known */
    Text day_text;
    int64_t *claims; /* of each attribution before the one that is placed */
    int64_t kin[MOST_KIN]; /* of those around it and within it: it is none of these */
    uint32_t kin_count;
    struct SameWords {
        int64_t claim, first, last; /* days; 0: not known */
    } same[SAYING_ALSO]; /* claims of the same words */
    uint32_t same_count;
    bool full[GIST_KEYS]; /* of the content's near keys: so many claims lie there that one more is not posted */
} Placer;

#define BEFORE_1970 719469 /* from 0000-02-29: of it keys are made */

static int64_t day_number(Text date) { return (int64_t)day_count(date) + BEFORE_1970; }

static bool is_day(Text date) { return date.size == 10; }

typedef struct Known { /* a claim that may be the one */
    Gist gist;
    Text first, last;
    bool merged; /* it was found to be another one */
} Known;

/* Words that lean on their day are the same claim for some days alone; undated, only if they are quite the same. */
static bool in_time(const Placer *p, const Gist *gist, const Known *known)
{
    if (!gist->loose && !known->gist.loose) return true;
    if (!p->dated || !is_day(known->first) || !is_day(known->last)) return gist->exact == known->gist.exact;
    return p->day >= day_number(known->first) - LOOSE_DAYS && p->day <= day_number(known->last) + LOOSE_DAYS;
}

/* ---- a known claim ---- */

static uint64_t sieve_of(const Gist *gist)
{
    uint64_t sieve = 0;
    for (uint32_t i = 0; i < gist->term_count; i++)
        if (term_has_meaning(gist->terms[i])) sieve |= (uint64_t)1 << (hash_mix(gist->terms[i]) & 63);
    return sieve;
}

/* Of two that say the same the shorter's terms are the longer's but for one in eight (same.c): two thirds of its bits
 * are let pass, since several terms may have set one. */
static bool may_be_same(uint64_t a, uint64_t b)
{
    int in_a = __builtin_popcountll(a), in_b = __builtin_popcountll(b), least = in_a < in_b ? in_a : in_b;
    return 3 * __builtin_popcountll(a & b) >= 2 * least;
}

static Status keep_known(Placer *p, Query *q, int64_t claim, Known *out)
{
    size_t size;
    const void *data = column_blob(q, 1, &size);
    if (!keep_text(p->scratch, column_text(q, 2), &out->first) || !keep_text(p->scratch, column_text(q, 3), &out->last))
        return fail_memory(p->error);
    return gist_read(data, size, p->scratch, &out->gist)
               ? SAYSO_OK
               : fail(p->error, SAYSO_ERROR_IO, NO_OFFSET, "%s: the gist of claim %lld is damaged", db_path(p->db),
                      (long long)claim);
}

/* Sieves never change, and a key that many claims lie under brings the same ones again and again. */
#define SIEVES 262144u
typedef struct Sieves {
    uint64_t turns; /* of the database, when it was filled */
    struct {
        int64_t claim;
        uint64_t sieve;
    } items[SIEVES];
} Sieves;

static Sieves *sieves_of(Db *db)
{
    Sieves *s = db_slot(db, DB_SIEVES);
    if (!s) {
        if (!(s = calloc(1, sizeof *s))) return NULL;
        db_keep_slot(db, DB_SIEVES, s, free);
    }
    if (s->turns != db_turns(db)) memset(s, 0, sizeof *s);
    s->turns = db_turns(db);
    return s;
}

/* *passes: the sieve lets it through, and *out is filled. */
static Status load(Placer *p, int64_t claim, uint64_t sieve, bool *passes, Known *out)
{
    Status status;
    Sieves *known = sieves_of(p->db);
    size_t at = (size_t)claim % SIEVES;
    if (known && known->items[at].claim == claim && !may_be_same(sieve, known->items[at].sieve)) return SAYSO_OK;
    Query *q = db_query(p->db, "SELECT sieve, gist, first_day, last_day, same_as FROM claim WHERE id = ?1", p->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, claim);
    if (!query_next(q, &status, p->error))
        return status ? status
                      : fail(p->error, SAYSO_ERROR_IO, NO_OFFSET, "%s: claim %lld is missing", db_path(p->db),
                             (long long)claim);
    out->merged = column_int(q, 4) != 0;
    if (known) {
        known->items[at].claim = claim;
        known->items[at].sieve = (uint64_t)column_int(q, 0);
    }
    *passes = may_be_same(sieve, (uint64_t)column_int(q, 0));
    status = *passes ? keep_known(p, q, claim, out) : SAYSO_OK;
    query_end(q);
    return status;
}

/* ---- candidates ---- */

typedef struct Newest { /* what lies under a key, at most `most` of it */
    int64_t items[MOST_EXACT];
    uint32_t count, most;
} Newest;

static bool offer(void *context, int64_t claim)
{
    Newest *n = context;
    uint32_t at = n->count < n->most ? n->count++ : n->most;
    for (; at && n->items[at - 1] < claim; at--)
        if (at < n->most) n->items[at] = n->items[at - 1];
    if (at < n->most) n->items[at] = claim;
    return true;
}

static Status look_up(Placer *p, uint64_t key, Newest *out)
{
    PostingSink sink = {offer, out};
    return postings_find(p->index, POSTING_CLAIM, key, &sink, p->error);
}

typedef struct Candidates {
    int64_t items[MOST_CANDIDATES];
    uint32_t count;
} Candidates;

static void add_candidates(Candidates *c, const Newest *found)
{
    for (uint32_t i = 0, k; i < found->count; i++) {
        for (k = 0; k < c->count && c->items[k] != found->items[i];) k++;
        if (k == c->count) c->items[c->count++] = found->items[i];
    }
}

#define SPAN_DAYS 32

static uint64_t exact_key(const Gist *gist) { return hash_mix(gist->exact); }

/* Undated ones are a span of their own. */
static uint64_t near_key(uint64_t key, int64_t span) { return hash_mix(key ^ hash_mix((uint64_t)span + 1)); }

/* That A says that B says it is not what B says. */
static void find_kin(Placer *p, uint32_t index)
{
    const sayso_attribution *all = p->scene->told->attributions, *own = &all[index];
    uint32_t outer = own->within;
    p->kin_count = 0;
    for (uint32_t i = 0; i < MOST_KIN / 2 && outer && outer <= index; i++, outer = all[outer - 1].within)
        p->kin[p->kin_count++] = p->claims[outer - 1];
    for (uint32_t i = index, n = 0; i-- > 0 && n < KIN_AROUND && p->kin_count < MOST_KIN; n++)
        if (all[i].within == own->id) p->kin[p->kin_count++] = p->claims[i];
}

static bool is_kin(const Placer *p, int64_t claim)
{
    for (uint32_t i = 0; i < p->kin_count; i++)
        if (p->kin[i] == claim) return true;
    return false;
}

/* What is known of the claim that a merged one leads to: its days, and its number. */
static Status follow(Placer *p, int64_t *claim, Known *known)
{
    Status status = claim_now(p->db, claim, p->error);
    Query *q = status ? NULL : db_query(p->db, "SELECT first_day, last_day FROM claim WHERE id = ?1", p->error);
    if (!q) return status ? status : SAYSO_ERROR_IO;
    bind_int(q, 1, *claim);
    if (!query_next(q, &status, p->error)) return status;
    bool kept = keep_text(p->scratch, column_text(q, 0), &known->first) && keep_text(p->scratch, column_text(q, 1), &known->last);
    query_end(q);
    return kept ? SAYSO_OK : fail_memory(p->error);
}

static void take(Placer *p, bool all, int64_t found, const Known *known, int64_t *claim)
{
    bool dated = is_day(known->first) && is_day(known->last);
    for (uint32_t i = 0; all && i < p->same_count; i++) all = p->same[i].claim != found;
    if (all && p->same_count < COUNT(p->same))
        p->same[p->same_count++] =
            (struct SameWords){found, dated ? day_number(known->first) : 0, dated ? day_number(known->last) : 0};
    if (!*claim || found < *claim) *claim = found;
}

/* The lowest of `claims` that says the same; all: every such one is kept in `same`. */
static Status choose(Placer *p, const Gist *gist, const int64_t *claims, uint32_t count, bool all, int64_t *claim)
{
    uint64_t sieve = sieve_of(gist);
    for (uint32_t i = 0; i < count; i++) {
        if ((!all && *claim && claims[i] > *claim) || is_kin(p, claims[i])) continue;
        Known known;
        bool passes = false;
        int64_t now = claims[i];
        Status status = load(p, claims[i], sieve, &passes, &known);
        if (!status && passes && known.merged) status = follow(p, &now, &known);
        if (status) return status;
        bool own = now > p->newest; /* this article said it a few lines above */
        if (!passes || !gists_same(gist, &known.gist) || !(own || in_time(p, gist, &known))) continue;
        if (!is_kin(p, now)) take(p, all, now, &known, claim);
    }
    return SAYSO_OK;
}

static Status look_up_near(Placer *p, const Gist *gist, uint32_t number, Candidates *out)
{
    int64_t span = p->day / SPAN_DAYS, beside = p->day % SPAN_DAYS < SPAN_DAYS / 2 ? span - 1 : span + 1;
    Newest here = {.most = MOST_UNDER_A_KEY}, there = here;
    Status status = look_up(p, near_key(gist->keys[number], span), &here);
    if (!status && p->dated) status = look_up(p, near_key(gist->keys[number], beside), &there);
    add_candidates(out, &here);
    add_candidates(out, &there);
    p->full[number] = here.count == MOST_UNDER_A_KEY;
    return status;
}

/* The same words on two days too far apart are two claims, until what lies between makes them one. */
static Status find_same_words(Placer *p, const Gist *gist, int64_t *claim)
{
    Newest exact = {.most = MOST_EXACT};
    Status status = look_up(p, exact_key(gist), &exact);
    return status ? status : choose(p, gist, exact.items, exact.count, true, claim);
}

static Status find_near(Placer *p, const Gist *gist, int64_t *claim)
{
    Candidates near = {.count = 0};
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < gist->key_count && !status; i++) status = look_up_near(p, gist, i, &near);
    return status ? status : choose(p, gist, near.items, near.count, false, claim);
}

/* The same words before the same quotation before nearly the same words. What is quoted is looked up all the same: it may show
 * the claim of its words and another one to be one, whichever of them came first. */
static Status find_claim(Placer *p, const Gist *gist, Saying *saying, int64_t *claim)
{
    int64_t quoted = 0;
    Status status = gist->exact ? find_same_words(p, gist, claim) : SAYSO_OK;
    if (!status && saying->quotes->count) status = saying_find(saying, &quoted, p->error);
    if (!*claim) *claim = quoted;
    if (!status && !*claim && gist->exact) status = find_near(p, gist, claim);
    return status;
}

/* ---- writing ---- */

static Status put_keys(Placer *p, const Gist *gist, int64_t claim)
{
    if (!gist->exact) return SAYSO_OK;
    Status status = postings_put(p->index, POSTING_CLAIM, exact_key(gist), claim, p->error);
    for (uint32_t i = 0; i < gist->key_count && !status; i++)
        if (!p->full[i])
            status =
                postings_put(p->index, POSTING_CLAIM, near_key(gist->keys[i], p->day / SPAN_DAYS), claim, p->error);
    return status;
}

static Status make_claim(Placer *p, const Gist *gist, Text words, int64_t *claim)
{
    const void *data;
    size_t size;
    if (!gist_write(gist, p->scratch, &data, &size)) return fail_memory(p->error);
    Query *q = db_query(p->db,
                        "INSERT INTO claim (" SEALED_CLAIM ", first_day, last_day, statements, seal)"
                        " VALUES (?1, ?2, ?3, ?4, 0, ?5, ?5, 1, seal('claim', ?1, ?2, ?3, ?4, 0))",
                        p->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, p->last + 1);
    bind_int(q, 2, (int64_t)sieve_of(gist));
    bind_text(q, 3, words);
    bind_blob(q, 4, data, size);
    bind_text(q, 5, p->day_text);
    Status status = query_run(q, p->error);
    if (status) return status;
    *claim = ++p->last;
    return put_keys(p, gist, *claim);
}

/* *out: the claim that the statement was of in an older format, where nobody else says it now; 0: there is none. */
static Status claim_before(Placer *p, uint32_t index, int64_t *out)
{
    int64_t before = p->scene->before ? p->scene->before[index] : 0;
    *out = 0;
    if (!before || is_kin(p, before)) return SAYSO_OK;
    Query *q = db_query(p->db, "SELECT id FROM claim WHERE id = ?1 AND statements = 0 AND same_as = 0", p->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, before);
    return query_number(q, out, p->error);
}

/* What its words mean is read otherwise now; what they are, and its number, stay. */
static Status renew_claim(Placer *p, const Gist *gist, int64_t claim)
{
    const void *data;
    size_t size;
    if (!gist_write(gist, p->scratch, &data, &size)) return fail_memory(p->error);
    Query *q = db_query(p->db, "UPDATE claim SET gist = ?2, sieve = ?3, first_day = ?4, last_day = ?4, statements = 1 WHERE id = ?1",
                        p->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, claim);
    bind_blob(q, 2, data, size);
    bind_int(q, 3, (int64_t)sieve_of(gist));
    bind_text(q, 4, p->day_text);
    Status status = query_run(q, p->error);
    return status ? status : put_keys(p, gist, claim);
}

static Status join_claim(Placer *p, int64_t claim)
{
    Query *q =
        db_query(p->db,
                 "UPDATE claim SET statements = statements + 1,"
                 " first_day = CASE WHEN first_day < ?2 THEN first_day ELSE coalesce(?2, first_day) END,"
                 " last_day = CASE WHEN last_day > ?2 THEN last_day ELSE coalesce(?2, last_day) END WHERE id = ?1",
                 p->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, claim);
    bind_text(q, 2, p->day_text);
    return query_run(q, p->error);
}

/* ---- an article ---- */

/* A topic of which nothing is quoted either is no claim. */
static bool may_be_claim(const Gist *gist)
{
    return gist->exact || (gist->quotes.pair_count && gist->speaker_count) || gist->quotes.run_count;
}

static Status join_others(Placer *p, const int64_t *others, uint32_t count, uint32_t index, int64_t *claim)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < count && !status; i++) {
        bool hold = false;
        int64_t also = others[i];
        status = claim_now(p->db, &also, p->error);
        if (status || also == *claim) continue;
        status = claims_hold(p->db, *claim, also, p->scene->told, p->claims, index, &hold, p->error);
        if (!status && !hold) status = claims_merge(p->db, *claim, also, p->claims, index, claim, p->error);
    }
    return status;
}

/* Claims of the same words that only days kept apart, and this statement lies between. What stood as near as to be joined, and
 * was not, something else keeps apart: the one is within the other. */
static Status join_times(Placer *p, uint32_t index, int64_t *claim)
{
    const struct SameWords *own = NULL;
    int64_t others[SAYING_ALSO];
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->same_count; i++)
        if (p->same[i].claim == *claim) own = &p->same[i];
    for (uint32_t i = 0; own && own->first && i < p->same_count; i++) {
        const struct SameWords *s = &p->same[i];
        if (s->first && (s->first > own->last + LOOSE_DAYS || s->last < own->first - LOOSE_DAYS)) others[count++] = s->claim;
    }
    return join_others(p, others, count, index, claim);
}

static Status place(Placer *p, uint32_t index, int64_t *claim, LedgerAdded *counts)
{
    const sayso_attribution *a = &p->scene->told->attributions[index];
    const Gist *gist = &p->scene->gists[index];
    Text words;
    char room[DAY_SIZE];
    p->day_text = date_day(a->date, p->scene->published, room);
    p->dated = is_day(p->day_text);
    p->day = p->dated ? day_number(p->day_text) : 0;
    Saying saying;
    p->same_count = 0;
    find_kin(p, index);
    if (!saying_open(p->db, p->index, p->scene, index, p->scratch, &saying)) return fail_memory(p->error);
    saying.kin = p->kin;
    saying.kin_count = p->kin_count;
    Status status = find_claim(p, gist, &saying, claim);
    if (!status && *claim) status = join_others(p, saying.also, saying.also_count, index, claim);
    if (!status && *claim && p->same_count > 1) status = join_times(p, index, claim);
    if (status) return status;
    bool known = *claim != 0;
    counts->claims_known += known && *claim <= p->newest;
    counts->claims_new += !known;
    if (known)
        status = join_claim(p, *claim);
    else if (!(status = claim_before(p, index, claim)) && *claim)
        status = renew_claim(p, gist, *claim);
    else if (!status && !contents_join(p->scene->told->text, a, p->scratch, &words))
        status = fail_memory(p->error);
    else if (!status)
        status = make_claim(p, gist, words, claim);
    return status || !saying.quotes->count ? status : saying_keep(&saying, *claim, known, p->error);
}

static Status find_newest(Placer *p)
{
    Query *q = db_query(p->db, "SELECT max(id) FROM claim", p->error);
    return q ? query_number(q, &p->newest, p->error) : SAYSO_ERROR_IO;
}

Status claims_place(Db *db, Postings *postings, const ClaimScene *scene, Arena *scratch, int64_t *claims,
                    LedgerAdded *counts, Error *error)
{
    Placer p = {.db = db, .index = postings, .scene = scene, .claims = claims, .scratch = scratch, .error = error};
    Status status = find_newest(&p);
    p.last = p.newest;
    for (uint32_t i = 0; i < scene->told->attribution_count && !status; i++) {
        claims[i] = 0;
        if (!may_be_claim(&scene->gists[i])) continue;
        ArenaMark mark = arena_mark(scratch);
        status = place(&p, i, &claims[i], counts);
        arena_rewind(scratch, mark);
    }
    return status;
}

Status claims_leave(Db *db, int64_t article, Error *error)
{
    Query *q =
        db_query(db,
                 "UPDATE claim SET (statements, first_day, last_day) ="
                 " (SELECT count(*), min(day), max(day) FROM attribution WHERE claim = claim.id AND article <> ?1)"
                 " WHERE id IN (SELECT claim FROM attribution WHERE article = ?1 AND claim IS NOT NULL)",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, article);
    return query_run(q, error);
}
