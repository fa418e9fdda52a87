/* CoNLL-U in and out. The text is put together from the forms, as a reader of the raw text would see it; a surface
 * token of several words gives each word its share of the surface. */
#include <stdlib.h>

#include "train/corpora/conllu.h"
#include "token/internal.h"

typedef struct Reader {
    Treebank *bank;
    const char *name;
    unsigned long line;
    uint32_t sentence_first; /* word */
    uint32_t joined_end;     /* last id of the surface token being read */
    uint32_t surface_at, surface_end; /* what of it has no word yet */
    uint8_t pending;         /* flags of the next word */
    bool space, new_paragraph, space_after_surface;
} Reader;

typedef struct Row {
    Text field[10];
} Row;

static void add_text(Treebank *b, Text t)
{
    if (b->article.text.size + t.size + 2 > b->text_room) {
        b->text_room = b->text_room * 2 + t.size + 65536;
        b->article.text.data = grow((void *)(uintptr_t)b->article.text.data, b->text_room, 1);
    }
    memcpy((char *)(uintptr_t)b->article.text.data + b->article.text.size, t.data, t.size);
    b->article.text.size += t.size;
}

static void reserve_word(Treebank *b)
{
    if (b->tokens.word_count < b->word_room) return;
    size_t n = b->word_room = b->word_room * 2 + 4096;
    b->tokens.words = grow(b->tokens.words, n, sizeof *b->tokens.words);
    b->gold.upos = grow(b->gold.upos, n, 1);
    b->gold.xpos = grow(b->gold.xpos, n, 1);
    b->gold.relation = grow(b->gold.relation, n, 1);
    b->gold.head = grow(b->gold.head, n, sizeof *b->gold.head);
    b->gold.lemma = grow(b->gold.lemma, n, sizeof *b->gold.lemma);
    b->gold.lemma_hash = grow(b->gold.lemma_hash, n, sizeof *b->gold.lemma_hash);
}

static void start_paragraph(Reader *r)
{
    Treebank *b = r->bank;
    if (b->article.paragraph_count == b->paragraph_room) {
        b->paragraph_room = b->paragraph_room * 2 + 256;
        b->article.paragraphs = grow(b->article.paragraphs, b->paragraph_room, sizeof(Span));
    }
    if (b->article.text.size) add_text(b, text_of("\n\n", 2));
    uint32_t at = (uint32_t)b->article.text.size;
    b->article.paragraphs[b->article.paragraph_count++] = (Span){at, at};
    r->space = false;
    r->new_paragraph = false;
    r->pending |= WORD_SPACE | WORD_PARAGRAPH;
}

/* The surface goes into the text; returns its begin. */
static uint32_t place(Reader *r, Text surface)
{
    Treebank *b = r->bank;
    if (r->new_paragraph || !b->article.paragraph_count) start_paragraph(r);
    if (r->space) {
        add_text(b, text_of(" ", 1));
        r->pending |= WORD_SPACE;
    }
    uint32_t begin = (uint32_t)b->article.text.size;
    add_text(b, surface);
    b->article.paragraphs[b->article.paragraph_count - 1].end = (uint32_t)b->article.text.size;
    return begin;
}

static uint32_t number(const Reader *r, Text t)
{
    uint32_t n = 0;
    for (size_t i = 0; i < t.size && t.data[i] >= '0' && t.data[i] <= '9'; i++)
        n = n * 10 + (uint32_t)(t.data[i] - '0');
    if (!t.size) die("%s:%lu: a number is missing", r->name, r->line);
    return n;
}

static bool has_space(Text misc)
{
    static const char no[] = "SpaceAfter=No";
    return !memmem(misc.data, misc.size, no, sizeof no - 1);
}

static Text copy(Text t)
{
    char *p = take(t.size + 1, 1);
    memcpy(p, t.data, t.size);
    return text_of(p, t.size);
}

static void read_surface(Reader *r, const Row *row)
{
    const char *dash = memchr(row->field[0].data, '-', row->field[0].size);
    r->joined_end = number(r, text_of(dash + 1, row->field[0].size - (size_t)(dash + 1 - row->field[0].data)));
    r->surface_at = place(r, row->field[1]);
    r->surface_end = r->surface_at + (uint32_t)row->field[1].size;
    r->space_after_surface = has_space(row->field[9]);
}

/* Where the next word ends inside its surface token: each gets a byte at least. */
static uint32_t end_in_surface(const Reader *r, uint32_t want, uint32_t words_after)
{
    if (!words_after) return r->surface_end;
    uint32_t room = r->surface_end - r->surface_at;
    if (want + words_after > room) want = room > words_after ? room - words_after : 1;
    uint32_t end = r->surface_at + want;
    while (end < r->surface_end && ((uint8_t)r->bank->article.text.data[end] & 0xC0) == 0x80) end++;
    return end;
}

static void read_place(Reader *r, const Row *row, uint32_t id, Word *w)
{
    if (id > r->joined_end) {
        w->begin = place(r, row->field[1]);
        w->end = w->begin + (uint32_t)row->field[1].size;
        w->flags = r->pending;
        r->space = has_space(row->field[9]);
    } else {
        w->begin = r->surface_at;
        w->end = r->surface_at = end_in_surface(r, (uint32_t)row->field[1].size, r->joined_end - id);
        w->flags = r->pending;
        r->space = r->space_after_surface;
        r->pending = WORD_JOINED;
    }
    if (id >= r->joined_end) r->pending = 0;
}

static void read_word(Reader *r, const Row *row)
{
    Treebank *b = r->bank;
    reserve_word(b);
    uint32_t i = b->tokens.word_count, id = number(r, row->field[0]), head = number(r, row->field[6]);
    if (id != i - r->sentence_first + 1) die("%s:%lu: word %u out of order", r->name, r->line, id);
    Word w = {0};
    read_place(r, row, id, &w);
    if (id == 1) w.flags |= WORD_SENTENCE;
    if (w.begin >= w.end) die("%s:%lu: a word without letters", r->name, r->line);
    b->tokens.words[i] = w;
    if (!upos_find(row->field[3], &b->gold.upos[i])) b->gold.upos[i] = UPOS_X;
    if (!xpos_find(row->field[4], &b->gold.xpos[i])) b->gold.xpos[i] = XPOS_NONE;
    if (!relation_find(row->field[7], &b->gold.relation[i])) b->gold.relation[i] = REL_DEP;
    b->gold.head[i] = head ? r->sentence_first + head - 1 : NONE;
    b->gold.lemma[i] = copy(row->field[2]);
    b->tokens.word_count++;
}

static void end_sentence(Reader *r)
{
    Treebank *b = r->bank;
    Tokens *t = &b->tokens;
    if (t->word_count == r->sentence_first) return;
    if (t->sentence_count == b->sentence_room) {
        b->sentence_room = b->sentence_room * 2 + 1024;
        t->sentences = grow(t->sentences, b->sentence_room, sizeof *t->sentences);
    }
    t->sentences[t->sentence_count++] = (Sentence){r->sentence_first, t->word_count, b->article.paragraph_count - 1};
    for (uint32_t i = r->sentence_first; i < t->word_count; i++)
        if (b->gold.head[i] != NONE && b->gold.head[i] >= t->word_count)
            die("%s:%lu: a head outside its sentence", r->name, r->line);
    r->sentence_first = t->word_count;
    r->joined_end = 0;
}

static Row row_of(const Reader *r, Text line)
{
    Row row = {0};
    uint32_t n = 0;
    for (size_t begin = 0, i = 0; i <= line.size; i++)
        if (i == line.size || line.data[i] == '\t') {
            if (n < 10) row.field[n] = text_of(line.data + begin, i - begin);
            n++;
            begin = i + 1;
        }
    if (n != 10) die("%s:%lu: %u columns, not 10", r->name, r->line, n);
    return row;
}

static void read_line(Reader *r, Text line)
{
    if (line.size && line.data[line.size - 1] == '\r') line.size--;
    if (!line.size) {
        end_sentence(r);
    } else if (line.data[0] == '#') {
        if (text_starts(line, "# newpar") && !text_starts(line, "# newpar_block")) r->new_paragraph = true;
        if (text_starts(line, "# newdoc")) r->new_paragraph = true;
    } else {
        Row row = row_of(r, line);
        if (memchr(row.field[0].data, '.', row.field[0].size)) return;
        if (memchr(row.field[0].data, '-', row.field[0].size))
            read_surface(r, &row);
        else
            read_word(r, &row);
    }
}

void treebank_add(Treebank *bank, const char *data, const char *name)
{
    Reader r = {.bank = bank, .name = name, .new_paragraph = true, .sentence_first = bank->tokens.word_count};
    for (const char *at = data; *at;) {
        const char *end = strchrnul(at, '\n');
        r.line++;
        read_line(&r, text_of(at, (size_t)(end - at)));
        at = *end ? end + 1 : end;
    }
    end_sentence(&r);
}

void treebank_read(Treebank *bank, const char *path)
{
    char *data = read_file(path, NULL);
    treebank_add(bank, data, path);
    free(data);
}

void treebank_finish(Treebank *b)
{
    for (uint32_t i = 0, end; i < b->tokens.word_count; i = end) {
        for (end = i + 1; end < b->tokens.word_count && !(b->tokens.words[end].flags & WORD_PARAGRAPH);) end++;
        for (uint32_t k = i; k < end; k++) word_look(b->article.text, &b->tokens.words[k]);
        mark_quotes(b->article.text, b->tokens.words + i, end - i);
    }
}

void treebank_classes(Treebank *b, const char *part)
{
    Model model;
    Error error;
    Clusters clusters;
    if (model_open(part, &model, &error) || clusters_open(&model, &clusters, &error)) die("%s", error.message);
    for (uint32_t i = 0; i < b->tokens.word_count; i++)
        b->tokens.words[i].cluster = cluster_of(&clusters, b->tokens.words[i].lower);
    model_close(&model);
}

void treebank_free(Treebank *b)
{
    for (uint32_t i = 0; i < b->tokens.word_count; i++) free((void *)(uintptr_t)b->gold.lemma[i].data);
    free((void *)(uintptr_t)b->article.text.data);
    free(b->article.paragraphs);
    free(b->tokens.words);
    free(b->tokens.sentences);
    free(b->gold.upos);
    free(b->gold.xpos);
    free(b->gold.relation);
    free(b->gold.head);
    free(b->gold.lemma);
    free(b->gold.lemma_hash);
    *b = (Treebank){0};
}

/* ---- out ---- */

void treebank_write_raw(const Treebank *b, FILE *out)
{
    for (uint32_t p = 0; p < b->article.paragraph_count; p++) {
        Text t = text_slice(b->article.text, b->article.paragraphs[p]);
        fwrite(t.data, 1, t.size, out);
        fputc('\n', out);
    }
}

static void write_text(FILE *out, Text t) { fwrite(t.data, 1, t.size, out); }

/* The surface token that begins at word i, when it has several words. */
static void write_surface(FILE *out, const Article *a, const Tokens *t, uint32_t first, uint32_t i, uint32_t end)
{
    uint32_t last = i;
    while (last + 1 < end && (t->words[last + 1].flags & WORD_JOINED)) last++;
    if (last == i || (t->words[i].flags & WORD_JOINED)) return;
    fprintf(out, "%u-%u\t", i - first + 1, last - first + 1);
    write_text(out, text_of(a->text.data + t->words[i].begin, t->words[last].end - t->words[i].begin));
    fputs("\t_\t_\t_\t_\t_\t_\t_\t_\n", out);
}

void conllu_write(FILE *out, const Article *a, const Tokens *t, const Syntax *x)
{
    for (uint32_t k = 0; k < t->sentence_count; k++) {
        uint32_t first = t->sentences[k].first, end = t->sentences[k].end;
        if (t->words[first].flags & WORD_PARAGRAPH) fputs("# newpar\n", out);
        for (uint32_t i = first; i < end; i++) {
            write_surface(out, a, t, first, i, end);
            fprintf(out, "%u\t", i - first + 1);
            write_text(out, word_text(a, &t->words[i]));
            fputc('\t', out);
            write_text(out, x->lemma[i]);
            fprintf(out, "\t%s\t%s\t_\t%u\t%s\t_\t%s\n", upos_name(x->upos[i]), xpos_name(x->xpos[i]),
                    x->head[i] == NONE ? 0 : x->head[i] - first + 1, relation_name(x->relation[i]),
                    i + 1 < t->word_count && !(t->words[i + 1].flags & (WORD_SPACE | WORD_JOINED)) ? "SpaceAfter=No"
                                                                                                   : "_");
        }
        fputc('\n', out);
    }
}

static bool blank(Text t)
{
    for (size_t i = 0; i < t.size; i++)
        if ((uint8_t)t.data[i] > ' ') return false;
    return true;
}

Article article_of_lines(Text text)
{
    Article a = {.text = text};
    uint32_t room = 0;
    for (size_t at = 0; at < text.size;) {
        const char *newline = memchr(text.data + at, '\n', text.size - at);
        size_t end = newline ? (size_t)(newline - text.data) : text.size;
        size_t begin = at, stop = end;
        while (begin < stop && (uint8_t)text.data[begin] <= ' ') begin++;
        while (stop > begin && (uint8_t)text.data[stop - 1] <= ' ') stop--;
        if (a.paragraph_count == room) a.paragraphs = grow(a.paragraphs, room = room * 2 + 256, sizeof(Span));
        if (!blank(text_of(text.data + at, end - at)))
            a.paragraphs[a.paragraph_count++] = (Span){(uint32_t)begin, (uint32_t)stop};
        at = end + 1;
    }
    return a;
}
