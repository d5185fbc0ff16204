package org.skipconv.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.testing.ForkedJvm;
import org.skipconv.core.testing.HostileDisk;

/** Where a process must not write, or has too little memory, it is said what is missing. */
class HostileProcessTest {
  private static final String CACHE = "-Dorg.bytedeco.javacpp.cachedir=";

  /** Opens a session of a network with wide maps. */
  static final class OpensASession {
    private OpensASession() {}

    public static void main(String[] args) {
      open("large", 3, 256, 64);
    }

    /** Opens a session of one convolution. */
    static void open(String name, int in, int size, int out) {
      SkipNetwork.Builder builder = SkipNetwork.builder(name);
      Node image = builder.input(in, size, size);
      Tensor weight = Tensor.of(new float[out * in * 9], out, in, 3, 3);
      Node conv = builder.conv("conv", image, ConvSpec.keepingSize(3), weight, null);
      SkipNetwork network = builder.output("out", conv).build();
      try (VideoSession session = network.open(SessionOptions.dense())) {
        System.out.println("opened, with " + session.memoryBytes() + " bytes");
      } catch (IllegalStateException | OutOfMemoryError e) {
        System.out.println(e);
      }
    }
  }

  /** Opens a session of a network with many weights. */
  static final class PacksWeights {
    private PacksWeights() {}

    public static void main(String[] args) {
      OpensASession.open("heavy", 1024, 2, 1024);
    }
  }

  @Test
  void aCacheFolderThatCannotBeWrittenIsNamed(@TempDir Path folder) throws Exception {
    for (Path entry : ForkedJvm.classPath()) {
      // A file where JavaCPP wants a folder for what it unpacks.
      Path blocked = folder.resolve(entry.getFileName());
      if (!Files.exists(blocked)) {
        Files.createFile(blocked);
      }
    }
    String output = ForkedJvm.run(OpensASession.class, "-Dorg.bytedeco.javacpp.cachedir=" + folder);
    assertThat(output)
        .startsWith("java.lang.IllegalStateException: native libraries cannot be loaded: ")
        .contains("FileNotFoundException")
        .contains("; libraries are unpacked to " + folder + ", where it must be allowed to write")
        .contains("-Dorg.bytedeco.javacpp.cachedir names another folder")
        .doesNotContain("java.library.path");
  }

  @Test
  void aCacheFolderWhereNothingMayBeExecutedIsNamed() throws Exception {
    Path folder = HostileDisk.noexec();
    String output = ForkedJvm.run(OpensASession.class, CACHE + folder);
    namesTheFolder(output, folder.toString());
    assertThat(output).contains("UnsatisfiedLinkError");
  }

  @Test
  void aReadOnlyCacheFolderIsPassedOver() throws Exception {
    Path folder = HostileDisk.readOnly();
    assertThat(ForkedJvm.run(OpensASession.class, CACHE + folder)).startsWith("opened");
  }

  @Test
  void readOnlyFoldersAreNamedWhereNoneIsLeft() throws Exception {
    Path folder = HostileDisk.readOnly();
    String output =
        ForkedJvm.run(
            OpensASession.class,
            CACHE + folder,
            "-Duser.home=" + folder,
            "-Djava.io.tmpdir=" + folder);
    namesTheFolder(output, "the first that allows it of " + List.of(folder, folder, folder));
  }

  private static void namesTheFolder(String output, String folder) {
    assertThat(output)
        .contains("java.lang.IllegalStateException: native libraries cannot be loaded: ")
        .contains("; libraries are unpacked to " + folder + ", where it must be allowed to write")
        .contains("-Dorg.bytedeco.javacpp.cachedir names another folder")
        .doesNotContain("java.library.path");
  }

  @Test
  void tooLittleMemoryForAStreamSaysHowMuchItNeeds() throws Exception {
    String output =
        ForkedJvm.run(
            OpensASession.class,
            "-Dorg.bytedeco.javacpp.maxbytes=8m",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    assertThat(output)
        .contains(
            "java.lang.OutOfMemoryError: a stream of large needs at least 16 MiB outside the Java heap")
        .contains("-Dorg.bytedeco.javacpp.maxbytes")
        .contains("maxBytes (8192K)");
  }

  @Test
  void tooLittleMemoryForWeightsSaysHowMuchTheyNeed() throws Exception {
    String output =
        ForkedJvm.run(
            PacksWeights.class,
            "-Dorg.bytedeco.javacpp.maxbytes=8m",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    assertThat(output)
        .contains("java.lang.OutOfMemoryError: packing the weights of heavy needs up to 37 MiB")
        .contains("-Dorg.bytedeco.javacpp.maxbytes");
  }
}
