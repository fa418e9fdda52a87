/* What the search of related claims brings up, so that likeness is learnt on what it will meet:
 *
 *   candidates FLAT LEDGER        makes a ledger of the statements alone, a claim each, and prints for each
 *                                 statement: its number, the other's, the probability; or with `-t` how long it took
 *
 * Statements are numbered from 0 in the order of FLAT. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "train/likeness/flat.h"
#include "ledger/claim/claim.h"

static Error error;

static void check(Status status)
{
    if (!status) return;
    fprintf(stderr, "candidates: %s\n", error.message);
    exit(1);
}

static Query *query(Db *db, const char *sql)
{
    Query *q = db_query(db, sql, &error);
    if (!q) check(SAYSO_ERROR_IO);
    return q;
}

static void put_article(Db *db, const FlatArticle *a, int64_t id)
{
    uint8_t hash[32];
    sha256(a->told.text.data, a->told.text.size, hash);
    Query *q = query(db, "INSERT INTO article (id, story, revision, current, label, added, maker, sha256, words, family,"
                         " byline_begin, byline_end, text) VALUES (?1, ?1, 0, 1, ?2, '2026-01-01', 1, ?3, 0, ?1, 0, 0, '')");
    bind_int(q, 1, id);
    bind_text(q, 2, a->label);
    bind_blob(q, 3, hash, sizeof hash);
    check(query_run(q, &error));
}

static void put_form(Db *db, int64_t actor, Text name)
{
    char key[32];
    snprintf(key, sizeof key, "%lld", (long long)actor);
    Query *q = query(db, "INSERT OR IGNORE INTO form (id, key, type, block, name, gender, actor, inferred, articles)"
                         " VALUES (?1, ?2, 1, '', ?3, 0, ?1, 0, 1)");
    bind_int(q, 1, actor);
    bind_text(q, 2, text_literal(key));
    bind_text(q, 3, name);
    check(query_run(q, &error));
}

static void put_claim(Db *db, const FlatStatement *s, int64_t id, Arena *arena)
{
    const void *data;
    size_t size;
    Query *q = query(db, "INSERT INTO claim (id, sieve, text, gist, statements) VALUES (?1, 0, ?2, ?3, 1)");
    if (!gist_write(&s->gist, arena, &data, &size)) exit(1);
    bind_int(q, 1, id);
    bind_text(q, 2, s->content);
    bind_blob(q, 3, data, size);
    check(query_run(q, &error));
}

static void put_statement(Db *db, const FlatStatement *s, int64_t id, int64_t number)
{
    char day[40];
    time_t seconds = (time_t)s->day * 86400;
    strftime(day, sizeof day, "%Y-%m-%d", gmtime(&seconds));
    Query *q = query(db, "INSERT INTO attribution (article, number, source_begin, source_end, entity, form, kind, cue_begin,"
                         " cue_end, contents, manner, act, negated, to_begin, to_end, to_entity, via_begin, via_end,"
                         " via_entity, when_begin, when_end, day, anonymity_begin, anonymity_end, within, confidence,"
                         " clause, joint, dropped, claim) VALUES (?1, ?2, 0, 0, ?3, ?4, ?5, 0, 0, x'', ?6, ?7, ?8, 0, 0, 0, 0,"
                         " 0, 0, 0, 0, ?9, 0, 0, 0, 0.5, 1, 0, 0, ?10)");
    bind_int(q, 1, s->article + 1);
    bind_int(q, 2, number);
    bind_int(q, 3, s->a.entity);
    bind_id(q, 4, s->actor);
    bind_int(q, 5, s->a.kind);
    bind_int(q, 6, s->a.form);
    bind_int(q, 7, s->a.act);
    bind_int(q, 8, s->a.negated);
    bind_text(q, 9, text_literal(day));
    bind_int(q, 10, id);
    check(query_run(q, &error));
    q = query(db, "INSERT INTO said (rowid, text) VALUES (?1, ?2)");
    bind_int(q, 1, (int64_t)(s->article + 1) << 20 | number);
    bind_text(q, 2, s->content);
    check(query_run(q, &error));
}

static void fill(Db *db, const Flat *flat, Arena *arena)
{
    check(db_begin(db, &error));
    check(schema_make(db, &error));
    check(query_run(query(db, "INSERT INTO maker VALUES (1, '', '', 2)"), &error));
    for (uint32_t i = 0; i < flat->article_count; i++) put_article(db, &flat->articles[i], i + 1);
    for (uint32_t i = 0; i < flat->count; i++) {
        const FlatStatement *s = &flat->items[i];
        if (s->actor) put_form(db, s->actor, flat->articles[s->article].told.entities[s->a.entity - 1].name);
        put_claim(db, s, i + 1, arena);
        put_statement(db, s, i + 1, i - flat->articles[s->article].first + 1);
    }
    check(db_commit(db, &error));
}

static void ask(Db *db, const Flat *flat, bool quiet)
{
    Arena kept, scratch;
    Finder *finder;
    RelatedScore *scores;
    uint32_t count;
    arena_init(&kept, &libc_allocator, (size_t)1 << 30);
    arena_init(&scratch, &libc_allocator, (size_t)1 << 30);
    const Scope whole = {0};
    check(finder_make(db, &whole, &kept, &finder, &error));
    clock_t start = clock();
    for (uint32_t i = 0; i < flat->count; i++, arena_reset(&scratch)) {
        if (!flat->items[i].body.term_count) continue;
        check(related_scores(finder, i + 1, &scratch, &scores, &count, &error));
        for (uint32_t k = 0; k < count && !quiet; k++)
            printf("%u\t%lld\t%.4f\n", i, (long long)scores[k].claim - 1, (double)scores[k].probability);
    }
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    fprintf(stderr, "%u statements in %.1f s, %.2f ms each; %zu bytes kept\n", flat->count, seconds,
            1000 * seconds / flat->count, kept.held);
}

int main(int argc, char **argv)
{
    Flat flat;
    Arena arena;
    Db *db;
    if (argc < 3 || !flat_read(argv[1], &flat)) {
        fprintf(stderr, "candidates FLAT LEDGER [-t]\n");
        return 1;
    }
    arena_init(&arena, &libc_allocator, (size_t)1 << 30);
    check(db_open(argv[2], LEDGER_KEEP, 1000, &db, &error));
    fill(db, &flat, &arena);
    ask(db, &flat, argc > 3);
    db_close(db);
    return 0;
}
