/* What an answer takes of memory: its arena and its bytes. All that is being made, and all that waits to be taken by
 * who asked, has one budget; an answer has a bound of its own, too. Who comes when it is used up is told to come again.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "serve/serve.h"

#define MOST_TOGETHER ((size_t)256 << 20)
#define MOST_REPLY ((size_t)32 << 20)

/* ---- the budget ---- each piece has its size before it */

typedef union Head {
    size_t size;
    max_align_t align;
} Head;

static _Atomic size_t together;

static bool take(size_t size)
{
    size_t before = atomic_fetch_add(&together, size);
    if (before + size <= MOST_TOGETHER) return true;
    atomic_fetch_sub(&together, size);
    return false;
}

static void *resize(void *context, void *pointer, size_t size)
{
    (void)context;
    Head *head = pointer ? (Head *)pointer - 1 : NULL;
    size_t before = head ? head->size : 0;
    if (!size) {
        atomic_fetch_sub(&together, before);
        free(head);
        return NULL;
    }
    if (size > SIZE_MAX / 2 || (size > before && !take(size - before))) return NULL;
    Head *new = realloc(head, size + sizeof *new);
    if (!new) {
        if (size > before) atomic_fetch_sub(&together, size - before);
        return NULL;
    }
    if (size < before) atomic_fetch_sub(&together, before - size);
    new->size = size;
    return new + 1;
}

const sayso_allocator budget = {resize, NULL};

void budget_free(void *pointer)
{
    if (pointer) (void)resize(NULL, pointer, 0);
}

/* ---- a reply's stream ---- */

static ssize_t reply_write(void *context, const char *data, size_t size)
{
    Reply *r = context;
    if (r->full || r->size + size > MOST_REPLY) {
        r->full = true;
        return 0;
    }
    if (r->size + size > r->room) {
        size_t room = r->room ? r->room * 2 : 16384;
        while (room < r->size + size) room *= 2;
        char *data_new = resize(NULL, r->data, room);
        if (!data_new) {
            r->full = true;
            return 0;
        }
        r->data = data_new;
        r->room = room;
    }
    memcpy(r->data + r->size, data, size);
    r->size += size;
    return (ssize_t)size;
}

bool reply_begin(Reply *r)
{
    static const cookie_io_functions_t calls = {.write = reply_write};
    r->data = NULL;
    r->size = r->room = 0;
    r->full = false;
    r->to = fopencookie(r, "w", calls);
    return r->to != NULL;
}

void reply_again(Reply *r)
{
    (void)fflush(r->to);
    clearerr(r->to);
    r->size = 0;
    r->full = false;
}

bool reply_end(Reply *r)
{
    bool whole = !fclose(r->to) && !r->full;
    r->to = NULL;
    return whole;
}

void reply_free(Reply *r)
{
    if (r->to) (void)fclose(r->to);
    budget_free(r->data);
    *r = (Reply){.status = 500};
}
