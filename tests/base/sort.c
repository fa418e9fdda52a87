/* Items of several sizes come out in order, each as often as it went in. */
#include "unit.h"

#include "base/base.h"

typedef struct Item {
    uint32_t key, filler[9];
} Item;

static bool by_key(const void *a, const void *b) { return ((const Item *)a)->key < ((const Item *)b)->key; }
static bool by_byte(const void *a, const void *b) { return *(const uint8_t *)a < *(const uint8_t *)b; }

static void sorts_items(void **state)
{
    (void)state;
    static Item items[1000];
    for (uint32_t count = 0; count <= COUNT(items); count = count < 10 ? count + 1 : count * 10) {
        uint32_t sum = 0, after = 0;
        for (uint32_t i = 0; i < count; i++) {
            items[i] = (Item){.key = i * 7919 % 101, .filler = {[8] = i * 7919 % 101}};
            sum += items[i].key;
        }
        sort_in_place(items, count, sizeof *items, by_key);
        for (uint32_t i = 0; i < count; i++) {
            assert_true(!i || items[i - 1].key <= items[i].key);
            assert_int_equal(items[i].filler[8], items[i].key);
            after += items[i].key;
        }
        assert_int_equal(sum, after);
    }
}

static void sorts_bytes(void **state)
{
    (void)state;
    char text[] = "the gate was open";
    sort_in_place(text, sizeof text - 1, 1, by_byte);
    assert_string_equal(text, "   aaeeeghnopsttw");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sorts_items), cmocka_unit_test(sorts_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
