package io.layerbench.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that one process holds at a time, and that says who does. The system lets go of it when
 * the process ends, however it ends. A process that goes on without holding it can leave its name.
 */
public final class HeldFile implements AutoCloseable {

  /** Far behind the text, since on Windows what is locked cannot be read. */
  private static final long LOCKED = 1L << 40;

  private static final int MOST_TEXT = 4096;

  private final FileChannel channel;
  private final @Nullable FileLock lock;
  private final String text;
  private final long length;

  private HeldFile(FileChannel channel, @Nullable FileLock lock, String text) throws IOException {
    this.channel = channel;
    this.lock = lock;
    this.text = text;
    this.length = channel.size();
  }

  /**
   * Takes the file if nobody holds it.
   *
   * @param file made where there is none; a link is not followed
   * @throws IOException when it is no regular file, or may not be written
   */
  public static HeldFile take(Path file) throws IOException {
    FileChannel channel = open(file);
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        return new HeldFile(channel, null, read(channel));
      }
      String own = thisProcess();
      channel.truncate(0);
      write(channel, own);
      return new HeldFile(channel, lock, own);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    Set<OpenOption> options =
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      create(file);
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is no regular file");
    }
    return FileChannel.open(file, options);
  }

  /** For every user of the machine, where the system knows users. */
  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file);
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
      }
    } catch (FileAlreadyExistsException e) {
      // Another process was quicker: then it is there.
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED, 1, false);
    } catch (OverlappingFileLockException e) {
      // This very process holds it.
      return null;
    }
  }

  private static String thisProcess() {
    return "process %d since %s"
        .formatted(ProcessHandle.current().pid(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MOST_TEXT);
    channel.read(buffer, 0);
    return StandardCharsets.UTF_8.decode(buffer.flip()).toString().lines().findFirst().orElse("?");
  }

  private static void write(FileChannel channel, String line) throws IOException {
    channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)), channel.size());
  }

  /** True where this process holds it. */
  public boolean isHeld() {
    return lock != null;
  }

  /** The process that holds it: its number, and since when. */
  public String holder() {
    return text;
  }

  /** Leaves this process's name for the one that holds it. */
  public void join() throws IOException {
    write(channel, thisProcess());
  }

  /** True where another process has left its name since this one took the file. */
  public boolean isJoined() throws IOException {
    return channel.size() > length;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
