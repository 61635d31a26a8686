package dev.ccproxy.check.file;

import dev.ccproxy.check.Destination;
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
    List<Beaten> beaten = new ArrayList<>();
    for (String name : SET) {
      settings.variable(name).map(Beaten::of).ifPresent(beaten::add);
    }
    if (beaten.isEmpty()) {
      return List.of();
    }
    boolean address = beaten.get(0).value.name().equals(BASE_URL);
    boolean mixed = address && comesThrough(settings, beaten.get(0).loser.origin().source());
    boolean here = scene.destination().kind() == Destination.Kind.GATEWAY;
    boolean meant = (mixed || here) && isMeant(scene, beaten);
    Severity severity = meant ? Severity.ERROR : mixed ? Severity.WARNING : Severity.INFO;
    return List.of(told(severity, mixed, beaten));
  }

  /**
   * A value that beats one of the shell, or of the file that the launcher of claude-code-haha
   * reads.
   *
   * @param loser differs and is not empty
   * @param stronger the sources that are stronger than the loser, the winner first
   */
  private record Beaten(
      EffectiveValue value, EffectiveValue.Candidate loser, List<Origin> stronger) {

    /** Null where nothing is beaten. */
    static @Nullable Beaten of(EffectiveValue value) {
      List<Origin> stronger = new ArrayList<>();
      stronger.add(value.origin());
      for (EffectiveValue.Candidate candidate : value.shadows()) {
        Origin.Source source = candidate.origin().source();
        boolean outside = source == Origin.Source.SHELL || source == Origin.Source.DOTENV;
        boolean counts = !value.value().isEmpty() && !candidate.value().isEmpty();
        if (outside && counts && !candidate.value().equals(value.value())) {
          return new Beaten(value, candidate, stronger);
        }
        stronger.add(candidate.origin());
      }
      return null;
    }
  }

  /** Whether another part of the beaten set-up is in effect all the same. */
  private static boolean comesThrough(ClientSettings settings, Origin.Source weaker) {
    return SET.stream()
        .flatMap(name -> settings.set(name).stream())
        .anyMatch(value -> value.origin().source() == weaker);
  }

  /** Whether the beaten credential, and not the winning one, opens the gateway of this folder. */
  private static boolean isMeant(FileScene scene, List<Beaten> beaten) {
    String master =
        scene
            .workspace()
            .gatewayEnvironment()
            .variable("LITELLM_MASTER_KEY")
            .map(GatewayEnvironment.Found::value)
            .orElse("");
    return beaten.stream()
        .anyMatch(one -> one.value.name().equals(TOKEN) && one.loser.value().equals(master));
  }

  private Finding told(Severity severity, boolean mixed, List<Beaten> beaten) {
    Beaten first = beaten.get(0);
    boolean dotenv = first.loser.origin().source() == Origin.Source.DOTENV;
    String loser = dotenv ? "the .env file" : "the shell";
    String winner =
        first.value.origin().source() == Origin.Source.SHELL ? "the shell" : "the settings file";
    List<String> names = new ArrayList<>();
    List<FileEdit> edits = new ArrayList<>();
    boolean editable = true;
    for (Beaten one : beaten) {
      names.add(one.value.name());
      for (Origin origin : one.stronger) {
        if (ClientEdits.canEdit(origin)) {
          edits.add(ClientEdits.remove(origin, one.value.name()));
        } else {
          editable = false;
        }
      }
    }
    Finding.Builder finding =
        finding(
                severity,
                String.join(", ", names)
                    + ": a value of "
                    + loser
                    + " is overridden by "
                    + first.value.origin().shown())
            .confidence(severity == Severity.WARNING ? Confidence.LIKELY : Confidence.CERTAIN)
            .cause(
                (winner.equals("the shell") ? "The shell" : "A settings file")
                    + " beats "
                    + loser
                    + ", variable by variable. What stands in "
                    + loser
                    + " has no effect for these names"
                    + (mixed ? ", while other parts of the same set-up do come through." : ".")
                    + (severity == Severity.ERROR
                        ? " The credential of "
                            + loser
                            + " is the one that opens the gateway of this folder."
                        : ""))
            .impact(
                severity == Severity.INFO
                    ? "None, if " + winner + " is the one that is meant."
                    : mixed
                        ? "The client mixes two set-ups: the address or credential of one with the"
                            + " rest of the other."
                        : "The gateway of this folder is not asked, or refuses the other"
                            + " credential.");
    for (Beaten one : beaten) {
      finding.evidence(Evidence.of(one.value));
      finding.evidence(Evidence.of(one.value.name(), one.loser.value(), one.loser.origin()));
    }
    if (severity == Severity.INFO) {
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
          "CCP-S402",
          "CCP-L101",
          "CCP-L102",
          "CCP-L106",
          "CCP-L302",
          "CCP-L401");
    }
    return finding
        .explains("CCP-S208", "CCP-S303", "CCP-L201", "CCP-L202")
        .fix(
            editable
                ? Fix.ask(
                    "Take them out of the settings file, so that " + loser + " counts",
                    edits.toArray(new FileEdit[0]))
                : Fix.manual("Remove the one that is not meant: ccproxy config shows both"))
        .build();
  }
}
