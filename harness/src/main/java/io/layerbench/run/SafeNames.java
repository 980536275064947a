package io.layerbench.run;

import io.layerbench.base.Digests;
import java.util.Locale;

/** File names from names that may hold anything. */
public final class SafeNames {

  private static final int LONGEST = 60;

  private SafeNames() {}

  /**
   * Letters, digits, '.', '_' and '-' of the name, cut to 60 characters. Where that changes it,
   * eight digits of its digest follow, so that different names stay different.
   */
  public static String of(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]+", "_").replaceAll("^[._]+", "");
    if (safe.length() > LONGEST) {
      safe = safe.substring(0, LONGEST);
    }
    boolean same = safe.equals(name) && safe.toLowerCase(Locale.ROOT).equals(safe);
    return same && !safe.isEmpty() ? safe : safe + "-" + Digests.sha256(name).substring(0, 8);
  }
}
