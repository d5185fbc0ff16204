package org.skipconv.bench.cli.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Who is first changes from one turn to the next. */
  PeerTimes measure(List<? extends Peer> peers, List<InputTensor> video, Progress progress) {
    double[][][] millis = new double[peers.size()][passes][video.size()];
    try (Progress.Bar bar = progress.begin("timing", (long) passes * video.size())) {
      for (int pass = 0; pass < passes; pass++) {
        peers.forEach(Peer::reset);
        for (int start = 0, first = 0; start < video.size(); start += frames, first++) {
          int end = Math.min(video.size(), start + frames);
          for (int k = 0; k < peers.size(); k++) {
            int i = (first + k) % peers.size();
            for (int frame = start; frame < end; frame++) {
              millis[i][pass][frame] = peers.get(i).next(video.get(frame)) / 1e6;
            }
          }
          for (int frame = start; frame < end; frame++) {
            bar.step();
          }
        }
      }
    }
    Map<String, Timings> timings = new LinkedHashMap<>();
    for (int i = 0; i < peers.size(); i++) {
      timings.put(peers.get(i).name(), new Timings(millis[i]));
    }
    return new PeerTimes(timings, frames);
  }
}
