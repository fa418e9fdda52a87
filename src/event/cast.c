/* Who does it to whom, from the tree: subjects and objects, also of passives, of verbs that share a subject, of
 * infinitives that borrow one, of relative clauses; genitives, adjectives and prepositional phrases of nouns; all that
 * are coordinated. */
#include "event/internal.h"

void side_add(uint32_t *side, uint8_t *count, uint32_t head)
{
    for (uint8_t i = 0; i < *count; i++)
        if (side[i] == head) return;
    if (head != NONE && *count < CAST) side[(*count)++] = head;
}

void side_add_all(const Scene *s, uint32_t *side, uint8_t *count, uint32_t head)
{
    if (head == NONE) return;
    side_add(side, count, head);
    uint32_t c = s->child[head];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c])
        if (relation_of(s, c) == REL_CONJ && is_nominal(s, c)) side_add(side, count, c);
}

static void add_actor(const Scene *s, Deed *d, uint32_t head)
{
    side_add_all(s, d->actors, &d->actor_count, head);
}

static void add_recipient(const Scene *s, Deed *d, uint32_t head)
{
    side_add_all(s, d->recipients, &d->recipient_count, head);
}

/* ---- subjects ---- */

static uint32_t agent_of(const Scene *s, uint32_t v)
{
    uint32_t c = s->child[v];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        if (relation_of(s, c) == REL_OBL_AGENT) return c;
        if (relation_of(s, c) == REL_OBL && case_of(s, c) == s->model->lemma.by && s->syntax->upos[c] != UPOS_NUM)
            return c;
    }
    return NONE;
}

/* "Had turned down the offer": what has an object, or "have" and no "been", is active, whatever its subject is read as.
 */
static bool is_surely_active(const Scene *s, uint32_t v)
{
    if (child_with(s, v, REL_AUX_PASS) != NONE) return false;
    return child_with(s, v, REL_OBJ) != NONE || has_lemma_child(s, v, REL_AUX, s->model->lemma.have);
}

bool verb_is_passive(const Scene *s, uint32_t v)
{
    if (child_with(s, v, REL_NSUBJ_PASS) != NONE && is_surely_active(s, v)) return false;
    if (child_with(s, v, REL_NSUBJ_PASS) != NONE || child_with(s, v, REL_AUX_PASS) != NONE) return true;
    if (s->syntax->xpos[v] != XPOS_VBN) return false;
    uint8_t r = relation_of(s, v);
    if (r == REL_ACL) /* of a sentence that has no other verb it is the verb: "Troops crossed into Tolva" */
        return head_of(s, head_of(s, v)) != NONE || agent_of(s, v) != NONE ||
               child_with(s, head_of(s, v), REL_COP) != NONE;
    bool bare = r == REL_ADVCL || r == REL_XCOMP;
    return bare && child_with(s, v, REL_AUX) == NONE && child_with(s, v, REL_OBJ) == NONE;
}

static bool is_relative(const Scene *s, uint32_t w)
{
    uint32_t l = s->lemma[w];
    return l == s->model->lemma.who || l == s->model->lemma.which || l == s->model->lemma.that;
}

/* "Elling is a liar and a bully who …": of a noun that is said of somebody, he. */
static uint32_t named_by(const Scene *s, uint32_t noun)
{
    uint32_t said = noun;
    if (relation_of(s, noun) == REL_CONJ && head_of(s, noun) != NONE) said = head_of(s, noun);
    uint32_t subject = child_with(s, said, REL_COP) != NONE ? child_with(s, said, REL_NSUBJ) : NONE;
    return subject != NONE ? subject : noun;
}

/* ", who": where the tree hangs the clause elsewhere, the noun phrase that ends right before it. */
static uint32_t named_before(const Scene *s, uint32_t who)
{
    uint32_t first = s->tokens->sentences[s->sentence[who]].first, w = who;
    while (w > first && who - w < 3 && (w == who || !(s->tokens->words[w].flags & WORD_LETTERS))) w--;
    for (uint32_t i = 0; i < CLIMB; i++) {
        uint8_t r = relation_of(s, w);
        if (r != REL_FLAT && r != REL_COMPOUND && r != REL_APPOS) break;
        w = head_of(s, w);
    }
    return w < who && is_nominal(s, w) ? w : who;
}

/* "the rebels who …": the pronoun's noun; anything else is itself. */
static uint32_t antecedent(const Scene *s, uint32_t verb, uint32_t w)
{
    if (w == NONE || !is_relative(s, w)) return w;
    for (uint32_t i = 0; i < CLIMB && verb != NONE; i++, verb = head_of(s, verb)) {
        uint8_t r = relation_of(s, verb);
        if (r == REL_ACL_RELCL || r == REL_ACL) return named_by(s, head_of(s, verb));
        if (r != REL_CONJ && r != REL_XCOMP && r != REL_CCOMP) break;
    }
    return s->lemma[w] == s->model->lemma.who ? named_before(s, w) : w;
}

static uint32_t own_subject(const Scene *s, uint32_t v)
{
    uint32_t w = child_with(s, v, REL_NSUBJ);
    if (w == NONE) w = child_with(s, v, REL_NSUBJ_OUTER);
    if (w == NONE && s->syntax->xpos[v] == XPOS_VBG) w = child_with(s, v, REL_NMOD_POSS); /* "Tolva's leaving" */
    return antecedent(s, v, w);
}

static uint32_t own_patient(const Scene *s, uint32_t v)
{
    return antecedent(s, v, child_with(s, v, REL_NSUBJ_PASS));
}

/* Verbs whose object does what the infinitive after them says: "urged Tolva to leave". */
static bool object_controls(const Scene *s, uint32_t governor)
{
    return child_with(s, governor, REL_OBJ) != NONE;
}

/* The word under `v` that is its grammatical subject, borrowed from the verbs around it where it has none of its own.
 */
static uint32_t grammatical_subject(const Scene *s, uint32_t v)
{
    for (uint32_t i = 0; i < CLIMB && v != NONE; i++) {
        uint32_t own = own_subject(s, v);
        if (own == NONE) own = own_patient(s, v);
        if (own != NONE) return own;
        uint32_t head = head_of(s, v);
        if (head == NONE) return NONE;
        switch (relation_of(s, v)) {
        case REL_CONJ:
            break;
        case REL_XCOMP:
        case REL_CCOMP:
            if (object_controls(s, head)) return child_with(s, head, REL_OBJ);
            break;
        case REL_ADVCL: /* "prevented Tolva from leaving", "condemned Tolva for leaving", "Tolva was condemned for
                           leaving" */
            if (has_lemma_child(s, v, REL_MARK, s->model->lemma.from) ||
                has_lemma_child(s, v, REL_MARK, s->model->lemma.against) ||
                has_lemma_child(s, v, REL_MARK, s->model->lemma.for_) ||
                has_lemma_child(s, v, REL_MARK, s->model->lemma.of)) {
                if (object_controls(s, head)) return child_with(s, head, REL_OBJ);
            }
            break;
        case REL_ACL:
        case REL_ACL_RELCL:
            if (s->syntax->xpos[v] == XPOS_VB) { /* "its decision to leave", "forces to fight" */
                uint32_t owner = child_with(s, head, REL_NMOD_POSS);
                if (owner != NONE) return owner;
                uint32_t above = head_of(s, head);
                bool light = relation_of(s, head) == REL_OBJ && above != NONE && s->syntax->upos[above] == UPOS_VERB;
                if (!light) return NONE;
                v = above;
                continue;
            }
            return head;
        default:
            return NONE;
        }
        v = head;
    }
    return NONE;
}

uint32_t subject_of(const Scene *s, uint32_t v)
{
    if (verb_is_passive(s, v)) return agent_of(s, v);
    return grammatical_subject(s, v);
}

static uint32_t patient_of(const Scene *s, uint32_t v)
{
    uint32_t own = own_patient(s, v);
    if (own != NONE) return own;
    return grammatical_subject(s, v);
}

/* ---- prepositional phrases ---- */

/* Prepositions after which the recipient stands, where the list does not say. */
static uint32_t usual_prepositions(const Deed *d)
{
    switch (d->type) {
    case EVENT_CONSULT:
    case EVENT_COOPERATE:
    case EVENT_AGREE:
        return FRAME_WITH | FRAME_BETWEEN | FRAME_TO | FRAME_FOR;
    case EVENT_AID:
        return FRAME_TO | FRAME_FOR | FRAME_IN;
    case EVENT_ASSAULT:
        return FRAME_ON | FRAME_AGAINST | FRAME_AT | FRAME_IN | FRAME_WITH | FRAME_BETWEEN | FRAME_OF;
    case EVENT_PROTEST:
        return FRAME_AGAINST | FRAME_AT;
    case EVENT_MOBILIZE:
        return FRAME_AGAINST | FRAME_TO | FRAME_IN | FRAME_ON;
    case EVENT_RETREAT:
        return FRAME_FROM | FRAME_TO | FRAME_IN | FRAME_OF;
    case EVENT_SANCTION:
    case EVENT_COERCE:
        return FRAME_ON | FRAME_AGAINST | FRAME_WITH | FRAME_FROM | FRAME_OF | FRAME_TO;
    case EVENT_CONCEDE:
        return FRAME_TO | FRAME_FOR | FRAME_ON | FRAME_WITH;
    case EVENT_SUPPORT:
        return FRAME_WITH | FRAME_FOR | FRAME_TO | FRAME_OF | FRAME_BETWEEN;
    case EVENT_THREATEN:
        return FRAME_AGAINST | FRAME_WITH | FRAME_TO;
    case EVENT_ACCUSE:
        return FRAME_OF | FRAME_AGAINST | FRAME_AT | FRAME_ON | FRAME_TO | FRAME_OVER;
    default: /* REQUEST, REJECT */
        return FRAME_FROM | FRAME_TO | FRAME_ON | FRAME_OF | FRAME_WITH;
    }
}

static bool is_phrase(uint8_t relation)
{
    return relation == REL_OBL || relation == REL_NMOD || relation == REL_NMOD_DESC || relation == REL_OBL_UNMARKED;
}

/* What the prepositions under `w`, and under the nouns that are coordinated with it, lead to. */
static void add_phrases(const Scene *s, Deed *d, uint32_t w, uint32_t frame)
{
    uint32_t c = s->child[w];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        if (relation_of(s, c) == REL_CONJ && w != d->head && w != d->over) {
            uint32_t g = s->child[c];
            for (uint32_t k = 0; g != NONE && k < KIN; k++, g = s->next[g])
                if (is_phrase(relation_of(s, g)) && frame_of_case(s, case_of(s, g)) & frame) add_recipient(s, d, g);
        }
        if (!is_phrase(relation_of(s, c))) continue;
        uint32_t bit = frame_of_case(s, case_of(s, c));
        if (!bit || !(bit & frame)) continue;
        if (bit == FRAME_WITH && d->type == EVENT_ASSAULT && d->recipient_count) continue; /* "shot him with a gun" */
        bool both = bit == FRAME_BETWEEN || (bit == FRAME_WITH && d->frame & FRAME_BOTH);
        if (both)
            add_actor(s, d, c);
        else
            add_recipient(s, d, c);
    }
}

static uint32_t prepositions(const Deed *d)
{
    uint32_t own = d->frame & FRAME_PREPOSITIONS;
    const char *mode = event_mode_name(d->mode);
    if (d->type == EVENT_ACCUSE && mode && !strcmp(mode, "investigate"))
        return (own ? own : usual_prepositions(d)) | FRAME_IN;
    return (own ? own : usual_prepositions(d)) | (d->type == EVENT_PROTEST ? (uint32_t)(FRAME_AT | FRAME_OVER) : 0);
}

/* ---- verbs ---- */

static void swap_sides(Deed *d)
{
    uint32_t side[CAST];
    uint8_t count = d->actor_count;
    memcpy(side, d->actors, sizeof side);
    memcpy(d->actors, d->recipients, sizeof side);
    memcpy(d->recipients, side, sizeof side);
    d->actor_count = d->recipient_count;
    d->recipient_count = count;
}

/* "Killed at least fifty villagers": an object after all. */
static bool is_counted_object(const Scene *s, uint32_t c)
{
    return relation_of(s, c) == REL_OBL && !case_of(s, c) && child_with(s, c, REL_NUMMOD) != NONE;
}

/* "The firms he attacked": a relative clause that has its own subject and no object has its noun for one. */
static bool lacks_object(const Scene *s, const Deed *d, uint32_t v)
{
    if (relation_of(s, v) != REL_ACL_RELCL || d->object != NONE || d->frame & (FRAME_NOT_OBJECT | FRAME_BOTH))
        return false;
    uint32_t subject = child_with(s, v, REL_NSUBJ);
    if (subject == NONE || is_relative(s, subject) || verb_is_passive(s, v)) return false;
    uint32_t c = s->child[v];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        uint8_t r = relation_of(s, c);
        if (r == REL_OBJ || r == REL_IOBJ || r == REL_CCOMP || r == REL_XCOMP) return false;
        if (s->syntax->xpos[c] == XPOS_WRB) return false; /* "the day when he attacked" */
        if (r == REL_OBL && is_relative(s, c)) return false;
    }
    return true;
}

static void add_object(const Scene *s, Deed *d, uint32_t v)
{
    if (relation_of(s, v) == REL_AMOD && !(d->frame & FRAME_NOT_OBJECT)) add_recipient(s, d, head_of(s, v));
    for (uint32_t w = d->words.begin; w < d->words.end; w++) /* "sealed off the town" */
        if (relation_of(s, w) == REL_CASE && w > v && head_of(s, head_of(s, w)) == v && !(d->frame & FRAME_BOTH))
            add_recipient(s, d, head_of(s, w));
    uint32_t c = s->child[v];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        uint8_t r = relation_of(s, c);
        if (r == REL_IOBJ) add_recipient(s, d, c);
        bool object = r == REL_OBJ || is_counted_object(s, c);
        if (!object || c == d->object || d->frame & FRAME_NOT_OBJECT) continue;
        if (d->frame & FRAME_BOTH)
            add_actor(s, d, antecedent(s, v, c));
        else
            add_recipient(s, d, antecedent(s, v, c));
    }
    if (lacks_object(s, d, v)) add_recipient(s, d, head_of(s, v));
}

static void genitive_of_object(const Scene *s, Deed *d)
{
    bool own = d->type == EVENT_RETREAT || d->type == EVENT_CONCEDE || d->type == EVENT_SUPPORT ||
               d->type == EVENT_AGREE || d->type == EVENT_MOBILIZE; /* "ended his bid", "expressed her condolences" */
    uint32_t c = s->child[d->object];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c])
        if ((relation_of(s, c) == REL_NMOD_POSS && !(own && s->syntax->upos[c] == UPOS_PRON)) ||
            (d->type == EVENT_PROTEST && relation_of(s, c) == REL_COMPOUND))
            add_recipient(s, d, c);
}

/* Of verbs of several words: whether the noun among them is who it is done to: "expelled three diplomats". */
static bool undergoes(const Scene *s, const Deed *d)
{
    EventParty party;
    if (d->type == EVENT_AID) /* "took in refugees"; no "provided troops" */
        return party_of(s, d->object, false, &party) && (party.sector == SECTOR_REF || party.sector == SECTOR_CVL);
    const char *mode = event_mode_name(d->mode);
    if (mode && !strcmp(mode, "withdraw")) return false; /* one's own */
    return d->type == EVENT_SANCTION || d->type == EVENT_COERCE || d->type == EVENT_ASSAULT ||
           d->type == EVENT_CONCEDE ||
           (d->type == EVENT_RETREAT && mode && (!strcmp(mode, "release") || !strcmp(mode, "access")));
}

/* "Massed troops along its border with Tolva": Tolva. */
static void add_across_border(const Scene *s, Deed *d, uint32_t v)
{
    uint32_t c = s->child[v];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        if (relation_of(s, c) != REL_OBL && relation_of(s, c) != REL_NMOD) continue;
        if (s->lemma[c] != s->model->lemma.border && s->lemma[c] != s->model->lemma.frontier) continue;
        uint32_t g = s->child[c];
        for (uint32_t k = 0; g != NONE && k < KIN; k++, g = s->next[g])
            if (is_phrase(relation_of(s, g)) && case_of(s, g) == s->model->lemma.with) add_recipient(s, d, g);
    }
}

/* "Amnesty International called for a pardon": no passive, whatever the tree says. */
static bool is_misread(const Scene *s, const Deed *d)
{
    if (own_patient(s, d->head) == NONE || child_with(s, d->head, REL_AUX_PASS) != NONE ||
        relation_of(s, d->head) == REL_ACL)
        return false;
    for (uint32_t w = d->head + 1; w < d->words.end; w++)
        if (relation_of(s, w) == REL_CASE) return true;
    return false;
}

/* "Came under fire from Tolvan ships", "drew criticism from both sides": who does it. */
static void add_sources(const Scene *s, Deed *d, uint32_t of)
{
    uint32_t c = s->child[of];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c])
        if (is_phrase(relation_of(s, c)) && case_of(s, c) == s->model->lemma.from) add_actor(s, d, c);
}

static void cast_verb(const Scene *s, Deed *d)
{
    uint32_t v = d->head;
    bool active = is_misread(s, d);
    add_actor(s, d, active ? own_patient(s, v) : subject_of(s, v));
    if (!active && verb_is_passive(s, v)) {
        uint32_t patient = patient_of(s, v);
        if (d->type == EVENT_AGREE && !d->actor_count) /* "is committed to" */
            add_actor(s, d, patient);
        else if (patient != d->object && !(d->frame & FRAME_NOT_OBJECT))
            add_recipient(s, d, patient);
    }
    if (d->type == EVENT_MOBILIZE && !d->actor_count && verb_is_passive(s, v)) /* "riot police were deployed" */
        add_actor(s, d, d->object != NONE ? d->object : patient_of(s, v));
    add_object(s, d, v);
    add_phrases(s, d, v, prepositions(d));
    if (d->type == EVENT_MOBILIZE) add_across_border(s, d, v);
    if (d->object != NONE) {
        if (undergoes(s, d)) add_recipient(s, d, d->object);
        add_phrases(s, d, d->object, prepositions(d) | FRAME_OF);
        genitive_of_object(s, d);
    }
    if (d->frame & FRAME_SWAP) {
        swap_sides(d);
        add_actor(s, d, agent_of(s, v));
        add_sources(s, d, v);
        if (d->object != NONE) add_sources(s, d, d->object);
    }
}

/* ---- nouns ---- */

/* "Rebel attack", "police raid", "Tolvan shelling"; no "state visit", no "campaign finance". */
static bool may_premodify(const Scene *s, uint32_t w)
{
    EventParty party;
    if (!party_of(s, w, true, &party)) return false;
    if (*party.country || party.entity != NONE) return s->tokens->words[w].flags & WORD_UPPER;
    switch (party.sector) {
    case SECTOR_MIL:
    case SECTOR_COP:
    case SECTOR_REB:
    case SECTOR_PRM:
    case SECTOR_OPP:
    case SECTOR_SPY:
    case SECTOR_UAF:
        return true;
    default:
        return s->lemma[w] == s->model->lemma.government;
    }
}

/* "The Geneva attacks" hit Geneva, "the Elling investigation" looks into Elling. */
static bool undergoes_before(const Scene *s, const Deed *d, uint32_t w)
{
    EventParty party;
    const char *mode = event_mode_name(d->mode);
    if (!party_of(s, w, false, &party) || party.entity == NONE) return false;
    uint8_t type = s->entities->items[party.entity].type;
    bool war = s->lemma[d->head] == s->model->lemma.war && s->syntax->upos[w] == UPOS_PROPN; /* "the Tolva war" */
    if (d->type == EVENT_ASSAULT) return type == ENTITY_PLACE || (war && type == ENTITY_COUNTRY);
    return d->type == EVENT_ACCUSE && mode && !strcmp(mode, "investigate") && type == ENTITY_PERSON;
}

static void add_premodifiers(const Scene *s, Deed *d)
{
    uint32_t c = s->child[d->head];
    for (uint32_t n = 0; c != NONE && n < KIN && c < d->head; n++, c = s->next[c]) {
        uint8_t r = relation_of(s, c);
        bool own_object = d->frame & FRAME_OWN_OBJECT && r == REL_NMOD_POSS;
        EventParty party;
        if (span_has(d->words, c)) continue;
        if (r == REL_NMOD_POSS && own_object)
            add_recipient(s, d, c);
        else if (r == REL_NMOD_POSS)
            add_actor(s, d, c);
        else if (r == REL_COMPOUND && undergoes_before(s, d, c))
            add_recipient(s, d, c);
        else if ((r == REL_AMOD || r == REL_COMPOUND) && may_premodify(s, c)) {
            add_actor(s, d, c);
            uint32_t g = s->child[c]; /* "U.S.-Israeli attacks" */
            for (uint32_t k = 0; g != NONE && k < KIN; k++, g = s->next[g])
                if (g < d->head && party_of(s, g, true, &party) && *party.country) add_actor(s, d, g);
        }
    }
}

/* "The arrest of the minister by police" may hang the police on the minister. */
static void add_distant_agent(const Scene *s, Deed *d, uint32_t of)
{
    uint32_t c = s->child[of];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c])
        if (relation_of(s, c) == REL_NMOD && case_of(s, c) == s->model->lemma.by) add_actor(s, d, c);
}

/* "Criticism from both sides", "aid from Tolva": who does it; but "withdrawal from", "expulsion from". */
static bool from_is_actor(const Deed *d)
{
    if (d->type == EVENT_RETREAT || d->type == EVENT_SANCTION || d->type == EVENT_COERCE || d->type == EVENT_MOBILIZE)
        return false;
    return d->type == EVENT_REQUEST || !(d->frame & FRAME_FROM);
}

/* "Authorised subpoenas", "repeated its threat"; "drew criticism from both sides": of the verb that has it for an
 * object. */
static void guess_actor(const Scene *s, Deed *d)
{
    uint32_t v = head_of(s, d->head);
    bool words = d->type == EVENT_REQUEST || d->type == EVENT_ACCUSE || d->type == EVENT_THREATEN ||
                 d->type == EVENT_AGREE || d->type == EVENT_SUPPORT || d->type == EVENT_REJECT ||
                 d->type == EVENT_CONCEDE;
    if (!words || relation_of(s, d->head) != REL_OBJ || v == NONE || s->deed_at[v] != NONE) return;
    d->guessed = true;
    uint32_t c = s->child[v];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c])
        if (relation_of(s, c) == REL_OBL && case_of(s, c) == s->model->lemma.from) {
            add_actor(s, d, c);
            if (!d->recipient_count) add_recipient(s, d, subject_of(s, v));
            return;
        }
    add_actor(s, d, subject_of(s, v));
}

/* "Are on strike", "were in talks": the noun is what is said of its subject. */
static void add_subject_of_predicate(const Scene *s, Deed *d)
{
    uint32_t subject = child_with(s, d->head, REL_NSUBJ);
    if (subject == NONE) return;
    bool where = case_of(s, d->head) == s->model->lemma.on || case_of(s, d->head) == s->model->lemma.in;
    if (where) add_actor(s, d, subject);
}

static void cast_noun(const Scene *s, Deed *d)
{
    add_premodifiers(s, d);
    add_subject_of_predicate(s, d);
    uint32_t frame = prepositions(d);
    if (d->frame & FRAME_OF_ACTOR) frame &= ~(uint32_t)FRAME_OF;
    if (!(d->frame & FRAME_OF_ACTOR)) frame |= FRAME_OF;
    uint32_t c = s->child[d->head];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c]) {
        if (relation_of(s, c) != REL_NMOD && relation_of(s, c) != REL_OBL) continue;
        uint32_t of = case_of(s, c);
        if (of == s->model->lemma.of) add_distant_agent(s, d, c);
        if (of == s->model->lemma.by || (of == s->model->lemma.of && d->frame & FRAME_OF_ACTOR)) add_actor(s, d, c);
        if (of == s->model->lemma.from && from_is_actor(d)) add_actor(s, d, c);
    }
    if (from_is_actor(d)) frame &= ~(uint32_t)FRAME_FROM;
    add_phrases(s, d, d->head, frame);
    uint32_t doer = d->over == NONE ? NONE : subject_of(s, d->over);
    if (doer != NONE && doer != d->head && !d->actor_count) add_actor(s, d, doer);
    if (doer != NONE && d->frame & FRAME_BOTH) add_actor(s, d, doer == d->head ? NONE : doer);
    if (d->over != NONE) add_phrases(s, d, d->over, frame & ~(uint32_t)(FRAME_IN | FRAME_OF | FRAME_FOR));
    if (d->over == NONE && !d->actor_count) guess_actor(s, d);
    if (d->frame & FRAME_SWAP) swap_sides(d);
}

void cast_find(const Scene *s, Deed *d)
{
    if (d->noun)
        cast_noun(s, d);
    else
        cast_verb(s, d);
}
