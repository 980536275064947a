package io.layerbench.backend.tensorrt;

import io.layerbench.backend.BackendException;
import io.layerbench.base.ElementType;
import io.layerbench.onnx.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.bytedeco.tensorrt.global.nvinfer.EngineStat;
import org.bytedeco.tensorrt.global.nvinfer.LayerInformationFormat;
import org.bytedeco.tensorrt.global.nvinfer.TensorIOMode;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IEngineInspector;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IRuntime;
import org.jspecify.annotations.Nullable;

/** An engine of TensorRT's through JavaCPP, with the runtime that it came from. */
final class TensorRtEngine implements Engine {

  private final IRuntime runtime;
  private final ICudaEngine engine;
  private final MessageLog log;

  TensorRtEngine(IRuntime runtime, ICudaEngine engine, MessageLog log) {
    this.runtime = runtime;
    this.engine = engine;
    this.log = log;
  }

  @Override
  public List<EngineTensor> tensors() {
    List<EngineTensor> tensors = new ArrayList<>();
    for (int i = 0; i < engine.getNbIOTensors(); i++) {
      String name = engine.getIOTensorName(i);
      Dims64 dims = engine.getTensorShape(name);
      long[] shape = new long[dims.nbDims()];
      for (int k = 0; k < shape.length; k++) {
        shape[k] = dims.d(k);
      }
      boolean input = engine.getTensorIOMode(name).intern() == TensorIOMode.kINPUT;
      int type = elementType(engine.getTensorDataType(name).intern()).onnx();
      tensors.add(new EngineTensor(name, input, TensorType.of(type, shape)));
    }
    return tensors;
  }

  private static ElementType elementType(DataType type) {
    return switch (type) {
      case kFLOAT -> ElementType.FLOAT;
      case kHALF -> ElementType.FLOAT16;
      case kINT8 -> ElementType.INT8;
      case kUINT8 -> ElementType.UINT8;
      case kINT32 -> ElementType.INT32;
      case kINT64 -> ElementType.INT64;
      case kBOOL -> ElementType.BOOL;
      default -> throw new BackendException("no tensor of this program has the type " + type);
    };
  }

  @Override
  public long activationBytes() {
    return engine.getDeviceMemorySizeV2();
  }

  @Override
  public long weightBytes() {
    return engine.getEngineStat(EngineStat.kTOTAL_WEIGHTS_SIZE);
  }

  @Override
  public String layersJson() {
    IEngineInspector inspector = engine.createEngineInspector();
    if (inspector == null) {
      throw new BackendException(log.reason());
    }
    try {
      return inspector.getEngineInformation(LayerInformationFormat.kJSON);
    } finally {
      NativeObjects.delete(inspector);
    }
  }

  @Override
  public Context createContext() {
    log.clear();
    IExecutionContext context = engine.createExecutionContext();
    if (context == null) {
      throw new BackendException(log.reason());
    }
    return new TensorRtContext(context, log);
  }

  @Override
  public void close() {
    NativeObjects.delete(engine);
    NativeObjects.delete(runtime);
  }

  /** An execution context through JavaCPP. */
  private static final class TensorRtContext implements Context {

    private final IExecutionContext context;
    private final MessageLog log;
    private @Nullable Profiler profiler;

    TensorRtContext(IExecutionContext context, MessageLog log) {
      this.context = context;
      this.log = log;
    }

    @Override
    public void setAddress(String tensor, long device) {
      check(context.setTensorAddress(tensor, new CudaRuntime.Address(device)));
    }

    @Override
    public void enqueue(long stream) {
      check(context.enqueueV3(new CUstream_st(new CudaRuntime.Address(stream))));
    }

    private void check(boolean succeeded) {
      if (!succeeded) {
        throw new BackendException(log.reason());
      }
    }

    @Override
    public void profile(LayerTimes times) {
      Profiler made = new Profiler(times);
      profiler = made;
      context.setProfiler(made.pointer());
      context.setEnqueueEmitsProfile(true);
    }

    @Override
    public void close() {
      NativeObjects.delete(context);
      if (profiler != null) {
        profiler.close();
      }
    }
  }
}
