package io.layerbench.backend.tensorrt;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import java.util.List;
import org.bytedeco.tensorrt.nvinfer.IProfiler;

/** TensorRT's profiler interface: is told every layer's time behind each inference. */
final class Profiler implements AutoCloseable {

  private final CallbackObject object;

  interface ReportLayerTime extends Callback {
    void invoke(Pointer self, String layer, float millis);
  }

  Profiler(LayerTimes times) {
    object =
        new CallbackObject(
            "IProfiler",
            List.of((ReportLayerTime) (self, layer, millis) -> times.add(layer, millis)));
  }

  /** What TensorRT takes; valid until this is closed. */
  IProfiler pointer() {
    return new IProfiler(new CudaRuntime.Address(object.address()));
  }

  @Override
  public void close() {
    object.close();
  }
}
