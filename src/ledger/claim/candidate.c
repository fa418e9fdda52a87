/* A claim -> the claims that perhaps say the same, each with a probability. Worked out when it is asked, by three look-ups,
 * each by an index and each bounded, then weighed by likeness:
 *
 *   speaker   what the claim's actors said within REACH days of it, the nearest MOST_SAID of each
 *   words     what has two of its rarest words: PAIRS_TRIED queries of the full-text index, MOST_HITS before and as many
 *             after the claim's own place in the order of articles
 *   runs      what has three words in a row round one of its two rarest words, likewise
 *
 * What lies beyond these bounds is not found: of an actor who is quoted more than MOST_SAID times within REACH days, what
 * shares no two rare words with the claim either. Statements and bodies are kept while a Finder lives, so that a walk over
 * all claims reads each once; at MOST_KEPT it forgets them and begins anew. */
#include <stdio.h>
#include <stdlib.h>

#include "ledger/claim/related.h"

#define REACH 30          /* days */
#define MOST_FORMS 16     /* of an actor's name, the most used */
#define MOST_SAID 150u    /* of a form, before, and as many after */
#define MOST_OWN 256u     /* statements of the claim that are looked at */
#define MOST_SPEAKERS 8u  /* of them, to be compared */
#define MOST_HITS 24
#define MOST_RARE 6u
#define MOST_KEPT 65536u
#define LEAST_PROBABLE 0.1f
#define DECISION_IS_PART "4"

typedef struct Spoken { /* a statement, as far as it is compared */
    int64_t article, claim;
    uint32_t number, within;
    Saying saying; /* its body: NULL until it is asked for */
    bool direct;
} Spoken;

typedef struct Kept {
    int64_t key; /* article << 20 | number · claim; 0: free */
    void *item;
} Kept;

typedef struct Shelf { /* open addressing */
    Kept *slots;
    uint32_t count, size; /* size: a power of two */
} Shelf;

struct Finder {
    Db *db;
    Arena *arena, *scratch; /* as long as it lives · of the claim that is asked about */
    ArenaMark empty;
    Senses *senses;
    Shelf statements, bodies, parted;
    /* of the claim that is asked about */
    int64_t claim;
    Text text;
    Spoken *own;
    Saying speakers[MOST_SPEAKERS];
    uint32_t own_count, speaker_count;
    Spoken *found;
    uint32_t found_count, found_capacity;
    Shelf seen;
    Error *error;
};

#define DAY_ROOM 40 /* as much as the compiler can think of */

/* ---- days ---- Howard Hinnant's days_from_civil and its inverse */

static int32_t day_number(Text day)
{
    int n[3] = {0}, part = 0;
    for (size_t i = 0; i < day.size && i < 10; i++) {
        if (day.data[i] == '-' && part < 2)
            part++;
        else if (char_is_digit((uint8_t)day.data[i]))
            n[part] = n[part] * 10 + (day.data[i] - '0');
        else
            return NO_DAY;
    }
    if (part != 2 || n[0] < 1 || n[0] > 9999 || n[1] < 1 || n[1] > 12) return NO_DAY;
    int y = n[1] <= 2 ? n[0] - 1 : n[0], era = y / 400, of_era = y - era * 400;
    int of_year = (153 * (n[1] > 2 ? n[1] - 3 : n[1] + 9) + 2) / 5 + n[2] - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static Text day_text(int32_t day, char room[DAY_ROOM])
{
    int z = day + 719468, era = z / 146097, of_era = z - era * 146097;
    int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;
    int d = of_year - (153 * month + 2) / 5 + 1, m = month < 10 ? month + 3 : month - 9;
    year += era * 400 + (m <= 2);
    if (year < 1 || year > 9999) return text_literal(year < 1 ? "0001-01-01" : "9999-12-31");
    snprintf(room, DAY_ROOM, "%04d-%02d-%02d", year, m, d);
    return text_of(room, 10);
}

/* ---- shelves ---- */

static Kept *shelf_slot(const Shelf *s, int64_t key)
{
    uint32_t at = (uint32_t)hash_mix((uint64_t)key) & (s->size - 1);
    while (s->slots[at].key && s->slots[at].key != key) at = (at + 1) & (s->size - 1);
    return &s->slots[at];
}

static bool shelf_make(Shelf *s, uint32_t size, Arena *arena)
{
    *s = (Shelf){.slots = TAKE(arena, Kept, size), .size = size};
    if (s->slots) memset(s->slots, 0, size * sizeof *s->slots);
    return s->slots != NULL;
}

static bool shelf_put(Shelf *s, int64_t key, void *item, Arena *arena)
{
    if (s->count * 2 >= s->size) {
        Shelf larger;
        if (!shelf_make(&larger, s->size * 2, arena)) return false;
        for (uint32_t i = 0; i < s->size; i++)
            if (s->slots[i].key) *shelf_slot(&larger, s->slots[i].key) = s->slots[i];
        larger.count = s->count;
        *s = larger;
    }
    *shelf_slot(s, key) = (Kept){key, item};
    s->count++;
    return true;
}

static int64_t key_of_pair(int64_t a, int64_t b)
{
    uint64_t low = (uint64_t)(a < b ? a : b), high = (uint64_t)(a < b ? b : a);
    return (int64_t)(hash_mix(hash_mix(low) + high) | 1);
}

/* What a person found not to say the same, either way round. */
static Status take_parted(Finder *f)
{
    Status status = SAYSO_OK;
    Query *q = db_query(f->db,
                        "SELECT d.claim, t.claim FROM decision d JOIN article a ON a.sha256 = d.sha256"
                        " JOIN attribution t ON t.article = a.id AND t.number = d.number WHERE d.kind = " DECISION_IS_PART
                        " AND d.undone IS NULL AND d.claim IS NOT NULL AND t.claim IS NOT NULL",
                        f->error);
    if (!q) return SAYSO_ERROR_IO;
    while (query_next(q, &status, f->error)) {
        int64_t key = key_of_pair(column_int(q, 0), column_int(q, 1));
        if (shelf_slot(&f->parted, key)->key || shelf_put(&f->parted, key, f, f->arena)) continue;
        query_end(q);
        return fail_memory(f->error);
    }
    return status;
}

static Status forget(Finder *f)
{
    arena_rewind(f->arena, f->empty);
    bool good = (f->senses = senses_make(f->arena)) && shelf_make(&f->statements, 1024, f->arena) &&
                shelf_make(&f->bodies, 1024, f->arena) && shelf_make(&f->parted, 64, f->arena) &&
                (f->own = TAKE(f->arena, Spoken, MOST_OWN));
    return good ? take_parted(f) : fail_memory(f->error);
}

Status finder_make(Db *db, Arena *arena, Finder **out, Error *error)
{
    Finder *f = *out = TAKE(arena, Finder, 1);
    if (!f) return fail_memory(error);
    *f = (Finder){.db = db, .arena = arena, .error = error};
    f->empty = arena_mark(arena);
    return forget(f);
}

/* ---- statements ---- */

#define SPOKEN                                                                                                         \
    "SELECT t.article, t.number, t.claim, t.within, t.kind, t.act, t.negated, t.manner, t.day, f.actor, f.name"
#define SPOKEN_FROM                                                                                                    \
    " JOIN article r ON r.id = t.article LEFT JOIN form f ON f.id = t.form"                                            \
    " WHERE t.claim IS NOT NULL AND NOT t.dropped AND r.current AND "

static int64_t key_of(int64_t article, uint32_t number) { return article << 20 | number; }

static Spoken *read_spoken(Finder *f, Query *q)
{
    int64_t key = key_of(column_int(q, 0), (uint32_t)column_int(q, 1));
    Kept *kept = shelf_slot(&f->statements, key);
    if (kept->key) return kept->item;
    Spoken *s = TAKE(f->arena, Spoken, 1);
    if (!s) return NULL;
    *s = (Spoken){.article = column_int(q, 0),
                  .number = (uint32_t)column_int(q, 1),
                  .claim = column_int(q, 2),
                  .within = (uint32_t)column_int(q, 3),
                  .direct = column_int(q, 7) == SAYSO_FORM_DIRECT};
    s->saying = (Saying){.kind = (sayso_kind)column_int(q, 4),
                         .act = (sayso_act)column_int(q, 5),
                         .negated = column_int(q, 6) != 0,
                         .day = day_number(column_text(q, 8)),
                         .actor = column_int(q, 9),
                         .name = name_term(column_text(q, 10))};
    return shelf_put(&f->statements, key, s, f->arena) ? s : NULL;
}

/* Whether all of it is quoted, the statement tells, not the claim: a claim may have two bodies. */
static Status body_of(Finder *f, Spoken *s)
{
    Status status = SAYSO_OK;
    int64_t key = s->claim << 1 | s->direct;
    if ((s->saying.body = shelf_slot(&f->bodies, key)->item)) return SAYSO_OK;
    Query *q = db_query(f->db, "SELECT text, gist FROM claim WHERE id = ?1", f->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, s->claim);
    if (!query_next(q, &status, f->error))
        return status ? status : fail(f->error, SAYSO_ERROR_IO, NO_OFFSET, "a statement's claim is missing");
    size_t size;
    const void *data = column_blob(q, 1, &size);
    Gist gist;
    Body *body = TAKE(f->arena, Body, 1);
    bool good = body && gist_read(data, size, f->scratch, &gist) &&
                body_make(column_text(q, 0), &gist, s->direct, f->senses, f->arena, body) &&
                shelf_put(&f->bodies, key, body, f->arena);
    query_end(q);
    s->saying.body = body;
    return good ? SAYSO_OK : fail_memory(f->error);
}

static bool take_found(Finder *f, const Spoken *s, int64_t speaker)
{
    int64_t key = key_of(s->article, s->number);
    if (s->claim == f->claim || shelf_slot(&f->seen, key)->key) return true;
    void *found = f->found;
    if (!shelf_put(&f->seen, key, f, f->scratch) ||
        !arena_grow(f->scratch, &found, &f->found_capacity, f->found_count + 1, sizeof *f->found))
        return false;
    f->found = found;
    f->found[f->found_count] = *s;
    if (speaker) f->found[f->found_count].saying.actor = speaker;
    f->found_count++;
    return true;
}

/* `speaker`: of sources named together, the one by whom they are looked for; 0: the first. */
static Status take_rows(Finder *f, Query *q, int64_t speaker)
{
    Status status = SAYSO_OK;
    while (query_next(q, &status, f->error)) {
        const Spoken *s = read_spoken(f, q);
        if (s && take_found(f, s, speaker)) continue;
        query_end(q);
        return fail_memory(f->error);
    }
    return status;
}

/* ---- the claim's own ---- */

/* Of one actor the first and the last. */
static void take_speaker(Finder *f, const Spoken *s)
{
    uint32_t have = 0, last = 0;
    for (uint32_t i = 0; i < f->speaker_count; i++) {
        if (f->speakers[i].actor != s->saying.actor) continue;
        have++;
        last = i;
    }
    if (have < 2 && f->speaker_count < MOST_SPEAKERS)
        f->speakers[f->speaker_count++] = s->saying;
    else if (have == 2)
        f->speakers[last] = s->saying;
}

static Status take_own(Finder *f)
{
    Status status = SAYSO_OK;
    Query *q = db_query(f->db,
                        SPOKEN " FROM attribution t" SPOKEN_FROM "t.claim = ?1 ORDER BY t.day, t.article, t.number LIMIT ?2",
                        f->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, f->claim);
    bind_int(q, 2, MOST_OWN);
    f->own_count = f->speaker_count = 0;
    while (query_next(q, &status, f->error)) {
        Spoken *s = read_spoken(f, q);
        if (!s) {
            query_end(q);
            return fail_memory(f->error);
        }
        f->own[f->own_count++] = *s;
    }
    for (uint32_t i = 0; i < f->own_count && !status; i++) {
        status = body_of(f, &f->own[i]);
        take_speaker(f, &f->own[i]);
    }
    return status;
}

static Status take_text(Finder *f)
{
    Status status = SAYSO_OK;
    Query *q = db_query(f->db, "SELECT text FROM claim WHERE id = ?1", f->error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, f->claim);
    if (!query_next(q, &status, f->error))
        return status ? status : fail(f->error, SAYSO_ERROR_ARGUMENT, NO_OFFSET, "there is no claim %lld", (long long)f->claim);
    bool good = arena_text(f->scratch, column_text(q, 0), &f->text);
    query_end(q);
    return good ? SAYSO_OK : fail_memory(f->error);
}

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
    return take_rows(f, q, speaker);
}

static Status said_around(Finder *f, int64_t form, const Saying *own)
{
    char room[3][DAY_ROOM];
    bool dated = own->day != NO_DAY;
    Text day = dated ? day_text(own->day, room[0]) : text_literal("9999-12-31");
    Text until = dated ? day_text(own->day + REACH, room[1]) : day;
    Text since = dated ? day_text(own->day - REACH, room[2]) : text_literal("0001-01-01");
    Status status = said_by(f, said_after, form, day, until, 0);
    if (!status) status = said_by(f, said_before, form, day, since, 0);
    if (!status) status = said_by(f, joined_after, form, day, until, own->actor);
    return status ? status : said_by(f, joined_before, form, day, since, own->actor);
}

static Status find_by_speaker(Finder *f, const Saying *own)
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
    float as_word = rarity_of(term_of(hash_bytes(root.data, root.size, (uint64_t)kind + 1), kind));
    float as_name = rarity_of(term_of(hash_bytes(word->data, word->size, TERM_NAME + 1), TERM_NAME));
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
    int64_t hits[2 * MOST_HITS], own = f->own_count ? key_of(f->own[0].article, f->own[0].number) : 0;
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
        status = take_rows(f, q, 0);
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
    static const uint8_t tried[][2] = {{0, 1}, {0, 2}, {1, 2}, {0, 3}, {1, 3}, {2, 3}, {0, 4}, {1, 4}, {0, 5}};
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

/* ---- weighing ---- */

/* Of an outer content and its own inner one neither says the other. What one speaker says twice in one article is one
 * telling, not two; what an open one says there may be the same. */
static bool may_be_related(const Finder *f, const Spoken *s)
{
    for (uint32_t i = 0; i < f->own_count; i++) {
        const Spoken *own = &f->own[i];
        if (own->article != s->article) continue;
        if (own->within == s->number || s->within == own->number) return false;
        if (!own->saying.actor || !s->saying.actor || own->saying.actor == s->saying.actor) return false;
    }
    return true;
}

static bool is_authority(const Finder *f, int64_t actor)
{
    for (uint32_t i = 0; i < f->own_count; i++)
        if (f->own[i].saying.actor == actor) return false;
    return actor != 0;
}

static float best_likeness(const Finder *f, const Saying *s)
{
    float best = 0;
    for (uint32_t i = 0; i < f->speaker_count; i++) {
        float p = likeness(&f->speakers[i], s);
        if (p > best) best = p;
    }
    return best;
}

static int by_probability(const void *a, const void *b)
{
    const RelatedScore *x = a, *y = b;
    if (x->probability > y->probability || x->probability < y->probability) return x->probability > y->probability ? -1 : 1;
    if (x->article != y->article) return x->article < y->article ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* Of each claim the likest statement stays. */
static uint32_t likest(RelatedScore *scores, uint32_t count, uint32_t most)
{
    uint32_t kept = 0;
    if (count) qsort(scores, count, sizeof *scores, by_probability);
    for (uint32_t i = 0, k; i < count && kept < most; i++) {
        for (k = 0; k < kept && scores[k].claim != scores[i].claim; k++) continue;
        if (k == kept) scores[kept++] = scores[i];
    }
    return kept;
}

static Status weigh(Finder *f, Arena *arena, RelatedScore **out, uint32_t *count)
{
    RelatedScore *scores = *out = TAKE(arena, RelatedScore, f->found_count + 1u);
    Status status = SAYSO_OK;
    uint32_t n = 0;
    if (!scores) return fail_memory(f->error);
    for (uint32_t i = 0; i < f->found_count; i++) {
        Spoken *s = &f->found[i];
        if (!may_be_related(f, s) || shelf_slot(&f->parted, key_of_pair(f->claim, s->claim))->key) continue;
        if ((status = body_of(f, s))) return status;
        if (!bodies_touch(f->speakers[0].body, s->saying.body)) continue;
        float p = best_likeness(f, &s->saying);
        if (p < LEAST_PROBABLE) continue;
        scores[n++] = (RelatedScore){s->claim, s->article, s->number, p, is_authority(f, s->saying.actor)};
    }
    *count = likest(scores, n, MOST_RELATED);
    return SAYSO_OK;
}

Status related_scores(Finder *f, int64_t claim, Arena *arena, RelatedScore **out, uint32_t *count, Error *error)
{
    Status status = SAYSO_OK;
    *out = NULL;
    *count = 0;
    f->error = error;
    if (f->statements.count + f->bodies.count > MOST_KEPT) status = forget(f);
    if (status) return status;
    f->claim = claim;
    f->scratch = arena;
    f->found = NULL;
    f->found_count = f->found_capacity = 0;
    if (!shelf_make(&f->seen, 2048, arena)) return fail_memory(error);
    if ((status = take_text(f)) || (status = take_own(f)) || !f->speaker_count) return status;
    for (uint32_t i = 0; i < f->speaker_count && !status; i++)
        if (f->speakers[i].actor) status = find_by_speaker(f, &f->speakers[i]);
    if (!status) status = find_by_words(f);
    return status ? status : weigh(f, arena, out, count);
}
