/* Compiling the word lists of DATA_DIR/words into the sections list.*, with ISO 3166-1's names from Debian's
 * iso-codes. */
#ifndef SAYSO_TRAIN_LISTS_H
#define SAYSO_TRAIN_LISTS_H

/* Dies at the first bad line, naming file and line. */
int train_lists(const char *data_dir, const char *out);
/* A model file with the same weights and the lists as they are in DATA_DIR now. */
int train_relist(const char *model_path, const char *data_dir, const char *out);

#endif
