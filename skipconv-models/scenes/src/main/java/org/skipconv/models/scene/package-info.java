/**
 * Videos of a fixed camera, drawn by the library, with people and cars whose joints and boxes are
 * known exactly. Start at {@link org.skipconv.models.scene.Scene}.
 */
package org.skipconv.models.scene;
