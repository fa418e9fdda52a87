/* marked: attributions marked by hand in a sentence, so that what is tested is the standing and not the learnt reading.
 *
 *   "[Threlk] {said} Friday <that the wall had moved>."     [source] {cue} <content>
 *   "<1[Haleko] {said} <2[she] {2would stay}>>"              a digit after the mark: whose it is; without one, the
 * first's
 *
 * Expectations are fields with a value each, apart by " | "; an empty value means that the field is absent, and a field
 * that is not named is not looked at:   "act=promise | when=2026-03-06 | to=reporters". A digit before the name: whose
 * field. */
#ifndef SAYSO_MARKED_H
#define SAYSO_MARKED_H

#include "unit.h"

#include "standing/standing.h"

#define MARKED_MOST 8u
#define MARKED_TEXT 4096u

typedef struct Marked {
    const char *published; /* "" : none */
    const char *text, *expected;
} Marked;

typedef struct Bench { /* the stages, opened once a program */
    Model file;
    TokenModel *token;
    SyntaxModel *syntax;
    EntityModel *entity;
    StandingModel *standing;
} Bench;

/* These programs are tables, no groups of cmocka's: what cannot be ends them. */
static inline void must(bool holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "%s\n", what);
    exit(1);
}

typedef struct MarkedSpans {
    Span source, cue, contents[4];
    uint32_t content_count;
} MarkedSpans;

typedef struct Scene {
    char text[MARKED_TEXT];
    MarkedSpans spans[MARKED_MOST]; /* bytes */
    uint32_t count;
    Arena arena, scratch;
    Article article;
    Tokens tokens;
    Syntax syntax;
    Entities entities;
    Attributions attributions;
    Standings standings;
} Scene;

/* False where this model file has no list of cues: the tests are skipped. */
static inline bool bench_open(Bench *b)
{
    *b = (Bench){0};
    Error error;
    if (model_open(unit_path("SAYSO_MODEL_FILE"), &b->file, &error)) return false;
    if (!model_section(&b->file, "list.cues") || !model_section(&b->file, "list.nouns")) return false;
    return !token_open(&b->file, &libc_allocator, &b->token, &error) &&
           !syntax_open(&b->file, &libc_allocator, &b->syntax, &error) &&
           !entity_open(&b->file, NULL, NULL, NULL, &libc_allocator, &b->entity, &error) &&
           !standing_open(&b->file, &libc_allocator, &b->standing, &error);
}

static inline void bench_close(Bench *b)
{
    if (b->standing) standing_close(b->standing, &libc_allocator);
    if (b->entity) entity_close(b->entity, &libc_allocator);
    if (b->syntax) syntax_close(b->syntax, &libc_allocator);
    if (b->token) token_close(b->token, &libc_allocator);
    if (b->file.data) model_close(&b->file);
}

static inline void put_span(MarkedSpans *m, char mark, Span s)
{
    if (mark == '[') m->source = s;
    if (mark == '{') m->cue = s;
    if (mark == '<') m->contents[m->content_count++] = s;
}

/* Takes the marks off. */
static inline void scene_read(Scene *s, const char *marked)
{
    struct Open {
        char mark;
        uint32_t whose, begin;
    } stack[16];
    uint32_t depth = 0, n = 0;
    for (const char *at = marked; *at; at++) {
        if (strchr("[{<", *at)) {
            bool digit = at[1] >= '1' && at[1] <= '8';
            stack[depth++] = (struct Open){*at, digit ? (uint32_t)(at[1] - '1') : 0, n};
            at += digit;
        } else if (strchr("]}>", *at)) {
            struct Open o = stack[--depth];
            put_span(&s->spans[o.whose], o.mark, (Span){o.begin, n});
            if (o.whose >= s->count) s->count = o.whose + 1;
        } else {
            s->text[n++] = *at;
        }
    }
    s->text[n] = 0;
}

static inline Span words_of(const Tokens *t, Span bytes)
{
    Span words = {0, 0};
    for (uint32_t i = 0; i < t->word_count; i++) {
        if (t->words[i].begin < bytes.begin || t->words[i].end > bytes.end) continue;
        if (words.begin == words.end) words.begin = i;
        words.end = i + 1;
    }
    return words;
}

static inline void scene_attribute(Scene *s)
{
    Attributions *a = &s->attributions;
    a->items = TAKE(&s->arena, Attribution, s->count);
    a->contents = TAKE(&s->arena, Span, (size_t)s->count * 4);
    a->count = s->count;
    for (uint32_t i = 0; i < s->count; i++) {
        const MarkedSpans *m = &s->spans[i];
        a->items[i] = (Attribution){.source = words_of(&s->tokens, m->source),
                                    .cue = words_of(&s->tokens, m->cue),
                                    .content_first = a->content_count,
                                    .content_count = m->content_count};
        for (uint32_t k = 0; k < m->content_count; k++)
            a->contents[a->content_count++] = words_of(&s->tokens, m->contents[k]);
    }
}

static inline void scene_stages(Scene *s, const Bench *b, const char *text, const char *published)
{
    memset(s, 0, sizeof *s);
    arena_init(&s->arena, &libc_allocator, SIZE_MAX);
    arena_init(&s->scratch, &libc_allocator, SIZE_MAX);
    scene_read(s, text);
    Error error = {0};
    sayso_article in = {.size = sizeof in, .bytes = text_literal(s->text), .published = text_literal(published)};
    bool failed =
        input_read(&in, 1 << 20, &s->arena, &s->scratch, &s->article, &error) ||
        token_run(&s->article, b->token, &s->arena, &s->scratch, &s->tokens, &error) ||
        syntax_run(&s->article, &s->tokens, b->syntax, &s->arena, &s->scratch, &s->syntax, &error) ||
        entity_run(&s->article, &s->tokens, &s->syntax, b->entity, &s->arena, &s->scratch, &s->entities, &error);
    must(!failed, error.message);
}

static inline void scene_run(Scene *s, const Bench *b, const Marked *row)
{
    Error error = {0};
    scene_stages(s, b, row->text, row->published);
    scene_attribute(s);
    bool failed = standing_run(&s->article, &s->tokens, &s->syntax, &s->entities, &s->attributions, b->standing,
                               &s->arena, &s->scratch, &s->standings, &error);
    must(!failed, error.message);
    must(standing_check(&s->tokens, &s->entities, &s->attributions, &s->standings, &error), error.message);
}

static inline void scene_free(Scene *s)
{
    arena_free(&s->arena);
    arena_free(&s->scratch);
}

static inline Text scene_words(const Scene *s, Span words)
{
    return text_slice(s->article.text, words_bytes(&s->tokens, words));
}

/* The names of those who are named together. */
static inline Text scene_joint(const Scene *s, const Standing *st)
{
    static char names[256];
    size_t at = 0;
    for (uint32_t i = 0; i < st->joint_count && at < sizeof names; i++) {
        Text name = s->entities.items[s->standings.joint[st->joint_first + i]].name;
        at += (size_t)snprintf(names + at, sizeof names - at, "%s%.*s", i ? "; " : "", (int)name.size, name.data);
    }
    return text_of(names, at);
}

/* What the field came out as; "" where it is absent. */
static inline Text scene_field(const Scene *s, uint32_t whose, const char *name)
{
    static char number[2];
    const Standing *st = &s->standings.items[whose];
    if (!strcmp(name, "kind")) return text_literal(st->kind ? kind_name(st->kind) : "");
    if (!strcmp(name, "act")) return text_literal(act_name(st->act));
    if (!strcmp(name, "negated")) return text_literal(st->negated_rule ? "yes" : "");
    if (!strcmp(name, "clause")) return text_literal(st->clause ? "yes" : "no");
    if (!strcmp(name, "who")) return scene_joint(s, st);
    if (!strcmp(name, "to")) return scene_words(s, st->to.words);
    if (!strcmp(name, "via")) return scene_words(s, st->via.words);
    if (!strcmp(name, "when")) return text_literal(st->date);
    if (!strcmp(name, "words")) return scene_words(s, st->when);
    if (!strcmp(name, "anonymity")) return scene_words(s, st->anonymity);
    must(!strcmp(name, "within"), "no such field");
    number[0] = st->within == NONE ? 0 : (char)('1' + st->within);
    return text_literal(number);
}

/* Checks one "name=value"; tells what is wrong and counts it. */
static inline uint32_t check_field(const Scene *s, const Marked *row, const char *field, size_t size)
{
    char name[32], want[512];
    const char *equals = memchr(field, '=', size);
    must(equals, "a field needs its value");
    bool digit = *field >= '1' && *field <= '8';
    const char *begin = field + digit;
    snprintf(name, sizeof name, "%.*s", (int)(equals - begin), begin);
    snprintf(want, sizeof want, "%.*s", (int)(field + size - equals - 1), equals + 1);
    Text got = scene_field(s, digit ? (uint32_t)(*field - '1') : 0, name);
    if (text_is(got, want)) return 0;
    fprintf(stderr, "%s\n    %s: \"%.*s\", not \"%s\"\n", row->text, name, (int)got.size, got.data, want);
    return 1;
}

static inline uint32_t check_row(const Bench *b, const Marked *row)
{
    Scene scene;
    scene_run(&scene, b, row);
    uint32_t wrong = 0;
    for (const char *at = row->expected; *at;) {
        const char *end = strstr(at, " | ");
        size_t size = end ? (size_t)(end - at) : strlen(at);
        wrong += check_field(&scene, row, at, size);
        at += size + (end ? 3 : 0);
    }
    scene_free(&scene);
    return wrong;
}

/* The model is learnt: a tree that is wrong may spoil a rule that is right. `most` rows may be so. */
static inline int check_rows(const Marked *rows, size_t count, uint32_t most)
{
    Bench bench;
    bool open = bench_open(&bench);
    if (!open) {
        bench_close(&bench);
        return UNIT_SKIPPED;
    }
    uint32_t wrong = 0;
    for (size_t i = 0; i < count; i++) wrong += check_row(&bench, &rows[i]) != 0;
    bench_close(&bench);
    printf("%u of %zu sentences are not as expected; %u may be\n", wrong, count, most);
    return wrong > most;
}

#endif
