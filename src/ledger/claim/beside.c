/* Two contents side by side: the words that both have, that the one has alone, that the other has alone, each as it is
 * written. */
#include "ledger/claim/likeness.h"

#define MOST_WORDS 400u /* of a content that are laid side by side */

typedef struct Word {
    Text text;
    uint64_t sense; /* the same for all forms of a word */
} Word;

typedef struct Words {
    Word *items;
    uint32_t count;
} Words;

static uint64_t sense_of(const Senses *senses, const Folded *word)
{
    Meaning meaning = senses_find(senses, word);
    Folded root = *word;
    if (meaning.role == ROLE_FORM || meaning.role == ROLE_NUMBER) {
        root.size = meaning.sense.size < LONGEST_WORD ? meaning.sense.size : LONGEST_WORD;
        memcpy(root.data, meaning.sense.data, root.size);
    }
    stem(&root);
    return hash_bytes(root.data, root.size, 0);
}

static bool has_sense(const Words *words, uint64_t sense)
{
    for (uint32_t i = 0; i < words->count; i++)
        if (words->items[i].sense == sense) return true;
    return false;
}

/* Words that say something, and those that turn it; each once, in their order. */
static bool words_take(Text content, const Senses *senses, Arena *arena, Words *out)
{
    WordAt *at;
    uint32_t count;
    *out = (Words){.count = 0};
    if (!words_of(content, arena, &at, &count) || !(out->items = TAKE(arena, Word, MOST_WORDS))) return false;
    for (uint32_t i = 0; i < count && out->count < MOST_WORDS; i++) {
        Text text = text_slice(content, at[i].span);
        Folded word;
        bool denies;
        fold_word(text, &word, &denies);
        Role role = senses_find(senses, &word).role;
        if (!denies && !role_is_of_content(role) && role != ROLE_TURN && role != ROLE_DAY && role != ROLE_MONTH) continue;
        uint64_t sense = denies ? hash_bytes("not", 3, 0) : sense_of(senses, &word);
        if (!has_sense(out, sense)) out->items[out->count++] = (Word){text, sense};
    }
    return true;
}

/* Of `words` those that `other` has (or has not). */
static bool words_keep(const Words *words, const Words *other, bool shared, Arena *arena, Text **out, uint32_t *count)
{
    Text *kept = *out = TAKE(arena, Text, words->count + 1u);
    *count = 0;
    if (!kept) return false;
    for (uint32_t i = 0; i < words->count; i++)
        if (has_sense(other, words->items[i].sense) == shared) kept[(*count)++] = words->items[i].text;
    return true;
}

struct Beside {
    Senses *senses;
    Words here;
};

bool beside_make(Text content, Arena *arena, Beside **out)
{
    *out = TAKE(arena, Beside, 1);
    return *out && ((*out)->senses = senses_make(arena)) && words_take(content, (*out)->senses, arena, &(*out)->here);
}

bool beside_lay(const Beside *b, Text content, Arena *arena, Related *out)
{
    Words there;
    const Words *here = &b->here;
    return words_take(content, b->senses, arena, &there) &&
           words_keep(here, &there, true, arena, &out->shared, &out->shared_count) &&
           words_keep(here, &there, false, arena, &out->here, &out->here_count) &&
           words_keep(&there, here, false, arena, &out->there, &out->there_count);
}
