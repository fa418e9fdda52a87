/* Whether heads form one tree a sentence. From each word the chain of heads is walked as far as a word that is known
 * to reach the root, then all of the chain is known: each word is passed twice, also where the tree is one long chain. */
#include "syntax/syntax.h"

static bool broken(Error *error, uint32_t at, const char *what)
{
    (void)fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "syntax: %s at word %u", what, at);
    return false;
}

static bool sentence_check(const Sentence *s, const Syntax *x, Error *error)
{
    uint32_t roots = 0;
    for (uint32_t i = s->first; i < s->end; i++) {
        uint32_t h = x->head[i];
        if (x->upos[i] >= UPOS_COUNT || x->xpos[i] >= XPOS_COUNT || x->relation[i] >= RELATION_COUNT)
            return broken(error, i, "a tag or relation that does not exist");
        if (h == NONE)
            roots++;
        else if (h < s->first || h >= s->end || h == i)
            return broken(error, i, "a head outside the sentence");
        if ((h == NONE) != (x->relation[i] == REL_ROOT)) return broken(error, i, "a root relation that is no root");
        if (!x->lemma[i].size) return broken(error, i, "an empty lemma");
    }
    if (roots != 1) return broken(error, s->first, "not one root");
    return true;
}

enum { UNSEEN, ON_THE_WAY, GOOD };

/* Whether the chain from word i ends at the root; all of it is GOOD then. */
static bool reaches_root(const Syntax *x, uint32_t i, uint8_t *state)
{
    uint32_t at = i;
    for (; at != NONE && state[at] == UNSEEN; at = x->head[at]) state[at] = ON_THE_WAY;
    if (at != NONE && state[at] == ON_THE_WAY) return false;
    for (at = i; at != NONE && state[at] == ON_THE_WAY; at = x->head[at]) state[at] = GOOD;
    return true;
}

static bool trees_check(const Tokens *tokens, const Syntax *x, uint8_t *state, Error *error)
{
    for (uint32_t k = 0; k < tokens->sentence_count; k++) {
        const Sentence *s = &tokens->sentences[k];
        if (!sentence_check(s, x, error)) return false;
        for (uint32_t i = s->first; i < s->end; i++)
            if (!reaches_root(x, i, state)) return broken(error, i, "a ring of heads");
    }
    return true;
}

bool syntax_check(const Tokens *tokens, const Syntax *x, Error *error)
{
    uint8_t *state = mem_take(&libc_allocator, tokens->word_count);
    if (!state) {
        (void)fail_memory(error);
        return false;
    }
    memset(state, UNSEEN, tokens->word_count);
    bool good = trees_check(tokens, x, state, error);
    mem_give(&libc_allocator, state);
    return good;
}
