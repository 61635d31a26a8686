package dev.ccproxy.check.file;

import dev.ccproxy.catalog.Provider;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientHeader;
import dev.ccproxy.config.ClientRequest;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Is a credential sent to somebody else than its vendor? How it begins tells whose it is. */
public final class KeyHostCheck extends ClientCheck {
  private static final String VENDOR = "sk-ant-";
  private static final String SUBSCRIPTION = "sk-ant-oat";

  /** A shorter prefix belongs to half of all vendors. */
  private static final int TELLING = 4;

  /** The words in front of a key: one that tells, or two. */
  private static final Pattern KIND = Pattern.compile("[^-_]{3,}[-_]|[^-_]*[-_][^-_]*[-_]");

  public KeyHostCheck() {
    super(
        "CCP-S303",
        "key-of-another-host",
        "Does the credential belong to the host that it is sent to?",
        Layer.CLIENT_CONFIG,
        Group.SECRETS);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    ClientRequest request = scene.workspace().clientRequest();
    List<Finding> findings = new ArrayList<>();
    if (!request.url().isUsable() || request.cloud().isPresent()) {
      return findings;
    }
    for (ClientHeader header : request.headers()) {
      EffectiveValue origin = header.origin();
      if (header.value() != null && origin != null && !header.isLogin()) {
        String key = header.value();
        while (key.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())) {
          key = key.substring("Bearer ".length()).strip();
        }
        Finding finding = judge(scene, request, key, header, origin);
        if (finding != null) {
          findings.add(finding);
        }
      }
    }
    return findings;
  }

  private @Nullable Finding judge(
      FileScene scene,
      ClientRequest request,
      String key,
      ClientHeader header,
      EffectiveValue origin) {
    String host = request.url().host();
    if (key.startsWith(VENDOR)) {
      if (request.url().isVendor() || isFor(scene.destination().provider(), key)) {
        return null;
      }
      boolean near = request.url().isPrivate();
      return told(
              near ? Severity.WARNING : Severity.ERROR,
              (key.startsWith(SUBSCRIPTION) ? "A subscription token" : "A key")
                  + " of Anthropic is sent to "
                  + host,
              header,
              origin)
          .confidence(near ? Confidence.LIKELY : Confidence.CERTAIN)
          .build();
    }
    Provider here = scene.destination().provider();
    String owner = owner(scene, key);
    if (owner == null || request.url().isPrivate() || isFor(here, key)) {
      return null;
    }
    if (here == null && !request.url().isVendor()) {
      return null;
    }
    return told(
            Severity.WARNING,
            "A key of " + owner + " is sent to " + (here == null ? "Anthropic" : here.title()),
            header,
            origin)
        .confidence(Confidence.LIKELY)
        .build();
  }

  private Finding.Builder told(
      Severity severity, String title, ClientHeader header, EffectiveValue origin) {
    return finding(severity, title)
        .cause("How the credential begins tells whose it is.")
        .impact("It reaches somebody who is not its vendor, and is refused there.")
        .evidence(
            new Evidence(
                Evidence.of(origin).kind(), Evidence.of(origin).location(), header.from().word()))
        .explains("CCP-L201", "CCP-S208")
        .fix(
            Fix.manual(
                "Set "
                    + (header.from() == ClientHeader.From.CUSTOM_HEADERS
                        ? header.name() + " in ANTHROPIC_CUSTOM_HEADERS"
                        : header.from().word())
                    + " to the credential of that address, or correct the address"));
  }

  private static boolean isFor(@Nullable Provider provider, String key) {
    if (provider == null) {
      return false;
    }
    for (String prefix : provider.key().prefixes()) {
      if (prefix.length() >= TELLING && key.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** The title of the one provider whose keys begin like this; null where that is not clear. */
  private static @Nullable String owner(FileScene scene, String key) {
    String owner = null;
    int longest = 0;
    String mention = beginning(key);
    if (mention == null) {
      return null;
    }
    for (Provider provider : scene.catalog().usable(mention)) {
      for (String prefix : provider.key().prefixes()) {
        if (prefix.length() >= TELLING && prefix.length() > longest && key.startsWith(prefix)) {
          owner = provider.title();
          longest = prefix.length();
        }
      }
    }
    return owner;
  }

  /** What of a key its kind is named by: {@code sk-or-}, {@code gsk_}; null for a bare sk-. */
  private static @Nullable String beginning(String key) {
    Matcher kind = KIND.matcher(key);
    return kind.lookingAt() ? kind.group() : null;
  }
}
