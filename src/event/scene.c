/* What the rules look at, in time proportional to the article; and the small questions about the tree. */
#include "event/internal.h"

/* ---- words ---- */

static bool listed(const Scene *s, uint32_t lemma)
{
    static const uint8_t roots[] = {DEED_VERB, DEED_OVER};
    for (size_t i = 0; i < COUNT(roots); i++)
        if (deeds_look_up(&s->model->deeds, deeds_step(deeds_start(roots[i]), lemma)).found) return true;
    return false;
}

#define STEM_SIZE 32u

static bool listed_stem(const Scene *s, const char *stem, size_t size, uint32_t *lemma)
{
    uint32_t hash = lemma_hash(text_of(stem, size));
    if (!listed(s, hash)) return false;
    *lemma = hash;
    return true;
}

/* The learnt lemma of a verb is at times a bare stem or the word itself: "bombed" is "bomb", "seized" "seize", "banned"
 * "ban", "occupied" "occupy" where the list has those. */
static uint32_t mended(const Scene *s, uint32_t w)
{
    uint32_t lemma = s->syntax->lemma_hash[w];
    uint8_t tag = s->syntax->xpos[w];
    uint32_t ending = tag == XPOS_VBD || tag == XPOS_VBN ? 2 : tag == XPOS_VBG ? 3 : 0;
    Text t = word_text(s->article, &s->tokens->words[w]);
    if (!ending || t.size < ending + 3 || t.size >= STEM_SIZE || listed(s, lemma)) return lemma;
    if (t.data[t.size - 1] != (ending == 2 ? 'd' : 'g')) return lemma;
    char stem[STEM_SIZE];
    size_t size = t.size - ending;
    memcpy(stem, t.data, t.size);
    bool raw = lemma == lemma_hash(t) || lemma == lemma_hash(text_of(stem, size));
    stem[size] = 'e'; /* "bombe"; but "bared" is no "bar" */
    if (!raw && (size < 4 || lemma != lemma_hash(text_of(stem, size + 1)))) return lemma;
    if (listed_stem(s, stem, size, &lemma)) return lemma;
    if (stem[size - 1] == stem[size - 2] && listed_stem(s, stem, size - 1, &lemma)) return lemma;
    stem[size] = 'e';
    if (listed_stem(s, stem, size + 1, &lemma)) return lemma;
    if (stem[size - 1] != 'i') return lemma;
    stem[size - 1] = 'y';
    (void)listed_stem(s, stem, size, &lemma);
    return lemma;
}

/* Past forms whose lemma the net does not know by their endings. */
static uint32_t irregular(const Scene *s, uint32_t w)
{
    static const char *const forms[][2] = {{"shot", "shoot"},         {"fought", "fight"},
                                           {"froze", "freeze"},       {"stole", "steal"},
                                           {"slew", "slay"},          {"slain", "slay"},
                                           {"fled", "flee"},          {"flew", "fly"},
                                           {"sank", "sink"},          {"sunk", "sink"},
                                           {"hung", "hang"},          {"overran", "overrun"},
                                           {"burnt", "burn"},         {"bound", "bind"},
                                           {"upheld", "uphold"},      {"forbade", "forbid"},
                                           {"foreswore", "forswear"}, {"withstood", "withstand"},
                                           {"mown", "mow"},           {"rebuilt", "rebuild"},
                                           {"frozen", "freeze"},      {"withdrawn", "withdraw"},
                                           {"stolen", "steal"},       {"overthrown", "overthrow"},
                                           {"forbidden", "forbid"},   {"sworn", "swear"},
                                           {"swore", "swear"},        {"sought", "seek"},
                                           {"struck", "strike"},      {"fed", "feed"},
                                           {"lent", "lend"},          {"overthrew", "overthrow"},
                                           {"swept", "sweep"},        {"broken", "break"},
                                           {"driven", "drive"},       {"overridden", "override"}};
    Text t = word_text(s->article, &s->tokens->words[w]);
    if (s->syntax->upos[w] != UPOS_VERB || t.size > 10) return 0;
    for (size_t i = 0; i < COUNT(forms); i++)
        if (text_is(t, forms[i][0])) return lemma_hash(text_literal(forms[i][1]));
    return 0;
}

static void read_words(Scene *s)
{
    for (uint32_t n = 0; n < s->tokens->sentence_count; n++)
        for (uint32_t i = s->tokens->sentences[n].first; i < s->tokens->sentences[n].end; i++) {
            s->sentence[i] = n;
            uint32_t known = irregular(s, i);
            s->lemma[i] = known ? known : mended(s, i);
            s->deed_at[i] = s->cue[i] = NONE;
        }
    for (uint32_t i = 0; i < s->attributions->count; i++)
        for (uint32_t w = s->attributions->items[i].cue.begin; w < s->attributions->items[i].cue.end; w++)
            s->cue[w] = i;
}

/* ---- trees ---- */

static void hang_children(Scene *s)
{
    uint32_t n = s->tokens->word_count;
    for (uint32_t i = 0; i < n; i++) s->child[i] = s->next[i] = NONE;
    for (uint32_t i = n; i-- > 0;) {
        uint32_t head = head_of(s, i);
        if (head == NONE) continue;
        s->next[i] = s->child[head];
        s->child[head] = i;
    }
}

/* Leaves first: each word's stretch is handed to its head once all its own dependents have handed theirs. */
static bool measure_reach(Scene *s, Arena *scratch)
{
    uint32_t n = s->tokens->word_count;
    uint32_t *waiting = TAKE(scratch, uint32_t, n), *queue = TAKE(scratch, uint32_t, n);
    if (!waiting || !queue) return false;
    memset(waiting, 0, (size_t)n * sizeof *waiting);
    for (uint32_t i = 0; i < n; i++) {
        s->reach[i] = (Span){i, i + 1};
        if (head_of(s, i) != NONE) waiting[head_of(s, i)]++;
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!waiting[i]) queue[count++] = i;
    for (uint32_t at = 0; at < count; at++) {
        uint32_t head = head_of(s, queue[at]);
        if (head == NONE) continue;
        Span own = s->reach[queue[at]];
        if (own.begin < s->reach[head].begin) s->reach[head].begin = own.begin;
        if (own.end > s->reach[head].end) s->reach[head].end = own.end;
        if (!--waiting[head]) queue[count++] = head;
    }
    return true;
}

static bool nest_contents(Scene *s, Arena *scratch)
{
    Nesting n;
    if (!attributions_nest(s->attributions, s->tokens->word_count, scratch, &n)) return false;
    s->owner = n.owner, s->enclosing = n.enclosing, s->inside = n.inside;
    return true;
}

bool scene_make(Scene *s, Arena *scratch)
{
    size_t n = s->tokens->word_count;
    uint32_t **wide[] = {&s->lemma, &s->sentence, &s->child, &s->next, &s->cue, &s->deed_at};
    for (size_t i = 0; i < COUNT(wide); i++)
        if (!(*wide[i] = TAKE(scratch, uint32_t, n))) return false;
    s->reach = TAKE(scratch, Span, n);
    if (!s->reach) return false;
    read_words(s);
    hang_children(s);
    return measure_reach(s, scratch) && nest_contents(s, scratch);
}

/* ---- what the article is about ---- */

#define IDLE_SHARE 0.012f /* of its words, of sport, markets, weather, the stage */
#define IDLE_LEAST 6u
#define POLITICAL_SHARE 0.04f /* of its words, heads of mentions of political actors: as political as can be */

void scene_topic(Scene *s)
{
    uint32_t idle = 0, words = 0;
    for (uint32_t i = 0; i < s->tokens->word_count; i++) {
        if (!(s->tokens->words[i].flags & WORD_LETTERS)) continue;
        words++;
        idle += deeds_look_up(&s->model->deeds, deeds_step(deeds_start(DEED_TOPIC), s->lemma[i])).found;
    }
    one_country(s);
    uint32_t political = 0;
    for (uint32_t i = 0; i < s->entities->mention_count; i++) {
        const Mention *m = &s->entities->mentions[i];
        EventParty party;
        if (m->kind != MENTION_PRONOUN && s->entities->of_head[m->head] == i && party_of(s, m->head, true, &party))
            political += party_weight(s, &party) >= 2;
    }
    float share = words ? (float)political / (float)words / POLITICAL_SHARE : 0;
    s->politics = share < 1 ? share : 1;
    s->idle = idle >= IDLE_LEAST && (float)idle > IDLE_SHARE * (float)words;
}

/* ---- questions ---- */

bool is_nominal(const Scene *s, uint32_t w)
{
    uint8_t tag = s->syntax->upos[w];
    return tag == UPOS_NOUN || tag == UPOS_PROPN || tag == UPOS_PRON || tag == UPOS_NUM ||
           s->entities->of_head[w] != NONE;
}

uint32_t child_with(const Scene *s, uint32_t w, uint8_t relation)
{
    uint32_t c = s->child[w];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c])
        if (relation_of(s, c) == relation) return c;
    return NONE;
}

bool has_lemma_child(const Scene *s, uint32_t w, uint8_t relation, uint32_t lemma)
{
    uint32_t c = s->child[w];
    for (uint32_t n = 0; c != NONE && n < KIN; n++, c = s->next[c])
        if (relation_of(s, c) == relation && s->lemma[c] == lemma) return true;
    return false;
}

uint32_t case_of(const Scene *s, uint32_t w)
{
    uint32_t c = child_with(s, w, REL_CASE);
    return c == NONE ? 0 : s->lemma[c];
}

uint32_t frame_of_case(const Scene *s, uint32_t lemma)
{
    const struct Preposition {
        uint32_t lemma, frame;
    } all[] = {{s->model->lemma.against, FRAME_AGAINST}, {s->model->lemma.with, FRAME_WITH},
               {s->model->lemma.to, FRAME_TO},           {s->model->lemma.at, FRAME_AT},
               {s->model->lemma.outside, FRAME_AT},      {s->model->lemma.out, FRAME_FROM},
               {s->model->lemma.about, FRAME_OVER},      {s->model->lemma.on, FRAME_ON},
               {s->model->lemma.upon, FRAME_ON},         {s->model->lemma.from, FRAME_FROM},
               {s->model->lemma.for_, FRAME_FOR},        {s->model->lemma.in, FRAME_IN},
               {s->model->lemma.into, FRAME_IN},         {s->model->lemma.inside, FRAME_IN},
               {s->model->lemma.of, FRAME_OF},           {s->model->lemma.over, FRAME_OVER},
               {s->model->lemma.between, FRAME_BETWEEN}, {s->model->lemma.among, FRAME_BETWEEN},
               {s->model->lemma.by, FRAME_BY},           {s->model->lemma.toward, FRAME_TOWARD},
               {s->model->lemma.towards, FRAME_TOWARD}};
    for (size_t i = 0; lemma && i < COUNT(all); i++)
        if (all[i].lemma == lemma) return all[i].frame;
    return 0;
}

Span clip(const Scene *s, Span words, uint32_t around)
{
    Sentence x = s->tokens->sentences[s->sentence[around]];
    Span room = {x.first, x.end};
    if (s->inside[around] != NONE) {
        Span content = s->attributions->contents[s->inside[around]];
        if (content.begin > room.begin) room.begin = content.begin;
        if (content.end < room.end) room.end = content.end;
    }
    if (words.begin < room.begin) words.begin = room.begin;
    if (words.end > room.end) words.end = room.end;
    return words;
}
