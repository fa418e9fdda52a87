/* The parts of the event stage, in the order in which the data walks through them:
 *
 *   words, trees, entities, attributions, standings
 *     -> Scene      what the rules look at, computed once an article (scene.c)
 *     -> deeds      the listed words that name deeds, and what governs them (deed.c, by table.c)
 *     -> cast       who does it to whom, from the tree (cast.c); who that is, by country and sector (party.c, side.c)
 *     -> status     whether it took place, and on whose word that rests (status.c)
 *     -> verbal     acts by words, as the attributions have them (verbal.c)
 *     -> blame      words of blame and praise under plain saying (blame.c)
 *     -> weigh      whether this is politics at all (weigh.c)
 *     -> join       one deed told several times is one event (join.c)
 *
 * No rule climbs further than CLIMB steps or looks at more than KIN of a word's dependents: a sentence of 200,000 words
 * costs no more a word than a short one. */
#ifndef SAYSO_EVENT_INTERNAL_H
#define SAYSO_EVENT_INTERNAL_H

#include "event/event.h"

#define CLIMB 8u
#define KIN 40u
#define CAST 8u /* parties of a side */

/* ---- table.c ---- the section "list.deeds":
 *   u32 slots (a power of two) · u32 0 · slots of 16: u32 check, u8 value + 1 (0: none ends here), u8 mode,
 *   u8 continues, u8 0, u32 frame, u32 0
 * Every beginning of a sequence has a slot; check 0 is an empty slot. The roots tell what a sequence is:
 *   DEED_VERB, DEED_NOUN, DEED_ADJECTIVE   lemmas; value an EventType, or one of DEED_…
 *   DEED_OVER                              a verb or noun over a deed; value an EventStatus, or OVER_DONE
 *   DEED_PARTY                             lemmas of a noun phrase's end; value a Sector
 *   DEED_NAME                              the whole name of an entity, as one step; value a Sector
 *   DEED_TOPIC                             a lemma of sport, markets, weather …; value 0
 *   DEED_WORD                              lemmas that blame or praise whom they are said of; value an EventType */
enum { DEED_VERB = 1, DEED_NOUN, DEED_ADJECTIVE, DEED_OVER, DEED_PARTY, DEED_NAME, DEED_TOPIC, DEED_WORD };
enum { /* values of verbs and nouns beside the types */
    DEED_NOTHING = EVENT_TYPES, /* looks like a deed and is none: "strike a match" */
    DEED_LIGHT,                 /* the deed is its object's or subject's: launch, hold, carry out */
    DEED_VALUES
};
#define OVER_DONE STATUSES /* over a deed that took place: managed to, helped to */
enum { /* frames. The low half: prepositions of recipients */
    FRAME_AGAINST = 1, FRAME_WITH = 2, FRAME_TO = 4, FRAME_AT = 8, FRAME_ON = 16, FRAME_FROM = 32, FRAME_FOR = 64,
    FRAME_IN = 128, FRAME_OF = 256, FRAME_OVER = 512, FRAME_BETWEEN = 1024, FRAME_BY = 2048, FRAME_TOWARD = 4096,
    FRAME_WEAK = 1 << 16,    /* the word alone says little: both parties must be political */
    FRAME_NOT_OBJECT = 1 << 17, /* the object is no recipient */
    FRAME_BOTH = 1 << 18,    /* all who take part are actors */
    FRAME_SWAP = 1 << 19,    /* the subject undergoes it: receive, face, suffer */
    FRAME_OF_ACTOR = 1 << 20, /* of a noun: "of" is followed by who does it: the resignation of */
    FRAME_OWN_OBJECT = 1 << 21, /* of a noun: the genitive undergoes it: his arrest */
    FRAME_VIOLENT = 1 << 22, /* a general word for violence that others repeat: attack, violence */
    FRAME_NEEDS_OBJECT = 1 << 23, /* of a verb: without an object it is another word */
    FRAME_HARD = 1 << 24,    /* one political party is enough, whatever the other is */
    FRAME_ALONE = 1 << 25,   /* of a verb: with an object it is another word: "demonstrated his skill" */
    FRAME_INFINITIVE = 1 << 26 /* of a verb: only with whom it is said to and what he is to do: "told them to leave" */
};
#define FRAME_PREPOSITIONS 0xFFFFu
#define DEEDS_HEADER 8u
#define DEEDS_SLOT 16u
#define DEEDS_TRIES 64u
static inline uint64_t deeds_start(uint32_t root) { return hash_mix(0x64656564u + root); }
static inline uint64_t deeds_step(uint64_t key, uint32_t lemma) { return hash_mix((key ^ lemma) * 0x9e3779b97f4a7c15u); }
static inline uint32_t deeds_check(uint64_t key) { return (uint32_t)(key >> 32) | 1; }
uint32_t deeds_name(Text name); /* a name's one step */
/* The frame of a name is its country, three letters, or 0. */
static inline uint32_t frame_of_country(const char *code)
{
    return (uint32_t)(uint8_t)code[0] << 16 | (uint32_t)(uint8_t)code[1] << 8 | (uint8_t)code[2];
}

typedef struct DeedTable {
    const uint8_t *slots;
    uint32_t slot_count;
} DeedTable;
typedef struct DeedSlot {
    uint32_t frame;
    uint8_t value, mode; /* value: NONE_ENDS where no sequence ends here */
    bool found, continues;
} DeedSlot;
#define NONE_ENDS 255u
DeedSlot deeds_look_up(const DeedTable *table, uint64_t key);

#define LEMMAS(X)                                                                                                    \
    X(to) X(by) X(of) X(with) X(against) X(at) X(on) X(upon) X(from) X(in) X(into) X(between) X(among) X(over)        \
    X(toward) X(towards) X(near) X(inside) X(outside) X(across) X(within) X(for_) X(without) X(if_) X(unless)         \
    X(whether) X(not) X(never) X(n_t) X(no) X(neither) X(nor) X(nobody) X(none) X(nothing) X(will) X(shall) X(would)  \
    X(could) X(may) X(might) X(can) X(must) X(should) X(ought) X(who) X(which) X(that) X(we) X(i) X(us) X(our) X(my)  \
    X(me) X(it) X(they) X(former) X(government) X(percent) X(attack) X(assault) X(offensive) X(counteroffensive)   \
    X(out) X(about) X(border) X(frontier) X(poll) X(voter) X(strike) X(have) X(the) X(any) X(often) X(always)      \
    X(usually) X(regularly) X(traditionally) X(frequently) X(routinely) X(sometimes) X(claim) X(report) X(rumor)   \
    X(rumour) X(allegation) X(force) X(test) X(help) X(tell) X(keep) X(close) X(war) X(peacekeeper) X(troop)       \
    X(troops) X(soldier) X(contingent) X(only) X(just) X(support) X(assist) X(protect) X(suggestion) X(story)      \
    X(novel) X(film) X(movie) X(game) X(simulation) X(advise)
#define LEMMA_FIELD(id) uint32_t id;
struct Deed;
/* What weigh.c weighs: `features` are `count` numbers in its order. */
typedef void DeedWatch(void *watcher, const struct Deed *deed, const float *features, uint32_t count, float confidence);
struct EventModel {
    DeedTable deeds;
    DeedWatch *watch; /* NULL, but for the trainer of weigh.c's model */
    void *watcher;
    struct {
        LEMMAS(LEMMA_FIELD)
    } lemma;
};

/* ---- scene.c ---- */
typedef struct Scene {
    const Article *article;
    const Tokens *tokens;
    const Syntax *syntax;
    const Entities *entities;
    const Attributions *attributions;
    const Standings *standings;
    const EventModel *model;
    uint32_t *lemma;     /* a word: the hash of its lemma, mended where the list knows better */
    uint32_t *sentence;  /* a word */
    uint32_t *child;     /* a word: its first dependent, or NONE */
    uint32_t *next;      /* a word: the next dependent of the same head, or NONE; ascending */
    Span *reach;         /* a word: from the first to the last word of its subtree */
    uint32_t *inside;    /* a word: the innermost content that holds it, into Attributions.contents, or NONE */
    uint32_t *enclosing; /* a content: the content round it, or NONE */
    uint32_t *owner;     /* a content: its attribution */
    uint32_t *cue;       /* a word: the attribution whose cue it is of, or NONE */
    uint32_t *deed_at;   /* a word: the deed whose head it is, or NONE */
    float politics;      /* how much the article speaks of political actors, 0 to 1 */
    bool idle;           /* the article is of sport, markets, weather */
    char country[4];     /* the one country that the article speaks of, or "" */
} Scene;
bool scene_make(Scene *scene, Arena *scratch);
void scene_topic(Scene *scene); /* politics, idle, country */

static inline uint8_t relation_of(const Scene *s, uint32_t w) { return s->syntax->relation[w]; }
static inline uint32_t head_of(const Scene *s, uint32_t w) { return s->syntax->head[w]; }
static inline bool span_has(Span s, uint32_t word) { return s.begin <= word && word < s.end; }
bool is_nominal(const Scene *s, uint32_t w);
uint32_t child_with(const Scene *s, uint32_t w, uint8_t relation); /* the first, or NONE */
bool has_lemma_child(const Scene *s, uint32_t w, uint8_t relation, uint32_t lemma);
uint32_t case_of(const Scene *s, uint32_t w);   /* the lemma of its first preposition, or 0 */
uint32_t frame_of_case(const Scene *s, uint32_t lemma); /* FRAME_… of a preposition, or 0 */
Span clip(const Scene *s, Span words, uint32_t around); /* inside the sentence of `around`, and its content if it has one */

/* ---- deed.c ---- */
typedef struct Deed {
    uint32_t head;    /* the word that governs what is said of it */
    uint32_t object;  /* of a verb of several words: the noun among them, or NONE */
    uint32_t over;    /* of a noun: the light verb that carries it, or NONE */
    Span words;       /* the trigger */
    uint32_t frame;
    uint8_t type, mode;
    bool noun;
    bool word;        /* words of blame or praise, under a cue that says neither */
    bool unlisted;    /* an act by words whose cue no list has */
    bool guessed;     /* its actor is only the subject of a verb that has it for an object */
    bool gone;        /* another event tells it */
    bool about;       /* an act by words that is about a listed deed */
    uint32_t actors[CAST], recipients[CAST]; /* heads of noun phrases */
    uint8_t actor_count, recipient_count;
    uint8_t status;
    uint32_t attribution; /* of an act by words: the one that tells it, or NONE */
    uint32_t by;          /* the innermost attribution on which it rests, or NONE */
    uint32_t part_of;     /* another deed of which it is the manner: "killed in an attack", or NONE */
} Deed;
typedef struct Deeds {
    Deed *items;
    uint32_t count, capacity;
} Deeds;
bool deeds_find(Scene *scene, Arena *scratch, Deeds *out); /* false: no memory */
bool deed_add(Scene *scene, Arena *scratch, Deeds *deeds, const Deed *deed);

/* ---- cast.c ---- */
void cast_find(const Scene *scene, Deed *deed);
uint32_t subject_of(const Scene *scene, uint32_t verb);   /* who does it: the head of a noun phrase, or NONE */
bool verb_is_passive(const Scene *scene, uint32_t verb);
void side_add(uint32_t *side, uint8_t *count, uint32_t head);
void side_add_all(const Scene *scene, uint32_t *side, uint8_t *count, uint32_t head); /* and what is coordinated with it */

/* ---- party.c ---- */
bool party_of(const Scene *scene, uint32_t head, bool acts, EventParty *out); /* false: nobody who could be a party */
/* The political party that the noun phrase is or speaks of: "Serbia's suppression of unrest" -> Serbia. NONE: none. */
uint32_t party_within(const Scene *scene, uint32_t head);
void one_country(Scene *scene);
bool is_of_its_country(uint8_t sector); /* a court, police, rebels: where nothing else is said, of the one country that the article speaks of */
float party_weight(const Scene *scene, const EventParty *party); /* how political, 0 to 2 */

/* ---- side.c ---- */
bool party_same(const EventParty *a, const EventParty *b);
void party_add(EventParty *side, uint8_t *count, const EventParty *party);
bool is_locative(const Scene *scene, uint32_t lemma); /* in, at, near */
bool is_where(const Scene *scene, const EventParty *party); /* a place that stands after one of these */
void side_read(const Scene *scene, const Deed *deed, const uint32_t *heads, uint8_t head_count, bool acts,
               EventParty *side, uint8_t *count);
/* Of a deed that nobody undergoes: the country, not one of `actors`, of which its clause speaks first; of a protest
 * also a government. */
void side_add_foreign(const Scene *scene, const Deed *deed, const EventParty *actors, uint8_t actor_count,
                      EventParty *side, uint8_t *count);
/* A pronoun's words become the nearest name or noun for the same one in the deed's sentence. */
void side_name(const Scene *scene, const Deed *deed, EventParty *side, uint8_t count);

/* ---- status.c ---- */
void status_find(const Scene *scene, Deed *deed);
uint32_t attribution_round(const Scene *scene, uint32_t word); /* the innermost whose content holds the word, or NONE */
uint32_t claim_before(const Scene *scene, uint32_t word); /* the noun of "claims that …" before it in the sentence, or NONE */

/* ---- event.c ---- */
bool fights_by_words(const Scene *scene, uint32_t head, bool acts); /* no soldiers, rebels, countries */

/* ---- verbal.c ---- */
bool verbal_find(Scene *scene, Arena *scratch, Deeds *deeds);
uint32_t source_head(const Scene *scene, uint32_t attribution); /* the word, or NONE */
/* Whom the words are about: a political party's head, or NONE. */
uint32_t subject_matter(const Scene *scene, uint32_t attribution);
bool is_source(const Scene *scene, uint32_t attribution, uint32_t head); /* the same entity */

/* ---- blame.c ---- */
bool blame_find(Scene *scene, Arena *scratch, Deeds *deeds);

/* ---- weigh.c ---- */
/* The chance that it is a political event of its type; 0: none of its parties is anybody in politics. */
float deed_confidence(const Scene *scene, const Deed *deed, const EventParty *actors, uint32_t actor_count,
                      const EventParty *recipients, uint32_t recipient_count);
void event_watch(EventModel *model, DeedWatch *watch, void *watcher);

/* ---- join.c ---- */
bool is_headline(const Scene *scene, uint32_t word);
Status events_join(const Scene *scene, const Deeds *deeds, Arena *arena, Arena *scratch, Events *out, Error *error);

#endif
