/* The same bytes with and without the processor's wide instructions, from raw text to JSON, over the sample articles; and
 * what a least confidence leaves out. */
#include <glob.h>

#include "unit.h"

#include "public.h"

static sayso_engine *open_with(bool plain, const char *careful)
{
    sayso_engine_options options = {.size = sizeof options, .model_path = getenv("SAYSO_MODEL_FILE"), .plain = plain, .careful_path = careful};
    sayso_engine *engine;
    sayso_error error;
    if (sayso_engine_open(&options, &engine, &error)) die("cannot open the engine", &error);
    return engine;
}

static sayso_document *read_file_with(sayso_session *session, const char *path)
{
    Bytes text = read_bytes(path);
    sayso_article article = {.size = sizeof article, .bytes = {text.data, text.size}, .id = {"a", 1}};
    sayso_document *document;
    assert_int_equal(sayso_analyse(session, &article, &document, NULL), SAYSO_OK);
    free(text.data);
    return document;
}

static Bytes record_of(sayso_session *session, const char *path, sayso_format format)
{
    Bytes out = {0};
    sayso_document *document = read_file_with(session, path);
    assert_int_equal(sayso_document_write(document, format, NULL, bytes_add, &out, NULL), SAYSO_OK);
    sayso_document_free(document);
    return out;
}

static void find_samples(glob_t *out)
{
    char pattern[4096];
    snprintf(pattern, sizeof pattern, "%s/data/sample/*.txt", unit_path("SAYSO_SOURCE_ROOT"));
    assert_int_equal(glob(pattern, 0, NULL, out), 0);
    assert_true(out->gl_pathc >= 10);
}

static void same_bytes(const char *careful)
{
    static const sayso_format formats[] = {SAYSO_FORMAT_JSONL, SAYSO_FORMAT_CONLLU, SAYSO_FORMAT_DUMP_ATTRIBUTION};
    sayso_engine *engines[] = {open_with(false, careful), open_with(true, careful)};
    sayso_session *sessions[] = {open_session(engines[0]), open_session(engines[1])};
    glob_t samples;
    find_samples(&samples);
    /* the plain way of the careful one takes its time under sanitizers */
    size_t count = careful ? 2 : samples.gl_pathc, forms = careful ? 1 : COUNT(formats);
    for (size_t i = 0; i < count; i++)
        for (size_t f = 0; f < forms; f++) {
            Bytes wide = record_of(sessions[0], samples.gl_pathv[i], formats[f]),
                  plain = record_of(sessions[1], samples.gl_pathv[i], formats[f]);
            assert_int_equal(wide.size, plain.size);
            assert_memory_equal(wide.data, plain.data, wide.size);
            free(wide.data);
            free(plain.data);
        }
    globfree(&samples);
    for (size_t i = 0; i < 2; i++) {
        sayso_session_close(sessions[i]);
        sayso_engine_close(engines[i]);
    }
}

static void plain_and_wide_give_the_same_bytes(void **state)
{
    (void)state;
    same_bytes(NULL);
}

static void find_careful(char out[4096]) { snprintf(out, 4096, "%s/models/sayso-careful.model", unit_path("SAYSO_SOURCE_ROOT")); }

/* The careful way likewise; and it reads otherwise, under another name. */
static void careful_too(void **state)
{
    (void)state;
    char path[4096];
    find_careful(path);
    same_bytes(path);
    sayso_engine *fast = open_with(false, NULL), *careful = open_with(false, path);
    sayso_session *a = open_session(fast), *b = open_session(careful);
    sayso_text x = sayso_engine_model(fast), y = sayso_engine_model(careful);
    assert_int_equal(x.size, 16);
    assert_int_equal(y.size, 16);
    assert_memory_not_equal(x.data, y.data, 16);
    glob_t samples;
    find_samples(&samples);
    size_t others = 0;
    for (size_t i = 0; i < samples.gl_pathc && !others; i++) {
        Bytes one = record_of(a, samples.gl_pathv[i], SAYSO_FORMAT_JSONL), other = record_of(b, samples.gl_pathv[i], SAYSO_FORMAT_JSONL);
        others += one.size != other.size || memcmp(one.data, other.data, one.size) != 0;
        free(one.data);
        free(other.data);
    }
    assert_true(others > 0);
    globfree(&samples);
    sayso_session_close(a);
    sayso_session_close(b);
    sayso_engine_close(fast);
    sayso_engine_close(careful);
}

/* One model where the other is wanted. */
static void mixed_up(void **state)
{
    (void)state;
    char path[4096];
    find_careful(path);
    const char *fast = getenv("SAYSO_MODEL_FILE");
    const char *const pairs[][2] = {{fast, fast}, {path, path}, {path, NULL}, {fast, "nowhere"}};
    const sayso_status wanted[] = {SAYSO_ERROR_MODEL, SAYSO_ERROR_MODEL, SAYSO_ERROR_MODEL, SAYSO_ERROR_IO};
    for (size_t i = 0; i < COUNT(pairs); i++) {
        sayso_engine_options options = {.size = sizeof options, .model_path = pairs[i][0], .careful_path = pairs[i][1]};
        sayso_engine *engine;
        sayso_error error;
        assert_int_equal(sayso_engine_open(&options, &engine, &error), wanted[i]);
        assert_null(engine);
    }
}

static size_t count_with(const sayso_engine *engine, const char *path, double least)
{
    sayso_session_options options = {.size = sizeof options, .min_confidence = least};
    sayso_session *session;
    assert_int_equal(sayso_session_open(engine, &options, &session, NULL), SAYSO_OK);
    sayso_document *document = read_file_with(session, path);
    size_t count = sayso_document_attributions(document);
    for (size_t i = 0; i < count; i++) {
        sayso_attribution a;
        assert_int_equal(sayso_document_attribution(document, i, &a, sizeof a), SAYSO_OK);
        assert_true((double)a.confidence >= least);
        assert_true(a.within <= count);
    }
    sayso_document_free(document);
    sayso_session_close(session);
    return count;
}

static void least_confidence_leaves_out_the_rest(void **state)
{
    (void)state;
    sayso_engine *engine = open_engine();
    glob_t samples;
    find_samples(&samples);
    size_t all = 0, half = 0, sure = 0;
    for (size_t i = 0; i < samples.gl_pathc; i++) {
        all += count_with(engine, samples.gl_pathv[i], 0);
        half += count_with(engine, samples.gl_pathv[i], 0.5);
        sure += count_with(engine, samples.gl_pathv[i], 1);
    }
    assert_true(all > half && half > 0 && sure == 0);
    sayso_session_options options = {.size = sizeof options, .min_confidence = 1.5};
    sayso_session *session;
    assert_int_equal(sayso_session_open(engine, &options, &session, NULL), SAYSO_ERROR_ARGUMENT);
    globfree(&samples);
    sayso_engine_close(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plain_and_wide_give_the_same_bytes), cmocka_unit_test(careful_too),
                                       cmocka_unit_test(mixed_up),
                                       cmocka_unit_test(least_confidence_leaves_out_the_rest)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
