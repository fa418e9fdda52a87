/* What names are names of, learnt from the names that our own stages find in PolNeAR's train part and from what CoreNLP
 * calls their words there: silver, but of the genre. Multinomial regression with AdaGrad; features drop out, so that
 * the name's own words, which the next article will not have, do not carry it all. */
#include <math.h>
#include <stdlib.h>

#include "entity/internal.h"
#include "train/corpora/polnear.h"
#include "train/stages.h"
#include "train/syntax/token_train.h"

typedef struct Example {
    uint32_t first, count, gold;
} Example;

typedef struct Examples {
    Example *items;
    uint64_t *hashes;
    uint32_t *ids;
    uint32_t count, room, hash_count, hash_room;
} Examples;

static void add_example(Examples *e, const uint64_t *hashes, uint32_t n, uint32_t gold)
{
    if (e->count == e->room) e->items = grow(e->items, e->room = e->room * 2 + 4096, sizeof *e->items);
    if (e->hash_count + n > e->hash_room)
        e->hashes = grow(e->hashes, e->hash_room = e->hash_room * 2 + 65536, sizeof *e->hashes);
    memcpy(e->hashes + e->hash_count, hashes, n * sizeof *hashes);
    e->items[e->count++] = (Example){e->hash_count, n, gold};
    e->hash_count += n;
}

/* ---- silver ---- */

typedef struct Silver { /* the lines of the token file, document by document */
    char *data;
    const char *at;
} Silver;

static const char *line_end(const char *p)
{
    while (*p && *p != '\n') p++;
    return p;
}

static bool silver_search(Silver *s, const char *from, const char *name)
{
    size_t size = strlen(name);
    for (const char *p = from, *end; *p; p = *end ? end + 1 : end) {
        end = line_end(p);
        if (strncmp(p, "# doc ", 6) || (size_t)(end - p) != size + 6 || strncmp(p + 6, name, size)) continue;
        s->at = *end ? end + 1 : end;
        return true;
    }
    return false;
}

/* Goes to the document's first line; false where the file has none of that name. The documents stand in much the order
 * in which they are asked for. */
static bool silver_find(Silver *s, const char *name)
{
    return silver_search(s, s->at, name) || silver_search(s, s->data, name);
}

static uint32_t class_named(const char *p, size_t size)
{
    static const char *const names[GUESS_CLASSES] = {"O", "PERSON", "ORGANIZATION", "LOCATION"};
    for (uint32_t i = 1; i < GUESS_CLASSES; i++)
        if (strlen(names[i]) == size && !memcmp(p, names[i], size)) return i;
    return 0;
}

/* The class of each code point of the document. */
static void silver_read(Silver *s, uint8_t *class, uint32_t points)
{
    while (*s->at && strncmp(s->at, "# doc ", 6)) {
        const char *field[9] = {s->at}, *end = line_end(s->at);
        uint32_t n = 1;
        for (const char *p = s->at; p < end; p++)
            if (*p == '\t' && n < 9) field[n++] = p + 1;
        if (n == 9) {
            uint32_t ner = class_named(field[4], (size_t)(field[5] - field[4] - 1));
            unsigned long from = strtoul(field[7], NULL, 10), to = strtoul(field[8], NULL, 10);
            for (unsigned long i = from; i < to && i < points; i++) class[i] = (uint8_t)ner;
        }
        s->at = *end ? end + 1 : end;
    }
}

static uint32_t class_of(const uint8_t *class, const uint32_t *point, Span bytes)
{
    uint32_t counts[GUESS_CLASSES] = {0}, best = 0;
    for (uint32_t i = bytes.begin; i < bytes.end; i++) counts[class[point[i]]]++;
    for (uint32_t i = 1; i < GUESS_CLASSES; i++)
        if (counts[i] > counts[best]) best = i;
    return best;
}

/* ---- gathering ---- */

static void gather_document(const CorpusDocument *d, const EntityModel *model, Silver *silver, Examples *out)
{
    Arena arena;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    uint32_t size = (uint32_t)d->article.text.size, points = 0;
    uint32_t *point = take((size_t)size + 1, sizeof *point);
    for (uint32_t i = 0; i < size; i++)
        point[i] = ((uint8_t)d->article.text.data[i] & 0xC0) == 0x80 ? points - 1 : points++;
    uint8_t *class = take((size_t)points + 1, 1);
    silver_read(silver, class, points);
    Survey s = {.article = &d->article,
                .tokens = &d->tokens,
                .syntax = &d->syntax,
                .model = model,
                .arena = &arena,
                .scratch = &arena,
                .count = d->tokens.word_count};
    numbering_begin(&s.numbers, &arena);
    if (!survey_lay_out(&s) || !survey_names(&s)) die("memory ran out");
    uint64_t hashes[GUESS_FEATURES];
    for (uint32_t i = 0; i < s.name_count; i++) {
        Span bytes = {d->tokens.words[s.names[i].words.begin].begin, d->tokens.words[s.names[i].words.end - 1].end};
        add_example(out, hashes, guess_features(&s, &s.names[i], hashes), class_of(class, point, bytes));
    }
    free(point);
    free(class);
    arena_free(&arena);
}

/* ---- learning ---- */

typedef struct Weights {
    float *now, *squares, *sums; /* [feature][class]; sums: after each of the later epochs */
} Weights;

static void chances(const float *scores, float p[GUESS_CLASSES])
{
    float most = scores[0], sum = 0;
    for (uint32_t c = 1; c < GUESS_CLASSES; c++) most = scores[c] > most ? scores[c] : most;
    for (uint32_t c = 0; c < GUESS_CLASSES; c++) sum += p[c] = expf(scores[c] - most);
    for (uint32_t c = 0; c < GUESS_CLASSES; c++) p[c] /= sum;
}

static bool learn_example(Weights *w, const uint32_t *ids, uint32_t n, uint32_t gold, Random *random)
{
    uint32_t kept[GUESS_FEATURES], m = 0, best = 0;
    float scores[GUESS_CLASSES] = {0}, p[GUESS_CLASSES];
    for (uint32_t i = 0; i < n; i++)
        if (ids[i] != NONE && random_unit(random) >= 0.3f) kept[m++] = ids[i];
    for (uint32_t i = 0; i < m; i++)
        for (uint32_t c = 0; c < GUESS_CLASSES; c++) scores[c] += w->now[kept[i] * GUESS_CLASSES + c];
    chances(scores, p);
    for (uint32_t c = 0; c < GUESS_CLASSES; c++) {
        float error = (c == gold) - p[c];
        best = p[c] > p[best] ? c : best;
        for (uint32_t i = 0; i < m; i++) {
            uint32_t k = kept[i] * GUESS_CLASSES + c;
            w->squares[k] += error * error;
            w->now[k] += 0.1f * error / sqrtf(w->squares[k] + 0.1f);
        }
    }
    return best == gold;
}

static void learn(Examples *e, const char *out)
{
    Dict dict = {0};
    for (uint32_t i = 0; i < e->hash_count; i++) (void)dict_add(&dict, e->hashes[i]);
    dict_cut(&dict, 3);
    e->ids = take(e->hash_count, sizeof *e->ids);
    for (uint32_t i = 0; i < e->hash_count; i++) e->ids[i] = dict_find(&dict, e->hashes[i]);
    size_t size = (size_t)dict.count * GUESS_CLASSES;
    Weights w = {take(size, sizeof(float)), take(size, sizeof(float)), take(size, sizeof(float))};
    uint32_t *order = take(e->count, sizeof *order), epochs = 8;
    for (uint32_t i = 0; i < e->count; i++) order[i] = i;
    Random random = {1729};
    for (uint32_t k = 0; k < epochs; k++) {
        uint32_t right = 0;
        random_shuffle(&random, order, e->count);
        for (uint32_t i = 0; i < e->count; i++) {
            const Example *x = &e->items[order[i]];
            right += learn_example(&w, e->ids + x->first, x->count, x->gold, &random);
        }
        for (size_t i = 0; k >= 4 && i < size; i++) w.sums[i] += w.now[i] / (float)(epochs - 4);
        note("names, epoch %u: %.2f %% of %u right on the way", k + 1, 100.0 * right / e->count, e->count);
    }
    ModelWriter *writer = model_writer_new();
    uint32_t rows = table_pack(writer, "entity.guess", GUESS_CLASSES, &dict, w.sums, 120000, 0.9995f);
    Error error;
    note("%u features", rows);
    if (model_writer_finish(writer, out, &error)) die("%s", error.message);
    free(w.now);
    free(w.squares);
    free(w.sums);
    free(order);
    dict_free(&dict);
}

int train_entity(const char *corpora, const char *token, const char *syntax, const char *lists, const char *out)
{
    Stages stages;
    stages_open(token, syntax, &stages);
    Model file;
    EntityModel *model;
    Error error;
    if (model_open(lists, &file, &error) || entity_open(&file, NULL, NULL, NULL, &libc_allocator, &model, &error))
        die("%s", error.message);
    model->has_guess = false; /* a whole model may be named for `lists` */
    char *folder = path_in(corpora, "polnear/train"), *tokens = path_in(corpora, "polnear/train.tokens.tsv.gz");
    size_t size;
    Silver silver = {.data = read_file(tokens, &size)};
    silver.at = silver.data;
    Corpus corpus;
    polnear_read(folder, stages.token, stages.syntax, &corpus);
    Examples e = {0};
    for (uint32_t i = 0; i < corpus.document_count; i++)
        if (silver_find(&silver, corpus.documents[i].name)) gather_document(&corpus.documents[i], model, &silver, &e);
    learn(&e, out);
    free(silver.data);
    free(folder);
    free(tokens);
    free(e.items);
    free(e.hashes);
    free(e.ids);
    entity_close(model, &libc_allocator);
    model_close(&file);
    stages_close(&stages);
    return 0;
}
