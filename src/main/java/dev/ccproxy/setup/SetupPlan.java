package dev.ccproxy.setup;

import dev.ccproxy.change.ChangePlan;
import java.util.List;

/**
 * What a command is going to write and say.
 *
 * @param change the files, before and after
 * @param notes sentences for the user
 * @param next commands to run afterwards
 * @param missingKeys sentences that say which key is missing and where it goes; the last thing that
 *     is said
 */
public record SetupPlan(
    ChangePlan change, List<String> notes, List<String> next, List<String> missingKeys) {

  public SetupPlan {
    notes = List.copyOf(notes);
    next = List.copyOf(next);
    missingKeys = List.copyOf(missingKeys);
  }
}
