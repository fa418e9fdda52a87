/* actors: places the entities of records (JSON Lines of `sayso --format jsonl`) in an order drawn by chance, and prints
 * which forms are one actor, in an order that depends on nothing but that: two seeds must print the same.
 *
 *   actors LEDGER RECORDS SEED COUNTRY > groups */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ledger/actor/actor.h"

typedef struct Article {
    Told told;
    Text published;
    uint8_t sha256[32];
} Article;

static _Noreturn void give_up(const char *what, const Error *error)
{
    (void)fprintf(stderr, "actors: %s: %s\n", what, error ? error->message : "");
    exit(1);
}

static Text text_at(const json_t *object, const char *member)
{
    const char *s = json_string_value(json_object_get(object, member));
    return s ? text_literal(s) : (Text){0};
}

/* Byte offsets of code points. */
static uint32_t *offsets_of(Text text, Arena *arena)
{
    uint32_t n = 0, *out = TAKE(arena, uint32_t, text.size + 1);
    for (size_t i = 0, next; out && i < text.size; i = next) {
        (void)utf8_at(text, i, &next);
        out[n++] = (uint32_t)i;
    }
    if (out) out[n] = (uint32_t)text.size;
    return out;
}

static sayso_type type_of(Text name)
{
    for (int t = SAYSO_TYPE_PERSON; t <= SAYSO_TYPE_PEOPLE; t++) {
        static const char *const names[] = {"",      "person", "organization", "country",
                                            "place", "outlet", "document",     "people"};
        if (text_is(name, names[t])) return (sayso_type)t;
    }
    return SAYSO_TYPE_UNKNOWN;
}

static Span *mentions_of(const json_t *list, const uint32_t *at, Arena *arena, uint32_t *count)
{
    Span *out = TAKE(arena, Span, json_array_size(list));
    *count = (uint32_t)json_array_size(list);
    for (uint32_t i = 0; i < *count; i++) {
        const json_t *pair = json_array_get(list, i);
        out[i] =
            (Span){at[json_integer_value(json_array_get(pair, 0))], at[json_integer_value(json_array_get(pair, 1))]};
    }
    return out;
}

/* A role's words stand after the text, where its span points. */
static void read_entities(const json_t *list, const uint32_t *at, Arena *arena, Article *out, char **text, size_t *size)
{
    uint32_t n = (uint32_t)json_array_size(list);
    sayso_entity *items = TAKE(arena, sayso_entity, n);
    for (uint32_t i = 0; i < n; i++) {
        const json_t *e = json_array_get(list, i), *roles = json_object_get(e, "roles");
        items[i] = (sayso_entity){.id = i + 1,
                                  .type = type_of(text_at(e, "type")),
                                  .name = text_at(e, "name"),
                                  .country = text_at(e, "country")};
        const json_t *gender = json_object_get(e, "gender");
        Text value = text_at(gender, "value"), by = text_at(gender, "by");
        items[i].gender = text_is(value, "female") ? SAYSO_GENDER_FEMALE
                          : text_is(value, "male") ? SAYSO_GENDER_MALE
                                                   : SAYSO_GENDER_UNKNOWN;
        items[i].gender_by = text_is(by, "pronoun") ? SAYSO_EVIDENCE_PRONOUN
                             : text_is(by, "title") ? SAYSO_EVIDENCE_TITLE
                                                    : SAYSO_EVIDENCE_NONE;
        items[i].mentions = mentions_of(json_object_get(e, "mentions"), at, arena, &items[i].mention_count);
        Span *spans = TAKE(arena, Span, json_array_size(roles));
        for (uint32_t k = 0; k < json_array_size(roles); k++) {
            Text role = text_literal(json_string_value(json_array_get(roles, k)));
            memcpy(*text + *size, role.data, role.size);
            spans[k] = (Span){(uint32_t)*size, (uint32_t)(*size + role.size)};
            *size += role.size;
        }
        items[i].roles = spans;
        items[i].role_count = (uint32_t)json_array_size(roles);
    }
    out->told.entities = items;
    out->told.entity_count = n;
}

static uint32_t who(const json_t *party)
{
    return (uint32_t)json_integer_value(json_object_get(party, "entity"));
}

static void read_article(const json_t *record, Arena *arena, Article *out)
{
    Text text = text_at(record, "text");
    const json_t *entities = json_object_get(record, "entities"), *said = json_object_get(record, "attributions");
    size_t size = text.size;
    char *copy = arena_take(arena, text.size * 2 + 20000, 1);
    memcpy(copy, text.data, text.size);
    read_entities(entities, offsets_of(text, arena), arena, out, &copy, &size);
    out->told.text = text_of(copy, size);
    sayso_attribution *items = TAKE(arena, sayso_attribution, json_array_size(said));
    for (uint32_t i = 0; i < json_array_size(said); i++) {
        const json_t *a = json_array_get(said, i);
        items[i] = (sayso_attribution){.id = i + 1,
                                       .entity = who(json_object_get(a, "source")),
                                       .to.entity = who(json_object_get(a, "to")),
                                       .via.entity = who(json_object_get(a, "via"))};
    }
    out->told.attributions = items;
    out->told.attribution_count = (uint32_t)json_array_size(said);
    out->published = text_at(json_object_get(record, "article"), "published");
}

static void add_statement(Db *db, int64_t form)
{
    Query *f = db_query(db, "UPDATE form SET statements = statements + 1 WHERE id = ?1", NULL);
    bind_int(f, 1, form);
    (void)query_run(f, NULL);
    Query *a = db_query(
        db, "UPDATE actor SET statements = statements + 1 WHERE id = (SELECT actor FROM form WHERE id = ?1)", NULL);
    bind_int(a, 1, form);
    (void)query_run(a, NULL);
}

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void print_groups(Db *db)
{
    Status status;
    Query *q = db_query(
        db,
        "SELECT a.name, a.type, a.statements, (SELECT group_concat(key || CASE WHEN inferred THEN '*' ELSE '' END || ' "
        "' ||"
        " statements || '/' || articles, '  ') FROM (SELECT * FROM form f WHERE f.actor = a.id ORDER BY key)) AS"
        " forms FROM actor a ORDER BY a.statements DESC, forms",
        NULL);
    while (query_next(q, &status, NULL)) {
        Text name = column_text(q, 0), forms = column_text(q, 3);
        (void)printf("%lld\t%lld\t%.*s\t%.*s\n", (long long)column_int(q, 2), (long long)column_int(q, 1),
                     (int)name.size, name.data, (int)forms.size, forms.data);
    }
}

int main(int argc, char **argv)
{
    Error error;
    Db *db;
    Arena arena, scratch;
    if (argc != 5) return 2;
    arena_init(&arena, &libc_allocator, SIZE_MAX / 2);
    arena_init(&scratch, &libc_allocator, SIZE_MAX / 2);
    static Article articles[20000];
    uint32_t count = 0;
    FILE *file = fopen(argv[2], "r");
    if (!file) give_up(argv[2], NULL);
    for (json_t *record; count < COUNT(articles) && (record = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL));)
        read_article(record, &arena, &articles[count++]);
    uint64_t seed = strtoull(argv[3], NULL, 10);
    for (uint32_t i = count; seed && i > 1; i--) {
        seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
        uint32_t k = (uint32_t)((seed >> 16) % i);
        Article swap = articles[i - 1];
        articles[i - 1] = articles[k], articles[k] = swap;
    }
    if (db_open(argv[1], LEDGER_KEEP, 0, &db, &error)) give_up("open", &error);
    if (db_begin(db, &error) || schema_make(db, &error)) give_up("schema", &error);
    double begun = now();
    uint64_t entities = 0;
    double spent[4] = {0};
    for (uint32_t i = 0; i < count; i++) {
        const Article *a = &articles[i];
        int64_t *forms = TAKE(&scratch, int64_t, a->told.entity_count);
        ActorScene scene = {.published = a->published, .country = text_literal(argv[4])};
        double before = now();
        if (actors_place(db, &a->told, &scene, &scratch, forms, &error)) give_up("place", &error);
        spent[i * 4 / count] += now() - before;
        entities += a->told.entity_count;
        for (uint32_t k = 0; k < a->told.attribution_count; k++) {
            uint32_t e = a->told.attributions[k].entity;
            if (e && e <= a->told.entity_count && forms[e - 1]) add_statement(db, forms[e - 1]);
        }
        arena_reset(&scratch);
    }
    (void)fprintf(stderr, "%u articles, %llu entities; ms an article, by quarters: %.3f %.3f %.3f %.3f\n", count,
                  (unsigned long long)entities, spent[0] * 4000 / count, spent[1] * 4000 / count,
                  spent[2] * 4000 / count, spent[3] * 4000 / count);
    FaultSink sink = {0};
    if (actors_prove(db, &sink, &error)) give_up("prove", &error);
    (void)fprintf(stderr, "%llu faults, %.1f s\n", (unsigned long long)sink.faults, now() - begun);
    if (db_commit(db, &error)) give_up("commit", &error);
    print_groups(db);
    db_close(db);
    return 0;
}
