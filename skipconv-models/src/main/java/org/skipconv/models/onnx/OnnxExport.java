package org.skipconv.models.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.io.AtomicFile;

/**
 * Writes a {@link SkipNetwork} as an ONNX model (opset 17), which any engine computes densely: a
 * way out, and an independent check of results.
 *
 * <p>The model has one float input [1, C, H, W] with fixed sizes, named {@code input}, and for each
 * output of the network one of the same name; other nodes keep their names where they are free.
 * Norms of training are scales and biases already: a scale is a BatchNormalization of mean 0 and
 * variance 1, so that weights keep their bits, and {@link OnnxModel} reads the same network back.
 */
@NullMarked
public final class OnnxExport {
  /** Protobuf's readers refuse more. */
  private static final long MAX_BYTES = Integer.MAX_VALUE;

  private OnnxExport() {}

  /**
   * Writes a model file, over an existing one, which stays until the last byte is written.
   *
   * @param network the network to export
   * @param file the file
   * @throws IOException when that fails; the message names the file and the cause
   * @throws IllegalArgumentException when the model would be 2 GB or more, which ONNX cannot hold
   *     in one file; nothing is written then
   */
  public static void write(SkipNetwork network, Path file) throws IOException {
    ModelProto model = new OnnxNodes(network).model();
    AtomicFile.write(file, model::writeTo);
  }

  /**
   * {@return the bytes of a model file}
   *
   * @param network the network to export
   * @throws IllegalArgumentException when they would be 2 GB or more
   */
  public static byte[] toBytes(SkipNetwork network) {
    return new OnnxNodes(network).model().toByteArray();
  }

  static void checkSize(String network, long bytes) {
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              "%s as ONNX would have %d bytes; the format allows fewer than 2 GB", network, bytes));
    }
  }
}
