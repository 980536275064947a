package io.layerbench.dataset;

import java.util.List;

/**
 * Image files.
 *
 * @param folder the files
 * @param mode what they are decoded to
 */
record ImageFolder(Folder folder, ColourMode mode) implements Source {

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
    return false;
  }

  @Override
  public Spec spec(int index) {
    return Images.spec(folder.files().get(index), mode);
  }

  @Override
  public Value read(int index) {
    return Images.decode(folder.files().get(index), mode);
  }

  @Override
  public String digest() {
    return folder.digest();
  }
}
