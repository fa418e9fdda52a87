/* ledger: keeps every report's reading, and asks across them.
 *
 *   sayso_document ── ledger_draft ──> Draft ── ledger_add ──> articles, entities, attributions
 *                     side by side:          one writer:      + reprints: who copied which stretch of whom
 *                     fingerprints, gists    one transaction  + claims:   contents that say the same
 *                                            an article
 *   ledger_who, _about, _claim, _talks, _audit, _stats: a question -> plain arrays with the words that they rest on
 *
 * Who calls knows neither SQL nor SQLite: all of that lies behind internal.h. Every span is in bytes of the text of the
 * article that it stands beside. Days are ISO 8601. What is returned lies in the caller's arena.
 *
 * A failure leaves the ledger as it was. Status: SAYSO_ERROR_IO for a ledger that cannot be read or written (no such
 * file, full, read-only, busy, damaged, of a newer format), SAYSO_ERROR_ARGUMENT for what is not in it or cannot be
 * asked, SAYSO_ERROR_MEMORY. One thread at a time for a handle; other processes may read while one writes. */
#ifndef SAYSO_LEDGER_H
#define SAYSO_LEDGER_H

#include "base/base.h"

#define LEDGER_FORMAT 1

typedef struct Ledger Ledger;

typedef enum LedgerMode { LEDGER_ASK, LEDGER_KEEP } LedgerMode; /* it must be there · it is made where it is not */
/* Waits up to `wait_ms` for another writer at each write. */
Status ledger_open(const char *path, LedgerMode mode, unsigned wait_ms, Ledger **out, Error *error);
void ledger_close(Ledger *ledger); /* NULL is allowed */

/* ---- adding ---- */

typedef struct Report { /* one article, read. Texts may be empty; borrowed */
    const sayso_document *document; /* its text, entities and attributions */
    Text label;                     /* the caller's name for it: a file's, without folder and ending */
    Text url, title, outlet, byline, published; /* published: YYYY-MM-DD */
    Text program, model;            /* who read it: "sayso 0.1.0", the model's name or hash */
    uint32_t format;                /* of the record */
} Report;

typedef struct Draft Draft;
/* What can be worked out without the ledger: safe side by side. Lies in `arena`, borrows the report's texts. */
Status ledger_draft(const Report *report, Arena *arena, Draft **out, Error *error);

typedef enum LedgerOutcome {
    LEDGER_ADDED,    /* new */
    LEDGER_KNOWN,    /* the same text is there, under the same URL or without one: nothing was done */
    LEDGER_REVISED   /* the URL is there with another text: kept beside it as its next revision */
} LedgerOutcome;

typedef struct LedgerAdded {
    LedgerOutcome outcome;
    int64_t article;      /* its id, or the known one's */
    int64_t reprint_of;   /* the first article that this is a copy of, or 0 */
    double copied;        /* the share of its words that stand in that one */
    uint32_t claims_new, claims_known; /* contents nobody in the ledger had said · others had */
} LedgerAdded;

/* One transaction: after it has returned SAYSO_OK, killing the process loses nothing. */
Status ledger_add(Ledger *ledger, const Draft *draft, Arena *scratch, LedgerAdded *out, Error *error);
/* The article of that id is read anew: its entities and attributions are replaced, in one transaction. */
Status ledger_replace(Ledger *ledger, int64_t article, const Draft *draft, Arena *scratch, Error *error);

/* Of an earlier fetch, for conditional requests: as in IntakeOptions. */
bool ledger_visit_load(Ledger *ledger, const char *url, char *etag, char *modified, size_t size);
Status ledger_visit_keep(Ledger *ledger, const char *url, const char *etag, const char *modified, Error *error);

/* ---- what was kept ---- */

typedef struct KeptEntity {
    sayso_type type;
    Text name, country;
    const Span *mentions, *roles;
    uint32_t mention_count, role_count;
    int64_t actor; /* the same name in all articles; 0: none */
} KeptEntity;

typedef struct KeptArticle {
    int64_t id, story;  /* story: the id of its first revision */
    uint32_t revision;  /* from 0 */
    bool current;       /* no later revision is there */
    Text label, url, title, outlet, byline, published, added, text, program, model;
    uint8_t sha256[32]; /* of text, as it was when it was added */
    uint32_t format, words;
    int64_t family;     /* the first of the articles that this is a copy of, itself if of none */
    Span byline_span;
    const KeptEntity *entities; /* id i + 1 is entities[i] */
    uint32_t entity_count;
    const uint32_t *credits;    /* entities' ids */
    uint32_t credit_count;
    const sayso_attribution *attributions;
    const int64_t *claims;      /* of each attribution, 0: none */
    uint32_t attribution_count;
    const Text *warnings;
    uint32_t warning_count;
} KeptArticle;

/* SAYSO_ERROR_IO where what is stored of it cannot be: who has it need not check a span, a kind or an entity's number. */
Status ledger_article(Ledger *ledger, int64_t article, Arena *arena, KeptArticle *out, Error *error);
/* By what a person types: an id, a URL, a label, a path whose name is a label. SAYSO_ERROR_ARGUMENT with a sentence that
 * names the nearest where there is none or several. */
Status ledger_find_article(Ledger *ledger, const char *typed, int64_t *out, Error *error);
/* The revision before that of its story; 0 where it is the first. */
Status ledger_before(Ledger *ledger, int64_t article, int64_t *out, Error *error);
/* The ids of all articles, or of current revisions alone, ascending, after `after`: at most `size` of them. */
Status ledger_articles(Ledger *ledger, int64_t after, bool current, int64_t *out, size_t size, size_t *count, Error *error);

/* Proves every stored span against the stored text, the text against its hash, and the ledger's own joints. Calls `tell`
 * for each fault. */
typedef struct LedgerProof {
    uint64_t articles, attributions, spans, faults;
} LedgerProof;
Status ledger_verify(Ledger *ledger, void (*tell)(void *context, int64_t article, const char *sentence),
                     bool (*progress)(void *context, uint64_t done, uint64_t all), void *context, LedgerProof *out,
                     Error *error);

/* ---- what changed between two readings or revisions ---- */
typedef enum Change { CHANGE_NONE, CHANGE_MOVED, CHANGE_FIELDS, CHANGE_WORDS, CHANGE_GONE, CHANGE_NEW } Change;
typedef struct Changed {
    Change change;
    uint32_t before, after; /* indices of attributions, NONE where there is none */
    const char *fields;     /* "act, when": those that differ. In the arena, "" where none */
} Changed;
/* In the order of the later text, what is gone beside what stood next to it. Both as ledger_article gave them. */
Status articles_compare(const KeptArticle *before, const KeptArticle *after, Arena *arena, Changed **out, uint32_t *count,
                        Error *error);

/* ---- asking ---- */

typedef struct Scope { /* of every question */
    const char *since, *until; /* days, both in; NULL: open. By the day of the statement, else of publication */
    uint32_t limit;            /* most rows; 0: 20 */
} Scope;

typedef struct Statement { /* one attribution, and what a reader needs to judge it */
    int64_t article, claim;
    uint32_t number; /* the attribution's id in its article */
    sayso_attribution a;
    Text source, cue, content, to, via, when, anonymity; /* the words; content: its stretches joined by " … " */
    Text who, whom, through; /* the names of the source, the one spoken to, the outlet; empty where not settled */
    int64_t actor, to_actor, via_actor;
    Text label, outlet, title, url, published; /* the article's */
    Text day;           /* the statement's own day, or the publication's, or empty */
    int64_t family;
    bool current;       /* stands in the article's latest revision */
    bool own;           /* the source's own word, not within another's content */
    Text reported_by;   /* where it is not: the words of that other source, empty where it has none */
} Statement;

typedef struct Statements {
    Statement *items;
    uint32_t count;
    bool more; /* the limit cut it */
} Statements;

typedef struct Actor {
    int64_t id;
    sayso_type type;
    Text name, country;
    uint64_t statements; /* where this one is the source */
} Actor;

typedef struct WhoAnswer {
    Actor actor;          /* the one chosen */
    Actor *others;        /* of the same words, in the order of how much they said: not chosen */
    uint32_t other_count;
    Statements said;      /* newest first; own words first, then what others report of them */
} WhoAnswer;
Status ledger_who(Ledger *ledger, const char *name, const Scope *scope, Arena *arena, WhoAnswer *out, Error *error);

/* How a holder stands to a claim, as the latest revisions have it. A position that was merely reported of someone is never
 * counted as theirs. */
typedef struct Holder {
    int64_t actor;    /* 0: not named, or not settled */
    Text name;        /* the actor's, or the source's words */
    sayso_kind kind;
    sayso_act act;    /* the latest own; of a merely reported one, what was reported */
    bool reported;    /* only others say so of them */
    Text reported_by, day, outlet;
    uint32_t times;
    uint32_t first;   /* index of its first statement in the claim's statements */
} Holder;

/* One independent origin: all statements that come down to the same one source, and why each belongs here. What nobody's
 * latest revision says any more has none; counts are of latest revisions. */
typedef struct Origin {
    Text name;            /* "Dorrit Haleko", "two unnamed officials, through the Harbour Gazette" */
    sayso_kind kind;
    bool possibly_one;    /* unnamed: may be the same as another origin marked so */
    uint32_t first;       /* index of the earliest statement */
    uint32_t statement_count, article_count;
} Origin;

typedef enum Hand { /* why a statement belongs to its origin */
    HAND_FIRST,   /* it is the origin's own */
    HAND_SAME,    /* the same named source */
    HAND_REPRINT, /* its article, or the stretch it stands in, is a copy of an earlier one */
    HAND_PASSED,  /* through an outlet whose own report is in the ledger */
    HAND_ANOTHER  /* the same words of an unnamed or unsettled source through the same outlet */
} Hand;

typedef struct Claim {
    int64_t id;
    Text text;                  /* as it was first said */
    Text first_day, last_day;
    uint64_t statement_count, article_count; /* of latest revisions */
    uint32_t origin_count, confirmed, denied; /* holders; own positions alone */
} Claim;

typedef struct ClaimAnswer {
    Claim claim;
    Statements statements;      /* oldest first, earlier revisions' too; the first 5,000, of an _about's claim the first 100: */
                                /* origins and holders are of these alone, `more` tells that there are others */
    uint32_t *origin_of;        /* of each statement: an index of origins; NONE: a denial, a question, no origin's */
    Hand *hand;                 /* of each statement: why */
    uint32_t *hand_from;        /* of each statement: the index of the statement that it leads back to, or itself */
    Origin *origins;
    uint32_t origin_count;
    Holder *holders;
    uint32_t holder_count;
} ClaimAnswer;
/* The limit is the caller's business: where statements come from does not change with how many are shown. */
Status ledger_claim(Ledger *ledger, int64_t claim, const Scope *scope, Arena *arena, ClaimAnswer *out, Error *error);

typedef struct AboutAnswer {
    ClaimAnswer *items; /* most origins first, then newest */
    uint32_t count;
    bool more;
} AboutAnswer;
/* Claims that have all of the words (stemmed), "in quotation marks" side by side. */
Status ledger_about(Ledger *ledger, const char *words, const Scope *scope, Arena *arena, AboutAnswer *out, Error *error);

typedef struct Talk {
    Actor from, to;
    uint64_t count;
    Text first_day, last_day, words; /* words: of the latest */
    int64_t article;                 /* of the latest */
    uint32_t number;
} Talk;
typedef struct TalksAnswer {
    Talk *items; /* the most first */
    uint32_t count;
    bool more;
} TalksAnswer;
/* Who talks to whom; of one actor where `name` is not NULL. */
Status ledger_talks(Ledger *ledger, const char *name, const Scope *scope, Arena *arena, TalksAnswer *out, Error *error);

typedef struct Copied { /* a stretch that stands in another article too */
    Span here, there;
    int64_t article; /* the other */
    Text label, outlet, published;
    bool earlier;    /* the other was first */
    uint32_t words;
} Copied;
typedef struct AuditAnswer {
    KeptArticle article;
    uint32_t named, organizations, unnamed, unnamed_with_reason, groups, documents, outlets, unknown; /* statements */
    uint32_t sources_named, sources_unnamed; /* different ones */
    Statements unexplained;     /* unnamed without a reason */
    Statements single;          /* claims that rest on one unnamed source in the whole ledger; of the first 50 unnamed */
    Copied *copied;
    uint32_t copied_count;
    double copied_share;        /* of the article's words that earlier articles have */
} AuditAnswer;
Status ledger_audit(Ledger *ledger, int64_t article, Arena *arena, AuditAnswer *out, Error *error);

typedef struct Tally {
    Text name;
    uint64_t count;
} Tally;
typedef struct StatsAnswer {
    uint64_t articles, revisions, words, attributions, claims, actors, outlets, reprints;
    uint64_t kinds[SAYSO_KIND_AUTHOR + 1], acts[SAYSO_ACT_THINK + 1];
    Text first_day, last_day;
    Tally *sources, *top_outlets; /* the most first, `limit` of each at most */
    uint32_t source_count, outlet_count;
    uint64_t bytes; /* of the file */
} StatsAnswer;
/* Of the scope the limit alone. */
Status ledger_stats(Ledger *ledger, const Scope *scope, Arena *arena, StatsAnswer *out, Error *error);

#endif
