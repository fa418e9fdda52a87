/* syntax: one net reads the sentences and gives for each word scores of tags, and vectors that tell how well it governs
 * another; the best tree is found from these (tree.c), then the relations given the tree, the lemmas given the tags. The
 * cost is in proportion to the words. */
#include "syntax/internal.h"

/* ---- opening ---- */

static Status damaged(const char *name, Error *error)
{
    return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET,
                "the model file's section \"%s\" is missing or damaged; install the model of this version", name);
}

static const Section *bytes_of(const Model *model, const char *name)
{
    const Section *s = model_section(model, name);
    return s && s->kind == SECTION_BYTES ? s : NULL;
}

static Status tags_open(const Model *model, SyntaxModel *m, Error *error)
{
    const Section *s = bytes_of(model, "syntax.tags");
    m->tag_count = s ? (uint32_t)(s->size / 2) : 0;
    bool good = s && s->size && s->size % 2 == 0 && s->size / 2 <= TAG_CLASSES &&
                net_shape(m->net).outputs == OUT_TAGS + m->tag_count;
    for (uint32_t i = 0; good && i < m->tag_count; i++) {
        m->tags[i] = (TagPair){s->data[i * 2], s->data[i * 2 + 1]};
        good = m->tags[i].upos < UPOS_COUNT && m->tags[i].xpos < XPOS_COUNT;
    }
    return good ? SAYSO_OK : damaged("syntax.tags", error);
}

static Status distances_open(const Model *model, SyntaxModel *m, Error *error)
{
    const Section *s = bytes_of(model, "syntax.distances");
    if (!s || s->size != DISTANCES * 4) return damaged("syntax.distances", error);
    Cursor c = {.data = s->data, .size = s->size};
    for (uint32_t i = 0; i < DISTANCES; i++) {
        uint32_t bits = cursor_u32(&c);
        memcpy(&m->distance[i], &bits, 4);
        if (!(m->distance[i] > -1e4f && m->distance[i] < 1e4f)) return damaged("syntax.distances", error);
    }
    return SAYSO_OK;
}

static Status scripts_open(const Model *model, SyntaxModel *m, Error *error)
{
    const Section *s = bytes_of(model, "syntax.scripts");
    bool good = s && s->size == (size_t)m->lemma.classes * sizeof(Script);
    for (uint32_t i = 0; good && i < m->lemma.classes; i++) {
        memcpy(&m->scripts[i], s->data + i * sizeof(Script), sizeof(Script));
        good = m->scripts[i].length <= SCRIPT_APPEND && m->scripts[i].casing <= LEMMA_TITLE &&
               utf8_valid(text_of(m->scripts[i].append, m->scripts[i].length), NULL);
    }
    return good ? SAYSO_OK : damaged("syntax.scripts", error);
}

static Status relations_open(const Model *model, SyntaxModel *m, const sayso_allocator *allocator, Error *error)
{
    Status status = pairs_open(model, "syntax.relations", allocator, &m->relations, error);
    if (status) return status;
    bool good = pairs_inputs(m->relations) == RELATION && pairs_outputs(m->relations) == RELATION_COLUMNS;
    return good ? SAYSO_OK : damaged("syntax.relations", error);
}

Status syntax_open(const Model *model, const sayso_allocator *allocator, SyntaxModel **out, Error *error)
{
    *out = NULL;
    SyntaxModel *m = mem_take(allocator, sizeof *m);
    if (!m) return fail_memory(error);
    *m = (SyntaxModel){0};
    Status status = net_open(model, "synt", (NetNeeds){0, OUT_TAGS + 1, OUT_TAGS + TAG_CLASSES}, allocator, &m->net, error);
    if (!status) status = tags_open(model, m, error);
    if (!status) status = relations_open(model, m, allocator, error);
    if (!status) status = distances_open(model, m, error);
    if (!status) status = sparse_open(model, "syntax.lemma", &m->lemma, error);
    if (!status) status = scripts_open(model, m, error);
    if (status)
        syntax_close(m, allocator);
    else
        *out = m;
    return status;
}

void syntax_close(SyntaxModel *m, const sayso_allocator *allocator)
{
    if (!m) return;
    if (m->net) net_close(m->net, allocator);
    if (m->relations) pairs_close(m->relations, allocator);
    mem_give(allocator, m);
}

/* ---- reading ---- */

uint32_t syntax_hidden_width(const SyntaxModel *model) { return net_shape(model->net).width; }

static bool take_out(uint32_t n, Arena *arena, Syntax *out)
{
    *out = (Syntax){.upos = TAKE(arena, uint8_t, n), .xpos = TAKE(arena, uint8_t, n),
                    .relation = TAKE(arena, uint8_t, n), .head = TAKE(arena, uint32_t, n),
                    .lemma = TAKE(arena, Text, n), .lemma_hash = TAKE(arena, uint32_t, n)};
    return out->upos && out->xpos && out->relation && out->head && out->lemma && out->lemma_hash;
}

static uint32_t best_of(const float *scores, uint32_t count)
{
    uint32_t at = 0;
    for (uint32_t i = 1; i < count; i++)
        if (scores[i] > scores[at]) at = i;
    return at;
}

/* The relations of some words, at most PAIRS_MOST, whose heads are known. REL_ROOT is the root's alone. */
static void name_relations(const SyntaxModel *m, const Arcs *a, uint32_t first, uint32_t count, const uint32_t *heads,
                           uint8_t *relations)
{
    const float *left[PAIRS_MOST], *right[PAIRS_MOST];
    float scores[PAIRS_MOST * RELATION_COLUMNS];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t head = heads[first + i] == NONE ? first + i : heads[first + i];
        left[i] = a->outputs + (first + i) * a->stride + OUT_DEPENDENT_RELATION;
        right[i] = a->outputs + head * a->stride + OUT_HEAD_RELATION;
    }
    pairs_run(m->relations, count, left, right, scores);
    for (uint32_t i = 0; i < count; i++) {
        float *s = scores + (size_t)i * RELATION_COLUMNS;
        s[REL_ROOT] = -1e30f;
        relations[first + i] = heads[first + i] == NONE ? REL_ROOT : (uint8_t)best_of(s, RELATION_COUNT);
    }
}

static bool grow_tree(const SyntaxModel *m, const Arcs *a, uint32_t first, Arena *scratch, Syntax *out)
{
    uint32_t *heads = out->head + first;
    if (!tree_heads(a, scratch, heads)) return false;
    for (uint32_t i = 0; i < a->count; i += PAIRS_MOST)
        name_relations(m, a, i, a->count - i < PAIRS_MOST ? a->count - i : PAIRS_MOST, heads, out->relation + first);
    for (uint32_t i = 0; i < a->count; i++)
        if (heads[i] != NONE) heads[i] += first;
    return true;
}

static void choose_tags(const SyntaxModel *m, const Arcs *a, uint32_t first, TagPair *tags, Syntax *out)
{
    for (uint32_t i = 0; i < a->count; i++) {
        tags[i] = m->tags[best_of(a->outputs + i * a->stride + OUT_TAGS, m->tag_count)];
        out->upos[first + i] = tags[i].upos;
        out->xpos[first + i] = tags[i].xpos;
    }
}

static uint32_t inputs_of(const void *words, uint32_t word, uint64_t out[NET_INPUTS])
{
    return syntax_inputs((const Word *)words + word, out);
}

/* Sentences are read some at a time, so that what the net gives of them does not grow with the article. A sentence of more than
 * NET_PIECE words falls into parts that are trees of their own. */
#define GROUP 16u
#define GROUP_WORDS 256u /* a group that has so many takes no further sentence */
typedef struct Group {
    Span parts[GROUP];
    uint32_t count;
} Group;

static uint32_t words_of(const Group *g) { return g->count ? g->parts[g->count - 1].end - g->parts[0].begin : 0; }

/* Takes parts from word `from` of sentence `*sentence` on; the word after the last. */
static uint32_t gather(const Tokens *in, uint32_t *sentence, uint32_t from, Group *g)
{
    g->count = 0;
    while (g->count < GROUP && *sentence < in->sentence_count && words_of(g) < GROUP_WORDS) {
        uint32_t end = in->sentences[*sentence].end;
        if (end - from > NET_PIECE) end = from + NET_PIECE;
        g->parts[g->count++] = (Span){from, end};
        from = end;
        *sentence += end == in->sentences[*sentence].end;
    }
    return from;
}

static bool read_group(const SyntaxModel *m, const Article *article, const Tokens *in, const Group *g, Arena *arena,
                       Arena *scratch, Syntax *out)
{
    uint32_t begin = g->parts[0].begin, words = words_of(g);
    Arcs a = {.stride = net_stride(net_shape(m->net)), .pairs = m->relations, .distance = m->distance};
    float *outputs = TAKE(scratch, float, words * a.stride);
    TagPair *tags = TAKE(scratch, TagPair, words);
    NetReader reader = {.inputs = inputs_of, .context = in->words};
    uint8_t *hidden = out->hidden + (size_t)begin * out->hidden_width;
    if (!outputs || !tags || !net_run(m->net, &reader, g->parts, g->count, scratch, outputs, hidden)) return false;
    for (uint32_t i = 0; i < g->count; i++) {
        uint32_t first = g->parts[i].begin;
        a.outputs = outputs + (first - begin) * a.stride;
        a.count = g->parts[i].end - first;
        choose_tags(m, &a, first, tags, out);
        if (!grow_tree(m, &a, first, scratch, out) ||
            !lemma_sentence(m, article, in->words + first, a.count, tags, arena, out->lemma + first,
                            out->lemma_hash + first))
            return false;
    }
    return true;
}

/* Of the trees of a long sentence the first one's root governs the others'. */
static void join_parts(Sentence s, Syntax *x)
{
    uint32_t root = NONE;
    for (uint32_t i = s.first; s.end - s.first > NET_PIECE && i < s.end; i++) {
        if (x->head[i] != NONE) continue;
        if (root == NONE) {
            root = i;
            continue;
        }
        x->head[i] = root;
        x->relation[i] = REL_PARATAXIS;
    }
}

Status syntax_run(const Article *article, const Tokens *in, const SyntaxModel *model, Arena *arena, Arena *scratch,
                  Syntax *out, Error *error)
{
    if (!take_out(in->word_count, arena, out)) return fail_memory(error);
    out->hidden_width = syntax_hidden_width(model);
    out->hidden = TAKE(scratch, uint8_t, (size_t)in->word_count * out->hidden_width);
    if (!out->hidden) return fail_memory(error);
    for (uint32_t sentence = 0, from = 0; sentence < in->sentence_count;) {
        ArenaMark mark = arena_mark(scratch);
        Group g;
        from = gather(in, &sentence, from, &g);
        if (!read_group(model, article, in, &g, arena, scratch, out)) return fail_memory(error);
        arena_rewind(scratch, mark);
    }
    for (uint32_t i = 0; i < in->sentence_count; i++) join_parts(in->sentences[i], out);
    return SAYSO_OK;
}
