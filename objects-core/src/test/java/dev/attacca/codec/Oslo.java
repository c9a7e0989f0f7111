package dev.attacca.codec;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Default;
import dev.attacca.annotation.Polymorphic;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.WriteOnce;
import dev.attacca.object.ObjectList;
import dev.attacca.object.Timestamped;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import dev.attacca.value.ValueSupport;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The classes whose primitives the golden files hold; src/test/resources/oslo/README.md describes them. */
final class Oslo implements ObjectDomain {
    static ObjectRegistry registry() {
        return ObjectRegistry.builder().add(new Oslo()).build();
    }

    @Override
    public String name() {
        return "oslo";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(
                Disk.class,
                Clock.class,
                Bag.class,
                Maps.class,
                Typed.class,
                Leaf.class,
                Branch.class,
                Tree.class,
                LeafList.class,
                Animal.class,
                Dog.class,
                Owner.class,
                Loop.class,
                Hidden.class,
                Sealed.class,
                Acct.class,
                Port.class);
    }

    @Override
    public List<ValueSupport<?>> values() {
        return List.of(new Moments(), new Interfaces());
    }

    /** A moment that keeps its offset, to the second: no type of ours, so a domain brings it. */
    static final class Moments implements ValueSupport<OffsetDateTime> {
        @Override
        public Class<OffsetDateTime> javaType() {
            return OffsetDateTime.class;
        }

        @Override
        public String name() {
            return "Moment";
        }

        @Override
        public String toText(OffsetDateTime value) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(value.truncatedTo(ChronoUnit.SECONDS));
        }

        @Override
        public OffsetDateTime fromText(String text) {
            return OffsetDateTime.parse(text);
        }
    }

    /** An address with the prefix of its network: {@link IpNetwork} has no bits behind its prefix. */
    record Interface(IpAddress address, int prefix) {}

    static final class Interfaces implements ValueSupport<Interface> {
        @Override
        public Class<Interface> javaType() {
            return Interface.class;
        }

        @Override
        public String name() {
            return "Interface";
        }

        @Override
        public String toText(Interface value) {
            return value.address() + "/" + value.prefix();
        }

        @Override
        public Interface fromText(String text) {
            int slash = text.indexOf('/');
            return new Interface(
                    IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        }
    }

    @Versioned("1.0")
    abstract static class Disk extends VersionedObject {
        public abstract int getId();

        public abstract void setId(int id);

        public abstract UUID getUuid();

        public abstract void setUuid(UUID uuid);

        public abstract @Nullable String getLabel();

        public abstract void setLabel(@Nullable String label);

        public abstract int getSizeGb();

        public abstract void setSizeGb(int sizeGb);

        @Default("false")
        public abstract boolean isBootable();

        public abstract void setBootable(boolean bootable);

        public abstract @Nullable Double getRatio();

        public abstract void setRatio(@Nullable Double ratio);
    }

    @Versioned("1.0")
    abstract static class Clock extends VersionedObject {
        public abstract @Nullable OffsetDateTime getAware();

        public abstract void setAware(@Nullable OffsetDateTime aware);

        public abstract @Nullable Instant getNaive();

        public abstract void setNaive(@Nullable Instant naive);
    }

    /** Constants as the ancestor spells them: they cross by name. */
    @SuppressWarnings("checkstyle:ConstantName")
    enum Color {
        red,
        green
    }

    @Versioned("1.0")
    abstract static class Bag extends VersionedObject {
        public abstract List<String> getStrings();

        public abstract void setStrings(List<String> strings);

        public abstract List<Integer> getInts();

        public abstract void setInts(List<Integer> ints);

        public abstract List<List<String>> getGrid();

        public abstract void setGrid(List<List<String>> grid);

        public abstract Set<Integer> getIntSet();

        public abstract void setIntSet(Set<Integer> intSet);

        public abstract List<Set<Integer>> getSets();

        public abstract void setSets(List<Set<Integer>> sets);

        public abstract List<Map<String, @Nullable String>> getNested();

        public abstract void setNested(List<Map<String, @Nullable String>> nested);

        public abstract List<Color> getEnums();

        public abstract void setEnums(List<Color> enums);
    }

    @Versioned("1.0")
    abstract static class Maps extends VersionedObject {
        public abstract Map<String, String> getS();

        public abstract void setS(Map<String, String> s);

        public abstract Map<String, @Nullable String> getNs();

        public abstract void setNs(Map<String, @Nullable String> ns);

        public abstract Map<String, Integer> getI();

        public abstract void setI(Map<String, Integer> i);

        public abstract Map<String, List<String>> getLs();

        public abstract void setLs(Map<String, List<String>> ls);
    }

    enum Switch {
        on,
        off
    }

    @Versioned("1.0")
    abstract static class Typed extends VersionedObject {
        public abstract MacAddress getMac();

        public abstract void setMac(MacAddress mac);

        public abstract PciAddress getPci();

        public abstract void setPci(PciAddress pci);

        public abstract IpAddress getIp();

        public abstract void setIp(IpAddress ip);

        public abstract IpAddress getIp6();

        public abstract void setIp6(IpAddress ip6);

        public abstract Interface getNet4();

        public abstract void setNet4(Interface net4);

        public abstract IpNetwork getNet6();

        public abstract void setNet6(IpNetwork net6);

        public abstract boolean isFlex();

        public abstract void setFlex(boolean flex);

        public abstract Switch getEnum();

        public abstract void setEnum(Switch value);

        public abstract String getPred();

        public abstract void setPred(String pred);

        public abstract SensitiveString getSecret();

        public abstract void setSecret(SensitiveString secret);

        public abstract String getStrFromInt();

        public abstract void setStrFromInt(String text);

        public abstract String getStrFromBool();

        public abstract void setStrFromBool(String text);

        public abstract String getStrFromFloat();

        public abstract void setStrFromFloat(String text);

        public abstract String getStrFromDt();

        public abstract void setStrFromDt(String text);

        public abstract int getIntFromStr();

        public abstract void setIntFromStr(int number);

        public abstract boolean isBoolFromStr();

        public abstract void setBoolFromStr(boolean flag);

        public abstract double getFloatFromStr();

        public abstract void setFloatFromStr(double number);
    }

    @Versioned("1.2")
    abstract static class Leaf extends VersionedObject {
        public abstract int getId();

        public abstract void setId(int id);

        @Added(in = "1.1")
        public abstract @Nullable String getName();

        public abstract void setName(@Nullable String name);

        @Added(in = "1.2")
        public abstract @Nullable String getNote();

        public abstract void setNote(@Nullable String note);
    }

    @Versioned("1.5")
    abstract static class Branch extends VersionedObject {
        public abstract int getId();

        public abstract void setId(int id);

        @Added(in = "1.3")
        public abstract @Nullable String getExtra();

        public abstract void setExtra(@Nullable String extra);

        public abstract @Nullable Leaf getLeaf();

        public abstract void setLeaf(@Nullable Leaf leaf);

        public abstract List<Leaf> getLeaves();

        public abstract void setLeaves(List<Leaf> leaves);
    }

    @Versioned("2.1")
    abstract static class Tree extends VersionedObject {
        public abstract Branch getBranch();

        public abstract void setBranch(Branch branch);

        public abstract @Nullable Leaf getTip();

        public abstract void setTip(@Nullable Leaf tip);

        @Added(in = "2.1")
        public abstract @Nullable String getColor();

        public abstract void setColor(@Nullable String color);
    }

    @Versioned("1.2")
    abstract static class LeafList extends ObjectList<Leaf> {}

    @Polymorphic
    @Versioned("1.1")
    abstract static class Animal extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);
    }

    @Versioned("1.4")
    abstract static class Dog extends Animal {
        public abstract @Nullable String getBreed();

        public abstract void setBreed(@Nullable String breed);
    }

    @Versioned("1.0")
    abstract static class Owner extends VersionedObject {
        public abstract Animal getPet();

        public abstract void setPet(Animal pet);

        public abstract List<Animal> getPets();

        public abstract void setPets(List<Animal> pets);
    }

    @Versioned("1.7")
    abstract static class Loop extends VersionedObject {
        public abstract @Nullable Loop getNext();

        public abstract void setNext(@Nullable Loop next);

        public abstract @Nullable Tree getTree();

        public abstract void setTree(@Nullable Tree tree);
    }

    @Versioned("1.0")
    abstract static class Hidden extends VersionedObject {
        public abstract Map<String, Leaf> getByName();

        public abstract void setByName(Map<String, Leaf> byName);
    }

    @Versioned("1.0")
    abstract static class Sealed extends VersionedObject {
        @WriteOnce
        public abstract String getSerial();

        public abstract void setSerial(String serial);

        @Default("3")
        public abstract Integer getN();

        public abstract void setN(Integer n);

        @Default("[]")
        public abstract List<String> getTags();

        public abstract void setTags(List<String> tags);
    }

    @Versioned("1.0")
    abstract static class Acct extends VersionedObject implements Timestamped {
        public abstract int getId();

        public abstract void setId(int id);

        public abstract void setCreatedAt(@Nullable Instant createdAt);

        public abstract void setUpdatedAt(@Nullable Instant updatedAt);
    }

    @Versioned("1.1")
    abstract static class Port extends VersionedObject {
        public abstract UUID getUuid();

        public abstract void setUuid(UUID uuid);

        public abstract @Nullable Leaf getLeaf();

        public abstract void setLeaf(@Nullable Leaf leaf);
    }
}
