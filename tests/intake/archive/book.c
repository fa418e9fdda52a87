/* Spreadsheets (.xlsx): their sheets as tables, and what is wrong with them, named. Zips made by libarchive. */
#include <archive.h>
#include <archive_entry.h>

#include "intake/ways.h"

#define LONG "The harbour authority said on Tuesday that the east pier would close for the winter."

typedef struct Book {
    struct archive *archive;
    struct archive_entry *entry;
} Book;

static void put_part(Book *b, const char *name, const char *data, size_t size)
{
    archive_entry_clear(b->entry);
    archive_entry_set_pathname(b->entry, name);
    archive_entry_set_filetype(b->entry, AE_IFREG);
    archive_entry_set_size(b->entry, (la_int64_t)size);
    assert_int_equal(archive_write_header(b->archive, b->entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(b->archive, data, size), size);
}

static void put(Book *b, const char *name, const char *text)
{
    put_part(b, name, text, strlen(text));
}

static Book begin_book(const char *name)
{
    Book b = {archive_write_new(), archive_entry_new()};
    assert_int_equal(archive_write_set_format_zip(b.archive), ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(b.archive, name), ARCHIVE_OK);
    put(&b, "[Content_Types].xml", "<Types/>");
    return b;
}

static void end_book(Book *b)
{
    assert_int_equal(archive_write_close(b->archive), ARCHIVE_OK);
    archive_write_free(b->archive);
    archive_entry_free(b->entry);
}

#define RELATIONS                                                                                                      \
    "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/sheet1.xml'/>"                          \
    "<Relationship Id='b' Type='x/worksheet' Target='/xl/worksheets/sheet2.xml'/>"                                     \
    "<Relationship Id='s' Type='x/sharedStrings' Target='sharedStrings.xml'/>"                                         \
    "<Relationship Id='t' Type='x/styles' Target='styles.xml'/></Relationships>"

/* One sheet; the texts' and the styles' parts lie behind it, as Excel has them. */
static void write_book(const char *name, const char *sheet, const char *texts)
{
    Book b = begin_book(name);
    put(&b, "xl/workbook.xml",
        "<w:workbook xmlns:w='w' xmlns:r='r'><w:sheets><w:sheet name='One' r:id='a'/></w:sheets></w:workbook>");
    put(&b, "xl/_rels/workbook.xml.rels", RELATIONS);
    char *xml = NULL;
    assert_true(asprintf(&xml, "<worksheet><sheetData>%s</sheetData></worksheet>", sheet) > 0);
    put(&b, "xl/worksheets/sheet1.xml", xml);
    free(xml);
    put(&b, "xl/styles.xml",
        "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='[$-409]d\\.\\ mmm\\ yyyy;@'/>"
        "<numFmt numFmtId='171' formatCode='0.00\"days\"'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/><xf "
        "numFmtId='171'/></cellXfs></styleSheet>");
    if (texts) put(&b, "xl/sharedStrings.xml", texts);
    end_book(&b);
}

#define HEAD                                                                                                           \
    "<row r='1'><c r='A1' t='inlineStr'><is><t>id</t></is></c><c r='B1' t='inlineStr'><is><t>text</t></is></c></row>"
#define ROW(number, text)                                                                                              \
    "<row r='" number "'><c r='A" number "'><v>" number "</v></c><c r='B" number "' t='str'><v>" text "</v></c></row>"

static void reads_every_kind_of_cell(void **state)
{
    (void)state;
    write_book(
        "a.xlsx",
        "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2' t='s'><v>1</v></c><c r='C2' t='inlineStr'><is><t>date</t>"
        "</is></c><c r='D2' t='str'><f>A1</f><v>n</v></c></row>"
        "<row r='3'><c r='A3'><v>7</v></c><c r='B3' t='s'><v>2</v></c><c r='C3' s='1'><v>46088</v></c><c r='D3' "
        "s='3'><v>0.10000000000000001</v></c></row>"
        "<row r='5'><c r='B5' t='inlineStr'><is><r><t>He </t></r><r><t>left.</t></r></is></c><c r='C5' s='2'>"
        "<v>46088.5</v></c><c r='D5' t='b'><v>1</v></c></row>"
        "<row><c><v>1.5E+3</v></c><c t='str'><v>a&#13;b &lt;c&gt;</v></c><c s='1'><v>1</v></c><c "
        "t='e'><v>#N/A</v></c></row>"
        "<row r='9'><c r='A9' s='1'/></row>",
        "<sst><si><t>id</t></si><si><t>text</t><rPh><t>TEKST</t></rPh></si><si><t>\"No\", she "
        "said._x000A__x005F_x0041_</t></si></sst>");
    assert_said(
        "a.xlsx",
        "a.xlsx: row 1 [a-1] json '{\"id\":\"7\",\"text\":\"\\\"No\\\", she said.\\u000a_x0041_\",\"date\":\"20'…\n"
        "a.xlsx: row 3 [a-3] json '{\"id\":\"\",\"text\":\"He left.\",\"date\":\"2026-03-07T12:00:00\",\"n\":'…\n"
        "a.xlsx: row 4 [a-4] json '{\"id\":\"1500\",\"text\":\"a\\u000db <c>\",\"date\":\"1900-01-01\",\"n\":\"'…\n");
}

/* The days and numbers at the rows' ends. */
static void tells_days_from_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *expected;
    } cases[] = {
        {"<c r='B2' s='1'><v>46088</v></c>", "2026-03-07"},
        {"<c r='B2' s='2'><v>59</v></c>", "1900-02-28"},
        {"<c r='B2' s='2'><v>61</v></c>", "1900-03-01"},
        {"<c r='B2' s='3'><v>61</v></c>", "61"},
        {"<c r='B2'><v>0.30000000000000004</v></c>", "0.3"},
        {"<c r='B2'><v>1.2345678901234567E+20</v></c>", "1.23456789012346e+20"},
        {"<c r='B2'><v>12345678901234567890</v></c>", "12345678901234567890"},
        {"<c r='B2' s='1'><v>46088.999999</v></c>", "2026-03-08"},
        {"<c r='B2' s='1'><v>-1</v></c>", "-1"},
        {"<c r='B2' s='99999999999'><v>3</v></c>", "3"},
        {"<c r='B2' t='d'><v>2026-03-07</v></c>", "2026-03-07"},
        {"<c r='B2' t='b'><v>0</v></c>", "FALSE"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char sheet[600], expected[200];
        snprintf(sheet, sizeof sheet,
                 "<row r='1'><c r='A1' t='str'><v>text</v></c><c r='B1' t='str'><v>n</v></c></row><row r='2'><c r='A2' "
                 "t='str'><v>x</v></c>%s</row>",
                 cases[i].cell);
        write_book("n.xlsx", sheet, NULL);
        snprintf(expected, sizeof expected, "n.xlsx: row 1 [n-1] json '{\"text\":\"x\",\"n\":\"%s\"}'\n",
                 cases[i].expected);
        assert_said("n.xlsx", expected);
    }
}

static void reads_each_visible_sheet(void **state)
{
    (void)state;
    Book b = begin_book("m.xlsx");
    put(&b, "xl/workbook.xml",
        "<workbook xmlns:r='r'><sheets><sheet name='2020' r:id='b'/><sheet name='a &amp; b' r:id='a'/><sheet name='x' "
        "state='hidden' r:id='a'/><sheet name='chart' r:id='none'/></sheets></workbook>");
    put(&b, "xl/_rels/workbook.xml.rels", RELATIONS);
    put(&b, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>" HEAD ROW("2", "One.") "</sheetData></worksheet>");
    put(&b, "xl/worksheets/sheet2.xml",
        "<worksheet><sheetData><row r='1'><c r='A1' t='str'><v>story</v></c></row><row r='2'><c r='A2' t='str'><v>" LONG
        "</v></c></row></sheetData></worksheet>");
    end_book(&b);
    assert_said("m.xlsx",
                "m.xlsx: 2020: row 1 [2020-1] json '{\"text\":\"The harbour authority said on Tuesday that the east'…\n"
                "m.xlsx: a & b: row 1 [a & b-1] json '{\"id\":\"2\",\"text\":\"One.\"}'\n"
                "m.xlsx [m] ! 1 hidden sheet is not read\n");
}

static void reads_from_a_pipe_and_an_archive(void **state)
{
    (void)state;
    write_book("a.xlsx", HEAD ROW("2", "One."), NULL);
    int ends[2], standard = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    FILE *file = fopen("a.xlsx", "rb");
    assert_non_null(file);
    static char bytes[10000];
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_int_equal(write(ends[1], bytes, size), size); /* a pipe holds 64 KiB */
    close(ends[1]);
    assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
    close(ends[0]);
    assert_said("-", "standard input: row 1 [stdin-1] json '{\"id\":\"2\",\"text\":\"One.\"}'\n");
    assert_true(dup2(standard, STDIN_FILENO) >= 0);
    close(standard);
    Book b = {archive_write_new(), archive_entry_new()};
    assert_int_equal(archive_write_set_format_zip(b.archive), ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(b.archive, "z.zip"), ARCHIVE_OK);
    put_part(&b, "in/a.xlsx", bytes, size);
    put(&b, "b.txt", "She left.");
    end_book(&b);
    assert_said("z.zip", "z.zip: in/a.xlsx: row 1 [a-1] json '{\"id\":\"2\",\"text\":\"One.\"}'\n"
                         "z.zip: b.txt [b] text 'She left.'\n");
}

static void names_what_is_wrong(void **state)
{
    (void)state;
#define FIRST "x.xlsx: row 1 [x-1] json '{\"id\":\"2\",\"text\":\"One.\"}'\n"
    static const struct {
        const char *sheet, *expected;
    } cases[] = {
        {"", "x.xlsx [x] ! it is empty\n"},
        {"<row r='1'><c r='A1' t='str'><v>id</v></c><c r='B1' t='str'><v>price</v></c></row>",
         "x.xlsx [x] ! none of the table's columns, id, price, is known to hold an article's text; say which does, as "
         "in "
         "--field text=NAME\n"},
        {HEAD ROW("2",
                  "One.") "<row r='3'><c r='B3' t='s'><v>9</v></c></row><row r='4'><c r='B4' t='s'><v>-1</v></c></row>",
         FIRST
         "x.xlsx: row 2 [x-2] ! the spreadsheet is damaged: 2 cells, the first B3, name a text that is not in it, and "
         "are read as empty\n"},
        {HEAD ROW("2", "One.") ROW("2", "Two."),
         FIRST "x.xlsx: row 2 [x-2] ! the sheet is damaged: no row can have the number 2; what comes before is read\n"},
        {HEAD ROW("2", "One.") "<row r='4000000000'><c><v>1</v></c></row>", FIRST
         "x.xlsx: row 2 [x-2] ! the sheet is damaged: no row can have the number 4000000000; what comes before is "
         "read\n"},
        {HEAD ROW("2", "One.") "<row r='3'><c r='B3'><v>1</v></c><c r='A3'><v>2</v></c></row>",
         FIRST "x.xlsx: row 2 [x-2] ! the sheet is damaged: no cell can stand at A3; what comes before is read\n"},
        {HEAD ROW("2", "One.") "<row r='3'><c r='ZZZZZZZZZZZZ3'><v>1</v></c></row>", FIRST
         "x.xlsx: row 2 [x-2] ! the sheet is damaged: no cell can stand at ZZZZZZZZZZZZ3; what comes before is read\n"},
        {HEAD ROW("2", "One.") "<row r='3'><c r='XFD3'><v>1</v></c></row>", FIRST
         "x.xlsx: row 2 [x-2] ! the sheet is damaged: a table has at most 1024 columns, and there is a cell XFD3; what "
         "comes before is read\n"},
        {HEAD ROW("2", "One.") "<row r='3'></c></row>",
         FIRST "x.xlsx: row 2 [x-2] ! the sheet is damaged: its XML cannot be read behind row 3; what comes before is "
               "read\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        write_book("x.xlsx", cases[i].sheet, "<sst><si><t>a</t></si></sst>");
        assert_said("x.xlsx", cases[i].expected);
    }
    write_book("x.xlsx", HEAD, "<sst><si><t>a</t>");
    assert_said("x.xlsx", "x.xlsx [x] ! the spreadsheet is damaged: its part xl/sharedStrings.xml cannot be read\n");
    write_book("x.xlsx", HEAD,
               "<!DOCTYPE sst [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><sst><si><t>&b;</t></si></sst>");
    assert_said("x.xlsx", "x.xlsx [x] ! the spreadsheet is damaged: its part xl/sharedStrings.xml cannot be read\n");
    Book b = begin_book("x.xlsx");
    put(&b, "xl/styles.xml", "<styleSheet/>");
    end_book(&b);
    assert_said("x.xlsx", "x.xlsx [x] ! the spreadsheet is damaged: it has no part xl/workbook.xml\n");
}

static void names_one_that_is_cut(void **state)
{
    (void)state;
    write_book("x.xlsx", HEAD ROW("2", "One."), NULL);
    struct stat st;
    assert_int_equal(stat("x.xlsx", &st), 0);
    for (off_t size = st.st_size - 1; size > 600; size -= 50) {
        assert_int_equal(truncate("x.xlsx", size), 0);
        assert_said("x.xlsx",
                    "x.xlsx [x] ! the spreadsheet is cut or damaged: the list of its parts at its end cannot be "
                    "read; open it in the program that made it and save it again\n");
    }
}

/* A text of a megabyte that 100,000 cells name: of each no more is kept than tells too much, and it ends with a
 * sentence. */
static void ends_a_bomb_of_texts(void **state)
{
    (void)state;
    size_t size = 0;
    char *sheet = NULL, *texts = malloc((1 << 20) + 100);
    assert_non_null(texts);
    FILE *to = open_memstream(&sheet, &size);
    fputs(HEAD, to);
    for (int i = 2; i < 100000; i++) fprintf(to, "<row r='%d'><c r='B%d' t='s'><v>0</v></c></row>", i, i);
    fclose(to);
    char *at = stpcpy(texts, "<sst><si><t>");
    memset(at, 'x', 1 << 20);
    strcpy(at + (1 << 20), "</t></si></sst>");
    write_book("x.xlsx", sheet, texts);
    Said said = said_by_one("x.xlsx", INTAKE_ANY, 1000);
    assert_int_equal(said.problems, 1);
    assert_true(said.pieces < 10000);
    assert_non_null(strstr(said.text, "[x-1] json"));
    free(said.text);
    free(texts);
    free(sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_every_kind_of_cell, ways_begin, ways_end),
        cmocka_unit_test_setup_teardown(tells_days_from_numbers, ways_begin, ways_end),
        cmocka_unit_test_setup_teardown(reads_each_visible_sheet, ways_begin, ways_end),
        cmocka_unit_test_setup_teardown(reads_from_a_pipe_and_an_archive, ways_begin, ways_end),
        cmocka_unit_test_setup_teardown(names_what_is_wrong, ways_begin, ways_end),
        cmocka_unit_test_setup_teardown(names_one_that_is_cut, ways_begin, ways_end),
        cmocka_unit_test_setup_teardown(ends_a_bomb_of_texts, ways_begin, ways_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
