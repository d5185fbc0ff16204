/** Files of labels in COCO's JSON, of which boxes and joints are read. */
package org.skipconv.models.coco;
