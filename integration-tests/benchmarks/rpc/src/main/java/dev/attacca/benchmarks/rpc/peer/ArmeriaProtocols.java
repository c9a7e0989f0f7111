package dev.attacca.benchmarks.rpc.peer;

import com.linecorp.armeria.common.SerializationFormat;
import com.linecorp.armeria.common.thrift.ThriftProtocolFactoryProvider;
import java.util.Set;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TTransport;

/**
 * Compact Thrift without its check of nesting. Armeria's newest module for Thrift is for libthrift 0.18; its transports have no
 * configuration, which libthrift asks for the allowed depth since.
 */
public final class ArmeriaProtocols extends ThriftProtocolFactoryProvider {
    /** For Armeria's search. */
    public ArmeriaProtocols() {}

    @Override
    protected Set<SerializationFormat> serializationFormats() {
        return Set.of(ArmeriaFormat.format());
    }

    @Override
    protected TProtocolFactory protocolFactory(SerializationFormat format, int longestString, int longestContainer) {
        return new Factory();
    }

    private static final class Factory implements TProtocolFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public TProtocol getProtocol(TTransport transport) {
            return new Unchecked(transport);
        }
    }

    private static final class Unchecked extends TCompactProtocol {
        Unchecked(TTransport transport) {
            super(transport);
        }

        @Override
        public void incrementRecursionDepth() {}

        @Override
        public void decrementRecursionDepth() {}
    }
}
