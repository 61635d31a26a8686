package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientUrl;
import dev.ccproxy.config.Deployment;
import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.config.Installed;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM takes the client's variables for its own: a deployment of Anthropic without an address
 * goes where the client is sent to, which is LiteLLM itself, and one without a key sends the
 * client's token to the vendor ({@code litellm.md} 3.6, 4.2). Also an {@code api_base} that names
 * the gateway.
 */
public final class ClientVariablesInGateway extends GatewayCheck {
  private static final String BASE = "ANTHROPIC_BASE_URL";

  /** In the order in which LiteLLM takes them ({@code litellm.md} 3.6). */
  private static final List<String> CREDENTIALS =
      List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN");

  private static final String VENDOR = "https://api.anthropic.com";

  /** How LiteLLM comes to a variable. */
  private enum Way {
    /** The env file that its start command exports. */
    EXPORTED,
    /** A .env above its installation, which it loads by itself. */
    LOADED,
    /** A .env beside the configuration; loaded only by an installation in this folder. */
    PERHAPS
  }

  /** A variable, where it stands and how it gets in. */
  private record Source(Way way, GatewayEnvironment.Found found) {}

  /** For the list of checks. */
  public ClientVariablesInGateway() {
    super(
        "CCP-S216",
        "gateway-has-client-variables",
        "The gateway calls the provider and not itself",
        Layer.GATEWAY);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    itself(gateway, found);
    if (gateway.isAtLeast("1.84.0") == Gateway.Answer.NO) {
      return;
    }
    Spots noBase = new Spots();
    Spots noKey = new Spots();
    for (Deployment deployment : gateway.deployments()) {
      if (!isAnthropic(deployment)) {
        continue;
      }
      if (deployment.apiBase().isEmpty()) {
        noBase.add(deployment, "model");
        noBase
            .repair()
            .change(
                deployment.file(),
                new Change.Set(deployment.parameterPath("api_base"), Value.of(VENDOR)));
      }
      if (deployment.parameterText("api_key").isEmpty()
          && deployment.parameterText("litellm_credential_name").isEmpty()) {
        noKey.add(deployment, "model");
      }
    }
    Source base = noBase.isEmpty() ? null : source(gateway, BASE);
    if (base != null && !isVendor(base.found().value())) {
      found.add(follows(gateway, noBase, base));
    }
    if (!noKey.isEmpty()) {
      leaks(gateway, noKey, found);
    }
  }

  private Finding follows(Gateway gateway, Spots spots, Source base) {
    boolean loop = Gateway.port(base.found().value()) == gateway.port();
    Severity severity = base.way() == Way.PERHAPS ? Severity.INFO : Severity.ERROR;
    Finding.Builder finding =
        finding(
            severity,
            loop
                ? "LiteLLM calls itself for " + spots.names()
                : "LiteLLM follows the client's " + BASE + " for " + spots.names());
    base.found().place().ifPresent(p -> finding.evidence(Evidence.of(p)));
    return at(finding, spots)
        .confidence(
            switch (base.way()) {
              case EXPORTED -> gateway.surely();
              case LOADED -> Confidence.LIKELY;
              case PERHAPS -> Confidence.POSSIBLE;
            })
        .cause(
            switch (base.way()) {
                  case EXPORTED -> "The gateway's env file holds " + BASE + ", ";
                  case LOADED ->
                      "LiteLLM is installed in this folder and loads the .env that lies above it, ";
                  case PERHAPS ->
                      "If LiteLLM is installed in this folder, it loads the .env that lies above"
                          + " it, ";
                }
                + "and a deployment of Anthropic without api_base goes to that address.")
        .impact(
            loop
                ? "Requests go round in circles until they time out, or end with \"Invalid model"
                    + " name passed in model=\""
                : "Requests go to another server than the vendor's")
        .fix(
            spots
                .repair()
                .fix(
                    Fix.Kind.ASK,
                    "give the deployment the vendor's address as api_base, keep the client's"
                        + " variables out of the gateway's environment, and restart LiteLLM",
                    gateway.start()))
        .explains("CCP-L302", "CCP-L401", "CCP-L501", "CCP-L204")
        .build();
  }

  private void leaks(Gateway gateway, Spots spots, List<Finding> found) {
    for (String name : CREDENTIALS) {
      Source credential = source(gateway, name);
      if (credential == null || credential.way() == Way.PERHAPS) {
        continue;
      }
      // Anthropic's own key under Anthropic's own name is what such a deployment wants.
      if (!credential.found().value().startsWith("sk-ant-")) {
        found.add(leak(gateway, spots, name, credential));
      }
      return;
    }
  }

  private Finding leak(Gateway gateway, Spots spots, String name, Source credential) {
    Finding.Builder finding =
        finding(
            Severity.WARNING,
            "LiteLLM sends the client's " + name + " to the provider of " + spots.names());
    credential.found().place().ifPresent(p -> finding.evidence(Evidence.of(p)));
    return at(finding, spots)
        .confidence(Confidence.LIKELY)
        .cause(
            "A deployment of Anthropic without api_key takes "
                + name
                + " of LiteLLM's environment, and that is where the client's token stands.")
        .impact("The provider gets a key that is not its own and refuses it with 401")
        .fix(
            Fix.manual(
                "give the deployment an api_key of its own, keep the client's variables out"
                    + " of the gateway's environment, and restart LiteLLM",
                gateway.start()))
        .explains("CCP-L204")
        .build();
  }

  private void itself(Gateway gateway, List<Finding> found) {
    if (!gateway.isUsedByClient()) {
      return;
    }
    Spots spots = new Spots();
    for (Deployment deployment : gateway.deployments()) {
      String base = deployment.apiBase();
      if (!base.isEmpty() && Gateway.port(base) == gateway.port()) {
        spots.add(deployment, "api_base");
      }
    }
    if (!spots.isEmpty()) {
      found.add(
          at(finding(Severity.ERROR, "LiteLLM calls itself for " + spots.names()), spots)
              .confidence(Confidence.LIKELY)
              .cause("The address is the one at which the client reaches this gateway.")
              .impact("Requests go round in circles until they time out or are refused")
              .fix(
                  Fix.manual(
                      "write the provider's address as api_base and restart LiteLLM",
                      gateway.start()))
              .explains("CCP-L302", "CCP-L401", "CCP-L501")
              .build());
    }
  }

  private static boolean isAnthropic(Deployment deployment) {
    return deployment.provider().equals("anthropic")
        || (deployment.provider().isEmpty() && deployment.model().startsWith("claude-"));
  }

  private static boolean isVendor(String url) {
    return ClientUrl.of(url).isVendor();
  }

  private static @Nullable Source source(Gateway gateway, String name) {
    GatewayEnvironment environment = gateway.scene().workspace().gatewayEnvironment();
    for (SourceFile file : environment.files()) {
      Optional<GatewayEnvironment.Found> found = environment.in(file, name);
      if (found.isEmpty() || found.get().value().isEmpty()) {
        continue;
      }
      if (!file.path().endsWith(".env")) {
        return new Source(Way.EXPORTED, found.get());
      }
      if (!gateway.variableText("LITELLM_MODE").equalsIgnoreCase("PRODUCTION")) {
        return new Source(loads(gateway, file.path()) ? Way.LOADED : Way.PERHAPS, found.get());
      }
    }
    return null;
  }

  /** Whether a LiteLLM that would be started here lies below the folder of the file. */
  private static boolean loads(Gateway gateway, Path dotenv) {
    Path folder = dotenv.toAbsolutePath().normalize().getParent();
    for (Installed installed : gateway.scene().workspace().liteLlms()) {
      if (installed.program().toAbsolutePath().normalize().startsWith(folder)) {
        return true;
      }
    }
    return false;
  }
}
