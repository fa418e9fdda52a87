/* What became of each statement between two readings, of one text or of two revisions.
 *
 *   the same words, in place ──> the same words elsewhere ──> words that are near ──> gone, new
 *
 * each step pairs what the ones before it left over. A place is one that no stretch which both texts have in the same
 * order contradicts: a paragraph put in above moves nothing, a paragraph that was carried to the end was moved. */
#include <stdlib.h>

#include "ledger/keep/keep.h"

#define LEAST_STRETCH 4u
#define NEAR 0.5          /* so like must words be to be the same statement in other words */
#define NEIGHBOURS 400u   /* near words are looked for so far around, in statements */
#define LEAST_FIELDS 160u /* bytes: all names of fields */

typedef struct Words { /* hashes */
    uint64_t *items;
    uint32_t count;
} Words;

typedef struct Said {                   /* one statement's words */
    Words source, cue, content, sorted; /* sorted: of all three */
    uint64_t key;
    uint32_t at, pair; /* where its first content begins · the other's index, or NONE */
} Said;

typedef struct Side {
    const KeptArticle *article;
    Said *said;
    uint32_t count;
} Side;

typedef struct Comparer {
    Side before, after;
    Stretch *in_order;
    uint32_t in_order_count;
    Arena *arena;
} Comparer;

/* ---- words of statements ---- */

static bool add_words(Text text, Span span, Arena *arena, Words *out)
{
    WordAt *words;
    uint32_t count;
    if (span.begin > span.end || span.end > text.size) return true; /* ledger_verify tells */
    if (!words_of(text_slice(text, span), arena, &words, &count)) return false;
    uint64_t *items = TAKE(arena, uint64_t, out->count + count);
    if (!items) return false;
    if (out->count) memcpy(items, out->items, out->count * sizeof *items);
    for (uint32_t i = 0; i < count; i++) items[out->count + i] = words[i].hash;
    *out = (Words){items, out->count + count};
    return true;
}

static uint64_t hash_words(const Words *w, uint64_t seed)
{
    return hash_bytes(w->items, w->count * sizeof *w->items, seed);
}

static bool same_words(const Words *a, const Words *b)
{
    return a->count == b->count && (!a->count || !memcmp(a->items, b->items, a->count * sizeof *a->items));
}

static bool sort_all(Said *s, Arena *arena)
{
    const Words *parts[] = {&s->source, &s->cue, &s->content};
    s->sorted = (Words){TAKE(arena, uint64_t, s->source.count + s->cue.count + s->content.count), 0};
    if (!s->sorted.items) return false;
    for (size_t i = 0; i < COUNT(parts); i++)
        for (uint32_t k = 0; k < parts[i]->count; k++) s->sorted.items[s->sorted.count++] = parts[i]->items[k];
    qsort(s->sorted.items, s->sorted.count, sizeof *s->sorted.items, u64_compare);
    return true;
}

static bool read_said(const KeptArticle *article, const sayso_attribution *a, Arena *arena, Said *out)
{
    *out = (Said){.pair = NONE, .at = a->content_count ? a->contents[0].begin : a->cue.begin};
    if (!add_words(article->text, a->source, arena, &out->source) ||
        !add_words(article->text, a->cue, arena, &out->cue))
        return false;
    for (uint32_t i = 0; i < a->content_count; i++)
        if (!add_words(article->text, a->contents[i], arena, &out->content)) return false;
    out->key = hash_words(&out->source, hash_words(&out->cue, hash_words(&out->content, 1)));
    return sort_all(out, arena);
}

static bool read_side(const KeptArticle *article, Arena *arena, Side *out)
{
    *out = (Side){article, TAKE(arena, Said, article->attribution_count), article->attribution_count};
    if (!out->said) return false;
    for (uint32_t i = 0; i < out->count; i++)
        if (!read_said(article, &article->attributions[i], arena, &out->said[i])) return false;
    return true;
}

/* ---- places ---- */

/* The heaviest chain of stretches that ascends in both texts: by words, quadratic in the few stretches that two
 * readings of one story have. */
static bool keep_in_order(Comparer *c, const Stretch *s, uint32_t count)
{
    uint64_t *weight = TAKE(c->arena, uint64_t, count);
    uint32_t *from = TAKE(c->arena, uint32_t, count), best = NONE, length = 0;
    c->in_order = TAKE(c->arena, Stretch, count);
    if (!weight || !from || !c->in_order) return false;
    for (uint32_t i = 0; i < count; i++) {
        weight[i] = s[i].words;
        from[i] = NONE;
        for (uint32_t k = i > NEIGHBOURS ? i - NEIGHBOURS : 0; k < i; k++) {
            bool ascends = s[k].a.end <= s[i].a.begin && s[k].b.end <= s[i].b.begin;
            if (!ascends || weight[k] + s[i].words <= weight[i]) continue;
            weight[i] = weight[k] + s[i].words;
            from[i] = k;
        }
        if (best == NONE || weight[i] > weight[best]) best = i;
    }
    for (uint32_t i = best; i != NONE; i = from[i]) c->in_order[length++] = s[i];
    c->in_order_count = length;
    return true;
}

static bool find_order(Comparer *c)
{
    WordAt *a, *b;
    Stretch *s;
    uint32_t a_count, b_count, count;
    return words_of(c->before.article->text, c->arena, &a, &a_count) &&
           words_of(c->after.article->text, c->arena, &b, &b_count) &&
           align(a, a_count, b, b_count, LEAST_STRETCH, c->arena, &s, &count) && keep_in_order(c, s, count);
}

/* -1 before the span, 0 in it, 1 after it */
static int side_of(uint32_t at, Span s)
{
    return at < s.begin ? -1 : at >= s.end;
}

static bool is_in_place(const Comparer *c, uint32_t before, uint32_t after)
{
    uint32_t a = c->before.said[before].at, b = c->after.said[after].at;
    for (uint32_t i = 0; i < c->in_order_count; i++)
        if (side_of(a, c->in_order[i].a) != side_of(b, c->in_order[i].b)) return false;
    return true;
}

/* ---- pairing ---- */

static void pair(Comparer *c, uint32_t before, uint32_t after)
{
    c->before.said[before].pair = after;
    c->after.said[after].pair = before;
}

static bool says_the_same(const Said *a, const Said *b)
{
    return a->key == b->key && same_words(&a->source, &b->source) && same_words(&a->cue, &b->cue) &&
           same_words(&a->content, &b->content);
}

static void pair_same(Comparer *c, bool anywhere)
{
    for (uint32_t i = 0; i < c->before.count; i++)
        for (uint32_t k = 0; k < c->after.count && c->before.said[i].pair == NONE; k++)
            if (c->after.said[k].pair == NONE && says_the_same(&c->before.said[i], &c->after.said[k]) &&
                (anywhere || is_in_place(c, i, k)))
                pair(c, i, k);
}

typedef struct Likeness {
    double much;
    uint32_t before, after;
} Likeness;

static int by_likeness(const void *a, const void *b)
{
    const Likeness *x = a, *y = b;
    if (x->much != y->much) return x->much < y->much ? 1 : -1;
    if (x->before != y->before) return x->before < y->before ? -1 : 1;
    return x->after < y->after ? -1 : x->after > y->after;
}

/* Dice's coefficient of the words. */
static double likeness(const Words *a, const Words *b)
{
    uint32_t common = 0;
    for (uint32_t i = 0, k = 0; i < a->count && k < b->count;) {
        uint64_t x = a->items[i], y = b->items[k];
        common += x == y;
        i += x <= y;
        k += y <= x;
    }
    return a->count + b->count ? 2.0 * common / (a->count + b->count) : 0;
}

static bool add_likenesses(Comparer *c, uint32_t before, void **items, uint32_t *capacity, uint32_t *count)
{
    uint32_t from = before > NEIGHBOURS ? before - NEIGHBOURS : 0;
    for (uint32_t k = from; k < c->after.count && k <= before + NEIGHBOURS; k++) {
        if (c->after.said[k].pair != NONE) continue;
        double much = likeness(&c->before.said[before].sorted, &c->after.said[k].sorted);
        if (much < NEAR) continue;
        if (!arena_grow(c->arena, items, capacity, *count + 1, sizeof(Likeness))) return false;
        ((Likeness *)*items)[(*count)++] = (Likeness){much, before, k};
    }
    return true;
}

static bool pair_near(Comparer *c)
{
    void *items = NULL;
    uint32_t capacity = 0, count = 0;
    for (uint32_t i = 0; i < c->before.count; i++)
        if (c->before.said[i].pair == NONE && !add_likenesses(c, i, &items, &capacity, &count)) return false;
    if (count) qsort(items, count, sizeof(Likeness), by_likeness);
    for (uint32_t i = 0; i < count; i++) {
        const Likeness *l = (const Likeness *)items + i;
        if (c->before.said[l->before].pair == NONE && c->after.said[l->after].pair == NONE)
            pair(c, l->before, l->after);
    }
    return true;
}

/* ---- what differs ---- */

static Text name_of(const KeptArticle *article, uint32_t entity)
{
    return entity && entity <= article->entity_count ? article->entities[entity - 1].name : (Text){0};
}

static bool same_span_words(const Comparer *c, Span before, Span after, bool *same)
{
    Words a = {0}, b = {0};
    if (!add_words(c->before.article->text, before, c->arena, &a) ||
        !add_words(c->after.article->text, after, c->arena, &b))
        return false;
    *same = same_words(&a, &b);
    return true;
}

static bool same_party(const Comparer *c, const sayso_party *a, const sayso_party *b, bool *same)
{
    if (!same_span_words(c, a->words, b->words, same)) return false;
    *same = *same && text_equal(name_of(c->before.article, a->entity), name_of(c->after.article, b->entity));
    return true;
}

static void add_field(char *fields, const char *name)
{
    if (*fields) strcat(fields, ", ");
    strcat(fields, name);
}

/* The fields whose words differ; their count. */
static size_t differ_in_words(const Said *a, const Said *b, char *fields)
{
    const struct {
        const char *name;
        bool same;
    } parts[] = {{"source", same_words(&a->source, &b->source)},
                 {"cue", same_words(&a->cue, &b->cue)},
                 {"content", same_words(&a->content, &b->content)}};
    size_t count = 0;
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (parts[i].same) continue;
        add_field(fields, parts[i].name);
        count++;
    }
    return count;
}

static bool differ_in_fields(const Comparer *c, const sayso_attribution *a, const sayso_attribution *b, char *fields)
{
    bool to, via, when, anonymity;
    if (!same_party(c, &a->to, &b->to, &to) || !same_party(c, &a->via, &b->via, &via) ||
        !same_span_words(c, a->when, b->when, &when) || !same_span_words(c, a->anonymity, b->anonymity, &anonymity))
        return false;
    const struct {
        const char *name;
        bool same;
    } parts[] = {
        {"who", text_equal(name_of(c->before.article, a->entity), name_of(c->after.article, b->entity))},
        {"form", a->form == b->form},
        {"kind", a->kind == b->kind},
        {"act", a->act == b->act},
        {"to", to},
        {"via", via},
        {"when", when && text_equal(a->date, b->date)},
        {"anonymity", anonymity},
        {"within", !a->within == !b->within},
    };
    for (size_t i = 0; i < COUNT(parts); i++)
        if (!parts[i].same) add_field(fields, parts[i].name);
    return true;
}

static bool judge(const Comparer *c, uint32_t before, uint32_t after, Changed *out)
{
    char *fields = TAKE(c->arena, char, LEAST_FIELDS);
    if (!fields) return false;
    *fields = 0;
    size_t words = differ_in_words(&c->before.said[before], &c->after.said[after], fields);
    if (!differ_in_fields(c, &c->before.article->attributions[before], &c->after.article->attributions[after], fields))
        return false;
    Change change = words                           ? CHANGE_WORDS
                    : *fields                       ? CHANGE_FIELDS
                    : is_in_place(c, before, after) ? CHANGE_NONE
                                                    : CHANGE_MOVED;
    *out = (Changed){change, before, after, fields};
    return true;
}

/* ---- in order ---- */

static void put_gone(const Comparer *c, uint32_t from, Changed *out, uint32_t *count)
{
    for (uint32_t i = from; i < c->before.count && c->before.said[i].pair == NONE; i++)
        out[(*count)++] = (Changed){CHANGE_GONE, i, NONE, ""};
}

static bool put_all(const Comparer *c, Changed *out, uint32_t *count)
{
    *count = 0;
    put_gone(c, 0, out, count);
    for (uint32_t k = 0; k < c->after.count; k++) {
        uint32_t before = c->after.said[k].pair;
        if (before == NONE) {
            out[(*count)++] = (Changed){CHANGE_NEW, NONE, k, ""};
            continue;
        }
        if (!judge(c, before, k, &out[(*count)++])) return false;
        put_gone(c, before + 1, out, count);
    }
    return true;
}

Status articles_compare(const KeptArticle *before, const KeptArticle *after, Arena *arena, Changed **out,
                        uint32_t *count, Error *error)
{
    Comparer c = {.arena = arena};
    *out = TAKE(arena, Changed, (size_t)before->attribution_count + after->attribution_count);
    *count = 0;
    if (!*out || !read_side(before, arena, &c.before) || !read_side(after, arena, &c.after) || !find_order(&c))
        return fail_memory(error);
    pair_same(&c, false);
    pair_same(&c, true);
    return pair_near(&c) && put_all(&c, *out, count) ? SAYSO_OK : fail_memory(error);
}
