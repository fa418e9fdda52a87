/* token_train: learns where sentences end and the classes of words. */
#ifndef SAYSO_TOKEN_TRAIN_H
#define SAYSO_TOKEN_TRAIN_H

#include "train/corpora/conllu.h"
#include "token/internal.h"

int train_token(const char *corpora, const char *out);

/* A path below a folder; free(). */
char *path_in(const char *folder, const char *name);

/* Learns to end sentences and adds the table "token.sentence". */
void train_sentences(const Treebank *bank, ModelWriter *writer);

/* Words of unlabelled text, an array of ids; sentence ends are word 0. */
typedef struct Stream {
    uint32_t *ids, *keys; /* ids[count]; the lower hash of each id */
    uint32_t count, room, id_count;
    Dict dict;
} Stream;
void stream_add(Stream *stream, const Tokens *tokens);
void stream_free(Stream *stream);
/* Learns `classes` classes of the words seen `least` times and adds the section "token.cluster". */
void train_clusters(Stream *stream, uint32_t classes, uint32_t least, uint32_t rounds, ModelWriter *writer);

#endif
