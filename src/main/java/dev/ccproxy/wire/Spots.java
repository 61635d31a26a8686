package dev.ccproxy.wire;

/** Knows where the values of the slots stand. */
interface Spots {
  /** Where the value of a slot stands; what is around it where the slot is empty. */
  Spot at(int slot);
}
