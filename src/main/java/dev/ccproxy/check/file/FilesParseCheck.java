package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientKind;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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

  private static final Fix ADMINISTRATOR = Fix.manual("Ask the administrator to correct the file");
  private static final Fix PLAIN_FILE =
      Fix.manual("Put a plain file there that you may read, or remove it");
  private static final String IGNORED_LINK =
      "The client takes it for no file and says nothing; nothing of what should be there counts.";

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
    folders(scene, findings);
    if (scene.workspace().hasClient()) {
      state(scene, findings);
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
    switch (file.state()) {
      case ABSENT -> absent(settings, findings);
      case READ ->
          settings
              .document()
              .ifPresentOrElse(
                  json -> lint(settings, json, findings),
                  () -> skipped(settings, workspace, findings));
      case BROKEN ->
          findings.add(
              ofClient(
                      finding(Severity.ERROR, file.shown() + " is no valid JSON")
                          .cause(reason(file))
                          .evidence(Evidence.of(brokenPlace(file))),
                      settings,
                      workspace,
                      Fix.manual("Correct the file at that place"))
                  .build());
      default -> {
        if (isLinkToNothing(file)) {
          findings.add(linkToNothing(file, Severity.WARNING).impact(IGNORED_LINK).build());
          return;
        }
        Finding.Builder bad = ofClient(unreadable(file), settings, workspace, PLAIN_FILE);
        if (settings.source() == Origin.Source.FLAG) {
          bad.impact("The client ends with \"Cannot use settings file\".");
        }
        findings.add(bad.build());
      }
    }
  }

  /** What a settings file that is not in effect means, and who can put it right. */
  private static Finding.Builder ofClient(
      Finding.Builder finding, SettingsFile settings, Workspace workspace, Fix fix) {
    return finding
        .impact(effect(settings, workspace))
        .explains(FOLLOWERS)
        .fix(settings.source() == Origin.Source.MANAGED ? ADMINISTRATOR : fix);
  }

  private Finding.Builder unreadable(SourceFile file) {
    if (isLinkToNothing(file)) {
      return linkToNothing(file, Severity.ERROR);
    }
    String why =
        switch (file.state()) {
          case NOT_A_FILE -> "Something other than a plain file has this name.";
          case TOO_BIG -> "It is larger than 10 MB, which no configuration is.";
          default -> "The system does not let this user read it.";
        };
    return finding(Severity.ERROR, file.shown() + " cannot be read")
        .cause(why)
        .evidence(Evidence.of(Place.of(file)))
        .fix(PLAIN_FILE);
  }

  private Finding.Builder linkToNothing(SourceFile file, Severity severity) {
    return finding(severity, file.shown() + " is a link to a file that is not there")
        .cause("What the link names does not exist.")
        .evidence(Evidence.of(Place.of(file)))
        .fix(Fix.manual("Let the link lead to an existing file, or remove it"));
  }

  private static boolean isLinkToNothing(SourceFile file) {
    return Files.isSymbolicLink(file.path()) && !Files.exists(file.path());
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
    }
  }

  /** A file in the place of the folder that holds settings files. */
  private void folders(FileScene scene, List<Finding> findings) {
    Set<Path> folders = new LinkedHashSet<>();
    for (SettingsFile settings : scene.workspace().settings().files()) {
      Path folder = settings.file().path().getParent();
      if (settings.source() != Origin.Source.FLAG && folder != null) {
        folders.add(folder);
      }
    }
    for (Path folder : folders) {
      if (Files.isRegularFile(folder)) {
        String shown = scene.workspace().environment().shorten(folder);
        findings.add(
            finding(Severity.WARNING, shown + " is a file, and should be a folder")
                .cause("The client keeps its settings in a folder of that name.")
                .impact("The client cannot read or save settings there.")
                .evidence(new Evidence(Evidence.Kind.FILE, shown, ""))
                .fix(Fix.manual("Move that file out of the way"))
                .build());
      }
    }
  }

  private void skipped(SettingsFile settings, Workspace workspace, List<Finding> findings) {
    if (!(settings.file().document() instanceof JsonDocument json)) {
      throw new IllegalStateException("settings are JSON: " + settings.file().shown());
    }
    boolean stops = workspace.refusesToStart(settings);
    Severity severity = stops || matters(json) ? Severity.ERROR : Severity.WARNING;
    if (!json.isStrict()) {
      findings.add(lenient(settings, json, severity, workspace));
    }
    if (settings.wrongType() != null) {
      findings.add(wrongType(settings, settings.wrongType(), severity, workspace));
    }
  }

  private Finding wrongType(
      SettingsFile settings, SettingsFile.WrongType wrong, Severity severity, Workspace workspace) {
    boolean whole = wrong.path().isRoot();
    String what = whole ? "what it holds" : "\"" + wrong.path() + "\"";
    return ofClient(
            finding(severity, settings.file().shown() + ": " + what + " is not " + wrong.expected())
                .cause(
                    whole
                        ? "The client skips a settings file that is no object of keys and values."
                        : "The client skips a settings file in which a known key has another type.")
                .evidence(Evidence.of(settings.place(wrong.node()))),
            settings,
            workspace,
            Fix.manual(
                whole
                    ? "Write the settings as one object, as in {\"env\": {\"NAME\": \"value\"}}"
                    : "Make " + what + " " + wrong.expected()))
        .build();
  }

  private Finding lenient(
      SettingsFile settings, JsonDocument json, Severity severity, Workspace workspace) {
    SourceFile file = settings.file();
    int comments = 0;
    int commas = 0;
    Finding.Builder finding = finding(severity, file.shown() + " is no valid JSON");
    for (Problem problem : leniencies(json)) {
      if (problem.kind() == Problem.Kind.COMMENT) {
        comments++;
      } else {
        commas++;
      }
      finding.evidence(Evidence.of(Place.of(file, json, problem.span())));
    }
    String what =
        (comments == 0 ? "" : comments == 1 ? "a comment" : "comments")
            + (comments > 0 && commas > 0 ? " and " : "")
            + (commas == 0 ? "" : commas == 1 ? "a comma" : "commas")
            + (commas == 0 ? "" : " before a closing bracket");
    return ofClient(
            finding.cause(
                "It holds " + what + "; the client reads strict JSON and skips the whole file."),
            settings,
            workspace,
            Fix.ask(
                comments + commas == 1 ? "Take it out" : "Take them out",
                new FileEdit.StrictJson(file.path())))
        .build();
  }

  private static List<Problem> leniencies(JsonDocument json) {
    return json.problems().stream()
        .filter(problem -> problem.kind() != Problem.Kind.DUPLICATE_KEY)
        .toList();
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
    return settings.source() == Origin.Source.MANAGED
        ? without + "."
        : without + ", and releases before 2.1.330 say nothing about it.";
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
        .fix(ADMINISTRATOR)
        .build();
  }

  /** What does no harm by itself and is seldom meant. */
  private void lint(SettingsFile settings, JsonDocument document, List<Finding> findings) {
    if (settings.wrongType() != null) {
      findings.add(ignored(settings, settings.wrongType()));
    }
    // Repeated keys are all that a strict file can have.
    for (Problem problem : document.problems()) {
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

  private void state(FileScene scene, List<Finding> findings) {
    SourceFile file = scene.workspace().clientState().stateFile().orElse(null);
    Path folder = scene.workspace().environment().clientFolder();
    if (file == null || folder == null) {
      return;
    }
    // No excerpt: the line may be the whole file, with a key in it.
    String fault = null;
    if (file.state() == SourceFile.State.BROKEN) {
      fault = brokenPlace(file).location();
    } else if (file.document() instanceof JsonDocument json && !json.isStrict()) {
      fault = Place.of(file, json, leniencies(json).get(0).span()).location();
    }
    if (fault != null) {
      findings.add(
          finding(Severity.ERROR, file.shown() + " is no valid JSON")
              .cause("It is the file in which the client keeps its own state.")
              .impact("The client ends at once and says that the file is corrupted.")
              .evidence(new Evidence(Evidence.Kind.FILE, fault, ""))
              .explains(FOLLOWERS)
              .fix(
                  Fix.manual(
                      "Restore it from "
                          + scene.workspace().environment().shorten(folder.resolve("backups"))
                          + ", or move it away; the client makes a new one"))
              .build());
    }
  }

  private void config(LiteLlmConfig config, List<Finding> findings) {
    for (SourceFile file : config.files()) {
      boolean list = file.document() != null && !(file.document().root() instanceof Node.Mapping);
      if (file.state() == SourceFile.State.BROKEN) {
        findings.add(
            gateway(file.shown() + " is no valid YAML")
                .cause(reason(file))
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
      } else if (file.exists() && file.document() == null) {
        findings.add(
            unreadable(file).layer(Layer.GATEWAY).impact(NO_START).explains(NO_GATEWAY).build());
      } else if (!file.exists()) {
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
    SourceDocument document = file.document();
    if (document != null) {
      for (Problem problem : document.problems()) {
        if (problem.kind() == Problem.Kind.NOT_AN_ASSIGNMENT) {
          findings.add(line(file, document, problem, scene).layer(layer).build());
        }
      }
    } else if (file.state() == SourceFile.State.BROKEN) {
      findings.add(
          finding(Severity.WARNING, file.shown() + " is no text in UTF-8")
              .layer(layer)
              .cause(reason(file))
              .impact("ccproxy does not know what it sets; a shell reads it all the same.")
              .evidence(Evidence.of(brokenPlace(file)))
              .fix(Fix.manual("Save the file as UTF-8"))
              .build());
    } else if (file.exists()) {
      findings.add(
          unreadable(file)
              .layer(layer)
              .impact("The variables in it are missing where they are needed.")
              .build());
    }
  }

  /** About a line that a shell does not read as an assignment. */
  private Finding.Builder line(
      SourceFile file, SourceDocument document, Problem problem, FileScene scene) {
    String name = name(document, problem);
    boolean client = name.startsWith("ANTHROPIC_") && isReadByHaha(file, scene);
    boolean needed = !client && isNeeded(name, scene);
    return finding(
            needed ? Severity.WARNING : Severity.INFO,
            file.shown() + ": a line is no plain assignment")
        .cause(
            name.isEmpty()
                ? "A shell that loads the file takes this line for a command: it does not begin"
                    + " with a name and an equals sign."
                : "A shell that loads the file does not read this line as NAME=value: there are"
                    + " blanks around the equals sign, or a value of several words without"
                    + " quotes.")
        .impact(
            needed
                ? "The variable is not set in the program that needs it."
                : client
                    ? "claude-code-haha, which reads the file itself, takes it as it is meant."
                    : "The line has no effect, or not the one that it seems to have.")
        .evidence(
            new Evidence(
                Evidence.Kind.FILE,
                Place.of(file, document, problem.span()).location(),
                problem.detail()))
        .fix(
            Fix.manual(
                name.isEmpty()
                    ? "Write it as a remark behind #, or remove it"
                    : "Write NAME=value without blanks, the value in single quotes"));
  }

  private static boolean isReadByHaha(SourceFile file, FileScene scene) {
    return scene.workspace().client().kind() == ClientKind.HAHA
        && file.path().equals(scene.workspace().dotenv().path());
  }

  /** The variable that a line is about; empty where it names none. */
  private static String name(SourceDocument document, Problem problem) {
    String text = document.source().text();
    String line =
        text.substring(
            document.source().lineStart(problem.span().start()),
            document.source().lineEnd(problem.span().start()));
    String name = line.substring(0, Math.max(line.indexOf('='), 0)).strip();
    return name.startsWith("export ") ? name.substring("export ".length()).strip() : name;
  }

  /** Whether the chain needs a variable. */
  private static boolean isNeeded(String name, FileScene scene) {
    if (name.startsWith("ANTHROPIC_") || name.equals("LITELLM_MASTER_KEY")) {
      return true;
    }
    for (LiteLlmConfig config : scene.workspace().configs()) {
      for (Reference reference : Reference.in(config)) {
        if (reference.variable().equals(name)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String reason(SourceFile file) {
    String reason = Objects.requireNonNull(file.failure()).reason();
    return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
  }

  /** The place of a fault in a file that has no tree; no excerpt, since it may be half a key. */
  private static Place brokenPlace(SourceFile file) {
    DocumentException failure = Objects.requireNonNull(file.failure());
    Integer line = failure.line();
    Integer column = failure.column();
    return line == null || column == null ? Place.of(file) : Place.line(file, line, column, "");
  }
}
