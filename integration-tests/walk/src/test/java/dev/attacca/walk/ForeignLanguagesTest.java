package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.fleet.Release;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Python and Node with Apache's own libraries call a real conductor, as the guide shows it. */
@ExtendWith(SharedFleet.Resolver.class)
class ForeignLanguagesTest {
    private static final Path GUIDE = Release.home().resolve("docs/foreign-clients.md");
    private static final String ISBN_OF_THE_GUIDE = "978-0-441-17271-9";

    @ParameterizedTest
    @CsvSource({"PYTHON, binary", "PYTHON, compact", "NODE, binary", "NODE, compact"})
    void aProgramPrintsWhatTheGuideSays(ForeignLanguage language, String protocol, SharedFleet shared)
            throws IOException {
        URI address = URI.create("thrift://" + shared.conductor().address());
        String isbn = "isbn-" + language + "-" + protocol;

        String output = language.run(
                Path.of("target", "foreign-" + language + "-" + protocol),
                address.getHost(),
                Integer.toString(address.getPort()),
                protocol,
                isbn);

        assertThat(output.replace(isbn, ISBN_OF_THE_GUIDE)).isEqualTo(block("output", language.program()));
    }

    @ParameterizedTest
    @EnumSource
    void theProgramInTheGuideIsTheOneThatRuns(ForeignLanguage language) throws IOException {
        assertThat(block("source", language.program()))
                .isEqualTo(Files.readString(ForeignLanguage.SOURCES.resolve(language.program())));
    }

    private static String block(String kind, String program) throws IOException {
        Matcher found = Pattern.compile(
                        "<!-- " + kind + ": " + Pattern.quote(program) + " -->\n```\\w+\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        assertThat(found.find()).as("%s of %s in %s", kind, program, GUIDE).isTrue();
        return found.group(1);
    }
}
