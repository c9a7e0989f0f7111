package dev.attacca.object;

import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registered class at its newest version: its fields, its remotables and how to make one. Built by the registry,
 * immutable, safe for use by several threads.
 *
 * @param <T> the abstract class
 */
public final class ObjectType<T extends VersionedObject> {
    private final TypeKey key;
    private final Class<T> javaType;
    private final Version version;
    private final List<ObjectField> fields;
    private final List<RemotableMethod> remotables;
    private final Prototype<T> prototype;
    private final @Nullable Class<? extends ObjectQuery<?>> queryType;
    private final ValueForm[] forms;
    private final long nestedMask;
    private final long identityMask;
    private final long limitedMask;
    private final long[] fieldsByMinor;

    /** For the registry: see the accessors for the parameters' meaning. */
    public ObjectType(
            String name,
            Class<T> javaType,
            Version version,
            List<ObjectField> fields,
            List<RemotableMethod> remotables,
            @Nullable Class<? extends ObjectQuery<?>> queryType,
            long[] fieldsByMinor,
            Prototype<T> prototype) {
        this.key = TypeKey.of(name, version);
        this.javaType = javaType;
        this.version = version;
        this.fields = List.copyOf(fields);
        this.remotables = List.copyOf(remotables);
        this.queryType = queryType;
        this.fieldsByMinor = fieldsByMinor.clone();
        this.prototype = prototype;
        this.forms = fields.stream().map(field -> ValueForm.of(field.type())).toArray(ValueForm[]::new);
        long nested = 0;
        long identity = 0;
        long limited = 0;
        for (ObjectField field : fields) {
            nested |= field.type().holdsObjects() ? field.bit() : 0;
            identity |= field.key() || field.rowVersion() ? field.bit() : 0;
            limited |= field.limits() != null ? field.bit() : 0;
        }
        this.limitedMask = limited;
        this.nestedMask = nested;
        this.identityMask = identity;
    }

    /** The name peers know it by; another major of it has the same. */
    public String name() {
        return key.name();
    }

    /** What tells it from every other class, majors of the same name included. */
    public TypeKey key() {
        return key;
    }

    /** The abstract class that application code sees. */
    public Class<T> javaType() {
        return javaType;
    }

    /** The class whose instances its objects are, in the package of {@link #javaType()}. */
    public Class<? extends T> generatedClass() {
        return prototype.generated();
    }

    /** The newest version: the one the source describes. */
    public Version version() {
        return version;
    }

    /** The fields in name order; a field's {@link ObjectField#index()} is its position. */
    public List<ObjectField> fields() {
        return fields;
    }

    /** The field of that name, or {@code null}. */
    public @Nullable ObjectField field(String fieldName) {
        for (ObjectField field : fields) {
            if (field.name().equals(fieldName)) {
                return field;
            }
        }
        return null;
    }

    /**
     * The form of a value that a field keeps.
     *
     * @throws dev.attacca.error.InvalidValueException if it does not fit
     */
    Object keep(ObjectField field, Object value) {
        try {
            return forms[field.index()].kept(value);
        } catch (Unfit unfit) {
            throw unfit.at(name() + "." + field.name(), field.sensitive());
        }
    }

    /** The remotables of its objects, in signature order. */
    public List<RemotableMethod> remotables() {
        return remotables;
    }

    /** The class's query, or {@code null} if it has none. */
    public @Nullable Class<? extends ObjectQuery<?>> queryType() {
        return queryType;
    }

    /** The remotable that fetches a lazy field, or {@code null} for a field that is not lazy. */
    public @Nullable RemotableMethod loader(ObjectField field) {
        if (field.loader() == null) {
            return null;
        }
        for (RemotableMethod remotable : remotables) {
            if (remotable.name().equals(field.loader())) {
                return remotable;
            }
        }
        return null;
    }

    /** The bits of the fields that are objects or hold them in collections. */
    public long nestedMask() {
        return nestedMask;
    }

    /** The bits of the fields that have {@link ObjectField#limits()}. */
    public long limitedMask() {
        return limitedMask;
    }

    /** The bits of the fields that a version of this major has, the newest version's for one that is yet to come. */
    public long fieldsAt(Version at) {
        return at.minor() < fieldsByMinor.length ? fieldsByMinor[at.minor()] : -1L;
    }

    /** The oldest version, not older than a given one, that has all of some fields. */
    Version versionWith(Version atLeast, long someFields) {
        if (!atLeast.isBefore(version) || (someFields & ~fieldsAt(atLeast)) == 0) {
            return atLeast;
        }
        int minor = atLeast.minor();
        while (minor < version.minor() && (someFields & ~fieldsByMinor[minor]) != 0) {
            minor++;
        }
        return minor == version.minor() ? version : Version.of(version.major(), minor);
    }

    /** The bits of the key and row version fields. */
    public long identityMask() {
        return identityMask;
    }

    /**
     * Makes an object of this type with every field unset, bound to a context.
     *
     * @param context the context, or {@code null} for an orphaned object
     */
    public T newObject(@Nullable ObjectContext context) {
        T object = prototype.make();
        ((VersionedObject) object).initialize(this, context, version, 0, 0);
        return object;
    }

    /** {@code Instance 1.2}. */
    @Override
    public String toString() {
        return key.name() + " " + version;
    }
}
