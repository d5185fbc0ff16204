package org.skipconv.models.onnx;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Tensor;

/**
 * The outputs of a model, put together from the maps of its network frame by frame, and from the
 * tail after them, which is run when one of its inputs changed. Of one stream; not thread-safe.
 */
final class OnnxOutputs implements AutoCloseable {
  private final OnnxModel model;
  private final OutputLayout layout;
  private final float[] values;
  private final OnnxRuntimeTail.Run tail;
  private Map<String, OnnxArray> behind = Map.of();
  private boolean tailHasRun;

  OnnxOutputs(OnnxModel model, int threads) {
    this.model = model;
    this.layout = model.layout();
    this.values = new float[layout.needsCopies() ? layout.size() : 0];
    this.tail = model.tail() == null ? null : model.tail().open(threads);
  }

  /** Every output as floats, in the model's order. */
  Map<String, Tensor> tensors(FrameResult result, Map<String, Tensor> given) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    arrays(result, given)
        .forEach(
            (name, array) ->
                tensors.put(
                    name,
                    Tensor.of(
                        array.asFloats(),
                        array.dims().stream().mapToInt(Math::toIntExact).toArray())));
    return tensors;
  }

  /** Every output as it is, in the model's order. */
  Map<String, OnnxArray> arrays(FrameResult result, Map<String, Tensor> given) {
    if (layout.needsCopies()) {
      layout.read(result, values);
    }
    runTail(given);
    Map<String, OnnxArray> outputs = new LinkedHashMap<>();
    for (String name : model.outputNames()) {
      OnnxValue value = model.graph().outputs().get(name);
      if (value instanceof OnnxView view) {
        outputs.put(name, new OnnxArray(dims(view.dims()), layout.output(name, result, values)));
      } else if (value instanceof OnnxConstant constant) {
        Object constants = constant.isFloat() ? constant.floats() : constant.integers();
        outputs.put(name, new OnnxArray(dims(constant.dims()), constants));
      } else {
        outputs.put(name, behind.get(name));
      }
    }
    return outputs;
  }

  private static List<Long> dims(int[] dims) {
    return IntStream.of(dims).mapToObj(i -> (long) i).toList();
  }

  private void runTail(Map<String, Tensor> given) {
    if (tail == null) {
      return;
    }
    boolean changed = !tailHasRun;
    List<ForeignGraph.Feed> feeds = model.graph().tail().feeds();
    for (int i = 0; i < feeds.size(); i++) {
      ForeignGraph.Feed feed = feeds.get(i);
      changed |=
          feed.node() == null
              ? update(tail.input(i), given(feed, given))
              : update(tail.input(i), layout.feed(i));
    }
    if (changed) {
      tailHasRun = false;
      behind = tail.run();
      tailHasRun = true;
    }
  }

  private static float[] given(ForeignGraph.Feed feed, Map<String, Tensor> given) {
    Tensor tensor = given.get(feed.input());
    if (tensor == null) {
      throw new IllegalArgumentException(
          "the input " + feed.input() + " " + feed.port().dims() + " is missing");
    }
    if (tensor.elements() != feed.port().shape().elements()) {
      throw new IllegalArgumentException(
          "the input " + feed.input() + " is " + feed.port().dims() + ", but got " + tensor);
    }
    return tensor.values();
  }

  private boolean update(FloatBuffer buffer, int[] places) {
    boolean changed = false;
    for (int i = 0; i < places.length; i++) {
      changed |= update(buffer, i, values[places[i]]);
    }
    return changed;
  }

  private static boolean update(FloatBuffer buffer, float[] with) {
    boolean changed = false;
    for (int i = 0; i < with.length; i++) {
      changed |= update(buffer, i, with[i]);
    }
    return changed;
  }

  /** Writes a value that differs, NaN included; says whether it did. */
  private static boolean update(FloatBuffer buffer, int at, float value) {
    if (Float.floatToRawIntBits(buffer.get(at)) == Float.floatToRawIntBits(value)) {
      return false;
    }
    buffer.put(at, value);
    return true;
  }

  /** Runs the tail with the next frame, whatever that is. */
  void reset() {
    tailHasRun = false;
  }

  @Override
  public void close() {
    if (tail != null) {
      tail.close();
    }
  }
}
