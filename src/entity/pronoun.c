/* He and she: who of the people in mind is meant. A log-linear model ranks them against "none of these" and answers
 * where one has the greater part of the chance.
 *
 * The weights are the maximum a posteriori on GUM's train part (892 pronouns, AdaGrad over 80 epochs), with a penalty
 * of 10 on the squared distance from weights set by hand: GUM has few quotations, and its lives of one person each
 * would have the one named most often win. F_COUNT therefore keeps the hand's 0.8. */
#include "entity/internal.h"

enum { /* features */
       F_BIAS,
       F_SAME_SENTENCE,
       F_NEXT_SENTENCE,
       F_TWO_SENTENCES,
       F_DISTANCE,
       F_SUBJECT,
       F_POSSESSOR,
       F_PARALLEL,
       F_LATEST,
       F_SECOND,
       F_NAMED,
       F_SEX_FITS,
       F_SEX_UNKNOWN,
       F_COUNT,
       F_QUOTED_BEFORE,
       F_SAME_QUOTE,
       F_OUT_OF_QUOTE,
       F_SAME_CLAUSE,
       F_SUBJECT_BEFORE,
       F_SUBJECT_HERE,
       F_GOVERNS,
       F_AFTER_PRONOUN,
       F_EMBEDDED,
       F_SURE_PERSON,
       F_OWN_CLAUSE,
       F_PARAGRAPH,
       F_SPEAKER_AGAIN,
       F_RIVALS,
       F_LIKELY_PERSON,
       F_GOES_ON
};
_Static_assert(F_GOES_ON + 1 == PRONOUN_FEATURES, "a weight for each feature");

static const float weights[PRONOUN_FEATURES] = {
    [F_BIAS] = -0.81f,         [F_SAME_SENTENCE] = 1.22f, [F_NEXT_SENTENCE] = 0.21f,  [F_TWO_SENTENCES] = 0.12f,
    [F_DISTANCE] = -0.43f,     [F_SUBJECT] = 0.47f,       [F_POSSESSOR] = 0.80f,      [F_PARALLEL] = 0.20f,
    [F_LATEST] = 0.16f,        [F_SECOND] = 0.08f,        [F_NAMED] = 0.13f,          [F_SEX_FITS] = 0.48f,
    [F_SEX_UNKNOWN] = -0.31f,  [F_COUNT] = 0.80f,         [F_QUOTED_BEFORE] = 0.38f,  [F_SAME_QUOTE] = -0.33f,
    [F_OUT_OF_QUOTE] = -1.42f, [F_SAME_CLAUSE] = -3.79f,  [F_SUBJECT_BEFORE] = 0.79f, [F_SUBJECT_HERE] = 0.08f,
    [F_GOVERNS] = 0.75f,       [F_AFTER_PRONOUN] = 1.43f, [F_EMBEDDED] = -0.75f,      [F_SURE_PERSON] = 0.18f,
    [F_OWN_CLAUSE] = 1.37f,    [F_PARAGRAPH] = 0.80f,     [F_SPEAKER_AGAIN] = 0.56f,  [F_RIVALS] = -0.53f,
    [F_LIKELY_PERSON] = 1.68f, [F_GOES_ON] = 2.0f,
};
#define LEAST_CHANCE 0.45f
#define FARTHEST 10u /* sentences over which a pronoun reaches back */

#define CLIMB 6u /* clauses above a pronoun that are looked at */

/* The verb or other predicate whose dependent the phrase is, out of the phrase round it. */
static uint32_t clause_of(const Survey *s, uint32_t word)
{
    for (uint32_t step = 0; step < 12; step++) {
        uint32_t h = s->syntax->head[word];
        if (h == NONE) return word;
        uint8_t r = s->syntax->relation[word];
        word = h;
        if (is_subject(r) || r == REL_OBJ || r == REL_IOBJ || r == REL_OBL || r == REL_OBL_AGENT || r == REL_XCOMP)
            return word;
    }
    return word;
}

/* Whether `above` governs the clause at some distance: "Roe (said) that she (would go)". */
static bool clause_governs(const Survey *s, uint32_t above, uint32_t clause)
{
    for (uint32_t step = 0; step < CLIMB && clause != NONE; step++) {
        clause = s->syntax->head[clause];
        if (clause == above) return true;
    }
    return false;
}

static bool is_possessive(const Survey *s, uint32_t word) { return s->syntax->relation[word] == REL_NMOD_POSS; }

static bool is_embedded(uint8_t r)
{
    return r == REL_NMOD || r == REL_NMOD_POSS || r == REL_COMPOUND || r == REL_CONJ || r == REL_APPOS ||
           r == REL_NMOD_DESC;
}

static void features(const Scene *scene, const Mention *p, uint32_t place, uint8_t gender, float f[PRONOUN_FEATURES])
{
    const Survey *s = scene->survey;
    const Referent *r = &scene->people[place];
    const Mention *m = &s->mentions[r->mention];
    uint32_t here = s->sentence[p->head], distance = here - r->sentence;
    uint32_t clause = clause_of(s, p->head), other = clause_of(s, m->head);
    uint8_t relation = s->syntax->relation[p->head], last = s->syntax->relation[m->head];
    bool own = is_possessive(s, p->head), quoted = s->quote[p->head] != 0;
    bool same_clause = clause == other && distance == 0;
    memset(f, 0, PRONOUN_FEATURES * sizeof *f);
    f[F_BIAS] = 1;
    f[F_SAME_SENTENCE] = distance == 0;
    f[F_NEXT_SENTENCE] = distance == 1;
    f[F_TWO_SENTENCES] = distance == 2;
    f[F_DISTANCE] = distance > 2 ? (float)(distance < 10 ? distance - 2 : 8) / 4 : 0;
    f[F_SUBJECT] = is_subject(last);
    f[F_POSSESSOR] = last == REL_NMOD_POSS;
    f[F_PARALLEL] = is_subject(last) && is_subject(relation);
    f[F_LATEST] = place == 0;
    f[F_SECOND] = place == 1;
    f[F_NAMED] = r->bearer != NONE;
    f[F_SEX_FITS] = (r->gender & gender) != 0;
    f[F_SEX_UNKNOWN] = r->gender == 0;
    f[F_COUNT] = (float)(r->count < 8 ? r->count : 8) / 8;
    f[F_QUOTED_BEFORE] = !quoted && r->quoted;
    f[F_SAME_QUOTE] = quoted && s->quote[m->head] == s->quote[p->head];
    f[F_OUT_OF_QUOTE] = quoted && !r->quoted;
    f[F_SAME_CLAUSE] = same_clause && !own && is_subject(last);
    f[F_SUBJECT_BEFORE] = r->subject_sentence != NONE && r->subject_sentence + 1 == here;
    f[F_SUBJECT_HERE] = r->subject_sentence == here;
    f[F_GOVERNS] = distance == 0 && is_subject(last) && clause_governs(s, other, clause);
    f[F_AFTER_PRONOUN] = m->kind == MENTION_PRONOUN;
    f[F_EMBEDDED] = is_embedded(last);
    f[F_SURE_PERSON] = r->human;
    f[F_OWN_CLAUSE] = same_clause && own && is_subject(last);
    f[F_PARAGRAPH] = s->tokens->sentences[r->sentence].paragraph == s->tokens->sentences[here].paragraph;
    f[F_SPEAKER_AGAIN] = is_subject(relation) && is_subject(last) && s->class[clause] & s->class[other] & WORD_SAYS;
    f[F_LIKELY_PERSON] = r->likely;
    f[F_GOES_ON] = !quoted && is_subject(relation) && s->class[clause] & WORD_SAYS && r->bearer != NONE &&
                   r->bearer == scene->active;
    f[F_RIVALS] = (float)scene->count / 8;
}

static bool is_reflexive(const Survey *s, const Mention *p)
{
    return s->tokens->words[p->head].end - s->tokens->words[p->head].begin > 5; /* himself, herself */
}

/* Whether the article first speaks of somebody behind the pronoun: of a sentence the quotations are walked last. */
static bool comes_after(const Survey *s, const Mention *p, const Referent *r)
{
    if (s->mentions[r->mention].words.begin <= p->head) return false;
    if (r->bearer == NONE) return s->mentions[r->first].words.begin > p->head;
    uint32_t name = s->bearers[r->bearer].first;
    return name == NONE || s->names[name].words.begin > p->head;
}

#define NAMES 24u /* mentions on each side that are looked at */

/* "He told Roe": who is an object is not the subject. */
static bool is_object_here(const Survey *s, uint32_t mention, uint32_t bearer)
{
    const Mention *p = &s->mentions[mention];
    uint32_t verb = s->syntax->head[p->head];
    if (bearer == NONE || verb == NONE || !is_subject(s->syntax->relation[p->head])) return false;
    for (uint32_t k = mention + 1; k < mention + NAMES && k < s->mention_count; k++) {
        const Mention *m = &s->mentions[k];
        uint8_t r = s->syntax->relation[m->head];
        bool object = s->syntax->head[m->head] == verb && (r == REL_OBJ || r == REL_IOBJ || r == REL_OBL);
        if (object && m->kind == MENTION_NAME && s->bearer_of[k] == bearer) return true;
    }
    return false;
}

static bool fits(const Scene *scene, uint32_t mention, const Referent *r, uint8_t gender)
{
    const Survey *s = scene->survey;
    const Mention *p = &s->mentions[mention], *m = &s->mentions[r->mention];
    if (r->gender && !(r->gender & gender)) return false;
    if (s->sentence[p->head] - r->sentence > FARTHEST) return false;
    if (comes_after(s, p, r) || is_object_here(s, mention, r->bearer)) return false;
    if (span_holds(m->words, p->head)) return false;                 /* "his wife" is not he */
    return !(scene->speaker != NONE && r->bearer == scene->speaker); /* who speaks says "I" */
}

uint32_t pronoun_choose(const Scene *scene, uint32_t mention, uint8_t gender, uint8_t *rule)
{
    const Mention *p = &scene->survey->mentions[mention];
    float best = 0, sum = 1, f[PRONOUN_FEATURES];
    uint32_t chosen = NONE;
    for (uint32_t k = 0; k < scene->count; k++) {
        if (!fits(scene, mention, &scene->people[k], gender)) continue;
        features(scene, p, k, gender, f);
        if (is_reflexive(scene->survey, p)) f[F_OWN_CLAUSE] += f[F_SAME_CLAUSE], f[F_SAME_CLAUSE] = 0;
        float score = 0;
        for (uint32_t i = 0; i < PRONOUN_FEATURES; i++) score += weights[i] * f[i];
        float e = exp_portable(score);
        sum += e;
        if (e <= best) continue;
        best = e;
        chosen = k;
    }
    bool sure = chosen != NONE && best >= LEAST_CHANCE * sum;
    *rule = sure ? RULE_PRONOUN : chosen == NONE ? RULE_NOBODY : RULE_RIVALS;
    return sure ? chosen : NONE;
}
