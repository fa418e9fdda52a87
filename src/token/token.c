/* token: split, look, mark, end sentences. Each paragraph is read once by each of the four, so the whole costs
 * in proportion to the text. */
#include "token/internal.h"

Status token_open(const Model *model, const sayso_allocator *allocator, TokenModel **out, Error *error)
{
    *out = NULL;
    TokenModel *m = mem_take(allocator, sizeof *m);
    if (!m) return fail_memory(error);
    *m = (TokenModel){0};
    Status status = clusters_open(model, &m->clusters, error);
    if (!status) status = table_open(model, "token.sentence", 1, &m->sentence, error);
    m->has_sentence = !status;
    if (status) {
        mem_give(allocator, m);
        return status;
    }
    *out = m;
    return SAYSO_OK;
}

void token_close(TokenModel *model, const sayso_allocator *allocator)
{
    if (model) mem_give(allocator, model);
}

/* ---- sentences ---- */

static bool ends_before(const TokenModel *m, const Word *words, uint32_t count, uint32_t i, const Boundary *state)
{
    if (!boundary_possible(words, i)) return false;
    if (!m->has_sentence) /* without a model: after a terminal mark, before upper case */
        return words[i - 1].mark == MARK_TERMINAL && (words[i].flags & WORD_UPPER);
    uint64_t hashes[BOUNDARY_FEATURES];
    uint32_t n = boundary_features(words, count, i, state, hashes);
    int32_t sum = 0;
    table_sum(&m->sentence, hashes, n, &sum);
    return sum > 0;
}

typedef struct SentenceList {
    Sentence *items;
    uint32_t count, capacity;
    Arena *arena;
} SentenceList;

static bool add_sentence(SentenceList *list, Word *words, Sentence s)
{
    if (!arena_grow(list->arena, (void **)&list->items, &list->capacity, list->count + 1, sizeof *list->items))
        return false;
    words[s.first].flags |= WORD_SENTENCE;
    list->items[list->count++] = s;
    return true;
}

/* The sentences of the paragraph whose words are words[first .. end). */
static bool end_sentences(const TokenModel *m, Word *words, Span range, uint32_t paragraph, SentenceList *out)
{
    Word *w = words + range.begin;
    uint32_t count = range.end - range.begin, first = 0;
    Boundary state;
    boundary_start(&state, 0);
    for (uint32_t i = 0; i < count; i++) {
        if (i > first && ends_before(m, w, count, i, &state)) {
            if (!add_sentence(out, words, (Sentence){range.begin + first, range.begin + i, paragraph})) return false;
            first = i;
            boundary_start(&state, i);
        }
        boundary_see(&state, &w[i]);
    }
    return !count || add_sentence(out, words, (Sentence){range.begin + first, range.end, paragraph});
}

/* ---- all of it ---- */

Status token_run(const Article *in, const TokenModel *model, Arena *arena, Arena *scratch, Tokens *out, Error *error)
{
    (void)scratch;
    static const TokenModel rules = {0};
    if (!model) model = &rules;
    *out = (Tokens){0};
    WordList words = {.arena = arena};
    SentenceList sentences = {.arena = arena};
    if (!arena_grow(arena, (void **)&words.items, &words.capacity, split_bound(in->text) + 1, sizeof(Word)) ||
        !arena_grow(arena, (void **)&sentences.items, &sentences.capacity, in->paragraph_count * 2 + 16,
                    sizeof(Sentence)))
        return fail_memory(error);
    for (uint32_t p = 0; p < in->paragraph_count; p++) {
        uint32_t first = words.count;
        split_paragraph(in->text, in->paragraphs[p], &words);
        if (words.failed) return fail_memory(error);
        for (uint32_t i = first; i < words.count; i++) {
            word_look(in->text, &words.items[i]);
            words.items[i].cluster = cluster_of(&model->clusters, words.items[i].lower);
        }
        mark_quotes(in->text, words.items + first, words.count - first);
        if (!end_sentences(model, words.items, (Span){first, words.count}, p, &sentences)) return fail_memory(error);
    }
    *out = (Tokens){words.items, sentences.items, words.count, sentences.count};
    return SAYSO_OK;
}

/* ---- check ---- */

static Status broken(Error *error, uint64_t at, const char *what)
{
    return fail(error, SAYSO_ERROR_ARGUMENT, at, "tokens: %s at byte %llu", what, (unsigned long long)at);
}

static bool words_check(const Article *a, const Tokens *t, Error *error)
{
    uint32_t end = 0, p = 0;
    for (uint32_t i = 0; i < t->word_count; i++) {
        const Word *w = &t->words[i];
        if (w->begin >= w->end || w->end > a->text.size) return !broken(error, w->begin, "a word outside the text");
        if (w->begin < end) return !broken(error, w->begin, "words that overlap");
        while (p < a->paragraph_count && a->paragraphs[p].end <= w->begin) p++;
        if (p == a->paragraph_count || w->begin < a->paragraphs[p].begin || w->end > a->paragraphs[p].end)
            return !broken(error, w->begin, "a word that crosses its paragraph's edge");
        if ((w->flags & WORD_JOINED) && (!i || w->begin != end))
            return !broken(error, w->begin, "a joined word that stands apart");
        end = w->end;
    }
    return true;
}

bool token_check(const Article *article, const Tokens *t, Error *error)
{
    if (!words_check(article, t, error)) return false;
    uint32_t at = 0, p = 0;
    for (uint32_t i = 0; i < t->sentence_count; i++) {
        const Sentence *s = &t->sentences[i];
        if (s->first != at || s->end <= s->first || s->end > t->word_count)
            return !broken(error, i, "sentences that do not cover the words");
        if (s->paragraph < p || s->paragraph >= article->paragraph_count)
            return !broken(error, i, "a sentence in no paragraph");
        Span place = article->paragraphs[p = s->paragraph];
        if (t->words[s->first].begin < place.begin || t->words[s->end - 1].end > place.end)
            return !broken(error, t->words[s->first].begin, "a sentence that crosses its paragraph's edge");
        if (!(t->words[s->first].flags & WORD_SENTENCE)) return !broken(error, i, "a sentence without its flag");
        at = s->end;
    }
    return at == t->word_count || !broken(error, at, "words after the last sentence");
}
