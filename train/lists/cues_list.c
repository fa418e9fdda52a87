/* The list of cues: data/words/cues.tsv and, over it, acts.tsv -> the section list.cues, a hash table of sequences of
 * lemmas in which every beginning has a slot (src/standing/internal.h draws it). */
#include <stdlib.h>

#include "train/lists/cues_list.h"
#include "standing/internal.h"

typedef struct CueItem {
    uint64_t key;
    uint8_t act, continues; /* act + 1; 0: none ends here */
} CueItem;

typedef struct CueList {
    CueItem *items; /* open addressing; key 0 is empty */
    uint32_t slots, count;
} CueList;

static CueItem *item_of(CueList *list, uint64_t key)
{
    uint32_t slot = (uint32_t)key & (list->slots - 1);
    while (list->items[slot].key && list->items[slot].key != key) slot = (slot + 1) & (list->slots - 1);
    if (!list->items[slot].key) {
        list->items[slot].key = key;
        if (++list->count > list->slots / 2) die("the list of cues has more than %u sequences", list->slots / 2);
    }
    return &list->items[slot];
}

static uint32_t root_named(Text name)
{
    static const char *const names[] = {"", "verb", "noun", "adj", "negated", "content", "own", "verdict"};
    for (uint32_t i = 1; i < COUNT(names); i++)
        if (text_is(name, names[i])) return i;
    return 0;
}

static uint8_t act_named(Text name)
{
    for (uint8_t i = 0; i < ACT_COUNT; i++)
        if (text_is(name, act_name(i))) return i;
    return ACT_COUNT;
}

static Text next_field(Text *rest, char mark)
{
    size_t n = 0;
    while (n < rest->size && rest->data[n] != mark) n++;
    Text field = text_of(rest->data, n);
    size_t step = n < rest->size ? n + 1 : n;
    *rest = text_of(rest->data + step, rest->size - step);
    return field;
}

static void add_sequence(CueList *list, Text words, uint32_t root, uint8_t act)
{
    uint64_t key = cues_start(root);
    while (words.size) {
        Text word = next_field(&words, ' ');
        if (!word.size) continue;
        key = cues_step(key, lemma_hash(word));
        CueItem *item = item_of(list, key);
        if (words.size)
            item->continues = 1;
        else
            item->act = (uint8_t)(act + 1);
    }
}

static void add_line(CueList *list, Text line, const char *path, uint32_t number)
{
    Text words = next_field(&line, '\t'), where = next_field(&line, '\t'), act = line;
    uint32_t root = root_named(where);
    uint8_t a = act_named(act);
    if (!words.size || !root || a == ACT_COUNT)
        die("%s:%u: a line is words, where (verb, noun …), act, with tabs between", path, number);
    add_sequence(list, words, root, a);
}

static void read_lines(CueList *list, const char *path)
{
    Text all;
    char *data = read_file(path, &all.size);
    all.data = data;
    for (uint32_t number = 1; all.size; number++) {
        Text line = next_field(&all, '\n');
        if (line.size && line.data[0] != '#') add_line(list, line, path, number);
    }
    free(data);
}

/* The model's table has its own slots: half full at most, by the low half of the key. */
static void write_table(const CueList *list, ModelWriter *writer)
{
    uint32_t slots = 64;
    while (slots < list->count * 2) slots *= 2;
    size_t size = CUES_HEADER + (size_t)slots * CUES_SLOT;
    uint8_t *body = take(size, 1);
    put_u32(body, slots);
    for (uint32_t i = 0; i < list->slots; i++) {
        const CueItem *item = &list->items[i];
        if (!item->key) continue;
        uint32_t slot = (uint32_t)item->key & (slots - 1), tries = 0;
        static const uint8_t empty[4];
        while (memcmp(body + CUES_HEADER + (size_t)slot * CUES_SLOT, empty, 4)) {
            slot = (slot + 1) & (slots - 1);
            if (++tries == CUES_TRIES) die("the list of cues crowds its table");
        }
        uint8_t *at = body + CUES_HEADER + (size_t)slot * CUES_SLOT;
        put_u32(at, cues_check(item->key));
        at[4] = item->act;
        at[5] = item->continues;
    }
    if (!model_writer_add(writer, "list.cues", SECTION_BYTES, body, size)) die("out of memory");
    free(body);
}

void cues_list(ModelWriter *writer, const char *folder)
{
    CueList list = {.slots = 1u << 15};
    list.items = take(list.slots, sizeof *list.items);
    static const char *const files[] = {"cues.tsv", "acts.tsv"};
    for (size_t i = 0; i < COUNT(files); i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/words/%s", folder, files[i]);
        read_lines(&list, path);
    }
    note("list.cues: %u sequences and their beginnings", list.count);
    write_table(&list, writer);
    free(list.items);
}
