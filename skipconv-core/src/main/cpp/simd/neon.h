// 4 floats in a register, 32 registers: every 64-bit ARM.
#pragma once
#include <arm_neon.h>
#include <cstdint>

#ifndef SK_TIER
#define SK_TIER neon
#endif
#include "bfloat16.h"
namespace SK_TIER {
using Vec = float32x4_t;
constexpr int LANES = 4;
constexpr int BLOCK_VECTORS = 4;
// Pixels whose sums are kept in registers beside a block of so many vectors, its weights and one input.
constexpr int tile_pixels(int vectors) { return vectors == 4 ? 6 : vectors == 3 ? 8 : 12; }

static inline Vec zero() { return vdupq_n_f32(0); }
static inline Vec set(float x) { return vdupq_n_f32(x); }
static inline Vec load(const float* p) { return vld1q_f32(p); }
// Half precision, widened.
constexpr bool HALF = true;
static inline Vec load(const uint16_t* p) { return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(p))); }
static inline void store(float* p, Vec v) { vst1q_f32(p, v); }
static inline Vec widened(uint16x4_t v) { return vreinterpretq_f32_u32(vshll_n_u16(v, 16)); }
static inline Vec load(const bfloat16* p) { return widened(vld1_u16(reinterpret_cast<const uint16_t*>(p))); }
static inline Vec put(bfloat16* p, Vec v) {
  const uint32x4_t bits = vreinterpretq_u32_f32(v);
  const uint32x4_t odd = vandq_u32(vshrq_n_u32(bits, 16), vdupq_n_u32(1));
  const uint32x4_t rounded = vaddq_u32(bits, vaddq_u32(odd, vdupq_n_u32(0x7fff)));
  const uint32x4_t quiet = vorrq_u32(bits, vdupq_n_u32(0x400000));
  const uint16x4_t narrow = vshrn_n_u32(vbslq_u32(vceqq_f32(v, v), rounded, quiet), 16);
  vst1_u16(reinterpret_cast<uint16_t*>(p), narrow);
  return widened(narrow);
}
#ifdef __ARM_FEATURE_BF16_VECTOR_ARITHMETIC
#define SK_QUADS
// Four bfloat16s of each of two pixels or of two outputs.
using Quads = bfloat16x8_t;
static inline Quads load_quads(const bfloat16* p) { return vreinterpretq_bf16_u16(vld1q_u16(reinterpret_cast<const uint16_t*>(p))); }
static inline Quads join_quads(const bfloat16* p, const bfloat16* q) {
  return vreinterpretq_bf16_u16(
      vcombine_u16(vld1_u16(reinterpret_cast<const uint16_t*>(p)), vld1_u16(reinterpret_cast<const uint16_t*>(q))));
}
// Adds the products of two pixels and two outputs: both outputs of the first pixel, then those of the second. Denormal numbers
// are 0 to this instruction.
static inline Vec multiply(Quads pixels, Quads outputs, Vec sums) { return vbfmmlaq_f32(sums, pixels, outputs); }
static inline Vec of_first(Vec a, Vec b) { return vcombine_f32(vget_low_f32(a), vget_low_f32(b)); }
static inline Vec of_second(Vec a, Vec b) { return vcombine_f32(vget_high_f32(a), vget_high_f32(b)); }
#endif
static inline Vec add(Vec a, Vec b) { return vaddq_f32(a, b); }
static inline Vec sub(Vec a, Vec b) { return vsubq_f32(a, b); }
static inline Vec mul(Vec a, Vec b) { return vmulq_f32(a, b); }
static inline Vec div(Vec a, Vec b) { return vdivq_f32(a, b); }
static inline Vec fma(Vec a, Vec b, Vec c) { return vfmaq_f32(c, a, b); }
static inline Vec if_less(Vec a, Vec b, Vec yes, Vec no) { return vbslq_f32(vcltq_f32(a, b), yes, no); }
// The second operand when either is NaN, so that max(limit, x) lets a NaN through; the processor's own gives a NaN always.
static inline Vec max(Vec a, Vec b) { return vbslq_f32(vcgtq_f32(a, b), a, b); }
static inline Vec min(Vec a, Vec b) { return if_less(a, b, a, b); }
// NaN when either is.
static inline Vec max_or_nan(Vec a, Vec b) { return vmaxq_f32(a, b); }
static inline Vec min_or_nan(Vec a, Vec b) { return vminq_f32(a, b); }
static inline Vec sqrt(Vec a) { return vsqrtq_f32(a); }
static inline Vec floor(Vec a) { return vrndmq_f32(a); }
static inline Vec abs(Vec a) { return vabsq_f32(a); }
// The nearest whole number; of two the even one.
static inline Vec round(Vec a) { return vrndnq_f32(a); }
// The same of values of any size.
static inline Vec nearest(Vec a) { return round(a); }
// 2^n for whole n in [-126, 127]; 0 for -127.
static inline Vec pow2(Vec n) {
  return vreinterpretq_f32_s32(vshlq_n_s32(vaddq_s32(vcvtq_s32_f32(n), vdupq_n_s32(127)), 23));
}
// x * 2^n for whole n in [-126, 127]; 0 for -127.
static inline Vec scale2(Vec x, Vec n) { return mul(x, pow2(n)); }
// x, held to [-size, size]; of a NaN, size.
static inline Vec limit(Vec x, float size) { return max(min(x, set(size)), set(-size)); }
// In the order of the other instruction sets: first the upper half to the lower one.
static inline float sum(Vec v) { return vpadds_f32(vadd_f32(vget_low_f32(v), vget_high_f32(v))); }
}  // namespace SK_TIER
