/* An Atom file a watch (RFC 4287), in a folder that a web server or a reader looks at: written whole beside itself,
 * then renamed, so that nobody reads half of it. What it has is what the ledger has: the last of what was found. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "show/show.h"
#include "watch/watch.h"

#define MOST_ENTRIES 100u

typedef struct Atom {
    Channel channel; /* first */
    int folder;
} Atom;

static void put_text(FILE *to, const char *name, Text text)
{
    fprintf(to, "<%s>", name);
    show_text(to, text);
    fprintf(to, "</%s>\n", name);
}

static void put_title(FILE *to, const Alert *a, const Statement *s)
{
    fputs("<title>", to);
    if (s) show_text(to, s->who.size ? s->who : s->source.size ? s->source : text_literal("somebody"));
    if (s) fputs(" ", to);
    if (s) show_text(to, s->cue);
    if (s) fputs(": ", to);
    show_text(to, a->words);
    fputs("</title>\n", to);
}

static Status put_entry(FILE *to, Ledger *ledger, const Alert *a, Arena *arena, Error *error)
{
    const Statement *s;
    char mark[17];
    const char *why = alert_why(a, arena);
    Status status = alert_statement(ledger, a, arena, &s, error);
    if (status) return status;
    alert_mark(a, mark);
    fprintf(to, "<entry>\n<id>urn:sayso:alert:%s</id>\n", mark);
    put_title(to, a, s);
    if (s && (text_starts(s->url, "http://") || text_starts(s->url, "https://"))) {
        fputs("<link rel=\"alternate\" href=\"", to);
        show_text(to, s->url);
        fputs("\"/>\n", to);
    }
    put_text(to, "updated", a->made);
    fputs("<summary>", to);
    if (s) show_text(to, s->outlet);
    if (s && s->outlet.size && s->day.size) fputs(", ", to);
    if (s) show_text(to, s->day);
    if (why && *why) fputs(s ? ": " : "", to), show_text(to, text_literal(why));
    fputs("</summary>\n</entry>\n", to);
    return SAYSO_OK;
}

static Status put_feed(FILE *to, Ledger *ledger, const Watch *w, Arena *arena, Error *error)
{
    Alert *all;
    uint32_t count;
    Status status = ledger_alerts(ledger, w->id, 0, true, MOST_ENTRIES, arena, &all, &count, error);
    if (status) return status;
    uint64_t own = hash_bytes(w->made.data, w->made.size, hash_bytes(w->name.data, w->name.size, (uint64_t)w->id));
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n", to);
    put_text(to, "title", w->name);
    fprintf(to, "<id>urn:sayso:watch:%016llx</id>\n<author><name>sayso</name></author>\n", (unsigned long long)own);
    put_text(to, "updated", count ? all[0].made : w->made);
    for (uint32_t i = 0; i < count && !status; i++) {
        ArenaMark mark = arena_mark(arena);
        status = put_entry(to, ledger, &all[i], arena, error);
        arena_rewind(arena, mark);
    }
    fputs("</feed>\n", to);
    return status;
}

/* Beside itself, then in its place. */
static Status write_feed(Atom *a, Ledger *ledger, const Watch *w, bool *written, Arena *arena, Error *error)
{
    static const char beside[] = ".sayso-watch.tmp";
    Buffer name = {0};
    *written = false;
    if (!file_name(w->name, &name)) return fail_memory(error);
    char end[40] = ".atom";
    name.size = strlen(name.data);
    if (name.size > 200)
        (void)snprintf(end, sizeof end, "-%lld.atom", (long long)w->id); /* what is cut may be another's */
    if (name.size > 200) name.size = 200;
    if (!buffer_add(&name, end, strlen(end) + 1)) return buffer_free(&name), fail_memory(error);
    int file = openat(a->folder, beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    FILE *to = file < 0 ? NULL : fdopen(file, "w");
    Status status = to ? put_feed(to, ledger, w, arena, error) : SAYSO_OK;
    bool good = to && !ferror(to);
    if (to && fclose(to)) good = false;
    *written = !status && good && !renameat(a->folder, beside, a->folder, name.data);
    if (!*written && !status)
        (void)snprintf(a->channel.problem, sizeof a->channel.problem, "%.100s cannot be written: %s", name.data,
                       reason(errno));
    if (!*written) (void)unlinkat(a->folder, beside, 0);
    buffer_free(&name);
    return status;
}

static bool is_told(const Watch *w, const Alert *alerts, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (alerts[i].watch == w->id) return true;
    return !count; /* all of them, at the beginning */
}

static Sent write_feeds(Atom *a, Ledger *ledger, const Alert *alerts, uint32_t count, Arena *arena, Error *error)
{
    Watch *watches;
    uint32_t all;
    Status status = ledger_watches(ledger, arena, &watches, &all, error);
    for (uint32_t i = 0; i < all && !status; i++) {
        bool written = true;
        if (is_told(&watches[i], alerts, count)) status = write_feed(a, ledger, &watches[i], &written, arena, error);
        if (!status && !written) return SENT_LATER;
    }
    return status ? SENT_BROKEN : SENT_DONE;
}

static Sent send_atom(Channel *c, Ledger *ledger, const Alert *alerts, uint32_t count, int64_t *told, Arena *arena,
                      Error *error)
{
    *told = alerts[count - 1].id;
    return write_feeds((Atom *)c, ledger, alerts, count, arena, error);
}

/* Each watch has a file from the beginning, so that it can be subscribed to. */
static Status write_all(Channel *c, Ledger *ledger, Teller *teller, Arena *arena, Error *error)
{
    (void)teller;
    Sent sent = write_feeds((Atom *)c, ledger, NULL, 0, arena, error);
    if (sent == SENT_LATER) complain(c->name, c->problem);
    return sent == SENT_BROKEN ? SAYSO_ERROR_IO : SAYSO_OK;
}

static void close_atom(Channel *c)
{
    Atom *a = (Atom *)c;
    (void)close(a->folder);
    free(a);
}

Channel *atom_open(const char *folder)
{
    Atom *a = calloc(1, sizeof *a);
    if (!a) return complain(NULL, "out of memory"), NULL;
    (void)mkdir(folder, 0777);
    a->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    a->channel = (Channel){.whole = true, .ever = true, .send = send_atom, .recover = write_all, .close = close_atom};
    (void)snprintf(a->channel.name, sizeof a->channel.name, "%s", folder);
    if (a->folder >= 0) return &a->channel;
    complain(folder, reason(errno));
    free(a);
    return NULL;
}
