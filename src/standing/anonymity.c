/* The words that say that a source is not named, or why: "who spoke on condition of anonymity because …", "speaking
 * on background", "who was not authorised to discuss it", or a sentence of its own just after: "The officials asked not to
 * be named."
 *
 * First the clauses that say so are found anywhere in the article, then each is laid to the attributions whose unnamed
 * source it stands beside. */
#include "standing/internal.h"

typedef struct Clause {
    Span words;
    uint32_t trigger; /* the word that says it */
} Clause;

typedef struct Clauses {
    Clause *items; /* ascending */
    uint32_t count, capacity;
} Clauses;

static uint32_t lemma_at(const Sight *s, uint32_t i)
{
    return s->lemma[i];
}

static bool sense_before(const Sight *s, uint32_t first, uint32_t i, uint32_t reach, uint64_t sense)
{
    for (uint32_t k = i; k-- > first && i - k <= reach;)
        if (is_sense(s, k, sense)) return true;
    return false;
}

static bool verb_within(const Sight *s, uint32_t i, uint32_t end, uint32_t reach)
{
    for (uint32_t k = i; k < end && k < i + reach; k++)
        if (s->syntax->xpos[k] == XPOS_VB) return true;
    return false;
}

/* "declined to be named", "asked not to be identified", "did not want to give his name" */
static bool withholds_name(const Sight *s, Span x, uint32_t i)
{
    bool refused = sense_before(s, x.begin, i, 7, LEXIS_NEGATION | LEXIS_REFUSES);
    if (s->syntax->upos[i] == UPOS_NOUN) return refused && sense_before(s, x.begin, i, 4, LEXIS_GIVES);
    if (s->syntax->xpos[i] != XPOS_VBN && s->syntax->upos[i] != UPOS_ADJ) return false;
    return refused && !is_sense(s, i, LEXIS_FLAT);
}

static bool off_record(const Sight *s, Span x, uint32_t i)
{
    uint32_t lemma = lemma_at(s, i);
    if (i < x.begin + 2) return false;
    if (lemma == s->model->background) return lemma_at(s, i - 1) == s->model->on && is_verb(s, i - 2);
    if (lemma == s->model->attribution) return sense_before(s, x.begin, i, 2, LEXIS_NEGATION);
    return lemma == s->model->record && lemma_at(s, i - 2) == s->model->off;
}

static bool says_so(const Sight *s, Span x, uint32_t i)
{
    if (is_sense(s, i, LEXIS_SECRET)) return true;
    if (is_sense(s, i, LEXIS_ALLOW))
        return sense_before(s, x.begin, i, 4, LEXIS_NEGATION | LEXIS_REFUSES) && verb_within(s, i + 1, x.end, 5);
    if (is_sense(s, i, LEXIS_NAMED)) return withholds_name(s, x, i) || is_sense(s, i, LEXIS_FLAT);
    return off_record(s, x, i);
}

/* ---- where the clause begins and ends ---- */

static bool bound(const Sight *s, uint32_t i)
{
    uint8_t mark = s->tokens->words[i].mark;
    return mark != MARK_NONE && mark != MARK_HYPHEN && mark != MARK_OTHER;
}

/* "on condition", "under the condition": the preposition, or NONE. */
static uint32_t condition_before(const Sight *s, Span x, uint32_t i)
{
    for (uint32_t k = i; k-- > x.begin && i - k < 8;)
        if (lemma_at(s, k) == s->model->condition) {
            while (k > x.begin && i - k < REACH && s->syntax->upos[k] != UPOS_ADP) k--;
            return s->syntax->upos[k] == UPOS_ADP ? k : NONE;
        }
    return NONE;
}

static uint32_t clause_begin(const Sight *s, Span x, uint32_t i)
{
    uint32_t on = condition_before(s, x, i), first = i;
    bool phrase = on != NONE;
    if (phrase && (on == x.begin || !is_sense(s, on - 1, LEXIS_SPEAKS))) return on;
    for (uint32_t k = phrase ? on : i; k-- > x.begin && i - k < REACH; first = k) {
        if (bound(s, k)) return k + 1;
        bool relative = is_sense(s, k, LEXIS_WHO) && s->syntax->upos[k] == UPOS_PRON;
        bool participle =
            s->syntax->xpos[k] == XPOS_VBG && s->syntax->relation[k] != REL_CCOMP && is_sense(s, k, LEXIS_SPEAKS);
        if (relative || participle || s->lemma[k] == s->model->because) return k;
    }
    return first;
}

static uint32_t clause_end(const Sight *s, Span x, uint32_t i)
{
    uint32_t end = i + 1;
    while (end < x.end && end < i + REACH && !bound(s, end)) end++;
    return end;
}

static Span clause_words(const Sight *s, Span x, uint32_t i)
{
    if (is_sense(s, i, LEXIS_FLAT) || (s->syntax->upos[i] == UPOS_ADJ && is_sense(s, i, LEXIS_SECRET) &&
                                       i + 1 < x.end && s->syntax->upos[i + 1] == UPOS_NOUN))
        return (Span){i, i + 1}; /* "an unnamed official" */
    return (Span){clause_begin(s, x, i), clause_end(s, x, i)};
}

static Status clauses_find(const Sight *s, Arena *scratch, Clauses *out, Error *error)
{
    for (uint32_t i = 0; i < s->tokens->word_count; i++) {
        bool candidate = s->sense[i] & (LEXIS_SECRET | LEXIS_ALLOW | LEXIS_NAMED | LEXIS_OFF);
        if (!candidate) continue;
        Span x = sentence_span(s, i);
        if (!says_so(s, x, i)) continue;
        Clause clause = {clause_words(s, x, i), i};
        if (out->count && out->items[out->count - 1].words.end > clause.words.begin)
            continue; /* "not authorised … on condition" */
        if (!arena_grow(scratch, (void **)&out->items, &out->capacity, out->count + 1, sizeof clause))
            return fail_memory(error);
        out->items[out->count++] = clause;
    }
    return SAYSO_OK;
}

/* ---- whose ---- */

static bool may_be_nameless(const Standing *st)
{
    return st->kind == KIND_UNNAMED || st->kind == KIND_GROUP || (st->kind == KIND_NONE && st->entity == NONE);
}

static bool another_between(const Sight *s, uint32_t attribution, uint32_t from, uint32_t to)
{
    const Attributions *a = s->attributions;
    for (uint32_t k = attribution > 2 ? attribution - 2 : 0; k < a->count && k < attribution + 3; k++) {
        Span source = a->items[k].source, own = a->items[attribution].source;
        bool other = source.begin != own.begin && source.begin < source.end;
        if (other && source.begin >= from && source.begin < to && s->syntax->upos[source.begin] != UPOS_PRON)
            return true;
    }
    return false;
}

/* In the source's sentence: inside it, after it, or just before it. */
static bool beside_source(const Sight *s, uint32_t attribution, Span clause)
{
    Span source = s->attributions->items[attribution].source;
    if (s->sentence[clause.begin] != s->sentence[source.begin]) return false;
    if (in_contents(s, attribution, clause.begin)) return false;
    if (clause.end <= source.begin) return source.begin - clause.end <= 2;
    if (clause.begin < source.begin) return false;
    if (clause.begin < source.end) return true;
    return clause.begin - source.end < REACH && !another_between(s, attribution, source.end, clause.begin);
}

/* A sentence of its own, the next: "The officials requested anonymity." */
static bool own_sentence(const Sight *s, uint32_t attribution, Span clause)
{
    const Attribution *a = &s->attributions->items[attribution];
    uint32_t last = a->source.end > a->cue.end ? a->source.end : a->cue.end;
    uint32_t sentence = s->sentence[clause.begin];
    if (sentence != s->sentence[last - 1] + 1 || clause.begin != s->tokens->sentences[sentence].first) return false;
    uint32_t i = clause.begin;
    while (i < clause.end && s->syntax->upos[i] == UPOS_DET && !is_sense(s, i, LEXIS_SOME)) i++;
    return is_sense(s, i, LEXIS_THIRD | LEXIS_SOME | LEXIS_LONE) || (noun_of(s, i) & NOUN_PERSON) ||
           s->syntax->upos[i] == UPOS_NUM || s->syntax->upos[i] == UPOS_ADJ;
}

static void lay(Sight *s, uint32_t attribution, const Clauses *clauses)
{
    Standing *st = &s->standings[attribution];
    const Attribution *a = &s->attributions->items[attribution];
    if (!may_be_nameless(st) || a->source.begin >= a->source.end) return;
    uint32_t first = sentence_span(s, a->source.begin).begin, low = 0, high = clauses->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (clauses->items[middle].words.begin < first)
            low = middle + 1;
        else
            high = middle;
    }
    for (uint32_t k = low; k < clauses->count && k < low + 4; k++) {
        Span c = clauses->items[k].words;
        if (!beside_source(s, attribution, c) && !own_sentence(s, attribution, c)) continue;
        if (clauses->items[k].trigger < a->cue.begin && c.end > a->cue.begin) c.end = a->cue.begin;
        st->anonymity = c;
        return;
    }
}

Status anonymity_find(Sight *s, Arena *scratch, Error *error)
{
    Clauses clauses = {0};
    Status status = clauses_find(s, scratch, &clauses, error);
    if (status || !clauses.count) return status;
    for (uint32_t i = 0; i < s->attributions->count; i++) lay(s, i, &clauses);
    return SAYSO_OK;
}
