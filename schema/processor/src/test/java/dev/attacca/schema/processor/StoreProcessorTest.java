package dev.attacca.schema.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** What the processor writes for a class, and what it says of one that it cannot store. */
class StoreProcessorTest {
    private static final String HEAD = """
            package shelf;

            import dev.attacca.annotation.*;
            import dev.attacca.object.*;
            import dev.attacca.store.*;
            import java.time.Instant;
            import java.util.*;
            import org.jspecify.annotations.Nullable;

            """;

    private static Compilation compile(String name, String source) {
        return Compiler.javac()
                .withProcessors(new StoreProcessor())
                .withOptions("--release", "17", "-Xlint:all,-processing", "-Werror")
                .compile(JavaFileObjects.forSourceString("shelf." + name, HEAD + source));
    }

    /** {@code line: message} of each error, lines counted from the one after the imports. */
    private static List<String> problems(String source) {
        long head = HEAD.lines().count();
        return compile("Loan", source).errors().stream()
                .filter(error -> error.getKind() == Diagnostic.Kind.ERROR)
                .map(error -> (error.getLineNumber() - head) + ": " + error.getMessage(Locale.ROOT))
                .toList();
    }

    private static String golden(String file) {
        try (InputStream in = Objects.requireNonNull(StoreProcessorTest.class.getResourceAsStream("/golden/" + file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final String LOAN = """
            @Versioned("1.0")
            @Table(value = "lending.loans", domain = "library")
            public abstract class Loan extends VersionedObject implements SoftDeletable {
                public enum State { OUT, BACK }
                @Key public abstract String getTicket();
                public abstract void setTicket(String ticket);
                @RowVersion public abstract long getRowVersion();
                public abstract State getState();
                public abstract void setState(State state);
                @Column("URL_of_cover") @NotStored public abstract String getCover();
                public abstract boolean isLate();
                @Json public abstract Map<String, String> getRemarks();
                public abstract @Nullable Loan getFormer();
                public abstract List<Loan> getRenewals();
                @NotStored public abstract Map<String, Integer> getCounts();
                public abstract Instant getUpdatedAt();
            }
            """;

    @Test
    void aMapperReadsLikeOneWrittenByHand() throws IOException {
        Compilation compilation = compile("Loan", LOAN.replace("@Column(\"URL_of_cover\") ", ""));

        assertThat(compilation.errors()).isEmpty();
        assertThat(compilation.warnings()).isEmpty();
        assertThat(compilation.generatedSourceFiles())
                .extracting(JavaFileObject::getName)
                .containsExactlyInAnyOrder(
                        "/SOURCE_OUTPUT/shelf/LoanFields.java", "/SOURCE_OUTPUT/shelf/LoanMapper.java");
        for (String name : List.of("LoanMapper", "LoanFields")) {
            String written = compilation
                    .generatedSourceFile("shelf." + name)
                    .orElseThrow()
                    .getCharContent(false)
                    .toString();
            assertThat(written).isEqualTo(golden(name + ".java.txt"));
        }
    }

    @Test
    void whatAgentsLoadKnowsNothingOfJdbc() throws IOException {
        String fields = compile("Loan", LOAN.replace("@Column(\"URL_of_cover\") ", ""))
                .generatedSourceFile("shelf.LoanFields")
                .orElseThrow()
                .getCharContent(false)
                .toString();

        assertThat(fields).doesNotContain("java.sql").doesNotContain("dev.attacca.store.");
    }

    @Test
    void aNestedClassGetsItsOwnersNameToo() {
        Compilation compilation = compile("Loan", """
                interface Loan {
                    @Table("loans")
                    abstract class Case extends VersionedObject {
                        @Key public abstract long getId();
                    }
                }
                """);

        assertThat(compilation.errors()).isEmpty();
        assertThat(compilation.generatedSourceFile("shelf.Loan_CaseMapper")).isPresent();
    }

    @Test
    void aKeyIsNeeded() {
        assertThat(problems("""
                        @Table("loans")
                        abstract class Loan extends VersionedObject {
                            abstract String getTicket();
                        }
                        """))
                .containsExactly(
                        "2: Loan: no @Key (expected: exactly one; add it to the getter of the field that identifies a row)");
    }

    @Test
    void oneKeyIsEnough() {
        assertThat(problems("""
                        @Table("loans")
                        abstract class Loan extends VersionedObject {
                            @Key abstract String getTicket();
                            @Key abstract String getCode();
                        }
                        """))
                .containsExactly(
                        "3: Loan.ticket: a second @Key beside 'code' (expected: exactly one; keep it where it identifies a row)");
    }

    @Test
    void aKeyMustIdentify() {
        assertThat(problems("""
                        @Table("loans")
                        abstract class Loan extends VersionedObject {
                            @Key abstract boolean isLate();
                        }
                        """))
                .containsExactly("3: Loan.late: @Key on boolean (expected: UUID, String, int or long)");
    }

    @Test
    void aColumnHasOneOwner() {
        assertThat(problems("""
                        @Table("loans")
                        abstract class Loan extends VersionedObject implements SoftDeletable {
                            @Key abstract String getTicket();
                            abstract String getVmState();
                            @Column("vm_state") abstract String getState();
                            abstract boolean isDeleted();
                        }
                        """))
                .containsExactly(
                        "6: Loan.deleted: column 'deleted' is that of the marker of dead rows"
                                + " (expected: a column of its own; choose another by @Column)",
                        "4: Loan.vmState: column 'vm_state' is that of 'state'"
                                + " (expected: a column of its own; choose another by @Column)");
    }

    @Test
    void aTypeThatNoColumnHasIsRefusedWithTheWaysOut() {
        assertThat(problems("""
                        @Table("loans")
                        abstract class Loan extends VersionedObject {
                            @Key abstract String getTicket();
                            abstract List<String> getTags();
                            abstract Map<String, String> getRemarks();
                            abstract java.math.BigInteger getPrice();
                            abstract float getWeight();
                        }
                        """))
                .containsExactly(
                        "6: Loan.price: BigInteger has no column type (expected: " + FieldTypes.SUPPORTED
                                + "; add @NotStored to leave it out)",
                        "5: Loan.remarks: Map<String, String> has no column type (expected: " + FieldTypes.SUPPORTED
                                + "; add @NotStored to leave it out, or @Json to store it as jsonb)",
                        "4: Loan.tags: List<String> has no column type (expected: " + FieldTypes.SUPPORTED
                                + "; add @NotStored to leave it out)",
                        "7: Loan.weight: float has no column type (expected: " + FieldTypes.SUPPORTED
                                + "; add @NotStored to leave it out)");
    }

    @Test
    void jsonIsForMapsOfStrings() {
        assertThat(problems("""
                        @Table("loans")
                        abstract class Loan extends VersionedObject {
                            @Key abstract String getTicket();
                            @Json abstract String getTags();
                            @Json abstract Map<String, Integer> getCounts();
                        }
                        """))
                .containsExactly(
                        "5: Loan.counts: @Json on Map<String, Integer> (expected: Map<String, String>; make it one or take @Json"
                                + " away)",
                        "4: Loan.tags: @Json on String (expected: Map<String, String>; make it one or take @Json away)");
    }

    @Test
    void accessorsFitTogether() {
        assertThat(problems("""
                        @Table("loans")
                        abstract class Loan extends VersionedObject {
                            @Key abstract String getTicket();
                            abstract void setTicket(UUID ticket);
                            abstract void setReader(String reader);
                            abstract String reader();
                        }
                        """))
                .containsExactly(
                        "6: Loan.reader(): abstract, but neither getX(), isX() nor setX(value) (give it a body, or name it so)",
                        "5: Loan.reader: a setter without a getter (add the abstract getter)",
                        "4: Loan.ticket: the setter takes UUID (expected: String, as the getter returns)");
    }

    @Test
    void anAnnotationWithoutEffectIsAnError() {
        assertThat(problems("""
                        @Table("loans")
                        abstract class Loan extends VersionedObject {
                            @Key abstract String getTicket();
                            @Column("t") abstract void setTicket(String ticket);
                            @NotStored String reader() { return ""; }
                        }
                        """))
                .containsExactlyInAnyOrder(
                        "4: setTicket: @Column has no effect here (expected: on an abstract getter; move it there)",
                        "5: reader: @NotStored has no effect here (expected: on an abstract getter; move it there)");
    }

    @Test
    void annotationsThatContradictEachOtherAreRefused() {
        assertThat(problems(LOAN)).containsExactly("10: Loan.cover: @NotStored beside @Column (expected: one of them)");
    }

    @Test
    void namesMustStandInSql() {
        assertThat(problems("""
                        @Table("my loans")
                        abstract class Loan extends VersionedObject {
                            @Key abstract String getUser();
                            @Column("Code ") abstract String getCode();
                        }
                        """))
                .containsExactly(
                        "2: Loan: @Table: 'my loans' is no name in SQL (expected: lower-case letters, digits and _; mend it)",
                        "4: Loan.code: column 'Code ' is no name in SQL (expected: lower-case letters, digits and _; mend it)",
                        "3: Loan.user: column 'user' is a key word of SQL (expected: another name; choose one by @Column)");
    }

    @Test
    void onlyVersionedObjectsHaveTables() {
        assertThat(problems("@Table(\"loans\") interface Loan {}"))
                .containsExactly(
                        "1: Loan: @Table on a type that is no versioned object (expected: a class that extends VersionedObject)");
        assertThat(problems("@Table(\"loans\") class Loan extends VersionedObject {}"))
                .containsExactly("1: Loan: not abstract (expected: an abstract class with abstract accessors)");
        assertThat(problems("@Table(\"loans\") abstract class Loan<T> extends VersionedObject {}"))
                .containsExactly("1: Loan: has type parameters (expected: none; a table's columns have one type each)");
    }

    @Test
    void aRowVersionIsALong() {
        assertThat(problems("""
                        @Table("loans")
                        abstract class Loan extends VersionedObject {
                            @Key abstract String getTicket();
                            @RowVersion abstract int getVersion();
                        }
                        """))
                .containsExactly("4: Loan.version: @RowVersion on a field that is no long (expected: long)");
    }

    @Test
    void fieldNamesBecomeSnakeCase() {
        assertThat(SnakeCase.lower("vmState")).isEqualTo("vm_state");
        assertThat(SnakeCase.lower("memoryMb")).isEqualTo("memory_mb");
        assertThat(SnakeCase.lower("imageURLOfHost")).isEqualTo("image_url_of_host");
        assertThat(SnakeCase.upper("a")).isEqualTo("A");
    }
}
