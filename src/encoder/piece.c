/* Words to pieces: folded (lower case, no accents, marks apart), then the longest piece that the vocabulary has, again
 * and again. */
#include "encoder/internal.h"

#define LONGEST 100u /* code points of a run; a longer one is unknown */

static uint32_t u32_at(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static Text piece_text(const Pieces *p, uint32_t k)
{
    return text_of(p->text + p->begin[k], p->begin[k + 1] - 1 - p->begin[k]);
}

static uint32_t hash_of(Text t)
{
    return (uint32_t)hash_bytes(t.data, t.size, 0);
}

/* The number of a piece, or NONE. */
static uint32_t find(const Pieces *p, Text piece)
{
    for (uint32_t slot = hash_of(piece) & p->mask; p->slots[slot]; slot = (slot + 1) & p->mask)
        if (text_equal(piece_text(p, p->slots[slot] - 1), piece)) return p->slots[slot] - 1;
    return NONE;
}

uint32_t pieces_count(const Section *vocabulary)
{
    uint32_t lines = 0;
    for (size_t i = 0; i < vocabulary->size; i++) lines += vocabulary->data[i] == '\n';
    return lines;
}

static bool fill(Pieces *p, size_t size, uint32_t lines, const sayso_allocator *allocator)
{
    uint32_t slots = 16;
    while (slots < lines * 2) slots *= 2;
    p->begin = mem_take(allocator, ((size_t)lines + 1) * sizeof *p->begin);
    p->slots = mem_take(allocator, slots * sizeof *p->slots);
    if (!p->begin || !p->slots) return false;
    memset(p->slots, 0, slots * sizeof *p->slots);
    p->mask = slots - 1;
    p->begin[0] = 0;
    for (size_t i = 0; i < size; i++)
        if (p->text[i] == '\n') p->begin[++p->count] = (uint32_t)i + 1;
    for (uint32_t k = 0; k < p->count; k++) {
        Text piece = piece_text(p, k);
        uint32_t slot = hash_of(piece) & p->mask;
        while (p->slots[slot] && !text_equal(piece_text(p, p->slots[slot] - 1), piece)) slot = (slot + 1) & p->mask;
        if (!p->slots[slot]) p->slots[slot] = k + 1; /* of equal lines the first */
    }
    return true;
}

bool pieces_open(const Section *vocabulary, const Section *folds, uint32_t unknown, const sayso_allocator *allocator,
                 Pieces *out)
{
    *out = (Pieces){.text = (const char *)vocabulary->data,
                    .folds = folds->data,
                    .fold_count = (uint32_t)(folds->size / 8),
                    .unknown = unknown};
    return fill(out, vocabulary->size, pieces_count(vocabulary), allocator);
}

void pieces_close(Pieces *p, const sayso_allocator *allocator)
{
    if (p->begin) mem_give(allocator, p->begin);
    if (p->slots) mem_give(allocator, p->slots);
}

static bool is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x2CEAF);
}

static uint32_t fold(const Pieces *p, uint32_t c)
{
    uint32_t low = 0, high = p->fold_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2, here = u32_at(p->folds + (size_t)middle * 8);
        if (here == c) return u32_at(p->folds + (size_t)middle * 8 + 4);
        if (here < c)
            low = middle + 1;
        else
            high = middle;
    }
    return is_han(c) ? c | FOLD_ALONE : c;
}

typedef struct Run {             /* code points that stand together, folded */
    char bytes[2 + LONGEST * 4]; /* two for the ## of a piece that goes on */
    uint16_t edge[LONGEST + 1];  /* byte of each code point, and the end */
    uint32_t points;
    bool too_long;
} Run;

static void add_point(Run *r, uint32_t c)
{
    if (r->points == LONGEST) {
        r->too_long = true;
        return;
    }
    r->edge[r->points + 1] = (uint16_t)(r->edge[r->points] + utf8_put(c, r->bytes + r->edge[r->points]));
    r->points++;
}

/* The longest piece from a code point on, that ends before `end`; NONE. Its ## is written over the bytes before, which
 * are done. */
static uint32_t longest(const Pieces *p, Run *r, uint32_t from, uint32_t *end)
{
    char *begin = r->bytes + r->edge[from] - (from ? 2 : 0);
    if (from) begin[0] = begin[1] = '#';
    for (uint32_t to = r->points; to > from; to--) {
        uint32_t k = find(p, text_of(begin, (size_t)(r->bytes + r->edge[to] - begin)));
        if (k == NONE) continue;
        *end = to;
        return k;
    }
    return NONE;
}

static uint32_t cut_run(const Pieces *p, Run *r, uint32_t count, uint32_t out[MOST_PIECES])
{
    uint32_t before = count, from = 0;
    bool known = !r->too_long;
    while (known && from < r->points) {
        uint32_t k = longest(p, r, from, &from);
        known = k != NONE;
        if (known && count < MOST_PIECES) out[count++] = k;
    }
    if (!known) {
        count = before;
        if (count < MOST_PIECES) out[count++] = p->unknown;
    }
    r->points = 0;
    r->too_long = false;
    return count;
}

uint32_t pieces_of(const Pieces *p, Text word, uint32_t out[MOST_PIECES])
{
    Run r = {.edge = {2}};
    uint32_t count = 0;
    for (size_t at = 0; at < word.size;) {
        uint32_t f = fold(p, utf8_at(word, at, &at)), c = f & FOLD_POINT;
        if (f & (FOLD_SPACE | FOLD_ALONE) && (r.points || r.too_long)) count = cut_run(p, &r, count, out);
        if (f & FOLD_SPACE || !c) continue;
        add_point(&r, c);
        if (f & FOLD_ALONE) count = cut_run(p, &r, count, out);
    }
    if (r.points || r.too_long) count = cut_run(p, &r, count, out);
    if (!count) out[count++] = p->unknown;
    return count;
}
