package dev.ccproxy.repair;

import dev.ccproxy.check.FileScene;

/** Lets a gateway read its files anew. */
public interface GatewayRestart {
  /** Nobody may be started or ended. */
  GatewayRestart NONE = scene -> false;

  /**
   * Starts the gateway of these files again, if it is one that we started and that nobody is
   * watching; waits until it answers. One that did not start may be started once more, with files
   * that were put right.
   *
   * @return whether the files are in use now; false where somebody else has to start it, or it does
   *     not start
   */
  boolean restart(FileScene scene);
}
