/* The words of statements on their way into the index. */
#include <stdlib.h>

#include "ledger/keep/keep.h"

typedef struct Item {
    int64_t row;
    size_t at, size; /* in data */
} Item;

typedef struct Words {
    Item *items;
    char *data;
    size_t count, capacity, used, room;
} Words;

static void words_free(void *words)
{
    Words *w = words;
    free(w->items);
    free(w->data);
    free(w);
}

static Words *words_of_db(Db *db)
{
    Words *w = db_slot(db, DB_WORDS);
    if (w || !(w = calloc(1, sizeof *w))) return w;
    db_keep_slot(db, DB_WORDS, w, words_free);
    return w;
}

static bool take_room(Words *w, size_t size)
{
    if (w->count == w->capacity) {
        size_t capacity = w->capacity ? 2 * w->capacity : 64;
        Item *items = realloc(w->items, capacity * sizeof *items);
        if (!items) return false;
        w->items = items;
        w->capacity = capacity;
    }
    if (size <= w->room - w->used) return true;
    size_t room = 2 * w->room + size + 4096;
    char *data = realloc(w->data, room);
    if (!data) return false;
    w->data = data;
    w->room = room;
    return true;
}

Status words_wait(Db *db, int64_t article, uint32_t number, Text words, Error *error)
{
    Words *w = words_of_db(db);
    if (!w || !take_room(w, words.size)) return fail_memory(error);
    if (words.size) memcpy(w->data + w->used, words.data, words.size);
    w->items[w->count++] = (Item){said_row(article, number), w->used, words.size};
    w->used += words.size;
    return SAYSO_OK;
}

static void words_forget(Db *db)
{
    Words *w = db_slot(db, DB_WORDS);
    if (w) w->count = w->used = 0;
}

Status words_flush(Db *db, Error *error)
{
    Words *w = db_slot(db, DB_WORDS);
    Status status = SAYSO_OK;
    for (size_t i = 0; w && i < w->count && !status; i++) {
        Query *q = db_query(db, "INSERT INTO said (rowid, text) VALUES (?1, ?2)", error);
        if (!q) return SAYSO_ERROR_IO;
        bind_int(q, 1, w->items[i].row);
        bind_text(q, 2, text_of(w->data + w->items[i].at, w->items[i].size));
        status = query_run(q, error);
    }
    words_forget(db);
    return status;
}

Status keep_commit(Db *db, Error *error)
{
    Status status = words_flush(db, error);
    return status ? status : db_commit(db, error);
}

void keep_rollback(Db *db)
{
    words_forget(db);
    db_rollback(db);
}
