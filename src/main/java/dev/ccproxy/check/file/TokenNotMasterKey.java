package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientSettings;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.Place;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gateway has a master key that LiteLLM starts with, and the client's credential is that key
 * ({@code litellm.md} 4.3, 4.4).
 */
public final class TokenNotMasterKey extends GatewayCheck {
  /** The first release that refuses to start without a usable master key. */
  static final String GUARD_SINCE = "1.105.2";

  private static final String TOKEN = "ANTHROPIC_AUTH_TOKEN";
  private static final String KEY = "ANTHROPIC_API_KEY";

  /** For the list of checks. */
  public TokenNotMasterKey() {
    super(
        "CCP-S208",
        "token-not-master-key",
        "The gateway has a master key, and the client sends it",
        Layer.CLIENT_CONFIG);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    MasterKey key = MasterKey.of(gateway);
    if (key.state() == MasterKey.State.NOT_TEXT) {
      found.add(notText(gateway, key));
    } else if (key.isRefused()) {
      refused(gateway, key, found);
    } else {
      Finding mismatch = mismatch(gateway, key);
      if (mismatch != null) {
        found.add(mismatch);
      }
    }
  }

  private Finding notText(Gateway gateway, MasterKey key) {
    return at(
            finding(Severity.ERROR, "general_settings.master_key is no text for LiteLLM"),
            key.places())
        .layer(Layer.GATEWAY)
        .cause("It is a number, a date, a boolean or a list, and LiteLLM handles texts only.")
        .impact("LiteLLM does not start; the client finds nothing at its address")
        .fix(
            Fix.manual(
                "write the key as a text in quotes, or better write os.environ/LITELLM_MASTER_KEY there and"
                    + " the key into the gateway's env file",
                gateway.start()))
        .subject("master_key")
        .explains("CCP-L101", "CCP-L201")
        .build();
  }

  private void refused(Gateway gateway, MasterKey key, List<Finding> found) {
    Gateway.Answer guard = gateway.isAtLeast(GUARD_SINCE);
    if (guard == Gateway.Answer.NO || isPermitted(gateway)) {
      return;
    }
    boolean known = key.state() != MasterKey.State.VARIABLE_UNSET && !key.places().isEmpty();
    // What is set elsewhere cannot be seen here.
    boolean seen = known || gateway.seesEnvironment();
    Severity severity =
        seen
            ? Severity.ERROR
            : guard == Gateway.Answer.YES || gateway.isUsedByClient()
                ? hasReferences(gateway) ? Severity.INFO : Severity.WARNING
                : Severity.INFO;
    Finding.Builder finding =
        at(finding(severity, refusedTitle(key)), key.places())
            .layer(Layer.GATEWAY)
            .confidence(!seen ? Confidence.POSSIBLE : known ? gateway.surely() : Confidence.LIKELY)
            .cause(
                "LiteLLM 1.105.2 and later refuses to start without a master key of its own; "
                    + older(key)
                    + ". "
                    + (guard == Gateway.Answer.YES
                        ? gateway.versionText() + " is installed here."
                        : gateway.versionText() + "."))
            .impact("LiteLLM does not start; the client finds nothing at its address")
            .fix(newKey(gateway, key))
            .subject("master_key")
            .explains("CCP-L101", "CCP-S304");
    if (key.places().isEmpty()) {
      finding.evidence(Evidence.of(Place.of(gateway.config().file())));
    }
    found.add(finding.build());
  }

  private static boolean hasReferences(Gateway gateway) {
    return !Reference.in(gateway.config()).isEmpty();
  }

  private static String refusedTitle(MasterKey key) {
    return switch (key.state()) {
      case VARIABLE_UNSET -> key.variable() + ", the gateway's master key, is not set";
      case EMPTY -> "The gateway's master key is empty";
      case PUBLIC -> "The gateway's master key is one that everybody knows";
      default -> "The gateway has no master key";
    };
  }

  private static String older(MasterKey key) {
    return switch (key.state()) {
      case EMPTY -> "older ones let nobody in";
      case PUBLIC -> "older ones let in everybody who tries it";
      default -> "older ones let everybody in";
    };
  }

  private static Fix newKey(Gateway gateway, MasterKey key) {
    String variable = key.variable().isEmpty() ? MasterKey.VARIABLE : key.variable();
    // A variable that the configuration names, or needs not to name, is named already.
    boolean named = key.state() != MasterKey.State.ABSENT && !key.variable().isEmpty();
    return Fix.manual(
        (named ? "" : "set general_settings.master_key to os.environ/" + variable + ", ")
            + "put a random key into "
            + variable
            + " of the gateway's env file, and give the client the same key as "
            + TOKEN,
        "printf '" + variable + "=sk-%s\\n' \"$(openssl rand -hex 32)\" >> litellm.env",
        gateway.start());
  }

  private static boolean isPermitted(Gateway gateway) {
    return gateway.config().isOn("general_settings", "dangerously_permit_weak_or_unset_master_key")
        || gateway
            .variableText("LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY")
            .equalsIgnoreCase("true");
  }

  private @Nullable Finding mismatch(Gateway gateway, MasterKey key) {
    ClientSettings settings = gateway.scene().workspace().settings();
    if (!gateway.isUsedByClient()
        || hasOtherCredentials(gateway)
        || EnvironmentReferences.meant(key.value()) != null) {
      return null;
    }
    // Authorization counts before x-api-key, whatever it holds.
    EffectiveValue sent = settings.set(TOKEN).or(() -> settings.set(KEY)).orElse(null);
    if (sent == null) {
      // No credential at all is another check's.
      return null;
    }
    String token = sent.value().strip();
    if (token.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())) {
      token = token.substring("Bearer ".length()).strip();
    }
    if (token.equals(key.value().strip())) {
      return null;
    }
    Finding.Builder finding =
        finding(Severity.ERROR, sent.name() + " of the client is not the gateway's master key")
            .confidence(Confidence.LIKELY)
            .evidence(Evidence.of(sent));
    return at(finding, key.places())
        .cause(
            "LiteLLM has a master key and no database with further keys, so it refuses every other"
                + " credential.")
        .impact("The client shows \"API Error: 400 No connected db.\", which means a wrong key")
        .fix(sameKey(sent, key))
        .explains("CCP-L201", "CCP-L202", "CCP-L301", "CCP-L302", "CCP-L401")
        .build();
  }

  private static Fix sameKey(EffectiveValue sent, MasterKey key) {
    Origin origin = sent.origin();
    String summary = "set " + sent.name() + " to the gateway's master key";
    if (ClientEdits.canEdit(origin)) {
      return Fix.ask(summary, ClientEdits.set(origin, sent.name(), key.value(), true));
    }
    return Fix.manual(
        origin.source() == Origin.Source.MANAGED
            ? "ask the administrator to " + summary
            : summary + " where the client's variables are exported");
  }

  /** Whether LiteLLM may know further keys, or the client sends something that no file says. */
  private static boolean hasOtherCredentials(Gateway gateway) {
    for (String setting :
        new String[] {
          "database_url",
          "custom_auth",
          "enable_jwt_auth",
          "litellm_key_header_name",
          "enable_oauth2_auth"
        }) {
      if (gateway.config().setting("general_settings", setting).isPresent()) {
        return true;
      }
    }
    ClientSettings settings = gateway.scene().workspace().settings();
    return !gateway.variableText("DATABASE_URL").isEmpty()
        || settings.key("apiKeyHelper").isPresent()
        || !settings.text("ANTHROPIC_CUSTOM_HEADERS").isEmpty();
  }
}
