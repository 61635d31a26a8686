package dev.ccproxy.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.change.JournalEntry.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  private static final String ID = "20261125-221530-1";

  @TempDir(factory = MemoryDisk.class)
  Path folder;

  private World world;
  private Path file;

  @BeforeEach
  void makeWorld() throws IOException {
    world = World.in(folder);
    file = World.file(world.home.resolve("f"), "v0");
  }

  private String apply(String content) throws ChangeRefusedException {
    world.now = world.now.plusSeconds(60);
    return world.changes().apply(World.plan(world.to(file, content))).id();
  }

  private Path manifest(String id) {
    return world.state.resolve("journal/" + id + "/manifest.json");
  }

  @Test
  void the_newest_fifty_entries_are_kept() throws Exception {
    for (int i = 1; i <= 50; i++) {
      apply("v" + i);
    }
    List<String> ids = new ArrayList<>(world.entryFolders());
    assertThat(ids).hasSize(50);
    ids.add(apply("v51"));
    assertThat(world.entryFolders()).isEqualTo(ids.subList(1, 51));
    ids.add(apply("v52"));
    assertThat(world.entryFolders()).isEqualTo(ids.subList(2, 52));
    assertThat(world.changes().list()).hasSize(50);
  }

  @Test
  void what_is_not_ours_in_the_journal_is_left_alone() throws Exception {
    String first = apply("v1");
    Path journal = world.state.resolve("journal");
    World.file(journal.resolve("notes.txt"), "mine");
    World.file(journal.resolve("20261125-221530-7"), "a file, no folder");
    Files.createDirectories(journal.resolve("20261125-221530-8/inside"));
    Files.createDirectories(journal.resolve("20261125-221530-x"));
    Files.createDirectories(journal.resolve(".mine.part"));
    Files.createDirectories(journal.resolve(".20261125-221530-1.old"));
    assertThat(world.changes().list()).extracting(JournalEntry::id).containsExactly(first);
    List<String> before = world.entryFolders();
    String second = apply("v2");
    assertThat(world.entryFolders()).containsAll(before).hasSize(before.size() + 1);
    assertThat(world.changes().list()).extracting(JournalEntry::id).containsExactly(second, first);
    world.changes().undo(null, false);
    assertThat(file).hasContent("v1");
  }

  @Test
  void a_cut_off_manifest_is_skipped_wherever_it_ends() throws Exception {
    String first = apply("v1");
    String second = apply("v2");
    byte[] whole = Files.readAllBytes(manifest(second));
    assertThat(world.changes().list()).hasSize(2);
    for (int length = 0; length < whole.length; length++) {
      Files.write(manifest(second), Arrays.copyOf(whole, length));
      assertThat(world.changes().list())
          .as("cut off at " + length)
          .extracting(JournalEntry::id)
          .containsExactly(first);
    }
  }

  @Test
  void every_damaged_byte_of_a_manifest_is_survived() throws Exception {
    apply("v1");
    byte[] whole = Files.readAllBytes(manifest(world.entryFolders().get(0)));
    int skipped = 0;
    for (int i = 0; i < whole.length; i++) {
      for (byte damage : new byte[] {0, '"', '}', ']', '9', (byte) 0xFF}) {
        byte[] damaged = whole.clone();
        damaged[i] = damage;
        try {
          Manifest.parse(world.entryFolders().get(0), damaged);
        } catch (IOException refused) {
          skipped++;
        }
      }
    }
    assertThat(skipped).isGreaterThan(whole.length * 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version", "id", "state", "when", "title", "undoOf", "answers", "files", "made", "removed",
        "path", "real", "secret", "before", "mode", "after"
      })
  void a_manifest_without_a_field_is_skipped(String field) throws Exception {
    String id = apply("v1");
    String whole = Files.readString(manifest(id));
    Files.writeString(manifest(id), whole.replace("\"" + field + "\"", "\"other\""));
    assertThat(world.changes().list()).isEmpty();
  }

  @Test
  void fields_that_we_do_not_know_are_no_harm() throws Exception {
    String id = apply("v1");
    String whole = Files.readString(manifest(id));
    String more = whole.replaceFirst("\\{", "{\"new\": [1.5, {\"x\": null}, true], \"y\": {},");
    more = more.replace("\"files\" : [ {", "\"files\" : [ {\"new\": [[]],");
    Files.writeString(manifest(id), more);
    assertThat(Manifest.parse(id, World.bytes(more)))
        .isEqualTo(Manifest.parse(id, World.bytes(whole)));
    assertThat(world.changes().list()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\" : 1        | \"version\" : 2",
        "\"version\" : 1        | \"version\" : \"1\"",
        "\"version\" : 1        | \"version\" : 1.0",
        "\"version\" : 1        | \"version\" : 99999999999999999999",
        "\"state\" : \"DONE\"   | \"state\" : \"done\"",
        "\"id\" : \"2026        | \"id\" : \"2025",
        "\"secret\" : false     | \"secret\" : 0",
        "\"mode\" : \"rw-r--r--\" | \"mode\" : \"0644\"",
        "\"path\" : \"file:     | \"path\" : \"http:",
        "\"path\" : \"file:/    | \"path\" : \"/",
        "\"real\" : \"file:     | \"real\" : \"file:x",
        "\"made\" : [           | \"made\" : [1",
        "\"made\" : [           | \"made\" : [\"x\"",
        "\"files\" : [ {        | \"files\" : [ 1, {",
        "\"answers\" : {        | \"answers\" : { \"x\" : 1,",
      })
  void a_manifest_with_a_wrong_value_is_skipped(String part, String instead) throws Exception {
    String id = apply("v1");
    String whole = Files.readString(manifest(id));
    assertThat(whole).contains(part);
    Files.writeString(manifest(id), whole.replace(part, instead));
    assertThat(world.changes().list()).isEmpty();
    world.refused("nothing-to-undo", () -> world.changes().undo(null, false));
    Files.writeString(manifest(id), whole);
    assertThat(world.changes().list()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "1", "{}", "{\"version\":1}", "\u0000", "{{"})
  void what_is_no_manifest_is_skipped(String text) throws Exception {
    String id = apply("v1");
    Files.writeString(manifest(id), text);
    assertThat(world.changes().list()).isEmpty();
  }

  @Test
  void a_manifest_of_more_than_a_megabyte_is_skipped() throws Exception {
    String id = apply("v1");
    String whole = Files.readString(manifest(id));
    Files.writeString(manifest(id), " ".repeat(1024 * 1024 - whole.length()) + whole);
    assertThat(world.changes().list()).hasSize(1);
    Files.writeString(manifest(id), " ".repeat(1024 * 1024 - whole.length() + 1) + whole);
    assertThat(world.changes().list()).isEmpty();
  }

  @Test
  void a_manifest_that_is_a_link_is_skipped() throws Exception {
    String id = apply("v1");
    Path elsewhere = Files.move(manifest(id), world.state.resolve("elsewhere"));
    Files.createSymbolicLink(manifest(id), elsewhere);
    assertThat(world.changes().list()).isEmpty();
  }

  @Test
  void a_manifest_is_read_as_it_was_written() throws Exception {
    Manifest manifest =
        new Manifest(
            ID,
            State.INTERRUPTED,
            Instant.ofEpochMilli(1),
            "t \" \\ \u2028 ü",
            "20251125-221530-1",
            Map.of("", "x"),
            List.of(
                new Manifest.Entry(
                    Path.of("/a b/ü%20\n"),
                    Path.of("/r"),
                    true,
                    new Manifest.Old("h1", PosixFilePermissions.fromString("rwxr-x--x")),
                    null),
                new Manifest.Entry(
                    Path.of("/w"), Path.of("/w"), false, new Manifest.Old("h", null), "h2"),
                new Manifest.Entry(Path.of("/n"), Path.of("/n"), false, null, "h3")),
            List.of(Path.of("/m"), Path.of("/m/n")),
            List.of(Path.of("/x")));
    assertThat(Manifest.parse(ID, manifest.toJson())).isEqualTo(manifest);
    assertThat(new String(manifest.toJson(), StandardCharsets.UTF_8))
        .startsWith("{\n  \"version\" : 1,");
    assertThatThrownBy(() -> Manifest.parse("20261125-221530-2", manifest.toJson()))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026",
        "20261125-221530",
        "20261125-221530-",
        "20261125-221530-0x",
        "20261125-221530-01",
        "20261125_221530-1",
        "20261125-221530_1",
        "20261125-22153a-1",
        "2026112:-221530-1",
        "20261125-221530--1",
        "20261125-221530-1234567890",
        "20261125-221530-/",
        ".20261125-221530-1"
      })
  void what_is_no_id_is_not_taken_for_one(String name) {
    assertThat(EntryId.parse(name)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {ID, "20261125-221530-10", "00000000-000000-123456789"})
  void an_id_is_read_as_it_is_written(String name) {
    assertThat(EntryId.parse(name)).hasToString(name);
  }

  @Test
  void ids_have_the_time_in_utc_and_sort_by_it_and_by_number() {
    Instant early = Instant.parse("0987-01-02T03:04:05.999Z");
    assertThat(EntryId.next(early, null)).hasToString("09870102-030405-1");
    EntryId first = EntryId.next(World.NOW, null);
    assertThat(first).hasToString(ID);
    EntryId second = EntryId.next(World.NOW.plusMillis(5), first);
    assertThat(second).hasToString("20261125-221530-2");
    assertThat(EntryId.next(World.NOW.minusSeconds(9), second)).hasToString("20261125-221530-3");
    EntryId later = EntryId.next(World.NOW.plusSeconds(1), second);
    assertThat(later).hasToString("20261125-221531-1");
    EntryId tenth = new EntryId("20261125-221530", 10);
    assertThat(List.of(tenth, later, first, second).stream().sorted().toList())
        .containsExactly(first, second, tenth, later);
  }

  @Test
  void the_order_is_that_of_the_ids_whatever_the_folder_says() throws Exception {
    String first = apply("v1");
    String second = apply("v2");
    Path journal = world.state.resolve("journal");
    for (List<String> order : List.of(List.of(first, second), List.of(second, first))) {
      for (String id : order) {
        Path aside = Files.move(journal.resolve(id), world.state.resolve(id));
        Files.move(aside, journal.resolve(id));
      }
      assertThat(world.changes().list())
          .extracting(JournalEntry::id)
          .containsExactly(second, first);
    }
  }

  @Test
  void latest_finds_the_newest_that_is_wanted_and_reads_no_further() throws Exception {
    String first = apply("v1");
    String second = apply("v2");
    String third = apply("v3");
    assertThat(world.changes().latest(any -> true).orElseThrow().id()).isEqualTo(third);
    List<String> seen = new ArrayList<>();
    assertThat(
            world
                .changes()
                .latest(
                    entry -> {
                      seen.add(entry.id());
                      return entry.id().equals(second);
                    })
                .orElseThrow()
                .id())
        .isEqualTo(second);
    assertThat(seen).containsExactly(third, second).doesNotContain(first);
    assertThat(world.changes().latest(any -> false)).isEmpty();
    world.changes().undo(null, false);
    assertThat(
            world
                .changes()
                .latest(entry -> entry.undoOf() == null && !entry.undone())
                .orElseThrow()
                .id())
        .isEqualTo(second);
  }

  @Test
  void what_a_crash_left_of_an_entry_is_removed_by_the_next_change() throws Exception {
    String first = apply("v1");
    Path journal = world.state.resolve("journal");
    Path part = Files.createDirectory(journal.resolve(".20261125-000000-1.part"));
    World.file(part.resolve("before-0"), "x");
    assertThat(world.changes().list()).hasSize(1);
    assertThat(part).exists();
    String second = apply("v2");
    assertThat(world.entryFolders()).containsExactly(first, second);
  }

  @Test
  void a_leftover_that_cannot_be_removed_does_not_stop_a_change() throws Exception {
    Path journal = Files.createDirectories(world.state.resolve("journal"));
    Files.createDirectories(journal.resolve(".20261125-000000-1.part/sub/sub"));
    apply("v1");
    assertThat(file).hasContent("v1");
    assertThat(world.changes().list()).hasSize(1);
  }

  @Test
  void an_interrupted_entry_that_cannot_be_settled_waits_and_the_next_one_is_settled()
      throws Exception {
    Path sub = Files.createDirectory(world.home.resolve("sub"));
    crashAt("new file written", World.plan(world.to(sub.resolve("x"), "x")));
    // The folder of the first became a file, so its leftover cannot even be looked for.
    Files.delete(sub.resolve(".x.ccproxy-20261125-221630-1.tmp"));
    Files.delete(sub);
    World.file(sub, "now a file");
    crashAt("new file written", World.plan(world.to(file, "y")));
    assertThat(world.snapshot().toString()).contains(".tmp");
    apply("v1");
    assertThat(world.snapshot().toString()).doesNotContain(".tmp");
    assertThat(world.changes().list())
        .extracting(JournalEntry::state)
        .containsExactly(State.DONE, State.PREPARED);
  }

  private void crashAt(String step, ChangePlan plan) throws ChangeRefusedException {
    world.now = world.now.plusSeconds(60);
    try {
      world
          .changes(
              at -> {
                if (at.equals(step)) {
                  throw new World.CrashError();
                }
              })
          .apply(plan);
      throw new AssertionError("no crash at " + step);
    } catch (World.CrashError expected) {
      assertThat(expected).isNotNull();
    }
  }
}
