package org.skipconv.models.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.models.weights.Weights;

/** Weights that are part of the library, and their network, built when it is first asked for. */
final class Embedded {
  private final String resource;
  private final Function<Weights, SkipNetwork> architecture;
  private SkipNetwork network;
  private GatePlan gates;

  /**
   * @param resource file in this package
   * @param architecture builds the network
   */
  Embedded(String resource, Function<Weights, SkipNetwork> architecture) {
    this.resource = resource;
    this.architecture = architecture;
  }

  synchronized SkipNetwork network() {
    if (network == null) {
      read();
    }
    return network;
  }

  /** The thresholds that were trained together with the kernels. */
  synchronized GatePlan gates() {
    if (network == null) {
      read();
    }
    return gates;
  }

  private void read() {
    try {
      Path file = Files.createTempFile("skipconv", ".safetensors");
      try {
        write(file);
        network = architecture.apply(Weights.load(file));
        gates = GatePlan.from(SafeTensors.read(file)).orElse(null);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path file) throws IOException {
    try (InputStream in = Embedded.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("the resource " + resource + " is missing from this library");
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
