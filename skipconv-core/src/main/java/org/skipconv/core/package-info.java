/**
 * Skip-convolutions on video: an immutable {@link org.skipconv.core.SkipNetwork}, a mutable {@link
 * org.skipconv.core.VideoSession} per stream, and {@link org.skipconv.core.Gate gates} that say
 * which output pixels of a layer are worth recomputing.
 *
 * <p>Start with {@link org.skipconv.core.VideoSession}. Everything under {@code internal} may
 * change without notice.
 */
package org.skipconv.core;
