package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;

/** Addresses of networks and of hardware. */
final class NetworkCodec {
    private NetworkCodec() {}

    private static IpAddress address(WireInput in) {
        byte[] bytes = in.byteString(16);
        try {
            return IpAddress.of(bytes);
        } catch (IllegalArgumentException otherLength) {
            throw new Malformed(DecodeException.BAD_SIZE, String.valueOf(otherLength.getMessage()));
        }
    }

    /** 4 or 16, then the bytes. */
    static final class OfAddress extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            out.byteString(((IpAddress) value).toBytes());
        }

        @Override
        Object read(WireInput in) {
            return address(in);
        }
    }

    /** The address, then the prefix as one byte. */
    static final class OfNetwork extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            IpNetwork network = (IpNetwork) value;
            out.byteString(network.address().toBytes());
            out.bytes.writeByte((byte) network.prefix());
        }

        @Override
        Object read(WireInput in) {
            IpAddress address = address(in);
            int prefix = in.oneByte() & 0xff;
            try {
                return new IpNetwork(address, prefix);
            } catch (IllegalArgumentException noNetwork) {
                throw new Malformed(DecodeException.RANGE, String.valueOf(noNetwork.getMessage()));
            }
        }
    }

    /** Six bytes. */
    static final class OfMac extends ValueCodec {
        private static final int LENGTH = 6;

        @Override
        void write(WireOutput out, Object value) {
            out.bytes.writeBytes(((MacAddress) value).toBytes());
        }

        @Override
        Object read(WireInput in) {
            return MacAddress.of(in.exactly(LENGTH));
        }
    }

    /** Four bytes. */
    static final class OfPci extends ValueCodec {
        @Override
        void write(WireOutput out, Object value) {
            out.bytes.writeInt(((PciAddress) value).toBits());
        }

        @Override
        Object read(WireInput in) {
            return PciAddress.ofBits(in.fixedInt());
        }
    }
}
