// Runs the kernels, all but those that measure noise, of every tier that this processor has against plain loops in double, for machines on which no Java test
// runs: built by a cross compiler, executed by an emulator. The tests in Java cover far more cases; this shows that a compiler
// for another machine made the same of the sources.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <vector>
#include "skipconv.h"

static const char* const NAMES[SK_TIERS] = {"portable", "avx2", "avx512"};
static int tier;
static int checks;
static int failures;

static void check(bool holds, const char* what, int index) {
  checks++;
  if (!holds && ++failures <= 20) std::printf("%s: %s is wrong at %d\n", NAMES[tier], what, index);
}

static void close_to(double got, double expected, const char* what, int index) {
  check(std::fabs(got - expected) <= 2e-5 * (1 + std::fabs(expected)), what, index);
}

// The same numbers on every machine.
static uint32_t state = 12345;
static float number() {
  state = state * 1664525u + 1013904223u;
  return float(int32_t(state >> 8) - (1 << 23)) / float(1 << 22);
}

// A map of NHWC floats with a border of zeros, channels padded to 16.
struct Map {
  static constexpr int BORDER = 4;
  int height, width, channels, pixel, row;
  std::vector<float> values;

  Map(int h, int w, int c, bool filled)
      : height(h), width(w), channels(c), pixel((c + 15) / 16 * 16), row((w + 2 * BORDER) * pixel),
        values(size_t(row) * (h + 2 * BORDER) + 64) {
    for (int y = 0; filled && y < h; y++)
      for (int x = 0; x < w; x++)
        for (int k = 0; k < c; k++) at(y, x)[k] = number();
  }
  float* at(int y, int x) { return values.data() + (y + BORDER) * row + (x + BORDER) * pixel; }
  sk_map map() { return {at(0, 0), row, pixel}; }
};

static std::vector<int32_t> every_third(int height, int width) {
  std::vector<int32_t> list;
  for (int i = 0; i < height * width; i++)
    if (i % 3 != 1) list.push_back((i / width) << 16 | i % width);
  return list;
}

static double activated(int kind, double x) {
  return kind == 1 ? std::fmax(x, 0) : kind == 3 ? x / (1 + std::exp(-x)) : x;
}

static void convolutions(int in, int out, int kernel, int stride, bool depthwise, int kind) {
  const int lanes = sk_lanes(tier), most = sk_block_vectors(tier), pad = kernel / 2, side = 11;
  const int outSide = (side + 2 * pad - kernel) / stride + 1;
  Map input(side, side, in, true), output(outSide, outSide, out, true), before = output;
  const int perOutput = depthwise ? 1 : in, taps = kernel * kernel;
  std::vector<float> weight(size_t(out) * perOutput * taps), packed, scale(out + 64), bias(out + 64);
  for (float& w : weight) w = number();
  for (int o = 0; o < out; o++) scale[o] = number(), bias[o] = number();
  std::vector<sk_block> blocks;
  const int vectors = (out + lanes - 1) / lanes;
  for (int done = 0; done < vectors;) {
    const int take = vectors - done < most ? vectors - done : most, first = done * lanes;
    blocks.push_back({int64_t(packed.size()), take, first, depthwise ? first : 0, perOutput});
    for (int t = 0; t < taps; t++)
      for (int i = 0; i < perOutput; i++)
        for (int o = first; o < first + take * lanes; o++)
          packed.push_back(o < out ? weight[(size_t(o) * perOutput + i) * taps + t] : 0);
    done += take;
  }
  std::vector<int32_t> list = every_third(outSide, outSide);
  const int count = int(list.size()), parts = int(blocks.size());
  std::vector<float> norms(size_t(parts) * count), change(outSide * outSide, -1);
  packed.resize(packed.size() + 2048);
  sk_conv_call call = {};
  call.in = input.map();
  call.target = {output.map(), {}, list.data(), norms.data(), 0, out, 0};
  call.window = {kernel, kernel, stride, stride, pad, pad, 1, 1, side, side};
  call.weights = packed.data(), call.scale = scale.data(), call.bias = bias.data(), call.blocks = blocks.data();
  call.normStride = count, call.activation = {kind, 0, 0}, call.norm = SK_CHANGE_NORM;
  (depthwise ? sk_convolve_depthwise : sk_convolve)(tier, &call, 0, count, 0, parts);
  const int changed = sk_scatter_norms(tier, norms.data(), count, parts, list.data(), count, outSide, change.data());
  check(changed == count, "number of changed pixels", changed);
  double total = 0;
  for (int i = 0; i < outSide * outSide; i++) {
    const int y = i / outSide, x = i % outSide;
    double norm = 0;
    for (int o = 0; o < out; o++) {
      double expected = before.at(y, x)[o];
      if (i % 3 != 1) {
        double sum = 0;
        for (int t = 0; t < taps; t++) {
          const float* source = input.at(y * stride - pad + t / kernel, x * stride - pad + t % kernel);
          for (int k = 0; k < perOutput; k++)
            sum += double(weight[(size_t(o) * perOutput + k) * taps + t]) * source[depthwise ? o : k];
        }
        expected = activated(kind, sum * scale[o] + bias[o]);
        norm += std::fabs(expected - before.at(y, x)[o]);
      }
      // Sums of some hundred products may cancel.
      check(std::fabs(output.at(y, x)[o] - expected) <= 1e-3, depthwise ? "depthwise" : "convolution", o);
    }
    if (i % 3 != 1) check(std::fabs(change[i] - norm) <= 1e-2, "norm", i);
    total += norm;
  }
  check(std::fabs(sk_sum_norms(tier, norms.data(), count, parts, count) - total) <= 1e-2 * count, "sum of norms", 0);
}

static void pixel_programs(int channels) {
  const int side = 9;
  Map a(side, side, channels, true), b(side, side, channels, true);
  std::vector<int32_t> list = every_third(side, side);
  const int count = int(list.size());
  sk_operand operands[2] = {};
  for (int i = 0; i < 2; i++) {
    operands[i].map = (i == 0 ? a : b).map();
    operands[i].factor = i == 0 ? 0.5f : -2;
    operands[i].phaseRows = operands[i].phaseColumns = 1;
  }
  // Channels of both maps by turns.
  const sk_run even = {0, 0, (channels + 1) / 2, 2}, odd = {0, 1, channels / 2, 2};
  operands[0].runs = &even, operands[1].runs = &odd;
  operands[0].runCount = operands[1].runCount = 1;
  const sk_instruction steps[] = {{SK_MUL, 0, 1, {}}, {SK_MAX, 2, 0, {}}, {SK_ACTIVATE, 3, 0, {3, 0, 0}}};
  for (int program : {SK_WEIGHTED_SUM, SK_MAX_POOL, SK_MEAN_POOL, SK_ASSEMBLE, SK_EXPRESSION}) {
    Map out(side, side, channels, false);
    std::vector<float> norms(count);
    sk_pixel_call call = {};
    call.target = {out.map(), {}, list.data(), norms.data(), 0, channels, 0};
    call.window = {3, 3, 1, 1, 1, 1, 1, 1, side, side};
    call.operands = operands, call.operandCount = program == SK_MAX_POOL || program == SK_MEAN_POOL ? 1 : 2;
    call.instructions = steps, call.instructionCount = 3;
    call.activation = {1, 0, 0}, call.program = program;
    sk_pixels(tier, &call, 0, count);
    for (int i = 0; i < count; i++) {
      const int y = list[i] >> 16, x = list[i] & 0xffff;
      for (int c = 0; c < channels; c++) {
        const double p = a.at(y, x)[c], q = b.at(y, x)[c];
        double largest = -INFINITY, sum = 0, cells = 0;
        for (int ny = y - 1; ny <= y + 1; ny++)
          for (int nx = x - 1; nx <= x + 1; nx++)
            if (ny >= 0 && ny < side && nx >= 0 && nx < side) {
              largest = std::fmax(largest, a.at(ny, nx)[c]);
              sum += a.at(ny, nx)[c];
              cells++;
            }
        const double expected = program == SK_WEIGHTED_SUM ? std::fmax(0.5 * p - 2 * q, 0)
                                : program == SK_MAX_POOL   ? largest
                                : program == SK_MEAN_POOL  ? sum / cells
                                : program == SK_ASSEMBLE   ? (c % 2 == 0 ? a : b).at(y, x)[c / 2]
                                                           : activated(3, std::fmax(p * q, p));
        check(std::fabs(out.at(y, x)[c] - expected) <= 1e-5, "pixel program", program * 100 + c);
      }
    }
  }
}

static void frames() {
  const int height = 7, width = 13, channels = 3, n = height * width * channels;
  std::vector<float> frame(n + 64), change(height * width);
  for (int i = 0; i < n; i++) frame[i] = number();
  Map held(height, width, channels, true), before = held;
  const int64_t got = sk_load_frame(tier, frame.data(), height * width, width, 1, held.at(0, 0), held.row, held.pixel, nullptr,
                                    0, 0, channels, height, width, 3, 5, change.data());
  int changed = 0, replaced = 0;
  for (int i = 0; i < height * width; i++) {
    double norm = 0;
    const float* old = before.at(i / width, i % width);
    for (int c = 0; c < channels; c++) norm += std::fabs(double(frame[c * height * width + i]) - old[c]);
    changed += norm > 3;
    replaced += norm > 5;
    close_to(change[i], norm > 3 ? norm : 0, "change of the input", i);
    for (int c = 0; c < channels; c++)
      check(held.at(i / width, i % width)[c] == (norm > 3 ? frame[c * height * width + i] : old[c]), "held input", i);
  }
  check(got == (int64_t(changed) | int64_t(replaced) << 32), "count of the input", changed);
  double sums[2], size = 0, contrast = 0;
  for (int i = 0; i < n; i++) {
    size += std::fabs(frame[i]);
    if (i + 1 < n) contrast += std::fabs(frame[i + 1] - frame[i]);
  }
  check(sk_magnitude(tier, frame.data(), n, 1, sums) == 1, "finite", 0);
  close_to(sums[0], size, "size", 0);
  close_to(sums[1], contrast, "contrast", 0);
  frame[n - 1] = std::numeric_limits<float>::quiet_NaN();
  check(sk_magnitude(tier, frame.data(), n, 1, sums) == 0, "NaN", n - 1);
}

// A picture sampled into an input, whole and then where a byte changed.
static void pictures(bool reversed) {
  const int sourceHeight = 9, sourceWidth = 31, height = 7, width = 45, rowEnd = 6, columnBegin = 3, cell = 16;
  const int perRow = (width + cell - 1) / cell, bytes = sourceHeight * sourceWidth * 3;
  const auto table = [](int source, int size) {
    std::vector<int32_t> made(4 * size);
    for (int u = 0; u < size; u++) {
      const float place = (u + 0.5f) * source / size - 0.5f, low = std::floor(place), weights[2] = {1 - (place - low), place - low};
      made[u] = low < 0 ? 0 : int32_t(low);
      made[size + u] = low + 1 >= source ? source - 1 : int32_t(low + 1);
      std::memcpy(&made[2 * size + u], weights, sizeof(float));
      std::memcpy(&made[3 * size + u], weights + 1, sizeof(float));
    }
    return made;
  };
  const std::vector<int32_t> rows = table(sourceHeight, height), columns = table(sourceWidth, width);
  const auto weight = [](const std::vector<int32_t>& of, int which, int size, int u) {
    float value;
    std::memcpy(&value, &of[(2 + which) * size + u], sizeof value);
    return double(value);
  };
  std::vector<uint8_t> rgb(bytes), before(bytes), cells(height * perRow);
  std::vector<float> colours(6 * cell), lines(2 * (3 * width + 4)), out(height * width * 3);
  for (auto& value : rgb) value = uint8_t(int(number() * 60) + 128);
  for (int i = 0; i < 6 * cell; i++) colours[i] = float(i % 3 + 1) / (i < 3 * cell ? 50 : -2);
  for (int turn = 0; turn < 2; turn++) {
    if (turn == 1) rgb[(4 * sourceWidth + 20) * 3 + 1] ^= 255;
    const std::vector<float> last = out;
    const std::vector<uint8_t> then = before;
    const int got = sk_resample(tier, rgb.data(), before.data(), sourceHeight, sourceWidth, rows.data(), height, 0, rowEnd,
                                columns.data(), width, columnBegin, width, colours.data(), reversed, turn == 0, lines.data(),
                                cells.data(), out.data());
    int marked = 0;
    for (int i = 0; i < height * width; i++) {
      const int v = i / width, u = i % width;
      const bool changed = cells[v * perRow + u / cell];
      marked += changed && (u == columnBegin || (u % cell == 0 && u > columnBegin));
      for (int c = 0; c < 3; c++) {
        double level = 0, old = 0;
        for (int corner = 0; corner < 4; corner++) {
          const int y = rows[corner / 2 * height + v], x = columns[corner % 2 * width + u];
          const int at = (y * sourceWidth + x) * 3 + (reversed ? 2 - c : c);
          const double w = weight(rows, corner / 2, height, v) * weight(columns, corner % 2, width, u);
          level += rgb[at] * w;
          old += then[at] * w;
        }
        const bool sampled = v < rowEnd && u >= columnBegin;
        const float value = out[i * 3 + c];
        if (changed && sampled) close_to(value, level * (c + 1) / 50 - (c + 1) / 2.0, "sample of a picture", i);
        if (!changed || !sampled) check(value == last[i * 3 + c], "what is not sampled", i);
        if (turn == 1 && sampled && level != old) check(changed, "cell that changed", i);
      }
    }
    check(got == marked && (turn == 0 || (got > 0 && got < 9)), "count of cells", got);
    check(before[(4 * sourceWidth + 20) * 3 + 1] == rgb[(4 * sourceWidth + 20) * 3 + 1], "picture before", turn);
  }
}

static void changes() {
  const int height = 10, width = 21;
  std::vector<float> change(height * width), pending(height * width, 1), scratch(256);
  for (size_t i = 0; i < change.size(); i++) change[i] = i % 5 == 0 ? std::fabs(number()) : 0;
  const sk_window window = {3, 3, 1, 1, 1, 1, 1, 1, height, width};
  sk_pool_change(tier, &window, change.data(), pending.data(), width, 0, height, scratch.data());
  for (int i = 0; i < height * width; i++) {
    double sum = 1;
    for (int y = i / width - 1; y <= i / width + 1; y++)
      for (int x = i % width - 1; x <= i % width + 1; x++)
        if (y >= 0 && y < height && x >= 0 && x < width) sum += change[y * width + x];
    close_to(pending[i], sum, "pooled change", i);
  }
  std::vector<uint8_t> mask(change.size() + 8);
  pending[7] = std::numeric_limits<float>::quiet_NaN();
  sk_open_above(tier, pending.data(), 3, mask.data(), height * width);
  for (int i = 0; i < height * width; i++) check(mask[i] == !(pending[i] <= 3), "mask", i);
  std::vector<int32_t> rows(height), columns(width), list(change.size() + 8);
  for (int i = 0; i < height; i++) rows[i] = i;
  for (int i = 0; i < width; i++) columns[i] = i;
  sk_open_dependents(tier, change.data(), width, rows.data(), rows.data(), columns.data(), columns.data(), mask.data(), width,
                     0, height);
  int open = 0;
  for (int i = 0; i < height * width; i++) {
    check(mask[i] == (!(pending[i] <= 3) || change[i] != 0), "dependents", i);
    open += mask[i];
  }
  check(sk_list_open(tier, mask.data(), pending.data(), width, 0, height, list.data()) == open, "open pixels", open);
  for (int i = 1; i < open; i++) check(list[i - 1] < list[i], "order of the list", i);
  float tiny[2] = {0, 1}, source[2] = {1e-45f, 2};
  sk_add_scaled(tier, tiny, source, 1e-3f, 2);
  check(tiny[0] > 0, "a small change", 0);
  close_to(tiny[1], 1.002, "scaled sum", 1);
}

static void sums(int channels) {
  const int height = 6, width = 19;
  Map map(height, width, channels, true);
  const int stride = map.pixel;
  std::vector<float> total(height * stride + 64), largest(height * stride + 64);
  sk_sum_rows(tier, map.at(0, 0), map.row, map.pixel, channels, width, 0, height, total.data(), stride);
  sk_maxima_of_rows(tier, map.at(0, 0), map.row, map.pixel, channels, width, 0, height, largest.data(), stride);
  double all = 0;
  for (int y = 0; y < height; y++)
    for (int c = 0; c < channels; c++) {
      double sum = 0, most = -INFINITY;
      for (int x = 0; x < width; x++) {
        sum += map.at(y, x)[c];
        most = std::fmax(most, map.at(y, x)[c]);
        all += std::fabs(map.at(y, x)[c]);
      }
      close_to(total[y * stride + c], sum, "sum of a row", c);
      check(largest[y * stride + c] == float(most), "maximum of a row", c);
    }
  close_to(sk_sum_magnitudes(tier, map.at(0, 0), map.row, map.pixel, channels, width, 0, height), all, "sum of a map", 0);
  std::vector<int32_t> list = every_third(height, width);
  std::vector<float> weights(9 * stride), got(list.size());
  for (int t = 0; t < 9; t++)
    for (int c = 0; c < channels; c++) weights[t * stride + c] = number();
  const sk_window window = {3, 3, 1, 1, 1, 1, 1, 1, height, width};
  const sk_magnitude_call call = {map.map(), window, weights.data(), list.data(), got.data(), channels, stride};
  sk_convolve_magnitudes(tier, &call, 0, int(list.size()));
  for (size_t i = 0; i < list.size(); i++) {
    double sum = 0;
    for (int t = 0; t < 9; t++)
      for (int c = 0; c < channels; c++)
        sum += std::fabs(map.at((list[i] >> 16) - 1 + t / 3, (list[i] & 0xffff) - 1 + t % 3)[c]) * double(weights[t * stride + c]);
    check(std::fabs(got[i] - sum) <= 1e-3, "convolved magnitudes", int(i));
  }
  sk_clear_pixels(tier, map.at(0, 0), map.row, map.pixel, channels, list.data(), int(list.size()));
  for (int i = 0; i < height * width; i++)
    check((map.at(i / width, i % width)[0] == 0) == (i % 3 != 1), "cleared pixels", i);
  uint8_t bytes[5] = {9, 9, 9, 9, 9};
  sk_fill_bytes(tier, bytes, 1, 4);
  check(bytes[3] == 1 && bytes[4] == 9, "filled bytes", 0);
}

int main() {
  for (tier = 0; tier < SK_TIERS; tier++) {
    if (!sk_supported(tier)) continue;
    checks = 0;
    for (int channels : {1, 3, 16, 17, 40, 72}) {
      for (int kernel : {1, 3, 5}) {
        for (int stride : {1, 2}) {
          convolutions(channels, 24, kernel, stride, false, 1);
          convolutions(13, channels, kernel, stride, false, 3);
          convolutions(channels, channels, kernel, stride, true, 0);
        }
      }
      pixel_programs(channels);
      sums(channels);
    }
    frames();
    pictures(false);
    pictures(true);
    changes();
    std::printf("%s: %d checks\n", NAMES[tier], checks);
  }
  std::printf("%d failures\n", failures);
  return failures == 0 ? 0 : 1;
}
