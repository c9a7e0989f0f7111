package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.annotation.Added;
import dev.attacca.annotation.Polymorphic;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.DecodeException;
import dev.attacca.error.RegistryException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An object of a subclass crosses as itself wherever its base is declared, or not at all. */
class PolymorphismTest {
    private record Zoo(List<Class<? extends VersionedObject>> types) implements ObjectDomain {
        @Override
        public String name() {
            return "zoo";
        }
    }

    @Versioned("1.1")
    @Polymorphic
    abstract static class Animal extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);

        @Remotable
        public void feed() {
            setName(getName() + " fed");
        }
    }

    @Versioned("1.4")
    abstract static class Dog extends Animal {
        public abstract @Nullable String getBreed();

        public abstract void setBreed(@Nullable String breed);

        @Added(in = "1.4")
        public abstract int getTricks();

        public abstract void setTricks(int tricks);
    }

    @Versioned(value = "1.3", name = "Dog")
    abstract static class OlderDog extends Animal {
        public abstract @Nullable String getBreed();

        public abstract void setBreed(@Nullable String breed);
    }

    @Versioned("2.0")
    abstract static class Puppy extends Dog {
        @Override
        public abstract int getTricks();
    }

    @Versioned("1.0")
    abstract static class Keeper extends VersionedObject {
        public abstract @Nullable Animal getPet();

        public abstract void setPet(@Nullable Animal pet);

        public abstract List<Animal> getPets();

        public abstract void setPets(List<Animal> pets);

        public abstract Map<String, Animal> getByName();

        public abstract void setByName(Map<String, Animal> byName);

        @Remotable
        public @Nullable Animal swap(@Nullable Animal pet) {
            return pet;
        }
    }

    /** One side of a connection. */
    private static final class Side {
        final ObjectRegistry registry;
        final ObjectContext context;
        final BinaryCallCodec codec;
        final RemotableMethod swap;

        Side(List<Class<? extends VersionedObject>> mine, List<Class<? extends VersionedObject>> theirs) {
            this.registry = ObjectRegistry.builder().add(new Zoo(mine)).build();
            this.context = Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
            this.codec = new BinaryCallCodec(Agreement.between(
                    registry,
                    ObjectRegistry.builder().add(new Zoo(theirs)).build().schemaSet()));
            this.swap = Objects.requireNonNull(registry.typeNamed("Keeper"))
                    .remotables()
                    .get(0);
        }

        byte[] request(Keeper keeper, @Nullable Object argument) {
            return codec.writeRequest(keeper, swap, new @Nullable Object[] {argument});
        }

        CallCodec.Request read(byte[] body) {
            return codec.readRequest(body, codec.agreement().typed("Keeper"), swap, context);
        }
    }

    private static final List<Class<? extends VersionedObject>> ALL =
            List.of(Keeper.class, Animal.class, Dog.class, Puppy.class);
    private static final List<Class<? extends VersionedObject>> WITHOUT_DOGS = List.of(Keeper.class, Animal.class);
    private static final List<Class<? extends VersionedObject>> OLDER =
            List.of(Keeper.class, Animal.class, OlderDog.class);

    private final Side agent = new Side(ALL, ALL);
    private final Keeper keeper = agent.context.create(Keeper.class);

    private static Dog dog(ObjectContext context, String name) {
        Dog dog = context.create(Dog.class);
        dog.setName(name);
        dog.setBreed("collie");
        dog.setTricks(3);
        return dog;
    }

    @Test
    void a_subclass_arrives_as_itself_in_fields_lists_maps_arguments_and_results() {
        Puppy puppy = agent.context.create(Puppy.class);
        puppy.setName("p");
        keeper.setPet(dog(agent.context, "rex"));
        keeper.setPets(List.of(puppy, agent.context.create(Animal.class)));
        keeper.setByName(Map.of("a", puppy));

        CallCodec.Request read = agent.read(agent.request(keeper, dog(agent.context, "fido")));
        Keeper received = (Keeper) Objects.requireNonNull(read.receiver());

        assertThat(received.getPet()).isInstanceOf(Dog.class).isNotInstanceOf(Puppy.class);
        assertThat(received.equalsByValue(keeper)).isTrue();
        assertThat(received.getPets().get(0)).isInstanceOf(Puppy.class);
        assertThat(received.getPets().get(1)).isNotInstanceOf(Dog.class);
        assertThat(received.getByName().get("a")).isInstanceOf(Puppy.class);
        assertThat(read.arguments()[0])
                .isInstanceOfSatisfying(
                        Dog.class, fido -> assertThat(fido.getName()).isEqualTo("fido"));

        CallCodec.Written reply = agent.codec.writeReply(received, ObjectSnapshot.of(received), agent.swap, puppy);
        assertThat(agent.codec
                        .readReply(reply.body(), keeper, agent.swap, agent.context)
                        .result())
                .isInstanceOf(Puppy.class);
    }

    @Test
    void a_subclass_that_the_reader_does_not_know_is_named_and_never_sent_as_its_base() {
        Side sender = new Side(ALL, WITHOUT_DOGS);
        Keeper holder = sender.context.create(Keeper.class);
        holder.setPet(dog(sender.context, "rex"));

        assertThatThrownBy(() -> sender.request(holder, null))
                .isInstanceOf(UnknownTypeException.class)
                .hasMessageStartingWith("Dog: the other side does not know this class");
        holder.setPet(null);
        assertThatThrownBy(() -> sender.request(holder, dog(sender.context, "fido")))
                .isInstanceOf(UnknownTypeException.class);
    }

    @Test
    void a_subclass_has_a_version_of_its_own_and_is_downgraded_by_it() {
        Side newer = new Side(ALL, OLDER);
        Side older = new Side(OLDER, ALL);
        Dog rex = dog(newer.context, "rex");
        rex.resetChanges();
        Keeper holder = newer.context.create(Keeper.class);
        holder.setPet(rex);

        Keeper received = (Keeper)
                Objects.requireNonNull(older.read(newer.request(holder, null)).receiver());

        assertThat(received.getPet()).isInstanceOfSatisfying(OlderDog.class, dog -> {
            assertThat(dog.getBreed()).isEqualTo("collie");
            assertThat(dog.version()).hasToString("1.3");
        });

        Keeper back = (Keeper)
                Objects.requireNonNull(newer.read(older.request(received, null)).receiver());
        assertThat(back.getPet()).isInstanceOfSatisfying(Dog.class, dog -> {
            assertThat(dog.version()).hasToString("1.3");
            assertThat(dog.isSet("tricks")).isFalse();
        });
    }

    @Test
    void a_class_that_is_no_subclass_is_refused_on_the_way_in() {
        Animal animal = agent.context.create(Animal.class);
        animal.setName("here");
        keeper.setPet(animal);
        byte[] body = agent.request(keeper, null);
        // The id, what is left out, the changes, a length and no argument stand before the text.
        int id = new String(body, StandardCharsets.ISO_8859_1).indexOf("here") - 5;
        body[id] = (byte) agent.codec.agreement().typed("Keeper").id();

        assertThatThrownBy(() -> agent.read(body))
                .isInstanceOf(DecodeException.class)
                .hasMessage("Keeper.swap.pet: a Keeper (expected: a Animal)");
    }

    @Test
    void remotables_of_the_base_are_the_subclasss_own() {
        Dog rex = dog(agent.context, "rex");

        rex.feed();

        assertThat(rex.getName()).isEqualTo("rex fed");
        assertThat(agent.codec.agreement().typed("Dog").type().remotables())
                .extracting(RemotableMethod::qualifiedName)
                .containsExactly("Dog.feed");
    }

    @Test
    void a_base_that_is_not_registered_is_a_problem() {
        assertThatThrownBy(() -> ObjectRegistry.builder()
                        .add(new Zoo(List.of(Keeper.class, Dog.class)))
                        .build())
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refused -> assertThat(refused.problems())
                                .anyMatch(problem -> problem.startsWith("Keeper.pet: Animal is not registered")));
    }
}
