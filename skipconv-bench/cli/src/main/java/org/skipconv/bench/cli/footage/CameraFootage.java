package org.skipconv.bench.cli.footage;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.models.vision.SourceOptions;
import org.skipconv.models.vision.VideoAccess;
import org.skipconv.models.vision.VideoSource;

/** A camera of this machine or an address in the network, opened anew each time it is seen. */
public final class CameraFootage implements Footage {
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");
  private static final Pattern DEVICE = Pattern.compile("/dev/video[0-9]+");

  private final String name;
  private final SourceFrames.Opening opening;

  private CameraFootage(String name, SourceFrames.Opening opening) {
    this.name = name;
    this.opening = opening;
  }

  /** Whether an input is not meant as the name of a file or folder. */
  public static boolean names(String input) {
    return ADDRESS.matcher(input).matches() || DEVICE.matcher(input).matches();
  }

  /**
   * Names it; nothing is opened yet.
   *
   * @param hosts that a playlist may name; none when no playlist is read
   * @throws BadInput when it is no address
   */
  public static CameraFootage of(String input, List<String> hosts) {
    VideoAccess access =
        BadInput.at(
            "--allow-host", () -> VideoAccess.SINGLE_FILES.withHosts(hosts.toArray(String[]::new)));
    SourceOptions options =
        SourceOptions.live().withAccess(hosts.isEmpty() ? access : access.withFormats("hls"));
    if (DEVICE.matcher(input).matches()) {
      return new CameraFootage(input, () -> VideoSource.open(Path.of(input), options));
    }
    URI address = address(input);
    return new CameraFootage(VideoSource.name(address), () -> VideoSource.open(address, options));
  }

  /** An address may hold a password, so no message repeats it. */
  private static URI address(String input) {
    try {
      return new URI(input);
    } catch (URISyntaxException e) {
      throw new BadInput("--input: it is no address: " + e.getReason() + " at " + e.getIndex(), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Frames open(int start) {
    return SourceFrames.open(name, start, this::source);
  }

  private VideoSource source() throws IOException {
    try {
      return opening.open();
    } catch (IllegalArgumentException e) {
      throw new BadInput("--input " + name + ": " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new BadInput("--input " + name + ": there is no such camera", e);
    }
  }
}
