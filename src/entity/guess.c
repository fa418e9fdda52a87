/* What a name that no list has and no title tells is likely to be the name of: a linear model of its words and its
 * neighbours. Section "entity.guess": a feature table of width GUESS_CLASSES, learnt by train/attribution/entity.c. The guesses
 * for all the names of a bearer are added up. */
#include "entity/internal.h"

typedef struct Maker {
    uint64_t *out;
    uint32_t count;
} Maker;

static void f1(Maker *m, uint32_t a) { m->out[m->count] = feature(m->count, a, 0, 0), m->count++; }
static void f2(Maker *m, uint32_t a, uint32_t b) { m->out[m->count] = feature(m->count, a, b + 1, 0), m->count++; }

static const Word beyond = {.lower = 1, .shape = 1};

static const Word *near(const Survey *s, uint32_t first, uint32_t end, int64_t at)
{
    return at < first || at >= end ? &beyond : &s->tokens->words[at];
}

/* As the model has learnt it: a feature, by which nobody is told apart. */
static uint32_t words_hash(const Survey *s, Span words)
{
    uint64_t hash = 0x6e616d65;
    for (uint32_t i = words.begin; i < words.end; i++)
        hash = feature(1, s->tokens->words[i].lower, (uint32_t)hash, (uint32_t)(hash >> 32));
    return (uint32_t)hash | 1;
}

static void own_words(Maker *m, const Survey *s, const Name *n)
{
    const Word *a = &s->tokens->words[n->words.begin], *z = &s->tokens->words[n->words.end - 1];
    uint32_t length = n->words.end - n->words.begin, most = length < 4 ? length : 4;
    uint8_t given = given_name(&s->model->lists, a);
    f2(m, a->lower, most);
    f2(m, z->lower, most);
    f1(m, words_hash(s, n->words));
    f2(m, a->lower, z->lower);
    f2(m, z->suffix3, most);
    f2(m, z->suffix2, most);
    f2(m, a->suffix3, most);
    f1(m, a->prefix3);
    f2(m, a->shape, z->shape);
    f2(m, most, n->flags & (NAME_ARTICLE | NAME_CAPITALS | NAME_BRACKETS));
    f2(m, a->cluster, most);
    f2(m, z->cluster, most);
    f2(m, a->cluster, z->cluster);
    f2(m, given, most);
    f2(m, s->class[n->words.end - 1], most);
    f2(m, s->class[n->words.begin] & 0xFFFF, given);
}

static void neighbours(Maker *m, const Survey *s, const Name *n)
{
    uint32_t first = sentence_first(s, n->words.begin), end = sentence_end(s, n->words.begin);
    const Word *before = near(s, first, end, (int64_t)n->words.begin - 1),
               *before2 = near(s, first, end, (int64_t)n->words.begin - 2);
    const Word *after = near(s, first, end, n->words.end), *after2 = near(s, first, end, (int64_t)n->words.end + 1);
    f1(m, before->lower);
    f1(m, after->lower);
    f2(m, before->lower, before2->lower);
    f2(m, after->lower, after2->lower);
    f2(m, before->lower, after->lower);
    f2(m, before->cluster, after->cluster);
    f2(m, before->cluster, before->mark);
    f2(m, after->cluster, after2->cluster);
    f2(m, before2->cluster, before->mark);
}

static void tree(Maker *m, const Survey *s, const Name *n)
{
    uint32_t top = n->words.end - 1;
    for (uint32_t i = n->words.begin; i < n->words.end; i++)
        if (s->syntax->head[i] == NONE || !span_holds(n->words, s->syntax->head[i])) top = i;
    uint32_t head = s->syntax->head[top], relation = s->syntax->relation[top];
    uint32_t lemma = head == NONE ? 0 : s->syntax->lemma_hash[head];
    f2(m, lemma, relation);
    f2(m, head == NONE ? 0 : s->class[head], relation);
    f2(m, head == NONE ? 0 : s->tokens->words[head].cluster, relation);
    f2(m, relation, s->syntax->xpos[n->words.end - 1]);
}

uint32_t guess_features(const Survey *s, const Name *n, uint64_t out[GUESS_FEATURES])
{
    Maker m = {out, 0};
    own_words(&m, s, n);
    neighbours(&m, s, n);
    tree(&m, s, n);
    return m.count;
}

void guess_name(const Survey *s, Name *n)
{
    uint64_t features[GUESS_FEATURES];
    int32_t sums[GUESS_CLASSES] = {0};
    if (!s->model->has_guess) return;
    table_sum(&s->model->guess, features, guess_features(s, n, features), sums);
    for (uint32_t i = 0; i < GUESS_CLASSES; i++) n->guess[i] = sums[i];
}

float guess_person(const EntityModel *model, const int64_t guess[GUESS_CLASSES])
{
    float sum = 0;
    if (!model->has_guess) return 0;
    for (uint32_t i = 0; i < GUESS_CLASSES; i++) sum += exp_portable((float)(guess[i] - guess[1]) * model->guess.scale);
    return 1 / sum;
}

uint8_t guess_type(const EntityModel *model, const int64_t guess[GUESS_CLASSES], float least)
{
    static const uint8_t types[GUESS_CLASSES] = {ENTITY_NONE, ENTITY_PERSON, ENTITY_ORGANIZATION, ENTITY_PLACE};
    uint32_t best = 0;
    float sum = 0;
    for (uint32_t i = 1; i < GUESS_CLASSES; i++)
        if (guess[i] > guess[best]) best = i;
    for (uint32_t i = 0; i < GUESS_CLASSES; i++)
        sum += exp_portable((float)(guess[i] - guess[best]) * model->guess.scale);
    return model->has_guess && 1 > least * sum ? types[best] : ENTITY_NONE;
}
