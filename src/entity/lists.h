/* lists: what is known of the world before an article is read. Names of countries, seats of power, bodies, outlets,
 * peoples and places; titles; given names; classes of nouns. They come from data/words by way of the model file
 * (sections list.names, list.titles, list.nouns, list.given), and names also from the user's own list.
 *
 * All is looked up by the hashes that token and syntax made: no strings are compared, nothing is allocated. A word
 * that begins no listed name costs one probe.
 *
 * Published by entity.h, which includes this; later stages reach the lists through Entities.lists. */
#ifndef SAYSO_LISTS_H
#define SAYSO_LISTS_H

#include "token/token.h"

#define LIST_MAX_WORDS 12u /* of a name or title */

enum { /* ListEntry.flags: the column "marks" of data/words */
    LIST_METONYM = 1,     /* a place that speaks for a body or government: the Kremlin, Brussels, and every capital */
    LIST_STATE = 2,       /* an outlet that a state owns or directs */
    LIST_SOCIAL = 4,      /* a social network */
    LIST_AGENCY = 8,      /* a news agency */
    LIST_COMPANY = 16,
    LIST_PARTY = 32,
    LIST_GOVERNMENT = 64, /* a ministry, agency, parliament, court, army of a state */
    LIST_CAPITAL = 128,   /* of a country */
    LIST_REGION = 256,    /* a state, province, continent or sea, not a town */
    LIST_MALE = 512,      /* persons of a user's list */
    LIST_FEMALE = 1024,
    LIST_WORD = 2048,     /* its names of one word are ordinary words too: Time, Signal, Medium */
    LIST_USER = 4096      /* from the user's own list */
};

typedef struct ListEntry { /* one bearer of names */
    Text name;             /* canonical; borrowed from the lists */
    Text domain;           /* of an outlet's web site, without "www."; empty where it has none */
    uint16_t flags;
    uint8_t type;          /* EntityType */
    char country[4];       /* ISO 3166-1 alpha-3, or "" */
} ListEntry;

enum { /* ListMatch.as: in which guise the entry stands there. 0: by a name */
    LIST_AS_ADJECTIVE = 1, /* "Iranian", "Democratic" */
    LIST_AS_PERSON = 2,    /* one of its people: "Iranian", "Briton", "Democrat" */
    LIST_AS_PEOPLE = 4,    /* several or all of them: "Iranians", "the French", "Democrats" */
    LIST_AS_EPITHET = 8,   /* "the Islamic republic", "the bloc": the entry only where the article names it */
    LIST_AS_CAPITALS = 16, /* a name that is not written in capitals, in capitals: a dateline, a headline */
    LIST_AS_WORD = 64,     /* the name is an ordinary word too (LIST_WORD): wants more evidence than its upper case */
    LIST_AMBIGUOUS = 32    /* others bear the name too ("Georgia", "the Times"); the entry is the likeliest */
};

typedef struct ListMatch {
    uint32_t entry; /* or NONE */
    uint32_t words; /* 0 with NONE */
    uint8_t as;     /* several may be set: "Iranian" is ADJECTIVE and PERSON */
} ListMatch;

enum { /* list_title: the words before a name that say what its bearer is */
    TITLE_HONORIFIC = 1, /* Mr., Dr., Sheikh: no role of its own */
    TITLE_OFFICE = 2,    /* President, Defense Secretary, Gen., Sen.: a role */
    TITLE_MALE = 4,
    TITLE_FEMALE = 8,
    TITLE_MILITARY = 16, /* with OFFICE */
    TITLE_FORMER = 32    /* "former", "ex", "then", "acting": stands before another title */
};

typedef struct ListTitle {
    uint32_t words; /* 0: none begins here */
    uint32_t flags;
} ListTitle;

enum { /* noun_class, by lemma */
    NOUN_PERSON = 1,      /* a human being by role: minister, lawyer, voter, Democrat */
    NOUN_UNNAMED = 2,     /* with PERSON: may speak without a name: official, source, aide, diplomat */
    NOUN_GROUP = 4,       /* with PERSON: its plural means people collectively: voters, critics, residents */
    NOUN_OFFICE = 8,      /* with PERSON: an office or title that one holds: president, spokesman */
    NOUN_KIN = 16,        /* with PERSON: mother, son, husband */
    NOUN_MALE = 32,
    NOUN_FEMALE = 64,
    NOUN_COLLECTIVE = 128, /* a singular for many people: police, public, staff, crowd, family */
    NOUN_OUTLET = 256,    /* newspaper, agency, network */
    NOUN_DOCUMENT = 512,  /* report, poll, law, tweet */
    NOUN_BODY = 1024,     /* ministry, company, government, court */
    NOUN_COUNTRY = 2048,  /* country, nation, republic, kingdom */
    NOUN_PLACE = 4096,    /* city, town, province, region */
    NOUN_TIME = 8192,     /* day, week, month, Monday, March */
    NOUN_VENUE = 16384,   /* where words are spoken: interview, briefing, speech, conference */
    NOUN_SPEECH = 32768   /* comment, remark, word, claim: what is said */
};

enum { GIVEN_MALE = 1, GIVEN_FEMALE = 2 }; /* both: a name of both */

typedef struct NameTable {
    const uint8_t *entries, *slots, *text;
    uint32_t entry_count, slot_count, text_size;
} NameTable;

typedef struct WordTable {
    const uint8_t *slots;
    uint32_t slot_count;
} WordTable;

typedef struct Lists {
    NameTable names, user;
    WordTable titles, nouns, given;
    Arena user_arena; /* holds the user's table */
} Lists;

/* `names_path`: the user's own list, or NULL. What is wrong in it is told through `warn`, a sentence that names file
 * and line, and the line is left out; more than LIST_MAX_USER entries are refused with SAYSO_ERROR_LIMIT. Sections
 * that the model does not have are empty lists; damaged ones are SAYSO_ERROR_MODEL. */
#define LIST_MAX_USER 1000000u
typedef void EntityWarn(void *context, const char *sentence);
Status lists_open(const Model *model, const char *names_path, EntityWarn *warn, void *warn_context,
                  const sayso_allocator *allocator, Lists *out, Error *error);
void lists_close(Lists *lists); /* all zero is allowed */

/* The longest listed name that begins at words[0]; it ends before words[count], which is where the sentence ends.
 * Names are matched as they are written: "US" is no "us". An article belongs to the match only where the list has it
 * so ("the Times", "The Hill"). At the same length the user's entry is taken. */
ListMatch list_match(const Lists *lists, const Word *words, uint32_t count);
ListEntry list_entry(const Lists *lists, uint32_t entry); /* entry < list_count */
uint32_t list_count(const Lists *lists);                  /* built-in entries, then the user's */

/* The longest listed title that begins at words[0], in whatever case; who needs upper case asks words[0].flags. */
ListTitle list_title(const Lists *lists, const Word *words, uint32_t count);
uint32_t noun_class(const Lists *lists, uint32_t lemma_hash); /* NOUN_…; 0: in no class */
uint8_t given_name(const Lists *lists, const Word *word);     /* GIVEN_…; 0: none known, or not in upper case */

#endif
