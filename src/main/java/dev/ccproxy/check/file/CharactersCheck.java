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
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Do credential and model names hold characters that were not meant to come along? */
public final class CharactersCheck extends ClientCheck {
  private static final String[] CREDENTIALS = {"ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"};
  private static final String MODEL_KEY = "model";

  private static final Pattern EDGES = Pattern.compile("\\A[ \t\r\n]+|[ \t\r\n]+\\z");
  private static final Pattern QUOTES = Pattern.compile("\\A[\"']|[\"']\\z");
  private static final Pattern BEARER = Pattern.compile("\\A(?i:Bearer[ \t]+)+");

  /** What a key may be made of, as far as anybody has seen one. */
  private static final Pattern PLAIN = Pattern.compile("[!-~]+");

  /** What a terminal puts around pasted text. */
  private static final Pattern PASTE = Pattern.compile("\u001b\\[20[01]~");

  private static final Pattern REFERENCE =
      Pattern.compile("\\A(?:\\$[{(]|os\\.environ/|\\$[A-Z0-9_]{2,}\\z)");

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\A<.*>\\z|\\A(?i:your[-_ ]|sk[-_ ](?:your|xxx)|xxxx|changeme\\z)"
              + "|(?i:[-_ ]your[-_ ]key|replace[-_ ]me|[-_ ]here\\z)");

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
      settings.set(tier.variable()).map(this::model).ifPresent(findings::add);
    }
    if (settings.set(Tier.MAIN.variable()).isEmpty()) {
      settings.key(MODEL_KEY).map(this::model).ifPresent(findings::add);
    }
    return findings;
  }

  private @Nullable Finding credential(FileScene scene, EffectiveValue value) {
    String text = value.value();
    String stripped = strip(text);
    String bare = withoutBearer(stripped);
    Fault fault = fault(stripped);
    if (fault != null) {
      return told(value, fault.title)
          .cause(fault.cause)
          .impact(
              fault.refused
                  ? "The client refuses to send it and says that the token is invalid."
                  : "It is not the credential that is meant; requests are answered with 401.")
          .fix(repair(value, cleaned(text), fault.without))
          .build();
    }
    if (isReference(value, bare)) {
      return told(value, value.name() + " holds the name of a variable, not a credential")
          .cause(unexpanded(value, "sends"))
          .impact("Requests are answered with 401.")
          .fix(Fix.manual("Write the credential itself, or use an apiKeyHelper"))
          .build();
    }
    if (opens(scene, text)) {
      return null;
    }
    if (!bare.equals(stripped)) {
      return bearer(scene, value, bare);
    }
    if (isPlaceholder(stripped)) {
      return finding(Severity.WARNING, value.name() + " still holds a placeholder")
          .confidence(Confidence.LIKELY)
          .cause("The value is the sample text of an instruction.")
          .impact("Unless the server checks no credential, requests are answered with 401.")
          .evidence(Evidence.of(value))
          .explains("CCP-S208", "CCP-L201")
          .fix(Fix.manual("Write the real credential"))
          .build();
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

  /**
   * Something in a credential that is never part of one.
   *
   * @param refused whether the client sends nothing then
   * @param without what the right one lacks
   */
  private record Fault(String title, String cause, boolean refused, String without) {}

  private static @Nullable Fault fault(String stripped) {
    boolean first = isQuote(stripped.charAt(0));
    boolean last = isQuote(stripped.charAt(stripped.length() - 1));
    if (first || last) {
      String where = first && last ? "begins and ends" : first ? "begins" : "ends";
      return new Fault(
          first && last
              ? "A credential stands in quotes that belong to it"
              : "A credential " + where + " with a quotation mark",
          "The value itself " + where + " with a quotation mark, which the client sends as well.",
          false,
          "quotation marks");
    }
    for (int i = 0; i < stripped.length(); i++) {
      char c = stripped.charAt(i);
      if (c == '\n' || c == '\r') {
        return new Fault(
            "A credential has a line break inside",
            "There is a line break at character " + (i + 1) + "; headers cannot hold one.",
            true,
            "the line break");
      }
      if (Characters.isCurlyQuote(c)) {
        return new Fault(
            "A credential has a curly quotation mark in it",
            "Character " + (i + 1) + " is " + Characters.code(c) + ", which an editor made.",
            c > 0xFF,
            "quotation marks");
      }
      if (Characters.isInvisible(c)) {
        return new Fault(
            "A credential has an invisible character in it",
            "Character " + (i + 1) + " is " + Characters.code(c) + ", which came along by copying.",
            c > 0xFF,
            "invisible characters");
      }
      if (isControl(c) || c > 0xFF) {
        return new Fault(
            "A credential has a character that no header can hold",
            "Character " + (i + 1) + " is " + Characters.code(c) + ".",
            true,
            "such characters");
      }
    }
    return null;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static boolean isControl(char c) {
    return c < ' ' && c != '\t' || c == 0x7F;
  }

  /** Without what HTTP takes off a header's value, and what therefore does no harm. */
  private static String strip(String text) {
    return EDGES.matcher(text).replaceAll("");
  }

  private static String withoutBearer(String text) {
    return BEARER.matcher(text).replaceFirst("");
  }

  private static String cleaned(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : strip(PASTE.matcher(text).replaceAll("")).toCharArray()) {
      if (!isControl(c) && !Characters.isInvisible(c) && !Characters.isCurlyQuote(c)) {
        out.append(c);
      }
    }
    return strip(QUOTES.matcher(out).replaceAll(""));
  }

  private static Fix repair(EffectiveValue value, String right, String without) {
    return PLAIN.matcher(right).matches() && ClientEdits.canEdit(value.origin())
        ? Fix.safe(
            "Write it without " + without,
            ClientEdits.set(value.origin(), value.name(), right, true))
        : Fix.manual("Copy it again without " + without);
  }

  private Finding bearer(FileScene scene, EffectiveValue value, String right) {
    boolean token = value.name().equals(CREDENTIALS[0]);
    // LiteLLM takes both words away and compares what is left.
    boolean tolerated = token && scene.destination().kind() == Destination.Kind.GATEWAY;
    return finding(
            tolerated ? Severity.WARNING : Severity.ERROR,
            value.name() + " begins with the word Bearer")
        .confidence(tolerated ? Confidence.CERTAIN : Confidence.LIKELY)
        .cause(
            token
                ? "The client puts that word in front itself; the value is the key alone."
                : "The client sends it as x-api-key, where that word has no place; the value is the"
                    + " key alone.")
        .impact(
            tolerated
                ? "LiteLLM takes both words off; other servers answer 401."
                : "Requests are answered with 401.")
        .evidence(named(value))
        .explains("CCP-S208", "CCP-S303", "CCP-L201")
        .fix(repair(value, right, "that word"))
        .build();
  }

  /** Whether a value is the name of another variable and stays so. */
  private static boolean isReference(EffectiveValue value, String text) {
    return isTakenAsItIs(value) && REFERENCE.matcher(text).find();
  }

  private static boolean isPlaceholder(String text) {
    return PLACEHOLDER.matcher(text).find();
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
    boolean key = value.name().equals(MODEL_KEY);
    String name = key ? "The settings key model" : value.name();
    String stripped = strip(value.value());
    String right = cleaned(stripped);
    if (isReference(value, stripped)) {
      return finding(Severity.ERROR, name + " holds the name of a variable, not a model")
          .cause(unexpanded(value, "sends"))
          .impact("The request asks for a model of that name, which nobody serves.")
          .evidence(Evidence.of(value))
          .explains("CCP-S106", "CCP-L302")
          .fix(Fix.manual("Write the name of the model"))
          .build();
    }
    if (right.equals(stripped)) {
      return null;
    }
    return finding(Severity.ERROR, name + " has quotes or invisible characters in it")
        .cause("They are part of the name that the client sends.")
        .impact("The request asks for a model of that name, which nobody serves.")
        .evidence(Evidence.of(value))
        .explains("CCP-S106", "CCP-L302")
        .fix(
            !right.isEmpty() && ClientEdits.canEdit(value.origin())
                ? Fix.safe(
                    "Set " + value.name() + " to \"" + right + "\"",
                    key
                        ? ClientEdits.key(value.origin(), MODEL_KEY, right)
                        : ClientEdits.set(value.origin(), value.name(), right, false))
                : Fix.manual("Write the name without them"))
        .build();
  }
}
