package dev.ccproxy.lab.gateway;

import dev.ccproxy.lab.fault.Faults;
import dev.ccproxy.lab.fault.KnownFault;
import dev.ccproxy.lab.fault.Schedule;
import java.util.Optional;

/**
 * A fault and its times, as a user writes them: {@code S19}, {@code H05.login}, {@code
 * H14.rate@first=2}, {@code S20@stream,after=1}.
 */
public record FaultChoice(KnownFault fault, Schedule schedule) {

  /** What could not be understood. */
  public static final class UnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean schedule;
    private final String what;
    private final String nearest;

    UnknownException(boolean schedule, String what, String nearest) {
      super(what);
      this.schedule = schedule;
      this.what = what;
      this.nearest = nearest;
    }

    /** Whether the times are the problem, and not the fault. */
    public boolean ofSchedule() {
      return schedule;
    }

    /** The part that could not be understood. */
    public String what() {
      return what;
    }

    /** What was probably meant; empty where nobody knows. */
    public Optional<String> nearest() {
      return Optional.of(nearest).filter(name -> !name.isEmpty());
    }
  }

  /**
   * Reads a choice.
   *
   * @throws UnknownException when there is no such fault, or its times are not understood
   */
  public static FaultChoice parse(Faults faults, String text) throws UnknownException {
    int at = text.indexOf('@');
    String id = at < 0 ? text : text.substring(0, at);
    Optional<KnownFault> fault = faults.find(id);
    if (fault.isEmpty()) {
      throw new UnknownException(false, id, faults.nearest(id).orElse(""));
    }
    if (at < 0) {
      return new FaultChoice(fault.get(), Schedule.ALWAYS);
    }
    String words = text.substring(at + 1);
    return new FaultChoice(
        fault.get(),
        Schedule.parse(words).orElseThrow(() -> new UnknownException(true, words, "")));
  }
}
