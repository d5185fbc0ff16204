// The input of the network: is a frame fit to be used, and what changed in it.
#pragma once
#include <cmath>
#include <cstring>
#include "convolve.h"

namespace SK_TIER {

// Whether the bits are those of infinity or NaN.
static inline uint32_t not_finite(const float* value) {
  constexpr uint32_t EXPONENT = 0x7f800000;
  uint32_t bits;
  std::memcpy(&bits, value, sizeof bits);
  return (bits & EXPONENT) == EXPONENT;
}

static int magnitude(const float* __restrict x, int64_t count, int neighbour, double* sums) {
  const int ways = 32, turns = 16;
  uint32_t bad[ways] = {};
  double size = 0, contrast = 0;
  int64_t i = 0;
  // Sums side by side, which the compiler keeps in registers, and short, so that they stay exact enough.
  while (i + neighbour + ways <= count) {
    float sizes[ways] = {}, contrasts[ways] = {};
    for (int turn = 0; turn < turns && i + neighbour + ways <= count; turn++, i += ways) {
      for (int j = 0; j < ways; j++) {
        sizes[j] += std::fabs(x[i + j]);
        contrasts[j] += std::fabs(x[i + j + neighbour] - x[i + j]);
        bad[j] |= not_finite(x + i + j);
      }
    }
    for (int j = 0; j < ways; j++) {
      size += sizes[j];
      contrast += contrasts[j];
    }
  }
  for (; i < count; i++) {
    size += std::fabs(x[i]);
    if (i + neighbour < count) contrast += std::fabs(x[i + neighbour] - x[i]);
    bad[0] |= not_finite(x + i);
  }
  sums[0] = size;
  sums[1] = contrast;
  uint32_t any = 0;
  for (int j = 0; j < ways; j++) any |= bad[j];
  return !any;
}

// How much a channel of a row differs from what is held, added to the norms of its pixels.
static inline void add_differences(const float* __restrict source, int64_t sourceStride, const float* __restrict held,
                                   int64_t heldStride, int width, float* __restrict norms) {
  if (sourceStride == 1 && heldStride == 4) {  // planes of an image: strides that the compiler can make shuffles of
    for (int x = 0; x < width; x++) norms[x] += std::fabs(source[x] - held[x * 4]);
  } else {
    for (int x = 0; x < width; x++) norms[x] += std::fabs(source[x * sourceStride] - held[x * heldStride]);
  }
}

// Copies a row into the held one, of which a pixel has room for more channels.
static inline void take_row(const float* __restrict source, int64_t channelStride, int64_t pixelStride, float* __restrict held,
                            int64_t heldPixel, int channels, int width) {
  if (channels == 3 && pixelStride == 1 && heldPixel == 4) {  // planes of an image
    const float* __restrict second = source + channelStride;
    const float* __restrict third = second + channelStride;
    for (int x = 0; x < width; x++) {
      held[x * 4] = source[x];
      held[x * 4 + 1] = second[x];
      held[x * 4 + 2] = third[x];
    }
    return;
  }
  for (int x = 0; x < width; x++) {
    for (int c = 0; c < channels; c++) held[x * heldPixel + c] = source[x * pixelStride + c * channelStride];
  }
}

static void take_frame(const float* frame, int64_t channelStride, int64_t rowStride, int64_t pixelStride, float* held,
                       int64_t heldRow, int64_t heldPixel, int channels, int height, int width) {
  for (int y = 0; y < height; y++) {
    take_row(frame + y * rowStride, channelStride, pixelStride, held + y * heldRow, heldPixel, channels, width);
  }
}

static int64_t load_frame(const float* frame, int64_t channelStride, int64_t rowStride, int64_t pixelStride, float* helds,
                          int64_t heldRow, int64_t heldPixel, float* residuals, int64_t residualRow, int64_t residualPixel,
                          int channels, int height, int width, float threshold, float strong, float* changes) {
  int64_t changed = 0, replaced = 0;
  for (int y = 0; y < height; y++) {
    const float* source = frame + y * rowStride;
    float* row = helds + y * heldRow;
    float* __restrict norms = changes + int64_t(y) * width;
    std::memset(norms, 0, width * sizeof(float));
    for (int c = 0; c < channels; c++) add_differences(source + c * channelStride, pixelStride, row + c, heldPixel, width, norms);
    int taken = 0, strongly = 0;
    for (int x = 0; x < width; x++) {
      taken += !(norms[x] <= threshold);  // what is not known to be close, as NaN, is taken
      strongly += norms[x] > strong;
      norms[x] = norms[x] <= threshold ? 0 : norms[x];
    }
    changed += taken;
    replaced += strongly;
    for (int x = 0; taken > 0 && x < width; x++) {
      if (norms[x] == 0) continue;
      float* held = row + x * heldPixel;
      float* residual = residuals ? residuals + y * residualRow + x * residualPixel : nullptr;
      for (int c = 0; c < channels; c++) {
        const float value = source[x * pixelStride + c * channelStride];
        if (residual) residual[c] = value - held[c];
        held[c] = value;
      }
    }
  }
  return changed | replaced << 32;
}

}  // namespace SK_TIER
