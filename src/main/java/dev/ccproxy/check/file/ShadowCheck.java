package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientSettings;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.config.Origin;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does a forgotten settings file beat what was just exported? That a settings file beats the shell
 * is how the client works and no fault; it is one where only half of a set-up comes through.
 */
public final class ShadowCheck extends ClientCheck {
  private static final String BASE_URL = "ANTHROPIC_BASE_URL";
  private static final String TOKEN = "ANTHROPIC_AUTH_TOKEN";

  /** What makes up a set-up; parts of two of them do not fit together. */
  private static final List<String> SET =
      List.of(
          BASE_URL,
          TOKEN,
          "ANTHROPIC_API_KEY",
          "ANTHROPIC_MODEL",
          "ANTHROPIC_DEFAULT_OPUS_MODEL",
          "ANTHROPIC_DEFAULT_SONNET_MODEL",
          "ANTHROPIC_DEFAULT_HAIKU_MODEL",
          "CLAUDE_CODE_SUBAGENT_MODEL");

  public ShadowCheck() {
    super(
        "CCP-S102",
        "settings-beat-shell",
        "Does a settings file override what the shell exports?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    ClientSettings settings = scene.workspace().settings();
    List<EffectiveValue> beaten = new ArrayList<>();
    for (String name : SET) {
      settings
          .variable(name)
          .filter(v -> !v.value().isEmpty() && loser(v) != null)
          .ifPresent(beaten::add);
    }
    if (beaten.isEmpty()) {
      return List.of();
    }
    Origin.Source weaker = source(beaten.get(0));
    boolean address = beaten.get(0).name().equals(BASE_URL);
    boolean mixed = address && comesThrough(settings, weaker);
    boolean meant = mixed && isMeant(scene, beaten);
    Severity severity = meant ? Severity.ERROR : mixed ? Severity.WARNING : Severity.INFO;
    return List.of(told(severity, beaten, weaker));
  }

  /** The first weaker value that differs and is no settings file's; null where there is none. */
  private static EffectiveValue.@Nullable Candidate loser(EffectiveValue value) {
    for (EffectiveValue.Candidate candidate : value.shadows()) {
      boolean outside =
          candidate.origin().source() == Origin.Source.SHELL
              || candidate.origin().source() == Origin.Source.DOTENV;
      if (outside && !candidate.value().isEmpty() && !candidate.value().equals(value.value())) {
        return candidate;
      }
    }
    return null;
  }

  private static Origin.Source source(EffectiveValue value) {
    EffectiveValue.Candidate loser = loser(value);
    return loser == null ? Origin.Source.SHELL : loser.origin().source();
  }

  /** Whether another part of the beaten set-up is in effect all the same. */
  private static boolean comesThrough(ClientSettings settings, Origin.Source weaker) {
    for (String name : SET) {
      Optional<EffectiveValue> value = settings.set(name);
      if (value.isPresent() && value.get().origin().source() == weaker) {
        return true;
      }
    }
    return false;
  }

  /** Whether the beaten credential, and not the winning one, opens the gateway of this folder. */
  private static boolean isMeant(FileScene scene, List<EffectiveValue> beaten) {
    String master =
        scene
            .workspace()
            .gatewayEnvironment()
            .variable("LITELLM_MASTER_KEY")
            .map(GatewayEnvironment.Found::value)
            .orElse("");
    for (EffectiveValue value : beaten) {
      EffectiveValue.Candidate loser = loser(value);
      if (value.name().equals(TOKEN)
          && loser != null
          && !master.isEmpty()
          && loser.value().equals(master)) {
        return true;
      }
    }
    return false;
  }

  private Finding told(Severity severity, List<EffectiveValue> beaten, Origin.Source weaker) {
    EffectiveValue first = beaten.get(0);
    String loser = weaker == Origin.Source.SHELL ? "the shell" : "the .env file";
    String winner = first.origin().shown();
    List<String> names = new ArrayList<>();
    List<FileEdit> edits = new ArrayList<>();
    for (EffectiveValue value : beaten) {
      names.add(value.name());
      if (ClientEdits.canEdit(value.origin())) {
        edits.add(ClientEdits.remove(value.origin(), value.name()));
      }
    }
    Finding.Builder finding =
        finding(
                severity,
                String.join(", ", names)
                    + ": a value of "
                    + loser
                    + " is overridden by "
                    + (first.origin().place() == null ? "the shell" : winner))
            .confidence(severity == Severity.WARNING ? Confidence.LIKELY : Confidence.CERTAIN)
            .cause(
                "A settings file beats the shell, variable by variable. What is exported has no"
                    + " effect for these names"
                    + (severity == Severity.INFO
                        ? "."
                        : ", while other parts of the same set-up do come through."))
            .impact(
                severity == Severity.INFO
                    ? "None, if the settings file is the one that is meant."
                    : "The client mixes two set-ups: the address or credential of one with the"
                        + " models of the other.");
    for (EffectiveValue value : beaten) {
      finding.evidence(Evidence.of(value));
      EffectiveValue.Candidate candidate = loser(value);
      if (candidate != null) {
        finding.evidence(Evidence.of(value.name(), candidate.value(), candidate.origin()));
      }
    }
    if (severity == Severity.INFO || edits.isEmpty()) {
      return finding
          .fix(Fix.manual("Remove the one that is not meant: ccproxy config shows both"))
          .build();
    }
    if (names.contains(BASE_URL)) {
      finding.explains(
          "CCP-S103",
          "CCP-S104",
          "CCP-S105",
          "CCP-S106",
          "CCP-S208",
          "CCP-S303",
          "CCP-S402",
          "CCP-L101",
          "CCP-L102",
          "CCP-L106",
          "CCP-L201",
          "CCP-L202",
          "CCP-L302",
          "CCP-L401");
    }
    return finding
        .fix(
            Fix.ask(
                "Take them out of the settings file, so that " + loser + " counts",
                edits.toArray(new FileEdit[0])))
        .build();
  }
}
