/* Sources named together: "Dorn and Elling said". The tree hangs every one after the first on it; those whom the article
 * settles are listed in the text's order. Of "Dorn or Elling" nobody knows who it was: such are left as they are. "Both
 * governments" are the two countries that the sentences before name, if they name no third. */
#include "standing/internal.h"

#define JOINED 16u /* named together, that are looked at */

/* The word that governs the source, or NONE. */
static uint32_t top_of(const Sight *s, Span source)
{
    for (uint32_t i = source.begin; i < source.end; i++) {
        uint32_t head = s->syntax->head[i];
        bool noun = s->syntax->upos[i] == UPOS_NOUN || s->syntax->upos[i] == UPOS_PROPN ||
                    s->syntax->upos[i] == UPOS_PRON;
        if (noun && (head == NONE || !span_has(source, head))) return i;
    }
    return NONE;
}

/* "The two pilots, Jon Dorn and Mara Elling,": they stand beside the noun. */
static uint32_t named_beside(const Sight *s, Span source, uint32_t top)
{
    uint8_t xpos = s->syntax->xpos[top];
    if (xpos != XPOS_NNS && xpos != XPOS_NNPS) return top;
    for (uint32_t i = top + 1; i < source.end; i++)
        if (s->syntax->head[i] == top && s->syntax->relation[i] == REL_APPOS && s->syntax->upos[i] == UPOS_PROPN)
            return i;
    return top;
}

static uint32_t entity_at(const Sight *s, uint32_t word)
{
    uint32_t m = s->entities->of_head[word];
    return m == NONE ? NONE : s->entities->mentions[m].entity;
}

/* "Dorn, Elling and Amary": the tree may take the second for another name of the first. */
static bool is_another(const Sight *s, uint32_t top, uint32_t i)
{
    bool beside = s->syntax->head[i] == top && s->syntax->relation[i] == REL_APPOS && s->syntax->upos[i] == UPOS_PROPN;
    return beside && entity_at(s, i) != NONE && entity_at(s, i) != entity_at(s, top);
}

/* "Dorn, the mayor and a friend", "Dorn, founder and CEO of it": what is joined belongs to the apposition; not behind a
 * second comma, "Dorn, the mayor, and Elling". */
static bool in_apposition(const Sight *s, uint32_t top, uint32_t joined)
{
    bool beside = false, comma = false;
    if (s->syntax->upos[top] != UPOS_PROPN) return false;
    for (uint32_t i = top + 1; i < joined; i++) {
        comma |= beside && s->tokens->words[i].mark == MARK_COMMA;
        beside |= s->syntax->head[i] == top && s->syntax->relation[i] == REL_APPOS && !is_another(s, top, i);
    }
    return beside && (!comma || s->syntax->upos[joined] == UPOS_NOUN);
}

/* "Harbours and Fisheries Board", "Greyling & Tarn": one name. */
static bool in_name(const Sight *s, uint32_t top, uint32_t i)
{
    const Entities *e = s->entities;
    uint32_t own = e->of_head[top];
    if (own != NONE && span_has(e->mentions[own].name, i)) return true;
    for (uint32_t m = first_mention(s, top); m < e->mention_count && e->mentions[m].words.begin < i; m++)
        if (e->mentions[m].name.begin < i && span_has(e->mentions[m].name, i) &&
            span_has(e->mentions[m].name, i - 1) && s->syntax->upos[i - 1] == UPOS_CCONJ)
            return true;
    return false;
}

static bool is_joined(const Sight *s, uint32_t top, uint32_t i)
{
    uint8_t upos = s->syntax->upos[i];
    bool noun = upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_PRON;
    bool joined = s->syntax->head[i] == top && s->syntax->relation[i] == REL_CONJ && !in_apposition(s, top, i);
    return noun && !in_name(s, top, i) && (joined || is_another(s, top, i));
}

/* "And", "&", "neither … nor" before the last; not "or", "but". */
static bool joins_all(const Sight *s, Span source, uint32_t top)
{
    uint32_t last = top;
    bool joins = false;
    for (uint32_t i = top + 1; i < source.end; i++)
        if (s->syntax->relation[i] == REL_CONJ && is_joined(s, top, i)) last = i;
    for (uint32_t i = top + 1; i < last; i++) {
        if (s->syntax->upos[i] != UPOS_CCONJ) continue;
        Text word = word_text(s->article, &s->tokens->words[i]);
        if (!text_is(word, "and") && !text_is(word, "&") && !text_is(word, "nor")) return false;
        joins = true;
    }
    return joins;
}

/* Whether a source of that kind may be such an entity: not a people, which is many and nobody in particular, nor the maker
 * of a document ("a study by Dorn and the board"), nor the bodies of "ministry and palace spokesmen". */
static bool is_of_kind(uint8_t type, uint8_t kind)
{
    switch (kind) {
    case KIND_DOCUMENT:
        return type == ENTITY_DOCUMENT;
    case KIND_UNNAMED:
    case KIND_GROUP:
        return type == ENTITY_PERSON;
    case KIND_PERSON:
        return type != ENTITY_PEOPLE && type != ENTITY_PLACE && type != ENTITY_COUNTRY;
    default:
        return type != ENTITY_PEOPLE;
    }
}

static uint32_t settled(const Sight *s, uint32_t word, uint8_t kind)
{
    uint32_t entity = entity_at(s, word);
    bool mark = word && s->tokens->words[word - 1].mark == MARK_OPEN; /* "Dorn (R)" */
    if (entity == NONE || mark || !is_of_kind(s->entities->items[entity].type, kind)) return NONE;
    return entity;
}

typedef struct Joint {
    uint32_t entities[JOINED], count;
} Joint;

static void add(Joint *joint, uint32_t entity)
{
    for (uint32_t i = 0; i < joint->count; i++)
        if (joint->entities[i] == entity) return;
    if (entity != NONE && joint->count < JOINED) joint->entities[joint->count++] = entity;
}

/* A common noun in the singular without "a", "the", "his": an office, and not somebody. */
static bool is_bare_role(const Sight *s, Span source, uint32_t word)
{
    if (s->syntax->xpos[word] != XPOS_NN) return false;
    for (uint32_t i = source.begin; i < word; i++)
        if (s->syntax->head[i] == word && (s->syntax->relation[i] == REL_DET || s->syntax->relation[i] == REL_NMOD_POSS))
            return false;
    return true;
}

/* "Front-runner and former minister Mara Elling", "Jon Dorn, pilot and writer": roles of one, and not several. */
static bool joins_roles(const Sight *s, Span source, uint32_t top)
{
    for (uint32_t i = top + 1; i < source.end; i++)
        if (is_joined(s, top, i) && entity_at(s, i) == NONE && !is_bare_role(s, source, i)) return false;
    return entity_at(s, top) != NONE || is_bare_role(s, source, top);
}

static Joint joint_of(const Sight *s, Span source, uint8_t kind)
{
    Joint joint = {.count = 0};
    uint32_t top = source.end - source.begin < 2 * REACH ? top_of(s, source) : NONE;
    if (top != NONE) top = named_beside(s, source, top);
    if (top == NONE || !joins_all(s, source, top)) return joint;
    bool several = false;
    add(&joint, settled(s, top, kind));
    for (uint32_t i = top + 1; i < source.end; i++) {
        if (!is_joined(s, top, i)) continue;
        several = true;
        add(&joint, settled(s, i, kind));
    }
    if (!several || (joint.count == 1 && joins_roles(s, source, top))) joint.count = 0;
    return joint;
}

#define PAIR_SENTENCES 2u /* before the pair's, in which the two are looked for */
#define PAIR_MENTIONS 64u

typedef struct Pair {
    uint8_t type, gender; /* ENTITY_NONE: the noun does not tell; GENDER_UNKNOWN: of any */
} Pair;

/* What the two are: "both men", "the two governments". "Both candidates" may be two whom this article has long named. */
static Pair pair_at(const Sight *s, Span source)
{
    const Pair none = {ENTITY_NONE, GENDER_UNKNOWN};
    uint32_t head = source.end - 1, first = source.begin;
    bool both = is_sense(s, first, LEXIS_PAIR) && s->lemma[first] != s->model->each;
    bool two = first + 2 < source.end && s->lemma[first] == s->model->the && sense_number(s, first + 1) == 2 &&
               s->syntax->upos[first + 1] == UPOS_NUM;
    if (source.end - first < 2 || source.end - first > 4 || (!both && !two)) return none;
    if (s->syntax->upos[head] != UPOS_NOUN) return none;
    Text word = word_text(s->article, &s->tokens->words[head]);
    bool government = text_is(word, "governments") || text_is(word, "government");
    if (noun_of(s, head) & NOUN_COUNTRY || government) return (Pair){ENTITY_COUNTRY, GENDER_UNKNOWN};
    if (text_is(word, "men")) return (Pair){ENTITY_PERSON, GENDER_MALE};
    return text_is(word, "women") ? (Pair){ENTITY_PERSON, GENDER_FEMALE} : none;
}

static Joint pair_of(const Sight *s, Span source)
{
    Joint two = {.count = 0};
    Pair pair = pair_at(s, source);
    if (!pair.type) return two;
    uint32_t sentence = s->sentence[source.begin], m = first_mention(s, source.begin);
    for (uint32_t seen = 0; m-- > 0 && seen < PAIR_MENTIONS; seen++) {
        const Mention *x = &s->entities->mentions[m];
        if (s->sentence[x->head] + PAIR_SENTENCES < sentence) break;
        const Entity *e = x->entity == NONE ? NULL : &s->entities->items[x->entity];
        if (e && e->type == pair.type && (!pair.gender || e->gender == pair.gender)) add(&two, x->entity);
    }
    if (two.count != 2) two.count = 0;
    uint32_t later = two.entities[0]; /* entities are numbered in the order of the text */
    if (two.count && later > two.entities[1]) {
        two.entities[0] = two.entities[1];
        two.entities[1] = later;
    }
    return two;
}

bool joint_find(Sight *s, Arena *arena, Standings *out)
{
    uint32_t capacity = 0;
    for (uint32_t i = 0; i < s->attributions->count; i++) {
        Span source = s->attributions->items[i].source;
        if (source.begin >= source.end) continue;
        Joint joint = joint_of(s, source, s->standings[i].kind);
        if (!joint.count && s->standings[i].entity == NONE) joint = pair_of(s, source);
        bool alone = joint.count == 1 && s->standings[i].entity != NONE; /* "pilot and author Jon Dorn" is one */
        if (!joint.count || alone) continue;
        if (!arena_grow(arena, (void **)&out->joint, &capacity, out->joint_count + joint.count, sizeof *out->joint))
            return false;
        s->standings[i].joint_first = out->joint_count;
        s->standings[i].joint_count = joint.count;
        s->standings[i].entity = NONE; /* of a mention that the tree took for all of them */
        memcpy(out->joint + out->joint_count, joint.entities, joint.count * sizeof *joint.entities);
        out->joint_count += joint.count;
    }
    return true;
}
