package org.skipconv.gates.training;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.Activation;
import org.skipconv.core.Node;
import org.skipconv.core.graph.Conv;
import org.skipconv.core.graph.Stage;
import org.skipconv.core.graph.Strides;

/**
 * A skip-convolution over clips.
 *
 * <p>REBASE: {@code z = cumsum_t([w * x_0 + b, g_t . (w * r_t)])} with {@code r_t = x_t - x_(t-1)}.
 *
 * <p>CARRY: {@code z_t = z_(t-1) + g_t . (w * x_t + b + s_t - z_(t-1))}, {@link Carried}, where s
 * is the shortcut that the convolution takes along; g_t sees {@code S_t = (1 - g_(t-1)) . S_(t-1) +
 * (change of the window)}.
 */
final class SkipLayer {
  private final DifferentiableWeights weights;
  private final Clips clips;
  private final MaskRule rule;
  private final boolean carry;
  private final DifferentiableResult result;
  private final List<Tensor> recorded = new ArrayList<>();

  /** Null when the rule does not ask for it. */
  private PictureCells picture;

  private Strides strides;

  /** By the map itself: under CARRY most maps have several readers. */
  private final IdentityHashMap<Tensor, MapChange> maps = new IdentityHashMap<>();

  SkipLayer(
      DifferentiableWeights weights,
      Clips clips,
      MaskRule rule,
      boolean carry,
      DifferentiableResult result) {
    this.weights = weights;
    this.clips = clips;
    this.rule = rule;
    this.carry = carry;
    this.result = result;
  }

  /** Remembers the input, whose change the rule wants to see. */
  void picture(Tensor x, Strides paces) {
    picture = new PictureCells(change(x), (int) x.size(1));
    strides = paces;
  }

  /** Returns what was recorded since this was last asked. */
  List<Tensor> recorded() {
    List<Tensor> last = List.copyOf(recorded);
    recorded.clear();
    return last;
  }

  /** All frames of a stage's output; shortcut may be null. */
  Tensor compute(Stage.Convolution stage, Tensor x, Tensor shortcut) {
    Node layer = stage.conv();
    Activation function = stage.activation();
    Conv op = stage.op();
    if (carry && clips.frames() > 1) {
      return carried(stage, x, shortcut);
    }
    Tensor kernel = weights.kernel(op);
    Tensor bias = weights.get(op.bias());
    int groups = op.spec().groups();
    if (clips.frames() == 1) {
      Tensor z = Windows.convolve(x, kernel, bias, op.spec(), groups);
      Tensor sum = shortcut == null ? z : z.add(shortcut);
      return result.tape().cut(DifferentiableOperations.activate(sum, function));
    }
    Tensor residuals = clips.residuals(x);
    Tensor mask = rebaseMask(layer, x, residuals);
    Tensor first = Windows.convolve(clips.first(x), kernel, bias, op.spec(), groups);
    Tensor steps = Windows.convolve(residuals, kernel, null, op.spec(), groups);
    Tensor z = clips.running(Clips.join(first, mask == null ? steps : steps.mul(mask)));
    return result.tape().cut(DifferentiableOperations.activate(z, function));
  }

  private Tensor rebaseMask(Node layer, Tensor x, Tensor residuals) {
    RebaseView view = new RebaseView(layer, x, residuals);
    Tensor decided = rule.mask(layer, view);
    Tensor mask = decided == null ? null : result.tape().cut(decided);
    Tensor changed = changed(view.pending());
    recordChanged(layer, changed);
    record(layer, mask == null ? changed : mask.mul(changed));
    return mask;
  }

  /** 1 where a window saw a change. */
  private static Tensor changed(Tensor pending) {
    return NoGrad.get(() -> pending.gt(new Scalar(0)).to(pending.scalar_type()));
  }

  private void record(Node layer, Tensor open) {
    recorded.add(open);
    result.computed().put(layer, open);
  }

  private void recordChanged(Node layer, Tensor changed) {
    Tensor share = NoGrad.get(changed::mean);
    recorded.add(share);
    result.changed().put(layer, share);
  }

  private Tensor carried(Stage.Convolution stage, Tensor x, Tensor shortcut) {
    Conv op = stage.op();
    Tensor kernel = weights.kernel(op);
    OpenConvolution convolution = new OpenConvolution(x, kernel, weights.get(op.bias()), op.spec());
    Tensor open = result.tape().cut(decided(stage, x, shortcut));
    record(stage.conv(), open);
    Tensor mask = open.detach();
    Carried held =
        NoGrad.get(
            () -> {
              Tensor z = convolution.forward();
              Tensor sum = shortcut == null ? z : z.add_(shortcut);
              return new Carried(sum, mask, clips, stage.activation());
            });
    return piece(
        held,
        (ofZ, ofOpen) -> {
          convolution.backward(ofZ, mask);
          if (shortcut != null) {
            Tape.give(shortcut, ofZ);
          }
          Tape.pull(open, ofOpen);
        },
        // A weight itself outlives this, and must not be freed with it.
        op.scale() == null ? List.of(open, mask) : List.of(open, mask, kernel));
  }

  /** A map that is no layer's, whose change layers will ask for. */
  Tensor map(Tensor x) {
    if (!carry || clips.frames() == 1 || !x.requires_grad()) {
      return result.tape().cut(x);
    }
    Carried held = NoGrad.get(() -> Carried.map(x.detach(), clips));
    return piece(held, (ofX, nothing) -> Tape.pull(x, ofX), List.of(x));
  }

  private Tensor piece(Carried held, BiConsumer<Tensor, Tensor> pull, List<Tensor> needed) {
    Tape tape = result.tape();
    Carried.Kept values = NoGrad.get(held::forward);
    Tensor y = tape.start(values.y().detach());
    MapChange change =
        new MapChange(tape.start(values.change().fresh()), tape.start(values.change().size()));
    remember(y, change);
    tape.add(
        () -> {
          Carried.Gradients gradients =
              NoGrad.get(
                  () -> held.backward(y.grad(), change.fresh().grad(), change.size().grad()));
          pull.accept(gradients.z(), gradients.open());
        },
        Stream.concat(needed.stream(), held.needed().stream()).toList());
    return y;
  }

  /** Pixels that are computed of each frame after the first. */
  private Tensor decided(Stage.Convolution stage, Tensor x, Tensor shortcut) {
    Node layer = stage.conv();
    Tensor[] fresh = clips.each(changes(stage, x, shortcut));
    MapChange seen = change(x);
    result.seen().put(layer, seen);
    Tensor scale = seen.size();
    Tensor[] under = picture == null ? null : clips.each(picture(stage.out()));
    Tensor[] open = new Tensor[fresh.length];
    Tensor[] changed = new Tensor[fresh.length];
    Tensor[] asked = picture == null ? null : clips.each(asked(x, shortcut));
    Tensor pending = null;
    for (int t = 0; t < fresh.length; t++) {
      pending = pending == null ? fresh[t] : pending.add(fresh[t]);
      Tensor mask =
          rule.mask(
              layer,
              new CarryView(pending, scale, under == null ? null : under[t], t + 1, clips.clips()));
      changed[t] = asked == null ? changed(pending) : changed(pending).mul(asked[t]);
      open[t] = mask == null ? changed[t] : mask.mul(changed[t]);
      pending = pending.mul(open[t].neg().add(new Scalar(1f)));
    }
    recordChanged(layer, Clips.join(changed));
    return Clips.join(open);
  }

  /**
   * 1 for the frames in which the layer's input or shortcut changed: in others no gate is asked. To
   * a rule that looks at the picture that makes a difference. [(T - 1) * clips, 1, 1, 1]
   */
  private Tensor asked(Tensor x, Tensor shortcut) {
    return NoGrad.get(
        () -> {
          Tensor most = most(change(x));
          return changed(shortcut == null ? most : most.add(most(change(shortcut))));
        });
  }

  private static Tensor most(MapChange change) {
    return change.fresh().amax(new long[] {2, 3}, true);
  }

  private Tensor picture(Node out) {
    return NoGrad.get(
        () -> picture.of(out.shape(), strides.rows(out), strides.columns(out), clips));
  }

  /**
   * Addition of each frame to the residual of each output pixel, the shortcut's change included.
   */
  private Tensor changes(Stage.Convolution stage, Tensor x, Tensor shortcut) {
    MapChange own = change(x);
    Tensor window = Windows.sum(own.fresh(), stage.op().spec());
    if (shortcut == null) {
      return window;
    }
    MapChange other = change(shortcut);
    Tensor factor = own.size().div(other.size()).mul(new Scalar(stage.shortcutWeight()));
    return window.add(other.fresh().mul(factor.repeat(clips.frames() - 1L, 1, 1, 1)));
  }

  private MapChange change(Tensor x) {
    MapChange known = maps.get(x);
    if (known == null) {
      known = NoGrad.get(() -> Carried.map(x.detach(), clips).forward().change());
      remember(x, known);
    }
    return known;
  }

  private void remember(Tensor x, MapChange change) {
    maps.put(x, change);
    recorded.add(change.fresh());
    recorded.add(change.size());
  }

  private static Tensor overChannels(Tensor x) {
    return x.sum(new long[] {1}, true, new ScalarTypeOptional());
  }

  private final class RebaseView implements MaskRule.LayerView {
    private final Conv op;
    private final Tensor x;
    private final Tensor size;
    private Tensor pending;

    RebaseView(Node layer, Tensor x, Tensor residuals) {
      this.op = layer.conv();
      this.x = x;
      this.size = residuals.abs();
    }

    @Override
    public Tensor pending() {
      if (pending == null) {
        pending = Windows.sum(overChannels(size), op.spec().withGroups(1));
      }
      return pending;
    }

    @Override
    public Tensor size() {
      return size;
    }

    @Override
    public Tensor inputScale() {
      return MapChange.size(clips.first(x)).repeat(clips.frames() - 1L, 1, 1, 1);
    }

    @Override
    public Tensor picture() {
      throw new IllegalStateException("the picture's change is known under CARRY alone");
    }

    @Override
    public int frame() {
      return 1;
    }

    @Override
    public int clips() {
      return clips.clips();
    }
  }

  private record CarryView(Tensor pending, Tensor inputScale, Tensor under, int frame, int clips)
      implements MaskRule.LayerView {
    @Override
    public Tensor picture() {
      if (under == null) {
        throw new IllegalStateException("this rule did not ask for the picture's change");
      }
      return under;
    }

    @Override
    public Tensor size() {
      throw new IllegalStateException("CARRY does not know the residual channel by channel");
    }
  }
}
