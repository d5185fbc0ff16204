package org.skipconv.models.scene;

/** A convex piece of a figure, already in the picture's coordinates. */
interface Part {
  /** Depth of its middle; parts are drawn far to near. */
  double depth();

  void draw(Canvas canvas);

  /** Whether this part lies in front of a joint. */
  boolean hides(Vec joint);
}
