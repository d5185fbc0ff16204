// From the sums of a convolution to the new values of its pixels.
#pragma once
#include "../skipconv.h"
#include "activation.h"

namespace SK_TIER {

static inline const float* at(const sk_map& map, int64_t y, int64_t x) {
  return reinterpret_cast<const float*>(map.data) + y * map.row + x * map.pixel;
}
static inline float* writable(const sk_map& map, int64_t y, int64_t x) {
  return reinterpret_cast<float*>(map.data) + y * map.row + x * map.pixel;
}
static inline int row_of(int32_t pixel) { return pixel >> 16; }
static inline int column_of(int32_t pixel) { return pixel & 0xffff; }

// What becomes of the sums: PLAIN, a keyframe, replaces values without looking at them, since reading them would cost as much
// memory traffic as the input does; CHANGING, a frame under CARRY, says how much they change; GENERAL does all the rest.
enum Mode { PLAIN, CHANGING, GENERAL };

static inline Mode mode_of(const sk_conv_call& call) {
  if (call.residual.data || call.accumulate || call.norm == SK_SIZE_NORM) return GENERAL;
  return call.norm == SK_CHANGE_NORM ? CHANGING : PLAIN;
}

// One pixel. Gives its norm.
template <int N, int ACTIVATION, Mode MODE>
static inline float finish_pixel(const sk_conv_call& call, int channel, int32_t pixel, const V* sums) {
  const float* scale = reinterpret_cast<const float*>(call.scale) + channel;
  const float* bias = reinterpret_cast<const float*>(call.bias) + channel;
  const int64_t y = row_of(pixel), x = column_of(pixel);
  float* out = writable(call.out, y, x) + channel;
  const float* shortcut = call.add.data ? at(call.add, y, x) + channel : nullptr;
  float* residual = MODE == GENERAL && call.residual.data ? writable(call.residual, y, x) + channel : nullptr;
  const bool accumulate = MODE == GENERAL && call.accumulate;
  const bool changes = MODE == CHANGING || (MODE == GENERAL && call.norm == SK_CHANGE_NORM);
  const bool compares = accumulate || residual || changes;
  V norm = zero(), z[N], old[N];
#pragma GCC unroll 4
  for (int j = 0; j < N; j++) {
    old[j] = compares ? load(out + j * LANES) : zero();
    z[j] = fma(sums[j], load(scale + j * LANES), accumulate ? old[j] : load(bias + j * LANES));
    if (MODE == GENERAL && call.norm == SK_SIZE_NORM) norm = add(norm, abs(z[j]));
  }
  if (shortcut) {
#pragma GCC unroll 4
    for (int j = 0; j < N; j++) z[j] = add(z[j], load(shortcut + j * LANES));
  }
#pragma GCC unroll 4
  for (int j = 0; j < N; j++) {
    z[j] = activate(ACTIVATION, z[j], call.channels - channel - j * LANES);
    if (compares) {
      const V change = sub(z[j], old[j]);
      if (changes) norm = add(norm, abs(change));
      if (residual) store(residual + j * LANES, change);
    }
    store(out + j * LANES, z[j]);
  }
  return MODE == PLAIN ? 0 : sum(norm);
}

template <int N, int ACTIVATION, Mode MODE>
static void finish_pixels(const sk_conv_call& call, int channel, const int32_t* pixels, int count, const V (*sums)[N],
                          float* norms) {
  for (int p = 0; p < count; p++) {
    const float norm = finish_pixel<N, ACTIVATION, MODE>(call, channel, pixels[p], sums[p]);
    if (norms) norms[p] = norm;
  }
}

template <int N, int ACTIVATION>
static void finish_as(const sk_conv_call& call, int channel, const int32_t* pixels, int count, const V (*sums)[N], float* norms) {
  switch (mode_of(call)) {
    case PLAIN:
      return finish_pixels<N, ACTIVATION, PLAIN>(call, channel, pixels, count, sums, norms);
    case CHANGING:
      return finish_pixels<N, ACTIVATION, CHANGING>(call, channel, pixels, count, sums, norms);
    default:
      return finish_pixels<N, ACTIVATION, GENERAL>(call, channel, pixels, count, sums, norms);
  }
}

template <int N>
static void finish_any(const sk_conv_call& call, int channel, const int32_t* pixels, int count, const V (*sums)[N], float* norms) {
  switch (call.activation) {
    case SK_RELU:
      return finish_as<N, SK_RELU>(call, channel, pixels, count, sums, norms);
    case SK_RELU6:
      return finish_as<N, SK_RELU6>(call, channel, pixels, count, sums, norms);
    case SK_SILU:
      return finish_as<N, SK_SILU>(call, channel, pixels, count, sums, norms);
    case SK_SIGMOID:
      return finish_as<N, SK_SIGMOID>(call, channel, pixels, count, sums, norms);
    default:
      return finish_as<N, SK_NONE>(call, channel, pixels, count, sums, norms);
  }
}

template <int P, int N, int ACTIVATION>
static inline void finish_here(const sk_conv_call& call, int channel, const int32_t* pixels, const V (&sums)[P][N]) {
#pragma GCC unroll 16
  for (int p = 0; p < P; p++) finish_pixel<N, ACTIVATION, PLAIN>(call, channel, pixels[p], sums[p]);
}

// A tile of pixels. Where few channels are summed up, storing the sums to finish them elsewhere takes as long as summing: a
// full tile of a keyframe is finished in registers. Elsewhere that would only make the code larger.
template <bool FULL, int P, int N>
static inline void finish(const sk_conv_call& call, int channel, const int32_t* pixels, const V (&sums)[P][N], float* norms) {
  if constexpr (FULL) {
    if (mode_of(call) == PLAIN) {
      if (call.activation == SK_NONE) return finish_here<P, N, SK_NONE>(call, channel, pixels, sums);
      if (call.activation == SK_RELU) return finish_here<P, N, SK_RELU>(call, channel, pixels, sums);
      if (call.activation == SK_SILU) return finish_here<P, N, SK_SILU>(call, channel, pixels, sums);
    }
  }
  V stored[P][N];
#pragma GCC unroll 16
  for (int p = 0; p < P; p++) {
#pragma GCC unroll 4
    for (int j = 0; j < N; j++) stored[p][j] = sums[p][j];
  }
  finish_any<N>(call, channel, pixels, P, stored, norms);
}

}  // namespace SK_TIER
