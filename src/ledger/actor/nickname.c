/* Given names that may be one person's: equal, an initial and what begins so, a nickname and its name, two nicknames of
 * one name. "Chris" may be Christopher or Christina, who are not each other: agreeing is no equivalence. */
#include "ledger/actor/form.h"

#define MOST_ROOTS 4u

typedef struct Nickname {
    const char *name;
    const char *roots[MOST_ROOTS];
    const char *family;
} Nickname;

static const Nickname nicknames[] = {
#include "ledger/actor/nickname.inc"
};

static const Nickname *find(Text given)
{
    size_t begin = 0, end = given.size ? COUNT(nicknames) : 0;
    while (begin < end) {
        size_t middle = (begin + end) / 2;
        const char *name = nicknames[middle].name;
        size_t size = strlen(name), both = size < given.size ? size : given.size;
        int order = memcmp(name, given.data, both);
        if (!order && size == given.size) return &nicknames[middle];
        if (order < 0 || (!order && size < given.size))
            begin = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

static bool has_root(const Nickname *n, const char *root)
{
    for (size_t i = 0; i < MOST_ROOTS && n->roots[i]; i++)
        if (!strcmp(n->roots[i], root)) return true;
    return false;
}

static bool share_root(Text a, Text b)
{
    const Nickname *x = find(a), *y = find(b);
    if (!x || !y || strcmp(x->family, y->family)) return false;
    for (size_t i = 0; i < MOST_ROOTS && x->roots[i]; i++)
        if (has_root(y, x->roots[i])) return true;
    return false;
}

static bool stands_for(Text initial, Text given)
{
    char letters[MOST_LETTERS];
    uint32_t count = given_letters(given, letters);
    return memchr(letters, initial.data[0], count) != NULL;
}

bool given_agree(Text a, Text b)
{
    if (!a.size || !b.size || text_equal(a, b)) return true;
    if (a.size == 1) return b.size == 1 ? false : stands_for(a, b);
    return b.size == 1 ? stands_for(b, a) : share_root(a, b);
}

bool given_known(Text given)
{
    return find(given) != NULL;
}

Text given_root(Text given)
{
    const Nickname *n = find(given);
    return n ? text_literal(n->family) : given;
}

uint32_t given_letters(Text given, char out[MOST_LETTERS])
{
    uint32_t count = 0;
    const Nickname *n = find(given);
    if (given.size && (uint8_t)given.data[0] < 0x80) out[count++] = given.data[0];
    for (size_t i = 0; n && i < MOST_ROOTS && n->roots[i]; i++)
        if (!memchr(out, n->roots[i][0], count)) out[count++] = n->roots[i][0];
    return count;
}

Text given_short(const FormKey *key, char room[MOST_SHORT])
{
    const Text words[] = {key->given, key->middles, key->surname};
    size_t n = 0;
    if (!key->person || !key->given.size || !key->middles.size || key->suffix.size || key->mark.size) return (Text){0};
    for (size_t w = 0; w < COUNT(words); w++)
        for (size_t i = 0; i < words[w].size; i++) {
            if (i && words[w].data[i - 1] != ' ') continue;
            char c = words[w].data[i];
            if (n == MOST_SHORT || c < 'a' || c > 'z') return (Text){0};
            room[n++] = c;
        }
    return n < 3 || given_known(text_of(room, n)) ? (Text){0} : text_of(room, n);
}
