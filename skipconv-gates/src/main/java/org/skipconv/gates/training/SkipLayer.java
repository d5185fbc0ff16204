package org.skipconv.gates.training;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Node;
import org.skipconv.core.Op;

/**
 * A skip-convolution over clips.
 *
 * <p>REBASE: {@code z = cumsum_t([w * x_0 + b, g_t . (w * r_t)])} with {@code r_t = x_t - x_(t-1)}.
 *
 * <p>CARRY: {@code z_t = z_(t-1) + g_t . (w * x_t + b + s_t - z_(t-1))}, where s is the shortcut
 * that the convolution takes along; g_t sees {@code S_t = (1 - g_(t-1)) . S_(t-1) + (change of the
 * window)}.
 */
final class SkipLayer {
  private final TwinWeights weights;
  private final Clips clips;
  private final MaskRule rule;
  private final boolean carry;
  private final TwinResult result;
  private final List<Tensor> recorded = new ArrayList<>();

  /** By the map itself: under CARRY most maps have several readers. */
  private final IdentityHashMap<Tensor, MapChange> maps = new IdentityHashMap<>();

  SkipLayer(TwinWeights weights, Clips clips, MaskRule rule, boolean carry, TwinResult result) {
    this.weights = weights;
    this.clips = clips;
    this.rule = rule;
    this.carry = carry;
    this.result = result;
  }

  /** What was recorded since this was last asked. */
  List<Tensor> recorded() {
    List<Tensor> last = List.copyOf(recorded);
    recorded.clear();
    return last;
  }

  /** All frames of a layer's output, before its activation; shortcut may be null. */
  Tensor compute(Node layer, Tensor x, Tensor shortcut) {
    Op.Conv op = (Op.Conv) layer.op();
    Tensor kernel = weights.kernel(op);
    Tensor bias = weights.get(op.bias());
    int groups = op.spec().groups();
    if (clips.frames() == 1) {
      Tensor z = Windows.convolve(x, kernel, bias, op.spec(), groups);
      return shortcut == null ? z : z.add(shortcut);
    }
    if (carry) {
      Tensor z = Windows.convolve(x, kernel, bias, op.spec(), groups);
      return carried(layer, x, shortcut == null ? z : z.add(shortcut), shortcut);
    }
    Tensor residuals = clips.residuals(x);
    Tensor mask = rebaseMask(layer, x, residuals);
    Tensor first = Windows.convolve(clips.first(x), kernel, bias, op.spec(), groups);
    Tensor steps = Windows.convolve(residuals, kernel, null, op.spec(), groups);
    return clips.running(Clips.join(first, mask == null ? steps : steps.mul(mask)));
  }

  private Tensor rebaseMask(Node layer, Tensor x, Tensor residuals) {
    RebaseView view = new RebaseView(layer, x, residuals);
    Tensor mask = rule.mask(layer, view);
    Tensor changed = changed(view.pending());
    record(layer, mask == null ? changed : mask.mul(changed), changed);
    return mask;
  }

  /** 1 where a window saw a change. */
  private static Tensor changed(Tensor pending) {
    return NoGrad.get(() -> pending.gt(new Scalar(0)).to(pending.scalar_type()));
  }

  private void record(Node layer, Tensor open, Tensor changed) {
    Tensor share = NoGrad.get(changed::mean);
    recorded.add(open);
    recorded.add(share);
    result.computed().put(layer, open);
    result.changed().put(layer, share);
  }

  private Tensor carried(Node layer, Tensor x, Tensor z, Tensor shortcut) {
    Tensor[] fresh = clips.each(changes(layer, x, shortcut));
    Tensor scale = change(x).size();
    Tensor[] held = new Tensor[clips.frames()];
    Tensor[] open = new Tensor[clips.frames() - 1];
    Tensor[] changed = new Tensor[open.length];
    Tensor[] full = clips.each(z);
    held[0] = full[0];
    Tensor pending = null;
    for (int t = 1; t < held.length; t++) {
      pending = pending == null ? fresh[t - 1] : pending.add(fresh[t - 1]);
      Tensor mask = rule.mask(layer, new CarryView(pending, scale, t, clips.clips()));
      changed[t - 1] = changed(pending);
      open[t - 1] = mask == null ? changed[t - 1] : mask.mul(changed[t - 1]);
      // Exactly the new value or the old one: rounding would be seen as a change.
      held[t] = torch.lerp(held[t - 1], full[t], open[t - 1]);
      pending = pending.mul(open[t - 1].neg().add(new Scalar(1f)));
    }
    record(layer, Clips.join(open), Clips.join(changed));
    return Clips.join(held);
  }

  /** What each frame adds to the residual of each output pixel, the shortcut's change included. */
  private Tensor changes(Node layer, Tensor x, Tensor shortcut) {
    Op.Conv op = (Op.Conv) layer.op();
    MapChange own = change(x);
    Tensor window = Windows.sum(Clips.join(own.fresh().toArray(Tensor[]::new)), op.spec());
    if (shortcut == null) {
      return window;
    }
    MapChange other = change(shortcut);
    double elements = layer.input().shape().channels() * (double) op.spec().taps();
    Tensor factor =
        own.size().div(other.size()).mul(new Scalar(elements / layer.shape().channels()));
    Tensor added = Clips.join(other.fresh().toArray(Tensor[]::new));
    return window.add(added.mul(factor.repeat(clips.frames() - 1L, 1, 1, 1)));
  }

  private MapChange change(Tensor x) {
    return maps.computeIfAbsent(
        x,
        map -> {
          MapChange change = MapChange.of(map, clips);
          recorded.addAll(change.fresh());
          recorded.add(change.size());
          return change;
        });
  }

  private static Tensor overChannels(Tensor x) {
    return x.sum(new long[] {1}, true, new ScalarTypeOptional());
  }

  private final class RebaseView implements MaskRule.View {
    private final Op.Conv op;
    private final Tensor x;
    private final Tensor size;
    private Tensor pending;

    RebaseView(Node layer, Tensor x, Tensor residuals) {
      this.op = (Op.Conv) layer.op();
      this.x = x;
      this.size = residuals.abs();
    }

    @Override
    public Tensor pending() {
      if (pending == null) {
        pending = Windows.sum(overChannels(size), op.spec().grouped(1));
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
    public int frame() {
      return 1;
    }

    @Override
    public int clips() {
      return clips.clips();
    }
  }

  private record CarryView(Tensor pending, Tensor inputScale, int frame, int clips)
      implements MaskRule.View {
    @Override
    public Tensor size() {
      throw new IllegalStateException("CARRY does not know the residual channel by channel");
    }
  }
}
