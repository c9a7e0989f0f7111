package dev.attacca.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.contrastsecurity.sarif.SarifSchema210;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code review tools read SARIF as its schema says, and nothing else. */
class SarifSchemaTest {
    @TempDir
    Path folder;

    private static List<String> violations(String sarif) throws Exception {
        try (InputStream text = SarifSchema210.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            JsonSchema schema =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(Objects.requireNonNull(text));
            return schema
                    .validate(
                            sarif,
                            InputFormat.JSON,
                            context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
                    .stream()
                    .map(ValidationMessage::getMessage)
                    .sorted()
                    .toList();
        }
    }

    /** Problems in a lock and in the approvals, one that is approved, and quotes in what people wrote. */
    private String sarif() throws Exception {
        Files.createDirectories(folder.resolve("releases"));
        Files.writeString(
                folder.resolve("releases/1.0.lock"),
                Harbour.LOCK
                        .replace("class Ship 1.2", "class Ship 1.1")
                        .replace("  field password: string?; sensitive\n", "  field pennant: string\n")
                        .replace("field size: int", "field size: long"));
        Files.writeString(folder.resolve("objects.approvals"), """
                        approve FIELD_REMOVED Ship.pennant
                          reason  nobody "flies" one
                          author  harbour team
                          expires 2027-06-30
                        approve FIELD_REMOVED Ship.mast
                          reason  long gone
                          author  harbour team
                          expires 2027-06-30
                        """);
        return ContractCheck.in(folder)
                .on(LocalDate.of(2027, 1, 1))
                .check(new Harbour())
                .sarif();
    }

    @Test
    void a_report_of_every_kind_of_finding_is_valid() throws Exception {
        String sarif = sarif();

        assertThat(sarif).contains("\"suppressions\"", "\"APPROVAL_UNUSED\"", "\"level\": \"error\"");
        assertThat(violations(sarif)).isEmpty();
    }

    @Test
    void a_report_without_findings_is_valid() throws Exception {
        Files.writeString(folder.resolve("objects.lock"), Harbour.LOCK);
        ContractReport report = ContractCheck.in(folder).check(new Harbour());

        assertThat(report.passes()).isTrue();
        assertThat(violations(report.sarif())).isEmpty();
    }

    @Test
    void what_the_schema_forbids_is_seen() throws Exception {
        assertThat(violations(sarif().replaceFirst("\"startLine\": \\d+", "\"startLine\": 0")))
                .anyMatch(message -> message.contains("startLine"));
        assertThat(violations(sarif().replace("\"level\": \"error\"", "\"level\": \"fatal\"")))
                .anyMatch(message -> message.contains("level"));
        assertThat(violations(sarif().replace("\"ruleId\"", "\"ruleID\""))).isNotEmpty();
    }
}
