package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.skipconv.core.Shape;
import org.skipconv.core.graph.AxisMap;
import org.skipconv.core.graph.Gather;
import org.skipconv.models.onnx.NetworkPlan.Planned;

/**
 * Finds the map that a tensor is, by where its elements lie: a map as it is, a choice of channels,
 * rows and columns, a pixel shuffle, or several of these one after the other.
 */
final class MapFinder {
  /** Largest block of a pixel shuffle. */
  private static final int MAX_BLOCK = 16;

  /** Each costs a node, and every channel is compared with all. */
  private static final int MAX_PATTERNS = 256;

  private final NetworkPlan plan;
  private final String name;
  private final List<LazyMap> maps;
  private final int[] begins;
  private final Shape shape;
  private final int pixels;
  private final IntUnaryOperator places;

  private MapFinder(
      NetworkPlan plan, String name, List<LazyMap> maps, Shape shape, IntUnaryOperator places) {
    this.plan = plan;
    this.name = name;
    this.maps = maps;
    this.begins = OnnxView.begins(maps);
    this.shape = shape;
    this.pixels = shape.pixels();
    this.places = places;
  }

  /** The map that a tensor is in a layout; empty when it is none. */
  static Optional<LazyMap> find(NetworkPlan plan, OnnxView view, OnnxView.Layout layout) {
    Shape shape = view.shapeIn(layout).orElse(null);
    return shape == null ? Optional.empty() : find(plan, view, shape, view.placesIn(layout, shape));
  }

  /** The map of a shape whose values lie at places. */
  static Optional<LazyMap> find(
      NetworkPlan plan, OnnxView view, Shape shape, IntUnaryOperator places) {
    return new MapFinder(plan, view.name(), view.maps(), shape, places).find();
  }

  /** Lines of a map that the lines of a result are; negative ones are zeros. */
  private record Pattern(Shape map, List<Integer> rows, List<Integer> columns) {}

  /** A channel of a map; none for zeros. */
  private record Source(int map, int channel, Pattern pattern) {}

  private Optional<LazyMap> find() {
    if (maps.size() == 1 && maps.get(0).shape().equals(shape) && isIdentity()) {
      return Optional.of(maps.get(0));
    }
    List<Source> channels = channels();
    if (channels != null) {
      return Optional.of(LazyMap.of(gathered(channels)));
    }
    Planned shuffled = shuffled();
    return shuffled != null ? Optional.of(LazyMap.of(shuffled)) : parts();
  }

  private Planned shuffled() {
    for (int block = 2; block <= MAX_BLOCK; block++) {
      for (int[] phases : new int[][] {{block, block}, {1, block}, {block, 1}}) {
        if (phases[0] <= shape.height() && phases[1] <= shape.width()) {
          Planned shuffled = shuffled(phases[0], phases[1]);
          if (shuffled != null) {
            return shuffled;
          }
        }
      }
    }
    return null;
  }

  /** Runs of channels that lie in one map, or in the maps of one pixel shuffle, each on its own. */
  private Optional<LazyMap> parts() {
    List<Planned> parts = new ArrayList<>();
    int begin = 0;
    for (int c = 1; c <= shape.channels(); c++) {
      if (c == shape.channels() || !mapsOf(c).equals(mapsOf(begin))) {
        int first = begin;
        if (c - begin == shape.channels()) {
          return Optional.empty();
        }
        Shape part = new Shape(c - begin, shape.height(), shape.width());
        List<Integer> used = mapsOf(begin).stream().toList();
        List<LazyMap> own = used.stream().map(maps::get).toList();
        int[] ownBegins = OnnxView.begins(own);
        IntUnaryOperator ownPlaces =
            i -> {
              int place = places.applyAsInt(first * pixels + i);
              int map = place < 0 ? -1 : OnnxView.mapOf(begins, place);
              return place < 0 ? -1 : place - begins[map] + ownBegins[used.indexOf(map)];
            };
        LazyMap found =
            new MapFinder(plan, name + ".part" + parts.size(), own, part, ownPlaces)
                .find()
                .orElse(null);
        if (found == null) {
          return Optional.empty();
        }
        parts.add(found.planned(plan));
        begin = c;
      }
    }
    return Optional.of(LazyMap.of(plan.add(name, Gather.concat(parts.size()), parts)));
  }

  /** The maps that a channel's values are of. */
  private Set<Integer> mapsOf(int channel) {
    Set<Integer> used = new TreeSet<>();
    for (int place : placesOf(channel)) {
      if (place >= 0) {
        used.add(OnnxView.mapOf(begins, place));
      }
    }
    return used;
  }

  private boolean isIdentity() {
    for (int i = 0; i < shape.elements(); i++) {
      if (places.applyAsInt(i) != i) {
        return false;
      }
    }
    return true;
  }

  /** The source of each channel, or null when one is no channel of a map. */
  private List<Source> channels() {
    List<Source> sources = new ArrayList<>();
    List<Pattern> patterns = new ArrayList<>();
    ElementBudget.take(shape.channels(), pixels);
    for (int c = 0; c < shape.channels(); c++) {
      int[] at = placesOf(c);
      Source source = null;
      for (Pattern pattern : patterns) {
        source = source == null ? matching(at, pattern) : source;
      }
      if (source == null) {
        source = derived(at);
        if (source == null) {
          return null;
        }
        if (source.pattern != null) {
          if (patterns.size() == MAX_PATTERNS) {
            return null;
          }
          patterns.add(source.pattern);
        }
      }
      sources.add(source);
    }
    return sources;
  }

  private int[] placesOf(int channel) {
    int[] at = new int[pixels];
    Arrays.setAll(at, i -> places.applyAsInt(channel * pixels + i));
    return at;
  }

  private Source derived(int[] at) {
    int first = firstPlace(at);
    if (first < 0) {
      return new Source(-1, 0, null);
    }
    int map = OnnxView.mapOf(begins, at[first]);
    Shape of = maps.get(map).shape();
    int width = of.width();
    int begin = begins[map];
    Integer[] rows = new Integer[shape.height()];
    Integer[] columns = new Integer[shape.width()];
    Arrays.fill(rows, -1);
    Arrays.fill(columns, -1);
    for (int i = 0; i < pixels; i++) {
      if (at[i] >= 0) {
        int local = (at[i] - begin) % of.pixels();
        if (local < 0) {
          return null;
        }
        rows[i / shape.width()] = local / width;
        columns[i % shape.width()] = local % width;
      }
    }
    return matching(at, new Pattern(of, List.of(rows), List.of(columns)));
  }

  private static int firstPlace(int[] at) {
    for (int i = 0; i < at.length; i++) {
      if (at[i] >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** The source, when the places are the lines of a pattern in one channel of one map. */
  private Source matching(int[] at, Pattern pattern) {
    int first = firstPlace(at);
    if (first < 0) {
      return new Source(-1, 0, null);
    }
    int map = OnnxView.mapOf(begins, at[first]);
    Shape of = maps.get(map).shape();
    if (!of.equals(pattern.map)
        && (of.height() != pattern.map.height() || of.width() != pattern.map.width())) {
      return null;
    }
    int channel = (at[first] - begins[map]) / of.pixels();
    int begin = begins[map] + channel * of.pixels();
    int i = 0;
    for (int y = 0; y < shape.height(); y++) {
      int row = pattern.rows.get(y);
      for (int x = 0; x < shape.width(); x++) {
        int column = pattern.columns.get(x);
        int expected = row < 0 || column < 0 ? -1 : begin + row * of.width() + column;
        if (at[i++] != expected) {
          return null;
        }
      }
    }
    return new Source(map, channel, pattern);
  }

  private Planned gathered(List<Source> channels) {
    List<Pattern> patterns =
        channels.stream().map(Source::pattern).filter(p -> p != null).distinct().toList();
    if (patterns.size() == 1) {
      return gather(name, channels, patterns.get(0));
    }
    // One gather for each way in which lines are taken; then their channels in order.
    List<Planned> parts = new ArrayList<>();
    int[] taken = new int[patterns.size()];
    for (Pattern pattern : patterns) {
      List<Source> own = channels.stream().filter(s -> pattern.equals(s.pattern)).toList();
      parts.add(gather(name + ".part" + parts.size(), own, pattern));
    }
    List<int[]> places = new ArrayList<>();
    for (Source source : channels) {
      int part = source.pattern == null ? -1 : patterns.indexOf(source.pattern);
      places.add(new int[] {part, part < 0 ? 0 : taken[part]++});
    }
    return plan.add(name, new Gather(AxisMap.identity(), AxisMap.identity(), runs(places)), parts);
  }

  private Planned gather(String node, List<Source> channels, Pattern pattern) {
    List<Integer> used = channels.stream().map(Source::map).filter(m -> m >= 0).distinct().toList();
    List<int[]> places =
        channels.stream().map(s -> new int[] {used.indexOf(s.map), s.channel}).toList();
    List<Planned> operands = used.stream().map(m -> maps.get(m).planned(plan)).toList();
    AxisMap rows = axis(pattern.rows, pattern.map.height());
    AxisMap columns = axis(pattern.columns, pattern.map.width());
    List<Gather.Channels> runs = runs(places);
    Gather gather = new Gather(rows, columns, whole(runs, operands));
    boolean same = operands.size() == 1 && gather.keepsChannels() && gather.keepsPixels();
    return same ? operands.get(0) : plan.add(node, gather, operands);
  }

  /** A run of all channels of an operand says so, as concatenations of this library do. */
  private static List<Gather.Channels> whole(List<Gather.Channels> runs, List<Planned> operands) {
    return runs.stream()
        .map(
            run ->
                run.operand() >= 0
                        && run.first() == 0
                        && run.count() == operands.get(run.operand()).shape().channels()
                    ? Gather.Channels.all(run.operand())
                    : run)
        .toList();
  }

  /** Channels, each an operand and a channel of it, as runs; operand -1 is zeros. */
  private static List<Gather.Channels> runs(List<int[]> channels) {
    List<Gather.Channels> runs = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= channels.size(); i++) {
      int[] start = channels.get(begin);
      boolean goesOn =
          i < channels.size()
              && channels.get(i)[0] == start[0]
              && (start[0] < 0 || channels.get(i)[1] == start[1] + i - begin);
      if (!goesOn) {
        runs.add(
            start[0] < 0
                ? Gather.Channels.zeros(i - begin)
                : new Gather.Channels(start[0], start[1], i - begin));
        begin = i;
      }
    }
    return runs;
  }

  /** Returns the map of an axis, in the simplest form that it has. */
  private static AxisMap axis(List<Integer> lines, int inputs) {
    int outputs = lines.size();
    if (outputs == inputs && isLine(lines, i -> i)) {
      return AxisMap.identity();
    }
    if (isLine(lines, i -> (int) ((long) i * inputs / outputs))) {
      return AxisMap.nearest(outputs);
    }
    int before = 0;
    while (before < outputs && lines.get(before) < 0) {
      before++;
    }
    int cropped = before > 0 || outputs == 0 ? 0 : lines.get(0);
    int shift = before - cropped;
    if (isLine(lines, i -> i - shift < 0 || i - shift >= inputs ? -1 : i - shift)) {
      return AxisMap.padded(shift, outputs - inputs - shift);
    }
    int step = outputs > 1 ? lines.get(1) - lines.get(0) : 1;
    if (step != 0 && isLine(lines, i -> lines.get(0) + i * step)) {
      return AxisMap.stepped(lines.get(0), step, outputs);
    }
    return AxisMap.table(lines.stream().mapToInt(i -> i).toArray());
  }

  private static boolean isLine(List<Integer> lines, IntUnaryOperator line) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i) != line.applyAsInt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A gather whose channels depend on the pixel's place in blocks, or null. */
  private Planned shuffled(int blockRows, int blockColumns) {
    int first = places.applyAsInt(0);
    if (first < 0) {
      return null;
    }
    Shape of = maps.get(OnnxView.mapOf(begins, first)).shape();
    for (LazyMap map : maps) {
      if (map.shape().height() != of.height() || map.shape().width() != of.width()) {
        return null;
      }
    }
    Integer[] rows = new Integer[shape.height()];
    Integer[] columns = new Integer[shape.width()];
    int channels = shape.channels();
    int[][][] sources = new int[blockRows * blockColumns][channels][];
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int phase = y % blockRows * blockColumns + x % blockColumns;
        for (int c = 0; c < channels; c++) {
          int place = places.applyAsInt((c * shape.height() + y) * shape.width() + x);
          if (place < 0) {
            return null;
          }
          int map = OnnxView.mapOf(begins, place);
          int local = place - begins[map];
          int channel = local / of.pixels();
          int row = local % of.pixels() / of.width();
          int column = local % of.width();
          rows[y] = rows[y] == null ? row : rows[y];
          columns[x] = columns[x] == null ? column : columns[x];
          int[] known = sources[phase][c];
          sources[phase][c] = known == null ? new int[] {map, channel} : known;
          known = sources[phase][c];
          if (rows[y] != row || columns[x] != column || known[0] != map || known[1] != channel) {
            return null;
          }
        }
      }
    }
    List<Planned> operands = maps.stream().map(map -> map.planned(plan)).toList();
    List<List<Gather.Channels>> phases = new ArrayList<>();
    for (int[][] source : sources) {
      phases.add(runs(List.of(source)));
    }
    Gather gather =
        new Gather(
            spread(List.of(rows), blockRows),
            spread(List.of(columns), blockColumns),
            blockRows,
            blockColumns,
            phases);
    return plan.add(name, gather, operands);
  }

  private static AxisMap spread(List<Integer> lines, int block) {
    for (int first = 0; first < block; first++) {
      int begin = first;
      if (isLine(lines, i -> (i + begin) / block)) {
        return AxisMap.spread(block, first, lines.size());
      }
    }
    return AxisMap.table(lines.stream().mapToInt(i -> i).toArray());
  }
}
