/* The parts of the standing stage, in the order in which the attributions walk through them:
 *
 *   words, trees, entities, attributions
 *     -> Sight      what the rules look at, computed once an article (sight.c, with the small words of lexis.c)
 *     -> within     which content holds which attribution (within.c)
 *     -> kind       of each source (kind.c; speaker.c: of an interview's turns)
 *     -> joint      who of several that are named together are settled (joint.c)
 *     -> act        by the table of cues (act.c, table.c), and whether it took place
 *     -> to, via    the addressee (party.c), the outlet (via.c)
 *     -> when       the time of speaking (moment.c finds times, when.c lays them to attributions, day.c reckons)
 *     -> clause     whether a content says something of something (clause.c)
 *     -> anonymity  the words that say why no name is given (anonymity.c)
 *
 * No rule looks further than REACH words from the cue or source: a sentence of 200,000 words costs no more a word than
 * a short one. */
#ifndef SAYSO_STANDING_INTERNAL_H
#define SAYSO_STANDING_INTERNAL_H

#include "standing/standing.h"

#define REACH 40u

/* ---- rules, for --explain: identifier, phrase ---- */
#define WHY_LIST(X)                                                                                                   \
    X(NONE, "")                                                                                                        \
    X(KIND_NAME, "the type of the name")                                                                               \
    X(KIND_PRONOUN, "what the pronoun stands for")                                                                     \
    X(KIND_RELATIVE, "the noun before the relative pronoun")                                                           \
    X(KIND_APPOSITION, "the noun that stands beside the name")                                                        \
    X(KIND_ROLE, "somebody whom the article names has that role")                                                      \
    X(KIND_WRITER, "a first person outside quotation is the writer")                                                   \
    X(KIND_SPEAKER, "a first person inside a quotation is its speaker")                                                \
    X(KIND_TURN, "the label of a turn")                                                                               \
    X(KIND_NOUN, "the class of the noun")                                                                              \
    X(KIND_COUNTED, "people who are counted speak as individuals")                                                     \
    X(KIND_PLURAL, "a plural of people speaks collectively")                                                           \
    X(KIND_OFFICE, "an office with \"the\" that one person holds")                                                     \
    X(KIND_WORD, "the pronoun itself says it")                                                                         \
    X(KIND_GENDER, "\"he\" and \"she\" are mostly people whom the article names")                                          \
    X(KIND_LOOKS, "no list knows it; it is written like a name")                                                       \
    X(KIND_UNKNOWN, "left out: nothing says what the source is")                                                       \
    X(ACT_DEFAULT, "nothing says more than that it was said")                                                          \
    X(ACT_CUE, "the list of cues")                                                                                     \
    X(ACT_PHRASE, "the list of cues of several words")                                                                 \
    X(ACT_NOUN, "a light verb with a noun of the list")                                                                \
    X(ACT_NEGATED, "the cue is negated")                                                                               \
    X(ACT_UNDONE, "the cue is negated: it did not take place")                                                         \
    X(ACT_NOBODY, "the source says that nobody did")                                                                   \
    X(ACT_NEITHER, "neither one nor the other")                                                                        \
    X(ACT_CONTENT, "words of the content, under a neutral cue")                                                        \
    X(ACT_OWN, "what the source says it does itself, under a neutral cue")                                             \
    X(ACT_FUTURE, "the source says what it will do itself")                                                            \
    X(ACT_BIDDING, "to tell or ask somebody to do something")                                                          \
    X(ACT_MODAL, "the content says what must be done")                                                                 \
    X(ACT_QUESTION, "the content is a question")                                                                       \
    X(ACT_VERDICT, "what something is called")                                                                         \
    X(TO_OBJECT, "the object of the cue")                                                                              \
    X(TO_ASKED, "the one who answers")                                                                                 \
    X(TO_PREPOSITION, "after \"to\", \"with\", \"before\" by the cue")                                                 \
    X(VIA_TOLD, "the outlet that was told")                                                                            \
    X(VIA_VENUE, "the outlet where it was said")                                                                       \
    X(VIA_REPORTER, "the outlet of the one who was told")                                                              \
    X(VIA_WITHIN, "the outlet whose words these are within")                                                           \
    X(WHEN_TREE, "a time that the cue governs")                                                                        \
    X(WHEN_BESIDE, "a time beside the cue")                                                                            \
    X(WHEN_SHARED, "the time of the verb before, of the same source")                                                  \
    X(WHEN_UNDATED, "a time beside the cue, but the article has no date to reckon from")                               \
    X(WHEN_UNANCHORED, "a time beside the cue, but no day before it to reckon from")
#define WHY_ENUM(id, text) WHY_##id,
typedef enum StandingRule { WHY_LIST(WHY_ENUM) WHY_COUNT } StandingRule;

/* ---- table.c ---- the table of cues, section "list.cues":
 *   u32 slots (a power of two) · u32 0 · slots of 8: u32 check, u8 act + 1 (0: none ends here), u8 continues, u16 0
 * Every beginning of a sequence of lemmas has a slot, as in list.names; check 0 is an empty slot. */
enum { CUE_VERB = 1, CUE_NOUN, CUE_ADJECTIVE, CUE_NEGATED, CUE_CONTENT, CUE_OWN, CUE_VERDICT };
#define CUES_HEADER 8u
#define CUES_SLOT 8u
#define CUES_TRIES 64u /* slots that a lookup looks at, at most */
static inline uint64_t cues_start(uint32_t root) { return hash_mix(0x63756573u + root); }
static inline uint64_t cues_step(uint64_t key, uint32_t lemma)
{
    return hash_mix((key ^ lemma) * 0x9e3779b97f4a7c15u);
}
static inline uint32_t cues_check(uint64_t key) { return (uint32_t)(key >> 32) | 1; }

typedef struct CueTable {
    const uint8_t *slots;
    uint32_t slot_count;
} CueTable;
typedef struct CueSlot {
    uint8_t act; /* Act + 1, or 0 */
    bool found, continues;
} CueSlot;
CueSlot cues_look_up(const CueTable *table, uint64_t key);
Status cues_open(const Model *model, CueTable *out, Error *error); /* a model without the section: an empty table */

/* ---- lexis.c ---- small words that rules name, by lemma: senses, and a number in the low byte */
/* WEEKDAY 1 Monday … 7; MONTH 1 … 12; DAY 128 + days from today; UNIT below; WHICH 127 last, 128 this, 129 next.
 * NOT_THEN: before times that are not the saying's. LIGHT: verbs whose noun says more. TELLS_OF: "of" follows the hearer.
 * ALTERS: verbs that take back what their noun says. NEEDS_AS: NAMING that gives the name after "as".
 * FINDING: cues that are not neutral. INSIDER: plurals that speak as individuals. PAPER, PAGE, PRESS, STAFF, MEASURE: nouns
 * of sources. CLOSE, ORBIT, KNOWLEDGE: those who are close, in somebody's orbit or have knowledge speak for themselves;
 * POLLED: those who were it do not. RANKED: such "figures" are people. REIGNS: of whom there is one at a time.
 * PAIR: both.  LITOTES: under "not" they say that it was done.
 * EVINCES: what papers and deeds do rather than bodies. STATIVE: "would be" promises nothing. NOT_TO: "in response to" has no hearer. FLAT, SECRET, ALLOW, NAMED,
 * REFUSES, GIVES, SPEAKS, OFF: of anonymity. The others are as their words in lexis.c say. */
#define LEXIS_LIST(X)                                                                                                 \
    X(WEEKDAY) X(MONTH) X(DAY) X(PART) X(UNIT) X(WHICH) X(NUMBER) X(EARLY) X(NOT_THEN) X(NEGATION) X(LIGHT)           \
    X(NAMING) X(NEEDS_AS) X(TELLING) X(TELLS_OF) X(FIRST) X(FINDING) X(THIRD) X(WHO) X(INSIDER) X(PAGE) X(PRESS) X(PAPER)         \
    X(STAFF) X(TELLER) X(SPEAKING) X(MEASURE) X(SOME) X(LONE) X(CARRIES) X(QUOTES) X(WILL) X(MUST) X(STATIVE)         \
    X(NOT_TO) X(MEETING) X(SECRET) X(ALLOW) X(NAMED) X(FLAT) X(REFUSES) X(GIVES) X(SPEAKS) X(OFF) X(PERCENT) X(ROLE) \
    X(ALTERS) X(CLOSE) X(POLLED) X(KNOWLEDGE) X(RANKED) X(REIGNS) X(PAIR) X(ORBIT) X(EVINCES) X(LITOTES)
#define LEXIS_BIT(id) LEXIS_BIT_##id,
enum { LEXIS_LIST(LEXIS_BIT) LEXIS_BITS };
#define LEXIS_SENSE(id) static const uint64_t LEXIS_##id = (uint64_t)1 << (8 + LEXIS_BIT_##id);
LEXIS_LIST(LEXIS_SENSE)
_Static_assert(LEXIS_BITS + 8 <= 64, "senses are the bits of a uint64_t above the number");
enum { UNIT_DAY = 1, UNIT_WEEK, UNIT_MONTH, UNIT_YEAR, UNIT_WEEKEND };

#define LEXIS_SLOTS 1024u
typedef struct Lexis {
    uint32_t keys[LEXIS_SLOTS]; /* 0: empty */
    uint64_t senses[LEXIS_SLOTS];
} Lexis;
void lexis_make(Lexis *lexis);
static inline uint64_t lexis_find(const Lexis *lexis, uint32_t lemma)
{
    for (uint32_t slot = lemma & (LEXIS_SLOTS - 1); lexis->keys[slot]; slot = (slot + 1) & (LEXIS_SLOTS - 1))
        if (lexis->keys[slot] == lemma) return lexis->senses[slot];
    return 0;
}
uint32_t lexis_hash(const char *lemma);

struct StandingModel {
    CueTable cues;
    Lexis lexis;
    uint32_t to, be, the, of, in, on, with, before, at, by, that, ago, for_, have, condition, background, record,
        attribution, off, deny, confirm, because, announce, determine, advise, whether, it, you, able, call, upon, he,
        she, they, person, figure, network, each, paper, report, platform, social, via; /* lemmas */
};

/* ---- day.c ---- days of the proleptic Gregorian calendar, numbered from 1970-01-01 */
typedef int32_t Day;
#define NO_DAY INT32_MIN
Day day_of(int32_t year, uint32_t month, uint32_t day);
typedef struct Civil {
    int32_t year;
    uint32_t month, day;
} Civil;
Civil day_civil(Day day);
uint32_t day_weekday(Day day);          /* 1 Monday … 7 Sunday */
typedef struct Week {
    int32_t year;                       /* of the week's Thursday: ISO 8601 */
    uint32_t week;
} Week;
Week day_week(Day day);
uint32_t month_length(int32_t year, uint32_t month);
Day day_read(Text date);                /* YYYY-MM-DD, or NO_DAY */
void date_write_day(char out[DATE_SIZE], Day day);
void date_write_week(char out[DATE_SIZE], Day day);
void date_write_month(char out[DATE_SIZE], int32_t year, uint32_t month);
void date_write_year(char out[DATE_SIZE], int32_t year);
void date_write_range(char out[DATE_SIZE], Day first, Day last);

/* ---- moment.c ---- */
typedef struct Moment { /* a time that the text names */
    Span words;
    uint32_t head;      /* the word to climb from */
    Day day;            /* where it is one day, for "a day earlier"; else NO_DAY */
    char date[DATE_SIZE]; /* "" where it does not resolve */
    uint8_t rule;       /* WHY_NONE, or why it does not resolve */
} Moment;

/* ---- sight.c ---- */
typedef struct Sight {
    const Article *article;
    const Tokens *tokens;
    const Syntax *syntax;
    const Entities *entities;
    const Attributions *attributions;
    const StandingModel *model;
    Standing *standings;
    uint32_t *lemma;       /* a word: the hash of its lemma, mended where the list of cues knows better */
    uint64_t *sense;       /* a word: lexis_find of its lemma */
    uint32_t *sentence;    /* a word */
    uint32_t *inside;      /* a word: the innermost content that holds it, into Attributions.contents, or NONE */
    uint32_t *enclosing;   /* a content: the content round it, or NONE */
    uint32_t *owner;       /* a content: its attribution */
    bool *quoted;          /* a word: inside quotation marks */
    bool *cue;             /* a word: of a cue */
    Moment *moments;       /* ascending */
    uint32_t moment_count;
    Day published;
    uint32_t interviewee;  /* an entity, or NONE */
    bool names_person;     /* the article names somebody */
    bool white_paper;      /* "the paper" may be no newspaper, but what the article calls a white paper, a study */
} Sight;
Status sight_make(Sight *sight, Arena *scratch, Error *error); /* the fields above `lemma` are given */

static inline bool span_holds(Span outer, Span inner) { return outer.begin <= inner.begin && inner.end <= outer.end; }
static inline bool span_has(Span s, uint32_t word) { return s.begin <= word && word < s.end; }
static inline bool is_sense(const Sight *s, uint32_t word, uint64_t sense) { return (s->sense[word] & sense) != 0; }
static inline uint8_t sense_number(const Sight *s, uint32_t word) { return (uint8_t)s->sense[word]; }
static inline Span sentence_span(const Sight *s, uint32_t word)
{
    Sentence x = s->tokens->sentences[s->sentence[word]];
    return (Span){x.first, x.end};
}
/* Where the attribution stands: its cue, or its source where it has no cue, or else its content. */
uint32_t place_of(const Sight *s, uint32_t attribution);
static inline bool has_cue(const Sight *s, uint32_t attribution)
{
    Span cue = s->attributions->items[attribution].cue;
    return cue.begin < cue.end;
}
/* The sentence of the word, no further than REACH words from it. */
Span sight_reach(const Sight *s, uint32_t word);
bool in_contents(const Sight *s, uint32_t attribution, uint32_t word); /* of this attribution */
bool is_verb(const Sight *s, uint32_t word);
/* The words of the noun phrase that begins there: its mention's, or a run of nominal words; begin == end: none does. */
Span phrase_at(const Sight *s, uint32_t word, uint32_t end);
uint32_t phrase_head(const Sight *s, Span phrase);
uint32_t noun_of(const Sight *s, uint32_t word);        /* NOUN_… of the word's lemma */
bool is_listed_verb(const Sight *s, uint32_t word);     /* a cue of the list */
uint32_t first_mention(const Sight *s, uint32_t word);  /* the first that begins there or later */
uint32_t mention_at(const Sight *s, uint32_t word);     /* the longest mention that begins there, or NONE */
static inline uint8_t mention_type(const Sight *s, uint32_t mention) /* EntityType of its bearer, or its own */
{
    const Mention *m = &s->entities->mentions[mention];
    return m->entity != NONE ? s->entities->items[m->entity].type : m->type;
}
/* A verb that only carries the words: "released Sunday", "speaking to reporters". */
bool is_transparent(const Sight *s, uint32_t word);
/* Whether a way up the tree from the word comes to the attribution's cue before any other verb. */
bool climbs_to_cue(const Sight *s, uint32_t attribution, uint32_t word);
/* Whether no verb, colon or content stands between the cue and the span, nor a clause of the source's between them. */
bool beside_cue(const Sight *s, uint32_t attribution, Span words);

Status moments_find(Sight *s, Arena *scratch, Error *error);
void within_find(Sight *s);
uint32_t interviewee(const Sight *s); /* the one person whom the article names before its first turn, or NONE */
void turn_find(Sight *s, uint32_t attribution); /* kind and entity of a turn */
void kinds_find(Sight *s);
bool joint_find(Sight *s, Arena *arena, Standings *out); /* false when memory ran out */
void act_find(Sight *s, uint32_t attribution);
bool claims_find(Sight *s, Arena *scratch); /* likewise */
void party_find(Sight *s, uint32_t attribution); /* to and via */
void via_find(Sight *s, uint32_t attribution);   /* after `to` */
void via_pass_on(Sight *s);                      /* after all of these */
/* ---- party.c ---- */
static const Party nobody = {.mention = NONE, .entity = NONE};
static inline bool span_empty(Span s)
{
    return s.begin >= s.end;
}
Span without_time(const Sight *s, Span words); /* a time or place at its end is none of the phrase's */
Party party_at(const Sight *s, Span words);
void when_find(Sight *s, uint32_t attribution);
Status anonymity_find(Sight *s, Arena *scratch, Error *error);

#endif
