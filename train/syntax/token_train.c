/* Sentence ends: logistic regression with AdaGrad and feature dropout over the places where a sentence could end.
 * The words of a paragraph are gone through with the gold ends known so far, as the reader goes through them with
 * its own. */
#include <dirent.h>
#include <math.h>
#include <stdlib.h>

#include "train/syntax/token_train.h"

char *path_in(const char *folder, const char *name)
{
    char *path = take(strlen(folder) + strlen(name) + 2, 1);
    sprintf(path, "%s/%s", folder, name);
    return path;
}

/* ---- sentences ---- */

typedef struct Place {
    uint32_t first, count; /* features */
    bool ends;
} Place;

typedef struct Places {
    Place *items;
    uint64_t *hashes;
    uint32_t *ids;
    uint32_t count, room, hash_count, hash_room;
} Places;

static void add_place(Places *p, const uint64_t *hashes, uint32_t n, bool ends)
{
    if (p->count == p->room) p->items = grow(p->items, p->room = p->room * 2 + 4096, sizeof *p->items);
    if (p->hash_count + n > p->hash_room)
        p->hashes = grow(p->hashes, p->hash_room = p->hash_room * 2 + 65536, sizeof *p->hashes);
    memcpy(p->hashes + p->hash_count, hashes, n * sizeof *hashes);
    p->items[p->count++] = (Place){p->hash_count, n, ends};
    p->hash_count += n;
}

static void gather_places(const Tokens *t, Places *out)
{
    uint64_t hashes[BOUNDARY_FEATURES];
    for (uint32_t begin = 0, end; begin < t->word_count; begin = end) {
        for (end = begin + 1; end < t->word_count && !(t->words[end].flags & WORD_PARAGRAPH);) end++;
        const Word *w = t->words + begin;
        Boundary state;
        boundary_start(&state, 0);
        for (uint32_t i = 0; i < end - begin; i++) {
            bool ends = w[i].flags & WORD_SENTENCE;
            if (i && boundary_possible(w, i))
                add_place(out, hashes, boundary_features(w, end - begin, i, &state, hashes), ends);
            if (i && ends) boundary_start(&state, i);
            boundary_see(&state, &w[i]);
        }
    }
}

typedef struct Learner {
    float *weights, *squares, *sums; /* sums: of the weights after each of the later epochs */
} Learner;

static float learn_place(Learner *l, const uint32_t *ids, uint32_t n, bool ends, float rate, Random *random)
{
    uint32_t kept[BOUNDARY_FEATURES], m = 0;
    float score = 0;
    for (uint32_t i = 0; i < n; i++)
        if (ids[i] != NONE && random_unit(random) >= 0.3f) kept[m++] = ids[i];
    for (uint32_t i = 0; i < m; i++) score += l->weights[kept[i]];
    float error = (ends ? 1.0f : 0.0f) - sigmoid(score);
    for (uint32_t i = 0; i < m; i++) {
        l->squares[kept[i]] += error * error;
        l->weights[kept[i]] += rate * error / sqrtf(l->squares[kept[i]] + 0.1f);
    }
    return error * error;
}

void train_sentences(const Treebank *bank, ModelWriter *writer)
{
    Places p = {0};
    gather_places(&bank->tokens, &p);
    Dict dict = {0};
    for (uint32_t i = 0; i < p.hash_count; i++) (void)dict_add(&dict, p.hashes[i]);
    dict_cut(&dict, 2);
    p.ids = take(p.hash_count, sizeof *p.ids);
    for (uint32_t i = 0; i < p.hash_count; i++) p.ids[i] = dict_find(&dict, p.hashes[i]);
    uint32_t *order = take(p.count, sizeof *order), epochs = 8;
    for (uint32_t i = 0; i < p.count; i++) order[i] = i;
    Learner l = {take(dict.count, sizeof(float)), take(dict.count, sizeof(float)), take(dict.count, sizeof(float))};
    Random random = {20191};
    for (uint32_t e = 0; e < epochs; e++) {
        double loss = 0;
        random_shuffle(&random, order, p.count);
        for (uint32_t i = 0; i < p.count; i++) {
            const Place *x = &p.items[order[i]];
            loss +=
                (double)learn_place(&l, p.ids + x->first, x->count, x->ends, e + 2 < epochs ? 0.15f : 0.05f, &random);
        }
        for (uint32_t i = 0; e >= 3 && i < dict.count; i++) l.sums[i] += l.weights[i];
        note("sentences, epoch %u: loss %.5f over %u places", e + 1, loss / p.count, p.count);
    }
    table_pack(writer, "token.sentence", 1, &dict, l.sums, 0, 0.9999f);
    free(l.weights);
    free(l.squares);
    free(l.sums);
    free(order);
    free(p.items);
    free(p.hashes);
    free(p.ids);
    dict_free(&dict);
}

/* ---- unlabelled text ---- */

static void add_lines(Stream *stream, Text text)
{
    Article article = article_of_lines(text);
    Arena arena;
    Tokens tokens;
    Error error;
    arena_init(&arena, &libc_allocator, SIZE_MAX);
    if (token_run(&article, NULL, &arena, &arena, &tokens, &error)) die("%s", error.message);
    stream_add(stream, &tokens);
    arena_free(&arena);
    free(article.paragraphs);
}

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static void add_folder(Stream *stream, const char *folder)
{
    struct dirent **names;
    int n = scandir(folder, &names, NULL, by_name);
    if (n < 0) die("cannot read the folder %s", folder);
    for (int i = 0; i < n; i++) {
        size_t size = strlen(names[i]->d_name);
        if (size > 4 && !strcmp(names[i]->d_name + size - 4, ".txt")) {
            char *path = path_in(folder, names[i]->d_name);
            Text text;
            text.data = read_file(path, &text.size);
            add_lines(stream, text);
            free((void *)(uintptr_t)text.data);
            free(path);
        }
        free(names[i]);
    }
    free(names);
}

/* The fields of a CSV file, unquoted, lines between them; commas and quotes inside a field stay. */
static void add_csv(Stream *stream, const char *path)
{
    size_t size, n = 0;
    char *data = read_file(path, &size);
    bool quoted = false;
    for (size_t i = 0; i < size; i++) {
        if (data[i] == '"' && quoted && data[i + 1] == '"')
            data[n++] = data[i++];
        else if (data[i] == '"')
            quoted = !quoted;
        else
            data[n++] = data[i] == ',' && !quoted ? '\n' : data[i];
    }
    add_lines(stream, text_of(data, n));
    free(data);
}

static void add_clusters(const char *corpora, const Treebank *bank, ModelWriter *writer)
{
    Stream stream = {0};
    char *polnear = path_in(corpora, "polnear/train/text"), *wikinews = path_in(corpora, "wikinews/2019.csv");
    add_folder(&stream, polnear);
    add_csv(&stream, wikinews);
    stream_add(&stream, &bank->tokens);
    note("%u words of unlabelled text, %u different", stream.count, stream.id_count);
    train_clusters(&stream, 512, 5, 20, writer);
    stream_free(&stream);
    free(polnear);
    free(wikinews);
}

/* ---- all of it ---- */

static void save(ModelWriter *writer, const char *path)
{
    Error error;
    if (model_writer_finish(writer, path, &error)) die("%s", error.message);
}

int train_token(const char *corpora, const char *out)
{
    Treebank bank = {0};
    char *ewt = path_in(corpora, "ud/ewt.train.conllu.gz"), *gum = path_in(corpora, "ud/gum.train.conllu.gz");
    treebank_read(&bank, ewt);
    treebank_read(&bank, gum);
    treebank_finish(&bank);
    ModelWriter *writer = model_writer_new();
    add_clusters(corpora, &bank, writer);
    save(writer, out);
    treebank_classes(&bank, out); /* the classes are features of the sentence ends */
    writer = writer_from((const char *const[]){out}, 1);
    train_sentences(&bank, writer);
    save(writer, out);
    treebank_free(&bank);
    free(ewt);
    free(gum);
    return 0;
}
