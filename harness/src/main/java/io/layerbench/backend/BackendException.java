package io.layerbench.backend;

/** A runtime refused a model or failed to run it; the message is the runtime's own. */
public final class BackendException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BackendException(String message) {
    super(message);
  }

  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }

  /** With the message of the runtime's own exception. */
  public BackendException(Throwable cause) {
    super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
  }
}
