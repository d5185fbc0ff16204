/**
 * Videos of a fixed camera, drawn by the library, with people and cars whose joints and boxes are
 * known exactly. Start at {@link org.skipconv.models.scene.Scene}.
 */
@NullMarked
package org.skipconv.models.scene;

import org.jspecify.annotations.NullMarked;
