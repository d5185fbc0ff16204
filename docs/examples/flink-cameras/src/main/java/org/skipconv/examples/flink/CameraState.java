package org.skipconv.examples.flink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * All of a camera that a checkpoint holds: about a kilobyte. The feature maps are not in it, some
 * megabytes that one keyframe brings back.
 *
 * @param next number of the frame that comes next
 * @param time at which the last frame was filmed
 * @param plan packed text of the camera's gate plan; empty: the model's own
 */
public record CameraState(long next, long time, byte[] plan) {
  static final CameraState NEW = new CameraState(0, Long.MIN_VALUE, new byte[0]);

  CameraState withPlan(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return new CameraState(next, time, packed.toByteArray());
  }

  /** The plan's text, or empty. */
  String planText() throws IOException {
    if (plan.length == 0) {
      return "";
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(plan))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
