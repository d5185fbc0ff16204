/** Reading and writing of files: errors that name the file, and files written whole. */
@NullMarked
package org.skipconv.core.io;

import org.jspecify.annotations.NullMarked;
