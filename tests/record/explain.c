/* Explanations to the letter, that they fit every width, and that the record's have a phrase for each field. */
#include <jansson.h>

#include "made.h"

static const char *explained(Made *m, sayso_format format, uint32_t width)
{
    sayso_write_options options = {.size = sizeof options, .width = width, .explain = 1};
    return made_write_with(m, format, &options);
}

static void explains_to_people(void **state)
{
    (void)state;
    Made m;
    made_known(&m);
    assert_string_equal(explained(&m, SAYSO_FORMAT_TABLE, 80),
                        "made · 21 words · 2 attributions\n"
                        "────────────────────────────────────────────────────────────────────────────────\n"
                        "\n"
                        "attribution 1 · 50%\n"
                        "  source     “a clerk”: found by the learnt reading\n"
                        "  entity     Mole & Sons \"Ltd\": named here\n"
                        "  kind       unnamed: by its words\n"
                        "  cue        “denied”: found by the learnt reading\n"
                        "  content    “it”: found by the learnt reading\n"
                        "  form       direct: all of the content stands inside quotation marks\n"
                        "  act        “denied” → deny: these words\n"
                        "  negated    —: nothing says that it did not take place\n"
                        "  to         “us” → The Daily Keel: these words\n"
                        "  via        “the Daily Keel” → The Daily Keel: these words\n"
                        "  when       “Friday” → 2026-03-06: these words\n"
                        "  anonymity  “who feared the sack”: these words say it\n"
                        "  within     2: inside the content of that one\n"
                        "\n"
                        "attribution 2 · 50%\n"
                        "  source     “the Daily Keel”: found by the learnt reading\n"
                        "  entity     The Daily Keel: named here\n"
                        "  kind       outlet: by its words\n"
                        "  cue        “says”: found by the learnt reading\n"
                        "  content    “On Friday a clerk who feared the sack denied “it” to us”: found by\n"
                        "             the learnt reading\n"
                        "  form       direct: all of the content stands inside quotation marks\n"
                        "  act        state: nothing tells otherwise\n"
                        "  negated    —: nothing says that it did not take place\n"
                        "  to         “us”: these words\n"
                        "  via        —: no words say so\n"
                        "  when       “Friday”: these words give no day\n"
                        "  anonymity  —: no words say so\n"
                        "  within     —: inside no other's content\n"
                        "\n"
                        "Mole & Sons \"Ltd\" · organization · GBR\n"
                        "  role       “the sack”: stands with the name\n"
                        "  mention    “a clerk who feared the sack”: named here\n"
                        "\n"
                        "The Daily Keel · outlet\n"
                        "  mention    “us”: named here\n"
                        "  mention    “the Daily Keel”: named here\n"
                        "\n"
                        "Reuters · of no known type\n"
                        "  mention    “Reuters”: named here\n");
    made_end(&m);
}

static void tells_what_was_left_open(void **state)
{
    (void)state;
    Made m;
    made_known(&m);
    m.mentions[1].entity = m.mentions[1].same_as = NONE;
    m.mentions[1].rule = RULE_RIVALS;
    m.standings[1].mention = 1;
    m.standings[1].entity = NONE;
    const char *out = explained(&m, SAYSO_FORMAT_TABLE, 80), *open = strstr(out, "\nleft open\n  mention    “us”: ");
    assert_non_null(open);
    assert_non_null(strstr(open, entity_rule_text(RULE_RIVALS)));
    char entity[200];
    snprintf(entity, sizeof entity, "  entity     —: %s\n", entity_rule_text(RULE_RIVALS));
    assert_non_null(strstr(out, entity));
    made_end(&m);
}

/* A content in another paragraph than its cue's was carried there. */
static void tells_what_was_carried(void **state)
{
    (void)state;
    Made m;
    made_begin(&m, text_literal("He said “a\n“b”\n"));
    made_attribution(&m, (Span){0, 1}, (Span){1, 2}, (Span){2, 4}, (Span){4, 7}, 1);
    made_attribution(&m, (Span){0, 0}, (Span){1, 2}, (Span){2, 4}, (Span){0, 0}, 1);
    m.attributions[1].by_grammar = true;
    Reasons reasons;
    reasons_make(&m.reading, 0, &reasons);
    assert_non_null(strstr(reasons.items[4].why, "carried on"));
    reasons_make(&m.reading, 1, &reasons);
    assert_string_equal(reasons.items[0].why, "its grammar names none");
    assert_string_equal(reasons.items[4].why, reasons.items[3].why);
    assert_non_null(strstr(explained(&m, SAYSO_FORMAT_TABLE, 80),
                           "  content    “a: found by the learnt reading\n"
                           "             “b”: carried on from a quotation left open\n"));
    made_end(&m);
}

/* Mentions may nest thousands deep; of each a line or two is shown. */
static void shortens_mentions(void **state)
{
    (void)state;
    char text[1000] = "";
    while (strlen(text) < 900) strcat(text, "caf\u00e9 ");
    Made m;
    made_begin(&m, text_literal(text));
    made_entity(&m, "Caf\u00e9", ENTITY_PLACE, "");
    made_mention(&m, (Span){0, 150}, MENTION_NOMINAL);
    const char *out = explained(&m, SAYSO_FORMAT_TABLE, 500);
    assert_in_range(strlen(strstr(out, "  mention")), 200, 250);
    assert_non_null(strstr(out, " café ca…”: named here"));
    out = made_write(&m, SAYSO_FORMAT_DUMP_ENTITY, 0, 0);
    assert_non_null(strstr(out, " café ca…\t"));
    made_end(&m);
}

static void explains_in_the_record(void **state)
{
    (void)state;
    static const char *const fields[] = {"source", "entity", "kind", "cue",  "content",   "form",
                                         "act",    "negated", "to",     "via",  "when", "anonymity", "within"};
    Made m;
    made_known(&m);
    json_t *record = json_loads(explained(&m, SAYSO_FORMAT_JSONL, 0), 0, NULL);
    assert_non_null(record);
    size_t i;
    json_t *attribution;
    json_array_foreach(json_object_get(record, "attributions"), i, attribution)
    {
        const json_t *explain = json_object_get(attribution, "explain");
        assert_int_equal(json_object_size(explain), COUNT(fields));
        for (size_t k = 0; k < COUNT(fields); k++)
            assert_true(json_string_length(json_object_get(explain, fields[k])) > 0);
        json_object_del(attribution, "explain");
    }
    json_t *bare = json_loads(made_write(&m, SAYSO_FORMAT_JSONL, 0, 0), 0, NULL);
    assert_true(json_equal(record, bare)); /* and nothing else is other */
    json_decref(record);
    json_decref(bare);
    made_end(&m);
}

static void other_forms_refuse(void **state)
{
    (void)state;
    Made m;
    made_known(&m);
    sayso_write_options options = {.size = sizeof options, .explain = 1};
    for (sayso_format f = SAYSO_FORMAT_BRAT; f <= SAYSO_FORMAT_DUMP_STANDING; f++)
        assert_int_equal(record_write(&m.reading, f, &options, (Sink){made_sink, &m}, &m.arena, NULL),
                         SAYSO_ERROR_ARGUMENT);
    made_end(&m);
}

static void fits_every_width(void **state)
{
    (void)state;
    Made m;
    made_known(&m);
    for (uint32_t width = 20; width <= 120; width++) {
        const char *out = explained(&m, SAYSO_FORMAT_TABLE, width);
        for (const char *line = out, *end; *line; line = end + 1) {
            end = strchr(line, '\n');
            assert_non_null(end);
            assert_true(text_columns(text_of(line, (size_t)(end - line))) <= width);
        }
    }
    made_end(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(explains_to_people),     cmocka_unit_test(tells_what_was_left_open),
        cmocka_unit_test(tells_what_was_carried), cmocka_unit_test(explains_in_the_record),
        cmocka_unit_test(shortens_mentions),      cmocka_unit_test(other_forms_refuse),
           cmocka_unit_test(fits_every_width)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
