/* Whatever attributions come, and whatever is odd in the text, what the stage promises holds. */
#include "marked.h"

static const char text[] = "PORT VELLAN, March 7 (Meridian) - On Friday, two officials, who spoke on condition of "
                           "anonymity because they were not "
                           "authorized to speak publicly, told the New York Times that he would not say whether \"the "
                           "wall, which moved last week, "
                           "must go.\" I said so a day earlier. Neither confirmed nor denied, the report by CNN (in an "
                           "interview with Reuters on "
                           "March 31, 2024) called it a disgrace; \"We will rebuild it,\" she said, and urged them to "
                           "leave. The officials asked not "
                           "to be named. \"Did you?\" over the weekend in 2019 three weeks ago. February 30. May 99, "
                           "2101 this the previous day";

static Span random_span(uint64_t *seed, uint32_t words, uint32_t most)
{
    uint32_t begin = unit_below(seed, words), size = 1 + unit_below(seed, most);
    return (Span){begin, begin + size < words ? begin + size : words};
}

static bool apart(Span a, Span b)
{
    return a.end <= b.begin || b.end <= a.begin;
}

/* Parts are apart, contents ascend, source and cue are not both absent: as attribution.h promises. */
static void random_attribution(Scene *s, uint64_t *seed, Attribution *a)
{
    uint32_t words = s->tokens.word_count;
    *a = (Attribution){.cue = random_span(seed, words, 4), .content_first = s->attributions.content_count};
    Span source = random_span(seed, words, 8);
    if (apart(source, a->cue) && unit_below(seed, 4)) a->source = source;
    if (a->source.begin < a->source.end && !unit_below(seed, 8)) a->cue = (Span){0, 0};
    uint32_t from = 0;
    for (uint32_t k = 0; k < 3; k++) {
        Span c = random_span(seed, words, 40);
        if (c.begin < from || (a->cue.end && !apart(c, a->cue)) || (a->source.end && !apart(c, a->source))) continue;
        s->attributions.contents[s->attributions.content_count++] = c;
        a->content_count++;
        from = c.end;
    }
}

static int before(const void *a, const void *b)
{
    const Attribution *x = a, *y = b;
    return (x->cue.begin > y->cue.begin) - (x->cue.begin < y->cue.begin);
}

static void random_attributions(Scene *s, uint64_t *seed)
{
    Attributions *a = &s->attributions;
    uint32_t most = unit_below(seed, 30);
    a->items = TAKE(&s->arena, Attribution, most + 1);
    a->contents = TAKE(&s->arena, Span, (size_t)most * 3 + 1);
    a->count = a->content_count = 0;
    for (uint32_t i = 0; i < most; i++) {
        random_attribution(s, seed, &a->items[a->count]);
        if (a->items[a->count].content_count) a->count++;
    }
    qsort(a->items, a->count, sizeof *a->items, before);
}

int main(void)
{
    Bench b;
    if (!bench_open(&b)) {
        bench_close(&b);
        return UNIT_SKIPPED;
    }
    uint64_t seed = 2026;
    Error error = {0};
    static const char *const dates[] = {"", "2026-03-07", "1400-01-01", "2200-12-31"};
    for (uint32_t round = 0; round < 4; round++) {
        Scene s;
        scene_stages(&s, &b, text, dates[round]);
        for (uint32_t i = 0; i < 500; i++) {
            random_attributions(&s, &seed);
            arena_reset(&s.scratch);
            must(!standing_run(&s.article, &s.tokens, &s.syntax, &s.entities, &s.attributions, b.standing, &s.arena,
                               &s.scratch, &s.standings, &error),
                 error.message);
            must(standing_check(&s.tokens, &s.entities, &s.attributions, &s.standings, &error), error.message);
        }
        scene_free(&s);
    }
    bench_close(&b);
    return 0;
}
