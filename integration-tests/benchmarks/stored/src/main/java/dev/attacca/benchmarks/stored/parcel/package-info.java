/**
 * What the compute domain has no example of: a table with and without soft delete, and many instances made by one call. Calls
 * arrive, rows leave through mappers.
 */
@NullMarked
package dev.attacca.benchmarks.stored.parcel;

import org.jspecify.annotations.NullMarked;
