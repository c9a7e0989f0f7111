package dev.attacca.transport;

import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TTransport;
import org.jspecify.annotations.Nullable;

/** The two ways to write a Thrift message that we speak, told apart by the first byte of the message. */
enum Encoding {
    COMPACT((byte) 0x82) {
        @Override
        TProtocol over(TTransport transport) {
            return new CompactMessages(transport);
        }
    },

    BINARY((byte) 0x80) {
        @Override
        TProtocol over(TTransport transport) {
            // Strict in both directions: the old header without a version cannot be told from rubbish.
            return new TBinaryProtocol(transport, true, true);
        }
    };

    private final byte firstByte;

    Encoding(byte firstByte) {
        this.firstByte = firstByte;
    }

    abstract TProtocol over(TTransport transport);

    /** The encoding of a message that begins with this byte, or null when it is none of ours. */
    static @Nullable Encoding of(byte firstByte) {
        if (firstByte == COMPACT.firstByte) {
            return COMPACT;
        }
        return firstByte == BINARY.firstByte ? BINARY : null;
    }
}
