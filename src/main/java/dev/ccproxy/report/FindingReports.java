package dev.ccproxy.report;

import dev.ccproxy.change.ChangeRefusedException;
import dev.ccproxy.change.FileChange;
import dev.ccproxy.change.FileStore;
import dev.ccproxy.check.Diagnosis;
import dev.ccproxy.check.Evidence;
import dev.ccproxy.check.FileEdit;
import dev.ccproxy.check.Finding;
import dev.ccproxy.check.Fix;
import dev.ccproxy.check.Hidden;
import dev.ccproxy.check.Target;
import dev.ccproxy.config.Place;
import dev.ccproxy.config.UserEnvironment;
import dev.ccproxy.document.DocumentException;
import dev.ccproxy.document.EditRefusedException;
import dev.ccproxy.redact.Redactor;
import dev.ccproxy.term.Printable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns findings into what may be shown of them. */
public final class FindingReports {
  /** What a server says at greater length is no evidence any more. */
  private static final int LONGEST_EXCERPT = 2048;

  private final UserEnvironment environment;
  private final FileStore store;
  private final Redactor redactor;

  /**
   * @param store reads the files that fixes are about
   */
  public FindingReports(UserEnvironment environment, FileStore store, Redactor redactor) {
    this.environment = environment;
    this.store = store;
    this.redactor = redactor;
  }

  /** All findings, in their order. */
  public List<FindingReport> of(Diagnosis diagnosis) {
    List<Finding> findings = diagnosis.findings();
    // All of them before any is shown: what one line gives away, another one may repeat.
    for (Finding finding : findings) {
      for (Evidence item : finding.evidence()) {
        SecretScan.learnLines(redactor, item.excerpt());
      }
    }
    List<FindingReport> reports = new ArrayList<>();
    for (int i = 0; i < findings.size(); i++) {
      Finding finding = findings.get(i);
      reports.add(of(finding, i, indexOf(findings, diagnosis.rootOf(finding))));
    }
    return reports;
  }

  /** By identity: two findings of one check may say the same. */
  private static int indexOf(List<Finding> findings, Finding wanted) {
    for (int i = 0; i < findings.size(); i++) {
      if (findings.get(i) == wanted) {
        return i;
      }
    }
    throw new IllegalArgumentException("a root that is none of the findings");
  }

  private FindingReport of(Finding finding, int self, int root) {
    List<FindingReport.Seen> evidence = new ArrayList<>();
    for (Evidence item : finding.evidence()) {
      evidence.add(seen(item));
    }
    return new FindingReport(
        finding.check(),
        finding.severity(),
        finding.specSeverity(),
        finding.layer(),
        finding.confidence(),
        self,
        root,
        line(finding.title()),
        line(finding.cause()),
        line(finding.impact()),
        evidence,
        finding.fix() == null ? null : remedy(finding.fix()),
        finding.tries());
  }

  private FindingReport.Seen seen(Evidence item) {
    String excerpt = item.excerpt();
    if (excerpt.length() > LONGEST_EXCERPT) {
      excerpt = excerpt.substring(0, LONGEST_EXCERPT) + "...";
    }
    Place place = item.place();
    if (place != null) {
      Excerpt marked = Excerpt.of(place.excerpt(), place.mark(), Integer.MAX_VALUE, redactor);
      place =
          new Place(
              place.path(),
              line(place.shown()),
              place.line(),
              place.column(),
              marked.text(),
              Math.max(0, marked.caret()));
    }
    return new FindingReport.Seen(item.kind(), line(item.location()), clean(excerpt), place);
  }

  private FindingReport.Remedy remedy(Fix fix) {
    List<String> commands = new ArrayList<>();
    for (String command : fix.commands()) {
      commands.add(clean(command));
    }
    List<ChangeReport.File> files = new ArrayList<>();
    boolean exact = true;
    for (Map.Entry<Path, List<FileEdit>> file : byFile(fix.edits()).entrySet()) {
      try {
        FileChange change = changed(file.getKey(), file.getValue());
        files.add(file(change));
        exact &= !change.secret() && isExact(change);
      } catch (ChangeRefusedException | DocumentException | EditRefusedException e) {
        // Shown without a difference: when it is asked for, the repair says why it cannot be made.
        files.add(
            clean(
                new ChangeReport.File(
                    file.getKey().toString(),
                    environment.shorten(file.getKey()),
                    FileChange.Action.UNCHANGED,
                    "",
                    null)));
        exact = false;
      }
    }
    return new FindingReport.Remedy(
        fix.kind(), line(fix.summary()), files, commands, exact && !files.isEmpty());
  }

  private static Map<Path, List<FileEdit>> byFile(List<FileEdit> edits) {
    Map<Path, List<FileEdit>> byFile = new LinkedHashMap<>();
    for (FileEdit edit : edits) {
      byFile.computeIfAbsent(edit.file(), f -> new ArrayList<>()).add(edit);
    }
    return byFile;
  }

  private FileChange changed(Path path, List<FileEdit> edits)
      throws ChangeRefusedException, DocumentException, EditRefusedException {
    byte @Nullable [] before = store.read(path);
    byte @Nullable [] after = before;
    boolean secret = false;
    for (FileEdit edit : edits) {
      after = edit.apply(after);
      secret |= edit.secret();
    }
    return new FileChange(path, before, after, secret, secret);
  }

  /** Whether its difference says everything: no secret, no odd character, plain line ends. */
  private boolean isExact(FileChange change) {
    byte @Nullable [] before = change.before();
    byte @Nullable [] after = change.after();
    if (before == null || after == null) {
      return false;
    }
    String text = new String(after, StandardCharsets.UTF_8);
    String old = new String(before, StandardCharsets.UTF_8);
    return clean(text).equals(text) && old.endsWith("\n") && text.endsWith("\n");
  }

  /**
   * A file before and after as it is shown.
   *
   * @throws ChangeRefusedException when the file may not be read
   */
  public ChangeReport.File file(FileChange change) throws ChangeRefusedException {
    learn(change.before());
    learn(change.after());
    String shown = line(environment.shorten(change.path()));
    return clean(ChangeReport.File.of(shown, change, store.modeAfter(change), redactor));
  }

  /** What is left out, as it is shown. */
  public DoctorReport.Hidden of(Hidden hidden) {
    Finding finding = hidden.finding();
    return new DoctorReport.Hidden(
        finding.id(),
        finding.check().slug(),
        finding.evidence().isEmpty() ? "" : line(finding.evidence().get(0).location()),
        line(hidden.reason()),
        hidden.source().word());
  }

  /** The chain as it is shown. */
  public Target of(Target target) {
    return new Target(
        target.route(),
        optionalLine(target.baseUrl()),
        optionalLine(target.model()),
        target.client(),
        optionalLine(target.gatewayKind()),
        optionalLine(target.gatewayVersion()));
  }

  private @Nullable String optionalLine(@Nullable String text) {
    return text == null ? null : line(text);
  }

  private void learn(byte @Nullable [] content) {
    if (content != null) {
      SecretScan.learnLines(redactor, new String(content, StandardCharsets.UTF_8));
    }
  }

  /** The same with nothing in it that harms a terminal. */
  public ChangeReport.File clean(ChangeReport.File file) {
    return new ChangeReport.File(
        line(file.path()), line(file.shown()), file.action(), clean(file.diff()), file.mode());
  }

  /** Text without secrets and control characters, line ends kept. */
  public String clean(String text) {
    return Printable.of(redactor.apply(text));
  }

  /** As {@link #clean(String)}, on one line. */
  public String line(String text) {
    return Printable.line(redactor.apply(text));
  }
}
