package org.skipconv.models.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The text of the MOT challenges (Leal-Taixé et al., 2015): one person in one frame a line. */
final class MotLabels {
  private static final int PERSON = 1;
  private static final int COLUMNS = 7;

  private MotLabels() {}

  static DetectionLabels parse(String text) {
    TreeMap<Integer, List<GroundTruth>> frames = new TreeMap<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        try {
          add(lines.get(i).split(",", -1), frames);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
        }
      }
    }
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("there is no line in it");
    }
    for (int frame = 0; frame < frames.lastKey(); frame++) {
      frames.computeIfAbsent(frame, unnamed -> List.of());
    }
    return new DetectionLabels(frames);
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
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("'" + column + "' is not a finite number");
    }
    return value;
  }
}
