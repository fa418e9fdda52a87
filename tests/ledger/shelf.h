/* shelf: for tests of the ledger. Sample articles read by the real model, ledgers in folders of their own, and what of a
 * ledger is looked at from outside. Mistakes end the program. */
#ifndef SAYSO_SHELF_H
#define SAYSO_SHELF_H

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/ledger.h"
#include "public.h"

#define MOST_SAMPLES 16

typedef struct Shelf {
    sayso_engine *engine;
    sayso_session *session;
    Arena arena, scratch;
    Bytes sources[MOST_SAMPLES]; /* data/sample, in the order of the names */
    char labels[MOST_SAMPLES][64];
    size_t count;
    char folder[64], path[96]; /* of the ledger */
} Shelf;

static inline void shelf_read(Shelf *s, const char *folder, const char *name)
{
    char path[8192];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    s->sources[s->count] = read_bytes(path);
    snprintf(s->labels[s->count++], sizeof s->labels[0], "%.*s", (int)(strlen(name) - 4), name);
}

static const char *const shelf_samples[] = {
    "01-wire.txt",          "02-reprint.txt",         "03-leaked-audit.txt",   "04-denial.txt",
    "05-follow-up.txt",     "06-confirmation-and-retraction.txt", "07-every-hard-thing.txt", "08-bulletin-correction.txt",
    "09-radio-interview.txt", "10-neighbours-quarrel.txt"};

static inline void shelf_open(Shelf *s)
{
    char folder[4096];
    *s = (Shelf){.engine = open_engine(), .folder = "/tmp/sayso-shelf-XXXXXX"};
    s->session = open_session(s->engine);
    arena_init(&s->arena, &libc_allocator, SIZE_MAX);
    arena_init(&s->scratch, &libc_allocator, SIZE_MAX);
    snprintf(folder, sizeof folder, "%s/data/sample", getenv("SAYSO_SOURCE_ROOT") ? getenv("SAYSO_SOURCE_ROOT") : ".");
    for (size_t i = 0; i < COUNT(shelf_samples); i++) shelf_read(s, folder, shelf_samples[i]);
    if (!mkdtemp(s->folder)) die("no temporary folder", NULL);
    snprintf(s->path, sizeof s->path, "%s/ledger.db", s->folder);
}

static inline int shelf_remove(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

/* What is in the folder goes; the folder stays. */
static inline void shelf_clear(Shelf *s)
{
    (void)chmod(s->folder, 0777);
    (void)nftw(s->folder, shelf_remove, 8, FTW_DEPTH | FTW_PHYS);
    if (mkdir(s->folder, 0777)) die(s->folder, NULL);
}

static inline void shelf_close(Shelf *s)
{
    (void)nftw(s->folder, shelf_remove, 8, FTW_DEPTH | FTW_PHYS);
    for (size_t i = 0; i < s->count; i++) free(s->sources[i].data);
    arena_free(&s->arena);
    arena_free(&s->scratch);
    sayso_session_close(s->session);
    sayso_engine_close(s->engine);
}

static inline sayso_document *shelf_document(Shelf *s, const char *text, size_t size, const char *published)
{
    sayso_document *document;
    sayso_error error;
    sayso_article article = {.size = sizeof article, .bytes = {text, size}, .published = text_literal(published)};
    if (sayso_analyse(s->session, &article, &document, &error)) die("cannot read", &error);
    return document;
}

static inline Report shelf_report(const sayso_document *document, const char *label, const char *url)
{
    return (Report){.document = document, .label = text_literal(label), .url = text_literal(url),
                    .published = sayso_document_published(document), .program = text_literal("sayso " SAYSO_VERSION),
                    .model = text_literal("test"), .format = 1};
}

static inline Ledger *shelf_ledger(Shelf *s, LedgerMode mode)
{
    Ledger *ledger;
    sayso_error error;
    if (ledger_open(s->path, mode, 5000, &ledger, &error)) die("cannot open the ledger", &error);
    return ledger;
}

static inline LedgerAdded shelf_add_report(Shelf *s, Ledger *ledger, const Report *report)
{
    Draft *draft;
    LedgerAdded added = {0};
    sayso_error error;
    if (ledger_draft(report, &s->arena, &draft, &error) || ledger_add(ledger, draft, &s->scratch, &added, &error))
        die("cannot add", &error);
    return added;
}

static inline LedgerAdded shelf_add(Shelf *s, Ledger *ledger, const char *text, const char *label, const char *url)
{
    sayso_document *document = shelf_document(s, text, strlen(text), "");
    Report report = shelf_report(document, label, url);
    LedgerAdded added = shelf_add_report(s, ledger, &report);
    sayso_document_free(document);
    return added;
}

/* All of data/sample: articles 1 to s->count. */
static inline void shelf_add_samples(Shelf *s, Ledger *ledger)
{
    for (size_t i = 0; i < s->count; i++) {
        sayso_document *document = shelf_document(s, s->sources[i].data, s->sources[i].size, "");
        Report report = shelf_report(document, s->labels[i], "");
        (void)shelf_add_report(s, ledger, &report);
        sayso_document_free(document);
    }
}

#endif
