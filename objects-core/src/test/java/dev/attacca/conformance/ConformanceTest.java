package dev.attacca.conformance;

import dev.attacca.conformance.Workshop.Bench;
import dev.attacca.conformance.Workshop.Tool;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs each of a class's tests once in every mode. */
@ParameterizedClass(name = "{0}")
@EnumSource(Mode.class)
abstract class ConformanceTest {
    static final ObjectRegistry REGISTRY = ObjectRegistry.builder()
            .add(new Workshop())
            .add(new Depot())
            .add(new Mirrors())
            .add(new Choirs())
            .build();

    final CountedUnits units = new CountedUnits();
    final Mode.Line line;
    final ObjectContext context;

    ConformanceTest(Mode mode) {
        this.line = mode.open(REGISTRY, units);
        this.context = line.context(RequestContext.create());
    }

    @AfterEach
    void hangUp() {
        line.close();
    }

    /** A bench called so; nothing else is set, nothing is changed. */
    final Bench bench(String name) {
        Bench bench = context.create(Bench.class);
        bench.setName(name);
        bench.resetChanges();
        return bench;
    }

    /** A tool called so, unchanged. */
    final Tool tool(String name) {
        return Workshop.tool(context, name);
    }
}
