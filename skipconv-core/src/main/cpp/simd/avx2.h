// 8 floats in a register, 16 registers.
#pragma once
#include <immintrin.h>
#include <cstdint>

#define SK_TIER avx2
namespace avx2 {
using V = __m256;
constexpr int LANES = 8;
constexpr int BLOCK_VECTORS = 2;
// Pixels whose sums are kept in registers beside a block of so many vectors.
constexpr int tile_pixels(int vectors) { return vectors == 2 ? 6 : 12; }

static inline V zero() { return _mm256_setzero_ps(); }
static inline V set(float x) { return _mm256_set1_ps(x); }
static inline V load(const float* p) { return _mm256_loadu_ps(p); }
// Half precision, widened.
constexpr bool HALF = true;
static inline V load(const uint16_t* p) { return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))); }
static inline void store(float* p, V v) { _mm256_storeu_ps(p, v); }
static inline V add(V a, V b) { return _mm256_add_ps(a, b); }
static inline V sub(V a, V b) { return _mm256_sub_ps(a, b); }
static inline V mul(V a, V b) { return _mm256_mul_ps(a, b); }
static inline V div(V a, V b) { return _mm256_div_ps(a, b); }
static inline V fma(V a, V b, V c) { return _mm256_fmadd_ps(a, b, c); }
// The second operand when either is NaN, so that max(limit, x) lets a NaN through.
static inline V max(V a, V b) { return _mm256_max_ps(a, b); }
static inline V min(V a, V b) { return _mm256_min_ps(a, b); }
static inline V abs(V a) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), a); }
static inline V round(V a) { return _mm256_round_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
// 2^n for whole n in [-126, 127]; 0 for -127.
static inline V pow2(V n) {
  return _mm256_castsi256_ps(
      _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23));
}
// x * 2^n for whole n in [-126, 127]; 0 for -127.
static inline V scale2(V x, V n) { return mul(x, pow2(n)); }
// x, held to [-size, size]; of a NaN, size.
static inline V limit(V x, float size) { return max(min(x, set(size)), set(-size)); }
static inline float sum(V v) {
  __m128 s = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  s = _mm_add_ps(s, _mm_movehl_ps(s, s));
  return _mm_cvtss_f32(_mm_add_ss(s, _mm_movehdup_ps(s)));
}
}  // namespace avx2
