package org.skipconv.models.coco;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frame of a video that each image is. */
final class FrameNumbers {
  private static final Logger LOG = LoggerFactory.getLogger(CocoFile.class);
  private static final String WRITE = "; write the frame of each image as frame_index, from 0";

  /** Last part of a path that ends in a number. */
  private static final Pattern NUMBERED = Pattern.compile("([^/\\\\]*?)(\\d{1,12})\\.\\w{1,8}");

  private static final int MAX_NAME = 1000;

  /** Digits in the names of COCO's own photographs, which are no frames of anything. */
  private static final int COCO_DIGITS = 12;

  private FrameNumbers() {}

  /** The frame of each image by the image's id, from 0. */
  static Map<Long, Integer> of(List<CocoImage> images) {
    Set<Long> ids = new HashSet<>();
    for (CocoImage image : images) {
      if (!ids.add(image.id())) {
        throw new IllegalArgumentException("there are two images with id " + image.id());
      }
    }
    long videos = images.stream().map(CocoImage::videoId).distinct().count();
    if (videos > 1) {
      throw new IllegalArgumentException(
          "the images are of " + videos + " videos (video_id); make one file of each");
    }
    if (saidBy("frame_index", images, CocoImage::frameIndex)) {
      return numbered("frame_index", images, CocoImage::frameIndex, 0);
    }
    if (saidBy("frame_id", images, CocoImage::frameId)) {
      return numbered(
          "frame_id", images, CocoImage::frameId, first("frame_id", images, CocoImage::frameId));
    }
    return byName(images);
  }

  private static boolean saidBy(
      String member, List<CocoImage> images, Function<CocoImage, @Nullable Long> number) {
    long said = images.stream().map(number).filter(Objects::nonNull).count();
    if (said > 0 && said < images.size()) {
      throw new IllegalArgumentException(
          "only " + said + " of " + images.size() + " images have a " + member + WRITE);
    }
    return said > 0;
  }

  /** Number that the first frame of the video would have. */
  private static long first(
      String member, List<CocoImage> images, Function<CocoImage, @Nullable Long> number) {
    long lowest = images.stream().map(number).min(Comparator.naturalOrder()).orElseThrow();
    if (lowest > 1) {
      throw new IllegalArgumentException(
          "the numbers in "
              + member
              + " begin with "
              + lowest
              + ", so that it cannot be told whether they count from 0 or from 1"
              + WRITE);
    }
    if (lowest == 1) {
      LOG.info("The lowest {} is 1: frames are taken to be numbered from 1", member);
    }
    return lowest;
  }

  private static Map<Long, Integer> numbered(
      String member,
      List<CocoImage> images,
      Function<CocoImage, @Nullable Long> number,
      long first) {
    Map<Long, Integer> frames = new HashMap<>();
    Set<Long> seen = new HashSet<>();
    for (CocoImage image : images) {
      long value = number.apply(image);
      if (value < 0 || value - first > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "image " + image.id() + " has " + member + " " + value + ", but frames count from 0");
      }
      if (!seen.add(value)) {
        throw new IllegalArgumentException("there are two images with " + member + " " + value);
      }
      frames.put(image.id(), (int) (value - first));
    }
    return frames;
  }

  private static Map<Long, Integer> byName(List<CocoImage> images) {
    Map<Long, Long> numbers = new HashMap<>();
    Set<String> prefixes = new HashSet<>();
    boolean photographs = false;
    for (CocoImage image : images) {
      Matcher name = match(image.fileName());
      if (name != null) {
        numbers.put(image.id(), Long.valueOf(name.group(2)));
        prefixes.add(name.group(1));
        photographs |= name.group(1).isEmpty() && name.group(2).length() == COCO_DIGITS;
      }
    }
    boolean sequence = numbers.size() == images.size() && prefixes.size() == 1 && !photographs;
    if (!sequence || (images.size() < 2 && !isFrame(prefixes))) {
      return inOrderOfIds(images);
    }
    Function<CocoImage, @Nullable Long> number = image -> numbers.get(image.id());
    if (!isFrame(prefixes) && !isComplete(numbers)) {
      throw new IllegalArgumentException(
          "the file names have numbers with gaps, so that it cannot be told whether they are frames"
              + " of a video or all pictures of a folder"
              + WRITE);
    }
    return numbered("file_name", images, number, first("file_name", images, number));
  }

  private static @Nullable Matcher match(@Nullable String fileName) {
    if (fileName == null || fileName.length() > MAX_NAME) {
      return null;
    }
    String last =
        fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
    Matcher name = NUMBERED.matcher(last);
    return name.matches() ? name : null;
  }

  private static boolean isFrame(Set<String> prefixes) {
    return prefixes.stream().allMatch(name -> name.toLowerCase(Locale.ROOT).contains("frame"));
  }

  /** Whether no number is left out between 0 or 1 and the highest. */
  private static boolean isComplete(Map<Long, Long> numbers) {
    long lowest = numbers.values().stream().min(Comparator.naturalOrder()).orElseThrow();
    long highest = numbers.values().stream().max(Comparator.naturalOrder()).orElseThrow();
    return lowest <= 1 && highest - lowest == numbers.size() - 1L;
  }

  private static Map<Long, Integer> inOrderOfIds(List<CocoImage> images) {
    Map<Long, Integer> frames = new HashMap<>();
    images.stream()
        .sorted(Comparator.comparing(CocoImage::id))
        .forEach(image -> frames.put(image.id(), frames.size()));
    return frames;
  }
}
