/** Files as someone hostile would make them, and what comes of each. */
package io.layerbench.hostile;
