/* deeds_list: the section list.deeds from words/deeds.tsv and words/sectors.tsv of the data folder. */
#ifndef SAYSO_TRAIN_DEEDS_LIST_H
#define SAYSO_TRAIN_DEEDS_LIST_H

#include "train/train.h"

void deeds_list(ModelWriter *writer, const char *folder); /* dies at a bad line, naming file and line */

#endif
