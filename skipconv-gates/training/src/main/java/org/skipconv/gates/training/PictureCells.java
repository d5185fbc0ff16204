package org.skipconv.gates.training;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.skipconv.core.Shape;

/**
 * Change of the picture as layers see it, {@link org.skipconv.core.Residual#pictureChange}, of all
 * frames after the first.
 *
 * @param change of the input
 * @param channels of the input
 */
record PictureCells(MapChange change, int channels) {

  /**
   * Largest mean |r| among the pixels that each pixel of a map stands for, in units of the input's
   * size: [(T - 1) * clips, 1, height, width].
   *
   * @param strideY rows of the picture that a row stands for, 0 when the map does not lie over it
   * @param strideX columns likewise
   */
  Tensor of(Shape map, int strideY, int strideX, Clips clips) {
    Tensor fresh = change.fresh();
    if (strideY == 0 || strideX == 0) {
      return torch.zeros(fresh.size(0), 1, map.height(), map.width()).to(fresh.scalar_type());
    }
    long[] stride = {strideY, strideX};
    Tensor cells =
        torch.max_pool2d(fresh, stride, stride, new long[] {0, 0}, new long[] {1, 1}, true);
    Tensor unit = change.size().mul(new Scalar(channels)).repeat(clips.frames() - 1L, 1, 1, 1);
    return fitted(cells.div(unit), map);
  }

  /** Cells beyond the map are left out, and where the map goes on beyond them there is 0. */
  private static Tensor fitted(Tensor cells, Shape map) {
    long rows = Math.min(cells.size(2), map.height());
    long columns = Math.min(cells.size(3), map.width());
    Tensor inside = cells.narrow(2, 0, rows).narrow(3, 0, columns);
    long[] sides = {0, map.width() - columns, 0, map.height() - rows};
    return torch.constant_pad_nd(inside, sides, new Scalar(0));
  }
}
