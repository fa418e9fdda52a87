/* All watches, sorted by what each is looked up by.
 *
 *   claim ─────────────> (claim)          name and words ──> (last word of the name, rarest word)
 *   name ──────────────> (last word)      words ───────────> (rarest word)
 *   event, and a name ─> (type, last word), (type)           outlet ──> (outlet)
 *
 * Rarest: which the fewest watches ask for, for what many ask for many say. Whom a name means is asked once, and only
 * of watches that something was looked up for. */
#include <stdlib.h>

#include "ledger/keep/keep.h"
#include "ledger/watch/watch.h"

#define MOST_WORDS 32u  /* of `about`; further ones are not asked for */
#define MOST_MEANT 200u /* actors of a name */

uint64_t hash_text(Text text, uint64_t seed)
{
    return hash_bytes(text.data, text.size, seed);
}

uint64_t key_of_actor(int64_t actor)
{
    return hash_mix((uint64_t)actor ^ 0x23) | 1;
}

/* ---- words ---- */

static uint64_t stem_of(Text text, Span span)
{
    Folded word;
    bool denies;
    fold_word(text_slice(text, span), &word, &denies);
    stem(&word);
    return word.size ? hash_bytes(word.data, word.size, KEY_WORD) : 0;
}

/* What stands in quotation marks stands side by side. */
static bool take_words(Wanted *w, Arena *arena)
{
    WordAt *words;
    uint32_t count;
    Text about = w->watch.about;
    uint32_t marks = 0, before = 0;
    if (!words_of(about, arena, &words, &count)) return false;
    w->words = TAKE(arena, uint64_t, count + 1u);
    w->beside = TAKE(arena, bool, count + 1u);
    if (!w->words || !w->beside) return false;
    for (uint32_t i = 0, end = 0; i < count && w->word_count < MOST_WORDS; end = words[i++].span.end) {
        for (uint32_t k = end; k < words[i].span.begin; k++) marks += about.data[k] == '"';
        uint64_t word = stem_of(about, words[i].span);
        if (!word) continue;
        w->beside[w->word_count] = w->word_count && marks % 2 && marks == before;
        w->words[w->word_count++] = word;
        before = marks;
    }
    return true;
}

/* ---- names ---- */

/* "Jr." and its kin tell no bearer from another. */
static bool is_suffix(Text word)
{
    static const char *const suffixes[] = {"jr", "sr", "ii", "iii", "iv"};
    return AMONG(word, suffixes);
}

/* The last word of the name's key that is no suffix: of a person the surname. */
static Status name_word(Db *db, Text who, Arena *arena, uint64_t *out, Error *error)
{
    Text key;
    *out = 0;
    if (who.data[0] == '#') {
        char digits[24] = {0};
        memcpy(digits, who.data + 1, who.size - 1 < sizeof digits ? who.size - 1 : sizeof digits - 1);
        int64_t actor = strtoll(digits, NULL, 10);
        Query *q = db_query(db, "SELECT actor FROM form WHERE id = ?1", error); /* as it was merged since */
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, actor);
        Status status = query_number(q, &actor, error);
        *out = key_of_actor(actor);
        return status;
    }
    if (!name_key(who, arena, &key)) return fail_memory(error);
    for (size_t end = key.size; end && !*out;) {
        size_t begin = end;
        while (begin && key.data[begin - 1] != ' ') begin--;
        Text word = text_of(key.data + begin, end - begin);
        if (word.size && (!is_suffix(word) || !begin)) *out = hash_text(word, KEY_NAME);
        end = begin ? begin - 1 : 0;
    }
    return SAYSO_OK;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* NUL-terminated in the arena. */
static Status ask_whom(Index *index, Wanted *w, Error *error)
{
    Text who;
    Actors meant;
    Error own;
    if (!arena_text(index->arena, w->watch.who, &who)) return fail_memory(error);
    Status status = actors_find(index->db, who.data, MOST_MEANT, index->arena, &meant, &own);
    w->asked = true;
    if (status == SAYSO_ERROR_ARGUMENT) return SAYSO_OK; /* nobody yet */
    if (status) return fail(error, status, NO_OFFSET, "%s", own.message);
    if (!(w->actors = TAKE(index->arena, int64_t, meant.count + 1u))) return fail_memory(error);
    for (uint32_t i = 0; i < meant.count; i++) w->actors[w->actor_count++] = meant.items[i].id;
    if (w->actor_count) qsort(w->actors, w->actor_count, sizeof *w->actors, by_number);
    return SAYSO_OK;
}

Status wanted_means(Index *index, Wanted *w, int64_t actor, bool *out, Error *error)
{
    Status status = w->asked ? SAYSO_OK : ask_whom(index, w, error);
    *out = !status && w->actor_count && bsearch(&actor, w->actors, w->actor_count, sizeof actor, by_number);
    return status;
}

/* ---- keys ---- */

static bool comes_before(const void *a, const void *b)
{
    const Key *x = a, *y = b;
    return x->key != y->key ? x->key < y->key : x->wanted < y->wanted;
}

void index_find(const Index *index, uint64_t key, uint32_t *begin, uint32_t *end)
{
    uint32_t low = 0, high = index->key_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (index->keys[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    for (*begin = *end = low; *end < index->key_count && index->keys[*end].key == key;) ++*end;
}

typedef struct Counted { /* words that watches ask for, ascending */
    uint64_t *items;
    uint32_t count;
} Counted;

static bool count_words(const Index *index, Counted *out)
{
    size_t all = 1;
    for (uint32_t i = 0; i < index->count; i++) all += index->items[i].word_count;
    *out = (Counted){TAKE(index->arena, uint64_t, all), 0};
    if (!out->items) return false;
    for (uint32_t i = 0; i < index->count; i++)
        for (uint32_t k = 0; k < index->items[i].word_count; k++) out->items[out->count++] = index->items[i].words[k];
    if (out->count) qsort(out->items, out->count, sizeof *out->items, u64_compare);
    return true;
}

static uint32_t first_at(const Counted *c, uint64_t word)
{
    uint32_t low = 0, high = c->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (c->items[middle] < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t count_of(const Counted *c, uint64_t word)
{
    return word == UINT64_MAX ? 1 : first_at(c, word + 1) - first_at(c, word);
}

static uint64_t rarest(const Wanted *w, const Counted *c)
{
    uint64_t best = 0;
    uint32_t least = UINT32_MAX;
    for (uint32_t i = 0; i < w->word_count; i++) {
        uint32_t n = count_of(c, w->words[i]);
        if (n < least) best = w->words[i];
        if (n < least) least = n;
    }
    return best;
}

/* 0: nothing that the ledger has now can be wanted: its claim is not here yet. */
static Status key_for(const Index *index, const Wanted *w, const Counted *counted, uint64_t *out, Error *error)
{
    const Watch *watch = &w->watch;
    uint64_t name = 0, word = rarest(w, counted);
    *out = 0;
    Status status = watch->who.size ? name_word(index->db, watch->who, index->arena, &name, error) : SAYSO_OK;
    if (status) return status;
    if (watch->claim || watch->claim_text.size)
        *out = watch->claim ? key_of(KEY_CLAIM_ID, (uint64_t)watch->claim, 0) : 0;
    else if (watch->has_type)
        *out = name ? key_of(KEY_EVENT_NAME, (uint64_t)watch->type, name) : key_of(KEY_EVENT, (uint64_t)watch->type, 0);
    else if (name)
        *out = word ? key_of(KEY_NAME_WORD, name, word) : key_of(KEY_NAME, name, 0);
    else
        *out = word ? key_of(KEY_WORD, word, 0) : key_of(KEY_OF_OUTLET, w->outlet, 0);
    return SAYSO_OK;
}

/* As the ledger's claims are now: merged since, or said since. */
static Status settle_claim(Db *db, Watch *w, Arena *arena, Error *error)
{
    if (w->claim) return claim_now(db, &w->claim, error);
    return w->claim_text.size ? claim_by_text(db, w->claim_text, arena, &w->claim, error) : SAYSO_OK;
}

static Status take(Index *index, const Watch *watch, Wanted *out, Error *error)
{
    Text key;
    *out = (Wanted){.watch = *watch};
    if (!take_words(out, index->arena)) return fail_memory(error);
    if (watch->outlet.size) {
        if (!name_key(watch->outlet, index->arena, &key)) return fail_memory(error);
        out->outlet = hash_text(key, KEY_OF_OUTLET);
    }
    index->events |= watch->has_type;
    index->statements |= !watch->has_type;
    return settle_claim(index->db, &out->watch, index->arena, error);
}

Status index_make(Db *db, const Watch *watches, uint32_t count, Arena *arena, Index *out, Error *error)
{
    Counted counted;
    *out = (Index){
        .db = db, .arena = arena, .items = TAKE(arena, Wanted, count + 1u), .keys = TAKE(arena, Key, count + 1u)};
    if (!out->items || !out->keys) return fail_memory(error);
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < count && !status; i++) status = take(out, &watches[i], &out->items[out->count++], error);
    if (status) return status;
    if (!count_words(out, &counted)) return fail_memory(error);
    for (uint32_t i = 0; i < count && !status; i++) {
        uint64_t key;
        status = key_for(out, &out->items[i], &counted, &key, error);
        if (!status && key) out->keys[out->key_count++] = (Key){key, i};
    }
    sort_in_place(out->keys, out->key_count, sizeof *out->keys, comes_before);
    return status;
}
