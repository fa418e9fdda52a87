/* Names of tags, sparse sums, the transition system, and the check that trees are trees. */
#include "unit.h"

#include "syntax/internal.h"

/* ---- names ---- */

static void names(void **state)
{
    (void)state;
    uint8_t id, again = 255;
    for (uint8_t i = 0; i < UPOS_COUNT; i++) {
        assert_true(upos_find(text_literal(upos_name(i)), &id));
        assert_int_equal(id, i);
    }
    for (uint8_t i = 0; i < XPOS_COUNT; i++) {
        assert_true(xpos_find(text_literal(xpos_name(i)), &id));
        assert_int_equal(id, i);
    }
    for (uint8_t i = 0; i < RELATION_COUNT; i++) {
        assert_true(relation_find(text_literal(relation_name(i)), &id));
        assert_int_equal(id, i);
    }
    assert_true(relation_find(text_literal("nsubj:strange"), &id) && relation_find(text_literal("nsubj"), &again));
    assert_int_equal(id, again);
    assert_string_equal(upos_name(UPOS_X), "X");
    assert_string_equal(upos_name(200), "X");
    assert_false(upos_find(text_literal("NOUNS"), &id));
    assert_false(relation_find(text_of(NULL, 0), &id));
}

/* ---- sparse ---- */

enum { HEADER = 64, BUCKET = 64, SLOTS = 6, OWN = 20, AT_LENGTH = 12, AT_PLAIN = 18, AT_BASE = 20, AT_UNITS = 24 };

/* A table with two rows in one bucket, written by hand as the header says: a short one inside, a long one outside. */
static Model sparse_model(uint8_t *body, size_t *size, uint64_t hash, uint32_t buckets)
{
    memset(body, 0, 4096);
    uint32_t head[3] = {5, buckets, 22}, base = (uint32_t)-2;
    float scale = 0.5f;
    memcpy(body, head, sizeof head);
    memcpy(body + 12, &scale, 4);
    uint8_t *bucket = body + HEADER + (((hash >> 32) * buckets) >> 32) * BUCKET,
            *outside = body + HEADER + buckets * BUCKET;
    uint16_t check = (uint16_t)hash ? (uint16_t)hash : 1, other = (uint16_t)(check ^ 0x100);
    memcpy(bucket, &check, 2);
    memcpy(bucket + 2, &other, 2);
    bucket[AT_LENGTH] = 2;
    bucket[AT_LENGTH + 1] = 22;
    memcpy(bucket + AT_BASE, &base, 4);
    static const uint8_t pairs[] = {1, (uint8_t)-3, 4, 100};
    memcpy(bucket + AT_UNITS, pairs, sizeof pairs);
    for (uint8_t i = 0; i < 22; i++) {
        outside[i * 2] = i % 5;
        outside[i * 2 + 1] = i;
    }
    *size = HEADER + buckets * BUCKET + 44;
    Model model = {.data = body, .size = *size, .section_count = 1};
    model.sections[0] = (Section){.name = "t", .kind = SECTION_BYTES, .data = body, .size = *size};
    return model;
}

static void sparse_sums(void **state)
{
    (void)state;
    uint8_t body[4096];
    uint64_t hash = feature(7, 1, 2, 3);
    size_t size;
    Model model = sparse_model(body, &size, hash, 3);
    Sparse table;
    Error error;
    assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_OK);
    uint64_t hashes[3] = {hash, feature(8, 1, 2, 3), hash};
    int16_t sums[SPARSE_CLASSES];
    sparse_sum(&table, hashes, 3, sums);
    static const int32_t want[5] = {0, -6, 0, 0, 200};
    for (uint32_t i = 0; i < 5; i++) assert_int_equal(sums[i], want[i]);
    SparseRow row = sparse_row(&table, hash ^ 0x100);
    assert_int_equal(row.length, 22);
    assert_ptr_equal(row.units, table.units);
}

static void sparse_plain(void **state)
{
    (void)state;
    uint8_t body[4096];
    uint64_t hash = feature(7, 1, 2, 3);
    size_t size;
    Model model = sparse_model(body, &size, hash, 1);
    uint8_t *bucket = body + HEADER, *outside = bucket + BUCKET;
    bucket[AT_PLAIN] = 2; /* five classes: eight units, the rest of the old row is not used */
    bucket[AT_LENGTH + 1] = 8;
    bucket[AT_LENGTH] = 15;
    memset(bucket + AT_UNITS, 0, OWN * 2);
    uint32_t base = (uint32_t)-15;
    memcpy(bucket + AT_BASE, &base, 4);
    static const int8_t weights[16] = {1, -2, 127, 0, -128};
    memcpy(outside, weights, sizeof weights);
    Sparse table;
    Error error;
    assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_OK);
    uint64_t hashes[2] = {hash ^ 0x100, hash ^ 0x100};
    int16_t sums[SPARSE_CLASSES];
    sparse_sum(&table, hashes, 2, sums);
    for (uint32_t i = 0; i < 5; i++) assert_int_equal(sums[i], 2 * weights[i]);
    bucket[AT_LENGTH + 1] = 9; /* no length of a plain row */
    assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_ERROR_MODEL);
}

static void sparse_damage(void **state)
{
    (void)state;
    uint8_t body[4096];
    size_t size;
    Sparse table;
    Error error;
    Model model = sparse_model(body, &size, feature(7, 1, 2, 3), 3);
    assert_int_equal(sparse_open(&model, "u", &table, &error), SAYSO_ERROR_MODEL);
    body[size - 2] = 5; /* a class that is none */
    assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_ERROR_MODEL);
    body[size - 2] = 4;
    for (uint32_t b = 0; b < 3; b++) body[HEADER + b * BUCKET + AT_BASE] = 200; /* rows outside */
    assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_ERROR_MODEL);
    model = sparse_model(body, &size, feature(7, 1, 2, 3), 3);
    for (size_t n = 0; n < size; n++) {
        model.sections[0].size = n;
        assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_ERROR_MODEL);
    }
}

/* The clever search for a slot against a walk through all of them. */
static void sparse_naive(void **state)
{
    (void)state;
    uint8_t body[4096];
    uint64_t random = 42;
    for (uint32_t round = 0; round < 2000; round++) {
        memset(body, 0, sizeof body);
        uint32_t head[3] = {200, 1, 400}, base = unit_below(&random, 50);
        memcpy(body, head, sizeof head);
        uint8_t *bucket = body + HEADER;
        memcpy(bucket + AT_BASE, &base, 4);
        for (uint32_t i = 0; i < SLOTS; i++) {
            uint16_t check = (uint16_t)(unit_below(&random, 12) * 0x0101u);
            memcpy(bucket + i * 2, &check, 2);
            bucket[AT_LENGTH + i] = (uint8_t)unit_below(&random, round % 2 ? 7 : 50);
        }
        Model model = {.data = body, .size = HEADER + BUCKET + 800, .section_count = 1};
        model.sections[0] = (Section){.name = "t", .kind = SECTION_BYTES, .data = body, .size = model.size};
        Sparse table;
        Error error;
        assert_int_equal(sparse_open(&model, "t", &table, &error), SAYSO_OK);
        for (uint16_t want = 1; want < 13; want++) {
            uint16_t check = (uint16_t)(want * 0x0101u), there;
            uint32_t first = 0, count = 0;
            for (uint32_t i = 0; i < SLOTS && !count; i++) {
                memcpy(&there, bucket + i * 2, 2);
                if (there == check) {
                    count = bucket[AT_LENGTH + i];
                    break;
                }
                first += bucket[AT_LENGTH + i];
            }
            const uint8_t *place =
                first + count <= OWN ? bucket + AT_UNITS + first * 2 : table.units + (base + first) * 2;
            SparseRow row = sparse_row(&table, random << 16 | check);
            assert_int_equal(row.length, count);
            if (count) assert_ptr_equal(row.units, place);
        }
    }
}

/* ---- the transition system ---- */

#define WORDS 40u

static void random_moves(void **state)
{
    (void)state;
    uint64_t random = 7;
    for (uint32_t round = 0; round < 3000; round++) {
        Node nodes[WORDS];
        uint32_t stack[WORDS], count = 1 + unit_below(&random, WORDS), steps = 0, roots = 0;
        Word words[WORDS];
        TagPair tags[WORDS] = {{0, 0}};
        Hint hints[WORDS] = {{0, 0}};
        memset(words, 0, sizeof words);
        ParseState s;
        parse_start(&s, nodes, stack, words, tags, hints, count);
        while (!parse_done(&s)) {
            Action a;
            uint64_t hashes[PARSE_FEATURES];
            assert_in_range(parse_features(&s, hashes), 1, PARSE_FEATURES);
            if (!parse_forced(&s, &a)) {
                do
                    a = (Action){(uint8_t)unit_below(&random, 3),
                                 (uint8_t)(2 + unit_below(&random, RELATION_COUNT - 2))};
                while (!parse_allows(&s, (Move)a.move));
            }
            parse_do(&s, a);
            assert_true(++steps <= 2 * count);
        }
        assert_int_equal(steps, 2 * count);
        for (uint32_t i = 0; i < count; i++) {
            roots += nodes[i].head == NONE;
            assert_true((nodes[i].head == NONE) == (nodes[i].relation == REL_ROOT));
            uint32_t h = i, up = 0;
            while (h != NONE && up++ <= count) h = nodes[h].head;
            assert_true(h == NONE);
        }
        assert_int_equal(roots, 1);
    }
}

/* ---- check ---- */

typedef struct Trees {
    Word words[5];
    Sentence sentences[2];
    uint8_t upos[5], xpos[5], relation[5];
    uint32_t head[5], lemma_hash[5];
    Text lemma[5];
    Tokens tokens;
    Syntax syntax;
} Trees;

static void plant(Trees *t)
{
    *t = (Trees){.sentences = {{0, 3, 0}, {3, 5, 0}}, .relation = {REL_DET, REL_NSUBJ, REL_ROOT, REL_ROOT, REL_PUNCT}, .head = {1, 2, NONE, NONE, 3}};
    for (uint32_t i = 0; i < 5; i++) t->lemma[i] = text_literal("x");
    t->tokens = (Tokens){t->words, t->sentences, 5, 2};
    t->syntax = (Syntax){t->upos, t->xpos, t->relation, t->head, t->lemma, t->lemma_hash};
}

static void check_catches(void **state)
{
    (void)state;
    Trees t;
    Error error;
#define BROKEN(change)                                       \
    plant(&t);                                               \
    assert_true(syntax_check(&t.tokens, &t.syntax, &error)); \
    change;                                                  \
    assert_false(syntax_check(&t.tokens, &t.syntax, &error))
    BROKEN(t.head[0] = 3);                                 /* another sentence */
    BROKEN(t.head[0] = 0);                                 /* itself */
    BROKEN(t.head[1] = 0);                                 /* a ring */
    BROKEN(t.head[1] = NONE);                              /* two roots */
    BROKEN((t.head[1] = NONE, t.relation[1] = REL_ROOT));  /* likewise */
    BROKEN((t.head[2] = 1, t.relation[2] = REL_OBJ));      /* none */
    BROKEN(t.head[4] = 77);
    BROKEN(t.upos[2] = UPOS_COUNT);
    BROKEN(t.xpos[2] = XPOS_COUNT);
    BROKEN(t.relation[0] = RELATION_COUNT);
    BROKEN(t.lemma[0].size = 0);
#undef BROKEN
}

/* ---- lemmas ---- */

static void cases_of_lemmas(void **state)
{
    (void)state;
    char out[64];
    static const struct {
        const char *form;
        uint8_t casing;
        const char *want;
    } cases[] = {{"IRAN", LEMMA_TITLE, "Iran"},
                 {"Été", LEMMA_LOWER, "été"},
                 {"ÉTÉ", LEMMA_TITLE, "Été"},
                 {"McDonald", LEMMA_KEEP, "McDonald"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t n = lemma_case(text_literal(cases[i].form), cases[i].casing, out);
        assert_true(text_is(text_of(out, n), cases[i].want));
    }
    assert_false(script_fits(&(Script){.drop = 3}, 3));
    assert_true(script_fits(&(Script){.drop = 3, .length = 1}, 3));
    assert_false(script_fits(&(Script){.drop = 4, .length = 5}, 3));
}

/* ---- with the model that was learnt ---- */

static void reads(void **state)
{
    (void)state;
    Model file;
    Error error;
    TokenModel *token;
    SyntaxModel *syntax;
    if (model_open(unit_path("SAYSO_MODEL_FILE"), &file, &error)) skip();
    assert_int_equal(token_open(&file, &libc_allocator, &token, &error), SAYSO_OK);
    assert_int_equal(syntax_open(&file, &libc_allocator, &syntax, &error), SAYSO_OK);
    Text text = text_literal("The mayor said that two workers were hurt.");
    Span paragraph = {0, (uint32_t)text.size};
    Article article = {.text = text, .paragraphs = &paragraph, .paragraph_count = 1};
    Arena arena, scratch;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    Tokens tokens;
    Syntax trees;
    assert_int_equal(token_run(&article, token, &arena, &scratch, &tokens, &error), SAYSO_OK);
    assert_int_equal(syntax_run(&article, &tokens, syntax, &arena, &scratch, &trees, &error), SAYSO_OK);
    assert_true(syntax_check(&tokens, &trees, &error));
    static const char *const lemmas[] = {"the", "mayor", "say", "that", "two", "worker", "be", "hurt", "."};
    static const uint32_t heads[] = {1, 2, NONE, 7, 5, 7, 7, 2, 2};
    assert_int_equal(tokens.word_count, COUNT(heads));
    for (uint32_t i = 0; i < COUNT(heads); i++) {
        assert_true(text_is(trees.lemma[i], lemmas[i]));
        assert_int_equal(trees.head[i], heads[i]);
    }
    assert_int_equal(trees.relation[1], REL_NSUBJ);
    assert_int_equal(trees.relation[7], REL_CCOMP);
    assert_int_equal(trees.relation[5], REL_NSUBJ_PASS);
    arena_free(&arena);
    arena_free(&scratch);
    syntax_close(syntax, &libc_allocator);
    token_close(token, &libc_allocator);
    model_close(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),         cmocka_unit_test(sparse_sums),     cmocka_unit_test(sparse_plain),
        cmocka_unit_test(sparse_damage), cmocka_unit_test(sparse_naive),    cmocka_unit_test(random_moves),
        cmocka_unit_test(check_catches), cmocka_unit_test(cases_of_lemmas), cmocka_unit_test(reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
