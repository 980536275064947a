package io.layerbench.dataset;

import io.layerbench.base.InvalidInputException;
import java.nio.file.Path;
import java.util.List;

/**
 * Raw tensors, one file each.
 *
 * @param folder the files
 * @param itemSpec what each item looks like
 */
record TensorFolder(Folder folder, Spec itemSpec) implements Source {

  TensorFolder {
    for (Path file : folder.files()) {
      if (DataRoot.size(file) != itemSpec.bytes()) {
        throw new InvalidInputException(
            "The size of the file ("
                + file
                + ") is wrong: ("
                + DataRoot.size(file)
                + ") bytes, where an item has ("
                + itemSpec.bytes()
                + ").",
            "check its dtype and shape, or whether it is complete.");
      }
    }
  }

  @Override
  public int size() {
    return folder.files().size();
  }

  @Override
  public List<String> names() {
    return folder.names();
  }

  @Override
  public boolean uniform() {
    return true;
  }

  @Override
  public Spec spec(int index) {
    return itemSpec;
  }

  @Override
  public Value read(int index) {
    BinaryFile file = new BinaryFile(folder.files().get(index), itemSpec.bytes());
    return new Value(itemSpec, file.read(0, itemSpec.bytes()));
  }

  @Override
  public String digest() {
    return folder.digest();
  }
}
