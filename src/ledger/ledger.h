/* ledger: keeps every report's reading, and asks across them.
 *
 *   sayso_document ── ledger_draft ──> Draft ── ledger_add ──> articles, entities, attributions
 *                     side by side:          one writer:      + reprints: who copied which stretch of whom
 *                     fingerprints, gists    one transaction  + claims:   contents that say the same
 *                                            an article
 *                                                             + actors:   forms of a name that are one person or body
 *   ledger_who, _about, _claim, _talks, _audit, _stats: a question -> plain arrays with the words that they rest on
 *   ledger_decide, _undo: what a person knows better, kept by day, beside what was read
 *
 * Who calls knows neither SQL nor SQLite: all of that lies behind the rooms' own headers. Every span is in bytes of the
 * text of the article that it stands beside. Days are ISO 8601. What is returned lies in the caller's arena.
 *
 * A failure leaves the ledger as it was. Status: SAYSO_ERROR_IO for a ledger that cannot be read or written (no such
 * file, full, read-only, busy, damaged, of a newer format), SAYSO_ERROR_ARGUMENT for what is not in it or cannot be
 * asked, SAYSO_ERROR_MEMORY. One thread at a time for a handle; other processes may read while one writes. */
#ifndef SAYSO_LEDGER_H
#define SAYSO_LEDGER_H

#include "base/base.h"

#define LEDGER_FORMAT 4 /* an older ledger is brought up to it by the first who opens it, but to look */

typedef struct Ledger Ledger;

typedef enum LedgerMode {
    LEDGER_ASK,  /* it must be there; asked as it was when it was opened (where another wrote then, as it is); no file is left */
    LEDGER_LOOK, /* likewise, and nothing of it may change: an older one is refused */
    LEDGER_KEEP  /* it is made where it is not */
} LedgerMode;
/* Waits up to `wait_ms` for another writer at each write. */
Status ledger_open(const char *path, LedgerMode mode, unsigned wait_ms, Ledger **out, Error *error);
void ledger_close(Ledger *ledger); /* NULL is allowed */
/* What opening it has done that a person should know, a sentence; NULL: nothing. Static. */
const char *ledger_told(const Ledger *ledger);

/* Where it lies. Until it is closed · whether writing to it makes files beside it, besides those that are there now: else it may have to
 * remove some when it is closed. */
const char *ledger_place(const Ledger *ledger);
bool ledger_makes_files(Ledger *ledger);

/* The first and the last day that a date of a record may mean, YYYY-MM-DD and a NUL: "2016-07-01" and "2016-07-31" of "2016-07".
 * false: it tells none. */
bool ledger_days(Text date, char first[11], char last[11]);

/* ---- adding ---- */

typedef struct Report { /* one article, read. Texts may be empty; borrowed */
    const sayso_document *document; /* its text, entities, attributions and events */
    Text label;                     /* the caller's name for it: a file's, without folder and ending */
    Text url, title, outlet, byline, published; /* published: YYYY-MM-DD */
    Text program, model;            /* who read it: "sayso 0.1.0", the model's name or hash */
    uint32_t format;                /* of the record */
    Text country;                   /* of the outlet, ISO 3166-1 alpha-3; empty: not known */
    /* What it is known by, as a way in tells it: a URL, or the address of several and a blank and its URL there. Empty: `url`.
     * fetched: we fetched it from there; else it only says so, and is no revision of what was fetched */
    Text identity;
    bool fetched;
} Report;

typedef struct Draft Draft;
/* What can be worked out without the ledger: safe side by side. Lies in `arena`, borrows the report's texts. */
Status ledger_draft(const Report *report, Arena *arena, Draft **out, Error *error);

typedef enum LedgerOutcome {
    LEDGER_ADDED,    /* new */
    LEDGER_KNOWN,    /* the same text is there, under the same identity or without one: nothing was done */
    LEDGER_REVISED   /* the identity is there with another text: kept beside it as its next revision */
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
/* Many at once cost less: from ledger_hold on what is added waits for ledger_release, and nothing of it is sure before that has
 * returned SAYSO_OK. One that fails takes back all that waits, and nothing is held then: who has the drafts still adds them again,
 * each alone. So do a failed release, and closing. Other writers wait meanwhile. */
Status ledger_hold(Ledger *ledger, Error *error);
Status ledger_release(Ledger *ledger, Error *error); /* nothing is held: nothing happens */
bool ledger_holds(const Ledger *ledger);
/* The article of that id is read anew: its entities, attributions and events are replaced, in one transaction. */
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
    sayso_gender gender;
    sayso_evidence gender_by;
    int64_t actor; /* who that is in all articles; 0: none */
} KeptEntity;

typedef struct KeptArticle {
    int64_t id, story;  /* story: the id of its first revision */
    uint32_t revision;  /* from 0 */
    bool current;       /* no later revision is there */
    Text label, url, title, outlet, byline, published, added, text, program, model;
    Text country;       /* the outlet's */
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
    bool has_events;            /* they were read: not in a ledger of format 1 or 2, until the article is read anew */
    const sayso_event *events;
    uint32_t event_count;
} KeptArticle;

/* What a reading says, copied into the arena; false when memory ran out. Its words are the document's. */
bool ledger_take_attributions(const sayso_document *document, Arena *arena, const sayso_attribution **out, uint32_t *out_count);
bool ledger_take_events(const sayso_document *document, Arena *arena, const sayso_event **out, uint32_t *out_count);

/* SAYSO_ERROR_IO where what is stored of it cannot be: who has it need not check a span, a kind or an entity's number. */
Status ledger_article(Ledger *ledger, int64_t article, Arena *arena, KeptArticle *out, Error *error);
/* By what a person types: an id, a URL, a label, a path whose name is a label. SAYSO_ERROR_ARGUMENT with a sentence that
 * names the nearest where there is none or several. */
Status ledger_find_article(Ledger *ledger, const char *typed, int64_t *out, Error *error);
/* The revision before that of its story; 0 where it is the first. */
Status ledger_before(Ledger *ledger, int64_t article, int64_t *out, Error *error);
/* "17", "17:3", "11-gazette:1", a URL: an article, and an attribution's number in it, 0 where none is told. */
Status ledger_find_statement(Ledger *ledger, const char *typed, int64_t *article, uint32_t *number, Error *error);

typedef struct LedgerRemoved { /* what went with an article */
    uint32_t statements, claims, entities, copies; /* claims: that nobody says any more · copies: that were its copies */
    int64_t current;                               /* the revision of its story that is the latest now; 0: none is left */
} LedgerRemoved;
/* One transaction: the article of that id (one revision), its statements, entities, joints and counts. Its number is given
 * to no other; decisions that named its statements stay, and do nothing. */
Status ledger_remove(Ledger *ledger, int64_t article, Arena *scratch, LedgerRemoved *out, Error *error);
/* The ids of all articles, or of current revisions alone, ascending, after `after`: at most `size` of them. */
Status ledger_articles(Ledger *ledger, int64_t after, bool current, int64_t *out, size_t size, size_t *count, Error *error);

/* What the ledger holds at this moment goes to a new file, whoever writes beside it: on the disk and whole when it has its name.
 * SAYSO_ERROR_ARGUMENT where `to` is there. */
Status ledger_backup(Ledger *ledger, const char *to, uint64_t *articles, Error *error);
/* The file is written anew without what it does not need: bytes before and after. */
Status ledger_compact(Ledger *ledger, uint64_t *before, uint64_t *after, Error *error);
/* From now on what is told to be kept outlasts a loss of power, too; without it the last few seconds may be lost, never more. */
Status ledger_durable(Ledger *ledger, Error *error);
/* At most so many KB of the file are held in memory, 65,536 unless told otherwise: for who has it open several times. */
Status ledger_cache(Ledger *ledger, unsigned kilobytes, Error *error);

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

typedef enum Order { ORDER_ORIGINS, ORDER_DATE } Order; /* the most origins first · the newest first */

typedef struct StatementKey { /* where a statement stands among what somebody said */
    const char *day; /* "": it has none */
    int64_t article;
    uint32_t number;
    bool reported;   /* what others report of them, which follows their own words */
} StatementKey;

typedef struct Scope { /* of every question; what is NULL or 0 is open */
    const char *since, *until; /* days, both in. By the day of the statement, the first of an interval; else of publication */
    const char *added_since;   /* a day: what the ledger saw then or later */
    const char *as_of;         /* a day: the ledger as it was when that day ended: articles, revisions and decisions on
                                * statements until then; who is who, and by which name, is as known now */
    const char *by, *outlet;   /* about, who: a name · an outlet's name */
    sayso_act act;             /* about, who: with `has_act` */
    bool has_act;
    Order order;               /* about */
    const StatementKey *after; /* who: what follows that statement; NULL: from the first on */
    uint32_t limit;            /* most rows; 0: 20 */
} Scope;

typedef struct Statement { /* one attribution, and what a reader needs to judge it */
    int64_t article, claim;
    int64_t story; /* the article's: what its revisions share */
    uint32_t number; /* the attribution's id in its article */
    sayso_attribution a;
    Text source, cue, content, to, via, when, anonymity; /* the words; content: its stretches joined by " … " */
    Text who, whom, through; /* the names of the source, the one spoken to, the outlet; empty where not settled */
    int64_t actor, to_actor, via_actor;
    bool inferred;           /* who it is, the article does not tell: the one of that surname in those weeks */
    const int64_t *actors;   /* of joint sources, all that are settled, `actor` first; else NULL */
    const Text *names;       /* theirs */
    uint32_t actor_count;
    Text country;            /* the actor's */
    sayso_gender gender;     /* likewise */
    Text label, outlet, title, url, published; /* the article's */
    Text added;         /* the day on which the ledger saw it */
    Text day;           /* the statement's own day, week, month, year or start/end, else the publication's day, or empty */
    Text first_day, last_day; /* the same as an interval of days; empty where it is not known */
    int64_t family;
    bool current;       /* stands in the article's latest revision */
    bool own;           /* the source's own word, not within another's content */
    Text reported_by;   /* where it is not: the words of that other source, empty where it has none */
    sayso_evidence gender_by; /* what tells the gender in this article; ledger_export_statements alone, as are these: */
    Span source_points, cue_points; /* a.source and a.cue in code points of the article's text */
    const Span *points; /* a.contents in code points of the article's text; ledger_export_statements alone, else NULL */
} Statement;

typedef struct Statements {
    Statement *items;
    uint32_t count;
    uint64_t all; /* how many there are: `count` of them are here */
    uint32_t room;  /* of items; of who fills it */
} Statements;

typedef struct Actor { /* a person or body across articles. Its id stays its own: one that was merged leads to the other */
    int64_t id;
    sayso_type type;
    Text name, country;
    sayso_gender gender;
    uint64_t statements; /* where this one is the source */
} Actor;

typedef struct Form { /* of a name, as articles have it */
    int64_t id;
    Text name;
    bool inferred; /* a surname alone, laid to the one who bore it there in those weeks */
    uint64_t statements;
} Form;

typedef struct Actors {
    Actor *items; /* those who said most first */
    uint32_t count;
    uint64_t all;
} Actors;
/* Whom the words of a name may mean: a whole name, a surname, with a title or an initial, in any case, or "#17", an actor's
 * number; NULL: everyone who said something. SAYSO_ERROR_ARGUMENT where nobody is. */
Status ledger_actors(Ledger *ledger, const char *name, const Scope *scope, Arena *arena, Actors *out, Error *error);
Status ledger_forms(Ledger *ledger, int64_t actor, Arena *arena, Form **out, uint32_t *count, Error *error);

typedef struct WhoAnswer {
    Actors actors;        /* everyone who is meant, those who said most in scope first; their statements: in scope */
    Statements *said;     /* of each: newest first; own words first, then what others report of them */
} WhoAnswer;
Status ledger_who(Ledger *ledger, const char *name, const Scope *scope, Arena *arena, WhoAnswer *out, Error *error);

/* How a holder stands to a claim, as the latest revisions have it. A position that was merely reported of someone is never
 * counted as theirs. */
typedef struct Holder {
    int64_t actor;    /* 0: not named, or not settled */
    Text name;        /* the actor's, or the source's words */
    sayso_kind kind;
    sayso_act act;    /* the latest own; of a merely reported one, what was reported */
    bool negated;     /* that it did not take place */
    bool reported;    /* only others say so of them */
    Text reported_by, day, outlet;
    uint32_t times;
    uint32_t last;    /* index of that latest statement in the claim's statements */
} Holder;

/* One independent origin: all statements that come down to the same one source, and why each belongs here. What nobody's
 * latest revision says any more has none; counts are of latest revisions. */
typedef struct Origin {
    Text name;            /* "Dorrit Haleko", "two unnamed officials, through the Harbour Gazette" */
    sayso_kind kind;
    int64_t actor;        /* 0: unnamed */
    bool possibly_one;    /* unnamed: may be the same as another origin marked so */
    bool open;            /* the article leaves open who it is: listed, and never counted */
    uint32_t first;       /* index of the earliest statement */
    bool surely_first;    /* no other's can be as early, as far as days are told; `first` of the whole claim alone */
    uint32_t statement_count, article_count;
} Origin;

typedef enum Hand { /* why a statement belongs to its origin */
    HAND_FIRST,   /* it is the origin's own */
    HAND_SAME,    /* the same named source */
    HAND_UTTERED, /* the same utterance, laid to nobody or to an open source here */
    HAND_REPRINT, /* its article, or the stretch it stands in beyond the speaker's own words, is a copy of an earlier one */
    HAND_PASSED,  /* through an outlet whose own report is in the ledger, or the outlet's word for its source's */
    HAND_ANOTHER  /* the same words of an unnamed source through the same outlet */
} Hand;

typedef struct Claim {
    int64_t id;
    Text text;                  /* as it was first said */
    Text first_day, last_day;   /* "2016-07" where no more is told */
    bool surely_first;          /* the first is before all others, as far as all are dated; else first as far as dated */
    bool told_alone;            /* by the days on which the ledger saw them another one would be the first */
    uint64_t statement_count, article_count; /* of latest revisions, all of them */
    uint32_t origin_count;      /* at least so many: a lower bound */
    uint32_t open_count;        /* origins that are listed and not counted */
    uint32_t confirmed, denied; /* holders; own positions alone */
} Claim;

typedef struct Related { /* a statement that perhaps says the same; counted nowhere */
    int64_t claim;       /* 0: it is none */
    Statement statement; /* the likest of that claim */
    double probability;  /* that both say the same */
    Text *shared, *here, *there; /* words in both, in the claim alone, in the other alone */
    uint32_t shared_count, here_count, there_count;
    bool authority;      /* of another settled speaker: an other authority */
} Related;

typedef struct ClaimAnswer {
    Claim claim;
    Statements statements;      /* oldest first, earlier revisions' too: all of them */
    uint32_t *origin_of;        /* of each statement: an index of origins; NONE: a denial, a question, no origin's */
    Hand *hand;                 /* of each statement: why */
    uint32_t *hand_from;        /* of each statement: the index of the statement that it leads back to, or itself */
    Origin *origins;            /* those that count first */
    uint32_t origin_count;
    Holder *holders;            /* the newest stance first */
    uint32_t holder_count;
    Related *related;           /* the likeliest first; ledger_claim alone */
    uint32_t related_count;
    uint32_t authorities;       /* other settled speakers among those related at 0.5 or more */
} ClaimAnswer;
/* The limit is the caller's business: where statements come from does not change with how many are shown. */
Status ledger_claim(Ledger *ledger, int64_t claim, const Scope *scope, Arena *arena, ClaimAnswer *out, Error *error);
/* The same without what is related, which is most of what it costs. */
Status ledger_claim_alone(Ledger *ledger, int64_t claim, const Scope *scope, Arena *arena, ClaimAnswer *out, Error *error);

typedef struct AboutAnswer {
    ClaimAnswer *items;    /* in the scope's order */
    uint32_t count;
    uint64_t all;          /* claims among the statements that were looked at */
    Statements statements; /* that have the words and are no claim: newest first */
    uint64_t found;        /* statements that have the words and are in scope; of more than 2,000 so many */
    bool more;             /* there are still more: a scope or rarer words would tell */
} AboutAnswer;
/* Claims and other statements that have all of the words (stemmed), "in quotation marks" side by side. */
Status ledger_about(Ledger *ledger, const char *words, const Scope *scope, Arena *arena, AboutAnswer *out, Error *error);

typedef struct NewArticle { /* one of those that came in last */
    int64_t id;
    Text label, url, title, outlet, published, added;
    uint32_t words, statements;
} NewArticle;
typedef struct NewArticles {
    NewArticle *items; /* the newest first */
    uint32_t count;
    bool more; /* there are older ones */
} NewArticles;
/* The latest revisions before the article of that number (0: of all), the one that came in last first; `limit` of them at most. */
Status ledger_newest(Ledger *ledger, int64_t before, uint32_t limit, Arena *arena, NewArticles *out, Error *error);

/* Of one article, in its order; each with `claim` and all that a Statement has. */
Status ledger_statements(Ledger *ledger, int64_t article, Arena *arena, Statements *out, Error *error);

/* All statements of the ledger, or of current revisions alone, claim after claim, so that each claim is asked once: its own with
 * the statement that each leads back to (NULL: it is no origin's) and what the claim is related to, then what is no claim.
 * All that is given is borrowed until `take` returns, and the arena is given back meanwhile. Ends with take's failure. */
Status ledger_export_statements(Ledger *ledger, bool current, Arena *arena,
                                Status (*take)(void *context, const Statement *statement, const Statement *origin,
                                               const Related *related, uint32_t related_count, Error *error),
                                void *context, Error *error);
/* The quoted stretches of its content, without their marks; the whole of a direct content that has none. */
Status ledger_quotes(const Statement *statement, Arena *arena, const Text **out, uint32_t *count, Error *error);

/* ---- deeds ---- who did what to whom. Each article that tells of a deed does so by an event; a deed is the events that are
 * surely one. What perhaps is the same is related, and counted nowhere. Found when it is asked: nothing of it is kept. */

typedef struct DeedParty {
    Text words, name; /* the article's · the actor's, empty where nobody is settled */
    int64_t actor;
    Text country, sector;
} DeedParty;

typedef struct Telling { /* an event of one article */
    int64_t article, story, family;
    sayso_event e;          /* e.id: its number. Spans in bytes of the article's text; its parties are: */
    const DeedParty *actors, *recipients; /* e.actor_count, e.recipient_count of them */
    Text trigger, evidence; /* the words, " … " between the times that it is told */
    Text when, place;       /* words */
    Text day;               /* of its date, else of the publication; empty where not known */
    Text first_day, last_day; /* the days that its own date may mean; empty where it tells none */
    Text label, outlet, title, url, published, added; /* the article's */
    bool current;           /* in the article's latest revision */
} Telling;

typedef struct Denial { /* who says that it did not take place */
    Text name, day, outlet;
    int64_t actor;      /* 0: not settled */
    int64_t article;
    uint32_t statement, event; /* numbers in the article; 0: none */
    bool of_claim;      /* denies the statement that tells of it */
} Denial;

typedef struct RelatedDeed { /* an event that perhaps is the same deed */
    Telling telling;
    const char *why; /* it is not taken for it: "told of another day". Static */
} RelatedDeed;

typedef struct Deed {
    Telling *tellings;  /* the first told first, earlier revisions' too */
    uint32_t count;
    uint32_t head;      /* index of the telling that shows it: the surest of a latest revision, of these the first */
    uint32_t told;      /* events of latest revisions that say that it took place */
    uint32_t articles;  /* in so many articles */
    /* A statement for each telling, in their order: the one on which it rests, or the outlet's own word, with the words of
     * the event. Its origins and hands are the deed's. Without statements where the deed is told as none that has taken
     * place or was denied: in a condition, to come, demanded. */
    ClaimAnswer rests;
    Denial *denials;
    uint32_t denial_count;
    RelatedDeed *related; /* ledger_deed alone */
    uint32_t related_count;
} Deed;

typedef struct DeedScope { /* which deeds; what is NULL, 0 or false is open */
    const char *who, *to;     /* a name, or "#17" */
    int64_t article;          /* that it tells of */
    const char *mode, *country, *place, *about; /* country: of one who takes part, ISO 3166-1 alpha-3. about: words of a clause */
    sayso_event_type type;
    sayso_event_status status;
    bool has_type, has_status;
} DeedScope;

typedef struct DeedsAnswer {
    Deed *items;
    uint32_t count;
    uint64_t all;   /* deeds among the events that were looked at */
    uint64_t found; /* events in scope; of more than 2,000 so many */
    bool more;      /* there are still more: a narrower scope would tell */
    uint64_t unread; /* articles whose events were never read: kept before the ledger had events */
} DeedsAnswer;
/* The newest first, or those of most origins. The scope's days are of the event, else of publication. */
Status ledger_deeds(Ledger *ledger, const DeedScope *which, const Scope *scope, Arena *arena, DeedsAnswer *out, Error *error);
/* "17:3", "11-gazette:1": an article and the number of an event of it. */
Status ledger_find_event(Ledger *ledger, const char *typed, int64_t *article, uint32_t *number, Error *error);
/* The deed that an event tells of, with what is related to it. */
Status ledger_deed(Ledger *ledger, int64_t article, uint32_t number, const Scope *scope, Arena *arena, Deed *out, Error *error);

typedef struct Doing { /* what one did to another, in how many deeds */
    Actor from, to;
    sayso_event_type type;
    uint64_t count;         /* events of latest revisions that say that it took place */
    Text first_day, last_day, words; /* words: of the latest */
    int64_t article;        /* of the latest */
    uint32_t number;        /* of the event */
} Doing;
typedef struct DoingsAnswer {
    Doing *items; /* the most first */
    uint32_t count;
    uint64_t all;
} DoingsAnswer;
/* Who does what to whom; of one actor where `name` is not NULL. */
Status ledger_doings(Ledger *ledger, const char *name, const Scope *scope, Arena *arena, DoingsAnswer *out, Error *error);

/* ---- what a person knows better ---- kept by the day, beside what was read; applied again when an article is read anew */
typedef enum DecisionKind {
    DECISION_MERGE,  /* subject, object: two actors' forms are one */
    DECISION_SPLIT,  /* subject: a form (or a name in one article) is another than object */
    DECISION_RENAME, /* subject: an actor's form; object: the name to show */
    DECISION_JOIN,   /* a statement says the same as a claim */
    DECISION_PART,   /* a statement does not say the same as a claim */
    DECISION_FIX,    /* a statement's field (subject) is object */
    DECISION_DROP    /* a statement is none */
} DecisionKind;
typedef struct Decision {
    int64_t id;
    DecisionKind kind;
    Text made, undone; /* UTC, "2026-11-30T08:00:00Z"; undone: empty where it holds */
    Text subject, object;
    Text subject_name, object_name; /* of forms, as articles have them; empty: not of actors, or not here */
    Text label, sha256; /* of the article of the statement: its name · hexadecimal; empty for actors */
    uint32_t number;    /* as it was when it was made */
    Text words;         /* of the statement's content, so that it is found again */
    int64_t claim;      /* to join, or to part from; 0: none */
    Text claim_text;    /* its words, by which another ledger knows it */
    int64_t article;    /* where it is in this ledger; 0: not here */
} Decision;
Status ledger_merge(Ledger *ledger, int64_t a, int64_t b, int64_t *decision, Error *error);
/* The form, or what the article calls so where `article` is not 0, is an actor of its own. */
Status ledger_split(Ledger *ledger, int64_t actor, int64_t form, int64_t article, int64_t *decision, Error *error);
Status ledger_rename(Ledger *ledger, int64_t actor, const char *name, int64_t *decision, Error *error);
Status ledger_join(Ledger *ledger, int64_t article, uint32_t number, int64_t claim, int64_t *decision, Error *error);
Status ledger_part(Ledger *ledger, int64_t article, uint32_t number, int64_t claim, int64_t *decision, Error *error);
/* field: act, kind, negated, who, to, via, date. */
Status ledger_fix(Ledger *ledger, int64_t article, uint32_t number, const char *field, const char *value, int64_t *decision,
                  Error *error);
Status ledger_drop(Ledger *ledger, int64_t article, uint32_t number, int64_t *decision, Error *error);
Status ledger_undo(Ledger *ledger, int64_t decision, Error *error);
Status ledger_decisions(Ledger *ledger, bool undone, Arena *arena, Decision **out, uint32_t *count, Error *error);
/* One that was exported, of another ledger perhaps; *decision: 0 where it was there already. */
Status ledger_decide(Ledger *ledger, const Decision *decision, Arena *arena, int64_t *out, Error *error);

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
    uint64_t all;
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
    uint32_t statements; /* that no decision drops: */
    uint32_t named, organizations, unnamed, unnamed_with_reason, groups, documents, outlets, unknown;
    uint32_t sources_named, sources_unnamed; /* different ones; named: persons, bodies, whoever is settled */
    Statements unexplained;     /* unnamed without a reason */
    Statements single;          /* claims that rest on one unnamed source in the whole ledger; of the first 50 unnamed */
    Copied *copied;
    uint32_t copied_count;
    double copied_share;        /* of the article's words that earlier articles have */
} AuditAnswer;
Status ledger_audit(Ledger *ledger, int64_t article, Arena *arena, AuditAnswer *out, Error *error);
/* Of a draft that is in no ledger: beside what the ledger has, which may be NULL. Nothing is kept. */
Status ledger_audit_draft(Ledger *ledger, const Draft *draft, Arena *arena, AuditAnswer *out, Error *error);

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
    Text *readers;  /* "sayso 0.1.0, model 0123456789abcdef": who has read what is or was in it, the first first */
    uint32_t reader_count;
} StatsAnswer;
/* Of the scope the limit alone. */
Status ledger_stats(Ledger *ledger, const Scope *scope, Arena *arena, StatsAnswer *out, Error *error);

/* ---- watches ---- saved questions. What comes in is matched against them once, what was found is an alert, and each alert is
 * told once to each who is told. */
typedef struct Watch { /* conditions; all that are told must hold, and one of who, about, claim, outlet and event is */
    int64_t id;
    Text name;             /* its own */
    Text who;              /* as `sayso who` takes it: the source, one of several, or who takes part in the event */
    Text about;            /* words of the content, or of the event's clauses; in quotation marks side by side */
    Text outlet;           /* the article's */
    int64_t claim;         /* 0: open, or not known here yet; then: */
    Text claim_text;       /* its words */
    sayso_event_type type; /* of events; else of statements */
    sayso_act act;
    sayso_kind kind;
    bool has_type, has_act, has_kind;
    bool new_origin;       /* only what brings its claim an origin beside those before it */
    bool contradicts;      /* only what stands against what another has said of its claim */
    Text made;             /* UTC */
    uint64_t alerts;       /* that were found */
} Watch;
/* An empty name is made of the conditions. `made`, `alerts` and `id` are not asked. From the first one on what comes in is
 * watched. *out: its id; 0 where one of that name and these conditions is there already. SAYSO_ERROR_ARGUMENT where it has
 * no condition, conditions that exclude each other, or another's name. */
Status ledger_watch_add(Ledger *ledger, const Watch *watch, Arena *scratch, int64_t *out, Error *error);
Status ledger_watches(Ledger *ledger, Arena *arena, Watch **out, uint32_t *count, Error *error);
/* By its number or its name. */
Status ledger_watch_find(Ledger *ledger, const char *typed, Arena *arena, Watch *out, Error *error);
/* With what it found. */
Status ledger_watch_remove(Ledger *ledger, int64_t watch, Error *error);

typedef enum AlertSort { ALERT_STATEMENT, ALERT_EVENT, ALERT_DROPPED /* a statement that a revision has no more */ } AlertSort;
enum { /* what changed: bits of Alert.reasons */
    REASON_NEW = 1,           /* nobody in the ledger had said so */
    REASON_FIRST_DENIAL = 2,  /* nobody had denied or dismissed it */
    REASON_NEW_ORIGIN = 4,    /* an origin beside those before: `origins` of them now */
    REASON_CONTRADICTS = 8,   /* it stands against what another has said */
    REASON_NAMED = 16,        /* the source has a name; until now it was unnamed */
    REASON_REVISED = 32,      /* a revision says it otherwise: `fields` */
    REASON_DROPPED = 64,      /* a revision has it no more */
    REASON_COUNT = 7
};
/* "the first denial", of a bit of them by its place; static. */
const char *reason_name(unsigned bit);  /* "first_denial" */
const char *reason_words(unsigned bit); /* "nobody had denied or dismissed it" */

typedef struct Alert {
    int64_t id, watch, article; /* id: ascends; 0 of what only would have been found */
    uint32_t number;            /* of the statement or the event in the article, as it was read then */
    AlertSort sort;
    unsigned reasons;
    Text fields;                /* that a revision has changed: "act, words" */
    int64_t claim;              /* 0: none */
    uint32_t origins;           /* of the claim, at least, with this one; 0: not asked */
    uint32_t copies;            /* further articles that have the same by copying, until now */
    Text watch_name, words, made; /* words: of the content, or of the event's clauses */
} Alert;

typedef struct WatchRun {
    uint64_t articles, alerts, copies; /* looked at · found · found again in a copy */
} WatchRun;
/* Matches what came in since the last time. What was found is kept in one transaction with how far it was looked: a kill
 * loses and doubles nothing. `progress` may be NULL; false stops between two transactions. */
Status ledger_watch_match(Ledger *ledger, bool (*progress)(void *context), void *context, WatchRun *out, Error *error);
/* What a watch would have found in what came in since a day (YYYY-MM-DD); nothing is kept. The first `limit` of them. */
Status ledger_watch_test(Ledger *ledger, int64_t watch, const char *since, uint32_t limit, Arena *arena, Alert **out,
                         uint32_t *count, WatchRun *run, Error *error);
/* Alerts of a watch (0: of all) after the one of that id, the first first; or `newest`: the last ones, the last first. */
Status ledger_alerts(Ledger *ledger, int64_t watch, int64_t after, bool newest, uint32_t limit, Arena *arena, Alert **out,
                     uint32_t *count, Error *error);
/* How many alerts of each watch lie after the one of that id, up to `last`: rows with watch, watch_name and, in `copies`, their
 * number. */
Status ledger_alerts_waiting(Ledger *ledger, int64_t after, int64_t last, Arena *arena, Alert **out, uint32_t *count, Error *error);

typedef struct Teller { /* who is told, and how far */
    Text name;
    int64_t told;     /* the last alert that was told */
    uint32_t tries;   /* that failed since */
    int64_t due;      /* not before: seconds since 1970 */
    int64_t hour;     /* from when `count` counts */
    uint32_t count;
    Text problem;     /* why the last try failed; empty: it did not */
} Teller;
/* A new one begins behind the last alert that was found: what was found before is told to nobody new. */
Status ledger_teller(Ledger *ledger, const char *name, Arena *arena, Teller *out, Error *error);
Status ledger_teller_keep(Ledger *ledger, const Teller *teller, Error *error);
Status ledger_tellers(Ledger *ledger, Arena *arena, Teller **out, uint32_t *count, Error *error);

typedef struct FeedState { /* what is known of a feed that is followed */
    Text url, seen, problem; /* seen: UTC, when it was last fetched well; empty: never. problem: why the last try failed */
    int64_t due;             /* not before: seconds since 1970 */
    uint32_t failures;       /* one after the other */
} FeedState;
Status ledger_feed(Ledger *ledger, const char *url, Arena *arena, FeedState *out, Error *error);
/* `seen` is not asked: well: it is now. */
Status ledger_feed_keep(Ledger *ledger, const FeedState *feed, bool well, Error *error);
Status ledger_feeds(Ledger *ledger, Arena *arena, FeedState **out, uint32_t *count, Error *error);

typedef struct WatchStatus {
    uint64_t watches, alerts, waiting; /* waiting: articles that were not looked at yet */
    int64_t last;                      /* the last alert's number */
} WatchStatus;
Status ledger_watch_status(Ledger *ledger, WatchStatus *out, Error *error);

/* ---- a damaged ledger ---- salvage_open looks at each page of the file, whether SQLite can read it or not, and writes nothing.
 * SAYSO_ERROR_IO where it cannot be read, or no article is in it. One thread at a time. */
typedef enum SalvageState {
    SALVAGE_WHOLE,    /* its row's seal holds, and its text's hash */
    SALVAGE_UNSEALED, /* of a ledger that has no seals yet: its names and days are as they stand, its text is proved */
    SALVAGE_TEXT,     /* its text is proved; its row is not what was kept, and its names, days and address are not believed */
    SALVAGE_NAMED,    /* its text is lost; what it is called is proved */
    SALVAGE_LOST      /* of what it is called there is what the bytes tell, perhaps nothing */
} SalvageState;
typedef struct Salvaged { /* an article of it. Texts lie in the arena; what does not come out is empty */
    int64_t id;
    bool renumbered; /* its own number is lost: this is one that nobody had */
    int64_t story; /* the number of the first of its revisions that comes out; 0: not known */
    SalvageState state;
    Text label, url, title, outlet, country, byline, published, added, text;
    Text identity; /* as a report has it */
    bool fetched;
    bool outlet_lost; /* it had one */
} Salvaged;
typedef struct Salvage Salvage;
Status salvage_open(const char *path, Salvage **out, Error *error);
void salvage_close(Salvage *salvage); /* NULL is allowed */
bool salvage_is_sealed(const Salvage *salvage);
/* Articles that come out or of which something tells, by their numbers; then the index of one of them. */
uint32_t salvage_articles(const Salvage *salvage);
Status salvage_article(Salvage *salvage, uint32_t index, Arena *arena, Salvaged *out, Error *error);
int64_t salvage_last(const Salvage *salvage); /* the highest number of an article, lost or not */
/* The next numbers of which nothing tells: lost, or removed before. *after: 0 at first. */
bool salvage_gap(const Salvage *salvage, int64_t *after, int64_t *first, int64_t *last);
/* For ledger_decide, the oldest first; lost: how many are not there. */
Status salvage_decisions(Salvage *salvage, Arena *arena, Decision **out, uint32_t *count, uint32_t *lost, Error *error);
/* For ledger_watch_add: those whose rows are proved. What they found is not brought out. */
Status salvage_watches(Salvage *salvage, Arena *arena, Watch **out, uint32_t *count, Error *error);
/* What came out, read again, goes into a ledger of its own, by ascending numbers: it keeps its number, its story and the day on
 * which it was added. As ledger_add; *article: its number there. */
Status ledger_rescue(Ledger *to, const Salvaged *salvaged, const Draft *draft, Arena *scratch, int64_t *article, Error *error);
Status ledger_reserve(Ledger *to, int64_t last, Error *error); /* numbers of articles up to it are given to no other */

/* A ledger that has its name only when it is whole: an empty file beside it, which ledger_open fills, once closed is put on the disk
 * and gets the name, or is taken away. SAYSO_ERROR_ARGUMENT where `to` is there. *made is the caller's to free. */
Status ledger_file_begin(const char *to, char **made, Error *error);
Status ledger_file_end(const char *made, const char *to, Error *error);
void ledger_file_drop(const char *made);

/* ---- counting ---- */

typedef enum Trait {
    TRAIT_SOURCE, TRAIT_OUTLET, TRAIT_MONTH /* of publication */, TRAIT_KIND, TRAIT_FORM, TRAIT_ACT, TRAIT_GENDER,
    TRAIT_COUNTRY, TRAIT_NAMED, TRAITS
} Trait;
const char *trait_name(Trait trait); /* "outlet"; static */
#define MOST_TRAITS 3u
#define TRAIT_OTHERS "(others)"
typedef struct Group {
    Text values[MOST_TRAITS]; /* in words: "female", "2026-03", "not told" */
    uint64_t statements, articles, sources; /* sources: settled ones; both 0 where groups were laid together */
    uint64_t part;            /* statements that share the first value */
    double right, variance;   /* how many of the statements are expected to be right, by their confidences */
    double share;             /* of all statements */
    double share_right, share_variance; /* of all that is right, as the confidences have it */
} Group;
typedef struct CountAnswer {
    Trait traits[MOST_TRAITS];
    uint32_t trait_count;
    Group *items; /* the largest part first; months one after the other */
    uint32_t count;
    uint64_t statements;    /* in scope */
    double right, variance;
} CountAnswer;
/* Statements that are their article's own, with `inner` also those that another's content holds, by one to MOST_TRAITS
 * traits. The scope's limit: of the first trait that is no month so many values, the others together as TRAIT_OTHERS; 0: all. */
Status ledger_count(Ledger *ledger, const Trait *by, uint32_t count, const Scope *scope, bool inner, Arena *arena,
                    CountAnswer *out, Error *error);
/* So many of them, each as likely as any other, the same each time for a seed; all: how many there are. */
Status ledger_sample(Ledger *ledger, uint32_t size, uint64_t seed, const Scope *scope, bool inner, Arena *arena,
                     Statements *out, Error *error);

#endif
