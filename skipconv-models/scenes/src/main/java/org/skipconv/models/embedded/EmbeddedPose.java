package org.skipconv.models.embedded;

import java.io.IOException;
import java.nio.file.Path;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.weights.WeightMetadata;

/**
 * A small HRNet (the W18-small-v1 trunk) that was trained on generated scenes and is part of the
 * library: it finds the joints of one person of a generated scene, and knows no other pictures. How
 * it was made is in {@code docs/how-to/train-gates.md}.
 */
public final class EmbeddedPose {
  /** Rows of the pictures it was trained on. */
  public static final int HEIGHT = 160;

  /** Columns of the pictures it was trained on. */
  public static final int WIDTH = 128;

  private static final Embedded WEIGHTS = embedded("scene_pose_w18_small_v1.safetensors");
  private static final Embedded GATED = embedded("scene_pose_w18_small_v1_gated.safetensors");

  private EmbeddedPose() {}

  private static Embedded embedded(String resource) {
    return new Embedded(
        resource,
        new WeightMetadata("hrnet-w18-small-v1", HEIGHT, WIDTH),
        HrNet.w18SmallV1(HEIGHT, WIDTH)::build);
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
