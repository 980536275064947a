package io.layerbench.natives;

import io.layerbench.base.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the first bytes of a library say: nothing is loaded to see that a file is damaged, a link
 * that an archive turned into text, or built for another platform. By the ELF specification (magic,
 * then e_machine at byte 18) and the PE one (magic "MZ", the header's place at byte 60).
 */
public final class LibraryHeader {

  private static final int BYTES = 4096;
  private static final int ELF_MACHINE = 18;
  private static final int PE_PLACE = 60;

  private LibraryHeader() {}

  /** Why a file cannot be a library of that platform; empty where nothing speaks against it. */
  public static Optional<String> problem(Path file, Platform platform) {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(BYTES);
    } catch (IOException e) {
      return Optional.of(file + " cannot be read (" + IoReason.of(e) + ")");
    }
    String machine = machine(head);
    String wanted =
        (platform.os() == Platform.Os.WINDOWS ? "Windows " : "Linux ") + platform.arch();
    if (machine.isEmpty()) {
      return Optional.of(file + " is no library: it is damaged, or a link became a file of text");
    }
    return machine.equals(wanted)
        ? Optional.empty()
        : Optional.of(file + " is built for " + machine + ", and this is " + wanted);
  }

  private static String machine(byte[] head) {
    ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    if (head.length > ELF_MACHINE + 1 && bytes.getInt(0) == 0x464c457f) {
      return switch (bytes.getShort(ELF_MACHINE)) {
        case 0x3e -> "Linux x64";
        case 0xb7 -> "Linux aarch64";
        default -> "another processor on Linux";
      };
    }
    if (head.length > PE_PLACE + Integer.BYTES && head[0] == 'M' && head[1] == 'Z') {
      int place = bytes.getInt(PE_PLACE);
      boolean inside = place >= 0 && place + 6 <= head.length;
      return switch (inside ? bytes.getShort(place + 4) : 0) {
        case (short) 0x8664 -> "Windows x64";
        case (short) 0xaa64 -> "Windows aarch64";
        default -> "another processor on Windows";
      };
    }
    return "";
  }
}
