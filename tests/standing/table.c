/* The list of cues in the model: what is damaged is refused, what is sound is found, at any length of sequence. */
#include "unit.h"

#include "standing/internal.h"

typedef struct Made {
    uint8_t bytes[CUES_HEADER + 64 * CUES_SLOT];
    Model model;
} Made;

static void put(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> (8 * i));
}

static void made_section(Made *m, size_t size)
{
    memset(&m->model, 0, sizeof m->model);
    m->model.section_count = 1;
    m->model.sections[0] = (Section){.name = "list.cues", .kind = SECTION_BYTES, .data = m->bytes, .size = size};
}

static void add(Made *m, uint64_t key, uint8_t act, uint8_t continues)
{
    uint32_t slot = (uint32_t)key & 63;
    while (m->bytes[CUES_HEADER + slot * CUES_SLOT]) slot = (slot + 1) & 63;
    uint8_t *at = m->bytes + CUES_HEADER + slot * CUES_SLOT;
    put(at, cues_check(key));
    at[4] = act;
    at[5] = continues;
}

static void sequences_are_found(void **state)
{
    (void)state;
    static Made m;
    put(m.bytes, 64);
    uint64_t play = cues_step(cues_start(CUE_VERB), lexis_hash("play")), down = cues_step(play, lexis_hash("down"));
    add(&m, play, 0, 1);
    add(&m, down, ACT_DISMISS + 1, 0);
    made_section(&m, sizeof m.bytes);
    CueTable table;
    Error error;
    assert_int_equal(cues_open(&m.model, &table, &error), SAYSO_OK);
    CueSlot first = cues_look_up(&table, play), second = cues_look_up(&table, down);
    assert_true(first.found && first.continues && !first.act);
    assert_true(second.found && !second.continues && second.act == ACT_DISMISS + 1);
    assert_false(cues_look_up(&table, cues_step(cues_start(CUE_NOUN), lexis_hash("play"))).found);
    assert_false(cues_look_up(&table, cues_step(play, lexis_hash("up"))).found);
}

static void damage_is_refused(void **state)
{
    (void)state;
    static Made m;
    CueTable table;
    Error error;
    static const struct {
        uint32_t slots;
        size_t size;
    } wrong[] = {{64, 7},
                 {64, CUES_HEADER + 63 * CUES_SLOT},
                 {48, CUES_HEADER + 48 * CUES_SLOT},
                 {0, CUES_HEADER},
                 {UINT32_MAX, 520}};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        put(m.bytes, wrong[i].slots);
        made_section(&m, wrong[i].size);
        assert_int_equal(cues_open(&m.model, &table, &error), SAYSO_ERROR_MODEL);
    }
}

/* A table that is full and holds acts that there are none of: lookups end, acts stay the record's. */
static void nonsense_ends(void **state)
{
    (void)state;
    static Made m;
    CueTable table;
    Error error;
    memset(m.bytes, 0xFF, sizeof m.bytes);
    put(m.bytes, 64);
    made_section(&m, sizeof m.bytes);
    assert_int_equal(cues_open(&m.model, &table, &error), SAYSO_OK);
    uint64_t seed = 7;
    for (uint32_t i = 0; i < 1000; i++) assert_true(cues_look_up(&table, unit_random(&seed)).act <= ACT_COUNT);
    assert_int_equal(cues_look_up(&table, UINT64_MAX).act, 0);
}

static void a_model_without_it_is_empty(void **state)
{
    (void)state;
    static Model none;
    CueTable table;
    Error error;
    assert_int_equal(cues_open(&none, &table, &error), SAYSO_OK);
    assert_false(cues_look_up(&table, 1).found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sequences_are_found), cmocka_unit_test(damage_is_refused),
                                       cmocka_unit_test(nonsense_ends), cmocka_unit_test(a_model_without_it_is_empty)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
