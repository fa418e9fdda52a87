/* SGML as archives of news are kept in, Gigaword's and TREC's: a <DOC> an article, many in a file.
 *
 *   <DOC id="HG_ENG_20260304.0001" type="story" >         <DOC>
 *   <HEADLINE>                                            <DOCNO> HG260304-0001 </DOCNO>
 *   Pier closes                                           <HEAD>Pier closes</HEAD>
 *   </HEADLINE>                                           <TEXT>
 *   <DATELINE>                                               The harbour authority said that the
 *   PORT VELLAN, March 4 (HG)                             east pier would close.
 *   </DATELINE>                                              Mayor Ines Caldo said it was safe.
 *   <TEXT>                                                </TEXT>
 *   <P>                                                   </DOC>
 *   The harbour authority said …
 *
 * Nobody has its DTDs: a tag is known by its name or passed over. Lines are wrapped: a paragraph ends at a tag, at an empty
 * line, or where the next line is indented by three blanks. The dateline stands before the text, as in print. */
#include "intake/rows/rows.h"

typedef enum Part { PART_NONE, PART_ID, PART_TITLE, PART_DATELINE, PART_DATE, PART_BYLINE, PART_TEXT, PARTS } Part;

static const struct {
    const char *tag;
    Part part;
} tags[] = {{"DOCNO", PART_ID},     {"DOCID", PART_ID},       {"HEADLINE", PART_TITLE},    {"HEAD", PART_TITLE},
            {"HL", PART_TITLE},     {"TITLE", PART_TITLE},    {"DATELINE", PART_DATELINE}, {"DATE", PART_DATE},
            {"DATETIME", PART_DATE}, {"DATE_TIME", PART_DATE}, {"DD", PART_DATE},           {"BYLINE", PART_BYLINE},
            {"AUTHOR", PART_BYLINE}, {"TEXT", PART_TEXT},      {"LP", PART_TEXT}};

static const struct {
    const char *name, *text;
} entities[] = {{"amp", "&"},  {"lt", "<"},   {"gt", ">"},  {"quot", "\""}, {"apos", "'"},
                {"MD", "—"},   {"UR", ""},    {"LR", ""},   {"QL", ""},     {"QR", ""},
                {"QC", ""},    {"TL", ""},    {"nbsp", " "}};

typedef struct Sgml {
    Way way;
    const IntakeOptions *options;
    char *label, *base;
    Reader reader;
    size_t most;   /* bytes of a <DOC> that are kept */
    uint64_t number;
    bool ended;
} Sgml;

/* ---- a <DOC> that is there ---- */

typedef struct Doc {
    Bytes parts[PARTS];
    Part part;
    unsigned blanks; /* at the line's beginning */
    bool begins;     /* a line does */
    bool breaks;     /* a paragraph ends before the next word */
    bool space;      /* a blank stands before it */
    bool good;
} Doc;

static void put(Doc *d, const char *data, size_t size)
{
    Bytes *b = &d->parts[d->part];
    if (b->size && d->breaks) d->good &= bytes_add(b, "\n\n", 2);
    if (b->size && d->space && !d->breaks) d->good &= bytes_add(b, " ", 1);
    d->breaks = d->space = d->begins = false;
    d->good &= bytes_add(b, data, size);
}

static void put_white(Doc *d, char c)
{
    d->space = true;
    if (c == '\n') {
        d->breaks |= d->begins && d->part == PART_TEXT; /* an empty line */
        d->begins = true;
        d->blanks = 0;
    } else if (d->begins && (d->blanks += c == '\t' ? 3 : 1) == 3)
        d->breaks |= d->part == PART_TEXT;
}

/* "&amp;", "&#8212;": how many bytes it has; 0: it is none that is known. */
static size_t put_entity(Doc *d, Text t)
{
    const char *end = memchr(t.data, ';', t.size < 12 ? t.size : 12);
    if (!end) return 0;
    Text name = text_of(t.data + 1, (size_t)(end - t.data) - 1);
    for (size_t i = 0; i < COUNT(entities); i++)
        if (text_is_case(name, entities[i].name)) {
            put(d, entities[i].text, strlen(entities[i].text));
            return name.size + 2;
        }
    uint32_t c = 0;
    if (name.size < 2 || name.data[0] != '#') return 0;
    for (size_t i = 1; i < name.size; i++) {
        if (!char_is_digit((uint8_t)name.data[i]) || c > 0x10FFFF) return 0;
        c = c * 10 + (uint32_t)(name.data[i] - '0');
    }
    char utf8[4];
    size_t n = c < 0x20 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0 : utf8_put(c, utf8);
    if (n) put(d, utf8, n);
    return n ? name.size + 2 : 0;
}

static Text tag_name(Text tag)
{
    size_t from = tag.size && tag.data[0] == '/', n = from;
    while (n < tag.size && (is_letter(tag.data[n]) || tag.data[n] == '_' || char_is_digit((uint8_t)tag.data[n]))) n++;
    return text_of(tag.data + from, n - from);
}

/* The value of id="…" in a tag; quotation marks may be wanting. */
static Text attribute(Text tag, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 1; i + n < tag.size; i++) {
        if (!walk_is_white((uint8_t)tag.data[i - 1]) || !text_starts_case(text_of(tag.data + i, tag.size - i), name)) continue;
        size_t at = i + n;
        while (at < tag.size && walk_is_white((uint8_t)tag.data[at])) at++;
        if (at == tag.size || tag.data[at++] != '=') continue;
        while (at < tag.size && walk_is_white((uint8_t)tag.data[at])) at++;
        char quote = at < tag.size && (tag.data[at] == '"' || tag.data[at] == '\'') ? tag.data[at++] : 0;
        size_t end = at;
        while (end < tag.size && (quote ? tag.data[end] != quote : !walk_is_white((uint8_t)tag.data[end]))) end++;
        return text_of(tag.data + at, end - at);
    }
    return text_of("", 0);
}

static void take_tag(Doc *d, Text tag)
{
    Text name = tag_name(tag);
    bool closes = tag.size && tag.data[0] == '/';
    if (text_is_case(name, "DOC")) {
        Text id = closes ? text_of("", 0) : attribute(tag, "id");
        d->part = PART_ID;
        if (id.size) put(d, id.data, id.size);
        d->part = PART_NONE;
        return;
    }
    for (size_t i = 0; i < COUNT(tags); i++)
        if (text_is_case(name, tags[i].tag)) {
            if (d->part != PART_TEXT || tags[i].part == PART_TEXT) d->part = closes ? PART_NONE : tags[i].part;
            d->breaks = true;
            return;
        }
    if (d->part == PART_TEXT)
        d->breaks = true;
    else if (!closes)
        d->part = PART_NONE;
}

static size_t tag_at(Text t)
{
    bool tag = t.size > 2 && (is_letter(t.data[1]) || (t.data[1] == '/' && is_letter(t.data[2])));
    const char *end = tag ? memchr(t.data, '>', t.size < 1000 ? t.size : 1000) : NULL;
    return end ? (size_t)(end - t.data) + 1 : 0;
}

static void read_doc(Doc *d, Text t)
{
    for (size_t at = 0, n; at < t.size; at += n) {
        Text rest = text_of(t.data + at, t.size - at);
        char c = *rest.data;
        n = 1;
        if (c == '<' && (n = tag_at(rest)))
            take_tag(d, text_of(rest.data + 1, n - 2));
        else if (walk_is_white((uint8_t)c))
            n = 1, put_white(d, c);
        else if (c == '&' && (n = put_entity(d, rest)))
            continue;
        else {
            for (n = 1; n < rest.size && rest.data[n] != '<' && rest.data[n] != '&' && !walk_is_white((uint8_t)rest.data[n]);) n++;
            put(d, rest.data, n);
        }
    }
}

/* The day in "HG_ENG_20260304.0001". */
static bool day_of_id(const Bytes *id, char out[11])
{
    for (size_t i = 0; i + 8 <= id->size; i++) {
        size_t n = 0;
        while (i + n < id->size && char_is_digit((uint8_t)id->data[i + n])) n++;
        char day[11];
        if (n == 8) {
            snprintf(day, sizeof day, "%.4s-%.2s-%.2s", id->data + i, id->data + i + 4, id->data + i + 6);
            if (date_read(text_of(day, 10), NULL, out)) return true;
        }
        i += n;
    }
    return false;
}

static char *take_part(Bytes *part)
{
    Text t = text_strip(text_of(part->data ? part->data : "", part->size));
    char *copy = t.size ? copy_of(t.data, t.size) : NULL;
    if (copy) utf8_mend(copy, strlen(copy));
    return copy;
}

static bool add_dateline(Doc *d, Bytes *text)
{
    Bytes *line = &d->parts[PART_DATELINE], *body = &d->parts[PART_TEXT];
    bool good = !line->size || (bytes_add(text, line->data, line->size) && bytes_add(text, " — ", strlen(" — ")));
    return good && (!body->size || bytes_add(text, body->data, body->size));
}

static void fill_piece(Doc *d, Piece *out)
{
    Bytes text = {0};
    char day[11];
    char *id = take_part(&d->parts[PART_ID]);
    if (id) {
        free(out->id);
        out->id = id;
    }
    out->title = take_part(&d->parts[PART_TITLE]);
    out->byline = take_part(&d->parts[PART_BYLINE]);
    out->published = day_of_id(&d->parts[PART_ID], day) ? strdup(day) : take_part(&d->parts[PART_DATE]);
    if (!d->parts[PART_TEXT].size)
        piece_problem(out, "this <DOC> has no <TEXT>, or an empty one: it is no article");
    else if (d->good && add_dateline(d, &text))
        piece_data(out, INTAKE_TEXT, &text);
    else
        piece_problem(out, "out of memory");
    bytes_free(&text);
}

/* ---- the stream ---- */

static const char begin_tag[] = "<DOC", end_tag[] = "</DOC>";

static bool is_case(char c, char upper) { return (c >= 'a' && c <= 'z' ? c - 32 : c) == upper; }

/* Reads past the beginning of the next <DOC; 1, 0 at the end, -1 on a failure. */
static int find_doc(Sgml *s, Error *error)
{
    Reader *r = &s->reader;
    size_t seen = 0;
    for (int more; (more = reader_fill(r, error)) != 0;) {
        if (more < 0) return -1;
        char c = (char)r->data[r->at];
        if (seen == sizeof begin_tag - 1 && (c == '>' || walk_is_white((uint8_t)c))) return 1;
        seen = seen < sizeof begin_tag - 1 && is_case(c, begin_tag[seen]) ? seen + 1 : c == '<';
        r->at++;
    }
    return 0;
}

/* The rest of it, its end tag too; 1, 0 where the stream ends before, -1. *length: of all, kept or not. */
static int take_doc(Sgml *s, Bytes *doc, uint64_t *length, Error *error)
{
    Reader *r = &s->reader;
    size_t seen = 0;
    for (int more; (more = reader_fill(r, error)) != 0;) {
        if (more < 0) return -1;
        size_t from = r->at;
        bool whole = false;
        while (r->at < r->end && !whole) {
            char c = (char)r->data[r->at++];
            seen = is_case(c, end_tag[seen]) ? seen + 1 : c == '<';
            whole = seen == sizeof end_tag - 1;
        }
        size_t n = r->at - from, room = doc->size <= s->most ? s->most + 1 - doc->size : 0;
        *length += n;
        if (!bytes_add(doc, r->data + from, n < room ? n : room)) {
            (void)fail_memory(error);
            return -1;
        }
        if (whole) return 1;
    }
    return 0;
}

static bool sgml_next(Way *way, Piece *out)
{
    Sgml *s = (Sgml *)way;
    Error error = {0};
    Bytes bytes = {0};
    Doc doc = {.good = true};
    uint64_t length = 0;
    if (s->ended) return false;
    int more = find_doc(s, &error);
    s->ended = more <= 0;
    if (!more && s->number) return false;
    if (bytes_add(&bytes, begin_tag, sizeof begin_tag - 1) && more > 0) more = take_doc(s, &bytes, &length, &error);
    unsigned long long n = ++s->number;
    bool none = !more && s->ended;
    piece_begin(out, none ? strdup(s->label) : format_words("%s: document %llu", s->label, n), format_words("%s-%llu", s->base, n));
    if (more < 0)
        piece_problem(out, "%s", error.message);
    else if (!more)
        piece_problem(out, none ? "there is no <DOC> in it" : "the file ends amid this <DOC>: it is left out");
    else if (length > s->most)
        piece_problem(out, "this <DOC> is %llu bytes long and the limit is %zu; raise it with --max-article",
                      (unsigned long long)length, s->most);
    else {
        read_doc(&doc, text_of(bytes.data, bytes.size));
        fill_piece(&doc, out);
    }
    s->ended |= more <= 0;
    for (size_t i = 0; i < PARTS; i++) bytes_free(&doc.parts[i]);
    bytes_free(&bytes);
    return true;
}

static void sgml_close(Way *way)
{
    Sgml *s = (Sgml *)way;
    reader_close(&s->reader);
    free(s->label);
    free(s->base);
    free(s);
}

Way *way_sgml(Stream *stream, const IntakeOptions *options, const char *label)
{
    Sgml *s = calloc(1, sizeof *s);
    if (!s) {
        stream_close(stream);
        return NULL;
    }
    s->way = (Way){sgml_next, sgml_close};
    s->options = options;
    s->most = limit_of(options, INTAKE_JSON);
    s->label = strdup(label);
    s->base = id_of_label(label);
    if (reader_init(&s->reader, stream) && s->label && s->base) return &s->way;
    sgml_close(&s->way);
    return NULL;
}
