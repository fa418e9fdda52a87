/* made: a reading made by hand, so that the forms are tested apart from the stages. Words are what white space
 * parts, with , . “ ” " taken off; each paragraph is a sentence, every word hangs on its first. */
#ifndef SAYSO_TEST_MADE_H
#define SAYSO_TEST_MADE_H

#include "record/internal.h"
#include "unit.h"

typedef struct Made {
    Arena arena;
    Reading reading;
    Span contents[16];
    Attribution attributions[8];
    Standing standings[8];
    uint32_t joint[4];
    Entity entities[4];
    Mention mentions[8];
    uint32_t mentioned[8], credits[4];
    Span roles[4];
    char *out;
    size_t out_size;
} Made;

static inline uint8_t made_mark(uint32_t c, bool after_space)
{
    if (c == 0x201C || (c == '"' && after_space)) return MARK_QUOTE_OPEN;
    if (c == 0x201D || c == '"') return MARK_QUOTE_CLOSE;
    return c == ',' ? MARK_COMMA : c == '.' ? MARK_TERMINAL : MARK_NONE;
}

static inline void made_word(Made *m, uint32_t paragraph, size_t begin, size_t end, uint8_t mark)
{
    Tokens *t = &m->reading.tokens;
    Syntax *y = &m->reading.syntax;
    uint32_t i = t->word_count++;
    bool first = !t->sentence_count || t->sentences[t->sentence_count - 1].paragraph != paragraph;
    if (first) t->sentences[t->sentence_count++] = (Sentence){i, i, paragraph};
    t->words[i] = (Word){.begin = (uint32_t)begin, .end = (uint32_t)end, .mark = mark};
    t->words[i].flags = (uint8_t)(first ? WORD_SENTENCE | WORD_PARAGRAPH : 0);
    t->sentences[t->sentence_count - 1].end = i + 1;
    y->upos[i] = first ? UPOS_VERB : UPOS_NOUN;
    y->xpos[i] = first ? XPOS_VBD : XPOS_NN;
    y->relation[i] = first ? REL_ROOT : REL_DEP;
    y->head[i] = first ? NONE : t->sentences[t->sentence_count - 1].first;
    y->lemma[i] = text_of(m->reading.article.text.data + begin, end - begin);
}

static inline void made_words(Made *m, uint32_t paragraph, Span span)
{
    Text text = m->reading.article.text;
    size_t start = span.begin;
    for (size_t at = span.begin, next; at <= span.end; at = next) {
        uint32_t c = at < span.end ? utf8_at(text, at, &next) : ' ';
        if (at == span.end) next = at + 1;
        uint8_t mark = made_mark(c, start == at);
        if (!mark && !char_is_space(c)) continue;
        if (start < at) made_word(m, paragraph, start, at, MARK_NONE);
        if (mark) made_word(m, paragraph, at, next, mark);
        start = next;
    }
}

static inline void made_begin(Made *m, Text text)
{
    *m = (Made){0};
    arena_init(&m->arena, &libc_allocator, SIZE_MAX / 2);
    size_t n = text.size + 1;
    Tokens *t = &m->reading.tokens;
    Syntax *y = &m->reading.syntax;
    t->words = TAKE(&m->arena, Word, n);
    t->sentences = TAKE(&m->arena, Sentence, n);
    y->upos = TAKE(&m->arena, uint8_t, n);
    y->xpos = TAKE(&m->arena, uint8_t, n);
    y->relation = TAKE(&m->arena, uint8_t, n);
    y->head = TAKE(&m->arena, uint32_t, n);
    y->lemma = TAKE(&m->arena, Text, n);
    Arena scratch;
    arena_init(&scratch, &libc_allocator, SIZE_MAX / 2);
    sayso_article in = {.size = sizeof in, .bytes = text, .id = text_literal("made")};
    assert_int_equal(input_read(&in, SIZE_MAX / 4, &m->arena, &scratch, &m->reading.article, NULL), SAYSO_OK);
    arena_free(&scratch);
    for (uint32_t i = 0; i < m->reading.article.paragraph_count; i++)
        made_words(m, i, m->reading.article.paragraphs[i]);
    m->reading.attributions = (Attributions){.items = m->attributions, .contents = m->contents};
    m->reading.standings = (Standings){.items = m->standings, .joint = m->joint};
    m->reading.entities = (Entities){.items = m->entities, .mentions = m->mentions, .mentioned = m->mentioned,
                                     .roles = m->roles, .credits = m->credits};
}

/* An entity without mentions; the next made_mention calls are of it. */
static inline Entity *made_entity(Made *m, const char *name, uint8_t type, const char *country)
{
    Entities *e = &m->reading.entities;
    Entity *new = &m->entities[e->count++];
    *new = (Entity){.name = text_literal(name), .type = type, .role_first = e->role_count,
                    .mention_first = e->mention_count, .list_entry = NONE};
    memcpy(new->country, country, strlen(country) + 1);
    return new;
}

static inline uint32_t made_mention(Made *m, Span words, uint8_t kind)
{
    Entities *e = &m->reading.entities;
    Entity *of = &m->entities[e->count - 1];
    uint32_t index = e->mention_count++;
    m->mentions[index] = (Mention){.words = words, .head = words.end - 1, .entity = e->count - 1, .same_as = NONE,
                                   .kind = kind, .type = of->type};
    if (kind == MENTION_NAME) m->mentions[index].name = words;
    m->mentioned[index] = index;
    of->mention_count++;
    return index;
}

static inline void made_role(Made *m, Span words)
{
    m->roles[m->reading.entities.role_count++] = words;
    m->entities[m->reading.entities.count - 1].role_count++;
}

/* Words, half-open; an empty second content is none. */
static inline void made_attribution(Made *m, Span source, Span cue, Span first, Span second, float confidence)
{
    Attributions *a = &m->reading.attributions;
    Attribution *new = &m->attributions[a->count++];
    *new = (Attribution){.source = source, .cue = cue, .content_first = a->content_count, .form = SAYSO_FORM_DIRECT,
                         .confidence = confidence};
    m->contents[a->content_count++] = first;
    if (second.end) m->contents[a->content_count++] = second;
    new->content_count = a->content_count - new->content_first;
    m->standings[a->count - 1] = (Standing){.mention = NONE, .entity = NONE, .to = {.mention = NONE, .entity = NONE},
                                            .via = {.mention = NONE, .entity = NONE}, .within = NONE};
}

/* An article of which all is known that can be, with one attribution inside another.
 * 0 By 1 Jo 2 Vey | 3 On 4 Friday 5 a 6 clerk 7 who 8 feared 9 the 10 sack 11 denied 12 “ 13 it 14 ” 15 to 16 us 17 ,
 * 18 the 19 Daily 20 Keel 21 says 22 . | 23 Also 24 Reuters 25 . */
static inline void made_known(Made *m)
{
    made_begin(m, text_literal("By Jo Vey\n"
                               "On Friday a clerk who feared the sack denied “it” to us, the Daily Keel says.\n"
                               "Also Reuters.\n"));
    made_entity(m, "Mole & Sons \"Ltd\"", ENTITY_ORGANIZATION, "GBR");
    made_role(m, (Span){9, 11});
    made_mention(m, (Span){5, 11}, MENTION_NOMINAL);
    made_entity(m, "The Daily Keel", ENTITY_OUTLET, "");
    made_mention(m, (Span){16, 17}, MENTION_PRONOUN);
    made_mention(m, (Span){18, 21}, MENTION_NAME);
    made_entity(m, "Reuters", ENTITY_NONE, "");
    made_mention(m, (Span){24, 25}, MENTION_NAME);
    m->reading.entities.byline = (Span){1, 3};
    m->credits[m->reading.entities.credit_count++] = 2;
    made_attribution(m, (Span){5, 7}, (Span){11, 12}, (Span){12, 15}, (Span){0, 0}, 0.5f);
    made_attribution(m, (Span){18, 21}, (Span){21, 22}, (Span){3, 17}, (Span){0, 0}, 0.5f);
    Standing *s = &m->standings[0];
    s->mention = 0;
    s->entity = 0;
    s->kind = KIND_UNNAMED;
    s->act = ACT_DENY;
    s->act_words = (Span){11, 12};
    s->to = (Party){{16, 17}, 1, 1};
    s->via = (Party){{18, 21}, 2, 1};
    s->when = (Span){4, 5};
    memcpy(s->date, "2026-03-06", 11);
    s->anonymity = (Span){7, 11};
    s->within = 1;
    m->standings[1].mention = 2;
    m->standings[1].entity = 1;
    m->standings[1].kind = KIND_OUTLET;
    m->standings[1].when = (Span){4, 5}; /* not resolved */
    m->standings[1].to = (Party){{16, 17}, NONE, NONE};
}

static inline int made_sink(void *context, const char *data, size_t size)
{
    Made *m = context;
    m->out = realloc(m->out, m->out_size + size + 1);
    memcpy(m->out + m->out_size, data, size);
    m->out_size += size;
    m->out[m->out_size] = 0;
    return 0;
}

static inline const char *made_write_with(Made *m, sayso_format format, const sayso_write_options *options)
{
    Arena scratch;
    arena_init(&scratch, &libc_allocator, SIZE_MAX / 2);
    m->out_size = 0;
    (void)made_sink(m, "", 0);
    assert_int_equal(record_write(&m->reading, format, options, (Sink){made_sink, m}, &scratch, NULL), SAYSO_OK);
    arena_free(&scratch);
    return m->out;
}

static inline const char *made_write(Made *m, sayso_format format, uint32_t width, int colour)
{
    sayso_write_options options = {.size = sizeof options, .width = width, .colour = colour};
    return made_write_with(m, format, &options);
}

static inline void made_end(Made *m)
{
    arena_free(&m->arena);
    free(m->out);
}

#endif
