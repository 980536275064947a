package io.layerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What docs/query.md shows is what the commands there print. After a change that is meant, run it
 * with {@code -Dlayerbench.updateGolden=true} and look at the difference.
 */
class QueryDocTest {

  private static final Path DOCUMENT = Path.of("../docs/query.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?m)^ {4}\\$ java -jar query/target/query\\.jar (.*)\\n((?: {4}.*\\n)*)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @Test
  void everyExamplePrintsWhatIsBelowIt() throws IOException {
    String document = Files.readString(DOCUMENT);
    Matcher examples = EXAMPLE.matcher(document);
    StringBuilder printed = new StringBuilder();
    int found = 0;
    while (examples.find()) {
      String whole = examples.group();
      String command = whole.substring(0, whole.indexOf('\n') + 1);
      examples.appendReplacement(
          printed, Matcher.quoteReplacement(command + run(words(examples.group(1)))));
      found++;
    }
    examples.appendTail(printed);
    assertThat(found).isGreaterThanOrEqualTo(3);
    if (Boolean.getBoolean("layerbench.updateGolden")) {
      Files.writeString(DOCUMENT, printed);
    }
    assertThat(printed.toString()).isEqualTo(Files.readString(DOCUMENT));
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      String word = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      words.add(word.equals("results/examples") ? "../" + word : word);
    }
    return words;
  }

  private static String run(List<String> words) {
    Printed printed = Printed.by(words.toArray(String[]::new));
    assertThat(printed.exitCode()).as(printed.err()).isZero();
    return printed
        .out()
        .lines()
        .map(line -> ("    " + line).stripTrailing() + "\n")
        .reduce("", String::concat);
  }
}
