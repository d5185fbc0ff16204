// C interface of the kernels: what Java calls, and the structs that it writes into memory of its own. Offsets, sizes and
// codes stand in NativeLayout.java, too; layout.cpp compares them.
//
// Maps are NHWC, of floats or bfloat16s. A pixel in a list is (y << 16) | x of the output.
#pragma once
#include <cstdint>

// Slowest first, among those of one processor. A tier's kernels for maps of floats have its number, those that know bfloat16 as well
// SK_MIXED more; AVX512_BF16, NEON_BF16 and AMX_BF16 multiply bfloat16s without widening them and have only those.
enum sk_tiers {
  SK_PORTABLE = 0, SK_AVX2 = 1, SK_AVX512 = 2, SK_NEON = 3, SK_AVX512_BF16 = 4, SK_NEON_BF16 = 5, SK_AMX_BF16 = 6, SK_MIXED = 8, SK_TIERS = 16
};

// 1 when this build has the tier and this processor can run it.
int sk_supported(int tier);

// Input channels that a convolution of bfloat16s takes at once: weights are packed in as long runs.
int sk_step(int tier);

// 1 when the tier can read weights in half precision.
int sk_half(int tier);

// Vectors of a full block of output channels, and floats of a vector: how weights are packed for a tier.
int sk_block_vectors(int tier);
int sk_lanes(int tier);

enum sk_element { SK_FLOAT32 = 0, SK_BFLOAT16 = 1 };

// `data` points to channel 0 of pixel (0, 0), strides count elements. Absent maps have data 0.
struct sk_map {
  void* data;
  int64_t row;
  int64_t pixel;
  int32_t element;  // sk_element
};

// A function of one value with its parameters; activation.h has the kinds.
struct sk_activation {
  int32_t kind;
  float a;
  float b;
};

// Where results go: the listed pixels of a map, updated in place.
struct sk_target {
  sk_map out;
  sk_map residual;          // takes new - old, of the output's element; may be absent
  const int32_t* list;
  float* norms;             // takes one sum a pixel of the list; may be null
  int32_t firstChannel;     // of a run of channels
  int32_t channels;
  int32_t continuesNorms;   // add to the norms that are there
};

// Which pixels of its input an output pixel looks at.
struct sk_window {
  int32_t kernelHeight, kernelWidth, strideY, strideX, padTop, padLeft, dilationY, dilationX;
  int32_t inHeight, inWidth;
};

// What norms a convolution writes: none, sum over channels of |new - old|, or of |z| before shortcut and activation.
enum sk_norm { SK_NO_NORM = 0, SK_CHANGE_NORM = 1, SK_SIZE_NORM = 2 };

// A run of output channels that is kept in registers together.
struct sk_block {
  int64_t weights;  // index of its first weight
  int32_t vectors;  // output channels / lanes
  int32_t channel;  // first output channel
  int32_t input;    // first input channel it reads
  int32_t inputs;   // number of input channels it reads
};

// A convolution.
//   else:        y = activation((w * x) * scale + bias + add)
//   accumulates: y = y + (w * x) * scale, x being a residual
struct sk_conv_call {
  sk_map in, add;           // add may be absent
  sk_target target;         // norms: [parts][normStride]
  sk_window window;
  const void* weights;      // floats, or IEEE half precision; bfloat16s where the input is and channels are mixed
  const float* scale;
  const float* bias;
  const sk_block* blocks;   // [parts]
  int64_t normStride;
  sk_activation activation;
  int32_t half;
  int32_t accumulates;
  int32_t norm;             // sk_norm
  const float* inFactors;   // one for each input channel, of at most SK_MAX_SCALED: x is the input times its factor, as it would be
                            // stored; null for none. The window is one pixel
  const float* outFactors;  // one for each output channel; null where there are no
  float* scaledNorms;       // [parts][normStride]: of |new * factor - old * factor|, both as they would be stored; beside
                            // SK_CHANGE_NORM where there is no residual
};

// How an operand's values are found for an output value.
enum sk_operand_kind {
  SK_FULL = 0,         // each channel at the output's pixel
  SK_ONE_CHANNEL = 1,  // channel 0 for all channels
  SK_ONE_PIXEL = 2,    // each channel at pixel (0, 0), for all pixels
  SK_CONSTANT = 3      // the factor, for everything
};

// Entries of a gather's table of channels that name none.
enum sk_no_channel { SK_ZERO = -1, SK_KEPT = -2 };

// Channels of an operand that go to channels of the output, one at every `step`-th; source SK_ZERO stands for zeros.
struct sk_run {
  int32_t source, target, count, step;
};

// What a program reads. Tables have an entry for each row, column or channel of the output; null stands for 0, 1, 2, ...
struct sk_operand {
  sk_map map;
  const int32_t* rows;
  const int32_t* columns;
  const int32_t* nextRows;  // interpolation: the second source, and its weight
  const int32_t* nextColumns;
  const float* rowWeights;
  const float* columnWeights;
  const int32_t* channels;  // [phase][channel of the run]
  float factor;
  int32_t kind;             // sk_operand_kind
  int32_t phaseRows;        // phase = y % phaseRows * phaseColumns + x % phaseColumns
  int32_t phaseColumns;
  const sk_run* runs;       // of SK_ASSEMBLE, instead of channels
  int32_t runCount;
};

enum sk_operation { SK_ADD = 0, SK_SUB = 1, SK_MUL = 2, SK_DIV = 3, SK_MAX = 4, SK_MIN = 5, SK_ACTIVATE = 6, SK_POW = 7 };

// Operands have the slots 0, 1, 2, ..., each instruction writes to the slot after those of all before it.
struct sk_instruction {
  int32_t operation;        // sk_operation
  int32_t left, right;      // slots
  sk_activation activation;
};

enum sk_limits { SK_MAX_OPERANDS = 16, SK_MAX_SLOTS = 32, SK_MAX_ASSEMBLED = 4096, SK_MAX_SCALED = 4096 };

// What is computed at a pixel.
enum sk_program {
  SK_WEIGHTED_SUM = 0,       // activation(sum of factor * x)
  SK_MAX_POOL = 1,           // of the window's cells inside the map
  SK_MEAN_POOL = 2,          // of the window's cells inside the map
  SK_MEAN_POOL_BORDER = 3,   // of all of the window's cells, those outside being 0
  SK_BILINEAR = 4,           // between two rows and two columns
  SK_SCALE = 5,              // x * factor of its channel, a map of one pixel
  SK_ASSEMBLE = 6,           // all channels, at most SK_MAX_ASSEMBLED, from runs of the operands' at (rows[y], columns[x])
  SK_GATHER = 7,             // of each operand x at (rows[y], columns[x], channels[c]); 0 where a table has a negative entry;
                             // what is SK_KEPT stays as it is
  SK_EXPRESSION = 8          // what the last instruction gives
};

// Everything that is no convolution.
struct sk_pixel_call {
  sk_target target;
  sk_window window;
  const sk_operand* operands;
  const sk_instruction* instructions;
  int32_t operandCount;
  int32_t instructionCount;
  sk_activation activation;
  int32_t program;           // sk_program
};

// sums[i] = sum over taps and channels of |x| * w at the list's i-th pixel. Weights are [tap][weightStride], 0 beyond the
// channels.
struct sk_magnitude_call {
  sk_map in;
  sk_window window;
  const float* weights;
  const int32_t* list;
  float* sums;
  int32_t channels;
  int32_t weightStride;
};

// What open_changes compares squares with: max(factor * relative, least), where relative = 1 + slope * (luma - middle), held
// to [lowest, highest].
enum sk_limit {
  SK_SLOPE = 0, SK_MIDDLE = 1, SK_LOWEST = 2, SK_HIGHEST = 3,
  SK_NORM_FACTOR = 4, SK_NORM_LEAST = 5,
  SK_SMALL_FACTOR = 6, SK_SMALL_LEAST = 7,   // of the sum over 3x3 pixels
  SK_LARGE_FACTOR = 8, SK_LARGE_LEAST = 9    // over 7x7
};

// R(A...) as R(int tier, A...): every kernel is called with the tier that shall do the work.
template <class Kernel>
struct sk_tiered;
template <class R, class... A>
struct sk_tiered<R(A...)> {
  using type = R(int tier, A...);
};

#define SK_KERNEL(result, name, parameters) extern sk_tiered<result parameters>::type* const sk_##name;
#include "kernels.inc"
#undef SK_KERNEL
