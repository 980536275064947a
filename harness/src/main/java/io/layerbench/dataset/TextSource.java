package io.layerbench.dataset;

import io.layerbench.base.ElementType;
import java.util.List;

/**
 * One of the tensors that a tokenizer makes of the sentences of a table.
 *
 * @param tokenizer what makes it
 * @param tensor which one
 * @param sentences a sentence per item
 */
record TextSource(Tokenizer tokenizer, TokenTensor tensor, List<String> sentences)
    implements Source {

  TextSource {
    sentences = List.copyOf(sentences);
  }

  @Override
  public int size() {
    return sentences.size();
  }

  @Override
  public boolean uniform() {
    return true;
  }

  @Override
  public Spec spec(int index) {
    return Spec.of(ElementType.INT64, List.of(tokenizer.maxLength()));
  }

  @Override
  public Value read(int index) {
    return tokenizer.value(tensor, spec(index), sentences.get(index));
  }

  /** The sentences themselves are in the digest of the table that they stand in. */
  @Override
  public String digest() {
    return tensor + " " + tokenizer.digest();
  }
}
