/* bench-ways [--read] INPUT…: what a way in costs. Each piece is taken and let go; with --read its article is found,
 * too. Prints how many pieces, problems and bytes came, in how many seconds, and the most memory that was held. */
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#include "intake/intake.h"

#define MOST_ARTICLE ((size_t)1 << 20)

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef struct Count {
    unsigned long long pieces, problems, bytes, articles;
} Count;

static void run(Intake *intake, const IntakeOptions *options, bool read, Count *count)
{
    Arena arena;
    arena_init(&arena, &libc_allocator, (size_t)1 << 30);
    Found found;
    for (Piece p; intake_next(intake, &p); piece_free(&p)) {
        count->pieces++;
        count->bytes += p.size;
        count->problems += p.problem != NULL;
        if (p.problem && count->problems <= 10) fprintf(stderr, "%s: %s\n", p.label, p.problem);
        arena_reset(&arena);
        if (read && !p.problem) count->articles += !piece_read(&p, options, &arena, &found, NULL);
    }
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    bool read = argc > 1 && !strcmp(argv[1], "--read");
    if (argc < 2 + read) {
        fputs("usage: bench-ways [--read] INPUT...\n", stderr);
        return 2;
    }
    IntakeOptions options = {.inputs = (const char *const *)argv + 1 + read,
                             .input_count = (size_t)(argc - 1 - read),
                             .max_article = MOST_ARTICLE};
    Intake *intake;
    Error error;
    if (intake_open(&options, &intake, &error)) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    Count count = {0};
    double begun = now();
    run(intake, &options, read, &count);
    intake_close(intake);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%llu pieces, %llu problems, %llu bytes, %llu articles read; %.1f s; peak %.1f MB\n", count.pieces,
           count.problems, count.bytes, count.articles, now() - begun, (double)usage.ru_maxrss / 1024);
    return 0;
}
