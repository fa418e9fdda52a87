/* Pages that say what they are in every way, and pages that lie: the article's text, and what is said of it. */
#include "intake/page/internal.h"
#include "unit.h"

/* ---- reading ---- */

typedef struct Reader {
    Arena arena;
    Found found;
    Error error;
} Reader;

static void reader_begin(Reader *r)
{
    *r = (Reader){0};
    arena_init(&r->arena, &libc_allocator, SIZE_MAX / 2);
}

static void reader_end(Reader *r)
{
    arena_free(&r->arena);
}

static Status read_piece(Reader *r, const Piece *piece)
{
    static const IntakeOptions options = {.max_article = (size_t)8 << 20};
    arena_reset(&r->arena);
    r->found = (Found){0};
    Status status = page_read(piece, &options, &r->arena, &r->found, &r->error);
    if (!status) assert_true(utf8_valid(r->found.text, NULL));
    return status;
}

static Status read_bytes(Reader *r, const char *data, size_t size, const char *url, const char *charset)
{
    char *copy = malloc(size + 1), *address = url ? strdup(url) : NULL, *name = charset ? strdup(charset) : NULL;
    assert_non_null(copy);
    memcpy(copy, data, size);
    Piece piece = {.format = INTAKE_PAGE, .data = copy, .size = size, .url = address, .charset = name};
    Status status = read_piece(r, &piece);
    free(copy);
    free(address);
    free(name);
    return status;
}

static void read_page(Reader *r, const char *html, const char *url)
{
    Status status = read_bytes(r, html, strlen(html), url, NULL);
    if (status) print_error("%s\n", r->error.message);
    assert_int_equal(status, SAYSO_OK);
}

static void assert_text(Text actual, const char *expected)
{
    if (!text_is(actual, expected)) print_error("is:\n%.*s\nshould be:\n%s\n", (int)actual.size, actual.data, expected);
    assert_true(text_is(actual, expected));
}

/* ---- invented news ---- */

#define LEAD "The harbour council of Port Vellan said on Monday that the old bridge would be closed for a week."
#define SECOND "“We have no choice,” said Ana Quill, the harbour master, who has asked for the repair since the spring."
#define THIRD "Ferries will run in its place every ten minutes, the council said, and they will be free for all."
#define STORY LEAD "\n\n" SECOND "\n\n" THIRD
#define PARAGRAPHS "<p>" LEAD "</p><p>" SECOND "</p><p>" THIRD "</p>"
#define MENU                                                                                                           \
    "<header><nav><ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a "                                         \
    "href=/sport>Sport</a></ul></nav></header>"
#define FOOTER                                                                                                         \
    "<footer><p>The Halmere Post is published by the Halmere Press. Nobody may copy what stands here without "         \
    "asking.</p>"                                                                                                      \
    "<a href=/contact>Contact us</a></footer>"

static void reads_json_ld(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    read_page(
        &r,
        "<!DOCTYPE html><html><head><title>Bridge to close | The Halmere Post</title>"
        "<link rel=canonical href='/2026/03/07/bridge?utm_source=feed&amp;page=2#top'>"
        "<script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\","
        "\"headline\":\"Old bridge &amp; its last week\",\"datePublished\":\"2026-03-06T23:30:00-05:00\","
        "\"author\":[{\"@type\":\"Person\",\"name\":\"Bo Tern\"},{\"@type\":\"Person\",\"name\":\"By Cy Vane\"},"
        "{\"name\":\"https://halmerepost.example/dee\"},\"Dee Lark\"],"
        "\"publisher\":{\"@type\":\"Organization\",\"name\":\"The Halmere Post\"}}</script></head><body>" MENU
        "<main><article class='post tag-related has-sidebar'><h1>Old bridge</h1><p class=byline>By Bo Tern</p>"
        "<figure><img src=b.jpg><figcaption>The bridge on Monday, before it was closed. Photo: Dee Lark"
        "</figcaption></figure>" PARAGRAPHS
        "<div class='newsletter-signup'><p>Get the best of Halmere each morning, free, in your inbox.</p></div>"
        "<aside><h3>More on this</h3><p>The bridge has been closed four times before, and each time it was opened late."
        "</p></aside></article>"
        "<section id=comments><p>I never liked that bridge and I am glad that it is gone for a week at last.</p>"
        "</section></main>" FOOTER "</body></html>",
        "https://www.halmerepost.example/2026/03/07/bridge?fbclid=1");
    assert_text(r.found.text, STORY);
    assert_text(r.found.title, "Old bridge & its last week");
    assert_text(r.found.byline, "Bo Tern, Cy Vane and Dee Lark");
    assert_text(r.found.outlet, "The Halmere Post");
    assert_text(r.found.published, "2026-03-06");
    assert_text(r.found.url, "https://www.halmerepost.example/2026/03/07/bridge?page=2");
    assert_int_equal(r.found.warning_count, 0);
    reader_end(&r);
}

static void reads_a_graph_of_json_ld(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    read_page(&r,
              "<script type='application/ld+json'>{ this is broken </script>"
              "<script type=\"application/ld+json\">//<![CDATA[\n"
              "{\"@graph\":[{\"@type\":\"WebSite\",\"@id\":\"#site\",\"name\":\"The Halmere Post\"},"
              "{\"@type\":\"WebPage\",\"datePublished\":\"2026-02-01\",\"headline\":\"Not this\"},"
              "{\"@type\":[\"Thing\",\"ReportageNewsArticle\"],\"headline\":\"Bridge\n to close\","
              "\"author\":{\"@id\":\"#bo\"},\"publisher\":{\"@id\":\"#site\"},\"datePublished\":\"2026-03-07\","
              "\"mainEntityOfPage\":{\"@id\":\"https://halmerepost.example/bridge\"}},"
              "{\"@type\":\"Person\",\"@id\":\"#bo\",\"name\":\"Bo Tern\"}]};\n//]]></script>" PARAGRAPHS,
              NULL);
    assert_text(r.found.text, STORY);
    assert_text(r.found.title, "Bridge to close");
    assert_text(r.found.byline, "Bo Tern");
    assert_text(r.found.outlet, "The Halmere Post");
    assert_text(r.found.published, "2026-03-07");
    assert_text(r.found.url, "https://halmerepost.example/bridge");
    reader_end(&r);
}

static void reads_open_graph(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    read_page(&r,
              "<meta property='og:title' content='Bridge to close - The Halmere Post'>"
              "<meta property='og:site_name' content='The Halmere Post'><meta name=author content='BY: Bo Tern'>"
              "<meta property='article:author' content='https://faces.example/bo'>"
              "<meta property='article:published_time' content='2026-03-07T08:00:00+01:00'>"
              "<meta property='og:url' content='//halmerepost.example/a/../bridge/?gclid=x&id=7&utm_medium=y'>"
              "<title>Something else</title>" MENU "<div id=main role=main>" PARAGRAPHS "</div>" FOOTER,
              "https://halmerepost.example/amp/bridge");
    assert_text(r.found.text, STORY);
    assert_text(r.found.title, "Bridge to close");
    assert_text(r.found.byline, "Bo Tern");
    assert_text(r.found.outlet, "The Halmere Post");
    assert_text(r.found.published, "2026-03-07");
    assert_text(r.found.url, "https://halmerepost.example/bridge/?id=7");
    reader_end(&r);
}

static void reads_microdata(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    read_page(
        &r,
        "<title>Bridge to close for a week – Vellan Echo</title><div itemscope><h1 itemprop=headline>Bridge to close"
        "</h1><span itemprop=author>Ada <b>Moor</b></span><meta itemprop=datePublished content='March 7, 2026'>"
        "<div class=related><a href=/x>One</a></div><div itemprop=articleBody>" PARAGRAPHS "</div>"
        "<p>Another paragraph that is outside of what the page itself calls the body of the article.</p></div>",
        "http://www.vellanecho.example/n/17");
    assert_text(r.found.text, STORY);
    assert_text(r.found.title, "Bridge to close");
    assert_text(r.found.byline, "Ada Moor");
    assert_text(r.found.outlet, "vellanecho.example");
    assert_text(r.found.published, "2026-03-07");
    assert_text(r.found.url, "http://www.vellanecho.example/n/17");
    reader_end(&r);
}

static void reads_a_page_that_says_nothing(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    read_page(&r,
              "<title>Bridge to close for a week | Vellan Echo</title><table><tr><td><a href=/>Home</a><br>"
              "<a href=/n>News</a><td><font size=2>" LEAD "<br><br>" SECOND "<br>&nbsp;<br>" THIRD
              "</font><td><a href=/ad>Buy a boat</a></table>",
              "http://vellanecho.example/2026/03/07/bridge.html");
    assert_text(r.found.text, STORY);
    assert_text(r.found.title, "Bridge to close for a week");
    assert_text(r.found.byline, "");
    assert_text(r.found.outlet, "vellanecho.example");
    assert_text(r.found.published, "2026-03-07");
    reader_end(&r);
}

/* ---- text ---- */

static void keeps_what_belongs_to_the_article(void **state)
{
    (void)state;
    static const struct {
        const char *inside, *expected; /* between the second paragraph and the third */
    } cases[] = {
        {"<h2>What is next</h2>", "What is next"},
        {"<h2></h2><h3> &nbsp;</h3><p></p><p>&nbsp;</p>", ""},
        {"<h2>Nothing here</h2><h2>What is next</h2>", "What is next"},
        {"<blockquote>I saw it.<p>I did.</p></blockquote>", "I saw it.\n\nI did."},
        {"<ul><li>Ten ferries<li><p>Two buses</p></ul>", "Ten ferries\n\nTwo buses"},
        {"<p>It is <b>the</b> <i>o</i>ld&nbsp;one,\n  <span>he\n said</span><!-- x -->.</p>",
         "It is the old one, he said."},
        {"<p>Soft\xC2\xADly.\xE2\x80\x8B Now&#x202F;then.</p>", "Softly. Now then."},
        {"<p>One line<br>goes on.</p>", "One line goes on."},
        {"<p>He left.<br>She stayed.</p>", "He left.\n\nShe stayed."},
        {"<p>A <a href=/b>bridge of stone</a> that was old.</p>", "A bridge of stone that was old."},
        {"<table><tr><th>Day<th>Ferries<tr><td>Monday<td>12</table>", "Day | Ferries\n\nMonday | 12"},
        {"<pre>It was\nlate.\n\nHe went\nhome.</pre>", "It was late.\n\nHe went home."},
        {"<x-note>It was <x-b>odd</x-b>.</x-note>", "It was odd."},
        {"<p>5 < 6 &amp; 7 &lt; 8, &copy; said.</p>", "5 < 6 & 7 < 8, © said."},
        {"<div style='display: none'>Never seen by anybody at all, this.</div>", ""},
        {"<p hidden>Never seen by anybody at all, this.</p>", ""},
        {"<p>Seen.<span aria-hidden=true> Never seen.</span></p>", "Seen."},
        {"<script>document.write('<p>It was never said.</p>')</script><style>p{}</style>", ""},
        {"<template><p>It was never said by anybody.</p></template>", ""},
        {"<p><a href=/c>Read more: the bridge that was closed before</a></p>", ""},
        {"<p>Advertisement</p>", ""},
        {"<p>By Bo Tern, March 7, 2026</p><p>7 March 2026, 14:05</p><p>* * *</p>", ""},
        {"<p><div class=large>T</div>he ferries are old.</p>", "The ferries are old."},
        {"<p>By Monday it was open.</p>", "By Monday it was open."},
        {"<div class='social-share'><p>Tell all your friends what you have read here today.</p></div>", ""},
        {"<figure><img><figcaption>It stood for a hundred years.</figcaption></figure>", ""},
        {"<p>Sign up to our newsletter and never miss what is new.</p>", ""},
        {"<form id=respond><p>Your address will not be shown to anybody.</p><input></form>", ""},
        {"<button>Show it all now.</button><svg><text>A chart.</text></svg>", ""},
    };
    Reader r;
    reader_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char html[4096], expected[4096];
        const char *gap = *cases[i].expected ? "\n\n" : "";
        snprintf(html, sizeof html, MENU "<article><p>" LEAD "</p><p>" SECOND "</p>%s<p>" THIRD "</p></article>" FOOTER,
                 cases[i].inside);
        snprintf(expected, sizeof expected, LEAD "\n\n" SECOND "%s%s\n\n" THIRD, gap, cases[i].expected);
        read_page(&r, html, NULL);
        assert_text(r.found.text, expected);
    }
    reader_end(&r);
}

/* A newsroom links whole paragraphs to the reports that they tell of; teasers stand at the ends, or say where they lead. */
static void keeps_linked_paragraphs_amid_the_text(void **state)
{
    (void)state;
#define LINKED "The ferrymen’s union denied on Tuesday that it had been asked, and it said that it would not go along."
    Reader r;
    reader_begin(&r);
    read_page(&r, MENU "<article><p>" LEAD "</p><div><p><a href=/x><strong>" LINKED "</strong></a></p></div><p>See <a href=/y>" LINKED
                  "</a></p><p>" SECOND "</p><p>" THIRD "</p></article>" FOOTER, NULL);
    assert_text(r.found.text, LEAD "\n\n" LINKED "\n\n" SECOND "\n\n" THIRD);
    read_page(&r, MENU "<article>" PARAGRAPHS "<p><a href=/x>" LINKED "</a></p><ul><li><a href=/y>" LINKED "</a></ul></article>" FOOTER, NULL);
    assert_text(r.found.text, STORY);
    read_page(&r, MENU "<article><p>" LEAD "</p><p>Read more: <a href=/x>" LINKED "</a></p><p>" SECOND "</p><p>" THIRD "</p></article>" FOOTER, NULL);
    assert_text(r.found.text, STORY);
    reader_end(&r);
}

static void keeps_the_standfirst(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    read_page(
        &r,
        "<meta name=description content='Port  Vellan is to be without its old bridge for a whole week, says the "
        "council.'>" MENU
        "<div><h1>Bridge to close</h1><p>Port Vellan is to be without its old bridge for a whole week, "
        "says the council.</p><p>Something that is no summary of it stands here and is as long as the other one.</p>"
        "</div><div class=article-body>" PARAGRAPHS "</div>",
        NULL);
    assert_text(r.found.text,
                "Port Vellan is to be without its old bridge for a whole week, says the council.\n\n" STORY);
    reader_end(&r);
}

/* Two articles' worth of prose; a name that is otherwise a sidebar's holds the one. */
static void does_not_believe_names_of_what_holds_the_article(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    read_page(&r, MENU "<div class='sidebar promo widget'>" PARAGRAPHS "</div>" FOOTER, NULL);
    assert_text(r.found.text, STORY);
    reader_end(&r);
}

static void takes_the_text_of_json_ld_where_the_page_has_none(void **state)
{
    (void)state;
    Builder b = {0};
    Reader r;
    reader_begin(&r);
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
    b.arena = &arena;
    build(&b, text_literal("<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\""));
    for (int i = 0; i < 8; i++) build(&b, text_literal(LEAD " "));
    build(&b, text_literal("\"}</script><p>Loading the article, which takes a moment or two.</p>"));
    assert_int_equal(read_bytes(&r, b.data, b.size, NULL, NULL), SAYSO_OK);
    assert_true(text_starts(r.found.text, LEAD));
    assert_int_equal(r.found.text.size, 8 * sizeof LEAD - 1);
    b.size = 0;
    build(&b, text_literal(
                  "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\"One &amp; two.\\n"));
    for (int i = 0; i < 8; i++) build(&b, text_literal(LEAD " "));
    build(&b, text_literal("\"}</script>"));
    assert_int_equal(read_bytes(&r, b.data, b.size, NULL, NULL), SAYSO_OK);
    assert_true(text_starts(r.found.text, "One & two.\n\n" LEAD " " LEAD));
    arena_free(&arena);
    reader_end(&r);
}

#define TEASER "<div><h3><a href=/n>The bridge is closed again</a></h3><p>" LEAD "</p></div>"

static void says_that_there_is_no_article(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "",
        " ",
        "<",
        "<html>",
        MENU FOOTER,
        "<title>404</title><h1>Not found</h1><p>There is no such page.</p>",
        MENU "<ul><li><a href=/1>The bridge is closed for a week, and ferries run in its place every ten minutes</a>"
             "<li><a href=/2>The council has voted for a new bridge that is to be built in the next ten years</a></ul>",
        MENU TEASER TEASER TEASER TEASER TEASER TEASER,
    };
    Reader r;
    reader_begin(&r);
    for (size_t i = 0; i < COUNT(pages); i++) {
        assert_int_equal(read_bytes(&r, pages[i], strlen(pages[i]), NULL, NULL), SAYSO_ERROR_INPUT);
        assert_non_null(strstr(r.error.message, "the page holds no article"));
    }
    reader_end(&r);
}

static void turns_fragments_into_text(void **state)
{
    (void)state;
    static const struct {
        const char *html, *text;
    } cases[] = {
        {"", ""},
        {"Plain words.", "Plain words."},
        {"<p>One.</p><p>Two &amp; three.</p>", "One.\n\nTwo & three."},
        {"One.<br/><br/>Two.", "One.\n\nTwo."},
        {"<div>Said <a href='x'>she</a>.<img src=x></div><script>x()</script>", "Said she."},
        {"<a href=/x>Only a link</a>", "Only a link"},
        {"<li>a<li>b", "a\n\nb"},
        {"<p>cut off <b", "cut off"},
        {"&lt;p&gt; &#8220;x&#8221; &bogus;", "<p> “x” &bogus;"},
        {"a <<script>x</script>b>c", "a < b>c"},
    };
    Arena arena;
    Error error;
    arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
    for (size_t i = 0; i < COUNT(cases); i++) {
        Text text;
        assert_int_equal(page_text(text_literal(cases[i].html), &arena, &text, &error), SAYSO_OK);
        assert_text(text, cases[i].text);
    }
    arena_free(&arena);
}

/* ---- what is said of it ---- */

static void names_authors(void **state)
{
    (void)state;
    static const struct {
        const char *head, *byline;
    } cases[] = {
        {"<meta name=author content='Bo Tern'>", "Bo Tern"},
        {"<meta name=author content='  by  Bo   Tern, '>", "Bo Tern"},
        {"<meta name=author content='Written by Bo Tern'>", "Bo Tern"},
        {"<meta name=author content='Byron Tern'>", "Byron Tern"},
        {"<meta name=author content='https://a.example/bo'>", ""},
        {"<meta name=author content='www.a.example'>", ""},
        {"<meta name=author content='bo@a.example'>", ""},
        {"<meta name=author content=admin>", ""},
        {"<meta name=author content=''>", ""},
        {"<meta name=author content='https://a.example/bo'><meta name='dc.creator' content='Bo Tern'>", "Bo Tern"},
        {"<meta name=citation_author content='Bo Tern'><meta name=citation_author content='Cy Vane'>",
         "Bo Tern and Cy Vane"},
        {"<a rel='author external' href=/bo>Bo Tern</a>", "Bo Tern"},
        {"<div class='article-byline'>By <a href=/bo>Bo Tern</a> | Halmere Post</div>", "Bo Tern"},
        {"<div class=byline>By Bo Tern<br>Updated: March 7, 2026</div>", "Bo Tern"},
        {"<div class=byline>Bo Tern 7 March 2026, 14:05</div>", "Bo Tern"},
        {"<span class=author hidden>Bo Tern</span>", ""},
        {"<div class=byline>Somebody</div><span itemprop=author>Bo Tern</span>", "Bo Tern"},
        {"<script type=application/ld+json>{\"@type\":\"Article\",\"author\":\"Bo Tern\"}</script>"
         "<meta name=author content='Cy Vane'>",
         "Bo Tern"},
    };
    Reader r;
    reader_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char html[2048];
        snprintf(html, sizeof html, "%s<article>" PARAGRAPHS "</article>", cases[i].head);
        read_page(&r, html, NULL);
        assert_text(r.found.byline, cases[i].byline);
        assert_text(r.found.text, STORY);
    }
    reader_end(&r);
}

static void finds_titles(void **state)
{
    (void)state;
    static const struct {
        const char *head, *title;
    } cases[] = {
        {"<title>Bridge closed for good - Halmere Post</title>", "Bridge closed for good"},
        {"<title>Bridge closed for good - News - Halmere Post</title>", "Bridge closed for good"},
        {"<title>The bridge is closed - a - b - c - d - e - f</title>", "The bridge is closed - a - b"},
        {"<title>Bridge - closed, says the council of Port Vellan</title>",
         "Bridge - closed, says the council of Port Vellan"},
        {"<title>It isn&amp;#8217;t closed, &amp;amp; he says so</title>", "It isn’t closed, & he says so"},
        {"<title>Salt & Pepper; a story of two</title>", "Salt & Pepper; a story of two"},
        {"<title>Sun &amp; Moon &lt;b&gt;</title>", "Sun & Moon <b>"},
        {"<title>One | Halmere</title><h1>The bridge is closed</h1>", "The bridge is closed"},
        {"<h1 hidden>Menu</h1><h1>The <i>old</i><br>bridge</h1>", "The old bridge"},
        {"<meta property=og:title content='Bridge | Halmere'><h1>No</h1>", "Bridge"},
        {"<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"system\"}</script>"
         "<meta property=og:title content='Bridge closed'><h1>Bridge closed</h1>",
         "Bridge closed"},
        {"", ""},
    };
    Reader r;
    reader_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char html[2048];
        snprintf(html, sizeof html, "%s<article>" PARAGRAPHS "</article>", cases[i].head);
        read_page(&r, html, "https://halmere.example/x");
        assert_text(r.found.title, cases[i].title);
    }
    reader_end(&r);
}

static void finds_days(void **state)
{
    (void)state;
    static const struct {
        const char *head, *url, *published;
        bool warned;
    } cases[] = {
        {"<meta name=date content=2025-11-02>", "https://a.example/2025/11/03/x", "2025-11-02", false},
        {"<meta name='parsely-pub-date' content='2025-11-02T01:00:00Z'>", NULL, "2025-11-02", false},
        {"<meta name='sailthru.date' content='Sun, 02 Nov 2025 09:00:00 -0600'>", NULL, "2025-11-02", false},
        {"<meta property='article:published_time' content='0000-00-00'><meta name=date content=2025-11-02>", NULL,
         "2025-11-02", false},
        {"<meta name=date content='1900-01-01'>", NULL, "", true},
        {"<meta name=date content='2999-01-01'>", NULL, "", true},
        {"<meta name=date content='03/04/2025'>", NULL, "", true},
        {"<meta name=date content='next year'>", "https://a.example/2025/11/03/x", "2025-11-03", false},
        {"<span itemprop=datePublished>2 November 2025</span>", NULL, "2025-11-02", false},
        {"<time datetime=2025-11-02T10:00>yesterday</time>", NULL, "2025-11-02", false},
        {"<time datetime=2025-11-01>x</time><time pubdate datetime=2025-11-02>y</time>", NULL, "2025-11-02", false},
        {"<time datetime='10:00'>ten</time>", "https://a.example/2025/13/03/x", "", false},
        {"<div class=post-date>Posted: 2 Nov 2025</div>", NULL, "2025-11-02", false},
        {"<div class=date-updated>2 Nov 2025</div>", NULL, "", false},
        {"", "https://a.example/2025/11/03", "", false},
        {"", "https://a.example/news/2025/11/03/x.html", "2025-11-03", false},
    };
    Reader r;
    reader_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char html[2048];
        snprintf(html, sizeof html, "%s<article>" PARAGRAPHS "</article>", cases[i].head);
        read_page(&r, html, cases[i].url);
        assert_text(r.found.published, cases[i].published);
        if (r.found.warning_count != cases[i].warned) print_error("%s\n", cases[i].head);
        assert_int_equal(r.found.warning_count, cases[i].warned);
    }
    reader_end(&r);
}

/* A feed's date and outlet are better than what is guessed, and worse than what the page says. */
static void leaves_what_the_way_in_knows(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    char html[] = "<article>" PARAGRAPHS "</article>", said[] = "<meta name=date content=2025-11-02>" PARAGRAPHS;
    char url[] = "https://a.example/2025/11/03/x", published[] = "2025-10-01", outlet[] = "Halmere Post";
    Piece piece = {.data = html, .size = sizeof html - 1, .url = url, .published = published, .outlet = outlet};
    assert_int_equal(read_piece(&r, &piece), SAYSO_OK);
    assert_int_equal(r.found.published.size, 0);
    assert_int_equal(r.found.outlet.size, 0);
    piece.data = said;
    piece.size = sizeof said - 1;
    assert_int_equal(read_piece(&r, &piece), SAYSO_OK);
    assert_text(r.found.published, "2025-11-02");
    reader_end(&r);
}

static void makes_links_whole(void **state)
{
    (void)state;
    static const struct {
        const char *base, *link, *url;
    } cases[] = {
        {"https://a.example/x/y", "https://B.example/Z", "https://b.example/Z"},
        {"https://a.example/x/y", "/z", "https://a.example/z"},
        {"https://a.example/x/y?q=1", "z", "https://a.example/x/z"},
        {"https://a.example/x/y/", "../z/./w", "https://a.example/x/z/w"},
        {"https://a.example/x", "../../../z", "https://a.example/z"},
        {"https://a.example", "z", "https://a.example/z"},
        {"https://a.example/x", "//b.example", "https://b.example/"},
        {"http://a.example/x", "//b.example/c", "http://b.example/c"},
        {"http://a.example:8080/x", "/c#d", "http://a.example:8080/c"},
        {"", "http://a.example/?utm_source=x", "http://a.example/"},
        {"", "http://a.example/b?a=1&fbclid=2&c=3&UTM_X=4#f", "http://a.example/b?a=1&c=3"},
        {"", "  http://a.example/b \n", "http://a.example/b"},
        {"", "/relative", NULL},
        {"https://a.example/", "javascript:alert(1)", NULL},
        {"https://a.example/", "mailto:bo@a.example", NULL},
        {"https://a.example/", "ftp://a.example/x", NULL},
        {"https://a.example/", "http:///x", NULL},
        {"https://a.example/", "a b", NULL},
        {"https://a.example/", "", NULL},
    };
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
    for (size_t i = 0; i < COUNT(cases); i++) {
        Text url;
        bool whole = page_link(text_literal(cases[i].base), text_literal(cases[i].link), &arena, &url);
        if (whole != (cases[i].url != NULL)) print_error("%s\n", cases[i].link);
        assert_int_equal(whole, cases[i].url != NULL);
        if (whole) assert_text(url, cases[i].url);
    }
    arena_free(&arena);
}

static void mistrusts_canonical_links(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    read_page(&r, "<link rel=canonical href='https://a.example/'><article>" PARAGRAPHS, "https://a.example/bridge");
    assert_text(r.found.url, "https://a.example/bridge");
    read_page(&r, "<link rel=canonical href='javascript:x'><article>" PARAGRAPHS, "https://a.example/bridge?utm_a=b#c");
    assert_text(r.found.url, "https://a.example/bridge");
    read_page(&r, "<base href='https://b.example/d/'><link rel=canonical href=e><article>" PARAGRAPHS, NULL);
    assert_text(r.found.url, "https://b.example/d/e");
    reader_end(&r);
}

/* What a page says of itself never makes it a page of another's. */
static void keeps_another_s_name_as_a_word(void **state)
{
    (void)state;
    static const struct {
        const char *address, *canonical, *url, *told;
    } cases[] = {
        {"https://evil.example/x", "https://real.example/story", "https://evil.example/x", "https://real.example/story"},
        {"https://m.real.co.uk/x", "https://www.real.co.uk/story", "https://www.real.co.uk/story", ""},
        {"https://evil.co.uk/x", "https://real.co.uk/story", "https://evil.co.uk/x", "https://real.co.uk/story"},
        {"https://evil.github.io/x", "https://real.github.io/story", "https://evil.github.io/x", "https://real.github.io/story"},
        {"http://127.0.0.1:8/x", "http://127.0.0.1:9/story", "http://127.0.0.1:8/x", "http://127.0.0.1:9/story"},
        {"http://10.0.0.1/x", "http://20.0.0.1/story", "http://10.0.0.1/x", "http://20.0.0.1/story"},
        {NULL, "https://real.example/story", "https://real.example/story", ""}, /* a file: what it says */
    };
    Reader r;
    reader_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char html[1024];
        snprintf(html, sizeof html, "<link rel=canonical href='%s'><article>" PARAGRAPHS, cases[i].canonical);
        read_page(&r, html, cases[i].address);
        assert_text(r.found.url, cases[i].url);
        assert_text(r.found.told, cases[i].told);
    }
    reader_end(&r);
}

static void of_many_at_an_address(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    Piece p = {.format = INTAKE_TEXT, .data = (char[]){"One said no."}, .size = 12, .from = (char[]){"https://feed.example/all"},
               .url = (char[]){"https://real.example/story"}};
    IntakeOptions options = {.max_article = 1000};
    assert_int_equal(piece_read(&p, &options, &r.arena, &r.found, &r.error), SAYSO_OK);
    assert_text(r.found.identity, "https://feed.example/all https://real.example/story");
    assert_text(r.found.url, "https://real.example/story");
    assert_true(r.found.fetched);
    p.url = (char[]){"https://www.feed.example/story"};
    assert_int_equal(piece_read(&p, &options, &r.arena, &r.found, &r.error), SAYSO_OK);
    assert_text(r.found.identity, "https://www.feed.example/story");
    reader_end(&r);
}

/* ---- encodings ---- */

#define SENTENCE                                                                                                       \
    "<p>The mayor of Halmere said on Monday that the caf%s by the harbour was to be kept as it is for now.</p>"
#define KEPT(word)                                                                                                     \
    "The mayor of Halmere said on Monday that the caf" word " by the harbour was to be kept as it is for now."

static void reads_every_encoding(void **state)
{
    (void)state;
    static const struct {
        const char *head, *charset, *letter, *text;
        uint32_t warnings;
    } cases[] = {
        {"", NULL, "é", KEPT("é"), 0},
        {"\xEF\xBB\xBF", "iso-8859-1", "é", KEPT("é"), 0},
        {"", "utf-8", "é", KEPT("é"), 0},
        {"", NULL, "\xE9", KEPT("é"), 0},
        {"", NULL, "\x93\x94\x80", KEPT("“”€"), 0},
        {"", "UTF-8", "\xE9", KEPT("é"), 0},
        {"", "ISO-8859-1", "\x93", KEPT("“"), 0},
        {"", "ISO-8859-1", "é“", KEPT("é“"), 0}, /* it is UTF-8, whatever it says */
        {"", "windows-1251", "\xE9", KEPT("й"), 0},
        {"<meta charset=koi8-r>", NULL, "\xCA", KEPT("й"), 0},
        {"<meta http-equiv=Content-Type content='text/html; charset = \"Shift_JIS\"'>", NULL, "\x83\x4A", KEPT("カ"),
         0},
        {"<meta charset=\"utf-16\">", NULL, "é", KEPT("é"), 0},
        {"<meta charset=koi8-r>", "windows-1251", "\xE9", KEPT("й"), 0},
        {"<p>charset=koi8-r</p>", NULL, "é", "charset=koi8-r\n\n" KEPT("é"), 0},
        {"", "x-no-such-thing", "é", KEPT("é"), 1},
        {"", "x-no-such-thing", "\xE9", KEPT("é"), 1},
        {"<meta charset=koi8-r>", "x-no-such-thing", "\xCA", KEPT("й"), 1},
        {"", "utf-8//IGNORE", "é", KEPT("é"), 0},
        {"", "", "é", KEPT("é"), 0},
        {"", "gb18030", "\xFF", KEPT("\xEF\xBF\xBD"), 1},
        /* only a <meta> that says so counts: none in a comment, a script, another tag's attribute, another's content */
        {"<!-- <meta charset=big5> --><meta charset=windows-1251>", NULL, "\xE9", KEPT("й"), 0},
        {"<script>var a = '<meta charset=big5>';</script><meta charset=windows-1251>", NULL, "\xE9", KEPT("й"), 0},
        {"<p title='<meta charset=big5>'></p><meta charset=windows-1251>", NULL, "\xE9", KEPT("й"), 0},
        {"<meta name=x content='charset=big5'><meta charset='windows-1251'>", NULL, "\xE9", KEPT("й"), 0},
        {"<meta content='text/html;charset=windows-1251' http-equiv=content-type>", NULL, "\xE9", KEPT("й"), 0},
        {"<?php echo '<meta' ?><!doctype html><metadata charset=big5><META/CHARSET = windows-1251>", NULL, "\xE9", KEPT("й"), 0},
    };
    Reader r;
    reader_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char html[1024];
        int size = snprintf(html, sizeof html, "%s" SENTENCE SENTENCE, cases[i].head, cases[i].letter, cases[i].letter);
        assert_int_equal(read_bytes(&r, html, (size_t)size, NULL, cases[i].charset), SAYSO_OK);
        const char *end = strstr(cases[i].text, "The mayor");
        char expected[1024];
        snprintf(expected, sizeof expected, "%s\n\n%s", end, end);
        assert_text(r.found.text, expected);
        if (r.found.warning_count != cases[i].warnings) print_error("case %zu\n", i);
        assert_int_equal(r.found.warning_count, cases[i].warnings);
        for (uint32_t k = 0; k < r.found.warning_count; k++)
            assert_non_null(strstr(r.found.warnings[k].data,
                                   strstr(cases[i].charset, "gb") ? "2 bytes of the page are no characters of \"gb18030\""
                                                                  : "encoded as \"x-no-such-thing\", which is no encoding"));
    }
    reader_end(&r);
}

static void reads_utf16_by_its_mark(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    for (int big = 0; big < 2; big++) {
        char wide[4096];
        size_t size = 0;
        for (Text t = text_literal("\xEF\xBB\xBF<article>" PARAGRAPHS); t.size;) {
            size_t next;
            uint32_t c = utf8_at(t, 0, &next);
            wide[size++] = (char)(big ? c >> 8 : c & 255);
            wide[size++] = (char)(big ? c & 255 : c >> 8);
            t = text_of(t.data + next, t.size - next);
        }
        assert_int_equal(read_bytes(&r, wide, size, NULL, NULL), SAYSO_OK);
        assert_text(r.found.text, STORY);
    }
    reader_end(&r);
}

/* ---- hostile pages ---- */

static void build_many(Builder *b, const char *words, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) build(b, text_literal(words));
}

/* Whatever the tag, the article after it is read, and the tree stays shallow. */
static void reads_on_after_a_hundred_thousand_tags(void **state)
{
    (void)state;
    static const char *const tags[] = {"<div>",
                                       "<b>",
                                       "<a href=x>",
                                       "<p>",
                                       "<font color=red>",
                                       "<table>",
                                       "<table><tr><td>",
                                       "<span>",
                                       "<li>",
                                       "<dd><li>",
                                       "<section>",
                                       "<h1>",
                                       "<ul><li>",
                                       "<blockquote>",
                                       "<x-y>",
                                       "<object>",
                                       "<svg>",
                                       "<math>",
                                       "<select>",
                                       "<option>",
                                       "<button>",
                                       "<form>",
                                       "<ruby><rt>",
                                       "<b><i></b></i>",
                                       "<a href=x><div>",
                                       "</div>",
                                       "</p>",
                                       "<",
                                       "<!",
                                       "<br>",
                                       "&",
                                       "<frameset>",
                                       "<marquee>",
                                       "<nobr>",
                                       "<caption>",
                                       "<i class=a><p>",
                                       "<pre><li>",
                                       "<article><table><td>"};
    Reader r;
    reader_begin(&r);
    Builder b = {.arena = &(Arena){0}};
    arena_init(b.arena, &libc_allocator, SIZE_MAX / 2);
    for (size_t i = 0; i < COUNT(tags); i++) {
        b.size = 0;
        build_many(&b, tags[i], 100000);
        build(&b, text_literal("<p>" LEAD "</p>"
                               "<p>" THIRD "</p>"));
        build_many(&b, "</div></b></table></section>", 1000);
        assert_false(b.failed);
        Status status = read_bytes(&r, b.data, b.size, NULL, NULL);
        if (!strncmp(tags[i], "<a href", 7)) { /* all of it is one link */
            assert_int_equal(status, SAYSO_ERROR_INPUT);
            continue;
        }
        if (status) print_error("after %s: %s\n", tags[i], r.error.message);
        assert_int_equal(status, SAYSO_OK);
        assert_true(text_has_case(r.found.text, THIRD));
    }
    arena_free(b.arena);
    reader_end(&r);
}

static void reads_hostile_attributes(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    Builder b = {.arena = &(Arena){0}};
    arena_init(b.arena, &libc_allocator, SIZE_MAX / 2);
    build(&b, text_literal("<article "));
    for (uint32_t i = 0; i < 1000000; i++) {
        char name[32];
        build(&b, text_of(name, (size_t)snprintf(name, sizeof name, "a%u=%u ", i, i)));
    }
    build(&b, text_literal("class='"));
    build_many(&b, "\"\" ", 100000);
    build(&b, text_literal("'>" PARAGRAPHS "<p class=\"never closed"));
    assert_int_equal(read_bytes(&r, b.data, b.size, NULL, NULL), SAYSO_OK);
    assert_text(r.found.text, STORY);
    b.size = 0;
    build_many(&b, "<script>", 100000);
    build_many(&b, "<!--", 100000);
    build(&b, text_literal("--></script>" PARAGRAPHS));
    build_many(&b, "<svg><textarea>", 100000);
    assert_int_equal(read_bytes(&r, b.data, b.size, NULL, NULL), SAYSO_OK);
    assert_text(r.found.text, STORY);
    b.size = 0;
    build(&b, text_literal("<script type=application/ld+json>"));
    build_many(&b, "[", 1000000);
    build_many(&b, "]", 1000000);
    build(&b, text_literal("</script>" PARAGRAPHS));
    assert_int_equal(read_bytes(&r, b.data, b.size, NULL, NULL), SAYSO_OK);
    assert_text(r.found.text, STORY);
    arena_free(b.arena);
    reader_end(&r);
}

/* Each <p> opens twelve kinds of formatting three times over: gumbo is stopped, and what it has is read. */
static void stops_gumbo_in_time(void **state)
{
    (void)state;
    static const char *const kinds[] = {"b", "i",     "em",  "strong", "u",      "code",
                                        "s", "small", "big", "tt",     "strike", "font"};
    Reader r;
    reader_begin(&r);
    Builder b = {.arena = &(Arena){0}};
    arena_init(b.arena, &libc_allocator, SIZE_MAX / 2);
    build(&b, text_literal("<article>" PARAGRAPHS "</article><p>"));
    for (size_t i = 0; i < 3 * COUNT(kinds); i++) {
        build(&b, text_literal("<"));
        build(&b, text_literal(kinds[i / 3]));
        build(&b, text_literal(">"));
    }
    build_many(&b, "<p>x", 200000);
    assert_int_equal(read_bytes(&r, b.data, b.size, NULL, NULL), SAYSO_OK);
    assert_text(r.found.text, STORY);
    assert_int_equal(r.found.warning_count, 1);
    assert_non_null(strstr(r.found.warnings[0].data, "too tangled"));
    arena_free(b.arena);
    reader_end(&r);
}

/* Whatever the pool: the whole tree, one that is cut, or none and "cut"; with a large one the whole. */
static void leaves_gumbo_when_its_pool_is_full(void **state)
{
    (void)state;
    static const char html[] = "<!DOCTYPE html></p><article>" PARAGRAPHS "<table><tr><td>x<td>y</table></article>";
    bool none = false, part = false;
    Tree tree;
    for (size_t size = 256; size < 1 << 20; size += size / 16) {
        Arena arena;
        arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
        bool made = tree_make_in(text_literal(html), size, &arena, &arena, &tree);
        assert_true(made || tree.cut);
        assert_true(!made || tree.element_count);
        none |= !made;
        part |= made && tree.cut;
        for (uint32_t i = 0; made && i < tree.block_count; i++) assert_true(utf8_valid(tree.blocks[i].text, NULL));
        if (size > 1 << 19) assert_false(tree.cut);
        arena_free(&arena);
    }
    assert_true(none && part);
}

/* A title of many names behind names, and authors that are each sought among all objects: minutes, were they not
 * bounded. */
static void reads_hostile_titles_and_authors(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    Builder b = {.arena = &(Arena){0}};
    arena_init(b.arena, &libc_allocator, SIZE_MAX / 2);
    build(&b, text_literal("<title>The bridge is closed"));
    build_many(&b, " - a", 500000);
    build(&b, text_literal("</title><script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":["));
    build(&b, text_literal("{\"@id\":\"b\"}"));
    build_many(&b, ",{\"@id\":\"a\"}", 1000000);
    build(&b, text_literal(",\"Mara Voss\"]}</script><article>" PARAGRAPHS "</article>"));
    assert_int_equal(read_bytes(&r, b.data, b.size, NULL, NULL), SAYSO_OK);
    assert_text(r.found.text, STORY);
    assert_true(text_starts(r.found.title, "The bridge is closed - a"));
    assert_int_equal(r.found.byline.size, 0);
    arena_free(b.arena);
    reader_end(&r);
}

/* ---- random tags ---- */

static void check_tree(const Tree *tree, Arena *arena)
{
    uint32_t *depths = TAKE(arena, uint32_t, tree->element_count);
    assert_non_null(depths);
    for (uint32_t e = 0; e < tree->element_count; e++) {
        const Element *element = &tree->elements[e];
        depths[e] = element->parent == NONE ? 0 : depths[element->parent] + 1;
        /* in each level of a table gumbo itself adds up to three elements */
        assert_true(depths[e] < 5 * MARKUP_DEPTH);
        assert_true(element->end > e && element->end <= tree->element_count);
        assert_true(element->block <= element->block_end && element->block_end <= tree->block_count);
        assert_true(element->box <= e && (element->parent == NONE || element->parent < e));
    }
    for (uint32_t i = 0; i < tree->block_count; i++) {
        const Block *block = &tree->blocks[i];
        assert_true(block->owner < tree->element_count && block->text.size && utf8_valid(block->text, NULL));
        assert_true(block->words && block->linked <= block->words && block->stops <= block->words);
        assert_true(block->text.data[0] != ' ' && block->text.data[block->text.size - 1] != ' ');
    }
}

static size_t random_page(uint64_t *random, char *out, size_t room)
{
    static const char *const names[] = {"html",
                                        "head",
                                        "body",
                                        "title",
                                        "div",
                                        "p",
                                        "span",
                                        "a",
                                        "b",
                                        "i",
                                        "em",
                                        "font",
                                        "table",
                                        "tr",
                                        "td",
                                        "th",
                                        "tbody",
                                        "caption",
                                        "ul",
                                        "li",
                                        "dl",
                                        "dt",
                                        "dd",
                                        "h1",
                                        "h2",
                                        "section",
                                        "article",
                                        "pre",
                                        "br",
                                        "hr",
                                        "x-y",
                                        "form",
                                        "button",
                                        "object",
                                        "svg",
                                        "math",
                                        "select",
                                        "option",
                                        "template",
                                        "noscript",
                                        "script",
                                        "style",
                                        "textarea",
                                        "iframe",
                                        "ruby",
                                        "rt",
                                        "nobr",
                                        "marquee",
                                        "frameset",
                                        "frame",
                                        "col",
                                        "colgroup",
                                        "input",
                                        "meta",
                                        "link",
                                        "base",
                                        "plaintext",
                                        "xmp",
                                        "image",
                                        "listing",
                                        "foreignobject",
                                        "annotation-xml",
                                        "noframes",
                                        "optgroup"};
    uint32_t kinds[6], count = 2 + unit_below(random, 5), closing = unit_below(random, 60);
    size_t size = 0;
    for (size_t i = 0; i < COUNT(kinds); i++) kinds[i] = unit_below(random, COUNT(names));
    while (size + 64 < room) {
        const char *name = names[kinds[unit_below(random, count)]];
        size += (size_t)snprintf(out + size, room - size, "<%s%s%s>%s", unit_below(random, 100) < closing ? "/" : "",
                                 name, unit_below(random, 8) ? "" : " class=a href=b hidden",
                                 unit_below(random, 3) ? "" : "x \xFF");
    }
    return size;
}

static void keeps_its_promises_on_random_tags(void **state)
{
    (void)state;
    uint64_t random = 7;
    static char html[60000];
    for (int round = 0; round < 1500; round++) {
        Arena arena;
        Markup markup;
        Tree tree;
        arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
        size_t size = random_page(&random, html, round % 50 ? 2000 : sizeof html);
        assert_true(markup_tame(text_of(html, size), &arena, &markup));
        assert_true(tree_make(markup.html, &arena, &arena, &tree));
        check_tree(&tree, &arena);
        arena_free(&arena);
    }
}

static void says_when_memory_runs_out(void **state)
{
    (void)state;
    Reader r;
    reader_begin(&r);
    arena_free(&r.arena);
    arena_init(&r.arena, &libc_allocator, 16);
    assert_int_equal(read_bytes(&r, PARAGRAPHS, sizeof PARAGRAPHS - 1, NULL, NULL), SAYSO_ERROR_MEMORY);
    reader_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_json_ld),
        cmocka_unit_test(reads_a_graph_of_json_ld),
        cmocka_unit_test(reads_open_graph),
        cmocka_unit_test(reads_microdata),
        cmocka_unit_test(reads_a_page_that_says_nothing),
        cmocka_unit_test(keeps_what_belongs_to_the_article),
        cmocka_unit_test(keeps_linked_paragraphs_amid_the_text),
        cmocka_unit_test(keeps_the_standfirst),
        cmocka_unit_test(does_not_believe_names_of_what_holds_the_article),
        cmocka_unit_test(takes_the_text_of_json_ld_where_the_page_has_none),
        cmocka_unit_test(says_that_there_is_no_article),
        cmocka_unit_test(turns_fragments_into_text),
        cmocka_unit_test(names_authors),
        cmocka_unit_test(finds_titles),
        cmocka_unit_test(finds_days),
        cmocka_unit_test(leaves_what_the_way_in_knows),
        cmocka_unit_test(makes_links_whole),
        cmocka_unit_test(mistrusts_canonical_links),
        cmocka_unit_test(keeps_another_s_name_as_a_word),
        cmocka_unit_test(of_many_at_an_address),
        cmocka_unit_test(reads_every_encoding),
        cmocka_unit_test(reads_utf16_by_its_mark),
        cmocka_unit_test(reads_on_after_a_hundred_thousand_tags),
        cmocka_unit_test(reads_hostile_attributes),
        cmocka_unit_test(stops_gumbo_in_time),
        cmocka_unit_test(leaves_gumbo_when_its_pool_is_full),
        cmocka_unit_test(reads_hostile_titles_and_authors),
        cmocka_unit_test(keeps_its_promises_on_random_tags),
        cmocka_unit_test(says_when_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
