/* said: contents made of words, for the tests of likeness and of what is related. All invented. */
#ifndef SAYSO_TEST_SAID_H
#define SAYSO_TEST_SAID_H

#include "unit.h"

#include "ledger/claim/likeness.h"

static const char *const said_names[] = {"Ilsabet Corvane", "Dorrit Haleko", "Jory Emsworth"};

/* Each whole name, or its last word, is a mention. */
static uint32_t said_mentions(Text text, const char *name, Span out[8])
{
    const char *last = strrchr(name, ' ') + 1;
    uint32_t count = 0;
    for (size_t i = 0; i + strlen(last) <= text.size && count < 8; i++) {
        Text rest = text_of(text.data + i, text.size - i);
        size_t size = text_starts(rest, name) ? strlen(name) : text_starts(rest, last) ? strlen(last) : 0;
        if (!size) continue;
        out[count++] = (Span){(uint32_t)i, (uint32_t)(i + size)};
        i += size - 1;
    }
    return count;
}

/* `speaker`: an index of said_names + 1, 0: open. */
static inline bool said_gist(const char *words, uint32_t speaker, Arena *arena, Gist *out)
{
    Span mentions[COUNT(said_names)][8], whole = {0, (uint32_t)strlen(words)};
    sayso_entity entities[COUNT(said_names)];
    for (uint32_t i = 0; i < COUNT(said_names); i++) {
        entities[i] = (sayso_entity){.id = i + 1, .name = text_literal(said_names[i]), .mentions = mentions[i]};
        entities[i].mention_count = said_mentions(text_literal(words), said_names[i], mentions[i]);
    }
    sayso_attribution a = {.id = 1, .contents = &whole, .content_count = 1, .form = SAYSO_FORM_INDIRECT, .entity = speaker,
                           .clause = true};
    Told told = {.text = text_literal(words),
                 .entities = entities,
                 .entity_count = COUNT(said_names),
                 .attributions = &a,
                 .attribution_count = 1};
    Gist *gists = NULL;
    if (!gists_make(&told, arena, &gists)) return false;
    *out = gists[0];
    return true;
}

#endif
