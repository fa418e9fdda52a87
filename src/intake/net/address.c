/* Which addresses are no host of the public network: IANA's special-purpose registries, as blocks of leading bits. An
 * IPv4 address in IPv6's clothes (mapped, or as NAT64 and 6to4 write it) is looked at as the IPv4 address that it
 * is; of one that a relay unwraps (translated, Teredo) nobody knows where it ends. */
#include <netinet/in.h>
#include <sys/socket.h>

#include "intake/net/net.h"

typedef struct Block {
    uint8_t bits, bytes[12];
} Block;

static const Block blocks_v4[] = {
    {8, {0}},          /* this network */
    {8, {10}},         /* private */
    {10, {100, 64}},   /* shared, behind a carrier's NAT */
    {8, {127}},        /* loopback */
    {16, {169, 254}},  /* link-local; clouds keep their secrets here */
    {12, {172, 16}},   /* private */
    {24, {192, 0, 0}}, /* of protocols */
    {16, {192, 168}},  /* private */
    {15, {198, 18}},   /* for measuring */
    {4, {224}},        /* multicast */
    {4, {240}},        /* reserved, broadcast */
};

static const Block blocks_v6[] = {
    {96, {0}},                         /* ::, ::1, and ::127.0.0.1 as it was once written */
    {96, {[8] = 0xFF, [9] = 0xFF}},    /* translated */
    {48, {0, 0x64, 0xFF, 0x9B, 0, 1}}, /* NAT64 of one's own */
    {64, {1}},                         /* discarded */
    {23, {0x20, 1}},                   /* of protocols: Teredo, ORCHID, measuring */
    {32, {0x20, 1, 0x0D, 0xB8}},       /* of documentation */
    {7, {0xFC}},                       /* private */
    {10, {0xFE, 0x80}},                /* link-local */
    {10, {0xFE, 0xC0}},                /* site-local, of old */
    {8, {0xFF}},                       /* multicast */
};

static bool lies_in(const uint8_t *address, const Block *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const Block *b = &blocks[i];
        unsigned whole = b->bits / 8, rest = b->bits % 8;
        if (memcmp(address, b->bytes, whole)) continue;
        if (!rest || !((address[whole] ^ b->bytes[whole]) >> (8 - rest))) return true;
    }
    return false;
}

static bool is_private_v4(const uint8_t a[4])
{
    return lies_in(a, blocks_v4, COUNT(blocks_v4));
}

static bool is_private_v6(const uint8_t a[16])
{
    static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF}, nat64[12] = {0, 0x64, 0xFF, 0x9B};
    static const uint8_t six_to_four[2] = {0x20, 0x02};
    if (!memcmp(a, mapped, 12) || !memcmp(a, nat64, 12)) return is_private_v4(a + 12);
    if (!memcmp(a, six_to_four, 2)) return is_private_v4(a + 2);
    return lies_in(a, blocks_v6, COUNT(blocks_v6));
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
