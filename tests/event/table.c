/* The list of deeds in the model: what is damaged is refused, what is sound is found, at any length of sequence. */
#include "unit.h"

#include "event/internal.h"

typedef struct Made {
    uint8_t bytes[DEEDS_HEADER + 64 * DEEDS_SLOT];
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
    m->model.sections[0] = (Section){.name = "list.deeds", .kind = SECTION_BYTES, .data = m->bytes, .size = size};
}

static void add(Made *m, uint64_t key, uint8_t value, uint8_t continues, uint32_t frame)
{
    uint32_t slot = (uint32_t)key & 63;
    while (m->bytes[DEEDS_HEADER + slot * DEEDS_SLOT]) slot = (slot + 1) & 63;
    uint8_t *at = m->bytes + DEEDS_HEADER + slot * DEEDS_SLOT;
    put(at, deeds_check(key));
    at[4] = value;
    at[6] = continues;
    put(at + 8, frame);
}

static Status opened(const Made *m, EventModel **out)
{
    return event_open(&m->model, &libc_allocator, out, NULL);
}

static void sequences_are_found(void **state)
{
    (void)state;
    static Made m;
    put(m.bytes, 64);
    uint64_t impose = deeds_step(deeds_start(DEED_VERB), lemma_hash(text_literal("impose")));
    uint64_t sanction = deeds_step(impose, lemma_hash(text_literal("sanction")));
    add(&m, impose, 0, 1, 0);
    add(&m, sanction, EVENT_SANCTION + 1, 0, FRAME_ON);
    made_section(&m, sizeof m.bytes);
    EventModel *model;
    assert_int_equal(opened(&m, &model), SAYSO_OK);
    DeedSlot first = deeds_look_up(&model->deeds, impose), second = deeds_look_up(&model->deeds, sanction);
    assert_true(first.found && first.continues && first.value == NONE_ENDS);
    assert_true(second.found && !second.continues && second.value == EVENT_SANCTION && second.frame == FRAME_ON);
    assert_false(deeds_look_up(&model->deeds, deeds_step(impose, lemma_hash(text_literal("tax")))).found);
    event_close(model, &libc_allocator);
}

static void damage_is_refused(void **state)
{
    (void)state;
    static Made m;
    static const struct {
        uint32_t slots;
        size_t size;
    } wrong[] = {{64, 7},
                 {64, DEEDS_HEADER + 63 * DEEDS_SLOT},
                 {48, DEEDS_HEADER + 48 * DEEDS_SLOT},
                 {0, DEEDS_HEADER},
                 {UINT32_MAX, 520}};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        put(m.bytes, wrong[i].slots);
        made_section(&m, wrong[i].size);
        EventModel *model;
        assert_int_equal(opened(&m, &model), SAYSO_ERROR_MODEL);
        assert_null(model);
    }
}

/* A table that is full and holds values that there are none of: lookups end, modes stay PLOVER's. */
static void nonsense_ends(void **state)
{
    (void)state;
    static Made m;
    memset(m.bytes, 0xFF, sizeof m.bytes);
    put(m.bytes, 64);
    made_section(&m, sizeof m.bytes);
    EventModel *model;
    assert_int_equal(opened(&m, &model), SAYSO_OK);
    uint64_t seed = 7;
    for (uint32_t i = 0; i < 1000; i++) {
        DeedSlot slot = deeds_look_up(&model->deeds, unit_random(&seed));
        assert_true(!slot.mode || event_mode_name(slot.mode));
    }
    assert_int_equal(deeds_look_up(&model->deeds, UINT64_MAX).mode, 0);
    event_close(model, &libc_allocator);
}

static void a_model_without_it_is_empty(void **state)
{
    (void)state;
    static Made none;
    EventModel *model;
    assert_int_equal(opened(&none, &model), SAYSO_OK);
    assert_false(deeds_look_up(&model->deeds, 1).found);
    event_close(model, &libc_allocator);
}

static void names_go_both_ways(void **state)
{
    (void)state;
    uint8_t value;
    for (uint8_t i = 0; i < EVENT_TYPES; i++) {
        assert_true(event_type_find(text_literal(event_type_name(i)), &value));
        assert_int_equal(value, i);
    }
    for (uint8_t i = 1; i < SECTORS; i++) {
        assert_true(sector_find(text_literal(sector_name(i)), &value));
        assert_int_equal(value, i);
    }
    uint32_t modes = 0;
    for (uint8_t mode = 1; event_mode_name(mode); mode++) {
        bool some = false;
        for (uint8_t type = 0; type < EVENT_TYPES; type++)
            if (event_mode_find(type, text_literal(event_mode_name(mode)), &value)) {
                assert_int_equal(value, mode);
                some = true;
                modes++;
            }
        assert_true(some);
    }
    assert_int_equal(modes, 4 + 6 + 4 + 4 + 3 + 6 + 7 + 4 + 4 + 10 + 15); /* the codebook's tables */
    assert_false(event_type_find(text_literal("WAR"), &value));
    assert_false(event_mode_find(EVENT_AID, text_literal("visit"), &value));
    assert_null(event_type_name(EVENT_TYPES));
    assert_null(event_mode_name(0));
    assert_null(sector_name(SECTOR_NONE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sequences_are_found), cmocka_unit_test(damage_is_refused),
                                       cmocka_unit_test(nonsense_ends), cmocka_unit_test(a_model_without_it_is_empty),
                                       cmocka_unit_test(names_go_both_ways)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
