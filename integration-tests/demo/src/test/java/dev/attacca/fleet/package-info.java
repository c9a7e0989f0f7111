/** Tests of this package. What arrives is what the package promises; what leaves is whether it keeps it. */
@NullMarked
package dev.attacca.fleet;

import org.jspecify.annotations.NullMarked;
