package org.skipconv.bench.cli.job;

import java.nio.file.Path;
import org.skipconv.bench.cli.measure.OnnxRuntimePeer;
import org.skipconv.bench.cli.measure.SessionPeer;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.OnnxFileModel;
import org.skipconv.bench.cli.setup.Setup;
import org.skipconv.core.SessionOptions;
import org.skipconv.models.onnx.OnnxModel;

/** Opens what is measured beside each other: of an ONNX file with all of its outputs. */
final class Peers {
  private Peers() {}

  /** Our own engine. */
  static SessionPeer session(String name, Setup setup, SessionOptions options) {
    NamedModel<?> model = setup.chosen().named();
    if (model instanceof OnnxFileModel<?> file) {
      return new SessionPeer(name, setup.network(), options, file.outputs());
    }
    return new SessionPeer(name, setup.network(), options);
  }

  /** ONNX Runtime, on the file itself where the model is out of one. */
  static OnnxRuntimePeer onnxRuntime(Setup setup) {
    NamedModel<?> model = setup.chosen().named();
    if (model instanceof OnnxFileModel<?> file) {
      OnnxModel onnx = file.onnx();
      Path path = file.file();
      return OnnxRuntimePeer.open(path, onnx.inputs().values().iterator().next(), setup.threads());
    }
    return OnnxRuntimePeer.open(setup.network(), setup.threads());
  }
}
