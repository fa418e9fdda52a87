/* "Related, perhaps the same": candidate.c's scores with what a reader needs to judge them: the statement, and the words that
 * both have, that the claim has alone, that the other has alone, each as it is written. */
#include "ledger/ask/ask.h"

#define MOST_WORDS 400u /* of a content that are laid side by side */

typedef struct Word {
    Text text;
    uint64_t sense; /* the same for all forms of a word */
} Word;

typedef struct Words {
    Word *items;
    uint32_t count;
} Words;

static uint64_t sense_of(const Senses *senses, const Folded *word)
{
    Meaning meaning = senses_find(senses, word);
    Folded root = *word;
    if (meaning.role == ROLE_FORM || meaning.role == ROLE_NUMBER) {
        root.size = meaning.sense.size < LONGEST_WORD ? meaning.sense.size : LONGEST_WORD;
        memcpy(root.data, meaning.sense.data, root.size);
    }
    stem(&root);
    return hash_bytes(root.data, root.size, 0);
}

static bool has_sense(const Words *words, uint64_t sense)
{
    for (uint32_t i = 0; i < words->count; i++)
        if (words->items[i].sense == sense) return true;
    return false;
}

/* Words that say something, and those that turn it; each once, in their order. */
static bool words_take(Text content, const Senses *senses, Arena *arena, Words *out)
{
    WordAt *at;
    uint32_t count;
    *out = (Words){.count = 0};
    if (!words_of(content, arena, &at, &count) || !(out->items = TAKE(arena, Word, MOST_WORDS))) return false;
    for (uint32_t i = 0; i < count && out->count < MOST_WORDS; i++) {
        Text text = text_slice(content, at[i].span);
        Folded word;
        bool denies;
        fold_word(text, &word, &denies);
        Role role = senses_find(senses, &word).role;
        if (!denies && !role_is_of_content(role) && role != ROLE_TURN && role != ROLE_DAY && role != ROLE_MONTH) continue;
        uint64_t sense = denies ? hash_bytes("not", 3, 0) : sense_of(senses, &word);
        if (!has_sense(out, sense)) out->items[out->count++] = (Word){text, sense};
    }
    return true;
}

/* Of `words` those that `other` has (or has not). */
static bool words_keep(const Words *words, const Words *other, bool shared, Arena *arena, Text **out, uint32_t *count)
{
    Text *kept = *out = TAKE(arena, Text, words->count + 1u);
    *count = 0;
    if (!kept) return false;
    for (uint32_t i = 0; i < words->count; i++)
        if (has_sense(other, words->items[i].sense) == shared) kept[(*count)++] = words->items[i].text;
    return true;
}

/* A person has said that it does not say the same. */
static Status is_rejected(Db *db, int64_t claim, const RelatedScore *score, bool *out, Error *error)
{
    Status status;
    Query *q = db_query(db, "SELECT 1 FROM decision d JOIN article r ON r.sha256 = d.sha256 WHERE d.kind = 4 AND d.undone IS NULL"
                            " AND d.claim = ?1 AND r.id = ?2 AND d.number = ?3", error);
    *out = false;
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, claim);
    bind_int(q, 2, score->article);
    bind_int(q, 3, score->number);
    *out = query_next(q, &status, error);
    query_end(q);
    return status;
}

static Status read_statement(Db *db, const RelatedScore *score, Arena *arena, Related *out, Error *error)
{
    Statements one = {.count = 0};
    Status status = statement_read(db, score->article, score->number, &(Scope){0}, arena, &one, error);
    if (status) return status;
    if (!one.count) return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "a statement that was found is missing");
    *out = (Related){.claim = score->claim,
                     .statement = one.items[0],
                     .probability = (double)score->probability,
                     .authority = score->authority};
    return SAYSO_OK;
}

static bool lay_side_by_side(const Words *here, const Senses *senses, Arena *arena, Related *r)
{
    Words there;
    return words_take(r->statement.content, senses, arena, &there) &&
           words_keep(here, &there, true, arena, &r->shared, &r->shared_count) &&
           words_keep(here, &there, false, arena, &r->here, &r->here_count) &&
           words_keep(&there, here, false, arena, &r->there, &r->there_count);
}

static Status fill(Db *db, const ClaimAnswer *of, const RelatedScore *scores, uint32_t *count, Arena *arena, Related *out,
                   Error *error)
{
    Senses *senses = senses_make(arena);
    Words here;
    uint32_t kept = 0;
    if (!senses || !words_take(of->claim.text, senses, arena, &here)) return fail_memory(error);
    for (uint32_t i = 0; i < *count; i++) {
        bool rejected;
        Status status = is_rejected(db, of->claim.id, &scores[i], &rejected, error);
        if (!status && !rejected) status = read_statement(db, &scores[i], arena, &out[kept], error);
        if (status) return status;
        if (rejected) continue;
        if (!lay_side_by_side(&here, senses, arena, &out[kept])) return fail_memory(error);
        kept++;
    }
    *count = kept;
    return SAYSO_OK;
}

Status related_find(Ledger *ledger, const ClaimAnswer *of, Arena *arena, Related **out, uint32_t *count, Error *error)
{
    Arena own;
    Finder *finder;
    RelatedScore *scores = NULL;
    *out = NULL;
    *count = 0;
    arena_init(&own, arena->allocator, arena->ceiling);
    Status status = finder_make(ledger->db, &own, &finder, error);
    if (!status) status = related_scores(finder, of->claim.id, arena, &scores, count, error);
    arena_free(&own);
    if (status || !*count) return status;
    Related *related = TAKE(arena, Related, *count);
    status = related ? fill(ledger->db, of, scores, count, arena, related, error) : fail_memory(error);
    if (status)
        *count = 0;
    else
        *out = related;
    return status;
}
