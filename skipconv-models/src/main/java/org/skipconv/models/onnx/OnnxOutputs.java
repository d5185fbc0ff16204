package org.skipconv.models.onnx;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Tensor;

/**
 * The outputs of a model, put together from the maps of its network frame by frame, and from the
 * tail behind them, which is run when one of its inputs changed. Of one stream; not thread-safe.
 */
final class OnnxOutputs implements AutoCloseable {
  private final OnnxModel model;
  private final ImportedGraph graph;
  private final OnnxRuntimeTail.Run tail;
  private Map<String, OnnxArray> behind = Map.of();
  private boolean tailHasRun;

  OnnxOutputs(OnnxModel model, int threads) {
    this.model = model;
    this.graph = model.graph();
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
    Map<String, float[]> maps = new HashMap<>();
    runTail(result, given, maps);
    Map<String, OnnxArray> outputs = new LinkedHashMap<>();
    for (String name : model.outputNames()) {
      OnnxValue value = graph.outputs().get(name);
      if (value instanceof OnnxView view) {
        outputs.put(name, new OnnxArray(dims(view.dims()), read(view, result, maps)));
      } else if (value instanceof OnnxConstant constant) {
        Object values = constant.isFloat() ? constant.floats() : constant.integers();
        outputs.put(name, new OnnxArray(dims(constant.dims()), values));
      } else {
        outputs.put(name, behind.get(name));
      }
    }
    return outputs;
  }

  private static List<Long> dims(int[] dims) {
    return IntStream.of(dims).mapToObj(i -> (long) i).toList();
  }

  private float[] values(LazyMap map, FrameResult result, Map<String, float[]> maps) {
    String name = map.planned(graph.plan()).name();
    return maps.computeIfAbsent(name, key -> result.map(key).toArray());
  }

  private float[] read(OnnxView view, FrameResult result, Map<String, float[]> maps) {
    if (view.isWhole()) {
      return values(view.maps().get(0), result, maps);
    }
    int[] begins = OnnxView.begins(view.maps());
    float[][] sources = new float[begins.length][];
    for (int m = 0; m < sources.length; m++) {
      sources[m] = values(view.maps().get(m), result, maps);
    }
    float[] out = new float[view.elements()];
    for (int i = 0; i < out.length; i++) {
      int place = view.place(i);
      if (place >= 0) {
        int map = OnnxView.mapOf(begins, place);
        out[i] = sources[map][place - begins[map]];
      }
    }
    return out;
  }

  private void runTail(FrameResult result, Map<String, Tensor> given, Map<String, float[]> maps) {
    if (tail == null) {
      return;
    }
    boolean changed = !tailHasRun;
    List<ForeignPart.Feed> feeds = graph.tail().feeds();
    for (int i = 0; i < feeds.size(); i++) {
      ForeignPart.Feed feed = feeds.get(i);
      float[] values;
      if (feed.node() == null) {
        values = given(feed, given);
      } else {
        String name = feed.node().name();
        values = maps.computeIfAbsent(name, key -> result.map(key).toArray());
      }
      changed |= update(tail.input(i), values);
    }
    if (changed) {
      tailHasRun = false;
      behind = tail.run();
      tailHasRun = true;
    }
  }

  private float[] given(ForeignPart.Feed feed, Map<String, Tensor> given) {
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

  /** Writes what differs, NaN included; says whether anything did. */
  private static boolean update(FloatBuffer buffer, float[] values) {
    boolean changed = false;
    for (int i = 0; i < values.length; i++) {
      if (Float.floatToRawIntBits(buffer.get(i)) != Float.floatToRawIntBits(values[i])) {
        buffer.put(i, values[i]);
        changed = true;
      }
    }
    return changed;
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
