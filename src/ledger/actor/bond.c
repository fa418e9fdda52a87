/* What an article itself tells of two forms: an entity has both, an acronym and its body, a double surname and its
 * bearer; or X and X Jr. are two. */
#include "ledger/actor/place.h"

static Status bind_forms(Place *p, int64_t a, int64_t b, bool same, Error *error)
{
    Status status;
    if (a == b) return SAYSO_OK;
    Query *q = db_query(
        p->db,
        "INSERT INTO form_bond (a, b, same, articles) VALUES (?1, ?2, ?3, 1) ON CONFLICT DO UPDATE SET articles ="
        " articles + 1 RETURNING articles",
        error);
    if (!q) return SAYSO_ERROR_IO;
    bind_int(q, 1, a);
    bind_int(q, 2, b);
    bind_int(q, 3, same);
    int64_t articles = query_next(q, &status, error) ? column_int(q, 0) : 0;
    query_end(q);
    return status || !has_doubled(articles) ? status : place_stir(&p->pass, a, false, error);
}

/* "X Jr." beside "X", as two. */
static Status part_suffixes(Place *p, uint32_t index, Error *error)
{
    Status status = SAYSO_OK;
    const FormKey *with = &p->items[index].key;
    for (uint32_t i = 0; i < p->told->entity_count && !status; i++) {
        const FormKey *k = &p->items[i].key;
        if (p->items[i].acts && !k->suffix.size && form_is_full(k) && text_equal(k->surname, with->surname) &&
            given_agree(k->given, with->given) && middles_agree(k->middles, with->middles))
            status = bind_forms(p, p->forms[i], p->forms[index], false, error);
    }
    return status;
}

/* "NBC" is NBC News; "MTV" is not MTV Unplugged. */
static bool is_longer(Text own, Text key)
{
    static const char *const kinds[] = {" news", " radio", " television", " tv", " network", " sports"};
    if (own.size < key.size + 2 || memcmp(own.data, key.data, key.size) || own.data[key.size] != ' ') return true;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (text_is(text_of(own.data + key.size, own.size - key.size), kinds[i])) return true;
    return false;
}

/* Whether `mention` is another name of a body: its acronym, or its long form. */
static bool other_name(const Placed *item, Text mention, Text key, bool *longer)
{
    Text own = item->key.surname;
    *longer = false;
    if (item->key.person || text_equal(own, key) || !key.size) return false;
    if (own.size && memchr(own.data, ' ', own.size))
        return body_is_short(mention) && key.data[0] == own.data[0] && own.size > key.size && is_longer(own, key);
    *longer = true;
    return body_is_short(item->name.shown) && body_stands_for(own, key);
}

#define MOST_MENTIONS 16u

static Status bind_mention(Place *p, uint32_t index, Text mention, Error *error)
{
    Placed *item = &p->items[index];
    Text key, doubled = item->key.person ? form_double(&item->key, p->arena) : (Text){0};
    FormKey other;
    Known known;
    bool longer = false;
    if (item->key.person ? !doubled.size : mention.size > 80) return SAYSO_OK;
    if (!name_key(mention, p->arena, &key)) return fail_memory(error);
    bool twofold = doubled.size && text_equal(key, doubled);
    if (!twofold && !other_name(item, mention, key, &longer)) return SAYSO_OK;
    if (!form_of_body(mention, p->told->entities[index].type, p->arena, &other)) return fail_memory(error);
    if (twofold && !form_counterpart(&other, p->arena, &other)) return fail_memory(error);
    if (!other.surname.size) return SAYSO_OK;
    Status status = place_form(p, &other, p->told->entities[index].type, mention, (Text){0}, &known, error);
    if (status) return status;
    return bind_forms(p, longer ? p->forms[index] : known.id, longer ? known.id : p->forms[index], true, error);
}

static Status bind_mentions(Place *p, uint32_t index, Error *error)
{
    Status status = SAYSO_OK;
    const sayso_entity *e = &p->told->entities[index];
    Text seen[MOST_MENTIONS];
    uint32_t count = 0;
    if (p->items[index].key.mark.size || (p->items[index].key.person && !p->items[index].key.middles.size))
        return SAYSO_OK;
    for (uint32_t i = 0; i < e->mention_count && count < MOST_MENTIONS && !status; i++) {
        Text mention = e->mentions[i].end <= p->told->text.size ? text_slice(p->told->text, e->mentions[i]) : (Text){0};
        bool again = text_equal(mention, e->name);
        for (uint32_t k = 0; k < count; k++) again |= text_equal(seen[k], mention);
        if (again) continue;
        seen[count++] = mention;
        status = bind_mention(p, index, mention, error);
    }
    return status;
}

Status place_bonds(Place *p, Error *error)
{
    Status status = SAYSO_OK;
    for (uint32_t i = 0; i < p->told->entity_count && !status; i++) {
        if (!p->items[i].acts) continue;
        if (p->items[i].as != i) {
            if (form_is_full(&p->items[i].key)) status = bind_mention(p, p->items[i].as, p->items[i].name.shown, error);
            continue;
        }
        if (p->items[i].key.suffix.size && form_is_full(&p->items[i].key)) status = part_suffixes(p, i, error);
        if (!status) status = bind_mentions(p, i, error);
    }
    return status;
}
