#include "base/base.h"

static void swap(uint8_t *a, uint8_t *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        uint8_t kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

static void sift(uint8_t *items, size_t size, uint32_t root, uint32_t count, ComesBefore *before)
{
    for (uint32_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && before(items + child * size, items + (child + 1) * size)) child++;
        if (!before(items + root * size, items + child * size)) return;
        swap(items + root * size, items + child * size, size);
    }
}

void sort_in_place(void *items, uint32_t count, size_t size, ComesBefore *before)
{
    for (uint32_t i = count / 2; i-- > 0;) sift(items, size, i, count, before);
    for (uint32_t i = count; i-- > 1;) {
        swap(items, (uint8_t *)items + i * size, size);
        sift(items, size, 0, i, before);
    }
}

int u64_compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}
