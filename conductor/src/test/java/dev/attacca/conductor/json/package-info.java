/** Values that are hard to write arrive. What leaves is whether they stay one line of JSON. */
@NullMarked
package dev.attacca.conductor.json;

import org.jspecify.annotations.NullMarked;
