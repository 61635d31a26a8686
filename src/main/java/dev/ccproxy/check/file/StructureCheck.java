package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.ClientSettings;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.config.SettingsScope;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.config.SourceReader;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Do the client's variables stand where the client looks for them? */
public final class StructureCheck extends ClientCheck {
  private static final String BASE_URL = "ANTHROPIC_BASE_URL";
  private static final String TOKEN = "ANTHROPIC_AUTH_TOKEN";
  private static final String KEY = "ANTHROPIC_API_KEY";

  /** Variables of the client without its usual prefixes. */
  private static final List<String> FURTHER =
      List.of(
          "API_TIMEOUT_MS",
          "DISABLE_TELEMETRY",
          "ENABLE_TOOL_SEARCH",
          "MAX_THINKING_TOKENS",
          "DISABLE_PROMPT_CACHING",
          "DISABLE_INTERLEAVED_THINKING",
          "NO_PROXY",
          "no_proxy");

  private static final String[] FOLLOWERS = {
    "CCP-S105", "CCP-S106", "CCP-S112", "CCP-S208", "CCP-L101", "CCP-L201", "CCP-L302"
  };

  public StructureCheck() {
    super(
        "CCP-S111",
        "settings-structure",
        "Do the client's variables stand where the client reads them?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    List<Finding> findings = new ArrayList<>();
    for (SettingsFile file : scene.workspace().settings().files()) {
      JsonDocument document = file.document().orElse(null);
      if (document != null && document.root() instanceof Node.Mapping root) {
        topLevel(scene, file, root, findings);
        lowerCase(scene, file, findings);
      }
    }
    if (scene.workspace().client().kind() == ClientKind.CLAUDE_CODE) {
      dotenv(scene, findings);
    }
    userLocal(scene, findings);
    return findings;
  }

  private static boolean isVariable(String name) {
    return name.startsWith("ANTHROPIC_")
        || name.startsWith("CLAUDE_CODE_")
        || FURTHER.contains(name);
  }

  private void topLevel(
      FileScene scene, SettingsFile file, Node.Mapping root, List<Finding> findings) {
    List<Node.Entry> misplaced = new ArrayList<>();
    for (Node.Entry entry : root.entries()) {
      if (isVariable(entry.key()) && entry.value() instanceof Node.Scalar) {
        misplaced.add(entry);
      }
    }
    if (misplaced.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    boolean decides = false;
    for (Node.Entry entry : misplaced) {
      names.add(entry.key());
      changes.add(new Change.Remove(NodePath.of(entry.key())));
      if (!file.env().containsKey(entry.key()) && entry.value() instanceof Node.Scalar scalar) {
        changes.add(new Change.Set(NodePath.of("env", entry.key()), Value.of(scalar.value())));
      }
      decides |=
          entry.key().startsWith("ANTHROPIC_")
              && scene.workspace().settings().set(entry.key()).isEmpty();
    }
    String them = names.size() == 1 ? "it" : "them";
    Finding.Builder finding =
        finding(
                decides ? Severity.ERROR : Severity.WARNING,
                file.file().shown()
                    + ": "
                    + String.join(", ", names)
                    + (names.size() == 1 ? " stands" : " stand")
                    + " outside of \"env\"")
            .cause("The client reads variables from the \"env\" object alone and ignores others.")
            .impact("The client works as if nothing of it were there.")
            .explains(FOLLOWERS)
            .fix(
                file.source() == Origin.Source.MANAGED
                    ? Fix.manual("Ask the administrator to move " + them + " into \"env\"")
                    : Fix.ask(
                        changes.size() == misplaced.size()
                            ? "Take out what stands in \"env\" as well"
                            : "Move " + them + " into \"env\"",
                        edit(file, changes)));
    for (Node.Entry entry : misplaced) {
      finding.evidence(Evidence.of(file.place(entry)));
    }
    findings.add(finding.build());
  }

  private void lowerCase(FileScene scene, SettingsFile file, List<Finding> findings) {
    for (Node.Entry entry : file.env().values()) {
      String upper = entry.key().toUpperCase(Locale.ROOT);
      boolean other =
          !upper.equals(entry.key())
              && (upper.startsWith("ANTHROPIC_") || upper.startsWith("CLAUDE_CODE_"));
      if (!other || !(entry.value() instanceof Node.Scalar scalar)) {
        continue;
      }
      boolean decides = scene.workspace().settings().set(upper).isEmpty();
      findings.add(
          finding(
                  decides && upper.startsWith("ANTHROPIC_") ? Severity.ERROR : Severity.WARNING,
                  entry.key() + " is not " + upper)
              .cause("Names of variables count in their case.")
              .impact("It has no effect.")
              .evidence(Evidence.of(file.place(entry)))
              .explains(FOLLOWERS)
              .fix(capitals(file, entry.key(), upper, scalar.value()))
              .build());
    }
  }

  private static Fix capitals(SettingsFile file, String name, String upper, String value) {
    if (file.source() == Origin.Source.MANAGED) {
      return Fix.manual("Ask the administrator to write the name in capital letters");
    }
    Change remove = new Change.Remove(NodePath.of("env", name));
    return file.env().containsKey(upper)
        ? Fix.ask("Take it out; " + upper + " stands beside it", edit(file, List.of(remove)))
        : Fix.safe(
            "Write the name in capital letters",
            edit(
                file, List.of(remove, new Change.Set(NodePath.of("env", upper), Value.of(value)))));
  }

  private static FileEdit edit(SettingsFile file, List<Change> changes) {
    return new FileEdit.Tree(file.file().path(), FileEdit.Format.JSON, changes, true);
  }

  /** A set-up that stands in a file which this client never reads. */
  private void dotenv(FileScene scene, List<Finding> findings) {
    SourceFile file = scene.workspace().dotenv();
    SourceDocument document = file.document();
    if (document == null || !(document.root() instanceof Node.Mapping root)) {
      return;
    }
    ClientRequest request = scene.workspace().clientRequest();
    boolean address = value(root, BASE_URL) != null && request.baseUrl().isEmpty();
    String credential = value(root, TOKEN) != null ? TOKEN : KEY;
    boolean key =
        value(root, credential) != null
            && request.baseUrl().isPresent()
            && request.headers().isEmpty();
    if (!address && !key) {
      return;
    }
    ClientSettings settings = scene.workspace().settings();
    List<Change> changes = new ArrayList<>();
    for (Node.Entry entry : root.entries()) {
      boolean ours =
          isVariable(entry.key())
              && EnvDocument.isName(entry.key())
              && settings.set(entry.key()).isEmpty();
      if (ours && entry.value() instanceof Node.Scalar scalar) {
        changes.add(new Change.Set(NodePath.of("env", entry.key()), Value.of(scalar.value())));
      }
    }
    Node.Entry first = root.entry(address ? BASE_URL : credential).orElseThrow();
    Path user = SettingsScope.USER.file(scene.workspace().environment());
    findings.add(
        finding(
                Severity.ERROR,
                "The client's set-up stands in " + file.shown() + ", which Claude Code never reads")
            .cause(
                "Claude Code reads settings files and the environment. Only claude-code-haha loads"
                    + " a .env, and that from its own folder.")
            .impact(
                address
                    ? "The client says \"Not logged in\", or goes to Anthropic with whatever login"
                        + " there is."
                    : "The client says \"Not logged in\", or sends whatever login there is.")
            .evidence(Evidence.of(Place.of(file, document, first.keySpan())))
            .explains(FOLLOWERS)
            .fix(
                user == null
                    ? Fix.manual("Write the variables into the client's settings")
                    : Fix.ask(
                        "Write the variables into " + scene.workspace().environment().shorten(user),
                        new FileEdit.Tree(user, FileEdit.Format.JSON, changes, true)))
            .build());
  }

  private static @Nullable String value(Node.Mapping root, String name) {
    Node.Entry entry = root.entry(name).orElse(null);
    return entry != null && entry.value() instanceof Node.Scalar scalar && !scalar.value().isEmpty()
        ? scalar.value()
        : null;
  }

  /** {@code ~/.claude/settings.local.json} looks like a user's own file and is none. */
  private void userLocal(FileScene scene, List<Finding> findings) {
    UserEnvironment environment = scene.workspace().environment();
    Path folder = environment.clientFolder();
    if (folder == null) {
      return;
    }
    Path path = folder.resolve("settings.local.json");
    for (SettingsFile file : scene.workspace().settings().files()) {
      if (file.file().path().equals(path)) {
        return;
      }
    }
    SourceFile file = new SourceReader(environment).read(path, SourceReader.Format.JSON);
    SourceDocument document = file.document();
    if (document == null
        || !(document.find(NodePath.of("env")).orElse(null) instanceof Node.Mapping env)) {
      return;
    }
    for (Node.Entry entry : env.entries()) {
      if (entry.key().startsWith("ANTHROPIC_")
          && scene.workspace().settings().set(entry.key()).isEmpty()) {
        findings.add(
            finding(Severity.WARNING, file.shown() + " is not read here")
                .cause(
                    "A local settings file counts in the project that it lies in; there is none for"
                        + " the user.")
                .impact("What it says has no effect, " + entry.key() + " for one.")
                .evidence(Evidence.of(Place.of(file, document, entry.keySpan())))
                .fix(Fix.manual("Move its content to settings.json beside it"))
                .build());
        return;
      }
    }
  }
}
