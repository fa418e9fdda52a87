/* Tagging: from left to right, each word gets the pair of tags with the highest score, given the words round it
 * and the tags before it. */
#include "syntax/internal.h"

static uint32_t both(TagPair t) { return (uint32_t)t.upos << 8 | t.xpos; }

uint32_t tag_features(const Word *words, uint32_t count, uint32_t i, const TagPair *tags, uint64_t out[TAG_FEATURES])
{
    static const Word edge = {.lower = 1, .shape = 1, .suffix3 = 1, .suffix2 = 1, .mark = 15, .cluster = 9999};
    const Word *w = &words[i];
    const Word *a = i ? w - 1 : &edge, *aa = i > 1 ? w - 2 : &edge;
    const Word *b = i + 1 < count ? w + 1 : &edge, *bb = i + 2 < count ? w + 2 : &edge,
               *bbb = i + 3 < count ? w + 3 : &edge;
    uint32_t t1 = i ? both(tags[i - 1]) : 0xFFFF, t2 = i > 1 ? both(tags[i - 2]) : 0xFFFF;
    uint32_t upper = (w->flags & WORD_UPPER) | (i == 0) | (uint32_t)(w->flags & WORD_JOINED), n = 0;
#define F(t, x, y, z) out[n++] = feature(t, (x), (y), (z))
    F(0, 0, 0, 0);
    F(1, w->form, 0, 0);
    F(2, w->lower, upper, 0);
    F(3, w->shape, i == 0, 0);
    F(4, w->suffix1, upper, 0);
    F(5, w->suffix2, upper, 0);
    F(6, w->suffix3, upper, 0);
    F(7, w->suffix4, upper, 0);
    F(8, w->prefix2, upper, 0);
    F(9, w->prefix3, upper, 0);
    F(10, w->cluster, upper, 0);
    F(11, w->shape, w->suffix2, 0);
    F(12, a->lower, 0, 0);
    F(13, b->lower, 0, 0);
    F(14, aa->lower, 0, 0);
    F(15, bb->lower, 0, 0);
    F(16, a->cluster, 0, 0);
    F(17, b->cluster, 0, 0);
    F(18, aa->cluster, 0, 0);
    F(19, bb->cluster, 0, 0);
    F(20, a->lower, w->lower, 0);
    F(21, w->lower, b->lower, 0);
    F(22, a->cluster, w->cluster, 0);
    F(23, w->cluster, b->cluster, 0);
    F(24, a->cluster, w->cluster, b->cluster);
    F(25, w->cluster, b->cluster, bb->cluster);
    F(26, a->lower, b->lower, 0);
    F(27, b->suffix3, b->shape, 0);
    F(28, b->suffix2, w->suffix2, 0);
    F(29, a->shape, w->shape, b->shape);
    F(30, t1, 0, 0);
    F(31, t1, t2, 0);
    F(32, t1, w->lower, 0);
    F(33, t1, w->cluster, 0);
    F(34, t1, w->suffix3, upper);
    F(35, t1, t2, w->lower);
    F(36, t1, b->lower, 0);
    F(37, t1, b->cluster, w->cluster);
    F(38, t1, w->lower, b->lower);
    F(39, t1, w->suffix2, b->cluster);
    F(40, t2, w->lower, 0);
    F(41, t1, t2, w->suffix2);
    F(42, bb->suffix3, b->cluster, 0);
    F(43, w->lower, bb->lower, 0);
    F(44, w->lower, bbb->cluster, bb->cluster);
    F(45, w->suffix3, b->suffix3, 0);
    F(46, w->shape, t1, 0);
#undef F
    return n;
}

static uint32_t best(const int16_t *scores, uint32_t count)
{
    uint32_t at = 0;
    for (uint32_t i = 1; i < count; i++)
        if (scores[i] > scores[at]) at = i;
    return at;
}

void tag_sentence(const SyntaxModel *m, const Word *words, uint32_t count, TagPair *tags)
{
    uint64_t hashes[TAG_FEATURES];
    int16_t scores[SPARSE_CLASSES];
    for (uint32_t i = 0; i < count; i++) {
        sparse_sum(&m->tag, hashes, tag_features(words, count, i, tags, hashes), scores);
        tags[i] = m->tags[best(scores, m->tag.classes)];
    }
}
