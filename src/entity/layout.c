/* The layout: what the rules ask of each word, computed once an article in time proportional to it. */
#include "entity/internal.h"

static bool take_arrays(Survey *s)
{
    size_t n = s->count;
    uint32_t **wide[] = {&s->sentence, &s->class, &s->order, &s->quote, &s->name_at};
    for (size_t i = 0; i < COUNT(wide); i++)
        if (!(*wide[i] = TAKE(s->scratch, uint32_t, n))) return false;
    return (s->phrase = TAKE(s->scratch, Span, n));
}

static void class_words(Survey *s)
{
    for (uint32_t k = 0; k < s->tokens->sentence_count; k++)
        for (uint32_t i = s->tokens->sentences[k].first; i < s->tokens->sentences[k].end; i++) s->sentence[i] = k;
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t lemma = s->syntax->lemma_hash[i];
        bool letters = s->tokens->words[i].flags & WORD_LETTERS;
        s->class[i] = letters ? noun_class(&s->model->lists, lemma) | glossary_look(&s->model->glossary, lemma) : 0;
        s->name_at[i] = NONE;
        s->phrase[i] = (Span){i, i + 1};
    }
}

/* A quotation runs from its opening mark to its closing one or the paragraph's end. Single marks count where no double
 * one is open and a closing one follows in the paragraph; those left open may be apostrophes. */
static void number_quotes(Survey *s)
{
    uint32_t open = 0, single = NONE, quotes = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        const Word *w = &s->tokens->words[i];
        if (w->flags & WORD_PARAGRAPH) {
            open = 0;
            single = NONE;
        }
        if (w->mark == MARK_QUOTE_OPEN) open = ++quotes;
        s->quote[i] = open;
        if (w->mark == MARK_QUOTE_CLOSE) open = 0;
        if (open) continue;
        if (w->mark == MARK_SINGLE_OPEN) single = i;
        if (w->mark != MARK_SINGLE_CLOSE || single == NONE) continue;
        quotes++;
        for (uint32_t k = single; k <= i; k++) s->quote[k] = quotes;
        single = NONE;
    }
}

/* Leaves are peeled off and the order read backwards. */
static bool order_words(Survey *s)
{
    uint32_t *waiting = TAKE(s->scratch, uint32_t, s->count);
    if (!waiting) return false;
    memset(waiting, 0, (size_t)s->count * sizeof *waiting);
    for (uint32_t i = 0; i < s->count; i++)
        if (s->syntax->head[i] != NONE) waiting[s->syntax->head[i]]++;
    uint32_t head = s->count, tail = s->count; /* order[tail..head): peeled, not yet passed on */
    for (uint32_t i = 0; i < s->count; i++)
        if (!waiting[i]) s->order[--tail] = i;
    while (head > tail) {
        uint32_t up = s->syntax->head[s->order[--head]];
        if (up != NONE && !--waiting[up]) s->order[--tail] = up;
    }
    return tail == 0;
}

static bool comma_before(const Survey *s, uint32_t word)
{
    for (uint32_t back = 1; back <= 3 && back <= word; back++) {
        uint8_t mark = s->tokens->words[word - back].mark;
        if (mark == MARK_COMMA || mark == MARK_DASH || mark == MARK_OPEN) return true;
        if (s->syntax->upos[word - back] != UPOS_ADP) return false;
    }
    return false;
}

static bool is_number(uint8_t upos)
{
    return upos == UPOS_NUM || upos == UPOS_ADJ || upos == UPOS_ADV || upos == UPOS_DET;
}

/* Whether the words below `i` belong to the noun phrase of its head. */
static bool joins(const Survey *s, uint32_t i, uint32_t up)
{
    switch (s->syntax->relation[i]) {
    case REL_DET:
    case REL_DET_PREDET:
    case REL_AMOD:
    case REL_COMPOUND:
    case REL_FLAT:
    case REL_NMOD_DESC:
    case REL_NUMMOD:
    case REL_NMOD_POSS:
    case REL_FIXED:
    case REL_GOESWITH:
    case REL_APPOS: return true;
    case REL_NMOD:
    case REL_NMOD_UNMARKED: return !comma_before(s, (uint32_t)s->phrase[i].begin);
    case REL_ADVMOD:
    case REL_OBL:
    case REL_OBL_UNMARKED: return i < up && is_number(s->syntax->upos[up]) && s->syntax->relation[up] != REL_ROOT;
    case REL_CONJ: return s->syntax->relation[up] == REL_AMOD || s->syntax->relation[up] == REL_COMPOUND;
    default: return false;
    }
}

static void join_phrases(Survey *s)
{
    for (uint32_t k = s->count; k-- > 0;) {
        uint32_t i = s->order[k], up = s->syntax->head[i];
        if (up != NONE && joins(s, i, up)) s->phrase[up] = span_join(s->phrase[up], s->phrase[i]);
    }
}

bool survey_lay_out(Survey *s)
{
    if (!take_arrays(s)) return false;
    class_words(s);
    number_quotes(s);
    if (!order_words(s)) return false;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->syntax->relation[i] == REL_COP && s->syntax->head[i] != NONE)
            s->class[s->syntax->head[i]] |= WORD_PREDICATE;
    join_phrases(s);
    return true;
}
