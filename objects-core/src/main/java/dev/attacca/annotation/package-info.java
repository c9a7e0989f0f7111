/**
 * What a domain class says about itself: versions, their history, remotable methods, kinds of field.
 * Declarations arrive as annotations; {@code dev.attacca.registry} reads them, validates them and turns them into object types.
 */
@NullMarked
package dev.attacca.annotation;

import org.jspecify.annotations.NullMarked;
