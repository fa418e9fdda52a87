/* SGML of news archives: a <DOC> an article. */
#include "intake/rows/rows.h"
#include "intake/ways.h"

/* "ID|PUBLISHED|TITLE|BYLINE|TEXT", a piece a line, or "ID ! PROBLEM". */
static void assert_docs(const char *name, size_t most, const char *expected)
{
    const char *inputs[] = {name};
    IntakeOptions options = {.inputs = inputs, .input_count = 1, .max_article = most};
    Intake *intake;
    Error error;
    char *said = NULL;
    size_t size;
    FILE *to = open_memstream(&said, &size);
    assert_int_equal(intake_open(&options, &intake, &error), SAYSO_OK);
    for (Piece p; intake_next(intake, &p); piece_free(&p)) {
        if (p.problem)
            fprintf(to, "%s ! %s\n", p.id, p.problem);
        else
            fprintf(to, "%s|%s|%s|%s|%.*s\n", p.id, p.published ? p.published : "", p.title ? p.title : "",
                    p.byline ? p.byline : "", (int)p.size, p.data);
    }
    intake_close(intake);
    fclose(to);
    assert_string_equal(said, expected);
    free(said);
}

static void many_in_a_file(void **state)
{
    (void)state;
    write_text("hg.sgml", "<DOC id=\"HG_ENG_20260304.0001\" type=\"story\" >\n<HEADLINE>\nPier &amp; port\nclose\n</HEADLINE>\n"
                          "<DATELINE>\nPORT VELLAN, March 4 (HG)\n</DATELINE>\n<TEXT>\n<P>\nThe authority said that the pier\n"
                          "would close.\n</P>\n<P>\n`` No, '' said Orr &#8212; twice &lt;sic&gt; AT&T.\n</P>\n</TEXT>\n</DOC>\n"
                          "<DOC id='x' type=other>\n<TEXT>\nOne line\nwrapped.\n\nAnother.\n</TEXT>\n</DOC>\n"
                          "<DOC id=\"HG_ENG_20261399.0003\"><TEXT></TEXT></DOC>\n");
    assert_docs("hg.sgml", 1000,
                "HG_ENG_20260304.0001|2026-03-04|Pier & port close||PORT VELLAN, March 4 (HG) — The authority said that the "
                "pier would close.\n\n`` No, '' said Orr — twice <sic> AT&T.\n"
                "x||||One line wrapped.\n\nAnother.\n"
                "HG_ENG_20261399.0003 ! this <DOC> has no <TEXT>, or an empty one: it is no article\n");
}

static void as_trec_has_it(void **state)
{
    (void)state;
    write_text("hg-0304", "<doc>\n<docno> HG260304-0001 </docno>\n<date> March 4, 2026 </date>\n<head>Pier closes</head>\n"
                          "<byline>By JON ORR</byline>\n<first>r w</first>\n<text>\n   The authority said that\nit would.\n"
                          "   Caldo said no.\n</text>\n</doc>\n");
    assert_docs("hg-0304", 1000, "HG260304-0001|March 4, 2026|Pier closes|By JON ORR|The authority said that it would.\n\nCaldo said no.\n");
}

static void what_is_damaged(void **state)
{
    (void)state;
    write_text("cut.sgml", "<DOC id=\"a\"><TEXT>One said so.</TEXT></DOC>\n<DOC id=\"b\"><TEXT>Two said");
    assert_docs("cut.sgml", 1000, "a||||One said so.\ncut-2 ! the file ends amid this <DOC>: it is left out\n");
    write_text("odd.sgml", "<DOC id=\"a\"><TEXT>1 < 2 & 3 <b>so</b> &nosuch; &#0; <</TEXT></DOC>");
    assert_docs("odd.sgml", 1000, "a||||1 < 2 & 3\n\nso\n\n&nosuch; &#0; <\n");
    char *long_text = calloc(1, 9000);
    memset(long_text, 'a', 8999);
    FILE *file = fopen("long.sgml", "w");
    fprintf(file, "<DOC id=\"a\"><TEXT>%s</TEXT></DOC><DOC id=\"b\"><TEXT>Short.</TEXT></DOC>", long_text);
    fclose(file);
    free(long_text);
    assert_docs("long.sgml", 1000, "long-1 ! this <DOC> is 9026 bytes long and the limit is 8000; raise it with --max-article\nb||||Short.\n");
}

/* No bytes lead out of what is there. */
static void any_bytes(void **state)
{
    (void)state;
    static const char *const parts[] = {"<DOC id=\"a\">", "<TEXT>", "</TEXT>", "</DOC>", "<", "&", "&#", ";", "x", " ", "\n", "<P>", "id=", "\"", "\xE2"};
    for (unsigned round = 0; round < 500; round++) {
        char text[400] = "<DOC><TEXT>";
        for (unsigned i = 0, seed = round * 2654435761u; i < 30; i++, seed = seed * 1664525u + 1013904223u) strcat(text, parts[(seed >> 16) % COUNT(parts)]);
        write_text("x.sgml", text);
        Said said = said_by_one("x.sgml", INTAKE_SGML, 100);
        assert_true(said.pieces);
        free(said.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_in_a_file, ways_begin, ways_end),
        cmocka_unit_test_setup_teardown(as_trec_has_it, ways_begin, ways_end),
        cmocka_unit_test_setup_teardown(what_is_damaged, ways_begin, ways_end),
        cmocka_unit_test_setup_teardown(any_bytes, ways_begin, ways_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
