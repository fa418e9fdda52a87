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

static inline const char *made_write(Made *m, sayso_format format, uint32_t width, int colour)
{
    Arena scratch;
    arena_init(&scratch, &libc_allocator, SIZE_MAX / 2);
    sayso_write_options options = {.size = sizeof options, .width = width, .colour = colour};
    m->out_size = 0;
    (void)made_sink(m, "", 0);
    assert_int_equal(record_write(&m->reading, format, &options, (Sink){made_sink, m}, &scratch, NULL), SAYSO_OK);
    arena_free(&scratch);
    return m->out;
}

static inline void made_end(Made *m)
{
    arena_free(&m->arena);
    free(m->out);
}

#endif
