package dev.ccproxy.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.cli.Written;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files that the built ccproxy writes with {@code init} and {@code use}, unedited. */
final class InitFiles implements FilesUnderTest {
  private static final Path PROGRAM =
      Path.of(System.getProperty("ccproxy.dist", "target/ccproxy"), "bin", "ccproxy");

  private final Path folder;
  private final boolean gateway;

  private InitFiles(Path folder, boolean gateway) {
    this.folder = folder;
    this.gateway = gateway;
  }

  /** The litellm route: all of them behind one gateway. */
  static InitFiles liteLlm(Path folder, int port, List<ProviderUnderTest> providers)
      throws IOException {
    InitFiles files = new InitFiles(folder, true);
    List<String> command = new ArrayList<>(List.of("init"));
    for (ProviderUnderTest provider : providers) {
      command.add(provider.id());
    }
    for (ProviderUnderTest provider : providers) {
      command.addAll(List.of("--base-url", provider.id() + "=" + provider.gatewayBase()));
    }
    command.addAll(
        List.of("--protocol", "openai", "--model", "opus=custom/qwen3-32b", "--context", "131072"));
    command.addAll(
        List.of("--port", Integer.toString(port), "--settings", "settings.json", "--yes"));
    files.run(command, providers);
    return files;
  }

  /** The direct route; each provider gets a settings file of its own. */
  static InitFiles direct(Path folder) {
    return new InitFiles(folder, false);
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public Path settings(ProviderUnderTest provider) throws IOException {
    if (gateway) {
      run(List.of("use", provider.model(), "--settings", "settings.json", "--yes"), List.of());
      return folder.resolve("settings.json");
    }
    Path file = folder.resolve("settings-" + provider.id() + ".json");
    run(
        List.of(
            "init",
            provider.id(),
            "--base-url",
            provider.directBase(),
            "--settings",
            file.toString(),
            "--yes"),
        List.of(provider));
    return file;
  }

  /** The names under which the written configuration serves models. */
  List<String> modelNames() {
    List<String> names = new ArrayList<>();
    Node list =
        Written.yaml(folder.resolve("litellm_config.yaml"))
            .find(NodePath.of("model_list"))
            .orElseThrow();
    for (int i = 0; i < ((Node.Sequence) list).items().size(); i++) {
      NodePath name = NodePath.of("model_list").item(i).key("model_name");
      names.add(Written.yaml(folder.resolve("litellm_config.yaml")).text(name).orElseThrow());
    }
    return names;
  }

  private void run(List<String> arguments, List<ProviderUnderTest> keys) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toAbsolutePath().toString()));
    command.addAll(arguments);
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", Files.createDirectories(folder.resolve("home")).toString());
    environment.put("CCPROXY_NO_ARCHIVE", "1");
    keys.forEach(provider -> environment.put(provider.keyVariable(), provider.key()));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as("%s%n%s", arguments, out).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    keys.forEach(
        provider ->
            assertThat(out)
                .doesNotContain(provider.key().length() < 12 ? "no such key" : provider.key()));
  }
}
