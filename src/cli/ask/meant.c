/* What was typed -> the one actor, statement or claim that is meant. Where it may be several, the sentence names them:
 * a decision must not land on the wrong one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/ask/ask.h"

static bool is_number(const char *s)
{
    size_t n = strspn(s, "0123456789");
    return n && !s[n];
}

/* ---- actors ---- */

/* A shell takes "#17" for the start of a comment unless it is quoted, so a bare number is one too. */
static const char *with_sign(Ask *ask, const char *typed)
{
    if (!is_number(typed)) return typed;
    size_t size = strlen(typed) + 2;
    char *signed_one = arena_take(ask->arena, size, 1);
    if (signed_one) snprintf(signed_one, size, "#%s", typed);
    return signed_one;
}

const char *actor_words(Ask *ask)
{
    const char *words = ask_words(ask);
    return words ? with_sign(ask, words) : NULL;
}

static Status several(const Actors *all, const char *typed, Error *error)
{
    char names[160];
    size_t at = 0;
    for (uint32_t i = 0; i < all->count && i < 3; i++) {
        int n = snprintf(names + at, sizeof names - at, "%s%.*s (#%lld)", i ? ", " : "",
                         (int)(all->items[i].name.size < 40 ? all->items[i].name.size : 40), all->items[i].name.data,
                         (long long)all->items[i].id);
        if (n < 0 || (size_t)n >= sizeof names - at) break;
        at += (size_t)n;
    }
    names[at] = 0;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.40s' may be %s%s; say which by its number", typed, names,
                all->all > 3 ? " and others" : "");
}

Status find_actor(Ask *ask, const char *typed, Actor *out, Error *error)
{
    Actors all;
    const Scope scope = {.limit = 1000};
    const char *name = with_sign(ask, typed);
    if (!name) return fail_memory(error);
    Status status = ledger_actors(ask->ledger, name, &scope, ask->arena, &all, error);
    if (status) return status;
    uint32_t exact = 0, at = 0;
    for (uint32_t i = 0; i < all.count; i++) {
        if (!text_is(all.items[i].name, typed)) continue;
        exact++;
        at = i;
    }
    if (all.count != 1 && exact != 1) return several(&all, typed, error);
    *out = all.items[at];
    return SAYSO_OK;
}

/* ---- articles ---- */

/* Of a file that was added those articles that are in the ledger: it has as many names as it has items. */
typedef struct Held {
    char numbers[120];
    size_t size;
    uint32_t count;
    int64_t last;
} Held;

static void hold(Held *h, int64_t article)
{
    if (h->count && h->last == article) return;
    bool fits = h->size + 24 < sizeof h->numbers;
    if (fits) h->size += (size_t)sprintf(h->numbers + h->size, "%s%lld", h->count ? ", " : "", (long long)article);
    if (!fits && h->numbers[h->size - 1] != '.') h->size += (size_t)sprintf(h->numbers + h->size, " ...");
    h->count++;
    h->last = article;
}

static Status look_for(Ask *ask, const Piece *piece, const IntakeOptions *options, Held *held)
{
    Found found;
    Error own;
    char *name;
    int64_t article;
    if (piece->problem || piece_read(piece, options, ask->arena, &found, &own)) return SAYSO_OK;
    Text typed = found.url.size ? found.url : found.id;
    if (!(name = arena_take(ask->arena, typed.size + 3, 1))) return SAYSO_ERROR_MEMORY;
    (void)sprintf(name, "./%.*s", (int)typed.size, typed.data);
    if (!is_number(name + 2)) name += 2; /* "./7" is a name, and no article's number */
    Status status = ledger_find_article(ask->ledger, name, &article, &own);
    if (!status) hold(held, article);
    return status == SAYSO_ERROR_ARGUMENT ? SAYSO_OK : status;
}

static Status look_through(Ask *ask, const char *path, Held *held, Error *error)
{
    Intake *intake;
    Piece piece;
    const IntakeOptions options = {.inputs = &path, .input_count = 1, .max_article = (size_t)1 << 30};
    Status status = intake_open(&options, &intake, error);
    if (status) return status;
    while (!status && intake_next(intake, &piece)) {
        status = look_for(ask, &piece, &options, held);
        piece_free(&piece);
    }
    intake_close(intake);
    return status == SAYSO_ERROR_MEMORY ? fail_memory(error) : status;
}

/* A feed's or a JSON file's articles have the names that it gives them; who has the file need not know them. */
Status find_article(Ask *ask, const char *typed, int64_t *out, Error *error)
{
    struct stat st;
    Held held = {.count = 0};
    Error own;
    Status status = ledger_find_article(ask->ledger, typed, out, error);
    if (status != SAYSO_ERROR_ARGUMENT || ask->elsewhere || stat(typed, &st) || !S_ISREG(st.st_mode)) return status;
    if (look_through(ask, typed, &held, &own) || !held.count) return status;
    *out = held.last;
    if (held.count == 1) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                "'%.60s' has %u articles in the ledger; say which by its number: %s", typed, held.count, held.numbers);
}

/* ---- statements ---- */

typedef Status Find(Ledger *ledger, const char *typed, int64_t *article, uint32_t *number, Error *error);

/* "news.json:3" of a file, where the ledger knows no name like it. */
static Status find_in_file(Ask *ask, const char *typed, Find *find, int64_t *article, uint32_t *number, Error *error)
{
    const char *colon = strrchr(typed, ':');
    char place[64];
    Status status = find_article(ask, typed, article, error);
    if (!status || !colon || !is_number(colon + 1)) return status;
    char *path = arena_take(ask->arena, (size_t)(colon - typed) + 1, 1);
    if (!path) return fail_memory(error);
    memcpy(path, typed, (size_t)(colon - typed));
    path[colon - typed] = 0;
    status = find_article(ask, path, article, error);
    if (status) return status;
    snprintf(place, sizeof place, "%lld%.40s", (long long)*article, colon);
    return find(ask->ledger, place, article, number, error);
}

Status find_place(Ask *ask, const char *typed, int64_t *article, uint32_t *number, Error *error)
{
    Status status = ledger_find_statement(ask->ledger, typed, article, number, error);
    if (status != SAYSO_ERROR_ARGUMENT || *article) return status;
    return find_in_file(ask, typed, ledger_find_statement, article, number, error);
}

Status find_event(Ask *ask, const char *typed, int64_t *article, uint32_t *number, Error *error)
{
    Status status = ledger_find_event(ask->ledger, typed, article, number, error);
    if (status != SAYSO_ERROR_ARGUMENT || *article) return status;
    return find_in_file(ask, typed, ledger_find_event, article, number, error);
}

Status find_statement(Ask *ask, const char *typed, int64_t *article, uint32_t *number, Error *error)
{
    Status status = find_place(ask, typed, article, number, error);
    if (status || *number) return status;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                "'%.60s' names an article; say which of its statements, as in %.60s:1 ('sayso show' numbers them)",
                typed, typed);
}

Status find_number(const KeptArticle *k, uint32_t number, uint32_t *index, Error *error)
{
    for (uint32_t i = 0; i < k->attribution_count; i++) {
        if (k->attributions[i].id != number) continue;
        *index = i;
        return SAYSO_OK;
    }
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                "article %lld has no statement %u; 'sayso show %lld' numbers them", (long long)k->id, number,
                (long long)k->id);
}

/* ---- claims ---- */

static Status claim_of(Ask *ask, const char *typed, int64_t *out, Error *error)
{
    KeptArticle k;
    int64_t article;
    uint32_t number, index = 0;
    Status status = find_statement(ask, typed, &article, &number, error);
    if (!status) status = ledger_article(ask->ledger, article, ask->arena, &k, error);
    if (!status) status = find_number(&k, number, &index, error);
    if (status) return status;
    *out = k.claims[index];
    if (*out) return SAYSO_OK;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "%.60s makes no claim; 'sayso show %.60s' shows what it says",
                typed, typed);
}

Status find_claim(Ask *ask, const char *typed, int64_t *out, Error *error)
{
    if (strchr(typed, ':')) return claim_of(ask, typed, out, error);
    *out = is_number(typed) ? strtoll(typed, NULL, 10) : 0;
    if (*out > 0 && *out < INT64_MAX) return SAYSO_OK;
    Error own;
    int64_t article;
    if (!is_number(typed) && !ledger_find_article(ask->ledger, typed, &article, &own))
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET,
                    "'%.60s' names an article; say which of its statements, as in %.60s:1 ('sayso show' numbers them)", typed, typed);
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "'%.40s' is no claim's number; 'sayso about' finds claims",
                typed);
}
