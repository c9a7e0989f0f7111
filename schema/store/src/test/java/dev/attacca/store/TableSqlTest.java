package dev.attacca.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.object.ReadDeleted;
import dev.attacca.object.VersionedObject;
import dev.attacca.store.TableDefinition.Role;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The texts of statements, and how many are kept. */
class TableSqlTest {
    private final TableDefinition<VersionedObject> plain = TableDefinition.of(VersionedObject.class, "plain", "test")
            .column("id", "id", ColumnType.BIGINT, Role.KEY)
            .column("a", "a", ColumnType.TEXT)
            .column("b", "b", ColumnType.JSON)
            .build();
    private final TableSql sql = new TableSql(plain);

    @Test
    void aTableWithoutVersionTimesOrMarkerHasNoneInItsStatements() {
        assertThat(sql.insert(0).sql()).isEqualTo("INSERT INTO plain DEFAULT VALUES RETURNING id, a, b");
        assertThat(sql.insert(0b111).sql()).isEqualTo("INSERT INTO plain (id, a, b) VALUES (?, ?, ?::jsonb)");
        assertThat(sql.update(0b110, false, List.of()).sql())
                .isEqualTo("UPDATE plain SET a = ?, b = ?::jsonb WHERE id = ?");
        assertThat(sql.delete(false, List.of()).sql()).isEqualTo("DELETE FROM plain WHERE id = ?");
        assertThat(sql.byKey(ReadDeleted.ONLY).sql()).isEqualTo("SELECT id, a, b FROM plain WHERE id = ?");
        assertThat(sql.find(ReadDeleted.NO, List.of()).sql())
                .isEqualTo("SELECT id, a, b FROM plain ORDER BY id LIMIT ?");
        assertThat(sql.look(0).sql()).isEqualTo("SELECT true FROM plain WHERE id = ?");
    }

    @Test
    void aStatementKnowsWhatItTouches() {
        assertThat(sql.update(0b010, false, List.of()))
                .isEqualTo(new Statement(
                        "UPDATE plain SET a = ? WHERE id = ?", List.of("plain"), "test", Statement.Kind.UPDATE));
    }

    @Test
    void theSameShapeIsTheSameStatement() {
        assertThat(sql.update(0b010, false, List.of())).isSameAs(sql.update(0b010, false, List.of()));
    }

    @Test
    void callersCannotFillTheMemoryWithShapes() {
        TableDefinition.Builder<VersionedObject> wide = TableDefinition.of(VersionedObject.class, "wide", "test")
                .column("id", "id", ColumnType.BIGINT, Role.KEY);
        for (int i = 1; i < 12; i++) {
            wide.column("c" + i, "c" + i, ColumnType.TEXT);
        }
        TableSql many = new TableSql(wide.build());
        Set<Statement> first = Collections.newSetFromMap(new IdentityHashMap<>());
        for (long mask = 2; mask < 1 << 12; mask += 2) {
            first.add(many.update(mask, false, List.of()));
        }
        int kept = 0;
        Set<String> texts = new HashSet<>();
        for (long mask = 2; mask < 1 << 12; mask += 2) {
            Statement again = many.update(mask, false, List.of());
            kept += first.contains(again) ? 1 : 0;
            texts.add(again.sql());
        }

        assertThat(kept).isEqualTo(256);
        assertThat(texts).hasSize(2047);
    }
}
