package org.skipconv.models.coco;

import java.io.IOException;
import org.skipconv.core.io.StrictJson;

/** One image; members that the file lacks are null. */
final class CocoImage {
  private Long id;
  private Long videoId;
  private Long frameIndex;
  private Long frameId;
  private String fileName;
  private Double width;
  private Double height;

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
    return id;
  }

  Long videoId() {
    return videoId;
  }

  Long frameIndex() {
    return frameIndex;
  }

  Long frameId() {
    return frameId;
  }

  String fileName() {
    return fileName;
  }

  /** Whether the file says how large the image is. */
  boolean hasSize() {
    return width != null && height != null && width > 0 && height > 0;
  }

  double width() {
    return width;
  }

  double height() {
    return height;
  }
}
