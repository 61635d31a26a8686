package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Provider;
import dev.ccproxy.check.Destination;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
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
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The client's address: what is appended to it must not be in it already, and it must be one. */
public final class BaseUrlCheck extends ClientCheck {
  private static final String VARIABLE = "ANTHROPIC_BASE_URL";
  private static final String APPENDED = "/v1/messages?beta=true";

  /** What is no end of an address, the longer ones first. */
  private static final String[] ENDS = {
    "/v1/messages", "/messages", "/chat/completions", "/responses", "/v1"
  };

  private static final Pattern LOGIN = Pattern.compile("\\A([^/]*//)[^/?#]*@");

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
    String text = value.value().strip();
    if (text.contains("${") || text.startsWith("$")) {
      return isTakenAsItIs(value) ? List.of(reference(value, url)) : List.of();
    }
    if (!url.isUsable()) {
      return List.of(unusable(value, text));
    }
    if (!url.path().endsWith(APPENDED)) {
      return List.of(query(value, text));
    }
    Finding deaf = otherProtocol(scene, value, url);
    if (deaf != null) {
      return List.of(deaf);
    }
    String base = path(url);
    for (String end : ENDS) {
      if (base.endsWith(end)) {
        return List.of(doubled(scene, value, url, end));
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (text.regionMatches(true, 0, "localhost:", 0, "localhost:".length())) {
      findings.add(
          finding(Severity.INFO, "ANTHROPIC_BASE_URL has no http:// in front")
              .cause("The client takes what stands before the colon for a scheme.")
              .impact("It works for localhost, by chance.")
              .evidence(Evidence.of(value))
              .fix(repair(value, "http://" + text, true))
              .build());
    }
    Finding known = knownHost(scene, value, url, base);
    if (known != null) {
      findings.add(known);
    } else if (LOGIN.matcher(text).find()) {
      findings.add(
          finding(Severity.WARNING, "ANTHROPIC_BASE_URL holds a user name or password")
              .cause("The client ignores what stands before the @ and sends no such login.")
              .impact("The password protects nothing and shows up in logs and status lines.")
              .evidence(Evidence.of(value))
              .fix(repair(value, withoutLogin(text), true))
              .build());
    }
    return findings;
  }

  private static String withoutLogin(String text) {
    return LOGIN.matcher(text).replaceFirst("$1");
  }

  private Finding reference(EffectiveValue value, ClientUrl url) {
    return problem(value, "ANTHROPIC_BASE_URL holds the name of a variable, not an address")
        .cause(unexpanded(value, "takes"))
        .impact(
            url.isUsable()
                ? "Requests go to the wrong path and are usually answered with 404."
                : "The client says \"Invalid URL\" and sends nothing.")
        .fix(Fix.manual("Write the address itself"))
        .build();
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

  private Finding unusable(EffectiveValue value, String text) {
    String repaired = repaired(clean(text));
    boolean word = text.matches("[^.:/]+");
    return problem(value, "ANTHROPIC_BASE_URL is no address that the client can use")
        .cause(whyUnusable(text))
        .impact("The client says \"Invalid URL\" and sends nothing.")
        .fix(
            repaired == null || word
                ? Fix.manual("Write an address such as http://localhost:4000")
                : repair(value, repaired, true))
        .build();
  }

  private static String whyUnusable(String text) {
    char first = text.charAt(0);
    if (first == '"' || first == '\'' || Characters.isCurlyQuote(first)) {
      return "It stands in quotes, which belong to the value.";
    }
    if (!clean(text).equals(text)) {
      return "It holds an invisible character, which came along by copying.";
    }
    return text.matches("(?i)https?:.*")
        ? "What stands between // and the path is no host and port."
        : "It does not begin with http:// or https://.";
  }

  private Finding query(EffectiveValue value, String text) {
    int end = Math.min(at(text, '?'), at(text, '#'));
    String right = repaired(withoutLogin(text.substring(0, end)));
    return problem(value, "ANTHROPIC_BASE_URL has a query or a fragment")
        .cause(
            text.charAt(end) == '?'
                ? "The client appends /v1/messages to the text, so it ends up behind the ? instead"
                    + " of in the path."
                : "The client appends /v1/messages to the text, so it ends up behind the #, and"
                    + " what stands there is never sent.")
        .impact(
            "Requests go to the wrong path. The client shows \"There's an issue with the selected"
                + " model\".")
        .fix(
            right == null
                ? Fix.manual("Leave out everything from the ? or # on")
                : repair(value, right, false))
        .build();
  }

  private static int at(String text, char c) {
    int at = text.indexOf(c);
    return at < 0 ? text.length() : at;
  }

  private Finding doubled(FileScene scene, EffectiveValue value, ClientUrl url, String end) {
    boolean known = scene.destination().kind() != Destination.Kind.UNKNOWN;
    boolean own = !end.equals("/chat/completions") && !end.equals("/responses");
    Provider provider = remote(scene, url);
    Fix fix = Fix.manual("Take " + end + " off the end");
    if (provider != null) {
      fix = repair(value, addresses(provider, url));
    } else {
      String right = repaired(withoutLogin(value.value()));
      fix = right == null ? fix : repair(value, right, true);
    }
    return problem(
            value,
            own
                ? "ANTHROPIC_BASE_URL ends in " + end + ", which the client appends itself"
                : "ANTHROPIC_BASE_URL ends in " + end + ", a call of another protocol")
        .confidence(known ? Confidence.CERTAIN : Confidence.LIKELY)
        .cause("The client adds /v1/messages to the address, so it asks for " + asked(url) + ".")
        .impact(
            "Such a path is usually answered with 404. The client then shows \"There's an issue"
                + " with the selected model\", although the model is not the cause.")
        .fix(fix)
        .build();
  }

  private static String asked(ClientUrl url) {
    return url.path().substring(0, url.path().indexOf('?'));
  }

  /** The provider whose endpoint it is, somewhere else than on this machine. */
  private static @Nullable Provider remote(FileScene scene, ClientUrl url) {
    return url.isLoopback() ? null : scene.destination().provider();
  }

  /**
   * The addresses for the client at a provider's host. Where two plans have the same host, which
   * are billed apart, it is the one to which the path belongs; both where it belongs to neither.
   */
  private static List<String> addresses(Provider provider, ClientUrl url) {
    List<String> there = new ArrayList<>();
    List<String> near = new ArrayList<>();
    for (Provider.Region region : provider.regions().values()) {
      String direct = region.direct();
      if (direct != null && ClientUrl.of(direct).host().equals(url.host())) {
        there.add(direct);
        if (path(url).startsWith(path(ClientUrl.of(direct)))) {
          near.add(direct);
        }
      }
    }
    if (there.isEmpty()) {
      Provider.DirectRoute route = Objects.requireNonNull(provider.direct());
      there.add(Objects.requireNonNull(route.baseUrl()));
    }
    return near.isEmpty() ? there : near;
  }

  /** A host of the catalogue with another path than that of its endpoint for the client. */
  private @Nullable Finding knownHost(
      FileScene scene, EffectiveValue value, ClientUrl url, String base) {
    Provider provider = remote(scene, url);
    if (provider == null) {
      return null;
    }
    List<String> right = addresses(provider, url);
    // A vendor may have further addresses; those of its other protocol are certainly wrong.
    boolean other = base.isEmpty() || isVersion(base) || isLiteLlmPath(provider, base);
    return !other || right.stream().anyMatch(at -> path(ClientUrl.of(at)).equals(base))
        ? null
        : problem(
                value,
                "ANTHROPIC_BASE_URL is not " + provider.title() + "'s address for Claude Code")
            .confidence(Confidence.LIKELY)
            .cause(
                provider.title()
                    + " answers the client's protocol at "
                    + String.join(" or ", right)
                    + "; this address belongs to its other protocol or to nothing.")
            .impact(
                "Requests are answered with 404, which the client shows as \"There's an issue with"
                    + " the selected model\".")
            .fix(repair(value, right))
            .build();
  }

  /** The host of a provider that has no endpoint for the client, whatever the path. */
  private @Nullable Finding otherProtocol(FileScene scene, EffectiveValue value, ClientUrl url) {
    // A server of one's own is in no list, and reading them all takes time.
    if (scene.destination().kind() != Destination.Kind.UNKNOWN || url.isPrivate()) {
      return null;
    }
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
    return null;
  }

  private static boolean isVersion(String base) {
    int slash = base.lastIndexOf('/');
    return base.substring(slash + 1).matches("v[0-9]+");
  }

  private static boolean isLiteLlmPath(Provider provider, String base) {
    return provider.litellm() != null
        && provider.litellm().baseUrl() != null
        && path(ClientUrl.of(provider.litellm().baseUrl())).equals(base);
  }

  private static String path(ClientUrl url) {
    return url.path().substring(0, url.path().length() - APPENDED.length());
  }

  private static Fix repair(EffectiveValue value, List<String> right) {
    return right.size() == 1
        ? repair(value, right.get(0), true)
        : Fix.manual("Set ANTHROPIC_BASE_URL to " + String.join(" or ", right));
  }

  private static Fix repair(EffectiveValue value, String right, boolean certain) {
    String summary = "Set ANTHROPIC_BASE_URL to " + right;
    if (!ClientEdits.canEdit(value.origin())) {
      return ClientEdits.byHand(value, summary, "export ANTHROPIC_BASE_URL=" + right);
    }
    FileEdit edit = ClientEdits.set(value.origin(), VARIABLE, right, false);
    return certain ? Fix.safe(summary, edit) : Fix.ask(summary, edit);
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
