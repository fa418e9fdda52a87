/* lists: opening the tables, once checked, and looking up. names.h draws them. */
#include "entity/names.h"

/* ---- opening ---- */

static Status damaged(Error *error, uint64_t at, const char *what)
{
    return fail(error, SAYSO_ERROR_MODEL, at, "the model file is damaged at byte %llu (%s); install it anew",
                (unsigned long long)at, what);
}

static uint32_t u32_at(const uint8_t *p)
{
    uint32_t x;
    memcpy(&x, p, 4);
    return x;
}
static uint16_t u16_at(const uint8_t *p)
{
    uint16_t x;
    memcpy(&x, p, 2);
    return x;
}

static bool country_good(const uint8_t *c)
{
    if (!c[0] && !c[1] && !c[2]) return true;
    for (int i = 0; i < 3; i++)
        if (c[i] < 'A' || c[i] > 'Z') return false;
    return true;
}

static bool entry_good(const NameTable *t, const uint8_t *e)
{
    uint32_t at = u32_at(e), name = u16_at(e + 4), domain = u16_at(e + 6);
    if (at > t->text_size || (uint64_t)name + domain > t->text_size - at || e[10] >= ENTITY_TYPES) return false;
    Text text = text_of((const char *)t->text + at, name), site = text_of(text.data + name, domain);
    return name && country_good(e + 11) && utf8_valid(text, NULL) && utf8_valid(site, NULL);
}

Status name_table_read(const uint8_t *data, size_t size, uint64_t place, NameTable *out, Error *error)
{
    Cursor c = {.data = data, .size = size};
    NameTable t = {.entry_count = cursor_u32(&c), .slot_count = cursor_u32(&c), .text_size = cursor_u32(&c)};
    (void)cursor_u32(&c);
    uint64_t need =
        NAMES_HEADER + (uint64_t)t.entry_count * NAMES_ENTRY + (uint64_t)t.slot_count * LIST_SLOT + t.text_size;
    if (c.failed || need != size || !t.slot_count) return damaged(error, place, "list.names");
    t.entries = cursor_bytes(&c, (size_t)t.entry_count * NAMES_ENTRY);
    t.slots = cursor_bytes(&c, (size_t)t.slot_count * LIST_SLOT);
    t.text = cursor_bytes(&c, t.text_size);
    for (uint32_t i = 0; i < t.entry_count; i++)
        if (!entry_good(&t, t.entries + (size_t)i * NAMES_ENTRY))
            return damaged(error, place, "an entry of list.names");
    for (uint32_t i = 0; i < t.slot_count; i++)
        if ((u32_at(t.slots + (size_t)i * LIST_SLOT + 4) & VALUE_ENTRY) > t.entry_count)
            return damaged(error, place, "a slot of list.names");
    *out = t;
    return SAYSO_OK;
}

static Status names_open(const Model *model, NameTable *out, Error *error)
{
    const Section *s = model_section(model, "list.names");
    return s ? name_table_read(s->data, s->size, (uint64_t)(s->data - model->data), out, error) : SAYSO_OK;
}

/* Whatever its slots hold, a lookup stays inside: there is nothing more to check. */
static Status words_open(const Model *model, const char *name, WordTable *out, Error *error)
{
    const Section *s = model_section(model, name);
    if (!s) return SAYSO_OK;
    Cursor c = {.data = s->data, .size = s->size};
    uint32_t slots = cursor_u32(&c);
    (void)cursor_u32(&c);
    if (c.failed || !slots || (uint64_t)slots * LIST_SLOT != s->size - c.at)
        return damaged(error, (uint64_t)(s->data - model->data), name);
    *out = (WordTable){cursor_bytes(&c, (size_t)slots * LIST_SLOT), slots};
    return SAYSO_OK;
}

/* The user's names become the same bytes as the model's, and pass the same door. */
static Status user_open(const char *path, EntityWarn *warn, void *context, const sayso_allocator *allocator, Lists *out,
                        Error *error)
{
    NameBuilder builder;
    names_begin(&builder, allocator, false);
    uint8_t *body = NULL;
    size_t size = 0;
    Status status = names_read(&builder, path, warn, context, error);
    if (!status) status = names_finish(&builder, &body, &size, error);
    if (!status) {
        uint8_t *own = arena_take(&out->user_arena, size, 1);
        if (own) memcpy(own, body, size);
        status = own ? name_table_read(own, size, NO_OFFSET, &out->user, error) : fail_memory(error);
    }
    names_end(&builder);
    return status;
}

Status lists_open(const Model *model, const char *names_path, EntityWarn *warn, void *warn_context,
                  const sayso_allocator *allocator, Lists *out, Error *error)
{
    *out = (Lists){0};
    arena_init(&out->user_arena, allocator, SIZE_MAX);
    Status status = names_open(model, &out->names, error);
    if (!status) status = words_open(model, "list.titles", &out->titles, error);
    if (!status) status = words_open(model, "list.nouns", &out->nouns, error);
    if (!status) status = words_open(model, "list.given", &out->given, error);
    if (!status && names_path) status = user_open(names_path, warn, warn_context, allocator, out, error);
    if (status) lists_close(out);
    return status;
}

void lists_close(Lists *lists)
{
    if (lists->user_arena.allocator) arena_free(&lists->user_arena);
    *lists = (Lists){0};
}

/* ---- looking up ---- */

/* The value beside `check` in the run of slots that begins where `low` says; 0 where there is none. */
static inline uint32_t slot_value(const uint8_t *slots, uint32_t slot_count, uint32_t check, uint32_t low)
{
    uint32_t at = list_slot(low, slot_count);
    for (uint32_t tries = 0; tries < LIST_TRIES; tries++, at = list_slot_after(at, slot_count)) {
        const uint8_t *slot = slots + (size_t)at * LIST_SLOT;
        uint32_t value = u32_at(slot + 4);
        if (!value || u32_at(slot) == check) return value;
    }
    return 0;
}

static uint32_t name_value(const NameTable *t, uint64_t key)
{
    return slot_value(t->slots, t->slot_count, (uint32_t)(key >> 32), (uint32_t)key);
}

static ListMatch walk(const NameTable *t, const Word *words, uint32_t count)
{
    ListMatch best = {.entry = NONE};
    uint64_t key = KEY_START;
    uint32_t value = VALUE_CONTINUES;
    for (uint32_t i = 0; i < count && i < LIST_MAX_WORDS && (value & VALUE_CONTINUES); i++) {
        key = name_step(key, &words[i]);
        value = name_value(t, key);
        uint32_t entry = value & VALUE_ENTRY;
        if (entry) best = (ListMatch){entry - 1, i + 1, (uint8_t)((value & ~VALUE_CONTINUES) >> VALUE_AS_SHIFT)};
    }
    return best;
}

ListMatch list_match(const Lists *lists, const Word *words, uint32_t count)
{
    ListMatch match = {.entry = NONE};
    if (lists->names.slots) match = walk(&lists->names, words, count);
    if (!lists->user.slots) return match;
    ListMatch own = walk(&lists->user, words, count);
    if (own.entry == NONE || own.words < match.words) return match;
    own.entry += lists->names.entry_count;
    return own;
}

uint32_t list_count(const Lists *lists)
{
    return lists->names.entry_count + lists->user.entry_count;
}

ListEntry list_entry(const Lists *lists, uint32_t entry)
{
    bool own = entry >= lists->names.entry_count;
    const NameTable *t = own ? &lists->user : &lists->names;
    const uint8_t *e = t->entries + (size_t)(entry - (own ? lists->names.entry_count : 0)) * NAMES_ENTRY;
    const char *name = (const char *)t->text + u32_at(e);
    ListEntry out = {.name = text_of(name, u16_at(e + 4)),
                     .domain = text_of(name + u16_at(e + 4), u16_at(e + 6)),
                     .flags = (uint16_t)(u16_at(e + 8) | (own ? LIST_USER : 0)),
                     .type = e[10]};
    memcpy(out.country, e + 11, 3);
    return out;
}

ListTitle list_title(const Lists *lists, const Word *words, uint32_t count)
{
    ListTitle best = {0};
    uint64_t key = KEY_START;
    uint32_t value = lists->titles.slots ? VALUE_CONTINUES : 0;
    for (uint32_t i = 0; i < count && i < LIST_MAX_WORDS && (value & VALUE_CONTINUES); i++) {
        key = title_step(key, &words[i]);
        value = slot_value(lists->titles.slots, lists->titles.slot_count, (uint32_t)(key >> 32), (uint32_t)key);
        if (value & VALUE_ENTRY) best = (ListTitle){i + 1, value & VALUE_ENTRY};
    }
    return best;
}

uint32_t noun_class(const Lists *lists, uint32_t lemma)
{
    return lists->nouns.slots ? slot_value(lists->nouns.slots, lists->nouns.slot_count, lemma, lemma) : 0;
}

uint8_t given_name(const Lists *lists, const Word *word)
{
    if (!lists->given.slots || !(word->flags & WORD_UPPER)) return 0;
    return (uint8_t)slot_value(lists->given.slots, lists->given.slot_count, word->lower, word->lower);
}
