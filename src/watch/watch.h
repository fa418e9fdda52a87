/* watch: saved questions, and who is told what they found.
 *
 *   command.c saved.c share.c   the verbs: add, list, show, remove, test; a file that a team keeps
 *   told.c                      an alert, for programs and for people, with its evidence
 *
 *   run.c      feeds ──> articles ──> alerts ──> who is told, round after round, until a signal ends it
 *   feeds.c opml.c              which feeds, when each is asked again, what is told of those that fail
 *   channel.c                   when one is told: in order, once; later where it fails, at night, where many are
 *   lines.c atom.c hook.c mail.c   how: lines of JSON, an Atom file a watch, HTTP, a mail every so often
 *   send.c                      libcurl, for the last two
 *   status.c health.c           how it stands, asked of the ledger, or over HTTP while it runs
 *
 * Matching is the ledger's (ledger/watch). What is told stands in the ledger before and after, so that a kill loses
 * nothing. */
#ifndef SAYSO_WATCH_H
#define SAYSO_WATCH_H

#include <stdatomic.h>

#include "cli/keep/keep.h"

/* ---- told.c ---- */
/* With the statement or event, its claim and the hands through which it came, as the ledger has them now. NULL: `error`
 * says why. */
json_t *json_of_alert(Ledger *ledger, const Alert *alert, Arena *arena, Error *error);
Status paper_alert(Paper *p, Ledger *ledger, const Alert *alert, Arena *arena, Error *error);
/* "the first denial …; an origin …": why it is told, in the arena; empty where nothing changed. NULL: no memory. */
const char *alert_why(const Alert *alert, Arena *arena);
/* The statement that was found, as it is now; *out: NULL where it is gone, or another is read in its place. */
Status alert_statement(Ledger *ledger, const Alert *alert, Arena *arena, const Statement **out, Error *error);
/* Hexadecimal, 16 digits: the same for the same alert of the same ledger, whoever tells it. */
void alert_mark(const Alert *alert, char out[17]);

/* ---- saved.c ---- */
json_t *json_of_watch(const Watch *watch);
int watch_run_add(int argc, char **argv);
int watch_run_list(int argc, char **argv);
int watch_run_show(int argc, char **argv);
int watch_run_remove(int argc, char **argv);
int watch_run_test(int argc, char **argv);

/* ---- share.c ---- */
int watch_run_export(int argc, char **argv);
int watch_run_import(int argc, char **argv);

/* ---- opml.c ---- */
/* The xmlUrl of each outline, NUL-terminated, the caller's to free with the array; false after a complaint. */
bool opml_read(const char *path, char ***urls, size_t *count);

/* ---- what is counted while it runs ---- read by health.c from another thread */
typedef struct Counts {
    atomic_ullong rounds, fetches, fetch_failures, articles, alerts, copies, told, tell_failures, held;
    atomic_ullong feeds, feeds_failing, waiting; /* as it stands; waiting: alerts that somebody is still to be told */
    atomic_bool ledger_fails;
    atomic_llong beat; /* monotonic seconds: when it last went on */
} Counts;

/* ---- feeds.c ---- */
typedef struct Feed {
    char *url;
    int64_t due;       /* monotonic milliseconds */
    uint32_t failures; /* one after the other */
    char problem[300]; /* of the last try; "": none */
} Feed;

typedef struct Follower { /* of all feeds */
    Options options;      /* how they are read */
    Ledger *ledger;
    const sayso_engine *engine;
    Maker maker;
    Visits visits;
    Arena scratch;
    Feed *feeds;
    size_t count;
    unsigned every_s, pace;
    Counts *counts;
    uint64_t *said; /* hashes of what was told of items, so that it is told once */
    size_t said_count;
    /* while one is fetched */
    Feed *at;
    IntakeFetch last; /* without its texts */
    bool fetched;
    bool left_out; /* the ledger could not take an item: it is fetched again */
    Status failed; /* of the ledger */
    Error error;
} Follower;
bool feed_add(Follower *f, const char *url); /* each once; false: no memory */
void feeds_free(Follower *f);
/* When each was to be asked, as the ledger has it. */
Status feeds_begin(Follower *f, bool once);
/* Those that are due, one after the other; `ended` is asked between two. A failure is the ledger's. */
Status feeds_follow(Follower *f, bool (*ended)(void *context), void *context, Error *error);
int64_t feeds_due(const Follower *f); /* monotonic milliseconds: the first that is; INT64_MAX of none */

/* ---- channel.c ---- */
typedef struct Channel Channel;
typedef enum Sent {
    SENT_DONE,
    SENT_LATER, /* `problem` says why it could not be told; it is tried again */
    SENT_BROKEN /* the ledger failed, or nothing can be told any more: *error */
} Sent;
struct Channel {
    char name[120]; /* by which the ledger knows how far it was told */
    bool whole;     /* it tells all that waits at once: a digest, a file; no limit */
    bool ever;      /* at night, too */
    int64_t period; /* seconds between two; 0: at once */
    /* Tells these, at least one; *told: the last of them that was told. of one that is not `whole`: one. */
    Sent (*send)(Channel *c, Ledger *ledger, const Alert *alerts, uint32_t count, int64_t *told, Arena *arena,
                 Error *error);
    /* Tells that so many were held back; rows as ledger_alerts_waiting has them. NULL: it holds nothing back. */
    Sent (*held)(Channel *c, const Alert *rows, uint32_t count, int64_t last, Error *error);
    /* What it was given before a kill may have been told already. NULL: nobody knows. */
    Status (*recover)(Channel *c, Ledger *ledger, Teller *teller, Arena *arena, Error *error);
    void (*close)(Channel *c);
    char problem[300];
    int64_t retry_after; /* seconds that the receiver asks to wait; 0: none */
    Teller teller;
};
typedef struct Manners {      /* of all channels */
    int quiet_from, quiet_to; /* hours of the clock here; the same: none */
    unsigned most_an_hour;    /* 0: as many as there are */
    unsigned pace;
    bool tells; /* what fails is told on standard error */
} Manners;
Status channel_begin(Channel *c, Ledger *ledger, Error *error);
/* Tells what waits, as far as its manners let it, and until `ended` says so. A failure is the ledger's, or ends it all.
 */
Status channel_tell(Channel *c, Ledger *ledger, const Manners *manners, Counts *counts, bool (*ended)(void *context),
                    void *context, Error *error);
bool hour_is_quiet(const Manners *manners, int hour);
bool manners_read(const char *typed, int *from, int *to); /* "22-7" */

/* ---- how ---- NULL after a complaint */
/* What a limit an hour has held back. lines.c */
json_t *json_of_held(const Alert *rows, uint32_t count, int64_t last);
Channel *lines_open(const char *path); /* NULL: standard output */
Channel *atom_open(const char *folder);
Channel *hook_open(const char *url, const char *secret_file, bool allow_private);
typedef struct MailTo {
    const char *to, *from, *server, *login_file;
    bool daily;
} MailTo;
Channel *mail_open(const MailTo *mail);
/* Base64 of HMAC-SHA256 over "ID.TIME.BODY", as Standard Webhooks has it; in `out`, 45 bytes. */
void hook_sign(const uint8_t *secret, size_t size, const char *id, int64_t at, Text body, char out[48]);

/* ---- send.c ---- NULL: it was taken; else why not, in `problem`, which is returned */
typedef struct Post {
    const char *url;
    const char *const *headers;
    size_t header_count;
    Text body;
    bool allow_private;
} Post;
const char *send_post(const Post *post, char *problem, size_t size, int64_t *retry_after);
typedef struct Letter {
    const char *server, *from, *to, *user, *password; /* user, password: NULL: none */
    Text text;                                        /* with its head */
} Letter;
const char *send_letter(const Letter *letter, char *problem, size_t size);

/* ---- health.c ---- */
typedef struct Health Health;
Health *health_open(unsigned port, const Counts *counts, unsigned *taken); /* NULL after a complaint */
void health_close(Health *health);                                         /* NULL is allowed */

/* ---- run.c, status.c ---- */
int watch_run_run(int argc, char **argv);
int watch_run_status(int argc, char **argv);

int64_t monotonic_ms(void);
/* Tries that failed before -> seconds until the next, with a lot drawn so that not all come at once. */
int64_t back_off(uint32_t tries, int64_t first, int64_t most);

#endif
