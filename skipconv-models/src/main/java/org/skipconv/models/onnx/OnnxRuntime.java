package org.skipconv.models.onnx;

/**
 * Whether ONNX Runtime is there, an optional dependency. Refers to none of its classes, and neither
 * does who asks: those that do are {@link OnnxRuntimeGraph} and {@link OnnxRuntimeBinding}.
 */
final class OnnxRuntime {
  private static final String LIBRARY = "com.microsoft.onnxruntime:onnxruntime";

  private OnnxRuntime() {}

  /** Whether it is on the class path. */
  static boolean isPresent() {
    try {
      Class.forName("ai.onnxruntime.OrtEnvironment", false, OnnxRuntime.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Makes sure that it is there.
   *
   * @param part of a model that needs it
   * @throws IllegalStateException when it is not; the message says what to add
   */
  static void require(String part) {
    if (!isPresent()) {
      throw new IllegalStateException(
          part
              + " is not part of the skip graph and is run by ONNX Runtime, which is not on the"
              + " class path: add the Maven dependency "
              + LIBRARY);
    }
  }

  /** The error when it is there and cannot be loaded, as on a platform that it is not made for. */
  static IllegalStateException unusable(String part, Throwable cause) {
    return new IllegalStateException(
        part + " is run by ONNX Runtime, which cannot be loaded here: " + cause, cause);
  }
}
