package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Provider;
import dev.ccproxy.check.Destination;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.BaseUrl;
import dev.ccproxy.config.ClientUrl;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client's address: what is appended to it must not be in it already, and it must be one. */
public final class BaseUrlCheck extends ClientCheck {
  private static final String[] CALLS = {
    "/v1/messages", "/chat/completions", "/responses", "/messages"
  };
  private static final String VARIABLE = "ANTHROPIC_BASE_URL";

  public BaseUrlCheck() {
    super(
        "CCP-S103",
        "base-url-shape",
        "Is the client's address one to which it can append /v1/messages?",
        Layer.CLIENT_CONFIG,
        Group.CLIENT);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    EffectiveValue value = scene.workspace().baseUrl().orElse(null);
    if (value == null) {
      return List.of();
    }
    ClientUrl url = scene.workspace().clientRequest().url();
    String text = value.value();
    if (text.contains("${") || text.strip().startsWith("$")) {
      return List.of(
          problem(value, "ANTHROPIC_BASE_URL holds the name of a variable, not an address")
              .cause("Nothing expands variables in settings: the client takes the text as it is.")
              .impact("The client says \"Invalid URL\" and sends nothing.")
              .fix(Fix.manual("Write the address itself"))
              .build());
    }
    if (!url.isUsable()) {
      return List.of(unusable(value));
    }
    String path = url.path();
    if (!path.endsWith("/v1/messages?beta=true")) {
      return List.of(query(value));
    }
    String base = path.substring(0, path.length() - "/v1/messages?beta=true".length());
    for (String call : CALLS) {
      if (base.endsWith(call)) {
        return List.of(doubled(scene, value, url, call));
      }
    }
    if (base.endsWith("/v1")) {
      return List.of(doubled(scene, value, url, "/v1"));
    }
    List<Finding> findings = new ArrayList<>();
    if (!text.contains("://") && !text.strip().startsWith("http")) {
      findings.add(
          finding(Severity.INFO, "ANTHROPIC_BASE_URL has no http:// in front")
              .cause("The client takes what stands before the colon for a scheme.")
              .impact("It works for localhost, by chance.")
              .evidence(Evidence.of(value))
              .fix(repair(value, "http://" + text.strip()))
              .build());
    }
    Finding known = knownHost(scene, value, url, base);
    if (known != null) {
      findings.add(known);
    } else if (url.base().contains("@")) {
      findings.add(
          finding(Severity.WARNING, "ANTHROPIC_BASE_URL holds a user name or password")
              .cause("The client ignores what stands before the @ and sends no such login.")
              .impact("The password protects nothing and shows up in logs and status lines.")
              .evidence(Evidence.of(value))
              .fix(repair(value, text.strip().replaceFirst("//[^/]*@", "//")))
              .build());
    }
    return findings;
  }

  private Finding.Builder problem(EffectiveValue value, String title) {
    return finding(Severity.ERROR, title)
        .evidence(Evidence.of(value))
        .explains(
            "CCP-S106",
            "CCP-L101",
            "CCP-L102",
            "CCP-L104",
            "CCP-L106",
            "CCP-L201",
            "CCP-L302",
            "CCP-L401",
            "CCP-L501");
  }

  private Finding unusable(EffectiveValue value) {
    String repaired = repaired(clean(value.value()));
    return problem(value, "ANTHROPIC_BASE_URL is no address that the client can use")
        .cause(
            "It has no http:// or https:// in front, stands in quotes, or holds characters that no"
                + " host name has.")
        .impact("The client says \"Invalid URL\" and sends nothing.")
        .fix(
            repaired == null
                ? Fix.manual("Write an address such as http://localhost:4000")
                : repair(value, repaired))
        .build();
  }

  private Finding query(EffectiveValue value) {
    String text = value.value().strip();
    int end = Math.min(at(text, '?'), at(text, '#'));
    String without = text.substring(0, end);
    Fix fix =
        ClientEdits.canEdit(value.origin())
            ? Fix.ask(
                "Leave out everything from the ? or # on",
                ClientEdits.set(value.origin(), VARIABLE, without, false))
            : Fix.manual("Leave out everything from the ? or # on");
    return problem(value, "ANTHROPIC_BASE_URL has a query or a fragment")
        .cause(
            "The client appends /v1/messages to the text, so it ends up behind the ? instead of in"
                + " the path.")
        .impact(
            "Requests go to the wrong path. The client shows \"There's an issue with the selected"
                + " model\".")
        .fix(fix)
        .build();
  }

  private static int at(String text, char c) {
    int at = text.indexOf(c);
    return at < 0 ? text.length() : at;
  }

  private Finding doubled(FileScene scene, EffectiveValue value, ClientUrl url, String tail) {
    boolean known = scene.destination().kind() != Destination.Kind.UNKNOWN;
    Provider provider = scene.destination().provider();
    String right =
        provider != null && provider.direct() != null && provider.direct().baseUrl() != null
            ? provider.regions().isEmpty() ? provider.direct().baseUrl() : regional(provider, url)
            : repaired(value.value());
    return problem(
            value, "ANTHROPIC_BASE_URL ends in " + tail + ", which the client appends itself")
        .confidence(known ? Confidence.CERTAIN : Confidence.LIKELY)
        .cause(
            "The client adds /v1/messages to the address, so it asks for "
                + url.path().substring(0, url.path().indexOf('?'))
                + ".")
        .impact(
            "Such a path is usually answered with 404. The client then shows \"There's an issue"
                + " with the selected model\", although the model is not the cause.")
        .fix(right == null ? Fix.manual("Take " + tail + " off the end") : repair(value, right))
        .build();
  }

  /** The address of the region whose host it is. */
  private static @Nullable String regional(Provider provider, ClientUrl url) {
    for (Provider.Region region : provider.regions().values()) {
      String direct = region.direct();
      if (direct != null && ClientUrl.of(direct).host().equals(url.host())) {
        return direct;
      }
    }
    return provider.direct() == null ? null : provider.direct().baseUrl();
  }

  /** A host of the catalogue with another path than that of its endpoint for the client. */
  private @Nullable Finding knownHost(
      FileScene scene, EffectiveValue value, ClientUrl url, String base) {
    Provider provider = scene.destination().provider();
    if (provider != null && !url.isLoopback()) {
      String right =
          provider.regions().isEmpty() && provider.direct() != null
              ? provider.direct().baseUrl()
              : regional(provider, url);
      if (right == null || path(ClientUrl.of(right)).equals(base)) {
        return null;
      }
      // A vendor may have further addresses; those of its other protocol are certainly wrong.
      boolean other = base.isEmpty() || isVersion(base) || isLiteLlmPath(provider, base);
      return !other
          ? null
          : problem(
                  value,
                  "ANTHROPIC_BASE_URL is not " + provider.title() + "'s address for Claude Code")
              .confidence(Confidence.LIKELY)
              .cause(
                  provider.title()
                      + " answers the client's protocol at "
                      + right
                      + "; this address belongs to its other protocol or to nothing.")
              .impact(
                  "Requests are answered with 404, which the client shows as \"There's an issue"
                      + " with the selected model\".")
              .fix(repair(value, right))
              .build();
    }
    if (scene.destination().kind() == Destination.Kind.UNKNOWN && !url.isPrivate()) {
      for (Provider candidate : scene.catalog().usable(url.host())) {
        if (candidate.direct() == null
            && candidate.litellm() != null
            && candidate.litellm().baseUrl() != null
            && ClientUrl.of(candidate.litellm().baseUrl()).host().equals(url.host())) {
          return problem(value, candidate.title() + " does not speak the protocol of Claude Code")
              .confidence(Confidence.LIKELY)
              .cause(
                  "The address is that of "
                      + candidate.title()
                      + ", which has no /v1/messages; a gateway such as LiteLLM must translate.")
              .impact("Every request fails with 404 or 401.")
              .fix(Fix.manual("Set up LiteLLM in between", "ccproxy init " + candidate.id()))
              .build();
        }
      }
    }
    return null;
  }

  private static boolean isVersion(String base) {
    int slash = base.lastIndexOf('/');
    String last = base.substring(slash + 1);
    return last.length() == 2 && last.charAt(0) == 'v' && Character.isDigit(last.charAt(1));
  }

  private static boolean isLiteLlmPath(Provider provider, String base) {
    return provider.litellm() != null
        && provider.litellm().baseUrl() != null
        && path(ClientUrl.of(provider.litellm().baseUrl())).equals(base);
  }

  private static String path(ClientUrl url) {
    return url.path().substring(0, url.path().length() - "/v1/messages?beta=true".length());
  }

  private static Fix repair(EffectiveValue value, String right) {
    String summary = "Set ANTHROPIC_BASE_URL to " + right;
    return ClientEdits.canEdit(value.origin())
        ? Fix.safe(summary, ClientEdits.set(value.origin(), VARIABLE, right, false))
        : Fix.manual(summary, "export ANTHROPIC_BASE_URL=" + right);
  }

  /** Without characters that nobody sees. */
  private static String clean(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (!Characters.isInvisible(text.charAt(i))) {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }

  private static @Nullable String repaired(String text) {
    try {
      return BaseUrl.of(text, BaseUrl.Reader.CLIENT).url();
    } catch (BaseUrl.NotUsable e) {
      return null;
    }
  }
}
