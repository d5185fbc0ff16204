package org.skipconv.core.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries of several builds of one version, which have one name, time and size. */
class NativeLibrariesTest {
  private static final String JAR = "native-libraries-test.jar";
  private static final String LIBRARY = "linux-x86_64/libexample.so";

  @TempDir Path folder;

  @AfterEach
  void forget() throws IOException {
    Path cached = Loader.getCacheDir().toPath().resolve(JAR).resolve(LIBRARY);
    Files.deleteIfExists(cached);
    Files.deleteIfExists(cached.getParent());
    Files.deleteIfExists(cached.getParent().getParent());
  }

  @Test
  void aLibraryOfAnotherBuildIsReplaced() throws IOException {
    assertThat(NativeLibraries.unpack(jar("first", "kernels 1"))).hasContent("kernels 1");
    Path second = NativeLibraries.unpack(jar("second", "kernels 2"));
    assertThat(second).hasContent("kernels 2");
    assertThat(second.getParent()).isDirectoryContaining(f -> f.equals(second));
    assertThat(second.getParent().toFile().list()).hasSize(1);
  }

  @Test
  void aLibraryThatIsThereIsNotWrittenAgain() throws IOException {
    URL jar = jar("first", "kernels 1");
    Object file = key(NativeLibraries.unpack(jar));
    assertThat(key(NativeLibraries.unpack(jar))).isEqualTo(file);
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class).fileKey();
  }

  private URL jar(String build, String library) throws IOException {
    Path jar = Files.createDirectory(folder.resolve(build)).resolve(JAR);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      JarEntry entry = new JarEntry(LIBRARY);
      entry.setTime(1_700_000_000_000L);
      out.putNextEntry(entry);
      out.write(library.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return URI.create("jar:" + jar.toUri() + "!/" + LIBRARY).toURL();
  }

  @Test
  void muslIsNamed(@TempDir Path folder) throws IOException {
    Path mapped = folder.resolve("maps");
    assertThat(NativeLibraries.whyNotHere(mapped)).isEmpty();
    Files.writeString(mapped, "7f12 r-xp 0000 fe:01 9 /usr/lib/x86_64-linux-gnu/libc.so.6\n");
    assertThat(NativeLibraries.whyNotHere(mapped)).isEmpty();
    Files.writeString(mapped, "7f12 r-xp 0000 fe:01 9 /lib/ld-musl-x86_64.so.1\n");
    assertThat(NativeLibraries.whyNotHere(mapped))
        .contains("this system's C library is musl")
        .contains("Debian instead of Alpine");
  }
}
