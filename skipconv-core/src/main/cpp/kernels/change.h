// Where did something change: norms, windows, masks and lists; and sums over maps.
#pragma once
#include <cstring>
#include <limits>
#include "convolve.h"

namespace SK_TIER {

// The sum of some rows, from the first on.
template <int COUNT>
static inline void sum_rows(const float* const* rows, int width, float* __restrict sums) {
  const float* row[COUNT];
  for (int i = 0; i < COUNT; i++) row[i] = rows[i];
  for (int x = 0; x < width; x++) {
    float sum = row[0][x];
    SK_UNROLL(5)
    for (int i = 1; i < COUNT; i++) sum += row[i][x];
    sums[x] = sum;
  }
}

// Column sums of the rows of a window, as far as they are inside the map.
static inline void sum_columns(const sk_window* window, const float* change, int y, float* __restrict sums) {
  const int width = window->inWidth, most = 5;
  const float* rows[most];
  int count = 0;
  for (int ky = 0; ky < window->kernelHeight; ky++) {
    const int sy = y * window->strideY - window->padTop + ky * window->dilationY;
    if (sy < 0 || sy >= window->inHeight) continue;
    const float* row = change + int64_t(sy) * width;
    if (count < most) {
      rows[count++] = row;
      continue;
    }
    if (count == most) sum_rows<most>(rows, width, sums);
    count = most + 1;
    for (int x = 0; x < width; x++) sums[x] += row[x];
  }
  switch (count) {
    case 0:
      std::memset(sums, 0, width * sizeof(float));
      break;
    case 1:
      std::memcpy(sums, rows[0], width * sizeof(float));
      break;
    case 2:
      sum_rows<2>(rows, width, sums);
      break;
    case 3:
      sum_rows<3>(rows, width, sums);
      break;
    case 4:
      sum_rows<4>(rows, width, sums);
      break;
    case most:
      sum_rows<most>(rows, width, sums);
      break;
    default:
      break;
  }
}

// Adds the taps of a row to each pixel, from the left.
template <int COUNT, int STRIDE>
static inline void add_taps(const float* __restrict sums, int dilation, int width, float* __restrict out) {
  for (int x = 0; x < width; x++) {
    float total = out[x];
    SK_UNROLL(5)
    for (int i = 0; i < COUNT; i++) total += sums[x * STRIDE + i * dilation];
    out[x] = total;
  }
}

static inline void add_taps(const float* sums, const sk_window* window, int width, float* __restrict out) {
  const int count = window->kernelWidth, dilation = window->dilationX, stride = window->strideX;
  if (count == 3 && stride == 1) return add_taps<3, 1>(sums, dilation, width, out);
  if (count == 5 && stride == 1) return add_taps<5, 1>(sums, dilation, width, out);
  if (count == 3 && stride == 2) return add_taps<3, 2>(sums, dilation, width, out);
  if (count == 5 && stride == 2) return add_taps<5, 2>(sums, dilation, width, out);
  for (int i = 0; i < count; i++) {
    for (int x = 0; x < width; x++) out[x] += sums[x * stride + i * dilation];
  }
}

static void pool_change(const sk_window* window, const float* change, float* pending, int outWidth, int outBegin, int outEnd,
                        float* scratch) {
  const bool pixelByPixel = window->kernelHeight == 1 && window->kernelWidth == 1 && window->strideY == 1 &&
                            window->strideX == 1 && window->padTop == 0 && window->padLeft == 0 &&
                            outWidth == window->inWidth && outEnd <= window->inHeight;
  if (pixelByPixel) {  // as most layers of most networks are
    for (int64_t i = int64_t(outBegin) * outWidth; i < int64_t(outEnd) * outWidth; i++) pending[i] += change[i];
    return;
  }
  // One row of column sums with room for the taps left and right of the map, which stay 0.
  const int left = window->padLeft, width = window->inWidth;
  const int reach = (outWidth - 1) * window->strideX + (window->kernelWidth - 1) * window->dilationX + 1;
  const int length = reach > left + width ? reach : left + width;
  std::memset(scratch, 0, length * sizeof(float));
  for (int y = outBegin; y < outEnd; y++) {
    sum_columns(window, change, y, scratch + left);
    add_taps(scratch, window, outWidth, pending + int64_t(y) * outWidth);
  }
}

static void add_scaled(float* target, const float* source, float factor, int count) {
  const float smallest = std::numeric_limits<float>::denorm_min();
  for (int i = 0; i < count; i++) {
    const float change = factor * source[i];
    target[i] += change == 0 && source[i] != 0 ? smallest : change;
  }
}

// Written so that NaN opens: a pixel of which nothing is known must not stay as it is.
static void open_above(const float* values, float threshold, uint8_t* mask, int count) {
  for (int i = 0; i < count; i++) mask[i] = !(values[i] <= threshold);
}

static void open_dependents(const float* change, int inWidth, const int32_t* rowLow, const int32_t* rowHigh,
                            const int32_t* columnLow, const int32_t* columnHigh, uint8_t* mask, int outWidth, int outBegin,
                            int outEnd) {
  for (int y = outBegin; y < outEnd; y++) {
    uint8_t* open = mask + int64_t(y) * outWidth;
    for (int sy = rowLow[y]; sy <= rowHigh[y]; sy++) {
      const float* row = change + int64_t(sy) * inWidth;
      if (!columnLow) {
        for (int x = 0; x < outWidth; x++) open[x] |= !(row[x] == 0);
        continue;
      }
      for (int x = 0; x < outWidth; x++) {
        for (int sx = columnLow[x]; sx <= columnHigh[x]; sx++) open[x] |= !(row[sx] == 0);
      }
    }
  }
}

static int list_open(uint8_t* masks, float* pendings, int width, int begin, int end, int32_t* list) {
  int count = 0;
  for (int y = begin; y < end; y++) {
    uint8_t* mask = masks + int64_t(y) * width;
    float* pending = pendings ? pendings + int64_t(y) * width : nullptr;
    int x = 0;
#ifdef SK_COMPRESSES
    for (; x + 16 <= width; x += 16) {
      count += list_sixteen(mask + x, pending ? pending + x : nullptr, (y << 16) | x, list + count);
    }
#endif
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

static int scatter_norms(const float* norms, int64_t normStride, int parts, const int32_t* list, int count, int width,
                         float* change) {
  int changed = 0;
  for (int i = 0; i < count; i++) {
    const float* norm = norms + i;
    float total = 0;
    for (int part = 0; part < parts; part++) total += norm[part * normStride];
    change[int64_t(row_of(list[i])) * width + column_of(list[i])] = total;
    changed += !(total == 0);
  }
  return changed;
}

static double sum_norms(const float* norms, int64_t normStride, int parts, int count) {
  double total = 0;
  for (int part = 0; part < parts; part++) {
    const float* norm = norms + part * normStride;
    for (int i = 0; i < count; i++) total += norm[i];
  }
  return total;
}

// Channels of a pixel, times their factors where there are some; as a map would hold them.
template <bool SCALED, typename Element>
static inline Vec load_scaled(const Element* pixel, const float* factors, int c) {
  const Vec x = load(pixel + c);
  return SCALED ? as_stored(pixel, mul(x, load(factors + c))) : x;
}

template <bool SCALED, typename Element>
static double sum_magnitudes_of(const Element* map, int64_t row, int64_t pixelStride, int channels, int width, int begin, int end,
                                const float* factors) {
  double total = 0;
  for (int y = begin; y < end; y++) {
    float rest = 0;
    for (int x = 0; x < width;) {
      // A few pixels at a time, since adding lanes up takes as long as several pixels do, and four sums, since an addition has
      // to wait for the one before it.
      const int stop = x + 8 < width ? x + 8 : width;
      Vec norm[4] = {zero(), zero(), zero(), zero()};
      for (; x < stop; x++) {
        const Element* pixel = map + y * row + x * pixelStride;
        int c = 0;
        for (; c + 4 * LANES <= channels; c += 4 * LANES) {
          SK_UNROLL(4)
          for (int j = 0; j < 4; j++) norm[j] = add(norm[j], abs(load_scaled<SCALED>(pixel, factors, c + j * LANES)));
        }
        SK_UNROLL(3)
        for (int j = 0; j < 3; j++) {
          if (c + LANES > channels) break;
          norm[j] = add(norm[j], abs(load_scaled<SCALED>(pixel, factors, c)));
          c += LANES;
        }
        for (; c < channels; c++) {
          Element there;
          const float value = SCALED ? put(&there, value_of(pixel[c]) * factors[c]) : value_of(pixel[c]);
          rest += value < 0 ? -value : value;
        }
      }
      total += sum(add(add(norm[0], norm[1]), add(norm[2], norm[3])));
    }
    total += rest;
  }
  return total;
}

template <typename Element>
static double sum_magnitudes_in(const Element* map, int64_t row, int64_t pixel, int channels, int width, int begin, int end,
                                const float* factors) {
  return factors ? sum_magnitudes_of<true>(map, row, pixel, channels, width, begin, end, factors)
                 : sum_magnitudes_of<false>(map, row, pixel, channels, width, begin, end, factors);
}

static double sum_magnitudes(const void* map, int element, int64_t row, int64_t pixel, int channels, int width, int begin,
                             int end, const float* factors) {
  if constexpr (MIXED) {
    if (element == SK_BFLOAT16) {
      return sum_magnitudes_in(static_cast<const bfloat16*>(map), row, pixel, channels, width, begin, end, factors);
    }
  }
  return sum_magnitudes_in(static_cast<const float*>(map), row, pixel, channels, width, begin, end, factors);
}

template <typename Element>
static void change_factors_of(const Element* map, int64_t row, int64_t pixelStride, int channels, int width, int begin, int end,
                              const float* factors, const float* next, float* change) {
  for (int i = begin; i < end; i++) {
    const Element* pixel = map + i / width * row + i % width * pixelStride;
    Vec norm = zero();
    for (int c = 0; c < channels; c += LANES) {
      norm = add(norm, abs(sub(load_scaled<true>(pixel, next, c), load_scaled<true>(pixel, factors, c))));
    }
    change[i] += sum(norm);
  }
}

static void change_factors(const void* map, int element, int64_t row, int64_t pixel, int channels, int width, int begin, int end,
                           const float* factors, const float* next, float* change) {
  if constexpr (MIXED) {
    if (element == SK_BFLOAT16) {
      return change_factors_of(static_cast<const bfloat16*>(map), row, pixel, channels, width, begin, end, factors, next, change);
    }
  }
  change_factors_of(static_cast<const float*>(map), row, pixel, channels, width, begin, end, factors, next, change);
}

static inline bool any_change(const float* change, int count) {
  bool any = false;
  for (int i = 0; i < count; i++) any |= !(change[i] == 0);
  return any;
}

// Calls visit(first pixel, number of pixels, index of the run) for the runs of rows that are to be gone through.
template <typename Element, class Visit>
static inline void visit_runs(const Element* map, int64_t row, int64_t pixelStride, int width, int run, int begin, int end,
                              const float* change, Visit visit) {
  const int runs = (width + run - 1) / run;
  for (int y = begin; y < end; y++) {
    for (int r = 0; r < runs; r++) {
      const int x = r * run, count = width - x < run ? width - x : run;
      if (change && !any_change(change + int64_t(y) * width + x, count)) continue;
      visit(map + y * row + x * pixelStride, count, int64_t(y) * runs + r);
    }
  }
}

// Pixel after pixel: always the same order, so that a run summed again gives the same bits.
template <typename Element>
static inline void sum_run(const Element* first, int64_t pixelStride, int channels, int count, float* total) {
  int c = 0;
  for (; c + 4 * LANES <= channels; c += 4 * LANES) {
    Vec v[4] = {zero(), zero(), zero(), zero()};
    for (int x = 0; x < count; x++) {
      const Element* pixel = first + x * pixelStride + c;
      SK_UNROLL(4)
      for (int j = 0; j < 4; j++) v[j] = add(v[j], load(pixel + j * LANES));
    }
    SK_UNROLL(4)
    for (int j = 0; j < 4; j++) store(total + c + j * LANES, v[j]);
  }
  for (; c < channels; c += LANES) {
    Vec v = zero();
    for (int x = 0; x < count; x++) v = add(v, load(first + x * pixelStride + c));
    store(total + c, v);
  }
}

template <typename Element>
static void sum_runs_of(const Element* map, int64_t row, int64_t pixel, int channels, int width, int run, int begin, int end,
                        const float* change, float* sums, int64_t stride) {
  visit_runs(map, row, pixel, width, run, begin, end, change, [&](const Element* first, int count, int64_t index) {
    sum_run(first, pixel, channels, count, sums + index * stride);
  });
}

static void sum_runs(const void* map, int element, int64_t row, int64_t pixel, int channels, int width, int run, int begin, int end,
                     const float* change, float* sums, int64_t stride) {
  if constexpr (MIXED) {
    if (element == SK_BFLOAT16) {
      return sum_runs_of(static_cast<const bfloat16*>(map), row, pixel, channels, width, run, begin, end, change, sums, stride);
    }
  }
  sum_runs_of(static_cast<const float*>(map), row, pixel, channels, width, run, begin, end, change, sums, stride);
}

template <typename Element>
static void maxima_of_runs_of(const Element* map, int64_t row, int64_t pixel, int channels, int width, int run, int begin, int end,
                              const float* change, float* maxima, int64_t stride) {
  visit_runs(map, row, pixel, width, run, begin, end, change, [&](const Element* first, int count, int64_t index) {
    for (int c = 0; c < channels; c += LANES) {
      Vec v = load(first + c);
      for (int x = 1; x < count; x++) v = max_or_nan(v, load(first + x * pixel + c));
      store(maxima + index * stride + c, v);
    }
  });
}

static void maxima_of_runs(const void* map, int element, int64_t row, int64_t pixel, int channels, int width, int run, int begin,
                           int end, const float* change, float* maxima, int64_t stride) {
  if constexpr (MIXED) {
    if (element == SK_BFLOAT16) {
      return maxima_of_runs_of(static_cast<const bfloat16*>(map), row, pixel, channels, width, run, begin, end, change, maxima, stride);
    }
  }
  maxima_of_runs_of(static_cast<const float*>(map), row, pixel, channels, width, run, begin, end, change, maxima, stride);
}

static void add_up(const float* sums, int64_t count, int channels, int64_t stride, double* totals) {
  for (int c = 0; c < channels; c++) totals[c] = 0;
  for (int64_t i = 0; i < count; i++) {
    for (int c = 0; c < channels; c++) totals[c] += sums[i * stride + c];
  }
}

static void clear_pixels(void* map, int element, int64_t row, int64_t pixel, int channels, const int32_t* list, int count) {
  const size_t size = element == SK_BFLOAT16 ? sizeof(bfloat16) : sizeof(float);
  for (int i = 0; i < count; i++) {
    const int64_t index = row_of(list[i]) * row + column_of(list[i]) * pixel;
    std::memset(static_cast<char*>(map) + index * int64_t(size), 0, channels * size);
  }
}

static void fill_bytes(uint8_t* bytes, int value, int64_t count) {
  std::memset(bytes, value, size_t(count));
}

}  // namespace SK_TIER
