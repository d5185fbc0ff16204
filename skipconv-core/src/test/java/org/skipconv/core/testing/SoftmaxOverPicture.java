package org.skipconv.core.testing;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.ForeignComputation;
import org.skipconv.core.graph.ForeignRun;

/**
 * A computation that no convolutional network has: result 0 is the softmax over the picture of each
 * channel of the first operand, 1 on the average, times the mean of all other operands' values and
 * 1; result 1 is each channel's largest value. Counts what is done with it.
 */
public final class SoftmaxOverPicture implements ForeignComputation {
  public final AtomicInteger opened = new AtomicInteger();
  public final AtomicInteger runs = new AtomicInteger();
  public final AtomicInteger closed = new AtomicInteger();

  @Override
  public String name() {
    return "softmax";
  }

  @Override
  public List<Shape> shapes(List<Shape> operands) {
    return List.of(operands.get(0), new Shape(operands.get(0).channels(), 1, 1));
  }

  @Override
  public long macs(List<Shape> operands) {
    return operands.stream().mapToLong(Shape::elements).sum();
  }

  @Override
  public ForeignRun open() {
    opened.incrementAndGet();
    return new Run();
  }

  private final class Run implements ForeignRun {
    @Override
    public void run(List<FloatBuffer> inputs, List<FloatBuffer> outputs) {
      runs.incrementAndGet();
      double others = 1;
      for (FloatBuffer other : inputs.subList(1, inputs.size())) {
        others += mean(other);
      }
      int channels = outputs.get(1).remaining();
      int pixels = outputs.get(0).remaining() / channels;
      float[] values = new float[pixels];
      for (int c = 0; c < channels; c++) {
        // In order, as one reads who knows nothing of positions that are left behind.
        inputs.get(0).get(values);
        outputs.get(1).put(softmax(values, others));
        outputs.get(0).put(values);
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static double mean(FloatBuffer values) {
    int count = values.remaining();
    double sum = 0;
    while (values.hasRemaining()) {
      sum += values.get();
    }
    return sum / count;
  }

  /** Replaces values by their softmax, times their number and a factor; returns the largest one. */
  private static float softmax(float[] values, double factor) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (float value : values) {
      sum += StrictMath.exp(value - largest);
    }
    for (int i = 0; i < values.length; i++) {
      double share = StrictMath.exp(values[i] - largest) / sum;
      values[i] = (float) (share * values.length * factor);
    }
    return largest;
  }
}
