/** HRNet for human pose: Sun et al., "Deep High-Resolution Representation Learning", CVPR 2019. */
package org.skipconv.models.hrnet;
