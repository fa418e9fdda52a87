/* An article by what a person types. */
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "ledger/keep/keep.h"

#define MOST_NAMED 5 /* articles that a sentence names */
#define MOST_NAME 40 /* bytes of a name in it */

static Status find_one(Db *db, const char *sql, Text typed, int64_t id, int64_t *out, Error *error)
{
    Query *q = db_query(db, sql, error);
    if (!q) return SAYSO_ERROR_IO;
    if (typed.size)
        bind_text(q, 1, typed);
    else
        bind_int(q, 1, id);
    return query_number(q, out, error);
}

/* "article 12", as a table's head has it, is 12. */
static const char *without_word(const char *typed)
{
    return strncmp(typed, "article ", 8) ? typed : typed + 8;
}

static bool is_number(const char *typed)
{
    size_t n = strspn(typed, "0123456789");
    return n && n < 19 && !typed[n];
}

/* "reports/04-denial.txt" is "04-denial" */
static Text base_of(Text path)
{
    size_t begin = path.size, end = path.size;
    while (begin && path.data[begin - 1] != '/') begin--;
    for (size_t i = end; i > begin + 1 && end == path.size; i--)
        if (path.data[i - 1] == '.') end = i - 1;
    return text_of(path.data + begin, end - begin);
}

typedef struct Sentence {
    char text[200];
    size_t size;
} Sentence;

static void say(Sentence *s, const char *between, int64_t id, Text words)
{
    if (s->size >= sizeof s->text - 1) return;
    int most = words.size < MOST_NAME ? (int)words.size : MOST_NAME;
    int n =
        id ? snprintf(s->text + s->size, sizeof s->text - s->size, "%s%lld (%.*s)", s->size ? between : "",
                      (long long)id, most, words.data)
           : snprintf(s->text + s->size, sizeof s->text - s->size, "%s%.*s", s->size ? between : "", most, words.data);
    if (n > 0) s->size += (size_t)n;
}

/* A name that is cut cannot be typed: the number stands for a long one. */
static void say_name(Sentence *s, int64_t id, Text label)
{
    char number[32];
    int n = snprintf(number, sizeof number, "article %lld", (long long)id);
    say(s, " and ", 0, label.size <= MOST_NAME ? label : text_of(number, (size_t)n));
}

/* *out where one has the label; a sentence where several have. */
static Status find_label(Db *db, Text label, int64_t *out, Error *error)
{
    Status status;
    Sentence named = {0};
    int found = 0;
    Query *q =
        db_query(db,
                 "SELECT article.id, coalesce(outlet.name, url, published, added) FROM article"
                 " LEFT JOIN outlet ON outlet.id = outlet WHERE label = ?1 AND current ORDER BY article.id LIMIT ?2",
                 error);
    if (!q) return SAYSO_ERROR_IO;
    bind_text(q, 1, label);
    bind_int(q, 2, MOST_NAMED + 1);
    for (int64_t id; query_next(q, &status, error); found++) {
        id = column_int(q, 0);
        if (!found) *out = id;
        if (found < MOST_NAMED) say(&named, ", ", id, column_text(q, 1));
    }
    if (status || found < 2) return status;
    *out = 0;
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "%s%d articles are called '%.*s'; say which by its number: %s",
                found > MOST_NAMED ? "more than " : "", found > MOST_NAMED ? MOST_NAMED : found,
                (int)(label.size < 60 ? label.size : 60), label.data, named.text);
}

static Status none_of_number(Db *db, const char *typed, Error *error)
{
    int64_t newest;
    Query *q = db_query(db, "SELECT coalesce(max(id), 0) FROM article", error);
    Status status = q ? query_number(q, &newest, error) : SAYSO_ERROR_IO;
    if (status) return status;
    return newest ? fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no article %.20s; they are numbered from 1 to %lld",
                         typed, (long long)newest)
                  : fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no article %.20s: the ledger is empty", typed);
}

/* They begin alike. */
static bool is_near(Text a, Text b)
{
    size_t n = a.size < 3 ? a.size : 3;
    return n && b.size >= n && !strncasecmp(a.data, b.data, n);
}

/* The labels before and after it in the order of their bytes, as far as they are like it. */
static Status none_found(Db *db, const char *typed, Text label, Error *error)
{
    static const char *const around[] = {
        "SELECT label, id FROM article WHERE label IS NOT NULL AND label < ?1 ORDER BY label DESC LIMIT 1",
        "SELECT label, id FROM article WHERE label IS NOT NULL AND label > ?1 ORDER BY label LIMIT 1"};
    Sentence near = {0};
    for (size_t i = 0; i < COUNT(around); i++) {
        Status status;
        Query *q = db_query(db, around[i], error);
        if (!q) return SAYSO_ERROR_IO;
        bind_text(q, 1, label.size ? label : text_literal(" "));
        if (query_next(q, &status, error)) {
            if (is_near(label, column_text(q, 0))) say_name(&near, column_int(q, 1), column_text(q, 0));
            query_end(q);
        }
        if (status) return status;
    }
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "no article '%.60s' is in the ledger%s%s%s", typed,
                near.size ? " (nearest: " : "; 'sayso about' and 'sayso who' print articles' names", near.text, near.size ? ")" : "");
}

/* What is known by that URL comes before what only calls itself so. */
static Status find_known(Db *db, Text url, int64_t *out, Error *error)
{
    int64_t there = 0;
    Status status = find_one(db, "SELECT 1 FROM sqlite_schema WHERE name = ?1", text_literal("identity"), 0, &there, error);
    if (status || !there) return status;
    return find_one(db, "SELECT a.id FROM identity i JOIN article a ON a.id = i.article WHERE i.key = ?1 AND a.current"
                        " ORDER BY i.fetched DESC, a.id", url, 0, out, error);
}

static Status find_url(Db *db, Text typed, int64_t *out, Error *error)
{
    Arena arena;
    Text url;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Status status = url_key(typed, &arena, &url) ? SAYSO_OK : fail_memory(error);
    if (!status && url.size) status = find_known(db, url, out, error);
    if (!status && url.size && !*out)
        status = find_one(db, "SELECT id FROM article WHERE url = ?1 AND current ORDER BY id", url, 0, out, error);
    arena_free(&arena);
    return status;
}

Status ledger_find_article(Ledger *ledger, const char *typed, int64_t *out, Error *error)
{
    Db *db = ledger->db;
    Status status = SAYSO_OK;
    Text name = text_literal(typed), base = base_of(name);
    *out = 0;
    const char *number = without_word(typed);
    if (is_number(number))
        status = find_one(db, "SELECT id FROM article WHERE id = ?1", (Text){0}, strtoll(number, NULL, 10), out, error);
    if (!status && !*out) status = find_url(db, name, out, error);
    if (!status && !*out) status = find_label(db, name, out, error);
    if (!status && !*out && !text_equal(base, name)) status = find_label(db, base, out, error);
    if (!status && !*out && is_number(typed) && *typed != '0') return none_of_number(db, typed, error);
    return status || *out ? status : none_found(db, typed, text_starts(name, "http") ? name : base, error);
}

typedef struct Numbered { /* what has a number in its article */
    const char *most; /* SQL: the highest */
    const char *what;
} Numbered;

/* "17:3" */
static Status find_numbered(Ledger *ledger, const char *typed, const Numbered *kind, int64_t *article, uint32_t *number,
                            Error *error)
{
    const char *colon = strrchr(typed, ':');
    *number = 0;
    if (!colon || !is_number(colon + 1) || colon == typed || strlen(colon + 1) > 7)
        return ledger_find_article(ledger, typed, article, error);
    char *name = strndup(typed, (size_t)(colon - typed));
    if (!name) return fail_memory(error);
    Error own;
    Status status = ledger_find_article(ledger, name, article, error);
    free(name);
    if (status == SAYSO_ERROR_ARGUMENT && !ledger_find_article(ledger, typed, article, &own)) return SAYSO_OK; /* "x:7", a name */
    if (status) return status;
    *number = (uint32_t)strtoul(colon + 1, NULL, 10);
    Query *q = db_query(ledger->db, kind->most, error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, *article);
    int64_t most = query_next(q, &status, error) ? column_int(q, 0) : 0;
    query_end(q);
    if (status || (*number && *number <= most)) return status;
    if (!most)
        return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "article %lld has no %s", (long long)*article, kind->what);
    return fail(error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "article %lld has no %s %u: they are numbered from 1 to %lld",
                (long long)*article, kind->what, *number, (long long)most);
}

Status ledger_find_statement(Ledger *ledger, const char *typed, int64_t *article, uint32_t *number, Error *error)
{
    static const Numbered statements = {"SELECT max(number) FROM attribution WHERE article = ?1", "statement"};
    return find_numbered(ledger, typed, &statements, article, number, error);
}

Status ledger_find_event(Ledger *ledger, const char *typed, int64_t *article, uint32_t *number, Error *error)
{
    static const Numbered events = {"SELECT max(number) FROM event WHERE article = ?1", "event"};
    return find_numbered(ledger, typed, &events, article, number, error);
}
