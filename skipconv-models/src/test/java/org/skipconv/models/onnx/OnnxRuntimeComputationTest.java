package org.skipconv.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.ConvSpec;
import org.skipconv.core.FrameResult;
import org.skipconv.core.KeyframePolicy;
import org.skipconv.core.Node;
import org.skipconv.core.SessionOptions;
import org.skipconv.core.Shape;
import org.skipconv.core.SkipNetwork;
import org.skipconv.core.Tensor;
import org.skipconv.core.VideoSession;
import org.skipconv.core.graph.Foreign;
import org.skipconv.core.graph.ForeignRun;
import org.skipconv.core.testing.ForkedJvm;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;
import org.skipconv.core.testing.RandomTensors;
import org.skipconv.core.testing.Results;
import org.skipconv.core.testing.TestData;

/** Foreign parts that ONNX Runtime executes. */
class OnnxRuntimeComputationTest {
  private static final SessionOptions EXACT =
      SessionOptions.exact().withKeyframes(KeyframePolicy.first().withoutCuts());

  /**
   * x [1, 2, 3] to share = Softmax(x) and set = Cast(x, BOOL) of the same size, best = ArgMax(x)
   * INT64 [1, 2], where = NonZero(x) INT64 [3, n].
   */
  private static final String SMALL =
      "CAg6jQIKIAoBeBIFc2hhcmUiB1NvZnRtYXgqCwoEYXhpc6ABAhgCCi8KAXgSBGJlc3QiBkFyZ01heCoLCgRheGlzoAEC"
          + "GAIqDwoIa2VlcGRpbXOgAQIYAAoTCgF4EgV3aGVyZSIHTm9uWmVybwoZCgF4EgNzZXQiBENhc3QqCQoCdG+gAQIY"
          + "CRIFc21hbGxaFwoBeBISChAIARIMCgIIAQoCCAIKAggDYhsKBXNoYXJlEhIKEAgBEgwKAggBCgIIAgoCCANiFgoE"
          + "YmVzdBIOCgwIBxIICgIIAQoCCAJiGAoFd2hlcmUSDwoNCAcSCQoCCAMKAxIBbmIZCgNzZXQSEgoQCAkSDAoCCAEK"
          + "AggCCgIIA0IECgAQDQ==";

  private static final List<OnnxPort> X = List.of(OnnxPort.of("x", 1, 2, 3));

  private static byte[] small() {
    return Base64.getDecoder().decode(SMALL);
  }

  private static OnnxRuntimeComputation small(String... results) {
    return OnnxRuntimeComputation.load("small", small(), X, List.of(results), 7);
  }

  @Test
  void portsAreViewsOfTensors() {
    assertThat(OnnxPort.of("a", 1, 2, 3, 4).shape()).isEqualTo(new Shape(2, 3, 4));
    assertThat(OnnxPort.of("a", 2, 2, 3, 4).shape()).isEqualTo(new Shape(48, 1, 1));
    assertThat(OnnxPort.of("a", 1, 6, 4).shape()).isEqualTo(new Shape(24, 1, 1));
    assertThat(OnnxPort.of("a").shape()).isEqualTo(new Shape(1, 1, 1));
    assertThat(OnnxPort.of("a", 1, 6, 4).viewed(new Shape(6, 2, 2)).dims())
        .containsExactly(1, 6, 4);
    assertThatThrownBy(() -> OnnxPort.of("a", 1, 6, 4).viewed(new Shape(6, 2, 1)))
        .hasMessage("a [1, 6, 4] has 24 values, and is no view of 6x2x1");
    assertThatThrownBy(() -> OnnxPort.of("a", 1, 0))
        .hasMessage("a [1, 0] is no map: every dimension must be 1 or more");
  }

  @Test
  void sizesOfResultsAreLearned() {
    OnnxRuntimeComputation computation = small("share");
    assertThat(computation.outputs()).containsExactly(OnnxPort.of("share", 1, 2, 3));
    Shape view = new Shape(2, 1, 3);
    assertThat(computation.shapes(List.of(view))).containsExactly(new Shape(6, 1, 1));
    assertThat(computation.viewed(0, view).shapes(List.of(view))).containsExactly(view);
    assertThat(computation.macs(List.of(view))).isEqualTo(7);
    assertThatThrownBy(() -> computation.shapes(List.of(new Shape(2, 1, 4))))
        .hasMessage("small was made for x [1, 2, 3], which an operand 2x1x4 does not fit");
    assertThatThrownBy(() -> computation.shapes(List.of(view, view)))
        .hasMessage("small has 1 inputs, but 2 operands");
  }

  @Test
  void whatCannotBeFollowedIsRefused() {
    assertThatThrownBy(() -> small("best"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the result best of small is a tensor of long [1, 2], and no map");
    assertThatThrownBy(() -> small("where"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the result where of small has a size that depends on values");
    assertThatThrownBy(
            () -> OnnxRuntimeComputation.load("bad", new byte[] {1, 2}, X, List.of("y"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ONNX Runtime refuses bad: ");
  }

  @Test
  void runsInANetwork() {
    OnnxRuntimeComputation computation = small("share").viewed(0, new Shape(2, 1, 3));
    SkipNetwork.Builder b = SkipNetwork.builder("softmax");
    Node x = b.input(2, 1, 3);
    Node share = b.add("share", new Foreign(computation, 0), List.of(x));
    Node behind =
        b.conv(
            "behind",
            share,
            ConvSpec.of(1),
            RandomTensors.kernels(new Random(1), 2, 2, 1, 1),
            null);
    SkipNetwork network = b.output("share", share).output("behind", behind).build();
    try (VideoSession session = network.open(EXACT)) {
      for (Tensor frame : Frames.movingBlock(network.inputShape(), 3, 4)) {
        FrameResult result = session.next(frame);
        for (int c = 0; c < 2; c++) {
          double sum = 0;
          for (int i = 0; i < 3; i++) {
            sum += Math.exp(frame.get(3 * c + i));
          }
          for (int i = 0; i < 3; i++) {
            double expected = Math.exp(frame.get(3 * c + i)) / sum;
            assertThat((double) result.map("share").get(c, 0, i)).isCloseTo(expected, within(1e-6));
          }
        }
      }
    }
  }

  /** Another network as a foreign part computes what it computes in a session of its own. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aNetworkInsideANetwork(int threads) {
    SkipNetwork inner = Networks.heads();
    Shape in = inner.inputShape();
    OnnxPort port = OnnxPort.of("input", 1, in.channels(), in.height(), in.width());
    List<String> names = List.copyOf(inner.outputs().keySet());
    OnnxRuntimeComputation computation =
        OnnxRuntimeComputation.load(
            "heads", OnnxExport.toBytes(inner), List.of(port), names, inner.denseMacs());
    SkipNetwork.Builder b = SkipNetwork.builder("outer");
    Node image = b.input(in.channels(), in.height(), in.width());
    for (int i = 0; i < names.size(); i++) {
      b.output(names.get(i), b.add(names.get(i), new Foreign(computation, i), List.of(image)));
    }
    SkipNetwork outer = b.build();
    assertThat(outer.denseMacs()).isEqualTo(inner.denseMacs());
    try (VideoSession foreign = outer.open(EXACT.withThreads(threads));
        VideoSession own = inner.open(EXACT)) {
      for (Tensor frame : Frames.mixed(in, 3)) {
        FrameResult result = foreign.next(frame);
        float[] got = Results.values(foreign, result);
        float[] expected = Results.values(own, own.next(frame));
        assertThat(Results.largestDifference(got, expected)).isLessThan(1e-4);
        boolean ran = result.report().layers().stream().anyMatch(l -> l.openPixels() > 0);
        assertThat(result.report().macs().computed()).isEqualTo(ran ? inner.denseMacs() : 0);
      }
      Tensor still = Frames.picture(in, 3);
      foreign.next(still);
      FrameResult again = foreign.next(Frames.picture(in, 3));
      assertThat(again.report().layers())
          .extracting(report -> report.time().toNanos())
          .containsOnly(0L);
    }
  }

  @Test
  void otherBuffersAreBoundAnew() {
    OnnxRuntimeComputation computation = small("share");
    try (ForeignRun run = computation.open()) {
      for (int i = 0; i < 2; i++) {
        List<FloatBuffer> from = OnnxRuntimeComputation.buffers(X);
        List<FloatBuffer> to = OnnxRuntimeComputation.buffers(computation.outputs());
        from.get(0).put(i, 100);
        run.run(from, to);
        assertThat(to.get(0).get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void aTailGivesAnyTypeAndSize() {
    List<String> results = List.of("where", "best", "set", "share");
    OnnxRuntimeTail tail = OnnxRuntimeTail.load("tail", small(), X, results);
    assertThat(tail.inputs()).isEqualTo(X);
    try (OnnxRuntimeTail.Run run = tail.open(1)) {
      Map<String, OnnxArray> zeros = run.run();
      assertThat(zeros.keySet()).containsExactlyElementsOf(results);
      assertThat(zeros.get("where").dims()).containsExactly(3L, 0L);
      run.input(0).put(2, 5).put(4, 1);
      Map<String, OnnxArray> some = run.run();
      assertThat(some.get("where").dims()).containsExactly(3L, 2L);
      assertThat(some.get("where").longs()).containsExactly(0, 0, 0, 1, 2, 1);
      assertThat(some.get("best").longs()).containsExactly(2, 1);
      assertThat((boolean[]) some.get("set").values())
          .containsExactly(false, false, true, false, true, false);
      assertThat(some.get("share").floats()).hasSize(6);
      assertThatThrownBy(() -> some.get("best").floats())
          .hasMessage("tensor of long [1, 2] is not of type float");
    }
  }

  @Test
  void aPublishedNetworkAsAForeignPart() throws IOException {
    Path file = TestData.require("onnx/ultraface_rfb_320.onnx");
    OnnxPort in = OnnxPort.of("input", 1, 3, 240, 320);
    OnnxRuntimeComputation computation =
        OnnxRuntimeComputation.load(
            "ultraface", Files.readAllBytes(file), List.of(in), List.of("scores", "boxes"), 0);
    assertThat(computation.outputs())
        .containsExactly(OnnxPort.of("scores", 1, 4420, 2), OnnxPort.of("boxes", 1, 4420, 4));
    SkipNetwork.Builder b = SkipNetwork.builder("whole");
    Node image = b.input(3, 240, 320);
    Node boxes = b.add("boxes", new Foreign(computation, 1), List.of(image));
    SkipNetwork network = b.output("boxes", boxes).build();
    OnnxRuntimeTail tail =
        OnnxRuntimeTail.load("tail", Files.readAllBytes(file), List.of(in), List.of("boxes"));
    try (VideoSession session = network.open(EXACT);
        OnnxRuntimeTail.Run run = tail.open(1)) {
      for (Tensor frame : Frames.movingBlock(network.inputShape(), 2, 3)) {
        run.input(0).put(frame.values());
        float[] got = Results.values(session, session.next(frame));
        Results.checkSameBits("boxes", got, run.run().get("boxes").floats());
      }
    }
  }

  /** The classes that an importer names are loaded, and the error says what to add. */
  @Test
  void withoutOnnxRuntimeTheErrorSaysWhatToAdd() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Path entry : ForkedJvm.classPath()) {
      if (!entry.toString().contains(File.separator + "onnxruntime" + File.separator)) {
        urls.add(entry.toUri().toURL());
      }
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader without = new URLClassLoader(urls.toArray(new URL[0]), platform)) {
      for (Class<?> part : List.of(OnnxRuntimeComputation.class, OnnxRuntimeTail.class)) {
        Class<?> loaded = Class.forName(part.getName(), true, without);
        Method load =
            List.of(loaded.getDeclaredMethods()).stream()
                .filter(method -> method.getName().equals("load"))
                .findAny()
                .orElseThrow();
        load.setAccessible(true);
        Object[] arguments = {"attention", new byte[0], List.of(), List.of(), 0L};
        Object[] given = Arrays.copyOf(arguments, load.getParameterCount());
        assertThatThrownBy(() -> load.invoke(null, given))
            .isInstanceOf(InvocationTargetException.class)
            .cause()
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "attention is not part of the skip graph and is run by ONNX Runtime, which is not"
                    + " on the class path: add the Maven dependency"
                    + " com.microsoft.onnxruntime:onnxruntime");
      }
    }
    assertThat(OnnxRuntime.isPresent()).isTrue();
  }
}
