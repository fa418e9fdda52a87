/* SHA-256 against the vectors of FIPS 180-4 and its published examples, the fast hash against what a table and a
 * checksum need of it. */
#include "unit.h"

static void assert_sha(const void *data, size_t size, const char *want)
{
    uint8_t digest[32];
    char hex[65];
    sha256(data, size, digest);
    for (size_t i = 0; i < sizeof digest; i++) snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    assert_string_equal(hex, want);
}

static void sha_vectors(void **state)
{
    (void)state;
    assert_sha(NULL, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_sha("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_sha("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    const char *two_blocks = "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrl"
                             "mnopqrsmnopqrstnopqrstu";
    assert_sha(two_blocks, 112, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    char *million = malloc(1000000);
    assert_non_null(million);
    memset(million, 'a', 1000000);
    assert_sha(million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}

/* Every length round the block's ends, one hash over all: SHA256(SHA256(0 bytes) … SHA256(199 bytes)). */
static void sha_lengths(void **state)
{
    (void)state;
    uint8_t data[200], digests[200 * 32];
    for (size_t i = 0; i < sizeof data; i++) data[i] = (uint8_t)i;
    for (size_t i = 0; i < sizeof data; i++) sha256(data, i, digests + 32 * i);
    assert_sha(digests, sizeof digests, "ba7b0fcea7d10c06b855b43d2b4dce1e3e842fff6be0acefb0faf4f2dd05bb47");
}

static void fixed_forever(void **state)
{
    (void)state; /* the model file's checksum and every feature rest on it */
    assert_int_equal(hash_bytes("", 0, 0), 0);
    assert_int_equal(hash_bytes("said", 4, 0), 0x7f117515ea92862eu);
    assert_int_equal(hash_bytes("who said what to whom", 21, 1), 0x7a057124c40bf64au);
}

/* One changed bit anywhere changes the hash: each step is a bijection of the word that it takes in. */
static void every_bit_counts(void **state)
{
    (void)state;
    uint8_t data[67];
    for (size_t i = 0; i < sizeof data; i++) data[i] = (uint8_t)(i * 37);
    uint64_t whole = hash_bytes(data, sizeof data, 5);
    for (size_t bit = 0; bit < sizeof data * 8; bit++) {
        data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_int_not_equal(hash_bytes(data, sizeof data, 5), whole);
        data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    for (size_t n = 0; n < sizeof data; n++) assert_int_not_equal(hash_bytes(data, n, 5), whole);
    assert_int_not_equal(hash_bytes(data, sizeof data, 6), whole);
    uint8_t *moved = malloc(sizeof data + 1); /* alignment must not matter */
    assert_non_null(moved);
    memcpy(moved + 1, data, sizeof data);
    assert_int_equal(hash_bytes(moved + 1, sizeof data, 5), whole);
    free(moved);
}

static void buckets_fill_evenly(void **state)
{
    (void)state;
    uint32_t high[256] = {0}, low[256] = {0};
    for (uint32_t i = 0; i < 65536; i++) {
        uint64_t h = hash_bytes(&i, 4, 0);
        high[h >> 56]++;
        low[h & 255]++;
    }
    for (size_t i = 0; i < 256; i++) assert_true(high[i] > 150 && high[i] < 370 && low[i] > 150 && low[i] < 370);
}

/* The reference's vector: key 00 … 0f, bytes 00 … 0e. */
static void keyed(void **state)
{
    (void)state;
    HashSeed seed, other;
    uint8_t data[15];
    for (size_t i = 0; i < sizeof seed.bytes; i++) seed.bytes[i] = (uint8_t)i;
    for (size_t i = 0; i < sizeof data; i++) data[i] = (uint8_t)i;
    assert_int_equal(hash_keyed(data, sizeof data, &seed), 0xa129ca6149be45e5u);
    hash_seed(&seed);
    hash_seed(&other);
    assert_memory_not_equal(&seed, &other, sizeof seed);
    assert_int_not_equal(hash_keyed(data, sizeof data, &seed), hash_keyed(data, sizeof data, &other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha_vectors),      cmocka_unit_test(sha_lengths),         cmocka_unit_test(fixed_forever),
        cmocka_unit_test(every_bit_counts), cmocka_unit_test(buckets_fill_evenly),
        cmocka_unit_test(keyed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
