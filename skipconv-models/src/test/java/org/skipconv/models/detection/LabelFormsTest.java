package org.skipconv.models.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skipconv.core.testing.FileTrial;
import org.skipconv.core.testing.TestData;

/** The forms in which people have labels: read as they are meant, or refused with what to do. */
@Timeout(30)
class LabelFormsTest {
  private static final int MULTIPLE = 64;

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("labels.json"), text);
  }

  private DetectionLabels read(String text) throws IOException {
    return DetectionLabels.read(file(text));
  }

  private void refused(String text, String message) throws IOException {
    Path file = file(text);
    assertThat(FileTrial.refused(file, MULTIPLE, () -> DetectionLabels.read(file)))
        .contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"coco-nan", "coco-neg-frame", "coco-null-image"})
  void hostileJsonIsRefused(String name) throws IOException {
    Path file = TestData.require("hostile/" + name + ".json");
    FileTrial.refused(file, MULTIPLE, () -> DetectionLabels.read(file));
  }

  @Test
  void hostileTextIsRefused() throws IOException {
    Path file = TestData.require("hostile/mot-frame-max.txt");
    assertThat(FileTrial.refused(file, MULTIPLE, () -> DetectionLabels.read(file)))
        .contains("line 1: frames count from 1 to 10000000, but this is 2147483647");
  }

  /** One image for each of some members, with one box each. */
  private static String images(String... members) {
    String images =
        IntStream.range(0, members.length)
            .mapToObj(i -> "{\"id\": " + (100 - i) + ", " + members[i] + "}")
            .collect(Collectors.joining(", "));
    return "{\"images\": [" + images + "], \"annotations\": []}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'frame_index': 5 | 'frame_index': 3 | 3 5",
        "'frame_id': 5 | 'frame_id': 0 | 0 5",
        "'frame_id': 5 | 'frame_id': 1 | 0 4",
        "'file_name': 'frame_000000.jpg' | 'file_name': 'frame_000007.jpg' | 0 7",
        "'file_name': 'a/Frame-1.png' | 'file_name': 'a/Frame-10.png' | 0 9",
        "'file_name': '000001.jpg' | 'file_name': '000002.jpg' | 0 1",
        "'file_name': 'c\\\\img0.jpg' | 'file_name': 'c\\\\img1.jpg' | 0 1",
        "'file_name': '000000000785.jpg' | 'file_name': '000000001353.jpg' | 0 1",
        "'file_name': 'dog.jpg' | 'file_name': 'cat7.jpg' | 0 1",
        "'frame_id': 9, 'frame_index': 0 | 'frame_id': 8, 'frame_index': 4 | 0 4",
        "'frame_index': null, 'frame_id': 0 | 'frame_id': 6 | 0 6",
        "'frame_id': 0.0 | 'frame_id': 7.0 | 0 7"
      })
  void framesAreWhatTheImagesSay(String first, String second, String frames) throws IOException {
    String text = images(first, second).replace('\'', '"');
    List<Integer> expected = List.of(frames.split(" ", -1)).stream().map(Integer::valueOf).toList();
    assertThat(read(text).frames()).containsExactlyElementsOf(expected);
  }

  @Test
  void numbersOfFilesPrecedeTheOrderOfIds() throws IOException {
    DetectionLabels labels =
        read(
            """
            {"images": [{"id": 1, "file_name": "frame_000005.jpg"},
                        {"id": 2, "file_name": "frame_000000.jpg"}],
             "annotations": [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 9, 9]}]}
            """);
    assertThat(labels.frame(5).orElseThrow()).hasSize(1);
    assertThat(labels.frame(0).orElseThrow()).isEmpty();
    assertThat(labels.frame(1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'frame_index': -7 | 'frame_index': 1 | has frame_index -7, but frames count from 0",
        "'frame_index': 7 | 'frame_index': 7 | two images with frame_index 7",
        "'frame_index': 7 | 'x': 7 | only 1 of 2 images have a frame_index",
        "'frame_index': 1e15 | 'frame_index': 7 | frames count from 0",
        "'frame_index': 1.5 | 'frame_index': 7 | must be a whole number, but is 1.5",
        "'frame_index': '7' | 'frame_index': 8 | a number is expected at $.images[0].frame_index",
        "'frame_id': 30 | 'frame_id': 31 | begin with 30, so that it cannot be told",
        "'frame_id': 30 | 'x': 31 | only 1 of 2 images have a frame_id",
        "'file_name': 'frame_000005.jpg' | 'file_name': 'frame_000006.jpg' | begin with 5",
        "'file_name': 'frame_000000.jpg' | 'file_name': 'frame_0.jpg' | two images with file_name 0",
        "'file_name': '000005.jpg' | 'file_name': '000010.jpg' | numbers with gaps",
        "'file_name': 'vtest_30.png' | 'file_name': 'vtest_31.png' | numbers with gaps",
        "'video_id': 1 | 'video_id': 2 | the images are of 2 videos",
        "'id': 3 | 'id': 4 | id is there twice"
      })
  void ambiguousFramesAreRefused(String first, String second, String message) throws IOException {
    refused(images(first, second).replace('\'', '"'), message);
  }

  private static String objects(String categories, int... ids) {
    String annotations =
        IntStream.of(ids)
            .mapToObj(
                id -> "{\"image_id\": 1, \"category_id\": " + id + ", \"bbox\": [0, 0, 9, 9]}")
            .collect(Collectors.joining(", "));
    return "{\"images\": [{\"id\": 1}], \"annotations\": ["
        + annotations
        + "], \"categories\": ["
        + categories.replace('\'', '"')
        + "]}";
  }

  private static List<Integer> classes(DetectionLabels labels) {
    return labels.frame(0).orElseThrow().stream().map(GroundTruth::classId).toList();
  }

  @Test
  void categoriesGoByTheirNames() throws IOException {
    String two = "{'id': 1, 'name': 'car'}, {'id': 2, 'name': 'person'}";
    assertThat(classes(read(objects(two, 2, 1)))).containsExactly(1, 3);
    String zero = "{'id': 0, 'name': 'Person'}, {'id': 917, 'name': 'Traffic_Light'}";
    assertThat(classes(read(objects(zero, 0, 917)))).containsExactly(1, 10);
    String voc = "{'id': 1, 'name': 'aeroplane'}, {'id': 18, 'name': 'sofa'}";
    assertThat(classes(read(objects(voc, 1, 18)))).containsExactly(5, 63);
    assertThat(classes(read(objects("", 1, 90)))).containsExactly(1, 90);
    assertThat(classes(read(objects("{'id': 3, 'name': 'car'}", 90)))).containsExactly(90);
  }

  @Test
  void categoriesThatCannotBeToldAreRefused() throws IOException {
    refused(objects("", 0), "annotation 0 has category 0, but COCO's are 1 to 90; say in");
    refused(objects("", 91), "annotation 0 has category 91, but COCO's are 1 to 90");
    refused(objects("", 12), "category 12, which COCO does not use");
    refused(objects("{'id': 1, 'name': 'scooter'}", 1), "\"scooter\", which is none of the 90");
    refused(objects("{'id': 1, 'name': 'car'}", 2), "2, which is not among 'categories'");
    refused(
        objects("{'id': 1, 'name': 'car'}, {'id': 1, 'name': 'bus'}"), "two categories with id 1");
    refused(objects("{'id': 1}"), "a category has no id or no name");
    refused(objects("null"), "an object is expected at $.categories[0], but there is NULL");
    refused(objects("{'id': 1, 'name': '" + "x".repeat(100_000) + "'}", 1), "xxx");
  }

  @Test
  void otherClassesGoByTheirNamesToo() throws IOException {
    List<String> own = List.of("forklift", "pallet");
    Path file = file(objects("{'id': 7, 'name': 'pallet'}, {'id': 8, 'name': 'forklift'}", 7, 8));
    assertThat(classes(DetectionLabels.read(file, own))).containsExactly(2, 1);
    Path plain = file(objects("", 2));
    assertThat(classes(DetectionLabels.read(plain, own))).containsExactly(2);
    Path wrong = file(objects("", 3));
    assertThat(FileTrial.refused(wrong, MULTIPLE, () -> DetectionLabels.read(wrong, own)))
        .contains("category 3, but the network's are 1 to 2");
  }

  private static String boxes(String image, String... boxes) {
    String annotations =
        List.of(boxes).stream()
            .map(box -> "{\"image_id\": 1, \"category_id\": 1, \"bbox\": [" + box + "]}")
            .collect(Collectors.joining(", "));
    return "{\"images\": [{\"id\": 1" + image + "}], \"annotations\": [" + annotations + "]}";
  }

  @Test
  void boxesOfAnotherFormAreRefused() throws IOException {
    String size = ", \"width\": 480, \"height\": 360";
    refused(boxes("", "0.1, 0.2, 0.3, 0.4", "0, 0, 1, 1"), "as shares of the picture");
    refused(boxes(size, "311, 98, 331, 145", "10, 20, 30, 60"), "the boxes seem to be two corners");
    String[] many = new String[8];
    for (int i = 0; i < many.length; i++) {
      many[i] = (20 * i + 1) + ", 98, " + (20 * i + 20) + ", 145";
    }
    refused(boxes("", many), "give the images their width and height");
    // As true boxes all of them lie within the picture.
    assertThat(read(boxes(", \"width\": 480, \"height\": 360", many)).frame(0).orElseThrow())
        .hasSize(8);
    // Boxes may reach a little beyond.
    assertThat(read(boxes(size, "-20, 300, 80, 90", "440, 10, 60, 90")).frame(0).orElseThrow())
        .hasSize(2);
  }

  @Test
  void impossibleBoxesAreRefused() throws IOException {
    refused(boxes("", "1, 2, 3"), "annotation 0 needs a bbox of x, y, width and height");
    refused(boxes("", "1, 2, 3, -4"), "annotation 0 needs a bbox");
    refused(boxes("", "1e60, 2, 3, 4"), "annotation 0 needs a bbox");
    refused(boxes("", "NaN, 2, 3, 4"), "JSON");
    refused(boxes("", "1e999, 2, 3, 4"), "JSON");
    refused(boxes("", "null, 2, 3, 4"), "a number is expected at $.annotations[0].bbox[0]");
  }

  @Test
  void entriesThatAreNotThereAreRefused() throws IOException {
    refused("{\"images\": [null], \"annotations\": []}", "an object is expected at $.images[0]");
    refused("{\"images\": [], \"annotations\": [null]}", "expected at $.annotations[0]");
    refused("{\"images\": null, \"annotations\": []}", "an array is expected at $.images");
    refused("{\"images\": [], \"images\": [], \"annotations\": []}", "images is there twice");
    refused("{\"images\": [], \"annotations\": []} {}", "JSON");
    refused("{\"images\": [], ", "the file ends too early");
    refused("[{\"image_id\": 1}]", "a JSON array, as results have it");
    refused("{\"images\": [], \"annotations\": [], \"x\": " + "[".repeat(100_000), "Nesting limit");
    String two = "{\"id\": 5, \"image_id\": 1, \"category_id\": 1, \"bbox\": [0, 0, 9, 9]}";
    refused(
        "{\"images\": [{\"id\": 1}], \"annotations\": [" + two + ", " + two + "]}",
        "annotation 1 has id 5, as another one has");
  }

  @Test
  void motTextIsReadWithoutFillingTheFramesBetween() throws IOException {
    Path file = file("9999999,1,1,1,1,1,1\n");
    assertThat(FileTrial.of(file, MULTIPLE, () -> DetectionLabels.read(file))).isEmpty();
    DetectionLabels labels = DetectionLabels.read(file);
    assertThat(labels.frame(9_999_998).orElseThrow()).hasSize(1);
    assertThat(labels.frame(5_000_000).orElseThrow()).isEmpty();
    assertThat(labels.frame(9_999_999)).isEmpty();
    assertThat(labels.frame(-1)).isEmpty();
  }

  @Test
  void motTextThatIsNoneIsRefused() throws IOException {
    refused("1,1,1e39,1,1,1,1\n", "line 1: '1e39' is not a finite number");
    refused("1,1,NaN,1,1,1,1\n", "not a finite number");
    refused("3000000000,1,1,1,1,1,1\n", "line 1:");
    refused("x".repeat(10_000_000), "line has more than 1000 characters");
    refused("1" + ",1".repeat(400) + "\n\n,,,,,,,\n", "line 3:");
    Path bytes = Files.write(folder.resolve("labels.json"), new byte[] {'1', (byte) 0xff, '\n'});
    assertThat(FileTrial.refused(bytes, MULTIPLE, () -> DetectionLabels.read(bytes)))
        .contains("it is not text in UTF-8");
  }

  @Test
  void aByteOrderMarkIsNoContent() throws IOException {
    byte[] text = "\ufeff1,1,1,1,1,1,1\r\n".getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("labels.txt"), text);
    assertThat(DetectionLabels.read(file).frames()).containsExactly(0);
    assertThat(read("\ufeff" + images("\"frame_index\": 3")).frames()).containsExactly(3);
  }
}
