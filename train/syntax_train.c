/* What is learnt in which order: the tagger on all; taggers that have not seen a fifth of the sentences give the
 * parser and the lemmatizer tags as wrong as those they will meet. */
#include <stdlib.h>

#include "syntax_train.h"
#include "token_train.h"


#define ENV(n, d) (getenv(n) ? (unsigned)atoi(getenv(n)) : (d)) /* XXX experiments */

static void add_list(ModelWriter *w, const char *name, const void *items, size_t size)
{
    if (!model_writer_add(w, name, SECTION_BYTES, items, size)) die("cannot add %s", name);
}

/* Labels for all sentences, each from a labeller that has not seen it. */
static void jackknife(const LabelPlan *plan, Label *labels)
{
    const Tokens *t = &plan->bank->tokens;
    uint32_t wrong = 0;
    for (uint32_t f = 0; f < FOLDS; f++) {
        Labeller l;
        train_labeller(&l, plan, f);
        for (uint32_t k = 0; k < t->sentence_count; k++) {
            Sentence s = t->sentences[k];
            if (fold_of(k) == f)
                labeller_run(&l, t->words + s.first, s.end - s.first, plan->tags ? plan->tags + s.first : NULL, labels + s.first);
        }
        learner_free(&l.learner);
    }
    for (uint32_t i = 0; i < t->word_count; i++) wrong += labels[i].a != plan->gold[i].a || labels[i].b != plan->gold[i].b;
    note("%s of unseen sentences: %.2f %% right", plan->tags ? "hints" : "tags", 100.0 - 100.0 * wrong / t->word_count);
}

static void learn_labeller(const LabelPlan *plan, ModelWriter *w, const char *table, const char *list)
{
    Labeller l;
    train_labeller(&l, plan, ALL_FOLDS);
    learner_pack(&l.learner, w, table, 0.9999f, getenv("LLEAST") ? (unsigned)atoi(getenv("LLEAST")) : 1, 0);
    add_list(w, list, l.labels, l.learner.classes * sizeof(Label));
    learner_free(&l.learner);
}

static Label *gold_tags(const Treebank *b)
{
    Label *out = take(b->tokens.word_count, sizeof *out);
    for (uint32_t i = 0; i < b->tokens.word_count; i++) out[i] = (Label){b->gold.upos[i], b->gold.xpos[i]};
    return out;
}

static Label *gold_hints(const Treebank *b)
{
    Label *out = take(b->tokens.word_count, sizeof *out);
    for (uint32_t i = 0; i < b->tokens.word_count; i++)
        out[i] = (Label){b->gold.relation[i], b->gold.head[i] == NONE ? 2 : b->gold.head[i] > i};
    return out;
}

static void learn_lemmas(const Treebank *b, const TagPair *tags, ModelWriter *w)
{
    Lemmatizer lemmatizer;
    train_lemmatizer(&lemmatizer, b, tags, 6);
    learner_pack(&lemmatizer.learner, w, "syntax.lemma", 0.9999f, 1, 0);
    add_list(w, "syntax.scripts", lemmatizer.scripts, lemmatizer.learner.classes * sizeof(Script));
    learner_free(&lemmatizer.learner);
}

static void learn_trees(const Treebank *b, const TagPair *tags, const Hint *hints, ModelWriter *w)
{
    Parser parser;
    ParsePlan plan = {.epochs = ENV("PEPOCHS", 10), .least = ENV("PCUT", 4), .dropout = 0.01f * (float)ENV("PDROP", 30), .margin = (float)ENV("PMARGIN", 60)};
    train_parser(&parser, b, tags, hints, &plan);
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

static void cache(const char *name, Label *l, size_t n, bool write)
{
    if (!getenv("CACHE")) return;
    char path[200];
    snprintf(path, sizeof path, "%s.%s", getenv("CACHE"), name);
    FILE *f = fopen(path, write ? "wb" : "rb");
    if (!f || (write ? fwrite(l, 2, n, f) : fread(l, 2, n, f)) != n) die("cache");
    fclose(f);
}

static void learn(const Treebank *b, ModelWriter *w)
{
    uint32_t n = b->tokens.word_count;
    Label *tags = take(n, sizeof *tags), *hints = take(n, sizeof *hints), *tags_gold = gold_tags(b), *hints_gold = gold_hints(b);
    const char *only = getenv("ONLY");
    LabelPlan tag_plan = {.bank = b, .gold = tags_gold, .epochs = 10, .least = 3, .dropout = 0.3f};
    LabelPlan hint_plan = {.bank = b, .gold = hints_gold, .tags = (const TagPair *)tags, .epochs = 8, .least = 4, .dropout = 0.3f};
    if (!only || strchr(only, 't')) learn_labeller(&tag_plan, w, "syntax.tag", "syntax.tags");
    if (!only || strchr(only, 'j')) jackknife(&tag_plan, tags), cache("tags", tags, n, true);
    else cache("tags", tags, n, false);
    if (!only || strchr(only, 'l')) learn_lemmas(b, (const TagPair *)tags, w);
    if (!only || strchr(only, 'h')) learn_labeller(&hint_plan, w, "syntax.hint", "syntax.hints");
    if (!only || strchr(only, 'k')) jackknife(&hint_plan, hints), cache("hints", hints, n, true);
    else if (strchr(only, 'p')) cache("hints", hints, n, false);
    if (!only || strchr(only, 'p')) learn_trees(b, (const TagPair *)tags, (const Hint *)hints, w);
    free(tags), free(hints), free(tags_gold), free(hints_gold);
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
