package dev.ccproxy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.YamlDocument;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The recipes for CI of the guide, run by a real shell and a real git on the real program. */
@DisabledOnOs(OS.WINDOWS)
class RecipesTest {
  private static final MarkdownPage PAGE =
      MarkdownPage.read(Path.of("docs/guide/doctor.md").toAbsolutePath(), "docs/guide/doctor.md");

  private static final String GOOD =
      """
      model_list:
        - model_name: gpt
          litellm_params:
            model: openai/gpt-6.1-terra
            api_base: https://api.openai.com/v1
            api_key: os.environ/OPENAI_API_KEY
      litellm_settings:
        drop_params: true
      general_settings:
        master_key: os.environ/LITELLM_MASTER_KEY
      """;

  /** The prefix of old tutorials, which no client with tools can work with. */
  private static final String BAD =
      GOOD.replace("openai/gpt-6.1-terra", "ollama/qwen3.5")
          .replace("https://api.openai.com/v1", "http://localhost:11434");

  @TempDir Path root;
  private Path project;

  private record Ran(int exit, String said) {}

  @BeforeEach
  void program() throws IOException {
    project = Files.createDirectories(root.toRealPath().resolve("home/project"));
    Path bin = Files.createDirectories(root.resolve("bin"));
    Path program =
        Files.writeString(
            bin.resolve("ccproxy"),
            "#!/bin/sh\nexec '"
                + Path.of(System.getProperty("java.home"), "bin", "java")
                + "' -XX:TieredStopAtLevel=1 -cp '"
                + classPath()
                + "' dev.ccproxy.Main \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String classPath() {
    List<String> absolute = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      absolute.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, absolute);
  }

  private Ran run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("HOME", Objects.requireNonNull(project.getParent()).toString());
    builder.environment().put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("OPENAI_API_KEY", "sk-made0up0for0the0test");
    builder.environment().put("LITELLM_MASTER_KEY", "sk-made0up0for0the0master");
    for (String name : new String[] {"AUTHOR", "COMMITTER"}) {
      builder.environment().put("GIT_" + name + "_NAME", "Test");
      builder.environment().put("GIT_" + name + "_EMAIL", "test@example.com");
    }
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), said);
  }

  private static String recipe(String file) {
    for (MarkdownPage.Block block : PAGE.blocks()) {
      if (file.equals(block.attributes().get("file"))) {
        return block.text();
      }
    }
    throw new AssertionError("no block with file=" + file);
  }

  private Path script(String name, String text) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private void config(String text) throws IOException {
    Files.writeString(project.resolve("litellm_config.yaml"), text);
  }

  @Test
  void the_hook_of_git_stops_a_bad_commit_and_no_other() throws Exception {
    assertThat(run("git", "init", "-q").exit()).isZero();
    script(".git/hooks/pre-commit", recipe(".git/hooks/pre-commit"));
    config(GOOD);
    run("git", "add", "litellm_config.yaml");
    Ran good = run("git", "commit", "-qm", "good");
    assertThat(good.exit()).as(good.said()).isZero();
    config(BAD);
    run("git", "add", "litellm_config.yaml");
    Ran bad = run("git", "commit", "-qm", "bad");
    assertThat(bad.exit()).isNotZero();
    assertThat(bad.said()).contains("litellm_config.yaml:");
    run("git", "reset", "-q");
    Files.writeString(project.resolve("other.txt"), "x");
    run("git", "add", "other.txt");
    Ran other = run("git", "commit", "-qm", "another file");
    assertThat(other.exit()).as(other.said()).isZero();
  }

  @Test
  void the_plain_script_tells_sound_from_wrong_and_from_not_judged() throws Exception {
    Path script = script("check-gateway.sh", recipe("check-gateway.sh"));
    config(GOOD);
    assertThat(run(script.toString()))
        .isEqualTo(new Ran(0, "the gateway's configuration is sound\n"));
    config(BAD);
    assertThat(run(script.toString())).isEqualTo(new Ran(1, "see ccproxy.xml\n"));
    assertThat(Files.readString(project.resolve("ccproxy.xml"))).contains("<failure");
    Ran nothing = run(script.toString(), "missing.yaml");
    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.said()).contains("could not judge it (exit code 2)");
  }

  @Test
  void the_steps_of_the_workflow_run() throws Exception {
    YamlDocument workflow =
        YamlDocument.parse(
            "ccproxy.yml",
            recipe(".github/workflows/ccproxy.yml").getBytes(StandardCharsets.UTF_8));
    List<String> scripts = new ArrayList<>();
    Node.Sequence steps =
        (Node.Sequence) workflow.find(NodePath.of("jobs", "doctor", "steps")).orElseThrow();
    for (Node step : steps.items()) {
      SourceDocument.find(step, NodePath.of("run"))
          .map(n -> ((Node.Scalar) n).value())
          .filter(s -> s.startsWith("ccproxy "))
          .ifPresent(scripts::add);
    }
    assertThat(scripts).hasSize(1);
    config(GOOD);
    assertThat(run("sh", "-e", "-c", scripts.get(0)).exit()).isZero();
    config(BAD);
    assertThat(run("sh", "-e", "-c", scripts.get(0)).exit()).isEqualTo(1);
    assertThat(Files.readString(project.resolve("ccproxy.sarif"))).contains("\"level\": \"error\"");
  }

  @Test
  void the_hook_of_pre_commit_runs_and_is_meant_for_the_right_files() throws Exception {
    YamlDocument document =
        YamlDocument.parse(
            "config.yaml", recipe(".pre-commit-config.yaml").getBytes(StandardCharsets.UTF_8));
    NodePath hook = NodePath.of("repos").item(0).key("hooks").item(0);
    Pattern files = Pattern.compile(document.text(hook.key("files")).orElseThrow());
    assertThat(files.matcher("litellm_config.yaml").find()).isTrue();
    assertThat(files.matcher("a/.claude/settings.local.json").find()).isTrue();
    assertThat(files.matcher("my_litellm_config.yaml").find()).isFalse();
    assertThat(files.matcher("README.md").find()).isFalse();
    String entry = document.text(hook.key("entry")).orElseThrow();
    config(GOOD);
    Ran good = run("sh", "-c", entry);
    assertThat(good.exit()).as(good.said()).isZero();
    config(BAD);
    assertThat(run("sh", "-c", entry).exit()).isEqualTo(1);
  }
}
