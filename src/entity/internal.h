/* The parts of the entity stage, in the order in which the words walk through them:
 *
 *   words, tags, trees
 *     -> layout     sentences, quotations, classes of words, noun phrases (layout.c)
 *     -> names      runs of words that name somebody or something, with titles (name.c), and their type (type.c)
 *     -> bearers    names that are one bearer's (bearer.c)
 *     -> mentions   noun phrases and pronouns, names among them (mention.c)
 *     -> meaning    nominals and pronouns to bearers, in the text's order (resolve.c, pronoun.c)
 *     -> credits    byline, dateline, thanks (credit.c)
 *     -> gathering  what later stages read (gather.c), persons' gender (gender.c)
 *
 * Every part costs time in proportion to the words. */
#ifndef SAYSO_ENTITY_INTERNAL_H
#define SAYSO_ENTITY_INTERNAL_H

#include "entity/entity.h"

/* ---- glossary.c: closed classes of words that the stage itself speaks of ---- */

enum {                          /* above the bits of NOUN_… */
       WORD_PARTICLE = 1 << 16, /* de, van, bin: lower case inside a name */
       WORD_SAYS = 1 << 17,     /* verbs whose subject speaks */
       WORD_ORGAN = 1 << 18,    /* last words of organizations' names: Committee, Inc. */
       WORD_PAPER = 1 << 19,    /* of outlets': Gazette, News */
       WORD_WORK = 1 << 20,     /* of documents': Act, Treaty */
       WORD_SITE = 1 << 21,     /* of places': River, County */
       WORD_FIRM = 1 << 22,     /* Inc., Ltd.; with WORD_ORGAN */
       WORD_LINK = 1 << 23,     /* of, for, and, &, on, the: may stand inside a name */
       WORD_JUNIOR = 1 << 24,   /* Jr., Sr., II */
       WORD_DESCRIBES = 1 << 25, /* candidate, billionaire: what a report calls a person that it has named */
       WORD_GENERIC = 1 << 26,  /* company, group: says nothing of the body's name */
       WORD_IN_ROLE = 1 << 27,  /* part of a title before a name; set by name.c */
       WORD_ONLINE = 1 << 29,   /* site, platform: a social network as well as an outlet */
       WORD_SURNAME = 1 << 30,  /* a title that is a surname, too: King, Prince */
       WORD_PREDICATE = 1 << 28 /* says what its subject is: "Roe is a lawyer"; set by layout.c */
};

#define GLOSSARY_SLOTS 1024u
#define OFFICE_FORMS 12u
typedef struct Glossary {
    uint32_t keys[GLOSSARY_SLOTS], values[GLOSSARY_SLOTS]; /* open addressing; value 0: empty */
    uint32_t and, of, the, campaign, contribute;                 /* lemma hashes that names and credits ask for */
    uint32_t short_offices[OFFICE_FORMS][2];               /* "sen." and what it stands for */
} Glossary;
uint32_t office_word(const Glossary *glossary, uint32_t lemma_hash); /* of "sen." that of "senator"; else its own */
void glossary_make(Glossary *out);
uint32_t glossary_look(const Glossary *glossary, uint32_t lemma_hash);
bool outlets_make(EntityModel *model); /* outlet.c; false: no memory */

#define GUESS_CLASSES 4u /* something else, person, organization, place */

struct EntityModel {
    Lists lists;
    Glossary glossary;
    Table guess;
    bool has_guess; /* a model that is being made has none */
    uint32_t *outlets, outlet_count; /* those of the list's entries */
};

/* ---- a map from keys to ids, sized once ---- by the whole key, in an order that no article can choose */
typedef struct MapKey {
    uint32_t kind, a, b; /* kind 0: none */
} MapKey;
typedef struct KeyMap {
    MapKey *keys;
    uint32_t *values;
    uint32_t mask;
    HashSeed seed;
} KeyMap;
bool map_take(Arena *arena, uint32_t most, KeyMap *out);
uint32_t *map_at(KeyMap *map, MapKey key); /* its value, NONE where the key is new */

/* ---- names ---- */
enum {                   /* Name.flags */
       NAME_EPITHET = 1, /* stands for a listed bearer only where the article names it */
       NAME_ARTICLE = 2, /* "the" stands before it */
       NAME_TITLED = 4,  /* a title or role noun stands before it */
       NAME_MALE = 8,
       NAME_FEMALE = 16,
       NAME_BRACKETS = 32, /* in brackets: "(IAEA)" */
       NAME_CAPITALS = 64, /* all in upper case */
       NAME_VAGUE = 128,   /* its list entry is one of several bearers */
       NAME_TYPED = 256    /* its type is sure: listed, titled, or told by its last word */
};

typedef struct Name {
    Span words;           /* of the name alone */
    Span title, role;     /* before it, or begin == end; an honorific is a title and no role */
    uint32_t key;         /* the number of all its words */
    uint32_t first, last; /* of its first and last word, Jr. aside */
    uint32_t rest;        /* of all its words but the first; 0: it has only two */
    uint32_t list_entry, bearer, sentence;
    int64_t guess[GUESS_CLASSES];
    uint16_t flags;
    uint8_t type, rule;
} Name;

typedef struct Bearer {     /* an entity in the making */
    uint32_t full, first;   /* the name that is its fullest form; the first of all */
    uint32_t names;         /* how many */
    uint32_t last_sentence; /* in which a name of its stood last, while the names are walked through */
    uint32_t subject_sentence; /* likewise, as a subject */
    uint32_t bare;          /* surnames alone that were taken for it so far, while the names are walked through */
    uint32_t clear;         /* names that no namesake has: full and given ones */
    uint32_t list_entry;
    uint32_t number;              /* of the entity, in the order of first mentions */
    int64_t guess[GUESS_CLASSES]; /* of all its names */
    uint8_t type, gender;         /* gender: GIVEN_… */
    bool sure;                    /* of its type */
    bool vague;                   /* others have its name, too */
    bool abbreviated;             /* one of its names is all in upper case: U.S. */
    bool credited, canonical;     /* canonical: the article has the list's own form */
} Bearer;

typedef struct Role {
    uint32_t bearer;
    Span words;
} Role;

/* What the parts make and share: arrays with one entry a word, and lists. */
typedef struct Survey {
    const Article *article;
    const Tokens *tokens;
    const Syntax *syntax;
    const EntityModel *model;
    Arena *arena, *scratch; /* scratch ends with the stage */
    uint32_t count;
    Numbering numbers; /* of words, and of several in a row: words_number */
    /* layout.c */
    uint32_t *sentence, *class, *order, *quote; /* order: each word before those that it governs; quote: 0 outside */
    Span *phrase;      /* the noun phrase below the word: relative clauses and coordinated phrases out */
    uint32_t *name_at; /* the name of which the word is part, or NONE */
    Name *names;
    Bearer *bearers;
    Role *roles;
    Mention *mentions;
    uint32_t *bearer_of; /* by mention */
    uint32_t *of_head;
    uint32_t name_count, name_capacity, bearer_count, bearer_capacity, role_count, role_capacity, mention_count,
        mention_capacity, bearer_of_capacity;
} Survey;

static inline bool span_empty(Span s) { return s.begin >= s.end; }
static inline bool span_holds(Span s, uint32_t word) { return word >= s.begin && word < s.end; }
static inline Span span_join(Span a, Span b)
{
    if (span_empty(a) || span_empty(b)) return span_empty(a) ? b : a;
    return (Span){a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}
static inline Text span_text(const Survey *s, Span words)
{
    const Word *w = s->tokens->words;
    return text_slice(s->article->text, (Span){w[words.begin].begin, w[words.end - 1].end});
}
static inline uint32_t sentence_end(const Survey *s, uint32_t word)
{
    return s->tokens->sentences[s->sentence[word]].end;
}
static inline uint32_t sentence_first(const Survey *s, uint32_t word)
{
    return s->tokens->sentences[s->sentence[word]].first;
}
static inline bool is_upper(const Survey *s, uint32_t i) { return s->tokens->words[i].flags & WORD_UPPER; }

bool survey_lay_out(Survey *s);
bool survey_names(Survey *s);
void name_type(Survey *s, Name *name);
/* ---- guess.c ---- */
#define GUESS_FEATURES 32u
uint32_t guess_features(const Survey *s, const Name *n, uint64_t out[GUESS_FEATURES]);
void guess_name(const Survey *s, Name *n);
/* The likeliest type where its chance is at least `least`, else ENTITY_NONE. */
float guess_person(const EntityModel *model, const int64_t guess[GUESS_CLASSES]);
uint8_t guess_type(const EntityModel *model, const int64_t guess[GUESS_CLASSES], float least);

bool survey_bearers(Survey *s);
bool survey_mentions(Survey *s);
bool survey_resolve(Survey *s);
bool survey_gather(Survey *s, Entities *out);
bool survey_genders(Survey *s, Entities *out);
bool survey_credits(Survey *s, Entities *out);

/* ---- mention.c ---- */
bool is_subject(uint8_t relation);
bool add_role(Survey *s, uint32_t bearer, Span words);
/* The words of a noun phrase that say what somebody is: without article, possessor and all before them. */
Span role_words(const Survey *s, Span phrase, uint32_t head);

/* ---- pronoun.c ---- */
#define REFERENTS 24u                    /* people in mind at a time */
typedef struct Referent {                /* somebody whom the article has spoken of */
    uint32_t bearer;                     /* or NONE: not named */
    uint32_t mention, first;             /* the last of his mentions, and the first */
    uint32_t sentence, subject_sentence; /* of the last mention, of the last one as a subject; NONE */
    uint32_t count;
    uint8_t gender;     /* GIVEN_… bits: 0 not known */
    float likely;       /* the chance that he is a person */
    bool human, quoted; /* quoted: the last mention is inside a quotation */
} Referent;

#define PRONOUN_FEATURES 30u
typedef struct Scene { /* what a pronoun is resolved against */
    const Survey *survey;
    const Referent *people; /* the latest first */
    uint32_t count;
    uint32_t speaker; /* bearer of the one who speaks the quotation that the pronoun stands in, or NONE */
    uint32_t active;  /* bearer of the person who was lately a main subject or said to speak, or NONE */
} Scene;
/* The place of the one meant, or NONE; `rule` says why. */
uint32_t pronoun_choose(const Scene *scene, uint32_t mention, uint8_t gender, uint8_t *rule);

#endif
