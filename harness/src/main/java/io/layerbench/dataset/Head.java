package io.layerbench.dataset;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a dataset says about all its items.
 *
 * @param name for people and folder names
 * @param task what the labels are for
 * @param output the output to score; empty for the model's first
 * @param classAxis the axis of that output along which the classes lie; negative from the end
 * @param labelOffset what is added to a label to get an index along that axis
 * @param classes how many classes there are; empty where the dataset does not say
 */
record Head(
    String name,
    Task task,
    Optional<String> output,
    int classAxis,
    int labelOffset,
    OptionalInt classes) {}
