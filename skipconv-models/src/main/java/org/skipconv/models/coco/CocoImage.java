package org.skipconv.models.coco;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.skipconv.core.io.StrictJson;

/** One image; what the file does not say is null, or 0 if it is a size. */
final class CocoImage {
  private @Nullable Long id;
  private @Nullable Long videoId;
  private @Nullable Long frameIndex;
  private @Nullable Long frameId;
  private @Nullable String fileName;
  private double width;
  private double height;

  private CocoImage() {}

  static CocoImage read(StrictJson json) throws IOException {
    CocoImage read = new CocoImage();
    json.members(
        name -> {
          if (!json.skipNull()) {
            read.member(name, json);
          }
        });
    if (read.id == null) {
      throw new IllegalArgumentException("an image has no id");
    }
    return read;
  }

  private void member(String name, StrictJson json) throws IOException {
    switch (name) {
      case "id" -> id = CocoContent.id(json);
      case "video_id" -> videoId = CocoContent.id(json);
      case "frame_index" -> frameIndex = CocoContent.id(json);
      case "frame_id" -> frameId = CocoContent.id(json);
      case "file_name" -> fileName = json.text();
      case "width" -> width = json.number();
      case "height" -> height = json.number();
      default -> json.skip();
    }
  }

  long id() {
    return Objects.requireNonNull(id); // Checked when it was read.
  }

  @Nullable Long videoId() {
    return videoId;
  }

  @Nullable Long frameIndex() {
    return frameIndex;
  }

  @Nullable Long frameId() {
    return frameId;
  }

  @Nullable String fileName() {
    return fileName;
  }

  /** Whether the file says how large the image is. */
  boolean hasSize() {
    return width > 0 && height > 0;
  }

  double width() {
    return width;
  }

  double height() {
    return height;
  }
}
