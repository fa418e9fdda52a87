/* What is learnt in which order. Taggers and guessers of hints that have not seen a fifth of the sentences label that
 * fifth, so that what is learnt on their labels meets as many mistakes as it will in use. */
#include <stdlib.h>

#include "syntax_train.h"
#include "token_train.h"

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
                labeller_run(&l, t->words + s.first, s.end - s.first, plan->tags ? plan->tags + s.first : NULL,
                             labels + s.first);
        }
        learner_free(&l.learner);
    }
    for (uint32_t i = 0; i < t->word_count; i++)
        wrong += labels[i].a != plan->gold[i].a || labels[i].b != plan->gold[i].b;
    note("%s of unseen sentences: %.2f %% right", plan->tags ? "hints" : "tags", 100.0 - 100.0 * wrong / t->word_count);
}

static void learn_labeller(const LabelPlan *plan, ModelWriter *w, const char *table, const char *list)
{
    Labeller l;
    train_labeller(&l, plan, ALL_FOLDS);
    learner_pack(&l.learner, w, table, &(PackPlan){.quantile = 0.9999f, .least = plan->tags ? 8 : 6, .rows = 120000});
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
    Lemmatizer l;
    train_lemmatizer(&l, b, tags, 6);
    learner_pack(&l.learner, w, "syntax.lemma", &(PackPlan){.quantile = 0.9999f, .least = 2, .rows = 60000});
    add_list(w, "syntax.scripts", l.scripts, l.learner.classes * sizeof(Script));
    learner_free(&l.learner);
}

static void learn_trees(const Treebank *b, const TagPair *tags, const Hint *hints, ModelWriter *w)
{
    Parser p;
    train_parser(&p, b, tags, hints, &(ParsePlan){.epochs = 10, .least = 6, .dropout = 0.3f, .margin = 100});
    learner_pack(&p.learner, w, "syntax.parse", &(PackPlan){.quantile = 0.9999f, .least = 10, .rows = 330000});
    add_list(w, "syntax.actions", p.actions, p.learner.classes * sizeof(Action));
    learner_free(&p.learner);
}

static void learn(const Treebank *b, ModelWriter *w)
{
    uint32_t n = b->tokens.word_count;
    Label *tags = take(n, sizeof *tags), *hints = take(n, sizeof *hints), *tags_gold = gold_tags(b),
          *hints_gold = gold_hints(b);
    LabelPlan tag_plan = {.bank = b, .gold = tags_gold, .epochs = 10, .least = 3, .dropout = 0.3f};
    LabelPlan hint_plan = {
        .bank = b, .gold = hints_gold, .tags = (const TagPair *)tags, .epochs = 8, .least = 4, .dropout = 0.3f};
    learn_labeller(&tag_plan, w, "syntax.tag", "syntax.tags");
    jackknife(&tag_plan, tags);
    learn_lemmas(b, (const TagPair *)tags, w);
    learn_labeller(&hint_plan, w, "syntax.hint", "syntax.hints");
    jackknife(&hint_plan, hints);
    learn_trees(b, (const TagPair *)tags, (const Hint *)hints, w);
    free(tags);
    free(hints);
    free(tags_gold);
    free(hints_gold);
}

int train_syntax(const char *corpora, const char *token_part, const char *out)
{
    Treebank bank = {0};
    char *ewt = path_in(corpora, "ud/ewt.train.conllu.gz"), *gum = path_in(corpora, "ud/gum.train.conllu.gz");
    treebank_read(&bank, ewt);
    treebank_read(&bank, gum);
    treebank_finish(&bank);
    treebank_classes(&bank, token_part);
    ModelWriter *writer = model_writer_new();
    learn(&bank, writer);
    Error error;
    if (model_writer_finish(writer, out, &error)) die("%s", error.message);
    treebank_free(&bank);
    free(ewt);
    free(gum);
    return 0;
}
