package org.skipconv.bench.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.bench.cli.measure.InputTensor;
import org.skipconv.bench.cli.measure.Peer;
import org.skipconv.bench.cli.report.PeerTimes;
import org.skipconv.core.Shape;

class TurnsTest {
  private final List<String> seen = new ArrayList<>();
  private final List<InputTensor> video = new ArrayList<>();

  /** Notes what it is asked; a frame takes its number in milliseconds. */
  private final class NotingPeer implements Peer {
    private final String name;

    NotingPeer(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long next(InputTensor frame) {
      seen.add(name + video.indexOf(frame));
      return video.indexOf(frame) * 1_000_000L;
    }

    @Override
    public void reset() {
      seen.add(name + "-");
    }

    @Override
    public void close() {}
  }

  private PeerTimes measure(int passes, int turn, int frames) {
    return measure(passes, turn, frames, Integer.MAX_VALUE);
  }

  /** Nobody wants more after so many calls. */
  private PeerTimes measure(int passes, int turn, int frames, int calls) {
    for (int i = 0; i < frames; i++) {
      video.add(new InputTensor(new Shape(1, 1, 1)));
    }
    List<Peer> peers = List.of(new NotingPeer("a"), new NotingPeer("b"));
    return new Turns(passes, turn).measure(peers, video, Progress.NONE, () -> seen.size() > calls);
  }

  @Test
  void frameByFrameEachIsFirstOnce() {
    measure(1, 1, 3);
    assertThat(String.join(" ", seen)).isEqualTo("a- b- a0 b0 b1 a1 a2 b2");
  }

  @Test
  void aTurnHasSoManyFramesAndTheLastOneTheRest() {
    PeerTimes times = measure(2, 2, 3);
    String pass = "a- b- a0 a1 b0 b1 b2 a2";
    assertThat(String.join(" ", seen)).isEqualTo(pass + " " + pass);
    assertThat(times.turn()).isEqualTo(2);
    assertThat(times.of("a").passes()).isEqualTo(2);
    assertThat(times.of("b").leastMean()).isEqualTo(1.5);
  }

  @Test
  void whoEndsTheFirstPassHasTheFramesThatAllPeersHad() {
    PeerTimes times = measure(3, 2, 9, 2 + 5);
    assertThat(String.join(" ", seen)).isEqualTo("a- b- a0 a1 b0 b1 b2 b3 a2 a3");
    assertThat(times.of("a").passes()).isEqualTo(1);
    assertThat(times.of("a").frames()).isEqualTo(4);
    assertThat(times.of("b").least()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void whoEndsALaterPassHasThoseThatWereOver() {
    PeerTimes times = measure(3, 1, 4, 10 + 5);
    assertThat(times.of("a").passes()).isEqualTo(1);
    assertThat(times.of("a").frames()).isEqualTo(4);
    assertThat(seen).hasSizeLessThan(20);
  }

  @Test
  void thereAreTwoFramesHoweverEarlyTheEnd() {
    PeerTimes times = measure(2, 1, 4, 0);
    assertThat(times.of("b").frames()).isEqualTo(2);
    assertThat(times.of("b").leastMean()).isEqualTo(1);
  }
}
