/* The stage: opens its part of the model, then view, spot, join, choose. See internal.h for the order. */
#include "attribution/internal.h"

typedef struct LexiconSlot {
    uint32_t key;
    uint8_t p, act, unused[2];
} LexiconSlot;

struct AttributionModel {
    NetModel *spot_net;
    Table spot, join, span;
    Chain spot_chain, join_chain; /* exponentiated */
    Choice choice;
    const uint8_t *lexicon; /* LexiconSlots; key 0 is empty */
    uint32_t lexicon_mask;
};

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

static bool read_chain(const Model *model, const char *name, uint32_t labels, Chain *out)
{
    float values[CHAIN_FLOATS];
    if (!read_floats(model, name, values, CHAIN_FLOATS)) return false;
    for (uint32_t i = 0; i < CHAIN_FLOATS; i++)
        if (values[i] > CHAIN_NEVER && (values[i] < -MOST_EDGE || values[i] > MOST_EDGE)) return false;
    Chain c = {.labels = labels};
    memcpy(c.edges, values, sizeof c.edges);
    memcpy(c.start, values + CHAIN_KINDS * CHAIN_LABELS * CHAIN_LABELS, sizeof c.start);
    chain_exponentiate(&c, out);
    return true;
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

Status attribution_open(const Model *model, const sayso_allocator *allocator, AttributionModel **out, Error *error)
{
    *out = NULL;
    AttributionModel *m = mem_take(allocator, sizeof *m);
    if (!m) return fail_memory(error);
    Status status = table_open(model, "attr.spot", CHAIN_LABELS, &m->spot, error);
    if (!status) status = table_open(model, "attr.join", JOIN_LABELS, &m->join, error);
    if (!status) status = table_open(model, "attr.span", 1, &m->span, error);
    if (!status && !read_chain(model, "attr.spot.edges", CHAIN_LABELS, &m->spot_chain))
        status = missing("attr.spot.edges", error);
    if (!status && !read_chain(model, "attr.join.edges", JOIN_LABELS, &m->join_chain))
        status = missing("attr.join.edges", error);
    if (!status && !read_choice(model, &m->choice)) status = missing("attr.choice", error);
    if (!status && !read_lexicon(model, m)) status = missing("attr.lexicon", error);
    if (!status) status = net_open(model, "spot", allocator, &m->spot_net, error);
    if (status)
        mem_give(allocator, m);
    else
        *out = m;
    return status;
}

void attribution_close(AttributionModel *model, const sayso_allocator *allocator)
{
    if (model) net_close(model->spot_net, allocator);
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

static bool spot(const View *v, const AttributionModel *m, Arena *scratch, Spotted *spotted)
{
    uint64_t features[SPOT_FEATURES];
    uint32_t longest = 0;
    for (uint32_t first = 0; first < v->count; first = v->paragraph_end[first])
        if (v->paragraph_end[first] - first > longest) longest = v->paragraph_end[first] - first;
    Lattice l; /* one for all paragraphs, so that the lists of spans can grow behind it */
    float *net = TAKE(scratch, float, (size_t)longest * NET_SCORES);
    if (!net || !lattice_take(scratch, longest, &l)) return false;
    for (uint32_t first = 0; first < v->count; first = v->paragraph_end[first]) {
        l.n = v->paragraph_end[first] - first;
        if (!net_run(m->spot_net, inputs_of, v, first, l.n, scratch, net)) return false;
        for (uint32_t i = 0; i < l.n; i++) {
            int32_t sums[CHAIN_LABELS] = {0};
            table_sum(&m->spot, features, spot_features(v, first + i, features), sums);
            for (uint32_t y = 0; y < CHAIN_LABELS; y++)
                l.emission[cell(i, y)] = (float)sums[y] * m->spot.scale + net[(size_t)i * NET_SCORES + y];
            l.kind[i] = i ? edge_kind(v, first + i) : 0;
        }
        chain_forward_backward(&m->spot_chain, &l);
        if (!spot_collect(&m->spot_chain, &l, first, scratch, spotted)) return false;
    }
    return true;
}

/* ---- joining ---- */

static float rescore(const void *context, const uint64_t *features, uint32_t count)
{
    const Table *table = context;
    int32_t sum = 0;
    table_sum(table, features, count, &sum);
    return sigmoid((float)sum * table->scale);
}

static bool join(const View *v, const AttributionModel *m, const Spotted *spotted, const SpanChance *cue,
                 Arena *scratch, Draft *out)
{
    uint64_t features[JOIN_FEATURES];
    JoinCue jc;
    Lattice l;
    if (!join_prepare(v, cue->words, cue->p, scratch, &jc) ||
        !lattice_take(scratch, jc.window.end - jc.window.begin, &l))
        return false;
    for (uint32_t i = 0; i < l.n; i++) {
        uint32_t word = jc.window.begin + i;
        int32_t sums[JOIN_LABELS] = {0};
        bool in_cue = word >= cue->words.begin && word < cue->words.end;
        if (!in_cue) table_sum(&m->join, features, join_features(v, spotted, &jc, word, features), sums);
        for (uint32_t y = 0; y < JOIN_LABELS; y++)
            l.emission[cell(i, y)] = in_cue && y ? CHAIN_NEVER : (float)sums[y] * m->join.scale;
        l.kind[i] = i ? edge_kind(v, word) : 0;
    }
    chain_forward_backward(&m->join_chain, &l);
    Candidates candidates;
    Rescorer rescorer = {rescore, &m->span};
    return candidates_make(&m->join_chain, &l, spotted, &jc, scratch, &candidates) &&
           candidates_rescore(v, spotted, &jc, rescorer, scratch, &candidates.sources) &&
           candidates_rescore(v, spotted, &jc, rescorer, scratch, &candidates.contents) &&
           draft_make(cue, spotted->begin[ROLE_CUE][cue->words.begin], &candidates, &m->choice, scratch, out);
}

/* ---- the result ---- */

static bool is_quoted(const View *v, uint32_t word) { return v->quote[word] != NONE && !v->mark[word]; }

static sayso_form form_of(const View *v, const SpanList *contents)
{
    uint32_t quoted = 0, words = 0;
    for (uint32_t i = 0; i < contents->count; i++)
        for (uint32_t w = contents->items[i].words.begin; w < contents->items[i].words.end; w++) {
            words += v->mark[w] == MARK_NONE;
            quoted += is_quoted(v, w);
        }
    return !quoted ? SAYSO_FORM_INDIRECT : quoted == words ? SAYSO_FORM_DIRECT : SAYSO_FORM_MIXED;
}

typedef struct Result {
    Attributions *out;
    Arena *arena;
    uint32_t capacity, content_capacity;
} Result;

static bool keep(Result *r, const View *v, const Draft *d, float confidence)
{
    Attributions *out = r->out;
    uint32_t n = d->contents.count;
    if (!arena_grow(r->arena, (void **)&out->items, &r->capacity, out->count + 1, sizeof *out->items) ||
        !arena_grow(r->arena, (void **)&out->contents, &r->content_capacity, out->content_count + n,
                    sizeof *out->contents))
        return false;
    Attribution *a = &out->items[out->count++];
    *a = (Attribution){.source = d->source, .cue = d->cue, .content_first = out->content_count, .content_count = n,
                       .form = (uint8_t)form_of(v, &d->contents), .confidence = confidence};
    for (uint32_t i = 0; i < n; i++) out->contents[out->content_count++] = d->contents.items[i].words;
    return true;
}

Status attribution_run(const Article *article, const Tokens *tokens, const Syntax *syntax, const AttributionModel *m,
                       Arena *arena, Arena *scratch, Attributions *out, Error *error)
{
    (void)article; /* the words and their trees say it all; the stages' shape is one */
    *out = (Attributions){0};
    if (!tokens->word_count) return SAYSO_OK;
    View v;
    Spotted spotted;
    Result result = {.out = out, .arena = arena};
    bool ok = view_make(tokens, syntax, (Lexicon){look_up, m}, scratch, &v) &&
              spotted_take(scratch, v.count, &spotted) && spot(&v, m, scratch, &spotted) &&
              choose_spans(&spotted.spans[ROLE_CUE], m->choice.cue, scratch);
    const SpanList *cues = &spotted.spans[ROLE_CUE];
    for (uint32_t i = 0; ok && i < cues->count; i++) {
        ArenaMark mark = arena_mark(scratch);
        Draft d;
        ok = join(&v, m, &spotted, &cues->items[i], scratch, &d);
        if (ok && d.contents.count && choice_score(m->choice.accepting, &d) >= m->choice.accept)
            ok = keep(&result, &v, &d, choice_score(m->choice.trusting, &d));
        arena_rewind(scratch, mark);
    }
    ok = ok && carry_quotes(&v, arena, scratch, out);
    return ok ? SAYSO_OK : fail_memory(error);
}

static bool inside(Span s, uint32_t words) { return s.begin < s.end && s.end <= words; }

static bool is_sound(const Tokens *tokens, const Attributions *a, const Attribution *x)
{
    bool source = x->source.begin != x->source.end;
    if (!inside(x->cue, tokens->word_count) || (source && !inside(x->source, tokens->word_count))) return false;
    if (source && !spans_apart(x->source, x->cue)) return false;
    if (!x->content_count || x->content_first + x->content_count > a->content_count) return false;
    if (x->form > SAYSO_FORM_DIRECT || !(x->confidence >= 0 && x->confidence <= 1)) return false;
    for (uint32_t k = 0; k < x->content_count; k++) {
        Span c = a->contents[x->content_first + k];
        if (!inside(c, tokens->word_count) || !spans_apart(c, x->cue) || (source && !spans_apart(c, x->source))) return false;
        if (k && a->contents[x->content_first + k - 1].end > c.begin) return false;
    }
    return true;
}

bool attribution_check(const Tokens *tokens, const Attributions *a, Error *error)
{
    for (uint32_t i = 0; i < a->count; i++) {
        bool ascends = !i || a->items[i - 1].cue.end <= a->items[i].cue.begin;
        if (ascends && is_sound(tokens, a, &a->items[i])) continue;
        (void)fail(error, SAYSO_ERROR_INTERNAL, i, "attribution %u has a span out of place", i);
        return false;
    }
    return true;
}
