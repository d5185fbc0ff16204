package org.skipconv.models.embedded;

import java.io.IOException;
import java.nio.file.Path;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.models.efficientdet.EfficientDet;
import org.skipconv.models.weights.WeightMetadata;

/**
 * {@link EfficientDet#tiny} that was trained on generated scenes and is part of the library: it
 * finds the people and cars of a generated scene, and knows no other pictures. How it was made is
 * in {@code docs/how-to/train-gates.md}.
 *
 * <pre>{@code
 * ObjectDetector.open(EmbeddedDetector.model(), EmbeddedDetector.network(), options)
 * }</pre>
 */
public final class EmbeddedDetector {
  private static final Embedded WEIGHTS = embedded("scene_detector_tiny.safetensors");
  private static final Embedded GATED = embedded("scene_detector_tiny_gated.safetensors");

  private EmbeddedDetector() {}

  private static Embedded embedded(String resource) {
    EfficientDet tiny = EfficientDet.tiny();
    return new Embedded(
        resource,
        new WeightMetadata("efficientdet-tiny", tiny.height(), tiny.width()),
        tiny::build);
  }

  /** {@return the model that it is one of: says size, anchors and classes} */
  public static EfficientDet model() {
    return EfficientDet.tiny();
  }

  /** {@return the network; any number of callers may share it} */
  public static SkipNetwork network() {
    return WEIGHTS.network();
  }

  /**
   * Writes the weights to a file, half precision safetensors, with {@link WeightMetadata}.
   *
   * @param file the file
   * @throws IOException when it cannot be written
   */
  public static void write(Path file) throws IOException {
    WEIGHTS.write(file);
  }

  /**
   * {@return the network whose kernels were trained further, together with the {@link #gates()}}
   */
  public static SkipNetwork gatedNetwork() {
    return GATED.network();
  }

  /** {@return the thresholds of {@link #gatedNetwork()}: open sessions with their options} */
  public static GatePlan gates() {
    return GATED.gates();
  }

  /**
   * Writes the weights of {@link #gatedNetwork()} to a file, the gates beside them.
   *
   * @param file the file
   * @throws IOException when it cannot be written
   */
  public static void writeGated(Path file) throws IOException {
    GATED.write(file);
  }
}
