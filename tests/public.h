/* public: for tests that use the library as its users do. Opening the model that the tests name, reading files, collecting
 * what is written. Mistakes end the program. */
#ifndef SAYSO_PUBLIC_H
#define SAYSO_PUBLIC_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sayso.h>

static inline void die(const char *what, const sayso_error *error)
{
    fprintf(stderr, "%s%s%s\n", what, error ? ": " : "", error ? error->message : "");
    exit(1);
}

/* Ends with 77, "skipped", where there is no model yet. */
static inline sayso_engine *open_engine(void)
{
    const char *path = getenv("SAYSO_MODEL_FILE");
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file) {
        fprintf(stderr, "no model file\n");
        exit(77);
    }
    fclose(file);
    sayso_engine_options options = {.size = sizeof options, .model_path = path};
    sayso_engine *engine;
    sayso_error error;
    if (sayso_engine_open(&options, &engine, &error)) die("cannot open the engine", &error);
    return engine;
}

static inline sayso_session *open_session(const sayso_engine *engine)
{
    sayso_session *session;
    sayso_error error;
    if (sayso_session_open(engine, NULL, &session, &error)) die("cannot open a session", &error);
    return session;
}

typedef struct Bytes {
    char *data;
    size_t size, room;
} Bytes;

static inline int bytes_add(void *context, const char *data, size_t size)
{
    Bytes *b = context;
    if (b->room - b->size < size) {
        b->room = b->room * 2 + size;
        b->data = realloc(b->data, b->room);
        if (!b->data) die("out of memory", NULL);
    }
    if (size) memcpy(b->data + b->size, data, size);
    b->size += size;
    return 0;
}

static inline Bytes read_bytes(const char *path)
{
    Bytes b = {0};
    char piece[65536];
    FILE *file = fopen(path, "rb");
    if (!file) die(path, NULL);
    for (size_t n; (n = fread(piece, 1, sizeof piece, file));) (void)bytes_add(&b, piece, n);
    fclose(file);
    return b;
}

#endif
