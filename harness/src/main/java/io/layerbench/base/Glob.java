package io.layerbench.base;

import java.util.regex.Pattern;

/**
 * A pattern of names in which a star stands for any characters, dots and slashes included, and a
 * question mark for any one; a name matches as a whole.
 */
public final class Glob {

  private final Pattern pattern;

  public Glob(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** True for a name that has this form. */
  public boolean matches(String name) {
    return pattern.matcher(name).matches();
  }
}
