package io.layerbench.onnx;

import com.google.protobuf.ByteString;
import io.layerbench.base.HardLinks;
import io.layerbench.base.InvalidInputException;
import io.layerbench.onnx.proto.AttributeProto;
import io.layerbench.onnx.proto.FunctionProto;
import io.layerbench.onnx.proto.GraphProto;
import io.layerbench.onnx.proto.ModelProto;
import io.layerbench.onnx.proto.NodeProto;
import io.layerbench.onnx.proto.StringStringEntryProto;
import io.layerbench.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the tensors that a model keeps in other files into the model.
 *
 * <p>The paths come from the model and are hostile: only a regular file inside the model's folder,
 * reached without a symbolic link and without a second name, is ever opened.
 */
final class ExternalData {

  private final Path folder;
  private final MessageDigest digest;
  private long budget;

  /**
   * @param folder where the model lies
   * @param budget the most bytes to read in all
   * @param digest takes in every byte that is read
   */
  ExternalData(Path folder, long budget, MessageDigest digest) {
    this.folder = folder;
    this.budget = budget;
    this.digest = digest;
  }

  /** True for a tensor whose data lies in another file. */
  static boolean isExternal(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  /** The model with all its dense tensors' data inside. */
  ModelProto load(ModelProto model) {
    ModelProto.Builder loaded = model.toBuilder();
    visit(loaded.getGraphBuilder());
    for (FunctionProto.Builder function : loaded.getFunctionsBuilderList()) {
      function.getNodeBuilderList().forEach(this::visit);
      function.getAttributeProtoBuilderList().forEach(this::visit);
    }
    return loaded.build();
  }

  private void visit(GraphProto.Builder graph) {
    graph.getInitializerBuilderList().forEach(this::load);
    graph.getNodeBuilderList().forEach(this::visit);
  }

  private void visit(NodeProto.Builder node) {
    node.getAttributeBuilderList().forEach(this::visit);
  }

  private void visit(AttributeProto.Builder attribute) {
    if (attribute.hasT()) {
      load(attribute.getTBuilder());
    }
    if (attribute.hasG()) {
      visit(attribute.getGBuilder());
    }
    attribute.getTensorsBuilderList().forEach(this::load);
    attribute.getGraphsBuilderList().forEach(this::visit);
  }

  private void load(TensorProto.Builder tensor) {
    if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
      return;
    }
    int size = TensorChecks.rawBytes(tensor.buildPartial());
    Map<String, String> fields = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      fields.put(entry.getKey(), entry.getValue());
    }
    String name = tensor.getName();
    Path file = contained(name, fields.getOrDefault("location", ""));
    long offset = number(name, "offset", fields.getOrDefault("offset", "0"));
    long length = number(name, "length", fields.getOrDefault("length", Integer.toString(size)));
    if (length != size) {
      throw new InvalidInputException(
          "The tensor (%s) has (%d) bytes of external data where its dimensions (%s) need (%d)."
              .formatted(name, length, tensor.getDimsList(), size),
          "the model and its data file do not belong together.");
    }
    if (length > budget) {
      throw new InvalidInputException(
          "The model and its external data exceed 2 GiB at the tensor (%s).".formatted(name),
          "use a smaller model: one serialized model cannot be larger.");
    }
    budget -= length;
    tensor
        .setRawData(read(name, file, offset, size))
        .clearExternalData()
        .clearDataLocation()
        .clearFloatData();
  }

  private static long number(String tensor, String key, String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, together with negative numbers.
    }
    throw new InvalidInputException(
        "The external data of the tensor (%s) has an impossible %s (%s)."
            .formatted(tensor, key, text),
        "the file is damaged.");
  }

  private Path contained(String tensor, String location) {
    Path relative = relative(tensor, location);
    Path file = folder;
    for (Path part : relative) {
      file = file.resolve(part);
      if (Files.isSymbolicLink(file)) {
        throw refused(tensor, location, "goes through a symbolic link");
      }
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidInputException(
          "The external data file (%s) of the tensor (%s) does not exist."
              .formatted(location, tensor),
          "put it beside the model.");
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(tensor, location, "is no regular file");
    }
    if (HardLinks.has(file)) {
      // The other name may lie anywhere, as a symbolic link's target may.
      throw refused(tensor, location, "is a hard link");
    }
    try {
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw refused(tensor, location, "lies outside the model's folder");
      }
    } catch (IOException e) {
      throw unreadable(tensor, location, e);
    }
    return file;
  }

  private static Path relative(String tensor, String location) {
    Path path;
    try {
      path = Path.of(location);
    } catch (InvalidPathException e) {
      throw refused(tensor, location, "is no valid path");
    }
    if (location.isEmpty()) {
      throw refused(tensor, location, "is empty");
    }
    if (path.isAbsolute() || path.getRoot() != null) {
      throw refused(tensor, location, "is absolute");
    }
    if (path.normalize().startsWith("..")) {
      throw refused(tensor, location, "leads out of the model's folder");
    }
    if (!path.equals(path.normalize())) {
      throw refused(tensor, location, "is not normalised");
    }
    return path;
  }

  private ByteString read(String tensor, Path file, long offset, int size) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      // The subtraction cannot overflow: both are not negative.
      if (size > channel.size() - offset) {
        throw new InvalidInputException(
            "The external data of the tensor (%s) at offset (%d) with (%d) bytes ends outside its file (%s, %d bytes)."
                .formatted(tensor, offset, size, file.getFileName(), channel.size()),
            "the data file is cut short, or belongs to another model.");
      }
      ByteBuffer bytes = ByteBuffer.allocate(size);
      while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
        // Reads on until the buffer is full.
      }
      if (bytes.hasRemaining()) {
        throw new IOException("the file became shorter while it was read");
      }
      digest.update(bytes.flip());
      return ByteString.copyFrom(bytes.rewind());
    } catch (IOException e) {
      throw unreadable(tensor, file.getFileName().toString(), e);
    }
  }

  private static InvalidInputException refused(String tensor, String location, String why) {
    return new InvalidInputException(
        "The external data path (%s) of the tensor (%s) %s."
            .formatted(location.replace('\0', '?'), tensor, why),
        "keep external data as plain files in the model's own folder.");
  }

  private static InvalidInputException unreadable(String tensor, String location, IOException e) {
    return new InvalidInputException(
        "The external data file (%s) of the tensor (%s) cannot be read (%s)."
            .formatted(location, tensor, e.getMessage()),
        "check the file's permissions.",
        e);
  }
}
