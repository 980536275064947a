package io.layerbench.backend.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Calls the object as C++ does: through the table that its first word points to. */
class CallbackObjectTest {

  @Test
  void theTableIsThatOfAVersionedInterface() {
    Assumptions.assumeTrue(JniLibraries.fitPlatform(), "device not found: Linux x86-64");
    List<String> seen = new ArrayList<>();
    try (CallbackObject object =
        new CallbackObject(
            "IProfiler",
            List.of(
                (Profiler.ReportLayerTime)
                    (self, layer, millis) ->
                        seen.add(Pointer.nativeValue(self) + " " + layer + " " + millis)))) {
      Pointer self = new Pointer(object.address());
      assertThat(function(self, 0).invokeInt(new Object[] {self})).isZero();
      CallbackObject.InterfaceInfo info =
          (CallbackObject.InterfaceInfo)
              function(self, 1).invoke(CallbackObject.InterfaceInfo.class, new Object[] {self});
      assertThat(info.kind.getString(0)).isEqualTo("IProfiler");
      assertThat(info.major).isEqualTo(1);
      assertThat(info.minor).isZero();
      function(self, 2).invokeVoid(new Object[] {self});
      function(self, 3).invokeVoid(new Object[] {self});
      function(self, 4).invokeVoid(new Object[] {self, "conv1 + relu1", 1.25f});
      assertThat(seen).containsExactly(object.address() + " conv1 + relu1 1.25");
    }
  }

  private static Function function(Pointer self, int slot) {
    return Function.getFunction(self.getPointer(0).getPointer((long) slot * Native.POINTER_SIZE));
  }
}
