package dev.attacca.benchmarks.rpc.peer;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.SerializationFormat;
import com.linecorp.armeria.common.SerializationFormatProvider;
import java.util.Set;

/** Names the form of compact Thrift that {@link ArmeriaProtocols} knows to Armeria. */
public final class ArmeriaFormat extends SerializationFormatProvider {
    /** In addresses. */
    static final String NAME = "tcompact25";

    /** For Armeria's search. */
    public ArmeriaFormat() {}

    static SerializationFormat format() {
        return SerializationFormat.of(NAME);
    }

    @Override
    protected Set<Entry> entries() {
        return Set.of(
                new Entry(NAME, MediaType.create("application", "x-thrift").withParameter("protocol", "TCOMPACT25")));
    }
}
