package io.layerbench.dataset;

/** Where the channels of an item lie. */
enum Layout {
  /** Height, width, channels. */
  HWC,
  /** Channels, height, width; the layout that models call NCHW. */
  CHW,
  /** Not an image, or not known. */
  NONE
}
