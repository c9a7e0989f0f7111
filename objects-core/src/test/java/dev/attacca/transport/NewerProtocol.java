package dev.attacca.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolDecorator;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;

/**
 * Writes messages as a peer does whose contract has grown: into every struct, arguments and results and what they hold included, it puts
 * fields of every type that Thrift has, before the known ones and behind them.
 */
final class NewerProtocol extends TProtocolDecorator {
    private static final short FIRST = 900;
    private static final short NEXT = 1001;
    private static final TStruct NAMELESS = new TStruct();
    private static final UUID SOME_UUID = new UUID(-1, 7);

    private final TProtocol plain;
    private short number;

    NewerProtocol(TProtocol plain) {
        super(plain);
        this.plain = plain;
    }

    /** A value of a type. */
    @FunctionalInterface
    private interface Value {
        void write() throws TException;
    }

    @Override
    public void writeStructBegin(TStruct struct) throws TException {
        plain.writeStructBegin(struct);
        // A higher number than any that follows: compact cannot write the next one as a difference.
        number = FIRST;
        field(TType.LIST, () -> structs(3));
    }

    @Override
    public void writeFieldStop() throws TException {
        number = NEXT;
        everyType();
        plain.writeFieldStop();
    }

    private void everyType() throws TException {
        field(TType.BOOL, () -> plain.writeBool(true));
        field(TType.BOOL, () -> plain.writeBool(false));
        field(TType.BYTE, () -> plain.writeByte((byte) -1));
        field(TType.I16, () -> plain.writeI16(Short.MIN_VALUE));
        field(TType.I32, () -> plain.writeI32(Integer.MIN_VALUE));
        field(TType.I64, () -> plain.writeI64(Long.MIN_VALUE));
        field(TType.DOUBLE, () -> plain.writeDouble(Double.NaN));
        field(TType.STRING, () -> plain.writeString("naïve ✓"));
        field(TType.STRING, () -> plain.writeBinary(ByteBuffer.wrap(new byte[] {-1, -2, 0})));
        field(TType.UUID, () -> plain.writeUuid(SOME_UUID));
        field(TType.STRUCT, this::struct);
        field(TType.LIST, () -> list(TType.BOOL, 2, () -> plain.writeBool(true)));
        field(TType.LIST, () -> list(TType.BYTE, 20, () -> plain.writeByte((byte) 1)));
        field(TType.LIST, () -> list(TType.DOUBLE, 0, () -> {}));
        field(TType.LIST, () -> list(TType.MAP, 2, this::mapOfLists));
        field(TType.SET, this::set);
        field(TType.MAP, this::mapOfLists);
        field(TType.MAP, () -> plain.writeMapBegin(new TMap(TType.I32, TType.BOOL, 0)));
    }

    private void field(byte type, Value value) throws TException {
        plain.writeFieldBegin(new TField("", type, number++));
        value.write();
        plain.writeFieldEnd();
    }

    private void struct() throws TException {
        plain.writeStructBegin(NAMELESS);
        plain.writeFieldBegin(new TField("", TType.STRING, (short) 1));
        plain.writeString("within");
        plain.writeFieldEnd();
        plain.writeFieldStop();
        plain.writeStructEnd();
    }

    private void structs(int count) throws TException {
        list(TType.STRUCT, count, this::struct);
    }

    private void list(byte type, int count, Value value) throws TException {
        plain.writeListBegin(new TList(type, count));
        for (int i = 0; i < count; i++) {
            value.write();
        }
        plain.writeListEnd();
    }

    private void set() throws TException {
        plain.writeSetBegin(new TSet(TType.I64, 1));
        plain.writeI64(7);
        plain.writeSetEnd();
    }

    private void mapOfLists() throws TException {
        plain.writeMapBegin(new TMap(TType.STRING, TType.LIST, 1));
        plain.writeBinary(ByteBuffer.wrap("key".getBytes(StandardCharsets.UTF_8)));
        structs(2);
        plain.writeMapEnd();
    }
}
