/* syntax: sentence by sentence, tags, then lemmas, hints, then the tree. All greedy and from left to right, so the cost is
 * in proportion to the words. */
#include "syntax/internal.h"

static Status list_open(const Model *model, const char *name, uint32_t count, size_t size, const uint8_t **out, Error *error)
{
    const Section *s = model_section(model, name);
    if (!s || s->size != (size_t)count * size)
        return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET, "the model file's section \"%s\" is missing or damaged; install it anew", name);
    *out = s->data;
    return SAYSO_OK;
}

/* Each class of a table has its meaning in a list beside it. */
static Status classes_open(const Model *model, SyntaxModel *m, Error *error)
{
    const uint8_t *tags = NULL, *hints = NULL, *scripts = NULL, *actions = NULL;
    Status status = list_open(model, "syntax.tags", m->tag.classes, 2, &tags, error);
    if (!status) status = list_open(model, "syntax.hints", m->hint.classes, 2, &hints, error);
    if (!status) status = list_open(model, "syntax.scripts", m->lemma.classes, sizeof(Script), &scripts, error);
    if (!status) status = list_open(model, "syntax.actions", m->parse.classes, 2, &actions, error);
    if (status) return status;
    bool good = true;
    for (uint32_t i = 0; i < m->tag.classes; i++) {
        m->tags[i] = (TagPair){tags[i * 2], tags[i * 2 + 1]};
        good &= m->tags[i].upos < UPOS_COUNT && m->tags[i].xpos < XPOS_COUNT;
    }
    for (uint32_t i = 0; i < m->hint.classes; i++) m->hints[i] = (Hint){hints[i * 2], hints[i * 2 + 1]};
    for (uint32_t i = 0; i < m->lemma.classes; i++) {
        memcpy(&m->scripts[i], scripts + i * sizeof(Script), sizeof(Script));
        good &= m->scripts[i].length <= SCRIPT_APPEND && m->scripts[i].casing <= LEMMA_TITLE;
        good &= utf8_valid(text_of(m->scripts[i].append, good ? m->scripts[i].length : 0), NULL);
    }
    for (uint32_t i = 0; i < m->parse.classes; i++) {
        m->actions[i] = (Action){actions[i * 2], actions[i * 2 + 1]};
        good &= m->actions[i].move <= MOVE_RIGHT && m->actions[i].relation < RELATION_COUNT && m->actions[i].relation != REL_ROOT;
    }
    return good ? SAYSO_OK : fail(error, SAYSO_ERROR_MODEL, NO_OFFSET, "the model file names tags that do not exist; install the model of this version");
}

Status syntax_open(const Model *model, const sayso_allocator *allocator, SyntaxModel **out, Error *error)
{
    *out = NULL;
    SyntaxModel *m = mem_take(allocator, sizeof *m);
    if (!m) return fail_memory(error);
    *m = (SyntaxModel){0};
    Status status = sparse_open(model, "syntax.tag", &m->tag, error);
    if (!status) status = sparse_open(model, "syntax.lemma", &m->lemma, error);
    if (!status) status = sparse_open(model, "syntax.hint", &m->hint, error);
    if (!status) status = sparse_open(model, "syntax.parse", &m->parse, error);
    if (!status) status = classes_open(model, m, error);
    if (status) {
        mem_give(allocator, m);
        return status;
    }
    *out = m;
    return SAYSO_OK;
}

void syntax_close(SyntaxModel *model, const sayso_allocator *allocator)
{
    if (model) mem_give(allocator, model);
}

static bool take_scratch(const Tokens *in, Arena *arena, SyntaxScratch *out)
{
    uint32_t longest = 1;
    for (uint32_t i = 0; i < in->sentence_count; i++) {
        uint32_t n = in->sentences[i].end - in->sentences[i].first;
        if (n > longest) longest = n;
    }
    *out = (SyntaxScratch){TAKE(arena, TagPair, longest), TAKE(arena, Hint, longest), TAKE(arena, Node, longest), TAKE(arena, uint32_t, longest)};
    return out->tags && out->hints && out->nodes && out->stack;
}

static bool take_out(uint32_t n, Arena *arena, Syntax *out)
{
    *out = (Syntax){.upos = TAKE(arena, uint8_t, n), .xpos = TAKE(arena, uint8_t, n), .relation = TAKE(arena, uint8_t, n),
                    .head = TAKE(arena, uint32_t, n), .lemma = TAKE(arena, Text, n), .lemma_hash = TAKE(arena, uint32_t, n)};
    return out->upos && out->xpos && out->relation && out->head && out->lemma && out->lemma_hash;
}

static bool do_sentence(const SyntaxModel *m, const Article *article, const Word *words, Sentence s, SyntaxScratch *scratch,
                        Arena *arena, Syntax *out)
{
    uint32_t n = s.end - s.first;
    ParseState state;
    tag_sentence(m, words, n, scratch->tags);
    if (!lemma_sentence(m, article, words, n, scratch->tags, arena, out->lemma + s.first, out->lemma_hash + s.first)) return false;
    hint_sentence(m, words, n, scratch->tags, scratch->hints);
    parse_start(&state, scratch->nodes, scratch->stack, words, scratch->tags, scratch->hints, n);
    parse_sentence(m, &state);
    for (uint32_t i = 0; i < n; i++) {
        const Node *node = &scratch->nodes[i];
        out->upos[s.first + i] = scratch->tags[i].upos;
        out->xpos[s.first + i] = scratch->tags[i].xpos;
        out->relation[s.first + i] = node->relation;
        out->head[s.first + i] = node->head == NONE ? NONE : s.first + node->head;
    }
    return true;
}

Status syntax_run(const Article *article, const Tokens *in, const SyntaxModel *model, Arena *arena, Arena *scratch,
                  Syntax *out, Error *error)
{
    SyntaxScratch s;
    ArenaMark mark = arena_mark(scratch);
    if (!take_out(in->word_count, arena, out) || !take_scratch(in, scratch, &s)) return fail_memory(error);
    for (uint32_t i = 0; i < in->sentence_count; i++)
        if (!do_sentence(model, article, in->words + in->sentences[i].first, in->sentences[i], &s, arena, out)) return fail_memory(error);
    if (scratch != arena) arena_rewind(scratch, mark);
    return SAYSO_OK;
}
