// From the sums of a convolution to the new values of its pixels.
#pragma once
#include "activation.h"
#include "ahead.h"
#include "unroll.h"

namespace SK_TIER {

// What becomes of the sums: PLAIN, a keyframe, replaces values without looking at them, since reading them would cost as much
// memory traffic as the input does; CHANGING, a frame under CARRY, says how much they change; GENERAL does all the rest.
enum Mode { PLAIN, CHANGING, GENERAL };

static inline Mode mode_of(const sk_conv_call& call) {
  if (call.target.residual.data || call.accumulates || call.norm == SK_SIZE_NORM) return GENERAL;
  return call.norm == SK_CHANGE_NORM ? CHANGING : PLAIN;
}

// A pixel of a map of that element.
template <typename Element>
static inline Element* pixel_of(const sk_map& map, int64_t y, int64_t x) {
  return static_cast<Element*>(map.data) + index_of(map, y, x);
}

// One pixel. Gives its norm, and where a place for it is given that of its values times their factors.
template <typename Out, int VECTORS, int ACTIVATION, Mode MODE>
static inline float finish_pixel(const sk_conv_call& call, int channel, int32_t pixel, const Vec* sums, float* scaled = nullptr) {
  const float* scale = call.scale + channel;
  const float* bias = call.bias + channel;
  const int64_t y = row_of(pixel), x = column_of(pixel);
  Out* out = pixel_of<Out>(call.target.out, y, x) + channel;
  const Cells shortcut = call.add.data ? at(call.add, y, x).from(channel) : Cells();
  Out* residual = MODE == GENERAL && call.target.residual.data ? pixel_of<Out>(call.target.residual, y, x) + channel : nullptr;
  const bool accumulate = MODE == GENERAL && call.accumulates;
  const bool changes = MODE == CHANGING || (MODE == GENERAL && call.norm == SK_CHANGE_NORM);
  const bool compares = accumulate || residual || changes;
  Vec norm = zero(), scaledNorm = zero(), z[VECTORS], old[VECTORS];
  SK_UNROLL(4)
  for (int j = 0; j < VECTORS; j++) {
    old[j] = compares ? load(out + j * LANES) : zero();
    z[j] = fma(sums[j], load(scale + j * LANES), accumulate ? old[j] : load(bias + j * LANES));
    if (MODE == GENERAL && call.norm == SK_SIZE_NORM) norm = add(norm, abs(z[j]));
  }
  if (shortcut) {
    SK_UNROLL(4)
    for (int j = 0; j < VECTORS; j++) z[j] = add(z[j], shortcut.get(j * LANES));
  }
  SK_UNROLL(4)
  for (int j = 0; j < VECTORS; j++) {
    z[j] = activate<ACTIVATION>(call.activation, z[j], call.target.channels - channel - j * LANES);
    // What changed is what readers see: the values as they are stored.
    const Vec stored = put(out + j * LANES, z[j]);
    if (compares) {
      const Vec change = sub(stored, old[j]);
      if (changes) norm = add(norm, abs(change));
      if (residual) put(residual + j * LANES, change);
    }
    if (MODE == CHANGING && scaled) {
      const Vec factor = load(call.outFactors + channel + j * LANES);
      scaledNorm = add(scaledNorm, abs(sub(as_stored(out, mul(stored, factor)), as_stored(out, mul(old[j], factor)))));
    }
  }
  if (MODE == CHANGING && scaled) *scaled = sum(scaledNorm);
  return MODE == PLAIN ? 0 : sum(norm);
}

template <typename Out, int VECTORS, int ACTIVATION, Mode MODE>
static void finish_pixels(const sk_conv_call& call, int channel, const int32_t* pixels, int count, const Vec (*sums)[VECTORS],
                          float* norms) {
  float* scaled = MODE == CHANGING && call.scaledNorms ? call.scaledNorms + (norms - call.target.norms) : nullptr;
  for (int p = 0; p < count; p++) {
    const float norm = finish_pixel<Out, VECTORS, ACTIVATION, MODE>(call, channel, pixels[p], sums[p], scaled ? scaled + p : nullptr);
    if (norms) norms[p] = norm;
  }
}

// Asks for what finishing a pixel of a block will compare with, and add.
template <int VECTORS>
static inline void ask_for_target(const sk_conv_call& call, int channel, int32_t pixel) {
  const int64_t y = row_of(pixel), x = column_of(pixel);
  ask<true>(at(call.target.out, y, x).from(channel), VECTORS * LANES);
  if (call.add.data) ask<false>(at(call.add, y, x).from(channel), VECTORS * LANES);
}

template <typename Out, int VECTORS, int ACTIVATION>
static void finish_as(const sk_conv_call& call, int channel, const int32_t* pixels, int count, const Vec (*sums)[VECTORS], float* norms) {
  switch (mode_of(call)) {
    case PLAIN:
      return finish_pixels<Out, VECTORS, ACTIVATION, PLAIN>(call, channel, pixels, count, sums, norms);
    case CHANGING:
      return finish_pixels<Out, VECTORS, ACTIVATION, CHANGING>(call, channel, pixels, count, sums, norms);
    default:
      return finish_pixels<Out, VECTORS, ACTIVATION, GENERAL>(call, channel, pixels, count, sums, norms);
  }
}

template <typename Out, int VECTORS>
static void finish_any(const sk_conv_call& call, int channel, const int32_t* pixels, int count, const Vec (*sums)[VECTORS], float* norms) {
  switch (call.activation.kind) {
    case SK_RELU:
      return finish_as<Out, VECTORS, SK_RELU>(call, channel, pixels, count, sums, norms);
    case SK_RELU6:
      return finish_as<Out, VECTORS, SK_RELU6>(call, channel, pixels, count, sums, norms);
    case SK_SILU:
      return finish_as<Out, VECTORS, SK_SILU>(call, channel, pixels, count, sums, norms);
    case SK_LEAKY_RELU:
      return finish_as<Out, VECTORS, SK_LEAKY_RELU>(call, channel, pixels, count, sums, norms);
    case SK_SIGMOID:
      return finish_as<Out, VECTORS, SK_SIGMOID>(call, channel, pixels, count, sums, norms);
    case SK_NONE:
      return finish_as<Out, VECTORS, SK_NONE>(call, channel, pixels, count, sums, norms);
    default:
      return finish_as<Out, VECTORS, SK_ANY>(call, channel, pixels, count, sums, norms);
  }
}

template <typename Out, int PIXELS, int VECTORS, int ACTIVATION>
static inline void finish_here(const sk_conv_call& call, int channel, const int32_t* pixels, const Vec (&sums)[PIXELS][VECTORS]) {
  SK_UNROLL(16)
  for (int p = 0; p < PIXELS; p++) finish_pixel<Out, VECTORS, ACTIVATION, PLAIN>(call, channel, pixels[p], sums[p]);
}

// A tile of pixels. Where few channels are summed up, storing the sums to finish them elsewhere takes as long as summing: a
// full tile of a keyframe is finished in registers, which takes a function that is part of its caller, however large it is.
// Elsewhere that would only make the code larger.
template <typename Out, bool FULL, int PIXELS, int VECTORS>
static inline __attribute__((always_inline)) void finish_into(const sk_conv_call& call, int channel, const int32_t* pixels, const Vec (&sums)[PIXELS][VECTORS], float* norms) {
  if constexpr (FULL) {
    if (mode_of(call) == PLAIN) {
      if (call.activation.kind == SK_NONE) return finish_here<Out, PIXELS, VECTORS, SK_NONE>(call, channel, pixels, sums);
      if (call.activation.kind == SK_RELU) return finish_here<Out, PIXELS, VECTORS, SK_RELU>(call, channel, pixels, sums);
      if (call.activation.kind == SK_SILU) return finish_here<Out, PIXELS, VECTORS, SK_SILU>(call, channel, pixels, sums);
      if (call.activation.kind == SK_RELU6) return finish_here<Out, PIXELS, VECTORS, SK_RELU6>(call, channel, pixels, sums);
      if (call.activation.kind == SK_LEAKY_RELU) return finish_here<Out, PIXELS, VECTORS, SK_LEAKY_RELU>(call, channel, pixels, sums);
    }
  }
  Vec stored[PIXELS][VECTORS];
  SK_UNROLL(16)
  for (int p = 0; p < PIXELS; p++) {
    SK_UNROLL(4)
    for (int j = 0; j < VECTORS; j++) stored[p][j] = sums[p][j];
  }
  finish_any<Out, VECTORS>(call, channel, pixels, PIXELS, stored, norms);
}

template <bool FULL, int PIXELS, int VECTORS>
static inline __attribute__((always_inline)) void finish(const sk_conv_call& call, int channel, const int32_t* pixels, const Vec (&sums)[PIXELS][VECTORS], float* norms) {
  if constexpr (MIXED) {
    // Floats are what leaves a network of bfloat16s: too few to be finished in registers.
    if (is_narrow(call.target.out)) return finish_into<bfloat16, FULL, PIXELS, VECTORS>(call, channel, pixels, sums, norms);
    return finish_into<float, false, PIXELS, VECTORS>(call, channel, pixels, sums, norms);
  }
  finish_into<float, FULL, PIXELS, VECTORS>(call, channel, pixels, sums, norms);
}

}  // namespace SK_TIER
