/* What two texts have in common, in stretches: runs of equal words with small gaps between them.
 *
 *   a   … w w w w w X w w w w w w   w w w w …      a stretch: the words agree, but for gaps (X/Y; Z) of
 *         │ │ │ │ │   │ │ │ │ │ │   │ │ │ │        at most 4 words on each side
 *   b   … w w w w w Y w w w w w w Z w w w w …
 *
 * Each run of SEED words of b lies in a hash table with the places where it begins. The walk over a looks up the run
 * that begins at each word, follows each place (at most PLACES of them) forward and backward as long as the words go on
 * to agree, and takes the longest. From its end the walk goes on, so that nothing is followed twice but what came to
 * nothing, which is short: linear in the words, whatever they are. What was moved is found where it stands now. */
#include "ledger/copy/copy.h"

#define SEED 4u
#define PLACES 16u /* a run that stands more often in b is looked for at its first places alone */
#define RESUME 2u  /* words in a row that must agree after a gap, and one more where the gap's sides differ in length  \
                    */

typedef struct Side {
    const WordAt *words;
    uint32_t count;
} Side;

typedef struct Aligner {
    Side a, b;
    uint32_t *head, *next; /* the table: the first place of a run, by its hash; the next place of the same hash */
    uint32_t mask;
    uint32_t done; /* a's words before this one are in a stretch or past */
    Stretch *stretches;
    uint32_t count, capacity;
    Arena *arena;
} Aligner;

typedef struct Pair { /* a common stretch by words: a[a_begin, a_end), b[b_begin, b_end) */
    uint32_t a_begin, a_end, b_begin, b_end, words;
} Pair;

static uint64_t seed_hash(const WordAt *w)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < SEED; i++) sum = sum * 0x9e3779b97f4a7c15u + w[i].hash;
    return hash_mix(sum);
}

/* Built from the end, so that a chain ascends. */
static bool table_make(Aligner *x)
{
    uint32_t size = 16;
    while (size < x->b.count) size *= 2;
    x->mask = size - 1;
    x->head = TAKE(x->arena, uint32_t, size);
    x->next = TAKE(x->arena, uint32_t, x->b.count);
    if (!x->head || !x->next) return false;
    memset(x->head, 0xFF, size * sizeof *x->head); /* NONE */
    for (uint32_t i = x->b.count - SEED + 1; i-- > 0;) {
        uint32_t *head = &x->head[seed_hash(x->b.words + i) & x->mask];
        x->next[i] = *head;
        *head = i;
    }
    return true;
}

static bool agree(const Aligner *x, uint32_t i, uint32_t j)
{
    return x->a.words[i].hash == x->b.words[j].hash;
}

/* Whether `n` words in a row agree from (i, j) on, in the direction of `step`: forward, or backward with i and j
 * behind. */
static bool agree_row(const Aligner *x, int64_t i, int64_t j, int step, uint32_t n, int64_t a_least)
{
    for (; n; n--, i += step, j += step)
        if (i < a_least || j < 0 || i >= x->a.count || j >= x->b.count || !agree(x, (uint32_t)i, (uint32_t)j))
            return false;
    return true;
}

/* Words passed over in a and in b, the smallest gap first; of equal ones the sides as alike as can be. */
static const struct Gap {
    int8_t a, b;
} gaps[] = {{1, 1}, {0, 1}, {1, 0}, {2, 2}, {1, 2}, {2, 1}, {0, 2}, {2, 0}, {3, 3}, {2, 3}, {3, 2}, {1, 3},
            {3, 1}, {0, 3}, {3, 0}, {4, 4}, {3, 4}, {4, 3}, {2, 4}, {4, 2}, {1, 4}, {4, 1}, {0, 4}, {4, 0}};

/* The smallest gap after which the words agree again, NULL where there is none. */
static const struct Gap *find_gap(const Aligner *x, int64_t i, int64_t j, int step, int64_t a_least)
{
    for (size_t k = 0; k < COUNT(gaps); k++) {
        const struct Gap *gap = &gaps[k];
        uint32_t need = gap->a == gap->b ? RESUME : RESUME + 1;
        if (agree_row(x, i + step * gap->a, j + step * gap->b, step, need, a_least)) return gap;
    }
    return NULL;
}

/* Follows the words from (*i, *j), which need not agree yet, until they do so no more: leaves the place after the last
 * that agree and gives how many do. */
static uint32_t follow(const Aligner *x, int64_t *i, int64_t *j, int step, int64_t a_least)
{
    uint32_t words = 0;
    for (;;) {
        for (; agree_row(x, *i, *j, step, 1, a_least); *i += step, *j += step) words++;
        const struct Gap *gap = find_gap(x, *i, *j, step, a_least);
        if (!gap) return words;
        *i += step * gap->a;
        *j += step * gap->b;
    }
}

static Pair follow_both(const Aligner *x, uint32_t i, uint32_t j)
{
    int64_t a_end = i, b_end = j, a_begin = (int64_t)i - 1, b_begin = (int64_t)j - 1;
    uint32_t words = follow(x, &a_end, &b_end, 1, x->done);
    words += follow(x, &a_begin, &b_begin, -1, x->done);
    return (Pair){(uint32_t)(a_begin + 1), (uint32_t)a_end, (uint32_t)(b_begin + 1), (uint32_t)b_end, words};
}

/* The longest of those that the run at a[i] begins. */
static Pair longest(const Aligner *x, uint32_t i)
{
    Pair best = {0};
    uint32_t j = x->head[seed_hash(x->a.words + i) & x->mask];
    for (uint32_t places = 0; j != NONE && places < PLACES; places++, j = x->next[j]) {
        if (!agree_row(x, i, j, 1, SEED, 0)) continue;
        Pair pair = follow_both(x, i, j);
        if (pair.words > best.words) best = pair;
    }
    return best;
}

static bool keep(Aligner *x, Pair p)
{
    void *items = x->stretches;
    if (!arena_grow(x->arena, &items, &x->capacity, x->count + 1, sizeof(Stretch))) return false;
    x->stretches = items;
    x->stretches[x->count++] = (Stretch){
        .a = {x->a.words[p.a_begin].span.begin, x->a.words[p.a_end - 1].span.end},
        .b = {x->b.words[p.b_begin].span.begin, x->b.words[p.b_end - 1].span.end},
        .words = p.words,
    };
    x->done = p.a_end;
    return true;
}

bool align(const WordAt *a, uint32_t a_count, const WordAt *b, uint32_t b_count, uint32_t least, Arena *arena,
           Stretch **out, uint32_t *count)
{
    *out = NULL;
    *count = 0;
    if (a_count < SEED || b_count < SEED) return true;
    Aligner x = {.a = {a, a_count}, .b = {b, b_count}, .arena = arena};
    if (!table_make(&x)) return false;
    for (uint32_t i = 0; i + SEED <= a_count;) {
        Pair p = longest(&x, i);
        if (p.words >= least && p.words) {
            if (!keep(&x, p)) return false;
            i = x.done;
        } else {
            i++;
        }
    }
    *out = x.stretches;
    *count = x.count;
    return true;
}
