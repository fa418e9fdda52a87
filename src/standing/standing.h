/* standing: attributions -> on whose authority, and how the claim stands: kind of source, who of several, act and whether
 * it took place, to, via, when, anonymity, within, and whether the content is a clause. It changes no span of an attribution; it adds one Standing to each. */
#ifndef SAYSO_STANDING_H
#define SAYSO_STANDING_H

#include "attribution/attribution.h"
#include "entity/entity.h"

typedef enum SourceKind { /* record.md */
    KIND_NONE, KIND_PERSON, KIND_UNNAMED, KIND_GROUP, KIND_ORGANIZATION, KIND_OUTLET, KIND_DOCUMENT, KIND_AUTHOR, KIND_COUNT
} SourceKind;

typedef enum Act { /* record.md, in its order */
    ACT_STATE, ACT_CLAIM, ACT_CONFIRM, ACT_DENY, ACT_DECLINE, ACT_DISMISS, ACT_ACCUSE, ACT_CONDEMN, ACT_PRAISE, ACT_WARN,
    ACT_PROMISE, ACT_URGE, ACT_ASK, ACT_SUGGEST, ACT_THINK, ACT_COUNT
} Act;

typedef struct Party { /* somebody spoken to, or the outlet through which the words came */
    Span words;        /* begin == end: absent */
    uint32_t mention, entity; /* or NONE */
} Party;

#define DATE_SIZE 24 /* "2026-03-01/2026-03-07" and its NUL */
typedef struct Standing { /* one for each attribution, in their order */
    uint32_t mention, entity;  /* the source's, or NONE */
    Party to, via;
    Span when;                 /* words; begin == end: absent */
    char date[DATE_SIZE];      /* ISO 8601; "" where the words do not resolve */
    Span anonymity;            /* words */
    uint32_t within;           /* index of the attribution whose content holds this one, or NONE */
    uint8_t kind, act;         /* KIND_NONE: not known */
    uint8_t kind_rule, act_rule, to_rule, via_rule, when_rule; /* StandingRule, for --explain */
    Span act_words;            /* the words that decided the act */
    uint32_t joint_first, joint_count; /* into Standings.joint: who of several named together are settled; `entity` is
                                        * NONE where there are such */
    uint8_t negated_rule;      /* StandingRule: why the act is told as one that did not take place; 0: it is not */
    bool clause;               /* the content says something of something */
} Standing;

typedef struct Time { /* a time that the text names */
    Span words;
    uint32_t head;        /* the word that governs it */
    char date[DATE_SIZE]; /* ISO 8601; "" where it does not resolve */
} Time;

typedef struct Standings {
    Standing *items; /* one an attribution */
    uint32_t *joint; /* entities */
    Time *times;     /* all that the text names, ascending */
    uint32_t joint_count, time_count;
} Standings;

const char *kind_name(uint8_t kind); /* "person"; static; NULL for KIND_NONE */
const char *act_name(uint8_t act);
const char *standing_rule_text(uint8_t rule); /* a phrase for people; static */

typedef struct StandingModel StandingModel; /* the table of cues, from data/words, in the model file */

Status standing_open(const Model *model, const sayso_allocator *allocator, StandingModel **out, Error *error);
void standing_close(StandingModel *model, const sayso_allocator *allocator);
/* Adds a warning to the article where it has no date to reckon from. */
Status standing_run(Article *article, const Tokens *tokens, const Syntax *syntax, const Entities *entities,
                    const Attributions *attributions, const StandingModel *model, Arena *arena, Arena *scratch,
                    Standings *out, Error *error);
bool standing_check(const Tokens *tokens, const Entities *entities, const Attributions *attributions,
                    const Standings *standings, Error *error);

#endif
