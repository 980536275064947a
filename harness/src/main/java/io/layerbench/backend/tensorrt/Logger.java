package io.layerbench.backend.tensorrt;

import org.bytedeco.tensorrt.nvinfer.ILogger;

/** The logger that TensorRT calls; must stay referenced as long as anything made with it. */
final class Logger extends ILogger {

  private final transient MessageLog log;

  Logger(MessageLog log) {
    this.log = log;
  }

  @Override
  public void log(Severity severity, String message) {
    MessageLog.Severity known =
        switch (severity.intern()) {
          case kINTERNAL_ERROR -> MessageLog.Severity.INTERNAL_ERROR;
          case kERROR -> MessageLog.Severity.ERROR;
          case kWARNING -> MessageLog.Severity.WARNING;
          default -> MessageLog.Severity.INFO;
        };
    if (known != MessageLog.Severity.INFO) {
      log.add(known, message);
    }
  }
}
