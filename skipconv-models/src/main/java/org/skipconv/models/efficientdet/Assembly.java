package org.skipconv.models.efficientdet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.detection.Anchors;
import org.skipconv.models.weights.WeightSource;

/** Puts backbone, pyramid and heads together. */
final class Assembly {
  private static final int COORDINATES = 4;

  private final Variant variant;
  private final Form form;
  private final WeightSource weights;
  private final int classes;
  private final Map<String, Node> intermediates = new LinkedHashMap<>();

  Assembly(Variant variant, Form form, int classes, WeightSource weights) {
    this.variant = variant;
    this.form = form;
    this.classes = classes;
    this.weights = weights;
  }

  /**
   * The network.
   *
   * @param exposed whether the stem's, the backbone's and the pyramid's results are outputs, too
   */
  SkipNetwork network(String name, int height, int width, boolean exposed) {
    SkipNetwork.Builder builder = SkipNetwork.builder(name);
    Layers layers = new Layers(builder, form, variant.activation(), weights);
    List<Node> pyramid = pyramid(layers, builder.input(3, height, width));
    if (exposed) {
      intermediates.forEach(builder::output);
    }
    Map<String, Node> outputs = new LinkedHashMap<>();
    name("class", head("class_net", layers, pyramid, classes), outputs);
    name("box", head("box_net", layers, pyramid, COORDINATES), outputs);
    outputs.forEach(builder::output);
    return builder.build();
  }

  private List<Node> pyramid(Layers layers, Node image) {
    Backbone backbone = new Backbone(variant, layers);
    Node stem = backbone.stem(image);
    intermediates.put("stem", stem);
    List<Node> features = backbone.features(stem);
    name("backbone", features, intermediates);
    BiFpn fpn = new BiFpn(variant, layers);
    List<Node> maps = fpn.levels(features);
    for (int cell = 0; cell < variant.cells; cell++) {
      maps = fpn.cell(cell, maps);
      name("fpn.cell" + cell, maps, intermediates);
    }
    name("fpn", maps, intermediates);
    return maps;
  }

  private List<Node> head(String path, Layers layers, List<Node> pyramid, int perAnchor) {
    Head head = new Head(path, variant, layers, Anchors.PER_CELL * perAnchor);
    List<Node> results = new ArrayList<>();
    for (int level = 0; level < pyramid.size(); level++) {
      results.add(head.apply(pyramid.get(level), level));
    }
    return results;
  }

  private static void name(String stage, List<Node> maps, Map<String, Node> names) {
    for (int i = 0; i < maps.size(); i++) {
      names.put(stage + ".P" + (Variant.MIN_LEVEL + i), maps.get(i));
    }
  }
}
