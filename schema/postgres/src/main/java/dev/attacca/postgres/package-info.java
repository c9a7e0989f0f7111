/**
 * PostgreSQL for those who have none: a durable server of our own, started from Maven Central's binaries. What arrives is a data
 * directory; what leaves is the JDBC URL of a server that keeps its rows over restarts, over kill -9 of either process, and ends
 * with the JVM that started it.
 */
@NullMarked
package dev.attacca.postgres;

import org.jspecify.annotations.NullMarked;
