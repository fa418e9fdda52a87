/* One line on a terminal's standard error, when the work lasts. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "cli/word/word.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void progress_begin(Progress *p, bool wanted, const char *done)
{
    *p = (Progress){.wanted = wanted && isatty(STDERR_FILENO), .started = now(), .done = done};
}

void progress_draw(Progress *p)
{
    double t = now();
    if (!p->wanted || t - p->started < 1 || t - p->drawn < 0.2) return;
    p->drawn = t;
    p->shown = true;
    fprintf(stderr, "\r%llu article%s %s, %.0f words a second\x1b[K", (unsigned long long)p->articles,
            p->articles == 1 ? "" : "s", p->done, (double)p->words / (t - p->started));
    fflush(stderr);
}

void progress_hide(Progress *p)
{
    if (!p->shown) return;
    p->shown = false;
    fputs("\r\x1b[K", stderr);
    fflush(stderr);
}
