/* robots.txt: whose groups count, which rule of several, and that hostile files cost no more than they are long. */
#include "intake/net/net.h"
#include "unit.h"

typedef struct Question {
    const char *file, *path;
    bool allowed;
} Question;

static bool asked(Text file, const char *path)
{
    Robots *robots = robots_read(file, "sayso");
    assert_non_null(robots);
    bool allowed = robots_allow(robots, text_literal(path));
    robots_free(robots);
    return allowed;
}

static void ask_all(const Question *questions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool allowed = asked(text_literal(questions[i].file), questions[i].path);
        if (allowed != questions[i].allowed) print_error("%s\n%s", questions[i].path, questions[i].file);
        assert_int_equal(allowed, questions[i].allowed);
    }
}

static void takes_the_groups_that_are_meant(void **state)
{
    (void)state;
    static const Question questions[] = {
        {"", "/news", true},
        {"User-agent: *\nDisallow: /\n", "/news", false},
        {"User-agent: *\nDisallow: /\n", "/robots.txt", true},
        {"User-agent: *\nDisallow:\n", "/news", true},
        {"User-agent: otherbot\nDisallow: /\n", "/news", true},
        {"User-agent: sayso\nDisallow: /news\n", "/news", false},
        {"user-AGENT:SaySo\ndisALLOW:/news\n", "/news/1", false},
        {"User-agent: sayso/2.1\nDisallow: /news\n", "/news", false},
        /* another product, though it begins alike */
        {"User-agent: saysometimes\nDisallow: /\n", "/news", true},
        {"User-agent: sayso-images\nDisallow: /\n", "/news", true},
        /* our own group and not that of all, wherever it stands */
        {"User-agent: *\nDisallow: /\n\nUser-agent: sayso\nDisallow: /draft\n", "/news", true},
        {"User-agent: sayso\nDisallow: /draft\n\nUser-agent: *\nDisallow: /\n", "/news", true},
        {"User-agent: sayso\nDisallow: /draft\n\nUser-agent: *\nDisallow: /\n", "/draft", false},
        /* several agents have one group, and several groups one agent */
        {"User-agent: a\nUser-agent: sayso\nUser-agent: b\nDisallow: /x\n", "/x", false},
        {"User-agent: sayso\nDisallow: /x\nUser-agent: b\nDisallow: /y\nUser-agent: sayso\nDisallow: /z\n", "/x",
         false},
        {"User-agent: sayso\nDisallow: /x\nUser-agent: b\nDisallow: /y\nUser-agent: sayso\nDisallow: /z\n", "/y", true},
        {"User-agent: sayso\nDisallow: /x\nUser-agent: b\nDisallow: /y\nUser-agent: sayso\nDisallow: /z\n", "/z",
         false},
        /* what stands between is no part of a group and does not end one */
        {"User-agent: sayso\nSitemap: https://halmere.example/map\nUser-agent: b\nDisallow: /x\n", "/x", false},
        {"Disallow: /x\nUser-agent: *\nDisallow: /y\n", "/x", true},
        /* byte order mark, comments, ends of lines of every kind */
        {"\xEF\xBB\xBFUser-agent: *\nDisallow: /x", "/x", false},
        {"User-agent: * # all\r\nDisallow: /x # and more\r\n", "/x", false},
        {"User-agent: *\rDisallow: /x\r", "/x", false},
        {"#User-agent: *\n#Disallow: /\n", "/x", true},
    };
    ask_all(questions, COUNT(questions));
}

static void takes_the_longest_match(void **state)
{
    (void)state;
    static const char both[] = "User-agent: *\nDisallow: /news\nAllow: /news/open\nDisallow: /news/open/not\n";
    static const Question questions[] = {
        {both, "/", true},
        {both, "/newspaper", false},
        {both, "/news/open", true},
        {both, "/news/open/yes", true},
        {both, "/news/open/not", false},
        /* of two as long, the one that allows, in whatever order */
        {"User-agent: *\nAllow: /p\nDisallow: /p\n", "/p", true},
        {"User-agent: *\nDisallow: /p\nAllow: /p\n", "/p", true},
        {"User-agent: *\nDisallow: /news/*\nAllow: /news\n", "/news/1", false},
        /* stars and ends */
        {"User-agent: *\nDisallow: /*.pdf\n", "/a/b.pdf?c", false},
        {"User-agent: *\nDisallow: /*.pdf$\n", "/a/b.pdf?c", true},
        {"User-agent: *\nDisallow: /*.pdf$\n", "/a/b.pdf", false},
        {"User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf/b.pdf", false},
        {"User-agent: *\nDisallow: /$\n", "/", false},
        {"User-agent: *\nDisallow: /$\n", "/a", true},
        {"User-agent: *\nDisallow: /a*b*c\n", "/a-c-b", true},
        {"User-agent: *\nDisallow: /a*b*c\n", "/a-b-c-d", false},
        {"User-agent: *\nDisallow: *secret\n", "/my/secret", false},
        {"User-agent: *\nDisallow: /ab*ab$\n", "/ab", true},
        {"User-agent: *\nDisallow: /aa$\n", "/aaa", true},
        {"User-agent: *\nDisallow: /*\n", "/", false},
        {"User-agent: *\nDisallow: news\n", "/news", true},
        {"User-agent: *\nDisallow: /q?\n", "/q?a=b", false},
        {"User-agent: *\nDisallow: /q?\n", "/q", true},
    };
    ask_all(questions, COUNT(questions));
}

static void compares_in_one_form(void **state)
{
    (void)state;
    static const Question questions[] = {
        {"User-agent: *\nDisallow: /caf\xC3\xA9\n", "/caf%C3%A9", false},
        {"User-agent: *\nDisallow: /caf%c3%a9\n", "/caf\xC3\xA9", false},
        {"User-agent: *\nDisallow: /%6Eews\n", "/news", false},
        {"User-agent: *\nDisallow: /news\n", "/%6eews", false},
        {"User-agent: *\nDisallow: /~mara\n", "/%7Emara", false},
        /* a slash that is written in figures is part of a name */
        {"User-agent: *\nDisallow: /a%2Fb\n", "/a/b", true},
        {"User-agent: *\nDisallow: /a%2Fb\n", "/a%2fb", false},
        {"User-agent: *\nDisallow: /100%\n", "/100%", false},
        {"User-agent: *\nDisallow: /%zz\n", "/%zz", false},
    };
    ask_all(questions, COUNT(questions));
}

static uint32_t delay_of(const char *file)
{
    Robots *robots = robots_read(text_literal(file), "sayso");
    uint32_t delay = robots_delay(robots);
    robots_free(robots);
    return delay;
}

static void reads_the_delay(void **state)
{
    (void)state;
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: 2\n"), 2000);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: 0.25\n"), 250);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: 1.0001\n"), 1000);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: soon\n"), 0);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: -3\n"), 0);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: 99999999999999999999999999\n"), UINT32_MAX);
    assert_int_equal(delay_of("User-agent: b\nCrawl-delay: 9\n\nUser-agent: *\nCrawl-delay: 3\n"), 3000);
    assert_int_equal(robots_delay(NULL), 0);
    assert_true(robots_allow(NULL, text_literal("/x")));
}

/* The ten lines that RFC 9309 would be in: a pattern matched by trying all that a star could stand for. */
static bool naive(const char *pattern, const char *path)
{
    if (!*pattern || (*pattern == '$' && !pattern[1])) return !*pattern || !*path;
    if (*pattern == '*') return naive(pattern + 1, path) || (*path && naive(pattern, path + 1));
    return *pattern == *path && naive(pattern + 1, path + 1);
}

static void agrees_with_the_naive_one(void **state)
{
    (void)state;
    uint64_t seed = 20260307;
    size_t hits = 0;
    for (int round = 0; round < 20000; round++) {
        char pattern[10] = "/", path[10] = "/", file[64];
        size_t n = 1 + unit_below(&seed, 7), m = 1 + unit_below(&seed, 8);
        for (size_t i = 1; i < n; i++) pattern[i] = "ab*"[unit_below(&seed, 3)];
        if (unit_below(&seed, 3) == 0) pattern[n] = '$';
        for (size_t i = 1; i < m; i++) path[i] = "ab"[unit_below(&seed, 2)];
        snprintf(file, sizeof file, "User-agent: *\nDisallow: %s\n", pattern);
        bool hit = naive(pattern, path);
        hits += hit;
        bool allowed = asked(text_literal(file), path);
        if (allowed == hit) print_error("%s and %s\n", pattern, path);
        assert_int_not_equal(allowed, hit);
    }
    assert_in_range(hits, 1000, 19000);
}

/* Half a megabyte of stars, of one rule or of many, and a long path. */
static void survives_hostile_files(void **state)
{
    (void)state;
    size_t size = 14 + 18 * 28000;
    char *file = malloc(size), path[4096];
    assert_non_null(file);
    memset(path, 'a', sizeof path - 1);
    path[0] = '/';
    path[sizeof path - 1] = 0;
    size_t head = (size_t)sprintf(file, "User-agent: *\nDisallow: /");
    for (size_t i = head; i < size; i++) file[i] = i & 1 ? '*' : 'a';
    assert_true(asked(text_of(file, size), path)); /* more letters than the path has */
    for (size_t i = 14; i < size; i++) file[i] = "Disallow: /*a*a*b\n"[(i - 14) % 18];
    assert_true(asked(text_of(file, size), path));
    for (size_t i = 0; i < size; i++) file[i] = (char)(i * 7919 >> 3);
    (void)asked(text_of(file, size), path);
    memset(file, ':', size);
    assert_true(asked(text_of(file, size), path));
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_groups_that_are_meant),
        cmocka_unit_test(takes_the_longest_match),
        cmocka_unit_test(compares_in_one_form),
        cmocka_unit_test(reads_the_delay),
        cmocka_unit_test(agrees_with_the_naive_one),
        cmocka_unit_test(survives_hostile_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
