/* Which addresses are no host of the public network: IANA's special-purpose registries, as blocks of leading bits. An
 * IPv4 address in IPv6's clothes (mapped, or as NAT64 and 6to4 write it) is looked at as the IPv4 address that it
 * is; of one that a relay unwraps (translated, Teredo) nobody knows where it ends. */
#include <netinet/in.h>
#include <sys/socket.h>

#include "intake/internal.h"

typedef struct Block {
    uint8_t bytes[2], bits;
} Block;

static const Block blocks_v4[] = {
    {{0, 0}, 8},      /* this network */
    {{10, 0}, 8},     /* private */
    {{100, 64}, 10},  /* shared, behind a carrier's NAT */
    {{127, 0}, 8},    /* loopback */
    {{169, 254}, 16}, /* link-local; clouds keep their secrets here */
    {{172, 16}, 12},  /* private */
    {{192, 168}, 16}, /* private */
    {{198, 18}, 15},  /* for measuring */
    {{224, 0}, 4},    /* multicast */
    {{240, 0}, 4},    /* reserved, broadcast */
};

static const Block blocks_v6[] = {
    {{0xFC, 0}, 7},     /* private */
    {{0xFE, 0x80}, 10}, /* link-local */
    {{0xFE, 0xC0}, 10}, /* site-local, of old */
    {{0xFF, 0}, 8},     /* multicast */
};

static bool lies_in(const uint8_t *address, const Block *blocks, size_t count)
{
    unsigned head = (unsigned)address[0] << 8 | address[1];
    for (size_t i = 0; i < count; i++) {
        unsigned block = (unsigned)blocks[i].bytes[0] << 8 | blocks[i].bytes[1];
        if ((head ^ block) >> (16 - blocks[i].bits) == 0) return true;
    }
    return false;
}

static bool is_private_v4(const uint8_t a[4])
{
    static const uint8_t protocols[3] = {192, 0, 0};
    return lies_in(a, blocks_v4, COUNT(blocks_v4)) || !memcmp(a, protocols, 3);
}

static bool is_private_v6(const uint8_t a[16])
{
    static const uint8_t translated[12] = {[8] = 0xFF, [9] = 0xFF}, documentation[4] = {0x20, 1, 0x0D, 0xB8}, discard[8] = {1};
    static const uint8_t zero[12], mapped[12] = {[10] = 0xFF, [11] = 0xFF}, nat64[12] = {0, 0x64, 0xFF, 0x9B};
    static const uint8_t nat64_local[6] = {0, 0x64, 0xFF, 0x9B, 0, 1}, six_to_four[2] = {0x20, 0x02};
    if (!memcmp(a, mapped, 12) || !memcmp(a, nat64, 12)) return is_private_v4(a + 12);
    if (!memcmp(a, six_to_four, 2)) return is_private_v4(a + 2);
    if (!memcmp(a, nat64_local, 6) || !memcmp(a, translated, 12)) return true;
    /* 2001::/23, of protocols: Teredo, ORCHID, measuring */
    if ((a[0] == 0x20 && a[1] == 1 && a[2] < 2) || !memcmp(a, documentation, 4) || !memcmp(a, discard, 8)) return true;
    /* ::, ::1, and ::127.0.0.1 as it was once written */
    return !memcmp(a, zero, 12) || lies_in(a, blocks_v6, COUNT(blocks_v6));
}

bool address_is_private(const struct sockaddr *address)
{
    uint8_t bytes[16];
    if (address->sa_family == AF_INET) {
        memcpy(bytes, (const char *)address + offsetof(struct sockaddr_in, sin_addr), 4);
        return is_private_v4(bytes);
    }
    if (address->sa_family != AF_INET6) return true;
    memcpy(bytes, (const char *)address + offsetof(struct sockaddr_in6, sin6_addr), 16);
    return is_private_v6(bytes);
}
