/* Tables: their form told by looking, their rows as objects, an article found in each. */
#include "intake/rows/rows.h"
#include "intake/ways.h"

#define LONG "The harbour authority said on Tuesday that the east pier would close for the winter."

static void gives_a_row_an_article(void **state)
{
    (void)state;
    write_text("a.csv", "id,Title,Text,Publish Date\r\n7,Pier,\"He said \"\"no\"\",\nand left.\",2026-03-07\r\n\r\n"
                        ",,,\n8,\"B\\\",She agreed.,\t\n9,C\n");
    assert_said("a.csv", "a.csv: row 1 [a-1] json '{\"id\":\"7\",\"Title\":\"Pier\",\"Text\":\"He said \\\"no\\\",\\u000aand le'…\n"
                         "a.csv: row 3 [a-3] json '{\"id\":\"8\",\"Title\":\"B\\\\\",\"Text\":\"She agreed.\",\"Publish Date\":'…\n"
                         "a.csv: row 4 [a-4] json '{\"id\":\"9\",\"Title\":\"C\",\"Text\":\"\",\"Publish Date\":\"\"}'\n");
    write_text("one.csv", "text\nHe left.");
    assert_said("one.csv", "one.csv: row 1 [one-1] json '{\"text\":\"He left.\"}'\n");
    write_text("names.csv", "id,text\n");
    assert_said("names.csv", "");
    write_text("twice.csv", "text,text,,id\na,b,c,d\n");
    assert_said("twice.csv", "twice.csv: row 1 [twice-1] json '{\"text\":\"a\",\"id\":\"d\"}'\n");
}

/* The same two rows, in whatever form: an id, a text with the delimiters in it, a day. */
static void knows_its_form(void **state)
{
    (void)state;
    static const struct {
        const char *name, *bytes;
        size_t size;
    } cases[] = {
        {"x.csv", BYTES("id,text,date\n1,\"a, b; c\",2026-03-07\n2,\"d\",2026-03-08\n")},
        {"x.csv", BYTES("\xEF\xBB\xBFid;text;date\r\n1;\"a, b; c\";2026-03-07\r\n2;d;2026-03-08")},
        {"x.csv", BYTES("sep=;\r\nid;text;date\r\n1;\"a, b; c\";2026-03-07\r\n2;d;2026-03-08")},
        {"x.tsv", BYTES("id\ttext\tdate\n1\ta, b; c\t2026-03-07\n2\td\t2026-03-08\n")},
        {"x.psv", BYTES("id|text|date\n1|a, b; c|2026-03-07\n2|d|2026-03-08\n")},
        {"x.csv", BYTES("'id','text','date'\n'1','a, b; c','2026-03-07'\n'2','d','2026-03-08'\n")},
        {"x.csv", BYTES("id,text,date\r1,\"a, b; c\",2026-03-07\r2,\"d\",2026-03-08\r")},
        {"x", BYTES("id\ttext\tdate\n1\ta, b; c\t2026-03-07\n2\td\t2026-03-08\n")},
        {"x.tsv", BYTES("\xFF\xFEi\0d\0\t\0t\0e\0x\0t\0\t\0d\0a\0t\0e\0\n\0001\0\t\0a\0,\0 \0b\0;\0 \0c\0\t\0002\0000\0002\0006\0-"
                        "\0000\0003\0-\0000\0007\0\n\0002\0\t\0d\0\t\0002\0000\0002\0006\0-\0000\0003\0-\0000\0008\0")},
        {"x.tsv", BYTES("i\0d\0\t\0t\0e\0x\0t\0\t\0d\0a\0t\0e\0\n\0001\0\t\0a\0,\0 \0b\0;\0 \0c\0\t\0002\0000\0002\0006\0-"
                        "\0000\0003\0-\0000\0007\0\n\0002\0\t\0d\0\t\0002\0000\0002\0006\0-\0000\0003\0-\0000\0008\0")},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        write_file(cases[i].name, cases[i].bytes, cases[i].size);
        char expected[400];
        snprintf(expected, sizeof expected,
                 "%s: row 1 [x-1] json '{\"id\":\"1\",\"text\":\"a, b; c\",\"date\":\"2026-03-07\"}'\n"
                 "%s: row 2 [x-2] json '{\"id\":\"2\",\"text\":\"d\",\"date\":\"2026-03-08\"}'\n",
                 cases[i].name, cases[i].name);
        assert_said(cases[i].name, expected);
    }
}

static void takes_quotation_marks_as_they_are_used(void **state)
{
    (void)state;
    write_text("a.tsv", "id\ttext\n1\t\"We won,\" he said.\n2\tShe said: \"no\n3\t\"Yes\"\n");
    assert_said("a.tsv", "a.tsv: row 1 [a-1] json '{\"id\":\"1\",\"text\":\"\\\"We won,\\\" he said.\"}'\n"
                         "a.tsv: row 2 [a-2] json '{\"id\":\"2\",\"text\":\"She said: \\\"no\"}'\n"
                         "a.tsv: row 3 [a-3] json '{\"id\":\"3\",\"text\":\"\\\"Yes\\\"\"}'\n");
    write_text("b.csv", "id,text\n1,\"He said \\\"no\\\", and left.\"\n2,\"\\\"Yes\\\"\"\n");
    assert_said("b.csv", "b.csv: row 1 [b-1] json '{\"id\":\"1\",\"text\":\"He said \\\"no\\\", and left.\"}'\n"
                         "b.csv: row 2 [b-2] json '{\"id\":\"2\",\"text\":\"\\\"Yes\\\"\"}'\n");
}

static void finds_the_text_by_its_length(void **state)
{
    (void)state;
    write_text("a.csv", "nr,story,when\n1,\"" LONG "\",x\n2,\"" LONG "\",y\n");
    assert_said("a.csv", "a.csv: row 1 [a-1] json '{\"nr\":\"1\",\"text\":\"The harbour authority said on Tuesday that'…\n"
                         "a.csv: row 2 [a-2] json '{\"nr\":\"2\",\"text\":\"The harbour authority said on Tuesday that'…\n");
    write_text("b.csv", "https://a.example/1,2026-03-07,\"" LONG "\"\nhttps://a.example/2,2026-03-08,\"" LONG "\"\n");
    assert_said("b.csv", "b.csv: row 1 [b-1] json '{\"url\":\"https://a.example/1\",\"published\":\"2026-03-07\",\"text\"'…\n"
                         "b.csv: row 2 [b-2] json '{\"url\":\"https://a.example/2\",\"published\":\"2026-03-08\",\"text\"'…\n");
}

static void takes_columns_that_are_named(void **state)
{
    (void)state;
    IntakeOptions options = {.max_article = 1000};
    Read r;
    read_begin(&r);
    write_text("a.csv", "a,b,when\n\"One, two.\",h,2026-03-07\n");
    const char *input = "a.csv";
    options.inputs = &input;
    options.input_count = 1;
    options.fields[FIELD_TEXT] = "A";
    options.fields[FIELD_TITLE] = "b";
    options.fields[FIELD_PUBLISHED] = "when";
    Intake *intake;
    Piece p;
    assert_int_equal(intake_open(&options, &intake, &r.error), SAYSO_OK);
    assert_true(intake_next(intake, &p));
    assert_int_equal(piece_read(&p, &options, &r.arena, &r.found, &r.error), SAYSO_OK);
    assert_text(r.found.text, "One, two.");
    assert_text(r.found.title, "h");
    assert_text(r.found.published, "2026-03-07");
    piece_free(&p);
    intake_close(intake);
    options.fields[FIELD_PUBLISHED] = "wehn";
    Said said = said_of(&options);
    assert_string_equal(said.text, "a.csv [a] ! the table has no column 'wehn'; its columns are a, b, when\n");
    free(said.text);
    arena_free(&r.arena);
}

static void refuses_what_is_no_table(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *expected;
    } cases[] = {
        {"", "x.csv [x] ! it is empty\n"},
        {"The mayor said no. She left.\n\nThe union, too.\n",
         "x.csv [x] ! as a table it cannot be read: nothing parts its first rows into the same columns; save it as CSV, a "
         "row an article and the columns' names in the first, or read it as it stands with --input text\n"},
        {"id,price\n1,2\n", "x.csv [x] ! none of the table's columns, id, price, is known to hold an article's text; say "
                            "which does, as in --field text=NAME\n"},
        {"1,2\n3,4\n", "x.csv [x] ! none of the table's 2 columns looks like an article's text; say which is, as in "
                       "--field text=2, or read it as it stands with --input text\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        write_text("x.csv", cases[i].bytes);
        assert_said("x.csv", cases[i].expected);
    }
}

static void names_a_row_that_does_not_fit(void **state)
{
    (void)state;
    write_text("a.csv", "id,text\n1,\"One, \"\"two\"\".\"\n2,Two, or three.\n3,\"Three, four.\"\n4,\"Four\n5,Five.\n");
    assert_said("a.csv", "a.csv: row 1 [a-1] json '{\"id\":\"1\",\"text\":\"One, \\\"two\\\".\"}'\n"
                         "a.csv: row 2 [a-2] ! it has 3 cells under 2 columns: a delimiter or a quotation mark in it is "
                         "not written as the rest of the table has it; it is left out\n"
                         "a.csv: row 3 [a-3] json '{\"id\":\"3\",\"text\":\"Three, four.\"}'\n"
                         "a.csv: row 4 [a-4] ! a quotation mark opens a cell here that does not end: it and what follows "
                         "are left out\n");
}

static void leaves_prose_alone(void **state)
{
    (void)state;
    static const char *const prose[] = {
        "Title, text and date were wrong, the mayor said.\nShe left.\n",
        "The mayor\tsaid\tno.\nShe left.\n",
        "date 2026-03-07\nThe mayor, the union, and the port said no.\n",
    };
    for (size_t i = 0; i < COUNT(prose); i++)
        assert_int_equal(sniff((const uint8_t *)prose[i], strlen(prose[i]), "x"), INTAKE_TEXT);
}

/* A hundred megabytes in one cell, and rows behind it. */
static void passes_a_cell_without_an_end(void **state)
{
    (void)state;
    FILE *file = fopen("long.csv", "wb");
    assert_non_null(file);
    static char mega[1 << 20];
    memset(mega, 'x', sizeof mega);
    fputs("id,text\n1,One.\n2,\"", file);
    for (int i = 0; i < 100; i++) assert_int_equal(fwrite(mega, 1, sizeof mega, file), sizeof mega);
    fputs("\"\n3,Behind.\n", file);
    assert_int_equal(fclose(file), 0);
    Said said = said_by_one("long.csv", INTAKE_ANY, 1000);
    assert_int_equal(said.pieces, 3);
    assert_int_equal(said.problems, 0);
    assert_non_null(strstr(said.text, "… of 104857620\n"));
    assert_non_null(strstr(said.text, "row 3 [long-3] json '{\"id\":\"3\",\"text\":\"Behind.\"}'\n"));
    free(said.text);
}

static void survives_anything(void **state)
{
    (void)state;
    static const char seed[] = "id,\"text\",date\r\n1,\"He said \"\"no\"\"; \\\"\t\",2026-03-07\n2,'d|',\xFF\xFE\n";
    static const char *const names[] = {"x.csv", "x.tsv", "x"};
    uint64_t random = 5;
    for (int round = 0; round < 600; round++) {
        char copy[sizeof seed];
        memcpy(copy, seed, sizeof seed);
        for (uint32_t i = 0; i < unit_below(&random, 6); i++)
            copy[unit_below(&random, sizeof seed - 1)] = (char)unit_random(&random);
        const char *name = names[round % 3];
        write_file(name, copy, round % 2 ? sizeof seed - 1 : unit_below(&random, sizeof seed));
        Said said = said_by_one(name, round % 3 < 2 ? INTAKE_TABLE : INTAKE_ANY, 20);
        free(said.text);
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, ways_begin, ways_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(gives_a_row_an_article),
        IN_FOLDER(knows_its_form),
        IN_FOLDER(takes_quotation_marks_as_they_are_used),
        IN_FOLDER(finds_the_text_by_its_length),
        IN_FOLDER(takes_columns_that_are_named),
        IN_FOLDER(refuses_what_is_no_table),
        IN_FOLDER(names_a_row_that_does_not_fit),
        cmocka_unit_test(leaves_prose_alone),
        IN_FOLDER(passes_a_cell_without_an_end),
        IN_FOLDER(survives_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
