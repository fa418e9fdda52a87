/* The grammar's readings, sentence by sentence: tests/data/readings.tsv has trees as they should be, so that no
 * parser's faults pass through, and what should be found in them. The cues are those of data/words/cues.tsv. */
#include "attribution/internal.h"
#include "token/internal.h"
#include "unit.h"

#define WORDS 64u
#define CUES 2000u

typedef struct Cues {
    uint64_t keys[CUES];
    uint8_t acts[CUES];
    uint32_t count;
} Cues;

static LexiconEntry look_up(const void *context, uint64_t key)
{
    const Cues *c = context;
    for (uint32_t i = 0; i < c->count; i++)
        if (c->keys[i] == key) return (LexiconEntry){100, c->acts[i]};
    return (LexiconEntry){0, 0};
}

static FILE *open_source(const char *path)
{
    char full[1024];
    const char *root = unit_path("SAYSO_SOURCE_ROOT");
    (void)snprintf(full, sizeof full, "%s/%s", *root ? root : ".", path);
    FILE *file = fopen(full, "r");
    assert_non_null(file);
    return file;
}

/* The next piece of a line, up to a tab or its end; the line is cut there. */
static char *next_field(char **line)
{
    char *field = *line, *end = field + strcspn(field, "\t\n");
    *line = *end == '\t' ? end + 1 : end;
    *end = '\0';
    return field;
}

static void read_cues(Cues *out)
{
    static const char *const acts[] = {"state",  "claim", "confirm", "deny", "decline", "dismiss", "accuse", "condemn",
                                       "praise", "warn",  "promise", "urge", "ask",     "suggest", "think"};
    FILE *file = open_source("data/words/cues.tsv");
    char line[256];
    while (fgets(line, sizeof line, file)) {
        char *at = line, *lemma = next_field(&at), *part = next_field(&at), *act = next_field(&at);
        if (*lemma == '#' || !*act) continue;
        uint8_t upos = !strcmp(part, "verb") ? UPOS_VERB : !strcmp(part, "noun") ? UPOS_NOUN : UPOS_ADJ, k = 0;
        while (strcmp(acts[k], act)) k++;
        assert_true(out->count < CUES);
        out->keys[out->count] = lexicon_key(lemma_hash(text_literal(lemma)), upos);
        out->acts[out->count++] = (uint8_t)(k + 1);
    }
    (void)fclose(file);
}

typedef struct Sentences { /* one of the file at a time */
    char text[2048], wanted[1024], got[1024], name[256];
    Word words[WORDS];
    Sentence sentence;
    uint8_t upos[WORDS], xpos[WORDS], relation[WORDS];
    uint32_t head[WORDS], lemma[WORDS], count;
    size_t size;
} Sentences;

static bool stands_apart(const Sentences *s, const char *form)
{
    static const char *const closing[] = {",", ".", "?", ":", "”", "’", "’s"};
    const char *before = s->text + (s->size >= 3 ? s->size - 3 : 0);
    bool apart = s->size && strncmp(before, "“", 3) != 0 && strncmp(before, "‘", 3) != 0;
    for (size_t i = 0; i < COUNT(closing); i++) apart = apart && strcmp(form, closing[i]) != 0;
    return apart;
}

static void add_word(Sentences *s, char *line)
{
    const char *form = next_field(&line), *lemma = next_field(&line), *upos = next_field(&line),
               *xpos = next_field(&line);
    const char *head = next_field(&line), *relation = next_field(&line);
    uint32_t i = s->count++;
    assert_true(i < WORDS && s->size + strlen(form) + 2 < sizeof s->text);
    bool apart = stands_apart(s, form);
    if (apart) s->text[s->size++] = ' ';
    s->words[i] =
        (Word){.begin = (uint32_t)s->size, .end = (uint32_t)(s->size + strlen(form)), .flags = apart ? WORD_SPACE : 0};
    (void)strcpy(s->text + s->size, form);
    s->size += strlen(form);
    s->lemma[i] = lemma_hash(text_literal(lemma));
    assert_true(upos_find(text_literal(upos), &s->upos[i]) && xpos_find(text_literal(xpos), &s->xpos[i]));
    assert_true(relation_find(text_literal(relation), &s->relation[i]));
    unsigned long governor = strtoul(head, NULL, 10);
    s->head[i] = governor ? (uint32_t)governor - 1 : NONE;
}

static void write_span(Sentences *s, Span words, const char *brackets)
{
    size_t at = strlen(s->got);
    uint32_t begin = s->words[words.begin].begin, end = s->words[words.end - 1].end;
    (void)snprintf(s->got + at, sizeof s->got - at, "%s%c%.*s%c", at && s->got[at - 1] != '\n' ? " " : "", brackets[0],
                   (int)(end - begin), s->text + begin, brackets[1]);
}

static void write_reading(Sentences *s, const Reported *r)
{
    if (r->source.begin < r->source.end) write_span(s, r->source, "[]");
    write_span(s, r->cue, "<>");
    for (uint32_t i = 0; i < r->count; i++) write_span(s, r->contents[i], "{}");
    (void)strcat(s->got, "\n");
}

/* True where what is found is what is wanted. */
static bool finish(Sentences *s, const Cues *cues)
{
    if (!s->count) return true;
    for (uint32_t i = 0; i < s->count; i++) word_look(text_of(s->text, s->size), &s->words[i]);
    s->sentence = (Sentence){0, s->count, 0};
    Tokens tokens = {s->words, &s->sentence, s->count, 1};
    Syntax syntax = {.upos = s->upos, .xpos = s->xpos, .relation = s->relation, .head = s->head, .lemma_hash = s->lemma};
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    View view;
    Grammar grammar;
    assert_true(view_make(&tokens, &syntax, (Lexicon){look_up, cues}, &arena, &view));
    assert_true(grammar_make(&view, &arena, &grammar));
    Reported r[WORDS];
    uint32_t count = 0;
    s->got[0] = '\0';
    for (uint32_t i = 0; i < s->count; i++)
        if (grammar_read(&grammar, i, &r[count])) write_reading(s, &r[count++]);
    arena_free(&arena);
    bool same = !strcmp(s->got, s->wanted);
    if (!same) print_error("%swanted:\n%sgot:\n%s\n", s->name, s->wanted, s->got);
    return same;
}

static void readings_are_as_by_hand(void **state)
{
    (void)state;
    static Cues cues;
    static Sentences s;
    read_cues(&cues);
    FILE *file = open_source("tests/data/readings.tsv");
    char line[512];
    uint32_t wrong = 0, sentences = 0;
    bool more = true;
    while (more) {
        more = fgets(line, sizeof line, file) != NULL;
        if (!more || *line == '\n') {
            sentences += s.count > 0;
            wrong += !finish(&s, &cues);
            s.count = 0;
            s.size = 0;
            s.wanted[0] = '\0';
        } else if (*line == '#') {
            (void)strcpy(s.name, line);
        } else if (*line == '=') {
            (void)strcat(s.wanted, line + 2);
        } else {
            add_word(&s, line);
        }
    }
    (void)fclose(file);
    assert_true(sentences >= 60);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(readings_are_as_by_hand)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
