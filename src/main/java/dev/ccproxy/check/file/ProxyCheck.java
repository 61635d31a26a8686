package dev.ccproxy.check.file;

import dev.ccproxy.catalog.ClientFacts;
import dev.ccproxy.catalog.Version;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientProxy;
import dev.ccproxy.config.ClientUrl;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.config.Origin;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SettingsScope;
import dev.ccproxy.document.Change;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.Value;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Do requests for this machine go to an HTTP proxy, which cannot reach it? */
public final class ProxyCheck extends ClientCheck {

  public ProxyCheck() {
    super(
        "CCP-S403",
        "proxy-on-loopback",
        "Do requests for this machine stay clear of the HTTP proxy?",
        Layer.NETWORK,
        Group.MACHINE);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    ClientProxy proxy = scene.workspace().clientRequest().proxy();
    ClientUrl url = scene.workspace().clientRequest().url();
    EffectiveValue variable = proxy.variable();
    if (variable == null || scene.workspace().baseUrl().isEmpty() || !url.isUsable()) {
      return List.of();
    }
    if (proxy.kind() == ClientProxy.Kind.INVALID) {
      return List.of(invalid(variable));
    }
    boolean all = variable.name().toLowerCase(Locale.ROOT).equals("all_proxy");
    if (proxy.kind() == ClientProxy.Kind.SOCKS && !all && proxy.exemption() == null) {
      return List.of(socks(variable));
    }
    if (proxy.isUsed() && url.isPrivate()) {
      return List.of(caught(scene, url, variable));
    }
    return proxy.exemption() != null && url.isLoopback()
        ? ignored(scene, variable, proxy.exemption())
        : List.of();
  }

  private Finding caught(FileScene scene, ClientUrl url, EffectiveValue variable) {
    boolean loopback = url.isLoopback();
    EffectiveValue list = ClientProxy.exemptions(scene.workspace().settings()).orElse(null);
    Finding.Builder finding =
        finding(
                loopback ? Severity.ERROR : Severity.WARNING,
                "Requests for " + url.host() + " go through the proxy of " + variable.name())
            .confidence(loopback ? Confidence.CERTAIN : Confidence.POSSIBLE)
            .cause(
                "The client makes no exception for "
                    + (loopback ? "this machine" : "the own network")
                    + ", and "
                    + (list == null ? "NO_PROXY" : list.name())
                    + " does not name "
                    + url.host()
                    + ".")
            .impact(
                "The proxy answers instead of the gateway: 403, 502 or 503, and the gateway's log"
                    + " stays empty.")
            .evidence(Evidence.of(variable))
            .explains(
                "CCP-L101",
                "CCP-L102",
                "CCP-L103",
                "CCP-L106",
                "CCP-L201",
                "CCP-L302",
                "CCP-L401",
                "CCP-L501",
                "CCP-L717");
    if (list != null) {
      finding.evidence(Evidence.of(list));
    }
    scene.workspace().baseUrl().ifPresent(b -> finding.evidence(Evidence.of(b)));
    return finding.fix(exempt(scene, url, list)).build();
  }

  private static Fix exempt(FileScene scene, ClientUrl url, @Nullable EffectiveValue list) {
    List<String> hosts = new ArrayList<>();
    if (list != null) {
      for (String host : list.value().split("[,\\s]+")) {
        if (!host.isBlank()) {
          hosts.add(host);
        }
      }
    }
    List<String> wanted =
        url.isLoopback() ? List.of("localhost", "127.0.0.1", url.host()) : List.of(url.host());
    for (String host : wanted) {
      if (!hosts.contains(host)) {
        hosts.add(host);
      }
    }
    String value = String.join(",", hosts);
    String summary = "Set NO_PROXY to " + value;
    Origin home = scene.workspace().baseUrl().map(EffectiveValue::origin).orElse(null);
    Place place = home == null ? null : home.place();
    Path file =
        ClientEdits.canEdit(home)
                && home != null
                && home.source() != Origin.Source.DOTENV
                && place != null
            ? place.path()
            : SettingsScope.USER.file(scene.workspace().environment());
    if (file == null) {
      return Fix.manual(summary, "export NO_PROXY=" + value);
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Set(NodePath.of("env", "NO_PROXY"), Value.of(value)));
    // The small spelling wins wherever it stands.
    if (scene.workspace().settings().set("no_proxy").isPresent()) {
      changes.add(new Change.Set(NodePath.of("env", "no_proxy"), Value.of(value)));
    }
    return Fix.safe(
        summary + " in " + scene.workspace().environment().shorten(file),
        new FileEdit.Tree(file, FileEdit.Format.JSON, changes, false));
  }

  private Finding invalid(EffectiveValue variable) {
    String right = "http://" + variable.value().strip();
    return finding(Severity.ERROR, variable.name() + " is no complete address")
        .confidence(Confidence.LIKELY)
        .cause("It has no http:// in front, which the client insists on.")
        .impact(
            "The client ends before it sends anything, with \"Invalid proxy URL\" or without a"
                + " word.")
        .evidence(Evidence.of(variable))
        .explains("CCP-L101")
        .fix(
            ClientEdits.canEdit(variable.origin())
                ? Fix.ask(
                    "Put http:// in front",
                    ClientEdits.set(variable.origin(), variable.name(), right, false))
                : Fix.manual("Put http:// in front"))
        .build();
  }

  private Finding socks(EffectiveValue variable) {
    return finding(Severity.ERROR, variable.name() + " names a SOCKS proxy")
        .confidence(Confidence.LIKELY)
        .cause("The client speaks HTTP with its proxies and nothing else.")
        .impact("The client says \"Unable to connect to API (UnsupportedProxyProtocol)\".")
        .evidence(Evidence.of(variable))
        .explains("CCP-L101")
        .fix(Fix.manual("Name an HTTP proxy, or none"))
        .build();
  }

  private List<Finding> ignored(
      FileScene scene, EffectiveValue variable, EffectiveValue exemption) {
    Version version = scene.workspace().client().version();
    if (version == null) {
      return List.of();
    }
    for (ClientFacts.Range range : scene.workspace().clientFacts().ignoresNoProxy()) {
      if (range.contains(version)) {
        return List.of(
            finding(Severity.WARNING, "Claude Code " + version + " may ignore NO_PROXY")
                .confidence(Confidence.POSSIBLE)
                .cause("Users of this release report it.")
                .impact("Requests for this machine may go to the proxy all the same.")
                .evidence(Evidence.of(exemption))
                .evidence(Evidence.of(variable))
                .fix(Fix.manual("Update the client", "claude update"))
                .build());
      }
    }
    return List.of();
  }
}
