// Everything that is no convolution, over a list of pixels. What is common in networks has a kernel of its own; the rest is an
// expression, interpreted.
#pragma once
#include <limits>
#include "convolve.h"

namespace SK_TIER {

// Writes channels of one pixel and adds up how much they change.
struct Writer {
  Cells out;
  Cells residual;
  bool compares;  // old values are not read unless somebody wants the change
  Vec norm = zero();

  Writer(const sk_target& target, int y, int x)
      : out(at(target.out, y, x)),
        residual(target.residual.data ? at(target.residual, y, x) : Cells()),
        compares(target.norms || residual) {}

  void put(int channel, Vec value) {
    if (compares) {
      const Vec old = out.get(channel);
      const Vec change = sub(out.set(channel, value), old);
      norm = add(norm, abs(change));
      if (residual) residual.set(channel, change);
    } else {
      out.set(channel, value);
    }
  }
};

static inline void write_norm(const sk_target& target, int i, float norm) {
  if (target.norms) target.norms[i] = target.continuesNorms ? target.norms[i] + norm : norm;
}

// Calls visit(entry of the list, row, column) for some pixels of a list.
template <class Visit>
static inline void visit_pixels(const sk_target& target, int begin, int end, Visit visit) {
  Ahead ahead(target.list, begin, end, target.norms != nullptr, [&](int32_t pixel) {
    ask<true>(at(target.out, row_of(pixel), column_of(pixel)).from(target.firstChannel), target.channels);
  });
  for (int i = begin; i < end; i++) {
    ahead.before(i + 1);
    visit(i, row_of(target.list[i]), column_of(target.list[i]));
  }
}

// The entry of a table; none stands for 0, 1, 2, ...
static inline int looked_up(const int32_t* table, int index) { return table ? table[index] : index; }

static void weighted_sum(const sk_pixel_call& call, int begin, int end) {
  const sk_target& target = call.target;
  // One of them has changed just now; the others lie in no cache either.
  Ahead sources(target.list, begin, end, target.norms != nullptr, [&](int32_t pixel) {
    for (int t = 0; t < call.operandCount; t++) {
      const sk_operand& operand = call.operands[t];
      ask<false>(at(operand.map, looked_up(operand.rows, row_of(pixel)), looked_up(operand.columns, column_of(pixel))), target.channels);
    }
  });
  visit_pixels(target, begin, end, [&](int i, int y, int x) {
    sources.before(i + 1);
    Cells in[SK_MAX_OPERANDS];
    for (int t = 0; t < call.operandCount; t++) {
      const sk_operand& operand = call.operands[t];
      in[t] = at(operand.map, looked_up(operand.rows, y), looked_up(operand.columns, x));
    }
    Writer writer(target, y, x);
    for (int c = 0; c < target.channels; c += LANES) {
      Vec v = mul(in[0].get(c), set(call.operands[0].factor));
      for (int t = 1; t < call.operandCount; t++) v = fma(in[t].get(c), set(call.operands[t].factor), v);
      writer.put(c, activate<SK_ANY>(call.activation, v, target.channels - c));
    }
    write_norm(target, i, sum(writer.norm));
  });
}

// Calls visit(the pixel) for each cell of a pixel's window that lies inside the map, row by row.
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
  visit_window(call.window, call.operands->map, y, x, [&](const Cells& cell) {
    SK_UNROLL(4)
    for (int j = 0; j < VECTORS; j++) v[j] = max_or_nan(v[j], cell.get(c + j * LANES));
  });
  SK_UNROLL(4)
  for (int j = 0; j < VECTORS; j++) writer.put(c + j * LANES, v[j]);
}

static void max_pool(const sk_pixel_call& call, int begin, int end) {
  const sk_target& target = call.target;
  visit_pixels(target, begin, end, [&](int i, int y, int x) {
    Writer writer(target, y, x);
    int c = 0;
    for (; c + 3 * LANES < target.channels; c += 4 * LANES) max_of_window<4>(call, y, x, c, writer);
    for (; c < target.channels; c += LANES) max_of_window<1>(call, y, x, c, writer);
    write_norm(target, i, sum(writer.norm));
  });
}

static void mean_pool(const sk_pixel_call& call, int begin, int end, bool withBorder) {
  const sk_target& target = call.target;
  visit_pixels(target, begin, end, [&](int i, int y, int x) {
    int cells = 0;
    visit_window(call.window, call.operands->map, y, x, [&](const Cells&) { cells++; });
    if (withBorder) cells = call.window.kernelHeight * call.window.kernelWidth;
    const Vec count = set(float(cells > 0 ? cells : 1));
    Writer writer(target, y, x);
    for (int c = 0; c < target.channels; c += LANES) {
      Vec v = zero();
      visit_window(call.window, call.operands->map, y, x, [&](const Cells& cell) { v = add(v, cell.get(c)); });
      writer.put(c, div(v, count));
    }
    write_norm(target, i, sum(writer.norm));
  });
}

static void bilinear(const sk_pixel_call& call, int begin, int end) {
  const sk_target& target = call.target;
  const sk_operand& operand = *call.operands;
  visit_pixels(target, begin, end, [&](int i, int y, int x) {
    const Vec below = set(operand.rowWeights[y]), right = set(operand.columnWeights[x]);
    const Cells p00 = at(operand.map, operand.rows[y], operand.columns[x]);
    const Cells p01 = at(operand.map, operand.rows[y], operand.nextColumns[x]);
    const Cells p10 = at(operand.map, operand.nextRows[y], operand.columns[x]);
    const Cells p11 = at(operand.map, operand.nextRows[y], operand.nextColumns[x]);
    Writer writer(target, y, x);
    for (int c = 0; c < target.channels; c += LANES) {
      const Vec top = fma(sub(p01.get(c), p00.get(c)), right, p00.get(c));
      const Vec bottom = fma(sub(p11.get(c), p10.get(c)), right, p10.get(c));
      writer.put(c, fma(sub(bottom, top), below, top));
    }
    write_norm(target, i, sum(writer.norm));
  });
}

static void scale(const sk_pixel_call& call, int begin, int end) {
  const sk_target& target = call.target;
  const Cells factors = at(call.operands[1].map, 0, 0);
  visit_pixels(target, begin, end, [&](int i, int y, int x) {
    const Cells in = at(call.operands[0].map, y, x);
    Writer writer(target, y, x);
    for (int c = 0; c < target.channels; c += LANES) writer.put(c, mul(in.get(c), factors.get(c)));
    write_norm(target, i, sum(writer.norm));
  });
}

// Runs of channels need not start at a whole register: one by one. `visit(put)` calls put(channel, new value).
template <class Visit>
static inline void write_run(const sk_target& target, int i, int y, int x, Visit visit) {
  const Cells out = at(target.out, y, x).from(target.firstChannel);
  const Cells residual = target.residual.data ? at(target.residual, y, x).from(target.firstChannel) : Cells();
  float norm = 0;
  visit([&](int c, float fresh) {
    const float old = out.one(c);
    const float change = out.setOne(c, fresh) - old;
    norm += change < 0 ? -change : change;
    if (residual) residual.setOne(c, change);
  });
  write_norm(target, i, norm);
}

// The pixel that an operand has for one of the output; null where the tables say that it has none.
static inline Cells source_at(const sk_operand& operand, int y, int x) {
  const int sy = looked_up(operand.rows, y), sx = looked_up(operand.columns, x);
  return sy < 0 || sx < 0 ? Cells() : at(operand.map, sy, sx);
}

static void gather(const sk_pixel_call& call, int begin, int end) {
  for (int t = 0; t < call.operandCount; t++) {
    const sk_operand& operand = call.operands[t];
    sk_target target = call.target;
    target.continuesNorms |= t > 0;
    visit_pixels(target, begin, end, [&](int i, int y, int x) {
      const Cells in = source_at(operand, y, x);
      const int phase = y % operand.phaseRows * operand.phaseColumns + x % operand.phaseColumns;
      const int32_t* channels = operand.channels ? operand.channels + int64_t(phase) * target.channels : nullptr;
      write_run(target, i, y, x, [&](auto put) {
        for (int c = 0; c < target.channels; c++) {
          const int channel = looked_up(channels, c);
          if (channel != SK_KEPT) put(c, in && channel >= 0 ? in.one(channel) : 0);
        }
      });
    });
  }
}

// Exactly so many floats: after them stand others, or none.
template <typename In>
static inline void copy_floats(float* to, const In* from, int count) {
  int i = 0;
  for (; i + LANES <= count; i += LANES) store(to + i, load(from + i));
  for (; i < count; i++) to[i] = value_of(from[i]);
}

template <typename In>
static inline void copy_run(float* out, const In* in, const sk_run& run) {
  float* to = out + run.target;
  if (!in || run.source == SK_ZERO) {
    for (int i = 0; i < run.count; i++) to[int64_t(i) * run.step] = 0;
  } else if (run.step == 1) {
    copy_floats(to, in + run.source, run.count);
  } else {
    const In* from = in + run.source;
    for (int i = 0; i < run.count; i++) to[int64_t(i) * run.step] = value_of(from[i]);
  }
}

// All channels of a pixel are put together beside the map before they are compared with what is there.
static void assemble(const sk_pixel_call& call, int begin, int end) {
  const sk_target& target = call.target;
  float fresh[SK_MAX_ASSEMBLED];
  const int padded = (target.channels + LANES - 1) / LANES * LANES;
  for (int c = target.channels; c < padded; c++) fresh[c] = 0;
  visit_pixels(target, begin, end, [&](int i, int y, int x) {
    Writer writer(target, y, x);
    const bool beside = writer.compares || writer.out.isNarrow();
    float* to = beside ? fresh : writer.out.floats();
    for (int t = 0; t < call.operandCount; t++) {
      const sk_operand& operand = call.operands[t];
      const Cells in = source_at(operand, y, x);
      for (int r = 0; r < operand.runCount; r++) {
        if (in.isNarrow()) {
          copy_run(to, in.narrows(), operand.runs[r]);
        } else {
          copy_run(to, in.floats(), operand.runs[r]);
        }
      }
    }
    if (beside) {
      for (int c = 0; c < target.channels; c += LANES) writer.put(c, load(fresh + c));
      write_norm(target, i, sum(writer.norm));
    }
  });
}

}  // namespace SK_TIER
