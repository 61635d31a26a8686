package dev.ccproxy.check.live;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.config.ClientHeader;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;

/** Whether the client's {@code apiKeyHelper}, where it has one, prints a key. */
final class HelperGivesKey extends EndpointCheck {

  HelperGivesKey() {
    super(
        "CCP-L206",
        "key-helper-fails",
        "does the client's apiKeyHelper print a key",
        Layer.CLIENT_CONFIG,
        Group.CREDENTIALS,
        Mode.QUICK);
  }

  @Override
  public LiveResult run(Chain chain) {
    KeyHelper.Result helper = chain.helper();
    if (helper == null || helper.key() != null) {
      return LiveResult.OK;
    }
    Finding.Builder finding =
        finding(Severity.ERROR, "The apiKeyHelper gives no key: " + helper.problem())
            .cause("The client runs this command whenever it needs the key, and gets none.")
            .impact(
                "\"Your apiKeyHelper script is failing\"; requests go out with an empty key and are"
                    + " refused.")
            .fix(
                Fix.manual(
                    "Run the command in a shell and correct it, or put the key into"
                        + " ANTHROPIC_AUTH_TOKEN"))
            .explains("CCP-L201");
    for (ClientHeader header : chain.client().headers()) {
      if (header.from() == ClientHeader.From.HELPER && header.origin() != null) {
        finding.evidence(Evidence.of(header.origin()));
        break;
      }
    }
    if (!helper.said().isEmpty()) {
      finding.evidence(new Evidence(Evidence.Kind.COMMAND, "apiKeyHelper", helper.said()));
    }
    return LiveResult.of(finding.build());
  }
}
