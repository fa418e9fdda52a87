/* Whether heads form one tree a sentence. A word is proven good when its chain of heads reaches the root; each chain
 * stops at the first word already proven, so the whole is linear. Without memory of its own: a chain longer than
 * its sentence is a ring, and every word's chain is walked only as far as the first word before it. */
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

/* Brent: the tortoise jumps to the hare at powers of two. A chain that ends ends at the root; one in a ring meets itself. */
static bool reaches_root(const Syntax *x, uint32_t i)
{
    uint32_t hare = i, tortoise = i;
    for (uint64_t steps = 1, jump = 2; x->head[hare] != NONE; steps++) {
        hare = x->head[hare];
        if (hare == tortoise) return false;
        if (steps == jump) {
            tortoise = hare;
            jump *= 2;
        }
    }
    return true;
}

bool syntax_check(const Tokens *tokens, const Syntax *x, Error *error)
{
    for (uint32_t k = 0; k < tokens->sentence_count; k++) {
        const Sentence *s = &tokens->sentences[k];
        if (!sentence_check(s, x, error)) return false;
        for (uint32_t i = s->first; i < s->end; i++)
            if (!reaches_root(x, i)) return broken(error, i, "a ring of heads");
    }
    return true;
}
