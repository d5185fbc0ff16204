// Expressions over operands, and the one entry for everything that is no convolution.
#pragma once
#include "pixels.h"

namespace SK_TIER {

// Registers that one instruction works on, of as many pixels as it takes to fill them, so that interpreting it costs little
// beside its arithmetic.
constexpr int EXPRESSION_VECTORS = 8;

template <class Function>
static inline void each(int vectors, Vec* results, Function function) {
  for (int j = 0; j < vectors; j++) results[j] = function(j);
}

static void compute(const sk_instruction& instruction, const Vec* left, const Vec* right, Vec* results, int vectors) {
  switch (instruction.operation) {
    case SK_ADD:
      return each(vectors, results, [&](int j) { return add(left[j], right[j]); });
    case SK_SUB:
      return each(vectors, results, [&](int j) { return sub(left[j], right[j]); });
    case SK_MUL:
      return each(vectors, results, [&](int j) { return mul(left[j], right[j]); });
    case SK_DIV:
      return each(vectors, results, [&](int j) { return div(left[j], right[j]); });
    case SK_MAX:
      return each(vectors, results, [&](int j) { return max_or_nan(left[j], right[j]); });
    case SK_MIN:
      return each(vectors, results, [&](int j) { return min_or_nan(left[j], right[j]); });
    case SK_POW:
      return each(vectors, results, [&](int j) {
        return lane_by_lane(left[j], right[j], [](float a, float b) { return std::pow(a, b); });
      });
    default:
      if (instruction.activation.kind == SK_SIGMOID) {
        return each(vectors, results, [&](int j) { return apply(SK_SIGMOID, instruction.activation, left[j]); });
      }
      return each(vectors, results, [&](int j) { return apply(instruction.activation.kind, instruction.activation, left[j]); });
  }
}

// An operand's values for a pixel.
static inline Cells operand_at(const sk_operand& operand, int y, int x) {
  switch (operand.kind) {
    case SK_ONE_PIXEL:
      return at(operand.map, 0, 0);
    case SK_CONSTANT:
      return {const_cast<float*>(&operand.factor), false};
    default:
      return at(operand.map, looked_up(operand.rows, y), looked_up(operand.columns, x));
  }
}

static inline bool has_channels(const sk_operand& operand) {
  return operand.kind == SK_FULL || operand.kind == SK_ONE_PIXEL;
}

// A register of the output: which entry of the list, and its first channel.
struct Place {
  int entry;
  int channel;
};

static void expression(const sk_pixel_call& call, int begin, int end) {
  const sk_target& target = call.target;
  const int vectors = (target.channels + LANES - 1) / LANES;
  Vec slots[SK_MAX_SLOTS][EXPRESSION_VECTORS];
  Writer writer(target, 0, 0);
  Place next = {begin, 0};
  for (int64_t left = int64_t(end - begin) * vectors; left > 0; left -= EXPRESSION_VECTORS) {
    const int now = left < EXPRESSION_VECTORS ? int(left) : EXPRESSION_VECTORS;
    Place places[EXPRESSION_VECTORS];
    for (int j = 0; j < now; j++) {
      places[j] = next;
      const int32_t pixel = target.list[next.entry];
      for (int t = 0; t < call.operandCount; t++) {
        const Cells in = operand_at(call.operands[t], row_of(pixel), column_of(pixel));
        slots[t][j] = has_channels(call.operands[t]) ? in.get(next.channel) : set(in.one(0));
      }
      next.channel += LANES;
      if (next.channel >= target.channels) next = {next.entry + 1, 0};
    }
    int slot = call.operandCount;
    for (int k = 0; k < call.instructionCount; k++, slot++) {
      const sk_instruction& instruction = call.instructions[k];
      compute(instruction, slots[instruction.left], slots[instruction.right], slots[slot], now);
    }
    for (int j = 0; j < now; j++) {
      const Place& place = places[j];
      const int32_t pixel = target.list[place.entry];
      if (place.channel == 0) writer = Writer(target, row_of(pixel), column_of(pixel));
      writer.put(place.channel, only_channels(slots[slot - 1][j], target.channels - place.channel));
      if (place.channel + LANES >= target.channels) write_norm(target, place.entry, sum(writer.norm));
    }
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
    case SK_ASSEMBLE:
      return assemble(*call, begin, end);
    case SK_GATHER:
      return gather(*call, begin, end);
    default:
      return expression(*call, begin, end);
  }
}

}  // namespace SK_TIER
