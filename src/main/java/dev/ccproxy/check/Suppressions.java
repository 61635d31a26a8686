package dev.ccproxy.check;

import dev.ccproxy.config.Place;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.config.SourceReader;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Findings that the user does not want to hear about: the list {@code ignore} of {@code
 * .ccproxy.yaml} in the working directory.
 *
 * @param file the file, there or not
 * @param entries what it lists
 */
public record Suppressions(SourceFile file, List<Entry> entries) {
  /** The name of the file. */
  public static final String FILE = ".ccproxy.yaml";

  /**
   * One of them.
   *
   * @param id id or slug of a check; empty where none is given
   * @param where the file, variable or {@code file:line} of the finding; empty: everywhere
   * @param reason why; empty where none is given
   * @param until the last day on which it holds; null: for ever
   * @param badDate whether {@code until} is there and is no date
   * @param place where the entry stands
   */
  public record Entry(
      String id,
      String where,
      String reason,
      @Nullable LocalDate until,
      boolean badDate,
      Place place) {

    /** Whether its last day is over. */
    public boolean isExpired(LocalDate today) {
      return until != null && today.isAfter(until);
    }

    /** Whether it is about a check. */
    public boolean isAbout(Check check) {
      return !id.isEmpty() && new CheckSelection(List.of(id), List.of()).names(check);
    }

    private boolean hides(Finding finding, LocalDate today) {
      if (badDate || isExpired(today) || !isAbout(finding.check())) {
        return false;
      }
      if (where.isEmpty()) {
        return true;
      }
      for (Evidence evidence : finding.evidence()) {
        Place place = evidence.place();
        String name = place == null ? evidence.location() : place.shown();
        if (where.equals(evidence.location()) || where.equals(name) || name.endsWith("/" + where)) {
          return true;
        }
      }
      return false;
    }
  }

  public Suppressions {
    entries = List.copyOf(entries);
  }

  /** Reads the file of the working directory; a file that cannot be read lists nothing. */
  public static Suppressions read(UserEnvironment environment) {
    SourceFile file =
        new SourceReader(environment)
            .read(environment.workingDirectory().resolve(FILE), SourceReader.Format.YAML);
    List<Entry> entries = new ArrayList<>();
    SourceDocument document = file.document();
    if (document != null
        && document.find(NodePath.of("ignore")).orElse(null) instanceof Node.Sequence list) {
      for (Node item : list.items()) {
        entries.add(entry(file, document, item));
      }
    }
    return new Suppressions(file, entries);
  }

  private static Entry entry(SourceFile file, SourceDocument document, Node item) {
    String until = text(item, "until");
    LocalDate date = null;
    if (!until.isEmpty()) {
      try {
        date = LocalDate.parse(until);
      } catch (DateTimeException e) {
        // Said by the check of this file.
      }
    }
    return new Entry(
        text(item, "id"),
        text(item, "where"),
        text(item, "reason"),
        date,
        !until.isEmpty() && date == null,
        Place.of(file, document, item));
  }

  private static String text(Node item, String key) {
    return SourceDocument.find(item, NodePath.of(key)).orElse(null) instanceof Node.Scalar scalar
            && scalar.kind() != Node.Kind.NULL
        ? scalar.value().strip()
        : "";
  }

  /** The entry that hides a finding. */
  Optional<Entry> hiding(Finding finding, LocalDate today) {
    for (Entry entry : entries) {
      if (entry.hides(finding, today)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }
}
