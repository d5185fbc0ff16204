package org.skipconv.examples.flink;

import java.io.IOException;
import java.net.URI;
import java.util.function.Consumer;
import org.skipconv.models.vision.RgbImage;

/** Frames of one camera, opened by the subtask that computes them, so that no frame is shuffled. */
interface Frames extends AutoCloseable {

  /**
   * A frame.
   *
   * @param number counted from 0
   * @param time when it was filmed, in milliseconds since 1970
   * @param picture valid until the next frame
   */
  record Frame(long number, long time, RgbImage picture) {}

  /**
   * Hands over the frames of an order, one after the other, as far as they are there.
   *
   * @param next number of the frame that comes next, by which a live camera's frames are counted
   */
  void read(Order order, long next, Consumer<Frame> each) throws IOException;

  @Override
  void close() throws IOException;

  /** Opens the camera of an order. */
  static Frames open(Order order) throws IOException {
    URI address = URI.create(order.address());
    return switch (String.valueOf(address.getScheme())) {
      case "scene" -> new SceneFrames(Integer.parseInt(address.getSchemeSpecificPart()));
      case "file" -> new ClipFrames(address);
      case "rtsp", "rtsps", "http", "https" -> new LiveFrames(address);
      default ->
          throw new IOException(
              order.name()
                  + ": an address starts with rtsp:, rtsps:, http:, https:, file: or scene:, but is"
                  + " "
                  + address);
    };
  }
}
