/* What perhaps says the same as a claim: three look-ups, each by an index and each bounded.
 *
 *   speaker   what the claim's actors said within REACH days of it, the nearest MOST_SAID of each form of their names
 *   words     what has two of its rarest words: some eight queries of the full-text index, MOST_HITS before and as many
 *             after the claim's own place in the order of articles
 *   runs      what has three words in a row round one of its two rarest words, likewise
 *
 * What lies beyond these bounds is not found: of an actor who is quoted more than MOST_SAID times within REACH days, what
 * shares no two rare words with the claim either. */
#include <stdio.h>

#include "ledger/claim/finder.h"

#define REACH 30       /* days */
#define MOST_FORMS 16  /* of an actor's name, the most used */
#define MOST_SAID 150  /* before, and as many after */
#define MOST_HITS 24
#define MOST_RARE 5u

/* ---- by speaker ---- */

static const char said_after[] = SPOKEN " FROM attribution t" SPOKEN_FROM
    "t.form = ?1 AND t.day >= ?2 AND t.day <= ?3 ORDER BY t.day LIMIT ?4";
static const char said_before[] = SPOKEN " FROM attribution t" SPOKEN_FROM
    "t.form = ?1 AND t.day < ?2 AND t.day >= ?3 ORDER BY t.day DESC LIMIT ?4";
static const char joined_after[] = SPOKEN " FROM joint j JOIN attribution t ON t.article = j.article AND t.number = j.number"
    SPOKEN_FROM "j.form = ?1 AND j.day >= ?2 AND j.day <= ?3 ORDER BY j.day LIMIT ?4";
static const char joined_before[] = SPOKEN " FROM joint j JOIN attribution t ON t.article = j.article AND t.number = j.number"
    SPOKEN_FROM "j.form = ?1 AND j.day < ?2 AND j.day >= ?3 ORDER BY j.day DESC LIMIT ?4";

static Status said_by(Finder *f, const char *sql, int64_t form, Text from, Text to, int64_t speaker)
{
    Query *q = db_query(f->db, sql, f->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, form);
    bind_text(q, 2, from);
    bind_text(q, 3, to);
    bind_int(q, 4, MOST_SAID);
    return finder_take(f, q, speaker);
}

static Status said_around(Finder *f, int64_t form, const Uttered *own)
{
    char room[3][DAY_ROOM];
    bool dated = own->day != NO_DAY;
    Text day = dated ? day_name(own->day, room[0]) : text_literal("9999-12-31");
    Text until = dated ? day_name(own->day + REACH, room[1]) : day;
    Text since = dated ? day_name(own->day - REACH, room[2]) : text_literal("0001-01-01");
    Status status = said_by(f, said_after, form, day, until, 0);
    if (!status) status = said_by(f, said_before, form, day, since, 0);
    if (!status) status = said_by(f, joined_after, form, day, until, own->actor);
    return status ? status : said_by(f, joined_before, form, day, since, own->actor);
}

static Status find_by_speaker(Finder *f, const Uttered *own)
{
    int64_t forms[MOST_FORMS];
    uint32_t count = 0;
    Status status = SAYSO_OK;
    Query *q = db_query(f->db, "SELECT id FROM form WHERE actor = ?1 ORDER BY statements DESC, id LIMIT ?2", f->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, own->actor);
    bind_int(q, 2, MOST_FORMS);
    while (query_next(q, &status, f->error)) forms[count++] = column_int(q, 0);
    for (uint32_t i = 0; i < count && !status; i++) status = said_around(f, forms[i], own);
    return status;
}

/* ---- by words ---- */

typedef struct Rare {
    Span span;      /* of the word */
    uint32_t index; /* of it among the content's words */
    uint64_t hash;
    float rarity;
} Rare;

/* The commoner of what it is as a word and as a name. */
static float rarity_of_word(const Finder *f, const Folded *word)
{
    Folded root = *word;
    stem(&root);
    TermKind kind = senses_find(f->senses, &root).role == ROLE_STRICT ? TERM_STRICT : TERM_STEM;
    float as_word = rarity_of(term_of_word(root.data, root.size, kind));
    float as_name = rarity_of(term_of_word(word->data, word->size, TERM_NAME));
    return as_word < as_name ? as_word : as_name;
}

static void rank(Rare rare[MOST_RARE], uint32_t *count, Rare word)
{
    for (uint32_t i = 0; i < *count; i++)
        if (rare[i].hash == word.hash) return;
    uint32_t at = *count < MOST_RARE ? (*count)++ : MOST_RARE;
    while (at && rare[at - 1].rarity < word.rarity) {
        if (at < MOST_RARE) rare[at] = rare[at - 1];
        at--;
    }
    if (at < MOST_RARE) rare[at] = word;
}

static uint32_t find_rare(const Finder *f, const WordAt *words, uint32_t count, Rare rare[MOST_RARE])
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        Folded word;
        bool denies;
        fold_word(text_slice(f->text, words[i].span), &word, &denies);
        if (word.size < 2 || denies || !role_is_of_content(senses_find(f->senses, &word).role)) continue;
        float bonus = (float)(word.size < 10 ? word.size : 10) / 100; /* of two as rare the longer */
        rank(rare, &found, (Rare){words[i].span, i, words[i].hash, rarity_of_word(f, &word) + bonus});
    }
    return found;
}

/* Around the claim's first statement, in the order of articles. */
static Status match(Finder *f, Text query)
{
    static const char *const sides[] = {
        "SELECT rowid FROM said WHERE said MATCH ?1 AND rowid > ?2 ORDER BY rowid LIMIT ?3",
        "SELECT rowid FROM said WHERE said MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3"};
    int64_t hits[2 * MOST_HITS], own = f->own_count ? statement_key(f->own[0].article, f->own[0].number) : 0;
    uint32_t count = 0;
    Status status = SAYSO_OK;
    for (size_t i = 0; i < COUNT(sides) && !status; i++) {
        Query *q = db_query(f->db, sides[i], f->error);
        if (!q) return SAYSO_ERROR_IO;
        bind_text(q, 1, query);
        bind_int(q, 2, own);
        bind_int(q, 3, MOST_HITS);
        while (query_next(q, &status, f->error)) hits[count++] = column_int(q, 0);
    }
    for (uint32_t i = 0; i < count && !status; i++) {
        if (shelf_slot(&f->seen, hits[i])->key) continue;
        Query *q = db_query(f->db, SPOKEN " FROM attribution t" SPOKEN_FROM "t.article = ?1 AND t.number = ?2", f->error);
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, hits[i] >> 20);
        bind_int(q, 2, hits[i] & 0xFFFFF);
        status = finder_take(f, q, 0);
    }
    return status;
}

static Text before_apostrophe(Text word)
{
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] == '\'' || (i + 2 < word.size && !memcmp(word.data + i, "\xe2\x80\x99", 3))) word.size = i;
    return word;
}

/* Words hold no quotation mark, so that each is one string of the full-text index' language. */
static Status match_words(Finder *f, Text a, Text b)
{
    char query[512];
    int size = snprintf(query, sizeof query, "\"%.*s\" AND \"%.*s\"", (int)a.size, a.data, (int)b.size, b.data);
    return a.size + b.size > 400 ? SAYSO_OK : match(f, text_of(query, (size_t)size));
}

static Status match_run(Finder *f, const WordAt *words, uint32_t count, uint32_t at)
{
    char query[512];
    uint32_t from = at && at + 1 < count ? at - 1 : at < 2 ? 0 : at - 2;
    if (count < 3) return SAYSO_OK;
    int size = 1;
    *query = '"';
    for (uint32_t i = from; i < from + 3; i++) {
        Text word = text_slice(f->text, words[i].span);
        if (word.size > 100) return SAYSO_OK;
        size += snprintf(query + size, sizeof query - (size_t)size, "%.*s%c", (int)word.size, word.data, i < from + 2 ? ' ' : '"');
    }
    return match(f, text_of(query, (size_t)size));
}

static Status find_by_words(Finder *f)
{
    static const uint8_t tried[][2] = {{0, 1}, {0, 2}, {1, 2}, {0, 3}, {1, 3}, {2, 3}, {0, 4}, {1, 4}};
    WordAt *words;
    uint32_t count;
    Rare rare[MOST_RARE];
    if (!words_of(f->text, f->scratch, &words, &count)) return fail_memory(f->error);
    uint32_t found = find_rare(f, words, count, rare);
    Status status = SAYSO_OK;
    for (size_t i = 0; i < COUNT(tried) && !status; i++)
        if (tried[i][0] < found && tried[i][1] < found)
            status = match_words(f, before_apostrophe(text_slice(f->text, rare[tried[i][0]].span)),
                                 before_apostrophe(text_slice(f->text, rare[tried[i][1]].span)));
    for (uint32_t i = 0; i < found && i < 2 && !status; i++) status = match_run(f, words, count, rare[i].index);
    return status;
}


Status candidates_find(Finder *f)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < f->speaker_count && !status; i++)
        if (f->speakers[i].actor) status = find_by_speaker(f, &f->speakers[i]);
    return status ? status : find_by_words(f);
}
