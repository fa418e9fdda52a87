/* Which of a page's blocks are its article, where others' teasers, lists, posts and captions stand round it. */
#include <stdio.h>
#include <stdlib.h>

#include "intake/page/internal.h"
#include "unit.h"

#define LEAD "The harbour council of Port Vellan said on Monday that the old bridge would be closed for a week."
#define SECOND "“We have no choice,” said Ana Quill, the harbour master, who has asked for the repair since the spring."
#define THIRD "Ferries will run in its place every ten minutes, the council said, and they will be free for all."
#define LONG LEAD " " SECOND " " THIRD " " LEAD " " SECOND " " THIRD
#define TEASER                                                                                                         \
    "<div class=card><p>The mayor of the town said on Friday that nobody had seen the gulls leave the wall that "      \
    "week.</p></div>"
#define TEN(t) t t t t t t t t t t

/* The text that is found of a page, to be freed; "" where there is none. */
static char *text_of_page(const char *html)
{
    static const IntakeOptions options = {.max_article = (size_t)8 << 20};
    Arena arena;
    Error error;
    Found found = {0};
    arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
    Piece piece = {.format = INTAKE_PAGE, .data = strdup(html), .size = strlen(html)};
    assert_non_null(piece.data);
    if (page_read(&piece, &options, &arena, &found, &error)) found.text = text_literal("");
    char *text = malloc(found.text.size + 1);
    assert_non_null(text);
    memcpy(text, found.text.data, found.text.size);
    text[found.text.size] = 0;
    free(piece.data);
    arena_free(&arena);
    return text;
}

#define assert_page(html, expected)                                                                                    \
    do {                                                                                                               \
        char *text_ = text_of_page(html);                                                                              \
        assert_string_equal(text_, (expected));                                                                        \
        free(text_);                                                                                                   \
    } while (0)

/* Three times as many words in teasers as in the article, which says what it is; and one that says nothing, where the
 * heaviest is taken. */
static void is_not_outweighed_by_teasers(void **state)
{
    (void)state;
    assert_page("<body><div class=article-body><p>" LONG "</p><p>" LONG "</p></div><div>" TEN(TEASER)
                    TEN(TEASER) "</div></body>",
                LONG "\n\n" LONG);
    assert_page("<body><article><p>" LONG "</p><p>" LONG "</p></article><div>" TEN(TEASER) "</div></body>",
                LONG "\n\n" LONG);
    char *text = text_of_page("<body><div class=article-body><p>" LEAD "</p></div><div>" TEN("<p>" THIRD "</p>")
                                  TEN("<p>" SECOND "</p>") "</div></body>");
    assert_non_null(strstr(text, SECOND)); /* too short to be told from a standfirst */
    free(text);
}

/* Many articles on a page, of which one is long. */
static void finds_the_one_among_many(void **state)
{
    (void)state;
#define OTHER "<article><h2><a href=/1>The gulls leave the wall</a></h2><p>" THIRD "</p></article>"
    assert_page("<body><main><article class=single><h2><a href=/0>A bridge is closed</a></h2><p>" LONG "</p><p>" LONG
                "</p></article></main><main>" OTHER OTHER OTHER OTHER OTHER OTHER "</main></body>",
                LONG "\n\n" LONG);
}

/* Headings amid the text that lead to other reports make it no list of teasers. */
static void reads_on_past_set_in_headings(void **state)
{
    (void)state;
#define AWAY "<ul><li><h3><a href=/2>Three are hurt in a crash</a></h3></ul>"
    char *text = text_of_page("<body><div itemprop=articleBody>" AWAY "<p>" LONG "</p>" AWAY AWAY "<p>" LONG
                              "</p>" AWAY AWAY AWAY AWAY "</div></body>");
    assert_string_equal(text, LONG "\n\n" LONG);
    free(text);
}

static void counts_words_without_blanks(void **state)
{
    (void)state;
#define JAPANESE                                                                                                       \
    "港湾当局は月曜日に古い橋を一週間閉鎖すると発表しましたが、代わりに渡し船が十分おきに運航される予定です。"
    assert_page("<body><nav><a href=/>港</a><a href=/>海</a></nav><div><p>" JAPANESE "</p><p>" JAPANESE
                "</p></div></body>",
                JAPANESE "\n\n" JAPANESE);
    assert_page("<body><ul><li><a href=/>" JAPANESE "</a><li><a href=/>" JAPANESE "</a></ul></body>", "");
}

static void keeps_posts_in_boxes(void **state)
{
    (void)state;
    assert_page("<body><article><p>" LONG
                "</p><div class=social-media-embed><blockquote class=twitter-tweet><p>The bridge is shut, and we are "
                "sorry.</p>— Port (@port) <a href=https://x.example/1>March 2, 2026</a></blockquote></div><div "
                "class=social-buttons><p>Tell your "
                "friends that you were here today.</p></div><p>" THIRD "</p></article></body>",
                LONG "\n\nThe bridge is shut, and we are sorry.\n\n— Port (@port) March 2, 2026\n\n" THIRD);
}

static void keeps_a_first_paragraph_of_links(void **state)
{
    (void)state;
    assert_page(
        "<body><div class=article-body><p><a href=/1>The council closed the old bridge on Monday, after it had been "
        "told for years that it "
        "would fall.</a></p><p>" SECOND "</p><p>" THIRD "</p></div></body>",
        "The council closed the old bridge on Monday, after it had been told for years that it would fall.\n\n" SECOND
        "\n\n" THIRD);
}

static void keeps_a_list_at_the_end(void **state)
{
    (void)state;
#define DATES                                                                                                          \
    "June 9 – West Palm Beach, Coral Sky Hall<br>June 10 – Tampa, Union Hall<br>June 14 – Alpharetta, Bank "     \
    "Hall<br>June 17 – Nashville, Bridge Hall"
    assert_page("<body><div class=article-body><p>" LONG "</p><p>" DATES "</p><p>Send this</p></div></body>",
                LONG "\n\nJune 9 – West Palm Beach, Coral Sky Hall June 10 – Tampa, Union Hall June 14 – Alpharetta, "
                     "Bank Hall June 17 – Nashville, "
                     "Bridge Hall");
}

static void leaves_out_stamps_and_captions(void **state)
{
    (void)state;
    assert_page("<body><article><p>" LEAD
                "</p><p>PUBLISHED: 10:48, Tue, Nov 19, 2019 | UPDATED: 11:05</p><div>The bridge on Tuesday "
                "(Image: KEEL)</div><p>" SECOND "</p><p>" THIRD "</p></article></body>",
                LEAD "\n\n" SECOND "\n\n" THIRD);
}

static void assert_once(const char *in, const char *expected, bool mended)
{
    Arena arena;
    Text out;
    bool was;
    char *copy = strdup(in); /* of its own size, so that a step over its end is seen */
    assert_non_null(copy);
    arena_init(&arena, &libc_allocator, (size_t)1 << 20);
    assert_true(text_untwice(text_of(copy, strlen(in)), &arena, &out, &was));
    if (!text_is(out, expected)) print_error("is %.*s, not %s\n", (int)out.size, out.data, expected);
    assert_true(text_is(out, expected));
    assert_int_equal(was, mended);
    free(copy);
    arena_free(&arena);
}

static void mends_what_was_encoded_twice(void **state)
{
    (void)state;
    assert_once("plain", "plain", false);
    assert_once("“Café” – it’s naïve", "“Café” – it’s naïve", false);
    assert_once("â€œIt isâ€\xC2\x9D, she said: CafÃ©, donâ€™t", "“It is”, she said: Café, don’t", true);
    assert_once("â€œIt isâ€\xEF\xBF\xBD, she said. â€œNoâ€ and donâ€™t", "“It is”, she said. “No” and don’t", true);
    assert_once("ðŸ˜€ and â‚¬5", "😀 and €5", true);
    assert_once("one Ã© alone", "one Ã© alone", false); /* may be meant */
    assert_once("Ã©Ã© Çé Çé", "Ã©Ã© Çé Çé", false);     /* with as much that is none */
    assert_once("Ã© Ã© Ã", "é é Ã", true);
    char *text = text_of_page("<head><meta charset=utf-8></head><body><article><p>" LEAD
                              "</p><p>â€œWe have no choice,â€\xC2\x9D said Ana Quill, the harbour "
                              "master, who didnâ€™t wait.</p><p>" THIRD "</p></article></body>");
    assert_non_null(strstr(text, "“We have no choice,” said Ana Quill, the harbour master, who didn’t wait."));
    free(text);
}

/* What shows when a name is pointed at makes no paragraph a list of links; a post box's class that names the name stays. */
static void leaves_out_cards(void **state)
{
    (void)state;
    assert_page("<body><div class=article-body><p>" LEAD "</p><p>Mayor <span class=rollover-people><a href=/p/1>Ines Caldo</a>"
                "<span class=rollover-people-block><a href=/1>Caldo opens a bridge that nobody had asked for</a><a href=/2>Caldo and "
                "the gulls of the wall</a><a href=/3>More of Ines Caldo and all her works</a></span></span> said that it was so."
                "</p><p>" SECOND "</p></div></body>",
                LEAD "\n\nMayor Ines Caldo said that it was so.\n\n" SECOND);
    assert_page("<body><div class=article-body><p>" LEAD "</p><p>The <span class=tooltip>wall<span class=tooltiptext>A wall is what "
                "gulls sit on</span></span> stands, the mayor said.</p><p>" SECOND "</p></div></body>",
                LEAD "\n\nThe wall stands, the mayor said.\n\n" SECOND);
}

/* Links in a paragraph of many words of its own, and a link with a sentence behind it in a list, are text. */
static void keeps_text_among_links(void **state)
{
    (void)state;
    assert_page("<body><div class=article-body><p>The council promises <a href=/1>ferries each ten minutes from the old quay to the "
                "new one</a> and then, as it told us in spring, <a href=/2>a new bridge before the winter comes to the port of "
                "Vellan</a>, for all.</p><p>" SECOND "</p><p>" THIRD "</p></div></body>",
                "The council promises ferries each ten minutes from the old quay to the new one and then, as it told us in spring, a "
                "new bridge before the winter comes to the port of Vellan, for all.\n\n" SECOND "\n\n" THIRD);
    assert_page("<body><div class=article-body><p>" LEAD "</p><ul><li>" SECOND "</li><li><a href=/1>The mayor will not say what the old "
                "bridge had cost the town in all the years</a>. She said that nobody had asked.</li><li>" THIRD "</li></ul></div></body>",
                LEAD "\n\n" SECOND "\n\nThe mayor will not say what the old bridge had cost the town in all the years. She said that nobody "
                     "had asked.\n\n" THIRD);
}

/* A list of other articles at the end; words to the reader; and what only looks like them. */
static void knows_words_of_the_page(void **state)
{
    (void)state;
    assert_page("<body><div class=article-body><p>" LEAD "</p><p>" SECOND "</p><p>More great stories</p><ul><li>Why do the gulls sit on "
                "the wall, and what do they see from there?</li><li>The plan for a bridge that floats, and who is to pay for it</li></ul>"
                "</div></body>",
                LEAD "\n\n" SECOND);
    assert_page("<body><div class=article-body><p>" LEAD "</p><p>This copy is for your personal, non-commercial use only. To order "
                "others write to the Gazette.</p><p>" SECOND "</p><p>Follow the Gazette on Facebook and Twitter.</p><p>Please subscribe "
                "to the Gazette while it stands.</p></div></body>",
                LEAD "\n\n" SECOND);
    assert_page("<body><div class=article-body><p>" LEAD "</p><p>The company was pleased with its subscribers, the previous owner said.</p>"
                "<p>" SECOND "</p></div></body>",
                LEAD "\n\nThe company was pleased with its subscribers, the previous owner said.\n\n" SECOND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_not_outweighed_by_teasers),  cmocka_unit_test(finds_the_one_among_many),
        cmocka_unit_test(reads_on_past_set_in_headings), cmocka_unit_test(counts_words_without_blanks),
        cmocka_unit_test(keeps_posts_in_boxes),          cmocka_unit_test(keeps_a_first_paragraph_of_links),
        cmocka_unit_test(keeps_a_list_at_the_end),       cmocka_unit_test(leaves_out_stamps_and_captions),
        cmocka_unit_test(mends_what_was_encoded_twice),  cmocka_unit_test(leaves_out_cards),
        cmocka_unit_test(keeps_text_among_links),        cmocka_unit_test(knows_words_of_the_page)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
