/* Bytes that wait in a file without a name instead of in memory. */
#ifndef SAYSO_INTAKE_SPOOL_H
#define SAYSO_INTAKE_SPOOL_H

#include <stdio.h>

#include "intake/cut/way.h"

typedef struct Opened Opened; /* cut.h */

typedef struct Spool {
    FILE *file;
    uint64_t size; /* bytes that were added */
} Spool;
Status spool_begin(Spool *spool, Error *error); /* on failure too it may be given to spool_end */
Status spool_add(Spool *spool, const void *data, size_t size, Error *error);
Status spool_whole(Spool *spool, Error *error); /* nothing more comes: from here on it can be read */
Status spool_read(const Spool *spool, uint64_t at, void *data, size_t size, Error *error); /* all `size` bytes */
void spool_end(Spool *spool);

/* The same bytes, which can be sought in; takes `under` over. NULL with the sentence where they could not all be had. */
Opened *open_again(Opened *under, Error *error);

#endif
