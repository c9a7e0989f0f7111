/**
 * The reference domain: instances, their flavors and block devices, quotas and services, with the meaning the fields have in
 * Nova. Calls of a context's holder arrive at these classes; the bodies that run where the rows are leave through the mappers.
 */
@NullMarked
package dev.attacca.compute;

import org.jspecify.annotations.NullMarked;
