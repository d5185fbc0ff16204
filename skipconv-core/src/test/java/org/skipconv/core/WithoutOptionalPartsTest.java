package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.skipconv.core.internal.kernel.ChoosesKernels;
import org.skipconv.core.testing.ForkedJvm;
import org.skipconv.core.testing.Frames;
import org.skipconv.core.testing.Networks;

/** A class path with what core needs, and with nothing that is optional. */
class WithoutOptionalPartsTest {
  private static final List<String> NEEDED =
      List.of("classes", "test-classes", "javacpp", "gson", "slf4j", "jspecify");

  /** Computes frames in the three forms that they may have, and reads the results. */
  static final class Plays {
    private Plays() {}

    public static void main(String[] args) {
      SkipNetwork network = Networks.residual();
      Tensor frame = Frames.picture(network.inputShape(), 1);
      try (VideoSession session = network.open(SessionOptions.exact())) {
        Tensor first = session.next(frame).output("b");
        FrameResult second = session.next(Frames.direct(frame));
        boolean same = first.get(0) == second.map("b").get(0, 0, 0);
        System.out.println("same " + same + ", saved " + second.report().savedShare());
      }
      try {
        Class.forName("org.nd4j.linalg.factory.Nd4j");
        System.out.println("with ND4J");
      } catch (ClassNotFoundException e) {
        System.out.println("without ND4J");
      }
    }
  }

  private static boolean isNeeded(Path entry) {
    String name = entry.getFileName().toString();
    return NEEDED.stream().anyMatch(name::startsWith);
  }

  static String classPath() {
    return ForkedJvm.classPath().stream()
        .filter(WithoutOptionalPartsTest::isNeeded)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void nd4jIsNotMissed() throws Exception {
    assumeTrue(!KernelInfo.current().name().equals("openblas"), "there are no native kernels");
    assertThat(ForkedJvm.run(Plays.class, "-cp", classPath()).lines())
        .containsExactly("same true, saved 1.0", "without ND4J");
  }

  @Test
  void plainJavaTakesThePlaceOfOpenBlasAndSaysSo() throws Exception {
    assertThat(ForkedJvm.run(ChoosesKernels.class, "-cp", classPath()))
        .contains("hundreds of times slower", "adds org.bytedeco:openblas-platform")
        .contains("java (no native kernels for this machine); not openblas: ")
        .contains("there is no org.bytedeco.openblas.global.openblas_nolapack on the class path");
    assertThat(ForkedJvm.run(ChoosesKernels.class))
        .contains("run on OpenBLAS, many times slower")
        .contains("openblas (no native kernels for this machine)");
  }
}
