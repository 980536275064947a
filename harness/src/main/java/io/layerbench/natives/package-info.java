/** Libraries of GPU makers: where they are looked for, and unpacking them from Maven's jars. */
@NullMarked
package io.layerbench.natives;

import org.jspecify.annotations.NullMarked;
