/* cues_list: the section list.cues from words/cues.tsv and words/acts.tsv of the data folder. */
#ifndef SAYSO_TRAIN_CUES_LIST_H
#define SAYSO_TRAIN_CUES_LIST_H

#include "train/train.h"

void cues_list(ModelWriter *writer, const char *folder);

#endif
