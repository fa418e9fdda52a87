/* Lines are paragraphs, but for wrapped text, where blank lines part them. */
#include "reader.h"

/* The paragraphs of `text`, joined by '|'. */
static void assert_paragraphs(const char *text, const char *expected)
{
    Reader r;
    reader_begin(&r);
    assert_int_equal(reader_read(&r, text_literal(text), ""), SAYSO_OK);
    char joined[4096];
    size_t size = 0;
    for (uint32_t i = 0; i < r.article.paragraph_count; i++) {
        Text p = text_slice(r.article.text, r.article.paragraphs[i]);
        if (i) joined[size++] = '|';
        memcpy(joined + size, p.data, p.size);
        size += p.size;
    }
    assert_text(text_of(joined, size), expected);
    reader_end(&r);
}

static void takes_lines_for_paragraphs(void **state)
{
    (void)state;
    assert_paragraphs("One.\nTwo.\n\nThree.", "One.|Two.|Three.");
    assert_paragraphs("  One. \r\n\t\r\nTwo.\r\rThree.\xE2\x80\xA8" "Four.\xC2\xA0\n", "One.|Two.|Three.|Four.");
    assert_paragraphs(" \n\t\xE3\x80\x80\n", "");
    assert_paragraphs("A headline of the usual length for a paper\nBy Someone\nText that goes on and on.",
                      "A headline of the usual length for a paper|By Someone|Text that goes on and on.");
}

static void joins_wrapped_lines(void **state)
{
    (void)state;
    assert_paragraphs("The Harbour Authority closed the eastern basin of the\n"
                      "country's busiest port on Tuesday, saying that a night\n"
                      "survey had found the sea wall unsafe.\n"
                      "\n"
                      "Nobody was hurt, it said. Ships were told to wait at\n"
                      "anchor.\n",
                      "The Harbour Authority closed the eastern basin of the\n"
                      "country's busiest port on Tuesday, saying that a night\n"
                      "survey had found the sea wall unsafe.|"
                      "Nobody was hurt, it said. Ships were told to wait at\n"
                      "anchor.");
    /* fmt looks for even lines, and breaks before it must */
    assert_paragraphs("The Harbour Authority closed the eastern basin of the country's\n"
                      "busiest port on Tuesday, saying that a night survey had found\n"
                      "the sea wall unsafe and that no ship would be let in until a\n"
                      "second one had been made.\n\nNobody was hurt.",
                      "The Harbour Authority closed the eastern basin of the country's\n"
                      "busiest port on Tuesday, saying that a night survey had found\n"
                      "the sea wall unsafe and that no ship would be let in until a\n"
                      "second one had been made.|Nobody was hurt.");
    assert_paragraphs("The Harbour Authority closed the eastern basin of the\r\n"
                      "country's busiest port on Tuesday.\r\n",
                      "The Harbour Authority closed the eastern basin of the\r\n"
                      "country's busiest port on Tuesday.");
}

static void leaves_short_lines_alone(void **state)
{
    (void)state;
    /* nothing made these lines end where they do but their writer */
    assert_paragraphs("the gulls have it and the gulls will keep it\nthe wall was\nsound enough for gulls\n",
                      "the gulls have it and the gulls will keep it|the wall was|sound enough for gulls");
    /* paragraphs of one short line each end their sentences */
    assert_paragraphs(
        "The ships will wait at anchor until the gale is over.\nThe captains were told so on the quay by noon.\n",
        "The ships will wait at anchor until the gale is over.|The captains were told so on the quay by noon.");
}

static void finds_broken_promises(void **state)
{
    (void)state;
    Span outside[] = {{0, 9}}, over[] = {{0, 3}, {2, 4}}, blank[] = {{0, 2}}, empty[] = {{1, 1}};
    Error error;
    Article a = {.text = text_literal("ab c"), .paragraph_count = 1};
    a.paragraphs = outside;
    assert_false(input_check(&a, &error));
    a.paragraphs = empty;
    assert_false(input_check(&a, &error));
    a.paragraphs = over;
    a.paragraph_count = 2;
    assert_false(input_check(&a, &error));
    a = (Article){.text = text_literal("a b"), .paragraphs = blank, .paragraph_count = 1};
    assert_false(input_check(&a, &error));
    a = (Article){.text = text_literal("\xFF")};
    assert_false(input_check(&a, &error));
    a = (Article){.text = text_literal("a"), .published = text_literal("2026-02-30")};
    assert_false(input_check(&a, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_lines_for_paragraphs), cmocka_unit_test(joins_wrapped_lines),
        cmocka_unit_test(leaves_short_lines_alone), cmocka_unit_test(finds_broken_promises)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
