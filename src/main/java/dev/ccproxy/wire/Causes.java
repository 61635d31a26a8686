package dev.ccproxy.wire;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which finding explains which: one fault can break several rules, and only one is the cause. */
final class Causes {
  private static final Map<Code, Set<Code>> EXPLAINED_BY = new EnumMap<>(Code.class);

  /** What breaks the count of blocks: an index that is wrong in one event. */
  private static final Set<Code> WRONG_INDEX = EnumSet.of(Code.B02, Code.B03, Code.B08, Code.B11);

  /** What loses a piece of a tool's arguments. */
  private static final Set<Code> LOST_DELTA = EnumSet.of(Code.B01, Code.B05, Code.T13, Code.B03);

  /** What makes arguments unusable, so that their values say nothing. */
  private static final Set<Code> BAD_ARGUMENTS =
      EnumSet.of(
          Code.T04, Code.T05, Code.T06, Code.T07, Code.T08, Code.T09, Code.T10, Code.T11, Code.T14,
          Code.N05, Code.I04);

  static {
    explain(Code.P01, Code.W09, Code.E02);
    explain(Code.B01, Code.B02, Code.B03, Code.B11);
    explain(Code.B02, Code.B11);
    explain(Code.B03, Code.B02, Code.B11);
    explain(Code.B04, Code.B02, Code.B03, Code.B08, Code.B11);
    explain(Code.B05, Code.B02, Code.B03, Code.B11, Code.B12);
    explain(Code.B06, Code.B05);
    explain(Code.B08, Code.B02, Code.B03, Code.B11);
    explain(Code.B09, Code.B02, Code.B03, Code.B04, Code.B08, Code.B11);
    explain(Code.M01, Code.P06);
    explain(Code.M02, Code.M01, Code.P06);
    explain(Code.M07, Code.W09);
    explain(Code.W07, Code.M07, Code.P01, Code.W09);
    explain(Code.T03, Code.B03);
    for (Code code :
        EnumSet.of(
            Code.T04, Code.T05, Code.T06, Code.T07, Code.T08, Code.T09, Code.T10, Code.T11,
            Code.T14)) {
      explain(code, LOST_DELTA);
      explain(code, WRONG_INDEX);
    }
    explain(Code.I04, LOST_DELTA);
    explain(Code.C06, BAD_ARGUMENTS);
    explain(Code.C06, LOST_DELTA);
    explain(Code.C06, Code.C07);
    explain(Code.C08, Code.C05, Code.C07);
    explain(Code.U01, Code.M01, Code.P01, Code.P05);
    explain(Code.I03, Code.B01, Code.B05, Code.B10, Code.B03);
    explain(Code.E05, Code.E01, Code.E02, Code.E04, Code.N15);
    for (Code status :
        EnumSet.of(Code.N10, Code.N11, Code.N12, Code.N13, Code.N14, Code.N15, Code.N09)) {
      explain(Code.E05, status);
      explain(Code.E06, status);
      explain(Code.E07, status);
    }
    explain(Code.E06, Code.E03);
    explain(Code.E07, Code.E01, Code.E02, Code.E04);
    explain(Code.W02, Code.W09);
    explain(Code.N08, Code.W09);
    explain(Code.N18, Code.W09);
    explain(Code.N19, Code.W09);
    explain(Code.W01A, Code.W09);
  }

  private Causes() {}

  private static void explain(Code code, Code... causes) {
    Set<Code> set = EXPLAINED_BY.computeIfAbsent(code, c -> EnumSet.noneOf(Code.class));
    for (Code cause : causes) {
      set.add(cause);
    }
  }

  private static void explain(Code code, Set<Code> causes) {
    EXPLAINED_BY.computeIfAbsent(code, c -> EnumSet.noneOf(Code.class)).addAll(causes);
  }

  /** Whether a finding of {@code code} is explained by another one of those found. */
  static boolean explained(Code code, Set<Code> found) {
    Set<Code> causes = EXPLAINED_BY.get(code);
    if (causes == null) {
      return false;
    }
    for (Code cause : causes) {
      if (found.contains(cause)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a finding of {@code code} may come from an event that could not be read: all rules that
   * look at what belongs together, none that looks at one event alone.
   */
  static boolean canFollowLoss(Code code) {
    return switch (code.number().charAt(0)) {
      case 'B', 'C', 'M', 'T', 'U', 'P', 'I' -> code != Code.P06;
      default -> code == Code.W07;
    };
  }
}
