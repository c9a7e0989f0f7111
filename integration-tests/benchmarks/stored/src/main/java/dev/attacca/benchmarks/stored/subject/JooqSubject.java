package dev.attacca.benchmarks.stored.subject;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.attacca.compute.PowerState;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.Converter;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Records;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.EnumConverter;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** jOOQ's typed statements, without the log of each, over fields such as its generator writes. */
final class JooqSubject implements Subject {
    private static final Table<Record> INSTANCES = table(name("instances"));
    private static final Field<UUID> UUID_ = field(name("uuid"), SQLDataType.UUID);
    private static final Field<Long> ROW_VERSION = field(name("row_version"), SQLDataType.BIGINT);
    private static final Field<String> PROJECT_ID = field(name("project_id"), SQLDataType.CLOB);
    private static final Field<String> USER_ID = field(name("user_id"), SQLDataType.CLOB);
    private static final Field<String> DISPLAY_NAME = field(name("display_name"), SQLDataType.CLOB);
    private static final Field<String> HOST = field(name("host"), SQLDataType.CLOB);
    private static final Field<String> ZONE = field(name("availability_zone"), SQLDataType.CLOB);
    private static final Field<Long> MEMORY_MB = field(name("memory_mb"), SQLDataType.BIGINT);
    private static final Field<Integer> VCPUS = field(name("vcpus"), SQLDataType.INTEGER);
    private static final Field<String> FLAVOR_ID = field(name("flavor_id"), SQLDataType.CLOB);
    private static final Field<VmState> VM_STATE = field(name("vm_state"), ofEnum(VmState.class));
    private static final Field<TaskState> TASK_STATE = field(name("task_state"), ofEnum(TaskState.class));
    private static final Field<PowerState> POWER_STATE = field(name("power_state"), ofEnum(PowerState.class));
    private static final Field<Instant> LAUNCHED_AT = field(name("launched_at"), SQLDataType.INSTANT);
    private static final Field<Instant> TERMINATED_AT = field(name("terminated_at"), SQLDataType.INSTANT);
    private static final Field<Map<String, String>> SYSTEM_METADATA = field(name("system_metadata"), ofMap());
    private static final Field<Instant> CREATED_AT = field(name("created_at"), SQLDataType.INSTANT);
    private static final Field<Instant> UPDATED_AT = field(name("updated_at"), SQLDataType.INSTANT);
    private static final Field<Instant> DELETED_AT = field(name("deleted_at"), SQLDataType.INSTANT);
    private static final Condition LIVE =
            field(name("deleted"), SQLDataType.BIGINT).eq(inline(0L));
    private static final Field<Instant> NOW = DSL.function("now", SQLDataType.INSTANT);

    JooqSubject() {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private static <E extends Enum<E>> DataType<E> ofEnum(Class<E> type) {
        return SQLDataType.CLOB.asConvertedDataType(new EnumConverter<>(String.class, type));
    }

    @SuppressWarnings("unchecked")
    private static DataType<Map<String, String>> ofMap() {
        Class<Map<String, String>> type = (Class<Map<String, String>>) (Class<?>) Map.class;
        return SQLDataType.JSONB.asConvertedDataType(
                Converter.from(JSONB.class, type, stored -> InstanceRow.metadata(stored.data())));
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.FIND, Operation.UPDATE, Operation.LOAD_AND_UPDATE);
    }

    @Override
    public Session open(DataSource connections) {
        DSLContext jooq = DSL.using(connections, SQLDialect.POSTGRES, new Settings().withExecuteLogging(false));
        return (operation, share) -> switch (operation) {
            case FIND -> {
                UUID[] keys = Share.allKeys();
                yield () -> {
                    UUID key = Share.anyKey(keys);
                    InstanceRow.check(key, find(jooq, key));
                };
            }
            case UPDATE -> {
                Held.Turn turn = new Held.Turn(Held.all(connections, share));
                yield () -> update(jooq, turn.next());
            }
            case LOAD_AND_UPDATE -> {
                Held.Turn turn = new Held.Turn(Held.all(connections, share));
                yield () -> {
                    UUID key = turn.next().uuid;
                    jooq.transaction(transaction -> loadAndUpdate(transaction.dsl(), key));
                };
            }
            default -> throw new IllegalArgumentException(operation.word());
        };
    }

    private static @Nullable InstanceRow find(DSLContext jooq, UUID key) {
        return jooq.select(
                        UUID_,
                        ROW_VERSION,
                        PROJECT_ID,
                        USER_ID,
                        DISPLAY_NAME,
                        HOST,
                        ZONE,
                        MEMORY_MB,
                        VCPUS,
                        FLAVOR_ID,
                        VM_STATE,
                        TASK_STATE,
                        POWER_STATE,
                        LAUNCHED_AT,
                        TERMINATED_AT,
                        SYSTEM_METADATA,
                        CREATED_AT,
                        UPDATED_AT,
                        DELETED_AT)
                .from(INSTANCES)
                .where(UUID_.eq(key))
                .and(LIVE)
                .fetchOne(Records.mapping(InstanceRow::new));
    }

    private static void update(DSLContext jooq, Held held) {
        long memory = held.otherMemory();
        Record2<Long, Instant> stored = jooq.update(INSTANCES)
                .set(MEMORY_MB, memory)
                .set(ROW_VERSION, ROW_VERSION.plus(1))
                .set(UPDATED_AT, NOW)
                .where(UUID_.eq(held.uuid))
                .and(LIVE)
                .and(ROW_VERSION.eq(held.rowVersion()))
                .returningResult(ROW_VERSION, UPDATED_AT)
                .fetchOne();
        if (stored == null) {
            throw Held.stale(held.uuid);
        }
        held.stored(memory, stored.value1(), stored.value2());
    }

    private static void loadAndUpdate(DSLContext jooq, UUID key) {
        InstanceRow found = find(jooq, key);
        if (found == null
                || jooq.update(INSTANCES)
                                .set(MEMORY_MB, Memory.otherThan(found.memoryMb()))
                                .set(ROW_VERSION, ROW_VERSION.plus(1))
                                .set(UPDATED_AT, NOW)
                                .where(UUID_.eq(key))
                                .and(LIVE)
                                .and(ROW_VERSION.eq(found.rowVersion()))
                                .execute()
                        != 1) {
            throw Held.stale(key);
        }
    }
}
