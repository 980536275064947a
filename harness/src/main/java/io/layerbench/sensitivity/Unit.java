package io.layerbench.sensitivity;

import java.util.List;

/**
 * A layer, a block, or the whole model.
 *
 * @param name the layer's or the block's; {@link #MODEL} for the whole model
 * @param kind what it is
 * @param layers the names of its layers in the model's order, at least one
 */
public record Unit(String name, UnitKind kind, List<String> layers) {

  /** The name of the unit of all layers. */
  public static final String MODEL = "model";

  public Unit {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("the unit (" + name + ") has no layer");
    }
  }

  /** A unit of one layer. */
  public static Unit layer(String name) {
    return new Unit(name, UnitKind.LAYER, List.of(name));
  }
}
