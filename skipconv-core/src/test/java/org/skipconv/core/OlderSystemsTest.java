package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.testing.ForkedJvm;

/** A system whose C library is older than the one that JavaCPP's own library asks for. */
class OlderSystemsTest {
  private static final String NEWEST = "GLIBC_2.34";
  private static final String NOWHERE = "GLIBC_2.99";

  @Test
  void theKernelsBringWhatJavaCppCannot(@TempDir Path folder) throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "only Linux has glibc");
    assumeTrue(
        !KernelInfo.current().name().matches("openblas|java"), "there are no native kernels");
    List<String> classPath = new ArrayList<>();
    for (Path entry : ForkedJvm.classPath()) {
      boolean natives = entry.getFileName().toString().matches("javacpp-[0-9.]+-.*\\.jar");
      classPath.add((natives ? askingForMore(entry, folder) : entry).toString());
    }
    assertThat(classPath).anyMatch(entry -> entry.startsWith(folder.toString()));
    String[] options = {
      "-cp",
      String.join(File.pathSeparator, classPath),
      "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache")
    };
    assertThat(ForkedJvm.run(LoadsJavaCpp.class, options))
        .contains("UnsatisfiedLinkError", NOWHERE + "' not found");
    assertThat(ForkedJvm.run(WithoutOptionalPartsTest.Plays.class, options))
        .startsWith("same true, saved 1.0");
  }

  /** The jar, with a library that asks for a C library that there is not yet. */
  private static Path askingForMore(Path jar, Path folder) throws IOException {
    Path changed = folder.resolve(jar.getFileName());
    int libraries = 0;
    try (JarFile in = new JarFile(jar.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(changed))) {
      for (Enumeration<JarEntry> entries = in.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        // Byte for byte, as text.
        String bytes =
            new String(in.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
        libraries += bytes.contains(NEWEST) ? 1 : 0;
        out.putNextEntry(new JarEntry(entry.getName()));
        out.write(bytes.replace(NEWEST, NOWHERE).getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(libraries).as("libraries that ask for " + NEWEST).isEqualTo(1);
    return changed;
  }

  /** Shows that the library is one that cannot be loaded. */
  static final class LoadsJavaCpp {
    private LoadsJavaCpp() {}

    public static void main(String[] args) {
      try {
        Loader.load(Pointer.class);
        System.out.println("loaded");
      } catch (LinkageError e) {
        Throwable first = e.getCause() == null ? e : e.getCause();
        System.out.println(first);
      }
    }
  }
}
