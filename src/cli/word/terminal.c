/* What a terminal is shown in any form: CSV, brat and JSON hold the article's own characters, and a terminal would obey some of
 * them. To a file they go as they are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/word/word.h"

/* Our own colours in a table, "ESC [ 1 ; 32 m": what they stand between is safe already. */
static size_t colour_size(Text t, size_t at)
{
    size_t end = at + 2;
    if (t.size - at < 3 || t.data[at] != '\x1b' || t.data[at + 1] != '[') return 0;
    while (end < t.size && (char_is_digit((uint8_t)t.data[end]) || t.data[end] == ';')) end++;
    return end < t.size && t.data[end] == 'm' ? end + 1 - at : 0;
}

/* ---- links ---- OSC 8: "ESC ] 8 ; ; ADDRESS ESC \\" begins one, without an address it ends */

#define LINK "\x1b]8;;"
#define LINK_END "\x1b\\"
#define LONGEST_LINK 2000u

static bool is_linked(Text url)
{
    bool good = url.size <= LONGEST_LINK && (text_starts(url, "http://") || text_starts(url, "https://"));
    for (size_t i = 0; good && i < url.size; i++) good = url.data[i] > ' ' && url.data[i] < 0x7F;
    return good;
}

static size_t link_size(Text t, size_t at)
{
    Text rest = text_of(t.data + at, t.size - at);
    if (!text_starts(rest, LINK)) return 0;
    const char *from = rest.data + sizeof LINK - 1;
    const char *end = memmem(from, rest.size - (sizeof LINK - 1), LINK_END, sizeof LINK_END - 1);
    if (!end || (end > from && !is_linked(text_of(from, (size_t)(end - from))))) return 0;
    return (size_t)(end - rest.data) + sizeof LINK_END - 1;
}

bool link_begin(FILE *to, Text url)
{
    if (!is_linked(url)) return false;
    fprintf(to, LINK "%.*s" LINK_END, (int)url.size, url.data);
    return true;
}

void link_end(FILE *to) { fputs(LINK LINK_END, to); }

bool terminal_has_links(void)
{
    static const char *const signs[] = {"KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "WEZTERM_PANE", "ITERM_SESSION_ID"};
    static const char *const terms[] = {"xterm-kitty", "alacritty", "foot", "wezterm", "xterm-ghostty", "contour"};
    const char *forced = getenv("FORCE_HYPERLINK"), *vte = getenv("VTE_VERSION"), *term = getenv("TERM");
    if (forced && *forced) return strcmp(forced, "0");
    for (size_t i = 0; i < COUNT(signs); i++)
        if (getenv(signs[i])) return true;
    for (size_t i = 0; term && i < COUNT(terms); i++)
        if (!strcmp(term, terms[i])) return true;
    return vte && atoi(vte) >= 5000;
}

static bool is_shown(Text t, size_t at, uint32_t c, size_t size)
{
    if (c == '\n' || c == '\t') return true;
    if (c == '\r') return at + 1 < t.size && t.data[at + 1] == '\n';
    return !char_steers(c) && !(size == 1 && c >= 0x80);
}

bool terminal_safe(Text text, bool colours, Buffer *out)
{
    size_t start = 0;
    for (size_t at = 0, next; at < text.size; at = next) {
        uint32_t c = utf8_at(text, at, &next);
        size_t ours = colours ? colour_size(text, at) : 0;
        if (colours && !ours) ours = link_size(text, at);
        if (ours) next = at + ours;
        if (ours || is_shown(text, at, c, next - at)) continue;
        if (!buffer_add(out, text.data + start, at - start) || !buffer_add(out, "?", 1)) return false;
        start = next;
    }
    return buffer_add(out, text.data + start, text.size - start);
}

/* ---- as a stream ---- lines whole, so that no character and no colour is cut */

typedef struct Terminal {
    FILE *to;
    bool colours;
    Buffer held, safe; /* what is not yet a line · what can be shown */
} Terminal;

static bool show(Terminal *t, size_t size)
{
    t->safe.size = 0;
    if (!terminal_safe(text_of(t->held.data, size), t->colours, &t->safe)) return false;
    if (t->safe.size && fwrite(t->safe.data, 1, t->safe.size, t->to) != t->safe.size) return false;
    t->held.size -= size;
    memmove(t->held.data, t->held.data + size, t->held.size);
    return !fflush(t->to);
}

static ssize_t take(void *context, const char *data, size_t size)
{
    Terminal *t = context;
    if (!buffer_add(&t->held, data, size)) return 0;
    const char *end = t->held.size ? memrchr(t->held.data, '\n', t->held.size) : NULL;
    return !end || show(t, (size_t)(end - t->held.data) + 1) ? (ssize_t)size : 0;
}

static int end(void *context)
{
    Terminal *t = context;
    bool ok = !t->held.size || show(t, t->held.size);
    buffer_free(&t->held);
    buffer_free(&t->safe);
    free(t);
    return ok ? 0 : -1;
}

FILE *terminal_open(FILE *to, bool colours)
{
    Terminal *t = calloc(1, sizeof *t);
    if (!t) return NULL;
    *t = (Terminal){.to = to, .colours = colours};
    FILE *stream = fopencookie(t, "w", (cookie_io_functions_t){.write = take, .close = end});
    if (!stream) free(t);
    return stream;
}
