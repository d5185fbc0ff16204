/** Files of labels in COCO's JSON, of which boxes and joints are read. */
@NullMarked
package org.skipconv.models.coco;

import org.jspecify.annotations.NullMarked;
