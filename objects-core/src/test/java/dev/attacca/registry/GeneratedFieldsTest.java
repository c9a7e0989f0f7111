package dev.attacca.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.ObjectBytes;
import dev.attacca.error.InvalidValueException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.internal.proxy.ProxyWriter;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.ObjectType;
import dev.attacca.object.RequestContext;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Sample.Disk;
import dev.attacca.registry.Sample.Machine;
import dev.attacca.testing.LoopbackIndirection;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GeneratedFieldsTest {
    /** A class that is loaded once more by a loader of its own. */
    @Versioned("1.0")
    public abstract static class Guest extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);
    }

    /** A class of which another one says what it is labelled with. */
    public abstract static class Labelled<T extends Comparable<T>, U, V> extends VersionedObject {
        public abstract T getLabel();

        public abstract void setLabel(T label);

        public abstract U getDisk();

        public abstract void setDisk(U disk);

        public abstract V getNotes();

        public abstract void setNotes(V notes);
    }

    /** Labelled with text. */
    @Versioned("1.0")
    public abstract static class Jar extends Labelled<String, Disk, List<String>> {
        @Remotable
        public String sent() {
            return toString();
        }
    }

    private final ObjectRegistry registry = AllTypes.registry();

    private static ObjectContext context(ObjectRegistry registry) {
        return Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    }

    @SafeVarargs
    private static ObjectRegistry of(Class<? extends VersionedObject>... types) {
        return ObjectRegistry.builder()
                .add(new ObjectDomain() {
                    @Override
                    public String name() {
                        return "one";
                    }

                    @Override
                    public List<Class<? extends VersionedObject>> types() {
                        return List.of(types);
                    }
                })
                .build();
    }

    @Test
    void every_field_is_a_java_field_of_the_type_that_is_kept() throws ReflectiveOperationException {
        for (ObjectType<?> type : registry.types()) {
            for (ObjectField field : type.fields()) {
                assertThat(type.generatedClass().getDeclaredField("f" + field.index()))
                        .hasFieldOrPropertyWithValue("type", field.keptType());
            }
        }
    }

    @Test
    void accessors_copies_and_access_by_position_see_the_same_in_every_type() throws ReflectiveOperationException {
        ObjectContext context = context(registry);
        List<VersionedObject> all =
                List.of(FilledTypes.everything(context), FilledTypes.item(context, 1), FilledTypes.dog(context, "rex"));
        for (VersionedObject filled : all) {
            VersionedObject copy = VersionedObject.copyOf(filled);
            VersionedObject written = context.create(filled.type().javaType());
            for (ObjectField field : filled.type().fields()) {
                field.getter().setAccessible(true);
                Object seen = field.getter().invoke(filled);
                if (field.setter() != null) {
                    field.setter().setAccessible(true);
                    field.setter().invoke(written, seen);
                    assertThat(field.getter().invoke(written)).isEqualTo(seen);
                    assertThat(Slots.value(written, field)).isEqualTo(Slots.value(filled, field));
                }
                if (!field.type().holdsObjects()) {
                    assertThat(field.getter().invoke(copy)).isEqualTo(seen);
                }
            }
        }
    }

    @Test
    void a_position_of_no_field_or_of_another_kind_is_refused() {
        ObjectType<Machine> type = Sample.registry().type(Machine.class);
        Machine machine = type.newObject(null);
        ObjectField name = requireNonNull(type.field("name"));
        ObjectField memory = requireNonNull(type.field("memory"));

        assertThatThrownBy(() -> Slots.bits(machine, name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Slots.reference(machine, memory, 1L)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Slots.reference(machine, name, 1)).isInstanceOf(ClassCastException.class);
    }

    @Test
    void what_is_not_set_is_never_changed() {
        Machine machine = context(Sample.registry()).create(Machine.class);

        Slots.masks(machine, 0, -1L);

        assertThat(machine.changes()).isEmpty();
        machine.setName("a");
        assertThat(machine.getName()).isEqualTo("a");
    }

    @Test
    void an_equal_value_in_a_changed_field_is_no_change_and_keeps_the_objects_that_are_held() {
        ObjectContext context = context(Sample.registry());
        Machine machine = context.create(Machine.class);
        machine.setName("a");
        machine.setDisks(List.of(context.create(Disk.class)));
        List<Disk> disks = machine.getDisks();
        ObjectSnapshot before = ObjectSnapshot.of(machine);

        machine.setName(new String("a"));
        machine.setDisks(List.copyOf(disks));

        assertThat(before.firstChange()).isNull();
        assertThat(machine.getDisks()).isSameAs(disks);
        machine.setName("b");
        assertThat(before.firstChange()).isEqualTo("Machine.name");
    }

    @Test
    void a_field_of_a_type_variable_is_kept_as_what_stands_for_it() {
        ObjectRegistry jars = of(Jar.class, Disk.class);
        ObjectContext there = LoopbackIndirection.of(jars).context();
        Jar jar = there.create(Jar.class);
        Labelled<String, Disk, List<String>> labelled = jar;
        @SuppressWarnings({"rawtypes", "unchecked"}) // As callers do that know no better.
        ThrowingCallable unchecked = () -> ((Labelled) jar).setLabel(1);

        labelled.setLabel("a");
        labelled.setDisk(there.create(Disk.class));
        labelled.setNotes(List.of("n"));
        labelled.setLabel("b");

        assertThat(labelled.getLabel()).isEqualTo("b");
        assertThat(jar.sent()).isEqualTo("Jar 1.0[*disk=Disk 1.0, *label=b, *notes=[n]]");
        assertThatThrownBy(unchecked).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void a_class_of_another_loader_keeps_its_fields_crosses_and_lets_in_whom_it_was_written_by() throws Exception {
        Class<? extends VersionedObject> guest =
                new Loader().loadClass(Guest.class.getName()).asSubclass(VersionedObject.class);
        ObjectRegistry other = of(guest);
        ObjectType<?> type = other.types().get(0);
        VersionedObject object = context(other).create(guest);
        Slots.load(object, requireNonNull(type.field("name")), "a");

        assertThat(VersionedObject.copyOf(object)).hasToString("Guest 1.0[name=a]");
        assertThat(guest).isNotSameAs(Guest.class);
        ObjectBytes bytes = new ObjectBytes(CodecKind.BINARY, other, Agreement.between(other, other.schemaSet()));
        assertThat(bytes.read(type.key(), bytes.write(object).bytes(), null)).hasToString("Guest 1.0[name=a]");
        MethodHandles.Lookup lookup = ProxyWriter.lookupIn(type.generatedClass());
        assertThat(lookup.lookupClass()).isSameAs(object.getClass());
        assertThat(lookup.hasFullPrivilegeAccess()).isTrue();
    }

    /** Defines the guest and this test itself and leaves all else to the loader of this test. */
    @Test
    void a_loader_whose_objects_crossed_can_go() throws Exception {
        ReferenceQueue<Object> gone = new ReferenceQueue<>();
        WeakReference<Object> loader = new WeakReference<>(loaderThatWasUsed(), gone);

        Reference<?> collected = null;
        for (int i = 0; i < 100 && collected == null; i++) {
            System.gc();
            collected = gone.remove(100);
        }

        assertThat(collected).isSameAs(loader);
    }

    private static Object loaderThatWasUsed() throws Exception {
        Class<? extends VersionedObject> guest =
                new Loader().loadClass(Guest.class.getName()).asSubclass(VersionedObject.class);
        ObjectRegistry registry = of(guest);
        ObjectType<?> type = registry.types().get(0);
        VersionedObject object = context(registry).create(guest);
        Slots.load(object, requireNonNull(type.field("name")), "a");
        ObjectBytes bytes =
                new ObjectBytes(CodecKind.BINARY, registry, Agreement.between(registry, registry.schemaSet()));
        bytes.read(type.key(), bytes.write(object).bytes(), null);
        return guest.getClassLoader();
    }

    private static final class Loader extends ClassLoader {
        Loader() {
            super(GeneratedFieldsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Guest.class.getName()) && !name.equals(GeneratedFieldsTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream in = requireNonNull(getResourceAsStream(name.replace('.', '/') + ".class"))) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
