@NullMarked
package dev.attacca.object;

import org.jspecify.annotations.NullMarked;
