/* The tables, in the order in which a report walks into them. Numbers of kinds, acts, forms and types are sayso.h's. A span
 * is two columns, or in a blob pairs of little-endian uint32.
 *
 *   maker ──┐
 *   outlet ─┴─ article ── entity ── attribution ──> claim ── quote
 *                 │          ├──> form ──> actor    joint    said (words)   talk
 *                 │          └─< party ── event      which of them are one deed is found when it is asked (deed/)
 *                 ├─ fresh, posting   reprint ── stretch                    decision
 *                 ├─ tally (counts that would cost a walk over everything)
 *                 └─< alert >─ watch      teller (what was told), feed: what comes in is watched (watch/)
 *
 * Forms, outlets and claims are what joins articles; they are never removed, so that their ids can be cited. An actor is
 * known by the number of its first form.
 *
 * Counts are of current revisions and of statements that no decision drops, but for `article` and claim.statements:
 *
 *   tally (article, 0), (current, 0)   articles, all and current
 *         (words, 0), (copy, 0)        their words · those that are a copy of an earlier one (family is not their own id)
 *         (outlet, ID)                 of an outlet
 *         (attribution, 0)             attributions
 *         (kind, KIND), (act, ACT)     of a kind of source, of an act
 *   form.statements                    where the form is a source, in whoever's mouth; actor.statements: of all its forms
 *   talk.count                         the source's own words to another: not within another's content
 *
 * Each table of what was read, or made of it, has a last column `seal` (seal.c): a new one is listed there, too. */
#include "ledger/db/db.h"

/* Those of format 1 that stay as they were. */
static const char *const lasting[] = {
    "CREATE TABLE ledger (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",

    "CREATE TABLE maker (id INTEGER PRIMARY KEY, program TEXT NOT NULL, model TEXT NOT NULL, format INTEGER NOT NULL,"
    " UNIQUE (program, model, format)) STRICT",

    "CREATE TABLE outlet (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT",

    "CREATE TABLE article (id INTEGER PRIMARY KEY, story INTEGER NOT NULL, revision INTEGER NOT NULL,"
    " current INTEGER NOT NULL, label TEXT, url TEXT, title TEXT, outlet INTEGER REFERENCES outlet, byline TEXT,"
    " published TEXT, added TEXT NOT NULL, maker INTEGER NOT NULL REFERENCES maker, sha256 BLOB NOT NULL,"
    " words INTEGER NOT NULL, family INTEGER NOT NULL, byline_begin INTEGER NOT NULL, byline_end INTEGER NOT NULL,"
    " credits BLOB, warnings BLOB, text TEXT NOT NULL, UNIQUE (story, revision)) STRICT",
    /* credits: uint32 each; warnings: uint32 bytes, then as many, each */
    "CREATE INDEX article_sha256 ON article (sha256)",
    "CREATE INDEX article_label ON article (label) WHERE label IS NOT NULL",
    "CREATE INDEX article_published ON article (published)",
    "CREATE INDEX article_old ON article (id) WHERE NOT current", /* earlier revisions */
    "CREATE INDEX article_family ON article (family) WHERE family <> id", /* of copies */

    "CREATE TABLE claim (id INTEGER PRIMARY KEY, sieve INTEGER NOT NULL, text TEXT NOT NULL, gist BLOB NOT NULL,"
    " first_day TEXT, last_day TEXT, statements INTEGER NOT NULL) STRICT",

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

#define ADD_UP " ON CONFLICT (source, target) DO UPDATE SET count = count + excluded.count"
#define PAIR_OF(source, target, much)                                                                                  \
    " INSERT INTO pair (source, target, count) SELECT a.actor, b.actor, " much " FROM form a, form b WHERE a.id = " source \
    " AND b.id = " target " AND a.actor <> b.actor" ADD_UP
/* o: the other's form, which is none of the same actor */
#define PAIR_MOVED(source, target, which, much)                                                                        \
    " INSERT INTO pair (source, target, count) SELECT " source ", " target ", " much " FROM talk t, form o WHERE " which  \
    " AND " source " <> " target ADD_UP ";"

/* Those of format 2. */
static const char *const tables[] = {
    "ALTER TABLE outlet ADD COLUMN country TEXT",
    /* the claim that a later statement has shown this one to be, 0: none */
    "ALTER TABLE claim ADD COLUMN same_as INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX claim_said ON claim (id) WHERE statements > 0", /* those that somebody says now */

    /* key: all that tells the bearers of a name apart, its type too (actor/form.h); block: those that may be one are of
     * one block; level: floor(log2(articles)), -1 of none; first_span, last_span: of 28 days, 0: not known */
    "CREATE TABLE form (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, type INTEGER NOT NULL, block TEXT NOT NULL,"
    " name TEXT NOT NULL, country TEXT, gender INTEGER NOT NULL, actor INTEGER NOT NULL, inferred INTEGER NOT NULL,"
    " articles INTEGER NOT NULL, level INTEGER NOT NULL, first_span INTEGER NOT NULL, last_span INTEGER NOT NULL,"
    " statements INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE INDEX form_block ON form (block, level DESC, key)",
    "CREATE INDEX form_actor ON form (actor)",
    /* other ways to a form: "i:sanders|b" by an initial, "a:fbi" by a body's initials */
    "CREATE TABLE form_way (way TEXT NOT NULL, form INTEGER NOT NULL REFERENCES form, PRIMARY KEY (way, form))"
    " STRICT, WITHOUT ROWID",
    /* where and when a full name was seen, so that a surname alone finds its bearer; country: '' where not known */
    "CREATE TABLE form_seen (surname TEXT NOT NULL, span INTEGER NOT NULL, country TEXT NOT NULL,"
    " form INTEGER NOT NULL REFERENCES form, articles INTEGER NOT NULL, PRIMARY KEY (surname, span, country, form))"
    " STRICT, WITHOUT ROWID",
    "CREATE INDEX form_seen_form ON form_seen (form)",
    /* what articles themselves tell of two forms. same: one entity has both (short, long: an acronym and its body, a double
     * surname and its bearer); else (X, X Jr.): one article has both as two */
    "CREATE TABLE form_bond (a INTEGER NOT NULL REFERENCES form, b INTEGER NOT NULL REFERENCES form,"
    " same INTEGER NOT NULL, articles INTEGER NOT NULL, PRIMARY KEY (a, b, same)) STRICT, WITHOUT ROWID",
    "CREATE INDEX form_bond_b ON form_bond (b)",
    /* each word of a form's name, so that a surname finds its bearers */
    "CREATE TABLE form_word (word TEXT NOT NULL, form INTEGER NOT NULL REFERENCES form, PRIMARY KEY (word, form))"
    " STRICT, WITHOUT ROWID",
    /* id: that of one of its forms */
    "CREATE TABLE actor (id INTEGER PRIMARY KEY REFERENCES form, type INTEGER NOT NULL, name TEXT NOT NULL, country TEXT,"
    " gender INTEGER NOT NULL, statements INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE INDEX actor_much ON actor (statements) WHERE statements >= 16",

    "CREATE TABLE entity (article INTEGER NOT NULL REFERENCES article, number INTEGER NOT NULL, type INTEGER NOT NULL,"
    " name TEXT NOT NULL, country TEXT, gender INTEGER NOT NULL, gender_by INTEGER NOT NULL,"
    " form INTEGER REFERENCES form, mentions BLOB NOT NULL, roles BLOB NOT NULL,"
    " PRIMARY KEY (article, number)) STRICT, WITHOUT ROWID",

    /* what has been quoted of a claim: hashes of words, of stretches with a 0 between them; only what no other row of
     * the claim holds. form: the speaker's, NULL of an open one, of whom kind tells what it is */
    "CREATE TABLE quote (claim INTEGER NOT NULL REFERENCES claim, number INTEGER NOT NULL, form INTEGER REFERENCES form,"
    " kind INTEGER NOT NULL, words BLOB NOT NULL, PRIMARY KEY (claim, number)) STRICT, WITHOUT ROWID",

    "CREATE TABLE attribution (article INTEGER NOT NULL REFERENCES article, number INTEGER NOT NULL,"
    " source_begin INTEGER NOT NULL, source_end INTEGER NOT NULL, entity INTEGER NOT NULL, form INTEGER REFERENCES form,"
    " kind INTEGER NOT NULL, cue_begin INTEGER NOT NULL, cue_end INTEGER NOT NULL, contents BLOB NOT NULL,"
    " manner INTEGER NOT NULL, act INTEGER NOT NULL, negated INTEGER NOT NULL, to_begin INTEGER NOT NULL,"
    " to_end INTEGER NOT NULL, to_entity INTEGER NOT NULL, to_form INTEGER REFERENCES form, via_begin INTEGER NOT NULL,"
    " via_end INTEGER NOT NULL, via_entity INTEGER NOT NULL, via_form INTEGER REFERENCES form,"
    " when_begin INTEGER NOT NULL, when_end INTEGER NOT NULL, date TEXT, day TEXT, anonymity_begin INTEGER NOT NULL,"
    " anonymity_end INTEGER NOT NULL, within INTEGER NOT NULL, confidence REAL NOT NULL, confidence_who REAL,"
    " confidence_act REAL, clause INTEGER NOT NULL, joint INTEGER NOT NULL, dropped INTEGER NOT NULL, claim INTEGER REFERENCES claim,"
    " PRIMARY KEY (article, number)) STRICT, WITHOUT ROWID",
    /* manner: sayso_form. day: the first day of `date`, else the article's, so that a scope is a range. joint: how many
     * sources are named together, 0 of one; dropped: by a decision */
    "CREATE INDEX attribution_form ON attribution (form, day, article, number, within) WHERE form IS NOT NULL",
    "CREATE INDEX attribution_claim ON attribution (claim, day) WHERE claim IS NOT NULL",
    /* a body or an outlet may be spoken to by everybody: its talks with one are looked up, not searched for */
    "CREATE INDEX attribution_to ON attribution (to_form, form, day, article, number, within) WHERE to_form IS NOT NULL",

    /* of sources named together all but the first */
    "CREATE TABLE joint (article INTEGER NOT NULL, number INTEGER NOT NULL, place INTEGER NOT NULL,"
    " entity INTEGER NOT NULL, form INTEGER REFERENCES form, day TEXT, within INTEGER NOT NULL,"
    " PRIMARY KEY (article, number, place), FOREIGN KEY (article, number) REFERENCES attribution) STRICT, WITHOUT ROWID",
    "CREATE INDEX joint_form ON joint (form, day, article, number, within) WHERE form IS NOT NULL",

    /* the words of each statement; rowid: article << 20 | number */
    "CREATE VIRTUAL TABLE said USING fts5(text, content='', columnsize=0,"
    " tokenize='porter unicode61 remove_diacritics 2')",
    /* merged when sixteen are of a size, not four: each article writes one, and a word is written again half as often */
    "INSERT INTO said (said, rank) VALUES ('automerge', 16)",

    "CREATE TABLE talk (source INTEGER NOT NULL REFERENCES form, target INTEGER NOT NULL REFERENCES form,"
    " count INTEGER NOT NULL, PRIMARY KEY (source, target)) STRICT, WITHOUT ROWID",
    "CREATE INDEX talk_target ON talk (target)",
    /* the same by actors, kept by what changes either: a talk's count, a form's actor. count may be 0 */
    "CREATE TABLE pair (source INTEGER NOT NULL, target INTEGER NOT NULL, count INTEGER NOT NULL,"
    " PRIMARY KEY (source, target)) STRICT, WITHOUT ROWID",
    "CREATE INDEX pair_target ON pair (target)",
    "CREATE INDEX pair_count ON pair (count)",
    "CREATE TRIGGER talk_new AFTER INSERT ON talk BEGIN" PAIR_OF("new.source", "new.target", "new.count") "; END",
    "CREATE TRIGGER talk_count AFTER UPDATE OF count ON talk BEGIN" PAIR_OF("new.source", "new.target", "new.count - old.count")
    "; END",
    "CREATE TRIGGER form_actor AFTER UPDATE OF actor ON form WHEN old.actor <> new.actor BEGIN"
    PAIR_MOVED("old.actor", "o.actor", "t.source = new.id AND o.id = t.target", "-t.count")
    PAIR_MOVED("new.actor", "o.actor", "t.source = new.id AND o.id = t.target", "t.count")
    PAIR_MOVED("o.actor", "old.actor", "t.target = new.id AND o.id = t.source", "-t.count")
    PAIR_MOVED("o.actor", "new.actor", "t.target = new.id AND o.id = t.source", "t.count") " END",
    "CREATE INDEX attribution_dropped ON attribution (article, number) WHERE dropped <> 0",

    /* what a person knows better (keep/decide.c, actor/decide.c): kind is ledger.h's; subject, object: keys of forms, a field
     * and its value; was: the field as it was read, of JOIN and PART the words of a claim that is not here yet; sha256, number,
     * words: of the statement; claim: to join, or to part from */
    "CREATE TABLE decision (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, made TEXT NOT NULL, undone TEXT,"
    " subject TEXT, object TEXT, was TEXT, label TEXT, sha256 BLOB, number INTEGER NOT NULL, words TEXT, claim INTEGER) STRICT",
    "CREATE INDEX decision_sha256 ON decision (sha256) WHERE sha256 IS NOT NULL",
    "CREATE INDEX decision_subject ON decision (subject) WHERE kind <= 2 AND undone IS NULL",
    "CREATE INDEX decision_object ON decision (object) WHERE kind <= 2 AND undone IS NULL",
};

/* What later versions have beside format 2: who opens such a ledger to write makes them, and who only asks needs them not. */
static const char *const additions[] = {
    /* what each article is known by (keep/identity.c). Some ledgers have a column `told` beside, which nothing reads */
    ("CREATE TABLE IF NOT EXISTS identity (article INTEGER PRIMARY KEY REFERENCES article, key TEXT NOT NULL,"
     " loose TEXT NOT NULL, fetched INTEGER NOT NULL) STRICT"),
    "CREATE INDEX IF NOT EXISTS identity_loose ON identity (loose)",
    "DROP INDEX IF EXISTS article_url", /* a URL alone is no article's own */
    "CREATE INDEX IF NOT EXISTS article_at ON article (url) WHERE current AND url IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS decision_waiting ON decision (id)"
    " WHERE kind IN (3, 4) AND claim IS NULL AND undone IS NULL AND was IS NOT NULL",
};

/* Those of format 3: events. Made with their seals. */
static const char *const deeds[] = {
    /* whether an article's events were read, how many it has, and how many parties they have */
    "CREATE TABLE eventful (article INTEGER PRIMARY KEY REFERENCES article, events INTEGER NOT NULL, parties INTEGER NOT NULL,"
    " seal BLOB) STRICT",
    /* type, status: sayso.h's; triggers, evidence: spans, one each for each time that it is told; said: the attribution on
     * which it rests, the innermost, 0: none; passed: those around that one, uint32 each; day: as of an attribution */
    "CREATE TABLE event (article INTEGER NOT NULL REFERENCES article, number INTEGER NOT NULL, type INTEGER NOT NULL,"
    " mode TEXT, status INTEGER NOT NULL, triggers BLOB NOT NULL, evidence BLOB NOT NULL, when_begin INTEGER NOT NULL,"
    " when_end INTEGER NOT NULL, date TEXT, day TEXT, place_begin INTEGER NOT NULL, place_end INTEGER NOT NULL,"
    " place_entity INTEGER NOT NULL, place_form INTEGER REFERENCES form, said INTEGER NOT NULL, passed BLOB,"
    " confidence REAL NOT NULL, seal BLOB, PRIMARY KEY (article, number)) STRICT, WITHOUT ROWID",
    "CREATE INDEX event_day ON event (day, article, number, type, status)",
    "CREATE INDEX event_place ON event (place_form, day, article, number) WHERE place_form IS NOT NULL",
    /* side: 0 who does it, 1 to whom; type and day are the event's, so that who does what is looked up by the day */
    "CREATE TABLE party (article INTEGER NOT NULL, number INTEGER NOT NULL, side INTEGER NOT NULL, place INTEGER NOT NULL,"
    " words_begin INTEGER NOT NULL, words_end INTEGER NOT NULL, entity INTEGER NOT NULL, form INTEGER REFERENCES form,"
    " country TEXT, sector TEXT, type INTEGER NOT NULL, day TEXT, seal BLOB, PRIMARY KEY (article, number, side, place),"
    " FOREIGN KEY (article, number) REFERENCES event) STRICT, WITHOUT ROWID",
    "CREATE INDEX party_form ON party (form, side, type, day, article, number) WHERE form IS NOT NULL",
    "CREATE INDEX party_country ON party (country, day, article, number) WHERE country IS NOT NULL",
};

/* Those of format 4: watches. Made with their seals, but for what hosts said, which has none. */
static const char *const watches[] = {
    /* conditions, NULL: open. claim_text: a claim's words, by which another ledger knows it; type: an event's; wants: 1 a new
     * origin, 2 a contradiction */
    "CREATE TABLE watch (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, made TEXT NOT NULL, who TEXT, about TEXT,"
    " claim INTEGER, claim_text TEXT, outlet TEXT, type INTEGER, act INTEGER, kind INTEGER, wants INTEGER NOT NULL, seal BLOB)"
    " STRICT",
    /* what was found: article and number name a statement or an event (sort: ledger.h's), words are its own; reasons: bits;
     * family, same: what makes two of them one, of which `copies` more were found */
    "CREATE TABLE alert (id INTEGER PRIMARY KEY, watch INTEGER NOT NULL REFERENCES watch, article INTEGER NOT NULL,"
    " number INTEGER NOT NULL, sort INTEGER NOT NULL, reasons INTEGER NOT NULL, fields TEXT, claim INTEGER,"
    " origins INTEGER NOT NULL, family INTEGER NOT NULL, same INTEGER NOT NULL, made TEXT NOT NULL, words TEXT NOT NULL,"
    " copies INTEGER NOT NULL DEFAULT 0, seal BLOB) STRICT",
    "CREATE INDEX alert_same ON alert (watch, family, same)",
    "CREATE INDEX alert_article ON alert (article)",
    /* told: the last alert that it has told; due, hour: seconds since 1970; count: of alerts in that hour */
    "CREATE TABLE teller (name TEXT PRIMARY KEY, told INTEGER NOT NULL, tries INTEGER NOT NULL, due INTEGER NOT NULL,"
    " hour INTEGER NOT NULL, count INTEGER NOT NULL, problem TEXT, seal BLOB) STRICT, WITHOUT ROWID",
    "CREATE TABLE feed (url TEXT PRIMARY KEY, seen TEXT, due INTEGER NOT NULL, failures INTEGER NOT NULL, problem TEXT)"
    " STRICT, WITHOUT ROWID",
};

static Status run_all(Db *db, const char *const *sql, size_t count, Error *error)
{
    Status status = SAYSO_OK;
    for (size_t i = 0; i < count && !status; i++) status = db_script(db, sql[i], error);
    return status;
}

Status schema_extend(Db *db, Error *error) { return run_all(db, additions, COUNT(additions), error); }

Status schema_deeds(Db *db, Error *error)
{
    return run_all(db, deeds, COUNT(deeds), error);
}

Status schema_watches(Db *db, Error *error)
{
    Status status = run_all(db, watches, COUNT(watches), error);
    return status ? status : db_mark(db, error);
}

Status schema_renew(Db *db, Error *error)
{
    Status status = run_all(db, tables, COUNT(tables), error);
    if (!status) status = schema_extend(db, error);
    if (!status) status = seal_columns(db, error);
    if (!status) status = schema_deeds(db, error);
    return status ? status : schema_watches(db, error);
}

Status schema_make(Db *db, Error *error)
{
    Status status = run_all(db, lasting, COUNT(lasting), error);
    return status ? status : schema_renew(db, error);
}

Status schema_check(Db *db, Schema *out, Error *error)
{
    int64_t mark, format, objects;
    bool whole, sealed;
    Status status = SAYSO_ERROR_IO;
    /* at once: another program may be making it at this moment; two of the additions tell of all */
    Query *q = db_query(db,
                        "SELECT (SELECT application_id FROM pragma_application_id),"
                        " (SELECT user_version FROM pragma_user_version), count(*),"
                        " coalesce(sum(name IN ('article_at', 'decision_waiting')), 0),"
                        " coalesce(sum(name = 'article' AND sql LIKE '%seal BLOB%'), 0)"
                        " FROM sqlite_schema",
                        error);
    if (!q || !query_next(q, &status, error)) return status ? status : SAYSO_ERROR_INTERNAL;
    mark = column_int(q, 0);
    format = column_int(q, 1);
    objects = column_int(q, 2);
    whole = column_int(q, 3) == 2;
    sealed = column_int(q, 4) > 0;
    query_end(q);
    *out = (Schema){.made = mark || format || objects, .whole = whole, .sealed = sealed, .format = (uint32_t)format};
    return out->made ? db_refuse(db, (uint32_t)mark, (uint32_t)format, error) : SAYSO_OK;
}
