package dev.ccproxy.probe;

/** Text of a wanted size that means nothing and holds no nonce. */
final class Filler {
  private static final String[] WORDS = {
    "the", "report", "lists", "every", "part", "of", "plan", "and", "keeps", "a", "short", "note",
    "about", "each", "step", "so", "that", "later", "work", "can", "start", "from", "same", "state",
    "without", "asking", "again", "which", "file", "holds", "what"
  };

  private Filler() {}

  /** Sentences of exactly so many ASCII characters; the number makes texts differ. */
  static String text(int characters, int number) {
    StringBuilder out = new StringBuilder(characters + 16);
    int word = number * 7;
    int inSentence = 0;
    while (out.length() < characters) {
      String next = WORDS[Math.floorMod(word, WORDS.length)];
      word += 1 + (inSentence % 5) + number % 3;
      if (inSentence == 0) {
        out.append(Character.toUpperCase(next.charAt(0))).append(next, 1, next.length());
      } else {
        out.append(' ').append(next);
      }
      inSentence++;
      if (inSentence == 12) {
        out.append(". ");
        inSentence = 0;
      }
    }
    out.setLength(characters);
    return out.toString();
  }

  /** About so many tokens for usual tokenizers: a word of English prose is a little over one. */
  static String tokens(int tokens, int number) {
    return text(tokens * 5, number);
  }
}
