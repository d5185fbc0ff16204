package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.skipconv.core.testing.ForkedJvm;

/** Two applications of one virtual machine, each with the library in its own class loader. */
class TwoClassLoadersTest {

  /** Runs the same program in two class loaders, by turns, and says which kernels each has. */
  static final class LoadsTwice {
    private LoadsTwice() {}

    public static void main(String[] args) throws Exception {
      List<URL> urls = new ArrayList<>();
      for (Path entry : ForkedJvm.classPath()) {
        urls.add(entry.toUri().toURL());
      }
      URL[] classPath = urls.toArray(new URL[0]);
      ClassLoader platform = ClassLoader.getPlatformClassLoader();
      try (URLClassLoader first = new URLClassLoader(classPath, platform);
          URLClassLoader second = new URLClassLoader(classPath, platform)) {
        for (ClassLoader loader : List.of(first, second, first)) {
          Class<?> plays = loader.loadClass(WithoutOptionalPartsTest.Plays.class.getName());
          Method main = plays.getMethod("main", String[].class);
          main.setAccessible(true);
          main.invoke(null, (Object) new String[0]);
          Class<?> info = loader.loadClass(KernelInfo.class.getName());
          Object kernels = info.getMethod("current").invoke(null);
          System.out.println("kernels " + info.getMethod("name").invoke(kernels));
        }
        System.out.println(
            "shared "
                + (first.loadClass(KernelInfo.class.getName())
                    == second.loadClass(KernelInfo.class.getName())));
      }
    }
  }

  @Test
  void bothHaveNativeKernels() throws Exception {
    String kernels = KernelInfo.current().name();
    assumeTrue(!kernels.matches("openblas|java"), "there are no native kernels");
    assertThat(ForkedJvm.run(LoadsTwice.class, "-cp", WithoutOptionalPartsTest.classPath()).lines())
        .filteredOn(line -> !line.contains("ND4J"))
        .containsExactly(
            "same true, saved 1.0",
            "kernels " + kernels,
            "same true, saved 1.0",
            "kernels " + kernels,
            "same true, saved 1.0",
            "kernels " + kernels,
            "shared false");
  }
}
