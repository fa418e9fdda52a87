/* Archives made by libarchive, good and hostile. */
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include "intake/ways.h"

/* ---- writing ---- */

typedef struct Maker {
    struct archive *archive;
    struct archive_entry *entry;
} Maker;

static Maker make(const char *name, int (*format)(struct archive *), int (*filter)(struct archive *))
{
    Maker m = {archive_write_new(), archive_entry_new()};
    assert_true(m.archive && m.entry);
    assert_true(format(m.archive) >= ARCHIVE_WARN);
    if (filter) assert_true(filter(m.archive) >= ARCHIVE_WARN);
    archive_write_set_bytes_in_last_block(m.archive, 1);
    assert_int_equal(archive_write_open_filename(m.archive, name), ARCHIVE_OK);
    return m;
}

static void put_entry(Maker *m, const char *name, mode_t type, const void *data, size_t size)
{
    archive_entry_clear(m->entry);
    archive_entry_set_pathname(m->entry, name);
    archive_entry_set_filetype(m->entry, type);
    archive_entry_set_perm(m->entry, 0644);
    archive_entry_set_mtime(m->entry, 1772841600, 0);
    archive_entry_set_size(m->entry, (la_int64_t)size);
    if (type == AE_IFLNK) archive_entry_set_symlink(m->entry, "good.txt");
    assert_true(archive_write_header(m->archive, m->entry) >= ARCHIVE_WARN);
    if (size) assert_int_equal(archive_write_data(m->archive, data, size), size);
}

static size_t read_bytes(const char *name, uint8_t *bytes, size_t most)
{
    FILE *file = fopen(name, "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, most, file);
    fclose(file);
    return size;
}

static void put_text(Maker *m, const char *name, const char *text)
{
    put_entry(m, name, AE_IFREG, text, strlen(text));
}

static void put_file(Maker *m, const char *name)
{
    FILE *file = fopen(name, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *data = malloc(size + 1);
    assert_non_null(data);
    assert_int_equal(fread(data, 1, size, file), size);
    fclose(file);
    put_entry(m, name, AE_IFREG, data, size);
    free(data);
}

/* A member of `size` zeros, without holding them. */
static void put_zeros(Maker *m, const char *name, size_t size)
{
    static const char zeros[1 << 16];
    archive_entry_clear(m->entry);
    archive_entry_set_pathname(m->entry, name);
    archive_entry_set_filetype(m->entry, AE_IFREG);
    archive_entry_set_size(m->entry, (la_int64_t)size);
    assert_int_equal(archive_write_header(m->archive, m->entry), ARCHIVE_OK);
    for (size_t at = 0; at < size; at += sizeof zeros)
        assert_true(archive_write_data(m->archive, zeros, size - at < sizeof zeros ? size - at : sizeof zeros) > 0);
}

static void made(Maker *m)
{
    assert_int_equal(archive_write_close(m->archive), ARCHIVE_OK);
    archive_write_free(m->archive);
    archive_entry_free(m->entry);
}

/* ---- good ones ---- */

static void reads_every_kind(void **state)
{
    (void)state;
    static const struct {
        int (*format)(struct archive *), (*filter)(struct archive *);
        const char *name;
    } kinds[] = {
        {archive_write_set_format_zip, NULL, "a.zip"},
        {archive_write_set_format_ustar, NULL, "a.tar"},
        {archive_write_set_format_pax, archive_write_add_filter_gzip, "a.tar.gz"},
        {archive_write_set_format_gnutar, archive_write_add_filter_bzip2, "a.tar.bz2"},
        {archive_write_set_format_v7tar, archive_write_add_filter_xz, "a.tar.xz"},
        {archive_write_set_format_ustar, archive_write_add_filter_zstd, "a.tar.zst"},
        {archive_write_set_format_ustar, archive_write_add_filter_lz4, "a.tar.lz4"},
        {archive_write_set_format_cpio_newc, NULL, "a.cpio"},
        {archive_write_set_format_iso9660, NULL, "a.iso"},
        {archive_write_set_format_7zip, NULL, "a.7z"},
    };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        Maker m = make(kinds[i].name, kinds[i].format, kinds[i].filter);
        put_entry(&m, "news", AE_IFDIR, NULL, 0);
        put_text(&m, "news/a.b.txt", "The harbour is closed.");
        put_text(&m, "news/.hidden", "no");
        put_entry(&m, "link.txt", AE_IFLNK, NULL, 0);
        put_text(&m, "page.html", "<html><p>Open.</p>");
        put_text(&m, "empty", "");
        made(&m);
        char expected[1024];
        const char *name = kinds[i].name;
        snprintf(
            expected, sizeof expected,
            "%s: news/a.b.txt [a.b] text 'The harbour is closed.'\n%s: page.html [page] page '<html><p>Open.</p>'\n"
            "%s: empty [empty] text ''\n",
            name, name, name);
        Said said = said_by_one(name, INTAKE_ANY, 1000);
        if (i < COUNT(kinds) - 2) assert_string_equal(said.text, expected);
        assert_int_equal(said.pieces, 3); /* in the last two in an order of their own */
        assert_non_null(strstr(said.text, "news/a.b.txt [a.b] text 'The harbour is closed.'\n"));
        assert_int_equal(said.problems, 0);
        free(said.text);
    }
}

static void reads_single_compressed_files(void **state)
{
    (void)state;
    static const struct {
        int (*filter)(struct archive *);
        const char *name, *data, *expected;
    } cases[] = {
        {archive_write_add_filter_gzip, "a.txt.gz", "Closed.", "a.txt.gz [a] text 'Closed.'\n"},
        {archive_write_add_filter_xz, "a.html.xz", "<html>Closed.", "a.html.xz [a] page '<html>Closed.'\n"},
        {archive_write_add_filter_zstd, "a.jsonl.zst", "{\"text\":\"One.\"}\n",
         "a.jsonl.zst: line 1 [a.jsonl-1] json '{\"text\":\"One.\"}'\n"},
        {archive_write_add_filter_bzip2, "b", "Closed.", "b [b] text 'Closed.'\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Maker m = make(cases[i].name, archive_write_set_format_raw, cases[i].filter);
        put_text(&m, "data", cases[i].data);
        made(&m);
        assert_said(cases[i].name, cases[i].expected);
    }
}

static void is_overruled_by_the_user(void **state)
{
    (void)state;
    Maker m = make("a.zip", archive_write_set_format_zip, NULL);
    put_text(&m, "a.jsonl", "{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n");
    put_text(&m, "b.txt", "<html>Three.");
    made(&m);
    assert_said_as("a.zip", INTAKE_TEXT, 1000,
                   "a.zip: a.jsonl [a] text '{\"text\":\"One.\"}~{\"text\":\"Two.\"}~'\n"
                   "a.zip: b.txt [b] text '<html>Three.'\n");
    write_text("c.txt", "No archive.");
    assert_said_as("c.txt", INTAKE_ARCHIVE, 1000, "c.txt [c] ! it is not an archive that can be read here\n");
    assert_said_as("missing", INTAKE_ARCHIVE, 1000, "missing [missing] ! there is no such file\n");
}

static void cuts_members(void **state)
{
    (void)state;
    Maker m = make("in.tar.gz", archive_write_set_format_ustar, archive_write_add_filter_gzip);
    put_text(&m, "deep.txt", "Deep.");
    made(&m);
    m = make("crawl.warc.gz", archive_write_set_format_raw, archive_write_add_filter_gzip);
    put_text(&m, "data",
             "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nOne\r\n\r\n");
    made(&m);
    m = make("out.zip", archive_write_set_format_zip, NULL);
    put_text(&m, "two.jsonl", "{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n");
    put_file(&m, "in.tar.gz");
    put_file(&m, "crawl.warc.gz");
    put_text(&m, "last.txt", "Last.");
    made(&m);
    static const char expected[] = "out.zip: two.jsonl: line 1 [two-1] json '{\"text\":\"One.\"}'\n"
                                   "out.zip: two.jsonl: line 2 [two-2] json '{\"text\":\"Two.\"}'\n"
                                   "out.zip: in.tar.gz: deep.txt [deep] text 'Deep.'\n"
                                   "out.zip: crawl.warc.gz: record 1 [crawl.warc-1] text 'One'\n"
                                   "out.zip: last.txt [last] text 'Last.'\n";
    assert_said("out.zip", expected);
    assert_said_as("out.zip", INTAKE_ARCHIVE, 1000, expected);
}

/* WACZ: a web archive, and about it an index, the list of its pages, logs. */
static void reads_a_wacz(void **state)
{
    (void)state;
    Maker m = make("crawl.warc.gz", archive_write_set_format_raw, archive_write_add_filter_gzip);
    put_text(&m, "data",
             "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nOne\r\n\r\n");
    made(&m);
    m = make("a.wacz", archive_write_set_format_zip, NULL);
    put_text(&m, "pages/pages.jsonl", "{\"format\":\"json-pages-1.0\"}\n{\"url\":\"https://a.example/\",\"text\":\"One\"}\n");
    put_entry(&m, "archive/crawl.warc.gz", AE_IFREG, "", 0);
    put_text(&m, "indexes/index.cdx", "example,a)/ 20260305000000 {}\n");
    put_text(&m, "logs/crawl.log", "Crawling.\n");
    put_text(&m, "datapackage.json", "{\"profile\":\"data-package\"}");
    made(&m);
    m = make("b.zip", archive_write_set_format_zip, NULL);
    put_text(&m, "datapackage.json", "{\"profile\":\"data-package\"}");
    put_text(&m, "indexes/index.cdx", "example,a)/ 20260305000000 {}\n");
    archive_entry_clear(m.entry);
    put_file(&m, "crawl.warc.gz");
    made(&m);
    assert_said("a.wacz", "a.wacz: archive/crawl.warc.gz [crawl.warc] text ''\n");
    assert_said("b.zip", "b.zip: crawl.warc.gz: record 1 [crawl.warc-1] text 'One'\n");
}

static void reads_documents(void **state)
{
    (void)state;
    Maker m = make("a.docx", archive_write_set_format_zip, NULL);
    put_text(&m, "[Content_Types].xml", "<Types/>");
    put_text(&m, "_rels/.rels", "<Relationships/>");
    put_text(&m, "word/document.xml",
             "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>One &amp; </w:t></w:r><w:del><w:r><w:delText>no"
             "</w:delText></w:r></w:del><w:r><w:t>two</w:t><w:tab/><w:t>three.</w:t></w:r></w:p><w:p/><w:tbl><w:p><w:r><w:instrText>PAGE"
             "</w:instrText><w:t>Four.</w:t></w:r></w:p></w:tbl>\n</w:body></w:document>");
    put_text(&m, "word/comments.xml", "<w:comments/>");
    made(&m);
    assert_said("a.docx", "a.docx [a] text 'One & two three.~~Four.'\n");
    m = make("b.odt", archive_write_set_format_zip, NULL);
    put_text(&m, "mimetype", "application/vnd.oasis.opendocument.text");
    put_text(&m, "content.xml", "<o:d xmlns:o=\"o\" xmlns:t=\"t\"><t:h>One</t:h><t:p>Two<t:s/><t:span>three</t:span><t:note>no<t:p>no</t:p></t:note>."
                                "</t:p></o:d>");
    put_text(&m, "meta.xml", "<o:m xmlns:o=\"o\"/>");
    made(&m);
    assert_said("b.odt", "b.odt [b] text 'One~~Two three.'\n");
    m = make("c.docx", archive_write_set_format_zip, NULL);
    put_text(&m, "word/document.xml", "<w:document xmlns:w=\"w\"><w:p>");
    made(&m);
    assert_said("c.docx", "c.docx [c] ! the document is damaged: its XML cannot be read\n");
    static const char *const others[][2] = {
        {"a.epub", "a.epub [a] ! it is an e-book (EPUB); give its chapters' pages or text\n"},
        {"a.ods", "a.ods [a] ! it is a spreadsheet; save it as CSV, a row an article\n"},
        {"a.xlsb", "a.xlsb [a] ! it is a spreadsheet; save it as .xlsx or CSV, a row an article\n"},
        {"a", "a [a] ! it is an office document or an e-book without a text that is known here; save it as plain text\n"}};
    for (size_t i = 0; i < COUNT(others); i++) {
        m = make(others[i][0], archive_write_set_format_zip, NULL);
        put_text(&m, "mimetype", "application/x");
        put_text(&m, "OEBPS/one.xhtml", "<html><p>One.</p></html>");
        made(&m);
        assert_said(others[i][0], others[i][1]);
    }
    m = make("d.zip", archive_write_set_format_zip, NULL); /* a zip of reports */
    put_text(&m, "a.txt", "One.");
    put_text(&m, "content.xml", "Two.");
    made(&m);
    assert_said("d.zip", "d.zip: a.txt [a] text 'One.'\nd.zip: content.xml [content] text 'Two.'\n");
}

/* Through a pipe nothing can be gone back in: a zip is then read as it comes. */
static void reads_a_zip_from_standard_input(void **state)
{
    (void)state;
    Maker m = make("a.zip", archive_write_set_format_zip, NULL);
    put_text(&m, "a.txt", "One.");
    put_text(&m, "b.txt", "Two.");
    made(&m);
    int before = dup(STDIN_FILENO), ends[2];
    uint8_t bytes[4096];
    size_t size = read_bytes("a.zip", bytes, sizeof bytes);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], bytes, size), size);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    assert_said("-", "standard input: a.txt [a] text 'One.'\nstandard input: b.txt [b] text 'Two.'\n");
    dup2(before, STDIN_FILENO);
    close(before);
}

/* ---- odd ones ---- */

static void shows_names_safely(void **state)
{
    (void)state;
    Maker m = make("a.tar", archive_write_set_format_gnutar, NULL);
    put_text(&m, "../../etc/x", "Up.");
    put_text(&m, "/etc/passwd", "Down.");
    put_text(&m, "a\x1b[2J\n.txt", "Control.");
    put_text(&m, "caf\xE9.txt", "Bytes.");
    put_text(&m, "caf\xC3\xA9.txt", "UTF-8.");
    put_text(&m, "\xE2\x80\xAEtxt.exe", "Turned.");
    made(&m);
    assert_said("a.tar", "a.tar: ../../etc/x [x] text 'Up.'\n"
                         "a.tar: /etc/passwd [passwd] text 'Down.'\n"
                         "a.tar: a?[2J?.txt [a?[2J?] text 'Control.'\n"
                         "a.tar: caf?.txt [caf?] text 'Bytes.'\n"
                         "a.tar: caf\xC3\xA9.txt [caf\xC3\xA9] text 'UTF-8.'\n"
                         "a.tar: ?txt.exe [?txt] text 'Turned.'\n");
    assert_int_not_equal(access("../../etc/x", F_OK), 0); /* nothing is written anywhere */
}

/* As zip and 7-Zip keep them, in UTF-8 and UTF-16, though the program sets no locale. */
static void knows_names_of_all_letters(void **state)
{
    (void)state;
    static int (*const formats[])(struct archive *) = {archive_write_set_format_zip, archive_write_set_format_7zip,
                                                       archive_write_set_format_pax};
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (!utf8) skip();
    for (size_t i = 0; i < COUNT(formats); i++) {
        locale_t before = uselocale(utf8);
        Maker m = make("a", formats[i], NULL);
        put_text(&m, "caf\xC3\xA9/\xD0\xB6.txt", "One.");
        made(&m);
        uselocale(before);
        assert_said("a", "a: caf\xC3\xA9/\xD0\xB6.txt [\xD0\xB6] text 'One.'\n");
    }
    freelocale(utf8);
}

static void names_what_is_encrypted(void **state)
{
    (void)state;
    Maker m = {archive_write_new(), archive_entry_new()};
    archive_write_set_format_zip(m.archive);
    assert_int_equal(archive_write_set_options(m.archive, "zip:encryption=traditional"), ARCHIVE_OK);
    archive_write_set_passphrase(m.archive, "secret");
    assert_int_equal(archive_write_open_filename(m.archive, "a.zip"), ARCHIVE_OK);
    put_text(&m, "a.txt", "Secret.");
    put_text(&m, "b.txt", "Secret, too.");
    made(&m);
    assert_said("a.zip", "a.zip: a.txt [a] ! it is encrypted; unpack it yourself and read what comes out\n"
                         "a.zip: b.txt [b] ! it is encrypted; unpack it yourself and read what comes out\n");
}

static void says_that_an_archive_is_empty(void **state)
{
    (void)state;
    Maker m = make("a.zip", archive_write_set_format_zip, NULL);
    made(&m);
    assert_said("a.zip", "a.zip [a] ! the archive holds no files\n");
    m = make("a.tar.gz", archive_write_set_format_ustar, archive_write_add_filter_gzip);
    put_entry(&m, "news", AE_IFDIR, NULL, 0);
    made(&m);
    assert_said("a.tar.gz", "a.tar.gz [a.tar] ! the archive holds no files\n");
}

static void goes_no_deeper_than_four(void **state)
{
    (void)state;
    write_text("0.zip", "Innermost.");
    for (int i = 1; i <= 6; i++) {
        char inner[16], outer[16];
        snprintf(inner, sizeof inner, "%d.zip", i - 1);
        snprintf(outer, sizeof outer, "%d.zip", i);
        Maker m = make(outer, archive_write_set_format_zip, NULL);
        put_text(&m, "side.txt", outer);
        put_file(&m, inner);
        made(&m);
    }
    assert_said("4.zip", "4.zip: side.txt [side] text '4.zip'\n"
                         "4.zip: 3.zip: side.txt [side] text '3.zip'\n"
                         "4.zip: 3.zip: 2.zip: side.txt [side] text '2.zip'\n"
                         "4.zip: 3.zip: 2.zip: 1.zip: side.txt [side] text '1.zip'\n"
                         "4.zip: 3.zip: 2.zip: 1.zip: 0.zip [0] text 'Innermost.'\n");
    Said said = said_by_one("6.zip", INTAKE_ANY, 1000);
    assert_int_equal(said.pieces, 5);
    assert_int_equal(said.problems, 1);
    assert_non_null(strstr(said.text,
                           "6.zip: 5.zip: 4.zip: 3.zip: 2.zip [2] ! it is an archive in archives, one in the "
                           "other; unpack them yourself\n"));
    free(said.text);
}

/* ---- hostile ones ---- */

static void keeps_no_more_of_a_member_than_tells_too_much(void **state)
{
    (void)state;
    Maker m = make("a.zip", archive_write_set_format_zip, NULL);
    put_zeros(&m, "zeros.txt", 42u << 20);
    put_text(&m, "last.txt", "Last.");
    made(&m);
    Said said = said_by_one("a.zip", INTAKE_ANY, 1000);
    assert_int_equal(said.pieces, 2);
    assert_int_equal(said.bytes, 1001 + 5);
    assert_non_null(strstr(said.text, " of 44040192\na.zip: last.txt [last] text 'Last.'\n"));
    free(said.text);
}

#define BOMB                                                                                                           \
    "! the archive unpacks to more than 200 times its size, as one made to harm; unpack it yourself if it is not\n"

static void ends_bombs(void **state)
{
    (void)state;
    Maker m = make("bomb.tar.gz", archive_write_set_format_gnutar, archive_write_add_filter_gzip);
    put_text(&m, "first.txt", "First.");
    put_zeros(&m, "zeros.txt", 200u << 20);
    put_text(&m, "last.txt", "Last.");
    made(&m);
    const char *input = "bomb.tar.gz";
    Said said = said_by_one(input, INTAKE_ANY, 1000);
    assert_int_equal(said.problems, 1);
    assert_non_null(strstr(said.text, "bomb.tar.gz: first.txt [first] text 'First.'\n"));
    assert_non_null(strstr(said.text, "bomb.tar.gz [bomb.tar] " BOMB));
    assert_null(strstr(said.text, "last.txt"));
    free(said.text);

    /* thirty in one, each within what an archive of its own may be */
    m = make("part.zip", archive_write_set_format_zip, NULL);
    put_zeros(&m, "zeros.jsonl", 42u << 20);
    made(&m);
    m = make("many.zip", archive_write_set_format_zip, NULL);
    for (int i = 0; i < 30; i++) put_file(&m, "part.zip");
    put_text(&m, "last.txt", "Last.");
    made(&m);
    input = "many.zip";
    said = said_by_one(input, INTAKE_ANY, 1000);
    assert_int_equal(said.problems, 1);
    assert_in_range(said.pieces, 2, 30);
    assert_non_null(strstr(said.text, BOMB));
    assert_null(strstr(said.text, "last.txt"));
    free(said.text);

    /* much of much is no bomb */
    m = make("large.tar", archive_write_set_format_gnutar, NULL);
    put_zeros(&m, "zeros.txt", 100u << 20);
    put_text(&m, "last.txt", "Last.");
    made(&m);
    input = "large.tar";
    said = said_by_one(input, INTAKE_ANY, 1000);
    assert_int_equal(said.problems, 0);
    assert_non_null(strstr(said.text, "last.txt [last] text 'Last.'\n"));
    free(said.text);
}

static void gives_what_was_good_of_a_damaged_one(void **state)
{
    (void)state;
    Maker m = make("a.tar.gz", archive_write_set_format_ustar, archive_write_add_filter_gzip);
    char noise[100000];
    uint64_t random = 3;
    for (size_t i = 0; i < sizeof noise; i++) noise[i] = (char)('a' + unit_below(&random, 26));
    put_text(&m, "first.txt", "First.");
    put_entry(&m, "second.txt", AE_IFREG, noise, sizeof noise);
    put_text(&m, "third.txt", "Third.");
    made(&m);
    assert_int_equal(truncate("a.tar.gz", 40000), 0);
    const char *input = "a.tar.gz";
    Said said = said_by_one(input, INTAKE_ANY, 1 << 20);
    assert_int_equal(said.pieces, 2);
    assert_int_equal(said.problems, 1);
    assert_non_null(strstr(said.text, "a.tar.gz: first.txt [first] text 'First.'\n"));
    assert_non_null(strstr(said.text, "a.tar.gz: second.txt [second] ! the gzip file is cut off\n"));
    free(said.text);
    /* where the second is read in part alone, as it is too long, the damage is still told */
    said = said_by_one(input, INTAKE_ANY, 1000);
    assert_int_equal(said.pieces, 3);
    assert_int_equal(said.problems, 1);
    free(said.text);
}

static void names_damage(void **state)
{
    (void)state;
    uint8_t bytes[4096];
    Maker m = make("a.txt.gz", archive_write_set_format_raw, archive_write_add_filter_gzip);
    put_text(&m, "data", "The harbour is closed.");
    made(&m);
    size_t size = read_bytes("a.txt.gz", bytes, sizeof bytes);
    write_file("cut.txt.gz", bytes, size - 12);
    assert_said("cut.txt.gz", "cut.txt.gz [cut] ! the gzip file is cut off\n");
    write_file("cut.txt.gz", bytes, size - 4);
    assert_said("cut.txt.gz", "cut.txt.gz [cut] ! the gzip file is cut off\n");
    bytes[size - 8] ^= 1;
    write_file("bad.txt.gz", bytes, size);
    assert_said("bad.txt.gz", "bad.txt.gz [bad] ! the gzip file is damaged: its checksum is another's\n");

    m = make("a.tar.gz", archive_write_set_format_ustar, archive_write_add_filter_gzip);
    put_text(&m, "a.txt", "One.");
    put_text(&m, "b.txt", "Two.");
    made(&m);
    size = read_bytes("a.tar.gz", bytes, sizeof bytes);
    bytes[size - 8] ^= 1;
    write_file("bad.tgz", bytes, size);
    assert_said("bad.tgz", "bad.tgz: a.txt [a] text 'One.'\nbad.tgz: b.txt [b] text 'Two.'\n"
                           "bad.tgz [bad] ! the gzip file is damaged: its checksum is another's; what was read of it may be "
                           "damaged, too\n");

    m = make("a.zip", archive_write_set_format_zip, NULL);
    assert_int_equal(archive_write_zip_set_compression_store(m.archive), ARCHIVE_OK);
    put_text(&m, "a.txt", "One.");
    put_text(&m, "b.txt", "Two.");
    put_text(&m, "c.txt", "Three.");
    made(&m);
    size = read_bytes("a.zip", bytes, sizeof bytes);
    uint8_t *two = memmem(bytes, size, "Two.", 4);
    assert_non_null(two);
    two[1] ^= 1;
    write_file("a.zip", bytes, size);
    Said said = said_by_one("a.zip", INTAKE_ANY, 1000);
    assert_int_equal(said.pieces, 3);
    assert_int_equal(said.problems, 1);
    assert_non_null(strstr(said.text, "a.zip: a.txt [a] text 'One.'\na.zip: b.txt [b] ! the archive is damaged here: "));
    assert_non_null(strstr(said.text, "a.zip: c.txt [c] text 'Three.'\n"));
    free(said.text);
}

static void survives_anything(void **state)
{
    (void)state;
    static int (*const formats[])(struct archive *) = {archive_write_set_format_zip, archive_write_set_format_ustar,
                                                       archive_write_set_format_7zip,
                                                       archive_write_set_format_cpio_newc};
    uint64_t random = 9;
    uint8_t bytes[8192], copy[sizeof bytes];
    for (size_t f = 0; f < COUNT(formats); f++) {
        Maker m = make("seed", formats[f], NULL);
        put_text(&m, "a.txt", "One, in the harbour of Port Vellan.");
        put_text(&m, "b.jsonl", "{\"text\":\"Two.\"}\n{\"text\":\"Three.\"}\n");
        made(&m);
        size_t size = read_bytes("seed", bytes, sizeof bytes);
        for (int round = 0; round < 300; round++) {
            memcpy(copy, bytes, size);
            for (int i = 0; i < 4; i++) copy[unit_below(&random, (uint32_t)size)] = (uint8_t)unit_random(&random);
            write_file("changed", copy, round % 4 ? size : unit_below(&random, (uint32_t)size) + 1);
            Said said = said_by_one("changed", INTAKE_ARCHIVE, 1000);
            assert_in_range(said.pieces, 1, 100);
            free(said.text);
        }
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, ways_begin, ways_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(reads_every_kind),
        IN_FOLDER(reads_single_compressed_files),
        IN_FOLDER(is_overruled_by_the_user),
        IN_FOLDER(cuts_members),
        IN_FOLDER(reads_a_wacz),
        IN_FOLDER(reads_documents),
        IN_FOLDER(reads_a_zip_from_standard_input),
        IN_FOLDER(shows_names_safely),
        IN_FOLDER(knows_names_of_all_letters),
        IN_FOLDER(names_what_is_encrypted),
        IN_FOLDER(says_that_an_archive_is_empty),
        IN_FOLDER(goes_no_deeper_than_four),
        IN_FOLDER(keeps_no_more_of_a_member_than_tells_too_much),
        IN_FOLDER(ends_bombs),
        IN_FOLDER(gives_what_was_good_of_a_damaged_one),
        IN_FOLDER(names_damage),
        IN_FOLDER(survives_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
