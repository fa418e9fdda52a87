/* What a place to write to is like: how wide, and whether it shows colours. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/word/word.h"

static uint32_t columns(int file)
{
    const char *environment = getenv("COLUMNS");
    int n = environment ? atoi(environment) : 0;
    struct winsize size;
    if (n > 0 && n < 10000) return (uint32_t)n;
    if (isatty(file) && !ioctl(file, TIOCGWINSZ, &size) && size.ws_col) return size.ws_col;
    return 100;
}

sayso_write_options look_of(int file)
{
    const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
    bool colour = isatty(file) && !(no_colour && *no_colour) && terminal && strcmp(terminal, "dumb");
    return (sayso_write_options){.size = sizeof(sayso_write_options), .width = columns(file), .colour = colour};
}
