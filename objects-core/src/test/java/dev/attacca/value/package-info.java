@NullMarked
package dev.attacca.value;

import org.jspecify.annotations.NullMarked;
