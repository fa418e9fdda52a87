/* The arguments one after the other, folders opened when their turn comes: at any time one file is open, and in memory
 * are the names of the folder that it lies in and of those that this lies in. What cannot be opened comes out in its
 * turn too, with its reason. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "intake/archive/archive.h"
#include "intake/document/document.h"
#include "intake/feed/feed.h"
#include "intake/rows/rows.h"

const char *const intake_field_names[INTAKE_FIELDS] = {"text", "id", "url", "title", "outlet", "byline", "published"};

const char *intake_format_name(IntakeFormat format)
{
    static const char *const names[INTAKE_FORMATS] = {"any",   "text",  "page",   "feed", "json",
                                                      "jsonl", "ninjs", "record", "table", "sgml",   "pdf",   "warc", "archive"};
    return (unsigned)format < INTAKE_FORMATS ? names[format] : "";
}

/* ---- one piece ---- */

typedef struct Single {
    Way way;
    Opened *opened; /* owned; NULL: it has been read */
    const IntakeOptions *options;
    IntakeFormat format;
    char *label, *id;
    char *problem; /* known before it is read; NULL: none */
    bool (*read)(Stream *stream, size_t most, Bytes *out, Error *error);
    uint64_t length;
} Single;

/* At most `limit` + 1 bytes. */
static bool read_piece(Stream *stream, size_t limit, Bytes *out, Error *error)
{
    char part[16 << 10];
    while (out->size <= limit) {
        size_t left = limit + 1 - out->size;
        ssize_t n = stream_read(stream, part, left < sizeof part ? left : sizeof part, error);
        if (n <= 0) return !n;
        if (!bytes_add(out, part, (size_t)n)) {
            (void)fail_memory(error);
            return false;
        }
    }
    return true;
}

static bool single_next(Way *way, Piece *out)
{
    Single *s = (Single *)way;
    if (!s->opened) return false;
    Bytes bytes = {0};
    Error error = {0};
    if (s->problem) (void)fail(&error, SAYSO_ERROR_INPUT, NO_OFFSET, "%s", s->problem);
    bool ok = !s->problem && s->read(&s->opened->stream, limit_of(s->options, s->format), &bytes, &error);
    piece_begin(out, s->label, s->id);
    s->label = s->id = NULL;
    if (ok)
        piece_data(out, s->format, &bytes);
    else
        piece_problem(out, "%s", error.message);
    if (ok) out->length = s->length > out->size ? s->length : s->length ? out->size : 0;
    bytes_free(&bytes);
    stream_close(&s->opened->stream);
    s->opened = NULL;
    return true;
}

static void single_close(Way *way)
{
    Single *s = (Single *)way;
    if (s->opened) stream_close(&s->opened->stream);
    free(s->label);
    free(s->id);
    free(s->problem);
    free(s);
}

static Way *way_single(Opened *opened, const IntakeOptions *options, IntakeFormat format, const char *label, char *id,
                       uint64_t length)
{
    Single *s = calloc(1, sizeof *s);
    if (!s) {
        stream_close(&opened->stream);
        free(id);
        return NULL;
    }
    *s = (Single){.way = {single_next, single_close}, .opened = opened, .options = options, .format = format,
                  .label = strdup(label), .id = id, .read = read_piece, .length = length};
    return &s->way;
}

/* What begins as XML that nobody here reads is told, unless text was asked for. */
static Way *way_text(Opened *opened, const IntakeOptions *options, const char *label, char *id, uint64_t length)
{
    Way *way = way_single(opened, options, INTAKE_TEXT, label, id, length);
    const Stream *s = &opened->stream;
    if (way && options->format != INTAKE_TEXT) ((Single *)way)->problem = sniff_refused(s->ahead, s->ahead_size);
    return way;
}

Way *way_office(Opened *opened, const IntakeOptions *options, const char *label)
{
    Way *way = way_single(opened, options, INTAKE_TEXT, label, id_of_label(label), 0);
    if (way) ((Single *)way)->read = office_read;
    return way;
}

static Way *way_pdf(Opened *opened, const IntakeOptions *options, const char *label)
{
    Way *way = way_single(opened, options, INTAKE_TEXT, label, id_of_label(label), 0);
    if (way) ((Single *)way)->read = pdf_read;
    return way;
}

/* ---- what a stream holds ---- */

void way_close(Way *way)
{
    if (way) way->close(way);
}

/* What was asked for overrules what it looks like, but packing is undone in any case, and of an archive that was asked
 * for the members are looked at. */
static IntakeFormat decide(IntakeFormat asked, IntakeFormat seen, unsigned depth)
{
    if (asked == INTAKE_ANY || (asked == INTAKE_ARCHIVE && depth)) return seen;
    return seen == INTAKE_ARCHIVE ? INTAKE_ARCHIVE : asked;
}

/* UTF-16 is read as it stands where a byte order mark says so and who reads it knows marks. */
static bool is_to_narrow(const uint8_t *data, size_t size, IntakeFormat format)
{
    Wide wide = sniff_wide(data, size);
    if (wide == WIDE_NOT || format == INTAKE_FEED || format == INTAKE_ARCHIVE || format == INTAKE_WARC || format == INTAKE_PDF)
        return false;
    return wide >= WIDE_LITTLE || (format != INTAKE_TEXT && format != INTAKE_PAGE);
}

Way *way_open(Opened *o, const IntakeOptions *options, const char *label, const char *name, uint64_t length,
              unsigned depth)
{
    if (!opened_look(o)) {
        stream_close(&o->stream);
        return NULL;
    }
    const uint8_t *data = o->stream.ahead;
    size_t size = o->stream.ahead_size;
    IntakeFormat format = decide(options->format, sniff(data, size, name), depth);
    if (is_to_narrow(data, size, format)) {
        if (!(o = open_narrowed(o)) || !opened_look(o)) {
            if (o) stream_close(&o->stream);
            return NULL;
        }
        data = o->stream.ahead;
        size = o->stream.ahead_size;
        length = 0;
    }
    bool lines = sniff_lines(data, size, name);
    switch (format) {
    case INTAKE_FEED:
        return way_feed(&o->stream, options, label, NULL);
    case INTAKE_WARC:
        return way_warc(&o->stream, options, label);
    case INTAKE_ARCHIVE:
        return way_archive(&o->stream, options, label, depth);
    case INTAKE_TABLE:
        return way_table(&o->stream, options, label);
    case INTAKE_SGML:
        return way_sgml(&o->stream, options, label);
    case INTAKE_PDF:
        return way_pdf(o, options, label);
    case INTAKE_JSONL:
        return way_lines(&o->stream, options, label, INTAKE_JSON);
    case INTAKE_JSON:
    case INTAKE_NINJS:
    case INTAKE_RECORD:
        if (lines) return way_lines(&o->stream, options, label, format);
        return way_array(&o->stream, options, label, format,
                         format == INTAKE_JSON ? json_list(data, size, options) : NULL);
    case INTAKE_PAGE:
        return way_single(o, options, format, label, id_of(name), length);
    default:
        return way_text(o, options, label, id_of(name), length);
    }
}

/* ---- folders ---- */

/* A folder whose names are being taken, and the one that it lies in. */
typedef struct Folder Folder;
struct Folder {
    Folder *above;
    char *path;
    char **names; /* files, and with `recursive` folders, by name */
    size_t at, count;
    size_t passed; /* folders in it that are not read */
    unsigned depth;
};

struct Intake {
    const IntakeOptions *options;
    Fetcher *fetcher; /* NULL until a URL comes */
    size_t argument;
    Folder *folder;    /* the innermost; NULL: none is open */
    Way *way;          /* of what is open */
    IntakePlace place; /* its file */
    char *from;        /* its address, where it was fetched */
};

static bool same_place(IntakePlace a, IntakePlace b)
{
    return a.known && b.known && a.device == b.device && a.number == b.number;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return strcmp(path, "-") && !is_url(path) && !stat(path, &st) && S_ISDIR(st.st_mode);
}

static void close_folder(Intake *in)
{
    Folder *f = in->folder;
    in->folder = f->above;
    for (size_t i = 0; i < f->count; i++) free(f->names[i]);
    free(f->names);
    free(f->path);
    free(f);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What is hidden is not looked at. A file may stand at the end of a link, a folder may not: links lead in circles. */
typedef enum Kind { KIND_NONE, KIND_FILE, KIND_FOLDER } Kind;

static Kind kind_of(const Intake *in, int directory, const char *name)
{
    struct stat st;
    if (name[0] == '.' || fstatat(directory, name, &st, 0)) return KIND_NONE;
    if (S_ISDIR(st.st_mode)) {
        bool folder = !fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) && S_ISDIR(st.st_mode);
        return folder ? KIND_FOLDER : KIND_NONE;
    }
    if (!S_ISREG(st.st_mode)) return KIND_NONE;
    return same_place(in->options->output, (IntakePlace){true, st.st_dev, st.st_ino}) ? KIND_NONE : KIND_FILE;
}

static bool add_name(Folder *f, size_t *capacity, const char *name)
{
    if (!items_grow((void **)&f->names, f->count, capacity, sizeof *f->names)) return false;
    char *copy = strdup(name);
    if (copy) f->names[f->count++] = copy;
    return copy;
}

/* 0, or the errno of what went wrong. */
static int read_names(const Intake *in, Folder *f, DIR *directory)
{
    size_t capacity = 0;
    for (struct dirent *entry;;) {
        errno = 0;
        if (!(entry = readdir(directory))) return errno;
        Kind kind = kind_of(in, dirfd(directory), entry->d_name);
        bool wanted = kind == KIND_FILE || (kind == KIND_FOLDER && in->options->recursive);
        f->passed += kind == KIND_FOLDER && !wanted;
        if (wanted && !add_name(f, &capacity, entry->d_name)) return ENOMEM;
    }
}

static int open_folder(Intake *in, const char *path)
{
    DIR *directory = opendir(path);
    if (!directory) return errno;
    Folder *f = calloc(1, sizeof *f);
    if (f) f->path = strdup(path);
    if (!f || !f->path) {
        free(f);
        closedir(directory);
        return ENOMEM;
    }
    f->above = in->folder;
    f->depth = f->above ? f->above->depth + 1 : 0;
    in->folder = f;
    int problem = read_names(in, f, directory);
    closedir(directory);
    if (f->count) qsort(f->names, f->count, sizeof *f->names, by_bytes);
    if (problem) close_folder(in);
    return problem;
}

static char *join(const char *folder, const char *name)
{
    size_t n = strlen(folder);
    return format_words("%s%s%s", folder, n && folder[n - 1] == '/' ? "" : "/", name);
}

/* ---- the arguments ---- */

static bool give_problem(const char *path, const char *sentence, Piece *out)
{
    const char *label = !*path ? "''" : !strcmp(path, "-") ? "standard input" : path;
    piece_begin(out, strdup(label), id_of(path));
    piece_problem(out, "%s", sentence);
    return true;
}

/* Opens a file; whether a piece came of that at once, which is then a problem. */
static bool start_file(Intake *in, const char *path, Piece *out)
{
    Error error = {0};
    uint64_t length = 0;
    in->place = (IntakePlace){0};
    Opened *opened = open_file(path, &in->place, &length, &error);
    if (!opened) return give_problem(path, error.message, out);
    bool standard = !strcmp(path, "-");
    in->way = way_open(opened, in->options, standard ? "standard input" : path, standard ? "stdin" : path, length, 0);
    return !in->way && give_problem(path, "out of memory", out);
}

/* What came from the network, if it holds many. */
static Way *way_fetched(const Intake *in, Piece *p)
{
    char *data = p->data;
    size_t size = p->size;
    const char *url = p->url ? p->url : p->label;
    p->data = NULL;
    p->size = 0;
    Opened *opened = open_memory(data, size);
    if (!opened || !url) {
        if (opened) stream_close(&opened->stream);
        return NULL;
    }
    if (p->format == INTAKE_FEED) return way_feed_by(&opened->stream, in->options, p->label, url, in->fetcher);
    return way_open(opened, in->options, p->label, url, 0, 0);
}

/* The last of the redirects. */
static const char *from_of(const Piece *p) { return p->url ? p->url : p->label ? p->label : ""; }

static bool start_url(Intake *in, const char *url, Piece *out)
{
    in->place = (IntakePlace){0};
    if (!in->fetcher) in->fetcher = in->options->hosts ? hosts_fetcher(in->options->hosts, in->options) : fetcher_open(in->options);
    if (!in->fetcher) return give_problem(url, "out of memory", out);
    *out = (Piece){0};
    fetcher_get(in->fetcher, url, out);
    IntakeFormat asked = in->options->format;
    if (asked != INTAKE_ANY && asked != INTAKE_ARCHIVE) out->format = asked;
    bool one = out->format == INTAKE_TEXT || out->format == INTAKE_PAGE;
    if (one && out->data && !out->problem) piece_from(out, from_of(out));
    if (one || out->problem || out->unchanged || !out->data) return true;
    if (out->size > limit_of(in->options, INTAKE_PAGE)) {
        piece_problem(out, "it is longer than what is fetched, %zu bytes; raise --max-article, or fetch it yourself",
                      limit_of(in->options, INTAKE_PAGE));
        return true;
    }
    in->from = strdup(from_of(out));
    in->way = in->from ? way_fetched(in, out) : NULL;
    piece_free(out);
    return !in->way && give_problem(url, "out of memory", out);
}

#define DEEPEST_FOLDER 100u

static bool start_folder(Intake *in, const char *path, Piece *out)
{
    if (in->folder && in->folder->depth >= DEEPEST_FOLDER)
        return give_problem(path, "the folders lie too deep in each other", out);
    int problem = open_folder(in, path);
    if (problem) return give_problem(path, reason_of(problem), out);
    if (in->folder->count || in->folder->above) return false;
    return give_problem(path, in->folder->passed ? "the folder holds no files of its own; -r reads those in its folders"
                                                 : "the folder holds no files", out);
}

static bool start_argument(Intake *in, const char *argument, Piece *out)
{
    if (is_url(argument)) return start_url(in, argument, out);
    if (!is_folder(argument)) return start_file(in, argument, out);
    return start_folder(in, argument, out);
}

static bool start_named(Intake *in, Piece *out)
{
    Folder *f = in->folder;
    char *path = join(f->path, f->names[f->at++]);
    bool folder = path && in->options->recursive && is_folder(path);
    bool given = path ? (folder ? start_folder : start_file)(in, path, out)
                      : give_problem(f->path, "out of memory", out);
    free(path);
    return given;
}

/* Whether there is a word to be said at its end. */
static bool leave_folder(Intake *in, Piece *out)
{
    Folder *f = in->folder;
    bool told = f->passed && f->count;
    if (told) {
        piece_begin(out, strdup(f->path), id_of(f->path));
        piece_problem(out, "%zu folder%s in it %s passed over; -r reads them, too", f->passed, f->passed > 1 ? "s" : "",
                      f->passed > 1 ? "were" : "was");
        out->remark = true;
    }
    close_folder(in);
    return told;
}

Status intake_open(const IntakeOptions *options, Intake **out, Error *error)
{
    *out = calloc(1, sizeof **out);
    if (!*out) return fail_memory(error);
    (*out)->options = options;
    return SAYSO_OK;
}

void intake_close(Intake *in)
{
    if (!in) return;
    way_close(in->way);
    free(in->from);
    while (in->folder) close_folder(in);
    if (in->fetcher && !in->options->hosts) fetcher_close(in->fetcher);
    free(in);
}

/* Whether a piece came at once; *more is false at the end. */
static bool start_next(Intake *in, Piece *out, bool *more)
{
    const IntakeOptions *o = in->options;
    if (in->folder && in->folder->at < in->folder->count) return start_named(in, out);
    if (in->folder) return leave_folder(in, out);
    if (!o->input_count && !in->argument++) return start_argument(in, "-", out);
    *more = in->argument < o->input_count;
    return *more && start_argument(in, o->inputs[in->argument++], out);
}

bool intake_next(Intake *in, Piece *out)
{
    *out = (Piece){0};
    for (bool more = true, given = false; !given; given = start_next(in, out, &more)) {
        if (in->way && in->way->next(in->way, out)) break;
        way_close(in->way);
        in->way = NULL;
        free(in->from);
        in->from = NULL;
        if (!more) return false;
    }
    if (!out->place.known) out->place = in->place;
    if (in->way && in->from && out->data && !out->from) piece_from(out, in->from);
    return true;
}

/* ---- one or many ---- */

static bool is_format_of_many(IntakeFormat format)
{
    return format == INTAKE_FEED || format == INTAKE_JSONL || format == INTAKE_TABLE || format == INTAKE_SGML ||
           format == INTAKE_WARC || format == INTAKE_ARCHIVE;
}

/* A file's first bytes tell; of what can be read only once nothing is taken. */
static bool file_is_many(const IntakeOptions *options, const char *path)
{
    struct stat st;
    IntakePlace place;
    uint64_t length;
    if (stat(path, &st) || !S_ISREG(st.st_mode)) return false;
    Opened *o = open_file(path, &place, &length, NULL);
    if (!o) return false;
    bool many = false;
    if (opened_look(o)) {
        const uint8_t *data = o->stream.ahead;
        size_t size = o->stream.ahead_size, at = 0;
        IntakeFormat format = decide(options->format, sniff(data, size, path), 0);
        while (at < size && (data[at] <= ' ' || data[at] >= 0x80)) at++; /* a byte order mark, too */
        bool array = at < size && data[at] == '[';
        char *list = format == INTAKE_JSON ? json_list(data, size, options) : NULL;
        many = list || is_format_of_many(format) ||
               (format >= INTAKE_JSON && format <= INTAKE_RECORD && (array || sniff_lines(data, size, path)));
        free(list);
    }
    stream_close(&o->stream);
    return many;
}

bool intake_fetches(const IntakeOptions *options)
{
    bool fetches = options->follow;
    for (size_t i = 0; i < options->input_count; i++) fetches = fetches || is_url(options->inputs[i]);
    return fetches;
}

bool intake_is_many(const IntakeOptions *options)
{
    if (options->input_count > 1 || is_format_of_many(options->format)) return true;
    if (!options->input_count || !strcmp(options->inputs[0], "-")) return false;
    const char *input = options->inputs[0];
    return is_url(input) ? options->follow : is_folder(input) || file_is_many(options, input);
}
