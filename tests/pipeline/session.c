/* Sessions and documents with the real model: limits, lifetimes, the same answer each time, and a record that
 * agrees with the functions. */
#include "unit.h"

#include "public.h"

static const char news[] = "date 2026-03-07 “We have seen the audit,” Commissioner Ansel Threlk said on Friday.\n"
                           "The ministry denied the report, according to two officials.\n";

static sayso_engine *engine;

static sayso_status analyse(sayso_session *session, const char *text, sayso_document **out, sayso_error *error)
{
    sayso_article article = {.size = sizeof article, .bytes = {text, strlen(text)}, .id = {"id", 2}};
    return sayso_analyse(session, &article, out, error);
}

static sayso_document *read_news(sayso_session *session)
{
    sayso_document *document;
    assert_int_equal(analyse(session, news, &document, NULL), SAYSO_OK);
    return document;
}

static Bytes written(const sayso_document *document, sayso_format format)
{
    Bytes b = {0};
    assert_int_equal(sayso_document_write(document, format, NULL, bytes_add, &b, NULL), SAYSO_OK);
    (void)bytes_add(&b, "", 1);
    return b;
}

static void refuses_bad_arguments(void **state)
{
    (void)state;
    sayso_session *session = open_session(engine);
    sayso_session *none = session;
    sayso_document *document = (sayso_document *)(uintptr_t)1;
    sayso_session_options options = {.size = sizeof options, .max_article_bytes = ((size_t)1 << 30) + 1};
    assert_int_equal(sayso_session_open(engine, &options, &none, NULL), SAYSO_ERROR_ARGUMENT);
    assert_null(none);
    assert_int_equal(sayso_session_open(NULL, NULL, &none, NULL), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(sayso_analyse(session, NULL, &document, NULL), SAYSO_ERROR_ARGUMENT);
    assert_null(document);
    sayso_article article = {.size = sizeof article, .bytes = {NULL, 3}};
    assert_int_equal(sayso_analyse(session, &article, &document, NULL), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(sayso_analyse(NULL, &article, &document, NULL), SAYSO_ERROR_ARGUMENT);
    article = (sayso_article){.size = sizeof article, .published = {"2026-02-30", 10}};
    assert_int_equal(sayso_analyse(session, &article, &document, NULL), SAYSO_ERROR_ARGUMENT);
    sayso_session_close(session);
}

static void keeps_its_limits(void **state)
{
    (void)state;
    sayso_session_options options = {.size = sizeof options, .max_article_bytes = 20};
    sayso_session *session;
    sayso_document *document;
    sayso_error error;
    assert_int_equal(sayso_session_open(engine, &options, &session, NULL), SAYSO_OK);
    assert_int_equal(analyse(session, news, &document, &error), SAYSO_ERROR_LIMIT);
    assert_null(document);
    assert_int_equal(analyse(session, "He said so.", &document, &error), SAYSO_OK); /* still usable */
    sayso_document_free(document);
    sayso_session_close(session);
    options = (sayso_session_options){.size = sizeof options, .max_memory_bytes = 1000};
    assert_int_equal(sayso_session_open(engine, &options, &session, NULL), SAYSO_OK);
    assert_int_equal(analyse(session, news, &document, &error), SAYSO_ERROR_MEMORY);
    sayso_session_close(session);
}

static void answers_an_empty_article(void **state)
{
    (void)state;
    sayso_session *session = open_session(engine);
    sayso_document *document;
    assert_int_equal(analyse(session, "", &document, NULL), SAYSO_OK);
    assert_int_equal(sayso_document_text(document).size, 0);
    assert_int_equal(sayso_document_words(document) + sayso_document_attributions(document), 0);
    for (sayso_format f = SAYSO_FORMAT_TABLE; f <= SAYSO_FORMAT_DUMP_EVENT; f++) free(written(document, f).data);
    sayso_document_free(document);
    sayso_session_close(session);
}

static void documents_stand_alone(void **state)
{
    (void)state;
    sayso_engine *own = open_engine();
    sayso_session *session = open_session(own);
    sayso_document *document = read_news(session);
    sayso_session_close(session);
    sayso_engine_close(own);
    sayso_text text = sayso_document_text(document), published = sayso_document_published(document);
    assert_int_equal(text.size, strlen(news) - strlen("date 2026-03-07 "));
    assert_int_equal(published.size, 10);
    assert_memory_equal(published.data, "2026-03-07", 10);
    assert_memory_equal(sayso_document_id(document).data, "id", 2);
    assert_int_equal(sayso_document_sentences(document), 2);
    free(written(document, SAYSO_FORMAT_JSON).data);
    sayso_document_free(document);
}

/* What was read before leaves no trace. */
static void gives_the_same_each_time(void **state)
{
    (void)state;
    sayso_session *session = open_session(engine);
    sayso_document *first = read_news(session), *other;
    assert_int_equal(analyse(session, "Other text, \x93" "they say.", &other, NULL), SAYSO_OK);
    assert_int_equal(sayso_document_warnings(other), 1);
    assert_true(sayso_document_warning(other, 0).size > 0);
    assert_int_equal(sayso_document_warning(other, 1).size, 0);
    sayso_document *second = read_news(session);
    for (sayso_format f = SAYSO_FORMAT_TABLE; f <= SAYSO_FORMAT_DUMP_EVENT; f++) {
        Bytes a = written(first, f), b = written(second, f);
        assert_string_equal(a.data, b.data);
        free(a.data);
        free(b.data);
    }
    sayso_document_free(first);
    sayso_document_free(other);
    sayso_document_free(second);
    sayso_session_close(session);
}

static void assert_inside(sayso_span span, sayso_text text)
{
    assert_true(span.begin <= span.end && span.end <= text.size);
}

static void gives_attributions(void **state)
{
    (void)state;
    sayso_session *session = open_session(engine);
    sayso_document *document = read_news(session);
    sayso_text text = sayso_document_text(document);
    size_t count = sayso_document_attributions(document);
    for (size_t i = 0; i < count; i++) {
        sayso_attribution a;
        assert_int_equal(sayso_document_attribution(document, i, &a, sizeof a), SAYSO_OK);
        assert_int_equal(a.id, i + 1);
        assert_inside(a.source, text);
        assert_inside(a.cue, text);
        assert_true(a.content_count >= 1);
        for (uint32_t k = 0; k < a.content_count; k++) {
            assert_inside(a.contents[k], text);
            assert_true(a.contents[k].begin < a.contents[k].end);
        }
        assert_true(a.confidence >= 0 && a.confidence <= 1);
        uint32_t id = 0; /* an older caller, who knew the first field alone */
        assert_int_equal(sayso_document_attribution(document, i, (sayso_attribution *)(void *)&id, sizeof id),
                         SAYSO_OK);
        assert_int_equal(id, i + 1);
    }
    sayso_attribution none;
    assert_int_equal(sayso_document_attribution(document, count, &none, sizeof none), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(sayso_document_attribution(document, 0, NULL, sizeof none), SAYSO_ERROR_ARGUMENT);
    sayso_document_free(document);
    sayso_session_close(session);
}

static void gives_standings(void **state)
{
    (void)state;
    sayso_session *session = open_session(engine);
    sayso_document *document = read_news(session);
    sayso_text text = sayso_document_text(document);
    size_t count = sayso_document_attributions(document), entities = sayso_document_entities(document);
    for (size_t i = 0; i < count; i++) {
        sayso_attribution a;
        assert_int_equal(sayso_document_attribution(document, i, &a, sizeof a), SAYSO_OK);
        const sayso_span spans[] = {a.to.words, a.via.words, a.when, a.anonymity};
        for (size_t k = 0; k < sizeof spans / sizeof *spans; k++) assert_inside(spans[k], text);
        assert_true(a.entity <= entities && a.to.entity <= entities && a.via.entity <= entities);
        assert_true(a.within <= count && a.within != a.id);
        assert_true(!a.entities == !a.entity_count && (!a.entity_count || a.entities[0] == a.entity));
        for (uint32_t k = 0; k < a.entity_count; k++) assert_true(a.entities[k] > 0 && a.entities[k] <= entities);
        assert_true(a.confidence_who < 0 && a.confidence_act < 0 && (a.negated == 0 || a.negated == 1));
        assert_true(*sayso_act_name(a.act));
        assert_true(!a.date.size || a.when.begin < a.when.end);
    }
    sayso_document_free(document);
    sayso_session_close(session);
}

static void gives_events(void **state)
{
    (void)state;
    sayso_session *session = open_session(engine);
    sayso_document *document;
    assert_int_equal(analyse(session, "Russia attacked Ukraine on Friday, President Maud Ellersby said.\n", &document, NULL), SAYSO_OK);
    assert_int_equal(sayso_document_events(document), 1);
    sayso_event e;
    assert_int_equal(sayso_document_event(document, 0, &e, sizeof e), SAYSO_OK);
    assert_string_equal(sayso_event_type_name(e.type), "ASSAULT");
    assert_string_equal(sayso_event_status_name(e.status), "reported");
    assert_true(e.actor_count == 1 && e.recipient_count == 1 && e.according_to_count == 1 && e.according_to[0] == 1);
    assert_true(e.actors->country.size == 3 && !memcmp(e.actors->country.data, "RUS", 3));
    struct Older { /* a program of an older header */
        uint32_t id;
        sayso_event_type type;
    } older;
    assert_int_equal(sayso_document_event(document, 0, (sayso_event *)(void *)&older, sizeof older), SAYSO_OK);
    assert_true(older.id == 1 && older.type == SAYSO_EVENT_ASSAULT);
    assert_int_equal(sayso_document_event(document, 1, &e, sizeof e), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(e.id, 0);
    assert_int_equal(sayso_document_event(document, 0, NULL, sizeof e), SAYSO_ERROR_ARGUMENT);
    assert_string_equal(sayso_event_type_name((sayso_event_type)99), "");
    sayso_document_free(document);
    sayso_session_close(session);
}

static void gives_entities(void **state)
{
    (void)state;
    sayso_session *session = open_session(engine);
    sayso_document *document = read_news(session);
    sayso_text text = sayso_document_text(document);
    size_t count = sayso_document_entities(document);
    sayso_entity e;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(sayso_document_entity(document, i, &e, sizeof e), SAYSO_OK);
        assert_int_equal(e.id, i + 1);
        assert_true(e.name.size && (!e.country.size || e.country.size == 3));
        assert_true(!e.gender == !e.gender_by && (!e.gender || e.type == SAYSO_TYPE_PERSON));
        for (uint32_t k = 0; k < e.mention_count; k++) assert_inside(e.mentions[k], text);
        for (uint32_t k = 0; k < e.role_count; k++) assert_inside(e.roles[k], text);
        uint32_t id = 0;
        assert_int_equal(sayso_document_entity(document, i, (sayso_entity *)(void *)&id, sizeof id), SAYSO_OK);
        assert_int_equal(id, i + 1);
    }
    assert_int_equal(sayso_document_entity(document, count, &e, sizeof e), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(e.id, 0);
    assert_int_equal(sayso_document_entity(document, 0, NULL, sizeof e), SAYSO_ERROR_ARGUMENT);
    assert_inside(sayso_document_byline(document), text);
    assert_int_equal(sayso_document_credit(document, sayso_document_credits(document)), 0);
    sayso_document_free(document);
    sayso_session_close(session);
}

static bool ends_with(sayso_text text, const char *end)
{
    size_t n = strlen(end);
    return text.size >= n && !memcmp(text.data + text.size - n, end, n);
}

/* The commissioner, on Friday the 6th; then two officials, who have no name. */
static void says_who_and_when(void **state)
{
    (void)state;
    sayso_session *session = open_session(engine);
    sayso_document *document = read_news(session);
    sayso_attribution a, b, inner;
    sayso_entity who;
    assert_int_equal(sayso_document_attributions(document), 3);
    assert_int_equal(sayso_document_attribution(document, 0, &a, sizeof a), SAYSO_OK);
    assert_int_equal(sayso_document_attribution(document, 1, &inner, sizeof inner), SAYSO_OK);
    assert_int_equal(sayso_document_attribution(document, 2, &b, sizeof b), SAYSO_OK);
    assert_int_equal(inner.act, SAYSO_ACT_DENY); /* what the two officials said of the ministry */
    assert_int_equal(inner.within, 3);
    assert_true(a.entity > 0);
    assert_int_equal(sayso_document_entity(document, a.entity - 1, &who, sizeof who), SAYSO_OK);
    assert_true(ends_with(who.name, "Ansel Threlk"));
    assert_string_equal(sayso_type_name(who.type), "person");
    assert_string_equal(sayso_kind_name(a.kind), "person");
    assert_int_equal(a.date.size, 10);
    assert_memory_equal(a.date.data, "2026-03-06", 10);
    assert_int_equal(b.entity, 0);
    assert_int_equal(b.kind, SAYSO_KIND_UNNAMED);
    sayso_document_free(document);
    sayso_session_close(session);
}

static sayso_attribution first_of(sayso_session *session, const char *text, sayso_document **document)
{
    sayso_attribution a;
    sayso_article article = {.size = sizeof article, .bytes = {text, strlen(text)}};
    assert_int_equal(sayso_analyse(session, &article, document, NULL), SAYSO_OK);
    assert_int_equal(sayso_document_attribution(*document, 0, &a, sizeof a), SAYSO_OK);
    return a;
}

/* What format 2 of the record has: several sources, and an act that did not take place; whether a content is a clause. */
static void says_who_together(void **state)
{
    (void)state;
    sayso_session *session = open_session(engine);
    sayso_document *document;
    sayso_attribution a = first_of(session, "Jon Dorn and Mara Elling said that the wall was safe.\n", &document);
    assert_int_equal(a.entity_count, 2);
    assert_true(a.entities[0] == a.entity && a.entities[1] == a.entity + 1);
    assert_true(a.clause && !a.negated);
    sayso_document_free(document);
    a = first_of(session, "The board has not accused Jon Dorn of theft.\n", &document);
    assert_int_equal(a.act, SAYSO_ACT_ACCUSE);
    assert_true(a.negated && !a.clause);
    assert_true(!a.entities && !a.entity_count);
    sayso_document_free(document);
    sayso_session_close(session);
}

/* Who is accused says nothing, and from whom a visa is kept denies nothing. */
static void passives_have_no_doer(void **state)
{
    (void)state;
    static const char passives[] = "He was denied entry to the port. The two pilots were denied bail.\n\n"
                               "The peacekeepers have been blamed for bringing cholera to the town.\n";
    sayso_session *session = open_session(engine);
    sayso_document *document;
    sayso_article article = {.size = sizeof article, .bytes = {passives, sizeof passives - 1}};
    assert_int_equal(sayso_analyse(session, &article, &document, NULL), SAYSO_OK);
    sayso_attribution a;
    for (size_t i = 0; !sayso_document_attribution(document, i, &a, sizeof a); i++) {
        assert_true(a.source.begin == a.source.end);
        assert_int_not_equal(a.act, SAYSO_ACT_DENY);
    }
    sayso_document_free(document);
    sayso_session_close(session);
}

static void names_what_it_gives(void **state)
{
    (void)state;
    assert_string_equal(sayso_kind_name(SAYSO_KIND_UNKNOWN), "");
    assert_string_equal(sayso_kind_name(SAYSO_KIND_AUTHOR), "author");
    assert_string_equal(sayso_act_name(SAYSO_ACT_STATE), "state");
    assert_string_equal(sayso_act_name(SAYSO_ACT_THINK), "think");
    assert_string_equal(sayso_type_name(SAYSO_TYPE_PEOPLE), "people");
    assert_string_equal(sayso_type_name((sayso_type)256), "");
    assert_string_equal(sayso_act_name((sayso_act)15), "");
    assert_string_equal(sayso_gender_name(SAYSO_GENDER_FEMALE), "female");
    assert_string_equal(sayso_gender_name(SAYSO_GENDER_UNKNOWN), "");
    assert_string_equal(sayso_evidence_name(SAYSO_EVIDENCE_NAME), "name");
    assert_string_equal(sayso_evidence_name((sayso_evidence)4), "");
}

static int stop(void *context, const char *data, size_t size)
{
    (void)context, (void)data, (void)size;
    return 1;
}

static void refuses_to_write_badly(void **state)
{
    (void)state;
    sayso_session *session = open_session(engine);
    sayso_document *document = read_news(session);
    sayso_write_options options = {.size = 1};
    Bytes b = {0};
    assert_int_equal(sayso_document_write(document, SAYSO_FORMAT_JSON, NULL, NULL, NULL, NULL), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(sayso_document_write(document, SAYSO_FORMAT_JSON, &options, bytes_add, &b, NULL),
                     SAYSO_ERROR_ARGUMENT);
    assert_int_equal(sayso_document_write(document, (sayso_format)77, NULL, bytes_add, &b, NULL), SAYSO_ERROR_ARGUMENT);
    assert_int_equal(sayso_document_write(document, SAYSO_FORMAT_JSON, NULL, stop, NULL, NULL), SAYSO_ERROR_IO);
    assert_int_equal(b.size, 0);
    sayso_document_free(document);
    sayso_session_close(session);
}

/* "Doe said that Doe said that …": each content has all that follow in it. */
static void bounds_nesting(void **state)
{
    (void)state;
    sayso_session *session = open_session(engine);
    sayso_document *document;
    char text[14 * 400 + 40], *p = text;
    for (int i = 0; i < 400; i++) p += sprintf(p, "Doe said that ");
    (void)sprintf(p, "the wall fell.");
    assert_int_equal(analyse(session, text, &document, NULL), SAYSO_OK);
    size_t count = sayso_document_attributions(document), bytes = 0;
    assert_in_range(count, 2, 399);
    for (size_t i = 0; i < count; i++) {
        sayso_attribution a;
        assert_int_equal(sayso_document_attribution(document, i, &a, sizeof a), SAYSO_OK);
        for (uint32_t k = 0; k < a.content_count; k++) bytes += a.contents[k].end - a.contents[k].begin;
    }
    assert_true(bytes <= 9 * strlen(text));
    assert_int_equal(sayso_document_warnings(document), 1);
    sayso_text told = sayso_document_warning(document, 0);
    assert_non_null(memmem(told.data, told.size, "nested within more than 8 others", 32));
    sayso_document_free(document);
    sayso_session_close(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_nesting),
        cmocka_unit_test(refuses_bad_arguments),    cmocka_unit_test(keeps_its_limits),
        cmocka_unit_test(answers_an_empty_article), cmocka_unit_test(documents_stand_alone),
        cmocka_unit_test(gives_the_same_each_time), cmocka_unit_test(gives_attributions),
        cmocka_unit_test(gives_standings),          cmocka_unit_test(gives_events),
                 cmocka_unit_test(says_who_together),
        cmocka_unit_test(passives_have_no_doer),
        cmocka_unit_test(gives_entities),
        cmocka_unit_test(says_who_and_when),        cmocka_unit_test(names_what_it_gives),
        cmocka_unit_test(refuses_to_write_badly)};
    engine = open_engine();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    sayso_engine_close(engine);
    return failed;
}
