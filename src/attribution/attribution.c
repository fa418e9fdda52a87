/* The stage: opens its part of the model, then view, spot, join, choose. See internal.h for the order. */
#include <math.h>

#include "attribution/internal.h"

typedef struct LexiconSlot {
    uint32_t key;
    uint8_t p, act, unused[2];
} LexiconSlot;

/* ---- opening ---- */

#define MOST_EDGE 20.0f /* what is learnt stays within 5; more might overflow a chain's sums */

static Status missing(const char *name, Error *error)
{
    return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET,
                "the model file's part \"%s\" is missing or damaged; install the model of this version", name);
}

static bool read_floats(const Model *model, const char *name, float *out, uint32_t count)
{
    const Section *s = model_section(model, name);
    if (!s || s->kind != SECTION_BYTES || s->size != (size_t)count * 4) return false;
    Cursor c = {.data = s->data, .size = s->size};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t bits = cursor_u32(&c);
        memcpy(&out[i], &bits, 4);
        if (!(out[i] > -1e10f && out[i] < 100.0f)) return false; /* NaN too */
    }
    return !c.failed;
}

/* The scores themselves. */
static bool read_chain(const Model *model, const char *name, uint32_t labels, Chain *out)
{
    float values[CHAIN_FLOATS];
    if (!read_floats(model, name, values, CHAIN_FLOATS)) return false;
    for (uint32_t i = 0; i < CHAIN_FLOATS; i++)
        if (values[i] > CHAIN_NEVER && (values[i] < -MOST_EDGE || values[i] > MOST_EDGE)) return false;
    *out = (Chain){.labels = labels};
    memcpy(out->edges, values, sizeof out->edges);
    memcpy(out->start, values + CHAIN_KINDS * CHAIN_LABELS * CHAIN_LABELS, sizeof out->start);
    return true;
}

/* The chain of what the two say together; the encoder knows no kinds of edges. */
static void mix_chain(const Chain *fast, const float *encoder, float share, Chain *out)
{
    *out = *fast;
    uint32_t n = fast->labels;
    for (uint32_t y = 0; y < n; y++) {
        if (out->start[y] > CHAIN_NEVER) out->start[y] *= 1 - share;
        for (uint32_t k = 0; k < CHAIN_KINDS; k++)
            for (uint32_t x = 0; x < n; x++)
                out->edges[k][x][y] = out->edges[k][x][y] <= CHAIN_NEVER || encoder[x * n + y] <= CHAIN_NEVER
                                          ? CHAIN_NEVER
                                          : (1 - share) * out->edges[k][x][y] + share * encoder[x * n + y];
    }
}

static bool read_choice(const Model *model, Choice *out)
{
    float values[CHOICE_FLOATS];
    if (!read_floats(model, "attr.choice", values, CHOICE_FLOATS)) return false;
    *out = (Choice){.cue = values[0], .source = values[1], .content = values[2], .accept = values[3]};
    memcpy(out->accepting, values + 4, sizeof out->accepting);
    memcpy(out->trusting, values + 4 + CHOICE_FEATURES, sizeof out->trusting);
    return true;
}

static bool read_lexicon(const Model *model, AttributionModel *out)
{
    const Section *s = model_section(model, "attr.lexicon");
    if (!s || s->kind != SECTION_BYTES || s->size < 16) return false;
    size_t slots = s->size / 8;
    if (slots * 8 != s->size || (slots & (slots - 1)) || slots > UINT32_MAX) return false;
    out->lexicon = s->data;
    out->lexicon_mask = (uint32_t)(slots - 1);
    return true;
}

static bool is_share(float x) { return x >= 0 && x <= 1; }

static Status open_careful(const Model *careful, const Chain *spot_chain, const Chain *join_chain, const sayso_allocator *allocator,
                           AttributionModel *m, Error *error)
{
    Status status = encoder_open(careful, allocator, &m->encoder, error);
    float shares[4] = {0};
    bool read = !status && read_floats(careful, "careful.shares", shares, COUNT(shares));
    Shares *s = &m->shares;
    *s = (Shares){shares[0], shares[1], shares[2], shares[3]};
    if (!status && !(read && is_share(s->spot) && is_share(s->join) && fabsf(s->shift) < 100 && fabsf(s->slope) < 100))
        status = missing("careful.shares", error);
    if (!status && !read_floats(careful, "careful.inside", m->hearing, HEARD_FEATURES))
        status = missing("careful.inside", error);
    if (status) return status;
    Chain mixed;
    mix_chain(spot_chain, encoder_spot_edges(m->encoder), s->spot, &mixed);
    chain_exponentiate(&mixed, &m->careful.spot_chain);
    mix_chain(join_chain, encoder_join_edges(m->encoder), s->join, &mixed);
    chain_exponentiate(&mixed, &m->careful.join_chain);
    mix_chain(spot_chain, encoder_inside_edges(m->encoder), 1, &mixed);
    chain_exponentiate(&mixed, &m->inside.spot_chain);
    m->inside.join_chain = m->careful.join_chain;
    return SAYSO_OK;
}

Status attribution_open(const Model *model, const Model *careful, uint32_t hidden_width, const sayso_allocator *allocator,
                        AttributionModel **out, Error *error)
{
    *out = NULL;
    AttributionModel *m = mem_take(allocator, sizeof *m);
    if (!m) return fail_memory(error);
    *m = (AttributionModel){0};
    Chain spot_chain, join_chain;
    Status status = table_open(model, "attr.spot", CHAIN_LABELS, &m->spot, error);
    if (!status) status = table_open(model, "attr.span", 1, &m->span, error);
    if (!status && !read_chain(model, "attr.spot.edges", CHAIN_LABELS, &spot_chain)) status = missing("attr.spot.edges", error);
    if (!status && !read_chain(model, "attr.join.edges", JOIN_LABELS, &join_chain)) status = missing("attr.join.edges", error);
    if (!status && !read_choice(model, &m->choice)) status = missing("attr.choice", error);
    if (!status && !read_lexicon(model, m)) status = missing("attr.lexicon", error);
    if (!status) {
        chain_exponentiate(&spot_chain, &m->fast.spot_chain);
        chain_exponentiate(&join_chain, &m->fast.join_chain);
    }
    if (!status && careful) status = open_careful(careful, &spot_chain, &join_chain, allocator, m, error);
    NetNeeds spot = {hidden_width, CHAIN_LABELS, CHAIN_LABELS}, join = {2 * hidden_width, JOIN_LABELS, JOIN_LABELS};
    if (!status) status = net_open(model, "spot", spot, allocator, &m->spot_net, error);
    if (!status) status = net_open(model, "join", join, allocator, &m->join_net, error);
    if (status)
        attribution_close(m, allocator);
    else
        *out = m;
    return status;
}

void attribution_watch(AttributionModel *model, GuessWatch *watch, void *watcher)
{
    model->watch = watch;
    model->watcher = watcher;
}

void attribution_close(AttributionModel *model, const sayso_allocator *allocator)
{
    if (!model) return;
    encoder_close(model->encoder, allocator);
    if (model->spot_net) net_close(model->spot_net, allocator);
    if (model->join_net) net_close(model->join_net, allocator);
    mem_give(allocator, model);
}

static LexiconEntry look_up(const void *context, uint64_t key)
{
    const AttributionModel *m = context;
    uint32_t want = (uint32_t)(key >> 32) | 1, slot = (uint32_t)key & m->lexicon_mask;
    for (uint32_t tries = 0; tries < LEXICON_PROBES; tries++, slot = (slot + 1) & m->lexicon_mask) {
        LexiconSlot s;
        memcpy(&s, m->lexicon + (size_t)slot * 8, 8);
        if (s.key == want) return (LexiconEntry){s.p, s.act};
        if (!s.key) break;
    }
    return (LexiconEntry){0, 0};
}

Lexicon lexicon_of(const AttributionModel *m) { return (Lexicon){look_up, m}; }

/* ---- spotting ---- */

bool spotted_take(Arena *arena, uint32_t words, Spotted *out)
{
    *out = (Spotted){0};
    for (uint32_t r = 0; r < ROLES; r++) {
        out->role[r] = TAKE(arena, float, (size_t)words + 1);
        out->begin[r] = TAKE(arena, float, (size_t)words + 1);
        out->end[r] = TAKE(arena, float, (size_t)words + 1);
        if (!out->role[r] || !out->begin[r] || !out->end[r]) return false;
        out->role[r][words] = out->begin[r][words] = out->end[r][words] = 0;
    }
    return true;
}

/* What a word has of a role and the next word does not go on with ends there. */
static void collect_words(const Lattice *l, uint32_t first, uint32_t role, Spotted *out)
{
    for (uint32_t i = 0; i < l->n; i++) {
        float begin = chain_marginal(l, i, 1 + 2 * role), in = chain_marginal(l, i, 2 + 2 * role);
        float on = i + 1 < l->n ? chain_marginal(l, i + 1, 2 + 2 * role) : 0;
        out->begin[role][first + i] = begin;
        out->role[role][first + i] = begin + in;
        out->end[role][first + i] = begin + in > on ? begin + in - on : 0;
    }
}

bool spot_collect(const Chain *chain, const Lattice *l, uint32_t first, Arena *arena, Spotted *out)
{
    for (uint32_t r = 0; r < ROLES; r++) {
        collect_words(l, first, r, out);
        SpanList *list = &out->spans[r];
        float least = r == ROLE_CUE ? CUE_LEAST : SPOTTED_LEAST;
        if (!chain_spans(chain, l, 1 + 2 * r, (uint8_t)r, least, first, arena, list)) return false;
    }
    return true;
}

static uint32_t inputs_of(const void *view, uint32_t word, uint64_t out[NET_INPUTS])
{
    return spot_inputs(view, word, out);
}

/* Some paragraphs, one after the other, that the net reads at once. */
#define GROUP 32u
#define GROUP_WORDS 256u /* a group that has so many takes no further paragraph */

static uint32_t gather(const View *v, uint32_t first, Span paragraphs[GROUP])
{
    uint32_t count = 0;
    for (uint32_t at = first; at < v->count && count < GROUP && at - first < GROUP_WORDS; at = v->paragraph_end[at])
        paragraphs[count++] = (Span){at, v->paragraph_end[at]};
    return count;
}

/* The chain over one paragraph. `net`: net_stride numbers a word. */
static bool spot_paragraph(const View *v, const AttributionModel *m, const Encoded *encoded, Span words, const float *net, Lattice *l,
                           Arena *scratch, Spotted *spotted)
{
    const Way *way = way_of(m, encoded);
    uint64_t features[SPOT_FEATURES];
    uint32_t stride = net_stride(net_shape(m->spot_net));
    float share = !encoded ? 0 : encoded->inside ? m->shares.spot : 1;
    l->n = words.end - words.begin;
    for (uint32_t i = 0; i < l->n; i++, net += stride) {
        int32_t sums[CHAIN_LABELS] = {0};
        table_sum(&m->spot, features, spot_features(v, words.begin + i, features), sums);
        for (uint32_t y = 0; y < CHAIN_LABELS; y++)
            l->emission[cell(i, y)] = (float)sums[y] * m->spot.scale + net[y];
        for (uint32_t y = 0; encoded && y < CHAIN_LABELS; y++) {
            float *e = &l->emission[cell(i, y)];
            *e = (1 - share) * *e + share * encoded->spot[(words.begin + i) * ENCODER_SPOT + y];
        }
        l->kind[i] = i ? edge_kind(v, words.begin + i) : 0;
    }
    chain_forward_backward(&way->spot_chain, l);
    return spot_collect(&way->spot_chain, l, words.begin, scratch, spotted);
}

static bool spot_group(const View *v, const AttributionModel *m, const Encoded *encoded, const Span *paragraphs, uint32_t count, float *net,
                       Lattice *l, Arena *scratch, Spotted *spotted)
{
    NetReader reader = {inputs_of, syntax_side, v};
    uint32_t stride = net_stride(net_shape(m->spot_net));
    if (!net_run(m->spot_net, &reader, paragraphs, count, scratch, net, NULL)) return false;
    for (uint32_t i = 0; i < count; i++)
        if (!spot_paragraph(v, m, encoded, paragraphs[i], net + (size_t)(paragraphs[i].begin - paragraphs[0].begin) * stride, l,
                            scratch, spotted))
            return false;
    return true;
}

bool spot(const View *v, const AttributionModel *m, const Encoded *encoded, Arena *scratch, Spotted *spotted)
{
    Span paragraphs[GROUP];
    uint32_t longest = 0, widest = 0, count;
    for (uint32_t first = 0; first < v->count; first = v->paragraph_end[first])
        if (v->paragraph_end[first] - first > longest) longest = v->paragraph_end[first] - first;
    widest = longest + GROUP_WORDS < v->count ? longest + GROUP_WORDS : v->count;
    Lattice l; /* one for all paragraphs, and their net's numbers, so that the lists of spans can grow behind them */
    float *net = TAKE(scratch, float, (size_t)widest * net_stride(net_shape(m->spot_net)));
    if (!net || !lattice_take(scratch, longest, &l)) return false;
    for (uint32_t first = 0; first < v->count; first = paragraphs[count - 1].end) {
        count = gather(v, first, paragraphs);
        if (!spot_group(v, m, encoded, paragraphs, count, net, &l, scratch, spotted)) return false;
    }
    return true;
}

/* ---- the result ---- */

typedef struct Result {
    Attributions *out;
    Arena *arena;
    uint32_t capacity, content_capacity;
} Result;

static bool keep(Result *r, const Draft *d, float confidence)
{
    Attributions *out = r->out;
    uint32_t n = d->contents.count;
    if (!arena_grow(r->arena, (void **)&out->items, &r->capacity, out->count + 1, sizeof *out->items) ||
        !arena_grow(r->arena, (void **)&out->contents, &r->content_capacity, out->content_count + n,
                    sizeof *out->contents))
        return false;
    Attribution *a = &out->items[out->count++];
    *a = (Attribution){.source = d->source, .cue = d->cue, .content_first = out->content_count, .content_count = n,
                       .confidence = confidence};
    for (uint32_t i = 0; i < n; i++) out->contents[out->content_count++] = d->contents.items[i].words;
    return true;
}

/* By how many words of the contents stand in quotation marks. Sums over the words before each word, for contents may
 * be nested thousands deep. */
static bool set_forms(const View *v, Arena *scratch, Attributions *a)
{
    size_t count = (size_t)v->count + 1;
    uint32_t *words = TAKE(scratch, uint32_t, count), *quoted = TAKE(scratch, uint32_t, count);
    if (!words || !quoted) return false;
    words[0] = quoted[0] = 0;
    for (uint32_t i = 0; i < v->count; i++) {
        words[i + 1] = words[i] + (v->mark[i] == MARK_NONE);
        quoted[i + 1] = quoted[i] + (v->mark[i] == MARK_NONE && v->quote[i] != NONE);
    }
    for (uint32_t i = 0; i < a->count; i++) {
        uint32_t all = 0, inside = 0;
        for (uint32_t k = 0; k < a->items[i].content_count; k++) {
            Span s = a->contents[a->items[i].content_first + k];
            all += words[s.end] - words[s.begin];
            inside += quoted[s.end] - quoted[s.begin];
        }
        a->items[i].form = a->items[i].turn || a->items[i].set_off ? SAYSO_FORM_DIRECT
                           : !inside ? SAYSO_FORM_INDIRECT : inside == all ? SAYSO_FORM_DIRECT : SAYSO_FORM_MIXED;
    }
    return true;
}

/* What the model takes to be best for its corpus is 0.3; articles read whole by our guidelines hold this better (tune: found F1
 * 73.3 against 72.8; PolNeAR dev: 74.2 against 74.1). Not so what confirms, denies, declines, accuses, condemns. */
#define ACCEPT_LEAST 0.35f

enum {
    ACTS_PLAIN = 1 << CUE_CONFIRM | 1 << CUE_DENY | 1 << CUE_DECLINE | 1 << CUE_DISMISS | 1 << CUE_ACCUSE |
                 1 << CUE_CONDEMN
};

static bool accepts(const Grammar *g, const Choice *c, const Draft *d)
{
    float p = choice_score(c->accepting, d);
    bool plain = false;
    for (uint32_t w = d->cue.begin; w < d->cue.end; w++)
        plain |= (ACTS_PLAIN >> g->v->act[w] & 1) || negates(g, w);
    return p >= c->accept && (plain || p >= ACCEPT_LEAST);
}

static float trust_of(const AttributionModel *m, const Encoded *encoded, const Draft *d)
{
    float logit = choice_logit(m->choice.trusting, d);
    return sigmoid(encoded ? m->shares.shift + m->shares.slope * logit : logit);
}

static bool second_reading(const Grammar *g, const AttributionModel *m, const Encoded *encoded, const Spotted *spotted,
                           const Article *article, Arena *arena, Arena *scratch, Attributions *out)
{
    const View *v = g->v;
    if (!sign_quotes(v, arena, scratch, out) || !carry_quotes(v, arena, scratch, out)) return false;
    mend(g, out);
    return attributions_compact(out, scratch) && inversions_find(g, arena, scratch, out) &&
           turns_find(g, article, arena, scratch, out) && orphans_place(g, arena, scratch, out) &&
           alone_find(g, arena, scratch, out) && look_again(g, m, encoded, spotted, arena, scratch, out) &&
           set_forms(v, scratch, out);
}

Status attribution_run(const Article *article, const Tokens *tokens, const Syntax *syntax, const AttributionModel *m,
                       Arena *arena, Arena *scratch, Attributions *out, Error *error)
{
    *out = (Attributions){0};
    if (!tokens->word_count) return SAYSO_OK;
    View v;
    Grammar g;
    Spotted spotted;
    Result result = {.out = out, .arena = arena};
    Encoded states, *encoded = m->encoder ? &states : NULL;
    if (encoded && !encoder_run(m->encoder, article, tokens, scratch, scratch, encoded)) return fail_memory(error);
    bool ok = view_make(tokens, syntax, lexicon_of(m), scratch, &v) && grammar_make(&v, scratch, &g) &&
              spotted_take(scratch, v.count, &spotted) && spot(&v, m, encoded, scratch, &spotted) &&
              choose_spans(&spotted.spans[ROLE_CUE], m->choice.cue, scratch);
    const SpanList *cues = &spotted.spans[ROLE_CUE];
    for (uint32_t i = 0; ok && i < cues->count; i++) {
        ArenaMark mark = arena_mark(scratch);
        Draft d;
        ok = draft_read(&v, m, encoded, &spotted, &cues->items[i], join_window(&v, cues->items[i].words), scratch, &d);
        if (ok && d.contents.count && accepts(&g, &m->choice, &d))
            ok = keep(&result, &d, trust_of(m, encoded, &d));
        arena_rewind(scratch, mark);
    }
    ok = ok && second_reading(&g, m, encoded, &spotted, article, arena, scratch, out);
    return ok ? SAYSO_OK : fail_memory(error);
}

static bool inside(Span s, uint32_t words) { return s.begin < s.end && s.end <= words; }

static bool is_sound(const Tokens *tokens, const Attributions *a, const Attribution *x)
{
    bool source = x->source.begin != x->source.end, cue = x->cue.begin != x->cue.end;
    if (!cue && !source) return false;
    if (cue && !inside(x->cue, tokens->word_count)) return false;
    if (source && !inside(x->source, tokens->word_count)) return false;
    if (source && cue && !spans_apart(x->source, x->cue)) return false;
    if (!x->content_count || x->content_first + x->content_count > a->content_count) return false;
    if (x->form > SAYSO_FORM_DIRECT || !(x->confidence >= 0 && x->confidence <= 1)) return false;
    for (uint32_t k = 0; k < x->content_count; k++) {
        Span c = a->contents[x->content_first + k];
        if (!inside(c, tokens->word_count) || (cue && !spans_apart(c, x->cue))) return false;
        if (source && !spans_apart(c, x->source)) return false;
        if (k && a->contents[x->content_first + k - 1].end > c.begin) return false;
    }
    return true;
}

bool attribution_check(const Tokens *tokens, const Attributions *a, Error *error)
{
    uint32_t contents = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        bool cue = a->items[i].cue.begin != a->items[i].cue.end;
        bool ascends = !i || !cue || a->items[i - 1].cue.end <= a->items[i].cue.begin;
        contents += a->items[i].content_count;
        if (ascends && is_sound(tokens, a, &a->items[i])) continue;
        (void)fail(error, SAYSO_ERROR_INTERNAL, i, "attribution %u has a span out of place", i);
        return false;
    }
    if (contents == a->content_count) return true;
    (void)fail(error, SAYSO_ERROR_INTERNAL, NO_OFFSET, "attributions: a content is nobody's");
    return false;
}
