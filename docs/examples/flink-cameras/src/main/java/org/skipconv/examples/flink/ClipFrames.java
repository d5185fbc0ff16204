package org.skipconv.examples.flink;

import java.io.IOException;
import java.net.URI;
import java.util.function.Consumer;
import org.skipconv.models.vision.SourceOptions;
import org.skipconv.models.vision.VideoSource;

/** Frames of a video file, every one in order; it stays open from order to order. */
final class ClipFrames implements Frames {
  private final URI address;
  private VideoSource video;

  ClipFrames(URI address) throws IOException {
    this.address = address;
    this.video = VideoSource.open(address, SourceOptions.everyFrame());
  }

  @Override
  public void read(Order order, long next, Consumer<Frame> each) throws IOException {
    if (order.first() < video.position()) {
      video.close();
      video = VideoSource.open(address, SourceOptions.everyFrame());
    }
    video.skip(order.first() - video.position());
    for (long frame = order.first(); frame < order.first() + order.count(); frame++) {
      if (!video.next()) {
        return;
      }
      each.accept(new Frame(frame, order.time(frame), video.picture()));
    }
  }

  @Override
  public void close() throws IOException {
    video.close();
  }
}
