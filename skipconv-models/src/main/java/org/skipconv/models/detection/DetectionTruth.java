package org.skipconv.models.detection;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.skipconv.models.Score;
import org.skipconv.models.Truth;

/**
 * Known objects in the frames of a video, by which detections are judged: average precision as
 * {@link DetectionMetrics} computes it.
 *
 * @param source name of the file of labels or of the video's generator
 * @param objects objects of a frame, by its number from 0; empty when they are unknown
 */
public record DetectionTruth(String source, IntFunction<Optional<List<GroundTruth>>> objects)
    implements Truth<List<Detection>> {

  /** Refuses impossible values. */
  public DetectionTruth {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(objects, "objects");
  }

  @Override
  public Score<List<Detection>> score() {
    return new PrecisionScore();
  }

  private final class PrecisionScore implements Score<List<Detection>> {
    private final DetectionMetrics metrics = new DetectionMetrics();
    private long count;

    @Override
    public boolean add(int frame, List<Detection> result) {
      Optional<List<GroundTruth>> known = objects.apply(frame);
      known.ifPresent(
          there -> {
            metrics.add(result, there);
            count += there.stream().filter(object -> !object.crowd()).count();
          });
      return known.isPresent();
    }

    @Override
    public long objects() {
      return count;
    }

    @Override
    public Map<String, OptionalDouble> values() {
      return metrics.values();
    }
  }
}
