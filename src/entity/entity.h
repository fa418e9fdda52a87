/* entity: trees -> names, mentions, who is who.
 *
 * A mention is a noun phrase or pronoun that may stand for somebody or something: a name ("Pete Hegseth"), a nominal ("the
 * newspaper", "One official"), a pronoun ("he"). An entity is who the mentions stand for; it exists where the article names
 * it, by at least one name. A mention whose bearer the article does not settle has no entity: the stage abstains and
 * never falls back on the most frequent name. */
#ifndef SAYSO_ENTITY_H
#define SAYSO_ENTITY_H

#include "entity/lists.h"
#include "syntax/syntax.h"

typedef enum EntityType { /* names in entity_type_name */
    ENTITY_NONE,          /* not known */
    ENTITY_PERSON,
    ENTITY_ORGANIZATION,  /* bodies, companies, parties, governments and their metonyms: the White House, the Kremlin */
    ENTITY_COUNTRY,
    ENTITY_PLACE,         /* towns, regions, buildings that do not speak */
    ENTITY_OUTLET,        /* newspapers, agencies, broadcasters, social networks */
    ENTITY_DOCUMENT,      /* reports, laws, polls, programmes, books with a name */
    ENTITY_PEOPLE,        /* peoples, parties' members, faiths: Democrats, Iranians */
    ENTITY_TYPES
} EntityType;

typedef enum Gender { GENDER_UNKNOWN, GENDER_FEMALE, GENDER_MALE, GENDER_OTHER, GENDERS } Gender;

typedef enum Evidence { /* of a gender, the surest first */
    EVIDENCE_NONE, EVIDENCE_PRONOUN, EVIDENCE_TITLE, EVIDENCE_NAME, EVIDENCES
} Evidence;

typedef enum EntityRule { /* what decided who is meant, or why nobody; phrases in entity_rule_text */
    RULE_NONE,
    RULE_NAME,     /* the first, or only, time that the name stands there */
    RULE_LIST,     /* on a list of names */
    RULE_SAME,
    RULE_SHORT,    /* "Roe" for "Jane Roe", "the Post" for "The Washington Post" */
    RULE_GIVEN,    /* "Jane" */
    RULE_ACRONYM,
    RULE_EPITHET,  /* "the Islamic republic" */
    RULE_APPOS,    /* "the minister, Jane Roe" */
    RULE_HOLDER,   /* "the minister" */
    RULE_DESCRIBED, /* "the billionaire" */
    RULE_OPENING,  /* "A lawmaker …", who is named in the next sentences */
    RULE_OUTLET,   /* "the newspaper" */
    RULE_BODY,     /* "the authority" for "Harbour Authority" */
    RULE_COUNTRY,  /* "the country" */
    RULE_UNNAMED,  /* "the official" after "an official" */
    RULE_PRONOUN,  /* he, she: the person most in mind */
    RULE_SUBJECT,  /* it, its: the subject before */
    RULE_RELATIVE, /* who, which: the noun that its clause is about */
    /* abstained */
    RULE_RIVALS,   /* several could be meant */
    RULE_NOBODY,   /* nobody near fits */
    RULE_SPEAKER,  /* I, we, you */
    RULE_COUNT
} EntityRule;

typedef enum MentionKind { MENTION_NAME, MENTION_NOMINAL, MENTION_PRONOUN } MentionKind;

enum { /* Mention.flags */
    MENTION_PLURAL = 1,
    MENTION_HUMAN = 2,      /* people: a person's name, "official", "he", "who" */
    MENTION_MALE = 4,
    MENTION_FEMALE = 8,
    MENTION_DEFINITE = 16,  /* "the", "this", a possessive */
    MENTION_OUTLET = 32,    /* a nominal for an outlet: "the newspaper", "the agency" */
    MENTION_DOCUMENT = 64,  /* likewise for a document: "the report", "a poll" */
    MENTION_BODY = 128,     /* likewise for an organization: "the ministry", "the company" */
    MENTION_INTRODUCED = 256 /* "the caller" where the article spoke of "a caller" before */
};

typedef struct Mention {
    Span words;       /* the noun phrase: title and apposition in, a relative clause out (record.md: source) */
    Span name;        /* within it the words of the name alone; begin == end where there is none */
    uint32_t head;    /* its governing word */
    uint32_t entity;  /* index into Entities.items, or NONE: abstained, or nothing that the article names */
    uint32_t same_as; /* an earlier mention that this one stands for, or NONE; so chains of unnamed people are kept */
    uint16_t flags;
    uint8_t kind;     /* MentionKind */
    uint8_t type;     /* EntityType */
    uint8_t rule;     /* EntityRule: what decided `entity` or `same_as`, or why it abstained; for --explain */
} Mention;

typedef struct Entity {
    Text name;        /* the fullest form, or the list's canonical one ("The Washington Post"); in the arena, the text or the model */
    uint8_t type;
    uint8_t gender, gender_by; /* of a person: Gender, Evidence */
    char country[4];  /* ISO 3166-1 alpha-3, or "" */
    uint32_t role_first, role_count;       /* into Entities.roles: "U.S. Defense Secretary" */
    uint32_t mention_first, mention_count; /* into Entities.mentioned, ascending */
    uint32_t list_entry;                   /* of the names list, or NONE */
} Entity;

typedef struct Entities {
    Entity *items;       /* in the order of their first mention */
    Mention *mentions;   /* ascending by words.begin, then the longer first; they may nest */
    uint32_t *mentioned; /* mention indices, grouped by entity */
    Span *roles;         /* words */
    uint32_t *of_head;   /* by word: the mention whose head it is, or NONE */
    uint32_t count, mention_count, role_count;
    Span byline;         /* words of "By Jane Roe" without "By"; absent: begin == end */
    uint32_t *credits;   /* entities (outlets) that the article itself thanks or is datelined from */
    uint32_t credit_count;
    const Lists *lists;  /* the engine's, for later stages: list_entry, noun_class … */
} Entities;

const char *entity_type_name(uint8_t type); /* "person"; static; NULL for ENTITY_NONE */
const char *gender_name(uint8_t gender);     /* "female"; likewise */
const char *evidence_name(uint8_t evidence); /* "pronoun"; likewise */
const char *entity_rule_text(uint8_t rule); /* a phrase for people: "short name of an earlier full name"; static */

typedef struct EntityModel EntityModel;

/* `names_path`: the user's own list (see data/README.md), or NULL. What is wrong in it is told through `warn`, a sentence
 * that names file and line, and the line is left out (EntityWarn: lists.h). */
Status entity_open(const Model *model, const char *names_path, EntityWarn *warn, void *warn_context,
                   const sayso_allocator *allocator, EntityModel **out, Error *error);
void entity_close(EntityModel *model, const sayso_allocator *allocator);
Status entity_run(const Article *article, const Tokens *tokens, const Syntax *syntax, const EntityModel *model,
                  Arena *arena, Arena *scratch, Entities *out, Error *error);
bool entity_check(const Tokens *tokens, const Entities *entities, Error *error);

/* The mention that a source, addressee … of these words is: that of the span's governing word, or NONE. */
uint32_t mention_of(const Syntax *syntax, const Entities *entities, Span words);

#endif
