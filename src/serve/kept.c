/* Answers that walk over the whole ledger, kept while it stays as it is: until its file, or the one beside it that its
 * writers write first, has another size, moment or identity. That is looked at before the ledger is opened: what is
 * kept is never older than what it is kept for. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "serve/serve.h"

#define MOST_KEPT 64u
#define MOST_BYTES ((size_t)16 << 20)

typedef struct Entry {
    char *key, *data;
    size_t size;
    Stamp stamp;
    uint64_t used; /* when it was asked last; 0: empty */
} Entry;

struct Kept {
    pthread_mutex_t lock;
    Entry entries[MOST_KEPT];
    size_t bytes;
    uint64_t clock;
};

Kept *kept_open(void)
{
    Kept *kept = calloc(1, sizeof *kept);
    if (kept) pthread_mutex_init(&kept->lock, NULL);
    return kept;
}

static void empty(Kept *kept, Entry *e)
{
    kept->bytes -= e->size;
    free(e->key);
    free(e->data);
    *e = (Entry){.used = 0};
}

void kept_close(Kept *kept)
{
    if (!kept) return;
    for (size_t i = 0; i < MOST_KEPT; i++) empty(kept, &kept->entries[i]);
    pthread_mutex_destroy(&kept->lock);
    free(kept);
}

static void stamp_file(const char *path, uint64_t out[4])
{
    struct stat st;
    memset(out, 0, 4 * sizeof *out);
    if (stat(path, &st)) return;
    out[0] = (uint64_t)st.st_ino;
    out[1] = (uint64_t)st.st_size;
    out[2] = (uint64_t)st.st_mtim.tv_sec;
    out[3] = (uint64_t)st.st_mtim.tv_nsec;
}

void stamp_of(const char *ledger, Stamp *out)
{
    char path[4096];
    stamp_file(ledger, out->parts);
    int n = snprintf(path, sizeof path, "%s-wal", ledger);
    stamp_file(n > 0 && (size_t)n < sizeof path ? path : "", out->parts + 4);
}

static bool is_of(const Entry *e, const char *key, const Stamp *stamp)
{
    return e->used && !strcmp(e->key, key) && !memcmp(&e->stamp, stamp, sizeof *stamp);
}

bool kept_find(Kept *kept, const char *key, const Stamp *stamp, FILE *to)
{
    bool found = false;
    pthread_mutex_lock(&kept->lock);
    for (size_t i = 0; i < MOST_KEPT && !found; i++) {
        Entry *e = &kept->entries[i];
        if (!(found = is_of(e, key, stamp))) continue;
        e->used = ++kept->clock;
        fwrite(e->data, 1, e->size, to);
    }
    pthread_mutex_unlock(&kept->lock);
    return found;
}

bool kept_has(Kept *kept, const char *key, const Stamp *stamp)
{
    bool found = false;
    pthread_mutex_lock(&kept->lock);
    for (size_t i = 0; i < MOST_KEPT && !found; i++) found = is_of(&kept->entries[i], key, stamp);
    pthread_mutex_unlock(&kept->lock);
    return found;
}

/* The place of the same key, an empty one, or that which was asked the longest ago. */
static Entry *place_for(Kept *kept, const char *key)
{
    Entry *oldest = &kept->entries[0];
    for (size_t i = 0; i < MOST_KEPT; i++) {
        Entry *e = &kept->entries[i];
        if (e->used && !strcmp(e->key, key)) return e;
        if (e->used < oldest->used) oldest = e;
    }
    return oldest;
}

void kept_add(Kept *kept, const char *key, const Stamp *stamp, const char *data, size_t size)
{
    if (size > MOST_BYTES / 8) return;
    Entry new = {strdup(key), malloc(size + 1), size, *stamp, 1};
    pthread_mutex_lock(&kept->lock);
    bool good = new.key &&new.data;
    while (good && kept->bytes + size > MOST_BYTES) {
        Entry *oldest = NULL;
        for (size_t i = 0; i < MOST_KEPT; i++)
            if (kept->entries[i].used && (!oldest || kept->entries[i].used < oldest->used)) oldest = &kept->entries[i];
        empty(kept, oldest);
    }
    if (good) {
        Entry *e = place_for(kept, key);
        empty(kept, e);
        memcpy(new.data, data, size);
        new.used = ++kept->clock;
        *e = new;
        kept->bytes += size;
    } else {
        free(new.key);
        free(new.data);
    }
    pthread_mutex_unlock(&kept->lock);
}
