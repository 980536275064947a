package io.layerbench.backend.tensorrt;

import io.layerbench.base.AtomicFiles;
import io.layerbench.base.EnvironmentException;
import io.layerbench.base.IoReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Engines and timings that this program built, by a digest of all that they depend on.
 *
 * <p>An engine is a program: TensorRT runs what is in it. So each file carries a seal (HMAC-SHA256,
 * RFC 2104) over its name and content, made with a key that lies in the folder and that only its
 * owner can read. A file without the right seal, be it damaged, renamed or from elsewhere, is built
 * anew and never loaded.
 */
final class EngineCache {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SEAL_BYTES = 32;
  private static final String KEY_FILE = "seal.key";

  private final Path folder;
  private final byte[] key;

  /** The cache in that folder, which is made where it is not there. */
  EngineCache(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      this.key = key(folder);
    } catch (IOException e) {
      throw new EnvironmentException(
          "The folder of TensorRT's engines "
              + folder
              + " cannot be used ("
              + IoReason.of(e)
              + ").",
          "check the disk and the folder's owner.",
          e);
    }
  }

  private static byte[] key(Path folder) throws IOException {
    Path file = folder.resolve(KEY_FILE);
    if (!Files.exists(file)) {
      ownerOnly(folder, "rwx------");
      byte[] made = new byte[SEAL_BYTES];
      new SecureRandom().nextBytes(made);
      Path own = Files.createTempFile(folder, KEY_FILE, AtomicFiles.SUFFIX);
      try {
        AtomicFiles.write(own, made);
        ownerOnly(own, "rw-------");
        // A link, not a move: of two processes at once, the second takes the first one's.
        Files.createLink(file, own);
      } catch (FileAlreadyExistsException e) {
        // The other process's key is read below.
      } finally {
        Files.deleteIfExists(own);
      }
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != SEAL_BYTES) {
      throw new IOException(file + " has " + key.length + " bytes instead of " + SEAL_BYTES);
    }
    return key;
  }

  private static void ownerOnly(Path file, String permissions) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
  }

  /**
   * The engine of a model, built unless it lies here.
   *
   * @param onnx the model that the key names
   */
  byte[] engine(EngineKey key, byte[] onnx, Compiler compiler) {
    String name = key.digest() + ".engine";
    byte[] known = read(name);
    if (known != null) {
      return known;
    }
    String timings = key.timingDigest() + ".timings";
    byte[] measured = read(timings);
    Compiler.Compiled built = compiler.compile(onnx, measured == null ? new byte[0] : measured);
    write(name, built.plan());
    write(timings, built.timings());
    return built.plan();
  }

  /** A file's content where its seal fits; else null. */
  private byte @Nullable [] read(String name) {
    Path file = folder.resolve(name);
    try {
      if (!Files.isRegularFile(file)) {
        return null;
      }
      byte[] sealed = Files.readAllBytes(file);
      if (sealed.length < SEAL_BYTES) {
        return null;
      }
      byte[] content = Arrays.copyOfRange(sealed, SEAL_BYTES, sealed.length);
      byte[] seal = Arrays.copyOf(sealed, SEAL_BYTES);
      return MessageDigest.isEqual(seal, seal(name, content)) ? content : null;
    } catch (IOException e) {
      // What cannot be read is built anew.
      return null;
    }
  }

  private void write(String name, byte[] content) {
    byte[] sealed = Arrays.copyOf(seal(name, content), SEAL_BYTES + content.length);
    System.arraycopy(content, 0, sealed, SEAL_BYTES, content.length);
    try {
      AtomicFiles.write(folder.resolve(name), sealed);
    } catch (IOException e) {
      throw new EnvironmentException(
          "The engine " + name + " cannot be written (" + IoReason.of(e) + ").",
          "check the disk.",
          e);
    }
  }

  private byte[] seal(String name, byte[] content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM + ".", e);
    }
  }
}
