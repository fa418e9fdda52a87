/* What a statement or an event is looked up by, and whether a watch that was found so wants it. */
#include <stdlib.h>

#include "ledger/watch/watch.h"

#define MOST_NAMES 64u /* words of names */

/* ---- what there is ---- */

static bool read_words(Text text, Arena *arena, Matter *out)
{
    WordAt *words;
    uint32_t count;
    if (!words_of(text, arena, &words, &count)) return false;
    out->words = TAKE(arena, uint64_t, count + 1u);
    out->sorted = TAKE(arena, uint64_t, count + 1u);
    if (!out->words || !out->sorted) return false;
    for (uint32_t i = 0; i < count; i++) {
        Folded word;
        bool denies;
        fold_word(text_slice(text, words[i].span), &word, &denies);
        stem(&word);
        if (word.size) out->words[out->word_count++] = hash_bytes(word.data, word.size, KEY_WORD);
    }
    memcpy(out->sorted, out->words, out->word_count * sizeof *out->sorted);
    if (out->word_count) qsort(out->sorted, out->word_count, sizeof *out->sorted, u64_compare);
    return true;
}

static void add_name(Matter *m, uint64_t word)
{
    for (uint32_t i = 0; i < m->name_count; i++)
        if (m->names[i] == word) return;
    if (m->name_count < MOST_NAMES) m->names[m->name_count++] = word;
}

static bool add_names(Matter *m, Text name, Arena *arena)
{
    Text key;
    if (!name_key(name, arena, &key)) return false;
    for (size_t at = 0, end; at < key.size; at = end + 1) {
        for (end = at; end < key.size && key.data[end] != ' ';) end++;
        if (end > at) add_name(m, hash_text(text_of(key.data + at, end - at), KEY_NAME));
    }
    return true;
}

/* Of all forms of the actor's name, and of the one that a person has given. */
static Status read_names(Db *db, int64_t actor, Arena *arena, Matter *m, Error *error)
{
    Status status;
    bool good = true;
    add_name(m, key_of_actor(actor));
    Query *q = db_query(db, "SELECT name FROM form WHERE actor = ?1 UNION SELECT name FROM actor WHERE id = ?1", error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, actor);
    while (query_next(q, &status, error)) good = good && add_names(m, column_text(q, 0), arena);
    return status || good ? status : fail_memory(error);
}

Status matter_read(Db *db, Text words, Arena *arena, Matter *out, Error *error)
{
    Status status = SAYSO_OK;
    out->names = TAKE(arena, uint64_t, MOST_NAMES);
    if (!out->names || !read_words(words, arena, out)) return fail_memory(error);
    for (uint32_t i = 0; i < out->actor_count && !status; i++)
        if (out->actors[i]) status = read_names(db, out->actors[i], arena, out, error);
    return status;
}

/* ---- whether it is wanted ---- */

static bool has_phrase(const Wanted *w, uint32_t first, uint32_t size, const Matter *m)
{
    for (uint32_t at = 0; at + size <= m->word_count; at++)
        if (!memcmp(m->words + at, w->words + first, size * sizeof *m->words)) return true;
    return false;
}

static bool has_words(const Wanted *w, const Matter *m)
{
    for (uint32_t i = 0, size; i < w->word_count; i += size) {
        for (size = 1; i + size < w->word_count && w->beside[i + size];) size++;
        bool found =
            size > 1 ? has_phrase(w, i, size, m)
                     : m->word_count && bsearch(&w->words[i], m->sorted, m->word_count, sizeof *m->sorted, u64_compare);
        if (!found) return false;
    }
    return true;
}

static bool has_manner(const Watch *w, const Matter *m)
{
    return (!w->has_act || w->act == m->act) && (!w->has_kind || w->kind == m->kind);
}

static Status is_by(Index *index, Wanted *w, const Matter *m, bool *out, Error *error)
{
    Status status = SAYSO_OK;
    *out = !w->watch.who.size;
    for (uint32_t i = 0; i < m->actor_count && !*out && !status; i++)
        if (m->actors[i]) status = wanted_means(index, w, m->actors[i], out, error);
    return status;
}

static Status is_wanted(Index *index, Wanted *w, const Matter *m, bool *out, Error *error)
{
    const Watch *watch = &w->watch;
    *out = watch->has_type == m->is_event && (!watch->has_type || watch->type == m->type) && has_manner(watch, m) &&
           (!w->outlet || w->outlet == m->outlet) && (!watch->claim || watch->claim == m->claim) && has_words(w, m);
    return *out ? is_by(index, w, m, out, error) : SAYSO_OK;
}

/* ---- looking up ---- */

typedef struct Search {
    Index *index;
    const Matter *matter;
    Arena *arena;
    Error *error;
    uint32_t *items, count, capacity;
} Search;

static Status look_up(Search *s, uint64_t key)
{
    uint32_t begin, end;
    Status status = SAYSO_OK;
    index_find(s->index, key, &begin, &end);
    for (uint32_t i = begin; i < end && !status; i++) {
        bool wanted;
        uint32_t at = s->index->keys[i].wanted;
        void *items = s->items;
        status = is_wanted(s->index, &s->index->items[at], s->matter, &wanted, s->error);
        if (status || !wanted) continue;
        if (!arena_grow(s->arena, &items, &s->capacity, s->count + 1, sizeof *s->items)) return fail_memory(s->error);
        s->items = items;
        s->items[s->count++] = at;
    }
    return status;
}

/* A word twice in a content is looked up once. */
static bool is_repeated(const Matter *m, uint32_t i)
{
    return i && m->sorted[i] == m->sorted[i - 1];
}

static Status look_up_names(Search *s)
{
    const Matter *m = s->matter;
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < m->name_count && !status; i++) {
        if (m->is_event) {
            status = look_up(s, key_of(KEY_EVENT_NAME, (uint64_t)m->type, m->names[i]));
            continue;
        }
        status = look_up(s, key_of(KEY_NAME, m->names[i], 0));
        for (uint32_t k = 0; k < m->word_count && !status; k++)
            if (!is_repeated(m, k)) status = look_up(s, key_of(KEY_NAME_WORD, m->names[i], m->sorted[k]));
    }
    return status;
}

static Status look_up_all(Search *s)
{
    const Matter *m = s->matter;
    Status status = look_up_names(s);
    if (m->is_event) return status ? status : look_up(s, key_of(KEY_EVENT, (uint64_t)m->type, 0));
    if (!status && m->claim) status = look_up(s, key_of(KEY_CLAIM_ID, (uint64_t)m->claim, 0));
    if (!status && m->outlet) status = look_up(s, key_of(KEY_OF_OUTLET, m->outlet, 0));
    for (uint32_t k = 0; k < m->word_count && !status; k++)
        if (!is_repeated(m, k)) status = look_up(s, key_of(KEY_WORD, m->sorted[k], 0));
    return status;
}

static int by_place(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

Status matter_find(Index *index, const Matter *matter, Arena *arena, uint32_t **out, uint32_t *count, Error *error)
{
    Search s = {.index = index, .matter = matter, .arena = arena, .error = error};
    Status status = look_up_all(&s);
    uint32_t kept = 0;
    if (s.count) qsort(s.items, s.count, sizeof *s.items, by_place);
    for (uint32_t i = 0; i < s.count; i++)
        if (!kept || s.items[kept - 1] != s.items[i]) s.items[kept++] = s.items[i];
    *out = s.items;
    *count = kept;
    return status;
}
