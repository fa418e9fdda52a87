/* Word classes: an open hash of the lower-case words that the trainer saw often enough. A dozen kilobytes of
 * keys are touched by most words, so a lookup is a few nanoseconds. */
#include "token/internal.h"

Status clusters_open(const Model *model, Clusters *out, Error *error)
{
    *out = (Clusters){0};
    const Section *s = model_section(model, "token.cluster");
    if (!s)
        return fail(error, SAYSO_ERROR_MODEL, NO_OFFSET,
                    "the model file has no section \"token.cluster\"; install the model of this version");
    Cursor c = {.data = s->data, .size = s->size};
    uint32_t slots = cursor_u32(&c);
    (void)cursor_u32(&c);
    uint64_t at = (uint64_t)(s->data - model->data);
    if (c.failed || !slots || (slots & (slots - 1)) || (uint64_t)slots * 6 != s->size - c.at)
        return fail(error, SAYSO_ERROR_MODEL, at,
                    "the model file is damaged at byte %llu (token.cluster); install it anew", (unsigned long long)at);
    out->keys = cursor_bytes(&c, (size_t)slots * 4);
    out->classes = cursor_bytes(&c, (size_t)slots * 2);
    out->mask = slots - 1;
    return SAYSO_OK;
}

uint16_t cluster_of(const Clusters *k, uint32_t lower)
{
    if (!k->keys) return 0;
    for (uint32_t i = lower & k->mask, tries = 0; tries < 64; i = (i + 1) & k->mask, tries++) {
        uint16_t class;
        memcpy(&class, k->classes + (size_t)i * 2, 2);
        uint32_t key;
        memcpy(&key, k->keys + (size_t)i * 4, 4);
        if (!class || key == lower) return class;
    }
    return 0;
}
