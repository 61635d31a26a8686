package dev.ccproxy.real;

import dev.ccproxy.lab.LabServer;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Scene;
import dev.ccproxy.lab.personality.CompatibleServer;
import dev.ccproxy.lab.personality.DeepSeek;
import dev.ccproxy.lab.personality.MiniMax;
import dev.ccproxy.lab.personality.Ollama;
import dev.ccproxy.lab.personality.OpenAi;
import dev.ccproxy.lab.personality.OpenRouter;
import dev.ccproxy.lab.personality.ServedModel;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * A provider that the lab plays, with a port of its own. It is an argument of tests, which JUnit
 * would close after each of them if it could be closed: its server is closed by whoever made it.
 */
final class ProviderUnderTest {
  private final String id;
  private final String model;
  private final String keyVariable;
  private final String key;
  private final String directBase;
  private final String gatewayBase;
  private final String gatewayPath;
  private final LabServer server;

  private ProviderUnderTest(
      String id,
      String model,
      String keyVariable,
      String key,
      String directBase,
      String gatewayBase,
      String gatewayPath,
      Personality personality)
      throws IOException {
    this.id = id;
    this.model = model;
    this.keyVariable = keyVariable;
    this.key = key;
    this.directBase = directBase;
    this.gatewayBase = gatewayBase;
    this.gatewayPath = gatewayPath;
    this.server =
        LabServer.start(
            new Scene(
                personality,
                List.of(new RefusalOnRequest(), new ThoughtOnRequest()),
                Clock.systemUTC(),
                1));
  }

  static ProviderUnderTest openAi() throws IOException {
    String key = "sk-proj-lab-" + "o".repeat(20);
    return new ProviderUnderTest(
        "openai",
        "gpt-6.1-terra",
        "OPENAI_API_KEY",
        key,
        "",
        "/v1",
        "/v1/responses",
        OpenAi.standard(key));
  }

  static ProviderUnderTest deepSeek() throws IOException {
    String key = "sk-lab-" + "d".repeat(25);
    return new ProviderUnderTest(
        "deepseek",
        "deepseek-flash",
        "DEEPSEEK_API_KEY",
        key,
        "/anthropic",
        "",
        "/anthropic/v1/messages",
        DeepSeek.standard(key));
  }

  static ProviderUnderTest ollama() throws IOException {
    return new ProviderUnderTest(
        "ollama",
        "qwen3-coder",
        "OLLAMA_API_KEY",
        "ollama",
        "",
        "",
        "/api/chat",
        Ollama.standard());
  }

  static ProviderUnderTest openRouter() throws IOException {
    String key = "sk-or-v1-lab-" + "r".repeat(40);
    return new ProviderUnderTest(
        "openrouter",
        "anthropic/claude-sonnet-5",
        "OPENROUTER_API_KEY",
        key,
        "/api",
        "/api/v1",
        "/api/v1/chat/completions",
        OpenRouter.standard(key));
  }

  static ProviderUnderTest miniMax() throws IOException {
    String key = "sk-cp-lab-" + "m".repeat(25);
    return new ProviderUnderTest(
        "minimax",
        "MiniMax-M3",
        "MINIMAX_API_KEY",
        key,
        "/anthropic",
        "/anthropic",
        "/anthropic/v1/messages",
        MiniMax.international(key));
  }

  /** A chat-only server that wants a key and knows no effort. */
  static ProviderUnderTest customServer() throws IOException {
    String key = "sk-custom-lab-" + "c".repeat(20);
    ServedModel model = ServedModel.of("qwen3-32b").limits(131_072, 0);
    return new ProviderUnderTest(
        "custom",
        model.id(),
        "CUSTOM_API_KEY",
        key,
        "",
        "/v1",
        "/v1/chat/completions",
        new CompatibleServer(Set.of(key), List.of(model)).refusing("reasoning_effort"));
  }

  String id() {
    return id;
  }

  String model() {
    return model;
  }

  String keyVariable() {
    return keyVariable;
  }

  String key() {
    return key;
  }

  /** What the client gets as its base URL without a gateway. */
  String directBase() {
    return server.url() + directBase;
  }

  /** Where the client's own requests must arrive. */
  String directPath() {
    return directBase + "/v1/messages";
  }

  /** What the gateway gets as {@code api_base}. */
  String gatewayBase() {
    return server.url() + gatewayBase;
  }

  /** Where the gateway's requests must arrive. */
  String gatewayPath() {
    return gatewayPath;
  }

  /** Whether a credential of a recording is this provider's key. */
  boolean isShortened(String credential) {
    return key.length() < 12
        ? credential.endsWith("…")
        : credential.endsWith("…" + key.substring(key.length() - 4));
  }

  LabServer server() {
    return server;
  }

  @Override
  public String toString() {
    return id;
  }
}
