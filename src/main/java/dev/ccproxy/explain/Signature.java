package dev.ccproxy.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one wording of an error says about the chain. The sentences are read from the data file when
 * somebody asks for them.
 */
public final class Signature {
  /** Where a wording must stand to count. */
  enum Needs {
    /** Anywhere. */
    NOTHING,
    /** In something that is visibly an error, or as a line of its own. */
    ERROR,
    /** As the whole message. */
    ALONE,
    /** At the beginning of a line. */
    START
  }

  private final Stanza stanza;
  private final Kind kind;
  private final int rank;
  private final Needs needs;
  private final boolean coat;
  private final List<Wording> wordings;
  private final List<Wording> exclusions;
  private final List<String> over;

  Signature(
      Stanza stanza,
      Kind kind,
      int rank,
      Needs needs,
      boolean coat,
      List<Wording> wordings,
      List<Wording> exclusions,
      List<String> over) {
    this.stanza = stanza;
    this.kind = kind;
    this.rank = rank;
    this.needs = needs;
    this.coat = coat;
    this.wordings = wordings;
    this.exclusions = exclusions;
    this.over = over;
  }

  /** The id; never used for anything else again. */
  public String id() {
    return stanza.id();
  }

  /** Whether it knows a cause; others know only who wrote a text. */
  public boolean hasCause() {
    return kind != Kind.WRITER;
  }

  /** The link of the chain in which the fix is made. */
  public Layer layer() {
    return stanza.layer(SignatureFile.LAYER, Layer.UNKNOWN);
  }

  /** As {@link #layer()}, for an error that came through a gateway. */
  public Layer layerBehindGateway() {
    return stanza.layer(SignatureFile.BEHIND, layer());
  }

  /** How sure the cause is when the words are there. */
  public Confidence confidence() {
    return stanza.confidence();
  }

  /** Why it happens, with {@code ${name}} for what the text says. */
  public String cause() {
    return stanza.text(SignatureFile.CAUSE);
  }

  /** What to do. */
  public String fix() {
    return stanza.text(SignatureFile.FIX);
  }

  /** The check of doctor that would prove it; null where there is none. */
  public @Nullable String check() {
    return emptyToNull(stanza.text(SignatureFile.CHECK));
  }

  /** Checks of doctor that read only files, and confirm the cause when they find something. */
  public List<String> fileChecks() {
    String ids = stanza.text(SignatureFile.FILES);
    return ids.isEmpty() ? List.of() : List.of(ids.split(" "));
  }

  /** The releases that it concerns; empty where it is not bound to any. */
  public String versions() {
    return stanza.text(SignatureFile.VERSIONS);
  }

  /** Where the knowledge is from. */
  public String source() {
    return stanza.text(SignatureFile.SOURCE);
  }

  /** The day on which it was checked last. */
  public String verified() {
    return stanza.text(SignatureFile.VERIFIED);
  }

  /** The first of its wordings, as the data file has it. */
  public String words() {
    return stanza.text(SignatureFile.MATCH);
  }

  /** The file that it comes from. */
  public String origin() {
    return stanza.origin();
  }

  Kind kind() {
    return kind;
  }

  int rank() {
    return rank;
  }

  Needs needs() {
    return needs;
  }

  /** Whether it shows that a gateway passed on the error of another server. */
  boolean isCoat() {
    return coat;
  }

  List<Wording> wordings() {
    return wordings;
  }

  List<Wording> exclusions() {
    return exclusions;
  }

  List<String> over() {
    return over;
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
