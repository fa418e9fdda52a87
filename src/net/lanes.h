/* lanes: sixteen floats at a time, said with vectors, for the loops that cost: compilers leave the plain loops as they are. For
 * the files that compile their loops for several machines. */
#ifndef SAYSO_NET_LANES_H
#define SAYSO_NET_LANES_H

#include <math.h>

#include "net/kernel.h"

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))
#endif

#define INLINE static inline __attribute__((always_inline))

#define LANES 16u
typedef float Floats __attribute__((vector_size(64), aligned(4), may_alias));
typedef int32_t Ints __attribute__((vector_size(64), aligned(4), may_alias));
typedef uint8_t Bytes __attribute__((vector_size(16), aligned(1), may_alias));
typedef int8_t Signed __attribute__((vector_size(16), aligned(1), may_alias));
typedef int16_t Shorts __attribute__((vector_size(32), aligned(2), may_alias));

INLINE Floats either(Ints which, Floats a, Floats b) { return (Floats)((which & (Ints)a) | (~which & (Ints)b)); }
INLINE Floats cut(Floats x, float most)
{
    x = either(x < most, x, (Floats){0} + most);
    return either(x > -most, x, (Floats){0} - most);
}

/* As net_tanh, net_sigmoid. */
INLINE Floats bent(Floats x)
{
    x = cut(x, 4.97f);
    Floats s = x * x;
    return x * (135135.0f + s * (17325.0f + s * (378.0f + s))) /
           (135135.0f + s * (62370.0f + s * (3150.0f + s * 28.0f)));
}
INLINE Floats opened(Floats x) { return 0.5f + 0.5f * bent(0.5f * x); }

/* Sixteen integers below 256 as bytes: each machine has its own way. */
typedef Bytes Narrow(Ints v);

/* To the nearest integer, cut at +-127, and KERNEL_ZERO more: adding 1.5 * 2^23 leaves it in the float's low bits. */
INLINE Bytes to_bytes(Narrow *narrow, Floats x)
{
    return narrow((Ints)(cut(x, 127.0f) + (12582912.0f + (float)KERNEL_ZERO)) & 0xff);
}

INLINE Floats scaled(const KernelLayer *l, const int32_t *sums, uint32_t k)
{
    return __builtin_convertvector(*(const Ints *)(sums + k), Floats) * *(const Floats *)(l->scale + k) +
           *(const Floats *)(l->bias + k);
}

/* Halves are added to halves. */
INLINE float sum_lanes(Floats v)
{
    typedef float Floats8 __attribute__((vector_size(32)));
    typedef float Floats4 __attribute__((vector_size(16)));
    Floats8 a = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) + __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
    Floats4 b = __builtin_shufflevector(a, a, 0, 1, 2, 3) + __builtin_shufflevector(a, a, 4, 5, 6, 7);
    return (b[0] + b[2]) + (b[1] + b[3]);
}

/* Each machine's way to narrow. */
static inline Bytes narrow_plain(Ints v)
{
    Bytes out;
    for (uint32_t i = 0; i < LANES; i++) out[i] = (uint8_t)v[i];
    return out;
}

#ifdef __x86_64__
AVX2 static inline Bytes narrow_avx2(Ints v)
{
    __m256i a, b;
    memcpy(&a, &v, 32);
    memcpy(&b, (const char *)&v + 32, 32);
    __m256i words = _mm256_permute4x64_epi64(_mm256_packus_epi32(a, b), 0xD8);
    return (Bytes)_mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
}

AVX512 static inline Bytes narrow_avx512(Ints v) { return (Bytes)_mm512_cvtepi32_epi8((__m512i)v); }

#endif

#endif
