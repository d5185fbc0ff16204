package org.skipconv.bench.cli.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.testing.HostileDisk;
import org.skipconv.models.detection.Detection;
import org.skipconv.models.detection.Landmark;
import org.skipconv.models.pose.Joint;
import org.skipconv.models.pose.JointSet;
import org.skipconv.models.pose.Pose;

class ResultsFileTest {
  private static final JointSet SET = new JointSet("three", List.of("a", "b", "c"), List.of());
  private static final Detection CAR = new Detection(10, 20.126f, 40.5f, 60, 3, "car", 0.87654f);

  @TempDir private Path folder;

  private static Pose pose(float score) {
    Stream<String> names = SET.names().stream();
    return new Pose(SET, names.map(name -> new Joint(name, 1.234f, -5, score)).toList());
  }

  @Test
  void jsonHasALineForEachFrame() throws IOException {
    Path file = folder.resolve("poses.jsonl");
    try (ResultsFile<Pose> results = ResultsFile.open(file, new PoseForm())) {
      results.add(12, 0.48, pose(0.5f));
      assertThat(file).as("while it runs").content().endsWith("}\n");
      results.add(13, 0.52004, pose(0.1f));
    }
    assertThat(file)
        .content()
        .isEqualTo(
            "{\"frame\":12,\"time\":0.48,\"annotations\":[{\"category_id\":1,"
                + "\"category\":\"person\",\"score\":0.5,"
                + "\"keypoints\":[1.23,-5.0,0.5,1.23,-5.0,0.5,1.23,-5.0,0.5]}]}\n"
                + "{\"frame\":13,\"time\":0.52,\"annotations\":[]}\n");
  }

  @Test
  void aTableHasARowForEachThing() throws IOException {
    Path file = folder.resolve("objects.CSV");
    try (ResultsFile<List<Detection>> results = ResultsFile.open(file, new DetectionForm())) {
      results.add(0, 0, List.of());
      Detection named = new Detection(0, 0, 1, 1, 91, "a \"big\", red one", 1);
      results.add(1, 0.1, List.of(CAR, named));
    }
    assertThat(file)
        .content()
        .isEqualTo(
            """
            frame,time,category_id,category,score,x,y,width,height
            1,0.1,3,car,0.8765,10.0,20.13,30.5,39.87
            1,0.1,91,"a ""big"", red one",1.0,0.0,0.0,1.0,1.0
            """);
  }

  @Test
  void jointsAreColumns() throws IOException {
    Path file = folder.resolve("poses.csv");
    try (ResultsFile<Pose> results = ResultsFile.open(file, new PoseForm())) {
      results.add(0, 0, pose(0.1f));
      results.add(1, 0.1, pose(0.9f));
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "frame,time,category_id,category,score,a_x,a_y,a_score,b_x,b_y,b_score,c_x,c_y,c_score",
            "1,0.1,1,person,0.9,1.23,-5.0,0.9,1.23,-5.0,0.9,1.23,-5.0,0.9");
  }

  @Test
  void landmarksComeWithTheirNames() {
    Detection face =
        new Detection(0, 0, 2, 2, 1, "face", 1, List.of(new Landmark("right_eye", 1, 0.5f)));
    assertThat(new DetectionForm().annotations(List.of(face)).get(0).get("landmarks"))
        .hasToString("{right_eye=[1.0, 0.5]}");
  }

  @Test
  void aFullDiskIsNamed() throws IOException {
    Path file = HostileDisk.full("results.jsonl");
    assertThatThrownBy(
            () -> {
              try (ResultsFile<List<Detection>> results =
                  ResultsFile.open(file, new DetectionForm())) {
                for (int i = 0; i < 10_000; i++) {
                  results.add(i, i, List.of(CAR));
                }
              }
            })
        .hasMessageStartingWith(file + ": it cannot be written: ")
        .hasMessageContaining("No space left on device");
  }
}
