package dev.ccproxy.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Takes the signals that would end this process, as long as it is open. A signal that the caller
 * has switched off ({@code nohup}) stays so.
 */
final class Signals implements AutoCloseable {
  /** Names without SIG, and the number that makes the exit code 128 + number. */
  enum Name {
    HUP(1),
    INT(2),
    TERM(15);

    private final int number;

    Name(int number) {
      this.number = number;
    }

    /** What a shell reports for a program that ended by it. */
    int exitCode() {
      return 128 + number;
    }
  }

  private final List<Signal> taken = new ArrayList<>();
  private final List<SignalHandler> before = new ArrayList<>();

  private Signals() {}

  /** From now on {@code handler} gets them, in a thread of its own. */
  static Signals take(Consumer<Name> handler) {
    Signals signals = new Signals();
    for (Name name : Name.values()) {
      try {
        Signal signal = new Signal(name.name());
        signals.before.add(Signal.handle(signal, s -> handler.accept(name)));
        signals.taken.add(signal);
      } catch (IllegalArgumentException e) {
        // This system has no such signal, or the JVM was told to leave it alone.
      }
    }
    return signals;
  }

  @Override
  public void close() {
    for (int i = 0; i < taken.size(); i++) {
      try {
        Signal.handle(taken.get(i), before.get(i));
      } catch (IllegalArgumentException e) {
        // See above.
      }
    }
  }
}
