/* Whatever trees and attributions come, what the stage promises holds: heads, relations, tags and attributions are
 * shaken or drawn at random over sentences full of deeds. */
#include "unit.h"

#include "event/event.h"

static const char text[] = "Tolva denies shelling Port Orr. On Friday the rebels, who had kidnapped two U.N. "
                           "inspectors, threatened to attack the capital unless "
                           "President Mara Elling met their leaders in Geneva last week. \"We will not withdraw our "
                           "troops,\" she said, and called on France to impose "
                           "sanctions on Russia. Police arrested three journalists at a protest against the "
                           "government's crackdown; Egypt condemned the hijacking of the "
                           "plane by militants. The U.S.-Israeli attacks on Iran killed 40 people, the ministry said. "
                           "Hundreds marched. It agreed to a ceasefire.";

typedef struct Stages {
    Model file;
    TokenModel *token;
    SyntaxModel *syntax;
    EntityModel *entity;
    StandingModel *standing;
    EventModel *event;
} Stages;

static bool stages_open(Stages *s)
{
    Error error;
    *s = (Stages){0};
    return !model_open(unit_path("SAYSO_MODEL_FILE"), &s->file, &error) && model_section(&s->file, "list.deeds") &&
           !token_open(&s->file, &libc_allocator, &s->token, &error) &&
           !syntax_open(&s->file, &libc_allocator, &s->syntax, &error) &&
           !entity_open(&s->file, NULL, NULL, NULL, &libc_allocator, &s->entity, &error) &&
           !standing_open(&s->file, &libc_allocator, &s->standing, &error) &&
           !event_open(&s->file, &libc_allocator, &s->event, &error);
}

static void must(bool holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "%s\n", what);
    exit(1);
}

/* A random tree a sentence: each word but the root hangs on one that was placed before it. */
static void random_trees(const Tokens *t, Syntax *y, uint64_t *seed)
{
    uint32_t order[256];
    for (uint32_t n = 0; n < t->sentence_count; n++) {
        Sentence x = t->sentences[n];
        uint32_t count = x.end - x.first;
        must(count <= COUNT(order), "a sentence is too long for this test");
        for (uint32_t i = 0; i < count; i++) {
            uint32_t k = unit_below(seed, i + 1);
            order[i] = order[k];
            order[k] = x.first + i;
        }
        for (uint32_t i = 0; i < count; i++) {
            y->head[order[i]] = i ? order[unit_below(seed, i)] : NONE;
            y->relation[order[i]] = (uint8_t)(i ? 2 + unit_below(seed, RELATION_COUNT - 2) : REL_ROOT);
            if (!unit_below(seed, 3)) y->upos[order[i]] = (uint8_t)unit_below(seed, UPOS_COUNT);
        }
    }
}

/* The parser's trees with some words hung higher, and some relations and tags that are others. */
static void shaken_trees(const Tokens *t, const Syntax *parsed, Syntax *y, uint64_t *seed)
{
    for (uint32_t i = 0; i < t->word_count; i++) {
        y->head[i] = parsed->head[i];
        y->relation[i] = parsed->relation[i];
        y->upos[i] = parsed->upos[i];
    }
    for (uint32_t i = 0; i < t->word_count; i++) {
        if (y->head[i] == NONE) continue;
        if (!unit_below(seed, 10) && y->head[y->head[i]] != NONE) y->head[i] = y->head[y->head[i]];
        if (!unit_below(seed, 10)) y->relation[i] = (uint8_t)(2 + unit_below(seed, RELATION_COUNT - 2));
        if (!unit_below(seed, 20)) y->upos[i] = (uint8_t)unit_below(seed, UPOS_COUNT);
    }
}

static Syntax copy_of(const Syntax *from, uint32_t words, Arena *arena)
{
    Syntax out = *from;
    out.head = TAKE(arena, uint32_t, words);
    out.relation = TAKE(arena, uint8_t, words);
    out.upos = TAKE(arena, uint8_t, words);
    memcpy(out.head, from->head, words * sizeof *out.head);
    memcpy(out.relation, from->relation, words);
    memcpy(out.upos, from->upos, words);
    return out;
}

static Span random_span(uint64_t *seed, uint32_t words, uint32_t most)
{
    uint32_t begin = unit_below(seed, words), size = 1 + unit_below(seed, most);
    return (Span){begin, begin + size < words ? begin + size : words};
}

static bool apart(Span a, Span b)
{
    return a.end <= b.begin || b.end <= a.begin;
}

static int by_cue(const void *a, const void *b)
{
    const Attribution *x = a, *y = b;
    return (x->cue.begin > y->cue.begin) - (x->cue.begin < y->cue.begin);
}

static void random_attributions(Attributions *a, uint32_t words, uint64_t *seed)
{
    a->count = a->content_count = 0;
    for (uint32_t i = unit_below(seed, 20); i > 0; i--) {
        Attribution one = {.cue = random_span(seed, words, 3), .content_first = a->content_count, .content_count = 1};
        Span source = random_span(seed, words, 6), content = random_span(seed, words, 40);
        if (!apart(one.cue, content)) continue;
        if (apart(source, one.cue) && apart(source, content)) one.source = source;
        a->contents[a->content_count++] = content;
        a->items[a->count++] = one;
    }
    qsort(a->items, a->count, sizeof *a->items, by_cue);
}

int main(void)
{
    Stages m;
    if (!stages_open(&m)) return UNIT_SKIPPED;
    Arena arena, scratch;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    Error error = {0};
    sayso_article in = {.size = sizeof in, .bytes = {text, sizeof text - 1}, .published = text_literal("2026-03-07")};
    Article article;
    Tokens tokens;
    Syntax syntax;
    must(!input_read(&in, sizeof text, &arena, &scratch, &article, &error), "input");
    must(!token_run(&article, m.token, &arena, &scratch, &tokens, &error), "token");
    Attribution items[20];
    Span contents[20];
    uint64_t seed = 2026;
    uint32_t told = 0;
    must(!syntax_run(&article, &tokens, m.syntax, &arena, &scratch, &syntax, &error), "syntax");
    Syntax parsed = copy_of(&syntax, tokens.word_count, &arena);
    for (uint32_t round = 0; round < 400; round++) {
        ArenaMark mark = arena_mark(&arena);
        Entities entities;
        Standings standings;
        Events events;
        Attributions attributions = {.items = items, .contents = contents};
        if (round % 4 == 3)
            random_trees(&tokens, &syntax, &seed);
        else
            shaken_trees(&tokens, &parsed, &syntax, &seed);
        random_attributions(&attributions, tokens.word_count, &seed);
        arena_reset(&scratch);
        must(!entity_run(&article, &tokens, &syntax, m.entity, &arena, &scratch, &entities, &error), error.message);
        arena_reset(&scratch);
        must(!standing_run(&article, &tokens, &syntax, &entities, &attributions, m.standing, &arena, &scratch,
                           &standings, &error),
             error.message);
        arena_reset(&scratch);
        must(!event_run(&article, &tokens, &syntax, &entities, &attributions, &standings, m.event, &arena, &scratch,
                        &events, &error),
             error.message);
        must(event_check(&tokens, &entities, &attributions, &events, &error), error.message);
        told += events.count;
        arena_rewind(&arena, mark);
    }
    must(told > 1000, "the test tells too few events to say anything");
    arena_free(&arena);
    arena_free(&scratch);
    event_close(m.event, &libc_allocator);
    standing_close(m.standing, &libc_allocator);
    entity_close(m.entity, &libc_allocator);
    syntax_close(m.syntax, &libc_allocator);
    token_close(m.token, &libc_allocator);
    model_close(&m.file);
    return 0;
}
