/* origin: on whose word a claim rests (trace.c), and who stands how to it (holder.c). */
#ifndef SAYSO_LEDGER_ORIGIN_H
#define SAYSO_LEDGER_ORIGIN_H

#include "ledger/db/db.h"

/* Origins and holders of a claim whose statements are there: fills the rest of `answer`. */
Status origins_find(Ledger *ledger, Arena *arena, ClaimAnswer *answer, Error *error);
Status holders_find(Arena *arena, ClaimAnswer *answer, Error *error);


#endif
