package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.EnvDocument;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that LiteLLM takes from its environment: the variable is set, and the reference has the
 * one form that LiteLLM resolves ({@code litellm.md} 4.2). The master key is another check's.
 */
public final class EnvironmentReferences extends GatewayCheck {
  /** Keys of a deployment of which nobody writes a literal dollar sign. */
  private static final List<String> CONNECTION =
      List.of("api_key", "api_base", "base_url", "api_version");

  /** For the list of checks. */
  public EnvironmentReferences() {
    super(
        "CCP-S204",
        "env-reference-unset",
        "Variables that the gateway's configuration asks for are set",
        Layer.GATEWAY);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    unset(gateway, found);
    wrongForm(gateway, found);
    placeholders(gateway, found);
  }

  private void unset(Gateway gateway, List<Finding> found) {
    Map<String, List<Reference>> missing = new LinkedHashMap<>();
    for (Reference reference : Reference.in(gateway.config())) {
      // A name with a slash is a path of a secret manager.
      if (!reference.key().equals("master_key")
          && EnvDocument.isName(reference.variable())
          && gateway.variable(reference.variable()).isEmpty()) {
        missing.computeIfAbsent(reference.variable(), v -> new ArrayList<>()).add(reference);
      }
    }
    if (missing.isEmpty() || hasSecretManager(gateway)) {
      return;
    }
    boolean seen = gateway.seesEnvironment();
    for (Map.Entry<String, List<Reference>> one : missing.entrySet()) {
      found.add(unset(gateway, one.getKey(), one.getValue(), seen));
    }
  }

  private Finding unset(
      Gateway gateway, String variable, List<Reference> references, boolean seen) {
    Candidate nearest = seen ? nearest(gateway, variable, references) : null;
    Places places = new Places();
    boolean key = false;
    for (Reference reference : references) {
      places.add(reference.file(), reference.document(), reference.node());
      key |= reference.key().equals("api_key");
    }
    Severity severity = severity(gateway, references, nearest, seen);
    Finding.Builder finding =
        at(
            finding(
                severity,
                variable
                    + (seen
                        ? " is not set in the gateway's env file"
                        : " has to come from the gateway's own environment")),
            places);
    if (nearest != null) {
      finding.evidence(Evidence.of(nearest.place()));
    }
    return finding
        .confidence(
            nearest != null ? Confidence.CERTAIN : seen ? Confidence.LIKELY : Confidence.POSSIBLE)
        .cause(
            "The configuration takes it from the environment, and neither "
                + sources(gateway)
                + " nor this shell has it"
                + (nearest == null
                    ? "."
                    : "; " + nearest.place().shown() + " has " + nearest.name() + " instead."))
        .impact(
            key
                ? "LiteLLM does not complain: it calls the provider without a key, or with the word"
                    + " None, and the client shows the provider's refusal"
                : "LiteLLM does not complain: it goes on without the value")
        .fix(
            nearest == null
                ? Fix.manual(
                    "set " + variable + " in the environment of LiteLLM and restart it",
                    gateway.start())
                : Fix.manual(
                    "write "
                        + variable
                        + " instead of "
                        + nearest.name()
                        + " in "
                        + nearest.place().shown()
                        + " and restart LiteLLM",
                    gateway.start()))
        .subject(variable)
        .explains("CCP-L204", "CCP-L401", "CCP-L501")
        .build();
  }

  private static Severity severity(
      Gateway gateway, List<Reference> references, @Nullable Candidate nearest, boolean seen) {
    if (!seen) {
      return Severity.INFO;
    }
    ClientModels models = new ClientModels(gateway);
    boolean asked = isForAskedModel(gateway, references, models);
    if (nearest != null) {
      return asked || models.isUnknown() ? Severity.ERROR : Severity.WARNING;
    }
    if (asked && hasOtherReferences(gateway) && !runsElsewhere(gateway)) {
      return Severity.ERROR;
    }
    return asked || models.isUnknown() ? Severity.WARNING : Severity.INFO;
  }

  /** Whether a model that the client asks for needs the variable. */
  private static boolean isForAskedModel(
      Gateway gateway, List<Reference> references, ClientModels models) {
    for (Deployment deployment : gateway.deployments()) {
      if (!models.ask(deployment)) {
        continue;
      }
      for (String key : CONNECTION) {
        if (deployment
            .parameterText(key)
            .equals(Gateway.FROM_ENVIRONMENT + references.get(0).variable())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the env files hold another variable that the configuration asks for. */
  private static boolean hasOtherReferences(Gateway gateway) {
    for (Reference reference : Reference.in(gateway.config())) {
      if (gateway.variable(reference.variable()).flatMap(f -> f.place()).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static String sources(Gateway gateway) {
    StringBuilder out = new StringBuilder();
    for (SourceFile file : gateway.scene().workspace().gatewayEnvironment().files()) {
      out.append(out.length() == 0 ? "" : ", ").append(file.shown());
    }
    return out.length() == 0 ? "an env file beside it" : out.toString();
  }

  /** A variable of an env file that was probably meant. */
  private record Candidate(String name, Place place) {}

  private static @Nullable Candidate nearest(
      Gateway gateway, String variable, List<Reference> references) {
    Map<String, Place> unused = new LinkedHashMap<>();
    for (SourceFile file : gateway.scene().workspace().gatewayEnvironment().files()) {
      SourceDocument document = file.document();
      if (document != null && document.root() instanceof Node.Mapping mapping) {
        for (Node.Entry entry : mapping.entries()) {
          if (!isAskedFor(gateway, entry.key())) {
            unused.putIfAbsent(entry.key(), Place.of(file, document, entry.keySpan()));
          }
        }
      }
    }
    String name = Nearest.of(variable, unused.keySet()).orElse(null);
    if (name == null) {
      for (String candidate : unused.keySet()) {
        if (sameVendor(candidate, variable)) {
          name = candidate;
        }
      }
    }
    Place place = name == null ? null : unused.get(name);
    return name == null || place == null || references.isEmpty()
        ? null
        : new Candidate(name, place);
  }

  private static boolean isAskedFor(Gateway gateway, String name) {
    for (Reference reference : Reference.in(gateway.config())) {
      if (reference.variable().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** {@code OPENAI_KEY} and {@code OPENAI_API_KEY}: the same first word, both keys. */
  private static boolean sameVendor(String one, String other) {
    int first = one.indexOf('_');
    return first > 2 && other.startsWith(one.substring(0, first + 1)) && isKey(one) && isKey(other);
  }

  private static boolean isKey(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.endsWith("KEY") || upper.endsWith("TOKEN");
  }

  private static boolean hasSecretManager(Gateway gateway) {
    return gateway.config().setting("general_settings", "key_management_system").isPresent()
        || gateway.config().isOn("general_settings", "use_google_kms")
        || gateway.config().isOn("general_settings", "use_azure_key_vault");
  }

  /** Whether something beside the configuration says that LiteLLM gets its variables from it. */
  private static boolean runsElsewhere(Gateway gateway) {
    return StartFiles.mention(gateway, "environment:") || StartFiles.mention(gateway, "secrets:");
  }

  private void wrongForm(Gateway gateway, List<Finding> found) {
    Spots spots = new Spots();
    Places setting = new Places();
    Repair repair = spots.repair();
    for (Deployment deployment : gateway.deployments()) {
      for (String key : CONNECTION) {
        String text = deployment.parameterText(key);
        String variable = meant(text);
        if (variable != null) {
          spots.add(deployment, key);
          repair.change(
              deployment.file(),
              new Change.Set(
                  deployment.parameterPath(key), Value.of(Gateway.FROM_ENVIRONMENT + variable)));
        }
      }
    }
    gateway
        .config()
        .setting("general_settings", "master_key")
        .ifPresent(
            located -> {
              String variable = meant(located.text());
              if (variable != null) {
                setting.add(located.place());
                repair.change(
                    located.file(),
                    new Change.Set(
                        Gateway.setting("general_settings", "master_key"),
                        Value.of(Gateway.FROM_ENVIRONMENT + variable)));
              }
            });
    if (spots.isEmpty() && setting.isEmpty()) {
      return;
    }
    Finding.Builder finding =
        finding(Severity.ERROR, "LiteLLM takes this reference to a variable for the value");
    found.add(
        at(at(finding, spots), setting)
            .cause(
                "LiteLLM resolves one form only, os.environ/NAME; every other one, such as ${NAME},"
                    + " is sent as it stands.")
            .impact("The provider gets the reference itself as key or address and refuses it")
            .fix(
                repair.fix(
                    Fix.Kind.SAFE,
                    "write the reference as os.environ/NAME and restart LiteLLM",
                    gateway.start()))
            .explains("CCP-L204", "CCP-L401", "CCP-L501", "CCP-L201")
            .build());
  }

  /** The variable that a value in the form of another program means; null for a plain value. */
  static @Nullable String meant(String text) {
    String value = text.strip();
    for (String[] form :
        new String[][] {
          {"${{", "}}"},
          {"${", "}"},
          {"$env:", ""},
          {"{{", "}}"},
          {"$", ""},
          {"os.environ[\"", "\"]"},
          {"os.environ['", "']"},
          {"os.environ.get(\"", "\")"},
          {"os.getenv(\"", "\")"},
          {"os.getenv('", "')"},
          {"os.environ.", ""},
          {"os.environ:", ""},
          {"os.env/", ""},
          {"env/", ""},
          {"env:", ""},
          {"environ/", ""},
          {"os.environ\\", ""},
          {"OS.ENVIRON/", ""},
          {"os.environ/$", ""},
          {"os.environ/ ", ""},
          {"%", "%"}
        }) {
      if (value.length() > form[0].length() + form[1].length()
          && value.startsWith(form[0])
          && value.endsWith(form[1])) {
        String name = value.substring(form[0].length(), value.length() - form[1].length()).strip();
        int fallback = name.indexOf(":-");
        String variable = fallback > 0 ? name.substring(0, fallback) : name;
        if (EnvDocument.isName(variable) && variable.equals(variable.toUpperCase(Locale.ROOT))) {
          return variable;
        }
      }
    }
    return null;
  }

  private void placeholders(Gateway gateway, List<Finding> found) {
    Spots spots = new Spots();
    for (Deployment deployment : gateway.deployments()) {
      String host = Urls.host(deployment.apiBase());
      boolean own = !host.isEmpty() && Hosts.isPrivate(host);
      if (!own && isPlaceholder(deployment.parameterText("api_key"))) {
        spots.add(deployment, "api_key");
      }
    }
    if (!spots.isEmpty()) {
      found.add(
          at(
                  finding(
                      Severity.WARNING, "The key of " + spots.names() + " is still a placeholder"),
                  spots)
              .confidence(Confidence.LIKELY)
              .cause("The text is the kind of thing that stands in examples instead of a key.")
              .impact("The provider refuses every request with 401")
              .fix(
                  Fix.manual(
                      "write os.environ/NAME there and the real key into the gateway's env file",
                      gateway.start()))
              .explains("CCP-L204")
              .build());
    }
  }

  private static boolean isPlaceholder(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    boolean yours = lower.contains("your") && (lower.contains("key") || lower.contains("token"));
    boolean masked = lower.startsWith("sk-x") && lower.replace("x", "").equals("sk-");
    return yours
        || masked
        || lower.equals("sk-...")
        || lower.equals("changeme")
        || (lower.startsWith("<") && lower.endsWith(">"));
  }
}
