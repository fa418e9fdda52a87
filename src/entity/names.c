/* names: lines and phrases become the table that names.h draws. Phrases are cut into words by the program's own
 * tokenizer, so that they meet the words of an article. */
#include <errno.h>
#include <stdio.h>

#include "entity/names.h"

#define PHRASE_BYTES 500u
#define MAX_ITEMS 8000000u /* beginnings of names: 128 MB of memory */

void names_begin(NameBuilder *b, const sayso_allocator *allocator, bool titles)
{
    *b = (NameBuilder){.titles = titles};
    arena_init(&b->arena, allocator, (size_t)1 << 30);
    arena_init(&b->scratch, allocator, (size_t)1 << 24);
}

void names_end(NameBuilder *b)
{
    arena_free(&b->arena);
    arena_free(&b->scratch);
}

/* ---- entries ---- */

static bool add_text(NameBuilder *b, Text text)
{
    if (text.size > UINT32_MAX - b->text_size) return false;
    uint32_t end = b->text_size + (uint32_t)text.size;
    if (!arena_grow(&b->arena, (void **)&b->text, &b->text_room, end, 1)) return false;
    if (text.size) memcpy(b->text + b->text_size, text.data, text.size);
    b->text_size = end;
    return true;
}

uint32_t names_entry(NameBuilder *b, const ListEntry *in)
{
    NameEntry e = {.at = b->text_size,
                   .name_size = (uint16_t)in->name.size,
                   .domain_size = (uint16_t)in->domain.size,
                   .flags = in->flags,
                   .type = in->type};
    memcpy(e.country, in->country, 3);
    if (!add_text(b, in->name) || !add_text(b, in->domain) ||
        !arena_grow(&b->arena, (void **)&b->entries, &b->entry_room, b->entry_count + 1, sizeof e))
        return NONE;
    b->entries[b->entry_count] = e;
    return b->entry_count++;
}

/* ---- phrases ---- */

static const char no_memory[] = "memory ran out";

static const char *add_item(NameBuilder *b, uint64_t key, uint32_t value)
{
    if (b->item_count == MAX_ITEMS) return "the list has more than 8000000 words of names; shorten it";
    if (!arena_grow(&b->arena, (void **)&b->items, &b->item_room, b->item_count + 1, sizeof *b->items))
        return no_memory;
    b->items[b->item_count++] = (NameItem){key, value};
    return NULL;
}

static const char *add_words(NameBuilder *b, const Word *words, uint32_t count, uint32_t value)
{
    if (!count) return "a name without a word";
    if (count > LIST_MAX_WORDS) return "a name of more than 12 words";
    uint64_t key = KEY_START;
    const char *wrong = NULL;
    for (uint32_t i = 0; i < count && !wrong; i++) {
        key = b->titles ? title_step(key, &words[i]) : name_step(key, &words[i]);
        wrong = add_item(b, key, i + 1 < count ? VALUE_CONTINUES : value);
    }
    return wrong;
}

/* `shown` bytes of the text are the phrase, what comes after is there for the tokenizer to see. */
static const char *add_cut(NameBuilder *b, Text text, size_t shown, uint32_t value)
{
    Span paragraph = {0, (uint32_t)text.size};
    Article article = {.text = text, .paragraphs = &paragraph, .paragraph_count = 1};
    Tokens tokens;
    arena_reset(&b->scratch);
    if (token_run(&article, NULL, &b->scratch, &b->scratch, &tokens, NULL)) return no_memory;
    uint32_t count = 0;
    while (count < tokens.word_count && tokens.words[count].end <= shown) count++;
    return add_words(b, tokens.words, count, value);
}

/* "U.S." is cut otherwise at the end of a text than before a word. */
static const char *add_phrase(NameBuilder *b, Text phrase, uint32_t value)
{
    char inside[PHRASE_BYTES * 3 + 4];
    const char *wrong = add_cut(b, phrase, phrase.size, value);
    if (wrong || phrase.data[phrase.size - 1] != '.') return wrong;
    memcpy(inside, phrase.data, phrase.size);
    memcpy(inside + phrase.size, " x", 2);
    return add_cut(b, text_of(inside, phrase.size + 2), phrase.size, value);
}

/* ---- the ways to write a phrase: straight or curly apostrophes, "the" or "The", a place in capitals ---- */

enum { WAY_CURLY = 1, WAY_THE = 2, WAY_CAPITALS = 4, WAYS = 8 };

static bool is_ascii(Text t)
{
    for (size_t i = 0; i < t.size; i++)
        if ((uint8_t)t.data[i] >= 0x80) return false;
    return true;
}

static bool has_lower(Text t)
{
    for (size_t i = 1; i < t.size; i++)
        if (char_is_lower((uint8_t)t.data[i])) return true;
    return false;
}

static bool capitals_likely(const NameBuilder *b, Text phrase, uint32_t entry, uint32_t as)
{
    if (b->titles || as || phrase.size < 4 || !is_ascii(phrase) || !has_lower(phrase)) return false;
    uint8_t type = b->entries[entry].type;
    return (type == ENTITY_COUNTRY || type == ENTITY_PLACE) && char_is_upper((uint8_t)phrase.data[0]);
}

static unsigned ways_of(const NameBuilder *b, Text phrase, uint32_t entry, uint32_t as)
{
    unsigned ways = memchr(phrase.data, '\'', phrase.size) ? WAY_CURLY : 0;
    if (!b->titles && (text_starts(phrase, "the ") || text_starts(phrase, "The "))) ways |= WAY_THE;
    return capitals_likely(b, phrase, entry, as) ? ways | WAY_CAPITALS : ways;
}

static Text write_way(Text phrase, unsigned way, char out[PHRASE_BYTES * 3])
{
    size_t n = 0;
    for (size_t i = 0; i < phrase.size; i++) {
        char c = phrase.data[i];
        if (c == '\'' && (way & WAY_CURLY)) {
            n += utf8_put(0x2019, out + n);
            continue;
        }
        if ((way & WAY_CAPITALS) && c >= 'a' && c <= 'z') c = (char)(c - 32);
        out[n++] = c;
    }
    if ((way & (WAY_THE | WAY_CAPITALS)) == WAY_THE) out[0] ^= 32;
    return text_of(out, n);
}

const char *names_phrase(NameBuilder *b, Text phrase, uint32_t entry, uint32_t as)
{
    char written[PHRASE_BYTES * 3];
    if (!phrase.size) return "an empty name";
    if (phrase.size > PHRASE_BYTES) return "a name of more than 500 bytes";
    unsigned ways = ways_of(b, phrase, entry, as);
    uint32_t value = b->titles ? as : (entry + 1) | as << VALUE_AS_SHIFT;
    const char *wrong = NULL;
    for (unsigned way = 0; way < WAYS && !wrong; way++) {
        if (way & ~ways) continue;
        uint32_t capitals = way & WAY_CAPITALS ? (uint32_t)LIST_AS_CAPITALS << VALUE_AS_SHIFT : 0;
        wrong = add_phrase(b, write_way(phrase, way, written), value | capitals);
    }
    return wrong;
}

/* ---- lines ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\r' || c == '\n';
}

Text field_next(Text *rest, char mark)
{
    if (!rest->data) return (Text){0};
    const char *end = memchr(rest->data, mark, rest->size);
    Text field = {rest->data, end ? (size_t)(end - rest->data) : rest->size};
    *rest = end ? text_of(end + 1, rest->size - field.size - 1) : (Text){0};
    while (field.size && is_blank(field.data[0])) field = text_of(field.data + 1, field.size - 1);
    while (field.size && is_blank(field.data[field.size - 1])) field.size--;
    return field;
}

static const char *const marks[] = {"metonym",    "state",   "social", "agency", "company", "party",
                                    "government", "capital", "region", "male",   "female",  "word"};

static const char *read_marks(Text field, uint16_t *flags)
{
    for (Text rest = field, mark; (mark = field_next(&rest, '|')).data;) {
        size_t i = 0;
        while (i < COUNT(marks) && !text_is(mark, marks[i])) i++;
        if (i == COUNT(marks) && mark.size)
            return "the sixth column has a mark that is none; data/README.md tells them";
        if (mark.size) *flags |= (uint16_t)(1u << i);
    }
    return NULL;
}

static const char *read_type(Text field, uint8_t *type)
{
    for (uint8_t t = ENTITY_PERSON; t < ENTITY_TYPES; t++)
        if (text_is(field, entity_type_name(t))) {
            *type = t;
            return NULL;
        }
    return "the third column is no type: person, organization, country, place, outlet, document or people";
}

static const char *read_country(Text field, char out[4])
{
    if (!field.size) return NULL;
    bool good = field.size == 3;
    for (size_t i = 0; good && i < 3; i++) good = field.data[i] >= 'A' && field.data[i] <= 'Z';
    if (!good) return "the fourth column is no country: three letters of ISO 3166-1, such as USA";
    memcpy(out, field.data, 3);
    return NULL;
}

static const char *read_fields(Text line, ListEntry *e, Text *aliases)
{
    Text rest = line;
    e->name = field_next(&rest, '\t');
    *aliases = field_next(&rest, '\t');
    if (!e->name.size) return "the first column has no name";
    if (e->name.size > PHRASE_BYTES) return "a name of more than 500 bytes";
    const char *wrong = read_type(field_next(&rest, '\t'), &e->type);
    if (!wrong) wrong = read_country(field_next(&rest, '\t'), e->country);
    e->domain = field_next(&rest, '\t');
    if (!wrong && e->domain.size > PHRASE_BYTES) return "a domain of more than 500 bytes";
    if (!wrong) wrong = read_marks(field_next(&rest, '\t'), &e->flags);
    if (!wrong && field_next(&rest, '\t').size) wrong = "it has more than six columns";
    return wrong;
}

/* "Time", and "The Sun" too: one word, whatever its article. */
static uint32_t guise(const ListEntry *e, Text phrase)
{
    size_t article = text_starts(phrase, "The ") || text_starts(phrase, "the ") ? 4 : 0;
    bool one = !memchr(phrase.data + article, ' ', phrase.size - article);
    return (e->flags & LIST_WORD) && one ? LIST_AS_WORD : 0;
}

const char *names_line(NameBuilder *b, Text line, uint32_t *entry)
{
    *entry = NONE;
    Text first = line;
    if (!field_next(&first, '\n').size || line.data[0] == '#') return NULL;
    if (!utf8_valid(line, NULL)) return "it is not UTF-8";
    if (memchr(line.data, 0, line.size)) return "it has a NUL";
    ListEntry e = {0};
    Text aliases;
    const char *wrong = read_fields(line, &e, &aliases);
    if (wrong) return wrong;
    uint32_t items = b->item_count, text = b->text_size;
    uint32_t id = names_entry(b, &e);
    if (id == NONE) return no_memory;
    wrong = names_phrase(b, e.name, id, guise(&e, e.name));
    for (Text alias; !wrong && (alias = field_next(&aliases, '|')).data;)
        if (alias.size) wrong = names_phrase(b, alias, id, guise(&e, alias));
    if (wrong) { /* the line is left out whole */
        b->item_count = items;
        b->entry_count = id;
        b->text_size = text;
        return wrong;
    }
    *entry = id;
    return NULL;
}

/* ---- the table ---- */

static void put(uint8_t *at, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) at[i] = (uint8_t)(value >> (8 * i));
}

static uint32_t get_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* What stands for a phrase that two lines claim: the first entry, and that there are others. Of one entry's guises
 * its name is the strongest. */
static uint32_t merge(uint32_t old, uint32_t new)
{
    uint32_t continues = (old | new) & VALUE_CONTINUES, a = old & ~VALUE_CONTINUES, b = new & ~VALUE_CONTINUES;
    const uint32_t ambiguous = (uint32_t)LIST_AMBIGUOUS << VALUE_AS_SHIFT;
    const uint32_t doubts = ambiguous | (uint32_t)LIST_AS_WORD << VALUE_AS_SHIFT, others = (a | b) & doubts;
    if (!a || !b) return continues | a | b;
    if ((a & VALUE_ENTRY) != (b & VALUE_ENTRY)) return continues | a | ambiguous;
    bool name = !((a & ~doubts) >> VALUE_AS_SHIFT) || !((b & ~doubts) >> VALUE_AS_SHIFT);
    return continues | others | (name ? a & VALUE_ENTRY : a | b);
}

static bool place_item(const NameBuilder *b, const NameItem *item, uint8_t *slots, uint32_t count)
{
    uint32_t at = list_slot((uint32_t)item->key, count);
    for (uint32_t tries = 0; tries < LIST_TRIES; tries++, at = list_slot_after(at, count)) {
        uint8_t *slot = slots + (size_t)at * LIST_SLOT;
        uint32_t old = get_u32(slot + 4);
        if (old && get_u32(slot) != (uint32_t)(item->key >> 32)) continue;
        put(slot, item->key >> 32, 4);
        put(slot + 4, b->titles ? old | item->value : merge(old, item->value), 4);
        return true;
    }
    return false;
}

static bool place_items(const NameBuilder *b, uint8_t *slots, uint32_t count)
{
    memset(slots, 0, (size_t)count * LIST_SLOT);
    for (uint32_t i = 0; i < b->item_count; i++)
        if (!place_item(b, &b->items[i], slots, count)) return false;
    return true;
}

static uint32_t distinct_keys(const NameBuilder *b, uint8_t *slots, uint32_t count)
{
    uint32_t used = 0;
    if (!place_items(b, slots, count)) return b->item_count;
    for (uint32_t i = 0; i < count; i++) used += get_u32(slots + (size_t)i * LIST_SLOT + 4) != 0;
    return used;
}

/* Many beginnings are shared, so the slots are counted in a table that is large enough for all, then laid out in one
 * that is two thirds full. */
static uint8_t *lay_slots(NameBuilder *b, size_t before, size_t after, uint32_t *count)
{
    uint32_t roomy = b->item_count + b->item_count / 2 + 16;
    uint8_t *all = arena_take(&b->arena, roomy, LIST_SLOT);
    if (!all) return NULL;
    uint32_t used = distinct_keys(b, all, roomy), least = used + used / 2 + 16;
    for (*count = least; *count <= least * 4; *count *= 2) {
        uint8_t *body = arena_take(&b->arena, before + (size_t)*count * LIST_SLOT + after, 1);
        if (!body) return NULL;
        if (place_items(b, body + before, *count)) return body;
    }
    return NULL;
}

static void put_entry(uint8_t *at, const NameEntry *e)
{
    put(at, e->at, 4);
    put(at + 4, e->name_size, 2);
    put(at + 6, e->domain_size, 2);
    put(at + 8, e->flags, 2);
    at[10] = e->type;
    memcpy(at + 11, e->country, 3);
    put(at + 14, 0, 2);
}

Status names_finish(NameBuilder *b, uint8_t **out, size_t *size, Error *error)
{
    size_t before = b->titles ? WORDS_HEADER : NAMES_HEADER + (size_t)b->entry_count * NAMES_ENTRY;
    uint32_t slots;
    uint8_t *body = lay_slots(b, before, b->text_size, &slots);
    if (!body) return fail_memory(error);
    memset(body, 0, WORDS_HEADER);
    put(body, b->titles ? slots : b->entry_count, 4);
    if (!b->titles) {
        put(body + 4, slots, 4);
        put(body + 8, b->text_size, 4);
        put(body + 12, 0, 4);
    }
    for (uint32_t i = 0; i < b->entry_count; i++)
        put_entry(body + NAMES_HEADER + (size_t)i * NAMES_ENTRY, &b->entries[i]);
    if (b->text_size) memcpy(body + before + (size_t)slots * LIST_SLOT, b->text, b->text_size);
    *out = body;
    *size = before + (size_t)slots * LIST_SLOT + b->text_size;
    return SAYSO_OK;
}

/* ---- a user's file ---- */

#define LINE_BYTES 65536u
#define FILE_BYTES ((uint64_t)1 << 30)
#define MOST_WARNINGS 20u

typedef struct Reader {
    FILE *file;
    const char *path;
    EntityWarn *warn;
    void *context;
    uint64_t line, left_out, bytes; /* bytes: read so far, FILE_BYTES at most */
    char *text;                     /* LINE_BYTES + 1 */
} Reader;

/* The path need not be UTF-8. */
static void tell(const Reader *r, char *sentence)
{
    size_t at;
    while (!utf8_valid(text_of(sentence, strlen(sentence)), &at)) sentence[at] = '?';
    r->warn(r->context, sentence);
}

static void warn_line(Reader *r, const char *wrong)
{
    char sentence[1024];
    if (++r->left_out > MOST_WARNINGS || !r->warn) return;
    snprintf(sentence, sizeof sentence, "%.400s: line %llu is left out: %s", r->path, (unsigned long long)r->line,
             wrong);
    tell(r, sentence);
}

static void warn_rest(Reader *r)
{
    char sentence[1024];
    if (r->left_out <= MOST_WARNINGS || !r->warn) return;
    snprintf(sentence, sizeof sentence, "%.400s: %llu more lines are left out", r->path,
             (unsigned long long)(r->left_out - MOST_WARNINGS));
    tell(r, sentence);
}

/* The next line without its end; false at the file's. A line that is too long is read to its end and warned of. */
static bool read_line(Reader *r, Text *line)
{
    for (;;) {
        size_t n = 0, all = 0;
        int c = EOF;
        for (; r->bytes < FILE_BYTES && (c = getc_unlocked(r->file)) != EOF && c != '\n'; r->bytes++) {
            if (n < LINE_BYTES) r->text[n++] = (char)c;
            all++;
        }
        if (r->bytes++ >= FILE_BYTES || (c == EOF && !all)) return false;
        r->line++;
        *line = text_of(r->text, n);
        if (r->line == 1 && text_starts(*line, "\xEF\xBB\xBF")) *line = text_of(line->data + 3, n - 3);
        if (all <= LINE_BYTES) return true;
        warn_line(r, "it has more than 65536 bytes");
    }
}

static Status read_lines(Reader *r, NameBuilder *b, Error *error)
{
    Text line;
    uint32_t entry;
    while (read_line(r, &line)) {
        if (b->entry_count == LIST_MAX_USER && line.size && line.data[0] != '#')
            return fail(error, SAYSO_ERROR_LIMIT, NO_OFFSET,
                        "%.100s: more than %u names, at line %llu; leave out those that you do not need", r->path,
                        LIST_MAX_USER, (unsigned long long)r->line);
        const char *wrong = names_line(b, line, &entry);
        if (wrong == no_memory) return fail_memory(error);
        if (b->item_count >= MAX_ITEMS)
            return fail(error, SAYSO_ERROR_LIMIT, NO_OFFSET, "%.100s: more than %u words of names, at line %llu",
                        r->path, MAX_ITEMS, (unsigned long long)r->line);
        if (wrong) warn_line(r, wrong);
    }
    if (r->bytes > FILE_BYTES)
        return fail(error, SAYSO_ERROR_LIMIT, NO_OFFSET, "%.100s: more than 1 GiB of names", r->path);
    if (ferror(r->file))
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "cannot read %.100s: %s", r->path, strerror(errno));
    warn_rest(r);
    return SAYSO_OK;
}

Status names_read(NameBuilder *b, const char *path, EntityWarn *warn, void *context, Error *error)
{
    Reader r = {.path = path, .warn = warn, .context = context, .text = arena_take(&b->arena, LINE_BYTES + 1, 1)};
    if (!r.text) return fail_memory(error);
    r.file = fopen(path, "rbe");
    if (!r.file)
        return fail(error, SAYSO_ERROR_IO, NO_OFFSET, "cannot open the names in %.100s: %s", path, strerror(errno));
    Status status = read_lines(&r, b, error);
    (void)fclose(r.file);
    return status;
}
