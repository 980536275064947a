package io.layerbench.dataset;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** A PNG that is nothing but its header, and may announce any size. */
public final class PngHeader {

  private PngHeader() {}

  /** The bytes of one in RGB. */
  public static byte[] of(int width, int height) {
    ByteBuffer chunk = ByteBuffer.allocate(17);
    chunk.put(new byte[] {'I', 'H', 'D', 'R'}).putInt(width).putInt(height);
    chunk.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(chunk.array());
    ByteBuffer png = ByteBuffer.allocate(8 + 4 + 17 + 4);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    return png.putInt(13).put(chunk.array()).putInt((int) crc.getValue()).array();
  }
}
