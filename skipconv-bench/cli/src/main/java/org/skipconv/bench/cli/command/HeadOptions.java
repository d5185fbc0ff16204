package org.skipconv.bench.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.skipconv.bench.cli.BadInput;
import org.skipconv.bench.cli.model.Joints;
import org.skipconv.bench.cli.model.NamedModel;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.weights.Weights;
import picocli.CommandLine.Option;

/** Options that say what a network finds that was trained for something else than usual. */
final class HeadOptions {
  private static final int MOST = 10_000;

  @Option(
      names = "--joints",
      paramLabel = "N|NAME,NAME,...",
      description =
          "Joints of an hrnet model: their number, or their names in order. Default: as"
              + " many as the weights have; 17, 16 and 15 are COCO's, MPII's and JHMDB's.")
  private String joints;

  @Option(
      names = "--classes",
      paramLabel = "N|NAME,NAME,...",
      description =
          "Classes of an efficientdet model: their number, or their names in order."
              + " Default: as many as the weights have; 90 are COCO's.")
  private String classes;

  @Option(
      names = "--udp",
      description =
          "The weights of an hrnet model were trained with unbiased data processing, like"
              + " mmpose's files with udp in their names. Nothing in such a file says so; without"
              + " this option its poses are some pixels off.")
  private boolean unbiased;

  /**
   * Returns the model with the last layer that is asked for, or that the weights have.
   *
   * @param weights null when they are not in a file
   */
  <R> NamedModel<R> applied(NamedModel<R> model, Path weights) {
    NamedModel<R> fitting = fitting(model, weights);
    return unbiased ? BadInput.at("--udp", fitting::withUnbiasedData) : fitting;
  }

  private <R> NamedModel<R> fitting(NamedModel<R> model, Path weights) {
    if (joints != null) {
      return BadInput.at("--joints", () -> model.withJoints(jointSet()));
    }
    if (classes != null) {
      return BadInput.at("--classes", () -> model.withClasses(classNames()));
    }
    if (weights == null || !Files.isRegularFile(weights)) {
      return model;
    }
    try {
      return model.fitting(Weights.load(weights));
    } catch (IOException e) {
      // Loading the model fails of the same, and says so.
      return model;
    }
  }

  /** Refuses these options for a file that has its own last layer. */
  void requireUnused() {
    if (areUsed()) {
      String option = joints != null ? "--joints" : classes != null ? "--classes" : "--udp";
      throw new BadInput(option + ": an ONNX file has its own; leave out " + option);
    }
  }

  /** Whether one of these options was given. */
  boolean areUsed() {
    return joints != null || classes != null || unbiased;
  }

  private JointSet jointSet() {
    return isCount(joints) ? Joints.ofSize(count(joints)) : Joints.named(names(joints));
  }

  private List<String> classNames() {
    if (!isCount(classes)) {
      return names(classes);
    }
    return IntStream.rangeClosed(1, count(classes)).mapToObj(id -> "class " + id).toList();
  }

  private static boolean isCount(String text) {
    return text.matches("[-+]?\\d+");
  }

  private static int count(String text) {
    int count = text.length() > 6 ? 0 : Integer.parseInt(text);
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("a number is 1 to " + MOST + ", but not " + text);
    }
    return count;
  }

  private static List<String> names(String text) {
    List<String> names = List.of(text.split(",", -1)).stream().map(String::strip).toList();
    if (names.contains("") || names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("names must differ and not be empty, but are " + text);
    }
    return names;
  }
}
