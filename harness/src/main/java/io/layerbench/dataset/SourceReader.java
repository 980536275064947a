package io.layerbench.dataset;

import io.layerbench.base.ElementType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code sources} of a part, one per input. */
final class SourceReader {

  private static final Map<String, Layout> LAYOUTS = Map.of("CHW", Layout.CHW, "HWC", Layout.HWC);
  private static final Map<String, Boolean> ORDERS = Map.of("RGB", false, "BGR", true);
  private static final Map<String, Boolean> MATCHES = Map.of("name", true, "order", false);

  private final Fields fields;
  private final DataRoot root;
  private final Optional<Rows> rows;

  private SourceReader(Fields fields, DataRoot root, Optional<Rows> rows) {
    this.fields = fields;
    this.root = root;
    this.rows = rows;
  }

  /**
   * Opens a source.
   *
   * @param rows the rows that its files are matched to, where they are known already
   */
  static Source read(
      Fields fields, DataRoot root, Optional<ColourMode> decode, Optional<Rows> rows) {
    SourceReader reader = new SourceReader(fields, root, rows);
    try {
      Source source = reader.source(decode);
      fields.end();
      return source;
    } catch (StepException e) {
      throw fields.invalid("is impossible: " + e.getMessage());
    }
  }

  private Source source(Optional<ColourMode> decode) {
    String type = fields.text("type");
    if (type.equals("images")) {
      ColourMode mode =
          decode.orElseThrow(() -> fields.invalid("holds images, so the first step is decode"));
      return new ImageFolder(folder(), mode);
    }
    if (decode.isPresent()) {
      throw fields.invalid("holds no images (" + type + "), so there is nothing to decode");
    }
    return switch (type) {
      case "cifar" -> cifar();
      case "raw" -> raw();
      case "npy" -> npy();
      default ->
          throw fields.invalid("has an unknown type (" + type + ") of images, cifar, raw, npy");
    };
  }

  private Source cifar() {
    Spec spec = new Spec(ElementType.UINT8, List.of(3, 32, 32), Layout.CHW, false);
    return new RecordFile(file(), 0, 1, spec);
  }

  private Source raw() {
    Spec plain = Spec.of(fields.choice("dtype", Elements.BY_NAME), fields.positives("shape"));
    Spec spec = withLayout(plain);
    return fields.has("folder")
        ? new TensorFolder(folder(), spec)
        : new RecordFile(file(), 0, 0, spec);
  }

  private Source npy() {
    BinaryFile file = file();
    NpyHeader header = NpyHeader.read(file);
    List<Integer> dims = header.shape().subList(1, header.shape().size());
    RecordFile source =
        new RecordFile(file, header.length(), 0, withLayout(Spec.of(header.type(), dims)));
    if (source.size() != header.shape().get(0)) {
      throw fields.invalid(
          "names a file ("
              + file.path()
              + ") that holds ("
              + source.size()
              + ") items where its header says "
              + header.shape());
    }
    return source;
  }

  private Spec withLayout(Spec spec) {
    Layout layout = fields.has("layout") ? fields.choice("layout", LAYOUTS) : Layout.NONE;
    boolean bgr = fields.has("channel_order") && fields.choice("channel_order", ORDERS);
    return new Spec(spec.type(), spec.dims(), layout, bgr);
  }

  private BinaryFile file() {
    return BinaryFile.open(root.file(fields.text("file"), fields.where("file")));
  }

  private Folder folder() {
    Path folder = root.folder(fields.text("folder"), fields.where("folder"));
    boolean named = rows.isPresent() && !rows.get().names().isEmpty();
    boolean byName = fields.has("match") ? fields.choice("match", MATCHES) : named;
    if (byName && rows.isPresent() && !named) {
      throw fields.invalid("is matched by name, and the rows have no names");
    }
    if (byName && named) {
      return Folder.named(root, folder, rows.get());
    }
    return Folder.all(root, folder, fields.where("folder"));
  }
}
