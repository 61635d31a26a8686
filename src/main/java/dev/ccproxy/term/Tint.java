package dev.ccproxy.term;

/** Emphasis of a piece of text; on a stream without colour it is left out. */
public enum Tint {
  /** None. */
  PLAIN(""),
  /** Headings and commands to type. */
  BOLD("1"),
  /** What matters less. */
  DIM("2"),
  /** Errors and removed lines. */
  RED("31"),
  /** Success and added lines. */
  GREEN("32"),
  /** Warnings. */
  YELLOW("33"),
  /** Places. */
  CYAN("36");

  private final String code;

  Tint(String code) {
    this.code = code;
  }

  String around(String text) {
    return code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
