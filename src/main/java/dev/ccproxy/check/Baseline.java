package dev.ccproxy.check;

import dev.ccproxy.change.Sha256;
import dev.ccproxy.config.Place;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.JsonDocument;
import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.document.Value;
import dev.ccproxy.redact.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Findings that were there before: a run with a baseline tells only the others. A finding is known
 * again by its check, its file and what stands there, so that lines may move.
 */
public final class Baseline {
  /** No finding is known. */
  public static final Baseline EMPTY = new Baseline(Map.of());

  private static final String SCHEMA = "ccproxy.baseline/1";

  private final Map<String, Integer> known;

  private Baseline(Map<String, Integer> known) {
    this.known = known;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param name of the file
   * @throws DocumentException when it is something else
   */
  public static Baseline read(String name, byte[] bytes) throws DocumentException {
    JsonDocument document = JsonDocument.parse(name, bytes);
    if (!document.text(NodePath.of("schema")).filter(SCHEMA::equals).isPresent()
        || !(document.find(NodePath.of("findings")).orElse(null) instanceof Node.Sequence list)) {
      throw new DocumentException(name, null, "this is no " + SCHEMA);
    }
    Map<String, Integer> known = new HashMap<>();
    for (Node item : list.items()) {
      if (SourceDocument.find(item, NodePath.of("hash")).orElse(null) instanceof Node.Scalar hash) {
        known.merge(hash.value(), 1, Integer::sum);
      }
    }
    return new Baseline(known);
  }

  /** The document that makes these findings known; without secrets. */
  public static String write(List<Finding> findings, Redactor redactor) {
    List<Value> items = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Value> fields = new LinkedHashMap<>();
      fields.put("id", Value.of(finding.id()));
      fields.put("slug", Value.of(finding.check().slug()));
      fields.put("where", Value.of(redactor.apply(where(finding))));
      fields.put("hash", Value.of(hash(finding, redactor)));
      items.add(new Value.Fields(fields));
    }
    Map<String, Value> document = new LinkedHashMap<>();
    document.put("schema", Value.of(SCHEMA));
    document.put("findings", new Value.Items(items));
    return JsonText.write(new Value.Fields(document), 2) + "\n";
  }

  /** The file or variable, without line and column. */
  private static String where(Finding finding) {
    if (finding.evidence().isEmpty()) {
      return "";
    }
    Evidence first = finding.evidence().get(0);
    Place place = first.place();
    return place == null ? first.location() : place.shown();
  }

  private static String hash(Finding finding, Redactor redactor) {
    String evidence =
        finding.evidence().isEmpty() ? finding.title() : finding.evidence().get(0).excerpt();
    // A hash of a secret would give a short one away.
    String key =
        String.join(
            "\0",
            finding.id(),
            where(finding),
            finding.subject(),
            redactor.apply(evidence).strip().replaceAll("\\s+", " "));
    return Sha256.of(key.getBytes(StandardCharsets.UTF_8));
  }

  /** The findings that it does not know; of several equal ones as many as there are more. */
  List<Finding> unknown(List<Finding> findings, Redactor redactor) {
    Map<String, Integer> left = new HashMap<>(known);
    List<Finding> unknown = new ArrayList<>();
    for (Finding finding : findings) {
      if (left.merge(hash(finding, redactor), -1, Integer::sum) < 0) {
        unknown.add(finding);
      }
    }
    return unknown;
  }

  boolean isEmpty() {
    return known.isEmpty();
  }
}
