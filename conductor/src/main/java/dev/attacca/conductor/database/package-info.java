/**
 * An address and a login arrive, of the embedded server or of somebody else's. Connections leave that are examined, limited and
 * replaced when they die.
 */
@NullMarked
package dev.attacca.conductor.database;

import org.jspecify.annotations.NullMarked;
