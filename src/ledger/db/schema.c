/* The tables, in the order in which a report walks into them. Numbers of kinds, acts, forms and types are sayso.h's. A span
 * is two columns, or in a blob pairs of little-endian uint32.
 *
 *   maker ──┐
 *   outlet ─┴─ article ── entity ── attribution ──> claim ── claim_words
 *                 │          └──> actor ── actor_word     talk
 *                 ├─ fresh, posting   reprint ── stretch
 *                 └─ tally (counts that would cost a walk over everything)
 *
 * Actors, outlets and claims are what joins articles; they are never removed, so that their ids can be cited.
 *
 * Counts are of current revisions, but for `article` and claim.statements:
 *
 *   tally (article, 0), (current, 0)   articles, all and current
 *         (words, 0), (copy, 0)        their words · those that are a copy of an earlier one (family is not their own id)
 *         (outlet, ID)                 of an outlet
 *         (attribution, 0)             attributions
 *         (kind, KIND), (act, ACT)     of a kind of source, of an act
 *   actor.statements                   where the actor is the source, in whoever's mouth
 *   talk.count                         the source's own words to another: not within another's content */
#include "ledger/db/db.h"

static const char *const tables[] = {
    "CREATE TABLE ledger (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",

    "CREATE TABLE maker (id INTEGER PRIMARY KEY, program TEXT NOT NULL, model TEXT NOT NULL, format INTEGER NOT NULL,"
    " UNIQUE (program, model, format)) STRICT",

    "CREATE TABLE outlet (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT",

    "CREATE TABLE actor (id INTEGER PRIMARY KEY, key TEXT NOT NULL, type INTEGER NOT NULL, name TEXT NOT NULL,"
    " country TEXT, statements INTEGER NOT NULL DEFAULT 0, UNIQUE (key, type)) STRICT",
    "CREATE INDEX actor_much ON actor (statements) WHERE statements >= 16",
    /* each word of an actor's key, so that a surname finds its bearers, those who said most first */
    "CREATE TABLE actor_word (word TEXT NOT NULL, actor INTEGER NOT NULL REFERENCES actor, PRIMARY KEY (word, actor))"
    " STRICT, WITHOUT ROWID",

    "CREATE TABLE article (id INTEGER PRIMARY KEY, story INTEGER NOT NULL, revision INTEGER NOT NULL,"
    " current INTEGER NOT NULL, label TEXT, url TEXT, title TEXT, outlet INTEGER REFERENCES outlet, byline TEXT,"
    " published TEXT, added TEXT NOT NULL, maker INTEGER NOT NULL REFERENCES maker, sha256 BLOB NOT NULL,"
    " words INTEGER NOT NULL, family INTEGER NOT NULL, byline_begin INTEGER NOT NULL, byline_end INTEGER NOT NULL,"
    " credits BLOB, warnings BLOB, text TEXT NOT NULL, UNIQUE (story, revision)) STRICT",
    /* credits: uint32 each; warnings: uint32 bytes, then as many, each */
    "CREATE INDEX article_sha256 ON article (sha256)",
    "CREATE UNIQUE INDEX article_url ON article (url) WHERE current AND url IS NOT NULL",
    "CREATE INDEX article_label ON article (label) WHERE label IS NOT NULL",
    "CREATE INDEX article_published ON article (published)",
    "CREATE INDEX article_old ON article (id) WHERE NOT current", /* earlier revisions */
    "CREATE INDEX article_family ON article (family) WHERE family <> id", /* of copies */

    "CREATE TABLE entity (article INTEGER NOT NULL REFERENCES article, number INTEGER NOT NULL, type INTEGER NOT NULL,"
    " name TEXT NOT NULL, country TEXT, actor INTEGER REFERENCES actor, mentions BLOB NOT NULL, roles BLOB NOT NULL,"
    " PRIMARY KEY (article, number)) STRICT, WITHOUT ROWID",

    "CREATE TABLE claim (id INTEGER PRIMARY KEY, sieve INTEGER NOT NULL, text TEXT NOT NULL, gist BLOB NOT NULL,"
    " first_day TEXT, last_day TEXT, statements INTEGER NOT NULL) STRICT",
    "CREATE VIRTUAL TABLE claim_words USING fts5(text, content='claim', content_rowid='id', columnsize=0,"
    " tokenize='porter unicode61 remove_diacritics 2')",
    /* merged when sixteen are of a size, not four: each article writes one, and a word is written again half as often */
    "INSERT INTO claim_words (claim_words, rank) VALUES ('automerge', 16)",

    "CREATE TABLE attribution (article INTEGER NOT NULL REFERENCES article, number INTEGER NOT NULL,"
    " source_begin INTEGER NOT NULL, source_end INTEGER NOT NULL, entity INTEGER NOT NULL, actor INTEGER REFERENCES actor,"
    " kind INTEGER NOT NULL, cue_begin INTEGER NOT NULL, cue_end INTEGER NOT NULL, contents BLOB NOT NULL,"
    " form INTEGER NOT NULL, act INTEGER NOT NULL, to_begin INTEGER NOT NULL, to_end INTEGER NOT NULL,"
    " to_entity INTEGER NOT NULL, to_actor INTEGER REFERENCES actor, via_begin INTEGER NOT NULL, via_end INTEGER NOT NULL,"
    " via_entity INTEGER NOT NULL, via_actor INTEGER REFERENCES actor, when_begin INTEGER NOT NULL,"
    " when_end INTEGER NOT NULL, date TEXT, day TEXT, anonymity_begin INTEGER NOT NULL, anonymity_end INTEGER NOT NULL,"
    " within INTEGER NOT NULL, confidence REAL NOT NULL, claim INTEGER REFERENCES claim,"
    " PRIMARY KEY (article, number)) STRICT, WITHOUT ROWID",
    /* day: the first day of `date`, else the article's, so that a scope is a range */
    "CREATE INDEX attribution_actor ON attribution (actor, day, article, number, within) WHERE actor IS NOT NULL",
    "CREATE INDEX attribution_claim ON attribution (claim, day) WHERE claim IS NOT NULL",
    /* a body or an outlet may be spoken to by everybody: its talks with one are looked up, not searched for */
    "CREATE INDEX attribution_to ON attribution (to_actor, actor, day, article, number, within) WHERE to_actor IS NOT NULL",

    "CREATE TABLE talk (source INTEGER NOT NULL REFERENCES actor, target INTEGER NOT NULL REFERENCES actor,"
    " count INTEGER NOT NULL, PRIMARY KEY (source, target)) STRICT, WITHOUT ROWID",
    "CREATE INDEX talk_target ON talk (target)",
    "CREATE INDEX talk_count ON talk (count)",

    /* posting.c: sorted uint64 each; a row of fresh an article, a row of posting a page */
    "CREATE TABLE fresh (id INTEGER PRIMARY KEY, items BLOB NOT NULL) STRICT",
    "CREATE TABLE posting (first INTEGER PRIMARY KEY, items BLOB NOT NULL) STRICT",
    /* article is the later of the two; share: of its words that stand in `of` */
    "CREATE TABLE reprint (article INTEGER NOT NULL REFERENCES article, of INTEGER NOT NULL REFERENCES article,"
    " share REAL NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (article, of)) STRICT, WITHOUT ROWID",
    "CREATE INDEX reprint_of ON reprint (of)",
    /* stretches: quadruples here begin, end, there begin, end, then words, of uint32 */
    "CREATE TABLE stretch (article INTEGER NOT NULL, of INTEGER NOT NULL, stretches BLOB NOT NULL,"
    " PRIMARY KEY (article, of), FOREIGN KEY (article, of) REFERENCES reprint) STRICT, WITHOUT ROWID",

    "CREATE TABLE tally (name TEXT NOT NULL, key INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (name, key))"
    " STRICT, WITHOUT ROWID",
    /* an article may become a copy long after it was added, when the one that it copies comes in */
    "CREATE TRIGGER article_copy AFTER UPDATE OF family, current ON article"
    " WHEN (new.current AND new.family <> new.id) <> (old.current AND old.family <> old.id) BEGIN"
    " INSERT INTO tally (name, key, count) VALUES ('copy', 0, iif(old.current AND old.family <> old.id, -1, 1))"
    " ON CONFLICT (name, key) DO UPDATE SET count = count + excluded.count; END",
    "CREATE TABLE visit (url TEXT PRIMARY KEY, etag TEXT, modified TEXT, seen TEXT NOT NULL) STRICT, WITHOUT ROWID",

    "INSERT INTO ledger VALUES ('sayso', 'ledger')",
};

Status schema_make(Db *db, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; i < COUNT(tables) && !status; i++) status = db_script(db, tables[i], error);
    return status ? status : db_mark(db, error);
}

static Status read_number(Db *db, const char *sql, int64_t *out, Error *error)
{
    Status status = SAYSO_ERROR_IO;
    Query *q = db_query(db, sql, error);
    if (!q || !query_next(q, &status, error)) return status ? status : SAYSO_ERROR_INTERNAL;
    *out = column_int(q, 0);
    query_end(q);
    return SAYSO_OK;
}

Status schema_check(Db *db, bool *made, Error *error)
{
    int64_t mark = 0, format = 0, objects = 0;
    Status status = read_number(db, "PRAGMA application_id", &mark, error);
    if (!status) status = read_number(db, "PRAGMA user_version", &format, error);
    if (!status) status = read_number(db, "SELECT count(*) FROM sqlite_schema", &objects, error);
    *made = mark || format || objects;
    return status || !*made ? status : db_refuse(db, (uint32_t)mark, (uint32_t)format, error);
}
