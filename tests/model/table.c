/* The feature table's bit tricks against a plain search through a bucket, byte by byte. */
#include "model/model.h"
#include "unit.h"

/* The first slot of the hash's bucket that holds its check byte. */
static const int8_t *plain_row(const Table *t, uint64_t hash)
{
    uint32_t bucket_index = (uint32_t)((double)(uint32_t)(hash >> 32) / 4294967296.0 * t->bucket_count);
    const uint8_t *bucket = t->buckets + (size_t)bucket_index * t->bucket_size;
    uint8_t check = (uint8_t)(hash & 255);
    if (check == 0) check = 1;
    for (uint32_t slot = 0; slot < 8; slot++)
        if (bucket[slot] == check) return (const int8_t *)bucket + 8 + slot * t->width;
    return NULL;
}

static void plain_sum(const Table *t, const uint64_t *hashes, size_t count, int32_t *sums)
{
    for (size_t i = 0; i < count; i++) {
        const int8_t *row = plain_row(t, hashes[i]);
        for (uint32_t k = 0; row && k < t->width; k++) sums[k] += row[k];
    }
}

/* Buckets of random bytes. `few`: check bytes of few values, so that they collide and neighbours differ by one. */
static Table random_table(uint64_t *random, uint32_t width, uint32_t buckets, bool few)
{
    Table t = {.bucket_count = buckets, .bucket_size = 8 + 8 * width, .width = width, .scale = 1.0f};
    uint8_t *bytes = malloc((size_t)buckets * t.bucket_size);
    assert_non_null(bytes);
    for (size_t i = 0; i < (size_t)buckets * t.bucket_size; i++) {
        static const uint8_t values[] = {0, 1, 2, 3, 0x7f, 0x80, 0x81, 0xfe, 0xff};
        bool check = i % t.bucket_size < 8;
        bytes[i] = check && few ? values[unit_below(random, COUNT(values))] : (uint8_t)unit_random(random);
    }
    t.buckets = bytes;
    return t;
}

static void rows(void **state)
{
    (void)state;
    uint64_t random = 11;
    size_t found = 0, tried = 0;
    for (int round = 0; round < 200; round++) {
        Table t = random_table(&random, 1 + unit_below(&random, 20), 1 + unit_below(&random, 300), round % 2);
        for (int i = 0; i < 3000; i++) {
            uint64_t hash = unit_random(&random);
            if (i % 3 == 0) hash = (hash & ~(uint64_t)255) | unit_below(&random, 4); /* low check bytes, 0 among them */
            if (i == 1) hash = UINT64_MAX;
            if (i == 2) hash = 0;
            assert_ptr_equal(table_row(&t, hash), plain_row(&t, hash));
            found += table_row(&t, hash) != NULL;
            tried++;
        }
        free((void *)(uintptr_t)t.buckets);
    }
    assert_true(found > tried / 20 && found < tried); /* both ways were tried */
}

static void sums(void **state)
{
    (void)state;
    uint64_t random = 12;
    static const uint32_t widths[] = {1, 3, 4, 5, 7, 8, 17, 51, 52, 64, 104, 200};
    for (size_t w = 0; w < COUNT(widths); w++) {
        Table t = random_table(&random, widths[w], 37, true);
        for (int round = 0; round < 200; round++) {
            uint64_t hashes[100];
            int32_t got[200], want[200];
            size_t count = unit_below(&random, COUNT(hashes) + 1);
            for (size_t i = 0; i < count; i++) hashes[i] = unit_random(&random);
            for (size_t i = 0; i < COUNT(got); i++) got[i] = want[i] = (int32_t)i - 50; /* adds to what is there */
            table_sum(&t, hashes, count, got);
            plain_sum(&t, hashes, count, want);
            assert_memory_equal(got, want, sizeof got);
        }
        free((void *)(uintptr_t)t.buckets);
    }
}

/* A table filled as the trainer fills it gives back what went in. */
static void filled(void **state)
{
    (void)state;
    uint64_t random = 13, hashes[2000];
    enum { WIDTH = 4, BUCKETS = 700 };
    static uint8_t bytes[BUCKETS * (8 + 8 * WIDTH)];
    Table t = {.buckets = bytes, .bucket_count = BUCKETS, .bucket_size = 8 + 8 * WIDTH, .width = WIDTH, .scale = 1.0f};
    size_t count = 0;
    for (size_t i = 0; i < COUNT(hashes); i++) {
        uint64_t hash = unit_random(&random);
        uint8_t *bucket = bytes + (((hash >> 32) * BUCKETS) >> 32) * t.bucket_size;
        size_t slot = 0;
        if (table_row(&t, hash)) continue; /* looks the same as one before */
        while (slot < 8 && bucket[slot]) slot++;
        if (slot == 8) continue;
        bucket[slot] = (uint8_t)hash ? (uint8_t)hash : 1;
        for (size_t k = 0; k < WIDTH; k++) bucket[8 + slot * WIDTH + k] = (uint8_t)(count + k);
        hashes[count++] = hash;
    }
    assert_true(count > 1800);
    for (size_t i = 0; i < count; i++) {
        const int8_t *row = table_row(&t, hashes[i]);
        assert_non_null(row);
        for (size_t k = 0; k < WIDTH; k++) assert_int_equal((uint8_t)row[k], (uint8_t)(i + k));
    }
}

/* Different templates and values give different features, as far as a 64-bit hash can. */
static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}
static void features_differ(void **state)
{
    (void)state;
    enum { N = 20 };
    static uint64_t hashes[N * N * N * N];
    size_t count = 0;
    for (uint32_t t = 0; t < N; t++)
        for (uint32_t a = 0; a < N; a++)
            for (uint32_t b = 0; b < N; b++)
                for (uint32_t c = 0; c < N; c++) hashes[count++] = feature(t, a, b, c);
    qsort(hashes, count, sizeof hashes[0], by_value);
    for (size_t i = 1; i < count; i++) assert_int_not_equal(hashes[i - 1], hashes[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows),
        cmocka_unit_test(sums),
        cmocka_unit_test(filled),
        cmocka_unit_test(features_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
