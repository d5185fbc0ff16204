// What a learned gate computes: the convolution of |x| to one channel, over a list of pixels.
#pragma once
#include "conv.h"

namespace SK_TIER {

// Each pixel is summed in the order (tap, register of channels), then over the register, whatever the tile. Lanes beyond the
// channels may read the next pixel: their weight is 0.
template <int P>
static void abs_dot_tile(const sk_pool_call& call, const float* w, int weightStride, const int32_t* pixels, float* sums) {
  const float* first[P];
  V totals[P];
#pragma GCC unroll 8
  for (int p = 0; p < P; p++) {
    first[p] = window(call, pixels[p]);
    totals[p] = zero();
  }
  for (int ky = 0; ky < call.kernelHeight; ky++) {
    for (int kx = 0; kx < call.kernelWidth; kx++) {
      const int64_t tap = ky * call.dilation * call.in.row + kx * call.dilation * call.in.pixel;
      for (int c = 0; c < call.channels; c += LANES) {
        const V kernel = load(w + c);
#pragma GCC unroll 8
        for (int p = 0; p < P; p++) totals[p] = fma(abs(load(first[p] + tap + c)), kernel, totals[p]);
      }
      w += weightStride;
    }
  }
#pragma GCC unroll 8
  for (int p = 0; p < P; p++) sums[p] = sum(totals[p]);
}

static void abs_dot(int, const sk_pool_call* call, int64_t weights, int weightStride, int begin, int end) {
  // As many sums as hide the time that one multiply-add takes.
  constexpr int P = 8;
  const int32_t* list = reinterpret_cast<const int32_t*>(call->list);
  const float* w = reinterpret_cast<const float*>(weights);
  float* sums = reinterpret_cast<float*>(call->norms);
  int i = begin;
  for (; i + P <= end; i += P) abs_dot_tile<P>(*call, w, weightStride, list + i, sums + i);
  for (; i < end; i++) abs_dot_tile<1>(*call, w, weightStride, list + i, sums + i);
}

}  // namespace SK_TIER
