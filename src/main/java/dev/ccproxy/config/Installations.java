package dev.ccproxy.config;

import dev.ccproxy.catalog.Version;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds programs and their versions by the metadata beside them; runs none of them. */
public final class Installations {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final String CLAUDE_CODE = "@anthropic-ai/claude-code";
  private static final int MOST_FOLDERS_UP = 6;

  /** Written when an installation is all in place; without it, it is a half done one. */
  public static final String COMPLETE = ".ccproxy-complete";

  private final UserEnvironment environment;

  /** Looks on this user's {@code PATH} and in the working directory. */
  public Installations(UserEnvironment environment) {
    this.environment = environment;
  }

  /**
   * The LiteLLM installations that would be started here, in the order of {@code ccproxy up}: the
   * virtual environment of the folder, the first on {@code PATH}, our private one.
   */
  public List<Installed> liteLlm() {
    List<Installed> found = new ArrayList<>();
    for (String folder : new String[] {".venv", "venv"}) {
      Path program = environment.workingDirectory().resolve(folder).resolve(bin("litellm"));
      if (Files.isExecutable(program)) {
        liteLlm(program).ifPresent(found::add);
      }
    }
    environment.onPath("litellm").flatMap(this::liteLlm).ifPresent(found::add);
    privateLiteLlm().flatMap(this::liteLlm).ifPresent(found::add);
    return found;
  }

  private String bin(String program) {
    return environment.windows() ? "Scripts\\" + program + ".exe" : "bin/" + program;
  }

  /** The LiteLLM that this executable starts; empty where nothing tells its version. */
  public Optional<Installed> liteLlm(Path program) {
    return PythonPackage.of(program, "litellm", environment.home());
  }

  /** The command of our private LiteLLM: the newest one that is completely installed. */
  public Optional<Path> privateLiteLlm() {
    Path best = null;
    Version newest = null;
    for (Path folder : privateVersions()) {
      Version version = Version.of(String.valueOf(folder.getFileName())).orElse(null);
      if (version != null
          && Files.exists(folder.resolve(COMPLETE))
          && (newest == null || newest.isBefore(version))) {
        best = folder.resolve(bin("litellm"));
        newest = version;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The folders of our private LiteLLM, one for each version, half done ones among them. */
  public List<Path> privateVersions() {
    Path root = privateLiteLlms();
    return root == null ? List.of() : Folders.list(root, "[0-9]*");
  }

  /** Where {@code ccproxy up} installs LiteLLM, a folder for each version; null without a home. */
  public @Nullable Path privateLiteLlms() {
    Path data = environment.dataFolder();
    return data == null ? null : data.resolve("litellm");
  }

  /** The Claude Code on {@code PATH}, by the {@code package.json} of its package. */
  public Optional<Installed> claudeCode() {
    return environment.onPath("claude").flatMap(this::claudeCode);
  }

  /** The version of the Claude Code that this executable starts. */
  public Optional<Installed> claudeCode(Path program) {
    Path folder = real(program).getParent();
    for (int i = 0; i < MOST_FOLDERS_UP && folder != null; i++) {
      Path metadata = folder.resolve("package.json");
      Optional<Version> version = claudeCodePackage(metadata);
      if (version.isPresent()) {
        return Optional.of(new Installed(program, version.get(), metadata));
      }
      folder = folder.getParent();
    }
    // The native installer keeps each release in a file that is named by its version.
    Path name = real(program).getFileName();
    Path parent = real(program).getParent();
    if (name != null
        && parent != null
        && parent.endsWith("versions")
        && Version.of(name.toString()).isPresent()) {
      return Optional.of(new Installed(program, Version.of(name.toString()).get(), real(program)));
    }
    return Optional.empty();
  }

  /**
   * The version of a package of Claude Code or of its binary for one platform; a project that only
   * depends on it is another package.
   */
  private static Optional<Version> claudeCodePackage(Path metadata) {
    String text = read(metadata);
    if (text == null || !text.contains(CLAUDE_CODE)) {
      return Optional.empty();
    }
    try {
      JsonDocument document = JsonDocument.parse("package.json", SourceText.of(text));
      boolean own =
          document.text(NodePath.of("name")).filter(n -> n.startsWith(CLAUDE_CODE)).isPresent();
      return own ? document.text(NodePath.of("version")).flatMap(Version::of) : Optional.empty();
    } catch (DocumentException e) {
      return Optional.empty();
    }
  }

  private static Path real(Path program) {
    try {
      return program.toRealPath();
    } catch (IOException e) {
      return program;
    }
  }

  private static @Nullable String read(Path file) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return null;
    }
  }
}
