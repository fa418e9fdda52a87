/* Words of blame and praise in what somebody is quoted with: "is a disgrace", "a great victory". The cue only says, so
 * that no attribution's act tells it; whom they are said of is somebody in politics whom the words name. */
#include "event/internal.h"

#define LONGEST 4u /* words of an entry */
#define BEFORE 4u  /* words in which what turns the sense round stands */
#define LEAST_WEIGHT                                                                                                   \
    0.5f /* of whoever blames and is blamed; of a name whose office nobody tells, how political the article is */

static Span words_at(const Scene *s, uint32_t from, uint32_t end, uint8_t *type)
{
    Span best = {from, from};
    uint64_t key = deeds_start(DEED_WORD);
    for (uint32_t i = from; i < end && i < from + LONGEST; i++) {
        key = deeds_step(key, s->lemma[i]);
        DeedSlot slot = deeds_look_up(&s->model->deeds, key);
        if (!slot.found) break;
        if (slot.value < EVENT_TYPES) *type = slot.value, best.end = i + 1;
        if (!slot.continues) break;
    }
    return best;
}

static bool is_turned_round(const Scene *s, uint32_t at, uint32_t first)
{
    for (uint32_t i = at; i-- > first && at - i <= BEFORE;) {
        uint32_t l = s->lemma[i];
        bool more = i + 1 < at && (s->lemma[i + 1] == s->model->lemma.only || s->lemma[i + 1] == s->model->lemma.just);
        if (more) continue; /* "not only a liar" */
        if (l == s->model->lemma.not || l == s->model->lemma.n_t || l == s->model->lemma.never ||
            l == s->model->lemma.no || l == s->model->lemma.if_ || l == s->model->lemma.without)
            return true;
    }
    return false;
}

static bool is_blame(const Scene *s, uint32_t w)
{
    uint8_t type = 0;
    return w != NONE && words_at(s, w, w + 1, &type).end > w && type == EVENT_ACCUSE;
}

static bool is_political(const Scene *s, uint32_t head)
{
    EventParty party;
    return head != NONE && party_of(s, head, true, &party) && party_weight(s, &party) >= LEAST_WEIGHT;
}

/* "Was betrayed by the court", "the mistakes made by the court": who did it. */
static uint32_t doer_of(const Scene *s, uint32_t w)
{
    uint32_t made = child_with(s, w, REL_ACL);
    if (verb_is_passive(s, w)) return subject_of(s, w);
    return made != NONE && verb_is_passive(s, made) ? subject_of(s, made) : NONE;
}

/* The subject of the clause that the word is of, going up. */
static uint32_t said_of(const Scene *s, uint32_t w, uint32_t a)
{
    for (uint32_t i = 0; i < CLIMB && w != NONE && s->inside[w] != NONE; i++, w = head_of(s, w)) {
        uint32_t subject = doer_of(s, w), owner = child_with(s, w, REL_NMOD_POSS);
        if (is_political(s, subject) && !is_source(s, a, subject)) return subject;
        subject = child_with(s, w, REL_NSUBJ);
        if (subject == NONE) subject = child_with(s, w, REL_NSUBJ_PASS);
        if (subject != NONE) subject = party_within(s, subject);
        if (is_political(s, subject) && !is_source(s, a, subject)) return subject;
        if (is_political(s, owner) && !is_source(s, a, owner)) return owner;
    }
    return NONE;
}

/* "Called the judge a disgrace": the object of what says it. */
static uint32_t object_of_cue(const Scene *s, uint32_t a)
{
    Span cue = s->attributions->items[a].cue;
    for (uint32_t w = cue.begin; w < cue.end; w++) {
        uint32_t object = child_with(s, w, REL_OBJ);
        if (is_political(s, object) && !is_source(s, a, object)) return object;
        uint32_t c = s->child[w]; /* "said of the judge" */
        for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
            bool of = relation_of(s, c) == REL_OBL && case_of(s, c) == s->model->lemma.of;
            uint32_t within = of ? party_within(s, c) : NONE;
            if (is_political(s, within) && !is_source(s, a, within)) return within;
        }
    }
    return NONE;
}

/* "What Elling says is dangerous": the nearest name before it in the sentence. */
static uint32_t named_before(const Scene *s, uint32_t a, uint32_t w)
{
    for (uint32_t i = w; i-- > s->tokens->sentences[s->sentence[w]].first && attribution_round(s, i) == a;) {
        uint32_t m = s->entities->of_head[i];
        bool name = m != NONE && s->entities->mentions[m].kind == MENTION_NAME;
        if (name && is_political(s, i) && !is_source(s, a, i)) return i;
    }
    return NONE;
}

static uint32_t target_of(const Scene *s, uint32_t a, uint32_t w)
{
    uint32_t target = said_of(s, w, a);
    if (target == NONE) target = object_of_cue(s, a);
    if (target == NONE) target = subject_matter(s, a);
    if (target == NONE) target = named_before(s, a, w);
    return is_political(s, target) ? target : NONE;
}

static bool tells_already(const Deeds *deeds, uint32_t a)
{
    for (uint32_t i = deeds->count; i-- > 0;)
        if (deeds->items[i].attribution == a && !deeds->items[i].gone &&
            (deeds->items[i].type == EVENT_ACCUSE || deeds->items[i].type == EVENT_SUPPORT))
            return true;
    return false;
}

static bool may_blame(const Scene *s, uint32_t a)
{
    const Standing *st = &s->standings->items[a];
    if (st->act == ACT_DENY || st->act == ACT_DECLINE || st->act == ACT_ASK || st->negated_rule) return false;
    return is_political(s, source_head(s, a));
}

/* "Failed to meet": that they did not, no blame. */
static bool fails_to_do(const Scene *s, uint32_t w)
{
    uint32_t what = child_with(s, w, REL_XCOMP);
    DeedSlot over = deeds_look_up(&s->model->deeds, deeds_step(deeds_start(DEED_OVER), s->lemma[w]));
    return over.value == STATUS_NEGATED && what != NONE && s->deed_at[what] != NONE;
}

static bool add_first(Scene *s, Arena *scratch, Deeds *deeds, uint32_t a, Span content)
{
    for (uint32_t w = content.begin; w < content.end; w++) {
        uint8_t type = 0;
        if (attribution_round(s, w) != a || s->deed_at[w] != NONE) continue;
        Span words = words_at(s, w, content.end, &type);
        if (words.begin == words.end || is_turned_round(s, w, content.begin)) continue;
        if (type == EVENT_SUPPORT && is_blame(s, head_of(s, words.end - 1))) continue; /* "a historic mistake" */
        if (fails_to_do(s, w)) continue;
        uint32_t claim = claim_before(s, w);
        if (claim != NONE && child_with(s, claim, REL_NMOD_POSS) == NONE) continue; /* "rumours that … are baseless" */
        uint32_t target = target_of(s, a, words.end - 1);
        if (target == NONE) continue;
        Deed d = {.head = words.end - 1,
                  .object = NONE,
                  .over = NONE,
                  .words = words,
                  .type = type,
                  .word = true,
                  .attribution = a,
                  .by = NONE,
                  .part_of = NONE};
        if (type == EVENT_ACCUSE) (void)event_mode_find(EVENT_ACCUSE, text_literal("disapprove"), &d.mode);
        side_add_all(s, d.actors, &d.actor_count, source_head(s, a));
        side_add_all(s, d.recipients, &d.recipient_count, target);
        return s->deed_at[d.head] != NONE || deed_add(s, scratch, deeds, &d);
    }
    return true;
}

bool blame_find(Scene *s, Arena *scratch, Deeds *deeds)
{
    for (uint32_t a = 0; a < s->attributions->count; a++) {
        const Attribution *at = &s->attributions->items[a];
        if (!may_blame(s, a) || tells_already(deeds, a)) continue;
        for (uint32_t i = 0; i < at->content_count; i++) {
            uint32_t before = deeds->count;
            if (!add_first(s, scratch, deeds, a, s->attributions->contents[at->content_first + i])) return false;
            if (deeds->count != before) break;
        }
    }
    return true;
}
