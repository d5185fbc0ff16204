// Convolution of each channel with its own kernel, over a list of open pixels. A block is a run of channels, its weights
// [tap][channel].
#pragma once
#include "conv.h"

namespace SK_TIER {

template <int P, int N>
static void depthwise_tile(const sk_conv_call& call, const sk_block& block, const int32_t* pixels, float* norms) {
  const float* first[P];
  V sums[P][N];
#pragma GCC unroll 4
  for (int p = 0; p < P; p++) {
    first[p] = window(call, pixels[p]) + block.input;
#pragma GCC unroll 4
    for (int j = 0; j < N; j++) sums[p][j] = zero();
  }
  const float* w = reinterpret_cast<const float*>(call.weights) + block.weights;
  int ky = 0;
  do {
    int kx = 0;
    do {
      const int64_t tap = ky * call.dilation * call.in.row + kx * call.dilation * call.in.pixel;
#pragma GCC unroll 4
      for (int j = 0; j < N; j++) {
        const V kernel = load(w + j * LANES);
#pragma GCC unroll 4
        for (int p = 0; p < P; p++) sums[p][j] = fma(load(first[p] + tap + j * LANES), kernel, sums[p][j]);
      }
      w += N * LANES;
    } while (++kx < call.kernelWidth);
  } while (++ky < call.kernelHeight);
  finish<(P > 1), P, N>(call, block.channel, pixels, sums, norms);
}

template <int N>
static void depthwise_block(const sk_conv_call& call, const sk_block& block, int begin, int end, float* norms) {
  constexpr int P = BLOCK_VECTORS > 2 ? 4 : 2;
  const int32_t* list = reinterpret_cast<const int32_t*>(call.list);
  int i = begin;
  for (; i + P <= end; i += P) depthwise_tile<P, N>(call, block, list + i, norms ? norms + i : nullptr);
  for (; i < end; i++) depthwise_tile<1, N>(call, block, list + i, norms ? norms + i : nullptr);
}

static void depthwise(int, const sk_conv_call* call, int begin, int end, int partBegin, int partEnd) {
  for (int part = partBegin; part < partEnd; part++) {
    const sk_block& block = reinterpret_cast<const sk_block*>(call->blocks)[part];
    float* norms = call->norm == SK_NO_NORM ? nullptr : reinterpret_cast<float*>(call->norms) + part * call->normStride;
    switch (block.vectors) {
      case 1:
        depthwise_block<1>(*call, block, begin, end, norms);
        break;
      case 2:
        depthwise_block<2>(*call, block, begin, end, norms);
        break;
      case 3:
        if constexpr (BLOCK_VECTORS > 2) depthwise_block<3>(*call, block, begin, end, norms);
        break;
      default:
        if constexpr (BLOCK_VECTORS > 2) depthwise_block<4>(*call, block, begin, end, norms);
    }
  }
}

}  // namespace SK_TIER
