/**
 * Thrift messages in four-byte frames on Netty: handshake, many calls in flight per connection, deadlines, cancel, drain.
 * What arrives are calls as bytes with numbers, and bytes from a peer whom nobody trusts yet; what leaves are frames, replies as
 * bytes, and typed errors. It knows nothing of objects: what was agreed in a handshake belongs to the layer above.
 */
@NullMarked
package dev.attacca.transport;

import org.jspecify.annotations.NullMarked;
