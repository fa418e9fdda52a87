/* scene: a few made-up words with marks and heads, and their view. */
#ifndef SAYSO_SCENE_H
#define SAYSO_SCENE_H

#include "attribution/internal.h"
#include "unit.h"

#define MOST 40u

typedef struct Scene {
    Word words[MOST];
    Sentence sentences[MOST];
    uint8_t upos[MOST], xpos[MOST], relation[MOST];
    uint32_t head[MOST], lemma_hash[MOST];
    Tokens tokens;
    Syntax syntax;
    Arena arena;
    View view;
} Scene;

/* Lemma 1 reports. */
static inline LexiconEntry reports(const void *context, uint64_t key)
{
    (void)context;
    return (LexiconEntry){key == lexicon_key(1, UPOS_VERB) ? 120 : 0, 0};
}

/* `length`: words of a paragraph, each of one sentence; n, its heads within its paragraph. */
static inline void scene_build(Scene *s, uint32_t n, uint32_t length, const uint8_t *marks)
{
    for (uint32_t i = 0; i < n; i++) {
        s->words[i] =
            (Word){.begin = 2 * i, .end = 2 * i + 1, .mark = marks ? marks[i] : MARK_NONE, .flags = WORD_LETTERS};
        s->upos[i] = UPOS_VERB;
        s->relation[i] = REL_DEP;
    }
    for (uint32_t p = 0; p < n / length; p++) s->sentences[p] = (Sentence){p * length, (p + 1) * length, p};
    s->tokens = (Tokens){s->words, s->sentences, n, n / length};
    s->syntax = (Syntax){.upos = s->upos,
                         .xpos = s->xpos,
                         .relation = s->relation,
                         .head = s->head,
                         .lemma_hash = s->lemma_hash};
    arena_init(&s->arena, &libc_allocator, SIZE_MAX);
    assert_true(view_make(&s->tokens, &s->syntax, (Lexicon){reports, NULL}, &s->arena, &s->view));
}

static inline void chain_of_heads(Scene *s, uint32_t n, uint32_t length)
{
    for (uint32_t i = 0; i < n; i++) s->head[i] = i % length ? i - 1 : NONE;
}

#endif
