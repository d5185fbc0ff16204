package org.skipconv.gates.training;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * Outputs of the network that is learned from for each frame, which stay the same all training
 * long: computed when a frame is first seen, and kept as far as memory was allowed.
 */
final class DenseOutputs implements AutoCloseable {
  private final Function<Tensor, Map<String, Tensor>> teacher;
  private final long mostBytes;
  private final Map<Integer, Map<String, Tensor>> known = new HashMap<>();
  private long bytes;

  /**
   * Outputs to keep.
   *
   * @param teacher gives those of a frame, [1, C, H, W]
   */
  DenseOutputs(Function<Tensor, Map<String, Tensor>> teacher, long mostBytes) {
    this.teacher = teacher;
    this.mostBytes = mostBytes;
  }

  /** Outputs of a batch's frames, in their order. */
  Map<String, Tensor> of(ClipSampler.Batch batch) {
    return NoGrad.get(
        () -> {
          Tensor[] frames = batch.frames().split(1, 0).get();
          Map<String, Tensor[]> parts = new LinkedHashMap<>();
          for (int i = 0; i < frames.length; i++) {
            int at = i;
            of(batch.numbers().get(i), frames[i])
                .forEach(
                    (name, y) ->
                        parts.computeIfAbsent(name, key -> new Tensor[frames.length])[at] = y);
          }
          Map<String, Tensor> joined = new LinkedHashMap<>();
          parts.forEach((name, each) -> joined.put(name, Clips.join(each)));
          return joined;
        });
  }

  /** Each frame alone, so that its bits do not depend on which others were asked for with it. */
  private Map<String, Tensor> of(int number, Tensor frame) {
    Map<String, Tensor> outputs = known.get(number);
    if (outputs != null) {
      return outputs;
    }
    Map<String, Tensor> fresh = teacher.apply(frame);
    long size = fresh.values().stream().mapToLong(Tensor::nbytes).sum();
    if (bytes + size <= mostBytes) {
      bytes += size;
      fresh.values().forEach(Tensor::retainReference);
      known.put(number, fresh);
    }
    return fresh;
  }

  @Override
  public void close() {
    known.values().forEach(outputs -> outputs.values().forEach(Tensor::releaseReference));
    known.clear();
  }
}
