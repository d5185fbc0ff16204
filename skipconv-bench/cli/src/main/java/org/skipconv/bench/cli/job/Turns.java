package org.skipconv.bench.cli.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.Peer;
import org.skipconv.bench.cli.measure.Timings;
import org.skipconv.bench.cli.report.PeerTimes;

/**
 * Takes the times of several peers on the same frames, which take turns.
 *
 * @param passes over all frames, at least 1
 * @param frames in a row on one peer, at least 1: few, and whatever else the machine does meets all
 *     peers alike; many, and a peer finds in the caches what it left there
 */
record Turns(int passes, int frames) {

  /** Frames that are measured even if no more are wanted: the first one does not count. */
  static final int LEAST_FRAMES = 2;

  /**
   * Measures. Who is first changes from one turn to the next.
   *
   * @param ended asked after each turn whether no more are wanted: what is whole then counts, the
   *     passes that were over, or the frames of the first that all peers have had
   */
  PeerTimes measure(
      List<? extends Peer> peers,
      List<InputTensor> video,
      Progress progress,
      BooleanSupplier ended) {
    List<List<double[]>> whole = new ArrayList<>();
    peers.forEach(peer -> whole.add(new ArrayList<>()));
    try (Progress.Bar bar = progress.begin("timing", (long) passes * video.size())) {
      for (int pass = 0; pass < passes && !(pass > 0 && ended.getAsBoolean()); pass++) {
        peers.forEach(Peer::reset);
        double[][] millis = new double[peers.size()][video.size()];
        int seen = 0;
        for (int turn = 0; seen < video.size() && !enough(seen, ended); turn++) {
          int end = Math.min(video.size(), seen + frames);
          for (int k = 0; k < peers.size(); k++) {
            int i = (turn + k) % peers.size();
            for (int frame = seen; frame < end; frame++) {
              millis[i][frame] = peers.get(i).next(video.get(frame)) / 1e6;
            }
          }
          for (; seen < end; seen++) {
            bar.step();
          }
        }
        if (pass == 0 || seen == video.size()) {
          for (int i = 0; i < peers.size(); i++) {
            whole.get(i).add(Arrays.copyOf(millis[i], seen));
          }
        }
      }
    }
    Map<String, Timings> timings = new LinkedHashMap<>();
    for (int i = 0; i < peers.size(); i++) {
      timings.put(peers.get(i).name(), new Timings(whole.get(i).toArray(double[][]::new)));
    }
    return new PeerTimes(timings, frames);
  }

  private static boolean enough(int seen, BooleanSupplier ended) {
    return seen >= LEAST_FRAMES && ended.getAsBoolean();
  }
}
