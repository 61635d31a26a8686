package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.config.Installed;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A database is named, often by a variable of another program, and the installed LiteLLM has not
 * the package for it: it does not start ({@code litellm.md} 4.2, 9.1).
 */
public final class DatabaseWithoutPrisma extends GatewayCheck {
  private static final String KEY = "database_url";
  private static final String VARIABLE = "DATABASE_URL";

  /** For the list of checks. */
  public DatabaseWithoutPrisma() {
    super(
        "CCP-S219",
        "database-without-prisma",
        "A LiteLLM that is given a database can use one",
        Layer.GATEWAY);
  }

  @Override
  void judge(Gateway gateway, List<Finding> found) {
    LiteLlmConfig.Located setting =
        gateway
            .config()
            .setting("general_settings", KEY)
            .filter(l -> isSet(gateway, l.text()))
            .orElse(null);
    GatewayEnvironment.Found variable =
        gateway.variable(VARIABLE).filter(f -> !f.value().isEmpty()).orElse(null);
    List<Installed> installed = gateway.scene().workspace().liteLlms();
    if ((setting == null && variable == null)
        || installed.isEmpty()
        || hasPrisma(installed.get(0))) {
      return;
    }
    List<String> givers = new ArrayList<>();
    Finding.Builder finding =
        finding(Severity.ERROR, "LiteLLM is given a database and has no prisma to use it");
    if (setting != null) {
      givers.add(KEY);
      finding.evidence(Evidence.of(setting.place()));
    }
    if (variable != null) {
      givers.add(VARIABLE);
      finding.evidence(
          variable
              .place()
              .map(Evidence::of)
              .orElse(
                  new Evidence(
                      Evidence.Kind.ENV, VARIABLE, VARIABLE + " is exported in this shell")));
    }
    boolean shellAlone = setting == null && variable != null && variable.place().isEmpty();
    String what = String.join(" and ", givers);
    found.add(
        finding
            .confidence(shellAlone ? Confidence.POSSIBLE : Confidence.LIKELY)
            .cause(
                "litellm[proxy] does not contain prisma, and LiteLLM wants it as soon as database_url"
                    + " or DATABASE_URL is set, whatever it was set for.")
            .impact("LiteLLM ends at once; the client finds nothing at its address")
            .fix(
                Fix.manual(
                    "take "
                        + what
                        + " out of "
                        + (setting == null
                            ? "the gateway's environment"
                            : variable == null
                                ? "the configuration"
                                : "the configuration and the gateway's environment")
                        + ", or install prisma",
                    gateway.start()))
            .explains("CCP-L101")
            .build());
  }

  /** Whether LiteLLM gets a text; of a variable that nobody sets it gets nothing. */
  private static boolean isSet(Gateway gateway, String text) {
    return text.startsWith(Gateway.FROM_ENVIRONMENT)
        ? !gateway.variableText(text.substring(Gateway.FROM_ENVIRONMENT.length())).isEmpty()
        : !text.isEmpty();
  }

  private static boolean hasPrisma(Installed installed) {
    Path site = installed.metadata().resolveSibling("..").normalize();
    if (Files.isDirectory(site.resolve("prisma"))) {
      return true;
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(site, "prisma-*.dist-info")) {
      return stream.iterator().hasNext();
    } catch (IOException e) {
      return true;
    }
  }
}
