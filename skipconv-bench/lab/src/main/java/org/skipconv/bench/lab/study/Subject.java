package org.skipconv.bench.lab.study;

import java.util.Locale;
import org.skipconv.bench.cli.job.LoadedFrames;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.Shape;

/**
 * Network and footage of a study.
 *
 * @param weights where they come from, in words
 * @param trained false when the weights are generated, so that results mean nothing
 * @param size of the network's input
 * @param footage as the command line names it
 * @param frames that were shown
 * @param crop what the network saw of a picture
 * @param gating of the chosen skip path, in words
 * @param denseMacs of a frame computed whole
 * @param parameters weights and biases
 * @param layers convolutions
 */
public record Subject(
    String model,
    String weights,
    boolean trained,
    String size,
    String footage,
    int start,
    int frames,
    String crop,
    String gating,
    String policy,
    String inputThreshold,
    int threads,
    long denseMacs,
    long parameters,
    int layers) {

  /** Describes them; {@code shown} is how many of the frames were shown. */
  static Subject of(Setup setup, LoadedFrames loaded, int shown) {
    Shape input = setup.network().inputShape();
    return new Subject(
        setup.model(),
        setup.weights(),
        setup.trained(),
        input.height() + "x" + input.width(),
        setup.footage().name(),
        setup.start(),
        shown,
        loaded.view().window().toString(),
        setup.gating().text(),
        setup.gating().options().policy().name().toLowerCase(Locale.ROOT),
        setup.gating().options().inputThreshold().toString(),
        setup.threads(),
        setup.network().denseMacs(),
        setup.network().parameters(),
        setup.network().gatedLayers().size());
  }
}
