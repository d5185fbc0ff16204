// Where did something change: norms, windows, masks and lists.
#pragma once
#include <cstring>
#include <limits>
#include "conv.h"

namespace SK_TIER {

static void pool_change(int, const sk_pool_call* window, int64_t changes, int64_t pendings, int outWidth, int outBegin, int outEnd,
                        int64_t scratches) {
  const float* change = reinterpret_cast<const float*>(changes);
  float* pending = reinterpret_cast<float*>(pendings);
  // One row of column sums with room for the taps left and right of the map, which stay 0.
  float* __restrict sums = reinterpret_cast<float*>(scratches);
  const int left = window->padLeft, width = window->inWidth;
  const int reach = (outWidth - 1) * window->strideX + (window->kernelWidth - 1) * window->dilation + 1;
  const int length = reach > left + width ? reach : left + width;
  std::memset(sums, 0, length * sizeof(float));
  for (int y = outBegin; y < outEnd; y++) {
    float* __restrict column = sums + left;
    std::memset(column, 0, width * sizeof(float));
    for (int ky = 0; ky < window->kernelHeight; ky++) {
      const int sy = y * window->strideY - window->padTop + ky * window->dilation;
      if (sy < 0 || sy >= window->inHeight) continue;
      const float* __restrict row = change + int64_t(sy) * width;
      for (int x = 0; x < width; x++) column[x] += row[x];
    }
    float* __restrict out = pending + int64_t(y) * outWidth;
    for (int kx = 0; kx < window->kernelWidth; kx++) {
      const float* __restrict shifted = sums + kx * window->dilation;
      if (window->strideX == 1) {
        for (int x = 0; x < outWidth; x++) out[x] += shifted[x];
      } else {
        for (int x = 0; x < outWidth; x++) out[x] += shifted[x * window->strideX];
      }
    }
  }
}

static void add_scaled(int, int64_t target, int64_t source, float factor, int count) {
  float* to = reinterpret_cast<float*>(target);
  const float* from = reinterpret_cast<const float*>(source);
  const float smallest = std::numeric_limits<float>::denorm_min();
  for (int i = 0; i < count; i++) {
    const float change = factor * from[i];
    to[i] += change == 0 && from[i] != 0 ? smallest : change;
  }
}

// Written so that NaN opens: a pixel of which nothing is known must not stay as it is.
static void above(int, int64_t values, float threshold, int64_t mask, int count) {
  const float* value = reinterpret_cast<const float*>(values);
  uint8_t* open = reinterpret_cast<uint8_t*>(mask);
  for (int i = 0; i < count; i++) open[i] = !(value[i] <= threshold);
}

static void mark(int, int64_t changes, int inWidth, int64_t rowLow, int64_t rowHigh, int64_t columnLow, int64_t columnHigh,
                 int64_t mask, int outWidth, int outBegin, int outEnd) {
  const int32_t* y0 = reinterpret_cast<const int32_t*>(rowLow);
  const int32_t* y1 = reinterpret_cast<const int32_t*>(rowHigh);
  const int32_t* x0 = reinterpret_cast<const int32_t*>(columnLow);
  const int32_t* x1 = reinterpret_cast<const int32_t*>(columnHigh);
  for (int y = outBegin; y < outEnd; y++) {
    uint8_t* open = reinterpret_cast<uint8_t*>(mask) + int64_t(y) * outWidth;
    for (int sy = y0[y]; sy <= y1[y]; sy++) {
      const float* row = reinterpret_cast<const float*>(changes) + int64_t(sy) * inWidth;
      for (int x = 0; x < outWidth; x++) {
        for (int sx = x0[x]; sx <= x1[x]; sx++) open[x] |= !(row[sx] == 0);
      }
    }
  }
}

static int compact(int, int64_t masks, int64_t pendings, int width, int begin, int end, int64_t lists) {
  int32_t* list = reinterpret_cast<int32_t*>(lists);
  int count = 0;
  for (int y = begin; y < end; y++) {
    uint8_t* mask = reinterpret_cast<uint8_t*>(masks) + int64_t(y) * width;
    float* pending = pendings ? reinterpret_cast<float*>(pendings) + int64_t(y) * width : nullptr;
    int x = 0;
    while (x < width) {
      // Mostly nothing is open: eight pixels at a glance.
      uint64_t eight;
      if (x + 8 <= width && (std::memcpy(&eight, mask + x, 8), eight == 0)) {
        x += 8;
        continue;
      }
      const int stop = x + 8 < width ? x + 8 : width;
      for (; x < stop; x++) {
        uint8_t open = mask[x] != 0;
        if (pending) {
          open &= !(pending[x] == 0);
          pending[x] = open ? 0 : pending[x];
        }
        mask[x] = open;
        list[count] = (y << 16) | x;
        count += open;
      }
    }
  }
  return count;
}

static int scatter_norms(int, int64_t norms, int64_t normStride, int parts, int64_t lists, int count, int width, int64_t changes) {
  const int32_t* list = reinterpret_cast<const int32_t*>(lists);
  float* change = reinterpret_cast<float*>(changes);
  int changed = 0;
  for (int i = 0; i < count; i++) {
    const float* norm = reinterpret_cast<const float*>(norms) + i;
    float total = 0;
    for (int part = 0; part < parts; part++) total += norm[part * normStride];
    change[int64_t(row_of(list[i])) * width + column_of(list[i])] = total;
    changed += !(total == 0);
  }
  return changed;
}

static double total(int, int64_t norms, int64_t normStride, int parts, int count) {
  double total = 0;
  for (int part = 0; part < parts; part++) {
    const float* norm = reinterpret_cast<const float*>(norms) + part * normStride;
    for (int i = 0; i < count; i++) total += norm[i];
  }
  return total;
}

static double abs_sum(int, int64_t data, int64_t row, int64_t pixels, int channels, int width, int begin, int end) {
  const sk_map map{data, row, pixels};
  double total = 0;
  for (int y = begin; y < end; y++) {
    float rest = 0;
    for (int x = 0; x < width;) {
      // A few pixels at a time, since adding lanes up takes as long as several pixels do, and four sums, since an addition has
      // to wait for the one before it.
      const int stop = x + 8 < width ? x + 8 : width;
      V norm[4] = {zero(), zero(), zero(), zero()};
      for (; x < stop; x++) {
        const float* pixel = at(map, y, x);
        int c = 0;
        for (; c + 4 * LANES <= channels; c += 4 * LANES) {
#pragma GCC unroll 4
          for (int j = 0; j < 4; j++) norm[j] = add(norm[j], abs(load(pixel + c + j * LANES)));
        }
#pragma GCC unroll 3
        for (int j = 0; j < 3; j++) {
          if (c + LANES > channels) break;
          norm[j] = add(norm[j], abs(load(pixel + c)));
          c += LANES;
        }
        for (; c < channels; c++) rest += pixel[c] < 0 ? -pixel[c] : pixel[c];
      }
      total += sum(add(add(norm[0], norm[1]), add(norm[2], norm[3])));
    }
    total += rest;
  }
  return total;
}

static void clear_pixels(int, const sk_map* map, int channels, int64_t lists, int count) {
  const int32_t* list = reinterpret_cast<const int32_t*>(lists);
  for (int i = 0; i < count; i++) {
    std::memset(writable(*map, row_of(list[i]), column_of(list[i])), 0, channels * sizeof(float));
  }
}

static void fill(int, int64_t bytes, int value, int64_t count) {
  std::memset(reinterpret_cast<void*>(bytes), value, size_t(count));
}

}  // namespace SK_TIER
