package dev.attacca.sample;

import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import java.util.List;

/** The concert hall's classes. */
public final class HallDomain implements ObjectDomain {
    @Override
    public String name() {
        return "hall";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Concert.class, Seat.class);
    }
}
