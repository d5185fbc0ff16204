// C interface of the kernels, as the Java binding sees it.
//
// Maps are NHWC float32: `data` is the address of channel 0 of pixel (0, 0), strides count floats. Addresses are int64_t
// so that Java can fill a call without making pointer objects. A pixel in a list is (y << 16) | x of the output. Every
// function takes the tier (see sk_tiers) that shall do the work.
#pragma once
#include <cstdint>

// Slowest first. The Java enum has the same order.
enum sk_tiers { SK_PORTABLE = 0, SK_AVX2 = 1, SK_AVX512 = 2, SK_TIERS = 3 };

// 1 when this build has the tier and this processor can run it.
int sk_supported(int tier);

// 1 when the tier can read weights in half precision.
int sk_half(int tier);

// Vectors of a full block of output channels, and floats of a vector: how weights are packed for a tier.
int sk_block_vectors(int tier);
int sk_lanes(int tier);

enum sk_activation { SK_NONE = 0, SK_RELU = 1, SK_RELU6 = 2, SK_SILU = 3, SK_SIGMOID = 4 };

// What a kernel writes to `norms` for each pixel: nothing, sum over channels of |new - old|, or of |z| before shortcut and
// activation.
enum sk_norm { SK_NO_NORM = 0, SK_CHANGE_NORM = 1, SK_SIZE_NORM = 2 };

struct sk_map {
  int64_t data = 0;
  int64_t row = 0;
  int64_t pixel = 0;
};

// A run of output channels that is kept in registers together.
struct sk_block {
  int64_t weights;  // index of its first weight
  int32_t vectors;  // output channels / lanes
  int32_t channel;  // first output channel
  int32_t input;    // first input channel it reads
  int32_t inputs;   // number of input channels it reads
};

// A convolution, bound to the maps of a session.
//   open:        y = activation((w * x) * scale + bias + add)
//   accumulate:  y = y + (w * x) * scale, x being a residual
struct sk_conv_call {
  sk_map in, out, add, residual;  // add and residual may be absent (data 0)
  int64_t weights, scale, bias;
  int64_t blocks;    // sk_block[parts]
  int64_t list;      // int32_t[pixels]
  int64_t norms;     // float[parts][normStride]
  int64_t normStride;
  int32_t kernelHeight, kernelWidth, strideY, strideX, padTop, padLeft, dilation;
  int32_t channels;  // of the output
  int32_t half;  // weights are IEEE half precision
  int32_t activation, accumulate, norm;
};

// y = activation(sum of factor_i * x_i), each x_i read at (rows_i[y], columns_i[x]).
struct sk_sum_call {
  int32_t terms;
  int32_t channels;
  int32_t activation;
  sk_map in[16];
  int64_t rows[16], columns[16];  // int32_t tables
  float factor[16];
  sk_map out, residual;
  int64_t list;
  int64_t norms;  // float[pixels of the list], or 0
};

// y = maximum of the window, cells outside the map left out. Other kernels on windows use the geometry and what else they need.
struct sk_pool_call {
  sk_map in, out, residual;
  int32_t channels, inHeight, inWidth;
  int32_t kernelHeight, kernelWidth, strideY, strideX, padTop, padLeft, dilation;
  int64_t list, norms;
};

// y = bilinear mean of four source pixels: rows0/rows1 and their weight, likewise columns.
struct sk_bilinear_call {
  sk_map in, out, residual;
  int32_t channels;
  int64_t rows0, rows1, rowWeight, columns0, columns1, columnWeight;
  int64_t list, norms;
};

// Copies channels of one map into a slice of another.
struct sk_copy_call {
  sk_map in, out, residual;
  int32_t channels, offset;
  int64_t list, norms;
};

// y = x * factor of its channel.
struct sk_scale_call {
  sk_map in, out, residual;
  int32_t channels;
  int64_t factors;  // float[channels], with room for a whole register behind the last
  int64_t list, norms;
};

#define SK_KERNEL(type, name, parameters, arguments) type sk_##name parameters;
#include "kernels.inc"
#undef SK_KERNEL
