/* show: an article or a claim as a web page, whole in itself: no script, nothing fetched from elsewhere, and all that a
 * report chose to say escaped. Who serves it over a network writes it as it is.
 *
 * Pages are written to a stream, whose failures are the caller's to look for. They are UTF-8, in English. */
#ifndef SAYSO_SHOW_H
#define SAYSO_SHOW_H

#include <stdio.h>

#include "ledger/ledger.h"

/* The text with its statements marked, those in others' contents within them, each numbered; what is known of each shown
 * where a pointer or the keyboard's focus stands on it, and in a list below. Of a draft too, whose id is 0.
 * SAYSO_ERROR_MEMORY alone. */
Status show_article(FILE *to, const KeptArticle *article, Arena *arena, Error *error);
/* A claim: who stands how to it, its origins with the hands through which each came, what is perhaps the same. */
Status show_claim(FILE *to, const ClaimAnswer *claim, Arena *arena, Error *error);

#endif
