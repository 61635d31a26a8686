package dev.ccproxy.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The recorded answers of real servers, each with the verdict that it must get. */
final class RecordedAnswers {
  private static final Path ROOT = Path.of("src/test/resources/wire");
  private static final Path RECORDED = ROOT.resolve("recorded");
  private static final String TOOLS =
      ",\"tools\":["
          + Wire.RECORD_PROBE
          + ",{\"name\":\"no_args\",\"input_schema\":"
          + "{\"type\":\"object\",\"properties\":{}}},{\"name\":\"web_search\"}]";

  /**
   * One recorded answer.
   *
   * @param name folder and file name without ending
   * @param context what was asked for
   * @param codes expected findings by the protocol
   * @param loud expected findings at warning or error for the client, code and first letter
   */
  record Answer(String name, AnswerContext context, List<String> codes, List<String> loud) {

    /** Head and body in one piece; LiteLLM's are recorded that way, the others in two files. */
    byte[] bytes() {
      try {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Files.readAllBytes(RECORDED.resolve(name + ".http")));
        if (!name.startsWith("litellm")) {
          out.write('\n');
          for (String ending : List.of(".sse", ".json", ".txt")) {
            Path body = RECORDED.resolve(name + ending);
            if (Files.exists(body)) {
              out.write(Files.readAllBytes(body));
            }
          }
        }
        return out.toByteArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int status() {
      String head = new String(bytes(), 0, 12, java.nio.charset.StandardCharsets.US_ASCII);
      return Integer.parseInt(head.substring(9));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private RecordedAnswers() {}

  static List<Answer> all() {
    List<Answer> answers = new ArrayList<>();
    for (String line : lines()) {
      if (!line.startsWith("#")) {
        String[] columns = line.split("\t", -1);
        answers.add(
            new Answer(columns[0], context(columns[1]), codes(columns[2]), codes(columns[3])));
      }
    }
    return answers;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(ROOT.resolve("verdicts.tsv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> codes(String column) {
    return column.equals("-") ? List.of() : List.of(column.split(" "));
  }

  private static AnswerContext context(String request) {
    if (request.equals("-")) {
      return AnswerContext.UNKNOWN;
    }
    String tools = request.endsWith("+tools") ? TOOLS : "";
    return AnswerContext.UNKNOWN.withRequest(
        Wire.request("{\"stream\":" + request.startsWith("stream") + tools + "}"));
  }

  /** Names of all heads that are there. */
  static List<String> files() {
    try (Stream<Path> files = Files.walk(RECORDED)) {
      return files
          .filter(file -> file.toString().endsWith(".http"))
          .map(file -> RECORDED.relativize(file).toString().replace('\\', '/'))
          .map(name -> name.substring(0, name.length() - ".http".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
