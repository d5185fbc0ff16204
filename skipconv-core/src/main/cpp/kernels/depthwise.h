// Convolution of each channel with its own kernel, over a list of open pixels. A block is a run of channels, its weights
// [tap][channel].
#pragma once
#include "convolve.h"

namespace SK_TIER {

template <int PIXELS, int VECTORS, typename In>
static void depthwise_tile(const sk_conv_call& call, const sk_block& block, const int32_t* pixels, float* norms) {
  const In* first[PIXELS];
  Vec sums[PIXELS][VECTORS];
  SK_UNROLL(4)
  for (int p = 0; p < PIXELS; p++) {
    first[p] = first_tap<In>(call.in, call.window, pixels[p]) + block.input;
    SK_UNROLL(4)
    for (int j = 0; j < VECTORS; j++) sums[p][j] = zero();
  }
  const float* w = static_cast<const float*>(call.weights) + block.weights;
  int ky = 0;
  do {
    int kx = 0;
    do {
      const int64_t tap = tap_offset(call.in, call.window, ky, kx);
      SK_UNROLL(4)
      for (int j = 0; j < VECTORS; j++) {
        const Vec kernel = load(w + j * LANES);
        SK_UNROLL(4)
        for (int p = 0; p < PIXELS; p++) sums[p][j] = fma(load(first[p] + tap + j * LANES), kernel, sums[p][j]);
      }
      w += VECTORS * LANES;
    } while (++kx < call.window.kernelWidth);
  } while (++ky < call.window.kernelHeight);
  finish<(PIXELS > 1), PIXELS, VECTORS>(call, block.channel, pixels, sums, norms);
}

template <int VECTORS, typename In>
static void depthwise_block_of(const sk_conv_call& call, const sk_block& block, int begin, int end, float* norms) {
  constexpr int PIXELS = BLOCK_VECTORS > 2 ? 4 : 2;
  const int32_t* list = call.target.list;
  Ahead ahead(list, begin, end, call.norm == SK_CHANGE_NORM, [&](int32_t pixel) {
    ask_for_window<In>(call, block.input, VECTORS * LANES, pixel);
    ask_for_target<VECTORS>(call, block.channel, pixel);
  });
  int i = begin;
  for (; i + PIXELS <= end; i += PIXELS) {
    ahead.before(i + PIXELS);
    depthwise_tile<PIXELS, VECTORS, In>(call, block, list + i, norms ? norms + i : nullptr);
  }
  for (; i < end; i++) depthwise_tile<1, VECTORS, In>(call, block, list + i, norms ? norms + i : nullptr);
}

template <int VECTORS>
static void depthwise_block(const sk_conv_call& call, const sk_block& block, int begin, int end, float* norms) {
  if constexpr (MIXED) {
    if (is_narrow(call.in)) return depthwise_block_of<VECTORS, bfloat16>(call, block, begin, end, norms);
  }
  depthwise_block_of<VECTORS, float>(call, block, begin, end, norms);
}

static void convolve_depthwise(const sk_conv_call* call, int begin, int end, int partBegin, int partEnd) {
  for (int part = partBegin; part < partEnd; part++) {
    const sk_block& block = call->blocks[part];
    float* norms = norms_of(*call, part);
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
