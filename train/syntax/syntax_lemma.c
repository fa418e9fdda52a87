/* The lemmatizer's learning: a perceptron over scripts. */
#include <stdlib.h>

#include "train/syntax/syntax_train.h"

/* The script from form to lemma with the least to drop and append; false where it appends too much. */
static bool script_of(Text form, Text lemma, bool name, Script *out)
{
    static const uint8_t orders[2][3] = {{LEMMA_LOWER, LEMMA_KEEP, LEMMA_TITLE},
                                         {LEMMA_KEEP, LEMMA_TITLE, LEMMA_LOWER}};
    char *cased = take(form.size * 2 + 8, 1);
    size_t least = SIZE_MAX;
    for (uint32_t i = 0; i < 3; i++) {
        size_t n = lemma_case(form, orders[name][i], cased), same = 0;
        while (same < n && same < lemma.size && cased[same] == lemma.data[same]) same++;
        while (same && ((same < n && ((uint8_t)cased[same] & 0xC0) == 0x80) ||
                        (same < lemma.size && ((uint8_t)lemma.data[same] & 0xC0) == 0x80)))
            same--;
        size_t cost = n - same + lemma.size - same;
        if (cost >= least || lemma.size - same > SCRIPT_APPEND || n - same > 255) continue;
        least = cost;
        *out = (Script){.casing = orders[name][i], .drop = (uint8_t)(n - same), .length = (uint8_t)(lemma.size - same)};
        memcpy(out->append, lemma.data + same, out->length);
    }
    free(cased);
    return least != SIZE_MAX;
}

typedef struct Counted {
    Script script;
    uint32_t count, order;
} Counted;

static int by_count(const void *a, const void *b)
{
    const Counted *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
                                : (x->order > y->order) - (x->order < y->order);
}

static uint32_t find_script(const Counted *list, uint32_t count, const Script *s)
{
    for (uint32_t i = 0; i < count; i++)
        if (!memcmp(&list[i].script, s, sizeof *s)) return i;
    return NONE;
}

/* The commonest scripts become the classes. */
static void count_scripts(Lemmatizer *l, const Treebank *b, uint32_t *class)
{
    Counted *list = take(20000, sizeof *list);
    uint32_t n = 0;
    uint32_t *of = take(b->tokens.word_count, sizeof *of);
    for (uint32_t i = 0; i < b->tokens.word_count; i++) {
        Script s;
        of[i] = NONE;
        if (!(b->tokens.words[i].flags & WORD_LETTERS) || text_is(b->gold.lemma[i], "_")) continue;
        if (!script_of(word_text(&b->article, &b->tokens.words[i]), b->gold.lemma[i], b->gold.upos[i] == UPOS_PROPN,
                       &s))
            continue;
        uint32_t at = find_script(list, n, &s);
        if (at == NONE && n < 20000) list[at = n] = (Counted){s, 0, n}, n++;
        if (at != NONE) list[at].count++;
        of[i] = at;
    }
    uint32_t *new_of = take(n + 1, sizeof *new_of);
    qsort(list, n, sizeof *list, by_count);
    l->learner.classes = 0;
    for (uint32_t i = 0; i < n; i++) {
        new_of[list[i].order] = NONE;
        if (list[i].count < 2 || l->learner.classes == SPARSE_CLASSES) continue;
        l->scripts[new_of[list[i].order] = l->learner.classes++] = list[i].script;
    }
    for (uint32_t i = 0; i < b->tokens.word_count; i++) class[i] = of[i] == NONE ? NONE : new_of[of[i]];
    note("lemmas: %u scripts, %u kept", n, l->learner.classes);
    free(list);
    free(of);
    free(new_of);
}

/* As the reader does: the best of the scripts that fit. */
static uint32_t best_script(const Lemmatizer *l, const float *scores, size_t size)
{
    uint32_t at = NONE;
    for (uint32_t i = 0; i < l->learner.classes; i++)
        if ((at == NONE || scores[i] > scores[at]) && script_fits(&l->scripts[i], size)) at = i;
    return at;
}

static uint32_t learn_lemmas(Lemmatizer *l, const Word *words, uint32_t count, const uint32_t *gold,
                             const TagPair *tags)
{
    uint64_t hashes[LEMMA_FEATURES];
    uint32_t ids[LEMMA_FEATURES], wrong = 0;
    float scores[SPARSE_CLASSES];
    for (uint32_t i = 0; i < count; i++) {
        if (gold[i] == NONE) continue;
        uint32_t n = learner_ids(&l->learner, hashes, lemma_features(words, count, i, tags, hashes), ids);
        learner_scores(&l->learner, ids, n, scores);
        uint32_t best = best_script(l, scores, words[i].end - words[i].begin);
        l->learner.step++;
        if (best == gold[i] || best == NONE) continue;
        learner_move(&l->learner, ids, n, gold[i], 1);
        learner_move(&l->learner, ids, n, best, -1);
        wrong++;
    }
    return wrong;
}

void train_lemmatizer(Lemmatizer *l, const Treebank *b, const TagPair *tags, uint32_t epochs)
{
    uint32_t *class = take(b->tokens.word_count, sizeof *class), *order = take(b->tokens.sentence_count, sizeof *order);
    uint64_t hashes[LEMMA_FEATURES];
    Random random = {1789};
    *l = (Lemmatizer){0};
    count_scripts(l, b, class);
    for (uint32_t k = 0; k < b->tokens.sentence_count; k++) {
        Sentence s = b->tokens.sentences[k];
        order[k] = k;
        for (uint32_t i = 0; i < s.end - s.first; i++) {
            uint32_t n = lemma_features(b->tokens.words + s.first, s.end - s.first, i, tags + s.first, hashes);
            for (uint32_t f = 0; class[s.first + i] != NONE && f < n; f++) (void)dict_add(&l->learner.dict, hashes[f]);
        }
    }
    learner_start(&l->learner, l->learner.classes, 1);
    for (uint32_t e = 0; e < epochs; e++) {
        uint32_t wrong = 0;
        random_shuffle(&random, order, b->tokens.sentence_count);
        for (uint32_t k = 0; k < b->tokens.sentence_count; k++) {
            Sentence s = b->tokens.sentences[order[k]];
            wrong += learn_lemmas(l, b->tokens.words + s.first, s.end - s.first, class + s.first, tags + s.first);
        }
        note("lemmas, epoch %u: %u wrong", e + 1, wrong);
    }
    learner_average(&l->learner);
    free(class);
    free(order);
}
