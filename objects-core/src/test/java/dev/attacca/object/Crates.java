package dev.attacca.object;

import dev.attacca.Attacca;
import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Versioned;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.value.SensitiveString;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Crates that hold crates, in every way an object can hold others: for the tests of tracking. */
final class Crates implements ObjectDomain {
    @Override
    public String name() {
        return "crates";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Crate.class, Tag.class);
    }

    static ObjectContext context() {
        ObjectRegistry registry = ObjectRegistry.builder().add(new Crates()).build();
        return Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    }

    /** A crate of that name without changes. */
    static Crate crate(ObjectContext context, String name) {
        Crate crate = context.create(Crate.class);
        crate.setName(name);
        crate.resetChanges();
        return crate;
    }

    /** Something that holds no others. */
    @Versioned("1.0")
    abstract static class Tag extends VersionedObject {
        public abstract String getText();

        public abstract void setText(String text);
    }

    /** Something that holds others of its kind. */
    @Versioned("1.3")
    abstract static class Crate extends VersionedObject {
        @Key
        public abstract String getName();

        public abstract void setName(String name);

        public abstract double getWeight();

        public abstract void setWeight(double weight);

        @Sensitive
        public abstract String getSecret();

        public abstract void setSecret(String secret);

        public abstract Map<String, String> getLabels();

        public abstract void setLabels(Map<String, String> labels);

        @Lazy
        public abstract @Nullable String getOrigin();

        @Remotable(readOnly = true)
        protected @Nullable String loadOrigin() {
            return "origin of " + getName();
        }

        public abstract @Nullable Tag getTag();

        public abstract void setTag(@Nullable Tag tag);

        public abstract @Nullable Crate getInner();

        public abstract void setInner(@Nullable Crate inner);

        public abstract @Nullable Crate getNextTo();

        public abstract void setNextTo(@Nullable Crate nextTo);

        public abstract List<Crate> getStacked();

        public abstract void setStacked(List<Crate> stacked);

        public abstract List<List<Crate>> getRows();

        public abstract void setRows(List<List<Crate>> rows);

        public abstract Map<String, List<@Nullable Crate>> getShelves();

        public abstract void setShelves(Map<String, List<@Nullable Crate>> shelves);

        public abstract Set<Crate> getHeap();

        public abstract void setHeap(Set<Crate> heap);

        public abstract Map<String, Set<Crate>> getHeaps();

        public abstract void setHeaps(Map<String, Set<Crate>> heaps);

        public abstract Set<Integer> getSizes();

        public abstract void setSizes(Set<Integer> sizes);

        public abstract List<SensitiveString> getCodes();

        public abstract void setCodes(List<SensitiveString> codes);

        public abstract Map<String, Crate> getNamed();

        public abstract void setNamed(Map<String, Crate> named);
    }
}
