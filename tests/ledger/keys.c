/* What makes two spellings one: words, names, URLs, days. */
#include "unit.h"

#include "ledger/word/word.h"

static Arena arena;

static void same(Text a, const char *b)
{
    if (!text_is(a, b)) fprintf(stderr, "'%.*s', not '%s'\n", (int)a.size, a.data, b);
    assert_true(text_is(a, b));
}

/* ---- words ---- */

static void words_are(const char *text, const char *wanted)
{
    WordAt *words;
    uint32_t count;
    char found[200] = "";
    Text t = text_literal(text);
    assert_true(words_of(t, &arena, &words, &count));
    assert_int_equal(text_words(t), count); /* what reading tells is what the ledger keeps */
    for (uint32_t i = 0; i < count; i++) {
        Text word = text_slice(t, words[i].span);
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%.*s", i ? "|" : "", (int)word.size, word.data);
    }
    assert_string_equal(found, wanted);
}

static void finds_words(void **state)
{
    (void)state;
    words_are("", "");
    words_are(" … — “” ", "");
    words_are("The ministry’s co-operation.", "The|ministry’s|co|operation");
    words_are("“Dogs' tails,” 3,000 of them", "Dogs|tails|3|000|of|them");
    words_are("Ärger in Zürich\nnow", "Ärger|in|Zürich|now");
    words_are("'tis don't'", "tis|don't");
    words_are("bad\xff" "byte", "bad|byte");
}

static void word_is(const char *a, const char *b, bool equal)
{
    uint64_t x = word_hash(text_literal(a)), y = word_hash(text_literal(b));
    assert_true(x && y);
    assert_int_equal(x == y, equal);
}

static void folds_words(void **state)
{
    (void)state;
    word_is("Ministry’s", "ministry's", true);
    word_is("MINISTRY", "ministry", true);
    word_is("cafe\xcc\x81", "café", true);
    word_is("Łódź", "lodz", true);
    word_is("naïve", "NAIVE", true);
    word_is("dredge\xc2\xadr", "dredger", true); /* a soft hyphen */
    word_is("weir", "wier", false);
    word_is("œuvre", "oeuvre", false);
    word_is("a1", "a2", false);
    assert_int_equal(word_hash(text_literal(" … ")), 0);
}

/* ---- names ---- */

static void name_is(const char *name, const char *wanted)
{
    Text key;
    assert_true(name_key(text_literal(name), &arena, &key));
    same(key, wanted);
}

static void makes_keys_of_names(void **state)
{
    (void)state;
    name_is("The Harbour Authority", "harbour authority");
    name_is("Harbour-Authority", "harbour authority");
    name_is("  Harbour \n Authority ", "harbour authority");
    name_is("U.S. Congress", "us congress");
    name_is("Greyling & Tarn", "greyling and tarn");
    name_is("Greyling and Tarn", "greyling and tarn");
    name_is("Sinéad O’Hara", "sinead ohara");
    name_is("The", "the");
    name_is("Theo Tarn", "theo tarn");
    name_is("+/-", "+/-");
    name_is("&&", "and and");
    name_is("Radio 4", "radio 4");
}

/* ---- URLs ---- */

static void url_is(const char *url, const char *wanted)
{
    Text key;
    assert_true(url_key(text_literal(url), &arena, &key));
    same(key, wanted);
}

static void makes_keys_of_urls(void **state)
{
    (void)state;
    url_is("HTTPS://Gazette.Example/News?Id=7#top", "https://gazette.example/News?Id=7");
    url_is("http://gazette.example:80/a", "http://gazette.example/a");
    url_is("https://gazette.example:443", "https://gazette.example/");
    url_is("https://gazette.example:80/a", "https://gazette.example:80/a");
    url_is("http://gazette.example:/a", "http://gazette.example/a");
    url_is("http://gazette.example:8080", "http://gazette.example:8080/");
    url_is("http://gazette.example", "http://gazette.example/");
    url_is("http://gazette.example?q=A", "http://gazette.example?q=A");
    url_is("http://gazette.example#part", "http://gazette.example/");
    url_is("http://User:Word@Gazette.example/", "http://User:Word@gazette.example/");
    url_is("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/");
    url_is("tag:Gazette:7", "tag:Gazette:7");
    url_is("no URL#at all", "no URL#at all");
    url_is("", "");
    url_is("://", "://");
}

/* ---- days ---- */

static void day_is(const char *date, const char *wanted)
{
    char day[DAY_SIZE];
    assert_int_equal(first_day(text_literal(date), day), wanted != NULL);
    if (wanted) assert_string_equal(day, wanted);
}

static void finds_first_days(void **state)
{
    (void)state;
    day_is("2026-03-06", "2026-03-06");
    day_is("2026-03-06/2026-03-09", "2026-03-06");
    day_is("2026-03", "2026-03-01");
    day_is("2026-03/2026-05", "2026-03-01");
    day_is("2026", "2026-01-01");
    day_is("2026/2027", "2026-01-01");
    day_is("2026-W10", "2026-03-02");
    day_is("2026-W01", "2025-12-29"); /* January 4th, a Sunday, is in it */
    day_is("2024-W01", "2024-01-01");
    day_is("2020-W53", "2020-12-28");
    day_is("2024-W09", "2024-02-26");
    day_is("2024-02-29", "2024-02-29");
    day_is("2026-02-29", NULL);
    day_is("2026-13", NULL);
    day_is("2026-W54", NULL);
    day_is("2026-W00", NULL);
    day_is("", NULL);
    day_is("soon", NULL);
}

static void interval_is(const char *date, const char *first, const char *last)
{
    char a[DAY_SIZE], b[DAY_SIZE];
    assert_true(interval_of(text_literal(date), a, b));
    assert_string_equal(a, first);
    assert_string_equal(b, last);
}

static void finds_intervals(void **state)
{
    (void)state;
    char a[DAY_SIZE], b[DAY_SIZE];
    interval_is("2016-07-04", "2016-07-04", "2016-07-04");
    interval_is("2016-07", "2016-07-01", "2016-07-31");
    interval_is("2016-02", "2016-02-01", "2016-02-29");
    interval_is("2015-02", "2015-02-01", "2015-02-28");
    interval_is("2016", "2016-01-01", "2016-12-31");
    interval_is("2016-W10", "2016-03-07", "2016-03-13");
    interval_is("2015-W53", "2015-12-28", "2016-01-03"); /* over the year's end */
    interval_is("2016-W08", "2016-02-22", "2016-02-28");
    interval_is("2016-07-04/2016-07-06", "2016-07-04", "2016-07-06");
    interval_is("2016-07-30/2016-08", "2016-07-30", "2016-08-31");
    interval_is("2016-11/2017", "2016-11-01", "2017-12-31");
    interval_is("2016-W52/2017-W01", "2016-12-26", "2017-01-08");
    interval_is("2016/", "2016-01-01", "2016-12-31");
    interval_is("2016-07/soon", "2016-07-01", "2016-07-31");
    interval_is("2016-07/2015", "2016-07-01", "2016-07-31"); /* no end before its start */
    assert_false(interval_of(text_literal(""), a, b));
    assert_false(interval_of(text_literal("2016-02-30"), a, b));
    assert_false(interval_of(text_literal("/2016-07"), a, b));
}

static void dates_statements(void **state)
{
    (void)state;
    char room[DAY_SIZE];
    sayso_attribution a = {.date = text_literal("2026-W10")};
    same(date_day(a.date, text_literal("2026-03-06"), room), "2026-03-02");
    a.date = text_literal("");
    same(date_day(a.date, text_literal("2026-03-06"), room), "2026-03-06");
    same(date_day(a.date, text_literal(""), room), "");
}

/* ---- packed ---- */

static void packs_and_unpacks(void **state)
{
    (void)state;
    const Span spans[] = {{1, 2}, {0x01020304, 0xFFFFFFFF}};
    const Text texts[] = {text_literal("one"), text_literal(""), text_of("t\0w", 3)};
    const Span *spans_back;
    const Text *texts_back;
    const void *data;
    size_t size;
    uint32_t count;
    assert_true(pack_spans(spans, 2, &arena, &data, &size));
    assert_int_equal(size, 16);
    assert_memory_equal((const char *)data + 8, "\4\3\2\1", 4); /* the least first */
    assert_true(unpack_spans(data, size, &arena, &spans_back, &count));
    assert_int_equal(count, 2);
    assert_memory_equal(spans, spans_back, sizeof spans);
    assert_true(unpack_spans(data, 15, &arena, &spans_back, &count));
    assert_int_equal(count, 1);
    assert_true(pack_texts(texts, 3, &arena, &data, &size));
    assert_true(unpack_texts(data, size, &arena, &texts_back, &count));
    assert_int_equal(count, 3);
    for (size_t i = 0; i < 3; i++) assert_true(text_equal(texts[i], texts_back[i]));
    assert_true(unpack_texts(data, size - 1, &arena, &texts_back, &count)); /* the last is cut: it is left out */
    assert_int_equal(count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_words),      cmocka_unit_test(folds_words),      cmocka_unit_test(makes_keys_of_names),
        cmocka_unit_test(makes_keys_of_urls), cmocka_unit_test(finds_first_days), cmocka_unit_test(finds_intervals), cmocka_unit_test(dates_statements),
        cmocka_unit_test(packs_and_unpacks),
    };
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
