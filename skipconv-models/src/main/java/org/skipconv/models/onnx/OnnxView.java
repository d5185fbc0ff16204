package org.skipconv.models.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.skipconv.core.Shape;

/**
 * A tensor of an ONNX graph as it lies in maps of the network: its shape, and for each of its
 * elements the map, channel and pixel that it is. Immutable, but for what its maps turn into.
 */
final class OnnxView implements OnnxValue {
  private final String name;
  private final int[] dims;
  private final List<LazyMap> maps;

  /**
   * Place of each element in the values of all maps, CHW, one map after the other; negative for a
   * value of 0. Null for all values of the only map in their order.
   */
  private final int[] places;

  private OnnxView(String name, int[] dims, List<LazyMap> maps, int[] places) {
    this.name = name;
    this.dims = dims;
    this.maps = List.copyOf(maps);
    this.places = places;
  }

  /** All values of a map, in their order. */
  static OnnxView of(String name, int[] dims, LazyMap map) {
    return new OnnxView(name, dims.clone(), List.of(map), null);
  }

  /** A map in the usual shape [1, C, H, W]. */
  static OnnxView of(String name, LazyMap map) {
    Shape shape = map.shape();
    int[] dims = {1, shape.channels(), shape.height(), shape.width()};
    return new OnnxView(name, dims, List.of(map), null);
  }

  static OnnxView of(String name, int[] dims, List<LazyMap> maps, int[] places) {
    return new OnnxView(name, dims.clone(), maps, isWhole(maps, places) ? null : places);
  }

  String name() {
    return name;
  }

  int[] dims() {
    return dims.clone();
  }

  int rank() {
    return dims.length;
  }

  int size(int axis) {
    return dims[axis];
  }

  int elements() {
    return OnnxConstant.elements(dims);
  }

  List<LazyMap> maps() {
    return maps;
  }

  /** Whether these are all values of one map in their order. */
  boolean isWhole() {
    return places == null;
  }

  /** Place of an element; negative for a value of 0. */
  int place(int element) {
    return places == null ? element : places[element];
  }

  int[] placesOrNull() {
    return places;
  }

  boolean hasZeros() {
    return places != null && Arrays.stream(places).anyMatch(p -> p < 0);
  }

  OnnxView renamed(String newName) {
    return new OnnxView(newName, dims, maps, places);
  }

  /** The same places in other maps of the same shapes. */
  OnnxView withMaps(String newName, List<LazyMap> newMaps) {
    return new OnnxView(newName, dims, newMaps, places);
  }

  OnnxView select(String newName, Selection selection) {
    int[] chosen = selection.places();
    if (chosen == null) {
      return new OnnxView(newName, selection.dims(), maps, places);
    }
    int[] composed = new int[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      composed[i] = chosen[i] < 0 ? -1 : place(chosen[i]);
    }
    return of(newName, selection.dims(), maps, composed);
  }

  private static boolean isWhole(List<LazyMap> maps, int[] chosen) {
    if (maps.size() != 1 || chosen.length != maps.get(0).shape().elements()) {
      return false;
    }
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i] != i) {
        return false;
      }
    }
    return true;
  }

  /** The elements of several, one after the other, in a shape yet to be given. */
  static OnnxView together(String name, List<OnnxView> parts) {
    List<LazyMap> maps = new ArrayList<>();
    int elements = 0;
    for (OnnxView part : parts) {
      elements = Math.addExact(elements, part.elements());
    }
    int[] places = new int[ElementBudget.take(elements)];
    int at = 0;
    for (OnnxView part : parts) {
      int[] offsets = new int[part.maps.size()];
      int[] begins = begins(part.maps);
      for (int m = 0; m < offsets.length; m++) {
        int known = maps.indexOf(part.maps.get(m));
        if (known < 0) {
          known = maps.size();
          maps.add(part.maps.get(m));
        }
        offsets[m] = begins(maps)[known];
      }
      int count = part.elements();
      for (int i = 0; i < count; i++) {
        int place = part.place(i);
        if (place >= 0) {
          int map = mapOf(begins, place);
          place = place - begins[map] + offsets[map];
        }
        places[at++] = place;
      }
    }
    return new OnnxView(name, new int[] {elements}, maps, places);
  }

  /** Beginnings of the values of each map. */
  static int[] begins(List<LazyMap> maps) {
    int[] begins = new int[maps.size()];
    int begin = 0;
    for (int i = 0; i < begins.length; i++) {
      begins[i] = begin;
      begin = Math.addExact(begin, Math.toIntExact(maps.get(i).shape().elements()));
    }
    return begins;
  }

  static int mapOf(int[] begins, int place) {
    int found = Arrays.binarySearch(begins, place);
    return found >= 0 ? found : -found - 2;
  }

  /** Whether two tensors lie in the same way in maps of the same shapes. */
  boolean liesLike(OnnxView other) {
    if (!Arrays.equals(dims, other.dims) || maps.size() != other.maps.size()) {
      return false;
    }
    for (int i = 0; i < maps.size(); i++) {
      if (!maps.get(i).shape().equals(other.maps.get(i).shape())) {
        return false;
      }
    }
    return Arrays.equals(places, other.places);
  }

  /** Order of a tensor's axes. */
  enum Layout {
    /** [1, C, H, W] */
    CHANNELS_FIRST,
    /** [1, H, W, C] */
    CHANNELS_LAST
  }

  /** Whether this is a map whose channels were put last, and nothing else. */
  boolean hasChannelsLast() {
    if (places == null || maps.size() != 1 || dims.length < 3 || dims[0] != 1) {
      return false;
    }
    Shape shape = maps.get(0).shape();
    int channels = dims[dims.length - 1];
    int pixels = elements() / Math.max(1, channels);
    if (channels != shape.channels() || pixels != shape.pixels()) {
      return false;
    }
    for (int i = 0; i < places.length; i++) {
      if (places[i] != i % channels * pixels + i / channels) {
        return false;
      }
    }
    return true;
  }

  /** A map whose pixels lie in a tensor with the channels last. */
  static OnnxView channelsLast(String name, int[] dims, LazyMap map) {
    int channels = map.shape().channels();
    int pixels = map.shape().pixels();
    if (channels == 1 || pixels == 1) {
      return of(name, dims, map);
    }
    int[] places = new int[channels * pixels];
    for (int i = 0; i < places.length; i++) {
      places[i] = i % channels * pixels + i / channels;
    }
    return of(name, dims, List.of(map), places);
  }

  /**
   * Shape of the map that a tensor is in a layout; batches of more than one picture have none.
   *
   * <p>Of two axes [1, C] it is a map of one pixel. Of three [1, C, L], with the channels first, or
   * [1, L, C], it is as high and as wide as the map that the values lie in, or one line.
   */
  Optional<Shape> shapeIn(Layout layout) {
    boolean first = layout == Layout.CHANNELS_FIRST;
    if (dims.length == 0 || dims.length > 4 || elements() == 0) {
      return Optional.empty();
    }
    if (dims.length > 1 && dims[0] != 1) {
      return Optional.empty();
    }
    return Optional.of(
        switch (dims.length) {
          case 1 -> new Shape(dims[0], 1, 1);
          case 2 -> new Shape(dims[1], 1, 1);
          case 3 -> first ? ofLine(dims[1], dims[2]) : ofLine(dims[2], dims[1]);
          default ->
              first ? new Shape(dims[1], dims[2], dims[3]) : new Shape(dims[3], dims[1], dims[2]);
        });
  }

  private Shape ofLine(int channels, int pixels) {
    Shape map = maps.get(0).shape();
    return map.pixels() == pixels
        ? new Shape(channels, map.height(), map.width())
        : new Shape(channels, 1, pixels);
  }

  /** Places in the order of channels, rows and columns. */
  IntUnaryOperator placesIn(Layout layout, Shape shape) {
    if (layout == Layout.CHANNELS_FIRST || dims.length < 3) {
      return this::place;
    }
    int pixels = shape.pixels();
    int channels = shape.channels();
    return i -> place(i % pixels * channels + i / pixels);
  }

  @Override
  public String toString() {
    return name + " " + Arrays.toString(dims);
  }
}
