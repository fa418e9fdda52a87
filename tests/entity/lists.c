/* Lists: matching, the user's list with its bad lines and limits, damaged sections. Names are invented. */
#include "unit.h"

#include "entity/names.h"

typedef struct Warnings {
    char text[4096];
    size_t size;
} Warnings;

static void keep(void *context, const char *sentence)
{
    Warnings *w = context;
    w->size += (size_t)snprintf(w->text + w->size, sizeof w->text - w->size, "%s\n", sentence);
}

static void write_file(char path[], const char *text)
{
    int file = mkstemp(path);
    FILE *f = fdopen(file, "wb");
    fputs(text, f);
    fclose(f);
}

/* The lists of an empty model and of a user's file that holds `text`. */
static void open_user(const char *text, Lists *lists, Warnings *warnings)
{
    char path[] = "/tmp/sayso-test-XXXXXX";
    Model model = {0};
    Error error;
    write_file(path, text);
    *warnings = (Warnings){0};
    assert_int_equal(lists_open(&model, path, keep, warnings, &libc_allocator, lists, &error), SAYSO_OK);
    remove(path);
}

typedef struct Cut { /* a text and its words */
    Span whole;
    Article article;
    Arena arena;
    Tokens tokens;
} Cut;

static void cut(const char *text, Cut *c)
{
    *c = (Cut){.whole = {0, (uint32_t)strlen(text)}};
    c->article = (Article){.text = text_literal(text), .paragraphs = &c->whole, .paragraph_count = 1};
    arena_init(&c->arena, &libc_allocator, SIZE_MAX);
    assert_int_equal(token_run(&c->article, NULL, &c->arena, &c->arena, &c->tokens, NULL), SAYSO_OK);
}

/* The first match in the text. */
static ListMatch first_match(const Lists *lists, const char *text)
{
    Cut c;
    cut(text, &c);
    ListMatch match = {.entry = NONE};
    for (uint32_t i = 0; i < c.tokens.word_count && match.entry == NONE; i++)
        match = list_match(lists, c.tokens.words + i, c.tokens.word_count - i);
    arena_free(&c.arena);
    return match;
}

static void assert_match(const Lists *lists, const char *text, const char *name, uint32_t words)
{
    ListMatch match = first_match(lists, text);
    if (!name) {
        assert_int_equal(match.entry, NONE);
        return;
    }
    assert_int_not_equal(match.entry, NONE);
    assert_true(text_is(list_entry(lists, match.entry).name, name));
    assert_int_equal(match.words, words);
}

static const char world[] = "# the world of the tests\n"
                            "Halmere\t\tcountry\tXHM\n"
                            "Port Vellan\tP.V.\tplace\tXHM\n"
                            "Port Vellan Echo\tthe Echo|Vellan's Echo\toutlet\tXHM\techo.example\tstate\n"
                            "US\tU.S.\tcountry\tUSA\n"
                            "al-Vellan\tAl-Vellan\torganization\n";

static void the_longest_name_is_matched(void **state)
{
    (void)state;
    Lists lists;
    Warnings warnings;
    open_user(world, &lists, &warnings);
    assert_string_equal(warnings.text, "");
    assert_int_equal(list_count(&lists), 5);
    assert_match(&lists, "in Port Vellan on Monday", "Port Vellan", 2);
    assert_match(&lists, "the Port Vellan Echo said", "Port Vellan Echo", 3);
    assert_match(&lists, "Port Vellan's mayor", "Port Vellan", 2);
    assert_match(&lists, "The Echo said", "Port Vellan Echo", 2);
    assert_match(&lists, "An echo, or Echo", NULL, 0);
    assert_match(&lists, "Vellan\u2019s Echo", "Port Vellan Echo", 3);
    assert_match(&lists, "tell us about it", NULL, 0);
    assert_match(&lists, "the US said", "US", 1);
    assert_match(&lists, "the U.S. said", "US", 1);
    assert_match(&lists, "in the U.S.", "US", 1);
    assert_match(&lists, "U.S.-led", "US", 1);
    assert_match(&lists, "the al-Vellan group", "al-Vellan", 3);
    assert_match(&lists, "PORT VELLAN, March 3", "Port Vellan", 2);
    assert_int_equal(first_match(&lists, "HALMERE, March 3").as, LIST_AS_CAPITALS);
    ListEntry echo = list_entry(&lists, first_match(&lists, "Port Vellan Echo").entry);
    assert_true(text_is(echo.domain, "echo.example"));
    assert_int_equal(echo.flags, LIST_STATE | LIST_USER);
    assert_int_equal(echo.type, ENTITY_OUTLET);
    assert_string_equal(echo.country, "XHM");
    lists_close(&lists);
}

static void a_name_of_two_is_ambiguous(void **state)
{
    (void)state;
    Lists lists;
    Warnings warnings;
    open_user("Dorrit\t\tplace\nDorrit Haleko\tDorrit\tperson\nEcho\t\toutlet\t\t\tword\n", &lists, &warnings);
    ListMatch match = first_match(&lists, "Dorrit");
    assert_int_equal(match.entry, 0);
    assert_int_equal(match.as, LIST_AMBIGUOUS);
    assert_int_equal(first_match(&lists, "Dorrit Haleko").as, 0);
    assert_int_equal(first_match(&lists, "Echo").as, LIST_AS_WORD);
    lists_close(&lists);
}

static void bad_lines_are_named_and_left_out(void **state)
{
    (void)state;
    Lists lists;
    Warnings warnings;
    open_user("\xEF\xBB\xBFGood\t\tperson\r\nNo Type\nBad\t\tplanet\n\n# comment\nBad\t\tperson\tHalmere\n\t\tperson\n"
              "B\xFF\t\tperson\nA B C D E F G H I J K L M\t\tperson\nLast\t\tperson\tXHM\t\tmale\tmore",
              &lists, &warnings);
    assert_int_equal(list_count(&lists), 1);
    assert_match(&lists, "Good", "Good", 1);
    assert_match(&lists, "A B C", NULL, 0);
    static const char *const lines[] = {"line 2 ", "line 3 ", "line 6 ", "line 7 ", "line 8 ", "line 9 ", "line 10 "};
    for (size_t i = 0; i < COUNT(lines); i++) assert_non_null(strstr(warnings.text, lines[i]));
    lists_close(&lists);
}

static void many_bad_lines_are_counted(void **state)
{
    (void)state;
    Lists lists;
    Warnings warnings;
    char text[201];
    for (size_t i = 0; i < 200; i++) text[i] = i & 1 ? '\n' : 'x';
    text[200] = 0;
    open_user(text, &lists, &warnings);
    assert_non_null(strstr(warnings.text, "line 20 "));
    assert_null(strstr(warnings.text, "line 21 "));
    assert_non_null(strstr(warnings.text, "80 more lines"));
    assert_match(&lists, "x", NULL, 0);
    lists_close(&lists);
}

static void too_many_names_are_refused(void **state)
{
    (void)state;
    char path[] = "/tmp/sayso-test-XXXXXX";
    Model model = {0};
    Lists lists;
    Error error;
    write_file(path, "");
    FILE *f = fopen(path, "wb");
    for (uint32_t i = 0; i <= LIST_MAX_USER; i++) fputs("a\t\tperson\n", f);
    fclose(f);
    assert_int_equal(lists_open(&model, path, NULL, NULL, &libc_allocator, &lists, &error), SAYSO_ERROR_LIMIT);
    assert_non_null(strstr(error.message, "1000000"));
    assert_int_equal(lists_open(&model, "/no such file", NULL, NULL, &libc_allocator, &lists, &error), SAYSO_ERROR_IO);
    remove(path);
}

/* A thousand names at once, against comparing the text. */
static void all_of_many_are_found(void **state)
{
    (void)state;
    static char text[100000];
    size_t n = 0;
    for (unsigned i = 0; i < 1000; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "Bearer%u of Port%u\t\tperson\n", i, i % 37);
    Lists lists;
    Warnings warnings;
    open_user(text, &lists, &warnings);
    for (unsigned i = 0; i < 1200; i++)
        for (unsigned port = 0; port < 40; port++) {
            char name[64];
            snprintf(name, sizeof name, "Bearer%u of Port%u", i, port);
            assert_match(&lists, name, i < 1000 && port == i % 37 ? name : NULL, 3);
        }
    lists_close(&lists);
}

/* A changed byte is refused, or leads nowhere out of bounds (AddressSanitizer looks on). */
static void damage_stays_inside(void **state)
{
    (void)state;
    NameBuilder builder;
    uint8_t *body;
    size_t size;
    uint32_t entry;
    names_begin(&builder, &libc_allocator, false);
    assert_null(names_line(&builder, text_literal("Port Vellan Echo\tthe Echo\toutlet\tXHM\techo.example"), &entry));
    assert_int_equal(names_finish(&builder, &body, &size, NULL), SAYSO_OK);
    uint8_t *copy = malloc(size);
    for (size_t i = 0; i < size * 8; i++) {
        memcpy(copy, body, size);
        copy[i / 8] ^= (uint8_t)(1u << (i % 8));
        Lists lists = {0};
        if (name_table_read(copy, size, 0, &lists.names, NULL)) continue;
        ListMatch match = first_match(&lists, "in the Port Vellan Echo, the Echo");
        if (match.entry != NONE) assert_true(list_entry(&lists, match.entry).name.size < size);
    }
    for (size_t cut_at = 0; cut_at < size; cut_at++) {
        NameTable table;
        assert_int_not_equal(name_table_read(body, cut_at, 0, &table, NULL), SAYSO_OK);
    }
    free(copy);
    names_end(&builder);
}

static void a_failing_allocator_is_told(void **state)
{
    (void)state;
    char path[] = "/tmp/sayso-test-XXXXXX";
    Model model = {0};
    write_file(path, world);
    Status status = SAYSO_ERROR_MEMORY;
    for (size_t fail_at = 1; status && fail_at < 1000; fail_at++) {
        UnitMemory memory = {.fail_at = fail_at};
        sayso_allocator allocator = {unit_resize, &memory};
        Lists lists;
        status = lists_open(&model, path, NULL, NULL, &allocator, &lists, NULL);
        assert_true(!status || status == SAYSO_ERROR_MEMORY);
        lists_close(&lists);
        assert_int_equal(memory.live, 0);
    }
    assert_int_equal(status, SAYSO_OK);
    remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_name_is_matched),
        cmocka_unit_test(a_name_of_two_is_ambiguous),
        cmocka_unit_test(bad_lines_are_named_and_left_out),
        cmocka_unit_test(many_bad_lines_are_counted),
        cmocka_unit_test(too_many_names_are_refused),
        cmocka_unit_test(all_of_many_are_found),
        cmocka_unit_test(damage_stays_inside),
        cmocka_unit_test(a_failing_allocator_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
