package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Nearest;
import dev.ccproxy.catalog.Provider;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.GatewayEnvironment;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values that LiteLLM takes from its environment: the variable is set, and the reference has the
 * one form that LiteLLM resolves ({@code litellm.md} 4.2). The master key is another check's.
 */
public final class EnvironmentReferences extends GatewayCheck {
  /** Keys of a deployment of which nobody writes a literal dollar sign. */
  private static final List<String> CONNECTION =
      List.of("api_key", "api_base", "base_url", "api_version");

  private static final String VARIABLES = "environment_variables";

  /** Stands before the default value of a shell's variable. */
  private static final String DEFAULT = ":-";

  /** What examples write in the place of a key. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?i)(?=.*your).*(key|token).*|sk-x+|sk-\\.+|(change|replace)[-_]?me|<.*>");

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
          && gateway.variableText(reference.variable()).isBlank()
          && !isProvidersOwn(gateway, reference.variable())) {
        missing.computeIfAbsent(reference.variable(), v -> new ArrayList<>()).add(reference);
      }
    }
    if (missing.isEmpty() || hasSecretManager(gateway)) {
      return;
    }
    boolean seen = gateway.seesEnvironment();
    for (Map.Entry<String, List<Reference>> one : missing.entrySet()) {
      Place empty =
          gateway.variable(one.getKey()).flatMap(GatewayEnvironment.Found::place).orElse(null);
      found.add(
          empty == null
              ? unset(gateway, one.getKey(), one.getValue(), seen)
              : empty(gateway, one.getKey(), one.getValue(), empty));
    }
  }

  /**
   * Whether the configuration itself sets a variable to which LiteLLM turns for want of a key. It
   * resolves references before it sets the variables of the configuration (measured, 1.108.11), so
   * one that has another name stays without value.
   */
  private static boolean isProvidersOwn(Gateway gateway, String variable) {
    if (gateway.config().setting(VARIABLES, variable).isEmpty()) {
      return false;
    }
    for (Deployment deployment : gateway.deployments()) {
      String provider = deployment.provider().toUpperCase(Locale.ROOT);
      if (deployment.parameterText("api_key").equals(Gateway.FROM_ENVIRONMENT + variable)
          && variable.equals(provider + "_API_KEY")) {
        return true;
      }
    }
    return false;
  }

  private Finding empty(Gateway gateway, String variable, List<Reference> references, Place place) {
    Finding.Builder finding =
        finding(severity(gateway, variable, null, true), variable + " is empty in " + place.shown())
            .evidence(Evidence.of(place));
    return missing(finding, variable, references)
        .confidence(Confidence.LIKELY)
        .cause("The configuration takes it from the environment, and the file sets it to nothing.")
        .fix(
            Fix.manual(
                "give " + variable + " its value in " + place.shown() + " and restart LiteLLM",
                gateway.start()))
        .build();
  }

  /** What both kinds of a missing variable have in common. */
  private static Finding.Builder missing(
      Finding.Builder finding, String variable, List<Reference> references) {
    Places places = new Places();
    boolean key = false;
    for (Reference reference : references) {
      places.add(reference.file(), reference.document(), reference.node());
      key |= reference.key().equals("api_key");
    }
    return at(finding, places)
        .impact(
            key
                ? "LiteLLM does not complain: it calls the provider without a key, or with the word"
                    + " None, and the client shows the provider's refusal"
                : "LiteLLM does not complain: it goes on without the value")
        .subject(variable)
        .explains("CCP-L204", "CCP-L401", "CCP-L501");
  }

  private Finding unset(
      Gateway gateway, String variable, List<Reference> references, boolean seen) {
    Candidate nearest = seen ? nearest(gateway, variable) : null;
    boolean late = gateway.config().setting(VARIABLES, variable).isPresent();
    Finding.Builder finding =
        missing(
            finding(
                severity(gateway, variable, nearest, seen),
                variable
                    + (seen
                        ? " is not set in the gateway's env file"
                        : " has to come from the gateway's own environment")),
            variable,
            references);
    if (nearest != null) {
      finding.evidence(Evidence.of(nearest.place()));
    }
    return finding
        .confidence(seen ? Confidence.LIKELY : Confidence.POSSIBLE)
        .cause(
            "The configuration takes it from the environment, and neither "
                + sources(gateway)
                + " nor this shell has it"
                + (late ? "; what environment_variables sets comes too late for a reference" : "")
                + (nearest == null
                    ? "."
                    : "; " + nearest.place().shown() + " has " + nearest.name() + " instead."))
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
        .build();
  }

  private static Severity severity(
      Gateway gateway, String variable, @Nullable Candidate nearest, boolean seen) {
    if (!seen) {
      return Severity.INFO;
    }
    ClientModels models = new ClientModels(gateway);
    boolean asked = isForAskedModel(gateway, variable, models);
    if (nearest != null) {
      return asked || models.isUnknown() ? Severity.ERROR : Severity.WARNING;
    }
    if (asked && hasOtherReferences(gateway) && !runsElsewhere(gateway)) {
      return Severity.ERROR;
    }
    return asked || models.isUnknown() ? Severity.WARNING : Severity.INFO;
  }

  /** Whether a model that the client asks for needs the variable. */
  private static boolean isForAskedModel(Gateway gateway, String variable, ClientModels models) {
    for (Deployment deployment : gateway.deployments()) {
      for (String key : CONNECTION) {
        if (deployment.parameterText(key).equals(Gateway.FROM_ENVIRONMENT + variable)
            && models.ask(deployment)) {
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

  private static @Nullable Candidate nearest(Gateway gateway, String variable) {
    boolean known = isProviders(gateway, variable);
    Map<String, Place> similar = new LinkedHashMap<>();
    Candidate sameVendor = null;
    for (SourceFile file : gateway.scene().workspace().gatewayEnvironment().files()) {
      SourceDocument document = file.document();
      if (document == null || !(document.root() instanceof Node.Mapping mapping)) {
        continue;
      }
      for (Node.Entry entry : mapping.entries()) {
        String name = entry.key();
        if (isAskedFor(gateway, name)) {
          continue;
        }
        Place place = Place.of(file, document, entry.keySpan());
        if (sameVendor(name, variable)) {
          sameVendor = sameVendor == null ? new Candidate(name, place) : sameVendor;
        }
        // The keys of two providers may differ in one letter and are no slips for each other.
        if (!known || !isProviders(gateway, name)) {
          similar.putIfAbsent(name, place);
        }
      }
    }
    String name = Nearest.of(variable, similar.keySet()).orElse("");
    Place place = similar.get(name);
    return place == null ? sameVendor : new Candidate(name, place);
  }

  /** Whether a provider of the catalogue has its key in that variable. */
  private static boolean isProviders(Gateway gateway, String variable) {
    for (Provider provider : gateway.scene().catalog().usable(variable)) {
      if (provider.key().variable().equals(variable)) {
        return true;
      }
    }
    return false;
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
    String vendor = one.substring(0, one.indexOf('_') + 1);
    return !vendor.isEmpty() && other.startsWith(vendor) && isKey(one) && isKey(other);
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
    boolean defaults = false;
    for (Deployment deployment : gateway.deployments()) {
      for (String key : CONNECTION) {
        String text = deployment.parameterText(key);
        String variable = meant(text);
        if (variable != null) {
          defaults |= text.contains(DEFAULT);
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
            .impact(
                spots.isEmpty()
                    ? "The reference itself is the gateway's master key, and LiteLLM refuses the"
                        + " key that is meant"
                    : "The provider gets the reference itself as key or address and refuses it")
            .fix(
                repair.fix(
                    defaults ? Fix.Kind.ASK : Fix.Kind.SAFE,
                    "write the reference as os.environ/NAME"
                        + (defaults
                            ? ", set the variable, because LiteLLM knows no default value,"
                            : "")
                        + " and restart LiteLLM",
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
        String variable = name.split(DEFAULT, 2)[0];
        if (EnvDocument.isName(variable) && variable.equals(variable.toUpperCase(Locale.ROOT))) {
          return variable;
        }
      }
    }
    return null;
  }

  private void placeholders(Gateway gateway, List<Finding> found) {
    Spots spots = new Spots();
    Map<String, Place> variables = new LinkedHashMap<>();
    for (Deployment deployment : gateway.deployments()) {
      String host = Urls.host(deployment.apiBase());
      String key = deployment.parameterText("api_key");
      if (!host.isEmpty() && Hosts.isPrivate(host)) {
        continue;
      }
      if (isPlaceholder(key)) {
        spots.add(deployment, "api_key");
      } else if (key.startsWith(Gateway.FROM_ENVIRONMENT)) {
        String variable = key.substring(Gateway.FROM_ENVIRONMENT.length());
        GatewayEnvironment.Found value = gateway.variable(variable).orElse(null);
        if (value != null && isPlaceholder(value.value())) {
          variables.putIfAbsent(
              variable, value.place().orElseGet(() -> deployment.placeOf("api_key")));
        }
      }
    }
    if (!spots.isEmpty()) {
      found.add(
          placeholder(
                  at(
                      finding(
                          Severity.WARNING,
                          "The key of " + spots.names() + " is still a placeholder"),
                      spots))
              .fix(
                  Fix.manual(
                      "write os.environ/NAME there and the real key into the gateway's env file",
                      gateway.start()))
              .build());
    }
    for (Map.Entry<String, Place> variable : variables.entrySet()) {
      found.add(
          placeholder(
                  finding(
                          Severity.WARNING,
                          variable.getKey() + ", the key of a provider, is still a placeholder")
                      .evidence(Evidence.of(variable.getValue()))
                      .subject(variable.getKey()))
              .fix(
                  Fix.manual(
                      "give " + variable.getKey() + " the provider's key and restart LiteLLM",
                      gateway.start()))
              .build());
    }
  }

  private static Finding.Builder placeholder(Finding.Builder finding) {
    return finding
        .confidence(Confidence.LIKELY)
        .cause("The text is the kind of thing that stands in examples instead of a key.")
        .impact("The provider refuses every request with 401")
        .explains("CCP-L204");
  }

  private static boolean isPlaceholder(String key) {
    return PLACEHOLDER.matcher(key).matches();
  }
}
