/** TensorRT by its own API; the only package that knows JavaCPP's classes for it. */
@NullMarked
package io.layerbench.backend.tensorrt;

import org.jspecify.annotations.NullMarked;
