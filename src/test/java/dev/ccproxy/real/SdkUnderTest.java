package dev.ccproxy.real;

import dev.ccproxy.lab.json.Json;
import dev.ccproxy.lab.json.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of Anthropic's SDKs: a script that plays one conversation for each line that it gets. */
final class SdkUnderTest implements AutoCloseable {
  private static final Path SCRIPTS =
      Path.of("src/test/resources/dev/ccproxy/real").toAbsolutePath();

  private final String name;
  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  private SdkUnderTest(String name, Path logs, List<String> command) throws IOException {
    this.name = name;
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(logs.toFile())
            .redirectError(logs.resolve(name.replace('/', '-') + ".err").toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                "/usr/local/bin:/usr/bin:/bin",
                "HOME",
                logs.toString(),
                "LANG",
                "C.UTF-8"));
    process = builder.start();
    in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** {@code @anthropic-ai/sdk} of npm. */
  static SdkUnderTest typeScript(Path logs, String key, String model) throws IOException {
    return new SdkUnderTest(
        "@anthropic-ai/sdk",
        logs,
        List.of(
            "node",
            SCRIPTS.resolve("sdk_outcomes.mjs").toString(),
            RealParts.typeScriptSdk().toString(),
            key,
            model));
  }

  /** {@code anthropic} of PyPI. */
  static SdkUnderTest python(Path logs, String key, String model) throws IOException {
    return new SdkUnderTest(
        "anthropic",
        logs,
        List.of(
            RealParts.pythonOfSdk().toString(),
            SCRIPTS.resolve("sdk_outcomes.py").toString(),
            key,
            model));
  }

  /** The name of its package. */
  String name() {
    return name;
  }

  /**
   * Plays one conversation.
   *
   * @param run {@code text}, {@code call}, {@code calls}, with {@code body-} in front for answers
   *     that are not streamed
   * @return its version, and its turns or its error
   */
  Json play(String url, String run, boolean thinking) throws IOException, JsonSyntaxException {
    Json job = Json.object().with("url", url).with("run", run).with("thinking", thinking);
    in.write(job + "\n");
    in.flush();
    String line = out.readLine();
    if (line == null) {
      throw new IllegalStateException(name + " has ended");
    }
    return Json.parse(line.getBytes(StandardCharsets.UTF_8));
  }

  /** What became of a conversation, beside the one in which nothing was wrong. */
  static String outcome(Json result, Json healthy) {
    if (result.at("error").exists()) {
      return "error: " + result.at("error").text("").lines().findFirst().orElse("");
    }
    List<Json> turns = result.at("turns").items();
    List<Json> expected = healthy.at("turns").items();
    for (int i = 0; i < Math.min(turns.size(), expected.size()); i++) {
      String damage = damage(turns.get(i), expected.get(i));
      if (!damage.isEmpty()) {
        return "silent: " + damage;
      }
    }
    return turns.size() == expected.size() ? "as-healthy" : "silent: other turns";
  }

  private static String damage(Json turn, Json healthy) {
    if (!turn.at("message").truth(false)) {
      return "no message";
    }
    String call = callDamage(turn.at("calls").items(), healthy.at("calls").items());
    if (!call.isEmpty()) {
      return call;
    }
    if (!turn.at("text").equals(healthy.at("text"))) {
      String said = String.join("", texts(turn.at("text")));
      return said.isEmpty() ? "empty answer" : "other text";
    }
    if (!turn.at("thinking").equals(healthy.at("thinking"))) {
      return "other thinking";
    }
    if (!turn.at("stop").equals(healthy.at("stop"))) {
      return "stop_reason " + turn.at("stop").text("null");
    }
    return turn.at("tokens").equals(healthy.at("tokens")) ? "" : "no token count";
  }

  private static List<String> texts(Json list) {
    List<String> texts = new ArrayList<>();
    for (Json item : list.items()) {
      texts.add(item.text(""));
    }
    return texts;
  }

  private static String callDamage(List<Json> calls, List<Json> healthy) {
    if (calls.size() != healthy.size()) {
      return calls.size() < healthy.size() ? "call lost" : "one call more";
    }
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < calls.size(); i++) {
      Json input = calls.get(i).at("input");
      if (!input.equals(healthy.get(i).at("input"))) {
        boolean empty = input.isObject() && input.keys().isEmpty();
        return empty ? "arguments lost" : "other arguments";
      }
      if (!calls.get(i).at("name").equals(healthy.get(i).at("name"))) {
        return "other tool";
      }
      ids.add(calls.get(i).at("id").text(""));
    }
    boolean usable = ids.stream().allMatch(id -> id.matches("[a-zA-Z0-9_-]+"));
    return usable && ids.size() == calls.size() ? "" : "call without a usable id";
  }

  @Override
  public void close() throws IOException {
    in.close();
    process.destroyForcibly();
  }
}
