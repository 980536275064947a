package io.layerbench.suite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.tests.mockfile.FilterFileChannel;
import org.apache.lucene.tests.mockfile.FilterFileSystemProvider;
import org.apache.lucene.tests.mockfile.FilterSeekableByteChannel;

/** The usual files, until the n-th change of any of them: then a fault happens. */
final class FaultyFiles extends FilterFileSystemProvider {

  /** What happens. */
  enum Fault {
    /** One change fails. */
    ERROR,
    /** The disk is full from then on: half is written, and nothing more that takes space. */
    FULL,
    /** The process is killed: half is written, and nothing happens any more. */
    KILLED
  }

  /** That the process was killed, which no program can catch. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super("killed");
    }
  }

  /** Whether a change takes space on the disk. */
  private enum Space {
    TAKES,
    NONE
  }

  private final Fault fault;
  private final int at;
  private final List<FileChannel> open = new ArrayList<>();
  private int changes;

  /**
   * Files that fail once.
   *
   * @param at the change that fails, from 1
   */
  FaultyFiles(Fault fault, int at) {
    super("faulty://", FileSystems.getDefault());
    this.fault = fault;
    this.at = at;
  }

  /** The same file, with the fault. */
  Path faulty(Path file) {
    return wrapPath(file);
  }

  /** How many changes there were, failed ones included. */
  int changes() {
    return changes;
  }

  /** What the system does when a process ends: its locks are free again. */
  void endProcess() throws IOException {
    for (FileChannel channel : open) {
      channel.close();
    }
  }

  /** True where the change is to fail. */
  private boolean fails(Space space) {
    changes++;
    return switch (fault) {
      case ERROR -> changes == at;
      case FULL -> changes >= at && space == Space.TAKES;
      case KILLED -> changes >= at;
    };
  }

  private void change(Path file, Space space) throws IOException {
    if (fails(space)) {
      throw failure(file);
    }
  }

  private FileSystemException failure(Path file) {
    return switch (fault) {
      case ERROR -> new FileSystemException(file.toString(), null, "Input/output error");
      case FULL -> new FileSystemException(file.toString(), null, "No space left on device");
      case KILLED -> throw new Killed();
    };
  }

  private int write(FileChannel channel, ByteBuffer bytes, Path file) throws IOException {
    if (!fails(Space.TAKES)) {
      return channel.write(bytes);
    }
    if (changes == at && fault != Fault.ERROR) {
      channel.write(bytes.slice().limit(bytes.remaining() / 2));
    }
    throw failure(file);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (options.stream().noneMatch(FaultyFiles::changes)) {
      return super.newFileChannel(path, options, attributes);
    }
    change(path, Space.TAKES);
    FileChannel channel = super.newFileChannel(path, options, attributes);
    open.add(channel);
    return new FilterFileChannel(channel) {
      @Override
      public int write(ByteBuffer bytes) throws IOException {
        return FaultyFiles.this.write(delegate, bytes, path);
      }

      @Override
      public int write(ByteBuffer bytes, long position) throws IOException {
        change(path, Space.TAKES);
        return super.write(bytes, position);
      }

      @Override
      public FileChannel truncate(long size) throws IOException {
        change(path, Space.NONE);
        return super.truncate(size);
      }

      @Override
      public void force(boolean metadata) throws IOException {
        change(path, Space.NONE);
        // Without: no power is cut here, and the test is quicker.
      }
    };
  }

  private static boolean changes(OpenOption option) {
    return option == StandardOpenOption.WRITE
        || option == StandardOpenOption.APPEND
        || option == StandardOpenOption.CREATE
        || option == StandardOpenOption.CREATE_NEW;
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (options.stream().noneMatch(FaultyFiles::changes)) {
      return super.newByteChannel(path, options, attributes);
    }
    change(path, Space.TAKES);
    return new FilterSeekableByteChannel(super.newByteChannel(path, options, attributes)) {
      @Override
      public int write(ByteBuffer bytes) throws IOException {
        change(path, Space.TAKES);
        return super.write(bytes);
      }
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    change(folder, Space.TAKES);
    super.createDirectory(folder, attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    change(path, Space.NONE);
    super.delete(path);
  }

  @Override
  public boolean deleteIfExists(Path path) throws IOException {
    change(path, Space.NONE);
    return super.deleteIfExists(path);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    change(target, Space.NONE);
    super.move(source, target, options);
  }
}
