package org.skipconv.bench.model;

import org.skipconv.models.scene.Scene;
import org.skipconv.models.vision.CropWindow;

/**
 * A stream as a task sees it.
 *
 * @param picture size of its pictures
 * @param crop what the network shall see of them, null for the model's usual view
 * @param truth what is in the pictures, null when nobody has said
 * @param scene that the pictures were generated from, null when they are others
 * @param trained false when the results of the network mean nothing
 */
public record View(Size picture, CropWindow crop, Truth truth, Scene scene, boolean trained) {}
