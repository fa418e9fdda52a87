/* The format by the first bytes, and by the name where they leave it open. */
#include "intake/ways.h"

typedef struct Case {
    IntakeFormat format;
    const char *name, *bytes;
    size_t size;
} Case;

static void check(const Case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = cases[i].size ? cases[i].size : strlen(cases[i].bytes);
        uint8_t *exact = malloc(size ? size : 1); /* a step over the end is seen */
        assert_non_null(exact);
        memcpy(exact, cases[i].bytes, size);
        IntakeFormat seen = sniff(exact, size, cases[i].name);
        free(exact);
        if (seen != cases[i].format)
            print_error("%s: '%.50s' is %s\n", cases[i].name, cases[i].bytes, intake_format_name(seen));
        assert_int_equal(seen, cases[i].format);
    }
}

static void knows_pages_and_feeds(void **state)
{
    (void)state;
    static const Case cases[] = {
        {INTAKE_PAGE, "x", "<!doctype html><title>x", 0},
        {INTAKE_PAGE, "x", "\xEF\xBB\xBF \n<!-- made by\n hand --><!DOCTYPE  HTML PUBLIC \"-//W3C//DTD\">", 0},
        {INTAKE_PAGE, "x", "<HTML lang=en>", 0},
        {INTAKE_PAGE, "x", "<head>", 0},
        {INTAKE_PAGE, "x", "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">", 0},
        {INTAKE_PAGE, "x", "<div class=story><p>The mayor left.</p></div>", 0},
        {INTAKE_PAGE, "x.HTM", "<custom-story>The mayor left.", 0},
        {INTAKE_PAGE, "x", "\xFF\xFE<\0h\0t\0m\0l\0>\0", 14},
        {INTAKE_FEED, "x", "<?xml version=\"1.0\"?><!-- a feed --><rss version=\"2.0\"><channel>", 0},
        {INTAKE_FEED, "x", "<feed xmlns=\"http://www.w3.org/2005/Atom\">", 0},
        {INTAKE_FEED, "x", "<atom:feed xmlns:atom=\"http://www.w3.org/2005/Atom\">", 0},
        {INTAKE_FEED, "x", "<rdf:RDF xmlns:rdf=\"…\">", 0},
        {INTAKE_SGML, "x", "<DOC id=\"HG_1\" type=\"story\" >\n<HEADLINE>\nA\n</HEADLINE>\n<TEXT>", 0},
        {INTAKE_SGML, "x", "<doc>\n<docno> 1 </docno>\n<text>\nA", 0},
        {INTAKE_TEXT, "x", "<DOCK> is what <TEXT> is", 0},
        {INTAKE_PDF, "x", "%PDF-1.7\n1 0 obj", 0},
        {INTAKE_PDF, "x", "HTTP/1.1 200\n\n%PDF-1.4\n1 0 obj", 0},
        {INTAKE_TEXT, "x", "%PDF- is how a PDF begins", 0},
        {INTAKE_TEXT, "x", "A PDF begins with\n%PDF-1.4, she said.", 0},
        {INTAKE_FEED, "x", "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"b\">]><rss>", 0},
        {INTAKE_FEED, "x.html", "<rss version='0.91'>", 0},
    };
    check(cases, COUNT(cases));
}

static void knows_json(void **state)
{
    (void)state;
    static const Case cases[] = {
        {INTAKE_JSON, "x", "{\"text\": \"The mayor left.\"}", 0},
        {INTAKE_JSON, "x", "{\n \"text\": \"a\"\n}\n{\n \"text\": \"b\"\n}", 0},
        {INTAKE_JSON, "x", "[{\"text\": \"The mayor left.\"}]", 0},
        {INTAKE_JSON, "x", "\xEF\xBB\xBF [ {\"text\": \"The mayor left.\"", 0},
        {INTAKE_JSON, "x", "{}", 0},
        {INTAKE_JSON, "x.json", "{damaged", 0},
        {INTAKE_JSON, "x.json", "[]", 0},
        {INTAKE_JSONL, "x", "{\"text\": \"a }{ \\\" \"}\r\n{\"text\": \"b\"}", 0},
        {INTAKE_JSONL, "x", "{\"a\": [{\"b\": {}}, 1.5e3, null]}\n\n{\"text\": \"b\"}", 0},
        {INTAKE_JSONL, "x.jsonl", "{\"text\": \"a\"}", 0},
        {INTAKE_JSONL, "x.ndjson", "{\"text\": \"not the end", 0},
        {INTAKE_JSONL, "x.jsonl", "damaged\n{\"text\": \"a\"}", 0},
        {INTAKE_NINJS, "x", "{\"uri\": \"urn:halmere:1\", \"headlines\": []}", 0},
        {INTAKE_NINJS, "x", "[{\"type\": \"text\", \"versioncreated\": \"2026\", \"uri\": \"urn:halmere:1\"}]", 0},
        {INTAKE_NINJS, "x", "{\"uri\": \"a\", \"body_text\": \"b\"}\n{\"uri\": \"c\"}", 0},
        {INTAKE_JSON, "x", "{\"uri\": \"urn:halmere:1\", \"text\": \"no ninjs\"}", 0},
        {INTAKE_JSON, "x", "{\"a\": {\"uri\": \"u\", \"bodies\": []}}", 0},
        {INTAKE_RECORD, "x", "{\"format\":1,\"article\":{\"id\":\"a\"},\"text\":\"b\"}", 0},
        {INTAKE_RECORD, "x", "{\n \"format\": 1,\n \"article\": {\"id\": \"a\"}", 0},
        {INTAKE_JSON, "x", "{\"format\":12,\"article\":{\"id\":\"a\"},\"text\":\"b\"}", 0},
        {INTAKE_JSON, "x", "{\"format\":1,\"article\":\"a\"}", 0},
        {INTAKE_JSON, "x", "\xFF\xFE{\0\"\0a\0\"\0:\0001\0}\0", 16},
        {INTAKE_JSON, "x", "{\0\"\0a\0\"\0:\0001\0}\0", 14},
    };
    check(cases, COUNT(cases));
}

static void knows_archives(void **state)
{
    (void)state;
    static const Case cases[] = {
        {INTAKE_WARC, "x", "WARC/1.0\r\nWARC-Type: warcinfo\r\n", 0},
        {INTAKE_WARC, "x", "WARC/1.1\r\n", 0},
        {INTAKE_WARC, "x", "WARC/0.18\r\n", 0},
        {INTAKE_WARC, "x", "filedesc://a.arc 0.0.0.0 20260305000000 text/plain 3\n", 0},
        {INTAKE_ARCHIVE, "x", "PK\3\4\24\0", 6},
        {INTAKE_ARCHIVE, "x", "PK\5\6\0\0", 6},
        {INTAKE_ARCHIVE, "x", "\x1F\x8B\x08\0\0\0\0\0\0\3", 10},
        {INTAKE_ARCHIVE, "x", "BZh91AY&SY\0", 11},
        {INTAKE_ARCHIVE, "x",
         "\xFD"
         "7zXZ\0\0",
         7},
        {INTAKE_ARCHIVE, "x", "\x28\xB5\x2F\xFD\0", 5},
        {INTAKE_ARCHIVE, "x", "7z\xBC\xAF\x27\x1C\0", 7},
        /* "WARC/1.0\r\n" by gzip */
        {INTAKE_WARC, "x.gz",
         "\x1F\x8B\x08\x00\x00\x00\x00\x00\x02\x03\x0B\x77\x0C\x72\xD6"
         "\x37\xD4\x33\xE0\xE5\x02\x00\x47\xF5\x0D\x48\x0A\x00\x00\x00",
         30},
    };
    check(cases, COUNT(cases));
}

static void leaves_prose_alone(void **state)
{
    (void)state;
    static const Case cases[] = {
        {INTAKE_TEXT, "x", "", 0},
        {INTAKE_TEXT, "x", " \n\t", 0},
        {INTAKE_TEXT, "x", "{Editor's note: this report was changed.} The mayor left.", 0},
        {INTAKE_TEXT, "x", "{\"We are leaving,\" said the mayor.", 0},
        {INTAKE_TEXT, "x", "{\"Leaving\": that is what the mayor said.}", 0},
        {INTAKE_TEXT, "x", "[Updated] The mayor left.", 0},
        {INTAKE_TEXT, "x", "[\"We are leaving,\" said the mayor.]", 0},
        {INTAKE_TEXT, "x", "[]", 0},
        {INTAKE_TEXT, "x", "<The mayor> left.", 0},
        {INTAKE_TEXT, "x", "<3 is what the mayor wrote.", 0},
        {INTAKE_TEXT, "x", "<p he wrote, and left.", 0},
        {INTAKE_TEXT, "x", "<", 0},
        {INTAKE_TEXT, "x", "{", 0},
        {INTAKE_TEXT, "x", "<!-- ", 0},
        {INTAKE_TEXT, "x", "WARC/ is a format.", 0},
        {INTAKE_TEXT, "x", "BZh is no word.", 0},
        {INTAKE_TEXT, "x", "070707 was the day.", 0},
        {INTAKE_TEXT, "x", "PK was his name.", 0},
        {INTAKE_TEXT, "x", "\xFF\xFET\0h\0e\0", 8},
    };
    check(cases, COUNT(cases));
}

/* Nothing is read past the end, wherever that is. */
static void survives_every_cut_and_change(void **state)
{
    (void)state;
    static const char *const seeds[] = {
        "\xEF\xBB\xBF <?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><!-- x --><rss a='b'>",
        "{\"uri\": \"u\\\"\", \"headlines\": [{\"value\": \"a\"}], \"n\": -1.5e3}\n{\"text\": \"b\"}",
        "\x1F\x8B\x08\x10WARC/1.0\r\n", "\xFE\xFF\0<\0h\0t\0m\0l\0>"};
    uint64_t random = 7;
    for (size_t i = 0; i < COUNT(seeds); i++)
        for (size_t round = 0; round < 2000; round++) {
            size_t size = unit_below(&random, (uint32_t)strlen(seeds[i]) + 1);
            uint8_t *exact = malloc(size ? size : 1);
            assert_non_null(exact);
            memcpy(exact, seeds[i], size);
            if (size && round % 2) exact[unit_below(&random, (uint32_t)size)] = (uint8_t)unit_random(&random);
            assert_in_range(sniff(exact, size, round % 3 ? "x" : NULL), INTAKE_TEXT, INTAKE_ARCHIVE);
            free(exact);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_pages_and_feeds),
        cmocka_unit_test(knows_json),
        cmocka_unit_test(knows_archives),
        cmocka_unit_test(leaves_prose_alone),
        cmocka_unit_test(survives_every_cut_and_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
