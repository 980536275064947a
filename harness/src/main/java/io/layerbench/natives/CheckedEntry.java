package io.layerbench.natives;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/**
 * Reads an entry of a jar and holds it to what the jar declares: its size, so that a small jar
 * cannot fill a disk, and its CRC, which the reading of single entries does not check.
 */
final class CheckedEntry extends FilterInputStream {

  private final ZipEntry entry;
  private final LongConsumer progress;
  private final CRC32 crc = new CRC32();
  private long read;

  CheckedEntry(InputStream in, ZipEntry entry, LongConsumer progress) {
    super(in);
    this.entry = entry;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = super.read(bytes, offset, length);
    if (n > 0) {
      crc.update(bytes, offset, n);
      read += n;
      if (read > entry.getSize()) {
        throw new ZipException(
            entry.getName() + " is longer than the declared " + entry.getSize() + " bytes");
      }
      progress.accept(read);
    }
    return n;
  }

  /** Refuses what ended early or was changed. */
  void requireWhole() throws ZipException {
    if (read != entry.getSize()) {
      throw new ZipException(
          "%s has %d bytes of the declared %d".formatted(entry.getName(), read, entry.getSize()));
    }
    if (crc.getValue() != entry.getCrc()) {
      throw new ZipException(entry.getName() + " has another checksum than declared");
    }
  }
}
