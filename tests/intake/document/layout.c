/* Words on pages -> paragraphs, of what pdftotext says of them, and of anything else. */
#include <stdio.h>

#include "intake/document/document.h"
#include "unit.h"

typedef struct Maker {
    char text[20000];
    size_t size;
} Maker;

__attribute__((format(printf, 2, 3))) static void put(Maker *m, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    m->size += (size_t)vsnprintf(m->text + m->size, sizeof m->text - m->size, format, arguments);
    va_end(arguments);
    assert_true(m->size < sizeof m->text);
}

/* A line of one word, which may hold blanks. */
static void put_line(Maker *m, double left, double top, double right, double height, const char *words)
{
    put(m, "<line xMin=\"%f\" yMin=\"%f\" xMax=\"%f\" yMax=\"%f\"><word>%s</word></line>", left, top, right, top + height, words);
}

static void begin(Maker *m)
{
    *m = (Maker){0};
    put(m, "<html><doc>");
}

static char *paragraphs_of(const char *xhtml, size_t size, size_t step)
{
    Layout *layout = layout_new();
    Bytes out = {0};
    unsigned pages;
    assert_non_null(layout);
    bool good = true;
    for (size_t at = 0; good && at < size; at += step) good = layout_add(layout, xhtml + at, size - at < step ? size - at : step);
    good = good && layout_end(layout, &out, &pages);
    layout_free(layout);
    char *text = good ? strndup(out.data ? out.data : "", out.size) : NULL;
    bytes_free(&out);
    return text;
}

static void assert_paragraphs(Maker *m, const char *expected)
{
    put(m, "</doc></html>");
    for (size_t step = 1; step < 20000; step *= 7) {
        char *text = paragraphs_of(m->text, m->size, step);
        assert_non_null(text);
        assert_string_equal(text, expected);
        free(text);
    }
}

static void hyphens_and_letters(void **state)
{
    (void)state;
    Maker m;
    begin(&m);
    put(&m, "<page width=\"600\" height=\"800\"><flow><block>");
    put_line(&m, 60, 200, 500, 10, "The o\xEF\xAC\x83" "ce of the council con-");
    put_line(&m, 60, 212, 500, 10, "\xEF\xAC\x81rmed that the far-reaching plan, as far-");
    put_line(&m, 60, 224, 500, 10, "reaching as any, was Anglo-");
    put_line(&m, 60, 236, 500, 10, "Tolvan, and 1990-");
    put_line(&m, 60, 248, 500, 10, "2000 was soft\xC2\xAD");
    put_line(&m, 60, 260, 300, 10, "ened &amp; done.");
    put(&m, "</block></flow></page>");
    assert_paragraphs(&m, "The office of the council confirmed that the far-reaching plan, as far-reaching as any, was Anglo-Tolvan, and 1990- "
                          "2000 was softened & done.");
}

static void edges_of_pages(void **state)
{
    (void)state;
    Maker m;
    begin(&m);
    for (int page = 1; page <= 2; page++) {
        char number[20];
        put(&m, "<page width=\"600\" height=\"800\"><flow><block>");
        put_line(&m, 60, 20, 300, 10, "Harbour Gazette");
        put(&m, "</block><block>");
        put_line(&m, 60, 200, 500, 10, page == 1 ? "Harbour Gazette, the paper says," : "is what it has been");
        put_line(&m, 60, 212, page == 1 ? 500 : 200, 10, page == 1 ? "in a line of its own, that it" : "for a year.");
        put(&m, "</block><block>");
        snprintf(number, sizeof number, "– %d –", page);
        put_line(&m, 290, 770, 310, 10, number);
        put(&m, "</block></flow></page>");
    }
    assert_paragraphs(&m, "Harbour Gazette, the paper says, in a line of its own, that it is what it has been for a year.");
    begin(&m);
    put(&m, "<page width=\"600\" height=\"800\"><flow><block>");
    put_line(&m, 60, 20, 300, 10, "A line at the top of its page stays.");
    put(&m, "</block></flow></page>");
    assert_paragraphs(&m, "A line at the top of its page stays.");
}

/* What pdftotext would never say leads nowhere. */
static void anything(void **state)
{
    (void)state;
    static const char *const parts[] = {"<page height=\"800\">", "</page>",  "<block>",  "</block>", "<line xMin=\"1\" yMin=\"-5\" yMax=\"9e9\">",
                                        "</line>",  "<word>",   "</word>",  "a-",       "b",
                                        "<flow>",   "7",        "\xC3\xA9", "&#x10FFFF;", "\xEF\xAC"};
    char *none = paragraphs_of("no XML", 6, 6);
    assert_null(none);
    for (unsigned round = 0; round < 3000; round++) {
        char text[1500] = "<doc>";
        for (unsigned i = 0, seed = round * 2654435761u; i < 40; i++, seed = seed * 1664525u + 1013904223u) strcat(text, parts[(seed >> 16) % COUNT(parts)]);
        free(paragraphs_of(text, strlen(text), 1 + round % 50));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(hyphens_and_letters), cmocka_unit_test(edges_of_pages), cmocka_unit_test(anything)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
