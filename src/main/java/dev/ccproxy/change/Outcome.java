package dev.ccproxy.change;

/** What the files of a journal entry show about how far it came. */
enum Outcome {
  /** Every file is as it was before. */
  ALL_OLD,
  /** Every file is as it should be. */
  ALL_NEW,
  /** Some are, or somebody changed one since. */
  MIXED;

  /** Looks at the files; one that cannot be read is neither old nor new. */
  static Outcome of(FileStore store, Manifest manifest) {
    boolean old = true;
    boolean done = true;
    for (Manifest.Entry file : manifest.files()) {
      try {
        byte[] now = store.read(file.path());
        old &= Changes.hasHash(now, file.before() == null ? null : file.before().hash());
        done &= Changes.hasHash(now, file.after());
      } catch (ChangeRefusedException unreadable) {
        return MIXED;
      }
    }
    if (old) {
      return ALL_OLD;
    }
    return done ? ALL_NEW : MIXED;
  }
}
