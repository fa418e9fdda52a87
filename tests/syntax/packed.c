/* The trainer's net and the program say the same: a small net learns a handful of sentences, is packed into a model,
 * read back, and compared with what the trainer's own reading of the rounded weights says. The trees of the sentences
 * must come out as they went in. */
#include <math.h>
#include <unistd.h>

#include "train/syntax/syntax_train.h"
#include "unit.h"

static const NetShape shape = {.width = 32, .states = 16, .blocks = 2};

typedef struct Tiny {
    Treebank bank;
    TagPair tags[TAG_CLASSES];
    uint32_t tag_count;
    Dict inputs;
    Lessons gold;
    SyntaxNet net;
    char path[64];
    Model model;
} Tiny;

static uint32_t class_of(Tiny *t, uint8_t upos, uint8_t xpos)
{
    for (uint32_t i = 0; i < t->tag_count; i++)
        if (t->tags[i].upos == upos && t->tags[i].xpos == xpos) return i;
    t->tags[t->tag_count] = (TagPair){upos, xpos};
    return t->tag_count++;
}

static void make_lessons(Tiny *t)
{
    const Treebank *b = &t->bank;
    t->gold = (Lessons){calloc(b->tokens.sentence_count, sizeof(Lesson)), b->tokens.sentence_count};
    for (uint32_t k = 0; k < t->gold.count; k++) {
        Sentence s = b->tokens.sentences[k];
        uint32_t n = s.end - s.first;
        Lesson *l = &t->gold.items[k];
        *l = (Lesson){b->tokens.words + s.first, n, calloc(n, 4), calloc(n, 4), calloc(n, 1)};
        for (uint32_t i = 0; i < n; i++) {
            uint32_t w = s.first + i, head = b->gold.head[w];
            l->tag[i] = class_of(t, b->gold.upos[w], b->gold.xpos[w]);
            l->head[i] = head == NONE ? n : head - s.first;
            l->relation[i] = b->gold.relation[w];
        }
    }
}

static void show_inputs(Tiny *t)
{
    uint64_t hashes[NET_INPUTS];
    for (uint32_t w = 0; w < t->bank.tokens.word_count; w++)
        for (uint32_t n = syntax_inputs(&t->bank.tokens.words[w], hashes), i = 0; i < n; i++)
            (void)dict_add(&t->inputs, hashes[i]);
}

static void write_model(Tiny *t)
{
    ModelWriter *w = model_writer_new();
    syntax_net_pack(&t->net, w);
    TagPair *tags = calloc(t->bank.tokens.word_count, sizeof *tags);
    for (uint32_t i = 0; i < t->bank.tokens.word_count; i++)
        tags[i] = (TagPair){t->bank.gold.upos[i], t->bank.gold.xpos[i]};
    Lemmatizer l;
    train_lemmatizer(&l, &t->bank, tags, 10);
    learner_pack(&l.learner, w, "syntax.lemma", &(PackPlan){.quantile = 1.0f, .least = 1, .load = 20});
    assert_true(model_writer_add(w, "syntax.scripts", SECTION_BYTES, l.scripts, l.learner.classes * sizeof(Script)));
    learner_free(&l.learner);
    free(tags);
    snprintf(t->path, sizeof t->path, "/tmp/sayso-packed-XXXXXX");
    int file = mkstemp(t->path);
    assert_true(file >= 0);
    close(file);
    Error error;
    assert_int_equal(model_writer_finish(w, t->path, &error), SAYSO_OK);
    assert_int_equal(model_open(t->path, &t->model, &error), SAYSO_OK);
}

/* net_pack leaves the net's weights as they are read; the relations' are rounded here. */
static void round_relations(Tail *tail)
{
    for (uint32_t j = 0; j < RELATION_COLUMNS; j++) {
        float most = 1e-6f;
        for (uint32_t k = 0; k < RELATION; k++) most = fmaxf(most, fabsf(tail->relation[k][j]));
        for (uint32_t k = 0; k < RELATION; k++)
            tail->relation[k][j] = roundf(tail->relation[k][j] / most * 127) * (most / 127);
    }
}

static int learn_tiny(void **state)
{
    Tiny *t = calloc(1, sizeof *t);
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/data/tiny.conllu",
             *unit_path("SAYSO_SOURCE_ROOT") ? unit_path("SAYSO_SOURCE_ROOT") : ".");
    for (uint32_t i = 0; i < 5; i++) treebank_read(&t->bank, path); /* scripts want five sightings */
    treebank_finish(&t->bank);
    show_inputs(t);
    make_lessons(t);
    syntax_net_start(&t->net, &t->inputs, t->tags, t->tag_count, shape);
    SyntaxPlan plan = {
        .net =
            {.step = 5e-3f, .input_dropout = 0.1f, .embedding_dropout = 0.1f, .dropout = 0.1f, .batch = 60, .seed = 11},
        .epochs = 60,
        .slices = 1,
        .gold = &t->gold,
        .name = "tiny"};
    syntax_net_learn(&t->net, &plan);
    write_model(t);
    round_relations(&t->net.tail);
    *state = t;
    return 0;
}

static int forget(void **state)
{
    Tiny *t = *state;
    model_close(&t->model);
    unlink(t->path);
    for (uint32_t i = 0; i < t->gold.count; i++)
        free(t->gold.items[i].tag), free(t->gold.items[i].head), free(t->gold.items[i].relation);
    free(t->gold.items);
    syntax_net_free(&t->net);
    dict_free(&t->inputs);
    treebank_free(&t->bank);
    free(t);
    return 0;
}

/* ---- reading ---- */

typedef struct Read {
    SyntaxModel *model;
    Arena arena, scratch;
    Syntax x;
} Read;

static void read_words(const Tiny *t, const Tokens *tokens, Read *r)
{
    Error error;
    assert_int_equal(syntax_open(&t->model, &libc_allocator, &r->model, &error), SAYSO_OK);
    arena_init(&r->arena, &libc_allocator, SIZE_MAX);
    arena_init(&r->scratch, &libc_allocator, SIZE_MAX);
    assert_int_equal(syntax_run(&t->bank.article, tokens, r->model, &r->arena, &r->scratch, &r->x, &error), SAYSO_OK);
    assert_true(syntax_check(tokens, &r->x, &error));
    assert_int_equal(r->x.hidden_width, shape.width);
    assert_int_equal(syntax_hidden_width(r->model), shape.width);
    size_t hidden = (size_t)tokens->word_count * shape.width; /* which alone is left in the scratch */
    assert_in_range(r->scratch.used, hidden, hidden + 64);
}

static void end_read(Read *r)
{
    arena_free(&r->arena);
    arena_free(&r->scratch);
    syntax_close(r->model, &libc_allocator);
}

static void same_trees(void **state)
{
    const Tiny *t = *state;
    const Syntax *gold = &t->bank.gold;
    Read r;
    read_words(t, &t->bank.tokens, &r);
    uint32_t wrong = 0, n = t->bank.tokens.word_count;
    for (uint32_t i = 0; i < n; i++) {
        bool same = r.x.head[i] == gold->head[i] && r.x.relation[i] == gold->relation[i] &&
                    r.x.upos[i] == gold->upos[i] && text_equal(r.x.lemma[i], gold->lemma[i]);
        wrong += !same;
    }
    if (wrong > n / 20) print_error("%u of %u words wrong\n", wrong, n);
    assert_true(wrong <= n / 20);
    end_read(&r);
}

typedef struct Agreed {
    uint32_t words, tags, trees, tree_words, heads, relations;
} Agreed;

static void compare(const Tiny *t, const Tokens *tokens, const Syntax *x, Agreed *a)
{
    SyntaxNet *net = (SyntaxNet *)(uintptr_t)&t->net;
    for (uint32_t k = 0; k < tokens->sentence_count; k++) {
        Sentence s = tokens->sentences[k];
        uint32_t n = s.end - s.first, tag[64], head[64];
        uint8_t relation[64];
        Lesson said = {tokens->words + s.first, n, tag, head, relation};
        bool tree = syntax_nets_say(&net, 1, &said);
        a->trees += tree;
        for (uint32_t i = 0; i < n; i++) {
            uint32_t w = s.first + i, got = x->head[w] == NONE ? n : x->head[w] - s.first;
            a->words++;
            a->tags += x->upos[w] == t->tags[tag[i]].upos && x->xpos[w] == t->tags[tag[i]].xpos;
            a->tree_words += tree;
            a->heads += tree && got == head[i];
            a->relations += tree && got == head[i] && x->relation[w] == relation[i];
        }
    }
}

/* The treebank's words in any order are sentences that nobody learnt. What goes into a product is a byte in the program
 * and a float in the trainer, so that few words may differ. */
static void same_as_the_trainer(void **state)
{
    const Tiny *t = *state;
    enum { SENTENCES = 200 };
    static Word words[SENTENCES * 12];
    static Sentence sentences[SENTENCES];
    Tokens tokens = {.words = words, .sentences = sentences};
    Agreed a = {0};
    uint64_t random = 3;
    for (uint32_t k = 0; k < SENTENCES; k++) {
        uint32_t n = 1 + unit_below(&random, 12);
        sentences[k] = (Sentence){tokens.word_count, tokens.word_count + n, 0};
        for (uint32_t i = 0; i < n; i++)
            words[tokens.word_count++] = t->bank.tokens.words[unit_below(&random, t->bank.tokens.word_count)];
        tokens.sentence_count++;
    }
    Read r;
    read_words(t, &tokens, &r);
    compare(t, &tokens, &r.x, &a);
    end_read(&r);
    read_words(t, &t->bank.tokens, &r);
    compare(t, &t->bank.tokens, &r.x, &a);
    end_read(&r);
    print_message("%u words, %u tags; %u trees, %u words, %u heads, %u relations\n", a.words, a.tags, a.trees,
                  a.tree_words, a.heads, a.relations);
    assert_true(a.trees > 60);
    assert_true(a.tags * 100 >= a.words * 97);
    assert_true(a.heads * 100 >= a.tree_words * 97);
    assert_true(a.relations * 100 >= a.tree_words * 95);
}

/* ---- sentences that are read in pieces ---- */

#define LONG 3000u

/* Words of the treebank in any order, as sentences of these lengths. */
static Tokens any_words(const Tiny *t, const uint32_t *lengths, uint32_t count, Word *words, Sentence *sentences)
{
    Tokens tokens = {.words = words, .sentences = sentences, .sentence_count = count};
    uint64_t random = 5;
    for (uint32_t k = 0; k < count; k++) {
        sentences[k] = (Sentence){tokens.word_count, tokens.word_count + lengths[k], 0};
        for (; tokens.word_count < sentences[k].end; tokens.word_count++)
            words[tokens.word_count] = t->bank.tokens.words[unit_below(&random, t->bank.tokens.word_count)];
    }
    return tokens;
}

static uint32_t root_of(const Syntax *x, Span words)
{
    uint32_t at = words.begin;
    while (at < words.end && x->head[at] != NONE) at++;
    assert_in_range(at, words.begin, words.end - 1);
    return at;
}

/* The pieces are read as the sentences that they would be; the first one's root governs the others'. */
static void long_sentence(void **state)
{
    const Tiny *t = *state;
    static Word words[LONG];
    static const uint32_t parts[] = {NET_PIECE, NET_PIECE, LONG - 2 * NET_PIECE}, whole[] = {LONG};
    Sentence apart[COUNT(parts)], one[1];
    Tokens pieces = any_words(t, parts, COUNT(parts), words, apart), tokens = any_words(t, whole, 1, words, one);
    Read want, got;
    read_words(t, &pieces, &want);
    read_words(t, &tokens, &got);
    uint32_t first = root_of(&want.x, (Span){0, NET_PIECE}), joined = 0;
    for (uint32_t i = 0; i < LONG; i++) {
        bool root = want.x.head[i] == NONE && i != first;
        assert_int_equal(got.x.head[i], root ? first : want.x.head[i]);
        assert_int_equal(got.x.relation[i], root ? REL_PARATAXIS : want.x.relation[i]);
        joined += root;
    }
    assert_int_equal(joined, 2);
    assert_memory_equal(got.x.upos, want.x.upos, LONG);
    assert_memory_equal(got.x.xpos, want.x.xpos, LONG);
    assert_memory_equal(got.x.lemma_hash, want.x.lemma_hash, LONG * sizeof *got.x.lemma_hash);
    assert_memory_equal(got.x.hidden, want.x.hidden, LONG * shape.width);
    end_read(&want);
    end_read(&got);
}

/* Whatever stands before and behind it, a sentence is read as alone. */
static void sentences_do_not_meet(void **state)
{
    const Tiny *t = *state;
    static const uint32_t lengths[] = {3, NET_PIECE - 1, 1,   NET_PIECE, NET_PIECE + 1, 255, LONG,
                                       1, 2 * NET_PIECE, 300, 9};
    static Word words[9 * NET_PIECE];
    Sentence sentences[COUNT(lengths)];
    Tokens all = any_words(t, lengths, COUNT(lengths), words, sentences);
    assert_in_range(all.word_count, 1, COUNT(words));
    Read got;
    read_words(t, &all, &got);
    for (uint32_t k = 0; k < COUNT(lengths); k++) {
        uint32_t first = sentences[k].first, n = lengths[k];
        Sentence alone = {0, n, 0};
        Tokens tokens = {.words = words + first, .sentences = &alone, .word_count = n, .sentence_count = 1};
        Read want;
        read_words(t, &tokens, &want);
        for (uint32_t i = 0; i < n; i++)
            assert_int_equal(got.x.head[first + i], want.x.head[i] == NONE ? NONE : want.x.head[i] + first);
        assert_memory_equal(got.x.relation + first, want.x.relation, n);
        assert_memory_equal(got.x.upos + first, want.x.upos, n);
        assert_memory_equal(got.x.hidden + (size_t)first * shape.width, want.x.hidden, (size_t)n * shape.width);
        end_read(&want);
    }
    end_read(&got);
}

/* The same on every machine. */
static void plain_reads_the_same(void **state)
{
    Tiny *t = *state;
    static const uint32_t lengths[] = {1, 7, 70, 300, 2};
    static Word words[380];
    Sentence sentences[COUNT(lengths)];
    Tokens tokens = any_words(t, lengths, COUNT(lengths), words, sentences);
    Read fast, plain;
    read_words(t, &tokens, &fast);
    t->model.plain = true;
    read_words(t, &tokens, &plain);
    t->model.plain = false;
    assert_memory_equal(fast.x.hidden, plain.x.hidden, COUNT(words) * shape.width);
    assert_memory_equal(fast.x.head, plain.x.head, COUNT(words) * sizeof *fast.x.head);
    assert_memory_equal(fast.x.relation, plain.x.relation, COUNT(words));
    assert_memory_equal(fast.x.xpos, plain.x.xpos, COUNT(words));
    end_read(&fast);
    end_read(&plain);
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

/* ---- models of somebody who means harm ---- */

/* All sections but one, which is replaced. */
static Status open_with(const Tiny *t, const char *name, const uint8_t *body, size_t size)
{
    Model model = t->model;
    for (uint32_t i = 0; i < model.section_count; i++)
        if (!strcmp(model.sections[i].name, name)) model.sections[i].data = body, model.sections[i].size = size;
    SyntaxModel *m;
    Error error;
    Status status = syntax_open(&model, &libc_allocator, &m, &error);
    syntax_close(m, &libc_allocator);
    return status;
}

static void damage(void **state)
{
    const Tiny *t = *state;
    static const char *const names[] = {"syntax.tags", "syntax.distances", "syntax.relations", "syntax.scripts"};
    for (uint32_t i = 0; i < COUNT(names); i++) {
        const Section *s = model_section(&t->model, names[i]);
        uint8_t *copy = calloc(s->size, 1);
        assert_int_equal(open_with(t, names[i], s->data, s->size), SAYSO_OK);
        for (size_t size = 0; size < s->size; size += size < 64 ? 1 : 97)
            assert_int_equal(open_with(t, names[i], s->data, size), SAYSO_ERROR_MODEL);
        memset(copy, 0xff, s->size);
        assert_int_equal(open_with(t, names[i], copy, s->size), SAYSO_ERROR_MODEL);
        free(copy);
    }
}

/* There is room for the scores of RELATION_COLUMNS relations, and no more. */
static void too_many_relations(void **state)
{
    const Tiny *t = *state;
    static uint8_t body[8 + 256 * 8 + RELATION * 256];
    for (uint32_t outputs = RELATION_COLUMNS + 16; outputs <= 256; outputs += 16) {
        put_u32(body, RELATION);
        put_u32(body + 4, outputs);
        assert_int_equal(open_with(t, "syntax.relations", body, 8 + outputs * 8 + RELATION * outputs),
                         SAYSO_ERROR_MODEL);
    }
}

/* The model's sections with the net "synt" of another shape. */
static Status open_with_net(const Tiny *t, NetShape other)
{
    NetOptions o = {.shape = other, .seed = 3};
    float *weights = take(net_size(other, t->inputs.count), sizeof *weights);
    Net *net = net_new(&o, t->inputs.count, t->inputs.counts, weights);
    net_start(net);
    ModelWriter *w = model_writer_new();
    net_pack(w, "synt", other, &t->inputs, weights);
    net_free(net);
    free(weights);
    for (uint32_t i = 0; i < t->model.section_count; i++) {
        const Section *s = &t->model.sections[i];
        if (strncmp(s->name, "net.synt.", 9)) assert_true(model_writer_add(w, s->name, s->kind, s->data, s->size));
    }
    char path[] = "/tmp/sayso-packed-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    Error error;
    Model model;
    SyntaxModel *m;
    assert_int_equal(model_writer_finish(w, path, &error), SAYSO_OK);
    assert_int_equal(model_open(path, &model, &error), SAYSO_OK);
    unlink(path);
    UnitMemory memory = {0};
    const sayso_allocator counting = {unit_resize, &memory};
    Status status = syntax_open(&model, &counting, &m, &error);
    if (status) assert_null(m);
    syntax_close(m, &counting);
    assert_int_equal(memory.live, 0);
    model_close(&model);
    return status;
}

/* Nobody would give it its side, and there is no room for more outputs than tags. */
static void nets_of_no_use(void **state)
{
    const Tiny *t = *state;
    NetShape other = shape;
    other.outputs = OUT_TAGS + t->tag_count;
    assert_int_equal(open_with_net(t, other), SAYSO_OK);
    other.side = 16;
    assert_int_equal(open_with_net(t, other), SAYSO_ERROR_MODEL);
    other.side = 0;
    uint32_t outputs[] = {
        1, OUT_TAGS, other.outputs - 1, other.outputs + 1, OUT_TAGS + TAG_CLASSES + 1, NET_MOST_OUTPUTS};
    for (uint32_t i = 0; i < COUNT(outputs); i++) {
        other.outputs = outputs[i];
        assert_int_equal(open_with_net(t, other), SAYSO_ERROR_MODEL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_trees),
                                       cmocka_unit_test(same_as_the_trainer),
                                       cmocka_unit_test(long_sentence),
                                       cmocka_unit_test(sentences_do_not_meet),
                                       cmocka_unit_test(plain_reads_the_same),
                                       cmocka_unit_test(same_bytes),
                                       cmocka_unit_test(damage),
                                       cmocka_unit_test(too_many_relations),
                                       cmocka_unit_test(nets_of_no_use)};
    return cmocka_run_group_tests(tests, learn_tiny, forget);
}
