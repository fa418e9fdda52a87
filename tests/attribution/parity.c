/* The trainer's scores and the program's are the same: a small chain is learnt, packed into a model, read back, and
 * its probabilities compared with the trainer's own, computed from its exact dictionary and the rounded weights. */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "train/learn/crf.h"
#include "unit.h"

#define SENTENCES 60u
#define WORDS 9u
#define PER_WORD 4u

static uint64_t hash_of(uint32_t sentence, uint32_t word, uint32_t k)
{
    return feature(k, (sentence * 7 + word * 3) % 23, word % 3, sentence % 5);
}

static uint8_t gold_of(uint32_t sentence, uint32_t word)
{
    return word == sentence % 5 ? BEGIN_CUE : word == 5 ? BEGIN_CONTENT : word > 5 ? IN_CONTENT : 0;
}

static void make_problem(Dict *dict, Problem *p)
{
    uint32_t features[PER_WORD];
    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t s = 0; s < SENTENCES; s++) {
            if (pass) problem_sequence(p, 0, 1);
            for (uint32_t w = 0; w < WORDS; w++) {
                for (uint32_t k = 0; k < PER_WORD; k++)
                    features[k] = pass ? dict_find(dict, hash_of(s, w, k)) : dict_add(dict, hash_of(s, w, k));
                if (pass) problem_row(p, features, PER_WORD, gold_of(s, w), (uint8_t)(w ? 1 + w % 3 : 0), false);
            }
        }
    p->labels = CHAIN_LABELS;
    p->counts = dict->counts;
    p->feature_count = dict->count;
}

static void round_weights(float *weights, size_t n, float scale)
{
    for (size_t i = 0; i < n; i++) {
        float w = roundf(weights[i] / scale);
        weights[i] = (w > 127 ? 127 : w < -127 ? -127 : w) * scale;
    }
}

/* Packing leaves out the rarer of two features that look the same in their bucket. */
static void forget_dropped(const Dict *dict, const Table *table, float *weights)
{
    for (uint32_t f = 0; f < dict->count; f++) {
        const int8_t *row = table_row(table, dict->keys[f]);
        float *w = weights + (size_t)f * CHAIN_LABELS;
        bool kept = row != NULL;
        for (uint32_t y = 0; kept && y < CHAIN_LABELS; y++) kept = fabsf((float)row[y] * table->scale - w[y]) < 1e-6f;
        for (uint32_t y = 0; !kept && y < CHAIN_LABELS; y++) w[y] = row ? (float)row[y] * table->scale : 0;
    }
}

static void same_probabilities(void **state)
{
    (void)state;
    Dict dict = {0};
    Problem p = {0};
    make_problem(&dict, &p);
    float *weights = take((size_t)dict.count * CHAIN_LABELS, sizeof *weights);
    Chain chain, exponentiated;
    CrfOptions o = {
        .epochs = 8, .step = 0.1f, .late_step = 0.3f, .dropout = 0.2f, .l2 = 0.01f, .seed = 5, .left_out = NONE};
    crf_train(&p, &o, weights, &chain);
    chain_exponentiate(&chain, &exponentiated);

    char path[] = "/tmp/sayso-parity-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    ModelWriter *writer = model_writer_new();
    assert_true(table_pack(writer, "tiny", CHAIN_LABELS, &dict, weights, 0, 1.0f) > dict.count * 9 / 10);
    Error error;
    assert_int_equal(model_writer_finish(writer, path, &error), SAYSO_OK);
    Model model;
    Table table;
    assert_int_equal(model_open(path, &model, &error), SAYSO_OK);
    assert_int_equal(table_open(&model, "tiny", CHAIN_LABELS, &table, &error), SAYSO_OK);
    round_weights(weights, (size_t)dict.count * CHAIN_LABELS, table.scale);
    forget_dropped(&dict, &table, weights);

    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Lattice trained, read;
    assert_true(lattice_take(&arena, WORDS, &trained) && lattice_take(&arena, WORDS, &read));
    uint32_t right = 0;
    for (uint32_t s = 0; s < SENTENCES; s++) {
        crf_run(&p, &p.sequences[s], weights, &exponentiated, &trained);
        for (uint32_t w = 0; w < WORDS; w++) {
            uint64_t hashes[PER_WORD];
            for (uint32_t k = 0; k < PER_WORD; k++) hashes[k] = hash_of(s, w, k);
            int32_t sums[CHAIN_LABELS] = {0};
            table_sum(&table, hashes, PER_WORD, sums);
            for (uint32_t y = 0; y < CHAIN_LABELS; y++)
                read.emission[w * CHAIN_LABELS + y] = (float)sums[y] * table.scale;
            read.kind[w] = (uint8_t)(w ? 1 + w % 3 : 0);
        }
        chain_forward_backward(&exponentiated, &read);
        for (uint32_t w = 0; w < WORDS; w++) {
            for (uint32_t y = 0; y < CHAIN_LABELS; y++)
                assert_true(fabsf(chain_marginal(&trained, w, y) - chain_marginal(&read, w, y)) < 1e-4f);
            right += chain_marginal(&read, w, gold_of(s, w)) > 0.5f;
        }
    }
    assert_true(right > SENTENCES * WORDS * 9 / 10); /* and it has learnt something to be the same about */
    arena_free(&arena);
    model_close(&model);
    unlink(path);
    problem_free(&p);
    dict_free(&dict);
    free(weights);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_probabilities)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
