/* cast: articles written down as lists of entities, placed in a real ledger, and which of them are one actor. */
#ifndef SAYSO_CAST_H
#define SAYSO_CAST_H

#include <unistd.h>

#include "ledger/actor/settle.h"
#include "unit.h"

#define CAST_ENTITIES 12u

/* An article: its day, its outlet's country, and entities with ';' between them. An entity is a name, and then what is
 * told of it, each after a sign: ~f its gender by a pronoun, ^mayor a role, @o its type (person, if none is told), =FBI
 * another mention; what stands before a
 * '<' stands before the name in the text. */
typedef struct CastArticle {
    const char *day, *country, *entities;
} CastArticle;

typedef struct Cast {
    char path[64];
    Ledger ledger;
    Arena arena;
    int64_t forms[CAST_ENTITIES]; /* of the article placed last */
    uint32_t count;
} Cast;

static inline void cast_open(Cast *c)
{
    *c = (Cast){.path = "/tmp/sayso-cast-XXXXXX", .ledger.mode = LEDGER_KEEP};
    int file = mkstemp(c->path);
    assert_true(file >= 0);
    close(file);
    arena_init(&c->arena, &libc_allocator, SIZE_MAX / 2);
    assert_int_equal(db_open(c->path, LEDGER_KEEP, 0, &c->ledger.db, NULL), SAYSO_OK);
    assert_int_equal(db_script(c->ledger.db, "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY", NULL), SAYSO_OK);
    assert_int_equal(schema_make(c->ledger.db, NULL), SAYSO_OK);
}

static inline void cast_tell(void *context, int64_t article, const char *sentence)
{
    (void)context;
    print_error("%lld: %s\n", (long long)article, sentence);
}

static inline void cast_prove(Cast *c)
{
    FaultSink sink = {.tell = cast_tell};
    assert_int_equal(actors_prove(c->ledger.db, &sink, NULL), SAYSO_OK);
    assert_int_equal(sink.faults, 0);
}

static inline void cast_close(Cast *c)
{
    cast_prove(c);
    db_close(c->ledger.db);
    arena_free(&c->arena);
    (void)unlink(c->path);
}

typedef struct CastText {
    char data[2000];
    size_t size;
} CastText;

static inline Span cast_words(CastText *t, const char *from, size_t size)
{
    assert_true(t->size + size + 2 < sizeof t->data);
    memcpy(t->data + t->size, from, size);
    memcpy(t->data + t->size + size, ". ", 2);
    Span span = {(uint32_t)t->size, (uint32_t)(t->size + size)};
    t->size += size + 2;
    return span;
}

static inline const char *cast_entity(const char *at, CastText *text, sayso_entity *e, Span *mentions, Span *roles, bool *speaks)
{
    while (*at == ' ') at++;
    size_t n = strcspn(at, "<~^@=!;");
    if (at[n] == '<') { /* what stands before the name */
        (void)cast_words(text, at, n);
        text->size -= 2;
        at += n + 1;
        n = strcspn(at, "~^@=!;");
    }
    *e = (sayso_entity){.type = SAYSO_TYPE_PERSON, .name = text_of(at, n), .mentions = mentions, .roles = roles};
    while (e->name.size && e->name.data[e->name.size - 1] == ' ') e->name.size--;
    mentions[e->mention_count++] = cast_words(text, at, e->name.size);
    for (at += n; *at && *at != ';'; at += n) {
        char sign = *at++;
        n = strcspn(at, "~^@=!;");
        size_t size = n;
        while (size && at[size - 1] == ' ') size--;
        if (sign == '!') *speaks = false;
        if (sign == '~') e->gender = *at == 'f' ? SAYSO_GENDER_FEMALE : SAYSO_GENDER_MALE;
        if (sign == '~') e->gender_by = SAYSO_EVIDENCE_PRONOUN;
        if (sign == '^') roles[e->role_count++] = cast_words(text, at, size);
        if (sign == '=') mentions[e->mention_count++] = cast_words(text, at, size);
        if (sign == '@')
            e->type = *at == 'o'   ? SAYSO_TYPE_ORGANIZATION
                      : *at == 'n' ? SAYSO_TYPE_OUTLET
                      : *at == 'c' ? SAYSO_TYPE_COUNTRY
                      : *at == 'l' ? SAYSO_TYPE_PLACE
                                   : SAYSO_TYPE_UNKNOWN;
    }
    return *at ? at + 1 : at;
}

static inline void cast_place_hash(Cast *c, const char *day, const char *country, const char *entities,
                                   const uint8_t *sha256)
{
    sayso_entity items[CAST_ENTITIES];
    sayso_attribution said[CAST_ENTITIES];
    uint32_t said_count = 0;
    Span mentions[CAST_ENTITIES][4], roles[CAST_ENTITIES][4];
    CastText text = {.size = 0};
    c->count = 0;
    for (const char *at = entities; *at; c->count++) {
        assert_true(c->count < CAST_ENTITIES);
        bool speaks = true;
        at = cast_entity(at, &text, &items[c->count], mentions[c->count], roles[c->count], &speaks);
        items[c->count].id = c->count + 1;
        if (speaks && items[c->count].type == SAYSO_TYPE_PERSON) said[said_count++] = (sayso_attribution){.entity = c->count + 1};
    }
    Told told = {.text = text_of(text.data, text.size), .entities = items, .entity_count = c->count,
                 .attributions = said, .attribution_count = said_count};
    ActorScene scene = {.published = text_literal(day), .country = text_literal(country), .sha256 = sha256};
    Error error;
    assert_int_equal(actors_place(c->ledger.db, &told, &scene, &c->arena, c->forms, &error), SAYSO_OK);
}

static inline void cast_place(Cast *c, const char *day, const char *country, const char *entities)
{
    cast_place_hash(c, day, country, entities, NULL);
}

static inline int64_t cast_number(Cast *c, const char *sql, int64_t a)
{
    Status status;
    Query *q = db_query(c->ledger.db, sql, NULL);
    assert_non_null(q);
    bind_int(q, 1, a);
    int64_t n = query_next(q, &status, NULL) ? column_int(q, 0) : -1;
    assert_int_equal(status, SAYSO_OK);
    query_end(q);
    return n;
}

static inline int64_t cast_actor(Cast *c, int64_t form)
{
    return cast_number(c, "SELECT actor FROM form WHERE id = ?1", form);
}

/* The form said `n` things: as keep/rows.c counts them. */
static inline void cast_say(Cast *c, int64_t form, int64_t n)
{
    static const char *const counts[] = {
        "UPDATE form SET statements = statements + ?2 WHERE id = ?1",
        "UPDATE actor SET statements = statements + ?2 WHERE id = (SELECT actor FROM form WHERE id = ?1)"};
    for (size_t i = 0; i < 2; i++) {
        Query *q = db_query(c->ledger.db, counts[i], NULL);
        bind_int(q, 1, form);
        bind_int(q, 2, n);
        assert_int_equal(query_run(q, NULL), SAYSO_OK);
    }
}

#endif
