package org.skipconv.core.internal.kernel;

import java.util.ArrayList;
import java.util.List;

/** Makes the structs of the C interface from bindings, in memory of the session. */
final class NativeCalls {
  private NativeCalls() {}

  /** {@code sk_conv_call} */
  static Memory conv(Planes owner, ConvBinding binding) {
    PackedConv weights = binding.weights();
    ScaledNorms scaled = binding.scaledNorms();
    Memory call = owner.bytes(NativeLayout.CONV_BYTES);
    new NativeStruct(call, 0)
        .putMap(NativeLayout.CONV_IN, binding.in())
        .putMap(NativeLayout.CONV_ADD, binding.add())
        .putTarget(NativeLayout.CONV_TARGET, binding.target())
        .putWindow(NativeLayout.CONV_WINDOW, binding.window())
        .putAddress(NativeLayout.CONV_WEIGHTS, weights.weights())
        .putAddress(NativeLayout.CONV_SCALE, weights.scale())
        .putAddress(NativeLayout.CONV_BIAS, weights.bias())
        .putAddress(NativeLayout.CONV_BLOCKS, weights.blocks())
        .putLong(NativeLayout.CONV_NORM_STRIDE, binding.normStride())
        .putActivation(NativeLayout.CONV_ACTIVATION, binding.activation())
        .put(NativeLayout.CONV_HALF, weights.half() ? 1 : 0)
        .put(NativeLayout.CONV_ACCUMULATES, binding.accumulate() ? 1 : 0)
        .put(NativeLayout.CONV_NORM, NativeLayout.code(binding.norm()))
        .putLong(NativeLayout.CONV_IN_FACTORS, address(binding.inFactors()))
        .putLong(NativeLayout.CONV_OUT_FACTORS, address(scaled == null ? null : scaled.factors()))
        .putAddress(NativeLayout.CONV_SCALED_NORMS, scaled == null ? null : scaled.norms());
    return call;
  }

  private static long address(Plane vector) {
    return vector == null ? 0 : vector.address();
  }

  /** {@code sk_pixel_call}, with operands and instructions after it. */
  static Memory pixels(Planes owner, PixelBinding binding) {
    PixelProgram program = binding.program();
    List<PixelOperand> operands = binding.operands();
    List<PixelProgram.Instruction> instructions =
        program instanceof PixelProgram.InstructionList expression
            ? expression.instructions()
            : List.of();
    List<List<ChannelRun>> runs = runs(binding);
    int operandsAt = NativeLayout.PIXEL_BYTES;
    int instructionsAt = operandsAt + operands.size() * NativeLayout.OPERAND_BYTES;
    int runsAt = instructionsAt + instructions.size() * NativeLayout.INSTRUCTION_BYTES;
    int allRuns = runs.stream().mapToInt(List::size).sum();
    Memory call = owner.bytes(runsAt + (long) allRuns * NativeLayout.RUN_BYTES);
    NativeStruct struct =
        new NativeStruct(call, 0)
            .putTarget(NativeLayout.PIXEL_TARGET, binding.target())
            .putLong(NativeLayout.PIXEL_OPERANDS, call.address() + operandsAt)
            .putLong(NativeLayout.PIXEL_INSTRUCTIONS, call.address() + instructionsAt)
            .put(NativeLayout.PIXEL_OPERAND_COUNT, operands.size())
            .put(NativeLayout.PIXEL_INSTRUCTION_COUNT, instructions.size())
            .put(NativeLayout.PIXEL_PROGRAM, program(binding, !runs.isEmpty()));
    if (program instanceof PixelProgram.LinearCombination sum) {
      struct.putActivation(NativeLayout.PIXEL_ACTIVATION, sum.activation());
    } else if (program instanceof PixelProgram.MaxPool pool) {
      struct.putWindow(NativeLayout.PIXEL_WINDOW, pool.window());
    } else if (program instanceof PixelProgram.MeanPool pool) {
      struct.putWindow(NativeLayout.PIXEL_WINDOW, pool.window());
    }
    for (int i = 0; i < operands.size(); i++) {
      operand(new NativeStruct(call, operandsAt + i * NativeLayout.OPERAND_BYTES), operands.get(i));
    }
    for (int i = 0; i < runs.size(); i++) {
      new NativeStruct(call, operandsAt + i * NativeLayout.OPERAND_BYTES)
          .putLong(NativeLayout.OPERAND_RUNS, call.address() + runsAt)
          .put(NativeLayout.OPERAND_RUN_COUNT, runs.get(i).size());
      for (ChannelRun run : runs.get(i)) {
        run(new NativeStruct(call, runsAt), run);
        runsAt += NativeLayout.RUN_BYTES;
      }
    }
    for (int i = 0; i < instructions.size(); i++) {
      instruction(
          new NativeStruct(call, instructionsAt + i * NativeLayout.INSTRUCTION_BYTES),
          instructions.get(i));
    }
    return call;
  }

  /**
   * The runs of channels of each operand where these make up whole pixels, which are then put
   * together at once; none otherwise.
   */
  private static List<List<ChannelRun>> runs(PixelBinding binding) {
    int channels = binding.target().channels();
    if (!(binding.program() instanceof PixelProgram.TableLookup)
        || !binding.target().isWhole()
        || binding.target().continuesNorms()
        || channels > NativeLayout.MAX_ASSEMBLED) {
      return List.of();
    }
    List<int[]> tables = new ArrayList<>();
    for (PixelOperand operand : binding.operands()) {
      int[] table = operand.channels(channels);
      if (table == null) {
        return List.of();
      }
      tables.add(table);
    }
    return ChannelRun.coverOnce(tables, channels)
        ? tables.stream().map(ChannelRun::of).toList()
        : List.of();
  }

  /** {@code sk_run} */
  private static void run(NativeStruct struct, ChannelRun run) {
    struct
        .put(NativeLayout.RUN_SOURCE, run.source())
        .put(NativeLayout.RUN_TARGET, run.target())
        .put(NativeLayout.RUN_COUNT, run.count())
        .put(NativeLayout.RUN_STEP, run.step());
  }

  /** {@code sk_program} */
  private static int program(PixelBinding binding, boolean hasRuns) {
    PixelProgram program = binding.program();
    if (program instanceof PixelProgram.LinearCombination) {
      return NativeLayout.PROGRAM_WEIGHTED_SUM;
    } else if (program instanceof PixelProgram.MaxPool) {
      return NativeLayout.PROGRAM_MAX_POOL;
    } else if (program instanceof PixelProgram.MeanPool pool) {
      return pool.countsBorder()
          ? NativeLayout.PROGRAM_MEAN_POOL_BORDER
          : NativeLayout.PROGRAM_MEAN_POOL;
    } else if (program instanceof PixelProgram.Bilinear) {
      return NativeLayout.PROGRAM_BILINEAR;
    } else if (program instanceof PixelProgram.Scale) {
      return NativeLayout.PROGRAM_SCALE;
    } else if (program instanceof PixelProgram.TableLookup) {
      return hasRuns ? NativeLayout.PROGRAM_ASSEMBLE : NativeLayout.PROGRAM_GATHER;
    }
    return NativeLayout.PROGRAM_EXPRESSION;
  }

  /** {@code sk_operand} */
  private static void operand(NativeStruct struct, PixelOperand operand) {
    Axis rows = operand.rows();
    Axis columns = operand.columns();
    ChannelTable channels = operand.channels();
    struct
        .putMap(NativeLayout.OPERAND_MAP, operand.plane())
        .putAddress(NativeLayout.OPERAND_ROWS, rows == null ? null : rows.source())
        .putAddress(NativeLayout.OPERAND_NEXT_ROWS, rows == null ? null : rows.next())
        .putAddress(NativeLayout.OPERAND_ROW_WEIGHTS, rows == null ? null : rows.weight())
        .putAddress(NativeLayout.OPERAND_COLUMNS, columns == null ? null : columns.source())
        .putAddress(NativeLayout.OPERAND_NEXT_COLUMNS, columns == null ? null : columns.next())
        .putAddress(NativeLayout.OPERAND_COLUMN_WEIGHTS, columns == null ? null : columns.weight())
        .putAddress(NativeLayout.OPERAND_CHANNELS, channels == null ? null : channels.sources())
        .put(NativeLayout.OPERAND_FACTOR, operand.factor())
        .put(NativeLayout.OPERAND_KIND, NativeLayout.code(operand.addressing()))
        .put(NativeLayout.OPERAND_PHASE_ROWS, channels == null ? 1 : channels.phaseRows())
        .put(NativeLayout.OPERAND_PHASE_COLUMNS, channels == null ? 1 : channels.phaseColumns());
  }

  /** {@code sk_instruction} */
  private static void instruction(NativeStruct struct, PixelProgram.Instruction instruction) {
    struct
        .put(NativeLayout.INSTRUCTION_OPERATION, NativeLayout.code(instruction.opcode()))
        .put(NativeLayout.INSTRUCTION_LEFT, instruction.left())
        .put(NativeLayout.INSTRUCTION_RIGHT, instruction.right())
        .putActivation(NativeLayout.INSTRUCTION_ACTIVATION, instruction.activation());
  }

  /** {@code sk_window} */
  static Memory window(Planes owner, WindowGeometry window) {
    Memory struct = owner.bytes(NativeLayout.WINDOW_BYTES);
    new NativeStruct(struct, 0).putWindow(0, window);
    return struct;
  }

  /** {@code sk_magnitude_call} */
  static Memory magnitudes(Planes owner, AbsDotBinding binding) {
    int channels = binding.in().shape().channels();
    Memory call = owner.bytes(NativeLayout.MAGNITUDE_BYTES);
    new NativeStruct(call, 0)
        .putMap(NativeLayout.MAGNITUDE_IN, binding.in())
        .putWindow(NativeLayout.MAGNITUDE_WINDOW, binding.window())
        .putAddress(NativeLayout.MAGNITUDE_WEIGHTS, binding.weights())
        .putAddress(NativeLayout.MAGNITUDE_LIST, binding.list())
        .putAddress(NativeLayout.MAGNITUDE_SUMS, binding.sums())
        .put(NativeLayout.MAGNITUDE_CHANNELS, channels)
        .put(NativeLayout.MAGNITUDE_WEIGHT_STRIDE, Plane.alignedChannels(channels));
    return call;
  }
}
