package org.skipconv.gates.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.skipconv.core.Shape;

/** Takes clips out of frames: random ones of the training part, the same ones of the validation. */
final class ClipSampler {
  /**
   * Clips, the numbers of their frames in the source, and what is known about them: [frames *
   * clips, values] by name.
   */
  record Batch(Tensor frames, Clips clips, List<Integer> numbers, Map<String, Tensor> labels) {}

  private final TrainingFrames source;
  private final Shape shape;
  private final int length;
  private final List<Integer> training = new ArrayList<>();
  private final List<Integer> validation = new ArrayList<>();

  ClipSampler(TrainingFrames source, Shape shape, int length, double validationShare) {
    this.source = source;
    this.shape = shape;
    this.length = length;
    int size = source.size();
    int border = (int) Math.round(size * (1 - validationShare));
    for (int start = 0; start + length <= size; start++) {
      boolean whole = true;
      for (int t = 1; t < length; t++) {
        whole &= !source.startsShot(start + t);
      }
      if (whole && start + length <= border) {
        training.add(start);
      } else if (whole && start >= border) {
        validation.add(start);
      }
    }
    if (training.isEmpty() || (validationShare > 0 && validation.isEmpty())) {
      throw new IllegalArgumentException(
          "there must be clips of "
              + length
              + " frames for training and for validation, but of "
              + size
              + " frames, the last "
              + (size - border)
              + " for validation, there are "
              + training.size()
              + " and "
              + validation.size());
    }
  }

  /** Random clips, the same for the same seed. */
  Batch random(int clips, long seed) {
    Random random = new Random(seed);
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      starts.add(training.get(random.nextInt(training.size())));
    }
    return batch(starts);
  }

  /**
   * Spread clips, always the same, each a batch of its own: one anywhere in each of as many equal
   * stretches. Not its middle, since shots of equal length would all be seen at the same moment.
   */
  List<List<Integer>> spread(boolean ofValidation, int clips) {
    List<Integer> all = ofValidation ? validation : training;
    int count = Math.min(clips, all.size());
    Random random = new Random(count);
    List<List<Integer>> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batches.add(List.of(all.get((int) ((i + random.nextDouble()) * all.size() / count))));
    }
    return batches;
  }

  boolean hasValidation() {
    return !validation.isEmpty();
  }

  Batch batch(List<Integer> starts) {
    Tensor[] frames = new Tensor[length * starts.size()];
    List<Integer> numbers = new ArrayList<>();
    Map<String, Tensor[]> labels = new LinkedHashMap<>();
    for (int t = 0; t < length; t++) {
      for (int start : starts) {
        int at = numbers.size();
        int number = start + t;
        frames[at] =
            Tensor.create(frame(number), 1, shape.channels(), shape.height(), shape.width());
        numbers.add(number);
        source
            .labels(number)
            .forEach(
                (name, values) ->
                    labels.computeIfAbsent(name, key -> new Tensor[frames.length])[at] =
                        Tensor.create(
                            finite("label " + name + " of frame " + number, values),
                            1,
                            values.length));
      }
    }
    Map<String, Tensor> joined = new LinkedHashMap<>();
    labels.forEach((name, parts) -> joined.put(name, Clips.join(parts)));
    return new Batch(
        Clips.join(frames), new Clips(length, starts.size()), List.copyOf(numbers), joined);
  }

  private float[] frame(int index) {
    float[] values = source.frame(index);
    if (values.length != shape.elements()) {
      throw new IllegalArgumentException(
          "frame "
              + index
              + " has "
              + values.length
              + " values, but the network takes "
              + shape
              + ", "
              + shape.elements());
    }
    return finite("frame " + index, values);
  }

  private static float[] finite(String what, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            what + " must be finite, but value " + i + " is " + values[i]);
      }
    }
    return values;
  }
}
