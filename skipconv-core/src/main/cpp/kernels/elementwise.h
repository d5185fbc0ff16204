// Everything that is no convolution, over a list of pixels: sums, pooling, resizing, copying.
#pragma once
#include <limits>
#include "conv.h"

namespace SK_TIER {

// Writes a run of channels of one pixel and gives back the sum of their change.
struct Writer {
  float* out;
  float* residual;
  bool compares;  // old values are not read unless somebody wants the change
  V norm = zero();

  Writer(const sk_map& map, const sk_map& residuals, const float* norms, int y, int x)
      : out(writable(map, y, x)),
        residual(residuals.data ? writable(residuals, y, x) : nullptr),
        compares(norms || residual) {}

  void put(int channel, V value) {
    if (compares) {
      const V change = sub(value, load(out + channel));
      norm = add(norm, abs(change));
      if (residual) store(residual + channel, change);
    }
    store(out + channel, value);
  }
};

static void sum(int, const sk_sum_call* call, int begin, int end) {
  const int32_t* list = reinterpret_cast<const int32_t*>(call->list);
  float* norms = reinterpret_cast<float*>(call->norms);
  for (int i = begin; i < end; i++) {
    const int y = row_of(list[i]), x = column_of(list[i]);
    const float* in[16];
    for (int t = 0; t < call->terms; t++) {
      in[t] = at(call->in[t], reinterpret_cast<const int32_t*>(call->rows[t])[y],
                 reinterpret_cast<const int32_t*>(call->columns[t])[x]);
    }
    Writer writer(call->out, call->residual, norms, y, x);
    for (int c = 0; c < call->channels; c += LANES) {
      V v = mul(load(in[0] + c), set(call->factor[0]));
      for (int t = 1; t < call->terms; t++) v = fma(load(in[t] + c), set(call->factor[t]), v);
      writer.put(c, activate(call->activation, v, call->channels - c));
    }
    if (norms) norms[i] = sum(writer.norm);
  }
}

static void max_pool(int, const sk_pool_call* call, int begin, int end) {
  const int32_t* list = reinterpret_cast<const int32_t*>(call->list);
  float* norms = reinterpret_cast<float*>(call->norms);
  for (int i = begin; i < end; i++) {
    const int y = row_of(list[i]), x = column_of(list[i]);
    Writer writer(call->out, call->residual, norms, y, x);
    for (int c = 0; c < call->channels; c += LANES) {
      V v = set(-std::numeric_limits<float>::infinity());
      for (int ky = 0; ky < call->kernelHeight; ky++) {
        const int sy = y * call->strideY - call->padTop + ky * call->dilation;
        if (sy < 0 || sy >= call->inHeight) continue;
        for (int kx = 0; kx < call->kernelWidth; kx++) {
          const int sx = x * call->strideX - call->padLeft + kx * call->dilation;
          if (sx < 0 || sx >= call->inWidth) continue;
          v = max(v, load(at(call->in, sy, sx) + c));
        }
      }
      writer.put(c, v);
    }
    if (norms) norms[i] = sum(writer.norm);
  }
}

static void bilinear(int, const sk_bilinear_call* call, int begin, int end) {
  const int32_t* list = reinterpret_cast<const int32_t*>(call->list);
  float* norms = reinterpret_cast<float*>(call->norms);
  const int32_t* rows0 = reinterpret_cast<const int32_t*>(call->rows0);
  const int32_t* rows1 = reinterpret_cast<const int32_t*>(call->rows1);
  const int32_t* columns0 = reinterpret_cast<const int32_t*>(call->columns0);
  const int32_t* columns1 = reinterpret_cast<const int32_t*>(call->columns1);
  for (int i = begin; i < end; i++) {
    const int y = row_of(list[i]), x = column_of(list[i]);
    const V wy = set(reinterpret_cast<const float*>(call->rowWeight)[y]);
    const V wx = set(reinterpret_cast<const float*>(call->columnWeight)[x]);
    const float* p00 = at(call->in, rows0[y], columns0[x]);
    const float* p01 = at(call->in, rows0[y], columns1[x]);
    const float* p10 = at(call->in, rows1[y], columns0[x]);
    const float* p11 = at(call->in, rows1[y], columns1[x]);
    Writer writer(call->out, call->residual, norms, y, x);
    for (int c = 0; c < call->channels; c += LANES) {
      const V top = fma(sub(load(p01 + c), load(p00 + c)), wx, load(p00 + c));
      const V bottom = fma(sub(load(p11 + c), load(p10 + c)), wx, load(p10 + c));
      writer.put(c, fma(sub(bottom, top), wy, top));
    }
    if (norms) norms[i] = sum(writer.norm);
  }
}

static void channel_scale(int, const sk_scale_call* call, int begin, int end) {
  const int32_t* list = reinterpret_cast<const int32_t*>(call->list);
  float* norms = reinterpret_cast<float*>(call->norms);
  const float* factors = reinterpret_cast<const float*>(call->factors);
  for (int i = begin; i < end; i++) {
    const int y = row_of(list[i]), x = column_of(list[i]);
    const float* in = at(call->in, y, x);
    Writer writer(call->out, call->residual, norms, y, x);
    for (int c = 0; c < call->channels; c += LANES) writer.put(c, mul(load(in + c), load(factors + c)));
    if (norms) norms[i] = sum(writer.norm);
  }
}

// One row, pixel after pixel: always the same order, so that a row summed again gives the same bits.
static void row_sums(int, int64_t data, int64_t row, int64_t pixels, int channels, int width, int begin, int end, int64_t sums,
                     int64_t stride) {
  const sk_map map{data, row, pixels};
  for (int y = begin; y < end; y++) {
    float* total = reinterpret_cast<float*>(sums) + y * stride;
    int c = 0;
    for (; c + 4 * LANES <= channels; c += 4 * LANES) {
      V v[4] = {zero(), zero(), zero(), zero()};
      for (int x = 0; x < width; x++) {
        const float* pixel = at(map, y, x) + c;
#pragma GCC unroll 4
        for (int j = 0; j < 4; j++) v[j] = add(v[j], load(pixel + j * LANES));
      }
#pragma GCC unroll 4
      for (int j = 0; j < 4; j++) store(total + c + j * LANES, v[j]);
    }
    for (; c < channels; c += LANES) {
      V v = zero();
      for (int x = 0; x < width; x++) v = add(v, load(at(map, y, x) + c));
      store(total + c, v);
    }
  }
}

// Channel slices need not start at a whole register: plain floats. Adds to the norm, since a concatenation is several copies.
static void copy(int, const sk_copy_call* call, int begin, int end) {
  const int32_t* list = reinterpret_cast<const int32_t*>(call->list);
  float* norms = reinterpret_cast<float*>(call->norms);
  for (int i = begin; i < end; i++) {
    const int y = row_of(list[i]), x = column_of(list[i]);
    const float* in = at(call->in, y, x);
    float* out = writable(call->out, y, x) + call->offset;
    float* residual = call->residual.data ? writable(call->residual, y, x) + call->offset : nullptr;
    float norm = 0;
    for (int c = 0; c < call->channels; c++) {
      const float change = in[c] - out[c];
      norm += change < 0 ? -change : change;
      if (residual) residual[c] = change;
      out[c] = in[c];
    }
    if (norms) norms[i] = call->offset == 0 ? norm : norms[i] + norm;
  }
}

}  // namespace SK_TIER
