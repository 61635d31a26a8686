package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.GatewayEnvironment;
import dev.ccproxy.config.Installed;
import dev.ccproxy.config.LiteLlmConfig;
import dev.ccproxy.config.Place;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database is named, often by a variable of another program, and the installed LiteLLM has not
 * the package for it: it does not start ({@code litellm.md} 4.2, 9.1).
 */
public final class DatabaseWithoutPrisma extends GatewayCheck {
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
        gateway.config().setting("general_settings", "database_url").orElse(null);
    GatewayEnvironment.Found variable =
        gateway.variable(VARIABLE).filter(f -> !f.value().isEmpty()).orElse(null);
    if ((setting == null || setting.text().isEmpty()) && variable == null) {
      return;
    }
    List<Installed> installed = gateway.scene().workspace().liteLlms();
    if (installed.isEmpty() || hasPrisma(installed.get(0))) {
      return;
    }
    Place place =
        setting != null ? setting.place() : variable == null ? null : variable.place().orElse(null);
    found.add(finding(gateway, place, setting == null).build());
  }

  private Finding.Builder finding(Gateway gateway, @Nullable Place place, boolean stray) {
    Finding.Builder finding =
        finding(Severity.ERROR, "LiteLLM is given a database and has no prisma to use it");
    finding.evidence(
        place == null
            ? new Evidence(Evidence.Kind.ENV, VARIABLE, VARIABLE + " is exported in this shell")
            : Evidence.of(place));
    return finding
        .confidence(place == null ? Confidence.POSSIBLE : Confidence.LIKELY)
        .cause(
            "litellm[proxy] does not contain prisma, and LiteLLM wants it as soon as "
                + VARIABLE
                + " is set, whoever set it for what.")
        .impact("LiteLLM ends at once; the client finds nothing at its address")
        .fix(
            Fix.manual(
                stray
                    ? "take " + VARIABLE + " out of the gateway's environment, or install prisma"
                    : "take database_url out, or install prisma",
                gateway.start()))
        .explains("CCP-L101");
  }

  private static boolean hasPrisma(Installed installed) {
    Path info = installed.metadata().getParent();
    Path site = info == null ? null : info.getParent();
    if (site == null || Files.isDirectory(site.resolve("prisma"))) {
      return true;
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(site, "prisma-*.dist-info")) {
      return stream.iterator().hasNext();
    } catch (IOException e) {
      return true;
    }
  }
}
