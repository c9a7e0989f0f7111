package dev.attacca.version;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Polymorphic;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Upgrade;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.Widened;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The newest: numbers widened, a field gave way to another, and scanners have a second major beside the first. */
final class Depot3 {
    private Depot3() {}

    static ObjectRegistry registry() {
        return Releases.of(List.of(
                Depot.class, Shelf.class, Box.class, Crate.class, Note.class, Scanner.class, SecondScanner.class));
    }

    /** How a depot feels. */
    enum Mood {
        QUIET,
        BUSY,
        @Added(in = "1.1", fallback = "QUIET")
        CLOSED
    }

    @Versioned("1.2")
    abstract static class Depot extends VersionedObject {
        public abstract String getName();

        public abstract void setName(String name);

        @Widened(from = int.class, in = "1.2")
        public abstract long getSize();

        public abstract void setSize(long size);

        public abstract Mood getMood();

        public abstract void setMood(Mood mood);

        public abstract List<Shelf> getShelves();

        public abstract void setShelves(List<Shelf> shelves);

        public abstract Map<String, Shelf> getIndex();

        public abstract void setIndex(Map<String, Shelf> index);

        public abstract @Nullable Scanner getScanner();

        public abstract void setScanner(@Nullable Scanner scanner);

        @Added(in = "1.1")
        public abstract List<List<Note>> getLedgers();

        public abstract void setLedgers(List<List<Note>> ledgers);

        @Added(in = "1.1")
        public abstract @Nullable String getOwner();

        public abstract void setOwner(@Nullable String owner);

        @Added(in = "1.2")
        public abstract Map<String, SecondScanner> getScanners();

        public abstract void setScanners(Map<String, SecondScanner> scanners);

        @Downgrade(from = "1.2", to = "1.1", loses = "sizes above 2147483647")
        static void narrowSize(SnapshotEditor snapshot) {
            if (snapshot.isSet("size") && snapshot.getLong("size") != (int) snapshot.getLong("size")) {
                snapshot.set("size", snapshot.getLong("size") > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE);
                snapshot.lose("size", "beyond 32 bits");
            }
        }
    }

    @Versioned("1.2")
    @Removed(field = "colour", type = String.class, in = "1.2")
    abstract static class Shelf extends VersionedObject {
        @Renamed(from = "label", in = "1.1")
        public abstract String getTitle();

        public abstract void setTitle(String title);

        @Added(in = "1.2")
        public abstract @Nullable String getPaint();

        public abstract void setPaint(@Nullable String paint);

        public abstract List<Box> getBoxes();

        public abstract void setBoxes(List<Box> boxes);

        public abstract Map<String, List<Box>> getStacks();

        public abstract void setStacks(Map<String, List<Box>> stacks);

        @Added(in = "1.2")
        public abstract @Nullable Note getLabel();

        public abstract void setLabel(@Nullable Note label);

        @Downgrade(from = "1.2", to = "1.1", loses = "")
        static void colourFromPaint(SnapshotEditor snapshot) {
            if (snapshot.isSet("paint")) {
                snapshot.set("colour", snapshot.get("paint"));
            }
        }

        @Upgrade(from = "1.1", to = "1.2")
        static void paintFromColour(SnapshotEditor snapshot) {
            if (snapshot.isSet("colour")) {
                snapshot.set("paint", snapshot.get("colour"));
            }
        }
    }

    @Versioned("1.1")
    @Polymorphic
    abstract static class Box extends VersionedObject {
        public abstract String getTitle();

        public abstract void setTitle(String title);

        @Widened(from = int.class, in = "1.1")
        public abstract long getWeight();

        public abstract void setWeight(long weight);

        public abstract Set<String> getTags();

        public abstract void setTags(Set<String> tags);

        public abstract @Nullable Note getNote();

        public abstract void setNote(@Nullable Note note);

        public abstract List<Box> getInside();

        public abstract void setInside(List<Box> inside);

        @Downgrade(from = "1.1", to = "1.0", loses = "weights above 2147483647")
        static void narrowWeight(SnapshotEditor snapshot) {
            if (snapshot.isSet("weight") && snapshot.getLong("weight") != (int) snapshot.getLong("weight")) {
                snapshot.set("weight", snapshot.getLong("weight") > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE);
                snapshot.lose("weight", "beyond 32 bits");
            }
        }
    }

    @Versioned("1.2")
    abstract static class Crate extends Box {
        public abstract int getSlats();

        public abstract void setSlats(int slats);

        @Added(in = "1.1")
        public abstract @Nullable String getLid();

        public abstract void setLid(@Nullable String lid);

        @Override
        @Widened(from = int.class, in = "1.2")
        public abstract long getWeight();

        @Downgrade(from = "1.2", to = "1.1", loses = "weights above 2147483647")
        static void narrowWeight(SnapshotEditor snapshot) {
            if (snapshot.isSet("weight") && snapshot.getLong("weight") != (int) snapshot.getLong("weight")) {
                snapshot.set("weight", snapshot.getLong("weight") > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE);
                snapshot.lose("weight", "beyond 32 bits");
            }
        }
    }

    @Versioned("1.2")
    abstract static class Note extends VersionedObject {
        public abstract String getText();

        public abstract void setText(String text);

        @Renamed(from = "author", in = "1.2")
        public abstract String getWriter();

        public abstract void setWriter(String writer);

        @Added(in = "1.1")
        public abstract @Nullable Instant getStamp();

        public abstract void setStamp(@Nullable Instant stamp);

        @Added(in = "1.1")
        public abstract Map<String, String> getMarks();

        public abstract void setMarks(Map<String, String> marks);
    }

    @Versioned("1.1")
    abstract static class Scanner extends VersionedObject {
        public abstract String getCode();

        public abstract void setCode(String code);

        @Added(in = "1.1")
        public abstract @Nullable String getModel();

        public abstract void setModel(@Nullable String model);
    }

    @Versioned(value = "2.0", name = "Scanner")
    abstract static class SecondScanner extends VersionedObject {
        public abstract List<String> getCodes();

        public abstract void setCodes(List<String> codes);
    }
}
