/* What is learnt in which order: the tagger on all; taggers that have not seen a fifth of the sentences give the
 * parser and the lemmatizer tags as wrong as those they will meet. */
#include <stdlib.h>

#include "syntax_train.h"
#include "token_train.h"

#define TAG_EPOCHS (getenv("TEPOCHS") ? (unsigned)atoi(getenv("TEPOCHS")) : 6)

static void add_list(ModelWriter *w, const char *name, const void *items, size_t size)
{
    if (!model_writer_add(w, name, SECTION_BYTES, items, size)) die("cannot add %s", name);
}

static void jackknife(const Treebank *b, uint32_t epochs, TagPair *tags)
{
    uint32_t wrong = 0;
    for (uint32_t f = 0; f < FOLDS; f++) {
        Tagger t;
        train_tagger(&t, b, f, epochs);
        for (uint32_t k = 0; k < b->tokens.sentence_count; k++) {
            Sentence s = b->tokens.sentences[k];
            if (fold_of(k) == f) tagger_tag(&t, b->tokens.words + s.first, s.end - s.first, tags + s.first);
        }
        tagger_free(&t);
        note("tags without fold %u learnt", f);
    }
    for (uint32_t i = 0; i < b->tokens.word_count; i++) wrong += tags[i].upos != b->gold.upos[i];
    note("tags of unseen sentences: %.2f %% right", 100.0 - 100.0 * wrong / b->tokens.word_count);
}

static void learn_tags(const Treebank *b, ModelWriter *w)
{
    Tagger tagger;
    train_tagger(&tagger, b, ALL_FOLDS, TAG_EPOCHS);
    learner_pack(&tagger.learner, w, "syntax.tag", 0.9999f, 1, 0);
    add_list(w, "syntax.tags", tagger.pairs, tagger.learner.classes * sizeof(TagPair));
    tagger_free(&tagger);
}

static void learn_lemmas(const Treebank *b, const TagPair *tags, ModelWriter *w)
{
    Lemmatizer lemmatizer;
    train_lemmatizer(&lemmatizer, b, tags, 6);
    learner_pack(&lemmatizer.learner, w, "syntax.lemma", 0.9999f, 1, 0);
    add_list(w, "syntax.scripts", lemmatizer.scripts, lemmatizer.learner.classes * sizeof(Script));
    learner_free(&lemmatizer.learner);
}

static void learn_trees(const Treebank *b, const TagPair *tags, ModelWriter *w)
{
    Parser parser;
    train_parser(&parser, b, tags, getenv("PEPOCHS") ? (unsigned)atoi(getenv("PEPOCHS")) : 10);
    if (getenv("VARIANTS")) {
        size_t n = (size_t)parser.learner.dict.count * parser.learner.classes;
        float *kept = take(n, 4);
        memcpy(kept, parser.learner.weights, n * 4);
        static const struct { float q; unsigned least, rows; } v[] = {{0.9999f,2,0},{0.9999f,3,0},{0.9999f,2,600000},{0.9999f,2,400000},{0.9999f,1,400000}, {0.999f,3,0}};
        for (unsigned i = 0; i < COUNT(v); i++) {
            char path[200];
            snprintf(path, sizeof path, "%s.v%u", getenv("VARIANTS"), i);
            ModelWriter *x = model_writer_new();
            memcpy(parser.learner.weights, kept, n * 4);
            learner_pack(&parser.learner, x, "syntax.parse", v[i].q, v[i].least, v[i].rows);
            add_list(x, "syntax.actions", parser.actions, parser.learner.classes * sizeof(Action));
            Error error;
            if (model_writer_finish(x, path, &error)) die("%s", error.message);
        }
        memcpy(parser.learner.weights, kept, n * 4);
        free(kept);
    }
    learner_pack(&parser.learner, w, "syntax.parse", getenv("PQ") ? (float)atof(getenv("PQ")) : 0.9999f, getenv("PLEAST") ? (unsigned)atoi(getenv("PLEAST")) : 1, getenv("PROWS") ? (unsigned)atoi(getenv("PROWS")) : 0);
    add_list(w, "syntax.actions", parser.actions, parser.learner.classes * sizeof(Action));
    learner_free(&parser.learner);
}

static void learn(const Treebank *b, ModelWriter *w)
{
    TagPair *tags = take(b->tokens.word_count, sizeof *tags);
    const char *only = getenv("ONLY"), *cache = getenv("TAGS");
    if (!only || strchr(only, 't')) learn_tags(b, w);
    if (!only || strchr(only, 'j')) {
        jackknife(b, TAG_EPOCHS, tags);
        if (cache) { FILE *f = fopen(cache, "wb"); fwrite(tags, 2, b->tokens.word_count, f); fclose(f); }
    } else if (cache) { FILE *f = fopen(cache, "rb"); if (fread(tags, 2, b->tokens.word_count, f) != b->tokens.word_count) die("cache"); fclose(f); }
    if (!only || strchr(only, 'l')) learn_lemmas(b, tags, w);
    if (!only || strchr(only, 'p')) learn_trees(b, tags, w);
    free(tags);
}

static void set_clusters(const char *part, Treebank *bank)
{
    Model model;
    Error error;
    Clusters clusters;
    if (model_open(part, &model, &error) || clusters_open(&model, &clusters, &error)) die("%s", error.message);
    for (uint32_t i = 0; i < bank->tokens.word_count; i++)
        bank->tokens.words[i].cluster = cluster_of(&clusters, bank->tokens.words[i].lower);
    model_close(&model);
}

int train_syntax(const char *corpora, const char *token_part, const char *out)
{
    Treebank bank = {0};
    char *ewt = path_in(corpora, "ud/ewt.train.conllu.gz"), *gum = path_in(corpora, "ud/gum.train.conllu.gz");
    treebank_read(&bank, ewt);
    treebank_read(&bank, gum);
    treebank_finish(&bank);
    set_clusters(token_part, &bank);
    ModelWriter *writer = model_writer_new();
    learn(&bank, writer);
    Error error;
    if (model_writer_finish(writer, out, &error)) die("%s", error.message);
    treebank_free(&bank);
    free(ewt);
    free(gum);
    return 0;
}
