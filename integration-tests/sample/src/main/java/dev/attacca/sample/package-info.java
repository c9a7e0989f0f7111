/**
 * A concert hall: a domain as a user of the library writes it. Objects of callers arrive at the bodies of remotables, which ask
 * the {@link dev.attacca.sample.Hall}; concerts and seats leave.
 */
@NullMarked
package dev.attacca.sample;

import org.jspecify.annotations.NullMarked;
