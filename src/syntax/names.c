/* The names of tags and relations, and the way back. Looked up by the trainer, the tests and readers of
 * CoNLL-U, never in the hot path, so a walk through the table will do. */
#include "syntax/syntax.h"

#define NAME_UPOS(id) #id,
#define NAME_OTHER(id, name) name,
static const char *const upos_names[] = {UPOS_LIST(NAME_UPOS)};
static const char *const xpos_names[] = {XPOS_LIST(NAME_OTHER)};
static const char *const relation_names[] = {RELATION_LIST(NAME_OTHER)};

const char *upos_name(uint8_t upos) { return upos_names[upos < UPOS_COUNT ? upos : UPOS_X]; }
const char *xpos_name(uint8_t xpos) { return xpos_names[xpos < XPOS_COUNT ? xpos : XPOS_NONE]; }
const char *relation_name(uint8_t relation) { return relation_names[relation < RELATION_COUNT ? relation : REL_DEP]; }

static bool find(Text name, const char *const *names, size_t count, uint8_t *out)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(name, names[i])) {
            *out = (uint8_t)i;
            return true;
        }
    return false;
}

bool upos_find(Text name, uint8_t *out) { return find(name, upos_names, COUNT(upos_names), out); }
bool xpos_find(Text name, uint8_t *out) { return find(name, xpos_names, COUNT(xpos_names), out); }

bool relation_find(Text name, uint8_t *out)
{
    if (find(name, relation_names, COUNT(relation_names), out)) return true;
    const char *colon = name.size ? memchr(name.data, ':', name.size) : NULL;
    return colon && find(text_of(name.data, (size_t)(colon - name.data)), relation_names, COUNT(relation_names), out);
}
