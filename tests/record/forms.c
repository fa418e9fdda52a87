/* Every form of one small reading, to the letter; and what goes wrong in a form comes out as an error. */
#include <jansson.h>

#include "made.h"

/* 0 “ 1 Café 2 , 3 ” 4 he 5 said 6 . | 7 “ 8 No 9 , 10 really 11 . 12 ” */
static void begin(Made *m)
{
    made_begin(m, text_literal("date 2026-03-07 “Café,” he said.\n“No, really.”\n"));
    made_attribution(m, (Span){4, 5}, (Span){5, 6}, (Span){0, 4}, (Span){7, 13}, 0.97f);
    made_attribution(m, (Span){0, 0}, (Span){5, 6}, (Span){3, 9}, (Span){0, 0}, 0.25f);
}

static void assert_written(void (*make)(Made *), sayso_format format, const char *expected)
{
    Made m;
    make(&m);
    assert_string_equal(made_write(&m, format, 60, 0), expected);
    made_end(&m);
}

static void assert_form(sayso_format format, const char *expected) { assert_written(begin, format, expected); }

static void writes_jsonl(void **state)
{
    (void)state;
    assert_form(
        SAYSO_FORMAT_JSONL,
        "{\"format\":2,\"article\":{\"id\":\"made\",\"sha256\":"
        "\"4157f0040afb48b284d3f19386d4e222888c215d1103fde071e68bdb22961025\",\"published\":\"2026-03-07\","
        "\"language\":\"en\"},\"text\":\"“Café,” he said.\\n“No, really.”\\n\",\"entities\":[],\"attributions\":["
        "{\"id\":1,\"source\":{\"span\":[8,10],\"text\":\"he\"},\"cue\":{\"span\":[11,15],\"text\":\"said\"},"
        "\"content\":[{\"span\":[0,7],\"text\":\"“Café,”\"},{\"span\":[17,30],\"text\":\"“No, really.”\"}],"
        "\"form\":\"direct\",\"act\":\"state\",\"confidence\":{\"spans\":0.97}},"
        "{\"id\":2,\"cue\":{\"span\":[11,15],\"text\":\"said\"},"
        "\"content\":[{\"span\":[6,20],\"text\":\"” he said.\\n“No\"}],\"form\":\"direct\",\"act\":\"state\","
        "\"confidence\":{\"spans\":0.25}}],\"events\":[]}\n");
}

static void writes_what_is_known(void **state)
{
    (void)state;
    Made m;
    made_known(&m);
    const char *line = made_write(&m, SAYSO_FORMAT_JSONL, 0, 0);
    assert_non_null(strstr(line, "\"byline\":\"Jo Vey\",\"language\":\"en\",\"credits\":[\"Reuters\"]}"));
    assert_string_equal(
        strstr(line, "\"entities\""),
        "\"entities\":[{\"id\":1,\"name\":\"Mole & Sons \\\"Ltd\\\"\",\"type\":\"organization\",\"roles\":[\"the sack\"],"
        "\"country\":\"GBR\",\"mentions\":[[20,47]]},"
        "{\"id\":2,\"name\":\"The Daily Keel\",\"type\":\"outlet\",\"mentions\":[[63,65],[67,81]]},"
        "{\"id\":3,\"name\":\"Reuters\",\"mentions\":[[93,100]]}],\"attributions\":["
        "{\"id\":1,\"source\":{\"span\":[20,27],\"text\":\"a clerk\",\"entity\":1,\"kind\":\"unnamed\"},"
        "\"cue\":{\"span\":[48,54],\"text\":\"denied\"},\"content\":[{\"span\":[55,59],\"text\":\"“it”\"}],"
        "\"form\":\"direct\",\"act\":\"deny\",\"to\":{\"span\":[63,65],\"text\":\"us\",\"entity\":2},"
        "\"via\":{\"span\":[67,81],\"text\":\"the Daily Keel\",\"entity\":2},"
        "\"when\":{\"span\":[13,19],\"text\":\"Friday\",\"date\":\"2026-03-06\"},"
        "\"anonymity\":{\"span\":[28,47],\"text\":\"who feared the sack\"},\"within\":2,\"confidence\":{\"spans\":0.5}},"
        "{\"id\":2,\"source\":{\"span\":[67,81],\"text\":\"the Daily Keel\",\"entity\":2,\"kind\":\"outlet\"},"
        "\"cue\":{\"span\":[82,86],\"text\":\"says\"},"
        "\"content\":[{\"span\":[10,65],\"text\":\"On Friday a clerk who feared the sack denied “it” to us\"}],"
        "\"form\":\"direct\",\"act\":\"state\",\"to\":{\"span\":[63,65],\"text\":\"us\"},"
        "\"when\":{\"span\":[13,19],\"text\":\"Friday\"},\"confidence\":{\"spans\":0.5}}],\"events\":[]}\n");
    made_end(&m);
}

static void writes_brat(void **state)
{
    (void)state;
    assert_form(SAYSO_FORMAT_BRAT, "T1\tSource 8 10\the\n"
                                   "T2\tCue 11 15\tsaid\n"
                                   "T3\tContent 0 7;17 30\t“Café,” “No, really.”\n"
                                   "T4\tAttribution 11 15\tsaid\n"
                                   "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
                                   "A1\tForm E1 direct\n"
                                   "A2\tAct E1 state\n"
                                   "T5\tCue 11 15\tsaid\n"
                                   "T6\tContent 6 20\t” he said. “No\n"
                                   "T7\tAttribution-no-source 11 15\tsaid\n"
                                   "E2\tAttribution-no-source:T7 Content:T6 Cue:T5\n"
                                   "A3\tForm E2 direct\n"
                                   "A4\tAct E2 state\n");
    assert_written(made_known, SAYSO_FORMAT_BRAT,
                   "T1\tSource 20 27\ta clerk\n"
                   "T2\tCue 48 54\tdenied\n"
                   "T3\tContent 55 59\t“it”\n"
                   "T4\tAttribution 48 54\tdenied\n"
                   "T5\tTo 63 65\tus\n"
                   "T6\tVia 67 81\tthe Daily Keel\n"
                   "T7\tWhen 13 19\tFriday\n"
                   "T8\tAnonymity 28 47\twho feared the sack\n"
                   "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1 To:T5 Via:T6 When:T7 Anonymity:T8 Within:E2\n"
                   "A1\tKind T1 unnamed\n"
                   "A2\tForm E1 direct\n"
                   "A3\tAct E1 deny\n"
                   "#1\tAnnotatorNotes T1\tMole & Sons \"Ltd\"\n"
                   "#2\tAnnotatorNotes T5\tThe Daily Keel\n"
                   "#3\tAnnotatorNotes T6\tThe Daily Keel\n"
                   "#4\tAnnotatorNotes T7\t2026-03-06\n"
                   "T9\tSource 67 81\tthe Daily Keel\n"
                   "T10\tCue 82 86\tsays\n"
                   "T11\tContent 10 65\tOn Friday a clerk who feared the sack denied “it” to us\n"
                   "T12\tAttribution 82 86\tsays\n"
                   "T13\tTo 63 65\tus\n"
                   "T14\tWhen 13 19\tFriday\n"
                   "E2\tAttribution:T12 Content:T11 Cue:T10 Source:T9 To:T13 When:T14\n"
                   "A4\tKind T9 outlet\n"
                   "A5\tForm E2 direct\n"
                   "A6\tAct E2 state\n"
                   "#5\tAnnotatorNotes T9\tThe Daily Keel\n");
}

static void writes_csv(void **state)
{
    (void)state;
    assert_form(SAYSO_FORMAT_CSV, "made,1,he,said,\"“Café,” … “No, really.”\",direct,0.9700,8,10,11,15,0 7;17 30,"
                                  ",state,,,,,,,,,,,,,2026-03-07,,,,\r\n"
                                  "made,2,,said,\"” he said.\n“No\",direct,0.2500,,,11,15,6 20,,state,,,,,,,,,,,,,2026-03-07,,,,\r\n");
    assert_written(made_known, SAYSO_FORMAT_CSV,
                   "made,1,a clerk,denied,\"“it”\",direct,0.5000,20,27,48,54,55 59,unnamed,deny,"
                   "\"Mole & Sons \"\"Ltd\"\"\",The Daily Keel,The Daily Keel,Friday,2026-03-06,who feared the sack,2,,,,GBR,,,,,,\r\n"
                   "made,2,the Daily Keel,says,\"On Friday a clerk who feared the sack denied “it” to us\",direct,0.5000,"
                   "67,81,82,86,10 65,outlet,state,The Daily Keel,us,,Friday,,,,,,,,,,,,,\r\n");
    Made m;
    made_begin(&m, text_literal("\"A, b\" x\n"));
    made_attribution(&m, (Span){0, 3}, (Span){0, 0}, (Span){4, 5}, (Span){0, 0}, 7);
    m.reading.article.id = text_literal("a,\"b\"");
    assert_string_equal(made_write(&m, SAYSO_FORMAT_CSV, 0, 0),
                        "\"a,\"\"b\"\"\",1,\"\"\"A,\",,\"\"\"\",direct,1.0000,0,3,,,5 6,,state,,,,,,,,,,,,,,,,,\r\n");
    made_end(&m);
}

/* The clerk and Reuters, who did not deny it: several named together, a negated act, genders. */
static void made_joint(Made *m)
{
    made_known(m);
    m->entities[0].type = ENTITY_PERSON;
    m->entities[0].gender = GENDER_FEMALE;
    m->entities[0].gender_by = EVIDENCE_TITLE;
    m->joint[0] = 0;
    m->joint[1] = 2;
    m->reading.standings.joint_count = 2;
    m->standings[0].entity = NONE;
    m->standings[0].joint_count = 2;
    m->standings[0].negated_rule = m->standings[0].act_rule = 1;
    m->standings[0].clause = true;
}

/* A clerk arrested the Daily Keel on Friday, at Reuters, as the Keel itself says; told twice. */
static void made_event(Made *m)
{
    static Span triggers[] = {{11, 12}, {21, 22}}, evidence[] = {{3, 14}, {18, 22}};
    static EventParty parties[] = {{{5, 7}, 0, 0, "GBR", SECTOR_COP}, {{18, 21}, 2, 1, "", SECTOR_NONE}};
    static uint32_t by[] = {1, 0};
    static Event event;
    made_known(m);
    uint8_t mode = 0;
    assert_true(event_mode_find(EVENT_COERCE, text_literal("arrest"), &mode));
    event = (Event){.type = EVENT_COERCE, .mode = mode, .status = STATUS_REPORTED, .told = {0, 2}, .actors = {0, 1},
                    .recipients = {1, 1}, .by = {0, 2}, .when = {4, 5}, .date = "2026-03-06", .place = {24, 25},
                    .place_entity = 2, .confidence = 0.75f};
    m->reading.events = (Events){&event, triggers, evidence, parties, by, 1, 2, 2, 2};
}

static void writes_events(void **state)
{
    (void)state;
    Made m;
    made_event(&m);
    const char *line = made_write(&m, SAYSO_FORMAT_JSONL, 0, 0);
    assert_string_equal(strstr(line, "\"events\""),
                        "\"events\":[{\"id\":1,\"type\":\"COERCE\",\"mode\":\"arrest\",\"status\":\"reported\","
                        "\"evidence\":[[10,58],[67,86]],\"trigger\":[[48,54],[82,86]],"
                        "\"actors\":[{\"span\":[20,27],\"entity\":1,\"country\":\"GBR\",\"sector\":\"COP\"}],"
                        "\"recipients\":[{\"span\":[67,81],\"entity\":2}],"
                        "\"when\":{\"span\":[13,19],\"text\":\"Friday\",\"date\":\"2026-03-06\"},"
                        "\"place\":{\"span\":[93,100],\"text\":\"Reuters\",\"entity\":3},\"according_to\":[2,1],"
                        "\"confidence\":0.75}]}\n");
    made_end(&m);
    made_event(&m);
    sayso_write_options options = {.size = sizeof options, .width = 100, .events = 1};
    const char *table = made_write_with(&m, SAYSO_FORMAT_TABLE, &options);
    assert_string_equal(strstr(table, "\n1 event\n"), "\n1 event\n\n"
                                                      "COERCE arrest, reported, 2026-03-06, told 2 times\n"
                                                      "  a clerk (GBR COP) → the Daily Keel\n"
                                                      "    On Friday a clerk who feared the sack denied “it\n"
                                                      "    says the Daily Keel, through a clerk\n");
    made_end(&m);
    made_event(&m);
    assert_null(strstr(made_write(&m, SAYSO_FORMAT_TABLE, 100, 0), "COERCE"));
    made_end(&m);
    made_event(&m);
    line = made_write(&m, SAYSO_FORMAT_DUMP_EVENT, 0, 0);
    assert_non_null(strstr(line, "\nevent 1\tCOERCE\tarrest\treported\t75%\ntrigger\t48-54\twords 11-12\tdenied\n"));
    assert_non_null(strstr(line, "recipient\tentity #2\t-\t-\nby\tattribution 2\nby\tattribution 1\nwhen\t"));
    made_end(&m);
}

static void assert_says(Made *m, sayso_format format, const char *words)
{
    const char *out = made_write(m, format, 100, 0);
    if (strstr(out, words)) return;
    print_error("%s\n    has no \"%s\"\n", out, words);
    assert_non_null(strstr(out, words));
}

static void writes_several_and_negated(void **state)
{
    (void)state;
    Made m;
    made_joint(&m);
    assert_says(&m, SAYSO_FORMAT_JSONL, "\"country\":\"GBR\",\"gender\":{\"value\":\"female\",\"by\":\"title\"},");
    assert_says(&m, SAYSO_FORMAT_JSONL, "\"a clerk\",\"entities\":[1,3],\"kind\":\"unnamed\"}");
    assert_says(&m, SAYSO_FORMAT_JSONL, "\"act\":\"deny\",\"negated\":true,\"to\"");
    assert_says(&m, SAYSO_FORMAT_BRAT, "A3\tAct E1 deny\nA4\tNegated E1\n#1\tAnnotatorNotes T1\tMole & Sons \"Ltd\"\n"
                                       "#2\tAnnotatorNotes T1\tReuters\n");
    assert_says(&m, SAYSO_FORMAT_CSV, "unnamed,deny,\"Mole & Sons \"\"Ltd\"\"; Reuters\",The Daily Keel,The Daily Keel,Friday,"
                                      "2026-03-06,who feared the sack,2,true,female; ,title; ,GBR; ,,,,,,\r\n");
    assert_says(&m, SAYSO_FORMAT_TABLE, "not denied");
    assert_says(&m, SAYSO_FORMAT_TABLE, "→ Mole & Sons");
    assert_says(&m, SAYSO_FORMAT_DUMP_STANDING, "source\tentity -\tmention #1\njoint\tentity #1\njoint\tentity #3\n");
    assert_says(&m, SAYSO_FORMAT_DUMP_STANDING, "clause\tyes\n");
    assert_says(&m, SAYSO_FORMAT_DUMP_ENTITY, "Mole & Sons \"Ltd\"\ngender\tfemale\ttitle\nmentions");
    made_end(&m);
}

static void writes_conllu(void **state)
{
    (void)state;
    Made m;
    made_begin(&m, text_literal("Don. he\tsaid\nso  "));
    m.reading.tokens.words[1].flags |= WORD_JOINED; /* "Don" and "." as one surface token */
    assert_string_equal(made_write(&m, SAYSO_FORMAT_CONLLU, 0, 0), "# newdoc id = made\n"
                                                                   "# newpar\n"
                                                                   "# sent_id = made-1\n"
                                                                   "# text = Don. he said\n"
                                                                   "1-2\tDon.\t_\t_\t_\t_\t_\t_\t_\t_\n"
                                                                   "1\tDon\tDon\tVERB\tVBD\t_\t0\troot\t_\t_\n"
                                                                   "2\t.\t.\tNOUN\tNN\t_\t1\tdep\t_\t_\n"
                                                                   "3\the\the\tNOUN\tNN\t_\t1\tdep\t_\t_\n"
                                                                   "4\tsaid\tsaid\tNOUN\tNN\t_\t1\tdep\t_\t_\n"
                                                                   "\n"
                                                                   "# newpar\n"
                                                                   "# sent_id = made-2\n"
                                                                   "# text = so\n"
                                                                   "1\tso\tso\tVERB\tVBD\t_\t0\troot\t_\t_\n"
                                                                   "\n");
    made_end(&m);
    made_begin(&m, text_literal("a,b\0c\n"));
    m.reading.article.text.size = 5;
    assert_non_null(
        strstr(made_write(&m, SAYSO_FORMAT_CONLLU, 0, 0), "1\ta\ta\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n"));
    made_end(&m);
}

static void writes_dumps(void **state)
{
    (void)state;
    assert_form(SAYSO_FORMAT_DUMP_ATTRIBUTION, "article made\nbytes 40\npublished 2026-03-07\n"
                                               "\nattribution 1\tdirect\t97%\n"
                                               "source\t13-15\twords 4-5\the\n"
                                               "cue\t16-20\twords 5-6\tsaid\n"
                                               "content\t0-12\twords 0-4\t“Café,”\n"
                                               "content\t22-39\twords 7-13\t“No, really.”\n"
                                               "\nattribution 2\tdirect\t25%\n"
                                               "source\t-\n"
                                               "cue\t16-20\twords 5-6\tsaid\n"
                                               "content\t9-27\twords 3-9\t” he said.\\n“No\n");
    assert_written(made_known, SAYSO_FORMAT_DUMP_ENTITY,
                   "article made\nbytes 106\npublished -\nbyline\t3-9\twords 1-3\tJo Vey\ncredit\t#3\n\n"
                   "mention #1\t20-47\twords 5-11\thead 10\tnominal\torganization\tentity #1\tas -\t\t"
                   "a clerk who feared the sack\t\t\n"
                   "mention #2\t67-69\twords 16-17\thead 16\tpronoun\toutlet\tentity #2\tas -\t\tus\t\t\n"
                   "mention #3\t71-85\twords 18-21\thead 20\tname\toutlet\tentity #2\tas -\t\tthe Daily Keel\t"
                   "the Daily Keel\t\n"
                   "mention #4\t97-104\twords 24-25\thead 24\tname\t-\tentity #3\tas -\t\tReuters\tReuters\t\n"
                   "\nentity #1\torganization\tGBR\tMole & Sons \"Ltd\"\nmentions\t#1\nrole\t39-47\twords 9-11\tthe sack\n"
                   "\nentity #2\toutlet\t-\tThe Daily Keel\nmentions\t#2 #3\n"
                   "\nentity #3\t-\t-\tReuters\nmentions\t#4\n");
    assert_written(made_known, SAYSO_FORMAT_DUMP_STANDING,
                   "article made\nbytes 106\npublished -\n"
                   "\nstanding 1\tunnamed\tdeny\twithin #2\n"
                   "source\t20-27\twords 5-7\ta clerk\nsource\tentity #1\tmention #1\n"
                   "act\t48-54\twords 11-12\tdenied\nclause\tno\n"
                   "to\t67-69\twords 16-17\tus\nto\tentity #2\tmention #2\n"
                   "via\t71-85\twords 18-21\tthe Daily Keel\nvia\tentity #2\tmention #3\n"
                   "when\t13-19\twords 4-5\tFriday\ndate\t2026-03-06\n"
                   "anonymity\t28-47\twords 7-11\twho feared the sack\n"
                   "\nstanding 2\toutlet\tstate\twithin -\n"
                   "source\t71-85\twords 18-21\tthe Daily Keel\nsource\tentity #2\tmention #3\n"
                   "act\t-\nclause\tno\n"
                   "to\t67-69\twords 16-17\tus\nto\tentity -\tmention -\n"
                   "when\t13-19\twords 4-5\tFriday\n");
    Made m;
    made_begin(&m, text_literal("a\\b, c\n"));
    assert_string_equal(made_write(&m, SAYSO_FORMAT_DUMP_TOKEN, 0, 0),
                        "article made\nbytes 7\npublished -\n\nparagraph 1\t0-6\nsentence 1\t0-6\n"
                        "0-3\ta\\\\b\t-\tsentence paragraph\n3-4\t,\tcomma\t\n5-6\tc\t-\t\n");
    assert_string_equal(
        made_write(&m, SAYSO_FORMAT_DUMP_SYNTAX, 0, 0),
        "article made\nbytes 7\npublished -\n\nparagraph 1\t0-6\nsentence 1\t0-6\n"
        "1\ta\\\\b\ta\\\\b\tVERB\tVBD\t0\troot\n2\t,\t,\tNOUN\tNN\t1\tdep\n3\tc\tc\tNOUN\tNN\t1\tdep\n");
    made_end(&m);
}

/* Both JSON forms say the same; NUL and escape sequences go through; warnings are told. */
static void json_survives_odd_text(void **state)
{
    (void)state;
    Made m;
    made_begin(&m, text_of("a\0b \x1b[1m \xE9 x", 12));
    json_t *one = json_loads(made_write(&m, SAYSO_FORMAT_JSON, 0, 0), JSON_ALLOW_NUL, NULL);
    json_t *line = json_loads(made_write(&m, SAYSO_FORMAT_JSONL, 0, 0), JSON_ALLOW_NUL, NULL);
    assert_non_null(one);
    assert_true(json_equal(one, line));
    const json_t *text = json_object_get(one, "text");
    assert_int_equal(json_string_length(text), 13);
    assert_memory_equal(json_string_value(text), "a\0b \x1b[1m é x", 13);
    const json_t *warnings = json_object_get(json_object_get(one, "article"), "warnings");
    assert_int_equal(json_array_size(warnings), 1);
    json_decref(one);
    json_decref(line);
    made_end(&m);
}

static int stop(void *context, const char *data, size_t size)
{
    (void)context, (void)data, (void)size;
    return 1;
}

static void ends_when_the_sink_stops(void **state)
{
    (void)state;
    Made m;
    begin(&m);
    for (sayso_format f = SAYSO_FORMAT_TABLE; f <= SAYSO_FORMAT_DUMP_STANDING; f++) {
        Arena scratch;
        arena_init(&scratch, &libc_allocator, SIZE_MAX / 2);
        assert_int_equal(record_write(&m.reading, f, NULL, (Sink){stop, NULL}, &scratch, NULL), SAYSO_ERROR_IO);
        arena_free(&scratch);
    }
    made_end(&m);
}

static void ends_when_memory_runs_out(void **state)
{
    (void)state;
    static const sayso_format formats[] = {SAYSO_FORMAT_TABLE, SAYSO_FORMAT_JSON, SAYSO_FORMAT_BRAT, SAYSO_FORMAT_CSV};
    Made m;
    begin(&m);
    for (size_t i = 0; i < COUNT(formats); i++) {
        Arena scratch;
        arena_init(&scratch, &libc_allocator, 8);
        assert_int_equal(record_write(&m.reading, formats[i], NULL, (Sink){made_sink, &m}, &scratch, NULL),
                         SAYSO_ERROR_MEMORY);
        arena_free(&scratch);
    }
    made_end(&m);
}

static void knows_its_formats(void **state)
{
    (void)state;
    Made m;
    begin(&m);
    Arena scratch;
    arena_init(&scratch, &libc_allocator, 8);
    assert_int_equal(record_write(&m.reading, (sayso_format)99, NULL, (Sink){stop, NULL}, &scratch, NULL),
                     SAYSO_ERROR_ARGUMENT);
    assert_string_equal(record_heading(SAYSO_FORMAT_JSON), "");
    assert_string_equal(record_heading(SAYSO_FORMAT_CSV), CSV_HEADING);
    made_end(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_jsonl),          cmocka_unit_test(writes_what_is_known),
        cmocka_unit_test(writes_brat),           cmocka_unit_test(writes_events), cmocka_unit_test(writes_several_and_negated),
        cmocka_unit_test(writes_csv),            cmocka_unit_test(writes_conllu),
        cmocka_unit_test(writes_dumps),          cmocka_unit_test(json_survives_odd_text),
        cmocka_unit_test(ends_when_the_sink_stops), cmocka_unit_test(ends_when_memory_runs_out),
        cmocka_unit_test(knows_its_formats)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
