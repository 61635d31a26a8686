package dev.ccproxy.check.file;

import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.config.ClientUrl;
import dev.ccproxy.config.EffectiveValue;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Does anything listen on the port of the address? Known without a connection on Linux only. */
public final class PortCheck extends ClientCheck {
  /** The state of a listening socket in the kernel's table. */
  private static final String LISTENING = "0A";

  private static final int LITELLM_PORT = 4000;

  private final Path tables;

  public PortCheck() {
    this(Path.of("/proc/net"));
  }

  /** With other tables than those of this kernel. */
  PortCheck(Path tables) {
    super(
        "CCP-S402",
        "port-owner",
        "Does anything listen on the port of the address?",
        Layer.NETWORK,
        Group.MACHINE);
    this.tables = tables;
  }

  @Override
  public List<Finding> find(FileScene scene) {
    EffectiveValue base = scene.workspace().baseUrl().orElse(null);
    ClientUrl url = scene.workspace().clientRequest().url();
    if (base == null || !url.isUsable() || !url.isLoopback()) {
      return List.of();
    }
    Set<Integer> ports = listening();
    if (ports.isEmpty() || ports.contains(url.port())) {
      return List.of();
    }
    boolean usual =
        url.port() != LITELLM_PORT
            && ports.contains(LITELLM_PORT)
            && !scene.workspace().configs().isEmpty();
    return List.of(
        finding(Severity.INFO, "Nothing listens on port " + url.port() + " now")
            .cause(
                "No program on this machine has that port open."
                    + (usual ? " One listens on 4000, LiteLLM's usual port." : ""))
            .impact("As long as it is so, the client says that the connection was refused.")
            .evidence(Evidence.of(base))
            .fix(
                Fix.manual(
                    usual
                        ? "Start the gateway on this port, or write 4000 in the address"
                        : "Start the gateway or the model server"))
            .build());
  }

  /** Ports on which something listens; empty where nobody can tell. */
  private Set<Integer> listening() {
    Set<Integer> ports = new HashSet<>();
    for (String table : new String[] {"tcp", "tcp6"}) {
      try {
        for (String line : Files.readAllLines(tables.resolve(table), StandardCharsets.ISO_8859_1)) {
          String[] fields = line.strip().split(" +");
          if (fields.length > 3 && fields[3].equals(LISTENING)) {
            int colon = fields[1].lastIndexOf(':');
            ports.add(Integer.parseInt(fields[1].substring(colon + 1), 16));
          }
        }
      } catch (IOException | NumberFormatException e) {
        // Another system, or a kernel that does not show it.
      }
    }
    return ports;
  }
}
