/* The listed words that name deeds. A verb's list may go on with words that hang on it ("impose … sanctions", "pull …
 * out of"), a noun's with the words after it ("hunger strike"); the longest is taken. */
#include "event/internal.h"

bool deed_add(Scene *s, Arena *scratch, Deeds *deeds, const Deed *deed)
{
    if (!arena_grow(scratch, (void **)&deeds->items, &deeds->capacity, deeds->count + 1, sizeof *deed)) return false;
    s->deed_at[deed->head] = deeds->count;
    deeds->items[deeds->count++] = *deed;
    return true;
}

static DeedSlot look(const Scene *s, uint32_t root, uint32_t lemma)
{
    return deeds_look_up(&s->model->deeds, deeds_step(deeds_start(root), lemma));
}

/* ---- verbs of several words ---- */

#define NEAR 24u

typedef struct Near { /* words that hang on the verb, or on what hangs on it */
    uint32_t words[NEAR];
    uint32_t count;
} Near;

static bool may_continue(uint8_t relation)
{
    switch (relation) {
    case REL_OBJ:
    case REL_IOBJ:
    case REL_OBL:
    case REL_OBL_UNMARKED:
    case REL_XCOMP:
    case REL_COMPOUND_PRT:
    case REL_ADVMOD:
    case REL_NSUBJ_PASS:
    case REL_CASE:
        return true;
    default:
        return false;
    }
}

static void gather(const Scene *s, uint32_t verb, Near *near)
{
    near->count = 0;
    uint32_t c = s->child[verb];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        bool aim = relation_of(s, c) == REL_ADVCL && has_lemma_child(s, c, REL_MARK, s->model->lemma.to);
        if (!may_continue(relation_of(s, c)) && !aim) continue;
        if (near->count < NEAR) near->words[near->count++] = c;
        uint32_t g = s->child[c];
        for (uint32_t k = 0; g != NONE && k < KIN; k++, g = s->next[g]) {
            uint8_t r = relation_of(s, g);
            bool inner = r == REL_CASE || r == REL_COMPOUND || r == REL_AMOD || r == REL_CONJ || r == REL_NMOD;
            if (inner && near->count < NEAR) near->words[near->count++] = g;
        }
    }
    if (relation_of(s, verb) == REL_ACL && near->count < NEAR) near->words[near->count++] = head_of(s, verb);
}

typedef struct Found {
    DeedSlot slot;
    uint32_t object, last; /* the noun among the words, the last word of them */
    uint32_t length;
} Found;

static void take_if_longer(const Scene *s, DeedSlot slot, uint32_t length, uint32_t word, uint32_t object, Found *best)
{
    if (slot.value == NONE_ENDS || length < best->length) return;
    /* "sent to a special force" sends no force */
    if (length == 2 && relation_of(s, word) == REL_OBL && slot.value == EVENT_MOBILIZE) return;
    if (length == best->length && length > 1) return; /* the first of those */
    if (object == NONE && word != NONE && s->syntax->upos[word] != UPOS_ADP && is_nominal(s, word)) object = word;
    *best = (Found){slot, object, word, length};
}

static Found longest_verb(const Scene *s, uint32_t verb, uint32_t root)
{
    Found best = {.slot = {.value = NONE_ENDS}, .object = NONE, .last = NONE};
    uint64_t key = deeds_step(deeds_start(root), s->lemma[verb]);
    DeedSlot first = deeds_look_up(&s->model->deeds, key);
    if (!first.found) return best;
    take_if_longer(s, first, 1, NONE, NONE, &best);
    if (!first.continues) return best;
    Near near;
    gather(s, verb, &near);
    for (uint32_t i = 0; i < near.count; i++) {
        uint64_t second_key = deeds_step(key, s->lemma[near.words[i]]);
        DeedSlot second = deeds_look_up(&s->model->deeds, second_key);
        if (!second.found) continue;
        uint32_t object = s->syntax->upos[near.words[i]] == UPOS_NOUN ? near.words[i] : NONE;
        take_if_longer(s, second, 2, near.words[i], object, &best);
        for (uint32_t k = 0; second.continues && k < near.count; k++)
            if (k != i)
                take_if_longer(s, deeds_look_up(&s->model->deeds, deeds_step(second_key, s->lemma[near.words[k]])), 3,
                               near.words[k], object, &best);
    }
    return best;
}

/* Of the words found the noun that hangs on the verb itself: of "staged a hunger strike" the strike. */
static uint32_t nearest_object(const Scene *s, uint32_t verb, uint32_t object)
{
    if (object == NONE || head_of(s, object) == verb) return object;
    uint32_t above = head_of(s, object);
    return above != NONE && above != verb && head_of(s, above) == verb && is_nominal(s, above) ? above : object;
}

#define LONGEST 5u /* words between a verb and the last of its words that are still one trigger */

static Span verb_words(const Scene *s, uint32_t verb, const Found *found)
{
    uint32_t last = found->last;
    Span words = {verb, verb + 1};
    if (last != NONE && last > verb && last - verb <= LONGEST && found->slot.value != DEED_LIGHT) words.end = last + 1;
    if (last != NONE && last < verb && verb - last <= LONGEST) words.begin = last; /* "a lawsuit brought by" */
    return clip(s, words, verb);
}

static bool may_be_deed(const Scene *s, uint32_t w)
{
    uint8_t tag = s->syntax->upos[w];
    if (tag != UPOS_VERB) return false;
    uint8_t r = relation_of(s, w);
    if (r == REL_AMOD) return child_with(s, w, REL_NSUBJ) != NONE; /* "Rebels threatened reprisals", misread */
    return r != REL_COMPOUND && r != REL_CASE && r != REL_MARK;
}

/* "Who advises the president": a post; "advised him to leave" asks. */
static bool is_adviser(const Scene *s, uint32_t verb)
{
    if (s->lemma[verb] != s->model->lemma.advise || child_with(s, verb, REL_OBJ) == NONE) return false;
    uint32_t c = s->child[verb];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        uint8_t r = relation_of(s, c);
        if (r == REL_XCOMP || r == REL_CCOMP || frame_of_case(s, case_of(s, c)) == FRAME_AGAINST ||
            has_lemma_child(s, c, REL_MARK, s->model->lemma.against))
            return false;
    }
    return true;
}

/* "Told the envoy to leave", "was told to leave" */
static bool is_told_to(const Scene *s, uint32_t verb)
{
    uint32_t what = child_with(s, verb, REL_XCOMP);
    bool whom =
        child_with(s, verb, REL_OBJ) != NONE || child_with(s, verb, REL_IOBJ) != NONE || verb_is_passive(s, verb);
    return whom && what != NONE && has_lemma_child(s, what, REL_MARK, s->model->lemma.to);
}

static bool governs_help(const Scene *s, uint32_t w)
{
    const uint32_t helps[] = {s->model->lemma.help, s->model->lemma.support, s->model->lemma.assist,
                              s->model->lemma.protect};
    uint32_t c = w == NONE ? NONE : s->child[w];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c])
        for (size_t i = 0; i < COUNT(helps); i++)
            if (s->lemma[c] == helps[i] && has_lemma_child(s, c, REL_MARK, s->model->lemma.to)) return true;
    return false;
}

/* "Sent troops to help Tolva" serves Tolva. */
static bool is_to_help(const Scene *s, uint32_t verb)
{
    return governs_help(s, verb) || governs_help(s, child_with(s, verb, REL_OBJ));
}

/* "Test-fired a missile" */
static bool is_a_test(const Scene *s, uint32_t verb)
{
    uint32_t first = s->tokens->sentences[s->sentence[verb]].first;
    if (verb > first && s->lemma[verb - 1] == s->model->lemma.test) return true;
    return verb > first + 1 && s->tokens->words[verb - 1].mark == MARK_HYPHEN &&
           s->lemma[verb - 2] == s->model->lemma.test;
}

static void change_type(Deed *d, uint8_t type, const char *mode)
{
    d->type = type;
    if (!event_mode_find(type, text_literal(mode), &d->mode)) d->mode = 0;
}

static bool add_verb(Scene *s, Arena *scratch, Deeds *deeds, uint32_t w)
{
    Found found = longest_verb(s, w, DEED_VERB);
    if (s->lemma[w] == s->model->lemma.tell && found.slot.value == DEED_NOTHING && is_told_to(s, w))
        found.slot = (DeedSlot){.value = EVENT_REQUEST, .found = true};
    if (found.slot.value >= EVENT_TYPES || is_adviser(s, w)) return true;
    if (found.slot.frame & FRAME_NEEDS_OBJECT && found.length == 1 && child_with(s, w, REL_OBJ) == NONE &&
        !verb_is_passive(s, w))
        return true;
    if (found.slot.frame & FRAME_INFINITIVE && found.length == 1 && !is_told_to(s, w)) return true;
    bool has_object = child_with(s, w, REL_OBJ) != NONE || child_with(s, w, REL_CCOMP) != NONE || verb_is_passive(s, w);
    if (found.slot.frame & FRAME_ALONE && has_object) return true;
    Deed deed = {.head = w,
                 .object = nearest_object(s, w, found.object),
                 .over = NONE,
                 .words = verb_words(s, w, &found),
                 .frame = found.slot.frame,
                 .type = found.slot.value,
                 .mode = found.slot.mode,
                 .attribution = NONE,
                 .by = NONE,
                 .part_of = NONE};
    if (deed.type == EVENT_MOBILIZE && is_to_help(s, w)) change_type(&deed, EVENT_AID, "");
    if (deed.type == EVENT_ASSAULT && is_a_test(s, w)) change_type(&deed, EVENT_MOBILIZE, "weapons");
    return deed_add(s, scratch, deeds, &deed);
}

/* ---- nouns ---- */

static bool in_same_phrase(const Scene *s, uint32_t word, uint32_t head)
{
    return word == head || head_of(s, word) == head ||
           (head_of(s, word) != NONE && head_of(s, head_of(s, word)) == head);
}

/* The longest listed run of words that ends with a noun; `*head` is that noun. Hyphens are passed over. */
static DeedSlot longest_noun(const Scene *s, uint32_t from, uint32_t *head)
{
    DeedSlot best = {.value = NONE_ENDS};
    uint64_t key = deeds_start(DEED_NOUN);
    uint32_t end = s->tokens->sentences[s->sentence[from]].end;
    for (uint32_t i = from, n = 0; i < end && n < 7; i++, n++) {
        if (s->tokens->words[i].mark == MARK_HYPHEN && i > from) continue;
        key = deeds_step(key, s->lemma[i]);
        DeedSlot slot = deeds_look_up(&s->model->deeds, key);
        if (!slot.found) break;
        bool noun = s->syntax->upos[i] == UPOS_NOUN || s->syntax->upos[i] == UPOS_PROPN;
        if (slot.value != NONE_ENDS && noun && in_same_phrase(s, from, i)) {
            best = slot;
            *head = i;
        }
        if (!slot.continues) break;
    }
    return best;
}

/* "peace talks collapsed", "attack dog": a noun that only tells what another is of is no deed, but "Israeli attacks"
 * is. */
static bool stands_alone(const Scene *s, uint32_t noun)
{
    uint8_t r = relation_of(s, noun);
    return r != REL_COMPOUND && r != REL_AMOD && r != REL_FLAT && r != REL_FIXED;
}

static uint32_t light_over(const Scene *s, uint32_t noun)
{
    uint8_t r = relation_of(s, noun);
    uint32_t head = head_of(s, noun);
    if (head == NONE || s->syntax->upos[head] != UPOS_VERB) return NONE;
    if (r != REL_OBJ && r != REL_NSUBJ_PASS) return NONE;
    Found found = longest_verb(s, head, DEED_VERB);
    return found.slot.value == DEED_LIGHT ? head : NONE;
}

/* "Fight the charges": the verb's words are none, nor is the noun among them. */
static bool is_of_nothing(const Scene *s, uint32_t noun)
{
    uint32_t head = head_of(s, noun);
    if (head == NONE || s->syntax->upos[head] != UPOS_VERB || relation_of(s, noun) != REL_OBJ) return false;
    Found found = longest_verb(s, head, DEED_VERB);
    return found.slot.value == DEED_NOTHING && found.object == noun;
}

/* "The Tolva War"; no "World War", no "Star Wars" */
static bool is_named_war(const Scene *s, uint32_t head)
{
    if (s->lemma[head] != s->model->lemma.war) return false;
    uint32_t c = s->child[head];
    for (uint32_t n = 0; c != NONE && c < head && n < KIN; n++, c = s->next[c]) {
        EventParty party;
        bool before = relation_of(s, c) == REL_COMPOUND || relation_of(s, c) == REL_AMOD;
        if (before && party_of(s, c, true, &party) && *party.country) return true;
    }
    return false;
}

/* `nothing`: the noun that ends the last listed run that is no deed: of "space probe" the probe. */
static bool add_noun(Scene *s, Arena *scratch, Deeds *deeds, uint32_t from, uint32_t *nothing)
{
    uint32_t head = NONE;
    DeedSlot slot = longest_noun(s, from, &head);
    if (slot.value == DEED_NOTHING) *nothing = head;
    if (slot.value >= EVENT_TYPES || head == *nothing || !stands_alone(s, head) || s->deed_at[head] != NONE)
        return true;
    if (s->syntax->upos[head] == UPOS_PROPN && !is_named_war(s, head)) return true; /* a name */
    if (is_of_nothing(s, head)) return true;
    for (uint32_t i = 0, h = head_of(s, head); i < 2 && h != NONE; i++, h = head_of(s, h))
        if (s->deed_at[h] != NONE && deeds->items[s->deed_at[h]].object == head) return true; /* of the verb's words */
    Deed deed = {.head = head,
                 .object = NONE,
                 .over = light_over(s, head),
                 .words = clip(s, (Span){from, head + 1}, head),
                 .frame = slot.frame,
                 .type = slot.value,
                 .mode = slot.mode,
                 .noun = true,
                 .attribution = NONE,
                 .by = NONE,
                 .part_of = NONE};
    return deed_add(s, scratch, deeds, &deed);
}

/* ---- adjectives: "critical of", "supportive of" ---- */

static bool add_adjective(Scene *s, Arena *scratch, Deeds *deeds, uint32_t w)
{
    DeedSlot slot = look(s, DEED_ADJECTIVE, s->lemma[w]);
    if (slot.value >= EVENT_TYPES || child_with(s, w, REL_COP) == NONE) return true;
    Deed deed = {.head = w,
                 .object = NONE,
                 .over = NONE,
                 .words = {w, w + 1},
                 .frame = slot.frame,
                 .type = slot.value,
                 .mode = slot.mode,
                 .attribution = NONE,
                 .by = NONE,
                 .part_of = NONE};
    return deed_add(s, scratch, deeds, &deed);
}

bool deeds_find(Scene *s, Arena *scratch, Deeds *out)
{
    *out = (Deeds){0};
    for (uint32_t i = 0; i < s->tokens->word_count; i++)
        if (may_be_deed(s, i) && !add_verb(s, scratch, out, i)) return false;
    uint32_t nothing = NONE;
    for (uint32_t i = 0; i < s->tokens->word_count; i++) {
        uint8_t tag = s->syntax->upos[i];
        bool begins = tag == UPOS_NOUN || tag == UPOS_PROPN || tag == UPOS_ADJ || tag == UPOS_NUM;
        if (begins && !add_noun(s, scratch, out, i, &nothing)) return false;
        if (tag == UPOS_ADJ && !add_adjective(s, scratch, out, i)) return false;
    }
    return true;
}
