package org.skipconv.bench.lab.study;

/**
 * Footage that is shown.
 *
 * @param name as the command line names it
 * @param start number of its first frame
 * @param frames that were shown
 * @param crop what the network saw of a picture
 */
public record StudiedFootage(String name, int start, int frames, String crop) {

  /** Number of the last frame. */
  public int last() {
    return start + frames - 1;
  }
}
