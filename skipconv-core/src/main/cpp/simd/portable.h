// 4 floats in a register, written in the compiler's own vector type: SSE2, NEON, whatever the target has.
#pragma once
#include <cmath>
#include <cstring>

#ifndef SK_TIER
#define SK_TIER portable
#endif
#include "bfloat16.h"
namespace SK_TIER {
typedef float Vec __attribute__((vector_size(16)));
typedef int Ints __attribute__((vector_size(16)));
constexpr int LANES = 4;
constexpr int BLOCK_VECTORS = 2;
// Pixels whose sums are kept in registers beside a block of so many vectors.
constexpr int tile_pixels(int vectors) { return vectors == 2 ? 5 : 8; }

static inline Vec set(float x) { return Vec{x, x, x, x}; }
static inline Vec zero() { return set(0); }
static inline Vec load(const float* p) {
  Vec v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
// No half precision: the compiler's vector types cannot widen it everywhere.
constexpr bool HALF = false;
static inline void store(float* p, Vec v) { std::memcpy(p, &v, sizeof v); }
static inline Vec load(const bfloat16* p) { return Vec{value_of(p[0]), value_of(p[1]), value_of(p[2]), value_of(p[3])}; }
static inline Vec put(bfloat16* p, Vec v) { return Vec{put(p, v[0]), put(p + 1, v[1]), put(p + 2, v[2]), put(p + 3, v[3])}; }
static inline Vec add(Vec a, Vec b) { return a + b; }
static inline Vec sub(Vec a, Vec b) { return a - b; }
static inline Vec mul(Vec a, Vec b) { return a * b; }
static inline Vec div(Vec a, Vec b) { return a / b; }
static inline Vec fma(Vec a, Vec b, Vec c) { return a * b + c; }
static inline Vec select(Ints condition, Vec yes, Vec no) {
  return (Vec)((condition & (Ints)yes) | (~condition & (Ints)no));
}
// The second operand when either is NaN, so that max(limit, x) lets a NaN through.
static inline Vec max(Vec a, Vec b) { return select(a > b, a, b); }
static inline Vec min(Vec a, Vec b) { return select(a < b, a, b); }
static inline Vec if_less(Vec a, Vec b, Vec yes, Vec no) { return select(a < b, yes, no); }
// NaN when either is: all bits of a comparison that holds are one.
static inline Vec max_or_nan(Vec a, Vec b) { return (Vec)((Ints)max(a, b) | (a != a)); }
static inline Vec min_or_nan(Vec a, Vec b) { return (Vec)((Ints)min(a, b) | (a != a)); }
static inline Vec sqrt(Vec a) { return Vec{std::sqrt(a[0]), std::sqrt(a[1]), std::sqrt(a[2]), std::sqrt(a[3])}; }
static inline Vec floor(Vec a) { return Vec{std::floor(a[0]), std::floor(a[1]), std::floor(a[2]), std::floor(a[3])}; }
// The nearest whole number; of two the even one.
static inline Vec nearest(Vec a) { return Vec{std::nearbyint(a[0]), std::nearbyint(a[1]), std::nearbyint(a[2]), std::nearbyint(a[3])}; }
static inline Vec abs(Vec a) { return (Vec)((Ints)a & Ints{0x7fffffff, 0x7fffffff, 0x7fffffff, 0x7fffffff}); }
// Adding and taking away 1.5 * 2^23 leaves the nearest whole number of |a| < 2^22.
static inline Vec round(Vec a) {
  const Vec magic = set(12582912.0f);
  return (a + magic) - magic;
}
// 2^n for whole n in [-126, 127]; 0 for -127.
static inline Vec pow2(Vec n) {
  const Vec magic = set(12582912.0f);
  Ints bits = (Ints)(n + magic) - (Ints)magic;
  return (Vec)((bits + 127) << 23);
}
// x * 2^n for whole n in [-126, 127]; 0 for -127.
static inline Vec scale2(Vec x, Vec n) { return x * pow2(n); }
// x, held to [-size, size]; of a NaN, size.
static inline Vec limit(Vec x, float size) { return max(min(x, set(size)), set(-size)); }
static inline float sum(Vec v) { return (v[0] + v[2]) + (v[1] + v[3]); }
}  // namespace SK_TIER
