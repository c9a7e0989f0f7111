/** A data directory arrives. A running, durable PostgreSQL leaves, with the URL and the secret to reach it. */
@NullMarked
package dev.attacca.postgres;

import org.jspecify.annotations.NullMarked;
