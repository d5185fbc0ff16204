package org.skipconv.models.detection;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The text of the MOT challenges (Leal-Taixé et al., 2015): one person in one frame a line. */
final class MotLabels {
  private static final int PERSON = 1;
  private static final int COLUMNS = 7;
  private static final int MAX_LINE = 1000;

  /** Four days at 30 frames a second. */
  private static final int MAX_FRAME = 10_000_000;

  private MotLabels() {}

  static DetectionLabels read(Path file) throws IOException {
    TreeMap<Integer, List<GroundTruth>> frames = new TreeMap<>();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = line(in); line != null; line = line(in)) {
        number++;
        String content = number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line;
        if (!content.isBlank()) {
          try {
            add(content.split(",", -1), frames);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
          }
        }
      }
    }
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("there is no line in it");
    }
    return new DetectionLabels(frames, frames.lastKey());
  }

  /** The next line without its end, null after the last; a file without any end is no labels. */
  private static @Nullable String line(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() == MAX_LINE) {
        throw new IllegalArgumentException("a line has more than " + MAX_LINE + " characters");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private static void add(String[] columns, Map<Integer, List<GroundTruth>> frames) {
    if (columns.length < COLUMNS) {
      throw new IllegalArgumentException(
          "it has "
              + columns.length
              + " columns, but needs frame,id,x,y,width,height,flag and may have more");
    }
    int frame = Integer.parseInt(columns[0].strip());
    if (frame < 1) {
      throw new IllegalArgumentException("frames count from 1, but this is " + frame);
    }
    if (frame > MAX_FRAME) {
      throw new IllegalArgumentException(
          "frames count from 1 to " + MAX_FRAME + ", but this is " + frame);
    }
    double width = number(columns[4]);
    double height = number(columns[5]);
    if (width < 0 || height < 0) {
      throw new IllegalArgumentException("the box has size " + width + " x " + height);
    }
    Box box = Box.ofSize(number(columns[2]), number(columns[3]), width, height);
    boolean ofNoAccount = number(columns[6]) == 0;
    frames
        .computeIfAbsent(frame - 1, first -> new ArrayList<>())
        .add(new GroundTruth(box, PERSON, ofNoAccount));
  }

  private static double number(String column) {
    double value = Double.parseDouble(column.strip());
    if (!(Math.abs(value) <= Float.MAX_VALUE / 2)) {
      throw new IllegalArgumentException("'" + column + "' is not a finite number");
    }
    return value;
  }
}
