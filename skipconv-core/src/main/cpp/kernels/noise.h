// The input of the network, when its noise is measured: a change counts when it stands out of the noise, alone or together with
// its neighbours, among which noise averages out. Sums are taken column by column, from the top and then from the left, so that
// every implementation opens the same pixels.
#pragma once
#include <cmath>
#include <cstring>
#include "convolve.h"

namespace SK_TIER {

// Adds one channel of a row.
template <int SOURCE_STRIDE, int HELD_STRIDE>
static inline void compare_channel(const float* __restrict source, int64_t sourceStride, const float* __restrict held,
                                   int64_t heldStride, float weight, int width, float* __restrict luma,
                                   float* __restrict difference, float* __restrict norms) {
  const int64_t s = SOURCE_STRIDE ? SOURCE_STRIDE : sourceStride, h = HELD_STRIDE ? HELD_STRIDE : heldStride;
  for (int x = 0; x < width; x++) {
    const float value = source[x * s], change = value - held[x * h];
    luma[x] += weight * value;
    difference[x] += weight * change;
    norms[x] += std::fabs(change);
  }
}

static int compare_frame(const float* frame, int64_t channelStride, int64_t rowStride, int64_t pixelStride,
                         const float* helds, int64_t heldRow, int64_t heldPixel, int channels, int height, int width,
                         const float* weights, float strong, float* lumas, float* differences, int64_t differenceRow,
                         float* changes) {
  // Strides that the compiler can make shuffles of.
  const auto channel = heldPixel != 4     ? compare_channel<0, 0>
                       : pixelStride == 1 ? compare_channel<1, 4>
                       : pixelStride == 3 ? compare_channel<3, 4>
                                          : compare_channel<0, 4>;
  int strongly = 0;
  for (int y = 0; y < height; y++) {
    const float* source = frame + y * rowStride;
    float* luma = lumas + int64_t(y) * width;
    float* difference = differences + y * differenceRow;
    float* norms = changes + int64_t(y) * width;
    std::memset(luma, 0, width * sizeof(float));
    std::memset(difference, 0, width * sizeof(float));
    std::memset(norms, 0, width * sizeof(float));
    for (int c = 0; c < channels; c++) {
      channel(source + c * channelStride, pixelStride, helds + y * heldRow + c, heldPixel, weights[c], width, luma, difference,
              norms);
    }
    for (int x = 0; x < width; x++) strongly += norms[x] > strong;
  }
  return strongly;
}

// Sum over the (2r+1)^2 pixels around one.
template <int R, class Value>
static inline float box_sum(Value value) {
  float sum = 0;
  for (int x = -R; x <= R; x++) {
    float column = value(-R, x);
    for (int y = 1 - R; y <= R; y++) column += value(y, x);
    sum = x == -R ? column : sum + column;
  }
  return sum;
}

static int sample_noise(const float* luma, const float* before, int height, int width, int step, float* samples) {
  const int reach = 3, fields = 5;
  int count = 0;
  for (int y = reach + step / 2; y < height - reach; y += step) {
    for (int x = reach + step / 2; x < width - reach; x += step) {
      const float* here = luma + int64_t(y) * width + x;
      const float* there = before + int64_t(y) * width + x;
      const float alone = here[0] - there[0];
      if (alone == 0 && here[0] == here[1]) continue;
      const auto change = [&](int dy, int dx) { return here[int64_t(dy) * width + dx] - there[int64_t(dy) * width + dx]; };
      const auto brightness = [&](int dy, int dx) {
        return box_sum<1>([&](int ey, int ex) { return here[int64_t(dy + ey) * width + dx + ex]; }) / 9;
      };
      const float down = brightness(2, 0) - brightness(-2, 0), right = brightness(0, 2) - brightness(0, -2);
      float* sample = samples + int64_t(count++) * fields;
      sample[0] = brightness(0, 0);
      sample[1] = down * down + right * right;
      sample[2] = alone;
      sample[3] = box_sum<1>(change) / 9;
      sample[4] = box_sum<3>(change) / 49;
    }
  }
  return count;
}

enum { SK_ALONE_OR_SMALL = 1, SK_LARGE = 2 };

// Flags of a few pixels of a row. NaN opens, and so does infinity, which a shift leaves where nothing is known.
static inline uint8_t flag_pixels(const float* difference, int64_t row, const float* luma, const float* norms, int width,
                                  const float* limits, uint8_t* __restrict flags) {
  const int reach = 3, most = 256;
  float small[most + 2 * reach], large[most + 2 * reach];
  for (int x = 0; x < width + 2 * reach; x++) {
    const float* d = difference + x - reach;
    small[x] = d[-row] + d[0] + d[row];
    large[x] = d[-3 * row] + d[-2 * row] + d[-row] + d[0] + d[row] + d[2 * row] + d[3 * row];
  }
  uint8_t any = 0;
  for (int x = 0; x < width; x++) {
    const float slope = 1 + limits[SK_SLOPE] * (luma[x] - limits[SK_MIDDLE]);
    const float above = slope > limits[SK_LOWEST] ? slope : limits[SK_LOWEST];
    const float relative = above < limits[SK_HIGHEST] ? above : limits[SK_HIGHEST];
    const auto limit = [&](int factor) {
      const float square = limits[factor] * relative;
      return square > limits[factor + 1] ? square : limits[factor + 1];
    };
    const float s = small[x + 2] + small[x + 3] + small[x + 4];
    const float l = large[x] + large[x + 1] + large[x + 2] + large[x + 3] + large[x + 4] + large[x + 5] + large[x + 6];
    // Without branches, so that it becomes vectors.
    const int alone = !(norms[x] * norms[x] <= limit(SK_NORM_FACTOR));
    const int fine = alone | int(!(s * s <= limit(SK_SMALL_FACTOR)));
    const int wide = !(l * l <= limit(SK_LARGE_FACTOR));
    flags[x] = uint8_t(fine * SK_ALONE_OR_SMALL | wide * SK_LARGE);
    any |= flags[x];
  }
  return any;
}

static void open_changes(const float* differences, int64_t differenceRow, const float* lumas, const float* changes, int height,
                         int width, const float* limits, uint8_t* flags, uint8_t* masks) {
  const int most = 256;
  const int64_t row = width + 4;
  uint8_t* marks = flags + 2 * row + 2;
  uint8_t* spread = flags + (height + 4) * row + 2 * row + 2;
  std::memset(spread - 2 * row - 2, 0, 2 * row);
  std::memset(spread + height * row - 2, 0, 2 * row);
  for (int y = 0; y < height; y++) {
    uint8_t any = 0;
    for (int x = 0; x < width; x += most) {
      const int count = width - x < most ? width - x : most;
      const int64_t first = int64_t(y) * width + x;
      any |= flag_pixels(differences + y * differenceRow + x, differenceRow, lumas + first, changes + first, count, limits,
                         marks + y * row + x);
    }
    const uint8_t* __restrict mark = marks + y * row;
    uint8_t* __restrict wide = spread + y * row;
    if (!any) {
      std::memset(wide, 0, width);
      continue;
    }
    for (int x = 0; x < width; x++) {
      wide[x] = uint8_t(mark[x - 1] | mark[x] | mark[x + 1] | ((mark[x - 2] | mark[x + 2]) & SK_LARGE));
    }
  }
  for (int y = 0; y < height; y++) {
    const uint8_t* __restrict wide = spread + y * row;
    uint8_t* __restrict mask = masks + int64_t(y) * width;
    for (int x = 0; x < width; x++) {
      mask[x] = (wide[x - row] | wide[x] | wide[x + row] | ((wide[x - 2 * row] | wide[x + 2 * row]) & SK_LARGE)) != 0;
    }
  }
}

static int take_open(const float* frame, int64_t channelStride, int64_t rowStride, int64_t pixelStride, float* helds,
                     int64_t heldRow, int64_t heldPixel, int channels, int height, int width, const uint8_t* masks,
                     float* changes) {
  int changed = 0;
  for (int y = 0; y < height; y++) {
    const uint8_t* mask = masks + int64_t(y) * width;
    float* norms = changes + int64_t(y) * width;
    int taken = 0;
    for (int x = 0; x < width; x++) {
      norms[x] = mask[x] ? norms[x] : 0;
      taken += !(norms[x] == 0);
    }
    changed += taken;
    for (int x = 0; taken > 0 && x < width; x++) {
      if (norms[x] == 0) continue;
      const float* source = frame + y * rowStride + x * pixelStride;
      float* held = helds + y * heldRow + x * heldPixel;
      for (int c = 0; c < channels; c++) held[c] = source[c * channelStride];
    }
  }
  return changed;
}

}  // namespace SK_TIER
