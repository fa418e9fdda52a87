/* Archives and single compressed files by libarchive, their members one after the other, each looked at and cut in its
 * turn as a file is; archives within archives too.
 *
 * A small archive can say much: what is unpacked, in all depths together, may be RATIO times what was read, beyond
 * what every archive is allowed. Then it ends with a sentence. Members are skipped by reading them, so that they count.
 *
 * Not among libarchive's formats: mtree, which opens the files it names; WARC, which is ours; uuencode and filters that
 * start programs. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <strings.h>

#include "intake/archive/book.h"

#define RATIO 200u
#define ALLOWED ((uint64_t)64 << 20)
#define PIECE ((size_t)64 << 10)

struct Unpacker {
    Way way;
    Opened *packed; /* as it came; what it gave is counted */
    Opened *source; /* owned: the same, or what gzip's members in it hold */
    struct archive *archive;
    locale_t utf8; /* 0: the system has none */
    const IntakeOptions *options;
    char *label;
    unsigned depth;
    Unpacker *root; /* the outermost: itself, or the one that this one lies in */
    uint8_t *buffer;
    Way *member; /* that is being cut */
    struct archive_entry *entry;
    uint64_t members, given;
    bool wacz;     /* web archives, and about them an index and lists, which are no articles */
    bool office;   /* a document of an office program: one of its members has the text, no other is looked at */
    bool lent;     /* `packed` is another's */
    bool single;   /* one compressed file */
    bool read_out; /* the member has no more */
    bool ended;    /* nothing more can be read */
    bool untold;   /* and whoever cut the member has not read so far as to know why */
    /* what it lies in could not be read to its end: libarchive is told of an end, and has what came before */
    bool cut;
    Error failure; /* why */
    /* of the root: */
    uint64_t size, unpacked; /* size: of the archive, UINT64_MAX where not known */
    bool bomb;
};

/* libarchive turns names into the locale's letters, of which a program that sets none has 95: others' names would be
 * lost. A thread's own locale, while it does so, is nobody else's matter. */
static locale_t enter(const Unpacker *u)
{
    return u->utf8 ? uselocale(u->utf8) : (locale_t)0;
}

static void leave(locale_t before)
{
    if (before) uselocale(before);
}

/* ---- what libarchive reads ---- */

static la_ssize_t read_packed(struct archive *archive, void *context, const void **data)
{
    Unpacker *u = context;
    ssize_t n = stream_read(&u->source->stream, u->buffer, PIECE, &u->failure);
    (void)archive;
    *data = u->buffer;
    u->cut |= n < 0;
    return n < 0 ? 0 : n;
}

static la_int64_t seek_packed(struct archive *archive, void *context, la_int64_t offset, int whence)
{
    (void)archive;
    Unpacker *u = context;
    int64_t at = u->source->seek(u->source, offset, whence);
    return at < 0 ? ARCHIVE_FATAL : at;
}

/* Whether too much came of too little. Parts of an archive may be read again and again: they count once. */
static bool is_bomb(Unpacker *u)
{
    Unpacker *root = u->root;
    uint64_t read = root->packed->given < root->size ? root->packed->given : root->size;
    root->bomb |= root->unpacked > ALLOWED && root->unpacked / RATIO > read;
    return root->bomb;
}

/* ---- a member as a stream ---- */

typedef struct Member {
    Opened opened;
    Unpacker *unpacker;
    const uint8_t *block; /* libarchive's, until the next is asked for */
    size_t left;
    uint64_t at;
    bool holes; /* do not matter */
    bool owns;  /* the unpacker is there for it alone */
} Member;

static ssize_t member_fails(Unpacker *u, Error *error, int status)
{
    const char *what = archive_error_string(u->archive);
    u->read_out = true;
    u->ended |= status == ARCHIVE_FATAL;
    if (u->cut) {
        u->ended = true;
        *error = u->failure;
        return -1;
    }
    (void)fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "the archive is damaged here: %s",
               what ? what : "it cannot be read");
    return -1;
}

static ssize_t explodes(Unpacker *u, Error *error)
{
    u->read_out = u->ended = true;
    (void)fail(
        error, SAYSO_ERROR_LIMIT, NO_OFFSET,
        "the archive unpacks to more than %u times its size, as one made to harm; unpack it yourself if it is not",
        RATIO);
    return -1;
}

/* The next block: 1; 0 at the end; -1. A hole, as sparse files have, is the end of what an article can be. */
static int next_block(Member *m, Error *error)
{
    Unpacker *u = m->unpacker;
    const void *block;
    size_t size;
    la_int64_t offset;
    if (u->read_out) return 0;
    int status = archive_read_data_block(u->archive, &block, &size, &offset);
    if (status == ARCHIVE_WARN || (status == ARCHIVE_EOF && u->cut && u->single))
        return (int)member_fails(u, error, status);
    if (status == ARCHIVE_EOF || (status >= ARCHIVE_OK && offset > (la_int64_t)m->at && !m->holes)) {
        u->read_out = true;
        return 0;
    }
    if (status < ARCHIVE_WARN) return (int)member_fails(u, error, status);
    u->root->unpacked += size;
    if (is_bomb(u)) return (int)explodes(u, error);
    m->block = block;
    m->left = size;
    m->at += size;
    return 1;
}

static ssize_t member_more(Opened *opened, void *data, size_t size, Error *error)
{
    Member *m = (Member *)opened;
    while (!m->left) {
        int more = next_block(m, error);
        if (more <= 0) return more;
    }
    size_t n = size < m->left ? size : m->left;
    memcpy(data, m->block, n);
    m->block += n;
    m->left -= n;
    return (ssize_t)n;
}

static void unpacker_free(Unpacker *u);

static void member_end(Opened *opened)
{
    Unpacker *u = ((Member *)opened)->unpacker;
    if (((Member *)opened)->owns) {
        unpacker_free(u);
        free(opened);
        return;
    }
    if (opened->failed && u->ended) {
        u->untold = true;
        u->failure = opened->failure;
    }
    free(opened);
}

static Opened *open_member(Unpacker *u)
{
    Member *m = calloc(1, sizeof *m);
    if (!m) return NULL;
    opened_init(&m->opened);
    m->opened.more = member_more;
    m->opened.end = member_end;
    m->unpacker = u;
    return &m->opened;
}

/* ---- members one after the other ---- */

static bool tell(Unpacker *u, Piece *out, char *label, const char *sentence)
{
    piece_begin(out, label, label ? id_of_label(label) : NULL);
    piece_problem(out, "%s", sentence);
    u->given++;
    return true;
}

static bool tell_end(Unpacker *u, Piece *out, const char *sentence)
{
    u->ended = true;
    return tell(u, out, strdup(u->label), sentence);
}

/* What is left of the member is read, not jumped over: jumping, libarchive would unpack it all without a word. false
 * where the archive ends by that, with the sentence. */
static bool skip_rest(Unpacker *u, Error *error)
{
    Member rest = {.unpacker = u, .holes = true};
    while (u->entry && next_block(&rest, error) > 0) {
    }
    u->entry = NULL;
    return !u->ended;
}

static const char *const packings[] = {".gz", ".xz", ".bz2", ".zst", ".lz4", ".lz", ".lzma", ".Z"};

/* A compressed file's name without the packing's ending. */
static char *unpacked_name(const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < COUNT(packings); i++)
        if (name_ends(name, packings[i])) return copy_of(name, n - strlen(packings[i]));
    return copy_of(name, n);
}

/* The member's own name, made safe. libarchive has none where it knows no letters for it. */
static char *member_name(Unpacker *u)
{
    locale_t before = enter(u);
    const char *name = archive_entry_pathname(u->entry);
    if (!name || !*name) name = archive_entry_pathname_utf8(u->entry);
    leave(before);
    return name && *name ? safe_copy(name, strlen(name)) : format_words("member %llu", (unsigned long long)u->members);
}

/* WACZ: archive/data.warc.gz, indexes/, pages/, datapackage.json */
static bool is_about_archive(Unpacker *u, const char *name)
{
    Text t = text_literal(name);
    bool warc = name_ends(name, ".warc") || name_ends(name, ".warc.gz");
    u->wacz |= name_ends(u->label, ".wacz") || text_is(t, "datapackage.json") || (text_starts(t, "archive/") && warc);
    return u->wacz && (text_starts(t, "indexes/") || text_starts(t, "pages/") || text_starts(t, "logs/") ||
                       text_starts(t, "datapackage") || (!strchr(name, '/') && name_ends(name, ".json")));
}

/* What office programs and makers of books put into their zips, and no archive of reports has first. */
static bool is_of_office(const Unpacker *u, const char *name)
{
    static const char *const first[] = {
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "docProps/app.xml", "word/document.xml",
        "xl/workbook.xml", "mimetype", "META-INF/container.xml", "META-INF/manifest.xml"};
    static const char *const endings[] = {".docx", ".odt", ".xlsx", ".pptx", ".epub", ".ods", ".odp"};
    bool yes = false;
    for (size_t i = 0; u->members == 1 && i < COUNT(first); i++) yes |= !strcmp(name, first[i]);
    for (size_t i = 0; i < COUNT(endings); i++) yes |= name_ends(u->label, endings[i]);
    return yes && archive_format(u->archive) == ARCHIVE_FORMAT_ZIP;
}

static bool is_office_text(const char *name)
{
    return !strcmp(name, "word/document.xml") || !strcmp(name, "content.xml");
}

/* Of a document whose text stands nowhere known: what it is. */
static const char *office_refusal(const Unpacker *u)
{
    static const struct {
        const char *ending, *sentence;
    } all[] = {{".epub", "it is an e-book (EPUB); give its chapters' pages or text"},
               {".xlsb", "it is a spreadsheet; save it as .xlsx or CSV, a row an article"},
               {".ods", "it is a spreadsheet; save it as CSV, a row an article"},
               {".pptx", "it is a presentation; save its text as plain text"},
               {".odp", "it is a presentation; save its text as plain text"}};
    for (size_t i = 0; i < COUNT(all); i++)
        if (name_ends(u->label, all[i].ending)) return all[i].sentence;
    return "it is an office document or an e-book without a text that is known here; save it as plain text";
}

static bool open_office(Unpacker *u, Piece *out)
{
    Opened *member = open_member(u);
    u->member = member ? way_office(member, u->options, u->label) : NULL;
    u->given++;
    return !u->member && tell(u, out, strdup(u->label), "out of memory");
}

/* All that is left is the book's matter: its sheets are read in their own order, by opening the zip anew. */
static bool open_book(Unpacker *u, Piece *out)
{
    u->entry = NULL;
    u->ended = true;
    u->member = way_book(u, u->options, u->label);
    u->given++;
    return !u->member && tell(u, out, strdup(u->label), "out of memory");
}

static bool is_wanted(struct archive_entry *entry, const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    if (archive_entry_hardlink(entry) || archive_entry_symlink(entry)) return false;
    mode_t type = archive_entry_filetype(entry);
    return (type == AE_IFREG || !type) && *base && *base != '.'; /* hidden ones are not read of folders either */
}

static bool open_next(Unpacker *u, const char *name, const char *label, Piece *out)
{
    int64_t size = archive_entry_size_is_set(u->entry) ? archive_entry_size(u->entry) : 0;
    Opened *member = open_member(u);
    Way *way = member ? way_open(member, u->options, label, name, size > 0 ? (uint64_t)size : 0, u->depth + 1) : NULL;
    u->member = way;
    u->given++;
    if (way) return false;
    return tell(u, out, strdup(label), "out of memory");
}

static bool tell_encrypted(Unpacker *u, const char *name, const char *label, Piece *out)
{
    (void)name;
    u->entry = NULL; /* libarchive can pass it, but not read it */
    return tell(u, out, strdup(label), "it is encrypted; unpack it yourself and read what comes out");
}

/* Whether the member gives a piece at once, which is then a problem. */
static bool begin_member(Unpacker *u, Piece *out)
{
    char *name = u->single ? unpacked_name(u->label) : member_name(u);
    char *label = !name ? NULL : u->single ? strdup(u->label) : format_words("%s: %s", u->label, name);
    bool told = false;
    if (name && !u->single && !u->given) u->office |= is_of_office(u, name);
    if (!label)
        told = tell_end(u, out, "out of memory");
    else if (u->office && !u->given && u->packed->seek && text_starts(text_literal(name), "xl/") &&
             !name_ends(u->label, ".xlsb"))
        told = open_book(u, out);
    else if (u->office)
        told = is_office_text(name) && !u->given && open_office(u, out);
    else if (is_wanted(u->entry, u->single ? "data" : name) && (u->single || !is_about_archive(u, name)))
        told = (archive_entry_is_encrypted(u->entry) ? tell_encrypted : open_next)(u, name, label, out);
    free(name);
    free(label);
    return told;
}

static int read_header(Unpacker *u)
{
    int status, tries = 0;
    locale_t before = enter(u);
    do status = archive_read_next_header(u->archive, &u->entry);
    while (status == ARCHIVE_RETRY && ++tries < 1000);
    leave(before);
    return status;
}

/* Behind the last member nothing is looked for but damage: a checksum stands at the end. */
static void read_to_end(Unpacker *u)
{
    while (!u->cut && u->source != u->packed) {
        ssize_t n = stream_read(&u->source->stream, u->buffer, PIECE, &u->failure);
        if (n <= 0) {
            u->cut = n < 0;
            return;
        }
        u->root->unpacked += (uint64_t)n;
        if (is_bomb(u)) return;
    }
}

static int tells(Error *error, const char *sentence, const char *what)
{
    (void)fail(error, SAYSO_ERROR_INPUT, NO_OFFSET, "%s%s", sentence, what);
    return -1;
}

/* 1: a member; 0: the end, without a word; -1: the end, with one. */
static int next_header(Unpacker *u, Error *error)
{
    int status = read_header(u);
    u->read_out = false;
    if (status >= ARCHIVE_WARN && status != ARCHIVE_EOF) {
        u->members++;
        u->single = archive_format(u->archive) == ARCHIVE_FORMAT_RAW;
        if (!u->single || archive_filter_count(u->archive) > 1 || u->source != u->packed) return 1;
        u->entry = NULL;
        return tells(error, "it is not an archive that can be read here", "");
    }
    u->entry = NULL;
    const char *what = archive_error_string(u->archive);
    if (status == ARCHIVE_EOF) read_to_end(u);
    if (u->cut) return tells(error, u->failure.message, u->given ? "; what was read of it may be damaged, too" : "");
    if (status != ARCHIVE_EOF) return tells(error, "the archive is damaged: ", what ? what : "it cannot be read");
    if (!u->given && u->office) return tells(error, office_refusal(u), "");
    return u->given ? 0 : tells(error, "the archive holds no files", "");
}

static bool go_on(Unpacker *u, Piece *out)
{
    Error error = {0};
    if (u->untold) {
        u->untold = false;
        return tell_end(u, out, u->failure.message);
    }
    if (u->ended || u->root->bomb) return false;
    if (!skip_rest(u, &error)) return tell_end(u, out, error.message);
    int more = next_header(u, &error);
    if (more < 0) return tell_end(u, out, error.message);
    u->ended = !more;
    return more && begin_member(u, out);
}

static bool unpacker_next(Way *way, Piece *out)
{
    Unpacker *u = (Unpacker *)way;
    do {
        if (u->member && u->member->next(u->member, out)) return true;
        way_close(u->member);
        u->member = NULL;
        if (go_on(u, out)) return true;
    } while (u->member || !(u->ended || u->root->bomb));
    return false;
}

static void unpacker_free(Unpacker *u)
{
    way_close(u->member);
    if (u->archive) archive_read_free(u->archive);
    if (u->utf8) freelocale(u->utf8);
    if (u->source && !u->lent) stream_close(&u->source->stream);
    free(u->buffer);
    free(u->label);
    free(u);
}

static void unpacker_close(Way *way) { unpacker_free((Unpacker *)way); }

/* ---- opening ---- */

static bool prepare(struct archive *a)
{
    static int (*const each[])(struct archive *) = {
        archive_read_support_filter_bzip2, archive_read_support_filter_compress, archive_read_support_filter_gzip,
        archive_read_support_filter_lz4,   archive_read_support_filter_lzip,     archive_read_support_filter_lzma,
        archive_read_support_filter_rpm,   archive_read_support_filter_xz,       archive_read_support_filter_zstd,
        archive_read_support_format_7zip,  archive_read_support_format_ar,       archive_read_support_format_cab,
        archive_read_support_format_cpio,  archive_read_support_format_iso9660,  archive_read_support_format_lha,
        archive_read_support_format_rar,   archive_read_support_format_rar5,     archive_read_support_format_tar,
        archive_read_support_format_xar,   archive_read_support_format_zip,      archive_read_support_format_empty,
        archive_read_support_format_raw};
    for (size_t i = 0; i < COUNT(each); i++)
        if (each[i](a) < ARCHIVE_WARN) return false;
    return true;
}

static void find_size(Unpacker *u)
{
    int64_t size = u->packed->seek ? u->packed->seek(u->packed, 0, SEEK_END) : -1;
    u->size = size < 0 ? UINT64_MAX : (uint64_t)size;
    if (u->packed->seek) u->packed->seek(u->packed, 0, SEEK_SET);
}

static Unpacker *root_of(Unpacker *u)
{
    if (u->packed->more != member_more) return u;
    return ((Member *)u->packed)->unpacker->root;
}

/* By our own way, which gives all that is good of a damaged file; libarchive loses what it has in the works. */
static bool undo_gzip(Unpacker *u)
{
    const uint64_t *members;
    if (!opened_look(u->packed)) return false;
    if (!sniff_gzip(u->packed->stream.ahead, u->packed->stream.ahead_size)) return true;
    u->source = open_inflated(&u->packed->stream, true, &members);
    return u->source;
}

/* A zip whose first member is what a spreadsheet has first, as far as that can be seen. */
static bool may_be_book(const Stream *s)
{
    static const char *const first[] = {"[Content_Types].xml", "_rels/.rels", "docProps/", "xl/"};
    if (s->ahead_size < 64 || memcmp(s->ahead, "PK\3\4", 4)) return false;
    for (size_t i = 0; i < COUNT(first); i++)
        if (!memcmp(s->ahead + 30, first[i], strlen(first[i]))) return true;
    return false;
}

/* A spreadsheet is read more than once: what comes from a pipe or out of an archive is kept first. What goes wrong by
 * that is told in its turn. */
static bool keep_book(Unpacker *u)
{
    if (u->packed->seek) return true;
    if (!opened_look(u->packed)) return false;
    if (!may_be_book(&u->packed->stream)) return true;
    Opened *again = open_again(u->packed, &u->failure);
    u->untold = !again;
    u->packed = u->source = again ? again : open_memory(NULL, 0);
    return u->packed;
}

/* `again`: of a zip by its list of members, so that what is not wanted is jumped over. */
static bool begin_reading(Unpacker *u, bool again)
{
    u->buffer = malloc(PIECE);
    u->archive = archive_read_new();
    u->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!u->buffer || !u->archive || !u->label) return false;
    if (again ? archive_read_support_format_zip_seekable(u->archive) < ARCHIVE_WARN : !prepare(u->archive)) return false;
    archive_read_set_read_callback(u->archive, read_packed);
    if (u->source->seek) archive_read_set_seek_callback(u->archive, seek_packed);
    archive_read_set_callback_data(u->archive, u);
    return true;
}

static bool begin(Unpacker *u, Stream *stream)
{
    u->packed = u->source = opened_of(stream);
    u->root = root_of(u);
    if (!keep_book(u)) return false;
    find_size(u);
    return undo_gzip(u) && begin_reading(u, false);
}

/* A stream that is not ours becomes ours. */
typedef struct Foreign {
    Opened opened;
    Stream *under;
} Foreign;

static ssize_t foreign_more(Opened *opened, void *data, size_t size, Error *error)
{
    return stream_read(((Foreign *)opened)->under, data, size, error);
}

static void foreign_end(Opened *opened)
{
    stream_close(((Foreign *)opened)->under);
    free(opened);
}

static Stream *adopt(Stream *stream)
{
    if (opened_of(stream)) return stream;
    Foreign *f = calloc(1, sizeof *f);
    if (!f) return NULL;
    opened_init(&f->opened);
    f->opened.more = foreign_more;
    f->opened.end = foreign_end;
    f->under = stream;
    return &f->opened.stream;
}

static bool too_deep(Way *way, Piece *out)
{
    Unpacker *u = (Unpacker *)way;
    return !u->ended && tell_end(u, out, "it is an archive in archives, one in the other; unpack them yourself");
}

Way *way_archive(Stream *stream, const IntakeOptions *options, const char *label, unsigned depth)
{
    Unpacker *u = calloc(1, sizeof *u);
    Stream *ours = adopt(stream);
    if (!ours) stream_close(stream);
    if (!u || !ours) {
        stream_close(ours);
        free(u);
        return NULL;
    }
    u->way = (Way){depth > DEEPEST ? too_deep : unpacker_next, unpacker_close};
    u->options = options;
    u->label = strdup(label);
    u->depth = depth;
    if (begin(u, ours)) {
        if (depth <= DEEPEST) (void)archive_read_open1(u->archive); /* the first header tells what went wrong */
        return &u->way;
    }
    unpacker_close(&u->way);
    return NULL;
}

/* ---- a member by its name ---- */

static bool find_member(Unpacker *u, const char *name, Error *error)
{
    while (next_header(u, error) > 0) {
        u->given++;
        char *its = member_name(u);
        bool found = its && !strcasecmp(its, name);
        free(its);
        if (found) return true;
    }
    return false;
}

Opened *archive_again(Unpacker *of, const char *name, Error *error)
{
    Unpacker *u = calloc(1, sizeof *u);
    if (!u) {
        (void)fail_memory(error);
        return NULL;
    }
    *u = (Unpacker){.options = of->options, .packed = of->packed, .source = of->packed, .root = of->root,
                    .label = strdup(of->label), .lent = true, .office = true};
    *error = (Error){0};
    bool ready = of->packed->seek(of->packed, 0, SEEK_SET) >= 0 && begin_reading(u, true);
    if (ready && archive_read_open1(u->archive) != ARCHIVE_OK)
        (void)fail(error, SAYSO_ERROR_INPUT, NO_OFFSET,
                   "the spreadsheet is cut or damaged: the list of its parts at its end cannot be read; open it in the "
                   "program that made it and save it again");
    Opened *member = ready && !error->message[0] && find_member(u, name, error) ? open_member(u) : NULL;
    if (member)
        ((Member *)member)->owns = true;
    else
        unpacker_free(u);
    if (!ready) (void)fail_memory(error);
    return member;
}

bool archive_gave(Unpacker *of, uint64_t bytes, Error *error)
{
    of->root->unpacked += bytes;
    return !is_bomb(of) || explodes(of, error) >= 0;
}
