package org.skipconv.bench.cli.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.bench.cli.model.Size;
import org.skipconv.core.ElementType;
import org.skipconv.core.SafeTensors;
import org.skipconv.gates.training.TrainingResult;
import org.skipconv.models.vision.CropWindow;
import org.skipconv.models.weights.WeightMetadata;
import org.skipconv.models.weights.Weights;

/**
 * Writes what a training gave: a plan, or weights with the gates beside them, which say what is
 * needed to run them.
 *
 * @param model that was trained
 * @param size of its input
 * @param crop of the pictures, null for the model's usual view, or if there were several
 * @param weights that the training began with, null when they were generated
 */
public record TrainingFile(NamedModel<?> model, Size size, CropWindow crop, Path weights) {
  /** Metadata: what the network saw of the pictures it was trained on, {@code x,y,w,h}. */
  public static final String CROP = "train.crop";

  private static final String WHAT = "train.what";

  /** Fact of a result whose whole network was trained. */
  private static final String WHOLE = "NETWORK";

  /** Whether a file with these metadata has gates beside its weights. */
  public static boolean hasGates(Map<String, String> metadata) {
    String what = metadata.get(WHAT);
    return what != null && !what.equals(WHOLE);
  }

  /** Writes the file. */
  public void write(TrainingResult result, Path out, boolean half) throws IOException {
    boolean kernels = result.facts().containsKey("train.kernels");
    if (result.plan().isPresent() && !kernels) {
      result.plan().get().write(out, metadata(model.name(), size, crop));
      return;
    }
    SafeTensors tensors =
        WHOLE.equals(result.facts().get(WHAT))
            ? new SafeTensors(model.stateDict(result.network()), result.facts())
            : result.addedTo(new SafeTensors(Weights.load(weights).tensors(), Map.of()));
    described(tensors).write(out, half ? ElementType.F16 : ElementType.F32);
  }

  private SafeTensors described(SafeTensors tensors) {
    Map<String, String> all = new LinkedHashMap<>(tensors.metadata());
    all.putAll(metadata(model.name(), size, crop));
    return new SafeTensors(tensors.tensors(), all);
  }

  /**
   * Returns what a file says of the network and the pictures that its gates are for.
   *
   * @param crop null for the model's usual view
   */
  public static Map<String, String> metadata(String model, Size size, CropWindow crop) {
    Map<String, String> metadata = new WeightMetadata(model, size.height(), size.width()).strings();
    if (crop != null) {
      metadata.put(CROP, crop.toString());
    }
    return metadata;
  }
}
