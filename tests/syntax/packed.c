/* The trainer's scores and the program's are the same: a tagger, a guesser of hints and a parser are learnt from a
 * handful of sentences, packed into a model, read back, and scored against the trainer's own dictionary. The trees
 * of the sentences must come out as they went in. */
#include <math.h>
#include <unistd.h>

#include "syntax_train.h"
#include "unit.h"

typedef struct Tiny {
    Treebank bank;
    Label *tags, *hints;
    Labeller tagger, guesser;
    Parser parser;
    char path[64];
    Model model;
} Tiny;

static void add_list(ModelWriter *w, const char *name, const void *items, size_t size)
{
    assert_true(model_writer_add(w, name, SECTION_BYTES, items, size));
}

static void write_model(Tiny *t)
{
    static const PackPlan all = {.quantile = 1.0f, .least = 1, .load = 20};
    ModelWriter *w = model_writer_new();
    learner_pack(&t->tagger.learner, w, "syntax.tag", &all);
    add_list(w, "syntax.tags", t->tagger.labels, t->tagger.learner.classes * sizeof(Label));
    learner_pack(&t->guesser.learner, w, "syntax.hint", &all);
    add_list(w, "syntax.hints", t->guesser.labels, t->guesser.learner.classes * sizeof(Label));
    learner_pack(&t->parser.learner, w, "syntax.parse", &all);
    add_list(w, "syntax.actions", t->parser.actions, t->parser.learner.classes * sizeof(Action));
    Lemmatizer lemmatizer;
    train_lemmatizer(&lemmatizer, &t->bank, (const TagPair *)t->tags, 10);
    learner_pack(&lemmatizer.learner, w, "syntax.lemma", &all);
    add_list(w, "syntax.scripts", lemmatizer.scripts, lemmatizer.learner.classes * sizeof(Script));
    learner_free(&lemmatizer.learner);
    snprintf(t->path, sizeof t->path, "/tmp/sayso-packed-XXXXXX");
    int file = mkstemp(t->path);
    assert_true(file >= 0);
    close(file);
    Error error;
    assert_int_equal(model_writer_finish(w, t->path, &error), SAYSO_OK);
}

static int learn_tiny(void **state)
{
    Tiny *t = calloc(1, sizeof *t);
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/data/tiny.conllu",
             *unit_path("SAYSO_SOURCE_ROOT") ? unit_path("SAYSO_SOURCE_ROOT") : ".");
    for (uint32_t i = 0; i < 5; i++) treebank_read(&t->bank, path); /* labels want five sightings */
    treebank_finish(&t->bank);
    uint32_t n = t->bank.tokens.word_count;
    t->tags = calloc(n, sizeof *t->tags);
    t->hints = calloc(n, sizeof *t->hints);
    for (uint32_t i = 0; i < n; i++) {
        t->tags[i] = (Label){t->bank.gold.upos[i], t->bank.gold.xpos[i]};
        t->hints[i] = (Label){t->bank.gold.relation[i], t->bank.gold.head[i] == NONE ? 2 : t->bank.gold.head[i] > i};
    }
    train_labeller(&t->tagger, &(LabelPlan){.bank = &t->bank, .gold = t->tags, .epochs = 10, .least = 1}, ALL_FOLDS);
    train_labeller(
        &t->guesser,
        &(LabelPlan){.bank = &t->bank, .gold = t->hints, .tags = (const TagPair *)t->tags, .epochs = 10, .least = 1},
        ALL_FOLDS);
    train_parser(&t->parser, &t->bank, (const TagPair *)t->tags, (const Hint *)t->hints,
                 &(ParsePlan){.epochs = 20, .least = 1});
    write_model(t);
    Error error;
    assert_int_equal(model_open(t->path, &t->model, &error), SAYSO_OK);
    *state = t;
    return 0;
}

static int forget(void **state)
{
    Tiny *t = *state;
    model_close(&t->model);
    unlink(t->path);
    learner_free(&t->tagger.learner);
    learner_free(&t->guesser.learner);
    learner_free(&t->parser.learner);
    treebank_free(&t->bank);
    free(t->tags);
    free(t->hints);
    free(t);
    return 0;
}

static void same_scores(const Learner *l, const Sparse *table, const uint64_t *hashes, uint32_t count)
{
    uint32_t ids[SPARSE_FEATURES];
    float scores[SPARSE_CLASSES];
    int16_t sums[SPARSE_CLASSES];
    learner_scores(l, ids, learner_ids(l, hashes, count, ids), scores);
    sparse_sum(table, hashes, count, sums);
    assert_int_equal(l->classes, table->classes);
    for (uint32_t k = 0; k < l->classes; k++) assert_true(fabsf(scores[k] / table->scale - (float)sums[k]) < 0.05f);
}

static void same_labels(void **state)
{
    const Tiny *t = *state;
    Sparse tag, hint;
    Error error;
    assert_int_equal(sparse_open(&t->model, "syntax.tag", &tag, &error), SAYSO_OK);
    assert_int_equal(sparse_open(&t->model, "syntax.hint", &hint, &error), SAYSO_OK);
    for (uint32_t k = 0; k < t->bank.tokens.sentence_count; k++) {
        uint32_t first = t->bank.tokens.sentences[k].first, count = t->bank.tokens.sentences[k].end - first;
        const Word *words = t->bank.tokens.words + first;
        const TagPair *tags = (const TagPair *)t->tags + first;
        uint64_t hashes[TAG_FEATURES];
        for (uint32_t i = 0; i < count; i++) {
            same_scores(&t->tagger.learner, &tag, hashes, tag_features(words, count, i, tags, hashes));
            same_scores(&t->guesser.learner, &hint, hashes,
                        hint_features(words, count, i, tags, (const Hint *)t->hints + first, hashes));
        }
    }
}

static void same_trees(void **state)
{
    const Tiny *t = *state;
    SyntaxModel *m;
    Error error;
    assert_int_equal(syntax_open(&t->model, &libc_allocator, &m, &error), SAYSO_OK);
    Arena arena, scratch;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    Syntax x;
    assert_int_equal(syntax_run(&t->bank.article, &t->bank.tokens, m, &arena, &scratch, &x, &error), SAYSO_OK);
    assert_true(syntax_check(&t->bank.tokens, &x, &error));
    const Syntax *gold = &t->bank.gold;
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < t->bank.tokens.word_count; i++) {
        bool same =
            x.head[i] == gold->head[i] && x.relation[i] == gold->relation[i] && text_equal(x.lemma[i], gold->lemma[i]);
        Text form = word_text(&t->bank.article, &t->bank.tokens.words[i]);
        if (!same)
            print_error("%.*s: %.*s %s\n", (int)form.size, form.data, (int)x.lemma[i].size, x.lemma[i].data,
                        relation_name(x.relation[i]));
        wrong += !same;
    }
    assert_true(wrong <= t->bank.tokens.word_count / 20);
    arena_free(&arena);
    arena_free(&scratch);
    syntax_close(m, &libc_allocator);
}

static void same_bytes(void **state)
{
    Tiny *first = *state;
    void *again = NULL;
    learn_tiny(&again);
    Tiny *second = again;
    assert_int_equal(first->model.size, second->model.size);
    assert_memory_equal(first->model.data, second->model.data, first->model.size);
    forget(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_labels), cmocka_unit_test(same_trees),
                                       cmocka_unit_test(same_bytes)};
    return cmocka_run_group_tests(tests, learn_tiny, forget);
}
