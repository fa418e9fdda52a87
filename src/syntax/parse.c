/* Parsing: at each step the allowed action with the highest score. The features are those of Zhang & Nivre (2011),
 * fitted to the arc-hybrid system, where stack words have no heads yet, with word classes and quotation marks
 * beside them. */
#include "syntax/internal.h"

static const Node nobody = {.word = 2, .tag = 0xFFFE, .hint = 0xFFFE, .cluster = 9998, .relation = 0xFE, .left = {NONE, NONE}, .right = {NONE, NONE}};
static const Node edge = {.word = 1, .tag = 0xFFFF, .hint = 0xFFFF, .cluster = 9999, .relation = 0xFF, .left = {NONE, NONE}, .right = {NONE, NONE}};

void parse_start(ParseState *s, Node *nodes, uint32_t *stack, const Word *words, const TagPair *tags,
                 const Hint *hints, uint32_t count)
{
    uint32_t pair = 0, quote = 0;
    *s = (ParseState){.nodes = nodes, .stack = stack, .count = count};
    for (uint32_t i = 0; i < count; i++) {
        const Word *w = &words[i];
        if (w->mark == MARK_QUOTE_OPEN) quote = ++pair % 15 + 1;
        nodes[i] = (Node){.word = w->lower, .cluster = w->cluster, .tag = (uint32_t)tags[i].upos << 8 | tags[i].xpos,
                          .hint = (uint32_t)hints[i].relation << 8 | hints[i].side, .head = NONE,
                          .left = {NONE, NONE}, .right = {NONE, NONE}, .quote = (uint8_t)quote};
        if (w->mark == MARK_QUOTE_CLOSE) quote = 0;
    }
}

bool parse_allows(const ParseState *s, Move move)
{
    switch (move) {
    case MOVE_SHIFT: return s->next < s->count;
    case MOVE_LEFT: return s->depth && (s->next < s->count || s->depth == 1);
    case MOVE_RIGHT: return s->depth >= 2;
    }
    return false;
}

bool parse_forced(const ParseState *s, Action *action)
{
    if (s->next < s->count || s->depth != 1) return false;
    *action = (Action){MOVE_LEFT, REL_ROOT};
    return true;
}

static void attach(ParseState *s, uint32_t child, uint32_t head, uint8_t relation)
{
    Node *c = &s->nodes[child];
    c->relation = relation;
    if (head >= s->count) return; /* the root */
    c->head = head;
    Node *h = &s->nodes[head];
    uint32_t *children = child < head ? h->left : h->right;
    uint8_t *count = child < head ? &h->left_count : &h->right_count;
    *(child < head ? &h->left_set : &h->right_set) |= (uint64_t)1 << (relation & 63);
    children[1] = children[0]; /* arcs to either side grow outwards */
    children[0] = child;
    if (*count < 255) ++*count;
}

void parse_do(ParseState *s, Action a)
{
    switch ((Move)a.move) {
    case MOVE_SHIFT: s->stack[s->depth++] = s->next++; break;
    case MOVE_LEFT:
        attach(s, s->stack[s->depth - 1], s->next, a.relation);
        s->depth--;
        break;
    case MOVE_RIGHT:
        attach(s, s->stack[s->depth - 1], s->stack[s->depth - 2], a.relation);
        s->depth--;
        break;
    }
}

static const Node *on_stack(const ParseState *s, uint32_t i) { return s->depth > i ? &s->nodes[s->stack[s->depth - 1 - i]] : &edge; }
static const Node *to_come(const ParseState *s, uint32_t i) { return s->count - s->next > i ? &s->nodes[s->next + i] : &edge; }
static const Node *child(const ParseState *s, uint32_t i) { return i == NONE ? &nobody : &s->nodes[i]; }

static uint32_t span_bucket(uint32_t d) { return d < 5 ? d : d <= 7 ? 5 : d <= 10 ? 6 : d <= 20 ? 7 : 8; }

static uint32_t fold(uint64_t set) { return (uint32_t)(hash_mix(set) >> 32); }

uint32_t parse_features(const ParseState *s, uint64_t out[PARSE_FEATURES])
{
    const Node *s0 = on_stack(s, 0), *s1 = on_stack(s, 1), *s2 = on_stack(s, 2);
    const Node *b0 = to_come(s, 0), *b1 = to_come(s, 1), *b2 = to_come(s, 2);
    const Node *s0l = child(s, s0->left[0]), *s0r = child(s, s0->right[0]), *s0l2 = child(s, s0->left[1]), *s0r2 = child(s, s0->right[1]);
    const Node *s1l = child(s, s1->left[0]), *s1r = child(s, s1->right[0]), *s1r2 = child(s, s1->right[1]), *s1l2 = child(s, s1->left[1]);
    const Node *b0l = child(s, b0->left[0]), *b0l2 = child(s, b0->left[1]);
    uint32_t at0 = s->depth ? s->stack[s->depth - 1] : 0, at1 = s->depth > 1 ? s->stack[s->depth - 2] : 0;
    uint32_t near = s->depth ? span_bucket(s->next - at0) : 15, far = s->depth > 1 ? span_bucket(at0 - at1) : 15;
    uint32_t quotes = (uint32_t)(s0->quote == b0->quote) | (uint32_t)(s1->quote == s0->quote) << 1 | (uint32_t)(b0->quote != 0) << 2;
    uint32_t n = 0;
    uint32_t w0 = s0->word, t0 = s0->tag, c0 = s0->cluster, w1 = s1->word, t1 = s1->tag, c1 = s1->cluster;
    uint32_t wb = b0->word, tb = b0->tag, cb = b0->cluster, wb1 = b1->word, tb1 = b1->tag, tb2 = b2->tag, t2 = s2->tag;
    uint32_t p0 = t0 << 16, p1 = t1 << 16, pb = tb << 16; /* a tag above another in one value */
#define F(t, x, y, z) out[n++] = feature(300 + (t), (x), (y), (z))
    /* the words at hand */
    F(0, w0, t0, 0); F(1, w0, 0, 0); F(2, t0, 0, 0); F(3, c0, 0, 0);
    F(4, w1, t1, 0); F(5, w1, 0, 0); F(6, t1, 0, 0); F(7, c1, 0, 0);
    F(8, wb, tb, 0); F(9, wb, 0, 0); F(10, tb, 0, 0); F(11, cb, 0, 0);
    F(12, wb1, tb1, 0); F(13, wb1, 0, 0); F(14, tb1, 0, 0); F(15, b1->cluster, 0, 0);
    F(16, b2->word, tb2, 0); F(17, tb2, 0, 0); F(18, s2->word, t2, 0); F(19, t2, 0, 0);
    /* pairs */
    F(20, w0, p0 | tb, wb); F(21, w0, p0 | tb, 0); F(22, p0 | tb, wb, 0); F(23, w0, wb, 0); F(24, p0 | tb, 0, 0);
    F(25, c0, cb, 0); F(26, c0, tb, 0); F(27, t0, cb, 0); F(28, pb | tb1, 0, 0); F(29, w0, tb, 0); F(30, t0, wb, 0);
    F(31, w1, p1 | t0, w0); F(32, w1, p1 | t0, 0); F(33, p1 | t0, w0, 0); F(34, w1, w0, 0); F(35, p1 | t0, 0, 0);
    F(36, c1, c0, 0); F(37, c1, t0, 0); F(38, t1, c0, 0); F(39, w1, t0, 0); F(40, t1, w0, 0);
    F(41, p1 | tb, 0, 0); F(42, w1, wb, 0); F(43, w1, p1 | tb, 0); F(44, p1 | tb, wb, 0); F(45, c1, cb, 0);
    /* three tags */
    F(46, p0 | tb, tb1, 0); F(47, pb | tb1, tb2, 0); F(48, p1 | t0, tb, 0); F(49, p1 | t0, t2, 0);
    F(50, p0 | tb, s0l->tag, 1); F(51, p0 | tb, s0r->tag, 1); F(52, p0 | tb, b0l->tag, 1);
    F(53, p1 | t0, s0l->tag, 1); F(54, p1 | t0, s0r->tag, 1); F(55, p1 | t0, s1l->tag, 1); F(56, p1 | t0, s1r->tag, 1);
    F(57, p0 | tb, w1, 0); F(58, p1 | tb, w0, 0); F(59, p1 | t0, wb, 0); F(60, p0 | tb, wb1, 0); F(61, pb | tb1, w0, 0);
    F(62, c0, c1, cb); F(63, p1 | t0, tb << 16 | tb1, 0); F(64, p1 | t0, tb << 16 | tb1, t2); F(65, w1, w0, wb);
    /* distances */
    F(66, w0, near, 0); F(67, t0, near, 0); F(68, wb, near, 0); F(69, tb, near, 0); F(70, p0 | tb, near, 0);
    F(71, w1, far, 0); F(72, t1, far, 0); F(73, p1 | t0, far, 0); F(74, w0, far, 0); F(75, p1 | t0, far << 4 | near, tb);
    /* how many children, which relations */
    F(76, w0, t0, 100 + s0->left_count); F(77, w0, t0, 200 + s0->right_count); F(78, t0, s0->left_count, s0->right_count);
    F(79, w1, t1, 100 + s1->left_count); F(80, w1, t1, 200 + s1->right_count); F(81, t1, s1->left_count, s1->right_count);
    F(82, wb, tb, 100 + b0->left_count); F(83, tb, b0->left_count, 0);
    F(84, w0, t0, fold(s0->left_set)); F(85, w0, t0, fold(s0->right_set)); F(86, t0, fold(s0->left_set), fold(s0->right_set));
    F(87, w1, t1, fold(s1->left_set)); F(88, w1, t1, fold(s1->right_set)); F(89, t1, fold(s1->left_set), fold(s1->right_set));
    F(90, wb, tb, fold(b0->left_set)); F(91, tb, fold(b0->left_set), t0); F(92, p1 | t0, fold(s1->right_set), fold(s0->right_set));
    F(93, p0 | tb, fold(s0->right_set), fold(b0->left_set)); F(94, p0 | tb, fold(s0->left_set), 0);
    /* the children */
    F(95, s0l->word, s0l->relation, t0); F(96, s0l->tag, s0l->relation, t0); F(97, s0r->word, s0r->relation, t0); F(98, s0r->tag, s0r->relation, t0);
    F(99, s1l->word, s1l->relation, t1); F(100, s1l->tag, s1l->relation, t1); F(101, s1r->word, s1r->relation, t1); F(102, s1r->tag, s1r->relation, t1);
    F(103, b0l->word, b0l->relation, tb); F(104, b0l->tag, b0l->relation, tb);
    F(105, s0l2->tag, s0l2->relation, t0); F(106, s0r2->tag, s0r2->relation, t0); F(107, s1r2->tag, s1r2->relation, t1);
    F(108, s1l2->tag, s1l2->relation, t1); F(109, b0l2->tag, b0l2->relation, tb);
    F(110, s0l->relation, s0l2->relation, t0); F(111, s0r->relation, s0r2->relation, t0); F(112, s1r->relation, s1r2->relation, t1);
    F(113, p1 | t0, s1r->relation, s0l->relation); F(114, p0 | tb, s0r->relation, b0l->relation);
    F(115, w1, w0, s0l->word); F(116, w0, wb, b0l->word); F(117, w1, w0, s1r->word);
    F(118, s0l->word, w0, t1); F(119, s0l->word, t0, w1);
    /* quotation marks */
    F(120, quotes, p0 | tb, t1); F(121, quotes, w0, tb); F(122, quotes, w1, t0); F(123, quotes, 0, 0);
    /* hints */
    uint32_t h0 = s0->hint, h1 = s1->hint, hb = b0->hint;
    F(124, h0, 0, 0); F(125, h1, 0, 0); F(126, hb, 0, 0); F(127, h0, hb, 0); F(128, h1, h0, 0); F(129, h1, h0, hb);
    F(130, h0, p0 | tb, 0); F(131, h0, p1 | t0, 0); F(132, h1, p1 | t0, 0); F(133, hb, p0 | tb, 0); F(134, h0, w0, tb);
    F(135, h0, hb, p0 | tb); F(136, h1, h0, p1 | t0); F(137, h0, fold(s0->left_set), fold(s0->right_set)); F(138, h0, b1->hint, hb);
    F(139, h0, w1, t0); F(140, h0, wb, t0); F(141, h0, h1, tb); F(142, s2->hint, h1, h0);
#undef F
    return n;
}

static Action best(const SyntaxModel *m, const ParseState *s, const int16_t *scores)
{
    bool allowed[3] = {parse_allows(s, MOVE_SHIFT), parse_allows(s, MOVE_LEFT), parse_allows(s, MOVE_RIGHT)};
    uint32_t at = NONE;
    for (uint32_t i = 0; i < m->parse.classes; i++)
        if (allowed[m->actions[i].move] && (at == NONE || scores[i] > scores[at])) at = i;
    if (at != NONE) return m->actions[at];
    return allowed[MOVE_SHIFT] ? (Action){MOVE_SHIFT, REL_DEP} : (Action){allowed[MOVE_RIGHT] ? MOVE_RIGHT : MOVE_LEFT, REL_DEP};
}

void parse_sentence(const SyntaxModel *m, ParseState *s)
{
    uint64_t hashes[PARSE_FEATURES];
    int16_t scores[SPARSE_CLASSES];
    while (!parse_done(s)) {
        Action action;
        if (!parse_forced(s, &action)) {
            if (!s->depth) {
                action = (Action){MOVE_SHIFT, REL_DEP};
            } else {
                sparse_sum(&m->parse, hashes, parse_features(s, hashes), scores);
                action = best(m, s, scores);
            }
        }
        parse_do(s, action);
    }
}
