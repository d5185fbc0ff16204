// The input of the network: is a frame fit to be used, and what changed in it.
#pragma once
#include <cmath>
#include <cstring>
#include "convolve.h"

namespace SK_TIER {

// Pixels of a cell, all of one row.
enum { SK_CELL = 16 };

// Sizes and contrasts of values that lie together, and as `bad` what is not 0 where one is NaN or infinite. Of the last
// `neighbour` values there is a contrast only if they have neighbours, too.
struct Span {
  Vec sizes = zero(), contrasts = zero();
  float size = 0, contrast = 0;

  void add_values(const float* x, int count, int contrasted, int neighbour, Vec& bads, float& bad) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      const Vec value = load(x + i);
      sizes = add(sizes, abs(value));
      bads = add(bads, sub(value, value));
    }
    for (; i < count; i++) {
      size += std::fabs(x[i]);
      bad += x[i] - x[i];
    }
    for (i = 0; i + LANES <= contrasted; i += LANES) {
      contrasts = add(contrasts, abs(sub(load(x + i + neighbour), load(x + i))));
    }
    for (; i < contrasted; i++) contrast += std::fabs(x[i + neighbour] - x[i]);
  }
};

static int magnitude(const float* frame, int64_t channelStride, int64_t rowStride, int64_t pixelStride, int channels, int height,
                     int width, const uint8_t* changed, float* cellSums, double* sums) {
  const int perRow = (width + SK_CELL - 1) / SK_CELL;
  const int64_t cells = int64_t(height) * perRow;
  const int spans = channelStride == 1 ? 1 : channels, neighbour = int(pixelStride);
  float *sizes = cellSums, *contrasts = cellSums + cells;
  Vec bads = zero();
  float bad = 0;
  for (int y = 0; y < height; y++) {
    for (int cell = 0; cell < perRow; cell++) {
      const int64_t index = int64_t(y) * perRow + cell;
      const bool last = cell + 1 == perRow;
      // The last pixel's neighbour belongs to the next cell.
      if (changed && !changed[index] && (last || !changed[index + 1])) continue;
      const int x = cell * SK_CELL, pixels = last ? width - x : SK_CELL;
      const int count = pixels * neighbour, contrasted = last ? count - neighbour : count;
      Span span;
      for (int c = 0; c < spans; c++) {
        span.add_values(frame + y * rowStride + x * pixelStride + c * channelStride, count, contrasted, neighbour, bads, bad);
      }
      sizes[index] = sum(span.sizes) + span.size;
      contrasts[index] = sum(span.contrasts) + span.contrast;
    }
  }
  constexpr int WAYS = 8;
  for (int which = 0; which < 2; which++) {
    double totals[WAYS] = {}, total = 0;
    const float* of = cellSums + which * cells;
    int64_t i = 0;
    for (; i + WAYS <= cells; i += WAYS) {
      for (int j = 0; j < WAYS; j++) totals[j] += of[i + j];
    }
    for (; i < cells; i++) total += of[i];
    for (int j = 0; j < WAYS; j++) total += totals[j];
    sums[which] = total;
  }
  return sum(bads) + bad == 0;
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
