package dev.ccproxy.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What real clients made of the damaged answers of the lab, as it was recorded. */
public final class ClientOutcomes {
  private static final Path FILE = Path.of("src/test/resources/wire/client-outcomes.tsv");
  private static final String ERROR = "error: ";

  /** What a damage did to a client. */
  enum Harm {
    NONE,
    REPEATED,
    HARMED
  }

  /**
   * One run.
   *
   * @param fault its id in the lab
   * @param run {@code text}, {@code call} or {@code calls}, with {@code body-} in front where the
   *     answer that is not streamed is damaged
   * @param more requests beyond those of the healthy run
   */
  public record Outcome(
      String fault, String run, String client, String version, int more, String outcome) {

    Harm harm() {
      if (!outcome.equals("as-healthy")) {
        return Harm.HARMED;
      }
      return more > 0 ? Harm.REPEATED : Harm.NONE;
    }

    /** The first line of what the client said; empty where it reported no error. */
    public String error() {
      return outcome.startsWith(ERROR) ? outcome.substring(ERROR.length()) : "";
    }

    boolean isClaudeCode() {
      return client.equals("claude-code");
    }
  }

  private ClientOutcomes() {}

  /** All runs. */
  public static List<Outcome> all() {
    try {
      List<Outcome> all = new ArrayList<>();
      for (String line : Files.readAllLines(FILE)) {
        if (!line.startsWith("#")) {
          String[] c = line.split("\t", -1);
          all.add(new Outcome(c[0], c[1], c[2], c[3], Integer.parseInt(c[4]), c[5]));
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
