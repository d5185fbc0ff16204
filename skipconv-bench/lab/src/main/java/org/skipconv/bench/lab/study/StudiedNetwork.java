package org.skipconv.bench.lab.study;

import java.util.Map;
import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.core.Shape;

/**
 * Network that is measured.
 *
 * @param model its name
 * @param weights where they come from, in words
 * @param trained false when the weights are generated, so that results mean nothing
 * @param size of its input
 */
public record StudiedNetwork(String model, String weights, boolean trained, String size) {

  /** Describes a model with its weights. */
  public static StudiedNetwork of(ChosenModel<?> chosen) {
    Shape input = chosen.network().inputShape();
    return new StudiedNetwork(
        chosen.name(), chosen.weights(), chosen.trained(), input.height() + "x" + input.width());
  }

  /** Adds what reports tell of it to their fields. */
  public void addTo(Map<String, Object> fields) {
    fields.put("model", model);
    fields.put("weights", weights);
    fields.put("trained", trained);
    fields.put("size", size);
  }
}
