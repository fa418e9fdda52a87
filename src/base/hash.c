/* Hashes: a fast one for what nobody attacks, SipHash for tables of what others have written, SHA-256 for evidence. */
#include <sodium/crypto_hash_sha256.h>
#include <sodium/crypto_shorthash_siphash24.h>
#include <time.h>
#include <unistd.h>

#include "base/base.h"

_Static_assert(sizeof(HashSeed) == crypto_shorthash_siphash24_KEYBYTES, "SipHash takes another key");

uint64_t hash_bytes(const void *data, size_t size, uint64_t seed)
{
    const uint8_t *p = data;
    uint64_t h = seed ^ (size * 0x9e3779b97f4a7c15u);
    for (; size >= 8; p += 8, size -= 8) {
        uint64_t x = 0;
        for (unsigned i = 0; i < 8; i++) x |= (uint64_t)p[i] << (8 * i); /* compiles to one load */
        h = (h ^ x) * 0xff51afd7ed558ccdu;
        h ^= h >> 32;
    }
    uint64_t x = 0;
    for (size_t i = 0; i < size; i++) x |= (uint64_t)p[i] << (8 * i);
    return hash_mix(h ^ x);
}

/* A system without entropy gives what differs by process and moment. */
void hash_seed(HashSeed *out)
{
    if (!getentropy(out->bytes, sizeof out->bytes)) return;
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    const uint64_t parts[2] = {hash_mix((uintptr_t)out ^ (uint64_t)getpid() << 48), hash_mix((uint64_t)now.tv_nsec)};
    memcpy(out->bytes, parts, sizeof out->bytes);
}

uint64_t hash_keyed(const void *data, size_t size, const HashSeed *seed)
{
    uint64_t hash;
    (void)crypto_shorthash_siphash24((uint8_t *)&hash, data, size, seed->bytes);
    return hash;
}

void sha256(const void *data, size_t size, uint8_t out[32]) { (void)crypto_hash_sha256(out, data, size); }
