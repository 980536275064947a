package io.layerbench.backend;

import io.layerbench.natives.NativesFolder;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer that is kept in this process for as long as the folder of natives is the same. */
public final class KnownAvailability {

  private @Nullable Availability known;
  private Optional<NativesFolder> folder = Optional.empty();

  /** The kept answer, else a new one. */
  public synchronized Availability get(Supplier<Availability> find) {
    Optional<NativesFolder> now = NativesFolder.find();
    if (known == null || !now.equals(folder)) {
      known = find.get();
      folder = now;
    }
    return known;
  }
}
