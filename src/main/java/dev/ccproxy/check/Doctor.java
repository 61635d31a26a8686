package dev.ccproxy.check;

import dev.ccproxy.redact.Redactor;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the checks: those of the files, then those that ask the endpoint; leaves out what the user
 * does not want to hear about.
 */
public final class Doctor {
  private final FileCheckRunner files;
  private final @Nullable LiveDoctor live;
  private final LiveDoctor.Request request;
  private final Baseline baseline;
  private final Redactor redactor;

  /**
   * @param files the static checks
   * @param live null: only the files can be looked at
   * @param request what is wanted, of both kinds
   * @param baseline what is known already
   */
  public Doctor(
      List<? extends FileCheck> files,
      @Nullable LiveDoctor live,
      LiveDoctor.Request request,
      Baseline baseline,
      Redactor redactor) {
    this.files = new FileCheckRunner(List.copyOf(files));
    this.live = live;
    this.request = request;
    this.baseline = baseline;
    this.redactor = redactor;
  }

  /** How far it goes. */
  public Mode mode() {
    return live == null ? Mode.OFFLINE : request.depth();
  }

  /** What is wrong. */
  public Outcome examine(FileScene scene) {
    Diagnosis ofFiles = files.run(scene, request.wanted());
    Diagnosis all =
        mode() == Mode.OFFLINE || live == null ? ofFiles : live.examine(scene, ofFiles, request);
    return outcome(scene, ofFiles, all);
  }

  /** What is wrong with the files, whatever the mode. */
  public Outcome examineFiles(FileScene scene) {
    Diagnosis ofFiles = files.run(scene, request.wanted());
    return outcome(scene, ofFiles, ofFiles);
  }

  private Outcome outcome(FileScene scene, Diagnosis ofFiles, Diagnosis all) {
    LocalDate today = scene.today();
    Suppressions suppressions = Suppressions.read(scene.workspace().environment());
    if (suppressions.entries().isEmpty() && baseline.isEmpty()) {
      return new Outcome(ofFiles, all, List.of());
    }
    List<Finding> told = new ArrayList<>();
    List<Hidden> hidden = new ArrayList<>();
    for (Finding finding : all.findings()) {
      Optional<Suppressions.Entry> entry = suppressions.hiding(finding, today);
      if (entry.isPresent()) {
        hidden.add(new Hidden(finding, Hidden.Source.SUPPRESSION, entry.get().reason()));
      } else {
        told.add(finding);
      }
    }
    List<Finding> unknown = baseline.unknown(told, redactor);
    for (Finding finding : told) {
      if (!isIn(unknown, finding)) {
        hidden.add(new Hidden(finding, Hidden.Source.BASELINE, ""));
      }
    }
    return new Outcome(ofFiles, all.with(unknown), hidden);
  }

  /** By identity: of two equal findings, one may be known. */
  private static boolean isIn(List<Finding> findings, Finding wanted) {
    for (Finding finding : findings) {
      if (finding == wanted) {
        return true;
      }
    }
    return false;
  }
}
