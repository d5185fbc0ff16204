package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.model.ChosenModel;
import org.skipconv.bench.cli.model.Models;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.OnnxFileModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.bench.cli.model.WeightOrigin;
import org.skipconv.models.Truth;
import org.skipconv.models.VideoModel;
import org.skipconv.models.embedded.EmbeddedDetector;
import org.skipconv.models.embedded.EmbeddedPose;
import org.skipconv.models.vision.CropWindow;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that choose a network and its weights. */
public final class ModelOptions {
  private static final String USUAL = "hrnet-w32";

  /** Usual network of generated weights: small enough to see something soon on any machine. */
  private static final String USUAL_SEEDED = "hrnet-w18-small-v1";

  /** Name of the detector whose weights are part of the library. */
  private static final String EMBEDDED_DETECTOR = "efficientdet-tiny";

  private static final long SEED = 1;

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE.onnx",
      completionCandidates = ModelNames.class,
      description =
          "One of ${COMPLETION-CANDIDATES}, or an ONNX file, which contains its weights. Default:"
              + " the model named in the --weights file, as in those that train writes; else "
              + USUAL
              + " with --weights, "
              + USUAL_SEEDED
              + " without.")
  private String name;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Weights of the model, safetensors or PyTorch. Default: embedded weights trained on"
              + " generated scenes, for poses without --model, for people and cars with --model "
              + EMBEDDED_DETECTOR
              + ", both without --size; else generated weights, which find nothing.")
  private Path weights;

  @Option(
      names = "--size",
      paramLabel = "HxW",
      description =
          "Height and width of the network's input. Default: the size named in the"
              + " --weights file; else the model's own, such as 256x192.")
  private Size size;

  @Mixin private HeadOptions head;
  @Mixin private OnnxOptions onnx;

  private Path unpacked;
  private WeightNotes notes;
  private WeightNotes plan = WeightNotes.NONE;
  private boolean gated;

  /** Names that the help lists. */
  static final class ModelNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(Models.names().split(", ", -1)).iterator();
    }
  }

  public NamedModel<?> model() {
    if (isFile()) {
      if (weights != null) {
        throw new BadInput("--weights: an ONNX file has its own; leave out --weights");
      }
      head.requireUnused();
      return onnx.model(name, size);
    }
    onnx.requireUnused();
    if (weights == null) {
      return head.applied(Models.named(name != null ? name : USUAL_SEEDED), null);
    }
    String said = notes().model(name);
    return head.applied(Models.named(said != null ? said : USUAL), weights);
  }

  /**
   * Takes model, size and crop from a plan that says them, where neither the user nor the weights
   * do.
   *
   * @param file null for none
   */
  void takeUnlessSaid(Path file) {
    plan = WeightNotes.ofPlan(file);
    String said = plan.model(null);
    if (name == null && notes().model(null) == null && Models.isNamed(said)) {
      name = said.equals(USUAL_SEEDED) && weights == null ? null : said;
    }
  }

  /** Returns the notes of the file of weights; none where there is no file. */
  private WeightNotes notes() {
    if (notes == null) {
      notes = WeightNotes.of(weights);
    }
    return notes;
  }

  /**
   * The crop of the videos that these weights were trained on, which is the usual one of other
   * videos; null where the file does not say.
   */
  public CropWindow trainedCrop() {
    return notes().crop() != null ? notes().crop() : plan.crop();
  }

  /**
   * Takes the network from a file that a training wrote, where the user names none and the file is
   * of another one than the embedded network that would be taken.
   */
  public void takeUnlessGiven(Path trained) {
    if (embedded() && name == null && WeightNotes.of(trained).isOfAnother(USUAL_SEEDED)) {
      weights = trained;
    }
  }

  /** Refuses a layout that needs a crop where none is given. */
  public void requireCrop(CropWindow crop) {
    if (onnx.needsCrop() && crop == null) {
      throw new BadInput("--layout crop: needs --crop x,y,w,h, the part that the network sees");
    }
  }

  public Size size(NamedModel<?> model) {
    if (isFile()) {
      return model.usualSize();
    }
    Size wanted = notes().size(size);
    if (wanted != null) {
      return wanted;
    }
    if (!embedded() && plan.size(null) != null) {
      return plan.size(null);
    }
    boolean pose = embedded() && name == null;
    return pose ? new Size(EmbeddedPose.HEIGHT, EmbeddedPose.WIDTH) : model.usualSize();
  }

  /**
   * The size for what takes long.
   *
   * @param small for generated weights when the user asks for no size
   */
  public Size size(NamedModel<?> model, Size small) {
    return size == null && !trained() ? small : size(model);
  }

  public boolean trained() {
    return weights != null || embedded() || isFile();
  }

  private WeightOrigin origin() {
    if (embedded()) {
      return WeightOrigin.EMBEDDED;
    }
    return trained() ? WeightOrigin.FILE : WeightOrigin.GENERATED;
  }

  /** Whether the network is one of those that are part of the library. */
  boolean embedded() {
    boolean there = name == null || name.equals(EMBEDDED_DETECTOR);
    return weights == null && size == null && there && !head.areUsed();
  }

  /** The file of the weights, null when they are generated or in an ONNX file. */
  public Path weights() {
    if (embedded() && unpacked == null) {
      unpacked = unpack(gated);
    }
    return weights != null ? weights : unpacked;
  }

  /** Takes, of the embedded networks, the one that was trained together with its gates. */
  public void takeGated() {
    gated = true;
  }

  /** The embedded weights with trained gates beside them; empty when those are not asked for. */
  public Optional<Path> embeddedGates() {
    return embedded() ? Optional.of(unpack(true)) : Optional.empty();
  }

  private Path unpack(boolean withGates) {
    try {
      Path folder = Files.createTempDirectory("skipconv");
      Path file = folder.resolve("embedded.safetensors");
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      if (name == null && withGates) {
        EmbeddedPose.writeGated(file);
      } else if (name == null) {
        EmbeddedPose.write(file);
      } else if (withGates) {
        EmbeddedDetector.writeGated(file);
      } else {
        EmbeddedDetector.write(file);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the network is an ONNX file. */
  public boolean isFile() {
    return OnnxOptions.isFile(name);
  }

  /** Adds the options that choose this network to a command line. */
  void addTo(RunLine line, NamedModel<?> model) {
    if (isFile()) {
      line.with("--model", name).with("--size", size);
      onnx.given().forEach(line::with);
    } else if (embedded()) {
      line.with("--model", name);
    } else {
      boolean said = notes().metadata().isPresent();
      line.with("--model", said ? null : model.name())
          .with("--size", said ? size : size(model))
          .with("--weights", weights);
    }
  }

  /** File of the weights as the user knows it; null when they are generated or in an ONNX file. */
  public String weightsName() {
    return embedded() ? "the embedded weights" : weights == null ? null : weights.toString();
  }

  /** Origin of the weights, in words. */
  public String source() {
    if (embedded()) {
      return "embedded, trained on generated scenes" + (gated ? " with its gates" : "");
    }
    if (isFile()) {
      return name;
    }
    return trained() ? weights.toString() : "generated, seed " + SEED;
  }

  /**
   * The model with its weights.
   *
   * @param labels truth about what it will see, null when nobody has said
   */
  public <R> ChosenModel<R> chosen(NamedModel<R> model, Size wanted, Truth<R> labels) {
    return new ChosenModel<>(model, load(model, wanted), source(), origin(), labels);
  }

  private <R> VideoModel<R> load(NamedModel<R> model, Size wanted) {
    try {
      if (model instanceof OnnxFileModel<R> file) {
        return file.video();
      }
      return trained() ? model.load(wanted, weights()) : model.seeded(wanted, SEED);
    } catch (NoSuchFileException e) {
      throw new BadInput(
          "--weights "
              + weights
              + ": there is no such file; allowed: a safetensors or PyTorch file",
          e);
    } catch (IOException e) {
      throw new BadInput(
          "--weights " + weights + " for --model " + model.name() + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new BadInput("--model " + model.name() + ": " + e.getMessage(), e);
    }
  }
}
