/* A mail with all that was found since the last one: one an hour or a day at most. Its text goes as base64, so that no
 * line of it can be taken for anything else; what stands in its head was typed, and looked at. */
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "watch/watch.h"

#define MOST_LISTED 200u
#define LINE 76u

typedef struct Mail {
    Channel channel; /* first */
    MailTo to;
    char user[256], password[256];
} Mail;

/* ---- its text ---- */

static Status put_alerts(FILE *to, Ledger *ledger, const Alert *alerts, uint32_t count, Arena *arena, Error *error)
{
    Paper p = {.to = to, .width = LINE};
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < count && i < MOST_LISTED && !status; i++) {
        ArenaMark mark = arena_mark(arena);
        paper_text(&p, INK_PLAIN, alerts[i].watch_name);
        paper_line(&p, 0);
        status = paper_alert(&p, ledger, &alerts[i], arena, error);
        paper_line(&p, 0);
        arena_rewind(arena, mark);
    }
    paper_more(&p, count < MOST_LISTED ? count : MOST_LISTED, count);
    return status;
}

static void put_encoded(FILE *to, const char *data, size_t size)
{
    char line[LINE + 4];
    for (size_t at = 0; at < size; at += LINE / 4 * 3) {
        size_t n = size - at < LINE / 4 * 3 ? size - at : LINE / 4 * 3;
        (void)sodium_bin2base64(line, sizeof line, (const uint8_t *)data + at, n, sodium_base64_VARIANT_ORIGINAL);
        fprintf(to, "%s\r\n", line);
    }
}

static void put_head(FILE *to, const MailTo *mail, const Alert *alerts, uint32_t count)
{
    char date[64], mark[17];
    struct tm parts;
    time_t now = time(NULL);
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}, *const months[] = {
                                                                                             "Jan", "Feb", "Mar",
                                                                                             "Apr", "May", "Jun",
                                                                                             "Jul", "Aug", "Sep",
                                                                                             "Oct", "Nov", "Dec"};
    (void)gmtime_r(&now, &parts);
    (void)snprintf(date, sizeof date, "%s, %02d %s %d %02d:%02d:%02d +0000", days[parts.tm_wday], parts.tm_mday,
                   months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    alert_mark(&alerts[0], mark);
    fprintf(to, "From: <%s>\r\nTo: <%s>\r\nDate: %s\r\nSubject: sayso: %u found\r\n", mail->from, mail->to, date,
            count);
    fprintf(to, "Message-ID: <sayso-%s-%u%s>\r\n", mark, count, strchr(mail->from, '@'));
    fputs("Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: base64\r\n\r\n",
          to);
}

/* The whole letter, to be freed; NULL: `error` says why. */
static char *write_letter(const Mail *m, Ledger *ledger, const Alert *alerts, uint32_t count, size_t *size,
                          Arena *arena, Error *error)
{
    char *text = NULL, *letter = NULL;
    size_t text_size = 0;
    FILE *to = open_memstream(&text, &text_size);
    Status status = to ? put_alerts(to, ledger, alerts, count, arena, error) : fail_memory(error);
    if (to && fclose(to)) status = fail_memory(error);
    to = status ? NULL : open_memstream(&letter, size);
    if (to) put_head(to, &m->to, alerts, count);
    if (to) put_encoded(to, text, text_size);
    if (!status && (!to || fclose(to))) (void)fail_memory(error), status = SAYSO_ERROR_MEMORY;
    free(text);
    if (!status) return letter;
    free(letter);
    return NULL;
}

static Sent send_mail(Channel *c, Ledger *ledger, const Alert *alerts, uint32_t count, int64_t *told, Arena *arena,
                      Error *error)
{
    Mail *m = (Mail *)c;
    size_t size = 0;
    char why[sizeof c->problem], *text = write_letter(m, ledger, alerts, count, &size, arena, error);
    if (!text) return SENT_BROKEN;
    const Letter letter = {.server = m->to.server,
                           .from = m->to.from,
                           .to = m->to.to,
                           .user = *m->user ? m->user : NULL,
                           .password = *m->password ? m->password : NULL,
                           .text = {text, size}};
    const char *problem = send_letter(&letter, why, sizeof why);
    free(text);
    *told = alerts[count - 1].id;
    if (!problem) return SENT_DONE;
    memcpy(c->problem, why, sizeof why);
    return SENT_LATER;
}

/* ---- beginning ---- */

static bool is_address(const char *s)
{
    size_t n = strlen(s);
    const char *at = strchr(s, '@');
    for (const char *p = s; *p; p++)
        if ((uint8_t)*p <= ' ' || (uint8_t)*p >= 0x7F || strchr("<>,;:\"\\()[]", *p)) return false;
    return at && at > s && at[1] && !strchr(at + 1, '@') && n < 250;
}

/* Two lines: who, and the password. */
static bool read_login(Mail *m, const char *path)
{
    FILE *file = fopen(path, "re");
    bool good = file && fgets(m->user, sizeof m->user, file) && fgets(m->password, sizeof m->password, file);
    int why = errno;
    if (file) (void)fclose(file);
    m->user[strcspn(m->user, "\r\n")] = m->password[strcspn(m->password, "\r\n")] = 0;
    if (good && *m->user && *m->password) return true;
    complain(path,
             file ? "there is no login in it: a line with the user's name, a line with the password" : reason(why));
    return false;
}

static void close_mail(Channel *c)
{
    sodium_memzero(((Mail *)c)->password, sizeof((Mail *)c)->password);
    free(c);
}

Channel *mail_open(const MailTo *mail)
{
    if (!is_address(mail->to) || !is_address(mail->from))
        return complain(NULL, "--mail and --mail-from take an address each, as in desk@example.org"), NULL;
    if (strncasecmp(mail->server, "smtp://", 7) && strncasecmp(mail->server, "smtps://", 8))
        return complain(NULL, "--smtp takes smtp://HOST:PORT or smtps://HOST"), NULL;
    if (strchr(mail->server, '@')) /* others see the command line, and what stands there is sent without TLS, too */
        return complain(NULL, "--smtp takes no user and no password; --smtp-login names a file that has them"), NULL;
    Mail *m = calloc(1, sizeof *m);
    if (!m) return complain(NULL, "out of memory"), NULL;
    m->to = *mail;
    m->channel =
        (Channel){.whole = true, .period = mail->daily ? 24 * 3600 : 3600, .send = send_mail, .close = close_mail};
    (void)snprintf(m->channel.name, sizeof m->channel.name, "mail %.100s", mail->to);
    if (!mail->login_file || read_login(m, mail->login_file)) return &m->channel;
    close_mail(&m->channel);
    return NULL;
}
