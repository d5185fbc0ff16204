/** How the library reads and writes files: errors that name the file, and files written whole. */
package org.skipconv.core.io;
