package org.skipconv.core.internal.kernel;

import java.lang.annotation.Native;
import org.skipconv.core.Activation;

/**
 * Offsets of the fields of the C interface's structs, and its codes. javac writes these constants
 * into a header, and {@code layout.cpp} compares them with what the C++ compiler makes of {@code
 * skipconv.h}: a difference does not compile.
 */
final class NativeLayout {
  // sk_map
  @Native static final int MAP_DATA = 0;
  @Native static final int MAP_ROW = 8;
  @Native static final int MAP_PIXEL = 16;
  @Native static final int MAP_ELEMENT = 24;
  @Native static final int MAP_BYTES = 32;

  // sk_activation
  @Native static final int ACTIVATION_KIND = 0;
  @Native static final int ACTIVATION_A = 4;
  @Native static final int ACTIVATION_B = 8;
  @Native static final int ACTIVATION_BYTES = 12;

  // sk_target
  @Native static final int TARGET_OUT = 0;
  @Native static final int TARGET_RESIDUAL = 32;
  @Native static final int TARGET_LIST = 64;
  @Native static final int TARGET_NORMS = 72;
  @Native static final int TARGET_FIRST_CHANNEL = 80;
  @Native static final int TARGET_CHANNELS = 84;
  @Native static final int TARGET_CONTINUES_NORMS = 88;
  @Native static final int TARGET_BYTES = 96;

  // sk_window
  @Native static final int WINDOW_KERNEL_HEIGHT = 0;
  @Native static final int WINDOW_KERNEL_WIDTH = 4;
  @Native static final int WINDOW_STRIDE_Y = 8;
  @Native static final int WINDOW_STRIDE_X = 12;
  @Native static final int WINDOW_PAD_TOP = 16;
  @Native static final int WINDOW_PAD_LEFT = 20;
  @Native static final int WINDOW_DILATION_Y = 24;
  @Native static final int WINDOW_DILATION_X = 28;
  @Native static final int WINDOW_IN_HEIGHT = 32;
  @Native static final int WINDOW_IN_WIDTH = 36;
  @Native static final int WINDOW_BYTES = 40;

  // sk_block
  @Native static final int BLOCK_WEIGHTS = 0;
  @Native static final int BLOCK_VECTORS = 8;
  @Native static final int BLOCK_CHANNEL = 12;
  @Native static final int BLOCK_INPUT = 16;
  @Native static final int BLOCK_INPUTS = 20;
  @Native static final int BLOCK_BYTES = 24;

  // sk_conv_call
  @Native static final int CONV_IN = 0;
  @Native static final int CONV_ADD = 32;
  @Native static final int CONV_TARGET = 64;
  @Native static final int CONV_WINDOW = 160;
  @Native static final int CONV_WEIGHTS = 200;
  @Native static final int CONV_SCALE = 208;
  @Native static final int CONV_BIAS = 216;
  @Native static final int CONV_BLOCKS = 224;
  @Native static final int CONV_NORM_STRIDE = 232;
  @Native static final int CONV_ACTIVATION = 240;
  @Native static final int CONV_HALF = 252;
  @Native static final int CONV_ACCUMULATES = 256;
  @Native static final int CONV_NORM = 260;
  @Native static final int CONV_IN_FACTORS = 264;
  @Native static final int CONV_OUT_FACTORS = 272;
  @Native static final int CONV_SCALED_NORMS = 280;
  @Native static final int CONV_BYTES = 288;

  // sk_operand
  @Native static final int OPERAND_MAP = 0;
  @Native static final int OPERAND_ROWS = 32;
  @Native static final int OPERAND_COLUMNS = 40;
  @Native static final int OPERAND_NEXT_ROWS = 48;
  @Native static final int OPERAND_NEXT_COLUMNS = 56;
  @Native static final int OPERAND_ROW_WEIGHTS = 64;
  @Native static final int OPERAND_COLUMN_WEIGHTS = 72;
  @Native static final int OPERAND_CHANNELS = 80;
  @Native static final int OPERAND_FACTOR = 88;
  @Native static final int OPERAND_KIND = 92;
  @Native static final int OPERAND_PHASE_ROWS = 96;
  @Native static final int OPERAND_PHASE_COLUMNS = 100;
  @Native static final int OPERAND_RUNS = 104;
  @Native static final int OPERAND_RUN_COUNT = 112;
  @Native static final int OPERAND_BYTES = 120;

  // sk_run
  @Native static final int RUN_SOURCE = 0;
  @Native static final int RUN_TARGET = 4;
  @Native static final int RUN_COUNT = 8;
  @Native static final int RUN_STEP = 12;
  @Native static final int RUN_BYTES = 16;

  // sk_instruction
  @Native static final int INSTRUCTION_OPERATION = 0;
  @Native static final int INSTRUCTION_LEFT = 4;
  @Native static final int INSTRUCTION_RIGHT = 8;
  @Native static final int INSTRUCTION_ACTIVATION = 12;
  @Native static final int INSTRUCTION_BYTES = 24;

  // sk_pixel_call
  @Native static final int PIXEL_TARGET = 0;
  @Native static final int PIXEL_WINDOW = 96;
  @Native static final int PIXEL_OPERANDS = 136;
  @Native static final int PIXEL_INSTRUCTIONS = 144;
  @Native static final int PIXEL_OPERAND_COUNT = 152;
  @Native static final int PIXEL_INSTRUCTION_COUNT = 156;
  @Native static final int PIXEL_ACTIVATION = 160;
  @Native static final int PIXEL_PROGRAM = 172;
  @Native static final int PIXEL_BYTES = 176;

  // sk_magnitude_call
  @Native static final int MAGNITUDE_IN = 0;
  @Native static final int MAGNITUDE_WINDOW = 32;
  @Native static final int MAGNITUDE_WEIGHTS = 72;
  @Native static final int MAGNITUDE_LIST = 80;
  @Native static final int MAGNITUDE_SUMS = 88;
  @Native static final int MAGNITUDE_CHANNELS = 96;
  @Native static final int MAGNITUDE_WEIGHT_STRIDE = 100;
  @Native static final int MAGNITUDE_BYTES = 104;

  // sk_tiers
  // sk_limit
  @Native static final int LIMIT_SLOPE = 0;
  @Native static final int LIMIT_MIDDLE = 1;
  @Native static final int LIMIT_LOWEST = 2;
  @Native static final int LIMIT_HIGHEST = 3;
  @Native static final int LIMIT_NORM_FACTOR = 4;
  @Native static final int LIMIT_NORM_LEAST = 5;
  @Native static final int LIMIT_SMALL_FACTOR = 6;
  @Native static final int LIMIT_SMALL_LEAST = 7;
  @Native static final int LIMIT_LARGE_FACTOR = 8;
  @Native static final int LIMIT_LARGE_LEAST = 9;

  @Native static final int TIER_PORTABLE = 0;
  @Native static final int TIER_AVX2 = 1;
  @Native static final int TIER_AVX512 = 2;
  @Native static final int TIER_NEON = 3;
  @Native static final int TIER_AVX512_BF16 = 4;
  @Native static final int TIER_NEON_BF16 = 5;
  @Native static final int TIER_AMX_BF16 = 6;
  @Native static final int TIER_MIXED = 8;

  // sk_element
  @Native static final int ELEMENT_FLOAT32 = 0;
  @Native static final int ELEMENT_BFLOAT16 = 1;

  // sk_norm
  @Native static final int NORM_NONE = 0;
  @Native static final int NORM_CHANGE = 1;
  @Native static final int NORM_SIZE = 2;

  // sk_operand_kind
  @Native static final int KIND_FULL = 0;
  @Native static final int KIND_ONE_CHANNEL = 1;
  @Native static final int KIND_ONE_PIXEL = 2;
  @Native static final int KIND_CONSTANT = 3;

  // sk_operation
  @Native static final int OPERATION_ADD = 0;
  @Native static final int OPERATION_SUB = 1;
  @Native static final int OPERATION_MUL = 2;
  @Native static final int OPERATION_DIV = 3;
  @Native static final int OPERATION_MAX = 4;
  @Native static final int OPERATION_MIN = 5;
  @Native static final int OPERATION_ACTIVATE = 6;
  @Native static final int OPERATION_POW = 7;

  // sk_program
  @Native static final int PROGRAM_WEIGHTED_SUM = 0;
  @Native static final int PROGRAM_MAX_POOL = 1;
  @Native static final int PROGRAM_MEAN_POOL = 2;
  @Native static final int PROGRAM_MEAN_POOL_BORDER = 3;
  @Native static final int PROGRAM_BILINEAR = 4;
  @Native static final int PROGRAM_SCALE = 5;
  @Native static final int PROGRAM_ASSEMBLE = 6;
  @Native static final int PROGRAM_GATHER = 7;
  @Native static final int PROGRAM_EXPRESSION = 8;

  // sk_limits
  @Native static final int MAX_OPERANDS = 16;
  @Native static final int MAX_SLOTS = 32;
  @Native static final int MAX_ASSEMBLED = 4096;
  @Native static final int MAX_SCALED = 4096;

  // sk_activation_kind
  @Native static final int FUNCTION_NONE = 0;
  @Native static final int FUNCTION_RELU = 1;
  @Native static final int FUNCTION_RELU6 = 2;
  @Native static final int FUNCTION_SILU = 3;
  @Native static final int FUNCTION_SIGMOID = 4;
  @Native static final int FUNCTION_LEAKY_RELU = 5;
  @Native static final int FUNCTION_CLIP = 6;
  @Native static final int FUNCTION_TANH = 7;
  @Native static final int FUNCTION_HARD_SWISH = 8;
  @Native static final int FUNCTION_HARD_SIGMOID = 9;
  @Native static final int FUNCTION_ELU = 10;
  @Native static final int FUNCTION_SOFTPLUS = 11;
  @Native static final int FUNCTION_EXP = 12;
  @Native static final int FUNCTION_LOG = 13;
  @Native static final int FUNCTION_SQRT = 14;
  @Native static final int FUNCTION_ABS = 15;
  @Native static final int FUNCTION_ERF = 16;
  @Native static final int FUNCTION_MISH = 17;
  @Native static final int FUNCTION_GELU = 18;
  @Native static final int FUNCTION_FLOOR = 19;
  @Native static final int FUNCTION_ROUND = 20;

  private NativeLayout() {}

  /** {@code sk_activation_kind} */
  static int code(Activation.Function kind) {
    return switch (kind) {
      case NONE -> FUNCTION_NONE;
      case RELU -> FUNCTION_RELU;
      case RELU6 -> FUNCTION_RELU6;
      case SILU -> FUNCTION_SILU;
      case SIGMOID -> FUNCTION_SIGMOID;
      case LEAKY_RELU -> FUNCTION_LEAKY_RELU;
      case CLIP -> FUNCTION_CLIP;
      case TANH -> FUNCTION_TANH;
      case HARD_SWISH -> FUNCTION_HARD_SWISH;
      case HARD_SIGMOID -> FUNCTION_HARD_SIGMOID;
      case ELU -> FUNCTION_ELU;
      case SOFTPLUS -> FUNCTION_SOFTPLUS;
      case EXP -> FUNCTION_EXP;
      case LOG -> FUNCTION_LOG;
      case SQRT -> FUNCTION_SQRT;
      case ABS -> FUNCTION_ABS;
      case ERF -> FUNCTION_ERF;
      case MISH -> FUNCTION_MISH;
      case GELU -> FUNCTION_GELU;
      case FLOOR -> FUNCTION_FLOOR;
      case ROUND -> FUNCTION_ROUND;
    };
  }

  /** {@code sk_element} */
  static int code(Plane.Element element) {
    return switch (element) {
      case FLOAT32 -> ELEMENT_FLOAT32;
      case BFLOAT16 -> ELEMENT_BFLOAT16;
      case INT32, BYTE -> throw new IllegalArgumentException("kernels read no maps of " + element);
    };
  }

  /** {@code sk_norm} */
  static int code(ConvBinding.Norm norm) {
    return switch (norm) {
      case NONE -> NORM_NONE;
      case CHANGE -> NORM_CHANGE;
      case SIZE -> NORM_SIZE;
    };
  }

  /** {@code sk_operand_kind} */
  static int code(PixelOperand.Addressing kind) {
    return switch (kind) {
      case FULL -> KIND_FULL;
      case ONE_CHANNEL -> KIND_ONE_CHANNEL;
      case ONE_PIXEL -> KIND_ONE_PIXEL;
      case CONSTANT -> KIND_CONSTANT;
    };
  }

  /** {@code sk_operation} */
  static int code(PixelProgram.Opcode operation) {
    return switch (operation) {
      case ADD -> OPERATION_ADD;
      case SUB -> OPERATION_SUB;
      case MUL -> OPERATION_MUL;
      case DIV -> OPERATION_DIV;
      case MAX -> OPERATION_MAX;
      case MIN -> OPERATION_MIN;
      case POW -> OPERATION_POW;
      case ACTIVATE -> OPERATION_ACTIVATE;
    };
  }
}
