/* The gender of a person, and what tells it, the surest first: the pronouns that stand for the person; titles and nouns
 * that go with the name or stand for it; the given name. Two that disagree on one level settle nothing, nor do pronoun
 * and title that disagree; a list of names is no evidence against either. One walk over the names and mentions. */
#include "entity/internal.h"

typedef struct Told { /* GIVEN_… bits of each level */
    uint8_t pronoun, title, name;
} Told;

/* "Ms.", "King"; of a role before the name ("spokeswoman Jane Roe") the last word. */
static uint8_t told_by_title(const Survey *s, const Name *n)
{
    uint32_t flags = 0, class = span_empty(n->role) ? 0 : s->class[n->role.end - 1];
    for (uint32_t i = n->title.begin; i < n->title.end; i++)
        flags |= list_title(&s->model->lists, &s->tokens->words[i], n->title.end - i).flags;
    return (uint8_t)((flags & TITLE_MALE || class & NOUN_MALE ? GIVEN_MALE : 0) |
                     (flags & TITLE_FEMALE || class & NOUN_FEMALE ? GIVEN_FEMALE : 0));
}

static bool is_initial(const Survey *s, uint32_t word)
{
    Text t = word_text(s->article, &s->tokens->words[word]);
    return t.size == 1 || (t.size == 2 && t.data[1] == '.');
}

/* The first word of a fuller form that is no initial; a lone word may be a surname. A user's list may say it too. */
static uint8_t told_by_name(const Survey *s, const Bearer *b)
{
    if (b->list_entry != NONE) {
        uint16_t marks = list_entry(&s->model->lists, b->list_entry).flags;
        if (marks & (LIST_MALE | LIST_FEMALE))
            return (uint8_t)((marks & LIST_MALE ? GIVEN_MALE : 0) | (marks & LIST_FEMALE ? GIVEN_FEMALE : 0));
    }
    Span words = s->names[b->full].words;
    uint32_t i = words.begin;
    while (i + 1 < words.end && is_initial(s, i)) i++;
    return i + 1 < words.end ? given_name(&s->model->lists, &s->tokens->words[i]) : 0;
}

static uint8_t told_by_mention(const Mention *m)
{
    return (uint8_t)((m->flags & MENTION_MALE ? GIVEN_MALE : 0) | (m->flags & MENTION_FEMALE ? GIVEN_FEMALE : 0));
}

static void hear_mentions(const Survey *s, Told *told)
{
    for (uint32_t i = 0; i < s->mention_count; i++) {
        const Mention *m = &s->mentions[i];
        uint32_t b = s->bearer_of[i];
        if (b == NONE) continue;
        if (m->kind == MENTION_PRONOUN && m->rule == RULE_PRONOUN) told[b].pronoun |= told_by_mention(m);
        if (m->kind == MENTION_NOMINAL && !(m->flags & MENTION_PLURAL)) told[b].title |= told_by_mention(m);
    }
}

static void settle_gender(const Told *told, Entity *e)
{
    const uint8_t both = GIVEN_MALE | GIVEN_FEMALE;
    uint8_t words = told->pronoun | told->title;
    if (words == both) return;
    uint8_t said = words ? words : told->name;
    if (!said || said == both) return;
    e->gender = said == GIVEN_MALE ? GENDER_MALE : GENDER_FEMALE;
    e->gender_by = told->pronoun ? EVIDENCE_PRONOUN : told->title ? EVIDENCE_TITLE : EVIDENCE_NAME;
}

bool survey_genders(Survey *s, Entities *out)
{
    Told *told = TAKE(s->scratch, Told, s->bearer_count);
    if (!told) return false;
    memset(told, 0, s->bearer_count * sizeof *told);
    for (uint32_t i = 0; i < s->name_count; i++)
        if (s->names[i].bearer != NONE) told[s->names[i].bearer].title |= told_by_title(s, &s->names[i]);
    hear_mentions(s, told);
    for (uint32_t i = 0; i < s->bearer_count; i++) {
        const Bearer *b = &s->bearers[i];
        if (b->number == NONE || b->type != ENTITY_PERSON) continue;
        told[i].name = told_by_name(s, b);
        settle_gender(&told[i], &out->items[b->number]);
    }
    return true;
}
