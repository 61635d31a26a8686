package dev.ccproxy.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How bad each rule is for one client in one version. Comes from the data file {@code
 * client-impact.tsv}; what that does not name has the severity of the protocol.
 */
public final class ClientImpact {
  private static final String RESOURCE = "client-impact.tsv";
  private static final int COLUMNS = 6;

  /** The view of the protocol. */
  public static final ClientImpact SPEC = new ClientImpact("", Map.of());

  private final String client;
  private final Map<String, Severity> severities;

  private ClientImpact(String client, Map<String, Severity> severities) {
    this.client = client;
    this.severities = Map.copyOf(severities);
  }

  /**
   * The view of a client, from the packaged table.
   *
   * @param client its id, for example {@code claude-code}; one that the table does not know has the
   *     view of the protocol
   * @param version its version, dotted numbers; null means the newest that was looked at
   */
  public static ClientImpact of(String client, @Nullable String version) {
    return parse(packaged(), client, version);
  }

  /** Ids of the clients that the packaged table knows. */
  public static Set<String> clients() {
    Set<String> clients = new LinkedHashSet<>();
    for (String line : packaged().split("\n")) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        clients.add(line.split("\t")[1]);
      }
    }
    return clients;
  }

  /** Reads a table; a line that is none of ours is a defect of the file, not of the user. */
  static ClientImpact parse(String table, String client, @Nullable String version) {
    Map<String, Severity> severities = new HashMap<>();
    Map<String, String> since = new HashMap<>();
    int number = 0;
    for (String line : table.split("\n")) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] columns = line.split("\t");
      String code = columns[0];
      int slash = code.indexOf('/');
      if (columns.length != COLUMNS
          || Code.of(slash < 0 ? code : code.substring(0, slash)) == null) {
        throw new IllegalArgumentException(RESOURCE + ":" + number + ": not a line of the table");
      }
      String from = columns[2];
      boolean counts =
          columns[1].equals(client) && (version == null || compareVersions(from, version) <= 0);
      String former = since.get(code);
      if (counts && (former == null || compareVersions(former, from) < 0)) {
        severities.put(code, Severity.of(columns[3]));
        since.put(code, from);
      }
    }
    return severities.isEmpty() ? SPEC : new ClientImpact(client, severities);
  }

  /** Id of the client; "" for the view of the protocol. */
  public String client() {
    return client;
  }

  /**
   * The severity of a rule for this client.
   *
   * @param variant the variant of the finding, "" for none
   */
  public Severity severity(Code code, String variant) {
    if (!variant.isEmpty()) {
      Severity own = severities.get(code.number() + "/" + variant);
      if (own != null) {
        return own;
      }
    }
    Severity severity = severities.get(code.number());
    return severity == null ? code.specSeverity() : severity;
  }

  private static String packaged() {
    try (InputStream in = ClientImpact.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not packaged");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares dotted numbers; a part that is no number counts as 0. */
  static int compareVersions(String a, String b) {
    String[] left = a.split("\\.");
    String[] right = b.split("\\.");
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int difference = Long.compare(part(left, i), part(right, i));
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static long part(String[] parts, int i) {
    if (i >= parts.length) {
      return 0;
    }
    long number = 0;
    for (int k = 0; k < parts[i].length() && number < Integer.MAX_VALUE; k++) {
      int digit = Character.digit(parts[i].charAt(k), 10);
      if (digit < 0) {
        break;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
