/* The tree of a sentence, by the scores of its arcs.
 *
 * Each word's best head makes a tree most of the time, and that is then the best one. Where it makes rings, or several
 * roots, the root is the word that gains most by being it, and of the trees with that root the best is found by the algorithm of
 * Edmonds in Tarjan's way (Tarjan 1977; Gabow et al. 1986): rings are contracted as they close, a heap for each ring holds what
 * enters it, then the rings are opened again, the last first. Each word brings its BEST_HEADS best heads and the root word. The
 * cost is that of the scores, at most 2 ARC_REACH + BLOCK of them a word, and n log n for the tree. */
#include "syntax/internal.h"

#define BEST_HEADS 8u

/* ---- scores ---- */

static Span reach(const Arcs *a, uint32_t first, uint32_t count)
{
    uint32_t end = first + count;
    return (Span){first > ARC_REACH ? first - ARC_REACH : 0,
                  a->count - end > ARC_REACH ? end + ARC_REACH : a->count};
}

/* Some words, and how well the words near them govern them. */
typedef struct Block {
    uint32_t first, count;
    Span heads;     /* the words in reach of any of the block */
    uint32_t stride;
    float *scores;  /* count * stride: by word, then by head from heads.begin on */
    float *distance; /* from -ARC_REACH to ARC_REACH */
} Block;
#define BLOCK 64u

static bool block_take(const Arcs *a, Arena *arena, Block *b)
{
    uint32_t words = a->count < BLOCK ? a->count : BLOCK, most = words + 2 * ARC_REACH;
    b->scores = TAKE(arena, float, (size_t)words * products_columns(a->count < most ? a->count : most));
    b->distance = TAKE(arena, float, 2 * ARC_REACH + 1);
    if (!b->scores || !b->distance) return false;
    for (int32_t d = -(int32_t)ARC_REACH; d <= (int32_t)ARC_REACH; d++)
        b->distance[d + (int32_t)ARC_REACH] = d ? a->distance[distance_class(d)] : 0;
    return true;
}

static bool block_fill(const Arcs *a, uint32_t first, Arena *scratch, Block *b)
{
    b->first = first;
    b->count = a->count - first < BLOCK ? a->count - first : BLOCK;
    b->heads = reach(a, first, b->count);
    NetProducts of = {.size = ARC, .left_count = b->count, .right_count = b->heads.end - b->heads.begin,
                      .left = a->outputs + first * a->stride + OUT_DEPENDENT_ARC,
                      .right = a->outputs + b->heads.begin * a->stride + OUT_HEAD_ARC, .stride = a->stride};
    b->stride = products_columns(of.right_count);
    return pairs_products(a->pairs, &of, scratch, b->scores);
}

/* The heads in a word's reach, and how well they govern it: scores[0] is that of heads.begin. */
typedef struct Row {
    Span heads;
    float *scores;
} Row;

static Row block_row(const Arcs *a, const Block *b, uint32_t word)
{
    Row row = {.heads = reach(a, word, 1)};
    uint32_t begin = row.heads.begin, count = row.heads.end - begin;
    row.scores = b->scores + (size_t)(word - b->first) * b->stride + (begin - b->heads.begin);
    const float *distance = b->distance + (ARC_REACH + begin - word);
    for (uint32_t k = 0; k < count; k++)
        row.scores[k] = row.scores[k] * ARC_SCALE + a->outputs[(begin + k) * a->stride + OUT_HEAD] + distance[k];
    return row;
}

/* ---- the usual case ---- */

/* Whether every word's chain of heads ends at a root. `state`: count bytes. */
static bool rings(const uint32_t *heads, uint32_t count, uint8_t *state)
{
    enum { UNSEEN, ON_THE_WAY, GOOD };
    memset(state, UNSEEN, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i;
        for (; at != NONE && state[at] == UNSEEN; at = heads[at]) state[at] = ON_THE_WAY;
        if (at != NONE && state[at] == ON_THE_WAY) return true;
        for (at = i; at != NONE && state[at] == ON_THE_WAY; at = heads[at]) state[at] = GOOD;
    }
    return false;
}

/* ---- heaps of arcs: skew heaps in arrays; what is to be added to all scores below waits at a node ---- */

typedef struct Arc {
    uint32_t head, word, left, right; /* left, right: arcs below in the heap, or NONE */
    float score, waiting;
} Arc;

static void settle(Arc *arcs, uint32_t at)
{
    Arc *a = &arcs[at];
    a->score += a->waiting;
    if (a->left != NONE) arcs[a->left].waiting += a->waiting;
    if (a->right != NONE) arcs[a->right].waiting += a->waiting;
    a->waiting = 0;
}

static uint32_t merge(Arc *arcs, uint32_t a, uint32_t b)
{
    uint32_t root = NONE, *slot = &root;
    while (a != NONE && b != NONE) {
        settle(arcs, a);
        settle(arcs, b);
        if (arcs[a].score < arcs[b].score || (!(arcs[a].score > arcs[b].score) && a > b)) {
            uint32_t t = a;
            a = b;
            b = t;
        }
        uint32_t next = arcs[a].right;
        arcs[a].right = arcs[a].left;
        *slot = a;
        slot = &arcs[a].left;
        a = next;
    }
    *slot = a != NONE ? a : b;
    return root;
}

static uint32_t pop(Arc *arcs, uint32_t *heap)
{
    uint32_t top = *heap;
    settle(arcs, top);
    *heap = merge(arcs, arcs[top].left, arcs[top].right);
    return top;
}

/* ---- contraction ---- */

typedef struct Forest {
    uint32_t count, nodes;   /* words; words and rings */
    Arc *arcs;
    uint32_t arc_count;
    uint32_t *heap;          /* by node */
    uint32_t *ring_of;       /* by node: the ring that it lies in, or NONE */
    uint32_t *top;           /* by node: a shortcut to the outermost ring round it */
    uint32_t *in;            /* by node: the arc chosen to enter it */
    uint32_t *path;          /* nodes on the way */
    uint8_t *state;          /* by node */
} Forest;

static bool take_forest(Arena *arena, uint32_t n, Forest *f)
{
    size_t nodes = 2 * (size_t)n;
    *f = (Forest){.count = n, .nodes = n};
    f->arcs = TAKE(arena, Arc, (size_t)n * (BEST_HEADS + 1));
    f->heap = TAKE(arena, uint32_t, nodes);
    f->ring_of = TAKE(arena, uint32_t, nodes);
    f->top = TAKE(arena, uint32_t, nodes);
    f->in = TAKE(arena, uint32_t, nodes);
    f->path = TAKE(arena, uint32_t, nodes);
    f->state = TAKE(arena, uint8_t, nodes);
    return f->arcs && f->heap && f->ring_of && f->top && f->in && f->path && f->state;
}

static uint32_t outermost(Forest *f, uint32_t node)
{
    while (f->top[node] != node) node = f->top[node] = f->top[f->top[node]];
    return node;
}

static void add_arc(Forest *f, uint32_t word, uint32_t head, float score)
{
    f->arcs[f->arc_count] = (Arc){head, word, NONE, NONE, score, 0};
    f->heap[word] = merge(f->arcs, f->heap[word], f->arc_count++);
}

/* The best heads of a word, and the root word whatever its score. */
static void add_arcs(Forest *f, Row row, uint32_t word, uint32_t root)
{
    uint32_t heads[BEST_HEADS], n = 0, begin = row.heads.begin, count = row.heads.end - begin;
    float scores[BEST_HEADS];
    for (uint32_t i = 0; i < count; i++) {
        float s = row.scores[i];
        if (begin + i == word || begin + i == root || (n == BEST_HEADS && s <= scores[n - 1])) continue;
        uint32_t k = n < BEST_HEADS ? n++ : n - 1;
        for (; k && scores[k - 1] < s; k--) {
            scores[k] = scores[k - 1];
            heads[k] = heads[k - 1];
        }
        scores[k] = s;
        heads[k] = begin + i;
    }
    for (uint32_t k = 0; k < n; k++) add_arc(f, word, heads[k], scores[k]);
    bool far = root < begin || root >= row.heads.end;
    add_arc(f, word, root, far ? -1e4f : row.scores[root - begin]);
}

enum { NODE_FREE, NODE_ON_PATH, NODE_DONE };

static bool start_forest(Forest *f, const Arcs *a, uint32_t root, Block *b, Arena *scratch)
{
    for (uint32_t i = 0; i < 2 * f->count; i++) {
        f->heap[i] = f->ring_of[i] = f->in[i] = NONE;
        f->top[i] = i;
        f->state[i] = NODE_FREE;
    }
    for (uint32_t i = 0; i < f->count; i++) {
        if (i % BLOCK == 0 && !block_fill(a, i, scratch, b)) return false;
        if (i != root) add_arcs(f, block_row(a, b, i), i, root);
    }
    f->state[root] = NODE_DONE;
    return true;
}

/* The best arc that enters the node from outside. What is left in its heap is counted from that one's score on. */
static uint32_t enter(Forest *f, uint32_t node)
{
    uint32_t arc;
    do arc = pop(f->arcs, &f->heap[node]);
    while (outermost(f, f->arcs[arc].head) == node);
    if (f->heap[node] != NONE) f->arcs[f->heap[node]].waiting -= f->arcs[arc].score;
    return f->in[node] = arc;
}

/* Makes a node of the ring that closes at `node`, the end of the path; the path's new length. */
static uint32_t contract(Forest *f, uint32_t node, uint32_t length, uint32_t *out)
{
    uint32_t ring = f->nodes++, part;
    do {
        part = f->path[--length];
        f->top[part] = f->ring_of[part] = ring;
        f->heap[ring] = merge(f->arcs, f->heap[ring], f->heap[part]);
    } while (part != node);
    *out = ring;
    return length;
}

/* Goes from a word against its best arcs until something is reached that hangs on the root. */
static void hang(Forest *f, uint32_t word)
{
    uint32_t node = outermost(f, word), length = 0;
    while (f->state[node] != NODE_DONE) {
        if (f->state[node] == NODE_ON_PATH) {
            length = contract(f, node, length, &node);
            continue;
        }
        f->state[node] = NODE_ON_PATH;
        f->path[length++] = node;
        node = outermost(f, f->arcs[enter(f, node)].head);
    }
    while (length) f->state[f->path[--length]] = NODE_DONE;
}

/* The arc that enters a ring enters its part with the arc's word, and that one's part, down to the word itself: there it
 * takes the place of the ring's own arc. */
static void open_rings(Forest *f, uint32_t *heads, uint32_t root)
{
    for (uint32_t ring = f->nodes; ring-- > f->count;) {
        if (f->state[ring] == NODE_FREE) continue; /* opened from outside */
        for (uint32_t at = f->arcs[f->in[ring]].word; at != ring; at = f->ring_of[at]) {
            f->in[at] = f->in[ring];
            if (at >= f->count) f->state[at] = NODE_FREE;
        }
    }
    for (uint32_t i = 0; i < f->count; i++) heads[i] = i == root ? NONE : f->arcs[f->in[i]].head;
}

static bool best_tree(const Arcs *a, uint32_t root, Block *b, Arena *scratch, uint32_t *heads)
{
    Forest f;
    if (!take_forest(scratch, a->count, &f) || !start_forest(&f, a, root, b, scratch)) return false;
    for (uint32_t i = 0; i < a->count; i++) hang(&f, i);
    open_rings(&f, heads, root);
    return true;
}

/* The best head of a word, its place in the row; NONE where it is alone. */
static uint32_t best_head(Row row, uint32_t word)
{
    uint32_t best = NONE, self = word - row.heads.begin, count = row.heads.end - row.heads.begin;
    for (uint32_t k = 0; k < count; k++)
        if (k != self && (best == NONE || row.scores[k] > row.scores[best])) best = k;
    return best;
}

/* Each word's best head, and how many words would rather be the root; the one that gains most by it in `root`. */
static bool greedy_heads(const Arcs *a, Block *b, Arena *scratch, uint32_t *heads, uint32_t *roots, uint32_t *root)
{
    float most = -1e30f;
    *roots = *root = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        if (i % BLOCK == 0 && !block_fill(a, i, scratch, b)) return false;
        Row row = block_row(a, b, i);
        uint32_t best = best_head(row, i);
        float gain = best == NONE ? 1 : a->outputs[i * a->stride + OUT_ROOT] - row.scores[best];
        heads[i] = gain > 0 ? NONE : row.heads.begin + best;
        *roots += gain > 0;
        if (gain <= most) continue;
        most = gain;
        *root = i;
    }
    return true;
}

bool tree_heads(const Arcs *a, Arena *scratch, uint32_t *heads)
{
    uint32_t roots, root;
    ArenaMark mark = arena_mark(scratch);
    Block b;
    uint8_t *state = TAKE(scratch, uint8_t, a->count);
    if (!state || !block_take(a, scratch, &b) || !greedy_heads(a, &b, scratch, heads, &roots, &root)) return false;
    bool tree = roots == 1 && !rings(heads, a->count, state);
    if (!tree && !best_tree(a, root, &b, scratch, heads)) return false;
    arena_rewind(scratch, mark);
    return true;
}
