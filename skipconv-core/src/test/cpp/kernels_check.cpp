// Runs the kernels of every tier that this processor has against plain loops in double, for machines on which no Java test
// runs: built by a cross compiler, executed by an emulator. The tests in Java cover far more cases; this shows that a compiler
// for another machine made the same of the sources.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <vector>
#include "skipconv.h"

static const char* const NAMES[SK_TIERS] = {"portable", "avx2", "avx512", "neon", "", "", "", "", "portable, mixed",
                                            "avx2, mixed", "avx512, mixed", "neon, mixed", "avx512_bf16", "neon_bf16", "amx_bf16"};
static int tier;
static int checks;
static int failures;

static void check(bool holds, const char* what, int index) {
  checks++;
  if (!holds && ++failures <= 20) std::printf("%s: %s is wrong at %d\n", NAMES[tier], what, index);
}

static void close_to(double got, double expected, const char* what, int index) {
  check(got == expected || std::fabs(got - expected) <= 2e-5 * (1 + std::fabs(expected)), what, index);
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
  sk_map map() { return {at(0, 0), row, pixel, SK_FLOAT32}; }
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

// A multiple of 1/256 in [-1, 1], and its bits in half precision.
static float half_number(uint16_t* bits) {
  const int k = int(number() * 128), size = k < 0 ? -k : k;
  int exponent = 15 - 8, mantissa = size;
  for (; mantissa > 0 && mantissa < 1024; mantissa <<= 1) exponent--;
  *bits = uint16_t((k < 0 ? 0x8000 : 0) | (size == 0 ? 0 : (exponent + 10) << 10 | (mantissa & 1023)));
  return float(k) / 256;
}

static void convolutions(int in, int out, int kernel, int stride, bool depthwise, int kind, bool half = false, bool scaled = false) {
  const int lanes = sk_lanes(tier), most = sk_block_vectors(tier), pad = kernel / 2, side = 11;
  const int outSide = (side + 2 * pad - kernel) / stride + 1;
  Map input(side, side, in, true), output(outSide, outSide, out, true), before = output;
  const int perOutput = depthwise ? 1 : in, taps = kernel * kernel;
  std::vector<float> weight(size_t(out) * perOutput * taps), packed, scale(out + 64), bias(out + 64);
  std::vector<uint16_t> bits(weight.size()), halves;
  for (size_t i = 0; i < weight.size(); i++) weight[i] = half ? half_number(&bits[i]) : number();
  for (int o = 0; o < out; o++) scale[o] = number(), bias[o] = number();
  std::vector<sk_block> blocks;
  const int vectors = (out + lanes - 1) / lanes;
  for (int done = 0; done < vectors;) {
    const int take = vectors - done < most ? vectors - done : most, first = done * lanes;
    blocks.push_back({int64_t(packed.size()), take, first, depthwise ? first : 0, perOutput});
    for (int t = 0; t < taps; t++)
      for (int i = 0; i < perOutput; i++)
        for (int o = first; o < first + take * lanes; o++) {
          packed.push_back(o < out ? weight[(size_t(o) * perOutput + i) * taps + t] : 0);
          halves.push_back(o < out ? bits[(size_t(o) * perOutput + i) * taps + t] : 0);
        }
    done += take;
  }
  std::vector<int32_t> list = every_third(outSide, outSide);
  const int count = int(list.size()), parts = int(blocks.size());
  std::vector<float> norms(size_t(parts) * count), change(outSide * outSide, -1);
  packed.resize(packed.size() + 2048), halves.resize(packed.size());
  std::vector<float> inFactors(in + 64, 1), outFactors(out + 64), scaledNorms(norms.size());
  for (int c = 0; c < in && scaled; c++) inFactors[c] = number();
  for (int o = 0; o < out; o++) outFactors[o] = number();
  sk_conv_call call = {};
  call.in = input.map();
  call.target = {output.map(), {}, list.data(), norms.data(), 0, out, 0};
  call.window = {kernel, kernel, stride, stride, pad, pad, 1, 1, side, side};
  call.half = half, call.weights = half ? static_cast<const void*>(halves.data()) : packed.data(), call.scale = scale.data(), call.bias = bias.data(), call.blocks = blocks.data();
  call.normStride = count, call.activation = {kind, 0, 0}, call.norm = SK_CHANGE_NORM;
  call.inFactors = scaled ? inFactors.data() : nullptr, call.outFactors = outFactors.data(), call.scaledNorms = scaledNorms.data();
  (depthwise ? sk_convolve_depthwise : sk_convolve)(tier, &call, 0, count, 0, parts);
  const int changed = sk_scatter_norms(tier, norms.data(), count, parts, list.data(), count, outSide, change.data());
  check(changed == count, "number of changed pixels", changed);
  std::vector<float> scaledChange(outSide * outSide);
  sk_scatter_norms(tier, scaledNorms.data(), count, parts, list.data(), count, outSide, scaledChange.data());
  double total = 0;
  for (int i = 0; i < outSide * outSide; i++) {
    const int y = i / outSide, x = i % outSide;
    double norm = 0, scaledNorm = 0;
    for (int o = 0; o < out; o++) {
      double expected = before.at(y, x)[o];
      if (i % 3 != 1) {
        double sum = 0;
        for (int t = 0; t < taps; t++) {
          const float* source = input.at(y * stride - pad + t / kernel, x * stride - pad + t % kernel);
          for (int k = 0; k < perOutput; k++)
            sum += double(weight[(size_t(o) * perOutput + k) * taps + t]) * source[depthwise ? o : k] * inFactors[depthwise ? o : k];
        }
        expected = activated(kind, sum * scale[o] + bias[o]);
        norm += std::fabs(expected - before.at(y, x)[o]);
        scaledNorm += std::fabs((expected - before.at(y, x)[o]) * outFactors[o]);
      }
      // Sums of some hundred products may cancel.
      check(std::fabs(output.at(y, x)[o] - expected) <= 1e-3, depthwise ? "depthwise" : "convolution", o);
    }
    if (i % 3 != 1) check(std::fabs(change[i] - norm) <= 1e-2, "norm", i);
    if (i % 3 != 1) check(std::fabs(scaledChange[i] - scaledNorm) <= 1e-2, "norm of scaled values", i);
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
  // Bilinear: from the mirrored map, a quarter of the way to the next row and half of that to the next column.
  std::vector<int32_t> mirrored(side), next(side);
  std::vector<float> quarters(side, 0.25f), halfway(side, 0.5f);
  for (int i = 0; i < side; i++) mirrored[i] = side - 1 - i, next[i] = i > 0 ? side - i : side - 1;
  // One pixel of which nothing is known.
  a.at(2, 5)[channels - 1] = std::numeric_limits<float>::quiet_NaN();
  for (int program : {SK_WEIGHTED_SUM, SK_MAX_POOL, SK_MEAN_POOL, SK_MEAN_POOL_BORDER, SK_BILINEAR, SK_SCALE, SK_ASSEMBLE, SK_EXPRESSION}) {
    const bool bilinear = program == SK_BILINEAR;
    operands[0].rows = operands[0].columns = bilinear ? mirrored.data() : nullptr;
    operands[0].nextRows = operands[0].nextColumns = bilinear ? next.data() : nullptr;
    operands[0].rowWeights = quarters.data(), operands[0].columnWeights = halfway.data();
    Map out(side, side, channels, false);
    std::vector<float> norms(count);
    sk_pixel_call call = {};
    call.target = {out.map(), {}, list.data(), norms.data(), 0, channels, 0};
    call.window = {3, 3, 1, 1, 1, 1, 1, 1, side, side};
    call.operands = operands, call.operandCount = program == SK_MAX_POOL || program == SK_MEAN_POOL || program == SK_MEAN_POOL_BORDER || bilinear ? 1 : 2;
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
              largest = std::isnan(a.at(ny, nx)[c]) || a.at(ny, nx)[c] > largest ? a.at(ny, nx)[c] : largest;
              sum += a.at(ny, nx)[c];
              cells++;
            }
        const auto mixed = [&](int row) {
          return 0.5 * (double(a.at(row, mirrored[x])[c]) + a.at(row, next[x])[c]);
        };
        const auto larger = [](double u, double v) { return std::isnan(u) || u > v ? u : v; };
        const double expected = program == SK_WEIGHTED_SUM ? larger(0.5 * p - 2 * q, 0)
                                : program == SK_MEAN_POOL_BORDER ? sum / 9
                                : bilinear               ? 0.75 * mixed(mirrored[y]) + 0.25 * mixed(next[y])
                                : program == SK_SCALE    ? p * b.at(0, 0)[c]
                                : program == SK_MAX_POOL   ? largest
                                : program == SK_MEAN_POOL  ? sum / cells
                                : program == SK_ASSEMBLE   ? (c % 2 == 0 ? a : b).at(y, x)[c / 2]
                                                           : activated(3, larger(p * q, p));
        if (std::isnan(expected)) check(std::isnan(out.at(y, x)[c]), "NaN in a pixel program", program * 100 + c);
        else check(std::fabs(out.at(y, x)[c] - expected) <= 1e-5, "pixel program", program * 100 + c);
      }
    }
  }
}

// Functions of one value as skipconv.h numbers them, with parameters .25 and .5, at what is special to one of them.
static void functions() {
  using Function = double (*)(double);
  static const Function expected[] = {
      [](double x) { return x; },
      [](double x) { return x < 0 ? 0 : x; },
      [](double x) { return x < 0 ? 0 : x > 6 ? 6 : x; },
      [](double x) { return x / (1 + std::exp(-x)); },
      [](double x) { return 1 / (1 + std::exp(-x)); },
      [](double x) { return x < 0 ? x / 4 : x; },
      [](double x) { return x < 0.25 ? 0.25 : x > 0.5 ? 0.5 : x; },
      [](double x) { return std::tanh(x); },
      [](double x) { return x * (x < -3 ? 0 : x > 3 ? 6 : x + 3) / 6; },
      [](double x) { return x / 4 + 0.5 < 0 ? 0 : x / 4 + 0.5 > 1 ? 1 : x / 4 + 0.5; },
      [](double x) { return x < 0 ? std::expm1(x) / 4 : x; },
      [](double x) { return std::log1p(std::exp(x)); },
      [](double x) { return std::exp(x); },
      [](double x) { return std::log(x); },
      [](double x) { return std::sqrt(x); },
      [](double x) { return std::fabs(x); },
      [](double x) { return std::erf(x); },
      [](double x) { return x * std::tanh(std::log1p(std::exp(x))); },
      [](double x) { return x / 2 * (1 + std::erf(x * std::sqrt(0.5))); },
      [](double x) { return std::floor(x); },
      [](double x) { return std::nearbyint(x); }};
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inputs[] = {-100, -20, -7.5f, -3, -2.5f, -1.5f, -1, -0.5f, -1e-3f, 0, nan, 1e-3f, 0.3f, 0.5f, 1, 1.5f, 2.5f, 3, 7.5f, 20, 88};
  const int channels = int(sizeof inputs / sizeof *inputs);
  Map in(1, 1, channels, false);
  std::copy(inputs, inputs + channels, in.at(0, 0));
  const int32_t list[] = {0};
  for (int kind = 0; kind < int(sizeof expected / sizeof *expected); kind++) {
    Map out(1, 1, channels, false);
    sk_operand operand = {};
    operand.map = in.map(), operand.phaseRows = operand.phaseColumns = 1;
    const sk_instruction step = {SK_ACTIVATE, 0, 0, {kind, 0.25f, 0.5f}};
    sk_pixel_call call = {};
    call.target = {out.map(), {}, list, nullptr, 0, channels, 0};
    call.operands = &operand, call.operandCount = 1;
    call.instructions = &step, call.instructionCount = 1, call.program = SK_EXPRESSION;
    sk_pixels(tier, &call, 0, 1);
    for (int c = 0; c < channels; c++) {
      const double y = expected[kind](inputs[c]), got = out.at(0, 0)[c];
      if (std::isnan(y)) check(std::isnan(got), "NaN of a function", kind * 100 + c);
      else close_to(got, y, "function", kind * 100 + c);
    }
  }
}

static float widened(uint16_t narrow) {
  const uint32_t bits = uint32_t(narrow) << 16;
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// To the nearest, of two the even one.
static uint16_t narrowed(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return uint16_t((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

// A map of bfloat16s, read, multiplied and stored: to the nearest, of two the even one, and a NaN stays one.
static void narrow() {
  constexpr int channels = 64;
  const float factor = 1.00390625f;
  uint16_t in[channels], out[channels] = {};
  for (uint16_t& bits : in) bits = uint16_t(int(number() * 16384) + 32768);
  in[3] = 0x7fc1, in[40] = 0xff80;
  const int32_t list[] = {0};
  sk_operand operand = {};
  operand.map = {in, channels, channels, SK_BFLOAT16}, operand.factor = factor, operand.phaseRows = operand.phaseColumns = 1;
  sk_pixel_call call = {};
  call.target = {{out, channels, channels, SK_BFLOAT16}, {}, list, nullptr, 0, channels, 0};
  call.operands = &operand, call.operandCount = 1, call.program = SK_WEIGHTED_SUM;
  sk_pixels(tier, &call, 0, 1);
  for (int c = 0; c < channels; c++) {
    const float x = widened(in[c]) * factor;
    if (std::isnan(x)) check((out[c] & 0x7f80) == 0x7f80 && (out[c] & 0x7f), "NaN as bfloat16", c);
    else check(std::fabs(x) < 1e-37f || out[c] == narrowed(x), "bfloat16", c);
  }
}

// Whole quarters have exact sums, in whatever order and however many at a time they are multiplied; and so have their products
// with factors that need rounding. Results are floats, or bfloat16s whose change is measured.
static void narrow_convolutions(int in, int out, int kernel, bool scaled = false, bool narrowOut = false) {
  const int lanes = sk_lanes(tier), most = sk_block_vectors(tier), step = sk_step(tier), pad = kernel / 2, side = 9;
  const auto quarter = [](float* value) {
    *value = float(int(number() * 3)) / 4;
    return narrowed(*value);
  };
  Map input(side, side, in, false), output(side, side, out, true), before = output;
  std::vector<uint16_t> narrow(input.values.size()), packed, result(output.values.size());
  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      for (int k = 0; k < in; k++) narrow[size_t(input.at(y, x) - input.values.data()) + k] = quarter(&input.at(y, x)[k]);
  const int taps = kernel * kernel, stored = (in + step - 1) / step * step;
  std::vector<float> weight(size_t(out) * in * taps), scale(out + 64, 1), bias(out + 64);
  std::fill(bias.begin(), bias.begin() + out, 0.25f);
  std::vector<uint16_t> bits(weight.size());
  for (size_t i = 0; i < weight.size(); i++) bits[i] = quarter(&weight[i]);
  std::vector<sk_block> blocks;
  const int vectors = (out + lanes - 1) / lanes;
  for (int done = 0; done < vectors;) {
    const int take = std::min(vectors - done, most), first = done * lanes;
    blocks.push_back({int64_t(packed.size()), take, first, 0, in});
    for (int t = 0; t < taps; t++)
      for (int i = 0; i < stored; i += step)
        for (int o = first; o < first + take * lanes; o++)
          for (int k = i; k < i + step; k++) packed.push_back(o < out && k < in ? bits[(size_t(o) * in + k) * taps + t] : 0);
    done += take;
  }
  packed.resize(packed.size() + 4096);
  // Products of 9 bits and more.
  std::vector<float> inFactors(in + 64, 1), outFactors(out + 64);
  for (int k = 0; k < in && scaled; k++) inFactors[k] = float(int(number() * 64)) / 64;
  for (int o = 0; o < out; o++) outFactors[o] = number();
  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++) {
      for (int k = 0; k < in && scaled; k++) input.at(y, x)[k] = widened(narrowed(input.at(y, x)[k] * inFactors[k]));
      for (int o = 0; o < out && narrowOut; o++) before.at(y, x)[o] = widened(narrowed(before.at(y, x)[o]));
    }
  const std::vector<int32_t> list = every_third(side, side);
  const int count = int(list.size()), parts = int(blocks.size());
  std::vector<float> norms(size_t(parts) * count), scaledNorms(norms.size()), change(side * side), scaledChange(side * side);
  sk_conv_call call = {};
  call.in = {narrow.data() + (input.at(0, 0) - input.values.data()), input.row, input.pixel, SK_BFLOAT16};
  call.target = {output.map(), {}, list.data(), nullptr, 0, out, 0};
  call.window = {kernel, kernel, 1, 1, pad, pad, 1, 1, side, side};
  call.weights = packed.data(), call.scale = scale.data(), call.bias = bias.data(), call.blocks = blocks.data();
  call.inFactors = scaled ? inFactors.data() : nullptr;
  if (narrowOut) {
    call.target.norms = norms.data(), call.normStride = count, call.norm = SK_CHANGE_NORM;
    call.outFactors = outFactors.data(), call.scaledNorms = scaledNorms.data();
  }
  // Once as a whole, once in pieces of odd lengths.
  for (int piece : {count, 5}) {
    output = before;
    for (size_t i = 0; i < result.size(); i++) result[i] = narrowed(before.values[i]);
    call.target.out = output.map();
    if (narrowOut) call.target.out = {result.data() + (output.at(0, 0) - output.values.data()), output.row, output.pixel, SK_BFLOAT16};
    for (int begin = 0; begin < count; begin += piece)
      sk_convolve(tier, &call, begin, std::min(begin + piece, count), 0, parts);
    for (size_t i = 0; i < result.size() && narrowOut; i++) output.values[i] = widened(result[i]);
    sk_scatter_norms(tier, norms.data(), count, parts, list.data(), count, side, change.data());
    sk_scatter_norms(tier, scaledNorms.data(), count, parts, list.data(), count, side, scaledChange.data());
    for (int i = 0; i < side * side; i++) {
      const int y = i / side, x = i % side;
      double norm = 0, scaledNorm = 0;
      for (int o = 0; o < out; o++) {
        double expected = 0.25;
        for (int t = 0; t < taps; t++)
          for (int k = 0; k < in; k++)
            expected += double(weight[(size_t(o) * in + k) * taps + t]) * input.at(y - pad + t / kernel, x - pad + t % kernel)[k];
        if (i % 3 == 1) expected = before.at(y, x)[o];
        const float stored = narrowOut ? widened(narrowed(float(expected))) : float(expected), old = before.at(y, x)[o];
        check(output.at(y, x)[o] == stored, "convolution of bfloat16s", o);
        norm += std::fabs(double(stored) - old);
        scaledNorm += std::fabs(double(widened(narrowed(stored * outFactors[o]))) - widened(narrowed(old * outFactors[o])));
      }
      if (narrowOut && i % 3 != 1) {
        check(std::fabs(change[i] - norm) <= 1e-5 * norm, "norm of bfloat16s", i);
        check(std::fabs(scaledChange[i] - scaledNorm) <= 1e-5 * scaledNorm, "norm of scaled bfloat16s", i);
      }
    }
  }
}

static void frames() {
  const int height = 7, width = 45, channels = 3, n = height * width * channels;
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
  sk_take_frame(tier, frame.data(), height * width, width, 1, held.at(0, 0), held.row, held.pixel, channels, height, width);
  for (int i = 0; i < n; i++) {
    const int pixel = i % (height * width);
    check(held.at(pixel / width, pixel % width)[i / (height * width)] == frame[i], "taken input", i);
  }
  double sums[2], size = 0, contrast = 0;
  for (int i = 0; i < n; i++) {
    size += std::fabs(frame[i]);
    if ((i + 1) % (height * width) > 0) contrast += std::fabs(frame[i + 1] - frame[i]);
  }
  const int perRow = (width + 15) / 16;
  std::vector<float> rowSums(2 * height, 1e9f);
  std::vector<uint8_t> changedCells(height * perRow, 0);
  const auto magnitude = [&](const uint8_t* cells) {
    return sk_magnitude(tier, frame.data(), height * width, width, 1, n / (height * width), height, width, cells, rowSums.data(), sums);
  };
  check(magnitude(nullptr) == 1, "finite", 0);
  close_to(sums[0], size, "size", 0);
  close_to(sums[1], contrast, "contrast", 0);
  frame[n - 1] = std::numeric_limits<float>::quiet_NaN();
  check(magnitude(changedCells.data()) == 1, "rows that did not change", n - 1);
  close_to(sums[0], size, "size as before", 0);
  changedCells[height * perRow - 1] = 1;
  check(magnitude(changedCells.data()) == 0, "NaN", n - 1);
}

// What the tests in Java compare in all of its bits with what the engine takes for truth is here compared with double, so the
// limits lie where no sum does.
static void noise() {
  const int height = 19, width = 270, channels = 3, border = 3, row = width + 2 * border, n = height * width;
  const int cell = 16, perRow = (width + cell - 1) / cell;
  std::vector<uint8_t> cells(height * perRow, 1);
  std::vector<uint32_t> peaks(2 * height * perRow);
  std::vector<float> frame(n * channels), last(n);
  for (float& value : frame) value = number();
  Map held(height, width, channels, true), before = held;
  const float weights[channels] = {0.25f, 0.5f, 0.25f};
  std::vector<float> luma(n), norms(n), difference(size_t(row) * (height + 2 * border));
  float* inside = difference.data() + border * row + border;
  const auto value = [&](int i, int c) { return frame[i * channels + c]; };
  const int strongly = sk_compare_frame(tier, frame.data(), 1, width * channels, channels, held.at(0, 0), held.row, held.pixel,
                                        channels, height, width, weights, 3, cells.data(), luma.data(), last.data(), inside, row,
                                        norms.data(), peaks.data());
  // Bits of the largest absolute values, so that NaN is above all.
  const auto peak = [&](bool ofNorms, int y, int c) {
    uint32_t most = 0;
    for (int x = c * cell; x < width && x < (c + 1) * cell; x++) {
      uint32_t bits;
      std::memcpy(&bits, ofNorms ? &norms[y * width + x] : inside + y * row + x, sizeof bits);
      most = std::max(most, bits & 0x7fffffff);
    }
    return most;
  };
  const auto set_peaks = [&] {
    for (int i = 0; i < 2 * height * perRow; i++) {
      const int of = i % (height * perRow);
      peaks[i] = peak(i != of, of / perRow, of % perRow);
    }
  };
  const auto check_peaks = [&] {
    for (int i = 0; i < 2 * height * perRow; i++) {
      const int of = i % (height * perRow);
      check(peaks[i] == peak(i != of, of / perRow, of % perRow), "peak of a cell", i);
    }
  };
  check_peaks();
  int strong = 0;
  for (int i = 0; i < n; i++) {
    double bright = 0, change = 0, norm = 0;
    for (int c = 0; c < channels; c++) {
      const double moved = double(value(i, c)) - held.at(i / width, i % width)[c];
      bright += weights[c] * value(i, c), change += weights[c] * moved, norm += std::fabs(moved);
    }
    close_to(luma[i], bright, "luma", i);
    close_to(inside[i / width * row + i % width], change, "difference", i);
    close_to(norms[i], norm, "norm of the input", i);
    strong += norms[i] > 3;
  }
  check(strongly == strong, "strong changes", strongly);

  // Steps of 1/64 have exact sums. Some pixels are flat and unchanged.
  std::vector<float> then(n), samples(5 * n);
  for (int i = 0; i < n; i++) luma[i] = float(int(number() * 8)) / 64, then[i] = i % 7 < 3 ? luma[i] : float(int(number() * 8)) / 64;
  const int step = 4, count = sk_sample_noise(tier, luma.data(), then.data(), height, width, step, samples.data());
  int at = 0;
  for (int y = 3 + step / 2; y < height - 3; y += step)
    for (int x = 3 + step / 2; x < width - 3; x += step) {
      const int i = y * width + x;
      const auto box = [&](int r, int cy, int cx, bool moved) {
        double sum = 0;
        for (int dy = cy - r; dy <= cy + r; dy++)
          for (int dx = cx - r; dx <= cx + r; dx++)
            sum += luma[i + dy * width + dx] - (moved ? then[i + dy * width + dx] : 0);
        return sum / ((2 * r + 1) * (2 * r + 1));
      };
      if (luma[i] == then[i] && luma[i] == luma[i + 1]) continue;
      const double down = box(1, 2, 0, false) - box(1, -2, 0, false), right = box(1, 0, 2, false) - box(1, 0, -2, false);
      const double expected[5] = {box(1, 0, 0, false), down * down + right * right, double(luma[i]) - then[i], box(1, 0, 0, true),
                                  box(3, 0, 0, true)};
      for (int k = 0; k < 5; k++) close_to(samples[5 * at + k], expected[k], "sample of noise", k);
      at++;
    }
  check(count == at, "samples of noise", count);

  // Sums of multiples of 1/8 against limits between their squares; infinity and NaN open, too.
  float limits[10] = {};
  limits[SK_SLOPE] = 0, limits[SK_LOWEST] = limits[SK_HIGHEST] = 1;
  limits[SK_NORM_FACTOR] = 2.3f, limits[SK_SMALL_FACTOR] = 0.57f * 0.57f, limits[SK_LARGE_FACTOR] = 2.69f * 2.69f;
  std::fill(difference.begin(), difference.end(), 0.0f);
  for (int i = 0; i < n; i++) {
    inside[i / width * row + i % width] = i % 3 ? 0 : float(int(number() * 2)) / 8;
    norms[i] = i % 97 ? 1 : float(int(std::fabs(number()) * 4)) / 4;
  }
  norms[n / 2] = std::numeric_limits<float>::quiet_NaN();
  inside[2 * row + 260] = std::numeric_limits<float>::infinity();
  inside[9 * row + 30] = std::numeric_limits<float>::quiet_NaN();
  std::vector<uint8_t> flags(2 * (height + 4) * (width + 4)), mask(n), open(n);
  set_peaks();
  sk_open_changes(tier, inside, row, luma.data(), norms.data(), peaks.data(), height, width, limits, flags.data(), mask.data());
  for (int i = 0; i < n; i++) {
    const int y = i / width, x = i % width;
    const auto exceeds = [&](double sum, int factor) { return !(sum * sum <= limits[factor]); };
    double small = 0, large = 0;
    for (int dy = -3; dy <= 3; dy++)
      for (int dx = -3; dx <= 3; dx++) {
        const double d = inside[(y + dy) * row + x + dx];
        large += d, small += std::abs(dy) <= 1 && std::abs(dx) <= 1 ? d : 0;
      }
    const int spread = exceeds(large, SK_LARGE_FACTOR)                                             ? 2
                       : exceeds(norms[i], SK_NORM_FACTOR) || exceeds(small, SK_SMALL_FACTOR) ? 1
                                                                                                   : -1;
    for (int v = y - spread; v <= y + spread; v++)
      for (int u = x - spread; u <= x + spread; u++)
        if (v >= 0 && v < height && u >= 0 && u < width) open[v * width + u] = 1;
  }
  int some = 0, taken = 0;
  for (int i = 0; i < n; i++) {
    check(mask[i] == open[i], "opened by a change", i);
    some += open[i];
  }
  check(some > n / 20 && some < n * 19 / 20, "share of what opens", some);

  for (int i = 0; i < n; i += 5) norms[i] = 0;
  set_peaks();
  const std::vector<float> sizes = norms, differences = difference;
  std::vector<float> changes(n, 7);
  std::vector<uint8_t> written(height * perRow, 1);
  const int changed = sk_take_open(tier, frame.data(), 1, width * channels, channels, held.at(0, 0), held.row, held.pixel, channels,
                                   height, width, mask.data(), inside, row, norms.data(), peaks.data(), changes.data(), written.data());
  const auto same = [](const float& a, const float& b) { return std::memcmp(&a, &b, sizeof a) == 0; };
  for (int i = 0; i < n; i++) {
    const bool takes = mask[i] && sizes[i] != 0;
    const int place = int(inside - difference.data()) + i / width * row + i % width;
    taken += takes;
    check(same(changes[i], takes ? sizes[i] : 0), "change of the input", i);
    check(same(norms[i], takes ? 0 : sizes[i]), "norm that is left", i);
    check(same(difference[place], takes ? 0 : differences[place]), "difference that is left", i);
    for (int c = 0; c < channels; c++)
      check(held.at(i / width, i % width)[c] == (takes ? value(i, c) : before.at(i / width, i % width)[c]), "input taken over", i);
  }
  check(changed == taken, "pixels taken over", changed);
  check_peaks();
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
  sk_sum_runs(tier, map.at(0, 0), SK_FLOAT32, map.row, map.pixel, channels, width, width, 0, height, nullptr, total.data(), stride);
  sk_maxima_of_runs(tier, map.at(0, 0), SK_FLOAT32, map.row, map.pixel, channels, width, width, 0, height, nullptr, largest.data(), stride);
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
  close_to(sk_sum_magnitudes(tier, map.at(0, 0), SK_FLOAT32, map.row, map.pixel, channels, width, 0, height, nullptr), all, "sum of a map", 0);
  const int run = 2, runs = (width + run - 1) / run;
  std::vector<float> some(size_t(height) * runs * stride, 9), changed(height * width);
  changed[width + 2] = 1;
  sk_sum_runs(tier, map.at(0, 0), SK_FLOAT32, map.row, map.pixel, channels, width, run, 0, height, changed.data(), some.data(), stride);
  for (int i = 0; i < height * runs; i++) {
    const double sum = i == runs + 1 ? double(map.at(1, 2)[0]) + (width > 3 ? map.at(1, 3)[0] : 0) : 9;
    close_to(some[i * stride], sum, "sum of a run", i);
  }
  std::vector<double> totals(channels, 5);
  sk_add_up(tier, total.data(), height, channels, stride, totals.data());
  for (int c = 0; c < channels; c++) {
    double sum = 0;
    for (int y = 0; y < height; y++) sum += total[y * stride + c];
    check(totals[c] == sum, "sums added up", c);
  }
  std::vector<float> factors(stride), next(stride), changes(height * width, 1);
  for (int c = 0; c < channels; c++) factors[c] = number(), next[c] = number();
  sk_change_factors(tier, map.at(0, 0), SK_FLOAT32, map.row, map.pixel, channels, width, 1, height * width, factors.data(), next.data(), changes.data());
  double allScaled = 0;
  for (int i = 0; i < height * width; i++) {
    double norm = 1;
    for (int c = 0; c < channels; c++) {
      const double x = map.at(i / width, i % width)[c];
      norm += i > 0 ? std::fabs(x * next[c] - x * factors[c]) : 0;
      allScaled += std::fabs(x * factors[c]);
    }
    check(std::fabs(changes[i] - norm) <= 1e-4 * norm, "change of factors", i);
  }
  close_to(sk_sum_magnitudes(tier, map.at(0, 0), SK_FLOAT32, map.row, map.pixel, channels, width, 0, height, factors.data()), allScaled, "sum of a scaled map", 0);
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
  sk_clear_pixels(tier, map.at(0, 0), SK_FLOAT32, map.row, map.pixel, channels, list.data(), int(list.size()));
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
          if (kernel == 1) convolutions(channels, 40, kernel, stride, false, 3, false, true);
          convolutions(channels, channels, kernel, stride, true, 0);
        }
      }
      if (sk_half(tier) && tier < SK_MIXED) convolutions(channels, 40, 3, 1, false, 0, true);
      for (int kernel : {1, 3}) {
        if (tier >= SK_MIXED) narrow_convolutions(channels, 40, kernel), narrow_convolutions(7, channels, kernel);
      }
      for (bool narrowOut : {false, true}) {
        if (tier >= SK_MIXED) narrow_convolutions(channels, 40, 1, true, narrowOut), narrow_convolutions(channels, 17, 3, false, narrowOut);
      }
      pixel_programs(channels);
      sums(channels);
    }
    functions();
    if (tier >= SK_MIXED) narrow();
    frames();
    noise();
    pictures(false);
    pictures(true);
    changes();
    std::printf("%s: %d checks\n", NAMES[tier], checks);
  }
  std::printf("%d failures\n", failures);
  return failures == 0 ? 0 : 1;
}
