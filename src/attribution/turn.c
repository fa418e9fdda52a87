/* Turns of interviews and transcripts, which have a label for a cue:
 *
 *   ((Ada Finch))  I think …          WALLACE: I never said …        Q. Do you …  A. I do.
 *   Ada Finch: We wait.               CHRIS WALLACE, HOST: …         AF We wait. (where other turns have marks)
 *
 * A turn is all of its paragraph, and of the paragraphs after it as far as the next label: its speaker's words, without
 * quotation marks. What looks like a label is one where labels of its shape recur, for "Update:" and "What's next:"
 * stand before paragraphs too. What the chains found in a turn stays, but for what its speaker says of his own mind. */
#include "attribution/internal.h"

#define LABEL_WORDS 12u /* with a title, an office: "CHRIS WALLACE, FOX NEWS HOST:" */
#define NAME_WORDS 5u
#define LABELS_MOST 4096u /* in one article */
#define FORMS 4096u
#define FULL_MOST 32u /* labels that a short one is held against */
#define TURN_CONFIDENCE 0.9f
#define TURNS_LEAST 3u /* of a shape whose labels might be headings */

typedef enum Shape {
    SHAPE_NONE,
    SHAPE_PARENTHESES, /* ((Ada Finch)) */
    SHAPE_LETTER,      /* Q: A: Q. A. */
    SHAPE_CAPITALS,    /* WALLACE: */
    SHAPE_NAME,        /* Ada Finch:  AF: */
    SHAPE_LINE,        /* WALLACE, alone in its paragraph */
    SHAPE_BARE,        /* AF We wait. */
    SHAPES
} Shape;

typedef struct Label {
    Shape shape;
    Span name;      /* words */
    uint32_t first; /* the paragraph's first word */
    uint32_t begin; /* the first word of what is said */
    uint64_t key;   /* of the name's words */
    bool recurs, taken;
} Label;

typedef struct Turns {
    const View *v;
    const Article *article;
    Label *labels;
    uint32_t count, capacity;
    bool *surname; /* by the low bits of a word's form: it stands somewhere behind a name */
} Turns;

/* ---- words ---- */

static Text word_at(const Turns *t, uint32_t w)
{
    return word_text(t->article, &t->v->tokens->words[w]);
}

static bool is_word(const Turns *t, uint32_t w, const char *word)
{
    return text_is(word_at(t, w), word);
}

static bool is_upper(const Turns *t, uint32_t w)
{
    return t->v->tokens->words[w].flags & WORD_UPPER;
}

static bool is_capitals(const Turns *t, uint32_t w)
{
    Text x = word_at(t, w);
    for (size_t i = 0; i < x.size; i++)
        if (x.data[i] >= 'a' && x.data[i] <= 'z') return false;
    return is_upper(t, w);
}

/* In letters of either case. */
static bool is_any(const Turns *t, uint32_t w, const char *const *words, size_t count)
{
    Text x = word_at(t, w);
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < x.size && words[i][k] && (x.data[k] | 32) == (words[i][k] | 32)) k++;
        if (k == x.size && !words[i][k]) return true;
    }
    return false;
}

/* Who speaks without a name; the last two in capitals alone. */
static const char *const part_names[] = {"host",   "moderator", "interviewer",  "reporter",  "question",
                                         "answer", "speaker",   "unidentified", "announcer", "narrator"};

static bool is_part(const Turns *t, Span name)
{
    return is_any(t, name.begin, part_names, COUNT(part_names) - (is_capitals(t, name.begin) ? 0 : 2));
}

static Turn turn_of(const Turns *t, Span name)
{
    static const char *const asks[] = {"q", "q.", "question"}, *const answers[] = {"a", "a.", "answer"};
    bool one = name.end == name.begin + 1;
    if (one && is_any(t, name.begin, asks, COUNT(asks))) return TURN_ASKS;
    if (one && is_any(t, name.begin, answers, COUNT(answers))) return TURN_ANSWERS;
    return is_any(t, name.begin, part_names, COUNT(part_names)) ? TURN_PART : TURN_NAMED;
}

/* Names of days and months head paragraphs of a diary; these words, those of a report. */
static bool is_heading(const Turns *t, Span name)
{
    static const char *const heads[] = {
        "Section",       "Part",     "Chapter",   "Article",    "Step",     "Day",       "Week",    "Breaking",
        "Advertisement", "Listen",   "Sir",       "Venue",      "Staff",    "Note",      "Update",  "Updated",
        "Correction",    "Editor",   "Source",    "Sources",    "Related",  "Photo",     "Image",   "Video",
        "Read",          "Watch",    "See",       "Background", "Date",     "Location",  "Time",    "Result",
        "Score",         "Analysis", "Summary",   "Warning",    "Breaking", "Exclusive", "Opinion", "Review",
        "Monday",        "Tuesday",  "Wednesday", "Thursday",   "Friday",   "Saturday",  "Sunday",  "January",
        "February",      "March",    "April",     "May",        "June",     "July",      "August",  "September",
        "October",       "November", "December"};
    return is_any(t, name.begin, heads, COUNT(heads)) || t->v->tag[name.end - 1] == XPOS_CD;
}

static uint64_t key_of(const View *v, Span words)
{
    uint64_t key = 0;
    for (uint32_t w = words.begin; w < words.end; w++)
        key = feature(91, (uint32_t)key, v->form[w], (uint32_t)(key >> 32));
    return key;
}

/* ---- one paragraph ---- */

/* Past a time and what marks bold print or a quotation: "[00:12:03]", "**". */
static uint32_t past_marks(const Turns *t, uint32_t w, uint32_t end)
{
    const View *v = t->v;
    uint32_t most = w + 6 < end ? w + 6 : end, at = w;
    if (v->mark[at] == MARK_OPEN && is_word(t, at, "[")) {
        while (at < most && v->mark[at] != MARK_CLOSE) at++;
        if (at + 1 < end && v->mark[at] == MARK_CLOSE) w = at + 1;
    }
    while (w + 1 < end && (v->mark[w] == MARK_OTHER || v->mark[w] == MARK_DASH || v->mark[w] == MARK_QUOTE_OPEN) &&
           !(v->tokens->words[w].flags & WORD_LETTERS))
        w++;
    return w;
}

static bool read_parentheses(const Turns *t, uint32_t w, uint32_t end, Label *out)
{
    const View *v = t->v;
    if (w + 4 >= end || v->mark[w] != MARK_OPEN || v->mark[w + 1] != MARK_OPEN) return false;
    uint32_t close = w + 2;
    while (close < end && close < w + 2 + LABEL_WORDS && v->mark[close] != MARK_CLOSE) close++;
    if (close + 2 >= end || close == w + 2 || v->mark[close] != MARK_CLOSE || v->mark[close + 1] != MARK_CLOSE)
        return false;
    *out = (Label){.shape = SHAPE_PARENTHESES, .name = {w + 2, close}, .begin = close + 2};
    return true;
}

static bool read_letter(const Turns *t, uint32_t w, uint32_t end, Label *out)
{
    static const char *const alone[] = {"Q", "A"}, *const dotted[] = {"Q.", "A."};
    bool letter = is_any(t, w, alone, 2), both = is_any(t, w, dotted, 2);
    bool mark = w + 1 < end && (is_word(t, w + 1, ":") || is_word(t, w + 1, "."));
    if (!both && !(letter && mark)) return false;
    *out = (Label){.shape = SHAPE_LETTER, .name = {w, w + 1}, .begin = both ? w + 1 : w + 2};
    return out->begin < end;
}

/* Words of a name, then perhaps what is said of its bearer, then a colon. */
static bool read_colon(const Turns *t, uint32_t w, uint32_t end, Label *out)
{
    const View *v = t->v;
    uint32_t colon = w, name = NONE;
    bool capitals = true;
    for (; colon < end && colon < w + LABEL_WORDS && !(v->mark[colon] == MARK_COLON && is_word(t, colon, ":"));
         colon++) {
        uint8_t m = v->mark[colon];
        if (m == MARK_TERMINAL || m == MARK_QUOTE_OPEN || m == MARK_QUOTE_CLOSE) return false;
        if (m == MARK_OPEN || m == MARK_COMMA) {
            if (name == NONE) name = colon;
        }
        if (name != NONE || m == MARK_CLOSE || m == MARK_HYPHEN) continue;
        if (!is_upper(t, colon)) return false;
        capitals = capitals && is_capitals(t, colon);
    }
    if (colon + 1 >= end || colon >= w + LABEL_WORDS || colon == w) return false;
    if (name == NONE) name = colon;
    uint32_t begin = colon + 1; /* past the second mark of bold print */
    while (begin + 1 < end && v->mark[begin] == MARK_OTHER && !(v->tokens->words[begin].flags & WORD_LETTERS)) begin++;
    *out = (Label){.shape = capitals ? SHAPE_CAPITALS : SHAPE_NAME, .name = {w, name}, .begin = begin};
    return name > w && name - w <= NAME_WORDS && !is_heading(t, out->name);
}

static bool read_line(const Turns *t, uint32_t w, uint32_t end, Label *out)
{
    for (uint32_t i = w; i < end; i++)
        if (!is_capitals(t, i)) return false;
    *out = (Label){.shape = SHAPE_LINE, .name = {w, end}, .begin = end};
    return end - w <= NAME_WORDS && !is_heading(t, out->name);
}

/* "AF We wait.", "Ada Finch We wait.": which words of a paragraph's beginning are its label, their recurrence tells. */
static bool read_bare(const Turns *t, uint32_t w, uint32_t end, Label *out)
{
    const View *v = t->v;
    uint32_t name = w;
    Text first = word_at(t, w);
    if (is_capitals(t, w) && first.size >= 2 && first.size <= 4)
        name = w + 1;
    else
        while (name < end && name < w + 3 && is_upper(t, name) && v->tag[name] == XPOS_NNP) name++;
    while (name > w + 1 && name < end && !is_upper(t, name)) name--;
    *out = (Label){.shape = SHAPE_BARE, .name = {w, name}, .begin = name};
    return name > w && name + 1 < end && is_upper(t, name);
}

static bool read_label(const Turns *t, uint32_t first, uint32_t end, Label *out)
{
    uint32_t w = past_marks(t, first, end);
    if (!read_parentheses(t, w, end, out) && !read_letter(t, w, end, out) && !read_colon(t, w, end, out) &&
        !read_line(t, w, end, out) && !read_bare(t, w, end, out))
        return false;
    out->first = first;
    bool colon = out->shape == SHAPE_CAPITALS || out->shape == SHAPE_NAME; /* "CHRIS WALLACE:" goes on as "WALLACE:" */
    out->key = key_of(t->v, colon ? (Span){out->name.end - 1, out->name.end} : out->name);
    return true;
}

/* ---- the article ---- */

static bool learn_surnames(Turns *t, Arena *scratch)
{
    const View *v = t->v;
    t->surname = TAKE(scratch, bool, FORMS);
    if (!t->surname) return false;
    memset(t->surname, 0, FORMS);
    for (uint32_t w = 1; w < v->count; w++)
        if (v->tag[w - 1] == XPOS_NNP && is_upper(t, w - 1) && is_upper(t, w) && v->sentence[w] == v->sentence[w - 1])
            t->surname[v->form[w] % FORMS] = true;
    return true;
}

static bool find_labels(Turns *t, Arena *scratch)
{
    const View *v = t->v;
    for (uint32_t first = 0; first < v->count && t->count < LABELS_MOST; first = v->paragraph_end[first]) {
        Label l;
        if (!read_label(t, first, v->paragraph_end[first], &l)) continue;
        if (!arena_grow(scratch, (void **)&t->labels, &t->capacity, t->count + 1, sizeof l)) return false;
        t->labels[t->count++] = l;
    }
    return true;
}

/* Whether another label of its shape has the same name. */
static bool mark_recurring(Turns *t, Arena *scratch)
{
    uint32_t mask = 1;
    while (mask < 2 * t->count) mask *= 2;
    uint32_t *slots = TAKE(scratch, uint32_t, mask);
    if (!slots) return false;
    for (uint32_t i = 0; i < mask; i++) slots[i] = NONE;
    for (uint32_t i = 0; i < t->count; i++) {
        Label *l = &t->labels[i];
        uint32_t at = (uint32_t)(l->key ^ l->shape) & (mask - 1);
        while (slots[at] != NONE && (t->labels[slots[at]].key != l->key || t->labels[slots[at]].shape != l->shape))
            at = (at + 1) & (mask - 1);
        if (slots[at] == NONE)
            slots[at] = i;
        else
            l->recurs = t->labels[slots[at]].recurs = true;
    }
    return true;
}

static bool asks(const Turns *t, const Label *l)
{
    uint32_t end = t->v->paragraph_end[l->first];
    if (l->begin == end && end < t->v->count) end = t->v->paragraph_end[end]; /* the label is a line of its own */
    return is_word(t, end - 1, "?");
}

/* Initials of a label's name: "AF" of "Ada Finch"; or letters of it in their order, from the first: "WN" of "Wikinews".
 */
static bool abbreviates(const Turns *t, const Label *little, const Label *full)
{
    Text a = word_at(t, little->name.begin);
    if (little->name.end != little->name.begin + 1 || a.size < 2 || a.size > 4) return false;
    size_t k = 0;
    for (uint32_t w = full->name.begin; w < full->name.end; w++) {
        Text x = word_at(t, w);
        for (size_t i = 0; i < x.size && k < a.size; i++) k += (x.data[i] | 32) == (a.data[k] | 32) && (k || !i);
    }
    Text first = word_at(t, full->name.begin);
    return k == a.size && (first.data[0] | 32) == (a.data[0] | 32) &&
           (full->name.end > full->name.begin + 1 || first.size > a.size);
}

/* A person's name, as far as one sees: two words, or one that is elsewhere the last of two. */
static bool looks_named(const Turns *t, const Label *l)
{
    const View *v = t->v;
    if (l->name.end >= l->name.begin + 2) return v->tag[l->name.end - 1] == XPOS_NNP;
    return t->surname[v->form[l->name.begin] % FORMS];
}

/* Who asks, plays a part, or bears a person's name, as far as one sees: a box of facts has nobody. */
static bool is_somebody(const Turns *t, const Label *l)
{
    return asks(t, l) || is_part(t, l->name) || looks_named(t, l);
}

/* At least two labels of the shape, one of which recurs, and somebody among them. */
static bool is_settled(const Turns *t, Shape shape)
{
    const Label *first = NULL;
    uint32_t count = 0, recurring = 0;
    bool others = false, somebody = false, asked = false, answered = false;
    for (uint32_t i = 0; i < t->count; i++) {
        const Label *l = &t->labels[i];
        if (l->shape != shape) continue;
        if (!first) first = l;
        count++;
        recurring += l->recurs;
        others |= l->key != first->key;
        somebody = somebody || is_somebody(t, l);
        asked |= turn_of(t, l->name) == TURN_ASKS;
        answered |= turn_of(t, l->name) == TURN_ANSWERS;
    }
    if (shape == SHAPE_PARENTHESES) return count >= 2;
    if (shape == SHAPE_LETTER) return asked && answered;
    return others && somebody && count >= TURNS_LEAST && recurring >= 2;
}

/* Two labels that are no headings: one asks, or is a part that somebody plays. */
static bool are_pair(const Turns *t)
{
    uint32_t sure = 0, count = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        const Label *l = &t->labels[i];
        if (l->shape != SHAPE_CAPITALS && l->shape != SHAPE_NAME) continue;
        count++;
        sure += is_part(t, l->name) || asks(t, l);
    }
    return count >= 2 && sure >= 1 && count <= 2 * sure + 1;
}

static void take_labels(Turns *t)
{
    bool settled[SHAPES] = {0}, any = false, pair = false;
    for (uint32_t i = SHAPE_PARENTHESES; i < SHAPE_BARE; i++) any |= settled[i] = is_settled(t, (Shape)i);
    pair = are_pair(t);
    if (pair) any = settled[SHAPE_CAPITALS] = settled[SHAPE_NAME] = true;
    for (uint32_t i = 0; i < t->count && any; i++) {
        Label *l = &t->labels[i];
        bool colon = l->shape == SHAPE_CAPITALS || l->shape == SHAPE_NAME;
        l->taken = settled[l->shape];
        if (colon && l->taken) l->taken = pair || l->recurs || is_somebody(t, l) || l->name.end == l->name.begin + 1;
        if (l->shape == SHAPE_LINE && l->taken) l->taken = l->recurs;
        bool beside =
            colon && !l->taken && (settled[SHAPE_PARENTHESES] || settled[SHAPE_LETTER]) && !is_heading(t, l->name);
        for (uint32_t k = 0; k < i && k < FULL_MOST && !l->taken && (beside || l->shape == SHAPE_BARE); k++)
            if (t->labels[k].taken) l->taken = abbreviates(t, l, &t->labels[k]) || t->labels[k].key == l->key;
        bool answers = i && t->labels[i - 1].taken && asks(t, &t->labels[i - 1]);
        if (!l->taken && (beside || (l->shape == SHAPE_BARE && settled[SHAPE_PARENTHESES])) && (answers || l->recurs))
            l->taken = l->recurs || looks_named(t, l);
    }
}

/* "(Applause)", "— Ada Finch" under a quotation drawn out: nobody's turn goes on with them. */
static bool goes_on(const Turns *t, uint32_t first, uint32_t end)
{
    uint8_t mark = t->v->mark[first];
    return !(mark == MARK_DASH && end - first <= LABEL_WORDS) &&
           !(mark == MARK_OPEN && t->v->mark[end - 1] == MARK_CLOSE);
}

static bool is_self(const Grammar *g, Span source)
{
    uint32_t lemma = source.end == source.begin + 1 ? g->v->lemma[source.begin] : 0;
    return lemma == g->lexeme[LEX_I] || lemma == g->lexeme[LEX_WE];
}

/* A paragraph that names the speaker is the writer's, and so is what follows it. */
static bool tells_of(const View *v, uint32_t first, uint32_t form)
{
    for (uint32_t w = first; w < v->paragraph_end[first]; w++)
        if (v->form[w] == form && v->tokens->words[w].flags & WORD_UPPER) return true;
    return false;
}

typedef struct Drawn { /* the turns as attributions */
    Attributions all;
    uint32_t capacity, content_capacity;
    bool *label, *said; /* by word */
    uint32_t *turn;     /* by word: of which turn it is, or NONE */
} Drawn;

static bool draw_content(Drawn *d, Span words, Arena *scratch)
{
    if (!arena_grow(scratch, (void **)&d->all.contents, &d->content_capacity, d->all.content_count + 1, sizeof words))
        return false;
    d->all.contents[d->all.content_count++] = words;
    d->all.items[d->all.count - 1].content_count++;
    for (uint32_t w = words.begin; w < words.end; w++) d->turn[w] = d->all.count - 1;
    return true;
}

static bool draw(const Turns *t, uint32_t index, uint32_t next, Drawn *d, Arena *scratch)
{
    const View *v = t->v;
    const Label *l = &t->labels[index];
    uint32_t end = v->paragraph_end[l->first];
    if (!arena_grow(scratch, (void **)&d->all.items, &d->capacity, d->all.count + 1, sizeof *d->all.items))
        return false;
    d->all.items[d->all.count++] = (Attribution){.source = l->name,
                                                 .content_first = d->all.content_count,
                                                 .confidence = TURN_CONFIDENCE,
                                                 .turn = (uint8_t)turn_of(t, l->name)};
    for (uint32_t w = l->first; w < l->begin; w++) d->label[w] = true;
    if (l->begin < end && !draw_content(d, (Span){l->begin, end}, scratch)) return false;
    uint32_t last = next != NONE ? next : l->begin < end || end == v->count ? end : v->paragraph_end[end];
    for (uint32_t first = end; first < last && !tells_of(v, first, v->form[l->name.end - 1]);
         first = v->paragraph_end[first])
        if (goes_on(t, first, v->paragraph_end[first]) &&
            !draw_content(d, (Span){first, v->paragraph_end[first]}, scratch))
            return false;
    if (!d->all.items[d->all.count - 1].content_count) d->all.count--;
    return true;
}

static bool draw_all(const Turns *t, Drawn *d, Arena *scratch)
{
    d->label = TAKE(scratch, bool, t->v->count);
    d->turn = TAKE(scratch, uint32_t, t->v->count);
    if (!d->label || !d->turn) return false;
    memset(d->label, 0, t->v->count);
    for (uint32_t w = 0; w < t->v->count; w++) d->turn[w] = NONE;
    for (uint32_t i = 0; i < t->count; i++) {
        if (!t->labels[i].taken) continue;
        uint32_t next = i + 1;
        while (next < t->count && !t->labels[next].taken && t->labels[next].shape > SHAPE_NAME) next++;
        if (!draw(t, i, next < t->count ? t->labels[next].first : NONE, d, scratch)) return false;
    }
    return true;
}

/* All of it in one turn or outside all, no word of a label; and none of the speaker's own mind. */
static bool stays(const Grammar *g, const Drawn *d, const Attributions *a, const Attribution *x)
{
    Span parts[2] = {x->source, x->cue};
    uint32_t turn = d->turn[a->contents[x->content_first].begin];
    for (uint32_t k = 0; k < 2; k++)
        for (uint32_t w = parts[k].begin; w < parts[k].end; w++)
            if (d->label[w] || d->turn[w] != turn) return false;
    for (uint32_t k = 0; k < x->content_count; k++) {
        Span c = a->contents[x->content_first + k];
        if (d->label[c.begin] || d->turn[c.begin] != turn || d->turn[c.end - 1] != turn) return false;
    }
    return turn == NONE || !is_self(g, x->source) || !thinks(g, x->cue);
}

bool turns_find(const Grammar *g, const Article *article, Arena *arena, Arena *scratch, Attributions *a)
{
    Turns t = {.v = g->v, .article = article};
    Drawn d = {.capacity = 0};
    if (!find_labels(&t, scratch)) return false;
    if (t.count < 2) return true;
    if (!mark_recurring(&t, scratch) || !learn_surnames(&t, scratch)) return false;
    take_labels(&t);
    if (!draw_all(&t, &d, scratch)) return false;
    if (!d.all.count) return true;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < a->count; i++)
        if (stays(g, &d, a, &a->items[i])) a->items[kept++] = a->items[i];
    a->count = kept;
    return attributions_compact(a, scratch) && attributions_merge(a, &d.all, arena);
}
