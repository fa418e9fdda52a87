/* Feeds of every kind, sloppy ones, broken ones, hostile ones; each read whole and byte by byte. */
#include <malloc.h>

#include "intake/feed/feed.h"
#include "unit.h"

#define BYTES(literal) text_of(literal, sizeof(literal) - 1)
#define HEAD "<rss version='2.0'><channel><title>Halmere Herald</title>"
#define TAIL "</channel></rss>"
#define SOUND                                                                                                          \
    "<item><title>Sound</title><link>https://herald.example/1</link><description>It stands.</description></item>"

static IntakeOptions options = {.max_article = 2000};

/* A stream over memory, or over what `make` makes, in reads of `step` bytes. */
typedef struct Source {
    Stream stream;
    Text bytes;
    size_t at, step, fail_at;    /* fail_at: 0 never */
    Text (*make)(size_t number); /* NULL, or the parts; the last one is empty */
    size_t number;
    bool closed;
} Source;

static ssize_t source_read(Stream *stream, void *data, size_t size, Error *error)
{
    Source *s = (Source *)stream;
    if (s->make && s->at == s->bytes.size) {
        s->bytes = s->make(s->number++);
        s->at = 0;
    }
    if (s->fail_at && s->at >= s->fail_at) {
        (void)fail(error, SAYSO_ERROR_IO, NO_OFFSET, "the disk is gone");
        return -1;
    }
    size_t n = s->bytes.size - s->at;
    if (n > size) n = size;
    if (s->step && n > s->step) n = s->step;
    if (n) memcpy(data, s->bytes.data + s->at, n);
    s->at += n;
    return (ssize_t)n;
}

static void source_close(Stream *stream)
{
    ((Source *)stream)->closed = true;
}

static Source source;

static Way *open_source(const char *url)
{
    source.stream = (Stream){.read = source_read, .close = source_close};
    Way *way = way_feed(&source.stream, &options, "feed.xml", url);
    assert_non_null(way);
    return way;
}

static Way *open_bytes(Text bytes, size_t step, const char *url)
{
    source = (Source){.bytes = bytes, .step = step};
    return open_source(url);
}

static void close_way(Way *way)
{
    way->close(way);
    assert_true(source.closed);
}

/* ---- what is expected ---- NULL: nothing is there. A problem is looked for in the sentence. */
typedef struct Expected {
    const char *data, *title, *url, *id, *byline, *outlet, *published, *problem;
    bool is_text;
} Expected;

static void same(const char *what, const char *found, const char *wanted)
{
    if (found && wanted && !strcmp(found, wanted)) return;
    if (found || wanted) print_error("%s is '%s' and not '%s'\n", what, found ? found : "-", wanted ? wanted : "-");
    assert_true(!found && !wanted);
}

static void same_problem(const Piece *p, const char *words)
{
    if (!words) {
        same("the problem", p->problem, NULL);
        return;
    }
    assert_non_null(p->problem);
    if (!strstr(p->problem, words)) print_error("\"%s\" and not \"%s\"\n", p->problem, words);
    assert_non_null(strstr(p->problem, words));
    assert_null(p->data);
}

static void same_piece(const Piece *p, const Expected *e)
{
    char *data = p->data ? strndup(p->data, p->size) : NULL;
    same("the text", data, e->data);
    free(data);
    same("the title", p->title, e->title);
    same("the URL", p->url, e->url);
    if (e->id) same("the id", p->id, e->id);
    same("the byline", p->byline, e->byline);
    same("the outlet", p->outlet, e->outlet);
    same("the date", p->published, e->published);
    same_problem(p, e->problem);
    assert_non_null(p->label);
    assert_non_null(p->id);
    if (!p->data) return;
    assert_int_equal(p->format, e->is_text ? INTAKE_TEXT : INTAKE_PAGE);
    assert_int_equal(p->fragment, !e->is_text);
}

static void reads_in_steps(Text feed, size_t step, const char *url, const Expected *expected, size_t count)
{
    Way *way = open_bytes(feed, step, url);
    Piece p;
    for (size_t i = 0; i < count; i++) {
        assert_true(way->next(way, &p));
        same_piece(&p, &expected[i]);
        piece_free(&p);
    }
    bool more = way->next(way, &p);
    if (more) print_error("one more: %s\n", p.problem ? p.problem : p.label);
    assert_false(more);
    assert_false(way->next(way, &p));
    close_way(way);
}

static void reads(Text feed, const char *url, const Expected *expected, size_t count)
{
    reads_in_steps(feed, 0, url, expected, count);
    reads_in_steps(feed, 1, url, expected, count);
    reads_in_steps(feed, 7, url, expected, count);
}
#define READS(feed, url, ...)                                                                                          \
    do {                                                                                                               \
        static const Expected expected_[] = {__VA_ARGS__};                                                             \
        reads(BYTES(feed), url, expected_, COUNT(expected_));                                                          \
    } while (0)

/* ---- the kinds ---- */

static void reads_rss_2(void **state)
{
    (void)state;
    READS(
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'\n"
        "     xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:atom='http://www.w3.org/2005/Atom'>\n"
        "<channel><title>Halmere Herald</title><link>https://herald.example/</link>\n"
        "<atom:link rel='self' href='https://herald.example/feed'/>\n"
        "<image><title>Logo</title><link>https://herald.example/logo</link></image>\n"
        "<item><title> The harbour\n opens </title><link> https://herald.example/1 </link>\n"
        "<description>Short.</description><content:encoded><![CDATA[<p>It &amp; she opened.</p>]]></content:encoded>\n"
        "<guid isPermaLink='false'>tag-1</guid><pubDate>Sat, 07 Mar 2026 09:00:00 GMT</pubDate>\n"
        "<dc:creator>Mara Voss</dc:creator><dc:creator>Ivo Tarn</dc:creator><author>x@herald.example (Other)</author>\n"
        "<source url='https://wire.example/rss'>Vellan Wire</source></item>\n"
        "<item><title>AT&amp;amp;T &lt;b&gt;rises&lt;/b&gt;</title><description>&lt;p&gt;Two&lt;/p&gt;</description>\n"
        "<guid>https://herald.example/2</guid><author>desk@herald.example (Mara  Voss)</author>\n"
        "<pubDate>no day</pubDate><dc:date>2026-03-08T01:00:00+02:00</dc:date></item>\n"
        "<item><description>Three</description><author>desk@herald.example</author><pubDate>nonsense</pubDate></item>\n"
        "</channel></rss>\n",
        NULL,
        {"<p>It &amp; she opened.</p>", "The harbour opens", "https://herald.example/1", "tag-1", "Mara Voss, Ivo Tarn",
         "Vellan Wire", "Sat, 07 Mar 2026 09:00:00 GMT", NULL, false},
        {"<p>Two</p>", "AT&T rises", "https://herald.example/2", "https://herald.example/2", "Mara Voss",
         "Halmere Herald", "2026-03-08T01:00:00+02:00", NULL, false},
        {"Three", NULL, NULL, "feed-3", NULL, "Halmere Herald", "nonsense", NULL, false});
}

static void reads_older_rss(void **state)
{
    (void)state;
    READS("<?xml version=\"1.0\"?>\n<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" "
          "\"http://my.netscape.com/publish/formats/rss-0.91.dtd\">\n"
          "<rss version=\"0.91\"><channel><title>Herald</title><item><title>One</title>"
          "<link>https://herald.example/1</link><description>It opened.</description></item></channel></rss>",
          NULL,
          {"It opened.", "One", "https://herald.example/1", "https://herald.example/1", NULL, "Herald", NULL, NULL,
           false});
    READS("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'\n"
          " xmlns:dc='http://purl.org/dc/elements/1.1/'><channel "
          "rdf:about='https://herald.example/'><title>Herald</title>\n"
          "<items><rdf:Seq><rdf:li rdf:resource='https://herald.example/1'/></rdf:Seq></items></channel>\n"
          "<item rdf:about='https://herald.example/1'><title>One</title><description>It opened.</description>\n"
          "<dc:date>2026-03-07</dc:date><dc:creator>Mara Voss</dc:creator></item></rdf:RDF>",
          NULL,
          {"It opened.", "One", "https://herald.example/1", "https://herald.example/1", "Mara Voss", "Herald",
           "2026-03-07", NULL, false});
    READS("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
          "xmlns='http://my.netscape.com/rdf/simple/0.9/'>"
          "<channel><title>Herald</title></channel><item><title>One</title><link>https://herald.example/1</link></item>"
          "</rdf:RDF>",
          NULL,
          {NULL, "One", "https://herald.example/1", "https://herald.example/1", NULL, "Herald", NULL,
           "the item has no text; --follow fetches its page", false});
}

static void reads_atom(void **state)
{
    (void)state;
    READS(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://herald.example/news/'>\n"
        "<title type='html'>Halmere &lt;i&gt;Herald&lt;/i&gt;</title><author><name>The desk</name></author>\n"
        "<updated>2026-03-09T00:00:00Z</updated>\n"
        "<entry><title>One</title><link rel='enclosure' href='one.mp3'/><link rel='alternate' type='text/html' "
        "href='1'/>\n"
        "<id>urn:one</id><published>2026-03-07T10:00:00Z</published><updated>2026-03-08T10:00:00Z</updated>\n"
        "<summary>Short.</summary><content type='html'>&lt;p&gt;It opened.&lt;/p&gt;</content></entry>\n"
        "<entry xml:base='2026/'><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>T "
        "<b>wo</b></div></title>\n"
        "<link href='two'/><id>urn:two</id><updated>2026-03-08T10:00:00Z</updated>\n"
        "<author><name>Mara Voss</name><email>m@herald.example</email></author><author><name>Ivo Tarn</name></author>\n"
        "<content type='xhtml'><h:div xmlns:h='http://www.w3.org/1999/xhtml'><h:p>3 &lt; 5<h:br/>&amp; so</h:p></h:div>"
        "</content><source><id>urn:wire</id><title>Vellan "
        "Wire</title><author><name>Nobody</name></author></source></entry>\n"
        "<entry><title>Three &lt;3</title><id>urn:three</id><content>First.\n\n1 &lt; 2</content></entry>\n"
        "<entry><title>Four</title><id>urn:four</id><content "
        "type='image/png'>aaaa</content><summary>Said.</summary></entry>\n"
        "<entry><title>Five</title><id>urn:five</id><content src='https://x.example/'/></entry>\n"
        "</feed>",
        NULL,
        {"<p>It opened.</p>", "One", "https://herald.example/news/1", "urn:one", "The desk", "Halmere Herald",
         "2026-03-07T10:00:00Z", NULL, false},
        {"<div><p>3 &lt; 5<br>&amp; so</p></div>", "T wo", "https://herald.example/news/2026/two", "urn:two",
         "Mara Voss, Ivo Tarn", "Vellan Wire", "2026-03-08T10:00:00Z", NULL, false},
        {"First.\n\n1 < 2", "Three <3", NULL, "urn:three", "The desk", "Halmere Herald", NULL, NULL, true},
        {"Said.", "Four", NULL, "urn:four", "The desk", "Halmere Herald", NULL, NULL, true},
        {NULL, "Five", NULL, "urn:five", "The desk", "Halmere Herald", NULL, "neither text nor a link", false});
    READS("<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Herald</title><entry><title>One</title>\n"
          "<link rel='alternate' type='text/html' href='https://herald.example/1'/><id>urn:one</id>\n"
          "<issued>2004-03-07T10:00:00Z</issued><modified>2004-03-08T10:00:00Z</modified>\n"
          "<content type='text/html' mode='escaped'>&lt;p&gt;It opened.&lt;/p&gt;</content></entry></feed>",
          NULL,
          {"<p>It opened.</p>", "One", "https://herald.example/1", "urn:one", NULL, "Herald", "2004-03-07T10:00:00Z",
           NULL, false});
    READS("<entry xmlns='http://www.w3.org/2005/Atom'><title>Alone</title><id>urn:a</id><summary>It "
          "stands.</summary></entry>",
          NULL, {"It stands.", "Alone", NULL, "urn:a", NULL, NULL, NULL, NULL, true});
}

static void makes_urls_whole(void **state)
{
    (void)state;
    READS(HEAD "<item><link>/a?b=c&amp;d</link><description>x</description></item>"
               "<item><link>javascript:alert(1)</link><description>x</description></item>"
               "<item><link>tag:herald.example,2026:1</link><guid>HTTPS://herald.example/g</guid><description>x</"
               "description></item>"
               "<item><link>https://herald.example/a b</link><description>x</description></item>"
               "<item><atom:link href='//other.example/p'/><description>x</description></item>" TAIL,
          "https://herald.example/feeds/all.xml",
          {"x", NULL, "https://herald.example/a?b=c&d", NULL, NULL, "Halmere Herald", NULL, NULL, false},
          {"x", NULL, NULL, NULL, NULL, "Halmere Herald", NULL, NULL, false},
          {"x", NULL, "HTTPS://herald.example/g", NULL, NULL, "Halmere Herald", NULL, NULL, false},
          {"x", NULL, NULL, NULL, NULL, "Halmere Herald", NULL, NULL, false},
          {"x", NULL, "https://other.example/p", NULL, NULL, "Halmere Herald", NULL, NULL, false});
    READS(HEAD "<item><link>/a</link><description>x</description></item>" TAIL, NULL,
          {"x", NULL, NULL, NULL, NULL, "Halmere Herald", NULL, NULL, false});
}

/* ---- sloppy ones ---- */

#define ONE(title, text)                                                                                               \
    {                                                                                                                  \
        text, title, NULL, NULL, NULL, "Halmere Herald", NULL, NULL, false                                             \
    }

static void loses_no_letter_of_sloppy_feeds(void **state)
{
    (void)state;
    READS("\n \t\n<?xml version='1.0'?>" HEAD
          "<item><title>Q&A at AT&T & co.</title><description>R&D&nbsp;&mdash; &bogus; &amp; "
          "&#8217; &#146; &#0; 1 < 2 << 3 ]]> a &LT b&c;</description></item>" TAIL,
          NULL, ONE("Q&A at AT&T & co.", "R&D\xC2\xA0— &bogus; & ’ ’   1 < 2 << 3 ]]> a &LT b&c;"));
    READS("\xEF\xBB\xBF  " HEAD "<item><title>a\x01\x0C"
          "b</title><description><![CDATA[x\x08 & < &amp; ]] ]>]]></description></item>" TAIL,
          NULL, ONE("a b", "x  & < &amp; ]] ]>"));
    READS(HEAD "<!-- a -- > & <item> --><?php echo '<item>' ?><item><title>T</title><description><!-- no "
               "-->y<?x?>es</description>"
               "</item>" TAIL,
          NULL, ONE("T", "yes"));
    READS(HEAD "<item><title>T</title><description><p>One <b>two</b></p><br/>three & four</description></item>" TAIL,
          NULL, ONE("T", "<p>One <b>two</b></p><br>three & four"));
    /* an undeclared prefix is what it usually is */
    READS(HEAD "<item><title>T</title><content:encoded>Long.</content:encoded><description>S</description></item>" TAIL,
          NULL, ONE("T", "Long."));
}

static void reads_other_encodings(void **state)
{
    (void)state;
    READS("<?xml version='1.0' encoding='ISO-8859-1'?>" HEAD
          "<item><title>Caf\xE9</title><description>\x93yes\x94</description></item>" TAIL,
          NULL, ONE("Café", "“yes”"));
    READS("<?xml version='1.0' encoding='utf-8'?>" HEAD
          "<item><title>Caf\xE9 and café</title><description>it\x92s “so”</description></item>" TAIL,
          NULL, ONE("Café and café", "it’s “so”"));
    READS("<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?>" HEAD "<item><title>\xB3\xF3"
          "d\xBC</title><description>&eacute; x</description>"
          "</item>" TAIL,
          NULL, ONE("łódź", "é x"));
    READS("<?xml version='1.0' encoding='utf-16'?>" HEAD
          "<item><title>é</title><description>x</description></item>" TAIL,
          NULL, ONE("é", "x"));
    static const char wide[] = "<?xml version='1.0' encoding='UTF-16'?>" HEAD
                               "<item><title>T&T</title><description>x</description></item>" TAIL;
    static const Expected expected[] = {ONE("T&T", "x")};
    char bytes[2 * sizeof wide];
    for (int big = 0; big < 2; big++) {
        for (int mark = 0; mark < 2; mark++) {
            size_t n = 0;
            if (mark) bytes[n++] = big ? '\xFE' : '\xFF', bytes[n++] = big ? '\xFF' : '\xFE';
            for (size_t i = 0; i + 1 < sizeof wide; i++) {
                bytes[n++] = big ? 0 : wide[i];
                bytes[n++] = big ? wide[i] : 0;
            }
            reads(text_of(bytes, n), NULL, expected, 1);
        }
    }
}

/* ---- broken ones ---- */

#define SOUND_ITEM                                                                                                     \
    {                                                                                                                  \
        "It stands.", "Sound", "https://herald.example/1", "https://herald.example/1", NULL, "Halmere Herald", NULL,   \
            NULL, false                                                                                                \
    }
#define PROBLEM(words)                                                                                                 \
    {                                                                                                                  \
        NULL, NULL, NULL, "feed", NULL, NULL, NULL, words, false                                                       \
    }

static void gives_what_was_good_and_says_the_rest(void **state)
{
    (void)state;
    READS(HEAD SOUND "<item><title>Cut o", NULL, SOUND_ITEM, PROBLEM("no sound XML at line 1"));
    READS(HEAD "\n\n<item><title>T</b></title><description>x</description></item>" SOUND TAIL, NULL, ONE("T", "x"),
          SOUND_ITEM, PROBLEM("no sound XML at line 3"));
    READS(HEAD
          "<item><title>T</title><description><P>One<br>two & <b>three</p></description><link>https://a.example/</link>"
          "</item>" SOUND TAIL,
          NULL,
          {"<P>One<br>two & <b>three</b></P>", "T", "https://a.example/", NULL, NULL, "Halmere Herald", NULL, NULL,
           false},
          SOUND_ITEM, PROBLEM("no sound XML at line 1"));
    READS(HEAD "<item><title>T<description>x</description></item>" SOUND TAIL, NULL,
          {NULL, "Tx", NULL, NULL, NULL, "Halmere Herald", NULL, "neither text nor a link", false}, SOUND_ITEM,
          PROBLEM("no sound XML at line 1"));
    READS(HEAD SOUND TAIL "\n<b>Fatal error</b>", NULL, SOUND_ITEM, PROBLEM("others may be missing"));
    /* an item's end tag is missing */
    READS(HEAD "<item><title>A</title><description>one</description>" SOUND TAIL, NULL, ONE("A", "one"), SOUND_ITEM,
          PROBLEM("no sound XML"));
    READS(HEAD "<item><title>A</title><description>one" SOUND TAIL, NULL, ONE("A", "one"), SOUND_ITEM,
          PROBLEM("no sound XML"));
    READS("<html><body>no feed</body></html>", NULL, PROBLEM("its first element is <html>, and a feed's is"));
    READS("<éééééééééééééééééééééé>", NULL, PROBLEM("<éééééééééééééééééééé>, and a feed's is"));
    READS("<xéééééééééééééééééééééé>", NULL, PROBLEM("<xééééééééééééééééééé?>, and a feed's is"));
    READS("plain text", NULL, PROBLEM("no sound XML"));
    READS("", NULL, PROBLEM("no sound XML"));
    READS(HEAD TAIL, NULL, PROBLEM("the feed has no items"));
    READS(HEAD "<item/>" TAIL, NULL,
          {NULL, NULL, NULL, "feed-1", NULL, "Halmere Herald", NULL, "neither text nor a link", false});
    READS(HEAD "<item><link>https://herald.example/1</link><description> <img src='a.png'/> </description></item>" TAIL,
          NULL,
          {NULL, NULL, "https://herald.example/1", NULL, NULL, "Halmere Herald", NULL, "--follow fetches its page",
           false});
}

static void says_when_the_stream_breaks(void **state)
{
    (void)state;
    static const char feed[] = HEAD SOUND SOUND TAIL;
    source = (Source){.bytes = BYTES(feed), .step = 10, .fail_at = sizeof HEAD + sizeof SOUND};
    Way *way = open_source(NULL);
    Piece p;
    assert_true(way->next(way, &p));
    assert_null(p.problem);
    piece_free(&p);
    assert_true(way->next(way, &p));
    same_problem(&p, "breaks off: the disk is gone");
    piece_free(&p);
    assert_false(way->next(way, &p));
    close_way(way);
}

/* ---- long ones ---- */

static void holds_no_more_than_the_limit(void **state)
{
    (void)state;
    static const char *const kinds[] = {"description", "atom:content"};
    static const size_t most[] = {2000 * PAGE_FACTOR + 1, 2000 + 1};
    for (size_t k = 0; k < COUNT(kinds); k++) {
        size_t size = 0, text = 100000;
        char *feed = malloc(text + 1000);
        assert_non_null(feed);
        size += (size_t)sprintf(feed, HEAD "<item><title>T</title><%s>", kinds[k]);
        memset(feed + size, 'a', text);
        size += text;
        size += (size_t)sprintf(feed + size, "</%s></item>" SOUND TAIL, kinds[k]);
        Way *way = open_bytes(text_of(feed, size), 0, NULL);
        Piece p;
        assert_true(way->next(way, &p));
        assert_null(p.problem);
        assert_int_equal(p.size, most[k]);
        assert_int_equal(p.length, text);
        piece_free(&p);
        assert_true(way->next(way, &p));
        same("the title", p.title, "Sound");
        piece_free(&p);
        assert_false(way->next(way, &p));
        close_way(way);
        free(feed);
    }
}

/* What fetch.c cuts off says so, and not that the feed is broken. */
static void says_when_the_rest_was_not_fetched(void **state)
{
    (void)state;
    char feed[2000 * PAGE_FACTOR + 1];
    memset(feed, ' ', sizeof feed);
    memcpy(feed, HEAD SOUND, sizeof HEAD SOUND - 1);
    static const Expected cut[] = {SOUND_ITEM, PROBLEM("longer than 16000 bytes, and the rest was not fetched")};
    static const Expected broken[] = {SOUND_ITEM, PROBLEM("no sound XML")};
    reads_in_steps(text_of(feed, sizeof feed), 0, "https://herald.example/feed", cut, COUNT(cut));
    reads_in_steps(text_of(feed, sizeof feed - 1), 0, "https://herald.example/feed", broken, COUNT(broken));
    reads_in_steps(text_of(feed, sizeof feed), 0, NULL, broken, COUNT(broken));
}

#define MANY 30000u

static Text make_many(size_t number)
{
    static char item[512];
    if (!number) return text_literal(HEAD);
    if (number > MANY + 1) return text_literal("");
    if (number > MANY) return text_literal(TAIL);
    int n = snprintf(item, sizeof item,
                     "<item xmlns:n%zu='urn:%zu'><title>Report %zu</title><link>https://herald.example/%zu</link>"
                     "<pubDate>Sat, 07 Mar 2026 09:00:00 GMT</pubDate><description>Mara Voss said so, %zu times &amp; "
                     "more.</description><!-- %0100zu --></item>\n",
                     number % 50, number % 50, number, number, number, number);
    return text_of(item, (size_t)n);
}

/* Of what the allocator has given out, after the first items and after the last. Sanitizers' allocators say 0 to both.
 */
static void stays_flat_over_many_items(void **state)
{
    (void)state;
    source = (Source){.make = make_many};
    Way *way = open_source(NULL);
    size_t count = 0, early = 0, late = 0;
    for (Piece p; way->next(way, &p); piece_free(&p)) {
        assert_null(p.problem);
        count++;
        if (count == 1000) early = mallinfo2().uordblks;
        if (count == MANY - 1000) late = mallinfo2().uordblks;
    }
    assert_int_equal(count, MANY);
    assert_in_range(late, 0, early + 200000);
    close_way(way);
}

/* ---- hostile ones ---- */

static void refuses_declarations(void **state)
{
    (void)state;
    static const char *const types[] = {
        "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;'>]>",
        "<!DOCTYPE rss [<!ENTITY c SYSTEM 'file:///etc/hostname'>]>",
        "<!DOCTYPE rss [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/x.dtd'> %p;]>",
        "<!DOCTYPE rss SYSTEM \"a'[>\" [<!ATTLIST rss a CDATA 'b'>]>",
        "<!doctype rss [",
    };
    for (size_t i = 0; i < COUNT(types); i++) {
        char feed[1024];
        static const Expected expected[] = {PROBLEM("its document type declares entities or elements of its own")};
        snprintf(feed, sizeof feed,
                 "<?xml version='1.0'?>%s" HEAD "<item><title>x</title><description>&c;</description></item>" TAIL,
                 types[i]);
        reads(text_literal(feed), NULL, expected, 1);
    }
    /* an external one is stepped over, and nothing of it known */
    READS("<!DOCTYPE rss SYSTEM 'file:///etc/hostname'>" HEAD
          "<item><title>T</title><description>&c;</description></item>" TAIL,
          NULL, ONE("T", "&c;"));
    /* in an encoding that hides it until libxml2 has converted it */
    READS("<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE rss +AFsAPAAh-ENTITY c 'x'+AD4AXQA+-" HEAD SOUND TAIL,
          NULL, PROBLEM("not read any further"));
}

/* One long value: `head`, `body` `times` over, `tail`. */
static char *repeat(const char *head, const char *body, size_t times, const char *tail, size_t *size)
{
    size_t a = strlen(head), b = strlen(body), c = strlen(tail);
    char *all = malloc(a + b * times + c + 1);
    assert_non_null(all);
    memcpy(all, head, a);
    for (size_t i = 0; i < times; i++) memcpy(all + a + b * i, body, b);
    memcpy(all + a + b * times, tail, c + 1);
    *size = a + b * times + c;
    return all;
}

/* Reads to the end, and gives the last problem's sentence; every text is UTF-8. */
static char *last_problem(Text feed, size_t step, size_t *count)
{
    Way *way = open_bytes(feed, step, NULL);
    char *problem = NULL;
    *count = 0;
    for (Piece p; way->next(way, &p); piece_free(&p)) {
        Text parts[] = {text_of(p.data ? p.data : "", p.size), text_literal(p.title ? p.title : ""), text_literal(p.id),
                        text_literal(p.url ? p.url : ""), text_literal(p.problem ? p.problem : "")};
        size_t bad = 0;
        /* a body that is too long is cut anywhere */
        for (size_t i = p.size > 2000; i < COUNT(parts); i++) {
            if (!utf8_valid(parts[i], &bad))
                print_error("%zu: %.*s\nin %.*s\n", i, (int)parts[i].size, parts[i].data, (int)feed.size, feed.data);
            assert_true(utf8_valid(parts[i], &bad));
        }
        free(problem);
        problem = p.problem ? strdup(p.problem) : NULL;
        ++*count;
    }
    close_way(way);
    return problem;
}

static void survives_hostile_feeds(void **state)
{
    (void)state;
    static const struct {
        const char *head, *body, *tail;
        size_t times, count;
        const char *problem; /* of the last piece; NULL: none */
    } cases[] = {
        {HEAD SOUND, "<a>", "", 100000, 2, "lie more than 256 deep"},
        {HEAD SOUND "<item><description>", "<p>", "", 100000, 2, "lie more than 256 deep"},
        {HEAD SOUND "<item ", "a='b' ", "/>" TAIL, 100000, 2, "more than 256 attributes"},
        {HEAD SOUND "<item a='", "abcdefghij", "'/>" TAIL, 100000, 2, "neither text nor a link"},
        {HEAD SOUND "<", "abcdefghij", "/>" TAIL, 100000, 2, ""},
        {HEAD "<!-- ", "abcdefghij", "-->" SOUND TAIL, 100000, 1, NULL},
        {HEAD "<?a ", "abcdefghij", "?>" SOUND TAIL, 100000, 1, NULL},
        {HEAD SOUND, "<item/>", TAIL, 100000, 100001, "neither text nor a link"},
        {HEAD SOUND, "&", TAIL, 1000000, 1, NULL},
        {HEAD SOUND "<item><title>", "&lt;b&gt;", "</title></item>" TAIL, 20000, 2, "neither text nor a link"},
        {HEAD SOUND, "<![CDATA[", "", 100000, 2, "no sound XML"},
        {HEAD SOUND, "]]>", TAIL, 100000, 1, NULL},
        {HEAD SOUND, "<item><author>(a@", TAIL, 2000, 128, "lie more than 256 deep"},
        {"", "<", "", 100000, 1, "no sound XML"},
        {"", "\xFF\xFE", "", 100000, 1, "no sound XML"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t size, count;
        char *feed = repeat(cases[i].head, cases[i].body, cases[i].times, cases[i].tail, &size);
        char *problem = last_problem(text_of(feed, size), 0, &count);
        bool right = !problem == !cases[i].problem && (!problem || strstr(problem, cases[i].problem));
        if (!right || count != cases[i].count)
            print_error("case %zu: %zu pieces, %s\n", i, count, problem ? problem : "-");
        assert_true(right);
        assert_int_equal(count, cases[i].count);
        free(problem);
        free(feed);
    }
}

/* libxml2 keeps every name that it meets, and finds it again in a table that soon grows no more. */
static void survives_endless_names(void **state)
{
    (void)state;
    size_t size = 0, count;
    char *feed = malloc(4000000);
    assert_non_null(feed);
    size += (size_t)sprintf(feed, HEAD SOUND);
    for (int i = 0; i < 150000; i++) size += (size_t)sprintf(feed + size, "<n%d xmlns='%d'/>", i, i);
    size += (size_t)sprintf(feed + size, TAIL);
    char *problem = last_problem(text_of(feed, size), 0, &count);
    assert_int_equal(count, 2);
    assert_non_null(strstr(problem, "more different names than any feed's"));
    free(problem);
    free(feed);
}

/* A base in a base in a base: each could be longer than the one before. */
static void survives_growing_bases(void **state)
{
    (void)state;
    static const Expected expected[] = {
        {"x", NULL, NULL, NULL, NULL, "Halmere Herald", NULL, NULL, false},
        {"x", NULL, "https://a.example/a/y", NULL, NULL, "Halmere Herald", NULL, NULL, false},
    };
    static char base[5000], feed[20000];
    size_t size = (size_t)sprintf(feed, HEAD "<item xml:base='https://a.example/'>");
    for (size_t i = 0; i < 2; i++) {
        memset(base, 'a', sizeof base - 1);
        base[sizeof base - 2] = '/';
        size += (size_t)sprintf(feed + size, "<a xml:base='%s'>", i ? base : "a/");
    }
    size += (size_t)sprintf(feed + size,
                            "</a></a><description>x</description></item><item xml:base='https://a.example/a/'>"
                            "<link xml:base='%s%s'>y</link><description>x</description></item>" TAIL,
                            base, base);
    reads(text_of(feed, size), NULL, expected, COUNT(expected));
}

/* Bytes of a sound feed are changed, lost and doubled; whatever comes of it is UTF-8 and comes to an end. */
static void survives_damage(void **state)
{
    (void)state;
    static const char sound[] =
        "<?xml version='1.0' encoding='utf-8'?><rss "
        "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>H</title>"
        "<item xml:base='https://a.example/'><title>A &amp; b</title><link>/x</link><guid isPermaLink='true'>g</guid>"
        "<dc:creator>Mara Voss</dc:creator><pubDate>7 Mar 2026</pubDate><description><![CDATA[<p>é]]> &#233; <b>x</b>"
        "</description></item>" SOUND "<!-- c --><?p i?></channel></rss>";
    uint64_t seed = 5;
    size_t pieces = 0;
    for (int round = 0; round < 3000; round++) {
        char feed[2 * sizeof sound];
        size_t size = sizeof sound - 1;
        memcpy(feed, sound, size);
        for (uint32_t n = 1 + unit_below(&seed, 4); n; n--) {
            uint32_t at = unit_below(&seed, (uint32_t)size - 40), span = 1 + unit_below(&seed, 30);
            uint32_t to = unit_below(&seed, (uint32_t)size - 40), kind = unit_below(&seed, 3);
            if (kind == 0)
                feed[at] = (char)unit_below(&seed, 256);
            else if (kind == 1)
                memmove(feed + to, feed + at, span);
            else
                memmove(feed + at, feed + at + span, (size -= span) - at);
            if (size < 200) break;
        }
        size_t count;
        free(last_problem(text_of(feed, size), 1 + unit_below(&seed, 100), &count));
        assert_in_range(count, 1, 50);
        pieces += count;
    }
    assert_in_range(pieces, 3000, 12000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_rss_2),
        cmocka_unit_test(reads_older_rss),
        cmocka_unit_test(reads_atom),
        cmocka_unit_test(makes_urls_whole),
        cmocka_unit_test(loses_no_letter_of_sloppy_feeds),
        cmocka_unit_test(reads_other_encodings),
        cmocka_unit_test(gives_what_was_good_and_says_the_rest),
        cmocka_unit_test(says_when_the_stream_breaks),
        cmocka_unit_test(holds_no_more_than_the_limit),
        cmocka_unit_test(says_when_the_rest_was_not_fetched),
        cmocka_unit_test(stays_flat_over_many_items),
        cmocka_unit_test(refuses_declarations),
        cmocka_unit_test(survives_hostile_feeds),
        cmocka_unit_test(survives_endless_names),
        cmocka_unit_test(survives_growing_bases),
        cmocka_unit_test(survives_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
