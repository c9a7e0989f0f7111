@NullMarked
package dev.attacca.contract;

import org.jspecify.annotations.NullMarked;
