package org.skipconv.bench.cli.job;

import java.util.ArrayList;
import java.util.List;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.setup.FootagePart;
import org.skipconv.bench.cli.setup.Sample;
import org.skipconv.gates.calibration.SampleClip;

/** Parts of some footage, decoded and held in memory. */
final class SampleClips implements AutoCloseable {
  private final List<LoadedFrames> loaded = new ArrayList<>();

  /**
   * Reads them.
   *
   * @throws BadInput when one has fewer than two frames
   */
  static SampleClips load(Sample sample, List<FootagePart> parts, Progress progress) {
    SampleClips clips = new SampleClips();
    try {
      for (FootagePart part : parts) {
        LoadedFrames frames =
            LoadedFrames.load(sample.setup().withFootage(part), Integer.MAX_VALUE, progress);
        clips.loaded.add(frames);
        if (frames.frames().size() < 2) {
          throw new BadInput("frames " + part + ": there is only one; allowed: 2 and more");
        }
      }
    } catch (RuntimeException | Error e) {
      clips.close();
      throw e;
    }
    return clips;
  }

  List<SampleClip> clips() {
    return loaded.stream().map(part -> clip(part.frames())).toList();
  }

  /** A session goes along with the camera as it does in a stream. */
  private static SampleClip clip(List<InputTensor> frames) {
    return SampleClip.nchw(frames.stream().map(InputTensor::values).toList())
        .withPreparation((session, frame) -> frames.get(frame).seen().prepare(session));
  }

  /** Frames without each part's first, which is a keyframe and not counted. */
  int counted() {
    return loaded.stream().mapToInt(part -> part.frames().size() - 1).sum();
  }

  @Override
  public void close() {
    loaded.forEach(LoadedFrames::close);
  }
}
