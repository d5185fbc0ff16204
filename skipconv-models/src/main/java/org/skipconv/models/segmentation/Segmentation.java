package org.skipconv.models.segmentation;

import java.util.List;
import java.util.Objects;
import org.skipconv.models.vision.Placement;

/**
 * The class of each pixel of a picture, in the network's resolution: cells of a grid that covers
 * the network's input. Cells whose centre lies outside the picture, such as a letterbox's padding,
 * are of no class. Immutable.
 */
public final class Segmentation {
  /** Class of cells outside the picture. */
  public static final int OUTSIDE = -1;

  private final int height;
  private final int width;
  private final int[] cells;
  private final List<String> classes;
  private final Placement view;

  /**
   * Makes a segmentation.
   *
   * @param cells class of each cell, row by row, from 0; those outside the picture do not matter
   * @param classes names
   * @param view where the network's input lay in the picture
   */
  Segmentation(int height, int width, int[] cells, List<String> classes, Placement view) {
    this.height = height;
    this.width = width;
    this.cells = cells.clone();
    this.classes = List.copyOf(classes);
    this.view = Objects.requireNonNull(view, "view");
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (!inside(y, x)) {
          this.cells[y * width + x] = OUTSIDE;
        }
      }
    }
  }

  private boolean inside(int y, int x) {
    // A cell's centre lies half a cell after its edge; edges of pixels are half a pixel before
    // their centres.
    float imageX = view.imageEdgeX((x + 0.5) * view.inputWidth() / width);
    float imageY = view.imageEdgeY((y + 0.5) * view.inputHeight() / height);
    return imageX >= 0 && imageX < view.imageWidth() && imageY >= 0 && imageY < view.imageHeight();
  }

  /** {@return the number of rows of cells} */
  public int height() {
    return height;
  }

  /** {@return the number of columns of cells} */
  public int width() {
    return width;
  }

  /** {@return the names of the classes} */
  public List<String> classes() {
    return classes;
  }

  /** {@return the placement of the cells in the picture} */
  public Placement view() {
    return view;
  }

  /**
   * Class of a cell.
   *
   * @param y row of the cell
   * @param x column of the cell
   * @return from 0; {@link #OUTSIDE} outside the picture
   */
  public int cell(int y, int x) {
    Objects.checkIndex(y, height);
    Objects.checkIndex(x, width);
    return cells[y * width + x];
  }

  /**
   * {@return the share of a class in the cells that lie in the picture, 0 to 1; 0 when none does}
   *
   * @param classNumber from 0
   */
  public double share(int classNumber) {
    Objects.checkIndex(classNumber, classes.size());
    long inside = 0;
    long found = 0;
    for (int cell : cells) {
      inside += cell == OUTSIDE ? 0 : 1;
      found += cell == classNumber ? 1 : 0;
    }
    return inside == 0 ? 0 : (double) found / inside;
  }
}
