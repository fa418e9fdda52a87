/* See pairs.h. */
#include "net/pairs.h"

#include "net/net.h"

#define INPUTS_MOST 128u
#define OUTPUTS_MOST 256u
#define BEND_SCALE 127.0f

struct NetPairs {
    KernelLayer layer;
    Kernel kernel;
};

static bool read_float(Cursor *c, float *out)
{
    uint32_t bits = cursor_u32(c);
    memcpy(out, &bits, 4);
    return !c->failed && *out > -100.0f && *out < 100.0f; /* NaN is neither */
}

static Status damaged(const char *section, Error *error)
{
    return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET,
                "the model file's part \"%s\" is missing or damaged; install the model of this version", section);
}

static bool read_sizes(Cursor *c, size_t size, uint32_t *inputs, uint32_t *outputs)
{
    *inputs = cursor_u32(c);
    *outputs = cursor_u32(c);
    return !c->failed && *inputs && *inputs <= INPUTS_MOST && *inputs % 16 == 0 && *outputs &&
           *outputs <= OUTPUTS_MOST && *outputs % 16 == 0 &&
           size == 8 + (size_t)*outputs * 8 + (size_t)*inputs * *outputs;
}

Status pairs_open(const Model *model, const char *section, const sayso_allocator *allocator, NetPairs **out, Error *error)
{
    *out = NULL;
    const Section *s = model_section(model, section);
    if (!s || s->kind != SECTION_BYTES) return damaged(section, error);
    Cursor c = {.data = s->data, .size = s->size};
    uint32_t inputs, outputs;
    if (!read_sizes(&c, s->size, &inputs, &outputs)) return damaged(section, error);
    size_t floats_at = (sizeof **out + 63) / 64 * 64, packed_at = floats_at + 3 * (size_t)outputs * sizeof(float);
    NetPairs *p = mem_take(allocator, packed_at + (size_t)inputs * outputs);
    if (!p) return fail_memory(error);
    float *floats = (float *)(void *)((uint8_t *)p + floats_at);
    p->layer = (KernelLayer){inputs, outputs, (int8_t *)p + packed_at, (int32_t *)(void *)(floats + 2 * outputs), floats,
                             floats + outputs};
    p->kernel = kernel_for(model);
    bool good = true;
    for (uint32_t j = 0; j < 2 * outputs; j++) {
        good &= read_float(&c, &floats[j]);
        if (j < outputs) floats[j] /= BEND_SCALE;
    }
    kernel_pack(&p->layer, (const int8_t *)s->data + 8 + (size_t)outputs * 8);
    if (good)
        *out = p;
    else
        mem_give(allocator, p);
    return good ? SAYSO_OK : damaged(section, error);
}

void pairs_close(NetPairs *p, const sayso_allocator *allocator) { mem_give(allocator, p); }
uint32_t pairs_inputs(const NetPairs *p) { return p->layer.rows; }
uint32_t pairs_outputs(const NetPairs *p) { return p->layer.columns; }

void pairs_run(const NetPairs *p, uint32_t count, const float *const left[PAIRS_MOST],
               const float *const right[PAIRS_MOST], float *scores)
{
    uint8_t bent[PAIRS_MOST * INPUTS_MOST];
    int32_t sums[PAIRS_MOST * OUTPUTS_MOST];
    uint32_t inputs = p->layer.rows;
    for (uint32_t i = 0; i < count; i++) p->kernel.bend(inputs, BEND_SCALE, left[i], right[i], bent + (size_t)i * inputs);
    p->kernel.multiply(count, &p->layer, bent, inputs, sums);
    p->kernel.give(count, &p->layer, sums, scores);
}

/* ---- products ---- */

bool pairs_products(const NetPairs *pairs, const NetProducts *of, Arena *scratch, float *out)
{
    uint32_t columns = products_columns(of->right_count);
    ArenaMark mark = arena_mark(scratch);
    float *turned = TAKE(scratch, float, (size_t)of->size * columns);
    if (!turned) return false;
    for (uint32_t k = 0; k < of->size; k++)
        for (uint32_t j = 0; j < columns; j++)
            turned[(size_t)k * columns + j] = j < of->right_count ? of->right[j * of->stride + k] : 0;
    for (uint32_t i = 0; i < of->left_count; i++)
        pairs->kernel.products(of->size, columns, of->left + i * of->stride, turned, out + (size_t)i * columns);
    arena_rewind(scratch, mark);
    return true;
}
