package dev.ccproxy.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a place of a document shall become. */
sealed interface YamlDraft {

  /** New content: nothing of what stands there is kept. */
  record Fresh(Value value) implements YamlDraft {}

  /** What stands there is kept, but for the parts named here. Filled while changes are made. */
  final class Kept implements YamlDraft {
    private final YamlNode base;

    /** New content of entries, and new entries in their order. */
    private final Map<String, YamlDraft> fields = new LinkedHashMap<>();

    private final Set<String> goneKeys = new HashSet<>();
    private final Map<Integer, YamlDraft> items = new HashMap<>();
    private final Set<Integer> goneItems = new HashSet<>();
    private final List<Value> appended = new ArrayList<>();

    Kept(YamlNode base) {
      this.base = base;
    }

    YamlNode base() {
      return base;
    }

    Map<String, YamlDraft> fields() {
      return fields;
    }

    Set<String> goneKeys() {
      return goneKeys;
    }

    Map<Integer, YamlDraft> items() {
      return items;
    }

    Set<Integer> goneItems() {
      return goneItems;
    }

    List<Value> appended() {
      return appended;
    }

    boolean isGone(int index) {
      String key = base.slots().get(index).key();
      return base.isSequence() ? goneItems.contains(index) : key != null && goneKeys.contains(key);
    }

    /** Whether some entry or item of the file stays. */
    boolean hasSurvivor() {
      for (int i = 0; i < base.slots().size(); i++) {
        if (!isGone(i)) {
          return true;
        }
      }
      return false;
    }

    /** Entries that stand nowhere in the mapping yet. */
    Map<String, Value> newFields() {
      Map<String, Value> added = new LinkedHashMap<>();
      for (Map.Entry<String, YamlDraft> field : fields.entrySet()) {
        if (field.getValue() instanceof Fresh fresh && base.slot(field.getKey()) == null) {
          added.put(field.getKey(), fresh.value());
        }
      }
      return added;
    }
  }
}
