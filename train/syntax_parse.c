/* The parser's learning: a dynamic oracle with exploration (Goldberg & Nivre 2013). After every step, right or wrong,
 * the oracle knows which actions lose no more of the gold tree; the parser learns the best of them, and then mostly
 * goes its own way, so that it learns what to do after its own mistakes. */
#include <stdlib.h>

#include "syntax_train.h"

/* ---- projective trees ---- */

static bool dominated(const uint32_t *heads, uint32_t i, uint32_t by)
{
    while (i != NONE && i != by) i = heads[i];
    return i == by;
}

/* Whether the arc to `i` spans a word that its head does not govern. */
static bool crossed(const uint32_t *heads, uint32_t i)
{
    uint32_t h = heads[i], low = i < h ? i : h, high = i < h ? h : i;
    for (uint32_t k = low + 1; k < high; k++)
        if (!dominated(heads, k, h)) return true;
    return false;
}

/* The shortest crossed arc is lifted to its head's head until none is left (Nivre & Nilsson 2005). */
static void lift_sentence(uint32_t *heads, uint32_t first, uint32_t end)
{
    for (;;) {
        uint32_t worst = NONE, length = NONE;
        for (uint32_t i = first; i < end; i++) {
            uint32_t h = heads[i];
            if (h == NONE || !crossed(heads, i)) continue;
            uint32_t d = i < h ? h - i : i - h;
            if (d < length) {
                length = d;
                worst = i;
            }
        }
        if (worst == NONE) return;
        if (heads[heads[worst]] == NONE) return; /* under the root: nothing higher */
        heads[worst] = heads[heads[worst]];
    }
}

void lift(const Treebank *b, uint32_t *heads)
{
    memcpy(heads, b->gold.head, b->tokens.word_count * sizeof *heads);
    for (uint32_t k = 0; k < b->tokens.sentence_count; k++)
        lift_sentence(heads, b->tokens.sentences[k].first, b->tokens.sentences[k].end);
}

/* ---- the oracle ---- */

typedef struct Gold { /* of one sentence; local numbers, the root is `count` */
    uint32_t *head;
    uint8_t *relation;
    uint32_t *first_child, *next_child; /* lists, ascending */
    bool *stacked;
    uint32_t count;
} Gold;

static void gold_start(Gold *g, const Treebank *b, const uint32_t *heads, Sentence s)
{
    g->count = s.end - s.first;
    for (uint32_t i = 0; i <= g->count; i++) g->first_child[i] = NONE;
    for (uint32_t i = g->count; i--;) {
        uint32_t h = heads[s.first + i];
        g->head[i] = h == NONE ? g->count : h - s.first;
        g->relation[i] = b->gold.relation[s.first + i];
        g->next_child[i] = g->first_child[g->head[i]];
        g->first_child[g->head[i]] = i;
        g->stacked[i] = false;
    }
}

static uint32_t children_from(const Gold *g, uint32_t of, uint32_t from)
{
    uint32_t n = 0;
    for (uint32_t c = g->first_child[of]; c != NONE; c = g->next_child[c]) n += c >= from;
    return n;
}

/* How many gold arcs an action makes unreachable. */
static uint32_t cost(const Gold *g, const ParseState *s, Move move)
{
    uint32_t top = s->depth ? s->stack[s->depth - 1] : NONE, below = s->depth > 1 ? s->stack[s->depth - 2] : NONE,
             lost = 0;
    if (move == MOVE_SHIFT) {
        uint32_t b = s->next, h = g->head[b];
        if (h < b && g->stacked[h] && h != top) lost++;
        for (uint32_t c = g->first_child[b]; c != NONE && c < b; c = g->next_child[c]) lost += g->stacked[c];
        return lost;
    }
    uint32_t h = g->head[top];
    lost = children_from(g, top, s->next);
    if (move == MOVE_LEFT) return lost + (h > s->next || h == below);
    return lost + (h >= s->next);
}

/* ---- learning ---- */

typedef struct Classes {
    uint32_t of[3][RELATION_COUNT];
} Classes;

static void count_actions(Parser *p, const Treebank *b, const uint32_t *heads, Classes *out)
{
    uint32_t count[3][RELATION_COUNT] = {{0}};
    for (uint32_t i = 0; i < b->tokens.word_count; i++)
        if (heads[i] != NONE) count[heads[i] > i ? MOVE_LEFT : MOVE_RIGHT][b->gold.relation[i]]++;
    p->learner.classes = 1;
    p->actions[0] = (Action){MOVE_SHIFT, REL_DEP};
    for (uint8_t m = MOVE_LEFT; m <= MOVE_RIGHT; m++)
        for (uint8_t r = 0; r < RELATION_COUNT; r++) {
            out->of[m][r] = NONE;
            if ((!count[m][r] && r != REL_DEP) || r == REL_ROOT) continue; /* dep stands in for pairs never seen */
            p->actions[p->learner.classes] = (Action){m, r};
            out->of[m][r] = p->learner.classes++;
        }
}

typedef struct Training {
    Parser *parser;
    const Treebank *bank;
    const TagPair *tags;
    const Hint *hints;
    uint32_t *heads;
    Classes classes;
    Gold gold;
    Node *nodes;
    uint32_t *stack;
    Random random;
    float dropout, margin; /* the right action must win by so much */
} Training;

/* The class of a move for the word that it attaches; where the pair never occurs, any class of that move. */
static uint32_t class_of(const Training *t, const ParseState *s, Move move)
{
    if (move == MOVE_SHIFT) return 0;
    uint32_t class = t->classes.of[move][t->gold.relation[s->stack[s->depth - 1]]];
    return class != NONE ? class : t->classes.of[move][REL_DEP];
}

/* The best of the actions that cost least, by the scores; with scores NULL the first. */
static uint32_t best_right(const Training *t, const ParseState *s, const float *scores)
{
    uint32_t best = NONE, least = NONE;
    for (uint8_t m = MOVE_SHIFT; m <= MOVE_RIGHT; m++) {
        if (!parse_allows(s, (Move)m)) continue;
        uint32_t c = cost(&t->gold, s, (Move)m), class = class_of(t, s, (Move)m);
        if (class == NONE || c > least) continue;
        if (c < least || (scores && scores[class] > scores[best])) best = class;
        least = c;
    }
    return best;
}

static uint32_t best_allowed(const Parser *p, const ParseState *s, const float *scores)
{
    bool allowed[3] = {parse_allows(s, MOVE_SHIFT), parse_allows(s, MOVE_LEFT), parse_allows(s, MOVE_RIGHT)};
    uint32_t at = NONE;
    for (uint32_t i = 0; i < p->learner.classes; i++)
        if (allowed[p->actions[i].move] && (at == NONE || scores[i] > scores[at])) at = i;
    return at;
}

/* The best of the actions that cost more than need be, or have another relation. */
static uint32_t best_wrong(const Training *t, const ParseState *s, const float *scores)
{
    const Parser *p = t->parser;
    uint32_t costs[3] = {NONE, NONE, NONE}, right[3] = {NONE, NONE, NONE}, least = NONE, at = NONE;
    for (uint8_t m = MOVE_SHIFT; m <= MOVE_RIGHT; m++) {
        if (!parse_allows(s, (Move)m)) continue;
        costs[m] = cost(&t->gold, s, (Move)m);
        right[m] = class_of(t, s, (Move)m);
        if (costs[m] < least) least = costs[m];
    }
    for (uint32_t i = 0; i < p->learner.classes; i++) {
        uint8_t m = p->actions[i].move;
        if (costs[m] == NONE || (costs[m] == least && i == right[m])) continue;
        if (at == NONE || scores[i] > scores[at]) at = i;
    }
    return at;
}

static void go(Training *t, ParseState *s, Action a)
{
    if (a.move == MOVE_SHIFT)
        t->gold.stacked[s->next] = true;
    else
        t->gold.stacked[s->stack[s->depth - 1]] = false;
    parse_do(s, a);
}

static void start(Training *t, ParseState *s, uint32_t k)
{
    Sentence x = t->bank->tokens.sentences[k];
    gold_start(&t->gold, t->bank, t->heads, x);
    parse_start(s, t->nodes, t->stack, t->bank->tokens.words + x.first, t->tags + x.first, t->hints + x.first,
                x.end - x.first);
}

static bool certain(const ParseState *s, Action *a)
{
    if (parse_forced(s, a)) return true;
    *a = (Action){MOVE_SHIFT, REL_DEP};
    return !s->depth;
}

/* The features met on the way of the oracle. */
static void show_features(Training *t, uint32_t k)
{
    uint64_t hashes[PARSE_FEATURES];
    ParseState s;
    start(t, &s, k);
    while (!parse_done(&s)) {
        Action a;
        if (!certain(&s, &a)) {
            uint32_t n = parse_features(&s, hashes);
            for (uint32_t i = 0; i < n; i++) (void)dict_add(&t->parser->learner.dict, hashes[i]);
            a = t->parser->actions[best_right(t, &s, NULL)];
        }
        go(t, &s, a);
    }
}

static uint32_t learn_tree(Training *t, uint32_t k, float explore)
{
    Learner *l = &t->parser->learner;
    uint64_t hashes[PARSE_FEATURES];
    uint32_t ids[PARSE_FEATURES], wrong = 0;
    float scores[SPARSE_CLASSES];
    ParseState s;
    start(t, &s, k);
    while (!parse_done(&s)) {
        Action a;
        if (!certain(&s, &a)) {
            uint32_t n = learner_ids(l, hashes, parse_features(&s, hashes), ids);
            n = thin(&t->random, ids, n, t->dropout);
            learner_scores(l, ids, n, scores);
            uint32_t right = best_right(t, &s, scores), best = best_allowed(t->parser, &s, scores);
            l->step++;
            uint32_t rival = best != right ? best : best_wrong(t, &s, scores);
            if (best != right || (rival != NONE && scores[rival] + t->margin > scores[right])) {
                learner_move(l, ids, n, right, 1);
                learner_move(l, ids, n, rival, -1);
                wrong += best != right;
            }
            a = t->parser->actions[random_unit(&t->random) < explore ? best : right];
        }
        go(t, &s, a);
    }
    return wrong;
}

void train_parser(Parser *p, const Treebank *b, const TagPair *tags, const Hint *hints, const ParsePlan *plan)
{
    uint32_t longest = 1, n = b->tokens.sentence_count, *order = take(n, sizeof *order);
    *p = (Parser){0};
    for (uint32_t k = 0; k < n; k++) {
        uint32_t size = b->tokens.sentences[k].end - b->tokens.sentences[k].first;
        if (size > longest) longest = size;
        order[k] = k;
    }
    Training t = {.parser = p,
                  .bank = b,
                  .tags = tags,
                  .hints = hints,
                  .heads = take(b->tokens.word_count, sizeof(uint32_t)),
                  .random = {271828},
                  .dropout = plan->dropout,
                  .margin = plan->margin,
                  .nodes = take(longest, sizeof(Node)),
                  .stack = take(longest, sizeof(uint32_t)),
                  .gold = {take(longest + 1, 4), take(longest + 1, 1), take(longest + 1, 4), take(longest + 1, 4),
                           take(longest + 1, sizeof(bool)), 0}};
    lift(b, t.heads);
    count_actions(p, b, t.heads, &t.classes);
    for (uint32_t k = 0; k < n; k++) show_features(&t, k);
    note("trees: %u features seen", p->learner.dict.count);
    learner_start(&p->learner, p->learner.classes, plan->least);
    note("trees: %u features kept, %u actions", p->learner.dict.count, p->learner.classes);
    for (uint32_t e = 0; e < plan->epochs; e++) {
        uint32_t wrong = 0;
        random_shuffle(&t.random, order, n);
        for (uint32_t k = 0; k < n; k++) wrong += learn_tree(&t, order[k], e ? 0.9f : 0.0f);
        note("trees, epoch %u: %u wrong steps", e + 1, wrong);
    }
    learner_average(&p->learner);
    free(order), free(t.heads), free(t.nodes), free(t.stack), free(t.gold.head), free(t.gold.relation);
    free(t.gold.first_child), free(t.gold.next_child), free(t.gold.stacked);
}
