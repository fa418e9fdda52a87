/* Whose paper an article is of: the listed outlet by its name as it is written, with or without "The", or by the domain of a
 * URL. The list's outlets, some hundreds of its entries, are walked through once an article. */
#include "entity/internal.h"

static Text without_the(Text name)
{
    return text_starts(name, "The ") || text_starts(name, "the ") ? text_of(name.data + 4, name.size - 4) : name;
}

static bool same_name(Text a, Text b)
{
    a = without_the(a);
    b = without_the(b);
    if (a.size != b.size || !a.size) return false;
    for (size_t i = 0; i < a.size; i++)
        if (char_lower((uint8_t)a.data[i]) != char_lower((uint8_t)b.data[i])) return false;
    return true;
}

/* "news.bbc.co.uk" of "https://user@news.bbc.co.uk:443/x" */
static Text host_of(Text url)
{
    size_t begin = 0, end;
    for (size_t i = 0; i + 2 < url.size && !begin; i++)
        if (!memcmp(url.data + i, "://", 3)) begin = i + 3;
    if (!begin) return (Text){0};
    for (end = begin; end < url.size && !strchr("/?#:", url.data[end]); end++)
        if (url.data[end] == '@') begin = end + 1;
    return text_of(url.data + begin, end - begin);
}

static bool is_of_domain(Text host, Text domain)
{
    if (!domain.size || host.size < domain.size) return false;
    size_t at = host.size - domain.size;
    return !memcmp(host.data + at, domain.data, domain.size) && (!at || host.data[at - 1] == '.');
}

bool outlets_make(EntityModel *model)
{
    uint32_t count = list_count(&model->lists), found = 0;
    for (uint32_t i = 0; i < count; i++) found += list_entry(&model->lists, i).type == ENTITY_OUTLET;
    model->outlets = arena_take(&model->lists.user_arena, found + 1, sizeof *model->outlets);
    for (uint32_t i = 0; model->outlets && i < count; i++)
        if (list_entry(&model->lists, i).type == ENTITY_OUTLET) model->outlets[model->outlet_count++] = i;
    return model->outlets != NULL;
}

bool entity_outlet(const EntityModel *model, Text name, Text url, ListEntry *out)
{
    Text host = host_of(url);
    for (uint32_t i = 0; i < model->outlet_count; i++) {
        ListEntry e = list_entry(&model->lists, model->outlets[i]);
        if (!same_name(name, e.name) && (name.size || !is_of_domain(host, e.domain))) continue;
        *out = e;
        return true;
    }
    return false;
}
