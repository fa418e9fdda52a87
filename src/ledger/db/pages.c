/* The pages of a file of SQLite (its file format, fixed since 2004), read without SQLite: what a damaged tree does not
 * lead to any more is found where it lies. Nothing of the file is believed: each number in it is checked, and a page
 * that cannot be read is a page without rows.
 *
 *   FILE-wal  the last whole transaction's frames take the place of pages      frame = salts, checksum, page
 *   page      13, 10: a leaf of a table with, without row ids ── cell pointers ──> cell = size, id, header, fields
 *                                                                                     └──> overflow page ──> overflow
 * page
 *
 * Leaves that are on the list of free pages are not read, where that list is whole: they may hold what was removed. A
 * page of overflow begins with the number of the next, whose first byte is 0: no text in one can pass for a leaf. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/db/db.h"

#define LEAF_OF_IDS 13
#define LEAF_OF_KEYS 10
#define MOST_FIELDS 64u
#define MOST_PAYLOAD ((uint64_t)1 << 30) /* SQLite's own limit is a billion bytes */
#define FRAME_HEAD 24u

struct Pages {
    int file, wal;
    uint32_t size, usable, count; /* of a page · without what is reserved at its end · pages */
    uint64_t *frames;             /* of each page: where in the WAL it lies, 0: nowhere */
    uint8_t *free;                /* of each page: it holds nothing */
    uint64_t chain_reads; /* pages of overflow that may still be read: chains of a hostile file lead into each other */
    uint32_t loaded;      /* the page in `page`, 0: none */
    uint8_t *page, *overflow;
};

static uint32_t u16(const uint8_t *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t u32(const uint8_t *p)
{
    return u16(p) << 16 | u16(p + 2);
}

/* Where the disk reports an error, or the file ends, there are zeros. */
static void read_at(int file, void *out, size_t size, uint64_t offset)
{
    uint8_t *to = out;
    while (size) {
        ssize_t n = pread(file, to, size, (off_t)offset);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        to += n;
        size -= (size_t)n;
        offset += (uint64_t)n;
    }
    memset(to, 0, size);
}

static void load(const Pages *p, uint32_t page, uint8_t *out)
{
    if (p->frames && p->frames[page])
        read_at(p->wal, out, p->size, p->frames[page]);
    else
        read_at(p->file, out, p->size, (uint64_t)(page - 1) * p->size);
}

/* ---- the WAL ---- */

typedef struct Sum {
    uint32_t a, b;
    bool big;
} Sum;

static uint32_t word_at(const Sum *sum, const uint8_t *p)
{
    return sum->big ? u32(p) : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static void add_up(Sum *sum, const uint8_t *data, size_t size)
{
    for (size_t i = 0; i + 8 <= size; i += 8) {
        sum->a += word_at(sum, data + i) + sum->b;
        sum->b += word_at(sum, data + i + 4) + sum->a;
    }
}

/* Whether that frame goes on with what stands before it. */
static bool goes_on(const Pages *p, const uint8_t head[32], Sum *sum, uint64_t offset, uint8_t frame[FRAME_HEAD],
                    uint8_t *page)
{
    read_at(p->wal, frame, FRAME_HEAD, offset);
    read_at(p->wal, page, p->size, offset + FRAME_HEAD);
    if (memcmp(frame + 8, head + 16, 8) != 0 || !u32(frame)) return false;
    add_up(sum, frame, 8);
    add_up(sum, page, p->size);
    return sum->a == u32(frame + 16) && sum->b == u32(frame + 20);
}

static bool take_frame(Pages *p, uint32_t page, uint64_t offset)
{
    if (page > p->count) {
        uint64_t *more = realloc(p->frames, ((size_t)page + 1) * sizeof *more);
        if (!more) return false;
        memset(more + p->count + 1, 0, (size_t)(page - p->count) * sizeof *more);
        p->frames = more;
        p->count = page;
    }
    p->frames[page] = offset + FRAME_HEAD;
    return true;
}

static bool take_head(int wal, uint8_t head[32], Sum *sum)
{
    read_at(wal, head, 32, 0);
    *sum = (Sum){0, 0, (u32(head) & 1) != 0};
    add_up(sum, head, 24);
    return (u32(head) & ~1u) == 0x377f0682u && sum->a == u32(head + 24) && sum->b == u32(head + 28);
}

/* Frames up to the last that ends a transaction. A number of a page that no file of that size can have ends it. */
static bool take_wal(Pages *p, uint64_t wal_size)
{
    uint8_t head[32], frame[FRAME_HEAD];
    uint64_t step = FRAME_HEAD + p->size, frames, whole = 0;
    Sum sum;
    if (wal_size < sizeof head || !take_head(p->wal, head, &sum) || u32(head + 8) != p->size) return true;
    frames = (wal_size - sizeof head) / step;
    for (uint64_t i = 0; i < frames && goes_on(p, head, &sum, sizeof head + i * step, frame, p->overflow); i++)
        if (u32(frame + 4)) whole = i + 1;
    for (uint64_t i = 0; i < whole; i++) {
        read_at(p->wal, frame, FRAME_HEAD, sizeof head + i * step);
        if (u32(frame) > p->count + frames) break;
        if (!take_frame(p, u32(frame), sizeof head + i * step)) return false;
    }
    return true;
}

/* ---- free pages ---- */

/* The list says how long it is: one that says something else is not believed, and then no page is free. */
static void find_free(Pages *p)
{
    uint8_t head[100];
    load(p, 1, p->page);
    memcpy(head, p->page, sizeof head);
    uint32_t trunk = u32(head + 32), all = u32(head + 36), found = 0;
    bool whole = !memcmp(head, "SQLite format 3", 16);
    while (whole && trunk) {
        whole = trunk <= p->count && !p->free[trunk] && found < all;
        if (!whole) break;
        load(p, trunk, p->page);
        p->free[trunk] = 1;
        found++;
        uint32_t leaves = u32(p->page + 4);
        whole = leaves <= p->usable / 4 - 2 && leaves <= all - found;
        for (uint32_t i = 0; whole && i < leaves; i++) {
            uint32_t leaf = u32(p->page + 8 + 4 * i);
            whole = leaf && leaf <= p->count && !p->free[leaf];
            if (whole) p->free[leaf] = 1;
            found++;
        }
        trunk = u32(p->page);
    }
    if (!whole || found != all) memset(p->free, 0, (size_t)p->count + 1);
}

/* ---- opening ---- */

static int open_beside(const char *path, const char *end)
{
    char name[PATH_MAX];
    int n = snprintf(name, sizeof name, "%s%s", path, end);
    return n > 0 && (size_t)n < sizeof name ? open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY) : -1;
}

bool pages_wal(const char *path)
{
    uint8_t head[32];
    Sum sum;
    struct stat st;
    int wal = open_beside(path, "-wal");
    bool whole = wal >= 0 && !fstat(wal, &st) && st.st_size > (off_t)sizeof head && take_head(wal, head, &sum);
    if (wal >= 0) (void)close(wal);
    return whole;
}

/* As the head says; where that is damaged, as the program makes them. */
static void find_sizes(Pages *p)
{
    uint8_t head[100];
    read_at(p->file, head, sizeof head, 0);
    uint32_t size = u16(head + 16) == 1 ? 65536 : u16(head + 16);
    bool good = !memcmp(head, "SQLite format 3", 16) && size >= 512 && !(size & (size - 1));
    p->size = good ? size : 4096;
    p->usable = p->size - (good && head[20] <= p->size - 480 ? head[20] : 0);
}

static Status set_up(Pages *p, uint64_t bytes, Error *error)
{
    struct stat st;
    find_sizes(p);
    p->count = (uint32_t)((bytes + p->size - 1) / p->size);
    p->page = malloc(p->size);
    p->overflow = malloc(p->size);
    p->frames = calloc((size_t)p->count + 1, sizeof *p->frames);
    bool good = p->page && p->overflow && p->frames;
    if (good && p->wal >= 0 && !fstat(p->wal, &st)) good = take_wal(p, (uint64_t)st.st_size);
    if (good) good = (p->free = calloc((size_t)p->count + 1, 1)) != NULL;
    if (!good) return fail_memory(error);
    p->chain_reads = 16 * (uint64_t)p->count + 1000;
    find_free(p);
    return SAYSO_OK;
}

Status pages_open(const char *path, Pages **out, Error *error)
{
    struct stat st;
    *out = NULL;
    Pages *p = calloc(1, sizeof *p);
    if (!p) return fail_memory(error);
    p->wal = -1;
    p->file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    Status status = SAYSO_OK;
    if (p->file < 0 || fstat(p->file, &st))
        status = fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: %s", path, strerror(errno));
    else if (!S_ISREG(st.st_mode))
        status = fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: a ledger is a file, and this is none", path);
    else if (st.st_size < 512 || (uint64_t)st.st_size / 512 > UINT32_MAX / 2)
        status = fail(error, SAYSO_ERROR_IO, NO_OFFSET, "%s: there is nothing of a ledger in it", path);
    if (!status) {
        p->wal = open_beside(path, "-wal");
        status = set_up(p, (uint64_t)st.st_size, error);
    }
    if (status) {
        pages_close(p);
        return status;
    }
    *out = p;
    return SAYSO_OK;
}

void pages_close(Pages *p)
{
    if (!p) return;
    if (p->file >= 0) (void)close(p->file);
    if (p->wal >= 0) (void)close(p->wal);
    free(p->frames);
    free(p->free);
    free(p->page);
    free(p->overflow);
    free(p);
}

uint32_t pages_count(const Pages *p)
{
    return p->count;
}

/* ---- rows ---- */

static uint32_t head_at(uint32_t page)
{
    return page == 1 ? 100 : 0;
}

static bool bring(Pages *p, uint32_t page)
{
    if (!page || page > p->count || p->free[page]) return false;
    if (p->loaded != page) load(p, page, p->page);
    p->loaded = page;
    return true;
}

uint32_t page_rows(Pages *p, uint32_t page)
{
    if (!bring(p, page)) return 0;
    const uint8_t *head = p->page + head_at(page);
    uint32_t rows = u16(head + 3), most = (p->usable - head_at(page) - 8) / 2;
    if (head[0] != LEAF_OF_IDS && head[0] != LEAF_OF_KEYS) return 0;
    return rows < most ? rows : most;
}

typedef struct Bytes { /* what is there of some bytes */
    const uint8_t *data;
    size_t size, at;
} Bytes;

/* Seven bits a byte, the highest first; eight in the ninth. */
static bool take_number(Bytes *b, uint64_t *out)
{
    *out = 0;
    for (int i = 0; i < 9 && b->at < b->size; i++) {
        uint8_t byte = b->data[b->at++];
        *out = i == 8 ? *out << 8 | byte : *out << 7 | (byte & 0x7F);
        if (i == 8 || !(byte & 0x80)) return true;
    }
    return false;
}

/* How much of it lies in its own page. */
static uint64_t local_size(const Pages *p, bool ids, uint64_t payload)
{
    uint64_t u = p->usable, most = ids ? u - 35 : (u - 12) * 64 / 255 - 23;
    if (payload <= most) return payload;
    uint64_t least = (u - 12) * 32 / 255 - 23, fitting = least + (payload - least) % (u - 4);
    return fitting <= most ? fitting : least;
}

/* As much of the rest as is there. */
static size_t follow(Pages *p, uint32_t next, uint8_t *out, size_t size)
{
    size_t got = 0;
    while (got < size && next && next <= p->count && p->chain_reads) {
        size_t part = size - got < p->usable - 4 ? size - got : p->usable - 4;
        p->chain_reads--;
        load(p, next, p->overflow);
        memcpy(out + got, p->overflow + 4, part);
        got += part;
        next = u32(p->overflow);
    }
    return got;
}

static int64_t signed_of(const uint8_t *data, size_t size)
{
    uint64_t value = data[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < size; i++) value = value << 8 | data[i];
    return (int64_t)value;
}

/* Serial types: 0 NULL; 1 to 6 integers of so many bytes; 7 a float; 8, 9 the numbers 0 and 1; from 12 on blobs, from
 * 13 texts. */
static bool take_field(Bytes *body, uint64_t serial, Field *out)
{
    static const uint8_t sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
    if (serial == 10 || serial == 11) return false;
    uint64_t size = serial < 12 ? sizes[serial] : (serial - 12) / 2;
    *out = (Field){.type = FIELD_LOST};
    if (size > body->size - body->at) {
        body->at = body->size; /* nor is there anything of those behind it */
        return true;
    }
    const uint8_t *data = body->data + body->at;
    body->at += size;
    if (serial == 7) {
        uint64_t bits = (uint64_t)signed_of(data, 8);
        out->type = FIELD_REAL;
        memcpy(&out->real, &bits, sizeof bits);
    } else if (serial >= 12) {
        *out = (Field){.type = serial & 1 ? FIELD_TEXT : FIELD_BLOB, .bytes = {(const char *)data, size}};
    } else if (serial) {
        *out = (Field){.type = FIELD_INT, .integer = serial >= 8 ? (int64_t)serial - 8 : signed_of(data, size)};
    } else {
        out->type = FIELD_NULL;
    }
    return true;
}

static bool take_fields(Bytes payload, uint64_t all, Arena *arena, PageRow *out)
{
    uint64_t head_size, serial, need = 0;
    Field fields[MOST_FIELDS];
    if (!take_number(&payload, &head_size) || head_size > payload.size || head_size < payload.at) return false;
    Bytes head = {payload.data, head_size, payload.at};
    payload.at = head_size;
    out->count = 0;
    while (head.at < head.size) {
        if (out->count == MOST_FIELDS || !take_number(&head, &serial) ||
            !take_field(&payload, serial, &fields[out->count]))
            return false;
        if (serial >= 12) need += (serial - 12) / 2;
        if (need > all) return false;
        out->whole = out->whole && fields[out->count++].type != FIELD_LOST;
    }
    out->fields = out->count ? TAKE(arena, Field, out->count) : NULL;
    if (out->fields) memcpy(out->fields, fields, out->count * sizeof *fields);
    return out->fields != NULL;
}

bool page_row(Pages *p, uint32_t page, uint32_t at, Arena *arena, PageRow *out)
{
    uint64_t payload, id = 0;
    if (at >= page_rows(p, page)) return false;
    const uint8_t *head = p->page + head_at(page);
    bool ids = head[0] == LEAF_OF_IDS;
    Bytes cell = {p->page, p->usable, u16(head + 8 + 2 * at)};
    if (cell.at < head_at(page) + 8 || !take_number(&cell, &payload) || (ids && !take_number(&cell, &id)) ||
        payload > MOST_PAYLOAD || payload > (uint64_t)p->count * p->size)
        return false;
    uint64_t local = local_size(p, ids, payload);
    if (local > cell.size - cell.at || (local < payload && cell.size - cell.at - local < 4)) return false;
    const uint8_t *data = cell.data + cell.at;
    *out = (PageRow){.has_id = ids, .id = (int64_t)id, .whole = true};
    size_t size = (size_t)local;
    ArenaMark mark = arena_mark(arena);
    uint8_t *all = TAKE(arena, uint8_t, payload + 1); /* the page may be another's when the row is read */
    if (!all) return false;
    memcpy(all, data, size);
    if (local < payload) size += follow(p, u32(data + local), all + size, (size_t)(payload - local));
    if (take_fields((Bytes){all, size, 0}, payload, arena, out)) return true;
    arena_rewind(arena, mark);
    return false;
}
