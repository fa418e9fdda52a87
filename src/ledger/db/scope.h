/* scope: what of the ledger a question may see, in any query over statements: parameters 9 to 14, bound by bind_scope. */
#ifndef SAYSO_DB_SCOPE_H
#define SAYSO_DB_SCOPE_H

#include "ledger/db/db.h"

/* The revision that was the latest when day ?9 ended; without it, that is now. r: the article */
#define CURRENT                                                                                                        \
    "(CASE WHEN ?9 IS NULL THEN r.current ELSE substr(r.added, 1, 10) <= ?9 AND NOT EXISTS (SELECT 1 FROM article n"   \
    " WHERE n.story = r.story AND n.revision > r.revision AND substr(n.added, 1, 10) <= ?9) END)"
/* No decision drops it, or none had then. t: the attribution */
#define STANDS                                                                                                         \
    "(t.dropped = 0 OR (?9 IS NOT NULL AND (SELECT substr(d.made, 1, 10) FROM decision d WHERE d.id = t.dropped) > ?9))"
/* A decision that holds, or held then. d */
#define HELD                                                                                                           \
    "(CASE WHEN ?9 IS NULL THEN d.undone IS NULL ELSE substr(d.made, 1, 10) <= ?9 AND (d.undone IS NULL OR"            \
    " substr(d.undone, 1, 10) > ?9) END)"
#define SEEN "((?9 IS NULL OR substr(r.added, 1, 10) <= ?9) AND (?10 IS NULL OR r.added >= ?10))"
#define IN_DAYS(day) "((?11 IS NULL OR " day " >= ?11) AND (?12 IS NULL OR " day " <= ?12))"
/* o: the outlet, which may be missing */
#define IN_KIND "((?13 IS NULL OR t.act = ?13) AND (?14 IS NULL OR o.key = ?14))"
bool bind_scope(Query *q, const Scope *scope, Arena *arena); /* false: no memory */
/* SAYSO_ERROR_ARGUMENT where its outlet is none of the ledger: that nothing is found would say too little. */
Status scope_check(Db *db, const Scope *scope, Arena *arena, Error *error);
uint32_t scope_limit(const Scope *scope);
bool scope_is_open(const Scope *scope); /* but for the limit and the order */

#endif
