package io.layerbench.dataset;

import io.layerbench.base.Digests;
import io.layerbench.base.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a folder that are items, in the items' order.
 *
 * @param names the names as they were asked for or found
 * @param files the real paths
 */
record Folder(List<String> names, List<Path> files) {

  Folder {
    names = List.copyOf(names);
    files = List.copyOf(files);
  }

  /** All files of a folder in the order of their names. */
  static Folder all(DataRoot root, Path folder, String where) {
    List<String> names = DataRoot.names(folder);
    if (names.isEmpty()) {
      throw new InvalidInputException("The folder (" + folder + ") at " + where + " is empty.", "");
    }
    return new Folder(names, names.stream().map(name -> root.file(folder, name, where)).toList());
  }

  /**
   * The files of these names; where there is none of exactly that name, the one that differs only
   * in what follows its last dot.
   */
  static Folder named(DataRoot root, Path folder, Rows rows) {
    Map<String, List<String>> stems = new HashMap<>();
    DataRoot.names(folder)
        .forEach(name -> stems.computeIfAbsent(stem(name), s -> new ArrayList<>()).add(name));
    List<Path> files = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      String name = rows.names().get(row);
      List<String> alike = stems.getOrDefault(stem(name), List.of());
      if (alike.contains(name) || alike.isEmpty()) {
        files.add(root.file(folder, name, rows.where(row)));
      } else if (alike.size() == 1) {
        files.add(root.file(folder, alike.get(0), rows.where(row)));
      } else {
        throw new InvalidInputException(
            "Several files (" + alike + ") fit the name (" + name + ") at " + rows.where(row) + ".",
            "give the full name.");
      }
    }
    return new Folder(rows.names(), files);
  }

  /** The names and sizes, digested. */
  String digest() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < files.size(); i++) {
      text.append(names.get(i)).append(' ').append(DataRoot.size(files.get(i))).append('\n');
    }
    return Digests.sha256(text.toString());
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }
}
