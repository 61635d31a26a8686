package dev.ccproxy.lab.gateway;

import dev.ccproxy.lab.Fault;
import dev.ccproxy.lab.LabServer;
import dev.ccproxy.lab.Personality;
import dev.ccproxy.lab.Recording;
import dev.ccproxy.lab.Scene;
import dev.ccproxy.lab.VirtualTime;
import dev.ccproxy.lab.fault.Faults;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.fault.Schedule;
import dev.ccproxy.lab.fault.Setting;
import dev.ccproxy.lab.fault.Switch;
import dev.ccproxy.lab.fault.Wiring;
import dev.ccproxy.lab.http.Limits;
import dev.ccproxy.lab.http.Pauses;
import dev.ccproxy.lab.personality.ServedModel;
import dev.ccproxy.lab.tls.LabAuthority;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A gateway of the lab that listens on 127.0.0.1:
 *
 * <pre>{@code
 * try (LabGateway gateway = LabGateway.start("litellm-chat", "H07")) {
 *   … gateway.baseUrl(), gateway.key(), gateway.model() …
 *   assertThat(gateway.messages()).isLessThan(35);
 * }
 * }</pre>
 */
public final class LabGateway implements AutoCloseable {
  /** The credential that a gateway of the lab takes when no other is named. No secret. */
  public static final String KEY = "sk-lab-5Tq8vXw2Lr9Zk4Jm";

  private final Role role;
  private final String key;
  private final Wiring wiring;
  private final boolean tls;
  private final LabServer server;
  private final @Nullable LabServer second;
  private final @Nullable LabAuthority authority;

  private LabGateway(
      Role role,
      String key,
      Wiring wiring,
      boolean tls,
      LabServer server,
      @Nullable LabServer second,
      @Nullable LabAuthority authority) {
    this.role = role;
    this.key = key;
    this.wiring = wiring;
    this.tls = tls;
    this.server = server;
    this.second = second;
    this.authority = authority;
  }

  /**
   * Starts a personality with faults.
   *
   * @param personality a name of {@link Roles}
   * @param faults ids of {@link Faults}
   * @throws IllegalArgumentException when there is no such personality or fault
   * @throws IOException when it cannot listen
   */
  public static LabGateway start(String personality, String... faults) throws IOException {
    Builder builder = of(personality);
    for (String fault : faults) {
      builder.fault(fault);
    }
    return builder.start();
  }

  /**
   * A gateway that is still to be started.
   *
   * @throws IllegalArgumentException when there is no such personality
   */
  public static Builder of(String personality) {
    return new Builder(
        new Roles()
            .find(personality)
            .orElseThrow(() -> new IllegalArgumentException("no personality: " + personality)));
  }

  /** Says how a gateway is started. Not for more than one thread. */
  public static final class Builder {
    private Role role;
    private final List<KnownFault> faults = new ArrayList<>();
    private final List<Fault> struck = new ArrayList<>();
    private final List<UnaryOperator<Fault>> gates = new ArrayList<>();
    private String key = KEY;
    private int port;
    private boolean tls;
    private long seed = 1;
    private Clock clock = Clock.systemUTC();
    private Pauses pauses = Pauses.REAL;

    private Builder(Role role) {
      this.role = role;
    }

    /**
     * One more fault of the catalogue, always there.
     *
     * @throws IllegalArgumentException when there is no such fault
     */
    public Builder fault(String id) {
      return fault(id, Schedule.ALWAYS);
    }

    /**
     * One more fault of the catalogue, at certain times.
     *
     * @throws IllegalArgumentException when there is no such fault
     */
    public Builder fault(String id, Schedule schedule) {
      return gated(id, schedule::on);
    }

    /**
     * One more fault of the catalogue, while a switch is on.
     *
     * @throws IllegalArgumentException when there is no such fault
     */
    public Builder fault(String id, Switch gate) {
      return gated(id, gate::on);
    }

    private Builder gated(String id, UnaryOperator<Fault> gate) {
      faults.add(
          new Faults().find(id).orElseThrow(() -> new IllegalArgumentException("no fault: " + id)));
      gates.add(gate);
      return this;
    }

    /** One more fault that the catalogue does not have. */
    public Builder fault(Fault fault) {
      struck.add(fault);
      return this;
    }

    /** The credential that is valid. */
    public Builder key(String valid) {
      key = valid;
      return this;
    }

    /** The names of the models, the main one first; vendors keep their own. */
    public Builder models(String... names) {
      List<ServedModel> models = new ArrayList<>();
      for (String name : names) {
        models.add(ServedModel.of(name));
      }
      role = role.serving(models);
      return this;
    }

    /** The port; 0 for a free one. */
    public Builder port(int wanted) {
      port = wanted;
      return this;
    }

    /** Whether it speaks TLS, with a certificate of the lab's own authority. */
    public Builder tls(boolean on) {
      tls = on;
      return this;
    }

    /** Gives the ids and everything else that looks random. */
    public Builder seed(long other) {
      seed = other;
      return this;
    }

    /** Time of replies and of pauses; with it nothing waits. */
    public Builder time(VirtualTime time) {
      clock = time;
      pauses = time;
      return this;
    }

    /** How pauses pass. */
    public Builder pauses(Pauses other) {
      pauses = other;
      return this;
    }

    /**
     * Starts listening.
     *
     * @throws IOException when the port is taken
     */
    public LabGateway start() throws IOException {
      Wiring wiring = Wiring.SOUND;
      for (KnownFault fault : faults) {
        wiring = fault.wiring() == Wiring.SOUND ? wiring : fault.wiring();
      }
      LabServer second = faults.isEmpty() ? null : LabServer.start(Scene.healthy(new Bystander()));
      Personality personality = role.personality(key);
      Setting setting =
          new Setting(
              personality, key, role.modelNames(), second == null ? "" : second.url(), seed);
      List<Fault> all = new ArrayList<>(struck);
      for (int i = 0; i < faults.size(); i++) {
        all.add(gates.get(i).apply(faults.get(i).in(setting)));
      }
      try {
        LabAuthority authority = encrypted(wiring) ? LabAuthority.create() : null;
        ServerSocketFactory sockets =
            authority == null
                ? ServerSocketFactory.getDefault()
                : authority.server(leaf(wiring)).getServerSocketFactory();
        LabServer server =
            LabServer.start(
                new Scene(personality, all, clock, seed), port, sockets, Limits.DEFAULT, pauses);
        if (wiring == Wiring.NOTHING_LISTENS) {
          server.close();
        }
        return new LabGateway(role, key, wiring, tls, server, second, authority);
      } catch (IOException | RuntimeException e) {
        if (second != null) {
          second.close();
        }
        throw e;
      }
    }

    private boolean encrypted(Wiring wiring) {
      return switch (wiring) {
        case PLAIN_EXPECTED, UNKNOWN_AUTHORITY, EXPIRED, OTHER_HOST -> true;
        case TLS_EXPECTED -> false;
        default -> tls;
      };
    }

    private static LabAuthority.Leaf leaf(Wiring wiring) {
      return switch (wiring) {
        case EXPIRED -> LabAuthority.Leaf.EXPIRED;
        case OTHER_HOST -> LabAuthority.Leaf.OTHER_HOST;
        default -> LabAuthority.Leaf.SOUND;
      };
    }
  }

  /** What is played. */
  public Role role() {
    return role;
  }

  /** Scheme, host and port, without a slash at the end. */
  public String url() {
    boolean https =
        switch (wiring) {
          case TLS_EXPECTED, UNKNOWN_AUTHORITY, EXPIRED, OTHER_HOST -> true;
          case PLAIN_EXPECTED -> false;
          default -> tls;
        };
    return (https ? "https" : "http") + "://127.0.0.1:" + port();
  }

  /** What a client would have in {@code ANTHROPIC_BASE_URL}. */
  public String baseUrl() {
    return url() + role.basePath() + (wiring == Wiring.DOUBLED_PATH ? "/v1" : "");
  }

  /** The port. */
  public int port() {
    return server.port();
  }

  /** The credential that is valid. */
  public String key() {
    return key;
  }

  /** The main model. */
  public String model() {
    return role.modelNames().get(0);
  }

  /** The certificate of the lab's authority in PEM; only where TLS is spoken. */
  public Optional<String> authorityPem() {
    return authority == null ? Optional.empty() : Optional.of(authority.pem());
  }

  /** What it was asked. */
  public Recording recording() {
    return server.recording();
  }

  /** How many requests came, of any kind. */
  public int requests() {
    return recording().count();
  }

  /** How many requests for messages came: those that cost money. */
  public int messages() {
    int count = 0;
    for (Recording.Entry entry : recording().entries()) {
      if (entry.method().equals("POST") && entry.path().endsWith("/v1/messages")) {
        count++;
      }
    }
    return count;
  }

  /** Another server, to which redirects lead; only a gateway with a fault has one. */
  public Optional<Recording> secondOrigin() {
    return second == null ? Optional.empty() : Optional.of(second.recording());
  }

  /** Stops it. */
  @Override
  public void close() {
    if (wiring != Wiring.NOTHING_LISTENS) {
      server.close();
    }
    if (second != null) {
      second.close();
    }
  }
}
