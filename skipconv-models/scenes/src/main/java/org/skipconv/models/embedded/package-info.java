/** Two small networks that were trained on generated scenes and are part of the library. */
package org.skipconv.models.embedded;
