package dev.ccproxy.cli;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileCheck;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SettingsFile;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.config.Workspace;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/** Small checks that show what the doctor does with findings, whatever the real ones look for. */
final class FakeChecks {
  private FakeChecks() {}

  /** A check whose question is a lambda. */
  record Fake(
      String id,
      String slug,
      Layer layer,
      Check.Group group,
      BiFunction<Fake, FileScene, List<Finding>> question)
      implements FileCheck {

    @Override
    public String title() {
      return "whether " + slug.replace('-', ' ') + " is there";
    }

    @Override
    public List<Finding> find(FileScene scene) {
      return question.apply(this, scene);
    }
  }

  static DoctorCommand doctor(FileCheck... checks) {
    return new DoctorCommand(new DoctorCommand.Checkup(List.of(checks), List::of, null));
  }

  /** The settings file in the home of the scene, which has one. */
  static Path userSettings(FileScene scene) {
    return Objects.requireNonNull(scene.workspace().environment().home())
        .resolve(".claude/settings.json");
  }

  /** All of them. */
  static DoctorCommand doctor() {
    return doctor(
        brokenSettings(), pathInUrl(), noHaiku(), dropParams(), openFile(), tokenMismatch());
  }

  /** A settings file that the client skips. Its fix removes what a strict reader refuses. */
  static Fake brokenSettings() {
    return new Fake(
        "CCP-S101",
        "settings-skipped",
        Layer.CLIENT_CONFIG,
        Check.Group.FILES,
        (check, scene) -> {
          List<Finding> findings = new ArrayList<>();
          for (SettingsFile file : scene.workspace().settings().files()) {
            if (file.file().state() == SourceFile.State.READ && !file.isInEffect()) {
              findings.add(
                  check
                      .finding(Severity.ERROR, "The client skips " + file.file().shown())
                      .cause("It is no strict JSON.")
                      .impact("Every value in it is missing.")
                      .evidence(Evidence.of(Place.of(file.file())))
                      .fix(Fix.ask("Remove the comma", new FileEdit.StrictJson(file.file().path())))
                      .explains("CCP-S105")
                      .build());
            }
          }
          return findings;
        });
  }

  /** A base URL that ends in /v1; its fix is safe. */
  static Fake pathInUrl() {
    return new Fake(
        "CCP-S103",
        "base-url-path",
        Layer.CLIENT_CONFIG,
        Check.Group.CLIENT,
        (check, scene) -> {
          EffectiveValue url = scene.workspace().baseUrl().orElse(null);
          if (url == null || !url.value().endsWith("/v1")) {
            return List.of();
          }
          Finding.Builder finding =
              check
                  .finding(Severity.ERROR, "The base URL ends in /v1")
                  .cause("The client puts /v1/messages behind it.")
                  .impact("Every request ends in 404 Not Found.")
                  .evidence(Evidence.of(url))
                  .explains("CCP-S105");
          if (url.origin().place() != null) {
            finding.fix(
                Fix.safe(
                    "Cut the path off",
                    new FileEdit.Tree(
                        url.origin().place().path(),
                        FileEdit.Format.JSON,
                        new Change.Set(
                            NodePath.of("env", "ANTHROPIC_BASE_URL"),
                            Value.of(url.value().substring(0, url.value().length() - 3))))));
          }
          return List.of(finding.build());
        });
  }

  /** No haiku tier; its fix asks. */
  static Fake noHaiku() {
    return new Fake(
        "CCP-S105",
        "tier-unnamed",
        Layer.CLIENT_CONFIG,
        Check.Group.CLIENT,
        (check, scene) -> {
          if (scene.workspace().settings().set("ANTHROPIC_DEFAULT_HAIKU_MODEL").isPresent()) {
            return List.of();
          }
          Path file = userSettings(scene);
          return List.of(
              check
                  .finding(Severity.WARNING, "The haiku tier has no model")
                  .cause("ANTHROPIC_DEFAULT_HAIKU_MODEL is not set.")
                  .impact("Background calls may fail.")
                  .confidence(Confidence.LIKELY)
                  .evidence(new Evidence(Evidence.Kind.ENV, "ANTHROPIC_DEFAULT_HAIKU_MODEL", ""))
                  .fix(
                      Fix.ask(
                          "Name a model for it",
                          new FileEdit.Tree(
                              file,
                              FileEdit.Format.JSON,
                              new Change.Set(
                                  NodePath.of("env", "ANTHROPIC_DEFAULT_HAIKU_MODEL"),
                                  Value.of("gpt")))))
                  .build());
        });
  }

  /** No drop_params in LiteLLM's configuration; its fix is safe. */
  static Fake dropParams() {
    return dropParamsThatExplains();
  }

  /** The same, from which findings of other checks follow. */
  static Fake dropParamsThatExplains(String... ids) {
    return new Fake(
        "CCP-S201",
        "drop-params-off",
        Layer.TRANSLATOR,
        Check.Group.GATEWAY,
        (check, scene) -> {
          List<Finding> findings = new ArrayList<>();
          for (LiteLlmConfig config : scene.workspace().configs()) {
            if (!config.isOn("litellm_settings", "drop_params")) {
              findings.add(
                  check
                      .finding(Severity.WARNING, "Parameters are not dropped")
                      .cause("litellm_settings.drop_params is not set.")
                      .impact("Requests with thinking are refused.")
                      .explains(ids)
                      .evidence(Evidence.of(Place.of(config.file())))
                      .fix(
                          Fix.safe(
                              "Add it",
                              new FileEdit.Tree(
                                  config.file().path(),
                                  FileEdit.Format.YAML,
                                  new Change.Set(
                                      NodePath.of("litellm_settings", "drop_params"),
                                      Value.of(true)))))
                      .build());
            }
          }
          return findings;
        });
  }

  /** litellm.env is readable by others; its fix is the permissions. */
  static Fake openFile() {
    return new Fake(
        "CCP-S301",
        "secret-file-open",
        Layer.GATEWAY,
        Check.Group.SECRETS,
        (check, scene) -> {
          Path file = scene.workspace().environment().workingDirectory().resolve("litellm.env");
          try {
            if (!Files.exists(file) || Files.getPosixFilePermissions(file).size() < 3) {
              return List.of();
            }
          } catch (java.io.IOException e) {
            return List.of();
          }
          return List.of(
              check
                  .finding(Severity.WARNING, "Others may read litellm.env")
                  .cause("Its permissions allow it.")
                  .impact("The keys in it are not secret.")
                  .evidence(new Evidence(Evidence.Kind.FILE, "litellm.env", ""))
                  .fix(Fix.safe("Take the permissions away", new FileEdit.Private(file)))
                  .build());
        });
  }

  /** The client's token is not the master key. */
  static Fake tokenMismatch() {
    return new Fake(
        "CCP-S208",
        "token-not-master-key",
        Layer.CLIENT_CONFIG,
        Check.Group.GATEWAY,
        (check, scene) -> {
          Workspace workspace = scene.workspace();
          EffectiveValue token = workspace.settings().set("ANTHROPIC_AUTH_TOKEN").orElse(null);
          String key =
              workspace
                  .gatewayEnvironment()
                  .variable("LITELLM_MASTER_KEY")
                  .map(f -> f.value())
                  .orElse("");
          if (token == null || key.isEmpty() || token.value().equals(key)) {
            return List.of();
          }
          return List.of(
              check
                  .finding(Severity.ERROR, "The token is not the master key")
                  .cause("LiteLLM compares " + token.value() + " with " + key + ".")
                  .impact("401 for every request.")
                  .evidence(Evidence.of(token))
                  .fix(
                      Fix.ask(
                              "Put the master key into the settings",
                              new FileEdit.Tree(
                                  userSettings(scene),
                                  FileEdit.Format.JSON,
                                  List.of(
                                      new Change.Set(
                                          NodePath.of("env", "ANTHROPIC_AUTH_TOKEN"),
                                          Value.of(key))),
                                  true))
                          .oneOfSeveral())
                  .build());
        });
  }
}
