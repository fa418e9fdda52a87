/* names: how listed names lie in memory, and how they get there. For lists.c, the trainer and the tests.
 *
 *   list.names   u32 entries · u32 slots · u32 text bytes · u32 0
 *                entries of 16: u32 at, u16 name bytes, u16 domain bytes (right behind the name), u16 flags, u8 type,
 *                               u8[3] country, u16 0
 *                slots of 8:    u32 check, u32 value; value 0 is an empty slot
 *                text
 *                A key's slot is the first with its check, the key's high half, from list_slot(its low half) on.
 *   list.titles  u32 slots · u32 0 · slots of 8, likewise; the value's low bits are TITLE_… flags instead of an entry
 *   list.nouns, list.given   u32 slots · u32 0 · slots of 8: u32 key, u32 flags
 *
 * Every beginning of a name has a slot, so that a walk along the words ends where no name goes on:
 *
 *   "New York Times"   New -> (continues)   New York -> entry, continues   New York Times -> entry */
#ifndef SAYSO_NAMES_H
#define SAYSO_NAMES_H

#include "entity/entity.h"

#define NAMES_HEADER 16u
#define NAMES_ENTRY 16u
#define WORDS_HEADER 8u
#define LIST_SLOT 8u
#define LIST_TRIES 64u /* slots that a lookup looks at, at most */

#define VALUE_ENTRY 0xFFFFFu /* entry + 1, or 0: no name ends here */
#define VALUE_AS_SHIFT 20    /* ListMatch.as, or bits of TITLE_… where there is no entry */
#define VALUE_CONTINUES 0x80000000u

static inline uint64_t key_step(uint64_t key, uint64_t word)
{
    key = (key ^ word) * 0xd6e8feb86659fd93u;
    return key ^ key >> 32;
}
static inline uint64_t name_step(uint64_t key, const Word *w)
{
    return key_step(key, w->form | (uint64_t)w->lower << 32);
}
static inline uint64_t title_step(uint64_t key, const Word *w) { return key_step(key, w->lower); }
#define KEY_START 0x6e616d6573u

/* The slot of 32 even bits, as table_row has its buckets. */
static inline uint32_t list_slot(uint32_t key, uint32_t slots) { return (uint32_t)(((uint64_t)key * slots) >> 32); }
static inline uint32_t list_slot_after(uint32_t slot, uint32_t slots) { return slot + 1 == slots ? 0 : slot + 1; }

typedef struct NameItem {
    uint64_t key;
    uint32_t value;
} NameItem;

typedef struct NameEntry {
    uint32_t at;
    uint16_t name_size, domain_size, flags;
    uint8_t type;
    char country[3];
} NameEntry;

typedef struct NameBuilder {
    Arena arena, scratch;
    NameEntry *entries;
    NameItem *items;
    char *text;
    uint32_t entry_count, entry_room, item_count, item_room, text_size, text_room;
    bool titles; /* keys without case; values are flags */
} NameBuilder;

void names_begin(NameBuilder *builder, const sayso_allocator *allocator, bool titles);
void names_end(NameBuilder *builder);
/* The new entry, or NONE when memory ran out. */
uint32_t names_entry(NameBuilder *builder, const ListEntry *entry);
/* One way to write the entry (or, for titles, one with those flags). NULL, or what is wrong with it: a sentence's
 * end. */
const char *names_phrase(NameBuilder *builder, Text phrase, uint32_t entry, uint32_t as);
/* A line "name, aliases, type, country, domain, marks", tabs between; an entry and its phrases. NULL, or what is wrong.
 * Comments and blank lines add nothing. *entry: the new one, or NONE. */
const char *names_line(NameBuilder *builder, Text line, uint32_t *entry);
/* The section's bytes, in the builder's arena. */
Status names_finish(NameBuilder *builder, uint8_t **out, size_t *size, Error *error);

/* The next field of *rest, up to `mark`; blanks around it are dropped. *rest.data is NULL after the last. */
Text field_next(Text *rest, char mark);

/* Adds the entries of a user's file. */
Status names_read(NameBuilder *builder, const char *path, EntityWarn *warn, void *context, Error *error);

Status name_table_read(const uint8_t *data, size_t size, uint64_t place, NameTable *out, Error *error);

#endif
