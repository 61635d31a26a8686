package dev.ccproxy.inspect;

import dev.ccproxy.wire.WireEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gets the answers one by one, in the order of the files. */
public interface Visitor {

  /**
   * The next answer is going to be read.
   *
   * @return who wants to see its events as they go by, null for nobody
   */
  @Nullable Consumer<WireEvent> begins(String name);

  /** It was read and judged. */
  void answer(Inspected answer);

  /**
   * Something in a folder or a HAR is no answer and was left out.
   *
   * @param reason words without a full stop
   */
  void skipped(String name, String reason);

  /**
   * Something that was asked for could not be judged.
   *
   * @param code slug for scripts
   * @param reason words without a full stop
   * @param next what to do
   */
  void failed(String name, String code, String reason, String next);
}
