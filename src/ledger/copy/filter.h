/* filter: which keys lie under no leaf of posting.c. */
#ifndef SAYSO_LEDGER_FILTER_H
#define SAYSO_LEDGER_FILTER_H

#include <stdlib.h>

#include "ledger/copy/copy.h"

#define FILTER_KEY_BITS 35u /* a key is below 2^35 */

typedef struct PostingFilter PostingFilter;
PostingFilter *filter_make(void); /* NULL: no memory; freed by free */
void filter_clear(PostingFilter *f);
void filter_put(PostingFilter *f, uint64_t key);
/* True: surely no leaf has it. */
bool filter_lacks(const PostingFilter *f, uint64_t key);
/* Whether a leaf that has all keys from `first` to `last` tells more of `key` than is known: then put all of its keys, and call
 * filter_know. */
bool filter_wants(const PostingFilter *f, uint64_t key, uint64_t first, uint64_t last);
void filter_know(PostingFilter *f, uint64_t first, uint64_t last);

#endif
