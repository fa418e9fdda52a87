/* picture: all that can be seen of a ledger, as a text, so that what must leave no trace is compared. */
#ifndef SAYSO_PICTURE_H
#define SAYSO_PICTURE_H

#include "ledger/hand.h"

#define OF_STATEMENTS                                                                                                  \
    "SELECT 'a', article, number, source_begin, source_end, entity, form, kind, cue_begin, hex(contents), manner, act, negated," \
    " to_entity, to_form, via_entity, via_form, date, day, within, joint, dropped > 0, claim FROM attribution ORDER BY 2, 3"

static const char *const picture_tables[] = {
    OF_STATEMENTS,
    "SELECT 'e', article, number, type, name, form, hex(mentions) FROM entity ORDER BY 2, 3",
    "SELECT 'j', article, number, place, entity, form, day FROM joint ORDER BY 2, 3, 4",
    "SELECT 'w', article, events FROM eventful ORDER BY 2",
    "SELECT 'd', article, number, type, mode, status, hex(triggers), hex(evidence), date, day, place_form, said FROM event ORDER BY 2, 3",
    "SELECT 'q', article, number, side, place, form, type, day FROM party ORDER BY 2, 3, 4, 5",
    "SELECT 't', name, key, count FROM tally WHERE count <> 0 ORDER BY 2, 3",
    "SELECT 'f', id, key, actor, articles, level, statements FROM form ORDER BY 2",
    "SELECT 'p', id, name, type, gender, statements FROM actor ORDER BY 2",
    "SELECT 'k', source, target, count FROM talk ORDER BY 2, 3",
    "SELECT 'c', id, text, statements, first_day, last_day, same_as FROM claim WHERE statements > 0 ORDER BY 2",
    "SELECT 's', id, story, revision, current, family, words FROM article ORDER BY 2",
};

static inline Text picture(Ledger *ledger, Arena *arena)
{
    size_t size = 0, room = 200000;
    char *out = TAKE(arena, char, room);
    assert_non_null(out);
    for (size_t i = 0; i < COUNT(picture_tables); i++) {
        Status status;
        Query *q = db_query(ledger->db, picture_tables[i], NULL);
        assert_non_null(q);
        int columns = 0;
        for (const char *p = strchr(picture_tables[i], ' '), *end = strstr(picture_tables[i], " FROM "); p < end; p++) columns += *p == ',';
        while (query_next(q, &status, NULL)) {
            for (int k = 0; k <= columns; k++) {
                Text t = column_text(q, k);
                size += (size_t)snprintf(out + size, room - size, "%s%.*s", k ? "|" : "", (int)t.size, t.data ? t.data : "");
            }
            size += (size_t)snprintf(out + size, room - size, "\n");
            assert_true(size < room);
        }
        assert_int_equal(status, SAYSO_OK);
    }
    return text_of(out, size);
}

static inline void same_picture(Text before, Text after)
{
    if (text_equal(before, after)) return;
    const char *a = before.data, *b = after.data;
    while (*a && *b) { /* the lines that differ */
        size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");
        if (n != m || memcmp(a, b, n)) print_error("before %.*s\nafter  %.*s\n", (int)n, a, (int)m, b);
        a += n + (a[n] == '\n');
        b += m + (b[m] == '\n');
    }
    assert_true(text_equal(before, after));
}

#endif
