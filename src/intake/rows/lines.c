/* JSON cut into its objects: one a line, or one after the other, in an array or not. Nothing is read of an object here
 * but strings, escapes and depth, so that what costs is done side by side, and no depth is too deep.
 *
 * A line ends where it ends, whatever is wrong in it; without lines a mistake in one object can swallow the rest. */
#include "intake/rows/rows.h"

typedef struct Cutter Cutter;
struct Cutter {
    Way way;
    const IntakeOptions *options;
    IntakeFormat format;
    char *label, *base; /* base: of ids */
    Reader reader;
    Bytes bytes;
    uint64_t number;          /* of lines or objects so far */
    uint64_t length;          /* of the last one */
    bool array, begun, ended; /* begun: the first bytes have been seen */
    bool any;                 /* an array or object has begun */
    char *list;               /* the path of the list whose items are read; NULL: none */
    bool in_list;
    /* within an object: */
    size_t depth;
    bool in_string, escaped;
};

static void begin_piece(Cutter *c, const char *kind, Piece *out)
{
    unsigned long long n = c->number;
    if (kind)
        piece_begin(out, format_words("%s: %s %llu", c->label, kind, n), format_words("%s-%llu", c->base, n));
    else
        piece_begin(out, strdup(c->label), strdup(c->base));
}

static bool tell_end(Cutter *c, const char *kind, const char *sentence, Piece *out)
{
    c->ended = true;
    begin_piece(c, kind, out);
    piece_problem(out, "%s", sentence);
    return true;
}

/* No more of an object than tells that it is too long. */
static bool keep(Cutter *c, const uint8_t *data, size_t size)
{
    size_t most = limit_of(c->options, c->format) + 1, room = c->bytes.size < most ? most - c->bytes.size : 0;
    c->length += size;
    return bytes_add(&c->bytes, data, size < room ? size : room);
}

static bool give(Cutter *c, const char *kind, Piece *out)
{
    begin_piece(c, kind, out);
    size_t size = c->bytes.size;
    piece_data(out, c->format, &c->bytes);
    if (c->length > size) out->length = c->length;
    if (c->list && !(out->list = strdup(c->list))) piece_problem(out, "out of memory");
    return true;
}

static void skip_mark(Cutter *c)
{
    Reader *r = &c->reader;
    if (!c->begun && r->end - r->at >= 3 && !memcmp(r->data + r->at, "\xEF\xBB\xBF", 3)) r->at += 3;
    c->begun = true;
}

/* ---- an object a line ---- */

static bool is_blank(const Bytes *b)
{
    for (size_t i = 0; i < b->size; i++)
        if (!strchr(" \t\r\n\f\v", b->data[i]) || !b->data[i]) return false;
    return true;
}

/* 1: a line is in c->bytes; 0: there is none; -1: a failure. */
static int read_line(Cutter *c, Error *error)
{
    c->bytes.size = 0;
    c->length = 0;
    for (bool any = false;; any = true) {
        int more = reader_fill(&c->reader, error);
        if (more <= 0) return more < 0 ? -1 : any;
        skip_mark(c);
        const uint8_t *begin = c->reader.data + c->reader.at, *end = memchr(begin, '\n', c->reader.end - c->reader.at);
        size_t n = end ? (size_t)(end - begin) : c->reader.end - c->reader.at;
        if (!keep(c, begin, n)) {
            (void)fail_memory(error);
            return -1;
        }
        c->reader.at += n + (end != NULL);
        if (end) return 1;
    }
}

static bool lines_next(Way *way, Piece *out)
{
    Cutter *c = (Cutter *)way;
    Error error = {0};
    while (!c->ended) {
        int more = read_line(c, &error);
        c->number++;
        if (more < 0) return tell_end(c, "line", error.message, out);
        if (!more) return false;
        if (!is_blank(&c->bytes)) return give(c, "line", out);
    }
    return false;
}

/* ---- objects one after the other ---- */

/* The next byte that is not white, left where it is: -1 at the end, -2 on a failure. */
static int peek(Cutter *c, Error *error)
{
    for (;;) {
        int more = reader_fill(&c->reader, error);
        if (more <= 0) return more - 1;
        skip_mark(c);
        if (c->reader.at == c->reader.end) continue;
        uint8_t b = c->reader.data[c->reader.at];
        if (b != ' ' && b != '\t' && b != '\r' && b != '\n') return b;
        c->reader.at++;
    }
}

/* Whether the value ends with this byte. */
static bool step(Cutter *c, uint8_t b)
{
    if (c->escaped)
        c->escaped = false;
    else if (c->in_string) {
        c->escaped = b == '\\';
        c->in_string = b != '"';
    } else if (b == '"')
        c->in_string = true;
    else if (b == '{' || b == '[')
        c->depth++;
    else if (b == '}' || b == ']')
        c->depth--;
    return !c->depth && !c->in_string;
}

/* The value that begins here with a bracket: 1; 0: it does not end; -1: a failure. */
static int read_value(Cutter *c, Error *error)
{
    c->bytes.size = 0;
    c->length = 0;
    c->depth = 0;
    c->in_string = c->escaped = false;
    for (bool done = false; !done;) {
        int more = reader_fill(&c->reader, error);
        if (more <= 0) return more;
        const uint8_t *data = c->reader.data;
        size_t begin = c->reader.at, at = begin;
        while (at < c->reader.end && !done) done = step(c, data[at++]);
        c->reader.at = at;
        if (!keep(c, data + begin, at - begin)) {
            (void)fail_memory(error);
            return -1;
        }
    }
    return 1;
}

/* A string, number or name in an array, where an object should stand: to its end. */
static int skip_scalar(Cutter *c, Error *error)
{
    c->in_string = c->escaped = false;
    c->depth = 1; /* so that a string's end does not end it */
    for (;;) {
        int more = reader_fill(&c->reader, error);
        if (more <= 0) return more;
        uint8_t b = c->reader.data[c->reader.at];
        if (!c->in_string && (b == ',' || b == ']' || b == '}')) return 1;
        (void)step(c, b);
        c->reader.at++;
    }
}

static bool tell_other(Cutter *c, int first, Piece *out)
{
    Error error = {0};
    int more = first == '[' ? read_value(c, &error) : skip_scalar(c, &error);
    if (more < 0) return tell_end(c, "item", error.message, out);
    c->ended = !more;
    begin_piece(c, "item", out);
    piece_problem(out, "it is no JSON object, which an article is");
    return true;
}

static bool tell_bad(Cutter *c, Piece *out)
{
    return tell_end(c, c->number > 1 ? "item" : NULL, "this is not JSON: an object should begin here", out);
}

/* An object alone is named as its file is. */
static bool give_object(Cutter *c, Piece *out)
{
    Error error = {0};
    int more = read_value(c, &error);
    bool alone = !c->array && c->number == 1;
    if (more < 0) return tell_end(c, "item", error.message, out);
    if (!more) return tell_end(c, alone ? NULL : "item", "the JSON ends within an object", out);
    if (alone) alone = peek(c, &error) == -1; /* a failure is told by the next peek, as it lasts */
    return give(c, alone ? NULL : "item", out);
}

/* To the byte with which something begins, past brackets and commas of the array around. */
static int next_value(Cutter *c, Error *error)
{
    for (;;) {
        int b = peek(c, error);
        if (b == '[' && !c->array)
            c->array = c->any = true;
        else if (b == ']' && c->array) {
            c->array = false;
            if (c->in_list) return b;
        } else if (b != ',' || !c->any)
            return b;
        c->reader.at++;
    }
}

/* ---- a list in an object ---- */

/* Past the string that begins here, of which `out` keeps the beginning: 1; 0: it does not end; -1: a failure. */
static int read_name(Cutter *c, char out[256], Error *error)
{
    size_t n = 0;
    c->in_string = c->escaped = false;
    c->depth = 0;
    for (bool done = false, first = true; !done; first = false) {
        int more = reader_fill(&c->reader, error);
        if (more <= 0) return more;
        uint8_t b = c->reader.data[c->reader.at++];
        done = step(c, b) && !first;
        if (!first && !done && n < 255) out[n++] = (char)b;
    }
    out[n] = 0;
    return 1;
}

static int pass_value(Cutter *c, int first, Error *error)
{
    int more = first == '{' || first == '[' ? read_value(c, error) : skip_scalar(c, error);
    c->bytes.size = 0;
    return more;
}

/* From an object's beginning to its member's value: 1; 0: it has none; -1: a failure. */
static int to_member(Cutter *c, Text name, Error *error)
{
    char key[256];
    if (peek(c, error) != '{') return 0;
    c->reader.at++;
    for (;;) {
        int b = peek(c, error), more;
        if (b == ',') {
            c->reader.at++;
            continue;
        }
        if (b == -2) return -1;
        if (b != '"') return 0;
        if ((more = read_name(c, key, error)) <= 0) return more;
        if ((b = peek(c, error)) != ':') return b == -2 ? -1 : 0;
        c->reader.at++;
        if ((b = peek(c, error)) == -2) return -1;
        if (text_is(name, key)) return 1;
        if ((more = pass_value(c, b, error)) <= 0) return more;
    }
}

/* To the first item. false: there is no such list, and `out` says so. */
static bool enter_list(Cutter *c, Piece *out)
{
    Error error = {0};
    int found = 1;
    for (const char *at = c->list, *end; found > 0 && *at; at = end + (*end == '.')) {
        end = at + strcspn(at, ".");
        found = to_member(c, text_of(at, (size_t)(end - at)), &error);
    }
    if (found > 0) found = peek(c, &error) == '[';
    c->in_list = c->any = c->array = true;
    if (found > 0) {
        c->reader.at++;
        return true;
    }
    char *sentence = found < 0 ? strdup(error.message)
                               : format_words("the JSON has no list at '%s', which --field names", c->list);
    tell_end(c, NULL, sentence ? sentence : "out of memory", out);
    free(sentence);
    return false;
}

static bool array_next(Way *way, Piece *out)
{
    Cutter *c = (Cutter *)way;
    if (c->ended) return false;
    if (c->list && !c->in_list && !enter_list(c, out)) return true;
    Error error = {0};
    int b = next_value(c, &error);
    if (c->in_list && !c->array) { /* what follows it is not looked at */
        c->ended = true;
        return false;
    }
    if (b == -1 && !c->array && c->any) return false;
    c->any = true;
    c->number++;
    if (b == -2) return tell_end(c, "item", error.message, out);
    if (b == -1)
        return tell_end(c, c->array ? "item" : NULL, c->array ? "the JSON ends within an array" : "it is empty", out);
    if (b == '{') return give_object(c, out);
    return c->array ? tell_other(c, b, out) : tell_bad(c, out);
}

/* ---- both ---- */

static void cutter_close(Way *way)
{
    Cutter *c = (Cutter *)way;
    reader_close(&c->reader);
    bytes_free(&c->bytes);
    free(c->list);
    free(c->label);
    free(c->base);
    free(c);
}

static Way *cutter_open(Stream *stream, const IntakeOptions *options, const char *label, IntakeFormat format,
                        bool (*next)(Way *way, Piece *out))
{
    Cutter *c = calloc(1, sizeof *c);
    if (!c) {
        stream_close(stream);
        return NULL;
    }
    c->way = (Way){next, cutter_close};
    c->options = options;
    c->format = format;
    c->label = strdup(label);
    c->base = id_of_label(label);
    if (reader_init(&c->reader, stream) && c->label && c->base) return &c->way;
    cutter_close(&c->way);
    return NULL;
}

Way *way_lines(Stream *stream, const IntakeOptions *options, const char *label, IntakeFormat format)
{
    return cutter_open(stream, options, label, format, lines_next);
}

Way *way_array(Stream *stream, const IntakeOptions *options, const char *label, IntakeFormat format, char *list)
{
    Way *way = cutter_open(stream, options, label, format, array_next);
    if (way)
        ((Cutter *)way)->list = list;
    else
        free(list);
    return way;
}
