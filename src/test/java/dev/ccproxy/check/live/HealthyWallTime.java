package dev.ccproxy.check.live;

import dev.ccproxy.check.CheckResult;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Mode;
import dev.ccproxy.lab.Exchange;
import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.gateway.LabGateway;
import dev.ccproxy.lab.gateway.Role;
import dev.ccproxy.lab.gateway.Roles;
import dev.ccproxy.lab.http.Frame;
import dev.ccproxy.lab.http.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A benchmark, no test: how long the doctor takes on a gateway that answers each request after 200
 * ms, against the longest chain of checks that wait for each other; and on a port where nobody
 * listens. Run its main method.
 */
final class HealthyWallTime {
  private static final Duration ANSWER = Duration.ofMillis(200);

  private HealthyWallTime() {}

  /** Each answer begins after that time. */
  private record Slow() implements Fault {
    @Override
    public Reply sent(Exchange exchange, Reply reply) {
      List<Frame> frames = new ArrayList<>();
      frames.add(new Frame.Pause(ANSWER));
      frames.addAll(reply.frames());
      return reply.withFrames(frames);
    }
  }

  /** Prints one line for each level. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("walltime");
    Role role = new Roles().find("litellm-1.108.11").orElseThrow();
    for (Mode mode : List.of(Mode.QUICK, Mode.QUICK, Mode.STANDARD, Mode.STANDARD)) {
      try (LabGateway gateway = LabGateway.of(role.id()).fault(new Slow()).start()) {
        long start = System.nanoTime();
        Diagnosis diagnosis = new LabRun(role).mode(mode).examine(gateway, folder);
        long wall = (System.nanoTime() - start) / 1_000_000;
        long chain = longest(diagnosis);
        System.out.println(
            mode
                + ": wall "
                + wall
                + " ms, longest chain of checks "
                + chain
                + " ms, ratio "
                + wall * 100 / Math.max(1, chain)
                + " %, "
                + gateway.requests()
                + " requests");
      }
    }
    long start = System.nanoTime();
    new LabRun(role, "H01").run(folder);
    System.out.println("nobody listens: wall " + (System.nanoTime() - start) / 1_000_000 + " ms");
  }

  /** Milliseconds of the checks that had to wait for each other, by the times that they took. */
  private static long longest(Diagnosis diagnosis) {
    Map<String, Long> ends = new HashMap<>();
    Map<String, Long> took = new HashMap<>();
    for (CheckResult result : diagnosis.checks()) {
      took.put(result.check().id(), result.durationMs());
    }
    long longest = 0;
    for (LiveCheck<Chain> check : EndpointChecks.all()) {
      if (took.containsKey(check.id())) {
        long start = 0;
        for (String need : check.needs()) {
          start = Math.max(start, ends.getOrDefault(need, 0L));
        }
        long end = start + took.getOrDefault(check.id(), 0L);
        ends.put(check.id(), end);
        longest = Math.max(longest, end);
      }
    }
    return longest;
  }
}
