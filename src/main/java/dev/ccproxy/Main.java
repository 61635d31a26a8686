package dev.ccproxy;

/** Entry point of the process. */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(args.length);
  }
}
