package org.skipconv.models.onnx;

/** Says why a node cannot be carried by the skip graph, so that it becomes a foreign part. */
final class NotInGraph extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotInGraph(String reason) {
    super(reason, null, false, false);
  }
}
