/* What is learnt in which order: some teachers from the treebanks; what they say together of the unlabelled articles; one
 * net from both, which is then as good as they are together and knows the words of the news; the lemmas. */
#include <stdlib.h>

#include "train/corpora/polnear.h"
#include "train/syntax/syntax_train.h"
#include "train/syntax/token_train.h"

#define TEACHERS 2u
static const NetShape teacher_shape = {.width = 160, .states = 80, .blocks = 4};
static const NetShape reader_shape = {.width = 96, .states = 48, .blocks = 4};
#define MOST_ROWS 60000u

/* ---- lessons ---- */

static Lesson lesson_of(const Word *words, uint32_t count)
{
    return (Lesson){words, count, take(count, 4), take(count, 4), take(count, 1)};
}

static uint32_t class_of(const TagPair *tags, uint32_t count, uint8_t upos, uint8_t xpos)
{
    for (uint32_t i = 0; i < count; i++)
        if (tags[i].upos == upos && tags[i].xpos == xpos) return i;
    return NONE;
}

static Lessons gold_lessons(const Treebank *b, const TagPair *tags, uint32_t tag_count)
{
    Lessons out = {take(b->tokens.sentence_count, sizeof(Lesson)), b->tokens.sentence_count};
    for (uint32_t k = 0; k < out.count; k++) {
        Sentence s = b->tokens.sentences[k];
        Lesson *l = &out.items[k];
        *l = lesson_of(b->tokens.words + s.first, s.end - s.first);
        for (uint32_t i = 0; i < l->count; i++) {
            uint32_t w = s.first + i, head = b->gold.head[w];
            l->tag[i] = class_of(tags, tag_count, b->gold.upos[w], b->gold.xpos[w]);
            l->head[i] = head == NONE ? l->count : head - s.first;
            l->relation[i] = b->gold.relation[w];
        }
    }
    return out;
}

static void free_lessons(Lessons *l)
{
    for (uint32_t i = 0; i < l->count; i++) free(l->items[i].tag), free(l->items[i].head), free(l->items[i].relation);
    free(l->items);
    *l = (Lessons){0};
}

/* The pairs of tags that occur five times. */
static uint32_t count_tags(const Treebank *b, TagPair tags[TAG_CLASSES])
{
    uint32_t *count = take(65536, sizeof *count), n = 0;
    for (uint32_t i = 0; i < b->tokens.word_count; i++) count[b->gold.upos[i] << 8 | b->gold.xpos[i]]++;
    for (uint32_t k = 0; k < 65536 && n < TAG_CLASSES; k++)
        if (count[k] >= 5) tags[n++] = (TagPair){(uint8_t)(k >> 8), (uint8_t)k};
    free(count);
    return n;
}

static void show_inputs(Dict *d, const Word *words, uint32_t count)
{
    uint64_t hashes[NET_INPUTS];
    for (uint32_t w = 0; w < count; w++)
        for (uint32_t n = syntax_inputs(&words[w], hashes), i = 0; i < n; i++) (void)dict_add(d, hashes[i]);
}

/* ---- the teachers' lessons ---- */

static Lessons silver_lessons(const Corpus *c, SyntaxNet *const *teachers)
{
    Lessons out = {0};
    uint32_t seen = 0;
    for (uint32_t d = 0; d < c->document_count; d++) {
        const Tokens *t = &c->documents[d].tokens;
        out.items = grow(out.items, out.count + t->sentence_count, sizeof *out.items);
        for (uint32_t k = 0; k < t->sentence_count; k++) {
            Lesson l = lesson_of(t->words + t->sentences[k].first, t->sentences[k].end - t->sentences[k].first);
            bool good = l.count > 2 && l.count < 120 && syntax_nets_say(teachers, TEACHERS, &l);
            seen++;
            if (good)
                out.items[out.count++] = l;
            else
                free(l.tag), free(l.head), free(l.relation);
        }
    }
    note("trees of the teachers: %u of %u sentences", out.count, seen);
    return out;
}

/* ---- all of it ---- */

typedef struct Training {
    Treebank bank, dev;
    Corpus corpus;
    TagPair tags[TAG_CLASSES];
    uint32_t tag_count;
    Dict inputs; /* all nets' */
    Lessons gold, silver, dev_lessons;
    bool measured;
} Training;

static void read_all(Training *t, const char *corpora, const char *token_part, const char *dev)
{
    char *ewt = path_in(corpora, "ud/ewt.train.conllu.gz"), *gum = path_in(corpora, "ud/gum.train.conllu.gz"),
         *polnear = path_in(corpora, "polnear/train");
    treebank_read(&t->bank, ewt);
    treebank_read(&t->bank, gum);
    treebank_finish(&t->bank);
    treebank_classes(&t->bank, token_part);
    Model part;
    TokenModel *token;
    Error error;
    if (model_open(token_part, &part, &error) || token_open(&part, &libc_allocator, &token, &error))
        die("%s", error.message);
    polnear_read(polnear, token, NULL, &t->corpus);
    token_close(token, &libc_allocator);
    model_close(&part);
    t->tag_count = count_tags(&t->bank, t->tags);
    t->gold = gold_lessons(&t->bank, t->tags, t->tag_count);
    show_inputs(&t->inputs, t->bank.tokens.words, t->bank.tokens.word_count);
    for (uint32_t d = 0; d < t->corpus.document_count; d++)
        show_inputs(&t->inputs, t->corpus.documents[d].tokens.words, t->corpus.documents[d].tokens.word_count);
    uint32_t all = t->inputs.count, least = 2;
    for (dict_cut(&t->inputs, least); t->inputs.count > MOST_ROWS; dict_cut(&t->inputs, least)) least++;
    note("%u words, %u attributes of %u, seen %u times, %u tags", t->bank.tokens.word_count, t->inputs.count, all, least,
         t->tag_count);
    if (dev) {
        treebank_read(&t->dev, dev);
        treebank_finish(&t->dev);
        treebank_classes(&t->dev, token_part);
        t->dev_lessons = gold_lessons(&t->dev, t->tags, t->tag_count);
        t->measured = true;
    }
    free(ewt), free(gum), free(polnear);
}

static SyntaxPlan plan_of(const Training *t, const char *name, uint64_t seed)
{
    return (SyntaxPlan){.net = {.step = 2e-3f, .input_dropout = 0.2f, .embedding_dropout = 0.3f, .dropout = 0.35f,
                                .batch = 800, .seed = seed},
                        .epochs = 16, .slices = 3, .gold = &t->gold, .dev = t->measured ? &t->dev_lessons : NULL,
                        .name = name};
}

static void learn_lemmas(const Treebank *b, ModelWriter *w)
{
    Lemmatizer l;
    TagPair *tags = take(b->tokens.word_count, sizeof *tags);
    for (uint32_t i = 0; i < b->tokens.word_count; i++) tags[i] = (TagPair){b->gold.upos[i], b->gold.xpos[i]};
    train_lemmatizer(&l, b, tags, 6);
    learner_pack(&l.learner, w, "syntax.lemma", &(PackPlan){.quantile = 0.9999f, .least = 2, .rows = 60000});
    if (!model_writer_add(w, "syntax.scripts", SECTION_BYTES, l.scripts, l.learner.classes * sizeof(Script)))
        die("cannot add syntax.scripts");
    learner_free(&l.learner);
    free(tags);
}

static void learn_net(Training *t, ModelWriter *w)
{
    static const char *const names[TEACHERS] = {"first teacher", "second teacher"};
    SyntaxNet nets[TEACHERS], *teachers[TEACHERS], reader;
    for (uint32_t k = 0; k < TEACHERS; k++) {
        teachers[k] = &nets[k];
        syntax_net_start(teachers[k], &t->inputs, t->tags, t->tag_count, teacher_shape);
        SyntaxPlan plan = plan_of(t, names[k], 11 + k);
        syntax_net_learn(teachers[k], &plan);
    }
    t->silver = silver_lessons(&t->corpus, teachers);
    for (uint32_t k = 0; k < TEACHERS; k++) syntax_net_free(teachers[k]);
    syntax_net_start(&reader, &t->inputs, t->tags, t->tag_count, reader_shape);
    SyntaxPlan plan = plan_of(t, "reader", 5);
    plan.silver = &t->silver;
    plan.epochs = 20;
    plan.net.dropout = 0.15f, plan.net.embedding_dropout = 0.15f, plan.net.input_dropout = 0.15f;
    syntax_net_learn(&reader, &plan);
    syntax_net_pack(&reader, w);
    syntax_net_free(&reader);
}

int train_syntax(const char *corpora, const char *token_part, const char *out, const char *dev)
{
    Training *t = take(1, sizeof *t);
    read_all(t, corpora, token_part, dev);
    ModelWriter *writer = model_writer_new();
    learn_net(t, writer);
    learn_lemmas(&t->bank, writer);
    Error error;
    if (model_writer_finish(writer, out, &error)) die("%s", error.message);
    treebank_free(&t->bank);
    if (dev) treebank_free(&t->dev);
    free_lessons(&t->gold), free_lessons(&t->silver), free_lessons(&t->dev_lessons);
    dict_free(&t->inputs);
    arena_free(&t->corpus.arena);
    free(t);
    return 0;
}
