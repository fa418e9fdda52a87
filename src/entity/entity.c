/* entity: see entity.h. The stage in one function, and its promises. */
#include "entity/internal.h"

static const char *const type_names[ENTITY_TYPES] = {NULL,    "person", "organization", "country",
                                                     "place", "outlet", "document",     "people"};
const char *entity_type_name(uint8_t type) { return type < ENTITY_TYPES ? type_names[type] : NULL; }

static const char *const gender_names[GENDERS] = {NULL, "female", "male", "other"};
const char *gender_name(uint8_t gender) { return gender < GENDERS ? gender_names[gender] : NULL; }

static const char *const evidence_names[EVIDENCES] = {NULL, "pronoun", "title", "name"};
const char *evidence_name(uint8_t evidence) { return evidence < EVIDENCES ? evidence_names[evidence] : NULL; }

static const char *const rule_texts[RULE_COUNT] = {
    [RULE_NONE] = "",
    [RULE_NAME] = "a name",
    [RULE_LIST] = "a name on the list",
    [RULE_SAME] = "the same name again",
    [RULE_SHORT] = "short name of a full name",
    [RULE_GIVEN] = "given name of a full name",
    [RULE_ACRONYM] = "initials of a full name",
    [RULE_EPITHET] = "another word for a country or body that the article names",
    [RULE_APPOS] = "in apposition with the name",
    [RULE_HOLDER] = "the office of the one person said to hold it",
    [RULE_DESCRIBED] = "the person in mind whom the words may describe",
    [RULE_OPENING] = "the article opens with him, and names him in the next sentences",
    [RULE_OUTLET] = "the one outlet in mind",
    [RULE_BODY] = "the one body in mind whose name has the word",
    [RULE_COUNTRY] = "the one country in mind",
    [RULE_UNNAMED] = "the unnamed person of before",
    [RULE_PRONOUN] = "the person most in mind",
    [RULE_SUBJECT] = "the subject before",
    [RULE_RELATIVE] = "the noun of its relative clause",
    [RULE_RIVALS] = "abstained: several could be meant",
    [RULE_NOBODY] = "abstained: nobody near fits",
    [RULE_SPEAKER] = "abstained: whoever speaks",
};
const char *entity_rule_text(uint8_t rule) { return rule < RULE_COUNT ? rule_texts[rule] : ""; }

Status entity_open(const Model *model, const char *names_path, EntityWarn *warn, void *warn_context,
                   const sayso_allocator *allocator, EntityModel **out, Error *error)
{
    *out = NULL;
    EntityModel *m = mem_take(allocator, sizeof *m);
    if (!m) return fail_memory(error);
    *m = (EntityModel){0};
    Status status = lists_open(model, names_path, warn, warn_context, allocator, &m->lists, error);
    if (status) {
        mem_give(allocator, m);
        return status;
    }
    glossary_make(&m->glossary);
    m->has_guess = model_section(model, "entity.guess") != NULL;
    if (m->has_guess) status = table_open(model, "entity.guess", GUESS_CLASSES, &m->guess, error);
    if (!status && !outlets_make(m)) status = fail_memory(error);
    if (status) {
        entity_close(m, allocator);
        return status;
    }
    *out = m;
    return SAYSO_OK;
}

void entity_close(EntityModel *model, const sayso_allocator *allocator)
{
    lists_close(&model->lists);
    mem_give(allocator, model);
}

Status entity_run(const Article *article, const Tokens *tokens, const Syntax *syntax, const EntityModel *model,
                  Arena *arena, Arena *scratch, Entities *out, Error *error)
{
    *out = (Entities){.of_head = TAKE(arena, uint32_t, tokens->word_count), .lists = &model->lists};
    if (!out->of_head) return fail_memory(error);
    Survey s = {.article = article,
                .tokens = tokens,
                .syntax = syntax,
                .model = model,
                .arena = arena,
                .scratch = scratch,
                .count = tokens->word_count,
                .of_head = out->of_head};
    numbering_begin(&s.numbers, scratch);
    bool good = survey_lay_out(&s) && survey_names(&s) && survey_bearers(&s) && survey_mentions(&s);
    good = good && survey_credits(&s, out) && survey_resolve(&s) && survey_gather(&s, out) &&
           survey_genders(&s, out);
    return good ? SAYSO_OK : fail_memory(error);
}

/* ---- promises ---- */

static bool broken(Error *error, const char *what, uint32_t at)
{
    (void)fail(error, SAYSO_ERROR_INTERNAL, NO_OFFSET, "entity: %s (%u)", what, at);
    return false;
}

static bool mention_good(const Tokens *tokens, const Entities *e, uint32_t i)
{
    const Mention *m = &e->mentions[i];
    if (m->words.begin > m->head || m->head >= m->words.end || m->words.end > tokens->word_count) return false;
    if (m->name.begin != m->name.end && (m->name.begin < m->words.begin || m->name.end > m->words.end)) return false;
    if (m->same_as != NONE && m->same_as >= i) return false;
    if (m->entity != NONE && m->entity >= e->count) return false;
    return e->of_head[m->head] == i && m->kind <= MENTION_PRONOUN && m->type < ENTITY_TYPES && m->rule < RULE_COUNT;
}

static bool mentions_good(const Tokens *tokens, const Entities *e, Error *error)
{
    for (uint32_t i = 0; i < e->mention_count; i++) {
        if (!mention_good(tokens, e, i)) return broken(error, "a mention breaks its promises", i);
        if (!i) continue;
        Span before = e->mentions[i - 1].words, here = e->mentions[i].words;
        if (before.begin > here.begin || (before.begin == here.begin && before.end < here.end))
            return broken(error, "mentions are not in order", i);
    }
    for (uint32_t i = 0; i < tokens->word_count; i++)
        if (e->of_head[i] != NONE && (e->of_head[i] >= e->mention_count || e->mentions[e->of_head[i]].head != i))
            return broken(error, "a word heads a mention that is not its own", i);
    return true;
}

static bool items_good(const Tokens *tokens, const Entities *e, Error *error)
{
    uint32_t last = 0;
    for (uint32_t k = 0; k < e->count; k++) {
        const Entity *t = &e->items[k];
        if (!t->mention_count || !t->name.size || t->type >= ENTITY_TYPES)
            return broken(error, "an entity has no name or mention", k);
        if (t->gender >= GENDERS || t->gender_by >= EVIDENCES || !t->gender != !t->gender_by ||
            (t->gender && t->type != ENTITY_PERSON))
            return broken(error, "an entity's gender has no evidence, or is no person's", k);
        if (t->role_first + t->role_count > e->role_count) return broken(error, "an entity's roles lie outside", k);
        for (uint32_t i = 0; i < t->mention_count; i++) {
            uint32_t m = e->mentioned[t->mention_first + i];
            if (m >= e->mention_count || e->mentions[m].entity != k)
                return broken(error, "an entity has another's mention", k);
            if (i && m <= e->mentioned[t->mention_first + i - 1])
                return broken(error, "an entity's mentions do not ascend", k);
        }
        uint32_t first = e->mentioned[t->mention_first];
        if (k && first <= last) return broken(error, "entities are not in the order of first mentions", k);
        last = first;
    }
    for (uint32_t i = 0; i < e->role_count; i++)
        if (e->roles[i].begin >= e->roles[i].end || e->roles[i].end > tokens->word_count)
            return broken(error, "a role is empty or outside", i);
    return true;
}

bool entity_check(const Tokens *tokens, const Entities *entities, Error *error)
{
    for (uint32_t i = 0; i < entities->credit_count; i++)
        if (entities->credits[i] >= entities->count) return broken(error, "a credit is no entity", i);
    if (entities->byline.end > tokens->word_count) return broken(error, "the byline lies outside", 0);
    return mentions_good(tokens, entities, error) && items_good(tokens, entities, error);
}

/* ---- asking ---- */

/* "Roe, the mayor and a friend": what is joined belongs to the apposition. */
static bool joins_apposition(const Syntax *syntax, Span words, uint32_t head, uint32_t joined)
{
    if (syntax->upos[head] != UPOS_PROPN || syntax->upos[joined] != UPOS_NOUN) return false;
    for (uint32_t i = head + 1; i < joined && i < words.end; i++)
        if (syntax->head[i] == head && syntax->relation[i] == REL_APPOS) return true;
    return false;
}

/* "Roe and Doe" is neither of the two. */
static bool is_coordinated(const Syntax *syntax, Span words, uint32_t head)
{
    for (uint32_t i = head + 1; i < words.end; i++)
        if (syntax->head[i] == head && syntax->relation[i] == REL_CONJ && syntax->upos[i] != UPOS_VERB)
            return !joins_apposition(syntax, words, head, i);
    return false;
}

/* "Retired FBI agent and terrorism specialist Jane Roe": bare nouns that say what the one named last is. */
static uint32_t named_last(const Syntax *syntax, const Entities *entities, Span words, uint32_t top)
{
    if (syntax->xpos[top] != XPOS_NN) return NONE;
    for (uint32_t i = words.begin; i < top; i++)
        if (syntax->upos[i] == UPOS_DET || syntax->upos[i] == UPOS_PRON || syntax->upos[i] == UPOS_NUM ||
            syntax->xpos[i] == XPOS_POS)
            return NONE;
    uint32_t found = NONE, names = 0;
    for (uint32_t i = words.begin; i < words.end; i++) {
        uint32_t m = entities->of_head[i];
        bool person =
            m != NONE && entities->mentions[m].kind == MENTION_NAME && entities->mentions[m].type == ENTITY_PERSON;
        if (!person) continue;
        names++;
        if (entities->mentions[m].words.begin > top + 1 && entities->mentions[m].words.end == words.end) found = m;
    }
    return names == 1 ? found : NONE;
}

uint32_t mention_of(const Syntax *syntax, const Entities *entities, Span words)
{
    for (uint32_t i = words.begin; i < words.end; i++) {
        if (syntax->head[i] != NONE && syntax->head[i] >= words.begin && syntax->head[i] < words.end) continue;
        if (entities->of_head[i] == NONE) continue;
        return is_coordinated(syntax, words, i) ? named_last(syntax, entities, words, i) : entities->of_head[i];
    }
    return NONE;
}
