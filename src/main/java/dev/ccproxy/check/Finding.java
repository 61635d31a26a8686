package dev.ccproxy.check;

import dev.ccproxy.explain.Confidence;
import dev.ccproxy.explain.Layer;
import dev.ccproxy.wire.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong. Built by {@link Check#finding}.
 *
 * @param check the check that found it
 * @param severity what it means for the client that is used
 * @param specSeverity what it means by the letter of the protocol or the format
 * @param layer where the fix is made
 * @param confidence how sure the stated cause is
 * @param title one line: what is wrong
 * @param cause why it is so, in a sentence or two
 * @param impact what the client shows or does
 * @param evidence what to look at; the first is the place of the fault
 * @param fix null where none is known
 * @param subject what it is about where one check can find it several times (a tier, a deployment);
 *     empty otherwise
 * @param explains ids of checks whose findings follow from this one, such as {@code CCP-S106}; with
 *     {@code #subject} behind the id only those about that subject
 * @param tries null where nothing was tried several times
 */
public record Finding(
    Check check,
    Severity severity,
    Severity specSeverity,
    Layer layer,
    Confidence confidence,
    String title,
    String cause,
    String impact,
    List<Evidence> evidence,
    @Nullable Fix fix,
    String subject,
    List<String> explains,
    @Nullable Tries tries) {

  /**
   * How often it was tried.
   *
   * @param n tries
   * @param k tries that were right
   */
  public record Tries(int n, int k) {}

  public Finding {
    evidence = List.copyOf(evidence);
    explains = List.copyOf(explains);
  }

  /** Whether it says that a gateway of one's own does not start, so that nobody is there (L101). */
  public boolean keepsGatewayFromStarting() {
    return severity == Severity.ERROR && layer == Layer.GATEWAY && explains.contains("CCP-L101");
  }

  /** The id of the check. */
  public String id() {
    return check.id();
  }

  /** Whether the other finding follows from this one. */
  public boolean explains(Finding other) {
    return this != other
        && (explains.contains(other.id())
            || (!other.subject.isEmpty() && explains.contains(other.id() + "#" + other.subject)));
  }

  /** The same with another severity and confidence: what a live result made of it. */
  public Finding with(Severity newSeverity, Confidence newConfidence) {
    return changed(check, newSeverity, layer, newConfidence, title, evidence, explains);
  }

  /** The same with another layer: what is known beside the answer. */
  public Finding with(Layer newLayer) {
    return changed(check, severity, newLayer, confidence, title, evidence, explains);
  }

  /** The same as the finding of another check. */
  public Finding of(Check other) {
    return changed(other, severity, layer, confidence, title, evidence, explains);
  }

  /** The same with something in front of the title. */
  public Finding titled(String prefix) {
    return changed(check, severity, layer, confidence, prefix + title, evidence, explains);
  }

  /** The same with the place of the fault in front of the evidence. */
  public Finding withFirst(Evidence place) {
    List<Evidence> all = new ArrayList<>();
    all.add(place);
    all.addAll(evidence);
    return changed(check, severity, layer, confidence, title, all, explains);
  }

  /** The same, which explains the findings of further checks. */
  public Finding explaining(List<String> ids) {
    List<String> all = new ArrayList<>(explains);
    all.addAll(ids);
    return changed(check, severity, layer, confidence, title, evidence, all);
  }

  /** The same with further evidence. */
  public Finding with(Evidence more) {
    List<Evidence> all = new ArrayList<>(evidence);
    all.add(more);
    return changed(check, severity, layer, confidence, title, all, explains);
  }

  /** The same, whose fix is a guess: it is made only when somebody wants this one. */
  public Finding withGuessedFix() {
    Fix guess =
        fix == null || fix.kind() == Fix.Kind.MANUAL
            ? fix
            : new Fix(Fix.Kind.ASK, fix.summary(), fix.edits(), fix.commands(), false);
    return new Finding(
        check,
        severity,
        specSeverity,
        layer,
        confidence,
        title,
        cause,
        impact,
        evidence,
        guess,
        subject,
        explains,
        tries);
  }

  private Finding changed(
      Check newCheck,
      Severity newSeverity,
      Layer newLayer,
      Confidence newConfidence,
      String newTitle,
      List<Evidence> newEvidence,
      List<String> newExplains) {
    return new Finding(
        newCheck,
        newSeverity,
        specSeverity,
        newLayer,
        newConfidence,
        newTitle,
        cause,
        impact,
        newEvidence,
        fix,
        subject,
        newExplains,
        tries);
  }

  /** Puts a finding together, so that a check reads like what it says. */
  public static final class Builder {
    private final Check check;
    private final Severity severity;
    private final String title;
    private Severity specSeverity;
    private Layer layer;
    private Confidence confidence = Confidence.CERTAIN;
    private String cause = "";
    private String impact = "";
    private final List<Evidence> evidence = new ArrayList<>();
    private @Nullable Fix fix;
    private String subject = "";
    private final List<String> explains = new ArrayList<>();
    private @Nullable Tries tries;

    Builder(Check check, Severity severity, String title) {
      this.check = check;
      this.severity = severity;
      this.specSeverity = severity;
      this.layer = check.layer();
      this.title = title;
    }

    /** Another severity by the letter than for the client. */
    public Builder spec(Severity byTheLetter) {
      specSeverity = byTheLetter;
      return this;
    }

    /** Another layer than the check usually accuses. */
    public Builder layer(Layer other) {
      layer = other;
      return this;
    }

    /** How sure the cause is; certain when nothing is said. */
    public Builder confidence(Confidence howSure) {
      confidence = howSure;
      return this;
    }

    /** Why it is so. */
    public Builder cause(String why) {
      cause = why;
      return this;
    }

    /** What the client shows or does. */
    public Builder impact(String what) {
      impact = what;
      return this;
    }

    /** What to look at; the first one is the place of the fault. */
    public Builder evidence(Evidence item) {
      evidence.add(item);
      return this;
    }

    /** What to do. */
    public Builder fix(@Nullable Fix what) {
      fix = what;
      return this;
    }

    /** What it is about. */
    public Builder subject(String what) {
      subject = what;
      return this;
    }

    /** Findings of these checks follow from it. */
    public Builder explains(String... ids) {
      explains.addAll(List.of(ids));
      return this;
    }

    /** How often it was tried. */
    public Builder tries(int n, int k) {
      tries = new Tries(n, k);
      return this;
    }

    /** The finding. */
    public Finding build() {
      return new Finding(
          check,
          severity,
          specSeverity,
          layer,
          confidence,
          title,
          cause,
          impact,
          evidence,
          fix,
          subject,
          explains,
          tries);
    }
  }
}
