/* The stage: sight, then one field after the other; see internal.h for the order. */
#include "standing/internal.h"

static const char *const kind_names[KIND_COUNT] = {NULL,           "person", "unnamed",  "group",
                                                   "organization", "outlet", "document", "author"};
static const char *const act_names[ACT_COUNT] = {"state",   "claim",  "confirm", "deny",    "decline",
                                                 "dismiss", "accuse", "condemn", "praise",  "warn",
                                                 "promise", "urge",   "ask",     "suggest", "think"};
#define WHY_TEXT(id, text) text,
static const char *const rule_texts[WHY_COUNT] = {WHY_LIST(WHY_TEXT)};

const char *kind_name(uint8_t kind)
{
    return kind < KIND_COUNT ? kind_names[kind] : NULL;
}
const char *act_name(uint8_t act)
{
    return act < ACT_COUNT ? act_names[act] : NULL;
}
const char *standing_rule_text(uint8_t rule)
{
    return rule < WHY_COUNT ? rule_texts[rule] : "";
}

static void name_lemmas(StandingModel *m)
{
    struct Named {
        uint32_t *at;
        const char *lemma;
    } named[] = {{&m->to, "to"},
                 {&m->be, "be"},
                 {&m->the, "the"},
                 {&m->of, "of"},
                 {&m->in, "in"},
                 {&m->on, "on"},
                 {&m->with, "with"},
                 {&m->before, "before"},
                 {&m->at, "at"},
                 {&m->by, "by"},
                 {&m->that, "that"},
                 {&m->ago, "ago"},
                 {&m->for_, "for"},
                 {&m->have, "have"},
                 {&m->condition, "condition"},
                 {&m->background, "background"},
                 {&m->record, "record"},
                 {&m->attribution, "attribution"},
                 {&m->off, "off"},
                 {&m->deny, "deny"},
                 {&m->confirm, "confirm"},
                 {&m->because, "because"},
                 {&m->announce, "announce"},
                 {&m->determine, "determine"},
                 {&m->advise, "advise"},
                 {&m->whether, "whether"},
                 {&m->it, "it"},
                 {&m->you, "you"},
                 {&m->able, "able"},
                 {&m->call, "call"},
                 {&m->upon, "upon"},
                 {&m->he, "he"},
                 {&m->she, "she"},
                 {&m->they, "they"},
                 {&m->person, "person"},
                 {&m->figure, "figure"},
                 {&m->network, "network"},
                 {&m->each, "each"},
                 {&m->paper, "paper"},
                 {&m->report, "report"},
                 {&m->platform, "platform"},
                 {&m->social, "social"},
                 {&m->via, "via"}};
    for (size_t i = 0; i < COUNT(named); i++) *named[i].at = lexis_hash(named[i].lemma);
}

Status standing_open(const Model *model, const sayso_allocator *allocator, StandingModel **out, Error *error)
{
    *out = NULL;
    StandingModel *m = mem_take(allocator, sizeof *m);
    if (!m) return fail_memory(error);
    Status status = cues_open(model, &m->cues, error);
    if (status) {
        mem_give(allocator, m);
        return status;
    }
    lexis_make(&m->lexis);
    name_lemmas(m);
    *out = m;
    return SAYSO_OK;
}

void standing_close(StandingModel *model, const sayso_allocator *allocator)
{
    mem_give(allocator, model);
}

/* Whether a time stands beside some cue that would be a day if the article had one. */
static Status warn_undated(Article *article, const Sight *s, Arena *arena, Error *error)
{
    for (uint32_t i = 0; i < s->attributions->count; i++)
        if (s->standings[i].when_rule == WHY_WHEN_UNDATED)
            return input_warn(article, arena, error,
                              "the article has no date, so \"%.*s\" and other such words are not resolved to a day",
                              (int)words_bytes(s->tokens, s->standings[i].when).end -
                                  (int)words_bytes(s->tokens, s->standings[i].when).begin,
                              article->text.data + words_bytes(s->tokens, s->standings[i].when).begin);
    return SAYSO_OK;
}

static bool keep_times(const Sight *s, Arena *arena, Standings *out)
{
    out->times = TAKE(arena, Time, s->moment_count);
    if (!out->times) return false;
    out->time_count = s->moment_count;
    for (uint32_t i = 0; i < s->moment_count; i++) {
        out->times[i] = (Time){.words = s->moments[i].words, .head = s->moments[i].head};
        memcpy(out->times[i].date, s->moments[i].date, DATE_SIZE);
    }
    return true;
}

Status standing_run(Article *article, const Tokens *tokens, const Syntax *syntax, const Entities *entities,
                    const Attributions *attributions, const StandingModel *model, Arena *arena, Arena *scratch,
                    Standings *out, Error *error)
{
    Standing *standings = TAKE(arena, Standing, attributions->count);
    if (!standings) return fail_memory(error);
    *out = (Standings){.items = standings};
    for (uint32_t i = 0; i < attributions->count; i++)
        standings[i] = (Standing){.mention = NONE,
                                  .entity = NONE,
                                  .to = {.mention = NONE, .entity = NONE},
                                  .via = {.mention = NONE, .entity = NONE},
                                  .within = NONE};
    Sight sight = {.article = article,
                   .tokens = tokens,
                   .syntax = syntax,
                   .entities = entities,
                   .attributions = attributions,
                   .model = model,
                   .standings = standings};
    Status status = sight_make(&sight, scratch, error);
    if (status) return status;
    if (!keep_times(&sight, arena, out)) return fail_memory(error);
    within_find(&sight);
    kinds_find(&sight);
    if (!joint_find(&sight, arena, out)) return fail_memory(error);
    for (uint32_t i = 0; i < attributions->count; i++) act_find(&sight, i);
    for (uint32_t i = 0; i < attributions->count; i++) party_find(&sight, i);
    via_pass_on(&sight);
    for (uint32_t i = 0; i < attributions->count; i++) when_find(&sight, i);
    if (!claims_find(&sight, scratch)) return fail_memory(error);
    status = anonymity_find(&sight, scratch, error);
    return status ? status : warn_undated(article, &sight, arena, error);
}

/* ---- promises ---- */

static bool broken(Error *error, uint32_t i, const char *what)
{
    (void)fail(error, SAYSO_ERROR_INTERNAL, NO_OFFSET, "standing %u: %s", i, what);
    return false;
}

static bool span_in(const Tokens *t, Span s)
{
    return s.begin <= s.end && s.end <= t->word_count;
}

static bool party_in(const Tokens *t, const Entities *e, const Party *p)
{
    if (!span_in(t, p->words)) return false;
    if (p->words.begin == p->words.end) return p->mention == NONE && p->entity == NONE;
    if (p->mention == NONE) return p->entity == NONE;
    return p->mention < e->mention_count && e->mentions[p->mention].entity == p->entity;
}

static bool date_formed(const Standing *st)
{
    size_t n = 0;
    while (n < DATE_SIZE && st->date[n]) n++;
    static const uint8_t sizes[] = {0, 4, 7, 8, 10, 21};
    for (size_t i = 0; i < COUNT(sizes); i++)
        if (n == sizes[i]) return !n || st->when.begin < st->when.end;
    return false;
}

static bool within_ends(const Standing *standings, uint32_t count, uint32_t i)
{
    uint32_t at = i, steps = 0;
    while (standings[at].within != NONE && steps <= count) {
        at = standings[at].within;
        if (at >= count) return false;
        steps++;
    }
    return steps <= count;
}

static bool joint_in(const Entities *entities, const Standings *standings, const Standing *st)
{
    if (st->joint_count && st->entity != NONE) return false;
    if (st->joint_first > standings->joint_count || st->joint_count > standings->joint_count - st->joint_first)
        return false;
    for (uint32_t i = 0; i < st->joint_count; i++)
        if (standings->joint[st->joint_first + i] >= entities->count) return false;
    return true;
}

static bool times_in(const Tokens *t, const Standings *standings)
{
    for (uint32_t i = 0; i < standings->time_count; i++) {
        const Time *x = &standings->times[i];
        if (!span_in(t, x->words) || x->words.begin == x->words.end || x->head >= t->word_count) return false;
        if (i && x->words.begin < standings->times[i - 1].words.begin) return false;
    }
    return true;
}

bool standing_check(const Tokens *tokens, const Entities *entities, const Attributions *attributions,
                    const Standings *standings, Error *error)
{
    if (!times_in(tokens, standings)) return broken(error, 0, "a time is out of place");
    for (uint32_t i = 0; i < attributions->count; i++) {
        const Standing *st = &standings->items[i];
        if (st->kind >= KIND_COUNT || st->act >= ACT_COUNT)
            return broken(error, i, "its kind or act is none of the record's");
        if (st->mention != NONE && st->mention >= entities->mention_count) return broken(error, i, "no such mention");
        if (st->entity != NONE && st->entity >= entities->count) return broken(error, i, "no such entity");
        if (!joint_in(entities, standings, st)) return broken(error, i, "those named together are out of place");
        if (!party_in(tokens, entities, &st->to)) return broken(error, i, "the addressee is out of place");
        if (!party_in(tokens, entities, &st->via)) return broken(error, i, "the outlet is out of place");
        if (!span_in(tokens, st->when) || !span_in(tokens, st->anonymity) || !span_in(tokens, st->act_words))
            return broken(error, i, "a span lies outside the text");
        if (!date_formed(st)) return broken(error, i, "its date has no form of ISO 8601, or no words");
        if (!within_ends(standings->items, attributions->count, i)) return broken(error, i, "it lies within itself");
    }
    return true;
}
