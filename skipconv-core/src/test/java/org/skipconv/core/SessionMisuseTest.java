package org.skipconv.core;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.skipconv.core.internal.kernel.KernelSelector;
import org.skipconv.core.nd4j.Nd4jFrames;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.Results;

/**
 * What a session must not be used for, or may be and looks as if it might not: never a crash, and
 * nothing wrong in silence.
 */
class SessionMisuseTest {
  private static final SkipNetwork NETWORK = Networks.resolutions();
  private static final List<Tensor> VIDEO = Frames.mixed(NETWORK.inputShape(), 1);
  private static final float[] ANY_KERNEL = new float[3 * 9];

  private static final Map<String, Consumer<Scene>> TABLE =
      Map.ofEntries(
          entry("next in a gate", s -> refusedInAGate(s, session -> session.next(VIDEO.get(0)))),
          entry("reset in a gate", s -> refusedInAGate(s, VideoSession::reset)),
          entry("keyframe in a gate", s -> refusedInAGate(s, VideoSession::requestKeyframe)),
          entry("shift in a gate", s -> refusedInAGate(s, session -> session.shift(0, 0))),
          entry("shift elsewhere", s -> refusedElsewhere(s, session -> session.shift(0, 0))),
          entry("shift far", SessionMisuseTest::shiftedFar),
          entry("next elsewhere", s -> refusedElsewhere(s, session -> session.next(VIDEO.get(0)))),
          entry("reset elsewhere", s -> refusedElsewhere(s, VideoSession::reset)),
          entry("keyframe elsewhere", s -> refusedElsewhere(s, VideoSession::requestKeyframe)),
          entry("close in a gate", s -> closedMeanwhile(s, VideoSession::close)),
          entry("close elsewhere", s -> closedMeanwhile(s, v -> elsewhere(v::close))),
          entry("closes everywhere", s -> closedMeanwhile(s, SessionMisuseTest::closeEverywhere)),
          entry("close, then fail", SessionMisuseTest::closedByAGateThatFails),
          entry("an error in a gate", SessionMisuseTest::anErrorInAGate),
          entry("reads after close", SessionMisuseTest::readsAfterClose),
          entry("reads after the next frame", SessionMisuseTest::readsAfterTheNextFrame),
          entry("reads after collection", SessionMisuseTest::readsAfterCollection),
          entry("a gate that keeps all", SessionMisuseTest::aGateThatKeepsWhatItIsShown),
          entry("convolved elsewhere", SessionMisuseTest::residualsAreConvolvedWhereTheGateDecides),
          entry("writes to a mask", SessionMisuseTest::masksOfResultsAreReadOnly),
          entry("an output closed", SessionMisuseTest::anOutputThatIsClosed),
          entry("a closed frame", SessionMisuseTest::aClosedFrame),
          entry("interrupted", SessionMisuseTest::interruptedThreads),
          entry("from hand to hand", SessionMisuseTest::fromHandToHand),
          entry("a crowd", SessionMisuseTest::aCrowd));

  static Stream<Arguments> table() {
    return TABLE.keySet().stream()
        .sorted()
        .flatMap(
            misuse ->
                Arrays.stream(ResidualPolicy.values())
                    .flatMap(
                        policy ->
                            Stream.of(1, 3).map(threads -> Arguments.of(misuse, policy, threads))));
  }

  @ParameterizedTest
  @MethodSource("table")
  void isHarmless(String misuse, ResidualPolicy policy, int threads) {
    try (Scene scene = new Scene(policy, threads)) {
      TABLE.get(misuse).accept(scene);
    }
  }

  /** A stream that somebody interferes with, and what it must answer all the same. */
  private static final class Scene implements AutoCloseable {
    private final SessionOptions options;
    private final List<float[]> expected;
    private VideoSession session;
    private BiConsumer<Residual, GateMask> meddling;
    private int frames;

    Scene(ResidualPolicy policy, int threads) {
      options =
          SessionOptions.gates(this::meddle)
              .withInputThreshold(0.01f)
              .withPolicy(policy)
              .withKeyframes(KeyframePolicy.first().withoutCuts())
              .withThreads(threads);
      expected = Results.all(open(), VIDEO);
      session = open();
    }

    VideoSession open() {
      return TestSessions.open(NETWORK, options, KernelSelector.current().kernels());
    }

    /** A gate that opens what is above a threshold. */
    private Gate.State meddle(GatedLayer layer) {
      return (residual, mask) -> {
        BiConsumer<Residual, GateMask> now = meddling;
        meddling = null;
        if (now != null) {
          now.accept(residual, mask);
        }
        residual.openAbove(0.3f, mask);
        return 0;
      };
    }

    FrameResult next() {
      return session.next(VIDEO.get(frames++));
    }

    void nextIsRight() {
      int frame = frames;
      float[] values = Results.values(session, next());
      Results.checkSameBits("frame " + frame, values, expected.get(frame));
    }

    /** The next frame, in the middle of which something happens in a gate. */
    FrameResult nextMeanwhile(BiConsumer<Residual, GateMask> what) {
      if (frames == 0) {
        nextIsRight();
      }
      meddling = what;
      FrameResult result = next();
      assertThat(meddling).as("what has not happened").isNull();
      return result;
    }

    /** As if nothing had happened. */
    void goesOn() {
      while (frames < VIDEO.size()) {
        nextIsRight();
      }
    }

    void isClosed() {
      assertThatThrownBy(() -> session.next(VIDEO.get(0)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this session of resolutions is closed");
      assertThatThrownBy(session::reset).hasMessageContaining("closed");
      assertThatThrownBy(session::requestKeyframe).hasMessageContaining("closed");
      assertThatThrownBy(() -> session.shift(0, 0)).hasMessageContaining("closed");
      assertThat(session.memoryBytes()).isZero();
      session.close();
    }

    @Override
    public void close() {
      if (session != null) {
        session.close();
      }
    }
  }

  /** What somebody keeps of a frame. */
  private record Kept(FeatureMap map, INDArray array, GateMask mask) {
    static Kept of(FrameResult result) {
      return new Kept(result.map("high"), Nd4jFrames.output(result, "high"), result.mask("high0"));
    }

    float[] values() {
      return map.toArray();
    }

    void shows(float[] values, int openPixels) {
      Results.checkSameBits("map", map.toArray(), values);
      float[] copied = array.dup('c').reshape(array.length()).toFloatVector();
      Results.checkSameBits("array", copied, values);
      assertThat(mask.count()).isEqualTo(openPixels);
    }
  }

  /** Does it on another thread, and waits for that. */
  private static void elsewhere(Runnable what) {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      other.submit(what).get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      other.shutdown();
    }
  }

  private static void refused(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("this session of resolutions is computing a frame");
  }

  private static void refusedInAGate(Scene scene, Consumer<VideoSession> call) {
    scene.nextMeanwhile((residual, mask) -> refused(() -> call.accept(scene.session)));
    scene.goesOn();
  }

  private static void refusedElsewhere(Scene scene, Consumer<VideoSession> call) {
    scene.nextMeanwhile(
        (residual, mask) -> elsewhere(() -> refused(() -> call.accept(scene.session))));
    scene.goesOn();
  }

  private static void closeEverywhere(VideoSession session) {
    elsewhere(session::close);
    session.close();
    elsewhere(session::close);
  }

  private static void closedMeanwhile(Scene scene, Consumer<VideoSession> close) {
    scene.nextIsRight();
    Kept kept = Kept.of(scene.next());
    FrameResult result = scene.nextMeanwhile((residual, mask) -> close.accept(scene.session));
    assertThat(result.report().frame()).as("the frame is finished").isEqualTo(2);
    assertThatThrownBy(() -> result.output("high"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("resolutions")
        .hasMessageContaining("closed");
    scene.isClosed();
    int length = kept.values().length;
    kept.shows(Arrays.copyOf(scene.expected.get(2), length), kept.mask().count());
  }

  private static void closedByAGateThatFails(Scene scene) {
    assertThatThrownBy(
            () ->
                scene.nextMeanwhile(
                    (residual, mask) -> {
                      scene.session.close();
                      throw new IllegalArgumentException("no mood");
                    }))
        .hasMessage("no mood");
    scene.isClosed();
  }

  private static void anErrorInAGate(Scene scene) {
    assertThatThrownBy(
            () ->
                scene.nextMeanwhile(
                    (residual, mask) -> {
                      throw new StackOverflowError("too deep");
                    }))
        .isInstanceOf(StackOverflowError.class);
    FrameResult result = scene.session.next(VIDEO.get(0));
    assertThat(result.report().keyframe()).isTrue();
    float[] values = Results.values(scene.session, result);
    Results.checkSameBits("keyframe", values, scene.expected.get(0));
    scene.frames = 1;
    scene.goesOn();
  }

  /** Writes over memory that has been freed. */
  private static void collect(Scene scene) {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Pointer.deallocateReferences();
      try (VideoSession other = scene.open()) {
        other.next(Frames.picture(NETWORK.inputShape(), 2 + i));
      }
    }
  }

  private static void readsAfterClose(Scene scene) {
    scene.nextIsRight();
    FrameResult result = scene.next();
    Kept kept = Kept.of(result);
    float[] values = kept.values();
    int open = kept.mask().count();
    scene.session.close();
    collect(scene);
    kept.shows(values, open);
    assertThatThrownBy(() -> result.map("high")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> result.mask("high0")).isInstanceOf(IllegalStateException.class);
    assertThat(result.report().layers()).extracting(LayerReport::openPixels).contains(open);
    scene.isClosed();
  }

  private static void readsAfterTheNextFrame(Scene scene) {
    scene.nextIsRight();
    FrameResult old = scene.next();
    Kept kept = Kept.of(old);
    Kept fresh = Kept.of(scene.next());
    kept.shows(fresh.values(), fresh.mask().count());
    assertThatThrownBy(() -> old.output("high"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("this result of resolutions is outdated");
    scene.goesOn();
  }

  private static void readsAfterCollection(Scene scene) {
    scene.nextIsRight();
    Kept kept = Kept.of(scene.next());
    float[] values = kept.values();
    int open = kept.mask().count();
    scene.session = null;
    collect(scene);
    kept.shows(values, open);
  }

  private static void aGateThatKeepsWhatItIsShown(Scene scene) {
    List<Residual> residuals = new ArrayList<>();
    List<GateMask> masks = new ArrayList<>();
    scene.nextMeanwhile(
        (residual, mask) -> {
          residuals.add(residual);
          masks.add(mask);
        });
    Residual residual = residuals.get(0);
    GateMask mask = masks.get(0);
    elsewhere(() -> readAll(residual, mask));
    scene.goesOn();
    scene.session.close();
    collect(scene);
    readAll(residual, mask);
    scene.session = null;
    collect(scene);
    readAll(residual, mask);
  }

  private static void readAll(Residual residual, GateMask mask) {
    for (int y = 0; y < residual.height(); y++) {
      for (int x = 0; x < residual.width(); x++) {
        assertThat(residual.at(y, x)).isNotNegative();
      }
    }
    residual.openAbove(Float.MAX_VALUE, mask);
    assertThat(mask.count()).isZero();
    mask.set(1, 1, true);
    assertThat(mask.count()).isOne();
    assertThatThrownBy(() -> convolve(residual))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("while it decides");
  }

  private static void convolve(Residual residual) {
    OneChannelKernel kernel = OneChannelKernel.of(Tensor.of(ANY_KERNEL, 1, 3, 3, 3));
    residual.absConvolution(kernel, 0, new float[residual.height() * residual.width()]);
  }

  private static void residualsAreConvolvedWhereTheGateDecides(Scene scene) {
    scene.nextMeanwhile(
        (residual, mask) -> {
          elsewhere(
              () ->
                  assertThatThrownBy(() -> convolve(residual))
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("while it decides"));
          if (scene.options.policy() == ResidualPolicy.REBASE) {
            convolve(residual);
          }
        });
    scene.goesOn();
  }

  private static void masksOfResultsAreReadOnly(Scene scene) {
    scene.nextIsRight();
    FrameResult result = scene.next();
    GateMask mask = result.mask("high0");
    int open = mask.count();
    assertThatThrownBy(() -> mask.setAll(true)).isInstanceOf(ReadOnlyBufferException.class);
    assertThatThrownBy(() -> mask.set(0, 0, true)).isInstanceOf(ReadOnlyBufferException.class);
    assertThat(result.mask("high0").count()).isEqualTo(open);
    scene.goesOn();
  }

  private static void anOutputThatIsClosed(Scene scene) {
    FrameResult result = scene.next();
    INDArray output = Nd4jFrames.output(result, "high");
    assertThat(output.closeable()).isTrue();
    float[] values = result.map("high").toArray();
    output.close();
    new Kept(result.map("high"), Nd4jFrames.output(result, "high"), result.mask("high0"))
        .shows(values, result.mask("high0").count());
    scene.goesOn();
  }

  private static void aClosedFrame(Scene scene) {
    scene.nextIsRight();
    INDArray closed = Nd4j.zeros(1);
    closed.close();
    assertThatThrownBy(() -> Nd4jFrames.next(scene.session, closed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the frame has been closed");
    scene.goesOn();
  }

  private static void shiftedFar(Scene scene) {
    scene.nextIsRight();
    int[] far = {Integer.MIN_VALUE, -(1 << 16), 1 << 16, 1 << 30};
    for (int rows : far) {
      for (int columns : far) {
        scene.session.shift(rows, columns);
        assertThat(scene.session.next(VIDEO.get(1)).map("high").get(0, 0, 0)).isFinite();
      }
    }
    scene.session.shift(Integer.MIN_VALUE, Integer.MIN_VALUE);
    scene.session.shift(Integer.MIN_VALUE, Integer.MIN_VALUE);
    scene.session.reset();
    scene.frames = 0;
    scene.goesOn();
  }

  private static void interruptedThreads(Scene scene) {
    TestThreads.alive().forEach(Thread::interrupt);
    scene.nextIsRight();
    Thread.currentThread().interrupt();
    scene.goesOn();
    assertThat(Thread.interrupted()).as("the interrupt is left to the caller").isTrue();
  }

  private static void fromHandToHand(Scene scene) {
    while (scene.frames < VIDEO.size()) {
      elsewhere(scene::nextIsRight);
    }
    elsewhere(scene.session::close);
    scene.isClosed();
  }

  /** Three threads that know nothing of each other, until one of them has had enough. */
  private static void aCrowd(Scene scene) {
    VideoSession session = scene.session;
    ExecutorService crowd = Executors.newFixedThreadPool(4);
    List<Future<Integer>> all = new ArrayList<>();
    for (int thread = 0; thread < 3; thread++) {
      all.add(crowd.submit(() -> playUntilClosed(session)));
    }
    try {
      int frames = 0;
      crowd.submit(() -> closeAfter(session, 50)).get(20, TimeUnit.SECONDS);
      for (Future<Integer> one : all) {
        frames += one.get(20, TimeUnit.SECONDS);
      }
      assertThat(frames).isPositive();
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      crowd.shutdownNow();
    }
    scene.isClosed();
  }

  private static int playUntilClosed(VideoSession session) {
    int done = 0;
    for (int i = 0; true; i++) {
      try {
        FrameResult result = session.next(VIDEO.get(i % VIDEO.size()));
        done++;
        assertThat(result.map("high").get(0, 0, 0)).isFinite();
        assertThat(result.mask("high0").count()).isNotNegative();
        session.reset();
      } catch (IllegalStateException e) {
        if (e.getMessage().endsWith("is closed")) {
          return done;
        }
        assertThat(e).hasMessageMatching("this (session|result) of resolutions is .*");
      }
    }
  }

  private static void closeAfter(VideoSession session, long millis) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(millis)) {
      assertThat(session.memoryBytes()).isPositive();
    }
    session.close();
  }
}
