// Expressions over operands, and the one entry for everything that is no convolution.
#pragma once
#include "pixels.h"

namespace SK_TIER {

// Registers of channels that one instruction works on, so that interpreting it costs little beside its arithmetic.
constexpr int EXPRESSION_VECTORS = 4;

static inline Vec computed(const sk_instruction& instruction, Vec left, Vec right) {
  switch (instruction.operation) {
    case SK_ADD:
      return add(left, right);
    case SK_SUB:
      return sub(left, right);
    case SK_MUL:
      return mul(left, right);
    case SK_DIV:
      return div(left, right);
    case SK_MAX:
      return max_or_nan(left, right);
    case SK_MIN:
      return min_or_nan(left, right);
    case SK_POW:
      return lane_by_lane(left, right, [](float a, float b) { return std::pow(a, b); });
    default:
      return apply(instruction.activation.kind, instruction.activation, left);
  }
}

// Where an operand's values for a pixel begin.
static inline const float* operand_at(const sk_operand& operand, int y, int x) {
  switch (operand.kind) {
    case SK_ONE_PIXEL:
      return operand.map.data;
    case SK_CONSTANT:
      return &operand.factor;
    default:
      return at(operand.map, looked_up(operand.rows, y), looked_up(operand.columns, x));
  }
}

static inline bool has_channels(const sk_operand& operand) {
  return operand.kind == SK_FULL || operand.kind == SK_ONE_PIXEL;
}

static void expression(const sk_pixel_call& call, int begin, int end) {
  const sk_target& target = call.target;
  Vec slots[SK_MAX_SLOTS][EXPRESSION_VECTORS];
  for (int i = begin; i < end; i++) {
    const int y = row_of(target.list[i]), x = column_of(target.list[i]);
    const float* in[SK_MAX_OPERANDS];
    for (int t = 0; t < call.operandCount; t++) in[t] = operand_at(call.operands[t], y, x);
    Writer writer(target, y, x);
    for (int c = 0; c < target.channels; c += EXPRESSION_VECTORS * LANES) {
      const int left = (target.channels - c + LANES - 1) / LANES;
      const int vectors = left < EXPRESSION_VECTORS ? left : EXPRESSION_VECTORS;
      int slot = 0;
      for (; slot < call.operandCount; slot++) {
        const bool channels = has_channels(call.operands[slot]);
        for (int j = 0; j < vectors; j++) slots[slot][j] = channels ? load(in[slot] + c + j * LANES) : set(*in[slot]);
      }
      for (int k = 0; k < call.instructionCount; k++, slot++) {
        const sk_instruction& instruction = call.instructions[k];
        for (int j = 0; j < vectors; j++) {
          slots[slot][j] = computed(instruction, slots[instruction.left][j], slots[instruction.right][j]);
        }
      }
      for (int j = 0; j < vectors; j++) {
        const int channel = c + j * LANES;
        writer.put(channel, only_channels(slots[slot - 1][j], target.channels - channel));
      }
    }
    write_norm(target, i, sum(writer.norm));
  }
}

static void pixels(const sk_pixel_call* call, int begin, int end) {
  switch (call->program) {
    case SK_WEIGHTED_SUM:
      return weighted_sum(*call, begin, end);
    case SK_MAX_POOL:
      return max_pool(*call, begin, end);
    case SK_MEAN_POOL:
      return mean_pool(*call, begin, end, false);
    case SK_MEAN_POOL_BORDER:
      return mean_pool(*call, begin, end, true);
    case SK_BILINEAR:
      return bilinear(*call, begin, end);
    case SK_SCALE:
      return scale(*call, begin, end);
    case SK_COPY:
      return copy(*call, begin, end);
    case SK_GATHER:
      return gather(*call, begin, end);
    default:
      return expression(*call, begin, end);
  }
}

}  // namespace SK_TIER
