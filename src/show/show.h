/* show: an article or a claim as a web page, whole in itself: no script, nothing fetched from elsewhere, and all that a
 * report chose to say escaped. Who serves it over a network writes it as it is.
 *
 * Pages are written to a stream, whose failures are the caller's to look for. They are UTF-8, in English. */
#ifndef SAYSO_SHOW_H
#define SAYSO_SHOW_H

#include <stdio.h>

#include "ledger/ledger.h"

typedef enum Visitor { VISITOR_UNKNOWN, VISITOR_READS, VISITOR_WRITES } Visitor; /* who has signed in with a key */

typedef struct Site {   /* a page that is served among others. Where a page takes NULL in its place it is whole in itself, and links
                         * to no other */
    const char *path;   /* the page's own, without its ending: "/claim/31" */
    const char *query;  /* as it stands in the address: "q=gulls&limit=20", or "" */
    const char *forms;  /* the page's other forms: "json csv atom" */
    const char *next;   /* the address of the list's next page, or NULL */
    Visitor visitor;
    const char *token;  /* what a form that writes carries; NULL: no such form is written */
} Site;

/* The text with its statements marked, those in others' contents within them, each numbered; what is known of each shown
 * where a pointer or the keyboard's focus stands on it, and in a list below. Of a draft too, whose id is 0. audit: what stands beside it, or NULL.
 * SAYSO_ERROR_MEMORY alone. */
Status show_article(FILE *to, const Site *site, const KeptArticle *article, const AuditAnswer *audit, Arena *arena, Error *error);
/* A claim: who stands how to it, its origins with the hands through which each came, what is perhaps the same. */
Status show_claim(FILE *to, const Site *site, const ClaimAnswer *claim, Arena *arena, Error *error);

/* ---- served alone ---- no memory is taken */

typedef struct Home {
    const char *words;         /* what is searched; NULL: nothing is */
    const Scope *scope;
    const AboutAnswer *found;  /* NULL: nothing is searched, or it could not be */
    const Actors *meant;       /* whom the words may name */
    const NewArticles *newest; /* NULL where something is searched */
    const char *fault;         /* why it could not be searched; NULL */
} Home;
void show_home(FILE *to, const Site *site, const Home *home);

/* Whom a name may mean, or who said most. name: as it was typed, or NULL. */
void show_people(FILE *to, const Site *site, const char *name, const Actors *actors);

typedef struct Person {
    const Actor *actor;
    const Form *forms;
    uint32_t form_count;
    const Statements *said;
    const TalksAnswer *talks;
} Person;
void show_person(FILE *to, const Site *site, const Person *person);

typedef struct Talks {
    const char *name;          /* as it was typed, or NULL */
    const Scope *scope;
    const TalksAnswer *words;
    const DoingsAnswer *deeds; /* NULL: it is words that are shown; else `words` is not looked at */
    bool drawn;                /* the page has a picture, at its own address with ".svg" */
} Talks;
void show_talks(FILE *to, const Site *site, const Talks *talks);
void show_counts(FILE *to, const Site *site, const Scope *scope, const CountAnswer *counts, bool drawn);
void show_lot(FILE *to, const Site *site, const Statements *statements);
/* The form for a text that is read and not kept. fault: why the last one could not be; or NULL. */
void show_try(FILE *to, const Site *site, const char *fault);

typedef struct Compared { /* one of several articles */
    int64_t id;
    Text label, title, outlet, published;
} Compared;
typedef struct Voice { /* somebody whom they quote */
    int64_t actor;
    Text name;
    const Statement **statements; /* article after article */
    uint32_t count, room, articles; /* articles: that quote them */
} Voice;
typedef struct Comparison {
    const char *typed; /* or NULL */
    Compared *articles;
    uint32_t article_count, voice_count;
    Voice *voices;
} Comparison;
void show_comparison(FILE *to, const Site *site, const Comparison *comparison);

typedef struct DeedList {
    const DeedScope *which;
    const Scope *scope;
    const char *article;      /* as it was typed, or NULL */
    const DeedsAnswer *found;
    const char *fault;        /* why nothing could be found; or NULL */
} DeedList;
void show_deeds(FILE *to, const Site *site, const DeedList *list);
/* A deed of ledger_deed. */
void show_deed(FILE *to, const Site *site, const Deed *deed);

/* What was decided by hand, as ledger_decisions gives it. */
void show_decisions(FILE *to, const Site *site, const Decision *decisions, uint32_t count);
/* The form for a key, or a word that there is one. fault: why the last one opens nothing; or NULL. */
void show_login(FILE *to, const Site *site, const char *fault);

typedef struct Offer { /* what programs can ask, as a person reads it */
    const char *method, *path, *about, *parameters; /* parameters: names with blanks between */
} Offer;
void show_interface(FILE *to, const Site *site, const Offer *offers, size_t count);

/* Text as XML and HTML have it, for who writes a feed: nothing else escapes. */
void show_text(FILE *to, Text text);

/* A sentence why there is no page. status: of HTTP; title: its words. */
void show_problem(FILE *to, const Site *site, unsigned status, const char *title, const char *detail);

#endif
