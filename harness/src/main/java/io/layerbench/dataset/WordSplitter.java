package io.layerbench.dataset;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a text into words and punctuation marks as BERT's BasicTokenizer does, in its form of the
 * Hugging Face tokenizers: the normalizer BertNormalizer, then the splitter BertPreTokenizer.
 *
 * @param cleanText whether control characters are dropped
 * @param splitIdeographs whether every CJK ideograph is a word of its own
 * @param stripAccents whether marks are taken off their letters, after decomposing both (NFD)
 * @param lowercase whether letters are made small
 */
record WordSplitter(
    boolean cleanText, boolean splitIdeographs, boolean stripAccents, boolean lowercase) {

  /** The words in order; none is empty. */
  List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    normalized(text)
        .codePoints()
        .forEach(
            c -> {
              boolean alone = isPunctuation(c);
              if ((alone || isSpace(c)) && !word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
              }
              if (alone) {
                words.add(Character.toString(c));
              } else if (!isSpace(c)) {
                word.appendCodePoint(c);
              }
            });
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private String normalized(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints().filter(c -> !cleanText || !isDropped(c)).forEach(c -> append(kept, c));
    String plain = kept.toString();
    if (stripAccents) {
      plain = without(Normalizer.normalize(plain, Normalizer.Form.NFD));
    }
    return lowercase ? small(plain) : plain;
  }

  private void append(StringBuilder kept, int c) {
    if (splitIdeographs && isIdeograph(c)) {
      kept.append(' ').appendCodePoint(c).append(' ');
    } else {
      kept.appendCodePoint(c);
    }
  }

  private static String without(String decomposed) {
    StringBuilder bare = new StringBuilder();
    decomposed
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(bare::appendCodePoint);
    return bare.toString();
  }

  /** Each character by itself, so that a sigma at a word's end is the same as any other. */
  private static String small(String text) {
    StringBuilder small = new StringBuilder();
    text.codePoints().forEach(c -> small.append(Character.toString(c).toLowerCase(Locale.ROOT)));
    return small.toString();
  }

  private static boolean isDropped(int c) {
    if (c == '\t' || c == '\n' || c == '\r') {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> c == 0xfffd;
    };
  }

  /** Unicode's property White_Space. */
  private static boolean isSpace(int c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
  }

  /** Everything in ASCII that is neither letter, digit nor control; elsewhere Unicode's P. */
  private static boolean isPunctuation(int c) {
    if (c < 0x80) {
      return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** The blocks that BERT names: unified ideographs and their compatibility forms, no kana. */
  private static boolean isIdeograph(int c) {
    return (c >= 0x4e00 && c <= 0x9fff)
        || (c >= 0x3400 && c <= 0x4dbf)
        || (c >= 0x20000 && c <= 0x2a6df)
        || (c >= 0x2a700 && c <= 0x2b73f)
        || (c >= 0x2b740 && c <= 0x2b81f)
        || (c >= 0x2b820 && c <= 0x2ceaf)
        || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0x2f800 && c <= 0x2fa1f);
  }
}
