package org.skipconv.models.onnx;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Shape;

/**
 * Places of the values of a model's outputs, and of its tail's inputs, in the outputs of its
 * network when these are copied one behind the other, each NHWC as sessions have them. Immutable.
 */
final class OutputLayout {
  private final List<String> names;
  private final int[] begins;
  private final int size;
  private final Map<String, OutputPlaces> outputs = new LinkedHashMap<>();
  private final List<int[]> feeds = new ArrayList<>();

  OutputLayout(ImportedGraph graph) {
    names = List.copyOf(graph.network().outputs().keySet());
    begins = new int[names.size()];
    int end = 0;
    for (int i = 0; i < begins.length; i++) {
      begins[i] = end;
      Shape shape = graph.network().outputs().get(names.get(i)).shape();
      end = Math.addExact(end, Math.toIntExact(shape.elements()));
    }
    size = end;
    graph
        .outputs()
        .forEach(
            (name, value) -> {
              if (value instanceof OnnxView view) {
                outputs.put(name, new OutputPlaces(places(graph, view)));
              }
            });
    if (graph.tail() != null) {
      for (ForeignGraph.Feed feed : graph.tail().feeds()) {
        feeds.add(
            feed.node() == null
                ? new int[0]
                : places(graph, OnnxView.of(feed.port().name(), LazyMap.of(feed.node()))));
      }
    }
  }

  private int[] places(ImportedGraph graph, OnnxView view) {
    int[] mapBegins = OnnxView.begins(view.maps());
    int[] copies = new int[mapBegins.length];
    for (int m = 0; m < copies.length; m++) {
      copies[m] = begins[names.indexOf(view.maps().get(m).planned(graph.plan()).name())];
    }
    int[] places = new int[view.elements()];
    for (int i = 0; i < places.length; i++) {
      int place = view.place(i);
      if (place >= 0) {
        int map = OnnxView.mapOf(mapBegins, place);
        Shape shape = view.maps().get(map).shape();
        int local = place - mapBegins[map];
        int pixel = local % shape.pixels();
        place = copies[map] + pixel * shape.channels() + local / shape.pixels();
      }
      places[i] = place;
    }
    return places;
  }

  /** Number of values of all outputs of the network. */
  int size() {
    return size;
  }

  /** Copies the network's outputs. */
  void read(FrameResult result, float[] values) {
    for (int i = 0; i < begins.length; i++) {
      result
          .map(names.get(i))
          .copyTo(FloatBuffer.wrap(values, begins[i], values.length - begins[i]));
    }
  }

  /** Places of an output of the model. */
  OutputPlaces output(String name) {
    return outputs.get(name);
  }

  /** Places of an input of the tail. */
  int[] feed(int index) {
    return feeds.get(index);
  }
}
