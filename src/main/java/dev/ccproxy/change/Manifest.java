package dev.ccproxy.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the journal knows about one change.
 *
 * @param undoOf id of the change that this one takes back; null where it is none
 * @param made folders that did not exist before, outermost first
 * @param removed folders that an undo removes if they are empty, outermost first
 */
record Manifest(
    String id,
    JournalEntry.State state,
    Instant when,
    String title,
    @Nullable String undoOf,
    Map<String, String> answers,
    List<Entry> files,
    List<Path> made,
    List<Path> removed) {

  private static final int VERSION = 1;

  /**
   * One file. The new bytes are not kept, only their fingerprint.
   *
   * @param path as the user knows it
   * @param real the same place without symbolic links
   * @param before null where the file did not exist
   * @param after fingerprint of the new bytes; null where the file was deleted
   */
  record Entry(
      Path path, Path real, boolean secret, @Nullable Old before, @Nullable String after) {}

  /**
   * The file as it was.
   *
   * @param hash fingerprint of the old bytes, which lie in the backup
   * @param mode null where there are no permissions
   */
  record Old(String hash, @Nullable Set<PosixFilePermission> mode) {}

  Manifest with(JournalEntry.State newState) {
    return new Manifest(id, newState, when, title, undoOf, answers, files, made, removed);
  }

  JournalEntry entry(boolean undone) {
    List<Path> paths = new ArrayList<>();
    for (Entry file : files) {
      paths.add(file.path());
    }
    return new JournalEntry(id, when, title, answers, paths, undone, undoOf, state);
  }

  /**
   * Paths are written as URIs, which hold every name whatever the character set of the locale is;
   * the time as milliseconds, because parsing a date costs a start more than all the rest.
   */
  byte[] toJson() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      json.writeStringField("id", id);
      json.writeStringField("state", state.name());
      json.writeNumberField("when", when.toEpochMilli());
      json.writeStringField("title", title);
      json.writeStringField("undoOf", undoOf);
      json.writeObjectFieldStart("answers");
      for (Map.Entry<String, String> answer : answers.entrySet()) {
        json.writeStringField(answer.getKey(), answer.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("files");
      for (Entry file : files) {
        json.writeStartObject();
        json.writeStringField("path", file.path().toUri().toString());
        json.writeStringField("real", file.real().toUri().toString());
        json.writeBooleanField("secret", file.secret());
        Old before = file.before();
        json.writeStringField("before", before == null ? null : before.hash());
        Set<PosixFilePermission> mode = before == null ? null : before.mode();
        json.writeStringField("mode", mode == null ? null : PosixFilePermissions.toString(mode));
        json.writeStringField("after", file.after());
        json.writeEndObject();
      }
      json.writeEndArray();
      writePaths(json, "made", made);
      writePaths(json, "removed", removed);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void writePaths(JsonGenerator json, String name, List<Path> paths)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Path path : paths) {
      json.writeString(path.toUri().toString());
    }
    json.writeEndArray();
  }

  /**
   * @param id the folder that the manifest lies in; one that names another id is not ours
   * @throws IOException broken, not ours, or of a version that we do not know
   */
  static Manifest parse(String id, byte[] bytes) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(bytes)) {
      Fields top = Fields.read(json);
      if (top.number("version") != VERSION || !top.text("id").equals(id)) {
        throw new IOException("not a manifest of " + id);
      }
      List<Entry> files = new ArrayList<>();
      for (Fields file : top.objects("files")) {
        String hash = file.textOrNull("before");
        String mode = file.textOrNull("mode");
        files.add(
            new Entry(
                path(file.text("path")),
                path(file.text("real")),
                file.truth("secret"),
                hash == null
                    ? null
                    : new Old(hash, mode == null ? null : PosixFilePermissions.fromString(mode)),
                file.textOrNull("after")));
      }
      Map<String, String> answers = new LinkedHashMap<>();
      Fields given = top.object("answers");
      for (String key : given.values.keySet()) {
        answers.put(key, given.text(key));
      }
      return new Manifest(
          id,
          JournalEntry.State.valueOf(top.text("state")),
          Instant.ofEpochMilli(top.number("when")),
          top.text("title"),
          top.textOrNull("undoOf"),
          answers,
          files,
          paths(top.texts("made")),
          paths(top.texts("removed")));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IOException("a value is not what it should be", e);
    }
  }

  private static Path path(String uri) {
    return Path.of(URI.create(uri));
  }

  private static List<Path> paths(List<String> uris) {
    List<Path> paths = new ArrayList<>();
    for (String uri : uris) {
      paths.add(path(uri));
    }
    return paths;
  }

  /** A JSON object, read as a whole: manifests are small. */
  private static final class Fields {
    private final Map<String, Object> values = new LinkedHashMap<>();

    static Fields read(JsonParser json) throws IOException {
      json.nextToken();
      if (value(json) instanceof Fields fields) {
        return fields;
      }
      throw wrong("the manifest");
    }

    /** String, Long, Boolean, List, Fields, or Json null as {@link JsonToken#VALUE_NULL}. */
    private static Object value(JsonParser json) throws IOException {
      JsonToken token = json.currentToken();
      if (token == JsonToken.START_OBJECT) {
        Fields fields = new Fields();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          json.nextToken();
          fields.values.put(name, value(json));
        }
        return fields;
      }
      if (token == JsonToken.START_ARRAY) {
        List<Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(json));
        }
        return items;
      }
      if (token == JsonToken.VALUE_STRING) {
        return json.getText();
      }
      if (token == JsonToken.VALUE_NUMBER_INT) {
        return json.getLongValue();
      }
      if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
        return json.getBooleanValue();
      }
      if (token == null) {
        throw wrong("the end");
      }
      return token;
    }

    String text(String name) throws IOException {
      if (values.get(name) instanceof String text) {
        return text;
      }
      throw wrong(name);
    }

    @Nullable String textOrNull(String name) throws IOException {
      return values.get(name) == JsonToken.VALUE_NULL ? null : text(name);
    }

    long number(String name) throws IOException {
      if (values.get(name) instanceof Long number) {
        return number;
      }
      throw wrong(name);
    }

    boolean truth(String name) throws IOException {
      if (values.get(name) instanceof Boolean truth) {
        return truth;
      }
      throw wrong(name);
    }

    Fields object(String name) throws IOException {
      if (values.get(name) instanceof Fields fields) {
        return fields;
      }
      throw wrong(name);
    }

    List<Fields> objects(String name) throws IOException {
      List<Fields> objects = new ArrayList<>();
      for (Object item : items(name)) {
        if (!(item instanceof Fields fields)) {
          throw wrong(name);
        }
        objects.add(fields);
      }
      return objects;
    }

    List<String> texts(String name) throws IOException {
      List<String> texts = new ArrayList<>();
      for (Object item : items(name)) {
        if (!(item instanceof String text)) {
          throw wrong(name);
        }
        texts.add(text);
      }
      return texts;
    }

    private List<?> items(String name) throws IOException {
      if (values.get(name) instanceof List<?> items) {
        return items;
      }
      throw wrong(name);
    }

    private static IOException wrong(String name) {
      return new IOException(name + " is not what it should be");
    }
  }
}
