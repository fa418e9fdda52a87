/* Names of tags, sparse sums, the search for the best tree, and the check that trees are trees. */
#include "unit.h"

#include "syntax/internal.h"

/* ---- names ---- */

static void names(void **state)
{
    (void)state;
    uint8_t id, again = 255;
    for (uint8_t i = 0; i < UPOS_COUNT; i++) {
        assert_true(upos_find(text_literal(upos_name(i)), &id));
        assert_int_equal(id, i);
    }
    for (uint8_t i = 0; i < XPOS_COUNT; i++) {
        assert_true(xpos_find(text_literal(xpos_name(i)), &id));
        assert_int_equal(id, i);
    }
    for (uint8_t i = 0; i < RELATION_COUNT; i++) {
        assert_true(relation_find(text_literal(relation_name(i)), &id));
        assert_int_equal(id, i);
    }
    assert_true(relation_find(text_literal("nsubj:strange"), &id) && relation_find(text_literal("nsubj"), &again));
    assert_int_equal(id, again);
    assert_string_equal(upos_name(UPOS_X), "X");
    assert_string_equal(upos_name(200), "X");
    assert_false(upos_find(text_literal("NOUNS"), &id));
    assert_false(relation_find(text_of(NULL, 0), &id));
}

/* ---- sparse ---- */

enum { HEADER = 64, BUCKET = 64, SLOTS = 6, OWN = 20, AT_LENGTH = 12, AT_PLAIN = 18, AT_BASE = 20, AT_UNITS = 24 };

/* A table with two rows in one bucket, written by hand as the header says: a short one inside, a long one outside. */
static Model sparse_model(uint8_t *body, size_t *size, uint64_t hash, uint32_t buckets)
{
    memset(body, 0, 4096);
    uint32_t head[3] = {5, buckets, 22}, base = (uint32_t)-2;
    float scale = 0.5f;
    memcpy(body, head, sizeof head);
    memcpy(body + 12, &scale, 4);
    uint8_t *bucket = body + HEADER + (((hash >> 32) * buckets) >> 32) * BUCKET,
            *outside = body + HEADER + buckets * BUCKET;
    uint16_t check = (uint16_t)hash ? (uint16_t)hash : 1, other = (uint16_t)(check ^ 0x100);
    memcpy(bucket, &check, 2);
    memcpy(bucket + 2, &other, 2);
    bucket[AT_LENGTH] = 2;
    bucket[AT_LENGTH + 1] = 22;
    memcpy(bucket + AT_BASE, &base, 4);
    static const uint8_t pairs[] = {1, (uint8_t)-3, 4, 100};
    memcpy(bucket + AT_UNITS, pairs, sizeof pairs);
    for (uint8_t i = 0; i < 22; i++) {
        outside[i * 2] = i % 5;
        outside[i * 2 + 1] = i;
    }
    *size = HEADER + buckets * BUCKET + 44;
    Model model = {.data = body, .size = *size, .section_count = 1};
    model.sections[0] = (Section){.name = "t", .kind = SECTION_BYTES, .data = body, .size = *size};
    return model;
}

static void sparse_sums(void **state)
{
    (void)state;
    uint8_t body[4096];
    uint64_t hash = feature(7, 1, 2, 3);
    size_t size;
    Model model = sparse_model(body, &size, hash, 3);
    Sparse table;
    Error error;
    assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_OK);
    uint64_t hashes[3] = {hash, feature(8, 1, 2, 3), hash};
    int16_t sums[SPARSE_CLASSES];
    sparse_sum(&table, hashes, 3, sums);
    static const int32_t want[5] = {0, -6, 0, 0, 200};
    for (uint32_t i = 0; i < 5; i++) assert_int_equal(sums[i], want[i]);
    SparseRow row = sparse_row(&table, hash ^ 0x100);
    assert_int_equal(row.length, 22);
    assert_ptr_equal(row.units, table.units);
}

static void sparse_plain(void **state)
{
    (void)state;
    uint8_t body[4096];
    uint64_t hash = feature(7, 1, 2, 3);
    size_t size;
    Model model = sparse_model(body, &size, hash, 1);
    uint8_t *bucket = body + HEADER, *outside = bucket + BUCKET;
    bucket[AT_PLAIN] = 2; /* five classes: eight units, the rest of the old row is not used */
    bucket[AT_LENGTH + 1] = 8;
    bucket[AT_LENGTH] = 15;
    memset(bucket + AT_UNITS, 0, OWN * 2);
    uint32_t base = (uint32_t)-15;
    memcpy(bucket + AT_BASE, &base, 4);
    static const int8_t weights[16] = {1, -2, 127, 0, -128};
    memcpy(outside, weights, sizeof weights);
    Sparse table;
    Error error;
    assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_OK);
    uint64_t hashes[2] = {hash ^ 0x100, hash ^ 0x100};
    int16_t sums[SPARSE_CLASSES];
    sparse_sum(&table, hashes, 2, sums);
    for (uint32_t i = 0; i < 5; i++) assert_int_equal(sums[i], 2 * weights[i]);
    bucket[AT_LENGTH + 1] = 9; /* no length of a plain row */
    assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_ERROR_MODEL);
}

static void sparse_damage(void **state)
{
    (void)state;
    uint8_t body[4096];
    size_t size;
    Sparse table;
    Error error;
    Model model = sparse_model(body, &size, feature(7, 1, 2, 3), 3);
    assert_int_equal(sparse_open(&model, "u", &table, &error), SAYSO_ERROR_MODEL);
    body[size - 2] = 5; /* a class that is none */
    assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_ERROR_MODEL);
    body[size - 2] = 4;
    for (uint32_t b = 0; b < 3; b++) body[HEADER + b * BUCKET + AT_BASE] = 200; /* rows outside */
    assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_ERROR_MODEL);
    model = sparse_model(body, &size, feature(7, 1, 2, 3), 3);
    for (size_t n = 0; n < size; n++) {
        model.sections[0].size = n;
        assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_ERROR_MODEL);
    }
}

/* The clever search for a slot against a walk through all of them. */
static void sparse_naive(void **state)
{
    (void)state;
    uint8_t body[4096];
    uint64_t random = 42;
    for (uint32_t round = 0; round < 2000; round++) {
        memset(body, 0, sizeof body);
        uint32_t head[3] = {200, 1, 400}, base = unit_below(&random, 50);
        memcpy(body, head, sizeof head);
        uint8_t *bucket = body + HEADER;
        memcpy(bucket + AT_BASE, &base, 4);
        for (uint32_t i = 0; i < SLOTS; i++) {
            uint16_t check = (uint16_t)(unit_below(&random, 12) * 0x0101u);
            memcpy(bucket + i * 2, &check, 2);
            bucket[AT_LENGTH + i] = (uint8_t)unit_below(&random, round % 2 ? 7 : 50);
        }
        Model model = {.data = body, .size = HEADER + BUCKET + 800, .section_count = 1};
        model.sections[0] = (Section){.name = "t", .kind = SECTION_BYTES, .data = body, .size = model.size};
        Sparse table;
        Error error;
        assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_OK);
        for (uint16_t want = 1; want < 13; want++) {
            uint16_t check = (uint16_t)(want * 0x0101u), there;
            uint32_t first = 0, count = 0;
            for (uint32_t i = 0; i < SLOTS && !count; i++) {
                memcpy(&there, bucket + i * 2, 2);
                if (there == check) {
                    count = bucket[AT_LENGTH + i];
                    break;
                }
                first += bucket[AT_LENGTH + i];
            }
            const uint8_t *place =
                first + count <= OWN ? bucket + AT_UNITS + first * 2 : table.units + (base + first) * 2;
            SparseRow row = sparse_row(&table, random << 16 | check);
            assert_int_equal(row.length, count);
            if (count) assert_ptr_equal(row.units, place);
        }
    }
}

/* ---- trees of small sentences, against all trees ---- */

#define MOST                                                                                                           \
    64u /* words: each has one number of its dependent's vector to itself, so that any table of scores can be had */
#define STRIDE (OUT_TAGS + 3)

typedef struct Case {
    float outputs[MOST * STRIDE], distance[DISTANCES];
    Arcs arcs;
    Arena scratch;
    uint32_t heads[MOST], greedy[MOST];
} Case;

/* Of these the search takes the machine's ways to multiply alone. */
static NetPairs *some_pairs(void)
{
    uint8_t body[8 + 16 * 8 + 16 * 16] = {16, 0, 0, 0, 16};
    Model model = {.data = body, .size = sizeof body, .section_count = 1};
    model.sections[0] = (Section){.name = "p", .kind = SECTION_BYTES, .data = body, .size = sizeof body};
    NetPairs *pairs;
    Error error;
    assert_int_equal(pairs_open(&model, "p", &libc_allocator, &pairs, &error), SAYSO_OK);
    return pairs;
}

static int start_case(void **state)
{
    Case *c = calloc(1, sizeof *c);
    c->arcs = (Arcs){.outputs = c->outputs, .stride = STRIDE, .pairs = some_pairs(), .distance = c->distance};
    arena_init(&c->scratch, &libc_allocator, SIZE_MAX);
    *state = c;
    return 0;
}

static int end_case(void **state)
{
    Case *c = *state;
    pairs_close((NetPairs *)(uintptr_t)c->arcs.pairs, &libc_allocator);
    arena_free(&c->scratch);
    free(c);
    return 0;
}

static float *output(Case *c, uint32_t word, uint32_t place)
{
    return &c->outputs[word * STRIDE + place];
}
static void set_score(Case *c, uint32_t word, uint32_t head, float score)
{
    *output(c, head, OUT_HEAD_ARC + word) = score;
}
static void set_root(Case *c, uint32_t word, float score)
{
    *output(c, word, OUT_ROOT) = score;
}

static void clear(Case *c, uint32_t count)
{
    memset(c->outputs, 0, sizeof c->outputs);
    memset(c->distance, 0, sizeof c->distance);
    for (uint32_t i = 0; i < count; i++) *output(c, i, OUT_DEPENDENT_ARC + i) = 1 / ARC_SCALE;
    c->arcs.count = count;
}

static float naive_score(const Arcs *a, uint32_t word, uint32_t head)
{
    const float *w = a->outputs + word * a->stride, *h = a->outputs + head * a->stride;
    float product = 0;
    for (uint32_t k = 0; k < ARC; k++) product += w[OUT_DEPENDENT_ARC + k] * h[OUT_HEAD_ARC + k];
    return product * ARC_SCALE + h[OUT_HEAD] + a->distance[distance_class((int32_t)(head - word))];
}

static bool is_tree(const uint32_t *heads, uint32_t count)
{
    uint32_t roots = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i, up = 0;
        while (at != NONE && up++ <= count) at = heads[at];
        if (at != NONE) return false;
        roots += heads[i] == NONE;
    }
    return roots == 1;
}

/* In the tests' scores, integers below 2^24, no sum is rounded. */
static double total(const Case *c, const uint32_t *heads)
{
    double sum = 0;
    for (uint32_t i = 0; i < c->arcs.count; i++)
        sum += (double)(heads[i] == NONE ? c->outputs[i * STRIDE + OUT_ROOT] : naive_score(&c->arcs, i, heads[i]));
    return sum;
}

/* Each word's best head, or none; the word that gains most by having none. */
static uint32_t find_greedy(Case *c)
{
    double most = -1e30;
    uint32_t root = 0;
    for (uint32_t i = 0; i < c->arcs.count; i++) {
        double best = -1e29;
        c->greedy[i] = NONE;
        for (uint32_t h = 0; h < c->arcs.count; h++)
            if (h != i && (double)naive_score(&c->arcs, i, h) > best)
                best = (double)naive_score(&c->arcs, i, c->greedy[i] = h);
        double gain = (double)*output(c, i, OUT_ROOT) - best;
        if (gain > 0) c->greedy[i] = NONE;
        if (gain > most) most = gain, root = i;
    }
    return root;
}

/* The greatest total of all trees, of those with this root, or of all where it is NONE. */
static double best_of_all(Case *c, uint32_t root)
{
    uint32_t n = c->arcs.count, heads[MOST] = {0};
    double best = -1e30, score[8][8]; /* by head; a word's own place: the root's score */
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t h = 0; h < n; h++)
            score[i][h] = (double)(h == i ? *output(c, i, OUT_ROOT) : naive_score(&c->arcs, i, h));
    uint32_t all = 1;
    for (uint32_t i = 0; i < n; i++) all *= n;
    for (uint32_t code = 0; code < all; code++) {
        double sum = 0;
        for (uint32_t i = 0, rest = code; i < n; i++, rest /= n) {
            heads[i] = rest % n == i ? NONE : rest % n;
            sum += score[i][rest % n];
        }
        if (sum > best && (root == NONE || heads[root] == NONE) && is_tree(heads, n)) best = sum;
    }
    return best;
}

static void assert_tree(Case *c)
{
    size_t used = c->scratch.used;
    memset(c->heads, 0x5a, sizeof c->heads);
    assert_true(tree_heads(&c->arcs, &c->scratch, c->heads));
    assert_int_equal(c->scratch.used, used);
    assert_true(is_tree(c->heads, c->arcs.count));
    uint32_t root = find_greedy(c);
    if (is_tree(c->greedy, c->arcs.count))
        assert_memory_equal(c->heads, c->greedy, c->arcs.count * sizeof *c->heads);
    else
        assert_int_equal(c->heads[root], NONE);
}

static void assert_best(Case *c)
{
    assert_tree(c);
    uint32_t root = is_tree(c->greedy, c->arcs.count) ? NONE : find_greedy(c);
    double best = best_of_all(c, root), got = total(c, c->heads);
    if (got != best) print_error("%u words: %f, not %f\n", c->arcs.count, got, best);
    assert_true(got == best);
}

static float any(uint64_t *random, uint32_t reach)
{
    return (float)((int32_t)unit_below(random, 2 * reach + 1) - (int32_t)reach);
}

/* All three parts of a score. */
static void draw(Case *c, uint32_t count, uint64_t *random, uint32_t reach)
{
    clear(c, count);
    for (uint32_t i = 0; i < DISTANCES; i++) c->distance[i] = any(random, reach / 4);
    for (uint32_t i = 0; i < count; i++) {
        set_root(c, i, any(random, reach));
        *output(c, i, OUT_HEAD) = any(random, reach / 4);
        for (uint32_t h = 0; h < count; h++) set_score(c, i, h, any(random, reach));
    }
}

static void best_of_small(void **state)
{
    Case *c = *state;
    uint64_t random = 11;
    uint32_t trees = 0, ringed = 0, rooted = 0;
    for (uint32_t round = 0; round < 4000; round++) {
        uint32_t n = round < 200 ? 1 + round % 3 : 3 + unit_below(&random, round % 20 ? 3 : 4), roots = 0;
        draw(c, n, &random, round % 3 ? 1000 : 4); /* a third with many ties */
        for (uint32_t i = 0; round % 2 && i < n; i++) *output(c, i, OUT_ROOT) -= round % 3 ? 500 : 2;
        assert_best(c);
        for (uint32_t i = 0; i < n; i++) roots += c->greedy[i] == NONE;
        bool tree = is_tree(c->greedy, n);
        trees += tree;
        ringed += !tree && roots < 2;
        rooted += roots > 1;
    }
    assert_true(trees > 500 && ringed > 500 && rooted > 500);
}

static void one_word_and_two(void **state)
{
    Case *c = *state;
    clear(c, 1);
    set_root(c, 0, -1000);
    assert_best(c);
    assert_int_equal(c->heads[0], NONE);
    for (uint32_t which = 0; which < 2; which++) {
        clear(c, 2);
        set_score(c, 0, 1, 5);
        set_score(c, 1, 0, 5);
        set_root(c, which, 1);
        assert_best(c);
        assert_int_equal(c->heads[which], NONE);
        assert_int_equal(c->heads[!which], which);
    }
}

/* ---- and larger ones, against Edmonds's algorithm as it is in the books ---- */

typedef struct Dense {
    uint32_t count, root;
    double score[MOST][MOST]; /* by word, then head */
} Dense;

static uint32_t in_ring(const uint32_t *heads, uint32_t count, uint32_t root) /* a word of a ring, or NONE */
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i;
        for (uint32_t up = 0; up < count && at != root; up++) at = heads[at];
        if (at != root) return at;
    }
    return NONE;
}

static void books_edmonds(const Dense *d, uint32_t heads[MOST])
{
    for (uint32_t i = 0; i < d->count; i++) {
        heads[i] = i ? 0 : 1;
        for (uint32_t h = 0; h < d->count; h++)
            if (h != i && d->score[i][h] > d->score[i][heads[i]]) heads[i] = h;
    }
    uint32_t ring = in_ring(heads, d->count, d->root), name[MOST], word_of[MOST] = {0}, enters[MOST], leaves[MOST],
             n = 0;
    heads[d->root] = NONE;
    if (ring == NONE) return;
    bool member[MOST] = {false};
    for (uint32_t at = ring; !member[at]; at = heads[at]) member[at] = true;
    for (uint32_t i = 0; i < d->count; i++)
        if (!member[i]) word_of[name[i] = n++] = i;
    Dense *less = calloc(1, sizeof *less);
    *less = (Dense){.count = n + 1, .root = name[d->root]};
    for (uint32_t i = 0; i <= n; i++)
        for (uint32_t h = 0; h <= n; h++) less->score[i][h] = -1e18;
    for (uint32_t i = 0; i < d->count; i++)
        for (uint32_t h = 0; h < d->count; h++) {
            if (i == h || (member[i] && member[h])) continue;
            uint32_t word = member[i] ? n : name[i], head = member[h] ? n : name[h];
            double s = d->score[i][h] - (member[i] ? d->score[i][heads[i]] : 0);
            if (!member[i] && !member[h]) less->score[word][head] = s;
            if (s <= less->score[word][head]) continue;
            less->score[word][head] = s;
            if (member[i]) enters[head] = i;
            if (member[h]) leaves[word] = h;
        }
    uint32_t small[MOST];
    books_edmonds(less, small);
    for (uint32_t i = 0; i < n; i++)
        heads[word_of[i]] = small[i] == NONE ? NONE : small[i] == n ? leaves[i] : word_of[small[i]];
    heads[enters[small[n]]] = word_of[small[n]];
    free(less);
}

/* Each word has its eight best heads and the root. */
static double books_total(Case *c, uint32_t root)
{
    Dense *d = calloc(1, sizeof *d);
    *d = (Dense){.count = c->arcs.count, .root = root};
    uint32_t heads[MOST];
    for (uint32_t i = 0; i < d->count; i++)
        for (uint32_t h = 0; h < d->count; h++) {
            uint32_t better = 0;
            float s = h == i ? 0 : naive_score(&c->arcs, i, h);
            for (uint32_t o = 0; o < d->count; o++)
                better += o != i && o != root && h != i && naive_score(&c->arcs, i, o) > s;
            d->score[i][h] = h == i || (better >= 8 && h != root) ? -1e9 : (double)s;
        }
    books_edmonds(d, heads);
    free(d);
    assert_true(is_tree(heads, c->arcs.count));
    return total(c, heads);
}

static void assert_as_the_books(Case *c)
{
    assert_tree(c);
    if (is_tree(c->greedy, c->arcs.count)) return;
    double books = books_total(c, find_greedy(c)), got = total(c, c->heads);
    if (got != books) print_error("%u words: %f, not %f\n", c->arcs.count, got, books);
    assert_true(got == books);
}

static void as_the_books(void **state)
{
    Case *c = *state;
    uint64_t random = 13;
    for (uint32_t round = 0; round < 600; round++) {
        uint32_t n = 2 + unit_below(&random, round % 4 ? 12 : MOST - 1);
        draw(c, n, &random, 1 << 13);
        for (uint32_t i = 0; i < n; i++) /* no ties, so that the eight best are the same */
            for (uint32_t h = 0; h < n; h++) *output(c, h, OUT_HEAD_ARC + i) += (float)h / 64;
        assert_as_the_books(c);
    }
}

/* Pairs of words that govern each other, pairs of such pairs, and so on: rings in rings in rings. */
static void rings_in_rings(void **state)
{
    Case *c = *state;
    uint64_t random = 17;
    for (uint32_t round = 0; round < 300; round++) {
        uint32_t n = round % 2 ? 7 : 33, root = unit_below(&random, n);
        clear(c, n);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t at = (i + n - root) % n; /* the words but the root are 1 .. n - 1 */
            set_root(c, i, at ? -9999 : 0);
            for (uint32_t h = 0; h < n; h++) {
                uint32_t to = (h + n - root) % n, level = 0;
                while (at && to && (at - 1) >> level != (to - 1) >> level) level++;
                float least = at && to ? (float)(1 << (6 - level)) * 1000 : -2000;
                set_score(c, i, h, least + (float)unit_below(&random, 400) + (float)h / 64);
            }
        }
        assert_as_the_books(c);
        assert_int_equal(c->heads[root], NONE);
        if (round % 20 == 1) assert_best(c);
    }
}

/* Whatever stood in the scratch before. */
static void ties_are_settled_alike(void **state)
{
    Case *c = *state;
    uint64_t random = 19;
    uint32_t first[MOST];
    for (uint32_t round = 0; round < 200; round++) {
        uint32_t n = 1 + unit_below(&random, MOST);
        draw(c, n, &random, round % 2 ? 1 : 0); /* few scores, or one */
        assert_tree(c);
        memcpy(first, c->heads, sizeof first);
        for (uint32_t again = 0; again < 3; again++) {
            ArenaMark mark = arena_mark(&c->scratch);
            memset(arena_take(&c->scratch, 100000 * (again + 1), 1), (int)(0x55 * again), 100000 * (again + 1));
            if (again < 2) arena_rewind(&c->scratch, mark);
            assert_tree(c);
            assert_memory_equal(first, c->heads, sizeof first);
        }
        arena_reset(&c->scratch);
    }
}

static void trees_without_memory(void **state)
{
    Case *c = *state;
    uint64_t random = 23;
    draw(c, MOST, &random, 100);
    for (size_t fail_at = 1;; fail_at++) {
        UnitMemory memory = {.fail_at = fail_at};
        const sayso_allocator allocator = {unit_resize, &memory};
        Arena scratch;
        arena_init(&scratch, &allocator, SIZE_MAX);
        bool done = tree_heads(&c->arcs, &scratch, c->heads);
        arena_free(&scratch);
        assert_int_equal(memory.live, 0);
        assert_true(done == (memory.calls < fail_at));
        if (done) break;
    }
}

/* ---- trees of long sentences ---- */

static void assert_long_tree(const Arcs *a)
{
    uint32_t n = a->count;
    Syntax x = {.upos = calloc(n, 1),
                .xpos = calloc(n, 1),
                .relation = calloc(n, 1),
                .head = calloc(n, 4),
                .lemma = calloc(n, sizeof(Text))};
    Sentence sentence = {0, n, 0};
    Tokens tokens = {.sentences = &sentence, .word_count = n, .sentence_count = 1};
    Arena scratch;
    Error error;
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    assert_true(tree_heads(a, &scratch, x.head));
    assert_int_equal(scratch.used, 0);
    assert_true(scratch.held < (size_t)n * 1000 + 1000000);
    for (uint32_t i = 0; i < n; i++) {
        x.relation[i] = x.head[i] == NONE ? REL_ROOT : REL_DEP;
        x.lemma[i] = text_literal("x");
    }
    assert_true(syntax_check(&tokens, &x, &error));
    arena_free(&scratch);
    free(x.upos), free(x.xpos), free(x.relation), free(x.head), free(x.lemma);
}

static uint32_t long_count(void)
{
    return *unit_path("SAYSO_SANITIZED") == '1' ? 20000 : 200000;
}

/* Vectors overlap, so that they need little memory. */
static void long_sentence(void **state)
{
    (void)state;
    enum { STEP = 7 };
    uint32_t n = long_count();
    size_t floats = (size_t)n * STEP + OUT_TAGS;
    float *outputs = calloc(floats, sizeof *outputs), distance[DISTANCES];
    uint64_t random = 29;
    for (size_t i = 0; i < floats; i++) outputs[i] = (float)unit_below(&random, 4001) / 1000 - 2;
    for (uint32_t i = 0; i < DISTANCES; i++) distance[i] = (float)unit_below(&random, 1000) / 1000;
    NetPairs *pairs = some_pairs();
    assert_long_tree(&(Arcs){.outputs = outputs, .stride = STEP, .count = n, .pairs = pairs, .distance = distance});
    pairs_close(pairs, &libc_allocator);
    free(outputs);
}

/* Each word wants the last one in reach for its head: a ring closes at the end, and takes in word after word. */
static void deep_rings(void **state)
{
    (void)state;
    enum { STEP = OUT_HEAD_ARC }; /* vectors of zeros, which overlap */
    uint32_t n = long_count();
    float *outputs = calloc((size_t)n * STEP + OUT_TAGS, sizeof *outputs), distance[DISTANCES] = {0};
    for (uint32_t i = 0; i < n; i++) outputs[(size_t)i * STEP + OUT_HEAD] = (float)i;
    NetPairs *pairs = some_pairs();
    assert_long_tree(&(Arcs){.outputs = outputs, .stride = STEP, .count = n, .pairs = pairs, .distance = distance});
    pairs_close(pairs, &libc_allocator);
    free(outputs);
}

/* ---- check ---- */

typedef struct Trees {
    Word words[5];
    Sentence sentences[2];
    uint8_t upos[5], xpos[5], relation[5];
    uint32_t head[5], lemma_hash[5];
    Text lemma[5];
    Tokens tokens;
    Syntax syntax;
} Trees;

static void plant(Trees *t)
{
    *t = (Trees){.sentences = {{0, 3, 0}, {3, 5, 0}},
                 .relation = {REL_DET, REL_NSUBJ, REL_ROOT, REL_ROOT, REL_PUNCT},
                 .head = {1, 2, NONE, NONE, 3}};
    for (uint32_t i = 0; i < 5; i++) t->lemma[i] = text_literal("x");
    t->tokens = (Tokens){t->words, t->sentences, 5, 2};
    t->syntax = (Syntax){.upos = t->upos,
                         .xpos = t->xpos,
                         .relation = t->relation,
                         .head = t->head,
                         .lemma = t->lemma,
                         .lemma_hash = t->lemma_hash};
}

static void check_catches(void **state)
{
    (void)state;
    Trees t;
    Error error;
#define BROKEN(change)                                                                                                 \
    plant(&t);                                                                                                         \
    assert_true(syntax_check(&t.tokens, &t.syntax, &error));                                                           \
    change;                                                                                                            \
    assert_false(syntax_check(&t.tokens, &t.syntax, &error))
    BROKEN(t.head[0] = 3);                                /* another sentence */
    BROKEN(t.head[0] = 0);                                /* itself */
    BROKEN(t.head[1] = 0);                                /* a ring */
    BROKEN(t.head[1] = NONE);                             /* two roots */
    BROKEN((t.head[1] = NONE, t.relation[1] = REL_ROOT)); /* likewise */
    BROKEN((t.head[2] = 1, t.relation[2] = REL_OBJ));     /* none */
    BROKEN(t.head[4] = 77);
    BROKEN(t.upos[2] = UPOS_COUNT);
    BROKEN(t.xpos[2] = XPOS_COUNT);
    BROKEN(t.relation[0] = RELATION_COUNT);
    BROKEN(t.lemma[0].size = 0);
#undef BROKEN
}

/* ---- lemmas ---- */

static void cases_of_lemmas(void **state)
{
    (void)state;
    char out[64];
    static const struct {
        const char *form;
        uint8_t casing;
        const char *want;
    } cases[] = {{"IRAN", LEMMA_TITLE, "Iran"},
                 {"Été", LEMMA_LOWER, "été"},
                 {"ÉTÉ", LEMMA_TITLE, "Été"},
                 {"McDonald", LEMMA_KEEP, "McDonald"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t n = lemma_case(text_literal(cases[i].form), cases[i].casing, out);
        assert_true(text_is(text_of(out, n), cases[i].want));
    }
    assert_false(script_fits(&(Script){.drop = 3}, 3));
    assert_true(script_fits(&(Script){.drop = 3, .length = 1}, 3));
    assert_false(script_fits(&(Script){.drop = 4, .length = 5}, 3));
}

/* ---- with the model that was learnt ---- */

static void reads(void **state)
{
    (void)state;
    Model file;
    Error error;
    TokenModel *token;
    SyntaxModel *syntax;
    if (model_open(unit_path("SAYSO_MODEL_FILE"), &file, &error)) skip();
    assert_int_equal(token_open(&file, &libc_allocator, &token, &error), SAYSO_OK);
    assert_int_equal(syntax_open(&file, &libc_allocator, &syntax, &error), SAYSO_OK);
    Text text = text_literal("The mayor said that two workers were hurt.");
    Span paragraph = {0, (uint32_t)text.size};
    Article article = {.text = text, .paragraphs = &paragraph, .paragraph_count = 1};
    Arena arena, scratch;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    Tokens tokens;
    Syntax trees;
    assert_int_equal(token_run(&article, token, &arena, &scratch, &tokens, &error), SAYSO_OK);
    assert_int_equal(syntax_run(&article, &tokens, syntax, &arena, &scratch, &trees, &error), SAYSO_OK);
    assert_true(syntax_check(&tokens, &trees, &error));
    static const char *const lemmas[] = {"the", "mayor", "say", "that", "two", "worker", "be", "hurt", "."};
    static const uint32_t heads[] = {1, 2, NONE, 7, 5, 7, 7, 2, 2};
    assert_int_equal(tokens.word_count, COUNT(heads));
    for (uint32_t i = 0; i < COUNT(heads); i++) {
        assert_true(text_is(trees.lemma[i], lemmas[i]));
        assert_int_equal(trees.head[i], heads[i]);
    }
    assert_int_equal(trees.relation[1], REL_NSUBJ);
    assert_int_equal(trees.relation[7], REL_CCOMP);
    assert_int_equal(trees.relation[5], REL_NSUBJ_PASS);
    arena_free(&arena);
    arena_free(&scratch);
    syntax_close(syntax, &libc_allocator);
    token_close(token, &libc_allocator);
    model_close(&file);
}

#define OF_CASES(test) cmocka_unit_test_setup_teardown(test, start_case, end_case)
int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),          cmocka_unit_test(sparse_sums),   cmocka_unit_test(sparse_plain),
        cmocka_unit_test(sparse_damage),  cmocka_unit_test(sparse_naive),  OF_CASES(best_of_small),
        OF_CASES(one_word_and_two),       OF_CASES(as_the_books),          OF_CASES(rings_in_rings),
        OF_CASES(ties_are_settled_alike), OF_CASES(trees_without_memory),  cmocka_unit_test(long_sentence),
        cmocka_unit_test(deep_rings),     cmocka_unit_test(check_catches), cmocka_unit_test(cases_of_lemmas),
        cmocka_unit_test(reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
