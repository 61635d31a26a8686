package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientKind;
import dev.ccproxy.config.ClientState;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.Problem;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Can every file be read by the program that it is for? */
public final class FilesParseCheck extends ClientCheck {
  /** What is missing when a settings file is skipped. */
  private static final String[] FOLLOWERS = {
    "CCP-S102",
    "CCP-S104",
    "CCP-S105",
    "CCP-S106",
    "CCP-S107",
    "CCP-S111",
    "CCP-S112",
    "CCP-S403",
    "CCP-L101",
    "CCP-L201",
    "CCP-L302"
  };

  /** Keys by which a settings file takes part in the chain. */
  private static final String[] CHAIN_KEYS = {"env", "model", "apiKeyHelper", "modelOverrides"};

  public FilesParseCheck() {
    super(
        "CCP-S101",
        "files-parse",
        "Can every file be read by the program that it is for?",
        Layer.CLIENT_CONFIG,
        Group.FILES);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    List<Finding> findings = new ArrayList<>();
    for (SettingsFile file : scene.workspace().settings().files()) {
      settings(file, scene.workspace(), findings);
    }
    if (scene.workspace().hasClient()) {
      state(scene.workspace().clientState(), findings);
    }
    for (LiteLlmConfig config : scene.workspace().configs()) {
      config(config, findings);
    }
    for (SourceFile file : scene.workspace().gatewayEnvironment().files()) {
      env(file, Layer.GATEWAY, scene, findings);
    }
    if (scene.workspace().client().kind() == ClientKind.HAHA
        && scene.workspace().configs().isEmpty()) {
      env(scene.workspace().dotenv(), Layer.CLIENT_CONFIG, scene, findings);
    }
    return findings;
  }

  private void settings(SettingsFile settings, Workspace workspace, List<Finding> findings) {
    SourceFile file = settings.file();
    Finding.Builder bad;
    switch (file.state()) {
      case ABSENT -> {
        absent(settings, findings);
        return;
      }
      case READ -> {
        if (settings.isInEffect()) {
          lint(settings, findings);
          return;
        }
        findings.add(skipped(settings, workspace));
        return;
      }
      case BROKEN -> {
        DocumentException failure = file.failure();
        bad =
            finding(Severity.ERROR, file.shown() + " is no valid JSON")
                .cause(sentence(failure == null ? "it cannot be parsed" : failure.reason()))
                .evidence(Evidence.of(brokenPlace(file)))
                .fix(Fix.manual("Correct the file at that place"));
      }
      default -> bad = unreadable(file);
    }
    findings.add(bad.impact(effect(settings, workspace)).explains(FOLLOWERS).build());
  }

  private Finding.Builder unreadable(SourceFile file) {
    String why =
        switch (file.state()) {
          case NOT_A_FILE -> "Something other than a plain file has this name.";
          case TOO_BIG -> "It is larger than 10 MB, which no configuration is.";
          default -> "The system does not let this user read it.";
        };
    return finding(Severity.ERROR, file.shown() + " cannot be read")
        .cause(why)
        .evidence(Evidence.of(Place.of(file)))
        .fix(Fix.manual("Put a plain file there that you may read, or remove it"));
  }

  private void absent(SettingsFile settings, List<Finding> findings) {
    SourceFile file = settings.file();
    if (settings.source() == Origin.Source.FLAG) {
      findings.add(
          finding(Severity.ERROR, file.shown() + " does not exist")
              .cause("It was named as the settings file, and nothing is there.")
              .impact("The client ends with \"Settings file not found\".")
              .evidence(Evidence.of(Place.of(file)))
              .explains(FOLLOWERS)
              .fix(Fix.manual("Name an existing file"))
              .build());
      return;
    }
    Path folder = file.path().getParent();
    if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
      findings.add(
          finding(Severity.WARNING, "A file stands where the client keeps its settings folder")
              .cause("The folder of " + file.shown() + " is a file.")
              .impact("The client cannot read or save settings of this scope.")
              .evidence(Evidence.of(Place.of(file)))
              .fix(Fix.manual("Move that file out of the way"))
              .build());
    }
  }

  private Finding skipped(SettingsFile settings, Workspace workspace) {
    SourceFile file = settings.file();
    SettingsFile.WrongType wrong = settings.wrongType();
    if (!(file.document() instanceof JsonDocument json)) {
      throw new IllegalStateException("settings are JSON: " + file.shown());
    }
    Severity severity = matters(json) ? Severity.ERROR : Severity.WARNING;
    if (wrong != null && json.isStrict()) {
      String what = wrong.path().isRoot() ? "the file" : "\"" + wrong.path() + "\"";
      return finding(severity, file.shown() + ": " + what + " is not " + wrong.expected())
          .cause("The client skips a settings file in which a known key has another type.")
          .impact(effect(settings, workspace))
          .evidence(Evidence.of(settings.place(wrong.node())))
          .explains(FOLLOWERS)
          .fix(Fix.manual("Make " + what + " " + wrong.expected()))
          .build();
    }
    Finding.Builder finding =
        finding(severity, file.shown() + " is no valid JSON")
            .cause(leniencies(json.problems()))
            .impact(effect(settings, workspace))
            .explains(FOLLOWERS)
            .fix(
                settings.source() == Origin.Source.MANAGED
                    ? Fix.manual("Ask the administrator to correct the file")
                    : Fix.ask("Take them out", new FileEdit.StrictJson(file.path())));
    for (Problem problem : json.problems()) {
      if (isLeniency(problem)) {
        finding.evidence(Evidence.of(Place.of(file, json, problem.span())));
      }
    }
    return finding.build();
  }

  private static boolean isLeniency(Problem problem) {
    return problem.kind() == Problem.Kind.COMMENT || problem.kind() == Problem.Kind.TRAILING_COMMA;
  }

  private static String leniencies(List<Problem> problems) {
    boolean comments = false;
    boolean commas = false;
    for (Problem problem : problems) {
      comments |= problem.kind() == Problem.Kind.COMMENT;
      commas |= problem.kind() == Problem.Kind.TRAILING_COMMA;
    }
    String what =
        comments && commas
            ? "comments and commas before a closing bracket"
            : comments ? "comments" : "a comma before a closing bracket";
    return "It holds " + what + "; the client reads strict JSON and skips the whole file.";
  }

  private static boolean matters(JsonDocument json) {
    if (!(json.root() instanceof Node.Mapping mapping)) {
      return true;
    }
    for (String key : CHAIN_KEYS) {
      if (mapping.entry(key).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static String effect(SettingsFile settings, Workspace workspace) {
    String without =
        "Nothing in it is in effect: the client goes on with what other files and the shell say";
    if (workspace.refusesToStart(settings)) {
      return "The client ends with an error before it sends anything; releases before 2.1.330 go on"
          + " without the file.";
    }
    return without + ", and releases before 2.1.330 say nothing about it.";
  }

  private Finding ignored(SettingsFile settings, SettingsFile.WrongType wrong) {
    boolean models = wrong.path().toString().equals("availableModels");
    return finding(
            Severity.WARNING,
            settings.file().shown() + ": \"" + wrong.path() + "\" is not " + wrong.expected())
        .cause("The client takes the rest of an administrator's file in which a key is wrong.")
        .impact(
            models
                ? "It counts as an empty list: the client takes no model but its own."
                : "The key has no effect.")
        .evidence(Evidence.of(settings.place(wrong.node())))
        .fix(Fix.manual("Ask the administrator to correct the file"))
        .build();
  }

  /** What does no harm by itself and is seldom meant. */
  private void lint(SettingsFile settings, List<Finding> findings) {
    SourceDocument document = settings.file().document();
    if (document == null) {
      return;
    }
    if (settings.wrongType() != null) {
      findings.add(ignored(settings, settings.wrongType()));
    }
    for (Problem problem : document.problems()) {
      if (problem.kind() == Problem.Kind.DUPLICATE_KEY) {
        findings.add(
            finding(
                    Severity.INFO,
                    settings.file().shown() + ": \"" + problem.detail() + "\" stands there twice")
                .cause("Of repeated keys the last one counts.")
                .impact("The first one has no effect.")
                .evidence(Evidence.of(Place.of(settings.file(), document, problem.span())))
                .fix(Fix.manual("Remove the one that is not meant"))
                .build());
      }
    }
    for (Node.Entry entry : settings.env().values()) {
      boolean text = entry.value() instanceof Node.Scalar s && s.kind() == Node.Kind.STRING;
      if (!text) {
        findings.add(notText(settings, entry));
      }
    }
  }

  private Finding notText(SettingsFile settings, Node.Entry entry) {
    boolean plain = entry.value() instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.NULL;
    boolean ours = entry.key().startsWith("ANTHROPIC_") || entry.key().startsWith("CLAUDE_CODE_");
    return finding(
            !plain && ours ? Severity.WARNING : Severity.INFO,
            settings.file().shown() + ": the value of " + entry.key() + " is no string")
        .cause(
            plain
                ? "The client turns it into text; its schema asks for a string."
                : "The client turns it into text: null becomes the word null, and an object or a"
                    + " list becomes no useful value.")
        .impact(plain ? "It works as it is." : "The variable has a value that nobody means.")
        .evidence(Evidence.of(settings.place(entry)))
        .fix(Fix.manual("Write it as a string in double quotes"))
        .build();
  }

  private void state(ClientState state, List<Finding> findings) {
    SourceFile file = state.stateFile().orElse(null);
    if (file == null || !file.exists()) {
      return;
    }
    boolean broken =
        file.state() == SourceFile.State.BROKEN
            || (file.document() instanceof JsonDocument json && !json.isStrict());
    if (broken) {
      findings.add(
          finding(Severity.ERROR, file.shown() + " is no valid JSON")
              .cause("It is the file in which the client keeps its own state.")
              .impact("The client ends at once and says that the file is corrupted.")
              .evidence(Evidence.of(Place.of(file)))
              .explains(FOLLOWERS)
              .fix(
                  Fix.manual(
                      "Restore it from ~/.claude/backups, or move it away; the client makes a new"
                          + " one"))
              .build());
    }
  }

  private void config(LiteLlmConfig config, List<Finding> findings) {
    for (SourceFile file : config.files()) {
      boolean list = file.document() != null && !(file.document().root() instanceof Node.Mapping);
      if (file.state() == SourceFile.State.BROKEN) {
        DocumentException failure = file.failure();
        findings.add(
            gateway(file.shown() + " is no valid YAML")
                .cause(sentence(failure == null ? "it cannot be parsed" : failure.reason()))
                .evidence(Evidence.of(brokenPlace(file)))
                .fix(Fix.manual("Correct the file at that place"))
                .build());
      } else if (list) {
        findings.add(
            gateway(file.shown() + " holds no keys and values")
                .cause("LiteLLM's configuration begins with keys such as model_list.")
                .evidence(Evidence.of(Place.of(file)))
                .fix(Fix.manual("Put model_list: and the other sections at the left margin"))
                .build());
      } else if (file.exists() && file.state() != SourceFile.State.READ) {
        findings.add(
            unreadable(file).layer(Layer.GATEWAY).impact(NO_START).explains(NO_GATEWAY).build());
      } else if (!file.exists() && file == config.file()) {
        findings.add(
            gateway(file.shown() + " does not exist")
                .cause("It was named as LiteLLM's configuration, and nothing is there.")
                .evidence(Evidence.of(Place.of(file)))
                .fix(Fix.manual("Name an existing file"))
                .build());
      }
    }
  }

  private static final String NO_START = "LiteLLM does not start with this configuration.";
  private static final String[] NO_GATEWAY = {"CCP-S106", "CCP-S208", "CCP-L101"};

  private Finding.Builder gateway(String title) {
    return finding(Severity.ERROR, title)
        .layer(Layer.GATEWAY)
        .impact(NO_START)
        .explains(NO_GATEWAY);
  }

  private void env(SourceFile file, Layer layer, FileScene scene, List<Finding> findings) {
    if (!file.exists()) {
      return;
    }
    SourceDocument document = file.document();
    if (document == null) {
      findings.add(
          unreadable(file)
              .layer(layer)
              .impact("The variables in it are missing where they are needed.")
              .build());
      return;
    }
    for (Problem problem : document.problems()) {
      if (problem.kind() == Problem.Kind.NOT_AN_ASSIGNMENT) {
        boolean needed = isNeeded(document, problem, scene);
        findings.add(
            finding(
                    needed ? Severity.WARNING : Severity.INFO,
                    file.shown() + ": a line is no plain assignment")
                .layer(layer)
                .cause(
                    "A shell that loads the file does not read this line as NAME=value: there are"
                        + " blanks around the equals sign, or a value of several words without"
                        + " quotes.")
                .impact(
                    needed
                        ? "The variable is not set in the program that needs it."
                        : "The line has no effect, or not the one that it seems to have.")
                .evidence(
                    new Evidence(
                        Evidence.Kind.FILE,
                        Place.of(file, document, problem.span()).location(),
                        problem.detail()))
                .fix(Fix.manual("Write NAME=value without blanks, the value in single quotes"))
                .build());
      }
    }
  }

  /** Whether the line is about a variable that the chain needs. */
  private static boolean isNeeded(SourceDocument document, Problem problem, FileScene scene) {
    String text = document.source().text();
    String line =
        text.substring(
            document.source().lineStart(problem.span().start()),
            document.source().lineEnd(problem.span().start()));
    int equals = line.indexOf('=');
    String name = equals < 0 ? "" : line.substring(0, equals).strip();
    if (name.startsWith("export ")) {
      name = name.substring("export ".length()).strip();
    }
    if (name.isEmpty()) {
      return false;
    }
    if (name.startsWith("ANTHROPIC_") || name.equals("LITELLM_MASTER_KEY")) {
      return true;
    }
    String reference = "os.environ/" + name;
    for (LiteLlmConfig config : scene.workspace().configs()) {
      for (SourceFile file : config.files()) {
        if (file.document() != null && file.document().source().text().contains(reference)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String sentence(String reason) {
    return reason.isEmpty()
        ? reason
        : Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
  }

  /** The place of a fault in a file that has no tree; no excerpt, since it may be half a key. */
  private static Place brokenPlace(SourceFile file) {
    @Nullable DocumentException failure = file.failure();
    Integer line = failure == null ? null : failure.line();
    Integer column = failure == null ? null : failure.column();
    return line == null || column == null ? Place.of(file) : Place.line(file, line, column, "");
  }
}
