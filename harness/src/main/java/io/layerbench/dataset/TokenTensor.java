package io.layerbench.dataset;

/** Which of a tokenizer's three tensors an input takes. */
enum TokenTensor {
  /** The tokens' numbers. */
  IDS,
  /** 1 for a token, 0 for padding. */
  MASK,
  /** The segment that a token belongs to: always 0, since an item is one sentence. */
  TYPES
}
