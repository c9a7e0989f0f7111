/** Values of this process arrive as maps, lists, texts and numbers. They leave as one line of JSON that is safe to print. */
@NullMarked
package dev.attacca.conductor.json;

import org.jspecify.annotations.NullMarked;
