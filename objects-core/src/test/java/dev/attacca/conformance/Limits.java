package dev.attacca.conformance;

import dev.attacca.annotation.Default;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Length;
import dev.attacca.annotation.Matches;
import dev.attacca.annotation.Max;
import dev.attacca.annotation.Min;
import dev.attacca.annotation.NonNegative;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Transitions;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.WriteOnce;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A domain with every limit on every kind of field, and with what is fetched when it is read. */
public final class Limits implements ObjectDomain {
    @Override
    public String name() {
        return "limits";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Limited.class);
    }

    static ObjectRegistry registry() {
        return ObjectRegistry.builder().add(new Limits()).build();
    }

    /** Where something is. */
    public enum Stage {
        NEW,
        OPEN,
        DONE
    }

    /** Nothing here takes every value. */
    @Versioned("1.0")
    public abstract static class Limited extends VersionedObject {
        @NonNegative
        public abstract int getCount();

        public abstract void setCount(int count);

        @Min(-2)
        @Max(7)
        public abstract long getLevel();

        public abstract void setLevel(long level);

        @Max(1)
        public abstract double getShare();

        public abstract void setShare(double share);

        @NonNegative
        public abstract @Nullable Integer getTries();

        public abstract void setTries(@Nullable Integer tries);

        @NonNegative
        public abstract BigDecimal getPrice();

        public abstract void setPrice(BigDecimal price);

        @Length(min = 1, max = 3)
        public abstract String getCode();

        public abstract void setCode(String code);

        @Matches("[a-c]*")
        public abstract @Nullable String getLetters();

        public abstract void setLetters(@Nullable String letters);

        @Length(max = 2)
        public abstract List<String> getTags();

        public abstract void setTags(List<String> tags);

        @Length(min = 3)
        public abstract @Nullable SensitiveString getPin();

        public abstract void setPin(@Nullable SensitiveString pin);

        @WriteOnce
        public abstract int getNumber();

        public abstract void setNumber(int number);

        @WriteOnce
        public abstract boolean isFinal();

        public abstract void setFinal(boolean isFinal);

        @WriteOnce
        public abstract @Nullable Instant getBorn();

        public abstract void setBorn(@Nullable Instant born);

        @Transitions({"NEW->OPEN", "OPEN->NEW|DONE"})
        public abstract @Nullable Stage getStage();

        public abstract void setStage(@Nullable Stage stage);

        @Default("3")
        public abstract Integer getWeight();

        public abstract void setWeight(Integer weight);

        @Default("none")
        @Length(max = 4)
        public abstract String getMode();

        public abstract void setMode(String mode);

        @Lazy
        public abstract String getMotto();

        public abstract void setMotto(String motto);

        @Remotable(readOnly = true)
        protected String loadMotto() {
            return "fetched";
        }

        @Lazy
        @NonNegative
        public abstract long getSize();

        public abstract void setSize(long size);

        @Remotable(readOnly = true)
        protected long loadSize() {
            return 5;
        }

        @Lazy
        public abstract @Nullable Double getRatio();

        public abstract void setRatio(@Nullable Double ratio);

        @Remotable(readOnly = true)
        protected @Nullable Double loadRatio() {
            return null;
        }
    }
}
