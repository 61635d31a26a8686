package dev.ccproxy.check.file;

import dev.ccproxy.check.Check;
import dev.ccproxy.check.CheckSelection;
import dev.ccproxy.check.Checks;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileCheck;
import dev.ccproxy.check.FileScene;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.NamedCheck;
import dev.ccproxy.check.Suppressions;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.SourceFile;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.Node;
import dev.ccproxy.document.NodePath;
import dev.ccproxy.document.SourceDocument;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An entry of {@code .ccproxy.yaml} that hides nothing, or nobody knows why. */
public final class DoubtfulSuppression extends NamedCheck implements FileCheck {

  /** For the list of checks. */
  public DoubtfulSuppression() {
    super(
        "CCP-S901",
        "doubtful-suppression",
        "every entry of .ccproxy.yaml names a check and a reason and is still valid",
        Layer.CLIENT_CONFIG,
        Group.FILES);
  }

  @Override
  public List<Finding> find(FileScene scene) {
    Suppressions suppressions = Suppressions.read(scene.workspace().environment());
    List<Finding> findings = new ArrayList<>();
    SourceFile file = suppressions.file();
    SourceDocument document = file.document();
    if (document != null) {
      notListed(file, document, findings);
    } else if (file.exists()) {
      findings.add(unreadable(file));
    }
    List<Check> all = suppressions.entries().isEmpty() ? List.of() : Checks.all();
    for (Suppressions.Entry entry : suppressions.entries()) {
      judge(entry, all, scene).ifPresent(findings::add);
    }
    return findings;
  }

  /** A file whose content is no list called ignore. */
  private void notListed(SourceFile file, SourceDocument document, List<Finding> findings) {
    Node root = document.root();
    Node list = document.find(NodePath.of("ignore")).orElse(root);
    boolean entries = list != root && list instanceof Node.Sequence;
    if (entries || isNothing(list)) {
      return;
    }
    findings.add(
        finding(Severity.WARNING, Suppressions.FILE + " has no list called ignore")
            .cause("What it holds is no entry of such a list, so nobody reads it.")
            .impact("It hides nothing; every finding is told.")
            .evidence(Evidence.of(Place.of(file, document, list)))
            .fix(
                Fix.manual(
                    "Write the entries below ignore:, each with a dash, as in - id: CCP-S304"))
            .build());
  }

  private static boolean isNothing(Node node) {
    return node instanceof Node.Scalar scalar
        ? scalar.kind() == Node.Kind.NULL
        : node instanceof Node.Mapping mapping && mapping.entries().isEmpty();
  }

  private Finding unreadable(SourceFile file) {
    DocumentException failure = file.failure();
    Place place =
        failure == null || failure.line() == null || failure.column() == null
            ? Place.of(file)
            : Place.line(file, failure.line(), failure.column(), "");
    return finding(Severity.WARNING, Suppressions.FILE + " cannot be read")
        .cause(
            failure == null
                ? "It is no plain file that you may read."
                : "It is no YAML: " + failure.reason() + ".")
        .impact("None of its entries counts; every finding is told.")
        .evidence(Evidence.of(place))
        .fix(Fix.manual("Put the file right, or remove it"))
        .build();
  }

  private Optional<Finding> judge(Suppressions.Entry entry, List<Check> all, FileScene scene) {
    if (entry.id().isEmpty()) {
      return doubt(
          entry,
          Severity.WARNING,
          "An entry of " + Suppressions.FILE + " names no check",
          "It has no id, so nobody knows what it is about.",
          "It hides nothing.",
          "Add the id of the finding, as in: id: CCP-S304");
    }
    if (new CheckSelection(List.of(entry.id()), List.of()).unknown(all).isPresent()) {
      return doubt(
          entry,
          Severity.WARNING,
          "There is no check \"" + entry.id() + "\" to suppress",
          "No check has that id or slug.",
          "The entry hides nothing.",
          "Correct the id (ccproxy doctor --list-checks shows them), or remove the entry");
    }
    if (entry.badDate()) {
      return doubt(
          entry,
          Severity.WARNING,
          "The suppression of " + entry.id() + " has a last day that is no date",
          "The value of until is not written as 2027-03-01.",
          "The entry hides nothing.",
          "Write the date as YEAR-MONTH-DAY");
    }
    if (entry.isExpired(scene.today())) {
      return doubt(
          entry,
          Severity.INFO,
          "The suppression of " + entry.id() + " ended on " + entry.until(),
          "Its last day is over.",
          "Findings of " + entry.id() + " are told again.",
          "Remove the entry, or give it a later date");
    }
    if (entry.reason().isEmpty()) {
      return doubt(
          entry,
          Severity.WARNING,
          "The suppression of " + entry.id() + " gives no reason",
          "Without one nobody can tell later whether it may go.",
          "It hides its findings all the same.",
          "Add a line: reason: \"why this is no problem here\"");
    }
    return Optional.empty();
  }

  private Optional<Finding> doubt(
      Suppressions.Entry entry,
      Severity severity,
      String title,
      String cause,
      String impact,
      String fix) {
    return Optional.of(
        finding(severity, title)
            .cause(cause)
            .impact(impact)
            .evidence(Evidence.of(entry.place()))
            .fix(Fix.manual(fix))
            .subject(entry.id())
            .build());
  }
}
