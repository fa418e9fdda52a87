/* What the rules look at, in time proportional to the article; and the questions about tree and place that they share.
 */
#include "standing/internal.h"

/* ---- words ---- */

static bool is_cue(const Sight *s, uint32_t lemma)
{
    static const uint8_t roots[] = {CUE_VERB, CUE_CONTENT, CUE_OWN};
    for (size_t i = 0; i < COUNT(roots); i++)
        if (cues_look_up(&s->model->cues, cues_step(cues_start(roots[i]), lemma)).found) return true;
    return false;
}

#define STEM_SIZE 32u

static uint32_t cue_or(const Sight *s, const char *stem, size_t size, uint32_t otherwise)
{
    uint32_t lemma = lemma_hash(text_of(stem, size));
    return is_cue(s, lemma) ? lemma : otherwise;
}

/* "declin-ed", "admitt-ed", "den-ied", "threaten-ed" */
static uint32_t lemma_of_stem(const Sight *s, char stem[STEM_SIZE], size_t size, uint32_t otherwise)
{
    uint32_t lemma = otherwise;
    if (size > 3 && stem[size - 1] == stem[size - 2]) lemma = cue_or(s, stem, size - 1, lemma);
    if (stem[size - 1] == 'i') {
        stem[size - 1] = 'y';
        return cue_or(s, stem, size, lemma);
    }
    lemma = cue_or(s, stem, size, lemma);
    stem[size] = 'e';
    return cue_or(s, stem, size + 1, lemma);
}

/* The learnt lemma of a verb is at times a bare stem ("declin") or the word itself ("threatened"): the list knows
 * better. */
static uint32_t mend_lemma(const Sight *s, uint32_t i)
{
    uint32_t lemma = s->syntax->lemma_hash[i];
    uint8_t tag = s->syntax->xpos[i];
    uint32_t ending = tag == XPOS_VBD || tag == XPOS_VBN ? 2 : tag == XPOS_VBG ? 3 : 0;
    Text t = word_text(s->article, &s->tokens->words[i]);
    if (!ending || t.size < ending + 3 || t.size >= STEM_SIZE || is_cue(s, lemma)) return lemma;
    if (ending == 2 ? t.data[t.size - 1] != 'd' : t.data[t.size - 1] != 'g') return lemma;
    char stem[STEM_SIZE];
    memcpy(stem, t.data, t.size);
    return lemma_of_stem(s, stem, t.size - ending, lemma);
}

/* "A white paper", "a research paper" */
static bool is_white_paper(const Sight *s, uint32_t i)
{
    static const char *const kinds[] = {"white", "research", "position", "working", "discussion", "academic", "policy"};
    if (!i || s->lemma[i] != s->model->paper) return false;
    Text before = word_text(s->article, &s->tokens->words[i - 1]);
    for (size_t k = 0; k < COUNT(kinds); k++)
        if (text_is(before, kinds[k])) return true;
    return false;
}

/* All of an interview's turn, of a post that is set off, is its speaker's words, without quotation marks. */
static void quote_whole(Sight *s)
{
    for (uint32_t i = 0; i < s->attributions->count; i++) {
        const Attribution *a = &s->attributions->items[i];
        for (uint32_t k = 0; k < a->content_count && (a->turn || a->set_off); k++)
            for (Span c = s->attributions->contents[a->content_first + k]; c.begin < c.end; c.begin++) s->quoted[c.begin] = true;
    }
}

static void read_words(Sight *s)
{
    const Tokens *t = s->tokens;
    uint32_t paragraph = NONE;
    bool open = false;
    for (uint32_t n = 0; n < t->sentence_count; n++) {
        Sentence x = t->sentences[n];
        if (x.paragraph != paragraph) open = false;
        paragraph = x.paragraph;
        for (uint32_t i = x.first; i < x.end; i++) {
            s->sentence[i] = n;
            s->lemma[i] = mend_lemma(s, i);
            s->sense[i] = lexis_find(&s->model->lexis, s->lemma[i]);
            s->white_paper |= is_white_paper(s, i);
            uint8_t mark = t->words[i].mark;
            if (mark == MARK_QUOTE_OPEN || mark == MARK_SINGLE_OPEN) open = true;
            s->quoted[i] = open;
            if (mark == MARK_QUOTE_CLOSE || mark == MARK_SINGLE_CLOSE) open = false;
        }
    }
    quote_whole(s);
}

static void mark_cues(Sight *s)
{
    memset(s->cue, 0, s->tokens->word_count);
    for (uint32_t i = 0; i < s->attributions->count; i++)
        for (uint32_t w = s->attributions->items[i].cue.begin; w < s->attributions->items[i].cue.end; w++)
            s->cue[w] = true;
}

static bool nest_contents(Sight *s, Arena *scratch)
{
    Nesting n;
    if (!attributions_nest(s->attributions, s->tokens->word_count, scratch, &n)) return false;
    s->owner = n.owner, s->enclosing = n.enclosing, s->inside = n.inside;
    return true;
}

Status sight_make(Sight *s, Arena *scratch, Error *error)
{
    size_t n = s->tokens->word_count;
    s->lemma = TAKE(scratch, uint32_t, n);
    s->sense = TAKE(scratch, uint64_t, n);
    s->sentence = TAKE(scratch, uint32_t, n);
    s->quoted = TAKE(scratch, bool, n);
    s->cue = TAKE(scratch, bool, n);
    if (!s->lemma || !s->sense || !s->sentence || !s->quoted || !s->cue) return fail_memory(error);
    read_words(s);
    mark_cues(s);
    if (!nest_contents(s, scratch)) return fail_memory(error);
    s->published = day_read(s->article->published);
    for (uint32_t i = 0; i < s->entities->count && !s->names_person; i++)
        s->names_person = s->entities->items[i].type == ENTITY_PERSON || s->entities->items[i].type == ENTITY_NONE;
    return moments_find(s, scratch, error);
}

/* ---- questions ---- */

uint32_t place_of(const Sight *s, uint32_t attribution)
{
    const Attribution *a = &s->attributions->items[attribution];
    if (a->cue.begin < a->cue.end) return a->cue.begin;
    return a->source.begin < a->source.end ? a->source.begin : s->attributions->contents[a->content_first].begin;
}

Span sight_reach(const Sight *s, uint32_t word)
{
    Span x = sentence_span(s, word);
    if (word - x.begin > REACH) x.begin = word - REACH;
    if (x.end - word > REACH) x.end = word + REACH;
    return x;
}

bool in_contents(const Sight *s, uint32_t attribution, uint32_t word)
{
    uint32_t c = s->inside[word];
    for (uint32_t depth = 0; c != NONE && depth < REACH; depth++, c = s->enclosing[c])
        if (s->owner[c] == attribution) return true;
    return false;
}

bool is_listed_verb(const Sight *s, uint32_t word)
{
    return is_verb(s, word) && cues_look_up(&s->model->cues, cues_step(cues_start(CUE_VERB), s->lemma[word])).found;
}

bool is_verb(const Sight *s, uint32_t word)
{
    return s->syntax->upos[word] == UPOS_VERB;
}

uint32_t noun_of(const Sight *s, uint32_t word)
{
    return s->entities->lists ? noun_class(s->entities->lists, s->syntax->lemma_hash[word]) : 0;
}

uint32_t first_mention(const Sight *s, uint32_t word)
{
    uint32_t low = 0, high = s->entities->mention_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (s->entities->mentions[middle].words.begin < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t mention_at(const Sight *s, uint32_t word)
{
    uint32_t m = first_mention(s, word);
    bool found = m < s->entities->mention_count && s->entities->mentions[m].words.begin == word;
    return found ? m : NONE;
}

static bool nominal(const Sight *s, uint32_t word)
{
    switch (s->syntax->upos[word]) {
    case UPOS_NOUN:
    case UPOS_PROPN:
    case UPOS_ADJ:
    case UPOS_NUM:
    case UPOS_DET:
        return true;
    case UPOS_PRON:
        return s->syntax->xpos[word] == XPOS_PRPS;
    case UPOS_PART:
        return s->syntax->xpos[word] == XPOS_POS;
    default:
        return s->tokens->words[word].mark == MARK_HYPHEN;
    }
}

static bool is_noun(const Sight *s, uint32_t word)
{
    return s->syntax->upos[word] == UPOS_NOUN || s->syntax->upos[word] == UPOS_PROPN;
}

Span phrase_at(const Sight *s, uint32_t word, uint32_t end)
{
    if (word >= end) return (Span){word, word};
    uint32_t m = mention_at(s, word);
    if (m != NONE && s->entities->mentions[m].words.end <= end) {
        Span words = s->entities->mentions[m].words;
        bool goes_on = words.end < end && is_noun(s, words.end) &&
                       !(s->sense[words.end] & (LEXIS_WEEKDAY | LEXIS_DAY | LEXIS_MONTH));
        if (!goes_on) return words; /* else a part of a longer name: "Democrat | candidate Mara Elling" */
    }
    uint32_t i = word, last = word;
    for (; i < end && nominal(s, i); i++) {
        if (i > word && s->syntax->upos[i] == UPOS_DET) break;
        if (i > word && is_noun(s, i - 1) && s->sense[i] & (LEXIS_WEEKDAY | LEXIS_DAY | LEXIS_WHICH)) break;
        if (is_noun(s, i)) last = i + 1;
    }
    if (i == word && s->syntax->upos[word] == UPOS_PRON) last = word + 1;
    return (Span){word, last};
}

uint32_t phrase_head(const Sight *s, Span phrase)
{
    for (uint32_t i = phrase.begin; i < phrase.end; i++) {
        uint32_t head = s->syntax->head[i];
        if (head == NONE || !span_has((Span){phrase.begin, phrase.end}, head)) {
            if (is_noun(s, i) || s->syntax->upos[i] == UPOS_PRON || s->syntax->upos[i] == UPOS_NUM) return i;
        }
    }
    return phrase.end - 1;
}

bool is_transparent(const Sight *s, uint32_t word)
{
    bool speaking = is_sense(s, word, LEXIS_SPEAKING) && s->syntax->xpos[word] == XPOS_VBG;
    return speaking || is_sense(s, word, LEXIS_CARRIES);
}

bool climbs_to_cue(const Sight *s, uint32_t attribution, uint32_t word)
{
    Span cue = s->attributions->items[attribution].cue;
    uint32_t w = s->syntax->head[word];
    for (uint32_t steps = 0; w != NONE && steps < 6; steps++, w = s->syntax->head[w]) {
        if (span_has(cue, w)) return true;
        if (is_verb(s, w) && !is_transparent(s, w)) return false;
        if (in_contents(s, attribution, w)) return false;
    }
    return false;
}

static bool passable(const Sight *s, uint32_t attribution, uint32_t word)
{
    uint8_t mark = s->tokens->words[word].mark;
    bool verb = is_verb(s, word) && !is_transparent(s, word);
    bool clause = s->syntax->upos[word] == UPOS_CCONJ && word && s->tokens->words[word - 1].mark == MARK_COMMA;
    return !verb && !clause && mark != MARK_COLON && !in_contents(s, attribution, word);
}

static bool all_passable(const Sight *s, uint32_t attribution, uint32_t from, uint32_t to)
{
    if (to > from + REACH) return false;
    for (uint32_t i = from; i < to; i++)
        if (!passable(s, attribution, i)) return false;
    return true;
}

/* Where the contents that follow the cue end; the cue's own end where none do. */
static uint32_t contents_end(const Sight *s, uint32_t attribution, uint32_t before)
{
    const Attribution *a = &s->attributions->items[attribution];
    uint32_t end = a->cue.end;
    for (uint32_t k = 0; k < a->content_count; k++) {
        Span c = s->attributions->contents[a->content_first + k];
        if (c.begin >= a->cue.end && c.end <= before && c.end > end) end = c.end;
    }
    return end;
}

/* What stands right behind the content that the reading did not count to it is the cue's: "urged him to leave on
 * Monday". */
static bool behind_contents(const Sight *s, uint32_t attribution, Span words)
{
    uint32_t end = contents_end(s, attribution, words.begin);
    bool near = end > s->attributions->items[attribution].cue.end && words.begin - end <= 1;
    return near && all_passable(s, attribution, end, words.begin);
}

bool beside_cue(const Sight *s, uint32_t attribution, Span words)
{
    Span cue = s->attributions->items[attribution].cue, source = s->attributions->items[attribution].source;
    if (words.begin >= cue.end)
        return all_passable(s, attribution, cue.end, words.begin) || behind_contents(s, attribution, words);
    bool inserted = source.begin < source.end && source.end <= words.begin; /* "Threlk, who was hurt on Monday, said" */
    return all_passable(s, attribution, inserted ? source.end : words.end, words.begin) &&
           all_passable(s, attribution, words.end, cue.begin);
}
