/* Hints: before the parse, each word's relation and the side of its head are guessed from the words and tags round it,
 * as tags are. The parser, which sees only the top of its stack and three words ahead, takes them as features
 * (supertags: Ouchi, Duh, Matsumoto 2014). */
#include "syntax/internal.h"

static uint32_t both(TagPair t) { return (uint32_t)t.upos << 8 | t.xpos; }
static uint32_t both_hints(Hint h) { return (uint32_t)h.relation << 8 | h.side; }

uint32_t hint_features(const Word *words, uint32_t count, uint32_t i, const TagPair *tags, const Hint *hints,
                       uint64_t out[HINT_FEATURES])
{
    static const Word edge = {.lower = 1, .cluster = 9999};
    const Word *w = &words[i], *a = i ? w - 1 : &edge, *aa = i > 1 ? w - 2 : &edge;
    const Word *b = i + 1 < count ? w + 1 : &edge, *bb = i + 2 < count ? w + 2 : &edge,
               *b3 = i + 3 < count ? w + 3 : &edge;
    uint32_t t = both(tags[i]), l1 = i ? both(tags[i - 1]) : 0xFFFF, l2 = i > 1 ? both(tags[i - 2]) : 0xFFFF,
             l3 = i > 2 ? both(tags[i - 3]) : 0xFFFF;
    uint32_t r1 = i + 1 < count ? both(tags[i + 1]) : 0xFFFF, r2 = i + 2 < count ? both(tags[i + 2]) : 0xFFFF;
    uint32_t r3 = i + 3 < count ? both(tags[i + 3]) : 0xFFFF, r4 = i + 4 < count ? both(tags[i + 4]) : 0xFFFF;
    uint32_t h1 = i ? both_hints(hints[i - 1]) : 0xFFFF, h2 = i > 1 ? both_hints(hints[i - 2]) : 0xFFFF,
             h3 = i > 2 ? both_hints(hints[i - 3]) : 0xFFFF;
    uint32_t n = 0;
#define F(k, x, y, z) out[n++] = feature(500 + (k), (x), (y), (z))
    F(0, t, 0, 0);
    F(1, w->lower, t, 0);
    F(2, w->cluster, t, 0);
    F(3, w->suffix3, t, 0);
    F(4, l1, t, r1);
    F(5, l2, l1, t);
    F(6, t, r1, r2);
    F(7, l2 << 16 | l1, t, r1 << 16 | r2);
    F(8, l3 << 16 | l2, l1, t);
    F(9, t, r1 << 16 | r2, r3);
    F(10, t << 16 | r1, r2 << 16 | r3, r4);
    F(11, a->lower, w->lower, 0);
    F(12, w->lower, b->lower, 0);
    F(13, a->lower, t, r1);
    F(14, b->lower, t, l1);
    F(15, bb->lower, t, r1);
    F(16, aa->lower, t, l1);
    F(17, w->lower, r1, r2);
    F(18, w->lower, l1, l2);
    F(19, w->lower, l1, r1);
    F(20, w->cluster, b->cluster, r2);
    F(21, a->cluster, w->cluster, r1);
    F(22, a->cluster, w->cluster, b->cluster);
    F(23, w->cluster, bb->cluster, r1);
    F(24, h1, t, 0);
    F(25, h1, h2, t);
    F(26, h1, w->lower, 0);
    F(27, h1, t, r1);
    F(28, h1, h2, t << 16 | r1);
    F(29, h1 << 16 | h2, h3, t);
    F(30, h1, l1 << 16 | t, r1 << 16 | r2);
    F(31, h1, a->lower, t);
    F(32, h1, w->cluster, r1);
    F(33, h2, l1, t);
    F(34, b3->lower, t, r1 << 16 | r2);
    F(35, i < 3 ? i : 3, t, r1);
    F(36, count - i < 4 ? count - i : 4, t, l1);
    F(37, words[count - 1].lower, i < 2 ? i : 2, t);
    F(38, h2 << 16 | h3, t, r1);
    F(39, w->mark, h1, r1);
#undef F
    return n;
}

void hint_sentence(const SyntaxModel *m, const Word *words, uint32_t count, const TagPair *tags, Hint *hints)
{
    uint64_t hashes[HINT_FEATURES];
    int16_t scores[SPARSE_CLASSES];
    for (uint32_t i = 0; i < count; i++) {
        sparse_sum(&m->hint, hashes, hint_features(words, count, i, tags, hints, hashes), scores);
        uint32_t best = 0;
        for (uint32_t k = 1; k < m->hint.classes; k++)
            if (scores[k] > scores[best]) best = k;
        hints[i] = m->hints[best];
    }
}
