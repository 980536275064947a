package io.layerbench.dataset;

/** What an image file is decoded to. */
enum ColourMode {
  /** Three channels, red first; grey is repeated, transparency is dropped. */
  RGB,
  /** One channel; colours become 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601). */
  GRAY
}
