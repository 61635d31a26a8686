package dev.ccproxy.check.live;

import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;

/** Whether the endpoint sends requests elsewhere. */
final class StaysOnOrigin extends EndpointCheck {

  StaysOnOrigin() {
    super(
        "CCP-L104",
        "endpoint-redirects",
        "does the endpoint answer itself, without a redirect",
        Layer.CLIENT_CONFIG,
        Group.REACH,
        Mode.QUICK,
        "CCP-L102",
        "CCP-L103");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange path = chain.path();
    if (path.status() < 300 || path.status() > 399) {
      return LiveResult.OK;
    }
    String location = path.last().header("location");
    return LiveResult.of(
        finding(
                Severity.ERROR,
                "The endpoint redirects POST /v1/messages with status "
                    + path.status()
                    + (location.isEmpty() ? "" : " to " + withoutQuery(location)))
            .cause(
                "A POST does not survive most redirects, and a key must not follow one to another"
                    + " place; nothing was sent there.")
            .impact("The client reports an issue with the selected model, or a login page.")
            .evidence(Reading.request(path))
            .evidence(Reading.response(path))
            .fix(
                Fix.manual(
                    "Put the address where the requests should end into ANTHROPIC_BASE_URL, if you"
                        + " know it to be the right one"))
            .build());
  }

  private static String withoutQuery(String location) {
    int end = location.indexOf('?');
    String text = end < 0 ? location : location.substring(0, end);
    return text.length() > 120 ? text.substring(0, 120) + "..." : text;
  }
}
