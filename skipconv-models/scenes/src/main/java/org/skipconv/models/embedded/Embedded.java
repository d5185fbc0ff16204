package org.skipconv.models.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.ElementType;
import org.skipconv.core.SafeTensors;
import org.skipconv.core.SkipNetwork;
import org.skipconv.gates.GatePlan;
import org.skipconv.models.weights.WeightMetadata;
import org.skipconv.models.weights.Weights;

/** Weights that are part of the library, and their network, built when it is first asked for. */
final class Embedded {
  private final String resource;
  private final WeightMetadata metadata;
  private final Function<Weights, SkipNetwork> architecture;
  private @Nullable Loaded content;

  /** Gates are null where none are beside the weights. */
  private record Loaded(SkipNetwork network, @Nullable GatePlan gates) {}

  /**
   * @param resource file in this package
   * @param metadata of the files that are written
   * @param architecture builds the network
   */
  Embedded(String resource, WeightMetadata metadata, Function<Weights, SkipNetwork> architecture) {
    this.resource = resource;
    this.metadata = metadata;
    this.architecture = architecture;
  }

  SkipNetwork network() {
    return content().network();
  }

  /** The thresholds that were trained together with the kernels. */
  GatePlan gates() {
    return Objects.requireNonNull(content().gates(), resource);
  }

  private synchronized Loaded content() {
    Loaded loaded = content;
    if (loaded == null) {
      loaded = read();
      content = loaded;
    }
    return loaded;
  }

  private Loaded read() {
    try {
      SafeTensors tensors = tensors();
      return new Loaded(
          architecture.apply(Weights.of(tensors.tensors())), GatePlan.from(tensors).orElse(null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SafeTensors tensors() throws IOException {
    Path file = Files.createTempFile("skipconv", ".safetensors");
    try (InputStream in = Embedded.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("the resource " + resource + " is missing from this library");
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return SafeTensors.read(file);
    } finally {
      Files.delete(file);
    }
  }

  void write(Path file) throws IOException {
    metadata.addedTo(tensors()).write(file, ElementType.F16);
  }
}
