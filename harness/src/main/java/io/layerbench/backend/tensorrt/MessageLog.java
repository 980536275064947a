package io.layerbench.backend.tensorrt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What TensorRT said, newest last. Its functions return null or false; why is in here alone. May be
 * written by several threads of the builder's.
 */
final class MessageLog {

  /** A builder says thousands of things; the reason of a failure is among the last ones. */
  private static final int MOST = 200;

  /** How much a message matters, as TensorRT sees it. */
  enum Severity {
    INTERNAL_ERROR,
    ERROR,
    WARNING,
    INFO
  }

  private record Message(Severity severity, String text) {}

  private final List<Message> messages = new ArrayList<>();

  synchronized void add(Severity severity, String text) {
    if (messages.size() == MOST) {
      messages.remove(0);
    }
    messages.add(new Message(severity, text.strip()));
  }

  /** The errors, else the warnings, else that nothing was said. */
  synchronized String reason() {
    for (Severity most : List.of(Severity.ERROR, Severity.WARNING)) {
      String text =
          messages.stream()
              .filter(message -> message.severity().compareTo(most) <= 0)
              .map(Message::text)
              .collect(Collectors.joining("; "));
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "TensorRT gave no reason";
  }

  /** Forgets what was said, before something new is asked. */
  synchronized void clear() {
    messages.clear();
  }
}
