package dev.ccproxy.real;

import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.fault.Faults;
import dev.ccproxy.lab.fault.Schedule;
import dev.ccproxy.lab.fault.Setting;
import dev.ccproxy.lab.gateway.FaultChoice;
import dev.ccproxy.lab.gateway.Roles;
import dev.ccproxy.lab.http.Reply;
import dev.ccproxy.lab.personality.CompatibleServer;
import dev.ccproxy.lab.personality.OpenAi;
import dev.ccproxy.lab.personality.ServedModel;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder of {@code src/test/resources/real/chains}: the files of a user, and {@code
 * chain.properties}, which says who stands behind them and what is to be seen. What may stand there
 * is explained in {@code docs/contributing/adding-a-chain.md}.
 */
final class Chain {
  /** The credential that the provider of a chain takes. */
  static final String KEY = "sk-proj-lab-8vQx2Lr9Zk4Jm5Tq7Wc3";

  private final Path folder;
  private final Properties properties;

  private Chain(Path folder, Properties properties) {
    this.folder = folder;
    this.properties = properties;
  }

  static Chain read(Path folder) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve("chain.properties"))) {
      properties.load(reader);
    }
    return new Chain(folder, properties);
  }

  String name() {
    return folder.getFileName().toString();
  }

  Path folder() {
    return folder;
  }

  /** Whether it belongs to those that run every time. */
  boolean quick() {
    return text("quick").equals("true");
  }

  /** The release of LiteLLM; empty where the client asks the provider itself. */
  Optional<String> liteLlm() {
    return Optional.of(text("litellm")).filter(version -> !version.isEmpty());
  }

  /** {@code healthy}, or the layer and the id of the first root finding. */
  String expect() {
    return text("expect");
  }

  /** The id of a warning that is right although the chain works; mostly empty. */
  String fair() {
    return text("fair");
  }

  /** Whether {@code doctor --fix --yes} makes the chain work. */
  boolean fixed() {
    return text("fix").equals("true");
  }

  /** What the client prints where it fails, maybe nothing; absent where it gets its work done. */
  Optional<String> clientSays() {
    return Optional.ofNullable(properties.getProperty("client")).map(String::strip);
  }

  /** What is exported in the terminal of the client and of ccproxy, placeholders included. */
  Map<String, String> terminal() {
    Map<String, String> variables = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith("terminal.")) {
        variables.put(name.substring("terminal.".length()), text(name));
      }
    }
    return variables;
  }

  /** Who plays the provider, with a personality of the lab or by the names of two more. */
  Personality provider() {
    String name = text("provider");
    return switch (name) {
      case "openai" -> OpenAi.standard(KEY);
      case "openai-compatible" ->
          new CompatibleServer(
              Set.of(KEY), List.of(ServedModel.of("qwen3-32b").limits(131_072, 0)));
      default ->
          new Roles()
              .find(name)
              .orElseThrow(() -> new IllegalArgumentException(this + ": provider " + name))
              .personality(KEY);
    };
  }

  /** What is wrong at the provider: faults of the lab's catalogue, or one reply to everything. */
  List<Fault> faults(Personality provider) throws FaultChoice.UnknownException {
    List<Fault> faults = new ArrayList<>();
    Setting setting = new Setting(provider, KEY, List.of(text("model")), "", 1);
    for (String word : text("fault").split(" ", -1)) {
      if (!word.isEmpty()) {
        FaultChoice choice = FaultChoice.parse(new Faults(), word);
        faults.add(choice.schedule().on(choice.fault().in(setting)));
      }
    }
    if (!text("answer").isEmpty()) {
      String[] parts = text("answer").split(" ", 2);
      Fault fault = new SameAnswer(Integer.parseInt(parts[0]), parts[1]);
      String when = text("answer.when");
      faults.add(when.isEmpty() ? fault : Schedule.parse(when).orElseThrow().on(fault));
    }
    return faults;
  }

  /** One answer to everything that is posted. */
  private record SameAnswer(int status, String body) implements Fault {
    @Override
    public Optional<Reply> instead(Exchange exchange) {
      return exchange.request().method().equals("POST")
          ? Optional.of(Reply.text(status, "application/json", body))
          : Optional.empty();
    }
  }

  private String text(String name) {
    return properties.getProperty(name, "").strip();
  }

  @Override
  public String toString() {
    return name();
  }
}
