package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Tier;
import dev.ccproxy.check.Destination;
import dev.ccproxy.check.Evidence;
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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Do credential and model names hold characters that were not meant to come along? */
public final class CharactersCheck extends ClientCheck {
  private static final String[] CREDENTIALS = {"ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"};

  public CharactersCheck() {
    super(
        "CCP-S110",
        "illegal-characters",
        "Are credential and model names free of quotes, blanks and invisible characters?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    List<Finding> findings = new ArrayList<>();
    ClientSettings settings = scene.workspace().settings();
    for (String name : CREDENTIALS) {
      EffectiveValue value = settings.set(name).filter(v -> !v.value().isBlank()).orElse(null);
      Finding finding = value == null ? null : credential(scene, value);
      if (finding != null) {
        findings.add(finding);
      }
    }
    for (Tier tier : Tier.values()) {
      EffectiveValue value = settings.set(tier.variable()).orElse(null);
      Finding finding = value == null ? null : model(value);
      if (finding != null) {
        findings.add(finding);
      }
    }
    return findings;
  }

  private @Nullable Finding credential(FileScene scene, EffectiveValue value) {
    String text = value.value();
    String stripped = text.strip();
    Fault fault = fault(text);
    if (fault != null) {
      boolean refused = fault.refused;
      return told(value, fault.title)
          .cause(fault.cause)
          .impact(
              refused
                  ? "The client refuses to send it and says that the token is invalid."
                  : "It is not the credential that is meant; requests are answered with 401.")
          .fix(repair(value, cleaned(text)))
          .build();
    }
    boolean settings =
        value.origin().source() != Origin.Source.SHELL
            && value.origin().source() != Origin.Source.DOTENV;
    if (settings && isReference(stripped)) {
      return told(value, value.name() + " holds the name of a variable, not a credential")
          .cause("Nothing expands variables in settings: the client sends the text as it is.")
          .impact("Requests are answered with 401.")
          .fix(Fix.manual("Write the credential itself, or use an apiKeyHelper"))
          .build();
    }
    if (stripped.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())) {
      return bearer(scene, value, stripped);
    }
    if (stripped.indexOf(' ') >= 0 || stripped.indexOf('\t') >= 0) {
      return finding(Severity.WARNING, value.name() + " has a blank inside")
          .confidence(Confidence.LIKELY)
          .cause("No vendor's key has one; something else was copied along.")
          .impact("Requests are answered with 401.")
          .evidence(named(value))
          .explains("CCP-S208", "CCP-L201")
          .fix(Fix.manual("Copy the key again"))
          .build();
    }
    if (isPlaceholder(stripped) && !opens(scene, text)) {
      return finding(Severity.WARNING, value.name() + " still holds a placeholder")
          .confidence(Confidence.LIKELY)
          .cause("The value is the sample text of an instruction.")
          .impact("Unless the server checks no credential, requests are answered with 401.")
          .evidence(Evidence.of(value))
          .explains("CCP-S208", "CCP-L201")
          .fix(Fix.manual("Write the real credential"))
          .build();
    }
    return null;
  }

  private Finding.Builder told(EffectiveValue value, String title) {
    return finding(Severity.ERROR, title)
        .evidence(named(value))
        .explains("CCP-S208", "CCP-S303", "CCP-L201", "CCP-L202");
  }

  /** The place alone: the line would show the credential as nobody has learned it. */
  private static Evidence named(EffectiveValue value) {
    Evidence full = Evidence.of(value);
    return new Evidence(full.kind(), full.location(), value.name());
  }

  /** Something in a credential that is never part of one. */
  private record Fault(String title, String cause, boolean refused) {}

  private static @Nullable Fault fault(String text) {
    String stripped = strip(text);
    char first = stripped.charAt(0);
    char last = stripped.charAt(stripped.length() - 1);
    if (stripped.length() >= 2 && first == last && (first == '"' || first == '\'')) {
      return new Fault(
          "A credential stands in quotes that belong to it",
          "The value itself begins and ends with a quotation mark, and the client sends both.",
          false);
    }
    for (int i = 0; i < stripped.length(); i++) {
      char c = stripped.charAt(i);
      if (c == '\n' || c == '\r') {
        return new Fault(
            "A credential has a line break inside",
            "There is a line break at character " + (i + 1) + "; headers cannot hold one.",
            true);
      }
      if (Characters.isCurlyQuote(c)) {
        return new Fault(
            "A credential has a curly quotation mark in it",
            "Character " + (i + 1) + " is " + Characters.code(c) + ", which an editor made.",
            c > 0xFF);
      }
      if (Characters.isInvisible(c)) {
        return new Fault(
            "A credential has an invisible character in it",
            "Character " + (i + 1) + " is " + Characters.code(c) + ", which came along by copying.",
            c > 0xFF);
      }
      if (c < ' ' || c == 0x7F || c > 0xFF) {
        return new Fault(
            "A credential has a character that no header can hold",
            "Character " + (i + 1) + " is " + Characters.code(c) + ".",
            true);
      }
    }
    return null;
  }

  /** Without ASCII blanks around it, which do no harm. */
  private static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return text.substring(start, end);
  }

  private static String cleaned(String text) {
    StringBuilder out = new StringBuilder();
    String stripped = strip(text);
    for (int i = 0; i < stripped.length(); i++) {
      char c = stripped.charAt(i);
      boolean quote = c == '"' || c == '\'';
      boolean edge = i == 0 || i == stripped.length() - 1;
      if (c >= ' '
          && c != 0x7F
          && !Characters.isInvisible(c)
          && !Characters.isCurlyQuote(c)
          && !(quote && edge)) {
        out.append(c);
      }
    }
    return out.toString().strip();
  }

  private static Fix repair(EffectiveValue value, String right) {
    boolean clean = !right.isEmpty();
    for (int i = 0; i < right.length(); i++) {
      clean &= right.charAt(i) > ' ' && right.charAt(i) < 0x7F;
    }
    return clean && ClientEdits.canEdit(value.origin())
        ? Fix.safe(
            "Write it without them", ClientEdits.set(value.origin(), value.name(), right, true))
        : Fix.manual("Copy it again without them");
  }

  private Finding bearer(FileScene scene, EffectiveValue value, String stripped) {
    String right = stripped.substring("Bearer ".length()).strip();
    // LiteLLM takes both words away and compares what is left.
    boolean tolerated =
        scene.destination().kind() == Destination.Kind.GATEWAY
            && value.name().equals(CREDENTIALS[0]);
    return finding(
            tolerated ? Severity.WARNING : Severity.ERROR,
            value.name() + " begins with the word Bearer")
        .confidence(tolerated ? Confidence.CERTAIN : Confidence.LIKELY)
        .cause("The client puts that word in front itself; the value is the key alone.")
        .impact(
            tolerated
                ? "LiteLLM takes both words off; other servers answer 401."
                : "Requests are answered with 401.")
        .evidence(named(value))
        .explains("CCP-S208", "CCP-S303", "CCP-L201")
        .fix(repair(value, right))
        .build();
  }

  private static boolean isReference(String text) {
    if (text.startsWith("${") || text.startsWith("$(") || text.startsWith("os.environ/")) {
      return true;
    }
    if (!text.startsWith("$") || text.length() < 3) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '_' && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlaceholder(String text) {
    String lower = text.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    return (text.startsWith("<") && text.endsWith(">"))
        || lower.startsWith("your_")
        || lower.startsWith("sk_your")
        || lower.startsWith("sk_xxx")
        || lower.startsWith("xxxx")
        || lower.contains("_your_key")
        || lower.contains("replace_me")
        || lower.equals("changeme")
        || lower.endsWith("_here");
  }

  /** Whether the gateway of this folder takes that very text. */
  private static boolean opens(FileScene scene, String text) {
    return scene
        .workspace()
        .gatewayEnvironment()
        .variable("LITELLM_MASTER_KEY")
        .map(GatewayEnvironment.Found::value)
        .filter(text::equals)
        .isPresent();
  }

  private @Nullable Finding model(EffectiveValue value) {
    String text = value.value();
    String right = cleaned(text);
    boolean settings = value.origin().source() != Origin.Source.SHELL;
    if (settings && isReference(strip(text))) {
      return finding(Severity.ERROR, value.name() + " holds the name of a variable, not a model")
          .cause("Nothing expands variables in settings: the client sends the text as it is.")
          .impact("The request asks for a model of that name, which nobody serves.")
          .evidence(Evidence.of(value))
          .explains("CCP-S106", "CCP-L302")
          .fix(Fix.manual("Write the name of the model"))
          .build();
    }
    if (right.isEmpty() || right.equals(strip(text))) {
      return null;
    }
    return finding(Severity.ERROR, value.name() + " has quotes or invisible characters in it")
        .cause("They are part of the name that the client sends.")
        .impact("The request asks for a model of that name, which nobody serves.")
        .evidence(Evidence.of(value))
        .explains("CCP-S106", "CCP-L302")
        .fix(
            ClientEdits.canEdit(value.origin())
                ? Fix.safe(
                    "Set " + value.name() + " to \"" + right + "\"",
                    ClientEdits.set(value.origin(), value.name(), right, false))
                : Fix.manual("Write the name without them"))
        .build();
  }
}
