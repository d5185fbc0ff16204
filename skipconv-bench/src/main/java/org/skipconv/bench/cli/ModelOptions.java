package org.skipconv.bench.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.skipconv.bench.BadInput;
import org.skipconv.bench.model.Model;
import org.skipconv.bench.model.Models;
import org.skipconv.bench.model.Size;
import org.skipconv.core.SkipNetwork;
import picocli.CommandLine.Option;

/** Which network, with which weights. */
final class ModelOptions {
  private static final String USUAL = "hrnet-w32";

  /** What seeded weights run on: small enough to see something soon on any machine. */
  private static final String USUAL_SEEDED = "hrnet-w18-small-v1";

  private static final long SEED = 1;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description =
          "One of ${COMPLETION-CANDIDATES}. Default: "
              + USUAL
              + " with --weights, "
              + USUAL_SEEDED
              + " without.")
  private String name;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Weights of the model, safetensors or PyTorch. Default: generated ones, which know"
              + " nothing.")
  private Path weights;

  @Option(
      names = "--size",
      paramLabel = "HxW",
      description = "Input of the network. Default: the model's, such as 256x192.")
  private Size size;

  /** What the help lists. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(Models.names().split(", ", -1)).iterator();
    }
  }

  Model model() {
    return Models.named(name != null ? name : trained() ? USUAL : USUAL_SEEDED);
  }

  Size size(Model model) {
    return size != null ? size : model.usualSize();
  }

  /**
   * The size for what takes long.
   *
   * @param small for generated weights when the user asks for no size
   */
  Size size(Model model, Size small) {
    return size == null && !trained() ? small : size(model);
  }

  boolean trained() {
    return weights != null;
  }

  /** The file of the weights, null when they are generated. */
  Path weights() {
    return weights;
  }

  /** Where the weights come from. */
  String source() {
    return trained() ? weights.toString() : "generated, seed " + SEED;
  }

  SkipNetwork network(Model model) {
    return network(model, size(model));
  }

  SkipNetwork network(Model model, Size wanted) {
    try {
      return trained() ? model.load(wanted, weights) : model.seeded(wanted, SEED);
    } catch (NoSuchFileException e) {
      throw new BadInput(
          "--weights "
              + weights
              + ": there is no such file; allowed: a safetensors or PyTorch file",
          e);
    } catch (IOException e) {
      throw new BadInput("--weights " + weights + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new BadInput("--model " + model.name() + ": " + e.getMessage(), e);
    }
  }
}
