/* JSON cut into objects, and an article found in one. */
#include "intake/ways.h"

#define READ(r, options, json) read_json((r), (options), (json), strlen(json))

/* ---- cutting ---- */

static void cuts_lines(void **state)
{
    (void)state;
    write_text("a.jsonl",
               "\xEF\xBB\xBF{\"text\": \"One.\"}\r\n\r\n  \t\n{\"text\": bad}\nnot JSON\n{\"text\": \"a\\\"}{\"}\n"
               "{\"text\": \"Last.\"}");
    assert_said("a.jsonl", "a.jsonl: line 1 [a-1] json '{\"text\": \"One.\"}~'\n"
                           "a.jsonl: line 4 [a-4] json '{\"text\": bad}'\n"
                           "a.jsonl: line 5 [a-5] json 'not JSON'\n"
                           "a.jsonl: line 6 [a-6] json '{\"text\": \"a\\\"}{\"}'\n"
                           "a.jsonl: line 7 [a-7] json '{\"text\": \"Last.\"}'\n");
    write_text("a.jsonl", "\n\n");
    assert_said("a.jsonl", "");
}

static void cuts_arrays_and_rows_of_objects(void **state)
{
    (void)state;
    write_text("one.json", "\xEF\xBB\xBF {\"text\":\n \"One.\"} \n");
    assert_said("one.json", "one.json [one] json '{\"text\":~ \"One.\"}'\n");
    write_text("two.json", "[{\"text\": \"a]}\\\"\"}, 7, \"b,]\",[{}],\n{\"text\": {\"x\": [1]}} ]\n");
    assert_said("two.json", "two.json: item 1 [two-1] json '{\"text\": \"a]}\\\"\"}'\n"
                            "two.json: item 2 [two-2] ! it is no JSON object, which an article is\n"
                            "two.json: item 3 [two-3] ! it is no JSON object, which an article is\n"
                            "two.json: item 4 [two-4] ! it is no JSON object, which an article is\n"
                            "two.json: item 5 [two-5] json '{\"text\": {\"x\": [1]}}'\n");
    write_text("row.json", "{\n\"text\": \"a\"}\n{\n\"text\": \"b\"}{}");
    assert_said("row.json", "row.json: item 1 [row-1] json '{~\"text\": \"a\"}'\n"
                            "row.json: item 2 [row-2] json '{~\"text\": \"b\"}'\n"
                            "row.json: item 3 [row-3] json '{}'\n");
    write_text("none.json", "[]");
    assert_said("none.json", "");
}

static void says_where_json_ends(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *expected;
    } cases[] = {
        {"{\"text\": \"One.", "x.json [x] ! the JSON ends within an object\n"},
        {"[{\"text\": \"One.\"},{\"te", "x.json: item 1 [x-1] json '{\"text\": \"One.\"}'\n"
                                        "x.json: item 2 [x-2] ! the JSON ends within an object\n"},
        {"[{\"text\": \"One.\"},", "x.json: item 1 [x-1] json '{\"text\": \"One.\"}'\n"
                                   "x.json: item 2 [x-2] ! the JSON ends within an array\n"},
        {"{\"text\": \"One.\"} and more", "x.json: item 1 [x-1] json '{\"text\": \"One.\"}'\n"
                                          "x.json: item 2 [x-2] ! this is not JSON: an object should begin here\n"},
        {"no JSON", "x.json [x] ! this is not JSON: an object should begin here\n"},
        {"", "x.json [x] ! it is empty\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        write_text("x.json", cases[i].bytes);
        assert_said_as("x.json", INTAKE_JSON, 1000, cases[i].expected);
    }
}

static void is_overruled_by_the_user(void **state)
{
    (void)state;
    write_text("x.json", "{\"uri\": \"u\", \"body_text\": \"b\"}\n{\"uri\": \"v\"}\n");
    assert_said_as("x.json", INTAKE_TEXT, 1000,
                   "x.json [x] text '{\"uri\": \"u\", \"body_text\": \"b\"}~{\"uri\": \"v\"}~'\n");
    assert_said("x.json", "x.json: line 1 [x-1] ninjs '{\"uri\": \"u\", \"body_text\": \"b\"}'\n"
                          "x.json: line 2 [x-2] ninjs '{\"uri\": \"v\"}'\n");
    assert_said_as("x.json", INTAKE_JSONL, 1000,
                   "x.json: line 1 [x-1] json '{\"uri\": \"u\", \"body_text\": \"b\"}'\n"
                   "x.json: line 2 [x-2] json '{\"uri\": \"v\"}'\n");
    assert_said_as("x.json", INTAKE_RECORD, 1000,
                   "x.json: line 1 [x-1] record '{\"uri\": \"u\", \"body_text\": \"b\"}'\n"
                   "x.json: line 2 [x-2] record '{\"uri\": \"v\"}'\n");
}

/* A hundred megabytes without a line's end, and a good line behind them. */
static void passes_a_line_without_an_end(void **state)
{
    (void)state;
    static const IntakeFormat formats[] = {INTAKE_JSONL, INTAKE_JSON};
    FILE *file = fopen("long", "wb");
    assert_non_null(file);
    static char mega[1 << 20];
    memset(mega, 'x', sizeof mega);
    fputs("{\"text\": \"", file);
    for (int i = 0; i < 100; i++) assert_int_equal(fwrite(mega, 1, sizeof mega, file), sizeof mega);
    fputs("\"}\n{\"text\": \"Behind.\"}\n", file);
    assert_int_equal(fclose(file), 0);
    for (size_t i = 0; i < COUNT(formats); i++) {
        Said said = said_by_one("long", formats[i], 1000);
        assert_int_equal(said.pieces, 2);
        assert_int_equal(said.bytes, 8001 + strlen("{\"text\": \"Behind.\"}"));
        assert_non_null(strstr(said.text, "… of 104857612\n"));
        assert_non_null(strstr(said.text, " 2 [long-2] json '{\"text\": \"Behind.\"}'\n"));
        free(said.text);
    }
}

static char *nested(char open, size_t depth)
{
    char *text = malloc(depth * 6 + 1);
    assert_non_null(text);
    size_t n = 0;
    for (size_t i = 0; i < depth; i++) {
        if (open == '{') memcpy(text + n, "{\"a\":", 5);
        if (open == '[') text[n] = '[';
        n += open == '{' ? 5 : 1;
    }
    text[n] = 0;
    return text;
}

static void goes_no_deeper_than_the_stack(void **state)
{
    (void)state;
    char *text = nested('{', 100000), *array = nested('[', 100000);
    IntakeOptions options = {.max_article = 1 << 20};
    Read r;
    read_begin(&r);
    read_json(&r, &options, text, strlen(text));
    assert_int_equal(r.status, SAYSO_ERROR_INPUT);
    assert_non_null(strstr(r.error.message, "depth"));
    arena_free(&r.arena);
    write_text("deep.json", text);
    assert_said("deep.json", "deep.json [deep] ! the JSON ends within an object\n");
    write_text("deep.json", array);
    assert_said("deep.json", "deep.json: item 1 [deep-1] ! it is no JSON object, which an article is\n");
    free(text);
    free(array);
}

/* What news services answer with: an object that holds the list. */
static void reads_a_list_in_an_object(void **state)
{
    (void)state;
    write_text("a.json", "{\"status\":\"ok\",\"total\":2,\"articles\":[{\"title\":\"a\",\"content\":\"One.\"},\n {\"content\":"
                         "\"Two.\"}],\"next\":[{}]}");
    assert_said("a.json", "a.json: item 1 [a-1] json '{\"title\":\"a\",\"content\":\"One.\"}'\n"
                          "a.json: item 2 [a-2] json '{\"content\":\"Two.\"}'\n");
    write_text("a.json", "{\"response\":{\"status\":\"o\\\"k]\",\"n\":[[1]],\"results\":[{\"webUrl\":\"u\",\"fields\":{\"bodyText\":"
                         "\"One.\"}}]}}");
    assert_said("a.json", "a.json: item 1 [a-1] json '{\"webUrl\":\"u\",\"fields\":{\"bodyText\":\"One.\"}}'\n");
    /* an article that has a list is one article; so is what holds a list of other things */
    static const char *const ones[] = {"{\"text\":\"One.\",\"articles\":[{\"title\":\"a\",\"url\":\"b\"}]}",
                                       "{\"data\":[{\"x\":1}]}", "{\"articles\":[]}", "{\"articles\":{\"text\":\"a\"}}"};
    for (size_t i = 0; i < COUNT(ones); i++) {
        write_text("a.json", ones[i]);
        Said said = said_by_one("a.json", INTAKE_ANY, 1000);
        assert_int_equal(said.pieces, 1);
        assert_non_null(strstr(said.text, "a.json [a] json '{\""));
        free(said.text);
    }
}

static void reaches_into_lists(void **state)
{
    (void)state;
    const char *input = "a.json";
    IntakeOptions options = {.inputs = &input, .input_count = 1, .max_article = 1000};
    options.fields[FIELD_TEXT] = "feed.list[*].parts[*].words";
    options.fields[FIELD_TITLE] = "feed.list.*.heads.1.x";
    write_text("a.json", "{\"a\":{\"list\":[7]},\"feed\":{\"b\":\"c\",\"list\":[{\"heads\":[{},{\"x\":\"H\"}],\"parts\":[{\"words\":\"One.\"},"
                         "{},{\"words\":\"Two.\"}]},{\"parts\":[]}]}}");
    Intake *intake;
    Read r;
    Piece p;
    read_begin(&r);
    assert_int_equal(intake_open(&options, &intake, &r.error), SAYSO_OK);
    assert_true(intake_next(intake, &p));
    assert_int_equal(piece_read(&p, &options, &r.arena, &r.found, &r.error), SAYSO_OK);
    assert_text(r.found.text, "One.\n\nTwo.");
    assert_text(r.found.title, "H");
    piece_free(&p);
    assert_true(intake_next(intake, &p));
    assert_int_equal(piece_read(&p, &options, &r.arena, &r.found, &r.error), SAYSO_ERROR_INPUT);
    assert_string_equal(r.error.message, "the object has no text at 'feed.list[*].parts[*].words'");
    piece_free(&p);
    assert_false(intake_next(intake, &p));
    intake_close(intake);
    write_text("a.json", "{\"feed\":{\"lists\":[]}}");
    Said said = said_of(&options);
    assert_string_equal(said.text, "a.json [a] ! the JSON has no list at 'feed.list', which --field names\n");
    free(said.text);
    arena_free(&r.arena);
}

/* ---- finding ---- */

static void finds_usual_names(void **state)
{
    (void)state;
    static const struct {
        const char *json, *text, *id, *url, *title, *outlet, *byline, *published;
    } cases[] = {
        {"{\"text\":\"T.\",\"id\":\"7\",\"url\":\"u\",\"title\":\"H\",\"outlet\":\"O\",\"byline\":\"B\",\"published\":"
         "\"2026-03-07\"}",
         "T.", "7", "u", "H", "O", "B", "2026-03-07"},
        {"{\"articleBody\":\"T.\",\"headline\":\"H\",\"publisher\":{\"@type\":\"Organization\",\"name\":\"O\"},"
         "\"author\":[{\"name\":\"A\"},{\"name\":\"B\"}],\"datePublished\":\"2026-03-07T10:00:00Z\"}",
         "T.", "", "", "H", "O", "A, B", "2026-03-07"},
        {"{\"content\":{\"rendered\":\"T.\"},\"title\":{\"rendered\":\"H\"},\"link\":\"u\",\"id\":17,\"authors\":["
         "\"A\",\"B\"]}",
         "T.", "17", "u", "H", "", "A, B", ""},
        {"{\"description\":\"D.\",\"maintext\":\"T.\",\"domain\":\"O\",\"guid\":\"g\",\"date\":1772841600}", "T.", "g",
         "", "", "O", "", "2026-03-07"},
        {"{\"description\":\"D.\",\"text\":\"\",\"date\":1772841600000}", "D.", "", "", "", "", "", "2026-03-07"},
        {"{\"body\":[\"One.\",\"Two.\"],\"title\":null,\"author\":7,\"url\":[]}", "One.\n\nTwo.", "", "", "", "", "",
         ""},
        {"{\"article\":{\"name\":\"N\",\"text\":\"T.\"},\"source\":{\"id\":null,\"name\":\"O\"}}", "T.", "", "", "",
         "O", "", ""},
        /* news-please, trafilatura, NewsAPI, the Guardian, WordPress, JSON-LD */
        {"{\"maintext\":\"T.\",\"text\":null,\"source_domain\":\"o.example\",\"date_publish\":\"2026-03-07 10:15:00\","
         "\"date_download\":\"2026-03-09\",\"authors\":[\"A\"]}",
         "T.", "", "", "", "o.example", "A", "2026-03-07"},
        {"{\"text\":\"T.\",\"source\":\"https://o.example/1\",\"hostname\":\"o.example\",\"source-hostname\":\"O\"}", "T.", "",
         "https://o.example/1", "", "O", "", ""},
        {"{\"content\":\"T.\",\"source\":{\"id\":null,\"name\":\"O\"},\"publishedAt\":\"2026-03-07T10:00:00Z\",\"url\":\"u\"}",
         "T.", "", "u", "", "O", "", "2026-03-07"},
        {"{\"id\":\"i\",\"webTitle\":\"H\",\"webUrl\":\"u\",\"webPublicationDate\":\"2026-03-07T10:00:00Z\",\"fields\":{"
         "\"bodyText\":\"T.\",\"byline\":\"B\"}}",
         "T.", "i", "u", "H", "", "B", "2026-03-07"},
        {"{\"title\":{\"rendered\":\"&#8220;No&#8221; &amp; go\"},\"content\":{\"rendered\":\"<p>T.</p>\"}}", "T.", "", "",
         "\xE2\x80\x9CNo\xE2\x80\x9D & go", "", "", ""},
        {"{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"x\"},{\"@type\":\"NewsArticle\",\"headline\":\"H\",\"articleBody\":"
         "\"T.\",\"mainEntityOfPage\":{\"@id\":\"u\"}}]}",
         "T.", "", "u", "H", "", "", ""},
        {"{\"_id\":\"x\",\"_source\":{\"text\":\"T.\",\"id\":\"7\"}}", "T.", "7", "", "", "", "", ""},
        {"{\"Text\":\"T.\",\"Publish Date\":\"2026-03-07\",\"TITLE\":\"H\"}", "T.", "", "", "H", "", "", "2026-03-07"},
        /* what nobody asked for costs nothing; a name's digits are kept */
        {"{\"text\":\"T.\",\"hash\":13835058055282163712,\"x\":1e400,\"y\":NaN,\"z\":-Infinity}", "T.", "", "", "", "", "", ""},
        {"{\"text\":\"T.\",\"id\":1765432109876543210}", "T.", "1765432109876543210", "", "", "", "", ""},
        {"{\"text\":\"T.\",\"id\":99999999999999999999}", "T.", "99999999999999999999", "", "", "", "", ""},
        {"{\"text\":\"T.\",\"key\\u0000x\":1,\"a\":\"one\ntwo\",\"text2\":2,\"a\":3}", "T.", "", "", "", "", "", ""},
        {"{\"text\":\"a\\u0000b\\uD83D\\uDE00\"}", NULL, "", "", "", "", "", ""},
    };
    IntakeOptions options = {.max_article = 1000};
    Read r;
    read_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        READ(&r, &options, cases[i].json);
        assert_int_equal(r.status, SAYSO_OK);
        assert_int_equal(r.found.warning_count, 0);
        if (cases[i].text)
            assert_text(r.found.text, cases[i].text);
        else
            assert_true(text_equal(r.found.text, text_of("a\0b\xF0\x9F\x98\x80", 7)));
        assert_text(r.found.id, cases[i].id);
        assert_text(r.found.url, cases[i].url);
        assert_text(r.found.title, cases[i].title);
        assert_text(r.found.outlet, cases[i].outlet);
        assert_text(r.found.byline, cases[i].byline);
        assert_text(r.found.published, cases[i].published);
    }
    arena_free(&r.arena);
}

static void follows_paths(void **state)
{
    (void)state;
    static const char json[] =
        "{\"text\":\"wrong\",\"content\":{\"body\":[{\"v\":\"no\"},{\"v\":\"Right.\"}]},\"meta.when\":\"2026-03-07\","
        "\"meta\":{\"a.b\":{\"c\":\"x\"}},\"title\":\"H\"}";
    IntakeOptions options = {.max_article = 1000};
    options.fields[FIELD_TEXT] = "content.body.1.v";
    options.fields[FIELD_PUBLISHED] = "meta.when";
    options.fields[FIELD_OUTLET] = "meta.a.b.c"; /* a point in a name, but not of the first */
    options.fields[FIELD_URL] = "nowhere.at.all";
    Read r;
    read_begin(&r);
    READ(&r, &options, json);
    assert_int_equal(r.status, SAYSO_OK);
    assert_text(r.found.text, "Right.");
    assert_text(r.found.published, "2026-03-07");
    assert_text(r.found.title, "H");
    assert_int_equal(r.found.url.size + r.found.outlet.size, 0);
    static const char *const nowhere[] = {"content.body.2.v",
                                          "content.body.x",
                                          "content.body.1",
                                          "meta",
                                          ".",
                                          "",
                                          "text.a",
                                          "content.body.99999999999999999999.v"};
    for (size_t i = 0; i < COUNT(nowhere); i++) {
        options.fields[FIELD_TEXT] = nowhere[i];
        READ(&r, &options, json);
        assert_int_equal(r.status, SAYSO_ERROR_INPUT);
        assert_non_null(strstr(r.error.message, "the object has no text at '"));
    }
    arena_free(&r.arena);
}

static void reads_ninjs(void **state)
{
    (void)state;
    static const struct {
        const char *json, *text, *id, *url, *title, *outlet, *byline, *published;
    } cases[] = {
        {"{\"uri\":\"https://pvpress.example/"
         "1\",\"standard\":{\"name\":\"ninjs\",\"version\":\"3.0\"},\"contentCreated\":\"2026-03-06T23:30:00+02:00\","
         "\"versionCreated\":\"2026-03-07T08:00:00Z\",\"headlines\":[{\"role\":\"short\",\"value\":\"S\"},{\"role\":"
         "\"main\",\"value\":\"H\"}],"
         "\"bodies\":[{\"role\":\"caption\",\"value\":\"C\"},{\"role\":\"main\",\"contentType\":\"text/"
         "plain\",\"value\":\"T.\"}],"
         "\"by\":\"By A\",\"infoSources\":[{\"name\":\"PVP\"},{\"name\":\"X\"}]}",
         "T.", "https://pvpress.example/1", "https://pvpress.example/1", "H", "PVP", "By A", "2026-03-06"},
        {"{\"uri\":\"urn:a:1\",\"versioncreated\":\"2026-03-07T08:00:00Z\",\"headline\":\"H\",\"body_text\":\"T.\","
         "\"byline\":\"By A\","
         "\"provider\":\"PVP\"}",
         "T.", "urn:a:1", "", "H", "PVP", "By A", "2026-03-07"},
        {"{\"uri\":\"urn:a:2\",\"headlines\":[],\"body_wire\":\"T.\"}", "T.", "urn:a:2", "", "", "", "", ""},
    };
    IntakeOptions options = {.max_article = 1000};
    Read r;
    read_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        READ(&r, &options, cases[i].json);
        assert_int_equal(r.status, SAYSO_OK);
        assert_text(r.found.text, cases[i].text);
        assert_text(r.found.id, cases[i].id);
        assert_text(r.found.url, cases[i].url);
        assert_text(r.found.title, cases[i].title);
        assert_text(r.found.outlet, cases[i].outlet);
        assert_text(r.found.byline, cases[i].byline);
        assert_text(r.found.published, cases[i].published);
    }
    arena_free(&r.arena);
}

static void reads_its_own_records(void **state)
{
    (void)state;
    static const char json[] = "{\"format\":1,\"article\":{\"id\":\"a\",\"sha256\":\"0\",\"url\":\"u\",\"title\":\"H\","
                               "\"outlet\":\"O\",\"byline\":\"By B\","
                               "\"published\":\"2026-03-07\",\"language\":\"en\"},\"text\":\"He wrote <p>, and "
                               "</p>.\",\"entities\":[],\"attributions\":[]}";
    IntakeOptions options = {.max_article = 1000};
    Read r;
    read_begin(&r);
    READ(&r, &options, json);
    assert_int_equal(r.status, SAYSO_OK);
    assert_text(r.found.text, "He wrote <p>, and </p>."); /* a record's text is text */
    assert_text(r.found.id, "a");
    assert_text(r.found.url, "u");
    assert_text(r.found.title, "H");
    assert_text(r.found.outlet, "O");
    assert_text(r.found.byline, "By B");
    assert_text(r.found.published, "2026-03-07");
    arena_free(&r.arena);
}

static void takes_text_out_of_html(void **state)
{
    (void)state;
    IntakeOptions options = {.max_article = 1000};
    Read r;
    read_begin(&r);
    READ(&r, &options, "{\"body\":\"<p>One &amp; two.</p><p>Three.</p>\",\"title\":\"A <em>good</em> day\"}");
    assert_int_equal(r.status, SAYSO_OK);
    assert_text(r.found.text, "One & two.\n\nThree.");
    assert_text(r.found.title, "A good day");
    static const char *const prose[] = {"2 < 3 and 4 > 3", "<he said>", "a <b", "<p", "<", "</", "<p x", "AT&amp;T <3"};
    for (size_t i = 0; i < COUNT(prose); i++) {
        char json[64];
        snprintf(json, sizeof json, "{\"text\":\"%s\"}", prose[i]);
        READ(&r, &options, json);
        assert_int_equal(r.status, SAYSO_OK);
        assert_text(r.found.text, prose[i]);
    }
    arena_free(&r.arena);
}

/* The last is read; it is told of where another part of the article may be lost. */
static void tells_of_members_that_stand_twice(void **state)
{
    (void)state;
    static const struct {
        const char *json, *warning;
    } cases[] = {{"{\"text\":\"One.\",\"title\":\"A\",\"text\":\"T.\"}", "the object has 'text' twice; the last is read"},
                 {" {\"text\" : \"T.\", \"text\": \"T.\"}", NULL},
                 {"{\"text\":\"T.\",\"x\":1,\"x\":2,\"y\":{\"text\":\"One.\"}}", NULL}};
    IntakeOptions options = {.max_article = 1000};
    Read r;
    read_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        READ(&r, &options, cases[i].json);
        assert_int_equal(r.status, SAYSO_OK);
        assert_text(r.found.text, "T.");
        assert_int_equal(r.found.warning_count, cases[i].warning != NULL);
        if (cases[i].warning) assert_text(r.found.warnings[0], cases[i].warning);
    }
    arena_free(&r.arena);
}

/* What a warning quotes is cut at 60 bytes, here in the middle of the last letter. */
static void cuts_what_it_quotes(void **state)
{
    (void)state;
    IntakeOptions options = {.max_article = 1000};
    Read r;
    read_begin(&r);
    READ(&r, &options,
         "{\"text\":\"T.\",\"date\":\"never éééééééééééééééééééééééééééééé\"}"); /* 6 + 54 + 6 bytes */
    assert_int_equal(r.found.warning_count, 1);
    assert_text(r.found.warnings[0], "the date of publication \"never ééééééééééééééééééééééééééé\" is in no form "
                                     "that is known here; it is left out");
    READ(&r, &options, "{\"text\":\"T.\",\"date\":\"never, éééééééééééééééééééééééééééééé\"}");
    assert_text(r.found.warnings[0], "the date of publication \"never, éééééééééééééééééééééééééé?\" is in no form "
                                     "that is known here; it is left out");
    arena_free(&r.arena);
}

static void leaves_out_days_that_cannot_be(void **state)
{
    (void)state;
    static const char *const days[][2] = {{"0000-00-00", "is none that can be"}, {"1066-10-14", "is none that can be"},
                                          {"2999-01-01", "is still to come"}, {"soon", "is in no form that is known here"},
                                          {"03/04/2026", "may be of two months; YYYY-MM-DD would say which"}};
    IntakeOptions options = {.max_article = 1000};
    Read r;
    read_begin(&r);
    for (size_t i = 0; i < COUNT(days); i++) {
        char json[128], warning[128];
        snprintf(json, sizeof json, "{\"text\":\"T.\",\"date\":\"%s\"}", days[i][0]);
        snprintf(warning, sizeof warning, "the date of publication \"%s\" %s; it is left out", days[i][0], days[i][1]);
        READ(&r, &options, json);
        assert_int_equal(r.status, SAYSO_OK);
        assert_int_equal(r.found.published.size, 0);
        assert_int_equal(r.found.warning_count, 1);
        assert_text(r.found.warnings[0], warning);
    }
    arena_free(&r.arena);
}

static void mends_what_is_no_character(void **state)
{
    (void)state;
    static const struct {
        const char *json, *text;
    } cases[] = {
        {"{\"text\":\"a\\uD800b\"}", "a\xEF\xBF\xBD"
                                     "b"},
        {"{\"text\":\"a\\udc00\\ud83d\"}", "a\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"{\"text\":\"\\uD83D\\uDE00 \\uD83D\"}", "\xF0\x9F\x98\x80 \xEF\xBF\xBD"},
        {"{\"text\":\"\xED\xA0\x80\"}", "\xEF\xBF\xBD"},
        {"{\"text\":\"\x81\"}", "\xEF\xBF\xBD"},
    };
    IntakeOptions options = {.max_article = 1000};
    Read r;
    read_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        READ(&r, &options, cases[i].json);
        assert_int_equal(r.status, SAYSO_OK);
        assert_text(r.found.text, cases[i].text);
        assert_int_equal(r.found.warning_count, 1);
        assert_text(r.found.warnings[0], "the JSON holds characters that are none; they are shown as U+FFFD");
    }
    static const char *const western[][2] = {{"{\"text\":\"caf\xE9\"}", "caf\xC3\xA9"},
                                             {"{\"text\":\"\\\\uD800 \x93\"}", "\\uD800 \xE2\x80\x9C"}};
    for (size_t i = 0; i < COUNT(western); i++) {
        READ(&r, &options, western[i][0]);
        assert_int_equal(r.status, SAYSO_OK);
        assert_text(r.found.text, western[i][1]);
        assert_int_equal(r.found.warning_count, 1);
        assert_text(r.found.warnings[0], "bytes that are not UTF-8 are read as Windows-1252");
    }
    arena_free(&r.arena);
}

static void refuses_what_is_none(void **state)
{
    (void)state;
    static const struct {
        const char *json, *sentence;
    } cases[] = {
        {"", "this is not JSON at column 0"},
        {"{", "this is not JSON at column 1"},
        {"{\"text\": \"a\\u12\"}", "this is not JSON at column "},
        {"{\"text\": \"a\"}\n}", "this is not JSON at line 2"},
        {"[{\"text\": \"a\"}]", "it is no JSON object"},
        {"{\"text\": \"\"}", "its text, 'text', is empty"},
        {"{}", "the object has no article under a usual name"},
        {"{\"text\": 7, \"body\": {\"x\": \"y\"}}", "the object has no article under a usual name"},
        {"{\"format\":1,\"article\":{},\"text\":\"\"}", "its text, 'text', is empty"},
    };
    IntakeOptions options = {.max_article = 1000};
    Read r;
    read_begin(&r);
    for (size_t i = 0; i < COUNT(cases); i++) {
        READ(&r, &options, cases[i].json);
        assert_int_equal(r.status, SAYSO_ERROR_INPUT);
        assert_non_null(strstr(r.error.message, cases[i].sentence));
    }
    options.max_article = 20;
    READ(&r, &options, "{\"text\": \"A text longer than twenty bytes.\"}");
    assert_int_equal(r.status, SAYSO_ERROR_LIMIT);
    arena_free(&r.arena);
}

static void survives_anything(void **state)
{
    (void)state;
    static const char seed[] = "{\"uri\":\"u\",\"bodies\":[{\"role\":\"main\",\"value\":\"<p>T\\u00e9\\uD83D\\uDE00</"
                               "p>\"}],\"date\":1e300,\"id\":-1.5}";
    uint64_t random = 5;
    IntakeOptions options = {.max_article = 1000};
    Read r;
    read_begin(&r);
    for (int round = 0; round < 4000; round++) {
        char copy[sizeof seed];
        memcpy(copy, seed, sizeof seed);
        for (uint32_t i = 0; i < 1 + unit_below(&random, 3); i++)
            copy[unit_below(&random, sizeof seed - 1)] = (char)unit_random(&random);
        read_json(&r, &options, copy, round % 3 ? sizeof seed - 1 : unit_below(&random, sizeof seed));
        assert_true(r.status == SAYSO_OK || r.error.message[0]);
        if (!r.status) assert_true(utf8_valid(r.found.text, NULL));
    }
    arena_free(&r.arena);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, ways_begin, ways_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(cuts_lines),
        IN_FOLDER(cuts_arrays_and_rows_of_objects),
        IN_FOLDER(says_where_json_ends),
        IN_FOLDER(is_overruled_by_the_user),
        IN_FOLDER(passes_a_line_without_an_end),
        IN_FOLDER(reads_a_list_in_an_object),
        IN_FOLDER(reaches_into_lists),
        IN_FOLDER(goes_no_deeper_than_the_stack),
        cmocka_unit_test(tells_of_members_that_stand_twice),
        cmocka_unit_test(finds_usual_names),
        cmocka_unit_test(follows_paths),
        cmocka_unit_test(reads_ninjs),
        cmocka_unit_test(reads_its_own_records),
        cmocka_unit_test(takes_text_out_of_html),
        cmocka_unit_test(cuts_what_it_quotes),
        cmocka_unit_test(leaves_out_days_that_cannot_be),
        cmocka_unit_test(mends_what_is_no_character),
        cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(survives_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
