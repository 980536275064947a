package io.layerbench.dataset;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a word into the pieces of a vocabulary, always the longest that fits, from left to right
 * (WordPiece). A word that cannot be cut so, or is too long, is the unknown token.
 *
 * @param vocabulary the pieces
 * @param unknown the number of the unknown token
 * @param prefix what pieces behind a word's first begin with, such as ##
 * @param maxCharacters the longest word, in Unicode characters
 */
record WordPieces(Vocabulary vocabulary, int unknown, String prefix, int maxCharacters) {

  /** The numbers of a word's pieces, at least one. */
  List<Integer> pieces(String word) {
    if (word.codePointCount(0, word.length()) > maxCharacters) {
      return List.of(unknown);
    }
    List<Integer> pieces = new ArrayList<>();
    int from = 0;
    while (from < word.length()) {
      int to = word.length();
      @Nullable Integer piece = find(word, from, to);
      while (piece == null && to > from + 1) {
        to = word.offsetByCodePoints(to, -1);
        piece = to > from ? find(word, from, to) : null;
      }
      if (piece == null) {
        return List.of(unknown);
      }
      pieces.add(piece);
      from = to;
    }
    return pieces;
  }

  private @Nullable Integer find(String word, int from, int to) {
    String piece = word.substring(from, to);
    return vocabulary.find(from == 0 ? piece : prefix + piece);
  }
}
