/* flat.h's reader. */
#include <stdio.h>
#include <stdlib.h>

#include "train/likeness/flat.h"

typedef struct Reader {
    Flat *out;
    FILE *file;
    sayso_entity *entities;
    sayso_attribution *attributions;
    int64_t *actors;
    uint32_t entity_count, entity_capacity, attribution_count, attribution_capacity, actor_capacity;
    bool open; /* an article is being read */
} Reader;

static bool grow(Reader *r, void *items, uint32_t *capacity, uint32_t need, size_t size)
{
    return arena_grow(&r->out->arena, (void **)items, capacity, need, size);
}

static Span *read_spans(Reader *r, char *at, char **end, long count, uint32_t *got)
{
    Span *spans = TAKE(&r->out->arena, Span, (size_t)(count < 0 ? 4000 : count) + 1);
    for (*got = 0; spans && (count < 0 ? *got < 4000 : *got < (uint32_t)count); (*got)++, at = *end) {
        char *middle;
        spans[*got].begin = (uint32_t)strtoul(at, &middle, 10);
        spans[*got].end = (uint32_t)strtoul(middle, end, 10);
        if (*end == middle) break;
    }
    *end = at;
    return spans;
}

static bool take_statement(Reader *r, FlatArticle *article, uint32_t i, const Gist *gist, const Senses *senses)
{
    Flat *out = r->out;
    if (!grow(r, &out->items, &out->capacity, out->count + 1, sizeof *out->items)) return false;
    FlatStatement *s = &out->items[out->count++];
    *s = (FlatStatement){out->article_count - 1, r->attributions[i], r->actors[i], article->day, 0, {0}, *gist, {0}};
    uint32_t entity = s->a.entity;
    s->name = entity && entity <= r->entity_count ? name_term(r->entities[entity - 1].name) : 0;
    return contents_join(article->told.text, &s->a, &out->arena, &s->content) &&
           body_make(s->content, gist, s->a.form == SAYSO_FORM_DIRECT, senses, &out->arena, &s->body);
}

static bool end_article(Reader *r)
{
    if (!r->open) return true;
    FlatArticle *article = &r->out->articles[r->out->article_count - 1];
    static Senses *senses;
    Gist *gists;
    if (!senses && !(senses = senses_make(&r->out->arena))) return false;
    article->told.entities = r->entities;
    article->told.entity_count = r->entity_count;
    article->told.attributions = r->attributions;
    article->told.attribution_count = r->attribution_count;
    article->first = r->out->count;
    if (!gists_make(&article->told, &r->out->arena, &gists)) return false;
    for (uint32_t i = 0; i < r->attribution_count; i++)
        if (!take_statement(r, article, i, &gists[i], senses)) return false;
    r->entities = NULL, r->attributions = NULL, r->actors = NULL;
    r->entity_count = r->entity_capacity = r->attribution_count = r->attribution_capacity = r->actor_capacity = 0;
    return true;
}

static bool read_article(Reader *r, char *line)
{
    Flat *out = r->out;
    char *at;
    if (!end_article(r) || !grow(r, &out->articles, &out->article_capacity, out->article_count + 1, sizeof *out->articles))
        return false;
    FlatArticle *a = &out->articles[out->article_count++];
    *a = (FlatArticle){.day = (int32_t)strtol(line, &at, 10)};
    size_t size = strtoul(at, &at, 10);
    char *text = arena_take(&out->arena, size + 1, 1);
    r->open = true;
    if (!text || !arena_text(&out->arena, text_literal(at + 1), &a->label)) return false;
    a->told.text = text_of(text, size);
    return fread(text, 1, size, r->file) == size && fgetc(r->file) == '\n';
}

static bool read_entity(Reader *r, char *line)
{
    char *at;
    if (!grow(r, &r->entities, &r->entity_capacity, r->entity_count + 1, sizeof *r->entities)) return false;
    sayso_entity *e = &r->entities[r->entity_count++];
    *e = (sayso_entity){.id = r->entity_count, .type = (sayso_type)strtol(line, &at, 10)};
    long count = strtol(at, &at, 10);
    e->mentions = read_spans(r, at, &at, count, &e->mention_count);
    return e->mentions && arena_text(&r->out->arena, text_literal(at + 1), &e->name);
}

static bool read_statement(Reader *r, char *line)
{
    char *at = line;
    long n[7];
    for (int i = 0; i < 7; i++) n[i] = strtol(at, &at, 10);
    if (!grow(r, &r->attributions, &r->attribution_capacity, r->attribution_count + 1, sizeof *r->attributions) ||
        !grow(r, &r->actors, &r->actor_capacity, r->attribution_count + 1, sizeof *r->actors))
        return false;
    r->actors[r->attribution_count] = n[5];
    sayso_attribution *a = &r->attributions[r->attribution_count++];
    *a = (sayso_attribution){.id = r->attribution_count,
                             .entity = (uint32_t)n[0],
                             .kind = (sayso_kind)n[1],
                             .form = (sayso_form)n[2],
                             .act = (sayso_act)n[3],
                             .negated = n[4] != 0,
                             .clause = n[6] != 0};
    a->contents = read_spans(r, at, &at, -1, &a->content_count);
    return a->contents != NULL;
}

bool flat_read(const char *path, Flat *out)
{
    static char line[1 << 20];
    *out = (Flat){.count = 0};
    arena_init(&out->arena, &libc_allocator, (size_t)4 << 30);
    Reader r = {.out = out, .file = fopen(path, "rb")};
    bool good = r.file != NULL;
    while (good && fgets(line, sizeof line, r.file)) {
        line[strcspn(line, "\n")] = 0;
        good = *line == 'A'   ? read_article(&r, line + 1)
               : *line == 'E' ? read_entity(&r, line + 1)
                              : read_statement(&r, line + 1);
    }
    good = good && end_article(&r);
    if (r.file) fclose(r.file);
    return good;
}

Uttered flat_saying(const FlatStatement *s)
{
    return (Uttered){&s->body, s->actor, s->actor ? s->name : 0, s->day, s->a.kind, s->a.act, s->a.negated != 0};
}
