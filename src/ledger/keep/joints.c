/* What of the ledger can be proved by its tables alone: each query's rows are faults, an article (or 0) and a sentence.
 */
#include "ledger/keep/keep.h"

#define CURRENT_STATEMENTS "attribution JOIN article ON article.id = article WHERE current AND dropped = 0"

/* A number that the ledger keeps beside its rows. */
#define LAST(name) "(SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM ledger WHERE key = '" name "')"

static const char *const joints[] = {
    /* articles, their revisions and families */
    "SELECT id, 'it is revision ' || revision || ' of article ' || story || ', and there is no revision ' || (revision "
    "- 1)"
    " FROM article AS a WHERE revision > 0 AND NOT EXISTS"
    " (SELECT 1 FROM article AS b WHERE b.story = a.story AND b.revision = a.revision - 1)",
    "SELECT id, 'it is a first revision, and its story is article ' || story FROM article"
    " WHERE (revision = 0) <> (story = id)",
    "SELECT id, CASE WHEN current THEN 'it is marked as current, and a later revision is there'"
    " ELSE 'it is not marked as current, and no later revision is there' END FROM article AS a WHERE current = EXISTS"
    " (SELECT 1 FROM article AS b WHERE b.story = a.story AND b.revision > a.revision)",
    "SELECT id, 'it is a copy of article ' || family || ', which is not there' FROM article AS a WHERE NOT EXISTS"
    " (SELECT 1 FROM article AS b WHERE b.id = a.family)",
    "SELECT id, 'it is marked as a copy of article ' || family || ', and has nothing in common with any' FROM article "
    "AS a"
    " WHERE family <> id AND NOT EXISTS (SELECT 1 FROM reprint WHERE article = a.id OR of = a.id)",

    /* numbers inside an article */
    "SELECT article, 'its entities are not numbered from 1' FROM entity GROUP BY article HAVING max(number) <> "
    "count(*) OR"
    " min(number) <> 1",
    "SELECT article, 'its attributions are not numbered from 1' FROM attribution GROUP BY article HAVING"
    " max(number) <> count(*) OR min(number) <> 1",
    "SELECT article, 'the spans of entity ' || number || ' are cut' FROM entity WHERE length(mentions) % 8 OR"
    " length(roles) % 8",
    "SELECT article, 'the contents of attribution ' || number || ' are cut' FROM attribution WHERE length(contents) % "
    "8",
    "SELECT id, 'its credits are cut' FROM article WHERE length(credits) % 4",

    /* who an attribution's entities are across articles */
    "SELECT a.article, 'the source of attribution ' || a.number || ' is not the form of its entity' FROM attribution AS a"
    " LEFT JOIN entity AS e ON e.article = a.article AND e.number = a.entity WHERE a.form IS NOT e.form",
    "SELECT a.article, 'whom attribution ' || a.number || ' is spoken to is not the form of its entity' FROM attribution AS a"
    " LEFT JOIN entity AS e ON e.article = a.article AND e.number = a.to_entity WHERE a.to_form IS NOT e.form",
    "SELECT a.article, 'the outlet of attribution ' || a.number || ' is not the form of its entity' FROM attribution AS a"
    " LEFT JOIN entity AS e ON e.article = a.article AND e.number = a.via_entity WHERE a.via_form IS NOT e.form",
    "SELECT j.article, 'source ' || (j.place + 1) || ' of attribution ' || j.number || ' is not the form of its entity' FROM"
    " joint AS j LEFT JOIN entity AS e ON e.article = j.article AND e.number = j.entity WHERE j.form IS NOT e.form",
    "SELECT a.article, 'attribution ' || a.number || ' counts ' || joint || ' sources and has ' || n FROM (SELECT article,"
    " number, joint, (SELECT count(*) + 1 FROM joint AS j WHERE j.article = t.article AND j.number = t.number) AS n FROM"
    " attribution AS t WHERE joint > 0 OR (article, number) IN (SELECT article, number FROM joint)) AS a WHERE joint <> n",

    /* events */
    "SELECT article, 'it is said to have ' || events || ' events and has ' || n FROM (SELECT article, events, (SELECT count(*)"
    " FROM event AS e WHERE e.article = f.article) AS n FROM eventful AS f) WHERE events <> n",
    "SELECT article, 'its events are said to have ' || parties || ' parties and have ' || n FROM (SELECT article, parties, (SELECT"
    " count(*) FROM party AS p WHERE p.article = f.article) AS n FROM eventful AS f) WHERE parties <> n",
    "SELECT article, 'its events are not numbered from 1' FROM event GROUP BY article HAVING max(number) <> count(*) OR"
    " min(number) <> 1 OR NOT EXISTS (SELECT 1 FROM eventful AS f WHERE f.article = event.article)",
    "SELECT article, 'the words of event ' || number || ' are cut' FROM event WHERE length(triggers) % 8 OR length(evidence) <>"
    " length(triggers) OR length(passed) % 4 OR (said = 0 AND passed IS NOT NULL)",
    "SELECT e.article, 'the place of event ' || e.number || ' is not the form of its entity' FROM event AS e LEFT JOIN entity AS t"
    " ON t.article = e.article AND t.number = e.place_entity WHERE e.place_form IS NOT t.form",
    "SELECT p.article, 'a party of event ' || p.number || ' is not the form of its entity' FROM party AS p LEFT JOIN entity AS t"
    " ON t.article = p.article AND t.number = p.entity WHERE p.form IS NOT t.form",
    "SELECT p.article, 'a party of event ' || p.number || ' is of another type or day' FROM party AS p LEFT JOIN event AS e"
    " ON e.article = p.article AND e.number = p.number WHERE p.type IS NOT e.type OR p.day IS NOT e.day",
    "SELECT article, 'the parties of event ' || number || ' are not numbered from 0' FROM party GROUP BY article, number, side"
    " HAVING max(place) <> count(*) - 1 OR min(place) <> 0 OR side NOT IN (0, 1)",

    /* watches */
    "SELECT article, 'alert ' || id || ' is of watch ' || watch || ', which is not there' FROM alert WHERE watch NOT IN (SELECT id"
    " FROM watch)",
    "SELECT article, 'alert ' || id || ' is beyond the last one that was found' FROM alert WHERE id > " LAST("alerts"),
    "SELECT 0, name || ' is said to have told alert ' || told || ', which was not found yet' FROM teller WHERE told > " LAST("alerts"),
    "SELECT 0, 'the watches are said to have seen an article that was never there' WHERE " LAST("watched") " > max((SELECT"
    " coalesce(max(id), 0) FROM article), " LAST("removed") ")",

    "SELECT 0, 'form ' || id || ' counts ' || articles || ' articles and stands in ' || n FROM (SELECT id, articles, (SELECT"
    " count(DISTINCT article) FROM entity WHERE entity.form = form.id) AS n FROM form) WHERE articles <> n",

    /* what has been quoted, and what a person has decided */
    "SELECT 0, 'claim ' || id || ' was found to be claim ' || same_as || ', and has statements, or that one is not before it'"
    " FROM claim WHERE same_as <> 0 AND (statements > 0 OR same_as >= id OR NOT EXISTS (SELECT 1 FROM claim AS c WHERE c.id ="
    " claim.same_as))",
    "SELECT 0, 'what has been quoted of claim ' || claim || ' is cut' FROM quote WHERE length(words) % 4",
    "SELECT article, 'attribution ' || number || ' is dropped by decision ' || dropped || ', which does not say so' FROM"
    " attribution WHERE dropped <> 0 AND NOT EXISTS (SELECT 1 FROM decision AS d WHERE d.id = dropped AND d.kind = 6 AND"
    " d.undone IS NULL)",

    /* counts */
    "SELECT 0, 'claim ' || id || ' counts ' || statements || ' statements and has ' || n FROM (SELECT id, statements,"
    " (SELECT count(*) FROM attribution WHERE claim = claim.id) AS n FROM claim) WHERE statements <> n",
    "SELECT 0, 'claim ' || id || ' was said from ' || coalesce(first_day, 'no day') || ' to ' ||"
    " coalesce(last_day, 'no day') || ', and its statements are of other days' FROM claim WHERE statements > 0 AND"
    " (first_day IS NOT (SELECT min(day) FROM attribution WHERE claim = claim.id) OR"
    " last_day IS NOT (SELECT max(day) FROM attribution WHERE claim = claim.id))",
    "SELECT 0, 'form ' || id || ' counts ' || statements || ' statements and has ' || n FROM (SELECT id, statements,"
    " (SELECT count(*) FROM " CURRENT_STATEMENTS " AND form = form.id) + (SELECT count(*) FROM joint AS j JOIN attribution AS a"
    " ON a.article = j.article AND a.number = j.number JOIN article ON article.id = j.article WHERE current AND a.dropped = 0"
    " AND j.form = form.id) AS n FROM form) WHERE statements <> n",
    "SELECT 0, 'form ' || source || ' counts ' || sum(n) || ' too many talks to form ' || target FROM"
    " (SELECT source, target, count AS n FROM talk UNION ALL SELECT form, to_form, -1 FROM " CURRENT_STATEMENTS
    " AND within = 0 AND form IS NOT NULL AND to_form IS NOT NULL AND form <> to_form)"
    " GROUP BY source, target HAVING sum(n) <> 0",
    "SELECT 0, 'actor ' || source || ' counts ' || sum(n) || ' too many talks to actor ' || target FROM"
    " (SELECT source, target, count AS n FROM pair UNION ALL SELECT a.actor, b.actor, -t.count FROM talk AS t JOIN form AS a"
    " ON a.id = t.source JOIN form AS b ON b.id = t.target WHERE a.actor <> b.actor) GROUP BY source, target HAVING sum(n) <> 0",
    "SELECT 0, 'the tally of ' || name || ' ' || key || ' is ' || sum(n) || ' too high' FROM ("
    "SELECT name, key, count AS n FROM tally"
    " UNION ALL SELECT 'article', 0, -count(*) FROM article"
    " UNION ALL SELECT 'current', 0, -count(*) FROM article WHERE current"
    " UNION ALL SELECT 'words', 0, -coalesce(sum(words), 0) FROM article WHERE current"
    " UNION ALL SELECT 'copy', 0, -count(*) FROM article WHERE current AND family <> id"
    " UNION ALL SELECT 'outlet', outlet, -count(*) FROM article WHERE current AND outlet IS NOT NULL GROUP BY outlet"
    " UNION ALL SELECT 'attribution', 0, -count(*) FROM " CURRENT_STATEMENTS
    " UNION ALL SELECT 'kind', kind, -count(*) FROM " CURRENT_STATEMENTS " GROUP BY kind"
    " UNION ALL SELECT 'act', act, -count(*) FROM " CURRENT_STATEMENTS " GROUP BY act)"
    " GROUP BY name, key HAVING sum(n) <> 0",

    /* reprints */
    "SELECT article, 'what it has in common with article ' || of || ' is not there' FROM reprint AS r WHERE article = "
    "of OR"
    " NOT EXISTS (SELECT 1 FROM stretch AS s WHERE s.article = r.article AND s.of = r.of)",
};

#define MOST_TOLD 100 /* faults of one kind: a table that is all wrong says no more with a million */

static Status walk(Db *db, const char *sql, FaultSink *sink, Error *error)
{
    Status status;
    Query *q = db_query(db, sql, error);
    if (!q) return SAYSO_ERROR_IO;
    int told = 0;
    while (query_next(q, &status, error)) {
        if (told++ < MOST_TOLD) {
            Text words = column_text(q, 1);
            if (!words.size) words = text_literal("what joins it to others lacks a value that it must have"); /* NULL || … */
            fault_tell(sink, column_int(q, 0), "%.*s", (int)words.size, words.data);
            continue;
        }
        query_end(q);
        return SAYSO_OK;
    }
    return status;
}

Status joints_prove(Db *db, FaultSink *sink, Error *error)
{
    for (size_t i = 0; i < COUNT(joints); i++) {
        Status status = fault_or(db, sink, 0, walk(db, joints[i], sink, error), error);
        if (status) return status;
    }
    return SAYSO_OK;
}

/* ---- what SQLite itself can prove ---- */

static Status prove_file(Db *db, FaultSink *sink, Error *error)
{
    Status status;
    Query *q = db_query(db, "PRAGMA integrity_check(100)", error);
    if (!q) return SAYSO_ERROR_IO;
    while (query_next(q, &status, error)) {
        Text words = column_text(q, 0);
        if (!text_is(words, "ok")) fault_tell(sink, 0, "the file is damaged: %.*s", (int)words.size, words.data);
    }
    return status;
}

static Status prove_keys(Db *db, FaultSink *sink, Error *error)
{
    Status status;
    Query *q = db_query(db, "PRAGMA foreign_key_check", error);
    if (!q) return SAYSO_ERROR_IO;
    for (int told = 0; query_next(q, &status, error); told++) {
        Text table = column_text(q, 0), parent = column_text(q, 2);
        if (told < MOST_TOLD)
            fault_tell(sink, 0, "row %lld of table %.*s names a row of table %.*s that is not there",
                       (long long)column_int(q, 1), (int)table.size, table.data, (int)parent.size, parent.data);
    }
    return status;
}

/* The full-text index proves itself where it may be written: a copy of it, in a file that SQLite keeps to itself. */
static const char *const copy_words[] = {
    "PRAGMA query_only=OFF",
    "ATTACH '' AS proof",
    "CREATE VIRTUAL TABLE proof.said USING fts5(text, content='', columnsize=0, tokenize='porter unicode61 remove_diacritics 2')",
    "DELETE FROM proof.said_data",
    "DELETE FROM proof.said_idx",
    "DELETE FROM proof.said_config",
    "INSERT INTO proof.said_data SELECT * FROM main.said_data",
    "INSERT INTO proof.said_idx SELECT * FROM main.said_idx",
    "INSERT INTO proof.said_config SELECT * FROM main.said_config",
    "INSERT INTO proof.said (said) VALUES ('integrity-check')",
};

static Status prove_words(Db *db, FaultSink *sink, Error *error)
{
    Error own;
    Status status = SAYSO_OK;
    for (size_t i = 0; i < COUNT(copy_words) && !status; i++) status = db_script(db, copy_words[i], &own);
    if (status && db_is_damaged(db)) {
        fault_tell(sink, 0, "the index of words is damaged");
        status = SAYSO_OK;
    }
    (void)db_script(db, "DETACH proof", NULL);
    return status == SAYSO_ERROR_MEMORY ? fail_memory(error) : SAYSO_OK; /* no room for the copy: not proved */
}

Status file_prove(Db *db, FaultSink *sink, Error *error)
{
    Status status = fault_or(db, sink, 0, prove_file(db, sink, error), error);
    if (!status) status = fault_or(db, sink, 0, prove_keys(db, sink, error), error);
    return status ? status : prove_words(db, sink, error);
}
