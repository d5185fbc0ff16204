package org.skipconv.models.vision;

/** Positions in a picture of the cells of a grid that covers a network's input. */
public interface PictureCoordinates {

  /**
   * {@return the picture's x of a column}
   *
   * @param u the column, from 0; a fraction lies between two of them
   * @param columns number of columns that cover the input
   */
  float imageX(double u, int columns);

  /**
   * {@return the picture's y of a row}
   *
   * @param v the row, from 0; a fraction lies between two of them
   * @param rows number of rows that cover the input
   */
  float imageY(double v, int rows);
}
