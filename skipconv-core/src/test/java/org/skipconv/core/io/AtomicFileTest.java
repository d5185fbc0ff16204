package org.skipconv.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  private void requireAlone(Path file) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void replacesAnOlderFile() throws IOException {
    Path file = Files.writeString(folder.resolve("plan.json"), "old and longer");
    AtomicFile.write(file, "neu: ü");
    assertThat(file).hasContent("neu: ü");
    requireAlone(file);
  }

  @Test
  void aFailureLeavesTheOlderFile() throws IOException {
    Path file = Files.writeString(folder.resolve("plan.json"), "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": it cannot be written: No space left on device");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasContent("old");
    requireAlone(file);
  }

  @Test
  void theFirstCauseIsNamed() {
    Path file = folder.resolve("picture.png");
    IOException full = new IOException("No space left on device");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      throw new IOException("the encoder cannot write", full);
                    }))
        .hasMessage(file + ": it cannot be written: No space left on device");
  }

  @Test
  void aFailureLeavesNoNewFile() throws IOException {
    Path file = folder.resolve("plan.json");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      throw new IOException("full");
                    }))
        .hasMessageContaining("plan.json");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theNewFileHasThePermissionsOfAnyNewFile() throws IOException {
    assumeTrue(
        Files.getFileStore(folder).supportsFileAttributeView("posix"), "no permissions here");
    Path any = Files.createFile(folder.resolve("any"));
    Path file = folder.resolve("plan.json");
    AtomicFile.write(file, "text");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(any));
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    AtomicFile.write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("new");
  }

  @Test
  void foldersAreRefused() throws IOException {
    assertThatThrownBy(() -> AtomicFile.write(folder, "text"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder + ": it is a folder");
    Path nowhere = folder.resolve("missing/plan.json");
    assertThatThrownBy(() -> AtomicFile.write(nowhere, "text"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(nowhere + ": its folder does not exist");
  }

  @Test
  void aDeviceIsWrittenTo() throws IOException {
    Path device = Path.of("/dev/full");
    assumeTrue(Files.exists(device), "no device that is always full");
    assertThatThrownBy(() -> AtomicFile.write(device, "text"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/dev/full: it cannot be written: ")
        .hasMessageContaining("space");
    assertThat(device).exists();
  }
}
