package dev.ccproxy.check.live;

import dev.ccproxy.check.Mode;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.probe.Stage;
import dev.ccproxy.wire.Severity;

/** How fast answers come. Asks nothing itself. */
final class Speed extends EndpointCheck {

  Speed() {
    super(
        "CCP-L803",
        "speed",
        "how fast do answers come",
        Layer.UPSTREAM,
        Group.CONTEXT,
        Mode.DEEP,
        "CCP-L701");
  }

  @Override
  public LiveResult run(Chain chain) throws InterruptedException {
    Exchange small = chain.textStream();
    Exchange full = chain.full();
    long first = small.last().timings().millis(Stage.FIRST_BYTE);
    long long1 = full.last().timings().millis(Stage.FIRST_BYTE);
    return LiveResult.of(
        finding(
                Severity.INFO,
                "The first byte comes after "
                    + first
                    + " ms, with the client's full request after "
                    + long1
                    + " ms")
            .cause("Measured at " + Reading.name(small) + " and " + Reading.name(full) + ".")
            .impact("Each turn of a session begins so late.")
            .build());
  }
}
