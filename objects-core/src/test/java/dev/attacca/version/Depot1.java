package dev.attacca.version;

import dev.attacca.annotation.Polymorphic;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A depot of shelves of boxes with notes, five classes deep, as its first release has it. */
final class Depot1 {
    private Depot1() {}

    static ObjectRegistry registry() {
        return Releases.of(List.of(Depot.class, Shelf.class, Box.class, Crate.class, Note.class, Scanner.class));
    }

    /** How a depot feels. */
    enum Mood {
        QUIET,
        BUSY
    }

    @Versioned("1.0")
    abstract static class Depot extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);

        public abstract int getSize();

        public abstract void setSize(int size);

        public abstract Mood getMood();

        public abstract void setMood(Mood mood);

        public abstract List<Shelf> getShelves();

        public abstract void setShelves(List<Shelf> shelves);

        public abstract Map<String, Shelf> getIndex();

        public abstract void setIndex(Map<String, Shelf> index);

        public abstract @Nullable Scanner getScanner();

        public abstract void setScanner(@Nullable Scanner scanner);
    }

    @Versioned("1.0")
    abstract static class Shelf extends VersionedObject {
        public abstract String getLabel();

        public abstract void setLabel(String label);

        public abstract @Nullable String getColour();

        public abstract void setColour(@Nullable String colour);

        public abstract List<Box> getBoxes();

        public abstract void setBoxes(List<Box> boxes);

        public abstract Map<String, List<Box>> getStacks();

        public abstract void setStacks(Map<String, List<Box>> stacks);
    }

    @Versioned("1.0")
    @Polymorphic
    abstract static class Box extends VersionedObject {
        public abstract String getTitle();

        public abstract void setTitle(String title);

        public abstract int getWeight();

        public abstract void setWeight(int weight);

        public abstract Set<String> getTags();

        public abstract void setTags(Set<String> tags);

        public abstract @Nullable Note getNote();

        public abstract void setNote(@Nullable Note note);

        public abstract List<Box> getInside();

        public abstract void setInside(List<Box> inside);
    }

    @Versioned("1.0")
    abstract static class Crate extends Box {
        public abstract int getSlats();

        public abstract void setSlats(int slats);
    }

    @Versioned("1.0")
    abstract static class Note extends VersionedObject {
        public abstract String getText();

        public abstract void setText(String text);

        public abstract String getAuthor();

        public abstract void setAuthor(String author);
    }

    @Versioned("1.0")
    abstract static class Scanner extends VersionedObject {
        public abstract String getCode();

        public abstract void setCode(String code);
    }
}
