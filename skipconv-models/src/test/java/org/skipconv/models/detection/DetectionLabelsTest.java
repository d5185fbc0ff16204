package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.testing.TestData;

class DetectionLabelsTest {
  @TempDir Path folder;

  @Test
  void motText() throws IOException {
    DetectionLabels labels =
        read("1,9,311.5,98.75,19.5,46.25,1,-1,-1,-1\n\n4, 7, 10, 20, 5, 6, 0\n1,2,0,0,1,1,1\n");

    assertThat(labels.frames()).containsExactly(0, 1, 2, 3);
    assertThat(labels.frame(0).orElseThrow())
        .containsExactly(
            GroundTruth.of(new Box(311.5f, 98.75f, 331, 145), 1),
            GroundTruth.of(new Box(0, 0, 1, 1), 1));
    assertThat(labels.frame(1)).hasValueSatisfying(truth -> assertThat(truth).isEmpty());
    assertThat(labels.frame(3).orElseThrow())
        .containsExactly(new GroundTruth(new Box(10, 20, 15, 26), 1, true));
    assertThat(labels.frame(4)).isEmpty();
  }

  @Test
  void cocoJson() throws IOException {
    DetectionLabels labels =
        read(
            """
            {"images": [{"id": 40, "file_name": "b.png"}, {"id": 7}, {"id": 50}],
             "annotations": [
              {"id": 1, "image_id": 40, "category_id": 3, "bbox": [1, 2, 3, 4], "iscrowd": 0,
               "segmentation": []},
              {"image_id": 7, "category_id": 90, "bbox": [0.5, 0, 10, 10], "iscrowd": 1}],
             "categories": [{"id": 3, "name": "car"}]}
            """);

    assertThat(labels.frames()).containsExactly(0, 1, 2);
    assertThat(labels.frame(0).orElseThrow())
        .containsExactly(new GroundTruth(new Box(0.5f, 0, 10.5f, 10), 90, true));
    assertThat(labels.frame(1).orElseThrow())
        .containsExactly(GroundTruth.of(new Box(1, 2, 4, 6), 3));
    assertThat(labels.frame(2).orElseThrow()).isEmpty();
  }

  @Test
  void cocoJsonWithFrameNumbers() throws IOException {
    DetectionLabels labels =
        read(
            """
            {"images": [{"id": 1, "frame_index": 30}, {"id": 2, "frame_index": 10}],
             "annotations": [{"image_id": 2, "category_id": 1, "bbox": [0, 0, 1, 1]}]}
            """);

    assertThat(labels.frames()).containsExactly(10, 30);
    assertThat(labels.frame(10).orElseThrow()).hasSize(1);
    assertThat(labels.frame(0)).isEmpty();
  }

  @Test
  void saysWhatIsWrong() {
    assertWrong("1,9,311,98,19\n", "line 1: it has 5 columns");
    assertWrong("1,9,3,9,1,4,1\n0,9,3,9,1,4,1\n", "line 2: frames count from 1, but this is 0");
    assertWrong("1,9,3,9,-1,4,1\n", "line 1: the box has size -1.0 x 4.0");
    assertWrong("1,9,3,x,1,4,1\n", "line 1:");
    assertWrong("\n", "there is no line in it");
    assertWrong("{\"images\": []}", "needs 'images' and 'annotations'");
    assertWrong("{\"images\": 3}", "labels");
    assertWrong("{\"images\": [{}], \"annotations\": []}", "an image has no id");
    assertWrong(
        "{\"images\": [{\"id\": 1}, {\"id\": 1}], \"annotations\": []}", "two images with id 1");
    assertWrong(annotation("\"image_id\": 2"), "annotation 0 is of image 2, which is not there");
    assertWrong(annotation("\"image_id\": 1"), "annotation 0 needs a bbox");
    assertWrong(
        annotation("\"image_id\": 1, \"bbox\": [1, 2, 3, 4], \"category_id\": 91"),
        "annotation 0 has category 91, but COCO's are 1 to 90");
    assertThatThrownBy(() -> DetectionLabels.read(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none");
  }

  private static String annotation(String members) {
    return "{\"images\": [{\"id\": 1}], \"annotations\": [{" + members + "}]}";
  }

  private void assertWrong(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("labels.txt")
        .hasMessageContaining(message);
  }

  @Test
  void labelsOfARealVideo() throws IOException {
    DetectionLabels labels = DetectionLabels.read(TestData.require("labels/vtest_gt.txt"));

    assertThat(labels.frames()).hasSize(69).startsWith(0).endsWith(68);
    assertThat(labels.frame(0).orElseThrow().get(0).box())
        .isEqualTo(new Box(311.88f, 98.75f, 331.27f, 145.73f));
    assertThat(labels.frames().stream().mapToInt(f -> labels.frame(f).orElseThrow().size()).sum())
        .isEqualTo(337);
  }

  @Test
  void cocosOwnAnnotations() throws IOException {
    DetectionLabels labels =
        DetectionLabels.read(TestData.require("images/coco-people/annotations.json"));

    assertThat(labels.frames()).containsExactly(0, 1, 2, 3);
    assertThat(labels.frame(0).orElseThrow())
        .isNotEmpty()
        .allMatch(truth -> CocoLabels.names().containsKey(truth.classId()));
  }

  private DetectionLabels read(String text) throws IOException {
    return DetectionLabels.read(Files.writeString(folder.resolve("labels.txt"), text));
  }
}
