package org.skipconv.models.onnx;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.FrameResult;
import org.skipconv.core.Shape;

/**
 * Places of the values of a model's outputs, and of its tail's inputs, in the outputs of its
 * network when these are copied one after the other, each NHWC as sessions have them. Immutable.
 */
final class OutputLayout {
  private final List<String> names;
  private final int[] begins;
  private final int size;

  /** Number of values of each output of the model. */
  private final Map<String, Integer> sizes = new HashMap<>();

  /** Parts of the outputs that are made of few. */
  private final Map<String, List<OutputPart>> parts = new HashMap<>();

  /** Places of the values of all others. */
  private final Map<String, OutputPlaces> outputs = new HashMap<>();

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
    List<Shape> maps =
        names.stream().map(name -> graph.network().outputs().get(name).shape()).toList();
    graph
        .outputs()
        .forEach(
            (name, value) -> {
              if (value instanceof OnnxView view) {
                int[] places = places(graph, view);
                sizes.put(name, places.length);
                List<OutputPart> few = OutputPart.of(places, maps);
                if (few == null) {
                  outputs.put(name, new OutputPlaces(places));
                } else {
                  parts.put(name, few);
                }
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

  /** Whether anything is chosen from copies of the network's outputs. */
  boolean needsCopies() {
    return !outputs.isEmpty() || feeds.stream().anyMatch(feed -> feed.length > 0);
  }

  /** Copies the network's outputs. */
  void read(FrameResult result, float[] values) {
    for (int i = 0; i < begins.length; i++) {
      result
          .map(names.get(i))
          .copyTo(FloatBuffer.wrap(values, begins[i], values.length - begins[i]));
    }
  }

  /**
   * Returns the values of an output of the model.
   *
   * @param copies of the network's outputs, where they are needed
   */
  float[] output(String name, FrameResult result, float[] copies) {
    List<OutputPart> few = parts.get(name);
    if (few == null) {
      return outputs.get(name).choose(copies);
    }
    float[] values = new float[sizes.get(name)];
    few.forEach(part -> part.copy(result, names, values));
    return values;
  }

  /** Places of an input of the tail. */
  int[] feed(int index) {
    return feeds.get(index);
  }
}
