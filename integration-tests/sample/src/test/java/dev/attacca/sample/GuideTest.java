package dev.attacca.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The code in the guides is the code of this module. */
class GuideTest {
    private static final Path GUIDE = Path.of("../../docs/testing-your-objects.md");
    private static final Path FIRST = Path.of("../../docs/a-domain-of-your-own.md");
    private static final Path MAIN = Path.of("src/main/java/dev/attacca/sample");
    private static final Path TESTS = Path.of("src/test/java/dev/attacca/sample");
    private static final String INDENT = "    ";
    private static final Pattern BLOCK =
            Pattern.compile("<!-- region: (\\w+)#([\\w-]+) -->\n```java\n(.*?)```", Pattern.DOTALL);

    private static final Pattern SOURCE = Pattern.compile("<!-- source: (\\w+) -->\n```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void every_block_of_the_guide_is_a_region_of_a_passing_test() throws IOException {
        String guide = Files.readString(GUIDE);
        List<MatchResult> blocks = BLOCK.matcher(guide).results().toList();

        assertThat(blocks)
                .hasSizeGreaterThanOrEqualTo(6)
                .hasSize(Pattern.compile("```java").split(guide, -1).length - 1);
        for (MatchResult block : blocks) {
            assertThat(block.group(3))
                    .as("%s#%s", block.group(1), block.group(2))
                    .isEqualTo(region(block.group(1), block.group(2)));
        }
    }

    @Test
    void every_block_of_the_first_guide_is_in_a_class_of_this_module() throws IOException {
        String guide = Files.readString(FIRST);
        List<MatchResult> blocks = SOURCE.matcher(guide).results().toList();

        assertThat(blocks).hasSize(2).hasSize(Pattern.compile("```java").split(guide, -1).length - 1);
        for (MatchResult block : blocks) {
            assertThat(MAIN.resolve(block.group(1) + ".java")).content().contains(block.group(2));
        }
    }

    private static String region(String test, String name) throws IOException {
        String source = Files.readString(TESTS.resolve(test + ".java"));
        Matcher region = Pattern.compile(
                        "    // docs:start " + name + "\n(.*?)    // docs:end " + name + "\n", Pattern.DOTALL)
                .matcher(source);
        assertThat(region.find()).as("%s#%s", test, name).isTrue();
        return region.group(1)
                .lines()
                .map(line -> line.startsWith(INDENT) ? line.substring(INDENT.length()) : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
