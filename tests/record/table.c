/* The table to the letter at one width, and what holds at every width: no line is wider, and nothing can
 * steer a terminal. */
#include "made.h"

static void begin(Made *m)
{
    made_begin(m, text_literal(
                      "“The wall has moved eleven centimetres since Christmas,” said Commissioner Ansel Threlk of the "
                      "Harbour Authority. “Walls are not meant to go anywhere.”\n"));
    /* 0 “ 1 The … 8 Christmas 9 , 10 ” 11 said 12 Commissioner … 18 Authority 19 . 20 “ … 30 ” */
    made_attribution(m, (Span){12, 19}, (Span){11, 12}, (Span){0, 11}, (Span){20, 30}, 0.974f);
    made_attribution(m, (Span){0, 0}, (Span){11, 12}, (Span){1, 3}, (Span){0, 0}, 0.3f);
}

static void lays_out_columns(void **state)
{
    (void)state;
    Made m;
    begin(&m);
    assert_string_equal(made_write(&m, SAYSO_FORMAT_TABLE, 60, 0),
                        "made · 23 words · 2 attributions\n"
                        "────────────────────────────────────────────────────────────\n"
                        "source          cue          content\n"
                        "\n"
                        "Commissioner    said         “The wall has moved         97%\n"
                        "Ansel Threlk                 eleven centimetres since\n"
                        "of the Harbour               Christmas,” … “Walls are\n"
                        "Authority                    not meant to go\n"
                        "                             anywhere.”\n"
                        "\n"
                        "—               said         The wall                    30%\n");
    made_end(&m);
}

static void lists_where_it_is_narrow(void **state)
{
    (void)state;
    Made m;
    made_begin(&m, text_literal("He said so.\n"));
    made_attribution(&m, (Span){0, 1}, (Span){1, 2}, (Span){2, 3}, (Span){0, 0}, 1);
    assert_string_equal(made_write(&m, SAYSO_FORMAT_TABLE, 20, 0), "made · 3 words · 1\n"
                                                                   "attribution\n"
                                                                   "────────────────────\n"
                                                                   "\n"
                                                                   "He\n"
                                                                   "  said\n"
                                                                   "    so\n"
                                                                   "    100%\n");
    made_end(&m);
}

static void cuts_a_long_source(void **state)
{
    (void)state;
    Made m;
    made_begin(&m, text_literal("Rear Admiral Jonathan Featherstonehaugh, the retired commander of the northern squadron and an emeritus "
                                "professor of maritime engineering, agreed.\n"));
    made_attribution(&m, (Span){0, 20}, (Span){21, 22}, (Span){21, 22}, (Span){0, 0}, 1);
    const char *out = made_write(&m, SAYSO_FORMAT_TABLE, 60, 0);
    assert_non_null(strstr(out, "…"));
    assert_null(strstr(out, "maritime"));
    size_t lines = 0;
    for (const char *at = out; (at = strchr(at, '\n')); at++) lines++;
    assert_in_range(lines, 7, 11);
    made_end(&m);
}

/* Who that is below a source, the rest below a content, what is inside another below that one. */
static void tells_what_is_known(void **state)
{
    (void)state;
    Made m;
    made_known(&m);
    assert_string_equal(made_write(&m, SAYSO_FORMAT_TABLE, 80, 0),
                        "made · 21 words · 2 attributions\n"
                        "────────────────────────────────────────────────────────────────────────────────\n"
                        "source               cue          content\n"
                        "\n"
                        "the Daily Keel       says         On Friday a clerk who feared the sack      50%\n"
                        "                                  denied “it” to us\n"
                        "                                  to us · Friday\n"
                        "\n"
                        "  a clerk            denied       “it”                                       50%\n"
                        "  → Mole & Sons                   unnamed: who feared the sack · via The\n"
                        "  \"Ltd\"                           Daily Keel · Friday → 2026-03-06\n");
    m.standings[0].act = ACT_DISMISS;
    assert_non_null(strstr(made_write(&m, SAYSO_FORMAT_TABLE, 80, 0), "dismissed · unnamed: who"));
    assert_string_equal(strstr(made_write(&m, SAYSO_FORMAT_TABLE, 40, 0), "  a clerk"),
                        "  a clerk\n"
                        "  → Mole & Sons \"Ltd\"\n"
                        "    denied\n"
                        "      “it”\n"
                        "      dismissed · unnamed: who feared\n"
                        "      the sack · via The Daily Keel ·\n"
                        "      Friday → 2026-03-06\n"
                        "       50%\n");
    made_end(&m);
}

/* However deep it goes, each is there once, and no line is too wide. */
static void nests_to_any_depth(void **state)
{
    (void)state;
    Made m;
    made_begin(&m, text_literal("a b c d e f g h\n"));
    for (uint32_t i = 0; i < 8; i++) {
        made_attribution(&m, (Span){i, i + 1}, (Span){0, 0}, (Span){0, 8}, (Span){0, 0}, 1);
        if (i) m.standings[i].within = i == 4 ? 6 : i == 6 ? 0 : i - 1; /* 0 ( 1 ( 2 ( 3 ) ) 6 ( 4 ( 5 ) 7 ) ) */
    }
    const char *out = made_write(&m, SAYSO_FORMAT_TABLE, 60, 0), *at = out;
    for (const char *next = "abcdgefh"; *next; next++) {
        char line[24];
        snprintf(line, sizeof line, "%c  ", *next);
        assert_non_null(at = strstr(at, line));
    }
    made_end(&m);
}

/* The narrowest columns still hold the common cues whole; below them comes the list. */
static void breaks_no_common_cue(void **state)
{
    (void)state;
    static const char *const cues[] = {"confirmed", "emphasised", "acknowledge"};
    for (uint32_t width = 55; width <= 80; width++)
        for (size_t i = 0; i < COUNT(cues); i++) {
            char text[64];
            Made m;
            snprintf(text, sizeof text, "He %s so.\n", cues[i]);
            made_begin(&m, text_literal(text));
            made_attribution(&m, (Span){0, 1}, (Span){1, 2}, (Span){2, 3}, (Span){0, 0}, 1);
            const char *out = made_write(&m, SAYSO_FORMAT_TABLE, width, 0);
            assert_non_null(strstr(out, cues[i]));
            assert_int_equal(strstr(out, "source") != NULL, width >= 56);
            made_end(&m);
        }
}

static void colours_what_is_quoted(void **state)
{
    (void)state;
    Made m;
    made_begin(&m, text_literal("He said “no” twice.\n"));
    made_attribution(&m, (Span){0, 1}, (Span){1, 2}, (Span){2, 6}, (Span){0, 0}, 0.5f);
    const char *out = made_write(&m, SAYSO_FORMAT_TABLE, 60, 1);
    assert_non_null(strstr(out, "\x1b[1mHe\x1b[0m"));
    assert_non_null(strstr(out, "\x1b[36msaid\x1b[0m"));
    assert_non_null(strstr(out, "\x1b[32m“no”\x1b[0m twice"));
    assert_null(strstr(made_write(&m, SAYSO_FORMAT_TABLE, 60, 0), "\x1b"));
    made_end(&m);
}

/* A quotation that is left open runs to its paragraph's end and no further. */
static void pairs_quotation_marks(void **state)
{
    (void)state;
    Made m;
    made_begin(&m, text_literal("a “b ” c “d e\nf ” g\n"));
    Arena scratch;
    Quoted quoted;
    arena_init(&scratch, &libc_allocator, SIZE_MAX / 2);
    assert_true(quoted_make(&m.reading, &scratch, &quoted));
    assert_int_equal(quoted.count, 2);
    const char *text = m.reading.article.text.data;
    for (uint32_t i = 0; i < m.reading.article.text.size; i++)
        if (text[i] >= 'a' && text[i] <= 'g')
            assert_int_equal(quoted_at(&quoted, i), text[i] == 'b' || text[i] == 'd' || text[i] == 'e');
    arena_free(&scratch);
    made_end(&m);
}

static bool steers(uint32_t c)
{
    return (c < 32 && c != '\n') || (c >= 127 && c < 160) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

static void assert_fits(const char *out, size_t size, uint32_t width)
{
    Text text = text_of(out, size);
    size_t columns = 0;
    for (size_t at = 0; at < size;) {
        uint32_t c = utf8_at(text, at, &at);
        assert_false(steers(c));
        columns = c == '\n' ? 0 : columns + char_columns(c);
        assert_true(columns <= width);
    }
}

static void fits_every_width(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "word", " ", " ",  "longerwordthanmost", "\x1b[2J",      "中文字", "e\u0301", "\xE2\x80\xAE", "\x7f",
        "“",    "”", ", ", "\xF0\x9F\x98\x80",   "\xE2\x80\x8D", "—",      "-",       "\xC2\x85"};
    uint64_t random = 17;
    for (int round = 0; round < 300; round++) {
        char text[600] = "x ";
        while (strlen(text) < 500) strcat(text, pieces[unit_below(&random, COUNT(pieces))]);
        Made m;
        made_begin(&m, text_literal(text));
        uint32_t n = m.reading.tokens.word_count;
        made_attribution(&m, (Span){0, n / 3}, (Span){n / 3, n / 2}, (Span){0, n / 4}, (Span){n / 2, n}, 0.5f);
        uint32_t width = 20 + unit_below(&random, 200);
        const char *out = made_write(&m, SAYSO_FORMAT_TABLE, width, 0);
        assert_fits(out, m.out_size, width);
        made_end(&m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lays_out_columns), cmocka_unit_test(lists_where_it_is_narrow),
                                       cmocka_unit_test(tells_what_is_known), cmocka_unit_test(cuts_a_long_source), cmocka_unit_test(nests_to_any_depth),
                                       cmocka_unit_test(breaks_no_common_cue), cmocka_unit_test(colours_what_is_quoted),
                                       cmocka_unit_test(pairs_quotation_marks),
                                       cmocka_unit_test(fits_every_width)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
