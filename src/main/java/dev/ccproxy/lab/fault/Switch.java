package dev.ccproxy.lab.fault;

import dev.ccproxy.lab.Fault;

/** Turns a fault on and off while a gateway runs: broken now, mended in a moment. */
public final class Switch {
  private volatile boolean on;

  /** A switch that is off. */
  public Switch() {}

  /** From now on the fault is there, or not. */
  public void turn(boolean state) {
    on = state;
  }

  /** The fault behind this switch. */
  public Fault on(Fault fault) {
    return new Gated(fault, request -> on);
  }
}
