/* One utterance. Whoever wrote it down, a quotation is its speaker's: where an open or unnamed source, or nobody, has the
 * words that a settled speaker is quoted with, it is that speaker. And where two settled speakers are quoted with the same
 * six words, one of them was most likely not the speaker: an article or its reading laid it to another. A lower bound takes
 * the one who has it more often, and does not count the other.
 *
 *   “ … a b c d e f g … ” ──> abcdef, bcdefg ──> who was quoted with them */
#include "ledger/origin/trace.h"

#define RUN 6u          /* words of a quotation that are nobody else's */
#define LEAST_PIECE 2u  /* words of substance of a shorter one that is quoted whole */
#define LONG_WORD 4u    /* letters of a word of substance */
#define SHORT_PIECE 1u  /* in a row's order: not a run */

typedef struct Quotes {
    Tracer *t;
    Keyed *rows;
    uint32_t count, capacity;
} Quotes;

/* ---- marks ---- */

typedef enum Mark { MARK_NO, MARK_OPEN, MARK_CLOSE, MARK_EITHER } Mark;

static Mark mark_at(Text text, size_t at, size_t *next)
{
    uint32_t c = utf8_at(text, at, next);
    bool twice = *next < text.size && text.data[*next] == text.data[at];
    if (c == 0x201C || c == 0x201E || c == 0xAB) return MARK_OPEN;
    if (c == 0x201D || c == 0xBB) return MARK_CLOSE;
    if (c == '"') return MARK_EITHER;
    if ((c != '`' && c != '\'') || !twice) return MARK_NO;
    ++*next;
    return c == '`' ? MARK_OPEN : MARK_CLOSE;
}

/* The first mark of a content that was cut out of a quotation may be its end. */
static bool is_end(Text text, size_t next)
{
    if (next >= text.size) return true;
    uint32_t c = utf8_at(text, next, &(size_t){0});
    return char_is_space(c) || (c < 128 && !char_is_letter(c) && !char_is_digit(c));
}

/* ---- rows ---- */

static bool put(Quotes *q, uint64_t key, uint32_t index, bool run)
{
    if (!arena_grow(q->t->arena, (void **)&q->rows, &q->capacity, q->count + 1, sizeof *q->rows)) return false;
    q->rows[q->count++] = (Keyed){key, (uint64_t)q->t->rank[index] << 1 | (run ? 0 : SHORT_PIECE), index};
    return true;
}

static uint64_t hash_run(const WordAt *words, uint32_t count)
{
    uint64_t hash = count;
    for (uint32_t i = 0; i < count; i++) hash = hash_mix(hash * 31 + words[i].hash);
    return hash;
}

static bool has_substance(const WordAt *words, uint32_t count)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) found += words[i].span.end - words[i].span.begin >= LONG_WORD;
    return found >= LEAST_PIECE;
}

static bool put_piece(Quotes *q, Text piece, uint32_t index)
{
    WordAt *words;
    uint32_t count;
    if (!words_of(piece, q->t->arena, &words, &count)) return false;
    if (count < RUN) return !has_substance(words, count) || put(q, hash_run(words, count), index, false);
    for (uint32_t i = 0; i + RUN <= count; i++)
        if (!put(q, hash_run(words + i, RUN), index, true)) return false;
    return true;
}

/* Pieces between marks; one that the content cuts off goes to its end, and a direct one without marks is one piece. */
static bool put_quotes(Quotes *q, uint32_t index)
{
    const Statement *s = statement(q->t, index);
    Text text = s->content;
    size_t begin = 0, next;
    bool inside = s->a.form == SAYSO_FORM_DIRECT, seen = false;
    for (size_t at = 0; at < text.size; at = next) {
        Mark mark = mark_at(text, at, &next);
        if (mark == MARK_NO) continue;
        bool ends = mark == MARK_CLOSE || (mark == MARK_EITHER && (seen ? inside : is_end(text, next)));
        if (ends && (inside || !seen) && !put_piece(q, text_of(text.data + begin, at - begin), index)) return false;
        inside = !ends;
        seen = true;
        begin = next;
    }
    return !inside || put_piece(q, text_of(text.data + begin, text.size - begin), index);
}

/* ---- who was quoted ---- */

/* Of those who were quoted with one run: the settled one who has more statements of the claim, else the surest, else the
 * first. */
static uint32_t speaker_of(const Tracer *t, const Keyed *rows, uint32_t count)
{
    uint32_t best = rows[0].item;
    for (uint32_t k = 1; k < count; k++) {
        uint32_t i = rows[k].item;
        const Party *p = &t->parties[i], *b = &t->parties[best];
        bool more = p->kind == PARTY_NAMED && t->group_size[t->group[i]] > t->group_size[t->group[best]];
        if (p->kind < b->kind || (p->kind == b->kind && more)) best = i;
    }
    return best;
}

static void lay_to_speaker(Tracer *t, const Keyed *rows, uint32_t count)
{
    uint32_t speaker = speaker_of(t, rows, count);
    PartyKind kind = t->parties[speaker].kind;
    if (kind == PARTY_OUTLET) return;
    for (uint32_t k = 0; k < count; k++) {
        uint32_t i = rows[k].item;
        bool named = t->parties[i].kind == PARTY_NAMED, run = !(rows[k].order & SHORT_PIECE);
        if (t->group[i] == t->group[speaker] || (named && !run)) continue;
        if (lead(t, i, speaker, HAND_UTTERED) && named && t->moved[t->group[i]] == NONE)
            t->moved[t->group[i]] = speaker;
    }
}

Status leads_quoted(Tracer *t)
{
    ArenaMark mark = arena_mark(t->arena);
    Quotes q = {.t = t};
    for (uint32_t i = 0; i < t->count; i++)
        if (t->parties[i].asserts && !put_quotes(&q, i)) return fail_memory(t->error);
    if (!keyed_sort(q.rows, q.count, t->arena)) return fail_memory(t->error);
    for (uint32_t at = 0, end; at < q.count; at = end) {
        for (end = at + 1; end < q.count && q.rows[end].key == q.rows[at].key;) end++;
        if (end - at > 1) lay_to_speaker(t, q.rows + at, end - at);
    }
    arena_rewind(t->arena, mark);
    return SAYSO_OK;
}
