package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files: an answer, never a fault of the program, and nothing that a terminal obeys. */
class InspectFuzzTest {
  private static final Path RECORDED = Path.of("src/test/resources/wire/recorded");
  private static final int INPUTS = 200;

  @TempDir private Path root;

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }

  private static List<byte[]> corpus() throws IOException {
    byte[] stream = Files.readAllBytes(RECORDED.resolve("ollama-0.34.4/tool_stream.sse"));
    byte[] answer = Files.readAllBytes(RECORDED.resolve("litellm-1.108.11/chat-only-404-go.http"));
    byte[] json = Files.readAllBytes(RECORDED.resolve("a2o-0.1.6/plain.json"));
    String text =
        new String(stream, StandardCharsets.UTF_8)
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n");
    String har =
        "{\"log\":{\"entries\":[{\"request\":{\"method\":\"POST\",\"url\":\"http://h/v1/messages\","
            + "\"headers\":[{\"name\":\"x-api-key\",\"value\":\"0123456789\"}],"
            + "\"postData\":{\"text\":\"{\\\"stream\\\":true}\"}},\"response\":{\"status\":200,"
            + "\"headers\":[],\"content\":{\"size\":9,\"text\":\""
            + text
            + "\",\"encoding\":\"\"}}}]}}";
    byte[] archive = har.getBytes(StandardCharsets.UTF_8);
    return List.of(stream, answer, json, archive, gzip(stream), gzip(answer), gzip(archive));
  }

  private static byte[] damage(byte[] bytes, Random random) {
    byte[] out = bytes.clone();
    for (int change = random.nextInt(4); change >= 0 && out.length > 0; change--) {
      int at = random.nextInt(out.length);
      switch (random.nextInt(5)) {
        case 0 -> out[at] = (byte) random.nextInt(256);
        case 1 -> out[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> out[at] = (byte) "{}[]\",:\\\n\r \0<\u001b".charAt(random.nextInt(14));
        case 3 -> out = Arrays.copyOf(out, at);
        default -> {
          int to = Math.min(out.length, at + random.nextInt(80));
          byte[] shorter = Arrays.copyOf(out, out.length - (to - at));
          System.arraycopy(out, to, shorter, at, out.length - to);
          out = shorter;
        }
      }
    }
    return out;
  }

  private static boolean isHarmless(int c) {
    return c == '\n' || (c >= 0x20 && c < 0x7F) || (c > 0x9F && Character.getType(c) != 16);
  }

  @Test
  void damaged_files_get_an_answer() throws Exception {
    List<byte[]> corpus = corpus();
    Random random = new Random(7);
    Cli cli = new Cli(root);
    Path file = cli.project().resolve("x");
    List<Integer> exits = new ArrayList<>();
    for (int input = 0; input < INPUTS; input++) {
      Files.write(file, damage(corpus.get(random.nextInt(corpus.size())), random));
      boolean json = random.nextBoolean();
      Cli.Result result =
          random.nextInt(4) == 0
              ? cli.run("inspect", "x", "--events", "--format", json ? "json" : "text")
              : cli.run("inspect", "x", "--format", json ? "json" : "text");
      assertThat(result.exit()).as("input %d: %s", input, result.err()).isIn(0, 1, 3);
      assertThat((result.out() + result.err()).codePoints().allMatch(InspectFuzzTest::isHarmless))
          .as("input %d", input)
          .isTrue();
      if (json && result.exit() < 3 && input % 4 == 0) {
        Schemas.check("inspect/1", result.out());
      }
      exits.add(result.exit());
    }
    assertThat(exits).contains(0, 1, 3);
  }
}
