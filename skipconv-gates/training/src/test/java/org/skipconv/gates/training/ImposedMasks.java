package org.skipconv.gates.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.Gate;
import org.skipconv.core.GateMask;
import org.skipconv.core.GatedLayer;
import org.skipconv.core.Node;
import org.skipconv.core.Residual;
import org.skipconv.core.SkipNetwork;

/** Random masks that a session and a differentiable model both follow; of one clip. */
final class ImposedMasks implements MaskRule {
  private final Map<String, float[][]> masks = new LinkedHashMap<>();

  ImposedMasks(SkipNetwork network, int frames, double openShare, long seed) {
    Random random = new Random(seed);
    for (Node layer : network.gatedLayers()) {
      float[][] all = new float[frames - 1][layer.shape().pixels()];
      for (float[] mask : all) {
        for (int i = 0; i < mask.length; i++) {
          mask[i] = random.nextDouble() < openShare ? 1 : 0;
        }
      }
      masks.put(layer.name(), all);
    }
  }

  @Override
  public Tensor mask(Node layer, LayerView view) {
    int frames = (int) view.pending().size(0);
    Tensor[] each = new Tensor[frames];
    for (int i = 0; i < frames; i++) {
      float[] mask = masks.get(layer.name())[view.frame() - 1 + i];
      each[i] = Tensor.create(mask, 1, 1, layer.shape().height(), layer.shape().width());
    }
    return Clips.join(each).to(view.pending().scalar_type());
  }

  /** The same masks for a session that has seen one frame. */
  Gate gate() {
    return layer -> new Playback(layer);
  }

  private final class Playback implements Gate.State {
    private final float[][] all;
    private int next;

    Playback(GatedLayer layer) {
      this.all = masks.get(layer.name());
    }

    @Override
    public long decide(Residual residual, GateMask mask) {
      float[] now = all[next++];
      for (int i = 0; i < now.length; i++) {
        mask.set(i / mask.width(), i % mask.width(), now[i] != 0);
      }
      return 0;
    }

    @Override
    public boolean decidesUnchanged() {
      return true;
    }
  }
}
