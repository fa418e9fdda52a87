/* What is said of the articles of a file: the same sentence of many items is said once, with how many they are. A file whose
 * 63 items all fail for one reason would else say so 63 times.
 *
 *   FILE: item 3: SENTENCE                         of one
 *   FILE: items 1 to 63: SENTENCE                  of all between them
 *   FILE: 40 items from item 1 to item 63: SENTENCE
 *
 * A sentence waits until the file's last item, or until there are too many that wait. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/word/word.h"

/* "FILE: item 12" -> where "item" begins, and the number. 0: it is no item of anything. */
static size_t item_of(const char *label, unsigned long long *number)
{
    static const char *const kinds[] = {"item ", "line ", "row ", "record "};
    size_t begin = 0;
    for (const char *next = label; (next = strstr(next, ": "));) begin = (size_t)((next += 2) - label);
    for (size_t i = 0; begin && i < COUNT(kinds); i++) {
        size_t n = strlen(kinds[i]);
        char *end;
        if (strncmp(label + begin, kinds[i], n)) continue;
        *number = strtoull(label + begin + n, &end, 10);
        return end > label + begin + n && !*end ? begin : 0;
    }
    return 0;
}

static void tell(Note *note)
{
    if (!note->count) return;
    const char *kind = note->label + note->item;
    int length = (int)(strchr(kind, ' ') - kind);
    char *label = NULL;
    bool all = note->last - note->first + 1 == note->count;
    int made = note->count == 1 ? asprintf(&label, "%s", note->label)
               : all            ? asprintf(&label, "%.*s%.*ss %llu to %llu", (int)note->item, note->label, length, kind,
                                           note->first, note->last)
                                : asprintf(&label, "%.*s%llu %.*ss from %llu to %llu", (int)note->item, note->label, note->count,
                                           length, kind, note->first, note->last);
    complain(made < 0 ? note->label : label, note->sentence);
    if (made >= 0) free(label);
    free(note->label);
    free(note->sentence);
    *note = (Note){0};
}

void notes_flush(Notes *notes)
{
    for (size_t i = 0; i < COUNT(notes->waiting); i++) tell(&notes->waiting[i]);
    notes->count = 0;
}

static bool is_same(const Note *note, const char *label, size_t item, const char *sentence)
{
    return note->item == item && !strncmp(note->label, label, item) && !strcmp(note->sentence, sentence);
}

/* Whether what waits is of another file. */
static bool is_other(const Notes *notes, const char *label, size_t item)
{
    const Note *first = &notes->waiting[0];
    return notes->count && (first->item != item || strncmp(first->label, label, item) != 0);
}

void notes_add(Notes *notes, const char *label, const char *sentence)
{
    unsigned long long number = 0;
    size_t item = item_of(label, &number);
    if (!item || is_other(notes, label, item)) notes_flush(notes);
    for (size_t i = 0; i < notes->count; i++) {
        Note *note = &notes->waiting[i];
        if (!is_same(note, label, item, sentence)) continue;
        note->count += number != note->last;
        note->last = number;
        return;
    }
    if (item && notes->count == COUNT(notes->waiting)) notes_flush(notes);
    Note note = {.item = item, .first = number, .last = number, .count = 1};
    note.label = item ? strdup(label) : NULL;
    note.sentence = note.label ? strdup(sentence) : NULL;
    if (note.sentence) {
        notes->waiting[notes->count++] = note;
        return;
    }
    free(note.label);
    complain(label, sentence);
}
