/* seal: rows that tell when they were changed. Within this room, and for statements that seal their rows themselves. */
#ifndef SAYSO_LEDGER_SEAL_H
#define SAYSO_LEDGER_SEAL_H

#include "ledger/db/db.h"

/* The columns under the seal of tables that are written most, in their order: a statement that writes such a row may set its
 * seal, seal('entity', …) of what it binds, else a trigger does. */
#define SEALED_ENTITY "article, number, type, name, country, gender, gender_by, form, mentions, roles"
#define SEALED_ATTRIBUTION                                                                                                 \
    "article, number, source_begin, source_end, entity, form, kind, cue_begin, cue_end, contents, manner, act, negated,"   \
    " to_begin, to_end, to_entity, to_form, via_begin, via_end, via_entity, via_form, when_begin, when_end, date, day,"    \
    " anonymity_begin, anonymity_end, within, confidence, confidence_who, confidence_act, clause, joint, dropped, claim"
#define SEALED_POSTING "first, items"
#define SEALED_FRESH "id, items"

struct sqlite3;
int seal_functions(struct sqlite3 *handle); /* seal, mark, seal_flaw, seal_sum: a code of SQLite's */

#endif
