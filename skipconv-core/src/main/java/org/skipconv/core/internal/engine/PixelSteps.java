package org.skipconv.core.internal.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.skipconv.core.Node;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.AxisMap;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Dependence;
import org.skipconv.core.graph.Foreign;
import org.skipconv.core.graph.Gather;
import org.skipconv.core.graph.Input;
import org.skipconv.core.graph.Interpolate;
import org.skipconv.core.graph.Interpreter;
import org.skipconv.core.graph.Pointwise;
import org.skipconv.core.graph.Pool;
import org.skipconv.core.graph.Reduce;
import org.skipconv.core.graph.Stage;
import org.skipconv.core.internal.kernel.Axis;
import org.skipconv.core.internal.kernel.ChannelTable;
import org.skipconv.core.internal.kernel.Memory;
import org.skipconv.core.internal.kernel.PixelBinding;
import org.skipconv.core.internal.kernel.PixelKernel;
import org.skipconv.core.internal.kernel.PixelOperand;
import org.skipconv.core.internal.kernel.PixelProgram;
import org.skipconv.core.internal.kernel.Plane;
import org.skipconv.core.internal.kernel.Reach;
import org.skipconv.core.internal.kernel.Target;
import org.skipconv.core.internal.kernel.WindowGeometry;

/** Makes the steps of everything that is no convolution. */
final class PixelSteps implements Interpreter<Step> {
  private final Workspace space;
  private final Map<Node, Value> values;
  private final ForeignParts foreign;
  private final float holdThreshold;

  /**
   * A maker of steps.
   *
   * @param holdThreshold see {@link BroadcastStep}
   */
  PixelSteps(Workspace space, Map<Node, Value> values, ForeignParts foreign, float holdThreshold) {
    this.space = space;
    this.values = values;
    this.foreign = foreign;
    this.holdThreshold = holdThreshold;
  }

  /** Binds a kernel to where its results go. */
  @FunctionalInterface
  private interface Binder {
    PixelKernel bind(Target target);
  }

  Step make(Stage stage) {
    Value out = values.get(stage.out());
    return stage instanceof Stage.Sum sum
        ? sum(sum, out)
        : stage.out().interpret(this, Collections.nCopies(stage.inputs().size(), null));
  }

  @Override
  public Step input(Node node, Input operation) {
    throw new IllegalStateException("the input is no stage");
  }

  @Override
  public Step conv(Node node, Conv operation, Step x) {
    throw new IllegalStateException(node + " is a stage of its own kind");
  }

  @Override
  public Step pointwise(Node node, Pointwise operation, List<Step> operands) {
    Value out = values.get(node);
    if (out.factors() != null) {
      Value map = values.get(node.inputs().get(0));
      BroadcastStep.Held factors =
          new BroadcastStep.Held(values.get(node.inputs().get(1)), out.factors());
      return new FoldedStep(space, map, out, factors, holdThreshold);
    }
    if (operation.isProduct() && !node.inputs().get(1).onPicture()) {
      return scaled(node, out);
    }
    return expression(node, operation, out);
  }

  @Override
  public Step pool(Node node, Pool operation, Step x) {
    return pooled(operation, node, values.get(node));
  }

  @Override
  public Step gather(Node node, Gather operation, List<Step> operands) {
    return gathered(node, operation, values.get(node));
  }

  @Override
  public Step interpolate(Node node, Interpolate operation, Step x) {
    return bilinear(operation, node, values.get(node));
  }

  @Override
  public Step reduce(Node node, Reduce operation, Step x) {
    return new ReduceStep(space, operation.reduction(), values.get(node.input()), values.get(node));
  }

  @Override
  public Step foreign(Node node, Foreign operation, List<Step> operands) {
    return foreign.step(space, values, node, operation);
  }

  private PixelStep step(Value out, List<PixelStep.StepInput> operands, Binder binder) {
    return step(out, operands, binder, null);
  }

  /** A step that may have to compute every pixel and say how much each changed. */
  private PixelStep measuredStep(Value out, List<PixelStep.StepInput> operands, Binder binder) {
    Memory all = space.wholeList(out.map().shape());
    PixelKernel whole = binder.bind(Target.of(out.map(), out.residual(), all, space.norms()));
    return step(out, operands, binder, whole);
  }

  private PixelStep step(
      Value out, List<PixelStep.StepInput> operands, Binder binder, PixelKernel wholeMeasured) {
    Shape shape = out.map().shape();
    Memory list = space.listFor(shape.pixels());
    return new PixelStep(
        space,
        out,
        operands,
        binder.bind(Target.of(out.map(), null, space.wholeList(shape), null)),
        wholeMeasured,
        binder.bind(Target.of(out.map(), out.residual(), list, space.norms())),
        list);
  }

  private Step sum(Stage.Sum stage, Value out) {
    if (stage.inputs().size() > PixelBinding.MAX_OPERANDS) {
      throw new IllegalArgumentException(
          stage.out()
              + " has "
              + stage.inputs().size()
              + " terms, at most "
              + PixelBinding.MAX_OPERANDS);
    }
    Shape shape = out.map().shape();
    List<PixelOperand> terms = new ArrayList<>();
    for (int i = 0; i < stage.inputs().size(); i++) {
      Value value = values.get(stage.inputs().get(i));
      Memory rows = nearest(value.map().shape().height(), shape.height());
      Memory columns = nearest(value.map().shape().width(), shape.width());
      PixelOperand operand = PixelOperand.of(value.map(), Axis.of(rows), Axis.of(columns));
      terms.add(operand.withFactor(stage.factors().get(i)));
    }
    return step(
        out,
        operands(stage),
        target -> bind(target, terms, new PixelProgram.LinearCombination(stage.activation())));
  }

  /**
   * The operands that change pixel by pixel; what is held while it is broadcast is not among them.
   */
  private List<PixelStep.StepInput> operands(Stage stage) {
    List<PixelStep.StepInput> operands = new ArrayList<>();
    for (int i = 0; i < stage.inputs().size(); i++) {
      Node in = stage.inputs().get(i);
      if (!isHeld(in, stage.out())) {
        Value value = values.get(in);
        Dependence dependence = stage.dependence(i);
        Reach reach = new Reach(space.planes(), dependence, in.shape().width());
        operands.add(new PixelStep.StepInput(value, dependence, reach));
      }
    }
    return operands;
  }

  /** Whether an expression broadcasts an operand over the picture. */
  private static boolean isHeld(Node in, Node out) {
    return out.op() instanceof Pointwise && out.onPicture() && !in.onPicture();
  }

  private Memory nearest(int from, int to) {
    if (from == to) {
      return space.identityTable(to);
    }
    int[] source = new int[to];
    for (int i = 0; i < to; i++) {
      source[i] = Math.toIntExact((long) i * from / to);
    }
    return space.planes().tableOf(source);
  }

  private Step pooled(Pool pool, Node stage, Value out) {
    Value in = values.get(stage.inputs().get(0));
    WindowGeometry window = WindowGeometry.of(pool.spec(), in.map().shape(), out.map().shape());
    PixelProgram program =
        switch (pool.pooling()) {
          case MAX -> new PixelProgram.MaxPool(window);
          case MEAN -> new PixelProgram.MeanPool(window, false);
          case MEAN_OF_PADDED -> new PixelProgram.MeanPool(window, true);
        };
    return step(
        out,
        operands(new Stage.Single(stage)),
        target -> bind(target, List.of(PixelOperand.of(in.map())), program));
  }

  private Step bilinear(Interpolate operation, Node stage, Value out) {
    Value in = values.get(stage.inputs().get(0));
    Shape from = in.map().shape();
    Shape to = out.map().shape();
    Axis rows =
        Axis.between(
            space.planes(),
            from.height(),
            to.height(),
            row -> operation.sourceRow(row, from.height()));
    Axis columns =
        Axis.between(
            space.planes(),
            from.width(),
            to.width(),
            column -> operation.sourceColumn(column, from.width()));
    return step(
        out,
        operands(new Stage.Single(stage)),
        target ->
            bind(
                target,
                List.of(PixelOperand.of(in.map(), rows, columns)),
                new PixelProgram.Bilinear()));
  }

  /** A product with a map of one pixel: each channel times its factor, which is held. */
  private Step scaled(Node node, Value out) {
    Plane in = values.get(node.inputs().get(0)).map();
    BroadcastStep.Held factors = held(node.inputs().get(1), out);
    PixelStep pixels =
        measuredStep(
            out,
            operands(new Stage.Single(node)),
            target ->
                bind(
                    target,
                    List.of(PixelOperand.of(in), PixelOperand.onePixel(factors.plane())),
                    new PixelProgram.Scale()));
    return new BroadcastStep(pixels, List.of(factors), holdThreshold);
  }

  private BroadcastStep.Held held(Node broadcast, Value out) {
    Plane plane = space.planes().vector(out.map().shape().channels());
    return new BroadcastStep.Held(values.get(broadcast), plane);
  }

  private Step expression(Node node, Pointwise operation, Value out) {
    List<PixelOperand> read = new ArrayList<>();
    List<BroadcastStep.Held> held = new ArrayList<>();
    for (Node in : node.inputs()) {
      if (isHeld(in, node)) {
        held.add(held(in, out));
        read.add(PixelOperand.onePixel(held.get(held.size() - 1).plane()));
      } else {
        read.add(operand(in, out.map().shape()));
      }
    }
    ExpressionProgram program = ExpressionProgram.of(operation, read, space.planes(), out.map());
    int slots = program.operands().size() + program.instructions().size();
    if (program.operands().size() > PixelBinding.MAX_OPERANDS || slots > PixelBinding.MAX_SLOTS) {
      throw new IllegalArgumentException(
          node
              + " has "
              + program.operands().size()
              + " operands and constants and "
              + program.instructions().size()
              + " steps; at most "
              + PixelBinding.MAX_OPERANDS
              + " operands, and "
              + PixelBinding.MAX_SLOTS
              + " of both, fit one expression");
    }
    Binder binder =
        target ->
            bind(
                target,
                program.operands(),
                new PixelProgram.InstructionList(program.instructions()));
    List<PixelStep.StepInput> operands = operands(new Stage.Single(node));
    return held.isEmpty()
        ? step(out, operands, binder)
        : new BroadcastStep(measuredStep(out, operands, binder), held, holdThreshold);
  }

  private PixelOperand operand(Node in, Shape result) {
    Plane plane = values.get(in).map();
    if (plane.shape().pixels() < result.pixels()) {
      return PixelOperand.onePixel(plane);
    }
    return plane.shape().channels() < result.channels()
        ? PixelOperand.oneChannel(plane)
        : PixelOperand.of(plane);
  }

  private Step gathered(Node node, Gather gather, Value out) {
    return step(
        out, operands(new Stage.Single(node)), target -> puttingTogether(node, gather, target));
  }

  private PixelKernel bind(Target target, List<PixelOperand> operands, PixelProgram program) {
    return space.kernels().pixels(space.planes(), new PixelBinding(target, operands, program));
  }

  /**
   * Takes from each operand the channels of every phase that come from it. Zeros are written
   * together with what comes from the first operand. More operands than one program reads are
   * several programs, each of which leaves the channels of the others as they are.
   */
  private PixelKernel puttingTogether(Node node, Gather gather, Target target) {
    List<PixelOperand> reads = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      int operand = i;
      int[] sources =
          gather.channels().stream()
              .flatMap(List::stream)
              .flatMapToInt(run -> sources(run, operand, node.operandShapes()))
              .toArray();
      if (Arrays.stream(sources).anyMatch(source -> source != PixelOperand.KEPT)) {
        ChannelTable table =
            new ChannelTable(
                space.planes().tableOf(sources),
                target.channels(),
                gather.phaseRows(),
                gather.phaseColumns());
        reads.add(chosen(gather, node.inputs().get(i)).withChannels(table));
      }
    }
    List<PixelKernel> programs = new ArrayList<>();
    for (int i = 0; i < reads.size(); i += PixelBinding.MAX_OPERANDS) {
      int end = Math.min(i + PixelBinding.MAX_OPERANDS, reads.size());
      Target written = i == 0 ? target : target.continued();
      programs.add(bind(written, reads.subList(i, end), new PixelProgram.TableLookup()));
    }
    return inOrder(programs);
  }

  private static IntStream sources(Gather.Channels run, int operand, List<Shape> operands) {
    int first = run.first();
    return IntStream.range(0, run.count(operands))
        .map(
            channel -> {
              if (run.isZeros()) {
                return operand == 0 ? PixelOperand.ZERO : PixelOperand.KEPT;
              }
              return run.operand() == operand ? first + channel : PixelOperand.KEPT;
            });
  }

  private static PixelKernel inOrder(List<PixelKernel> kernels) {
    return kernels.size() == 1
        ? kernels.get(0)
        : (begin, end, partBegin, partEnd) ->
            kernels.forEach(kernel -> kernel.run(begin, end, partBegin, partEnd));
  }

  private PixelOperand chosen(Gather gather, Node in) {
    Plane plane = values.get(in).map();
    return gather.keepsPixels()
        ? PixelOperand.of(plane)
        : PixelOperand.of(
            plane,
            lines(gather.rows(), plane.shape().height()),
            lines(gather.columns(), plane.shape().width()));
  }

  private Axis lines(AxisMap map, int inputs) {
    int[] sources = IntStream.range(0, map.size(inputs)).map(i -> map.source(i, inputs)).toArray();
    return Axis.of(space.planes().tableOf(sources));
  }
}
