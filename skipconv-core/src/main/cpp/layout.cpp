// Compares the structs and codes with what NativeLayout.java says of them, from which javac has made a header.
#include <cstddef>
#include "skipconv.h"
#include "simd/portable.h"
#include "kernels/activation.h"
#include "org_skipconv_core_internal_kernel_NativeLayout.h"

#define SK_JAVA(constant) org_skipconv_core_internal_kernel_NativeLayout_##constant
#define SK_OFFSET(type, member, constant) \
  static_assert(offsetof(type, member) == SK_JAVA(constant), #type "::" #member " lies elsewhere in NativeLayout.java")
#define SK_CODE(value, constant) static_assert((value) == SK_JAVA(constant), #value " is another number in NativeLayout.java")

static_assert(sizeof(void*) == sizeof(int64_t), "Java writes addresses as 64-bit integers");

SK_OFFSET(sk_map, data, MAP_DATA);
SK_OFFSET(sk_map, row, MAP_ROW);
SK_OFFSET(sk_map, pixel, MAP_PIXEL);
SK_OFFSET(sk_map, element, MAP_ELEMENT);
SK_CODE(int(sizeof(sk_map)), MAP_BYTES);

SK_OFFSET(sk_activation, kind, ACTIVATION_KIND);
SK_OFFSET(sk_activation, a, ACTIVATION_A);
SK_OFFSET(sk_activation, b, ACTIVATION_B);
SK_CODE(int(sizeof(sk_activation)), ACTIVATION_BYTES);

SK_OFFSET(sk_target, out, TARGET_OUT);
SK_OFFSET(sk_target, residual, TARGET_RESIDUAL);
SK_OFFSET(sk_target, list, TARGET_LIST);
SK_OFFSET(sk_target, norms, TARGET_NORMS);
SK_OFFSET(sk_target, firstChannel, TARGET_FIRST_CHANNEL);
SK_OFFSET(sk_target, channels, TARGET_CHANNELS);
SK_OFFSET(sk_target, continuesNorms, TARGET_CONTINUES_NORMS);
SK_CODE(int(sizeof(sk_target)), TARGET_BYTES);

SK_OFFSET(sk_window, kernelHeight, WINDOW_KERNEL_HEIGHT);
SK_OFFSET(sk_window, kernelWidth, WINDOW_KERNEL_WIDTH);
SK_OFFSET(sk_window, strideY, WINDOW_STRIDE_Y);
SK_OFFSET(sk_window, strideX, WINDOW_STRIDE_X);
SK_OFFSET(sk_window, padTop, WINDOW_PAD_TOP);
SK_OFFSET(sk_window, padLeft, WINDOW_PAD_LEFT);
SK_OFFSET(sk_window, dilationY, WINDOW_DILATION_Y);
SK_OFFSET(sk_window, dilationX, WINDOW_DILATION_X);
SK_OFFSET(sk_window, inHeight, WINDOW_IN_HEIGHT);
SK_OFFSET(sk_window, inWidth, WINDOW_IN_WIDTH);
SK_CODE(int(sizeof(sk_window)), WINDOW_BYTES);

SK_OFFSET(sk_block, weights, BLOCK_WEIGHTS);
SK_OFFSET(sk_block, vectors, BLOCK_VECTORS);
SK_OFFSET(sk_block, channel, BLOCK_CHANNEL);
SK_OFFSET(sk_block, input, BLOCK_INPUT);
SK_OFFSET(sk_block, inputs, BLOCK_INPUTS);
SK_CODE(int(sizeof(sk_block)), BLOCK_BYTES);

SK_OFFSET(sk_conv_call, in, CONV_IN);
SK_OFFSET(sk_conv_call, add, CONV_ADD);
SK_OFFSET(sk_conv_call, target, CONV_TARGET);
SK_OFFSET(sk_conv_call, window, CONV_WINDOW);
SK_OFFSET(sk_conv_call, weights, CONV_WEIGHTS);
SK_OFFSET(sk_conv_call, scale, CONV_SCALE);
SK_OFFSET(sk_conv_call, bias, CONV_BIAS);
SK_OFFSET(sk_conv_call, blocks, CONV_BLOCKS);
SK_OFFSET(sk_conv_call, normStride, CONV_NORM_STRIDE);
SK_OFFSET(sk_conv_call, activation, CONV_ACTIVATION);
SK_OFFSET(sk_conv_call, half, CONV_HALF);
SK_OFFSET(sk_conv_call, accumulates, CONV_ACCUMULATES);
SK_OFFSET(sk_conv_call, norm, CONV_NORM);
SK_OFFSET(sk_conv_call, inFactors, CONV_IN_FACTORS);
SK_OFFSET(sk_conv_call, outFactors, CONV_OUT_FACTORS);
SK_OFFSET(sk_conv_call, scaledNorms, CONV_SCALED_NORMS);
SK_CODE(int(sizeof(sk_conv_call)), CONV_BYTES);

SK_OFFSET(sk_operand, map, OPERAND_MAP);
SK_OFFSET(sk_operand, rows, OPERAND_ROWS);
SK_OFFSET(sk_operand, columns, OPERAND_COLUMNS);
SK_OFFSET(sk_operand, nextRows, OPERAND_NEXT_ROWS);
SK_OFFSET(sk_operand, nextColumns, OPERAND_NEXT_COLUMNS);
SK_OFFSET(sk_operand, rowWeights, OPERAND_ROW_WEIGHTS);
SK_OFFSET(sk_operand, columnWeights, OPERAND_COLUMN_WEIGHTS);
SK_OFFSET(sk_operand, channels, OPERAND_CHANNELS);
SK_OFFSET(sk_operand, factor, OPERAND_FACTOR);
SK_OFFSET(sk_operand, kind, OPERAND_KIND);
SK_OFFSET(sk_operand, phaseRows, OPERAND_PHASE_ROWS);
SK_OFFSET(sk_operand, phaseColumns, OPERAND_PHASE_COLUMNS);
SK_OFFSET(sk_operand, runs, OPERAND_RUNS);
SK_OFFSET(sk_operand, runCount, OPERAND_RUN_COUNT);
SK_CODE(int(sizeof(sk_operand)), OPERAND_BYTES);

SK_OFFSET(sk_run, source, RUN_SOURCE);
SK_OFFSET(sk_run, target, RUN_TARGET);
SK_OFFSET(sk_run, count, RUN_COUNT);
SK_OFFSET(sk_run, step, RUN_STEP);
SK_CODE(int(sizeof(sk_run)), RUN_BYTES);

SK_OFFSET(sk_instruction, operation, INSTRUCTION_OPERATION);
SK_OFFSET(sk_instruction, left, INSTRUCTION_LEFT);
SK_OFFSET(sk_instruction, right, INSTRUCTION_RIGHT);
SK_OFFSET(sk_instruction, activation, INSTRUCTION_ACTIVATION);
SK_CODE(int(sizeof(sk_instruction)), INSTRUCTION_BYTES);

SK_OFFSET(sk_pixel_call, target, PIXEL_TARGET);
SK_OFFSET(sk_pixel_call, window, PIXEL_WINDOW);
SK_OFFSET(sk_pixel_call, operands, PIXEL_OPERANDS);
SK_OFFSET(sk_pixel_call, instructions, PIXEL_INSTRUCTIONS);
SK_OFFSET(sk_pixel_call, operandCount, PIXEL_OPERAND_COUNT);
SK_OFFSET(sk_pixel_call, instructionCount, PIXEL_INSTRUCTION_COUNT);
SK_OFFSET(sk_pixel_call, activation, PIXEL_ACTIVATION);
SK_OFFSET(sk_pixel_call, program, PIXEL_PROGRAM);
SK_CODE(int(sizeof(sk_pixel_call)), PIXEL_BYTES);

SK_OFFSET(sk_magnitude_call, in, MAGNITUDE_IN);
SK_OFFSET(sk_magnitude_call, window, MAGNITUDE_WINDOW);
SK_OFFSET(sk_magnitude_call, weights, MAGNITUDE_WEIGHTS);
SK_OFFSET(sk_magnitude_call, list, MAGNITUDE_LIST);
SK_OFFSET(sk_magnitude_call, sums, MAGNITUDE_SUMS);
SK_OFFSET(sk_magnitude_call, channels, MAGNITUDE_CHANNELS);
SK_OFFSET(sk_magnitude_call, weightStride, MAGNITUDE_WEIGHT_STRIDE);
SK_CODE(int(sizeof(sk_magnitude_call)), MAGNITUDE_BYTES);

SK_CODE(SK_SLOPE, LIMIT_SLOPE);
SK_CODE(SK_MIDDLE, LIMIT_MIDDLE);
SK_CODE(SK_LOWEST, LIMIT_LOWEST);
SK_CODE(SK_HIGHEST, LIMIT_HIGHEST);
SK_CODE(SK_NORM_FACTOR, LIMIT_NORM_FACTOR);
SK_CODE(SK_NORM_LEAST, LIMIT_NORM_LEAST);
SK_CODE(SK_SMALL_FACTOR, LIMIT_SMALL_FACTOR);
SK_CODE(SK_SMALL_LEAST, LIMIT_SMALL_LEAST);
SK_CODE(SK_LARGE_FACTOR, LIMIT_LARGE_FACTOR);
SK_CODE(SK_LARGE_LEAST, LIMIT_LARGE_LEAST);

SK_CODE(SK_PORTABLE, TIER_PORTABLE);
SK_CODE(SK_AVX2, TIER_AVX2);
SK_CODE(SK_AVX512, TIER_AVX512);
SK_CODE(SK_NEON, TIER_NEON);
SK_CODE(SK_AVX512_BF16, TIER_AVX512_BF16);
SK_CODE(SK_NEON_BF16, TIER_NEON_BF16);
SK_CODE(SK_AMX_BF16, TIER_AMX_BF16);
SK_CODE(SK_MIXED, TIER_MIXED);

SK_CODE(SK_FLOAT32, ELEMENT_FLOAT32);
SK_CODE(SK_BFLOAT16, ELEMENT_BFLOAT16);

SK_CODE(SK_NO_NORM, NORM_NONE);
SK_CODE(SK_CHANGE_NORM, NORM_CHANGE);
SK_CODE(SK_SIZE_NORM, NORM_SIZE);

SK_CODE(SK_FULL, KIND_FULL);
SK_CODE(SK_ONE_CHANNEL, KIND_ONE_CHANNEL);
SK_CODE(SK_ONE_PIXEL, KIND_ONE_PIXEL);
SK_CODE(SK_CONSTANT, KIND_CONSTANT);

SK_CODE(SK_ADD, OPERATION_ADD);
SK_CODE(SK_SUB, OPERATION_SUB);
SK_CODE(SK_MUL, OPERATION_MUL);
SK_CODE(SK_DIV, OPERATION_DIV);
SK_CODE(SK_MAX, OPERATION_MAX);
SK_CODE(SK_MIN, OPERATION_MIN);
SK_CODE(SK_ACTIVATE, OPERATION_ACTIVATE);
SK_CODE(SK_POW, OPERATION_POW);

SK_CODE(SK_WEIGHTED_SUM, PROGRAM_WEIGHTED_SUM);
SK_CODE(SK_MAX_POOL, PROGRAM_MAX_POOL);
SK_CODE(SK_MEAN_POOL, PROGRAM_MEAN_POOL);
SK_CODE(SK_MEAN_POOL_BORDER, PROGRAM_MEAN_POOL_BORDER);
SK_CODE(SK_BILINEAR, PROGRAM_BILINEAR);
SK_CODE(SK_SCALE, PROGRAM_SCALE);
SK_CODE(SK_ASSEMBLE, PROGRAM_ASSEMBLE);
SK_CODE(SK_GATHER, PROGRAM_GATHER);
SK_CODE(SK_EXPRESSION, PROGRAM_EXPRESSION);

SK_CODE(SK_MAX_OPERANDS, MAX_OPERANDS);
SK_CODE(SK_MAX_SLOTS, MAX_SLOTS);
SK_CODE(SK_MAX_ASSEMBLED, MAX_ASSEMBLED);
SK_CODE(SK_MAX_SCALED, MAX_SCALED);
#define SK_KIND(name, code) SK_CODE(SK_##name, FUNCTION_##name);
SK_ACTIVATIONS(SK_KIND)
#undef SK_KIND
