package org.skipconv.models.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.hrnet.HrNet;
import org.skipconv.models.weights.Weights;

/**
 * A small HRNet (the W18-small-v1 trunk) that was trained on generated scenes and is part of the
 * library: it finds the joints of one person of a generated scene, and knows no other pictures. How
 * it was made is in {@code docs/how-to/train-gates.md}.
 */
public final class EmbeddedPose {
  /** Rows of the pictures it was trained on. */
  public static final int HEIGHT = 128;

  /** Columns of the pictures it was trained on. */
  public static final int WIDTH = 96;

  private static final String RESOURCE = "scene_pose_w18_small_v1.safetensors";

  private EmbeddedPose() {}

  /** The network; any number of callers may share it. */
  public static SkipNetwork network() {
    return Holder.NETWORK;
  }

  /**
   * Writes the weights to a file, half precision safetensors.
   *
   * @throws IOException when it cannot be written
   */
  public static void write(Path file) throws IOException {
    try (InputStream in = EmbeddedPose.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException("the resource " + RESOURCE + " is missing from this library");
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Read when first asked for. */
  private static final class Holder {
    static final SkipNetwork NETWORK = read();

    private static SkipNetwork read() {
      try {
        Path file = Files.createTempFile("skipconv", ".safetensors");
        try {
          write(file);
          return HrNet.w18SmallV1(HEIGHT, WIDTH).build(Weights.load(file));
        } finally {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
