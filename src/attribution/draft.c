/* From a cue to a draft: the joining net and its chain over the words near it, the spans that they propose rescored,
 * the best of them chosen. */
#include "attribution/internal.h"

/* What the syntax stage's net made of a word. */
void syntax_side(const void *view, uint32_t word, uint8_t *out)
{
    const Syntax *s = ((const View *)view)->syntax;
    memcpy(out, s->hidden + (size_t)word * s->hidden_width, s->hidden_width);
}

static float rescore(const void *context, const uint64_t *features, uint32_t count)
{
    const Table *table = context;
    int32_t sum = 0;
    table_sum(table, features, count, &sum);
    return sigmoid((float)sum * table->scale);
}

typedef struct JoinReader {
    const View *v;
    const Spotted *spotted;
    const JoinCue *cue;
} JoinReader;

static uint32_t join_inputs_of(const void *context, uint32_t word, uint64_t out[NET_INPUTS])
{
    const JoinReader *r = context;
    return join_inputs(r->v, r->spotted, r->cue, word, out);
}

static void join_side_of(const void *context, uint32_t word, uint8_t *out)
{
    const JoinReader *r = context;
    syntax_side(r->v, word, out);
    syntax_side(r->v, r->cue->head, out + r->v->syntax->hidden_width);
}

/* What the two say together; the cue's own words are outside. */
static void emit(const View *v, const AttributionModel *m, const SpanChance *cue, const JoinCue *jc, const float *net, const float *encoder,
                 Lattice *l)
{
    uint32_t stride = net_stride(net_shape(m->join_net));
    float share = encoder ? m->shares.join : 0;
    for (uint32_t i = 0; i < l->n; i++, net += stride) {
        uint32_t word = jc->window.begin + i;
        bool in_cue = word >= cue->words.begin && word < cue->words.end;
        for (uint32_t y = 0; y < JOIN_LABELS; y++) {
            float score = encoder ? (1 - share) * net[y] + share * encoder[i * ENCODER_JOIN + y] : net[y];
            l->emission[cell(i, y)] = in_cue && y ? CHAIN_NEVER : score;
        }
        l->kind[i] = i ? edge_kind(v, word) : 0;
    }
}

bool draft_read(const View *v, const AttributionModel *m, const Encoded *encoded, const Spotted *spotted, const SpanChance *cue,
                Span window, Arena *scratch, Draft *out)
{
    const Way *way = way_of(m, encoded);
    JoinCue jc;
    Lattice l;
    if (!join_prepare(v, cue->words, cue->p, window, scratch, &jc) ||
        !lattice_take(scratch, jc.window.end - jc.window.begin, &l))
        return false;
    JoinReader words = {v, spotted, &jc};
    NetReader reader = {join_inputs_of, join_side_of, &words};
    uint32_t stride = net_stride(net_shape(m->join_net));
    float *net = TAKE(scratch, float, (size_t)l.n *stride);
    if (!net || !net_run(m->join_net, &reader, &jc.window, 1, scratch, net, NULL)) return false;
    float *encoder = encoded ? TAKE(scratch, float, (size_t)l.n * ENCODER_JOIN) : NULL;
    if (encoded && (!encoder || !encoder_join(m->encoder, encoded, cue->words, jc.window, scratch, encoder))) return false;
    emit(v, m, cue, &jc, net, encoder, &l);
    chain_forward_backward(&way->join_chain, &l);
    Candidates candidates;
    Rescorer rescorer = {rescore, &m->span};
    return candidates_make(&way->join_chain, &l, spotted, &jc, scratch, &candidates) &&
           candidates_rescore(v, spotted, &jc, rescorer, scratch, &candidates.sources) &&
           candidates_rescore(v, spotted, &jc, rescorer, scratch, &candidates.contents) &&
           draft_make(cue, spotted->begin[ROLE_CUE][cue->words.begin], &candidates, &m->choice, scratch, out);
}
