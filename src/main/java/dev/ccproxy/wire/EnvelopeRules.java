package dev.ccproxy.wire;

/** The fields around the content that a stream and a body have in common. */
final class EnvelopeRules {
  private final FieldSink f;
  private final Findings findings;
  private final Spots spots;

  EnvelopeRules(FieldSink fields, Findings findings, Spots spots) {
    f = fields;
    this.findings = findings;
    this.spots = spots;
  }

  /** The message has an id, and it is a string. */
  void id(int slot) {
    Kind kind = f.kind(slot);
    if (!kind.present() || (kind == Kind.STRING && f.length(slot) == 0)) {
      findings.add(Code.P03, "", spots.at(slot));
    } else if (kind != Kind.STRING) {
      wrong("id", slot, kind.words(), "a string");
    }
  }

  /** A field holds the one word that the protocol gives it. */
  void name(String field, int slot, int expected) {
    if (f.name(slot) != expected) {
      String got = f.isString(slot) ? '"' + f.text(slot) + '"' : f.kind(slot).words();
      wrong(field, slot, got, '"' + Names.word(expected) + '"');
    }
  }

  /** The model is a string. */
  void model(int slot) {
    if (!f.isString(slot)) {
      wrong("model", slot, f.kind(slot).words(), "a string");
    }
  }

  /** A field of the message is not what it should be. */
  void wrong(String field, int slot, String kind, String expected) {
    findings.add(Code.P08, "", spots.at(slot), "field", field, "kind", kind, "expected", expected);
  }
}
