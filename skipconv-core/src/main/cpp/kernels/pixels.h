// Everything that is no convolution, over a list of pixels. What is common in networks has a kernel of its own; the rest is an
// expression, interpreted.
#pragma once
#include <limits>
#include "convolve.h"

namespace SK_TIER {

// Writes channels of one pixel and adds up how much they change.
struct Writer {
  float* out;
  float* residual;
  bool compares;  // old values are not read unless somebody wants the change
  Vec norm = zero();

  Writer(const sk_target& target, int y, int x)
      : out(writable(target.out, y, x)),
        residual(target.residual.data ? writable(target.residual, y, x) : nullptr),
        compares(target.norms || residual) {}

  void put(int channel, Vec value) {
    if (compares) {
      const Vec change = sub(value, load(out + channel));
      norm = add(norm, abs(change));
      if (residual) store(residual + channel, change);
    }
    store(out + channel, value);
  }
};

static inline void write_norm(const sk_target& target, int i, float norm) {
  if (target.norms) target.norms[i] = target.continuesNorms ? target.norms[i] + norm : norm;
}

// The entry of a table; none stands for 0, 1, 2, ...
static inline int looked_up(const int32_t* table, int index) { return table ? table[index] : index; }

static void weighted_sum(const sk_pixel_call& call, int begin, int end) {
  const sk_target& target = call.target;
  for (int i = begin; i < end; i++) {
    const int y = row_of(target.list[i]), x = column_of(target.list[i]);
    const float* in[SK_MAX_OPERANDS];
    for (int t = 0; t < call.operandCount; t++) {
      const sk_operand& operand = call.operands[t];
      in[t] = at(operand.map, looked_up(operand.rows, y), looked_up(operand.columns, x));
    }
    Writer writer(target, y, x);
    for (int c = 0; c < target.channels; c += LANES) {
      Vec v = mul(load(in[0] + c), set(call.operands[0].factor));
      for (int t = 1; t < call.operandCount; t++) v = fma(load(in[t] + c), set(call.operands[t].factor), v);
      writer.put(c, activate<SK_ANY>(call.activation, v, target.channels - c));
    }
    write_norm(target, i, sum(writer.norm));
  }
}

// Calls visit(address of channel 0) for each cell of a pixel's window that lies inside the map, row by row.
template <class Visit>
static inline void visit_window(const sk_window& window, const sk_map& in, int y, int x, Visit visit) {
  for (int ky = 0; ky < window.kernelHeight; ky++) {
    const int sy = y * window.strideY - window.padTop + ky * window.dilationY;
    if (sy < 0 || sy >= window.inHeight) continue;
    for (int kx = 0; kx < window.kernelWidth; kx++) {
      const int sx = x * window.strideX - window.padLeft + kx * window.dilationX;
      if (sx < 0 || sx >= window.inWidth) continue;
      visit(at(in, sy, sx));
    }
  }
}

// The largest values of a window, in so many registers of channels from c on: several, since a maximum waits for the one before.
template <int VECTORS>
static inline void max_of_window(const sk_pixel_call& call, int y, int x, int c, Writer& writer) {
  Vec v[VECTORS];
  SK_UNROLL(4)
  for (int j = 0; j < VECTORS; j++) v[j] = set(-std::numeric_limits<float>::infinity());
  visit_window(call.window, call.operands->map, y, x, [&](const float* cell) {
    SK_UNROLL(4)
    for (int j = 0; j < VECTORS; j++) v[j] = max_or_nan(v[j], load(cell + c + j * LANES));
  });
  SK_UNROLL(4)
  for (int j = 0; j < VECTORS; j++) writer.put(c + j * LANES, v[j]);
}

static void max_pool(const sk_pixel_call& call, int begin, int end) {
  const sk_target& target = call.target;
  for (int i = begin; i < end; i++) {
    const int y = row_of(target.list[i]), x = column_of(target.list[i]);
    Writer writer(target, y, x);
    int c = 0;
    for (; c + 3 * LANES < target.channels; c += 4 * LANES) max_of_window<4>(call, y, x, c, writer);
    for (; c < target.channels; c += LANES) max_of_window<1>(call, y, x, c, writer);
    write_norm(target, i, sum(writer.norm));
  }
}

static void mean_pool(const sk_pixel_call& call, int begin, int end, bool withBorder) {
  const sk_target& target = call.target;
  for (int i = begin; i < end; i++) {
    const int y = row_of(target.list[i]), x = column_of(target.list[i]);
    int cells = 0;
    visit_window(call.window, call.operands->map, y, x, [&](const float*) { cells++; });
    if (withBorder) cells = call.window.kernelHeight * call.window.kernelWidth;
    const Vec count = set(float(cells > 0 ? cells : 1));
    Writer writer(target, y, x);
    for (int c = 0; c < target.channels; c += LANES) {
      Vec v = zero();
      visit_window(call.window, call.operands->map, y, x, [&](const float* cell) { v = add(v, load(cell + c)); });
      writer.put(c, div(v, count));
    }
    write_norm(target, i, sum(writer.norm));
  }
}

static void bilinear(const sk_pixel_call& call, int begin, int end) {
  const sk_target& target = call.target;
  const sk_operand& operand = *call.operands;
  for (int i = begin; i < end; i++) {
    const int y = row_of(target.list[i]), x = column_of(target.list[i]);
    const Vec below = set(operand.rowWeights[y]), right = set(operand.columnWeights[x]);
    const float* p00 = at(operand.map, operand.rows[y], operand.columns[x]);
    const float* p01 = at(operand.map, operand.rows[y], operand.nextColumns[x]);
    const float* p10 = at(operand.map, operand.nextRows[y], operand.columns[x]);
    const float* p11 = at(operand.map, operand.nextRows[y], operand.nextColumns[x]);
    Writer writer(target, y, x);
    for (int c = 0; c < target.channels; c += LANES) {
      const Vec top = fma(sub(load(p01 + c), load(p00 + c)), right, load(p00 + c));
      const Vec bottom = fma(sub(load(p11 + c), load(p10 + c)), right, load(p10 + c));
      writer.put(c, fma(sub(bottom, top), below, top));
    }
    write_norm(target, i, sum(writer.norm));
  }
}

static void scale(const sk_pixel_call& call, int begin, int end) {
  const sk_target& target = call.target;
  const float* factors = call.operands[1].map.data;
  for (int i = begin; i < end; i++) {
    const int y = row_of(target.list[i]), x = column_of(target.list[i]);
    const float* in = at(call.operands[0].map, y, x);
    Writer writer(target, y, x);
    for (int c = 0; c < target.channels; c += LANES) writer.put(c, mul(load(in + c), load(factors + c)));
    write_norm(target, i, sum(writer.norm));
  }
}

// Runs of channels need not start at a whole register: plain floats. `visit(put)` calls put(channel, new value).
template <class Visit>
static inline void write_run(const sk_target& target, int i, int y, int x, Visit visit) {
  float* out = writable(target.out, y, x) + target.firstChannel;
  float* residual = target.residual.data ? writable(target.residual, y, x) + target.firstChannel : nullptr;
  float norm = 0;
  visit([&](int c, float fresh) {
    const float change = fresh - out[c];
    norm += change < 0 ? -change : change;
    if (residual) residual[c] = change;
    out[c] = fresh;
  });
  write_norm(target, i, norm);
}

// Where an operand's channels for a pixel begin; null where the tables say that it has none.
static inline const float* source_at(const sk_operand& operand, int y, int x) {
  const int sy = looked_up(operand.rows, y), sx = looked_up(operand.columns, x);
  return sy < 0 || sx < 0 ? nullptr : at(operand.map, sy, sx);
}

static void gather(const sk_pixel_call& call, int begin, int end) {
  for (int t = 0; t < call.operandCount; t++) {
    const sk_operand& operand = call.operands[t];
    sk_target target = call.target;
    target.continuesNorms |= t > 0;
    for (int i = begin; i < end; i++) {
      const int y = row_of(target.list[i]), x = column_of(target.list[i]);
      const float* in = source_at(operand, y, x);
      const int phase = y % operand.phaseRows * operand.phaseColumns + x % operand.phaseColumns;
      const int32_t* channels = operand.channels ? operand.channels + int64_t(phase) * target.channels : nullptr;
      write_run(target, i, y, x, [&](auto put) {
        for (int c = 0; c < target.channels; c++) {
          const int channel = looked_up(channels, c);
          if (channel != SK_KEPT) put(c, in && channel >= 0 ? in[channel] : 0);
        }
      });
    }
  }
}

// Exactly so many floats: behind them stand others, or none.
static inline void copy_floats(float* to, const float* from, int count) {
  int i = 0;
  for (; i + LANES <= count; i += LANES) store(to + i, load(from + i));
  for (; i < count; i++) to[i] = from[i];
}

static inline void copy_run(float* out, const float* in, const sk_run& run) {
  float* to = out + run.target;
  if (!in || run.source == SK_ZERO) {
    for (int i = 0; i < run.count; i++) to[int64_t(i) * run.step] = 0;
  } else if (run.step == 1) {
    copy_floats(to, in + run.source, run.count);
  } else {
    const float* from = in + run.source;
    for (int i = 0; i < run.count; i++) to[int64_t(i) * run.step] = from[i];
  }
}

// All channels of a pixel are put together beside the map before they are compared with what is there.
static void assemble(const sk_pixel_call& call, int begin, int end) {
  const sk_target& target = call.target;
  float fresh[SK_MAX_ASSEMBLED];
  const int padded = (target.channels + LANES - 1) / LANES * LANES;
  for (int c = target.channels; c < padded; c++) fresh[c] = 0;
  for (int i = begin; i < end; i++) {
    const int y = row_of(target.list[i]), x = column_of(target.list[i]);
    Writer writer(target, y, x);
    float* to = writer.compares ? fresh : writer.out;
    for (int t = 0; t < call.operandCount; t++) {
      const sk_operand& operand = call.operands[t];
      const float* in = source_at(operand, y, x);
      for (int r = 0; r < operand.runCount; r++) copy_run(to, in, operand.runs[r]);
    }
    if (writer.compares) {
      for (int c = 0; c < target.channels; c += LANES) writer.put(c, load(fresh + c));
      write_norm(target, i, sum(writer.norm));
    }
  }
}

}  // namespace SK_TIER
