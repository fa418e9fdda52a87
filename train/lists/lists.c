/* The word lists: TSV that people read and extend -> the sections that src/entity/lists.c looks up. The order of the
 * files is the order of claims: where two lists have a name, it is that of the first, and known to be ambiguous. */
#include <jansson.h>
#include <stdlib.h>

#include "train/lists/cues_list.h"
#include "train/lists/deeds_list.h"
#include "entity/names.h"
#include "train/lists/lists.h"
#include "train/train.h"

#define ISO_3166 "/usr/share/iso-codes/json/iso_3166-1.json"

typedef struct Source { /* a file, and where in it we are */
    char path[1024];
    char *data;
    Text rest;
    unsigned line;
} Source;

static void source_open(Source *s, const char *folder, const char *name)
{
    snprintf(s->path, sizeof s->path, "%s/words/%s", folder, name);
    size_t size;
    s->data = read_file(s->path, &size);
    s->rest = text_of(s->data, size);
    s->line = 0;
}

/* The next line that is no comment and not blank. */
static bool source_line(Source *s, Text *line)
{
    while (s->rest.size) {
        const char *end = memchr(s->rest.data, '\n', s->rest.size);
        size_t n = end ? (size_t)(end - s->rest.data) : s->rest.size;
        *line = text_of(s->rest.data, n);
        s->rest = text_of(s->rest.data + n + (end != NULL), s->rest.size - n - (end != NULL));
        s->line++;
        if (n && line->data[0] != '#') return true;
    }
    free(s->data);
    return false;
}

static void expect(const Source *s, const char *wrong)
{
    if (wrong) die("%s, line %u: %s", s->path, s->line, wrong);
}

/* ---- names ---- */

static uint32_t add_entry(const Source *s, NameBuilder *b, const ListEntry *entry)
{
    uint32_t id = names_entry(b, entry);
    if (id == NONE) die("%s, line %u: memory ran out", s->path, s->line);
    return id;
}

static void add_phrases(const Source *s, NameBuilder *b, Text field, uint32_t entry, uint32_t as)
{
    for (Text phrase; (phrase = field_next(&field, '|')).data;)
        if (phrase.size) expect(s, names_phrase(b, phrase, entry, as));
}

static void add_names(NameBuilder *b, const char *folder, const char *name)
{
    Source s;
    uint32_t entry, before = b->entry_count;
    source_open(&s, folder, name);
    for (Text line; source_line(&s, &line);) expect(&s, names_line(b, line, &entry));
    note("%-14s %5u entries", name, b->entry_count - before);
}

/* ---- countries ---- */

static json_t *iso_read(json_t **all)
{
    json_error_t error;
    *all = json_load_file(ISO_3166, 0, &error);
    json_t *countries = json_object_get(*all, "3166-1");
    if (!countries) die("cannot read %s (%s); install Debian's package iso-codes", ISO_3166, error.text);
    return countries;
}

static const json_t *iso_find(const json_t *countries, Text code)
{
    for (size_t i = 0; i < json_array_size(countries); i++) {
        const json_t *c = json_array_get(countries, i);
        const char *alpha3 = json_string_value(json_object_get(c, "alpha_3"));
        if (alpha3 && text_is(code, alpha3)) return c;
    }
    return NULL;
}

/* "Congo, The Democratic Republic of the" and "Falkland Islands (Malvinas)" are names of lists, not of texts. */
static Text iso_name(const json_t *country, const char *key)
{
    const char *name = json_string_value(json_object_get(country, key));
    return name && !strpbrk(name, ",(") ? text_literal(name) : (Text){0};
}

static void add_iso_names(const Source *s, NameBuilder *b, const json_t *country, uint32_t entry)
{
    static const char *const keys[] = {"common_name", "name", "official_name"};
    for (size_t i = 0; i < COUNT(keys); i++) {
        Text name = iso_name(country, keys[i]);
        if (name.size) expect(s, names_phrase(b, name, entry, 0));
    }
}

static Text usual_name(const Source *s, Text names, const json_t *country)
{
    Text name = field_next(&names, '|');
    if (!name.size) name = iso_name(country, "common_name");
    if (!name.size) name = iso_name(country, "name");
    if (!name.size)
        die("%s, line %u: the second column needs a name: iso-codes has none that texts use", s->path, s->line);
    return name;
}

static void add_capitals(const Source *s, NameBuilder *b, Text field, const ListEntry *country)
{
    ListEntry capital = {.type = ENTITY_PLACE, .flags = LIST_CAPITAL | LIST_METONYM};
    memcpy(capital.country, country->country, 4);
    for (Text name; (name = field_next(&field, '|')).data;) {
        if (!name.size) continue;
        capital.name = name;
        expect(s, names_phrase(b, name, add_entry(s, b, &capital), 0));
    }
}

static void add_country(const Source *s, NameBuilder *b, Text line, const json_t *iso)
{
    Text code = field_next(&line, '\t'), names = field_next(&line, '\t');
    const json_t *country = iso_find(iso, code);
    if (code.size != 3 || (!country && code.data[0] != 'X')) /* ISO leaves XAA to XZZ to its users */
        die("%s, line %u: \"%.*s\" is no code of ISO 3166-1", s->path, s->line, (int)code.size, code.data);
    ListEntry entry = {.name = usual_name(s, names, country), .type = ENTITY_COUNTRY};
    memcpy(entry.country, code.data, 3);
    uint32_t id = add_entry(s, b, &entry);
    add_phrases(s, b, names, id, 0);
    add_iso_names(s, b, country, id);
    add_phrases(s, b, field_next(&line, '\t'), id, LIST_AS_ADJECTIVE);
    add_phrases(s, b, field_next(&line, '\t'), id, LIST_AS_PERSON);
    add_phrases(s, b, field_next(&line, '\t'), id, LIST_AS_PEOPLE);
    add_capitals(s, b, field_next(&line, '\t'), &entry);
    add_phrases(s, b, field_next(&line, '\t'), id, LIST_AS_EPITHET);
    if (line.data) die("%s, line %u: it has more than seven columns", s->path, s->line);
}

static void add_countries(NameBuilder *b, const char *folder)
{
    Source s;
    json_t *all, *iso = iso_read(&all);
    source_open(&s, folder, "countries.tsv");
    for (Text line; source_line(&s, &line);) add_country(&s, b, line, iso);
    note("%-14s %5u entries", "countries.tsv", b->entry_count);
    json_decref(all);
}

/* ---- peoples: name, one of them, adjectives, country ---- */

static void add_peoples(NameBuilder *b, const char *folder)
{
    Source s;
    uint32_t before = b->entry_count;
    source_open(&s, folder, "peoples.tsv");
    for (Text line; source_line(&s, &line);) {
        Text names = field_next(&line, '\t'), first = names, one = field_next(&line, '\t'),
             adjectives = field_next(&line, '\t');
        Text country = field_next(&line, '\t');
        if (country.size && country.size != 3) expect(&s, "the fourth column is no country");
        ListEntry entry = {.name = field_next(&first, '|'), .type = ENTITY_PEOPLE};
        if (country.size) memcpy(entry.country, country.data, 3);
        uint32_t id = add_entry(&s, b, &entry);
        add_phrases(&s, b, names, id, LIST_AS_PEOPLE);
        add_phrases(&s, b, one, id, LIST_AS_PERSON);
        add_phrases(&s, b, adjectives, id, LIST_AS_ADJECTIVE);
    }
    note("%-14s %5u entries", "peoples.tsv", b->entry_count - before);
}

static void add_section(ModelWriter *writer, const char *name, const void *body, size_t size)
{
    if (!model_writer_add(writer, name, SECTION_BYTES, body, size)) die("cannot add section %s", name);
    note("section %-12s %7zu bytes", name, size);
}

static void finish_builder(ModelWriter *writer, const char *section, NameBuilder *b)
{
    uint8_t *body;
    size_t size;
    Error error;
    if (names_finish(b, &body, &size, &error)) die("%s", error.message);
    add_section(writer, section, body, size);
    names_end(b);
}

static void compile_names(ModelWriter *writer, const char *folder)
{
    NameBuilder b;
    names_begin(&b, &libc_allocator, false);
    add_countries(&b, folder);
    add_names(&b, folder, "seats.tsv");
    add_names(&b, folder, "bodies.tsv");
    add_names(&b, folder, "outlets.tsv");
    add_peoples(&b, folder);
    add_names(&b, folder, "companies.tsv");
    add_names(&b, folder, "places.tsv");
    note("%u entries, %u ways to write them", b.entry_count, b.item_count);
    finish_builder(writer, "list.names", &b);
}

/* ---- flags: word, marks ---- */

typedef struct Flag {
    const char *name;
    uint32_t value;
} Flag;

static const Flag title_flags[] = {{"honorific", TITLE_HONORIFIC},
                                   {"office", TITLE_OFFICE},
                                   {"male", TITLE_MALE},
                                   {"female", TITLE_FEMALE},
                                   {"military", TITLE_MILITARY},
                                   {"former", TITLE_FORMER},
                                   {0}};
static const Flag noun_flags[] = {{"person", NOUN_PERSON},
                                  {"unnamed", NOUN_UNNAMED},
                                  {"group", NOUN_GROUP},
                                  {"office", NOUN_OFFICE},
                                  {"kin", NOUN_KIN},
                                  {"male", NOUN_MALE},
                                  {"female", NOUN_FEMALE},
                                  {"collective", NOUN_COLLECTIVE},
                                  {"outlet", NOUN_OUTLET},
                                  {"document", NOUN_DOCUMENT},
                                  {"body", NOUN_BODY},
                                  {"country", NOUN_COUNTRY},
                                  {"place", NOUN_PLACE},
                                  {"time", NOUN_TIME},
                                  {"venue", NOUN_VENUE},
                                  {"speech", NOUN_SPEECH},
                                  {0}};
static const Flag given_flags[] = {
    {"male", GIVEN_MALE}, {"female", GIVEN_FEMALE}, {"both", GIVEN_MALE | GIVEN_FEMALE}, {0}};

static uint32_t read_flags(const Source *s, Text field, const Flag *known)
{
    uint32_t flags = 0;
    for (Text mark; (mark = field_next(&field, '|')).data;) {
        const Flag *f = known;
        while (f->name && !text_is(mark, f->name)) f++;
        if (!f->name) die("%s, line %u: there is no mark \"%.*s\"", s->path, s->line, (int)mark.size, mark.data);
        flags |= f->value;
    }
    return flags;
}

static void compile_titles(ModelWriter *writer, const char *folder)
{
    Source s;
    NameBuilder b;
    names_begin(&b, &libc_allocator, true);
    source_open(&s, folder, "titles.tsv");
    uint32_t count = 0;
    for (Text line; source_line(&s, &line); count++) {
        Text titles = field_next(&line, '\t');
        add_phrases(&s, &b, titles, 0, read_flags(&s, field_next(&line, '\t'), title_flags));
    }
    note("titles.tsv     %5u lines", count);
    finish_builder(writer, "list.titles", &b);
}

/* ---- words ---- */

typedef struct Words {
    Dict dict;
    uint32_t *flags;
} Words;

static void add_word(Words *w, uint32_t key, uint32_t flags)
{
    uint32_t before = w->dict.count, k = dict_add(&w->dict, key);
    if (w->dict.count != before) {
        w->flags = grow(w->flags, w->dict.count, sizeof *w->flags);
        w->flags[k] = 0;
    }
    w->flags[k] |= flags;
}

static void finish_words(ModelWriter *writer, const char *section, Words *w)
{
    uint32_t slots = w->dict.count + w->dict.count / 2 + 16;
    size_t size = WORDS_HEADER + (size_t)slots * LIST_SLOT;
    uint8_t *body = take(size, 1), *at = body + WORDS_HEADER;
    put_u32(body, slots);
    for (uint32_t i = 0; i < w->dict.count; i++) {
        uint32_t key = (uint32_t)w->dict.keys[i], k = list_slot(key, slots), tries = 1, taken;
        for (; memcpy(&taken, at + (size_t)k * LIST_SLOT + 4, 4), taken; k = list_slot_after(k, slots)) tries++;
        if (tries > LIST_TRIES) die("%s: a run of more than %u slots", section, LIST_TRIES);
        put_u32(at + (size_t)k * LIST_SLOT, key);
        put_u32(at + (size_t)k * LIST_SLOT + 4, w->flags[i]);
    }
    add_section(writer, section, body, size);
    free(body);
    free(w->flags);
    dict_free(&w->dict);
}

/* Word.lower of a text of one word */
static uint32_t lower_of(const Source *s, Text word)
{
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    Span whole = {0, (uint32_t)word.size};
    Article article = {.text = word, .paragraphs = &whole, .paragraph_count = 1};
    Tokens tokens;
    Error error;
    if (token_run(&article, NULL, &arena, &arena, &tokens, &error)) die("%s", error.message);
    if (tokens.word_count != 1)
        die("%s, line %u: \"%.*s\" is not one word", s->path, s->line, (int)word.size, word.data);
    uint32_t lower = tokens.words[0].lower;
    arena_free(&arena);
    return lower;
}

static void compile_words(ModelWriter *writer, const char *folder, const char *name, const char *section,
                          const Flag *known, bool lemmas)
{
    Source s;
    Words words = {0};
    source_open(&s, folder, name);
    for (Text line; source_line(&s, &line);) {
        Text word = field_next(&line, '\t'), marks = field_next(&line, '\t');
        if (!word.size || !marks.size) die("%s, line %u: it needs a word and its marks", s.path, s.line);
        add_word(&words, lemmas ? lemma_hash(word) : lower_of(&s, word), read_flags(&s, marks, known));
    }
    note("%-14s %5u words", name, words.dict.count);
    finish_words(writer, section, &words);
}

static void compile_all(ModelWriter *writer, const char *data_dir)
{
    compile_names(writer, data_dir);
    compile_titles(writer, data_dir);
    compile_words(writer, data_dir, "nouns.tsv", "list.nouns", noun_flags, true);
    compile_words(writer, data_dir, "given.tsv", "list.given", given_flags, false);
    cues_list(writer, data_dir);
    deeds_list(writer, data_dir);
}

static int finish(ModelWriter *writer, const char *out)
{
    Error error;
    if (model_writer_finish(writer, out, &error)) die("%s", error.message);
    return 0;
}

int train_lists(const char *data_dir, const char *out)
{
    ModelWriter *writer = model_writer_new();
    compile_all(writer, data_dir);
    return finish(writer, out);
}

int train_relist(const char *model_path, const char *data_dir, const char *out)
{
    Model model;
    Error error;
    if (model_open(model_path, &model, &error)) die("%s", error.message);
    ModelWriter *writer = model_writer_new();
    bool done = false; /* the lists stand where they stood */
    for (uint32_t i = 0; i < model.section_count; i++) {
        const Section *s = &model.sections[i];
        bool list = !strncmp(s->name, "list.", 5);
        if (list && !done) compile_all(writer, data_dir);
        done |= list;
        if (!list && !model_writer_add(writer, s->name, s->kind, s->data, s->size)) die("cannot add section %s", s->name);
    }
    if (!done) compile_all(writer, data_dir);
    int status = finish(writer, out);
    model_close(&model);
    return status;
}
