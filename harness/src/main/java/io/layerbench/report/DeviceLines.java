package io.layerbench.report;

import io.layerbench.device.Conditions;
import io.layerbench.device.Device;
import io.layerbench.device.DeviceText;
import java.util.List;
import java.util.Map;

/** The one place where the report reads devices and conditions: as labelled lines of text. */
final class DeviceLines {

  private DeviceLines() {}

  static List<Labelled> device(Device device) {
    return labelled(DeviceText.rows(device));
  }

  static List<Labelled> conditions(Conditions conditions) {
    return labelled(DeviceText.rows(conditions));
  }

  private static List<Labelled> labelled(Map<String, String> rows) {
    return rows.entrySet().stream().map(row -> new Labelled(row.getKey(), row.getValue())).toList();
  }
}
