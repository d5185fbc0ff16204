package org.skipconv.bench.lab.rival;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;

/**
 * ONNX Runtime ready for windows of some sizes: half and three quarters of the input, its halves,
 * and the whole. An engine's sizes are fixed when it is opened, so a moving region gets the
 * smallest that holds it. Windows lie where the network's smallest map has its pixels.
 */
public final class CropLadder implements AutoCloseable {
  private static final double[][] SIZES = {{0.5, 0.5}, {0.5, 1}, {1, 0.5}, {0.75, 0.75}, {1, 1}};

  /** One size. */
  private record Rung(InputTensor tensor, OnnxRuntimePeer engine, long macs)
      implements AutoCloseable {
    @Override
    public void close() {
      engine.close();
      tensor.close();
    }
  }

  /**
   * Time and outputs of a window.
   *
   * @param outputs NCHW, of the window alone
   */
  record WindowRun(long nanos, long macs, Map<String, float[]> outputs) {}

  private final Shape shape;
  private final int stride;
  private final List<Rung> rungs = new ArrayList<>();

  /** Opens all sizes of a network. */
  public CropLadder(SkipNetwork network, int threads) {
    this.shape = network.inputShape();
    this.stride = network.stride();
    List<List<Integer>> sizes = new ArrayList<>();
    for (double[] size : SIZES) {
      List<Integer> rounded = List.of(cut(shape.height(), size[0]), cut(shape.width(), size[1]));
      if (!sizes.contains(rounded)) {
        sizes.add(rounded);
      }
    }
    sizes.sort(Comparator.comparingInt(size -> size.get(0) * size.get(1)));
    try {
      sizes.forEach(size -> rungs.add(rung(network, size.get(0), size.get(1), threads)));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private int cut(int length, double share) {
    return (int) Math.ceil(share * length / stride) * stride;
  }

  private static Rung rung(SkipNetwork network, int height, int width, int threads) {
    SkipNetwork resized = network.resized(height, width);
    OnnxRuntimePeer engine = OnnxRuntimePeer.open(resized, threads);
    return new Rung(new InputTensor(resized.inputShape()), engine, resized.denseMacs());
  }

  /** The smallest window that there is around one. */
  Window around(Window moving) {
    for (Rung rung : rungs) {
      Shape size = rung.tensor().shape();
      int top = Math.min(moving.top() / stride * stride, shape.height() - size.height());
      int left = Math.min(moving.left() / stride * stride, shape.width() - size.width());
      Window window = new Window(top, left, size.height(), size.width());
      if (window.holds(moving)) {
        return window;
      }
    }
    throw new IllegalStateException("the whole input does not hold " + moving);
  }

  /**
   * Computes a window.
   *
   * @param nchw the whole input
   */
  WindowRun run(float[] nchw, Window window) {
    long start = System.nanoTime();
    Rung rung =
        rungs.stream()
            .filter(one -> one.tensor().shape().height() == window.height())
            .filter(one -> one.tensor().shape().width() == window.width())
            .findFirst()
            .orElseThrow();
    rung.tensor().set(cut(nchw, window));
    long cutting = System.nanoTime() - start;
    OnnxRuntimePeer.Run run = rung.engine().run(rung.tensor());
    return new WindowRun(cutting + run.nanos(), rung.macs(), run.outputs());
  }

  private float[] cut(float[] nchw, Window window) {
    int pixels = window.height() * window.width();
    float[] part = new float[shape.channels() * pixels];
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < window.height(); y++) {
        int from = (c * shape.height() + window.top() + y) * shape.width() + window.left();
        System.arraycopy(nchw, from, part, c * pixels + y * window.width(), window.width());
      }
    }
    return part;
  }

  @Override
  public void close() {
    rungs.forEach(Rung::close);
  }
}
