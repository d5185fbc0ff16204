package org.skipconv.core.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files that are complete or not there at all: the bytes go to a file of another name in the
 * same folder, which takes the place of the old one when the last byte is on the disk. A crash, a
 * full disk or an exception in between leaves the old file as it was. The new file has the
 * permissions that the process gives to any new file.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Content of a file, written from its start to its end. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it; the stream is buffered, and closed by the caller.
     *
     * @param out where to write
     * @throws IOException when it cannot be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a text in UTF-8.
   *
   * @param file the file
   * @param text what to write
   * @throws IOException when that fails; the message names the file and the cause
   */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes a file, over an older one. A symbolic link stays, and what it points to is replaced; a
   * device or a pipe is written to directly.
   *
   * @param file the file
   * @param content writes it
   * @throws IOException when that fails; the message names the file and the cause
   */
  public static void write(Path file, Content content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(file.toString(), null, "its folder does not exist");
    }
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
          content.writeTo(out);
        }
      } else {
        replace(Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath(), content);
      }
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw FileErrors.of(file, "it cannot be written: " + reason, e);
    } catch (IOException e) {
      throw FileErrors.of(file, "it cannot be written: " + firstCause(e).getMessage(), e);
    }
  }

  /** Encoders of pictures say no more than that they could not write. */
  private static Throwable firstCause(Throwable error) {
    Throwable first = error;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return first;
  }

  private static void replace(Path file, Content content) throws IOException {
    // Files.createTempFile would hide the new file from everybody but its owner.
    Path part = file.resolveSibling(".skipconv-" + UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel =
              FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.writeTo(out);
        out.flush();
        // Else a crash of the machine may leave the new name with none of the new bytes.
        channel.force(true);
      }
      move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
