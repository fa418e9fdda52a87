/* Credits and byline: what a report says of its own making.
 *
 *   By Jane Roe, Associated Press          a paragraph near the top
 *   MOSCOW, March 7 (TASS) —               a dateline; also "MOSCOW (Reuters) -"
 *   Reuters contributed reporting.         thanks; "Jane Roe of the Gazette contributed to this report"
 *   — Associated Press                     a paragraph of its own near the end */
#include "entity/internal.h"

#define TOP 5u /* paragraphs in which a byline stands */
#define BYLINE_WORDS 24u
#define DATELINE_WORDS 16u
#define THANKS_WORDS 60u
#define SIGNATURE_WORDS 6u

static Text text_at(const Survey *s, uint32_t i) { return word_text(s->article, &s->tokens->words[i]); }

static uint32_t paragraph_end(const Survey *s, uint32_t first)
{
    uint32_t i = first + 1;
    while (i < s->count && !(s->tokens->words[i].flags & WORD_PARAGRAPH)) i++;
    return i;
}

static void credit(Survey *s, uint32_t name)
{
    uint32_t b = s->names[name].bearer;
    if (b != NONE) s->bearers[b].credited = true;
}

static bool is_outlet(const Survey *s, uint32_t name)
{
    uint32_t b = s->names[name].bearer;
    if (b == NONE || s->bearers[b].type != ENTITY_OUTLET) return false;
    uint32_t entry = s->bearers[b].list_entry;
    return entry == NONE || !(list_entry(&s->model->lists, entry).flags & LIST_SOCIAL);
}

static void credit_outlets(Survey *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (s->name_at[i] != NONE && is_outlet(s, s->name_at[i])) credit(s, s->name_at[i]);
}

/* ---- byline ---- */

static bool ends_byline(const Survey *s, uint32_t i)
{
    uint8_t mark = s->tokens->words[i].mark;
    return mark == MARK_COMMA || mark == MARK_DASH || mark == MARK_OPEN || mark == MARK_TERMINAL ||
           mark == MARK_COLON || text_is(text_at(s, i), "|");
}

static bool may_stand_in_byline(const Survey *s, uint32_t i)
{
    return is_upper(s, i) || s->tokens->words[i].mark == MARK_HYPHEN ||
           s->syntax->lemma_hash[i] == s->model->glossary.and || s->class[i] & WORD_PARTICLE;
}

static void byline(Survey *s, uint32_t first, uint32_t end, Entities *out)
{
    Text by = text_at(s, first);
    if (end - first < 2 || end - first > BYLINE_WORDS || (!text_is(by, "By") && !text_is(by, "BY"))) return;
    if (!is_upper(s, first + 1) || out->byline.begin != out->byline.end) return;
    uint32_t i = first + 1;
    while (i < end && !ends_byline(s, i))
        if (!may_stand_in_byline(s, i++)) return;
    uint32_t name = s->name_at[first + 1];
    if (name != NONE && is_outlet(s, name)) {
        credit(s, name);
        return;
    }
    out->byline = (Span){first + 1, i};
    credit_outlets(s, i, end);
}

/* ---- dateline ---- a name in brackets and a dash behind it, among the first words of a paragraph */

static void dateline(Survey *s, uint32_t first, uint32_t end)
{
    uint32_t most = end - first < DATELINE_WORDS ? end : first + DATELINE_WORDS;
    if (!is_upper(s, first)) return;
    for (uint32_t i = first + 1; i + 2 < most; i++) {
        uint32_t name = s->name_at[i];
        if (s->tokens->words[i - 1].mark != MARK_OPEN || name == NONE || s->names[name].words.begin != i) continue;
        uint32_t close = s->names[name].words.end;
        if (close + 1 >= end || s->tokens->words[close].mark != MARK_CLOSE ||
            s->tokens->words[close + 1].mark != MARK_DASH)
            return;
        uint32_t b = s->names[name].bearer;
        if (b == NONE) return;
        uint8_t *type = &s->bearers[b].type;
        if (*type == ENTITY_NONE || (*type == ENTITY_ORGANIZATION && s->bearers[b].list_entry == NONE))
            *type = ENTITY_OUTLET;
        if (*type == ENTITY_OUTLET) credit(s, name);
        return;
    }
}

/* ---- thanks and signature ---- */

/* "contributed reporting", "contributed to this report" */
static bool is_thanks(const Survey *s, uint32_t first, uint32_t end)
{
    const Glossary *g = &s->model->glossary;
    if (end - first > THANKS_WORDS) return false;
    for (uint32_t i = first; i < end; i++) {
        if (s->syntax->lemma_hash[i] != g->contribute) continue;
        for (uint32_t k = i + 1; k < end && k < i + 5; k++)
            if (s->class[k] & NOUN_DOCUMENT || text_starts(text_at(s, k), "report") || text_is(text_at(s, k), "story"))
                return true;
    }
    return false;
}

static void signature(Survey *s, uint32_t first, uint32_t end)
{
    uint32_t i = first;
    if (end - first > SIGNATURE_WORDS) return;
    while (i < end && (s->tokens->words[i].mark == MARK_DASH || s->tokens->words[i].mark == MARK_OPEN ||
                       s->tokens->words[i].mark == MARK_HYPHEN))
        i++;
    if (i == end || s->name_at[i] == NONE || !is_outlet(s, s->name_at[i])) return;
    uint32_t after = s->names[s->name_at[i]].words.end;
    while (after < end && s->tokens->words[after].mark) after++;
    if (after == end) credit(s, s->name_at[i]);
}

bool survey_credits(Survey *s, Entities *out)
{
    uint32_t paragraph = 0;
    for (uint32_t first = 0, end; first < s->count; first = end, paragraph++) {
        end = paragraph_end(s, first);
        if (paragraph < TOP) {
            byline(s, first, end, out);
            dateline(s, first, end);
        }
        signature(s, first, end);
    }
    for (uint32_t k = 0; k < s->tokens->sentence_count; k++) {
        const Sentence *t = &s->tokens->sentences[k];
        if (is_thanks(s, t->first, t->end)) credit_outlets(s, t->first, t->end);
    }
    return true;
}
