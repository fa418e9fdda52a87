/* fuzz: what the targets share. A target is LLVMFuzzerTestOneInput: bytes in, and a crash where a property does not
 * hold. With clang it is linked to libFuzzer, else to replay.c, which runs the files that it is given. */
#ifndef SAYSO_FUZZ_H
#define SAYSO_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PROPERTY(condition)                                                                                  \
    do                                                                                                       \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                   \
            abort();                                                                                         \
        }                                                                                                    \
    while (0)

/* The model that the tests name; ends with 77, "skipped", where there is none. */
static inline const char *fuzz_model_path(void)
{
    const char *path = getenv("SAYSO_MODEL_FILE");
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file) {
        fprintf(stderr, "no model file; name one in SAYSO_MODEL_FILE\n");
        _Exit(77);
    }
    fclose(file);
    return path;
}

/* Collects a rendering. */
typedef struct Rendering {
    char *data;
    size_t size, room;
} Rendering;

static inline int rendering_add(void *context, const char *data, size_t size)
{
    Rendering *r = context;
    if (r->room - r->size < size) {
        r->room = r->room * 2 + size;
        char *grown = realloc(r->data, r->room);
        PROPERTY(grown);
        r->data = grown;
    }
    if (size) memcpy(r->data + r->size, data, size);
    r->size += size;
    return 0;
}

#endif
