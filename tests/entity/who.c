/* Who is who in invented articles, by the model file that came with the program; and the stage's promises under trees
 * that make no sense. */
#include "unit.h"

#include "entity/internal.h"
#include "pipeline/internal.h"

/* cmocka's fail_msg calls its own fail, which unit.h takes away */
#define WRONG(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

typedef struct Library {
    sayso_engine *engine;
    sayso_session *session;
} Library;

static int open_library(void **state)
{
    static Library library;
    sayso_engine_options options = {.size = sizeof options, .model_path = getenv("SAYSO_MODEL_FILE")};
    if (sayso_engine_open(&options, &library.engine, NULL)) return -1;
    if (sayso_session_open(library.engine, NULL, &library.session, NULL)) return -1;
    *state = &library;
    return 0;
}

static int close_library(void **state)
{
    Library *l = *state;
    sayso_session_close(l->session);
    sayso_engine_close(l->engine);
    return 0;
}

/* A model that was made before there were lists cannot know these names. */
static void need_lists(const Library *l)
{
    if (!model_section(&l->engine->model, "list.names") || !model_section(&l->engine->model, "entity.guess")) skip();
}

static sayso_document *reading_of(void **state, const char *text)
{
    Library *l = *state;
    sayso_document *d;
    sayso_article article = {.size = sizeof article, .bytes = text_literal(text)};
    need_lists(l);
    assert_int_equal(sayso_analyse(l->session, &article, &d, NULL), SAYSO_OK);
    Error error;
    if (!entity_check(&d->reading.tokens, &d->reading.entities, &error)) WRONG("%s", error.message);
    return d;
}

/* ---- asking ---- */

/* The innermost mention whose words begin where `phrase` does after `after`, and hold it. */
static uint32_t mention_at(const Reading *r, const char *after, const char *phrase)
{
    const char *text = r->article.text.data, *from = strstr(text, after), *at = strstr(from, phrase);
    assert_non_null(at);
    uint32_t byte = (uint32_t)(at - text), found = NONE;
    for (uint32_t i = 0; i < r->entities.mention_count; i++) {
        Span b = {r->tokens.words[r->entities.mentions[i].words.begin].begin,
                  r->tokens.words[r->entities.mentions[i].words.end - 1].end};
        if (b.begin == byte && b.end >= byte + strlen(phrase)) found = i;
    }
    if (found == NONE) WRONG("no mention of '%s'", phrase);
    return found;
}

static void expect(const Reading *r, const char *after, const char *phrase, const char *who)
{
    uint32_t e = r->entities.mentions[mention_at(r, after, phrase)].entity;
    if (e == NONE && !who) return;
    if (e == NONE) WRONG("'%s' is nobody, not %s", phrase, who);
    Text name = r->entities.items[e].name;
    if (!who || !text_is(name, who))
        WRONG("'%s' is %.*s, not %s", phrase, (int)name.size, name.data, who ? who : "nobody");
}

static const Entity *entity_named(const Reading *r, const char *name)
{
    for (uint32_t i = 0; i < r->entities.count; i++)
        if (text_is(r->entities.items[i].name, name)) return &r->entities.items[i];
    WRONG("there is no %s", name);
    return NULL;
}

static void expect_role(const Reading *r, const char *name, const char *role)
{
    const Entity *e = entity_named(r, name);
    for (uint32_t i = 0; i < e->role_count; i++) {
        Span words = r->entities.roles[e->role_first + i];
        Span bytes = {r->tokens.words[words.begin].begin, r->tokens.words[words.end - 1].end};
        if (text_is(text_slice(r->article.text, bytes), role)) return;
    }
    WRONG("%s is no %s", name, role);
}

/* ---- articles ---- */

static void titles_and_countries(void **state)
{
    sayso_document *d =
        reading_of(state, "Iranian Foreign Minister Darius Vahedi told reporters on Monday that the talks had failed.\n"
                          "Ellen Marsh, a spokeswoman for the ministry, said on Tuesday that Vahedi was right.");
    const Reading *r = &d->reading;
    assert_int_equal(entity_named(r, "Darius Vahedi")->type, ENTITY_PERSON);
    assert_string_equal(entity_named(r, "Darius Vahedi")->country, "IRN");
    expect_role(r, "Darius Vahedi", "Iranian Foreign Minister");
    expect_role(r, "Ellen Marsh", "spokeswoman for the ministry");
    expect(r, "Tuesday", "Vahedi", "Darius Vahedi");
    sayso_document_free(d);
}

static void pronouns(void **state)
{
    sayso_document *d = reading_of(state, "Senator Paul Denning said on Friday that he would vote against the bill.\n"
                                          "\"He lied to us,\" said Mayor Ruth Calder. She did not say when.");
    const Reading *r = &d->reading;
    expect(r, "Friday that", "he", "Paul Denning");
    expect(r, "Calder.", "She", "Ruth Calder");
    sayso_document_free(d);
}

static void expect_gender(const Reading *r, const char *name, const char *gender, const char *by)
{
    const Entity *e = entity_named(r, name);
    const char *value = e->gender ? gender_name(e->gender) : "-", *told = e->gender ? evidence_name(e->gender_by) : "-";
    if (strcmp(value, gender) || strcmp(told, by)) WRONG("%s is %s by %s, not %s by %s", name, value, told, gender, by);
}

/* The surest that tells it: pronouns, then titles and nouns, then the given name. */
static void genders(void **state)
{
    sayso_document *d = reading_of(state, "Senator Paul Denning said on Friday that he would vote against the bill.\n"
                                          "Ellen Marsh, a spokeswoman for the ministry, said on Tuesday that it had rained.\n"
                                          "Mr. Vahedi told Ruth Calder that King Anselm had left.\n"
                                          "Zbrk Ollun met Kelly Farrow at the ministry, and Ms. Paul Tarn wrote to Calder.");
    const Reading *r = &d->reading;
    expect_gender(r, "Paul Denning", "male", "pronoun");
    expect_gender(r, "Ellen Marsh", "female", "title");
    expect_gender(r, "Vahedi", "male", "title");
    expect_gender(r, "Ruth Calder", "female", "name");
    expect_gender(r, "Zbrk Ollun", "-", "-");
    expect_gender(r, "Paul Tarn", "female", "title"); /* a list is no evidence against the article's own words */
    sayso_document_free(d);
    d = reading_of(state, "Mr. Jean Lorne arrived on Monday.\nMs. Jean Lorne said on Tuesday that the talks had failed.");
    expect_gender(&d->reading, "Jean Lorne", "-", "-");
    sayso_document_free(d);
}

static void people_of_one_surname(void **state)
{
    sayso_document *d = reading_of(state, "Mayor Ruth Calder and her brother, Thomas Calder, met on Sunday.\n"
                                          "Mrs. Calder said nothing afterwards.\nCalder was seen at the station.");
    const Reading *r = &d->reading;
    expect(r, "Sunday", "Mrs. Calder", "Ruth Calder");
    assert_ptr_not_equal(entity_named(r, "Ruth Calder"), entity_named(r, "Thomas Calder"));
    sayso_document_free(d);
    d = reading_of(state,
                   "Ruth Calder spoke on Sunday.\nThomas Calder spoke on Monday.\nCalder was seen at the station.");
    expect(&d->reading, "Monday", "Calder", NULL);
    sayso_document_free(d);
}

/* The one who is the subject of the sentence before, and the one of whom the article has been. */
static void namesakes_told_apart(void **state)
{
    sayso_document *d =
        reading_of(state, "Martha Calder, the mother of the sailor Thomas Calder, rejected the report.\n"
                          "\"They lied to me,\" Calder said on Friday.");
    expect(&d->reading, "lied to me", "Calder", "Martha Calder");
    sayso_document_free(d);
    d = reading_of(state, "Ruth Calder will run for mayor. Calder told reporters on Monday that she was ready.\n"
                          "Calder grew up in Oslo. Her husband, Thomas Calder, stayed at home.\n"
                          "\"I am ready,\" said Calder.");
    expect(&d->reading, "I am ready", "Calder", "Ruth Calder");
    sayso_document_free(d);
}

/* What a report calls somebody whom it has named, by his role or where nobody else is in mind; not one of another
 * party. */
static void described_people(void **state)
{
    sayso_document *d = reading_of(state, "Sen. Paul Denning voted against the bill on Friday.\n"
                                          "The Vermont senator said that it went too far.\n"
                                          "A lawmaker from Ohio disagreed.");
    expect(&d->reading, "Friday", "The Vermont senator", "Paul Denning");
    expect(&d->reading, "too far", "A lawmaker", NULL);
    sayso_document_free(d);
    d = reading_of(state, "Republican candidate Paul Denning spoke on Friday.\n"
                          "The Democratic candidate said on Monday that he was wrong.");
    expect(&d->reading, "Friday", "The Democratic candidate", NULL);
    sayso_document_free(d);
}

/* Whom the first sentence tells of is named in the next. */
static void opening_names(void **state)
{
    sayso_document *d = reading_of(state, "A lawmaker is calling for the ferry to be closed.\n"
                                          "\"It is a wreck,\" Joel Sandvik said in a letter on Monday.");
    expect(&d->reading, "A", "A lawmaker", "Joel Sandvik");
    sayso_document_free(d);
    d = reading_of(state, "A lawmaker is calling for the ferry to be closed.\n"
                          "Spokesman Joel Sandvik said on Monday that it was safe.");
    expect(&d->reading, "A", "A lawmaker", NULL);
    sayso_document_free(d);
}

/* Who goes on to speak is the one who spoke before, or whom the sentence before was about. */
static void speakers_go_on(void **state)
{
    sayso_document *d =
        reading_of(state, "Jack Torvald posted two words on Friday.\nA ferry spokesman, Carl Abbot, said on "
                          "Saturday that all was well.\nThe harbour, he said, was open.");
    expect(&d->reading, "harbour", "he", "Carl Abbot");
    sayso_document_free(d);
}

static void outlets_and_bodies(void **state)
{
    sayso_document *d =
        reading_of(state, "One official told the Washington Post that the Harbour Authority had known of the leak.\n"
                          "The authority denied it, the newspaper reported.");
    const Reading *r = &d->reading;
    expect(r, "leak", "The authority", "Harbour Authority");
    expect(r, "leak", "the newspaper", "The Washington Post");
    assert_int_equal(entity_named(r, "The Washington Post")->type, ENTITY_OUTLET);
    expect(r, "One", "One official", NULL);
    sayso_document_free(d);
}

static void unnamed_people(void **state)
{
    sayso_document *d =
        reading_of(state, "A diplomat said on Monday that the talks had failed. The diplomat asked for patience.\n"
                          "A diplomat from another country disagreed.");
    const Reading *r = &d->reading;
    uint32_t first = mention_at(r, "A", "A diplomat"), again = mention_at(r, "failed", "The diplomat"),
             other = mention_at(r, "patience", "A diplomat");
    assert_int_equal(r->entities.mentions[again].same_as, first);
    assert_int_equal(r->entities.mentions[other].same_as, NONE);
    assert_int_equal(r->entities.mentions[first].entity, NONE);
    sayso_document_free(d);
}

/* What stands outside the quotation is walked first; a mention is laid to one before it all the same (entity_check). */
static void unnamed_before_quotation(void **state)
{
    sayso_document *d = reading_of(state, "\"The official is tired,\" an official said on Monday.\nThe official left.");
    sayso_document_free(d);
}

static void has_no(const Reading *r, const char *name)
{
    for (uint32_t i = 0; i < r->entities.count; i++)
        if (text_is(r->entities.items[i].name, name)) WRONG("there is a %s", name);
}

static void names_side_by_side(void **state)
{
    sayso_document *d = reading_of(state, "Officials of the United States and Iran met on Monday. The State Department "
                                          "and Congress said so. The Foreign Ministry and Hamas said no. The Supreme "
                                          "Court and Ellen Marsh said nothing.\n"
                                          "The Ministry of Health and Welfare said it was ready.");
    const Reading *r = &d->reading;
    const char *const names[] = {"United States", "Iran", "State Department", "Hamas", "Supreme Court", "Ellen Marsh",
                                 "Ministry of Health and Welfare"};
    for (size_t i = 0; i < COUNT(names); i++) (void)entity_named(r, names[i]);
    has_no(r, "United States and Iran");
    sayso_document_free(d);
}

static void names_too_long(void **state)
{
    sayso_document *d = reading_of(state, "They met Tarn Marn Barn Varn Karn Sarn Garn Harn Larn Parn Rarn Darn Zarn "
                                          "Warn on Monday. Ellen Marsh left.");
    assert_int_equal(d->reading.entities.count, 1);
    sayso_document_free(d);
}

/* Middle initials, Jr. and Sr., and sexes tell people of one name apart. */
static void people_of_one_name(void **state)
{
    sayso_document *d = reading_of(state, "Thomas W. Calder spoke on Monday. Thomas H.W. Calder spoke on Tuesday. John "
                                          "Marsh Jr. spoke. John Marsh Sr. left.\n"
                                          "Mr. Denning left early. Mrs. Denning left late.");
    const Reading *r = &d->reading;
    assert_ptr_not_equal(entity_named(r, "Thomas W. Calder"), entity_named(r, "Thomas H.W. Calder"));
    assert_ptr_not_equal(entity_named(r, "John Marsh Jr."), entity_named(r, "John Marsh Sr."));
    assert_int_not_equal(r->entities.mentions[mention_at(r, "left.", "Mr. Denning")].entity,
                         r->entities.mentions[mention_at(r, "early", "Mrs. Denning")].entity);
    sayso_document_free(d);
}

/* What a name begins with, or has in it, tells what it is of. */
/* Two surnames of one hash (Word.lower) are two, and so are "Unit 731" and "Unit 732". */
static void names_of_one_hash(void **state)
{
    sayso_document *d =
        reading_of(state, "Mara Foguvarebo said on Friday that the bridge was safe.\n"
                          "Mara Pozerotime denied on Saturday that she had seen it. Pozerotime lives in Oslo.");
    const Reading *r = &d->reading;
    const Word *words = r->tokens.words;
    assert_int_equal(words[r->entities.mentions[mention_at(r, "Mara F", "Mara Fo")].words.end - 1].lower,
                     words[r->entities.mentions[mention_at(r, "Mara P", "Mara Po")].words.end - 1].lower);
    expect(r, "Mara F", "Mara Foguvarebo", "Mara Foguvarebo");
    expect(r, "Mara P", "Mara Pozerotime", "Mara Pozerotime");
    expect(r, "seen it", "Pozerotime", "Mara Pozerotime");
    sayso_document_free(d);
}

static void names_of_firms_and_places(void **state)
{
    sayso_document *d = reading_of(state, "Port Ostrel wanted it, Jane Roe said. The dredger's owner, Greyling & Tarn, refused. Ernst & Young "
                                          "said that Lake Halmere froze.");
    assert_int_equal(entity_named(&d->reading, "Port Ostrel")->type, ENTITY_PLACE);
    assert_int_equal(entity_named(&d->reading, "Lake Halmere")->type, ENTITY_PLACE);
    assert_int_equal(entity_named(&d->reading, "Greyling & Tarn")->type, ENTITY_ORGANIZATION);
    assert_int_equal(entity_named(&d->reading, "Ernst & Young")->type, ENTITY_ORGANIZATION);
    sayso_document_free(d);
}

static void short_names(void **state)
{
    sayso_document *d = reading_of(
        state,
        "The New York Times told Melissa Finch-Bloom and Bill de Brandt of it on Monday. The Merrin Budget Office "
        "was asked by Harry M. Dorn, the Times said.\n"
        "Finch-Bloom laughed. The budget office was closed, TMZ Sports said. De Brandt saw Dorn.\n"
        "“It is late,” he told Dorn.");
    const Reading *r = &d->reading;
    expect(r, "Dorn", "the Times", "The New York Times");
    expect(r, "said", "Finch-Bloom", "Melissa Finch-Bloom");
    expect(r, "laughed", "De Brandt", "Bill de Brandt");
    expect(r, "laughed", "The budget office", "Merrin Budget Office");
    assert_int_equal(entity_named(r, "TMZ Sports")->type, ENTITY_OUTLET);
    expect(r, "late", "he", "Bill de Brandt");
    assert_non_null(entity_named(r, "Harry M. Dorn"));
    sayso_document_free(d);
}

/* The Times of nobody else's name is one of its own, and so is a surname of several words. */
static void short_names_alone(void **state)
{
    sayso_document *d =
        reading_of(state, "De Brandt told the Times that Finch-Bloom had left. “It is late,” Carl Bloom said.");
    const Reading *r = &d->reading;
    expect(r, "De", "the Times", "The Times");
    expect(r, "that", "Finch-Bloom", "Finch-Bloom");
    assert_non_null(entity_named(r, "De Brandt"));
    sayso_document_free(d);
}

static void surnames_of_months(void **state)
{
    sayso_document *d = reading_of(state, "Helen May said on Friday that she would go. Mrs. May left on Sunday.\n"
                                          "They met Helen May 5 in Oslo.");
    expect(&d->reading, "Helen", "Helen May", "Helen May");
    expect(&d->reading, "go.", "Mrs. May", "Helen May");
    sayso_document_free(d);
}

static void sentences_in_capitals(void **state)
{
    sayso_document *d = reading_of(state, "MAYOR RUTH CALDER SAID NO.\nMayor Ruth Calder left on Monday.");
    expect(&d->reading, "MAYOR", "MAYOR RUTH CALDER", "Ruth Calder");
    sayso_document_free(d);
}

/* Of whom the article has not yet spoken is not meant by a pronoun. */
static void pronouns_look_back(void **state)
{
    sayso_document *d = reading_of(state, "\"He is a friend,\" Ruth Calder said of Paul Denning.");
    expect(&d->reading, "\"", "He", NULL);
    sayso_document_free(d);
}

static void credits(void **state)
{
    sayso_document *d = reading_of(state, "By Jane Roe and John Doe\nOSLO, March 7 (Reuters) - The harbour was closed "
                                          "on Saturday.\nAFP contributed reporting.");
    const Reading *r = &d->reading;
    Span byline = r->entities.byline;
    assert_true(byline.end > byline.begin);
    Span bytes = {r->tokens.words[byline.begin].begin, r->tokens.words[byline.end - 1].end};
    assert_true(text_is(text_slice(r->article.text, bytes), "Jane Roe and John Doe"));
    assert_int_equal(r->entities.credit_count, 2);
    assert_true(text_is(r->entities.items[r->entities.credits[0]].name, "Reuters"));
    assert_true(text_is(r->entities.items[r->entities.credits[1]].name, "AFP"));
    sayso_document_free(d);
}

/* ---- promises ---- */

/* Random tags over random trees: each head lies before its word, or the sentence is one root with words below. */
static void make_trees(const Tokens *t, Syntax *y, uint64_t *seed)
{
    for (uint32_t k = 0; k < t->sentence_count; k++)
        for (uint32_t first = t->sentences[k].first, i = first; i < t->sentences[k].end; i++) {
            y->head[i] = i == first ? NONE : first + unit_below(seed, i - first);
            y->relation[i] = (uint8_t)(i == first ? REL_ROOT : unit_below(seed, RELATION_COUNT));
            y->upos[i] = (uint8_t)(unit_below(seed, 3) ? (uint32_t)UPOS_PROPN : unit_below(seed, UPOS_COUNT));
            y->xpos[i] = (uint8_t)(unit_below(seed, XPOS_COUNT));
            y->lemma_hash[i] = (uint32_t)unit_random(seed);
        }
}

static void promises_under_nonsense(void **state)
{
    (void)state;
    static const char text[] =
        "President Ann Roe (AFP) - \"She and Roe, the Authority,\" said Mr. O'Doe of Doe & Doe. He's his wife's.\n"
        "ANN ROE, the R.O.E. and Roe-Doe met the Minister of Roe, Jr. \xE2\x80\x9CIt is hers\xE2\x80\x9D \xE2\x80\x94 "
        "Roe";
    Span whole = {0, sizeof text - 1};
    Article article = {.text = text_literal(text), .paragraphs = &whole, .paragraph_count = 1};
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Tokens tokens;
    assert_int_equal(token_run(&article, NULL, &arena, &arena, &tokens, NULL), SAYSO_OK);
    uint32_t n = tokens.word_count;
    Syntax syntax = {.upos = TAKE(&arena, uint8_t, n),
                     .xpos = TAKE(&arena, uint8_t, n),
                     .relation = TAKE(&arena, uint8_t, n),
                     .head = TAKE(&arena, uint32_t, n),
                     .lemma = TAKE(&arena, Text, n),
                     .lemma_hash = TAKE(&arena, uint32_t, n)};
    Model empty = {0};
    EntityModel *model;
    assert_int_equal(entity_open(&empty, NULL, NULL, NULL, &libc_allocator, &model, NULL), SAYSO_OK);
    uint64_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        ArenaMark mark = arena_mark(&arena);
        Entities e;
        Error error;
        make_trees(&tokens, &syntax, &seed);
        assert_int_equal(entity_run(&article, &tokens, &syntax, model, &arena, &arena, &e, NULL), SAYSO_OK);
        if (!entity_check(&tokens, &e, &error)) WRONG("round %d: %s", round, error.message);
        arena_rewind(&arena, mark);
    }
    entity_close(model, &libc_allocator);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_and_countries),
        cmocka_unit_test(pronouns),
        cmocka_unit_test(genders),
        cmocka_unit_test(people_of_one_surname),
        cmocka_unit_test(namesakes_told_apart),
        cmocka_unit_test(described_people),
        cmocka_unit_test(opening_names),
        cmocka_unit_test(speakers_go_on),
        cmocka_unit_test(outlets_and_bodies),
        cmocka_unit_test(unnamed_before_quotation),
        cmocka_unit_test(names_side_by_side),
        cmocka_unit_test(names_too_long),
        cmocka_unit_test(people_of_one_name),
        cmocka_unit_test(surnames_of_months),
        cmocka_unit_test(short_names),
        cmocka_unit_test(short_names_alone),
        cmocka_unit_test(sentences_in_capitals),
        cmocka_unit_test(pronouns_look_back),
        cmocka_unit_test(unnamed_people),
        cmocka_unit_test(credits),
        cmocka_unit_test(promises_under_nonsense),
        cmocka_unit_test(names_of_one_hash),
        cmocka_unit_test(names_of_firms_and_places),
    };
    return cmocka_run_group_tests(tests, open_library, close_library);
}
