// Where a convolution reads.
#pragma once
#include "finish.h"

namespace SK_TIER {

// Weights are asked for so many steps of the loop ahead of their use, in floats.
constexpr int WEIGHTS_AHEAD = 1024;

// First tap of an output pixel's window.
template <typename In>
static inline const In* first_tap(const sk_map& in, const sk_window& window, int32_t pixel) {
  return pixel_of<const In>(in, int64_t(row_of(pixel)) * window.strideY - window.padTop,
                            int64_t(column_of(pixel)) * window.strideX - window.padLeft);
}

// From the first tap of a window to another one.
static inline int64_t tap_offset(const sk_map& in, const sk_window& window, int ky, int kx) {
  return int64_t(ky) * window.dilationY * in.row + int64_t(kx) * window.dilationX * in.pixel;
}

// Asks for what is new in a pixel's window where the pixels to its left have been computed: its last column.
template <typename In>
static inline void ask_for_window(const sk_conv_call& call, int channel, int channels, int32_t pixel) {
  const In* first = first_tap<In>(call.in, call.window, pixel) + channel;
  for (int ky = 0; ky < call.window.kernelHeight; ky++) {
    ask<false>(first + tap_offset(call.in, call.window, ky, call.window.kernelWidth - 1), channels);
  }
}

// Input pixels that were put together beside the map, one after the other; `data` is null where they are read from it.
template <typename In>
struct Gathered {
  const In* data;
  int stride;

  // From that pixel on.
  Gathered from(int pixel) const { return {data ? data + int64_t(pixel) * stride : nullptr, stride}; }
};

}  // namespace SK_TIER
