/* Word classes by exchange (Martin, Liermann, Ney 1998). A class bigram model gives the text the probability
 *
 *     sum over c,d  N(c,d) log N(c,d)  -  2 * sum over c  N(c) log N(c)        (+ a constant)
 *
 * and each word in turn moves to the class that raises it most. For a word w with class neighbours c, the gains of all
 * classes are summed row by row of N and of its transpose, which are contiguous. Class 0 is the sentence's
 * edge, class 1 all rare words; neither moves. */
#include <math.h>
#include <stdlib.h>

#include "train/syntax/token_train.h"

#define EDGE 0u
#define RARE 1u
#define FIRST 2u

static void add_id(Stream *s, uint32_t id)
{
    if (s->count == s->room) s->ids = grow(s->ids, s->room = s->room * 2 + 65536, sizeof *s->ids);
    s->ids[s->count++] = id;
}

void stream_add(Stream *s, const Tokens *t)
{
    if (!s->id_count) (void)dict_add(&s->dict, UINT64_MAX), s->id_count = 1;
    for (uint32_t k = 0; k < t->sentence_count; k++) {
        add_id(s, EDGE);
        for (uint32_t i = t->sentences[k].first; i < t->sentences[k].end; i++)
            add_id(s, dict_add(&s->dict, t->words[i].lower));
    }
    s->id_count = s->dict.count;
}

void stream_free(Stream *s)
{
    free(s->ids);
    dict_free(&s->dict);
    *s = (Stream){0};
}

typedef struct Neighbour {
    uint32_t word, count;
} Neighbour;

typedef struct Exchange {
    uint32_t words, classes;
    uint32_t *class, *counts;              /* by word */
    uint32_t *left_first, *right_first;    /* by word, words + 1 */
    Neighbour *left, *right;               /* of other words */
    uint32_t *self;                        /* "word word" */
    int32_t *pairs, *pairs_turned, *total; /* N(c,d), N(d,c), N(c) */
    float *logs;                           /* n log n for small n */
    int32_t *beside_left, *beside_right;   /* by class, of the word at hand */
    float *gains;
} Exchange;

#define LOGS 65536
static inline float n_log_n(const Exchange *x, int32_t n)
{
    return n < LOGS ? x->logs[n] : (float)((double)n * log((double)n));
}

static int by_pair(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Pairs (of, beside) sorted, into neighbours by `of`. */
static Neighbour *gather(uint64_t *pairs, size_t n, uint32_t words, uint32_t *first, uint32_t *self)
{
    qsort(pairs, n, sizeof *pairs, by_pair);
    Neighbour *out = take(n + 1, sizeof *out);
    uint32_t m = 0, w = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && pairs[end] == pairs[i];) end++;
        uint32_t of = (uint32_t)(pairs[i] >> 32), beside = (uint32_t)pairs[i];
        while (w <= of) first[w++] = m;
        if (of == beside)
            self[of] = (uint32_t)(end - i);
        else
            out[m++] = (Neighbour){beside, (uint32_t)(end - i)};
    }
    while (w <= words) first[w++] = m;
    return out;
}

static void gather_neighbours(Exchange *x, const uint32_t *ids, uint32_t count)
{
    uint64_t *pairs = take(count, sizeof *pairs);
    x->left_first = take(x->words + 2, sizeof *x->left_first);
    x->right_first = take(x->words + 2, sizeof *x->right_first);
    x->self = take(x->words, sizeof *x->self);
    for (uint32_t i = 1; i < count; i++) pairs[i - 1] = (uint64_t)ids[i] << 32 | ids[i - 1];
    x->left = gather(pairs, count - 1, x->words, x->left_first, x->self);
    for (uint32_t i = 1; i < count; i++) pairs[i - 1] = (uint64_t)ids[i - 1] << 32 | ids[i];
    x->right = gather(pairs, count - 1, x->words, x->right_first, x->self);
    free(pairs);
}

static void count_pair(Exchange *x, uint32_t c, uint32_t d, int32_t n)
{
    x->pairs[(size_t)c * x->classes + d] += n;
    x->pairs_turned[(size_t)d * x->classes + c] += n;
}

/* Puts the word into its class (sign 1) or takes it out (-1). */
static void place_word(Exchange *x, uint32_t w, int32_t sign)
{
    uint32_t c = x->class[w];
    for (uint32_t i = x->left_first[w]; i < x->left_first[w + 1]; i++)
        count_pair(x, x->class[x->left[i].word], c, sign * (int32_t)x->left[i].count);
    for (uint32_t i = x->right_first[w]; i < x->right_first[w + 1]; i++)
        count_pair(x, c, x->class[x->right[i].word], sign * (int32_t)x->right[i].count);
    count_pair(x, c, c, sign * (int32_t)x->self[w]);
    x->total[c] += sign * (int32_t)x->counts[w];
}

static void add_gains(Exchange *x, const int32_t *row, int32_t n)
{
    for (uint32_t b = FIRST; b < x->classes; b++) x->gains[b] += n_log_n(x, row[b] + n) - n_log_n(x, row[b]);
}

/* N(b,b) gets what stands on either side and the word's own pairs; the rows counted the two sides apart. */
static float own_gain(const Exchange *x, uint32_t w, uint32_t b)
{
    int32_t n = x->pairs[(size_t)b * x->classes + b], l = x->beside_left[b], r = x->beside_right[b],
            s = (int32_t)x->self[w];
    if (!l && !r && !s) return 0;
    return n_log_n(x, n + l + r + s) - n_log_n(x, n + l) - n_log_n(x, n + r) + n_log_n(x, n);
}

static uint32_t best_class(Exchange *x, uint32_t w)
{
    memset(x->beside_left, 0, x->classes * sizeof *x->beside_left);
    memset(x->beside_right, 0, x->classes * sizeof *x->beside_right);
    memset(x->gains, 0, x->classes * sizeof *x->gains);
    for (uint32_t i = x->left_first[w]; i < x->left_first[w + 1]; i++)
        x->beside_left[x->class[x->left[i].word]] += (int32_t)x->left[i].count;
    for (uint32_t i = x->right_first[w]; i < x->right_first[w + 1]; i++)
        x->beside_right[x->class[x->right[i].word]] += (int32_t)x->right[i].count;
    for (uint32_t c = 0; c < x->classes; c++) {
        if (x->beside_left[c]) add_gains(x, x->pairs + (size_t)c * x->classes, x->beside_left[c]);
        if (x->beside_right[c]) add_gains(x, x->pairs_turned + (size_t)c * x->classes, x->beside_right[c]);
    }
    uint32_t best = FIRST;
    float most = -INFINITY;
    for (uint32_t b = FIRST; b < x->classes; b++) {
        float gain = x->gains[b] + own_gain(x, w, b) -
                     2 * (n_log_n(x, x->total[b] + (int32_t)x->counts[w]) - n_log_n(x, x->total[b]));
        if (gain > most) {
            most = gain;
            best = b;
        }
    }
    return best;
}

static void exchange_run(Exchange *x, uint32_t rounds)
{
    for (uint32_t round = 0; round < rounds; round++) {
        uint32_t moved = 0;
        for (uint32_t w = 2; w < x->words; w++) {
            uint32_t before = x->class[w];
            place_word(x, w, -1);
            x->class[w] = best_class(x, w);
            place_word(x, w, 1);
            moved += x->class[w] != before;
        }
        note("classes, round %u: %u of %u words moved", round + 1, moved, x->words - 2);
        if (moved < x->words / 200) break;
    }
}

static void write_classes(const Exchange *x, const uint32_t *keys, ModelWriter *writer)
{
    uint32_t slots = 1024;
    while (slots * 2 < x->words * 3) slots *= 2;
    size_t size = 8 + (size_t)slots * 6;
    uint8_t *body = take(size, 1), *keys_at = body + 8, *classes_at = keys_at + (size_t)slots * 4;
    memcpy(body, &slots, 4);
    memcpy(body + 4, &x->classes, 4);
    for (uint32_t w = 2; w < x->words; w++) {
        uint32_t i = keys[w] & (slots - 1);
        while (classes_at[(size_t)i * 2] || classes_at[(size_t)i * 2 + 1]) i = (i + 1) & (slots - 1);
        uint16_t class = (uint16_t)(x->class[w] - FIRST + 1);
        memcpy(keys_at + (size_t)i * 4, &keys[w], 4);
        memcpy(classes_at + (size_t)i * 2, &class, 2);
    }
    if (!model_writer_add(writer, "token.cluster", SECTION_BYTES, body, size)) die("cannot add the classes");
    note("token.cluster: %u words, %.2f MB", x->words - 2, (double)size / 1e6);
    free(body);
}

/* Commonest first, then by first appearance. */
typedef struct Ranked {
    uint32_t id, count;
} Ranked;
static int by_rank(const void *a, const void *b)
{
    const Ranked *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count) - (x->count > y->count) : (x->id > y->id) - (x->id < y->id);
}

void train_clusters(Stream *s, uint32_t classes, uint32_t least, uint32_t rounds, ModelWriter *writer)
{
    Exchange x = {.classes = classes + FIRST};
    Ranked *ranked = take(s->id_count, sizeof *ranked);
    uint32_t n = 0;
    for (uint32_t i = 1; i < s->id_count; i++)
        if (s->dict.counts[i] >= least) ranked[n++] = (Ranked){i, s->dict.counts[i]};
    qsort(ranked, n, sizeof *ranked, by_rank);
    x.words = n + 2; /* and the edge, and the rare */
    uint32_t *new_id = take(s->id_count, sizeof *new_id), *keys = take(x.words, sizeof *keys);
    for (uint32_t i = 1; i < s->id_count; i++) new_id[i] = RARE;
    for (uint32_t i = 0; i < n; i++) {
        new_id[ranked[i].id] = i + 2;
        keys[i + 2] = (uint32_t)s->dict.keys[ranked[i].id];
    }
    x.class = take(x.words, sizeof *x.class);
    x.counts = take(x.words, sizeof *x.counts);
    for (uint32_t i = 0; i < s->count; i++) x.counts[s->ids[i] = new_id[s->ids[i]]]++;
    gather_neighbours(&x, s->ids, s->count);
    x.pairs = take((size_t)x.classes * x.classes, sizeof *x.pairs);
    x.pairs_turned = take((size_t)x.classes * x.classes, sizeof *x.pairs_turned);
    x.total = take(x.classes, sizeof *x.total);
    x.logs = take(LOGS, sizeof *x.logs);
    for (uint32_t i = 1; i < LOGS; i++) x.logs[i] = (float)(i * log(i));
    x.beside_left = take(x.classes, sizeof *x.beside_left);
    x.beside_right = take(x.classes, sizeof *x.beside_right);
    x.gains = take(x.classes, sizeof *x.gains);
    for (uint32_t w = 0; w < x.words; w++) x.class[w] = w < FIRST ? w : FIRST + (w - 2) % classes;
    for (uint32_t i = 1; i < s->count; i++) count_pair(&x, x.class[s->ids[i - 1]], x.class[s->ids[i]], 1);
    for (uint32_t w = 0; w < x.words; w++) x.total[x.class[w]] += (int32_t)x.counts[w];
    exchange_run(&x, rounds);
    write_classes(&x, keys, writer);
    free(ranked), free(new_id), free(keys), free(x.class), free(x.counts), free(x.left), free(x.right),
        free(x.left_first);
    free(x.right_first), free(x.self), free(x.pairs), free(x.pairs_turned), free(x.total), free(x.logs);
    free(x.beside_left), free(x.beside_right), free(x.gains);
}
