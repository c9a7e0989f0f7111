package dev.attacca.benchmarks.subject;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.attacca.benchmarks.record.PlainServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Jackson's databind; moments as microseconds, since its module for them is one more jar. */
public final class JacksonSubject implements Subject {
    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final PlainServer server = PlainServer.sample();

    /** A subject. */
    public JacksonSubject() {
        SimpleModule moments = new SimpleModule();
        moments.addSerializer(Instant.class, new MomentWriter());
        moments.addDeserializer(Instant.class, new MomentReader());
        JsonMapper mapper = JsonMapper.builder().addModule(moments).build();
        this.writer = mapper.writerFor(PlainServer.class);
        this.reader = mapper.readerFor(PlainServer.class);
    }

    @Override
    public byte[] encode() {
        try {
            return writer.writeValueAsBytes(server);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public Object decode(byte[] bytes) {
        try {
            return reader.readValue(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public PlainServer plain(Object decoded) {
        return (PlainServer) decoded;
    }

    private static final class MomentWriter extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        MomentWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant moment, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeNumber(Moments.micros(moment));
        }
    }

    private static final class MomentReader extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        MomentReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Moments.of(json.getLongValue());
        }
    }
}
