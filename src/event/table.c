/* The lists of deeds, of what stands over them, and of sectors, in the model file. */
#include "event/internal.h"

static uint32_t u32_at(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

uint32_t deeds_name(Text name)
{
    return (uint32_t)hash_bytes(name.data, name.size, 0x6e616d65u) | 1;
}

DeedSlot deeds_look_up(const DeedTable *table, uint64_t key)
{
    uint32_t want = deeds_check(key), mask = table->slot_count - 1;
    if (!table->slot_count) return (DeedSlot){.value = NONE_ENDS};
    for (uint32_t slot = (uint32_t)key & mask, tries = 0; tries < DEEDS_TRIES; tries++, slot = (slot + 1) & mask) {
        const uint8_t *s = table->slots + (size_t)slot * DEEDS_SLOT;
        uint32_t check = u32_at(s);
        if (check == want)
            return (DeedSlot){.frame = u32_at(s + 8),
                              .value = s[4] ? (uint8_t)(s[4] - 1) : NONE_ENDS,
                              .mode = event_mode_name(s[5]) ? s[5] : 0,
                              .found = true,
                              .continues = s[6] != 0};
        if (!check) break;
    }
    return (DeedSlot){.value = NONE_ENDS};
}

/* A model without the section: an empty table, and no events. */
static Status deeds_open(const Model *model, DeedTable *out, Error *error)
{
    const Section *s = model_section(model, "list.deeds");
    if (!s) return SAYSO_OK;
    uint32_t slots = s->size >= DEEDS_HEADER ? u32_at(s->data) : 0;
    if (s->kind != SECTION_BYTES || !slots || (slots & (slots - 1)) ||
        s->size != DEEDS_HEADER + (size_t)slots * DEEDS_SLOT)
        return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET,
                    "the model file's part \"list.deeds\" is damaged; install the model of this version");
    *out = (DeedTable){s->data + DEEDS_HEADER, slots};
    return SAYSO_OK;
}

static uint32_t named(const char *field)
{
    Text name = text_literal(field);
    if (text_is(name, "n_t")) name = text_literal("n't");
    if (name.size && name.data[name.size - 1] == '_') name.size--;
    return lemma_hash(name);
}

Status event_open(const Model *model, const sayso_allocator *allocator, EventModel **out, Error *error)
{
    *out = NULL;
    EventModel *m = mem_take(allocator, sizeof *m);
    if (!m) return fail_memory(error);
    *m = (EventModel){0};
    Status status = deeds_open(model, &m->deeds, error);
    if (status) {
        mem_give(allocator, m);
        return status;
    }
#define LEMMA_NAME(id) m->lemma.id = named(#id);
    LEMMAS(LEMMA_NAME)
    *out = m;
    return SAYSO_OK;
}

void event_close(EventModel *model, const sayso_allocator *allocator)
{
    mem_give(allocator, model);
}

void event_watch(EventModel *model, DeedWatch *watch, void *watcher)
{
    model->watch = watch;
    model->watcher = watcher;
}
