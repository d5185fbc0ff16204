package org.skipconv.models.fingerprint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.skipconv.core.FrameResult;
import org.skipconv.core.GateMask;
import org.skipconv.core.MacCount;
import org.skipconv.core.Node;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.VideoSession;

/**
 * All bits of what a session computed over {@link FixedVideo}, in short.
 *
 * @param outputs a checksum for each {@value #GROUP} frames, of the bits of all outputs in NCHW
 *     order
 * @param masks likewise of the masks of the convolutions
 * @param macs of all frames together
 */
record Fingerprint(List<String> outputs, List<String> masks, MacCount macs) {
  /** Frames that share a checksum. */
  static final int GROUP = 5;

  /** Runs the video to its end. */
  static Fingerprint of(VideoSession session) {
    SkipNetwork network = session.network();
    // Whether a part of the network that has one pixel is a convolution is for the engine to say.
    List<Node> gated =
        network.convolutions().stream().filter(node -> node.shape().pixels() > 1).toList();
    List<String> outputs = new ArrayList<>();
    List<String> masks = new ArrayList<>();
    CRC32C output = new CRC32C();
    CRC32C mask = new CRC32C();
    MacCount macs = new MacCount(0, 0, 0);
    for (int frame = 0; frame < FixedVideo.FRAMES; frame++) {
      FrameResult result = session.next(FixedVideo.frame(network.inputShape(), frame));
      for (String name : network.outputs().keySet()) {
        output.update(bytes(result.map(name).toArray()));
      }
      for (Node layer : gated) {
        mask.update(bytes(result.mask(layer.name())));
      }
      macs = macs.plus(result.report().macs());
      if ((frame + 1) % GROUP == 0) {
        outputs.add(hex(output));
        masks.add(hex(mask));
      }
    }
    return new Fingerprint(outputs, masks, macs);
  }

  private static ByteBuffer bytes(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    for (float value : values) {
      bytes.putInt(Float.floatToRawIntBits(value));
    }
    return bytes.flip();
  }

  private static ByteBuffer bytes(GateMask mask) {
    ByteBuffer bytes = ByteBuffer.allocate(mask.height() * mask.width());
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        bytes.put((byte) (mask.isOpen(y, x) ? 1 : 0));
      }
    }
    return bytes.flip();
  }

  /** The checksum so far, which then starts anew. */
  private static String hex(CRC32C checksum) {
    String hex = String.format("%08x", checksum.getValue());
    checksum.reset();
    return hex;
  }

  /** What differs from the expected fingerprint, in one line; empty when nothing does. */
  String difference(Fingerprint expected) {
    List<String> parts = new ArrayList<>();
    frames("outputs", outputs, expected.outputs, parts);
    frames("masks", masks, expected.masks, parts);
    if (!macs.equals(expected.macs)) {
      parts.add("macs are " + macs + " instead of " + expected.macs);
    }
    return String.join("; ", parts);
  }

  private static void frames(
      String what, List<String> got, List<String> expected, List<String> parts) {
    for (int i = 0; i < got.size(); i++) {
      if (!got.get(i).equals(expected.get(i))) {
        int first = i * GROUP;
        parts.add(what + " first differ in frames " + first + " to " + (first + GROUP - 1));
        return;
      }
    }
  }
}
