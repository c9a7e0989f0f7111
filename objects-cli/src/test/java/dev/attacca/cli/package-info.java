@NullMarked
package dev.attacca.cli;

import org.jspecify.annotations.NullMarked;
