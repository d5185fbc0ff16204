package org.skipconv.models.detection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The categories of COCO (Lin et al., ECCV 2014). Their ids go from 1 to 90, and ten of them are
 * unused: a network's class channel k is category k + 1.
 */
public final class CocoLabels {

  /** Highest id, and number of class channels. */
  public static final int COUNT = 90;

  private static final String ALL =
      """
      1 person
      2 bicycle
      3 car
      4 motorcycle
      5 airplane
      6 bus
      7 train
      8 truck
      9 boat
      10 traffic light
      11 fire hydrant
      13 stop sign
      14 parking meter
      15 bench
      16 bird
      17 cat
      18 dog
      19 horse
      20 sheep
      21 cow
      22 elephant
      23 bear
      24 zebra
      25 giraffe
      27 backpack
      28 umbrella
      31 handbag
      32 tie
      33 suitcase
      34 frisbee
      35 skis
      36 snowboard
      37 sports ball
      38 kite
      39 baseball bat
      40 baseball glove
      41 skateboard
      42 surfboard
      43 tennis racket
      44 bottle
      46 wine glass
      47 cup
      48 fork
      49 knife
      50 spoon
      51 bowl
      52 banana
      53 apple
      54 sandwich
      55 orange
      56 broccoli
      57 carrot
      58 hot dog
      59 pizza
      60 donut
      61 cake
      62 chair
      63 couch
      64 potted plant
      65 bed
      67 dining table
      70 toilet
      72 tv
      73 laptop
      74 mouse
      75 remote
      76 keyboard
      77 cell phone
      78 microwave
      79 oven
      80 toaster
      81 sink
      82 refrigerator
      84 book
      85 clock
      86 vase
      87 scissors
      88 teddy bear
      89 hair drier
      90 toothbrush
      """;

  private static final Map<Integer, String> NAMES = parse();
  private static final List<String> CHANNELS =
      IntStream.rangeClosed(1, COUNT).mapToObj(CocoLabels::name).toList();

  /**
   * Names of the 80 ids in use, in their order: the classes of YOLO, NanoDet and most networks but
   * EfficientDet.
   */
  public static final List<String> COCO_80 = List.copyOf(NAMES.values());

  private CocoLabels() {}

  /** {@return the name by id, for the 80 ids in use} */
  public static Map<Integer, String> names() {
    return NAMES;
  }

  /**
   * {@return the name of a category; {@code unused 12} and the like for the ten without one, which
   * an untrained channel may still report}
   *
   * @param id 1 to 90
   */
  public static String name(int id) {
    requireId(id);
    return NAMES.getOrDefault(id, "unused " + id);
  }

  /** {@return the names of the 90 class channels, in their order} */
  public static List<String> channels() {
    return CHANNELS;
  }

  /**
   * {@return the id of the category that a class channel, 0 to 89, stands for}
   *
   * @param channel from 0
   */
  public static int idOfChannel(int channel) {
    requireId(channel + 1);
    return channel + 1;
  }

  private static void requireId(int id) {
    if (id < 1 || id > COUNT) {
      throw new IllegalArgumentException("COCO ids are 1 to " + COUNT + ", but this is " + id);
    }
  }

  private static Map<Integer, String> parse() {
    Map<Integer, String> names = new LinkedHashMap<>();
    for (String line : ALL.lines().toList()) {
      int space = line.indexOf(' ');
      names.put(Integer.valueOf(line.substring(0, space)), line.substring(space + 1));
    }
    return Collections.unmodifiableMap(names);
  }
}
