/**
 * PostgreSQL for tests of any module: one server per JVM, a database per test. What arrives is a wish for an empty or a migrated
 * database; what leaves is where it is, on a Testcontainers engine where Docker answers and on an embedded one elsewhere.
 */
@NullMarked
package dev.attacca.postgres.testing;

import org.jspecify.annotations.NullMarked;
