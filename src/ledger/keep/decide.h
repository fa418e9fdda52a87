/* decide: how what a person knows better finds its statement, and what it changes there. */
#ifndef SAYSO_LEDGER_DECIDE_H
#define SAYSO_LEDGER_DECIDE_H

#include "ledger/keep/keep.h"

/* *out: the index of the attribution that a decision is about; NONE: the article has it no more. false: no memory. */
bool find_again(const Told *told, const Decision *d, Arena *arena, uint32_t *out);
/* The field of that name becomes `value`, empty for nobody. SAYSO_ERROR_ARGUMENT with what it may be. */
Status field_set(const Told *told, const char *field, Text value, Arena *arena, sayso_attribution *a, Error *error);
/* A field as text, and back: what a decision keeps of what was read. false: no memory. */
bool field_get(const char *field, const sayso_attribution *a, Arena *arena, Text *out);
bool field_restore(const Told *told, const char *field, Text was, Arena *arena, sayso_attribution *a);
Status claim_is_there(Db *db, int64_t claim, bool *out, Error *error);
/* The articles of that text. */
Status articles_of(Db *db, const uint8_t sha256[32], Arena *arena, int64_t **out, uint32_t *count, Error *error);
Status claim_of(Db *db, int64_t article, uint32_t number, int64_t *out, Error *error);

#endif
