/* The table, for people:
 *
 *   01-wire · 2026-03-03 · 325 words · 12 attributions
 *   ────────────────────────────────────────────────────────────
 *   source          cue       content
 *
 *   the paper       noted     One official denied it             70%
 *   → Daily Keel              Friday → 2026-02-27
 *
 *     One official  denied    it                                 97%
 *                             denied · unnamed · via Daily Keel
 *
 * Below a source stands who that is, where its own words do not say so; below a content what else is known of it. What
 * stands inside another's content follows that one, indented.
 *
 * Below LIST_WIDTH columns the three stand one under the other. */
#include "record/internal.h"

#define LIST_WIDTH 56u
#define GUTTER 2u
#define CONFIDENCE 4u /* "100%" */

typedef struct Grid {
    Sheet sheet;
    uint32_t source, cue, content; /* columns */
    uint32_t indent;               /* of the row at hand */
} Grid;

static bool cell_of(Sheet *t, Span bytes, Cell *out)
{
    if (!cell_make(t, bytes.end - bytes.begin + 1u, out)) return false;
    if (absent(bytes))
        cell_text(out, text_literal("—"), LOOK_OWN);
    else
        cell_span(t, out, bytes);
    return true;
}

static bool says(Text words, Text part) { return memmem(words.data, words.size, part.data, part.size); }

/* "the Daily Keel" says "The Daily Keel". */
static Text without_article(Text name)
{
    return text_starts(name, "The ") ? text_of(name.data + 4, name.size - 4) : name;
}

/* Whether the words name all that are settled. */
static bool says_who(const Reading *r, const Standing *s, Text words)
{
    if (s->entity != NONE) return says(words, without_article(r->entities.items[s->entity].name));
    for (uint32_t i = 0; i < s->joint_count; i++)
        if (!says(words, without_article(r->entities.items[joint_of(r, s)[i]].name))) return false;
    return true;
}

/* Four lines of a narrow column tell whom; "…, the retired commander of …" would run on to a dozen. */
#define LONGEST_SOURCE 100u
#define HEAD_OF_SOURCE 66u
static Span head_of(const Reading *r, Span bytes)
{
    Text words = span_text(r, bytes);
    if (words.size <= LONGEST_SOURCE) return bytes;
    const char *blank = memrchr(words.data, ' ', HEAD_OF_SOURCE);
    return blank ? (Span){bytes.begin, bytes.begin + (uint32_t)(blank - words.data)} : bytes;
}

static bool cell_of_source(Sheet *t, const Attribution *a, const Standing *s, Cell *out)
{
    const Reading *r = t->reading;
    Span bytes = source_bytes(r, a), shown = head_of(r, bytes);
    Text name = who_text(r, s, t->scratch);
    if (!cell_make(t, bytes.end - bytes.begin + name.size + 16, out)) return false;
    if (absent(bytes))
        cell_text(out, text_literal("—"), LOOK_OWN);
    else
        cell_span(t, out, shown);
    if (shown.end < bytes.end) cell_text(out, text_literal(" …"), LOOK_OWN);
    if (absent(bytes) || !name.size || says_who(r, s, span_text(r, shown))) return true;
    cell_break(out);
    cell_text(out, text_literal("→ "), LOOK_ASIDE);
    cell_text(out, name, LOOK_ASIDE);
    return true;
}

/* ---- notes: what is known of an attribution beside its words ---- */

static const char *deed(uint8_t act) /* for people; what is merely stated goes without saying */
{
    static const char *const deeds[ACT_COUNT] = {NULL,        "claimed", "confirmed", "denied",    "declined",
                                                 "dismissed", "accused", "condemned", "praised",   "warned",
                                                 "promised",  "urged",   "asked",     "suggested", "thought"};
    return act < ACT_COUNT ? deeds[act] : NULL;
}

/* Each note on the line of notes: a text of ours, then one of the article's or a name. */
static void note(Cell *cell, size_t *notes, const char *ours, Text theirs)
{
    if ((*notes)++)
        cell_text(cell, text_literal(" · "), LOOK_ASIDE);
    else
        cell_break(cell);
    cell_text(cell, text_literal(ours), LOOK_ASIDE);
    cell_text(cell, theirs, LOOK_ASIDE);
}

static size_t notes_size(const Reading *r, const Standing *s)
{
    Span when = bytes_of(r, s->when), why = bytes_of(r, s->anonymity);
    return party_text(r, &s->to).size + party_text(r, &s->via).size + (when.end - when.begin) + (why.end - why.begin) +
           DATE_SIZE + 64;
}

static void cell_notes(const Reading *r, const Attribution *a, const Standing *s, Cell *cell)
{
    const Text nothing = text_literal("");
    const char *done = deed(s->act);
    size_t notes = 0;
    Text to = party_text(r, &s->to), via = party_text(r, &s->via), when = span_text(r, bytes_of(r, s->when)),
         why = span_text(r, bytes_of(r, s->anonymity));
    if (s->negated_rule)
        note(cell, &notes, "not ", text_literal(done ? done : "stated"));
    else if (done && !says(span_text(r, cue_bytes(r, a)), text_literal(done)))
        note(cell, &notes, done, nothing);
    if (s->kind == KIND_UNNAMED || why.size) note(cell, &notes, why.size ? "unnamed: " : "unnamed", why);
    if (to.size && !text_equal(to, via)) note(cell, &notes, "to ", to);
    if (via.size) note(cell, &notes, "via ", via);
    if (when.size) note(cell, &notes, "", when);
    if (!*s->date || text_is(when, s->date)) return;
    cell_text(cell, text_literal(" → "), LOOK_ASIDE);
    cell_text(cell, text_literal(s->date), LOOK_ASIDE);
}

static bool cell_of_contents(Sheet *t, const Attribution *a, const Standing *s, Cell *out)
{
    static const char between[] = " … ";
    size_t bytes = notes_size(t->reading, s);
    for (uint32_t i = 0; i < a->content_count; i++) {
        Span piece = content_bytes(t->reading, a, i);
        bytes += piece.end - piece.begin + sizeof between;
    }
    if (!cell_make(t, bytes, out)) return false;
    for (uint32_t i = 0; i < a->content_count; i++) {
        if (i) cell_text(out, text_literal(between), LOOK_OWN);
        cell_span(t, out, content_bytes(t->reading, a, i));
    }
    cell_notes(t->reading, a, s, out);
    return true;
}

static void print_confidence(Sheet *t, const Attribution *a)
{
    sheet_style(t, DIM);
    out_format(t->out, "%3u%%", (unsigned)(confidence_of(a) * 100 + 0.5f));
    sheet_style(t, PLAIN);
}

/* ---- rows ---- */

static bool unfinished(const Cell *cell) { return cell->at < cell->size; }

static void print_row(Grid *t, const Attribution *a, Cell *source, Cell *cue, Cell *content)
{
    Sheet *sheet = &t->sheet;
    for (bool first = true; first || unfinished(source) || unfinished(cue) || unfinished(content); first = false) {
        size_t used = 0;
        if (unfinished(source)) {
            sheet_pad(sheet, t->indent);
            used = t->indent + cell_print_line(sheet, source, t->source - t->indent, BOLD);
        }
        bool more = unfinished(cue) || unfinished(content);
        if (more) sheet_pad(sheet, t->source + GUTTER - used);
        used = unfinished(cue) ? cell_print_line(sheet, cue, t->cue, CYAN) : 0;
        if (unfinished(content)) {
            sheet_pad(sheet, t->cue + GUTTER - used);
            used = cell_print_line(sheet, content, t->content, "");
        }
        if (first) {
            sheet_pad(sheet, t->content + GUTTER - used);
            print_confidence(sheet, a);
        }
        out_string(sheet->out, "\n");
    }
}

static void print_item(Grid *t, const Attribution *a, Cell *source, Cell *cue, Cell *content)
{
    Sheet *sheet = &t->sheet;
    cell_print(sheet, source, t->indent, BOLD);
    cell_print(sheet, cue, t->indent + 2, CYAN);
    cell_print(sheet, content, t->indent + 4, "");
    sheet_pad(sheet, t->indent + 4);
    print_confidence(sheet, a);
    out_string(sheet->out, "\n");
}

static void row(Grid *t, uint32_t index)
{
    Sheet *sheet = &t->sheet;
    const Attribution *a = &sheet->reading->attributions.items[index];
    const Standing *s = &sheet->reading->standings.items[index];
    ArenaMark mark = arena_mark(sheet->scratch);
    Cell source, cue, content;
    if (cell_of_source(sheet, a, s, &source) && cell_of(sheet, cue_bytes(sheet->reading, a), &cue) &&
        cell_of_contents(sheet, a, s, &content)) {
        out_string(sheet->out, "\n");
        (sheet->width < LIST_WIDTH ? print_item : print_row)(t, a, &source, &cue, &content);
    }
    arena_rewind(sheet->scratch, mark);
}

/* ---- order: what stands inside an attribution follows it ---- */

typedef struct Nest { /* a tree as lists: each attribution's first one inside it, and the next inside the same */
    uint32_t *inner, *next;
    uint32_t first;
} Nest;

/* Pushed from the last, so that each list ascends. */
static bool nest_make(const Reading *r, Arena *scratch, Nest *out)
{
    uint32_t count = r->attributions.count;
    *out = (Nest){TAKE(scratch, uint32_t, count), TAKE(scratch, uint32_t, count), NONE};
    if (!out->inner || !out->next) return false;
    for (uint32_t i = 0; i < count; i++) out->inner[i] = NONE;
    for (uint32_t i = count; i-- > 0;) {
        uint32_t within = r->standings.items[i].within;
        uint32_t *head = within == NONE ? &out->first : &out->inner[within];
        out->next[i] = *head;
        *head = i;
    }
    return true;
}

static void rows(Grid *t, const Nest *nest)
{
    const Standing *s = t->sheet.reading->standings.items;
    uint32_t depth = 0, most = (t->sheet.width < LIST_WIDTH ? t->sheet.width : t->source) / 3;
    for (uint32_t i = nest->first; i != NONE && !t->sheet.out->status;) {
        t->indent = 2 * depth < most ? 2 * depth : most;
        row(t, i);
        if (nest->inner[i] != NONE) {
            i = nest->inner[i];
            depth++;
            continue;
        }
        while (nest->next[i] == NONE && s[i].within != NONE) {
            i = s[i].within;
            depth--;
        }
        i = nest->next[i];
    }
}

/* ---- the whole ---- */

static void column_names(Grid *t)
{
    Sheet *sheet = &t->sheet;
    sheet_style(sheet, DIM);
    out_string(sheet->out, "source");
    sheet_pad(sheet, t->source + GUTTER - 6);
    out_string(sheet->out, "cue");
    sheet_pad(sheet, t->cue + GUTTER - 3);
    out_string(sheet->out, "content");
    sheet_style(sheet, PLAIN);
    out_string(sheet->out, "\n");
}

static uint32_t share(uint32_t of, uint32_t percent, uint32_t least, uint32_t most)
{
    uint32_t n = of * percent / 100;
    return n < least ? least : n > most ? most : n;
}

static void lay_out(Grid *t)
{
    if (t->sheet.width < LIST_WIDTH) return;
    uint32_t rest = t->sheet.width - CONFIDENCE - 3 * GUTTER;
    t->source = share(rest, 28, 9, 40);
    t->cue = share(rest, 16, 11, 24); /* the least: "acknowledge" */
    t->content = rest - t->source - t->cue;
}

void write_table(const Reading *reading, uint32_t width, bool colour, Arena *scratch, Out *out)
{
    Grid t = {0};
    Nest nest;
    if (!sheet_make(reading, width, colour, scratch, out, &t.sheet)) return;
    if (!nest_make(reading, scratch, &nest)) {
        out_memory(out);
        return;
    }
    lay_out(&t);
    sheet_title(&t.sheet);
    if (reading->attributions.count && t.sheet.width >= LIST_WIDTH) column_names(&t);
    rows(&t, &nest);
}
