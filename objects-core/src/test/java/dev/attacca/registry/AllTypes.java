package dev.attacca.registry;

import dev.attacca.annotation.Polymorphic;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.value.Bytes;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import dev.attacca.value.ValueSupport;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A domain with a field, an argument and a result of every type, for the tests that must leave none out. */
public final class AllTypes implements ObjectDomain {
    @Override
    public String name() {
        return "alltypes";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Everything.class, Item.class, Animal.class, Dog.class, Cat.class);
    }

    @Override
    public List<ValueSupport<?>> values() {
        return List.of(new Hostname.Support(), new Money.Support(), new Pin.Support());
    }

    /** The registry of this domain. */
    public static ObjectRegistry registry() {
        return ObjectRegistry.builder().add(new AllTypes()).build();
    }

    /** Three constants. */
    public enum Light {
        RED,
        YELLOW,
        GREEN
    }

    /** A component of its own. */
    public record Range(int from, @Nullable Integer to) {}

    /** A record of everything that records can hold. */
    public record Parcel(
            String name,
            @Nullable Instant sent,
            List<Item> items,
            Map<Light, @Nullable Range> ranges,
            @Nullable Animal guard,
            Bytes seal) {}

    /** A record of some type. */
    public record Page<T>(List<T> items, @Nullable String next) {}

    /** A nested object. */
    @Versioned("1.0")
    public abstract static class Item extends VersionedObject {
        public abstract int getNumber();

        public abstract void setNumber(int number);
    }

    /** A base of subclasses. */
    @Versioned("1.1")
    @Polymorphic
    public abstract static class Animal extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);
    }

    /** A subclass with a field of its own. */
    @Versioned("1.4")
    public abstract static class Dog extends Animal {
        public abstract @Nullable String getBreed();

        public abstract void setBreed(@Nullable String breed);
    }

    /** A subclass with another. */
    @Versioned("1.0")
    public abstract static class Cat extends Animal {
        public abstract int getLives();

        public abstract void setLives(int lives);
    }

    /** A field of every type. */
    @Versioned("1.0")
    public abstract static class Everything extends VersionedObject {
        public abstract String getString();

        public abstract void setString(String string);

        public abstract int getInt();

        public abstract void setInt(int number);

        public abstract long getLong();

        public abstract void setLong(long number);

        public abstract double getDouble();

        public abstract void setDouble(double number);

        public abstract boolean isFlag();

        public abstract void setFlag(boolean flag);

        public abstract @Nullable Integer getBoxedInt();

        public abstract void setBoxedInt(@Nullable Integer boxedInt);

        public abstract @Nullable Long getBoxedLong();

        public abstract void setBoxedLong(@Nullable Long boxedLong);

        public abstract @Nullable Double getBoxedDouble();

        public abstract void setBoxedDouble(@Nullable Double boxedDouble);

        public abstract @Nullable Boolean getBoxedFlag();

        public abstract void setBoxedFlag(@Nullable Boolean boxedFlag);

        public abstract BigDecimal getDecimal();

        public abstract void setDecimal(BigDecimal decimal);

        public abstract UUID getUuid();

        public abstract void setUuid(UUID uuid);

        public abstract Instant getInstant();

        public abstract void setInstant(Instant instant);

        public abstract LocalDate getDate();

        public abstract void setDate(LocalDate date);

        public abstract Duration getDuration();

        public abstract void setDuration(Duration duration);

        public abstract byte[] getArray();

        public abstract void setArray(byte[] array);

        public abstract byte @Nullable [] getNullableArray();

        public abstract void setNullableArray(byte @Nullable [] nullableArray);

        public abstract Bytes getBytes();

        public abstract void setBytes(Bytes bytes);

        public abstract IpAddress getAddress();

        public abstract void setAddress(IpAddress address);

        public abstract IpNetwork getNetwork();

        public abstract void setNetwork(IpNetwork network);

        public abstract MacAddress getMac();

        public abstract void setMac(MacAddress mac);

        public abstract PciAddress getPci();

        public abstract void setPci(PciAddress pci);

        public abstract SensitiveString getPassword();

        public abstract void setPassword(SensitiveString password);

        @Sensitive
        public abstract @Nullable String getHidden();

        public abstract void setHidden(@Nullable String hidden);

        public abstract Light getLight();

        public abstract void setLight(Light light);

        public abstract Hostname getHostname();

        public abstract void setHostname(Hostname hostname);

        public abstract @Nullable Money getMoney();

        public abstract void setMoney(@Nullable Money money);

        public abstract Pin getPin();

        public abstract void setPin(Pin pin);

        public abstract Item getItem();

        public abstract void setItem(Item item);

        public abstract @Nullable Animal getPet();

        public abstract void setPet(@Nullable Animal pet);

        public abstract List<String> getStrings();

        public abstract void setStrings(List<String> strings);

        public abstract List<@Nullable Integer> getNumbers();

        public abstract void setNumbers(List<@Nullable Integer> numbers);

        public abstract List<List<Item>> getGrid();

        public abstract void setGrid(List<List<Item>> grid);

        public abstract List<@Nullable Animal> getPets();

        public abstract void setPets(List<@Nullable Animal> pets);

        public abstract List<Map<String, @Nullable String>> getRows();

        public abstract void setRows(List<Map<String, @Nullable String>> rows);

        public abstract List<List<List<Duration>>> getDeep();

        public abstract void setDeep(List<List<List<Duration>>> deep);

        public abstract Set<Integer> getIntSet();

        public abstract void setIntSet(Set<Integer> intSet);

        public abstract Set<Light> getLights();

        public abstract void setLights(Set<Light> lights);

        public abstract Set<Hostname> getHosts();

        public abstract void setHosts(Set<Hostname> hosts);

        public abstract Set<List<IpAddress>> getRoutes();

        public abstract void setRoutes(Set<List<IpAddress>> routes);

        public abstract Set<BigDecimal> getDecimals();

        public abstract void setDecimals(Set<BigDecimal> decimals);

        public abstract List<Set<UUID>> getSets();

        public abstract void setSets(List<Set<UUID>> sets);

        public abstract Map<String, Bytes> getByName();

        public abstract void setByName(Map<String, Bytes> byName);

        public abstract Map<Integer, Item> getByNumber();

        public abstract void setByNumber(Map<Integer, Item> byNumber);

        public abstract Map<Long, @Nullable Instant> getByLong();

        public abstract void setByLong(Map<Long, @Nullable Instant> byLong);

        public abstract Map<UUID, List<Dog>> getByUuid();

        public abstract void setByUuid(Map<UUID, List<Dog>> byUuid);

        public abstract Map<Light, Boolean> getByLight();

        public abstract void setByLight(Map<Light, Boolean> byLight);

        public abstract List<SensitiveString> getPasswords();

        public abstract void setPasswords(List<SensitiveString> passwords);

        public abstract Set<Item> getItems();

        public abstract void setItems(Set<Item> items);

        public abstract Map<String, Set<Animal>> getHerds();

        public abstract void setHerds(Map<String, Set<Animal>> herds);

        @Remotable
        public Parcel pack(Parcel parcel) {
            return parcel;
        }

        @Remotable
        public @Nullable Page<Animal> page(List<Page<Animal>> pages) {
            return pages.isEmpty() ? null : pages.get(0);
        }

        @Remotable
        public byte[] turn(byte[] bytes) {
            byte[] turned = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                turned[i] = bytes[bytes.length - 1 - i];
            }
            return turned;
        }

        @Remotable
        public Map<UUID, Set<Instant>> sort(Map<UUID, Set<Instant>> times, @Nullable Duration unused) {
            return times;
        }

        @Remotable
        public Set<Animal> gather(Set<Animal> animals) {
            return animals;
        }

        @Remotable
        public List<@Nullable Money> pay(List<@Nullable Money> sums, Hostname where, Pin pin) {
            return sums;
        }

        /** Finds nothing. */
        public abstract static class Query extends ObjectQuery<Everything> {
            @Remotable(readOnly = true)
            public Animal adopt(Animal animal) {
                return animal;
            }
        }
    }
}
