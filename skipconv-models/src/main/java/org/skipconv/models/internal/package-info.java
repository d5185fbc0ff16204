/** Parts that several packages share; they may change without notice. */
package org.skipconv.models.internal;
