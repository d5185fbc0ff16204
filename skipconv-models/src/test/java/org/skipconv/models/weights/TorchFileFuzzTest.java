package org.skipconv.models.weights;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.testing.FileTrial;

/** Any bytes as a PyTorch file of either container, and as the pickle in one. */
class TorchFileFuzzTest {
  private static final int MULTIPLE = 200;
  private static final byte[] LEGACY = PythonPickle.of(new BigInteger("1950a86a20f9469cfc6c", 16));

  @TempDir static Path folder;

  private static void read(byte[] data) throws IOException {
    Path file = Files.write(folder.resolve("fuzzed.pth"), data);
    FileTrial.of(file, MULTIPLE, () -> Weights.load(file));
  }

  @FuzzTest
  void zip(byte[] data) throws IOException {
    byte[] marked = data.length < 4 ? Arrays.copyOf(data, 4) : data;
    ByteBuffer.wrap(marked).order(ByteOrder.LITTLE_ENDIAN).putInt(0x04034b50);
    read(marked);
  }

  /** The first byte says how long the pickle is, in sixteenths; the rest are the numbers. */
  @FuzzTest
  void pickleInZip(byte[] data) throws IOException {
    int share = data.length == 0 ? 16 : (data[0] & 15) + 1;
    int pickle = data.length * share / 16;
    Path file = folder.resolve("fuzzed.pth");
    TorchFiles.zip(
        file,
        Arrays.copyOfRange(data, Math.min(1, pickle), pickle),
        Arrays.copyOfRange(data, pickle, data.length));
    FileTrial.of(file, MULTIPLE, () -> Weights.load(file));
  }

  @FuzzTest
  void legacy(byte[] data) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(LEGACY);
    file.writeBytes(data);
    read(file.toByteArray());
  }
}
