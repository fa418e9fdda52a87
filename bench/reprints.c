/* What bench/reprints.py drives: keeps articles in a ledger of nothing but their texts, and tells which were found to be
 * copies. Reads from standard input
 *
 *   add NAME DAY SIZE\nTEXT    keeps the article, one transaction
 *   try NAME DAY SIZE\nTEXT    the same, and takes it back: the ledger is as it was
 *   ask NAME\n                 prints its name and its family's: an earlier one may have come in since
 *   mark NAME\n                prints the cost of each add since the last mark, and the file's size
 *
 * and prints for each article its name, the one that it is a copy of, its family, the share copied, and then the name,
 * share and words of each that it shares stretches with. With --without the reprints are not looked for, which tells what
 * a transaction costs without them. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "ledger/keep/keep.h"

#define MOST_ARTICLES 200000u

typedef struct Bench {
    Db *db;
    const char *path;
    bool without;
    Arena arena;
    char *names[MOST_ARTICLES];
    double *spent; /* seconds of each add since the mark */
    size_t spent_count;
    double within; /* seconds in words_of, fingerprints_make and reprints_find */
    double busy;   /* seconds of the processor */
    size_t fingerprints;
} Bench;

static void must(bool good, const char *what, const Error *error)
{
    if (good) return;
    (void)fprintf(stderr, "reprints: %s: %s\n", what, error ? error->message : "");
    exit(1);
}

static double seconds_of(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double seconds(void) { return seconds_of(CLOCK_MONOTONIC); }
static double seconds_busy(void) { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

static int64_t keep_article(Bench *b, Text text, Text day, uint32_t words)
{
    Error error;
    Query *q = db_query(b->db,
                        "INSERT INTO article (story, revision, current, published, added, maker, sha256, words, family,"
                        " byline_begin, byline_end, text) SELECT coalesce(max(id), 0) + 1, 0, 1, ?1, '', 1, x'00', ?2,"
                        " coalesce(max(id), 0) + 1, 0, 0, ?3 FROM article",
                        &error);
    must(q, "article", &error);
    bind_text(q, 1, day);
    bind_int(q, 2, words);
    bind_text(q, 3, text);
    must(!query_run(q, &error), "article", &error);
    return db_last_id(b->db);
}

static const char *family_name(Bench *b, int64_t article)
{
    Error error;
    Status status;
    Query *q = db_query(b->db, "SELECT family FROM article WHERE id = ?1", &error);
    must(q, "family", &error);
    bind_int(q, 1, article);
    must(query_next(q, &status, &error), "family", &error);
    int64_t family = column_int(q, 0);
    query_end(q);
    return family == article ? "-" : b->names[family];
}

static void print_family(Bench *b, const char *name, int64_t article, int64_t of, double copied)
{
    printf("%s\t%s\t%s\t%.3f", name, of ? b->names[of] : "-", family_name(b, article), copied);
}

static void print_common(Bench *b, int64_t article)
{
    Error error;
    Status status;
    Query *q = db_query(b->db, "SELECT of, share, words FROM reprint WHERE article = ?1", &error);
    must(q, "reprint", &error);
    bind_int(q, 1, article);
    while (query_next(q, &status, &error))
        printf("\t%s %.3f %d", b->names[column_int(q, 0)], column_real(q, 1), (int)column_int(q, 2));
    printf("\n");
}

static void find_reprints(Bench *b, int64_t id, const CopyInput *draft, int64_t *of, double *copied)
{
    Error error;
    Postings *postings;
    must(!postings_begin(b->db, &b->arena, &postings, &error), "postings", &error);
    must(!reprints_find(b->db, postings, id, draft, &b->arena, of, copied, &error), "reprints", &error);
    must(!postings_end(postings, &b->arena, &error), "postings", &error);
}

static void article(Bench *b, const char *name, Text day, Text text, bool keeps)
{
    Error error;
    arena_reset(&b->arena);
    CopyInput draft = {0};
    int64_t of = 0;
    double copied = 0, begin = seconds(), busy = seconds_busy(), within = 0;
    if (!b->without) {
        must(words_of(text, &b->arena, &draft.words, &draft.word_count), "words", NULL);
        must(fingerprints_make(draft.words, draft.word_count, &b->arena, &draft.fingerprints), "fingerprints", NULL);
        within = seconds() - begin;
    }
    must(!db_begin(b->db, &error), "begin", &error);
    int64_t id = keep_article(b, text, day, draft.word_count);
    must(id < MOST_ARTICLES, "too many articles", NULL);
    free(b->names[id]);
    b->names[id] = strdup(name);
    double start = seconds();
    if (!b->without) find_reprints(b, id, &draft, &of, &copied);
    within += seconds() - start;
    if (keeps) {
        must(!db_commit(b->db, &error), "commit", &error);
        b->spent[b->spent_count++] = seconds() - begin;
        b->busy += seconds_busy() - busy;
        b->within += within;
        b->fingerprints += draft.fingerprints.count;
    }
    print_family(b, name, id, of, copied);
    print_common(b, id);
    if (!keeps) db_rollback(b->db);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void mark(Bench *b, const char *name)
{
    struct stat st = {0};
    double all = 0, n = (double)(b->spent_count ? b->spent_count : 1);
    for (size_t i = 0; i < b->spent_count; i++) all += b->spent[i];
    qsort(b->spent, b->spent_count, sizeof *b->spent, by_value);
    (void)stat(b->path, &st);
    printf("mark %s: %zu articles, %.0f us each (median %.0f, p95 %.0f), %.0f us of the processor, %.0f us before the "
           "commit, %.0f fingerprints, file %lld bytes\n",
           name, b->spent_count, all / n * 1e6, b->spent_count ? b->spent[b->spent_count / 2] * 1e6 : 0.0,
           b->spent_count ? b->spent[b->spent_count * 95 / 100] * 1e6 : 0.0, b->busy / n * 1e6, b->within / n * 1e6,
           (double)b->fingerprints / n, (long long)st.st_size);
    b->spent_count = b->fingerprints = 0;
    b->within = b->busy = 0;
}

static void ask(Bench *b, const char *name)
{
    for (int64_t i = 1; i < MOST_ARTICLES && b->names[i]; i++)
        if (!strcmp(b->names[i], name)) printf("%s\t%s\n", name, family_name(b, i));
}

static void command(Bench *b, const char *line)
{
    char kind[8], name[256], day[16];
    size_t size;
    if (sscanf(line, "%7s %255s %15s %zu", kind, name, day, &size) == 4) {
        char *text = malloc(size + 1);
        must(text && fread(text, 1, size, stdin) == size, "the input ends early", NULL);
        article(b, name, text_of(day, strlen(day)), text_of(text, size), !strcmp(kind, "add"));
        free(text);
    } else if (sscanf(line, "ask %255s", name) == 1) {
        ask(b, name);
    } else if (sscanf(line, "mark %255s", name) == 1) {
        mark(b, name);
    } else {
        must(false, line, NULL);
    }
}

int main(int count, char **arguments)
{
    static Bench b;
    Error error;
    b.without = count > 2 && !strcmp(arguments[2], "--without");
    if (count < 2) {
        (void)fprintf(stderr, "usage: sayso-bench-reprints LEDGER [--without] < COMMANDS\n");
        return 2;
    }
    b.path = arguments[1];
    b.spent = calloc(MOST_ARTICLES, sizeof *b.spent);
    must(b.spent, "memory", NULL);
    arena_init(&b.arena, &libc_allocator, (size_t)1 << 30);
    must(!db_open(b.path, LEDGER_KEEP, 0, &b.db, &error), "open", &error);
    must(!db_script(b.db, "PRAGMA journal_mode=WAL", &error), "journal", &error);
    must(!schema_make(b.db, &error), "tables", &error);
    must(!db_script(b.db, "INSERT INTO maker (id, program, model, format) VALUES (1, 'bench', '', 1)", &error), "maker", &error);
    for (char line[512]; fgets(line, sizeof line, stdin);) command(&b, line);
    db_close(b.db);
    arena_free(&b.arena);
    return 0;
}
