/* The loss is the sum of three cross-entropies: of a word's tags, of its head among the words of its sentence and the root,
 * of its relation given its head (biaffine parsing: Dozat & Manning 2017, with the relation's score a layer over a sum). A
 * batch is learnt in two halves side by side, whose gradients are then added. */
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "train/learn/gemm.h"
#include "train/syntax/syntax_train.h"

#define TAIL_FLOATS (sizeof(Tail) / sizeof(float))
#define HALVES 2u

/* One half's batch and what is learnt from it. */
typedef struct Half {
    const SyntaxNet *net;
    Net *engine;
    uint32_t columns, room, words, count;
    const Lesson **lessons;
    uint32_t *ends, *rows;
    float *scores; /* gradients by score */
    float *arcs;   /* of one word */
    uint32_t arc_room;
    Tail gradient;
    double loss;
} Half;

WIDE static float dot(const float *a, const float *b, uint32_t n)
{
    float lane[16] = {0}, sum = 0;
    for (uint32_t k = 0; k < n; k += 16)
        for (uint32_t l = 0; l < 16; l++) lane[l] += a[k + l] * b[k + l];
    for (uint32_t l = 0; l < 16; l++) sum += lane[l];
    return sum;
}
WIDE static void add_scaled(float scale, const float *x, float *y, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) y[k] += scale * x[k];
}

/* Turns scores into probabilities; the logarithm of the sum of their exponentials. */
static float soften(float *s, uint32_t n)
{
    float most = s[0], sum = 0;
    for (uint32_t i = 1; i < n; i++) most = s[i] > most ? s[i] : most;
    for (uint32_t i = 0; i < n; i++) sum += s[i] = exp_portable(s[i] - most);
    for (uint32_t i = 0; i < n; i++) s[i] /= sum;
    return most + log_portable(sum);
}

/* ---- scores ---- */

static bool out_of_reach(uint32_t i, uint32_t j) { return (i > j ? i - j : j - i) > ARC_REACH; }

/* Scores of the heads of word i: n words, then the root. */
static void arc_scores(const Tail *tail, uint32_t columns, const float *x, uint32_t n, uint32_t i, float *out)
{
    const float *w = x + (size_t)i * columns;
    for (uint32_t j = 0; j < n; j++) {
        const float *h = x + (size_t)j * columns;
        out[j] = i == j || out_of_reach(i, j)
                     ? -1e9f
                     : dot(w + OUT_DEPENDENT_ARC, h + OUT_HEAD_ARC, ARC) * ARC_SCALE + h[OUT_HEAD] +
                           tail->distance[distance_class((int32_t)j - (int32_t)i)];
    }
    out[n] = w[OUT_ROOT];
}

static void relation_scores(const Tail *tail, const float *dependent, const float *head, float hidden[RELATION],
                            float out[RELATION_COLUMNS])
{
    for (uint32_t k = 0; k < RELATION; k++)
        hidden[k] = net_tanh(dependent[OUT_DEPENDENT_RELATION + k] + head[OUT_HEAD_RELATION + k]);
    memcpy(out, tail->bias, RELATION_COLUMNS * sizeof *out);
    for (uint32_t k = 0; k < RELATION; k++) add_scaled(hidden[k], tail->relation[k], out, RELATION_COLUMNS);
}

/* ---- gradients ---- */

static void learn_tag(Half *t, const float *w, float *dw, uint32_t gold)
{
    float p[TAG_CLASSES];
    if (gold == NONE) return;
    memcpy(p, w + OUT_TAGS, t->net->tag_count * sizeof *p);
    t->loss += (double)(soften(p, t->net->tag_count) - w[OUT_TAGS + gold]);
    for (uint32_t c = 0; c < t->net->tag_count; c++) dw[OUT_TAGS + c] += (float)(c == gold) - p[c];
}

static void learn_arc(Half *t, const float *x, float *d, uint32_t n, uint32_t i, uint32_t gold)
{
    float *p = t->arcs;
    arc_scores(&t->net->tail, t->columns, x, n, i, p);
    float of_gold = p[gold];
    t->loss += (double)(soften(p, n + 1) - of_gold);
    const float *w = x + (size_t)i * t->columns;
    float *dw = d + (size_t)i * t->columns;
    for (uint32_t j = 0; j < n; j++) {
        float g = (float)(j == gold) - p[j];
        if (fabsf(g) < 1e-5f || j == i || out_of_reach(i, j)) continue;
        const float *h = x + (size_t)j * t->columns;
        float *dh = d + (size_t)j * t->columns;
        add_scaled(g * ARC_SCALE, h + OUT_HEAD_ARC, dw + OUT_DEPENDENT_ARC, ARC);
        add_scaled(g * ARC_SCALE, w + OUT_DEPENDENT_ARC, dh + OUT_HEAD_ARC, ARC);
        dh[OUT_HEAD] += g;
        t->gradient.distance[distance_class((int32_t)j - (int32_t)i)] += g;
    }
    dw[OUT_ROOT] += (float)(gold == n) - p[n];
}

static void learn_relation(Half *t, const float *w, const float *h, float *dw, float *dh, uint32_t gold)
{
    float hidden[RELATION], p[RELATION_COLUMNS];
    relation_scores(&t->net->tail, w, h, hidden, p);
    float of_gold = p[gold];
    t->loss += (double)(soften(p, RELATION_COUNT) - of_gold);
    for (uint32_t r = 0; r < RELATION_COLUMNS; r++) p[r] = r < RELATION_COUNT ? (float)(r == gold) - p[r] : 0;
    add_scaled(1, p, t->gradient.bias, RELATION_COLUMNS);
    for (uint32_t k = 0; k < RELATION; k++) {
        float back = dot(p, t->net->tail.relation[k], RELATION_COLUMNS) * (1 - hidden[k] * hidden[k]);
        add_scaled(hidden[k], p, t->gradient.relation[k], RELATION_COLUMNS);
        dw[OUT_DEPENDENT_RELATION + k] += back;
        dh[OUT_HEAD_RELATION + k] += back;
    }
}

static void learn_lesson(Half *t, const Lesson *s, const float *x, float *d)
{
    for (uint32_t i = 0; i < s->count; i++) {
        const float *w = x + (size_t)i * t->columns;
        float *dw = d + (size_t)i * t->columns;
        uint32_t head = s->head[i];
        learn_tag(t, w, dw, s->tag[i]);
        if (head < s->count && out_of_reach(i, head)) continue;
        learn_arc(t, x, d, s->count, i, head);
        if (head == s->count) continue;
        learn_relation(t, w, x + (size_t)head * t->columns, dw, d + (size_t)head * t->columns, s->relation[i]);
    }
}

/* ---- batches ---- */

static void find_rows(const Dict *inputs, const Lesson *s, uint32_t *rows)
{
    uint64_t hashes[NET_INPUTS];
    for (uint32_t w = 0; w < s->count; w++, rows += NET_INPUTS) {
        uint32_t n = syntax_inputs(&s->words[w], hashes);
        for (uint32_t i = 0; i < NET_INPUTS; i++) rows[i] = i < n ? dict_find(inputs, hashes[i]) : NONE;
    }
}

static void half_reset(Half *t) { t->words = t->count = 0; }

static void half_add(Half *t, const Lesson *s)
{
    uint32_t need = t->words + s->count;
    if (need > t->room) {
        t->room = need + 1024;
        t->lessons = grow(t->lessons, t->room, sizeof *t->lessons);
        t->ends = grow(t->ends, t->room, sizeof *t->ends);
        t->rows = grow(t->rows, (size_t)t->room * NET_INPUTS, sizeof *t->rows);
        t->scores = grow(t->scores, (size_t)t->room * t->columns, sizeof *t->scores);
    }
    if (s->count + 1 > t->arc_room) t->arcs = grow(t->arcs, t->arc_room = s->count + 1, sizeof *t->arcs);
    find_rows(t->net->inputs, s, t->rows + (size_t)t->words * NET_INPUTS);
    t->lessons[t->count] = s;
    t->ends[t->count++] = t->words = need;
}

static void *learn_half(void *half)
{
    Half *t = half;
    if (!t->count) return NULL;
    NetBatch b = {.words = t->words, .sequences = t->count, .end = t->ends, .inputs = t->rows};
    const float *x = net_forward(t->engine, &b, true);
    memset(t->scores, 0, (size_t)t->words * t->columns * sizeof *t->scores);
    for (uint32_t i = 0; i < t->count; i++) {
        size_t at = (size_t)(i ? t->ends[i - 1] : 0) * t->columns;
        learn_lesson(t, t->lessons[i], x + at, t->scores + at);
    }
    net_backward(t->engine, &b, t->scores);
    return NULL;
}

static void learn_batch(Half *halves)
{
    pthread_t threads[HALVES];
    for (uint32_t i = 1; i < HALVES; i++)
        if (pthread_create(&threads[i], NULL, learn_half, &halves[i])) die("cannot start a thread");
    learn_half(&halves[0]);
    for (uint32_t i = 1; i < HALVES; i++) {
        pthread_join(threads[i], NULL);
        net_merge(halves[0].engine, halves[i].engine);
        add_scaled(1, (const float *)&halves[i].gradient, (float *)&halves[0].gradient, TAIL_FLOATS);
        memset(&halves[i].gradient, 0, sizeof halves[i].gradient);
    }
}

/* ---- learning ---- */

typedef struct Moments {
    Tail first, second;
    float first_left, second_left;
} Moments;

static void update_tail(Tail *tail, Tail *gradient, Moments *m, float step)
{
    float *g = (float *)gradient, *w = (float *)tail, *first = (float *)&m->first, *second = (float *)&m->second;
    m->first_left *= 0.9f;
    m->second_left *= 0.99f;
    for (size_t i = 0; i < TAIL_FLOATS; i++) {
        first[i] = 0.9f * first[i] + 0.1f * g[i];
        second[i] = 0.99f * second[i] + 0.01f * g[i] * g[i];
        w[i] += step * first[i] / (1 - m->first_left) / (sqrtf(second[i] / (1 - m->second_left)) + 1e-6f);
    }
    memset(gradient, 0, sizeof *gradient);
}

/* Up in the first twentieth, then down to nothing. */
static float rate(double done) { return (float)(done < 0.05 ? done / 0.05 : (1.0 - done) / 0.95); }

/* The lessons of an epoch in a new order. */
static uint32_t gather(const SyntaxPlan *p, uint32_t epoch, const Lesson **out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->gold->count; i++) out[n++] = &p->gold->items[i];
    for (uint32_t i = epoch % p->slices; p->silver && i < p->silver->count; i += p->slices)
        out[n++] = &p->silver->items[i];
    return n;
}

static void shuffle(Random *random, const Lesson **items, uint32_t count)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t k = random_below(random, i);
        const Lesson *t = items[i - 1];
        items[i - 1] = items[k];
        items[k] = t;
    }
}

static void measure(const SyntaxPlan *plan, SyntaxNet *net)
{
    uint32_t words = 0, upos = 0, uas = 0, las = 0, longest = 1;
    for (uint32_t k = 0; k < plan->dev->count; k++)
        if (plan->dev->items[k].count > longest) longest = plan->dev->items[k].count;
    Lesson said = {.tag = take(longest, 4), .head = take(longest, 4), .relation = take(longest, 1)};
    for (uint32_t k = 0; k < plan->dev->count; k++) {
        const Lesson *gold = &plan->dev->items[k];
        said.words = gold->words, said.count = gold->count;
        (void)syntax_nets_say(&net, 1, &said);
        for (uint32_t i = 0; i < gold->count; i++) {
            bool head = said.head[i] == gold->head[i];
            words++;
            upos += gold->tag[i] != NONE && net->tags[said.tag[i]].upos == net->tags[gold->tag[i]].upos;
            uas += head;
            las += head && said.relation[i] == gold->relation[i];
        }
    }
    note("%s: upos %.2f uas %.2f las %.2f", plan->name, 100.0 * upos / words, 100.0 * uas / words, 100.0 * las / words);
    free(said.tag), free(said.head), free(said.relation);
}

static void learn_epoch(SyntaxNet *net, const SyntaxPlan *plan, Half *halves, Moments *moments, const Lesson **order,
                        uint32_t n, uint32_t epoch)
{
    for (uint32_t i = 0; i < n;) {
        for (uint32_t h = 0; h < HALVES; h++) half_reset(&halves[h]);
        while (i < n && halves[0].words + halves[1].words < plan->net.batch)
            half_add(&halves[halves[1].words < halves[0].words], order[i++]);
        learn_batch(halves);
        float step = plan->net.step * rate(((double)epoch + (double)i / n) / plan->epochs);
        net_update(halves[0].engine, step);
        update_tail(&net->tail, &halves[0].gradient, moments, step);
    }
}

void syntax_net_learn(SyntaxNet *net, const SyntaxPlan *plan)
{
    Random random = {plan->net.seed * 31 + 7};
    Half *halves = take(HALVES, sizeof *halves);
    Moments *moments = take(1, sizeof *moments);
    moments->first_left = moments->second_left = 1;
    for (uint32_t h = 0; h < HALVES; h++) {
        NetOptions o = plan->net;
        o.shape = net->shape;
        o.seed = plan->net.seed * 100 + h + 1;
        halves[h].net = net;
        halves[h].columns = net_columns(net->shape);
        halves[h].engine = net_new(&o, net->inputs->count, net->inputs->counts, net->weights);
    }
    net_start(halves[0].engine);
    for (uint32_t k = 0; k < RELATION; k++)
        for (uint32_t r = 0; r < RELATION_COLUMNS; r++)
            net->tail.relation[k][r] = 0.2f * (2 * random_unit(&random) - 1);
    const Lesson **order = take(plan->gold->count + (plan->silver ? plan->silver->count : 0), sizeof *order);
    for (uint32_t e = 0; e < plan->epochs; e++) {
        uint32_t n = gather(plan, e, order);
        shuffle(&random, order, n);
        halves[0].loss = halves[1].loss = 0;
        learn_epoch(net, plan, halves, moments, order, n, e);
        note("%s, epoch %u: loss %.0f", plan->name, e + 1, halves[0].loss + halves[1].loss);
        if (plan->dev && (e % 4 == 3 || e + 1 == plan->epochs)) measure(plan, net);
    }
    for (uint32_t h = 0; h < HALVES; h++) {
        net_free(halves[h].engine);
        free(halves[h].lessons), free(halves[h].ends), free(halves[h].rows), free(halves[h].scores);
        free(halves[h].arcs);
    }
    free(halves), free(moments), free(order);
}

void syntax_net_start(SyntaxNet *net, const Dict *inputs, const TagPair *tags, uint32_t tag_count, NetShape shape)
{
    *net = (SyntaxNet){.shape = shape, .tag_count = tag_count, .inputs = inputs};
    net->shape.outputs = OUT_TAGS + tag_count;
    memcpy(net->tags, tags, tag_count * sizeof *tags);
    net->weights = take(net_size(net->shape, inputs->count), sizeof *net->weights);
}

void syntax_net_free(SyntaxNet *net)
{
    free(net->weights);
    net->weights = NULL;
}

/* ---- what nets say ---- */

static uint32_t best_of(const float *s, uint32_t n)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++) best = s[i] > s[best] ? i : best;
    return best;
}

static bool is_tree(const Lesson *s)
{
    uint32_t roots = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t at = i, steps = 0;
        while (at < s->count && steps++ <= s->count) at = s->head[at];
        if (at < s->count) return false;
        roots += s->head[i] == s->count;
    }
    return roots == 1;
}

typedef struct Voices { /* of all nets about one sentence: logarithms of probabilities, added */
    float *tags, *arcs, *relations;
} Voices;

static void add_logs(const float *p, uint32_t n, float *sum)
{
    for (uint32_t i = 0; i < n; i++) sum[i] += log_portable(p[i] + 1e-20f);
}

static void hear(const SyntaxNet *net, const float *x, const Lesson *s, Voices *v, float *room)
{
    uint32_t columns = net_columns(net->shape), n = s->count;
    for (uint32_t i = 0; i < n; i++) {
        memcpy(room, x + (size_t)i * columns + OUT_TAGS, net->tag_count * sizeof *room);
        (void)soften(room, net->tag_count);
        add_logs(room, net->tag_count, v->tags + (size_t)i * TAG_CLASSES);
        arc_scores(&net->tail, columns, x, n, i, room);
        (void)soften(room, n + 1);
        add_logs(room, n + 1, v->arcs + (size_t)i * (n + 1));
    }
}

static void hear_relations(const SyntaxNet *net, const float *x, const Lesson *s, Voices *v, float *room)
{
    uint32_t columns = net_columns(net->shape);
    float hidden[RELATION];
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->head[i] == s->count) continue;
        relation_scores(&net->tail, x + (size_t)i * columns, x + (size_t)s->head[i] * columns, hidden, room);
        room[REL_ROOT] = -1e9f;
        (void)soften(room, RELATION_COUNT);
        add_logs(room, RELATION_COUNT, v->relations + (size_t)i * RELATION_COLUMNS);
    }
}

bool syntax_nets_say(SyntaxNet *const *nets, uint32_t count, Lesson *s)
{
    uint32_t n = s->count, end = n;
    uint32_t *rows = take((size_t)n * NET_INPUTS, sizeof *rows);
    float *room = take(n + 1 > TAG_CLASSES ? n + 1 : TAG_CLASSES, sizeof *room);
    Voices v = {take((size_t)n * TAG_CLASSES, 4), take((size_t)n * (n + 1), 4), take((size_t)n * RELATION_COLUMNS, 4)};
    float **outputs = take(count, sizeof *outputs);
    for (uint32_t k = 0; k < count; k++) {
        NetOptions o = {.shape = nets[k]->shape, .seed = 1};
        Net *engine = net_new_reader(&o, nets[k]->inputs->count, nets[k]->weights);
        size_t size = (size_t)n * net_columns(nets[k]->shape) * sizeof(float);
        find_rows(nets[k]->inputs, s, rows);
        outputs[k] = take(size, 1);
        memcpy(outputs[k], net_forward(engine, &(NetBatch){.words = n, .sequences = 1, .end = &end, .inputs = rows}, false), size);
        net_free(engine);
        hear(nets[k], outputs[k], s, &v, room);
    }
    for (uint32_t i = 0; i < n; i++) {
        s->tag[i] = best_of(v.tags + (size_t)i * TAG_CLASSES, nets[0]->tag_count);
        s->head[i] = best_of(v.arcs + (size_t)i * (n + 1), n + 1);
    }
    for (uint32_t k = 0; k < count; k++) hear_relations(nets[k], outputs[k], s, &v, room);
    for (uint32_t i = 0; i < n; i++)
        s->relation[i] =
            s->head[i] == n ? REL_ROOT : (uint8_t)best_of(v.relations + (size_t)i * RELATION_COLUMNS, RELATION_COUNT);
    for (uint32_t k = 0; k < count; k++) free(outputs[k]);
    free(outputs), free(v.tags), free(v.arcs), free(v.relations), free(room), free(rows);
    return is_tree(s);
}

/* ---- packing ---- */

static void add_section(ModelWriter *w, const char *name, uint8_t *body, size_t size)
{
    if (!model_writer_add(w, name, SECTION_BYTES, body, size)) die("cannot add %s", name);
    free(body);
}

/* See src/net/pairs.h. */
static void pack_relations(const Tail *tail, ModelWriter *w)
{
    size_t size = 8 + RELATION_COLUMNS * 8 + RELATION * RELATION_COLUMNS;
    uint8_t *body = take(size, 1), *floats = body + 8, *bytes = floats + RELATION_COLUMNS * 8;
    put_u32(body, RELATION);
    put_u32(body + 4, RELATION_COLUMNS);
    for (uint32_t j = 0; j < RELATION_COLUMNS; j++) {
        float most = 1e-6f;
        for (uint32_t k = 0; k < RELATION; k++) most = fmaxf(most, fabsf(tail->relation[k][j]));
        put_f32(floats + 4 * j, most / 127);
        put_f32(floats + 4 * (RELATION_COLUMNS + j), tail->bias[j]);
        for (uint32_t k = 0; k < RELATION; k++)
            *bytes++ = (uint8_t)(int8_t)roundf(tail->relation[k][j] / most * 127);
    }
    add_section(w, "syntax.relations", body, size);
}

void syntax_net_pack(SyntaxNet *net, ModelWriter *w)
{
    net_pack(w, "synt", net->shape, net->inputs, net->weights);
    uint8_t *tags = take(net->tag_count, 2), *distances = take(DISTANCES, 4);
    for (uint32_t i = 0; i < net->tag_count; i++) {
        tags[2 * i] = net->tags[i].upos;
        tags[2 * i + 1] = net->tags[i].xpos;
    }
    add_section(w, "syntax.tags", tags, net->tag_count * 2);
    for (uint32_t i = 0; i < DISTANCES; i++) put_f32(distances + 4 * i, net->tail.distance[i]);
    add_section(w, "syntax.distances", distances, DISTANCES * 4);
    pack_relations(&net->tail, w);
}
