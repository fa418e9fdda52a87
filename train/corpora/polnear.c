/* Reading PolNeAR. Its brat files count code points, may hold spans in pieces and stray lines; a word belongs to
 * a span when they share a byte. */
#include <dirent.h>
#include <stdlib.h>

#include "train/corpora/polnear.h"

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static char **list(const char *dir, const char *suffix, uint32_t *count)
{
    DIR *d = opendir(dir);
    if (!d) die("cannot open the folder %s", dir);
    char **names = NULL;
    uint32_t n = 0;
    for (struct dirent *e; (e = readdir(d));) {
        size_t length = strlen(e->d_name), tail = strlen(suffix);
        if (length <= tail || strcmp(e->d_name + length - tail, suffix)) continue;
        names = grow(names, n + 1, sizeof *names);
        names[n++] = strndup(e->d_name, length - tail);
    }
    closedir(d);
    qsort(names, n, sizeof *names, by_name);
    *count = n;
    return names;
}

/* PolNeAR is American: in one article of eight the double quotation marks become single ones, so that British copy is
 * learnt too. Code points stay where they are, for the annotations count them. */
static char *quote_the_british_way(char *bytes, size_t *size)
{
    char *out = take(*size + 1, 1), *to = out;
    for (const char *from = bytes, *end = bytes + *size; from < end;) {
        bool curly =
            end - from >= 3 && !memcmp(from, "\xE2\x80", 2) && ((uint8_t)from[2] == 0x9C || (uint8_t)from[2] == 0x9D);
        if (curly) {
            memcpy(to, (uint8_t)from[2] == 0x9C ? "\xE2\x80\x98" : "\xE2\x80\x99", 3);
            to += 3;
            from += 3;
        } else {
            *to++ = *from == '"' ? '\'' : *from;
            from++;
        }
    }
    *size = (size_t)(to - out);
    free(bytes);
    return out;
}

/* What the net made of the words outlives the scratch here. */
static void keep_hidden(Corpus *c, CorpusDocument *d)
{
    size_t size = (size_t)d->tokens.word_count * d->syntax.hidden_width;
    uint8_t *kept = TAKE(&c->arena, uint8_t, size);
    if (!kept) die("out of memory");
    if (size) memcpy(kept, d->syntax.hidden, size);
    d->syntax.hidden = kept;
}

static void read_document(const char *dir, const TokenModel *token, const SyntaxModel *syntax, bool british, Corpus *c,
                          Arena *scratch, CorpusDocument *d)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/text/%s.txt", dir, d->name);
    size_t size;
    char *bytes = read_file(path, &size);
    if (british) bytes = quote_the_british_way(bytes, &size);
    sayso_article in = {.size = sizeof in, .bytes = text_of(bytes, size), .id = text_literal(d->name)};
    Error e;
    if (input_read(&in, size + 1, &c->arena, scratch, &d->article, &e) ||
        token_run(&d->article, token, &c->arena, scratch, &d->tokens, &e) ||
        (syntax && syntax_run(&d->article, &d->tokens, syntax, &c->arena, scratch, &d->syntax, &e)))
        die("%s: %s", path, e.message);
    if (syntax) keep_hidden(c, d);
    free(bytes);
    arena_reset(scratch);
}

/* ---- annotations ---- */

typedef struct Brat {
    const CorpusDocument *d;
    uint32_t *byte; /* of each code point, and the end */
    uint32_t points;
    struct { uint32_t id, count; Span pieces[GOLD_PIECES]; char role; } *spans;
    uint32_t span_count;
} Brat;

static void map_points(Brat *b)
{
    Text t = b->d->article.text;
    b->byte = take(t.size + 2, sizeof *b->byte);
    b->points = 0;
    for (size_t i = 0; i < t.size; i++)
        if (((uint8_t)t.data[i] & 0xC0) != 0x80) b->byte[b->points++] = (uint32_t)i;
    b->byte[b->points] = (uint32_t)t.size;
}

static Span to_words(const Brat *b, uint32_t begin, uint32_t end)
{
    if (begin > b->points || end > b->points || begin >= end) return (Span){0, 0};
    uint32_t from = b->byte[begin], to = b->byte[end], low = 0, high = b->d->tokens.word_count;
    const Word *w = b->d->tokens.words;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (w[middle].end <= from)
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t last = low;
    while (last < b->d->tokens.word_count && w[last].begin < to) last++;
    return (Span){low, last};
}

/* T1<tab>Source 0 5;7 9<tab>text */
static void read_span(Brat *b, const char *line)
{
    char *at;
    uint32_t id = (uint32_t)strtoul(line + 1, &at, 10);
    if (*at++ != '\t') return;
    char role = !strncmp(at, "Source ", 7)    ? 's'
                : !strncmp(at, "Cue ", 4)     ? 'c'
                : !strncmp(at, "Content ", 8) ? 't'
                                              : 0;
    if (!role) return;
    at = strchr(at, ' ');
    b->spans = grow(b->spans, b->span_count + 1, sizeof *b->spans);
    b->spans[b->span_count].id = id;
    b->spans[b->span_count].role = role;
    b->spans[b->span_count].count = 0;
    while (at && (*at == ' ' || *at == ';')) {
        uint32_t begin = (uint32_t)strtoul(at + 1, &at, 10), end = (uint32_t)strtoul(at, &at, 10);
        Span words = to_words(b, begin, end);
        uint32_t *n = &b->spans[b->span_count].count;
        if (words.begin < words.end && *n < GOLD_PIECES) b->spans[b->span_count].pieces[(*n)++] = words;
    }
    b->span_count++;
}

static int by_begin(const void *a, const void *b)
{
    const Span *x = a, *y = b;
    return (x->begin > y->begin) - (x->begin < y->begin);
}

/* E1<tab>Attribution:T4 Content:T3 Cue:T2 Source:T1 */
static void read_group(const Brat *b, const char *line, size_t length, Annotation *out)
{
    GoldAttribution g = {0};
    const char *end = line + length, *at = memchr(line, ' ', length); /* what stands before names no role */
    for (; at && (at = memchr(at, ':', (size_t)(end - at))); at++) {
        if (at[1] != 'T') continue;
        uint32_t id = (uint32_t)strtoul(at + 2, NULL, 10);
        for (uint32_t i = 0; i < b->span_count; i++) {
            if (b->spans[i].id != id || !b->spans[i].count) continue;
            if (b->spans[i].role == 's') g.source = b->spans[i].pieces[0];
            if (b->spans[i].role == 'c') g.cue = b->spans[i].pieces[0];
            for (uint32_t k = 0; b->spans[i].role == 't' && k < b->spans[i].count && g.content_count < GOLD_PIECES; k++)
                g.contents[g.content_count++] = b->spans[i].pieces[k];
        }
    }
    if (g.cue.begin == g.cue.end) return;
    qsort(g.contents, g.content_count, sizeof(Span), by_begin);
    out->items = grow(out->items, out->count + 1, sizeof g);
    out->items[out->count++] = g;
}

static void read_annotation(const char *path, const CorpusDocument *d, Annotation *out)
{
    Brat b = {.d = d};
    map_points(&b);
    char *data = read_file(path, NULL);
    for (int pass = 0; pass < 2; pass++)
        for (char *line = data, *end; *line; line = end) {
            end = strchrnul(line, '\n');
            if (pass == 0 && line[0] == 'T') read_span(&b, line);
            if (pass == 1 && line[0] == 'E') read_group(&b, line, (size_t)(end - line), out);
            if (*end) end++;
        }
    free(data);
    free(b.byte);
    free(b.spans);
}

/* ---- folders ---- */

static bool is_line(const char *lines, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = lines; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        if (!strncmp(at, name, n) && (at[n] == '\n' || !at[n])) return true;
    return false;
}

static char **list_but(const char *dir, const char *part, const char *suffix, const char *leave, uint32_t *count)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, part);
    char **names = list(path, suffix, count);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        const char *mark = strrchr(names[i], '_'); /* NAME_ANNOTATOR */
        if (strcmp(suffix, ".ann")) mark = NULL;
        else if (!mark) die("%s.ann does not end in _ANNOTATOR", names[i]);
        char *name = mark ? strndup(names[i], (size_t)(mark - names[i])) : strdup(names[i]);
        if (is_line(leave, name)) free(names[i]);
        else names[kept++] = names[i];
        free(name);
    }
    *count = kept;
    return names;
}

static bool within(Span cue, const GoldAttribution *g)
{
    for (uint32_t k = 0; k < g->content_count; k++)
        if (cue.begin >= g->contents[k].begin && cue.begin < g->contents[k].end) return true;
    return false;
}

static void keep_outermost(Annotation *a)
{
    bool *inner = take(a->count + 1, sizeof *inner);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t k = 0; k < a->count; k++) inner[i] |= k != i && within(a->items[i].cue, &a->items[k]);
    for (uint32_t i = 0; i < a->count; i++)
        if (!inner[i]) a->items[kept++] = a->items[i];
    a->count = kept;
    free(inner);
}

static void add_annotation(const char *dir, const char *file, const CorpusDocument *documents, char **names, uint32_t count,
                           uint32_t first, Annotation *out)
{
    char path[4096], *name = strndup(file, (size_t)(strrchr(file, '_') - file));
    char **found = bsearch(&name, names, count, sizeof *names, by_name);
    if (!found) die("no text for %s", file);
    *out = (Annotation){.document = first + (uint32_t)(found - names)};
    snprintf(path, sizeof path, "%s/attributions/%s.ann", dir, file);
    read_annotation(path, &documents[out->document], out);
    if (documents[out->document].ours) keep_outermost(out);
    free(name);
}

void polnear_add(const char *dir, const char *leave, bool ours, const TokenModel *token, const SyntaxModel *syntax, Corpus *c)
{
    if (!c->documents) arena_init(&c->arena, &libc_allocator, SIZE_MAX);
    Arena scratch;
    arena_init(&scratch, &libc_allocator, SIZE_MAX);
    char *left = leave ? read_file(leave, NULL) : NULL;
    uint32_t count, file_count, first = c->document_count;
    char **names = list_but(dir, "text", ".txt", left, &count), **files = list_but(dir, "attributions", ".ann", left, &file_count);
    c->document_count += count;
    c->documents = grow(c->documents, c->document_count, sizeof *c->documents);
    for (uint32_t i = 0; i < count; i++) {
        c->documents[first + i] = (CorpusDocument){.name = names[i], .ours = ours};
        read_document(dir, token, syntax, i % 8 == 3, c, &scratch, &c->documents[first + i]);
    }
    c->annotations = grow(c->annotations, c->annotation_count + file_count, sizeof *c->annotations);
    for (uint32_t i = 0; i < file_count; i++) {
        add_annotation(dir, files[i], c->documents, names, count, first, &c->annotations[c->annotation_count++]);
        free(files[i]);
    }
    free(left);
    free(files);
    free(names);
    arena_free(&scratch);
}

void polnear_read(const char *dir, const TokenModel *token, const SyntaxModel *syntax, Corpus *out)
{
    *out = (Corpus){0};
    polnear_add(dir, NULL, false, token, syntax, out);
}

void polnear_free(Corpus *c)
{
    for (uint32_t d = 0; d < c->document_count; d++) free(c->documents[d].name);
    for (uint32_t a = 0; a < c->annotation_count; a++) free(c->annotations[a].items);
    free(c->documents);
    free(c->annotations);
    arena_free(&c->arena);
    *c = (Corpus){0};
}
