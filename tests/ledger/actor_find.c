/* Whom a typed name finds, and in which order. */
#include "cast.h"

static void find(Cast *c, const char *typed, const char *expected)
{
    Actors found;
    char names[500] = {0};
    Error error;
    Status status = actors_find(c->ledger.db, typed, 10, &c->arena, &found, &error);
    if (status) assert_int_equal(status, SAYSO_ERROR_ARGUMENT);
    for (uint32_t i = 0; i < found.count; i++) {
        size_t at = strlen(names);
        snprintf(names + at, sizeof names - at, "%s%.*s", i ? ", " : "", (int)found.items[i].name.size,
                 found.items[i].name.data);
    }
    if (strcmp(names, expected)) print_error("typed: %s\n", typed);
    assert_string_equal(names, expected);
}

static void put(Cast *c, const char *entity, int64_t statements)
{
    cast_place(c, "2016-07-01", "USA", entity);
    if (statements) cast_say(c, c->forms[0], statements);
}

static void test_find(void **state)
{
    Cast c;
    char number[24];
    (void)state;
    cast_open(&c);
    put(&c, "Nick Ryan", 0);
    put(&c, "Paul Ryan~m", 61);
    put(&c, "Paul Ryan~m", 0);
    put(&c, "Paul D. Ryan", 39);
    put(&c, "Ryan", 0);
    put(&c, "Bernie Sanders", 700);
    put(&c, "Jane Sanders~f", 3);
    put(&c, "Sanders campaign@o", 23);
    put(&c, "Ines Caldo^Mayor", 4);
    put(&c, "José Ramos", 2);
    put(&c, "Federal Bureau of Investigation=FBI@o", 20);
    put(&c, "Ada Mathers~f", 5);
    put(&c, "Tom Mathers~m", 9);
    find(&c, "RYAN", "Paul Ryan, Nick Ryan, Ryan");
    find(&c, "paul ryan", "Paul Ryan");
    find(&c, "Speaker Ryan", "Paul Ryan, Nick Ryan, Ryan");
    find(&c, "P. Ryan", "Paul Ryan");
    find(&c, "Paul Davis Ryan", "Paul Ryan");
    find(&c, "sanders", "Bernie Sanders, Sanders campaign, Jane Sanders");
    find(&c, "B. Sanders", "Bernie Sanders");
    find(&c, "Bernard Sanders", "Bernie Sanders");
    find(&c, "Mayor Ines Caldo", "Ines Caldo");
    find(&c, "JOSE RAMOS", "José Ramos");
    find(&c, "Ramos", "José Ramos");
    find(&c, "FBI", "Federal Bureau of Investigation");
    find(&c, "F.B.I.", "Federal Bureau of Investigation");
    find(&c, "the federal bureau of investigation", "Federal Bureau of Investigation");
    find(&c, "Ms. Mathers", "Ada Mathers");
    find(&c, "Mathers", "Tom Mathers, Ada Mathers");
    find(&c, "Nobody Atall", "");
    find(&c, "", "");
    find(&c, "#0", "");
    snprintf(number, sizeof number, "#%lld",
             (long long)cast_number(&c, "SELECT id FROM form WHERE name = 'Paul D. Ryan' AND 0 = coalesce(?1, 0)", 0));
    find(&c, number, "Paul Ryan");
    cast_close(&c);
}

static void test_forms(void **state)
{
    Cast c;
    Form *forms;
    uint32_t count;
    (void)state;
    cast_open(&c);
    put(&c, "Paul Ryan", 6);
    put(&c, "Paul D. Ryan", 9);
    put(&c, "Ryan", 2);
    assert_int_equal(ledger_forms(&c.ledger, cast_actor(&c, c.forms[0]), &c.arena, &forms, &count, NULL), SAYSO_OK);
    assert_int_equal(count, 3);
    assert_true(text_is(forms[0].name, "Paul D. Ryan") && !forms[0].inferred);
    assert_true(text_is(forms[2].name, "Ryan") && forms[2].inferred);
    assert_int_equal(ledger_forms(&c.ledger, 999, &c.arena, &forms, &count, NULL), SAYSO_ERROR_ARGUMENT);
    cast_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_find), cmocka_unit_test(test_forms)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
