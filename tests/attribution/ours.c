/* What the trainer makes of our corpus beside PolNeAR: an article's weight, who is left out, what stands inside others,
 * and whose guidelines it is read by as a bias. */
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "train/corpora/polnear.h"
#include "train/learn/crf_net.h"
#include "unit.h"

static void order_holds_weights(void **state)
{
    (void)state;
    Problem p = {.labels = 2};
    static const uint32_t fold[] = {0, 1, 0}, times[] = {1, 3, 2};
    for (uint32_t s = 0; s < COUNT(fold); s++) {
        problem_sequence(&p, fold[s], times[s]);
        problem_row(&p, NULL, 0, 0, 0, false);
    }
    static const uint32_t all[] = {0, 1, 1, 1, 2, 2}, without[] = {0, 2, 2};
    uint32_t n, *order = problem_order(&p, NONE, &n);
    assert_int_equal(n, COUNT(all));
    assert_memory_equal(order, all, sizeof all);
    free(order);
    order = problem_order(&p, 1, &n);
    assert_int_equal(n, COUNT(without));
    assert_memory_equal(order, without, sizeof without);
    free(order);
    problem_free(&p);
}

/* An attribute that every word has says the same as a bias. */
static void attribute_is_bias(void **state)
{
    (void)state;
    enum { WORDS = 7, SIDE = 16, ROWS = 5, ALWAYS = 3 };
    NetOptions o = {
        .shape = {.width = 32, .states = 16, .blocks = 2, .outputs = 5, .side = SIDE}, .step = 1e-3f, .seed = 3};
    uint32_t counts[ROWS] = {9, 9, 9, 9, 9}, inputs[WORDS * NET_INPUTS], end = WORDS;
    float side[WORDS * SIDE], *weights = take(net_size(o.shape, ROWS), sizeof *weights);
    for (uint32_t i = 0; i < WORDS * SIDE; i++) side[i] = sinf((float)i);
    for (uint32_t i = 0; i < WORDS * NET_INPUTS; i++)
        inputs[i] = i % NET_INPUTS == 0 ? i / NET_INPUTS % ALWAYS : i % NET_INPUTS == 1 ? ALWAYS : NONE;
    Net *net = net_new(&o, ROWS, counts, weights);
    net_start(net);
    NetBatch batch = {WORDS, 1, &end, inputs, side};
    size_t count = (size_t)WORDS * net_columns(o.shape);
    float *with = take(count, sizeof *with);
    memcpy(with, net_forward(net, &batch, false), count * sizeof *with);

    float *bias = net_side_bias(o.shape, ROWS, weights);
    for (uint32_t k = 0; k < o.shape.width; k++) bias[k] += weights[ALWAYS * o.shape.width + k];
    for (uint32_t w = 0; w < WORDS; w++) inputs[w * NET_INPUTS + 1] = NONE;
    const float *without = net_forward(net, &batch, false);
    for (size_t i = 0; i < count; i++) assert_true(fabsf(with[i] - without[i]) < 1e-4f);
    free(with);
    net_free(net);
    free(weights);
}

static void put_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

#define TEXT "Ada Finch said that Bo Lund claimed the bridge was closed.\n"
#define LABELS                                                                                                         \
    "T1\tSource 20 27\t\nT2\tCue 28 35\t\nT3\tContent 36 57\t\nE1\tAttribution:T3 Source:T1 Cue:T2 Content:T3\n"       \
    "T4\tSource 0 9\t\nT5\tCue 10 14\t\nT6\tContent 15 57\t\nE2\tAttribution:T6 Source:T4 Cue:T5 Content:T6\n"

static void folder_is_read(void **state)
{
    (void)state;
    Model model;
    TokenModel *token;
    Error error;
    if (model_open(unit_path("SAYSO_MODEL_FILE"), &model, &error)) skip();
    assert_int_equal(token_open(&model, &libc_allocator, &token, &error), SAYSO_OK);
    char folder[] = "/tmp/sayso-ours-XXXXXX", path[256], leave[256];
    assert_non_null(mkdtemp(folder));
    static const char *const parts[] = {"text", "attributions"};
    for (size_t i = 0; i < COUNT(parts); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    static const char *const files[] = {"text/a.txt", "text/ab.txt", "attributions/a_one.ann",
                                        "attributions/ab_one.ann", "leave"};
    put_file(folder, files[0], TEXT);
    put_file(folder, files[1], TEXT);
    put_file(folder, files[2], LABELS);
    put_file(folder, files[3], LABELS);
    put_file(folder, files[4], "b\na\nabc\n");
    snprintf(leave, sizeof leave, "%s/leave", folder);

    Corpus c;
    polnear_read(folder, token, NULL, &c);             /* PolNeAR: all of both */
    polnear_add(folder, leave, true, token, NULL, &c); /* ours: the outer one of the one that stays */
    assert_int_equal(c.document_count, 3);
    assert_string_equal(c.documents[2].name, "ab");
    assert_true(!c.documents[1].ours && c.documents[2].ours);
    assert_int_equal(c.annotation_count, 3);
    assert_int_equal(c.annotations[1].count, 2);
    assert_int_equal(c.annotations[2].document, 2);
    assert_int_equal(c.annotations[2].count, 1);
    assert_int_equal(c.annotations[2].items[0].cue.begin, 2); /* "said" */
    assert_int_equal(c.annotations[2].items[0].content_count, 1);

    for (size_t i = 0; i < COUNT(files); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    for (size_t i = 0; i < COUNT(parts); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
        rmdir(path);
    }
    rmdir(folder);
    polnear_free(&c);
    token_close(token, &libc_allocator);
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(order_holds_weights), cmocka_unit_test(attribute_is_bias),
                                       cmocka_unit_test(folder_is_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
