/* net: a small recurrent and convolutional network that gives each word of a sequence some numbers.
 *
 *   attributes of a word -> rows summed -> x
 *     x += side * what another net has made of the word, where the shape has a side
 *     x += conv(norm x)    the words at -1, 0, +1; gated linear units (Dauphin et al. 2017)
 *     x += gate(norm x)    h = f h' + (1 - f) c, y = o h, forwards and backwards (Bradbury et al. 2017)
 *     … `blocks` of them in turn
 *   outputs = norm x * output
 *
 * Weights, rows and what they are multiplied with are bytes, sums are int32: the same bits on every machine. */
#ifndef SAYSO_NET_H
#define SAYSO_NET_H

#include "net/deep.h" /* and kernel.h: what the loops are made of */

typedef struct NetShape {
    uint32_t width;   /* of a word's vector; a multiple of 16 */
    uint32_t states;  /* of the recurrence, in each direction; a multiple of 16 */
    uint32_t blocks;  /* conv, gate, conv, gate … */
    uint32_t outputs;
    uint32_t side;    /* numbers that the caller gives beside the attributes; a multiple of 16; 0: none */
} NetShape;
#define NET_WIDEST 256u      /* width and states at most */
#define NET_MOST_BLOCKS 8u
#define NET_MOST_OUTPUTS 1024u
#define NET_MOST_SIDE 512u
#define NET_INPUTS 40u       /* attributes a word, at most */
/* Words that are read at once; a longer sequence falls into pieces that do not see each other. */
#define NET_PIECE 1024u

typedef struct NetModel NetModel; /* borrows the Model */

typedef struct NetNeeds { /* what its user relies on */
    uint32_t side;
    uint32_t least_outputs, most_outputs;
} NetNeeds;
/* The sections of the net NAME: net.NAME.keys (table: attribute -> three bytes, the row's number), net.NAME.rows (int8),
 * net.NAME.weights (int8, a column after the other), net.NAME.scales (u32 width · states · blocks · outputs · side; floats: of the
 * rows; then by layer of its columns, and their biases). `name` has four letters. */
Status net_open(const Model *model, const char *name, NetNeeds needs, const sayso_allocator *allocator, NetModel **out,
                Error *error);
void net_close(NetModel *model, const sayso_allocator *allocator);
NetShape net_shape(const NetModel *model);

/* Gives the attributes of a word, NET_INPUTS at most; returns how many. */
typedef uint32_t NetInputs(const void *context, uint32_t word, uint64_t out[NET_INPUTS]);
/* Where the shape has a side: its numbers, NET_SIDE_SCALE to one and NET_SIDE_ZERO more. */
typedef void NetSide(const void *context, uint32_t word, uint8_t *out);
#define NET_SIDE_SCALE 20.0f
#define NET_SIDE_ZERO KERNEL_ZERO
typedef struct NetReader {
    NetInputs *inputs;
    NetSide *side; /* NULL where the shape has none */
    const void *context;
} NetReader;
/* Floats a word in net_run's output: the outputs, to a multiple of 16. */
static inline uint32_t net_stride(NetShape shape) { return (shape.outputs + 15) / 16 * 16; }
/* Outputs of the words of some sequences, each beginning where the one before ends: net_stride floats a word. `hidden`, where
 * not NULL: what the output layer sees of the words, `width` numbers a word, as the side of other nets. What it took
 * of the scratch is given back, but where memory ran out: then it is false. Takes 2 to 12 MB at most, by the shape, less for
 * few words, and time linear in the words. */
bool net_run(const NetModel *model, const NetReader *reader, const Span *sequences, uint32_t count, Arena *scratch,
             float *out, uint8_t *hidden);

/* ---- for the trainer and the tests: the layers in the order of the sections ---- */
typedef struct NetLayer {
    uint32_t rows, columns; /* inputs, outputs */
} NetLayer;
#define NET_MOST_LAYERS (NET_MOST_BLOCKS / 2 * 3 + 3)
static inline uint32_t net_layers(NetShape shape)
{
    return (shape.side > 0) + shape.blocks / 2 * 3 + shape.blocks % 2 + 1;
}
NetLayer net_layer(NetShape shape, uint32_t layer);

/* The squashing functions, the same in the program and in the trainer: a Padé approximant of tanh, error below 1e-4. */
static inline float net_tanh(float x)
{
    x = x < 4.97f ? x : 4.97f;
    x = x > -4.97f ? x : -4.97f;
    float s = x * x;
    return x * (135135.0f + s * (17325.0f + s * (378.0f + s))) /
           (135135.0f + s * (62370.0f + s * (3150.0f + s * 28.0f)));
}
static inline float net_sigmoid(float x) { return 0.5f + 0.5f * net_tanh(0.5f * x); }

#include "net/pairs.h" /* the folder's other part */

#endif
