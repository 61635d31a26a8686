package dev.ccproxy.report;

import dev.ccproxy.inspect.Visitor;

/** Shows answers as they are judged. */
public interface InspectRenderer extends Visitor {

  /**
   * All answers have been shown.
   *
   * @param exitCode with which the command ends
   */
  void end(int exitCode);
}
