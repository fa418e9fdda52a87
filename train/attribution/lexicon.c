/* The cue lexicon: how often a lemma is a cue, each article's own counts left out; and the articles as features see
 * them. */
#include <stdlib.h>

#include "train/attribution/trainer.h"

static void count_words(const CorpusDocument *d, const Annotation *a, Dict *dict, Count **counts)
{
    uint8_t *cue = take(d->tokens.word_count + 1, 1);
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t w = a->items[i].cue.begin; w < a->items[i].cue.end; w++) cue[w] = 1;
    for (uint32_t w = 0; w < d->tokens.word_count; w++) {
        uint32_t before = dict->count, k = dict_add(dict, lexicon_key(d->syntax.lemma_hash[w], d->syntax.upos[w]));
        if (dict->count != before) {
            *counts = grow(*counts, dict->count, sizeof **counts);
            (*counts)[k] = (Count){0, 0};
        }
        (*counts)[k].all++;
        (*counts)[k].cue += cue[w];
    }
    free(cue);
}

static uint8_t chance(Count c)
{
    return (uint8_t)((float)c.cue * 127.0f / ((float)c.all + 3.0f));
}

static uint8_t act_of(const Trainer *t, uint64_t key)
{
    uint32_t k = dict_find(&t->listed, key);
    return k == NONE ? 0 : t->acts[k];
}

/* lemma<tab>verb|noun|adj<tab>act; # begins a comment. Lemmas of several words are for later stages. */
void read_list(Trainer *t, const char *path)
{
    static const char *const acts[] = {"state",  "claim", "confirm", "deny", "decline", "dismiss", "accuse", "condemn",
                                       "praise", "warn",  "promise", "urge", "ask",     "suggest", "think"};
    char *data = read_file(path, NULL), *rest = data;
    for (char *line; (line = strsep(&rest, "\n"));) {
        char *lemma = strsep(&line, "\t"), *part = strsep(&line, "\t");
        if (!part || !line || *lemma == '#' || strchr(lemma, ' ')) continue;
        uint8_t upos = !strcmp(part, "verb") ? UPOS_VERB : !strcmp(part, "noun") ? UPOS_NOUN : UPOS_ADJ, act = 0;
        if (upos == UPOS_ADJ && strcmp(part, "adj")) die("%s: \"%s\" is neither verb nor noun nor adj", path, part);
        while (act < COUNT(acts) && strcmp(acts[act], line)) act++;
        if (act == COUNT(acts)) die("%s: \"%s\" is no act", path, line);
        uint32_t k = dict_add(&t->listed, lexicon_key(lemma_hash(text_literal(lemma)), upos));
        t->acts = grow(t->acts, t->listed.count, 1);
        t->acts[k] = (uint8_t)(act + 1);
    }
    free(data);
}

typedef struct Without { /* the lexicon without one article */
    const Trainer *t;
    Dict own;
    Count *own_counts;
} Without;

static LexiconEntry look_up_without(const void *context, uint64_t key)
{
    const Without *w = context;
    uint32_t k = dict_find(&w->t->lexicon, key), o = dict_find(&w->own, key);
    Count c = k == NONE ? (Count){0, 0} : w->t->counts[k];
    if (o != NONE) c = (Count){c.cue - w->own_counts[o].cue, c.all - w->own_counts[o].all};
    return (LexiconEntry){chance(c), act_of(w->t, key)};
}

void make_views(Trainer *t)
{
    for (uint32_t i = 0; i < t->corpus.annotation_count; i++) {
        const Annotation *a = &t->corpus.annotations[i];
        count_words(&t->corpus.documents[a->document], a, &t->lexicon, &t->counts);
    }
    t->views = take(t->corpus.document_count, sizeof *t->views);
    for (uint32_t d = 0; d < t->corpus.document_count; d++) {
        CorpusDocument *doc = &t->corpus.documents[d];
        Without w = {.t = t};
        for (uint32_t i = 0; i < t->corpus.annotation_count; i++)
            if (is_same_text(t, t->corpus.annotations[i].document, d))
                count_words(doc, &t->corpus.annotations[i], &w.own, &w.own_counts);
        if (!view_make(&doc->tokens, &doc->syntax, (Lexicon){look_up_without, &w}, &t->arena, &t->views[d]))
            die("out of memory");
        dict_free(&w.own);
        free(w.own_counts);
    }
}

/* One slot of the table: u32 key, u8 p, u8 act, two bytes of nothing. */
static void put_slot(uint8_t *body, uint32_t slots, uint64_t key, uint8_t p, uint8_t act)
{
    static const uint8_t empty[4];
    uint32_t slot = (uint32_t)key & (slots - 1), probes = 1;
    for (; memcmp(body + (size_t)slot * 8, empty, 4); slot = (slot + 1) & (slots - 1))
        if (++probes > LEXICON_PROBES) die("the lexicon's slots lie too close; give it more");
    put_u32(body + (size_t)slot * 8, (uint32_t)(key >> 32) | 1);
    body[(size_t)slot * 8 + 4] = p;
    body[(size_t)slot * 8 + 5] = act;
}

void write_lexicon(const Trainer *t, ModelWriter *writer)
{
    uint32_t n = t->listed.count, slots = 16;
    for (uint32_t k = 0; k < t->lexicon.count; k++) n += chance(t->counts[k]) > 0;
    while (slots < n * 2) slots *= 2;
    uint8_t *body = take(slots, 8);
    for (uint32_t k = 0; k < t->lexicon.count; k++) {
        uint64_t key = t->lexicon.keys[k];
        if (chance(t->counts[k]) || act_of(t, key)) put_slot(body, slots, key, chance(t->counts[k]), act_of(t, key));
    }
    for (uint32_t k = 0; k < t->listed.count; k++)
        if (dict_find(&t->lexicon, t->listed.keys[k]) == NONE) put_slot(body, slots, t->listed.keys[k], 0, t->acts[k]);
    if (!model_writer_add(writer, "attr.lexicon", SECTION_BYTES, body, (size_t)slots * 8)) die("out of memory");
    free(body);
}
