// What a learned gate computes: the convolution of |x| to one channel, over a list of pixels.
#pragma once
#include "convolve.h"

namespace SK_TIER {

// Each pixel is summed in the order (tap, register of channels), then over the register, whatever the tile. Lanes beyond the
// channels may read the next pixel: their weight is 0.
template <int PIXELS>
static void convolve_magnitudes_tile(const sk_magnitude_call& call, const int32_t* pixels, float* sums) {
  const float* first[PIXELS];
  Vec totals[PIXELS];
  SK_UNROLL(8)
  for (int p = 0; p < PIXELS; p++) {
    first[p] = first_tap<float>(call.in, call.window, pixels[p]);
    totals[p] = zero();
  }
  const float* w = call.weights;
  for (int ky = 0; ky < call.window.kernelHeight; ky++) {
    for (int kx = 0; kx < call.window.kernelWidth; kx++) {
      const int64_t tap = tap_offset(call.in, call.window, ky, kx);
      for (int c = 0; c < call.channels; c += LANES) {
        const Vec kernel = load(w + c);
        SK_UNROLL(8)
        for (int p = 0; p < PIXELS; p++) totals[p] = fma(abs(load(first[p] + tap + c)), kernel, totals[p]);
      }
      w += call.weightStride;
    }
  }
  SK_UNROLL(8)
  for (int p = 0; p < PIXELS; p++) sums[p] = sum(totals[p]);
}

static void convolve_magnitudes(const sk_magnitude_call* call, int begin, int end) {
  // As many sums as hide the time that one multiply-add takes.
  constexpr int PIXELS = 8;
  int i = begin;
  for (; i + PIXELS <= end; i += PIXELS) convolve_magnitudes_tile<PIXELS>(*call, call->list + i, call->sums + i);
  for (; i < end; i++) convolve_magnitudes_tile<1>(*call, call->list + i, call->sums + i);
}

}  // namespace SK_TIER
