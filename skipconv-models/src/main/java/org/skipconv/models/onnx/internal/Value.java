package org.skipconv.models.onnx.internal;

/** A tensor of an ONNX graph while it is imported: known, or in maps of the network. */
sealed interface Value permits Constant, View {}
