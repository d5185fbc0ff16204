// 16 floats in a register, 32 registers.
#pragma once
#include <immintrin.h>
#include <cstdint>

#define SK_TIER avx512
namespace avx512 {
using V = __m512;
constexpr int LANES = 16;
constexpr int BLOCK_VECTORS = 4;
// Pixels whose sums are kept in registers beside a block of so many vectors.
constexpr int tile_pixels(int vectors) { return vectors == 4 ? 6 : vectors == 3 ? 8 : 12; }

static inline V zero() { return _mm512_setzero_ps(); }
static inline V set(float x) { return _mm512_set1_ps(x); }
static inline V load(const float* p) { return _mm512_loadu_ps(p); }
// Half precision, widened.
constexpr bool HALF = true;
static inline V load(const uint16_t* p) {
  return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
}
static inline void store(float* p, V v) { _mm512_storeu_ps(p, v); }
static inline V add(V a, V b) { return _mm512_add_ps(a, b); }
static inline V sub(V a, V b) { return _mm512_sub_ps(a, b); }
static inline V mul(V a, V b) { return _mm512_mul_ps(a, b); }
static inline V div(V a, V b) { return _mm512_div_ps(a, b); }
static inline V fma(V a, V b, V c) { return _mm512_fmadd_ps(a, b, c); }
// The second operand when either is NaN, so that max(limit, x) lets a NaN through.
static inline V max(V a, V b) { return _mm512_max_ps(a, b); }
static inline V min(V a, V b) { return _mm512_min_ps(a, b); }
static inline V abs(V a) { return _mm512_abs_ps(a); }
static inline V round(V a) { return _mm512_roundscale_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
// x, held to [-size, size]; of a NaN, size.
static inline V limit(V x, float size) { return _mm512_range_ps(x, set(size), 2); }
// x * 2^n for whole n.
static inline V scale2(V x, V n) { return _mm512_scalef_ps(x, n); }
static inline float sum(V v) { return _mm512_reduce_add_ps(v); }
}  // namespace avx512
