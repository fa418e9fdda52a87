/* The lists of deeds and of sectors: data/words/deeds.tsv, sectors.tsv -> the section list.deeds, a hash table of
 * sequences of lemmas in which every beginning has a slot (src/event/internal.h draws it). */
#include <stdlib.h>

#include "train/lists/deeds_list.h"
#include "event/internal.h"

typedef struct DeedItem {
    uint64_t key;
    uint32_t frame;
    uint8_t value, mode, continues; /* value + 1; 0: none ends here */
} DeedItem;

typedef struct DeedList {
    DeedItem *items; /* open addressing; key 0 is empty */
    uint32_t slots, count;
    const char *path;
    unsigned line;
} DeedList;

static DeedItem *item_of(DeedList *list, uint64_t key)
{
    uint32_t slot = (uint32_t)key & (list->slots - 1);
    while (list->items[slot].key && list->items[slot].key != key) slot = (slot + 1) & (list->slots - 1);
    if (!list->items[slot].key) {
        list->items[slot].key = key;
        if (++list->count > list->slots / 2) die("the list of deeds has more than %u sequences", list->slots / 2);
    }
    return &list->items[slot];
}

static _Noreturn void bad(const DeedList *list, const char *what, Text field)
{
    die("%s:%u: %s \"%.*s\"", list->path, list->line, what, (int)field.size, field.data);
}

static Text next_field(Text *rest, char mark)
{
    size_t n = 0;
    while (n < rest->size && rest->data[n] != mark) n++;
    Text field = text_of(rest->data, n);
    size_t gap = n < rest->size ? n + 1 : n;
    *rest = text_of(rest->data + gap, rest->size - gap);
    return field;
}

static uint32_t root_named(Text name)
{
    static const char *const names[] = {"", "verb", "noun", "adj", "over", "party", "name", "topic", "word"};
    for (uint32_t i = 1; i < COUNT(names); i++)
        if (text_is(name, names[i])) return i;
    return 0;
}

static uint8_t value_named(const DeedList *list, uint32_t root, Text name)
{
    uint8_t value = 0;
    if (root == DEED_TOPIC) return 0;
    if (root == DEED_OVER) {
        if (text_is(name, "done")) return OVER_DONE;
        if (event_status_find(name, &value)) return value;
    } else if (root == DEED_PARTY || root == DEED_NAME) {
        if (sector_find(name, &value)) return value;
    } else {
        if (text_is(name, "none")) return DEED_NOTHING;
        if (text_is(name, "light")) return DEED_LIGHT;
        if (event_type_find(name, &value)) return value;
    }
    bad(list, "no type, status or sector", name);
}

static uint32_t frame_named(const DeedList *list, Text name)
{
    static const struct Named {
        const char *name;
        uint32_t bit;
    } all[] = {{"against", FRAME_AGAINST},
               {"with", FRAME_WITH},
               {"to", FRAME_TO},
               {"at", FRAME_AT},
               {"on", FRAME_ON},
               {"from", FRAME_FROM},
               {"for", FRAME_FOR},
               {"in", FRAME_IN},
               {"of", FRAME_OF},
               {"over", FRAME_OVER},
               {"between", FRAME_BETWEEN},
               {"by", FRAME_BY},
               {"toward", FRAME_TOWARD},
               {"weak", FRAME_WEAK},
               {"no-object", FRAME_NOT_OBJECT},
               {"both", FRAME_BOTH},
               {"swap", FRAME_SWAP},
               {"of-actor", FRAME_OF_ACTOR},
               {"own-object", FRAME_OWN_OBJECT},
               {"violent", FRAME_VIOLENT},
               {"needs-object", FRAME_NEEDS_OBJECT},
               {"hard", FRAME_HARD},
               {"alone", FRAME_ALONE},
               {"infinitive", FRAME_INFINITIVE},
               {"generic", 1}};
    for (size_t i = 0; i < COUNT(all); i++)
        if (text_is(name, all[i].name)) return all[i].bit;
    bad(list, "no mark", name);
}

static void finish(DeedItem *item, uint8_t value, uint8_t mode, uint32_t frame)
{
    item->value = (uint8_t)(value + 1);
    item->mode = mode;
    item->frame = frame;
}

static void add_sequence(DeedList *list, Text words, uint32_t root, uint8_t value, uint8_t mode, uint32_t frame)
{
    uint64_t key = deeds_start(root);
    if (root == DEED_NAME) {
        finish(item_of(list, deeds_step(key, deeds_name(words))), value, mode, frame);
        return;
    }
    while (words.size) {
        Text word = next_field(&words, ' ');
        if (!word.size) continue;
        key = deeds_step(key, lemma_hash(word));
        DeedItem *item = item_of(list, key);
        if (words.size)
            item->continues = 1;
        else if (item->value)
            bad(list, "twice:", word);
        else
            finish(item, value, mode, frame);
    }
}

static bool empty(Text t)
{
    return !t.size || text_is(t, "-");
}

static void add_line(DeedList *list, Text line)
{
    Text words = next_field(&line, '\t'), where = next_field(&line, '\t'), what = next_field(&line, '\t'),
         how = next_field(&line, '\t'), marks = line;
    uint32_t root = root_named(where), frame = 0;
    if (!words.size || !root)
        bad(list, "a line is words, where (verb, noun …), what, mode, marks, with tabs between, not", words);
    uint8_t value = value_named(list, root, what), mode = 0;
    if (root == DEED_NAME && how.size == 3) {
        char code[4] = {how.data[0], how.data[1], how.data[2], 0};
        frame = frame_of_country(code);
    } else if (!empty(how) && !event_mode_find(value, how, &mode))
        bad(list, "no mode of its type", how);
    while (!empty(marks)) frame |= frame_named(list, next_field(&marks, '|'));
    add_sequence(list, words, root, value, mode, frame);
}

static void read_lines(DeedList *list, const char *path)
{
    Text all;
    char *data = read_file(path, &all.size);
    all.data = data;
    list->path = path;
    for (list->line = 1; all.size; list->line++) {
        Text line = next_field(&all, '\n');
        if (line.size && line.data[0] != '#') add_line(list, line);
    }
    free(data);
}

static void write_table(const DeedList *list, ModelWriter *writer)
{
    uint32_t slots = 64;
    while (slots < list->count * 2) slots *= 2;
    size_t size = DEEDS_HEADER + (size_t)slots * DEEDS_SLOT;
    uint8_t *body = take(size, 1);
    put_u32(body, slots);
    for (uint32_t i = 0; i < list->slots; i++) {
        const DeedItem *item = &list->items[i];
        if (!item->key) continue;
        uint32_t slot = (uint32_t)item->key & (slots - 1), tries = 0;
        static const uint8_t none[4];
        while (memcmp(body + DEEDS_HEADER + (size_t)slot * DEEDS_SLOT, none, 4)) {
            slot = (slot + 1) & (slots - 1);
            if (++tries == DEEDS_TRIES) die("the list of deeds crowds its table");
        }
        uint8_t *at = body + DEEDS_HEADER + (size_t)slot * DEEDS_SLOT;
        put_u32(at, deeds_check(item->key));
        at[4] = item->value;
        at[5] = item->mode;
        at[6] = item->continues;
        put_u32(at + 8, item->frame);
    }
    if (!model_writer_add(writer, "list.deeds", SECTION_BYTES, body, size)) die("out of memory");
    free(body);
}

void deeds_list(ModelWriter *writer, const char *folder)
{
    DeedList list = {.slots = 1u << 15};
    list.items = take(list.slots, sizeof *list.items);
    static const char *const files[] = {"deeds.tsv", "sectors.tsv"};
    for (size_t i = 0; i < COUNT(files); i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/words/%s", folder, files[i]);
        read_lines(&list, path);
    }
    note("list.deeds: %u sequences and their beginnings", list.count);
    write_table(&list, writer);
    free(list.items);
}
