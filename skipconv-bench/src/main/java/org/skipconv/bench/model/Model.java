package org.skipconv.bench.model;

import java.io.IOException;
import java.nio.file.Path;
import org.skipconv.core.SkipNetwork;
import org.skipconv.models.vision.CropWindow;

/** A model under the name that the command line gives it. */
public interface Model {
  String name();

  /** Input size when none is asked for. */
  Size usualSize();

  /**
   * The network with the weights of a file.
   *
   * @throws IOException when the file cannot be read
   * @throws IllegalArgumentException when the size or the weights do not fit the model
   */
  SkipNetwork load(Size size, Path weights) throws IOException;

  /**
   * The network with generated weights, which nobody trained.
   *
   * @throws IllegalArgumentException when the size does not fit the model
   */
  SkipNetwork seeded(Size size, long seed);

  /**
   * What this model does on one stream.
   *
   * @param picture size of the stream's pictures
   * @param crop what the network shall see of them, null for its usual view
   * @param trained false when the results of the network mean nothing
   */
  Task task(SkipNetwork network, Size picture, CropWindow crop, boolean trained);
}
