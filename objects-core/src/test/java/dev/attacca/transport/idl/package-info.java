/**
 * Whether the Thrift contract may change as it does: two texts of it go in, what would break a peer in the field comes out, each with its
 * line and its remedy.
 */
@NullMarked
package dev.attacca.transport.idl;

import org.jspecify.annotations.NullMarked;
