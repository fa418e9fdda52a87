/* intake-show: reads pages and prints what was found in each as a line of JSON. On standard input a page a line: its
 * URL or nothing, a tab, its path. With a number as argument each is read so many times, and the whole is timed. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "intake/cut/cut.h"

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    size_t capacity = (size_t)64 << 20;
    char *data = malloc(capacity);
    *size = data ? fread(data, 1, capacity, file) : 0;
    fclose(file);
    return data;
}

static void set(json_t *object, const char *key, Text value)
{
    json_object_set_new(object, key, json_stringn(value.size ? value.data : "", value.size));
}

static json_t *show(const Found *found, Status status, const Error *error)
{
    json_t *object = json_object(), *warnings = json_array();
    json_object_set_new(object, "status", json_integer(status));
    if (status) json_object_set_new(object, "error", json_string(error->message));
    set(object, "text", found->text);
    set(object, "title", found->title);
    set(object, "byline", found->byline);
    set(object, "outlet", found->outlet);
    set(object, "published", found->published);
    set(object, "url", found->url);
    for (uint32_t i = 0; i < found->warning_count; i++)
        json_array_append_new(warnings, json_stringn(found->warnings[i].data, found->warnings[i].size));
    json_object_set_new(object, "warnings", warnings);
    return object;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    long repeat = argc > 1 ? strtol(argv[1], NULL, 10) : 1;
    const IntakeOptions options = {.max_article = (size_t)8 << 20};
    char line[4096];
    double spent = 0, bytes = 0, pages = 0;
    while (fgets(line, sizeof line, stdin)) {
        char *path = strchr(line, '\t');
        if (!path) return 2;
        *path++ = 0;
        path[strcspn(path, "\n")] = 0;
        Piece piece = {.format = INTAKE_PAGE, .url = *line ? line : NULL};
        if (!(piece.data = read_file(path, &piece.size))) return 2;
        Arena arena;
        Found found;
        Error error = {0};
        Status status = SAYSO_OK;
        arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
        double begin = seconds();
        for (long i = 0; i < repeat; i++) {
            arena_reset(&arena);
            found = (Found){0};
            status = page_read(&piece, &options, &arena, &found, &error);
        }
        spent += seconds() - begin;
        bytes += (double)piece.size * (double)repeat;
        pages += (double)repeat;
        json_t *object = show(&found, status, &error);
        json_dumpf(object, stdout, JSON_COMPACT);
        putchar('\n');
        json_decref(object);
        arena_free(&arena);
        free(piece.data);
    }
    if (argc > 1) fprintf(stderr, "%.0f pages/s, %.1f MB/s, %.3f s\n", pages / spent, bytes / spent / 1e6, spent);
    return 0;
}
