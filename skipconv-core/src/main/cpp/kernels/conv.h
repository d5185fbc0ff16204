// Convolution over a list of open pixels. A tile of P pixels times N vectors of output channels stays in registers while
// all taps and input channels pass; a tap is one constant offset into the bordered map. Each output is summed in the order
// (tap, input channel), whatever the tile, so that its bits do not depend on which other pixels are open.
#pragma once
#include "finish.h"

namespace SK_TIER {

// Weights are asked for so many ahead of their use.
constexpr int WEIGHTS_AHEAD = 1024;

// First tap of an output pixel's window.
template <class Call>
static inline const float* window(const Call& call, int32_t pixel) {
  return at(call.in, int64_t(row_of(pixel)) * call.strideY - call.padTop,
            int64_t(column_of(pixel)) * call.strideX - call.padLeft);
}

template <int P, int N, typename W>
static void conv_tile(const sk_conv_call& call, const sk_block& block, const int32_t* pixels, float* norms) {
  const float* first[P];
  V sums[P][N];
#pragma GCC unroll 16
  for (int p = 0; p < P; p++) {
    first[p] = window(call, pixels[p]) + block.input;
#pragma GCC unroll 4
    for (int j = 0; j < N; j++) sums[p][j] = zero();
  }
  const W* w = reinterpret_cast<const W*>(call.weights) + block.weights;
  // Every loop runs at least once, and says so: otherwise the sums would live on the stack.
  int ky = 0;
  do {
    int kx = 0;
    do {
      const int64_t tap = ky * call.dilation * call.in.row + kx * call.dilation * call.in.pixel;
      const int64_t end = tap + block.inputs;
      int64_t i = tap;
      do {
        V kernel[N];
#pragma GCC unroll 4
        for (int j = 0; j < N; j++) {
          kernel[j] = load(w + j * LANES);
          // Weights of deep layers come from memory once a frame, and the hardware's prefetcher stops at every page.
          __builtin_prefetch(w + j * LANES + WEIGHTS_AHEAD);
        }
#pragma GCC unroll 16
        for (int p = 0; p < P; p++) {
          const V x = set(first[p][i]);
#pragma GCC unroll 4
          for (int j = 0; j < N; j++) sums[p][j] = fma(x, kernel[j], sums[p][j]);
        }
        w += N * LANES;
      } while (++i < end);
    } while (++kx < call.kernelWidth);
  } while (++ky < call.kernelHeight);
  finish<(P == tile_pixels(N)), P, N>(call, block.channel, pixels, sums, norms);
}

// The last, smaller tile of a list.
template <int P, int N, typename W>
static inline void conv_rest(const sk_conv_call& call, const sk_block& block, const int32_t* pixels, float* norms, int count) {
  if constexpr (P > 0) {
    if (count == P) {
      conv_tile<P, N, W>(call, block, pixels, norms);
    } else {
      conv_rest<P - 1, N, W>(call, block, pixels, norms, count);
    }
  }
}

template <int N, typename W>
static void conv_block_of(const sk_conv_call& call, const sk_block& block, int begin, int end, float* norms) {
  constexpr int P = tile_pixels(N);
  const int32_t* list = reinterpret_cast<const int32_t*>(call.list);
  int i = begin;
  for (; i + P <= end; i += P) conv_tile<P, N, W>(call, block, list + i, norms ? norms + i : nullptr);
  conv_rest<P - 1, N, W>(call, block, list + i, norms ? norms + i : nullptr, end - i);
}

template <int N>
static void conv_block(const sk_conv_call& call, const sk_block& block, int begin, int end, float* norms) {
  if constexpr (HALF) {
    if (call.half) return conv_block_of<N, uint16_t>(call, block, begin, end, norms);
  }
  conv_block_of<N, float>(call, block, begin, end, norms);
}

static void conv(int, const sk_conv_call* call, int begin, int end, int partBegin, int partEnd) {
  for (int part = partBegin; part < partEnd; part++) {
    const sk_block& block = reinterpret_cast<const sk_block*>(call->blocks)[part];
    float* norms = call->norm == SK_NO_NORM ? nullptr : reinterpret_cast<float*>(call->norms) + part * call->normStride;
    switch (block.vectors) {
      case 1:
        conv_block<1>(*call, block, begin, end, norms);
        break;
      case 2:
        conv_block<2>(*call, block, begin, end, norms);
        break;
      case 3:
        if constexpr (BLOCK_VECTORS > 2) conv_block<3>(*call, block, begin, end, norms);
        break;
      default:
        if constexpr (BLOCK_VECTORS > 2) conv_block<4>(*call, block, begin, end, norms);
    }
  }
}

}  // namespace SK_TIER
