package org.skipconv.bench.cli.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.skipconv.bench.cli.measure.Timings;

/**
 * Times of all peers on the same frames; the skip path is always among them.
 *
 * @param byPeer by the name of the peer
 * @param turn how many frames in a row each had before the next had them
 */
public record PeerTimes(Map<String, Timings> byPeer, int turn) {

  /** The same with so many milliseconds more in each frame of a peer. */
  public PeerTimes withLater(String peer, double millis) {
    Map<String, Timings> changed = new LinkedHashMap<>(byPeer);
    changed.computeIfPresent(peer, (name, times) -> times.later(millis));
    return new PeerTimes(changed, turn);
  }

  /** Times of one peer, null when it took no part. */
  public Timings of(String peer) {
    return byPeer.get(peer);
  }

  /** Times of the skip path. */
  public Timings skip() {
    return byPeer.get(Report.SKIP);
  }

  /** Ratio of a peer's median time to the skip path's; null when one has none. */
  public Double medianSpeedup(String peer) {
    return speedup(peer, times -> times.summary() == null ? null : times.summary().median());
  }

  /** Ratio of a peer's mean time to the skip path's; null when one has none. */
  public Double speedup(String peer) {
    return speedup(peer, times -> times.summary() == null ? null : times.summary().mean());
  }

  /**
   * The same of the least time that each frame took over the passes: without what disturbed the
   * machine now and then.
   */
  public Double leastSpeedup(String peer) {
    return speedup(peer, Timings::leastMean);
  }

  private Double speedup(String peer, Function<Timings, Double> figure) {
    Timings other = of(peer);
    Double theirs = other == null ? null : figure.apply(other);
    Double ours = figure.apply(skip());
    return theirs == null || ours == null ? null : theirs / ours;
  }
}
