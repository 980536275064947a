package io.layerbench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page's only script: it sorts and filters the ranking. The page's policy allows it by its hash
 * and nothing else, so that no name from a model can ever run.
 *
 * @param text JavaScript, from {@code report.js}
 * @param hash as a Content-Security-Policy names it, without quotes: "sha256-" and the digest
 */
public record PageScript(String text, String hash) {

  private static final String FILE = "/layerbench/report.js";

  /** The script of this program's version. */
  static PageScript load() {
    try (InputStream in = PageScript.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("The jar lacks " + FILE + ".");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
      return new PageScript(text, "sha256-" + digest(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
