package dev.ccproxy.lab.fault;

import dev.ccproxy.catalog.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalogue of faults, and of the forms that are none. Immutable. */
public final class Faults {
  private final Map<String, KnownFault> byId = new LinkedHashMap<>();

  /** All faults that there are. */
  public Faults() {
    Entries entries = new Entries();
    FramingFaults.add(entries);
    StartFaults.add(entries);
    BlockFaults.add(entries);
    CallFaults.add(entries);
    EndFaults.add(entries);
    ContentFaults.add(entries);
    BodyFaults.add(entries);
    SideFaults.add(entries);
    RefusalFaults.add(entries);
    RequestFaults.add(entries);
    FieldFaults.add(entries);
    TimeFaults.add(entries);
    HostileFaults.add(entries);
    Variants.add(entries);
    for (KnownFault fault : entries.all()) {
      if (byId.put(fault.id(), fault) != null) {
        throw new IllegalStateException("twice: " + fault.id());
      }
    }
  }

  /** All of them, streams first. */
  public List<KnownFault> all() {
    return List.copyOf(byId.values());
  }

  /**
   * The fault with this id; letters count without case, and an id without a variant means the first
   * variant.
   */
  public Optional<KnownFault> find(String id) {
    for (KnownFault fault : byId.values()) {
      if (fault.id().equalsIgnoreCase(id)) {
        return Optional.of(fault);
      }
    }
    for (KnownFault fault : byId.values()) {
      if (fault.id().regionMatches(true, 0, id + ".", 0, id.length() + 1)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** What an unknown id was probably meant to be. */
  public Optional<String> nearest(String id) {
    return Nearest.of(id, new ArrayList<>(byId.keySet()));
  }
}
