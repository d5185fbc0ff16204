package org.skipconv.models.pose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skipconv.core.testing.TestData;
import org.skipconv.models.detection.Box;

class PoseLabelsTest {
  @TempDir Path folder;

  @Test
  void jointsOfPeople() throws IOException {
    PoseLabels labels =
        read(
            """
            {"images": [{"id": 9, "frame_index": 3}, {"id": 4, "frame_index": 5}],
             "annotations": [
              {"image_id": 9, "category_id": 1, "bbox": [1, 2, 3, 4], "keypoints": [KEYPOINTS]},
              {"image_id": 9, "category_id": 1, "bbox": [5, 6, 7, 8]},
              {"image_id": 9, "category_id": 3, "bbox": [0, 0, 1, 1]}]}
            """
                .replace("KEYPOINTS", keypoints(17)));

    assertThat(labels.frames()).containsExactly(3, 5);
    assertThat(labels.frame(4)).isEmpty();
    assertThat(labels.frame(5).orElseThrow()).isEmpty();
    List<PoseLabels.Person> people = labels.frame(3).orElseThrow();
    assertThat(people).hasSize(2);
    assertThat(people.get(0).box()).isEqualTo(new Box(1, 2, 4, 6));
    List<Optional<Joint>> joints = people.get(0).joints();
    assertThat(joints).hasSize(17);
    assertThat(joints.get(0)).isEmpty();
    assertThat(joints.get(1)).contains(new Joint("left_eye", 11, 21, 1));
    assertThat(joints.get(2)).contains(new Joint("right_eye", 12, 22, 1));
    assertThat(people.get(1).joints()).allMatch(Optional::isEmpty);
  }

  /** Joint j at 10 + j, 20 + j, its v being j modulo 3. */
  private static String keypoints(int joints) {
    return IntStream.range(0, joints)
        .mapToObj(j -> (10 + j) + ", " + (20 + j) + ", " + j % 3)
        .collect(Collectors.joining(", "));
  }

  @Test
  void saysWhatIsWrong() {
    assertWrong("1,9,311,98,19,4,1\n", "must be COCO JSON");
    assertWrong(
        "{\"images\": [{\"id\": 1}], \"annotations\": [{\"image_id\": 1, \"category_id\": 1,"
            + " \"bbox\": [1, 2, 3, 4], \"keypoints\": ["
            + keypoints(16)
            + "]}]}",
        "annotation 0 has 48 numbers of keypoints, but x, y and v of 17 joints are needed");
    assertThatThrownBy(() -> PoseLabels.read(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none");
  }

  private void assertWrong(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("joints.json")
        .hasMessageContaining(message);
  }

  private PoseLabels read(String text) throws IOException {
    Path file = folder.resolve("joints.json");
    Files.writeString(file, text);
    return PoseLabels.read(file);
  }

  @Test
  void aPersonIsWhatTheFileCallsSo() throws IOException {
    String text =
        """
        {"images": [{"id": 9}],
         "annotations": [
          {"image_id": 9, "category_id": 0, "bbox": [1, 2, 3, 4]},
          {"image_id": 9, "category_id": 1, "bbox": [5, 6, 7, 8]}]CATEGORIES}
        """;
    String named =
        text.replace("CATEGORIES", ", \"categories\": [{\"id\": 0, \"name\": \"Person\"}]");
    assertThat(read(named).frame(0).orElseThrow())
        .extracting(PoseLabels.Person::box)
        .containsExactly(new Box(1, 2, 4, 6));
    assertThat(read(text.replace("CATEGORIES", "")).frame(0).orElseThrow())
        .extracting(PoseLabels.Person::box)
        .containsExactly(new Box(5, 6, 12, 14));
    assertWrong(
        named.replace("Person", "dog"), "there are objects but no people: a person's category is");
    assertWrong(
        text.replace("CATEGORIES", "").replace("\"category_id\": 1", "\"category_id\": 2"),
        "no people");
    assertWrong(named.replace("\"category_id\": 1, ", ""), "annotation 1 has no category_id");
  }

  @Test
  void cocosOwnAnnotations() throws IOException {
    PoseLabels labels = PoseLabels.read(TestData.require("images/coco-people/annotations.json"));

    PoseLabels.Person skier = labels.frame(0).orElseThrow().get(0);
    assertThat(skier.joints().get(0)).contains(new Joint("nose", 367, 81, 1));
    assertThat(skier.joints()).allMatch(Optional::isPresent);
    assertThat(skier.joints().stream().flatMap(Optional::stream))
        .allMatch(joint -> joint.y() >= skier.box().y1() && joint.y() <= skier.box().y2());
  }
}
