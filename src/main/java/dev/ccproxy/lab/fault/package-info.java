/**
 * The faults that the lab knows by name: what each does to a healthy answer, and which finding it
 * must lead to. The streams are those of probes.md 4.2, the others of 4.3.
 */
@NullMarked
package dev.ccproxy.lab.fault;

import org.jspecify.annotations.NullMarked;
