/* Lemmas: a classifier picks a script (change the case, drop some bytes at the end, append others) by the word, its
 * endings and its tags. Irregular words learn a script of their own: "went" drops 4 and appends "go". */
#include "syntax/internal.h"

uint32_t lemma_features(const Word *words, uint32_t count, uint32_t i, const TagPair *tags,
                        uint64_t out[LEMMA_FEATURES])
{
    const Word *w = &words[i];
    uint32_t tag = (uint32_t)tags[i].upos << 8 | tags[i].xpos, n = 0;
    uint32_t next = i + 1 < count ? tags[i + 1].xpos : 255, first = i == 0;
    uint32_t upper = (w->flags & WORD_UPPER) | first;
#define F(t, x, y, z) out[n++] = feature(200 + (t), (x), (y), (z))
    F(0, tag, 0, 0);
    F(1, tag, w->lower, 0);
    F(2, tag, w->form, 0);
    F(3, tag, w->suffix1, 0);
    F(4, tag, w->suffix2, 0);
    F(5, tag, w->suffix3, 0);
    F(6, tag, w->suffix4, 0);
    F(7, tag, w->suffix3, w->prefix2);
    F(8, tag, w->suffix2, w->prefix3);
    F(9, tag, w->shape, first);
    F(10, tag, upper, w->suffix2);
    F(11, w->lower, tag, next);
    F(12, w->lower, 0, 0);
    F(13, tag, w->suffix4, w->prefix3);
    F(14, tag, w->cluster, 0);
#undef F
    return n;
}

size_t lemma_case(Text form, uint8_t casing, char *out)
{
    if (casing == LEMMA_KEEP) {
        memcpy(out, form.data, form.size);
        return form.size;
    }
    size_t n = 0;
    for (size_t at = 0, next; at < form.size; at = next) {
        uint32_t c = (uint8_t)form.data[at];
        next = at + 1;
        if (c >= 0x80) c = utf8_at(form, at, &next);
        n += utf8_put(casing == LEMMA_TITLE && at == 0 ? c : char_lower(c), out + n);
    }
    return n;
}

bool script_fits(const Script *s, size_t cased_size)
{
    return cased_size >= s->drop && cased_size + s->length > s->drop;
}

static bool cut_inside_letter(Text cased, size_t keep)
{
    return keep < cased.size && ((uint8_t)cased.data[keep] & 0xC0) == 0x80;
}

static uint32_t best(const SyntaxModel *m, const int16_t *scores, Text form)
{
    uint32_t at = NONE;
    for (uint32_t i = 0; i < m->lemma.classes; i++)
        if ((at == NONE || scores[i] > scores[at]) && script_fits(&m->scripts[i], form.size)) at = i;
    return at;
}

/* Only what is ASCII, short and lower case already may be a slice of the text. */
static bool unchanged(Text form, const Script *s)
{
    if (s->drop || s->length) return false;
    if (s->casing == LEMMA_KEEP) return true;
    for (size_t i = 0; i < form.size; i++)
        if ((uint8_t)form.data[i] >= 0x80 || (form.data[i] >= 'A' && form.data[i] <= 'Z')) return false;
    return s->casing == LEMMA_LOWER;
}

static bool apply(Text form, const Script *s, Arena *arena, Text *out)
{
    if (unchanged(form, s)) {
        *out = form;
        return true;
    }
    char *data = TAKE(arena, char, form.size * 2 + SCRIPT_APPEND + 4);
    if (!data) return false;
    size_t n = lemma_case(form, s->casing, data), keep = n > s->drop ? n - s->drop : 0;
    if (cut_inside_letter(text_of(data, n), keep)) keep = n;
    memcpy(data + keep, s->append, s->length);
    *out = keep + s->length ? text_of(data, keep + s->length) : form;
    return true;
}

uint32_t lemma_hash(Text lemma)
{
    uint64_t h = 5;
    for (size_t at = 0, next; at < lemma.size; at = next) {
        uint32_t c = (uint8_t)lemma.data[at];
        next = at + 1;
        if (c >= 0x80) c = utf8_at(lemma, at, &next);
        h = (h ^ char_lower(c)) * 0x9e3779b97f4a7c15u + (h >> 29);
    }
    return (uint32_t)((h ^ h >> 31) * 0xd6e8feb86659fd93u >> 32);
}

bool lemma_sentence(const SyntaxModel *m, const Article *article, const Word *words, uint32_t count,
                    const TagPair *tags, Arena *arena, Text *lemmas, uint32_t *hashes)
{
    static const Script keep = {.casing = LEMMA_KEEP};
    uint64_t features[LEMMA_FEATURES];
    int16_t scores[SPARSE_CLASSES];
    for (uint32_t i = 0; i < count; i++) {
        Text form = word_text(article, &words[i]);
        const Script *script = &keep;
        if (words[i].flags & WORD_LETTERS) {
            sparse_sum(&m->lemma, features, lemma_features(words, count, i, tags, features), scores);
            uint32_t class = best(m, scores, form);
            if (class != NONE) script = &m->scripts[class];
        }
        if (!apply(form, script, arena, &lemmas[i])) return false;
        hashes[i] = lemma_hash(lemmas[i]);
    }
    return true;
}
