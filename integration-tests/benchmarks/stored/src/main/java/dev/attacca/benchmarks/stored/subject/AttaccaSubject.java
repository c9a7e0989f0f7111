package dev.attacca.benchmarks.stored.subject;

import dev.attacca.Attacca;
import dev.attacca.benchmarks.stored.parcel.Launch;
import dev.attacca.benchmarks.stored.parcel.Parcel;
import dev.attacca.benchmarks.stored.parcel.PlainParcel;
import dev.attacca.compute.Instance;
import dev.attacca.compute.VmState;
import dev.attacca.object.Deadline;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.store.StoreUnitOfWorkFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Ours, as on a conductor once a call has been read: a remotable, run in place in a unit of work of its own. Reads and plain
 * updates have no deadline, as the others have none; {@link Operation#SAVE} has one, as every call that reaches a conductor has.
 */
final class AttaccaSubject implements Subject {
    @Override
    public Set<Operation> operations() {
        return EnumSet.complementOf(EnumSet.of(Operation.LOAD_AND_UPDATE));
    }

    @Override
    public Session open(DataSource connections) {
        return new LocalSession(
                connections, Attacca.local(ObjectRegistry.load(), StoreUnitOfWorkFactory.of(connections)));
    }

    private record LocalSession(DataSource connections, Attacca attacca) implements Session {
        @Override
        public Task task(Operation operation, Share share) {
            UUID[] keys = Share.allKeys();
            return switch (operation) {
                case FIND ->
                    () -> {
                        UUID key = Share.anyKey(keys);
                        Instance found = Instance.query(context()).byUuid(key);
                        if (found == null) {
                            throw Held.stale(key);
                        }
                        InstanceRow.check(
                                key, found.getUuid(), found.getSystemMetadata().size());
                    };
                case UPDATE -> {
                    Turn turn = new Turn(loaded(context(), share));
                    yield () -> turn.next().save();
                }
                case SAVE -> {
                    RequestContext soon = RequestContext.create().withDeadline(Deadline.after(Duration.ofMinutes(10)));
                    Turn turn = new Turn(loaded(attacca.context(soon), share));
                    yield () -> turn.next().saveExpecting(VmState.ACTIVE, null);
                }
                case READ_LIVE ->
                    () -> {
                        UUID key = Share.anyKey(keys);
                        Parcel found = Parcel.query(context()).byUuid(key);
                        InstanceRow.check(key, found == null ? new UUID(0, 0) : found.getUuid(), 2);
                    };
                case READ_PLAIN ->
                    () -> {
                        UUID key = Share.anyKey(keys);
                        PlainParcel found = PlainParcel.query(context()).byUuid(key);
                        InstanceRow.check(key, found == null ? new UUID(0, 0) : found.getUuid(), 2);
                    };
                case CREATE ->
                    new CreatingTask(connections, () -> {
                        Launch launch = context().create(Launch.class);
                        launch.setCount(Share.CREATED);
                        launch.create();
                    });
                case LOAD_AND_UPDATE -> throw new IllegalArgumentException(operation.word());
            };
        }

        private ObjectContext context() {
            return attacca.context(RequestContext.create());
        }

        private static List<Instance> loaded(ObjectContext context, Share share) {
            Instance.Query instances = Instance.query(context);
            return share.keys().stream()
                    .map(key -> {
                        Instance found = instances.byUuid(key);
                        if (found == null) {
                            throw Held.stale(key);
                        }
                        return found;
                    })
                    .toList();
        }
    }

    /** Instances in turn, each given another memory. */
    private static final class Turn {
        private final List<Instance> all;
        private int next;

        Turn(List<Instance> all) {
            this.all = all;
        }

        Instance next() {
            next = next + 1 == all.size() ? 0 : next + 1;
            Instance instance = all.get(next);
            instance.setMemoryMb(Memory.otherThan(instance.getMemoryMb()));
            return instance;
        }
    }
}
