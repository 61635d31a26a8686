package dev.ccproxy.launch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the checks say about a set-up. They live elsewhere and are plugged in. */
public interface Checkup {

  /** Judges nothing. */
  Checkup NONE =
      new Checkup() {
        @Override
        public Optional<Obstacle> obstacle(Path config, Map<String, String> variables) {
          return Optional.empty();
        }

        @Override
        public Optional<String> verdict(@Nullable Path config, Map<String, String> variables) {
          return Optional.empty();
        }
      };

  /**
   * Something in the files with which the gateway certainly does not start.
   *
   * @param id of the check
   * @param what a sentence about it, with the place, without a final full stop
   * @param fix what to do, likewise
   */
  record Obstacle(String id, String what, String fix) {}

  /**
   * What keeps a gateway from starting, by the offline checks alone: waiting half a minute for its
   * traceback would tell less.
   *
   * @param config of the gateway
   * @param variables of the terminal
   */
  Optional<Obstacle> obstacle(Path config, Map<String, String> variables);

  /**
   * One line about a set-up: the offline checks and the quick live ones.
   *
   * @param config of the gateway; null for whatever lies in the working directory
   * @param variables of the terminal from which the client would be started
   * @return empty where there is nothing to judge
   */
  Optional<String> verdict(@Nullable Path config, Map<String, String> variables);
}
