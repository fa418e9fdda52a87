/* The model file: what is written is read back; every damaged byte, every cut and every forged field is refused or
 * leads nowhere outside the file. */
#include <sys/stat.h>
#include <unistd.h>

#include "model/model.h"
#include "unit.h"

typedef struct File {
    char path[64];
    uint8_t *data;
    size_t size;
} File;

static void write_model(const char *path)
{
    ModelWriter *writer = model_writer_new();
    uint8_t table[64 + 3 * 64] = {7, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0x3f};
    assert_non_null(writer);
    assert_true(model_writer_add(writer, "card", SECTION_BYTES, "{\"name\": \"tiny\"}", 16));
    assert_true(model_writer_add(writer, "sixteen letters.", SECTION_BYTES, "x", 1));
    assert_true(model_writer_add(writer, "empty", SECTION_BYTES, NULL, 0));
    assert_true(model_writer_add(writer, "table", SECTION_TABLE, table, sizeof table));
    assert_false(model_writer_add(writer, "seventeen letters", SECTION_BYTES, "x", 1));
    Error error;
    assert_int_equal(model_writer_finish(writer, path, &error), SAYSO_OK);
}

static int make(void **state)
{
    static File file;
    snprintf(file.path, sizeof file.path, "/tmp/sayso-model-%ld", (long)getpid());
    write_model(file.path);
    FILE *f = fopen(file.path, "rb");
    assert_non_null(f);
    file.data = malloc(65536);
    assert_non_null(file.data);
    file.size = fread(file.data, 1, 65536, f);
    fclose(f);
    *state = &file;
    return 0;
}

static int drop(void **state)
{
    File *file = *state;
    (void)remove(file->path);
    free(file->data);
    return 0;
}

/* The first `size` bytes alone on the heap, so that a step over their end is seen. */
static uint8_t *copy_of(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    assert_non_null(copy);
    memcpy(copy, data, size);
    return copy;
}

static void put(uint8_t *at, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) at[i] = (uint8_t)(value >> (8 * i));
}
static void repair(uint8_t *data, size_t size) { put(data + 32, hash_bytes(data + 40, size - 40, 0), 8); }

/* Touches all that a reader may touch. */
static uint64_t walk(const Model *model)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < model->section_count; i++) {
        const Section *s = &model->sections[i];
        sum += strlen(s->name) + hash_bytes(s->data, s->size, 0);
        Table table;
        int32_t sums[TABLE_MAX_WIDTH] = {0};
        if (table_open(model, s->name, 7, &table, NULL)) continue;
        for (uint64_t h = 0; h < 64; h++) table_sum(&table, &(uint64_t){hash_mix(h)}, 1, sums);
        sum += (uint64_t)(uint32_t)sums[0];
    }
    return sum;
}

static void read_back(void **state)
{
    const File *file = *state;
    Model model;
    Error error;
    assert_int_equal(model_open(file->path, &model, &error), SAYSO_OK);
    assert_int_equal(model.section_count, 4);
    const Section *card = model_section(&model, "card");
    assert_non_null(card);
    assert_true(text_is(text_of((const char *)card->data, card->size), "{\"name\": \"tiny\"}"));
    assert_int_equal((uintptr_t)card->data % 64, 0);
    assert_non_null(model_section(&model, "sixteen letters."));
    assert_int_equal(model_section(&model, "empty")->size, 0);
    assert_null(model_section(&model, "car"));
    assert_null(model_section(&model, "seventeen letters"));
    Table table;
    assert_int_equal(table_open(&model, "table", 7, &table, &error), SAYSO_OK);
    assert_int_equal(table.bucket_count, 3);
    assert_true(table.scale == 0.5f);
    assert_int_equal(table_open(&model, "table", 4, &table, &error), SAYSO_ERROR_MODEL);
    assert_int_equal(table_open(&model, "card", 7, &table, &error), SAYSO_ERROR_MODEL);
    assert_int_equal(table_open(&model, "none", 7, &table, &error), SAYSO_ERROR_MODEL);
    model_close(&model);
    model_close(&model); /* closed is closed */
}

static void same_bytes_each_time(void **state)
{
    const File *file = *state;
    write_model(file->path);
    FILE *f = fopen(file->path, "rb");
    assert_non_null(f);
    uint8_t again[4096];
    assert_int_equal(fread(again, 1, sizeof again, f), file->size);
    fclose(f);
    assert_memory_equal(again, file->data, file->size);
}

static void every_cut_is_refused(void **state)
{
    const File *file = *state;
    for (size_t size = 0; size < file->size; size++) {
        uint8_t *data = copy_of(file->data, size);
        Model model;
        Error error;
        assert_int_equal(model_read(data, size, &model, &error), SAYSO_ERROR_MODEL);
        assert_null(model.data);
        assert_int_equal(model.section_count, 0);
        if (size >= 40) { /* cut off, and forged to say so */
            put(data + 24, size, 8);
            repair(data, size);
            if (!model_read(data, size, &model, &error)) (void)walk(&model);
        }
        free(data);
    }
}

static void every_flipped_bit_is_refused(void **state)
{
    const File *file = *state;
    for (size_t bit = 0; bit < file->size * 8; bit++) {
        if (bit / 8 >= 8 && bit / 8 < 16) continue; /* the format numbers: below */
        file->data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        Model model;
        assert_int_equal(model_read(file->data, file->size, &model, NULL), SAYSO_ERROR_MODEL);
        file->data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void format_numbers(void **state)
{
    const File *file = *state;
    static const struct {
        uint32_t format, oldest;
        Status want;
    } cases[] = {{MODEL_FORMAT, MODEL_OLDEST, SAYSO_OK},
                 {MODEL_FORMAT + 1, MODEL_FORMAT, SAYSO_OK}, /* newer, but says that we can read it */
                 {MODEL_FORMAT + 1, MODEL_FORMAT + 1, SAYSO_ERROR_MODEL},
                 {MODEL_OLDEST - 1, MODEL_OLDEST - 1, SAYSO_ERROR_MODEL}};
    uint8_t *data = copy_of(file->data, file->size);
    for (size_t i = 0; i < COUNT(cases); i++) {
        put(data + 8, cases[i].format, 4);
        put(data + 12, cases[i].oldest, 4);
        Model model;
        assert_int_equal(model_read(data, file->size, &model, NULL), cases[i].want);
    }
    free(data);
}

/* Fields of the header, the section table and the feature table set to the numbers that break sums, checksum mended. */
static void forged_fields(void **state)
{
    const File *file = *state;
    static const uint64_t values[] = {0,
                                      1,
                                      39,
                                      40,
                                      63,
                                      64,
                                      127,
                                      128,
                                      255,
                                      1u << 20,
                                      INT32_MAX,
                                      UINT32_MAX,
                                      (uint64_t)1 << 32,
                                      (uint64_t)1 << 61,
                                      INT64_MAX,
                                      UINT64_MAX - 63,
                                      UINT64_MAX};
    size_t fields = 40 + 4 * 40, body = file->size - 256;
    size_t refused = 0, tried = 0;
    for (size_t at = 20; at < file->size; at = at + 4 == fields ? body : at + 4) {
        if (at >= body + 24) break;
        for (size_t i = 0; i < COUNT(values); i++)
            for (size_t bytes = 4; bytes <= 8; bytes += 4) {
                uint8_t *data = copy_of(file->data, file->size);
                put(data + at, values[i], bytes);
                repair(data, file->size);
                Model model;
                Error error;
                tried++;
                if (model_read(data, file->size, &model, &error)) {
                    refused++;
                    assert_int_equal(error.status, SAYSO_ERROR_MODEL);
                } else
                    (void)walk(&model);
                free(data);
            }
    }
    assert_true(refused > tried / 5);
}

static void random_damage(void **state)
{
    const File *file = *state;
    uint64_t random = 3;
    for (int round = 0; round < 20000; round++) {
        uint8_t *data = copy_of(file->data, file->size);
        for (uint32_t n = 1 + unit_below(&random, 4); n; n--)
            data[unit_below(&random, (uint32_t)file->size)] = (uint8_t)unit_random(&random);
        repair(data, file->size);
        Model model;
        if (!model_read(data, file->size, &model, NULL)) (void)walk(&model);
        free(data);
    }
}

static void bad_scales(void **state)
{
    const File *file = *state;
    static const uint32_t bits[] = {0, 0x80000000, 0x7fc00000, 0x7f800000, 0xff800000, 0xbf800000, 0x7f7fffff};
    uint8_t *data = copy_of(file->data, file->size);
    for (size_t i = 0; i < COUNT(bits); i++) {
        put(data + file->size - 256 + 8, bits[i], 4);
        repair(data, file->size);
        Model model;
        Table table;
        assert_int_equal(model_read(data, file->size, &model, NULL), SAYSO_OK);
        assert_int_equal(table_open(&model, "table", 7, &table, NULL), SAYSO_ERROR_MODEL);
    }
    free(data);
}

static void not_a_file(void **state)
{
    (void)state;
    Model model;
    Error error;
    assert_int_equal(model_open("/nowhere/sayso.model", &model, &error), SAYSO_ERROR_IO);
    assert_int_equal(model_open("/tmp", &model, &error), SAYSO_ERROR_IO);
    assert_int_equal(model_open("/dev/null", &model, &error), SAYSO_ERROR_IO);
    char path[64];
    snprintf(path, sizeof path, "/tmp/sayso-fifo-%ld", (long)getpid());
    if (mkfifo(path, 0600)) skip();
    assert_int_equal(model_open(path, &model, &error), SAYSO_ERROR_IO); /* and does not wait for a writer */
    (void)remove(path);
}

static void writing_fails(void **state)
{
    (void)state;
    ModelWriter *writer = model_writer_new();
    assert_non_null(writer);
    assert_true(model_writer_add(writer, "card", SECTION_BYTES, "{}", 2));
    Error error;
    assert_int_equal(model_writer_finish(writer, "/nowhere/sayso.model", &error), SAYSO_ERROR_IO);

    writer = model_writer_new();
    assert_non_null(writer);
    for (int i = 0; i < MODEL_MAX_SECTIONS; i++) assert_true(model_writer_add(writer, "x", SECTION_BYTES, "", 0));
    assert_false(model_writer_add(writer, "x", SECTION_BYTES, "", 0));
    assert_int_equal(model_writer_finish(writer, "/dev/null/x", &error), SAYSO_ERROR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_back),
        cmocka_unit_test(same_bytes_each_time),
        cmocka_unit_test(every_cut_is_refused),
        cmocka_unit_test(every_flipped_bit_is_refused),
        cmocka_unit_test(format_numbers),
        cmocka_unit_test(forged_fields),
        cmocka_unit_test(random_damage),
        cmocka_unit_test(bad_scales),
        cmocka_unit_test(not_a_file),
        cmocka_unit_test(writing_fails),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
