package dev.ccproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Holds machine output against the schemas that the program itself prints. */
public final class Schemas {
  private Schemas() {}

  /** Fails with the violations when {@code json} is not one document of that shape. */
  public static void check(String name, String json) {
    String file = "/dev/ccproxy/schema/" + name.replace('/', '-') + ".json";
    try (InputStream in = Schemas.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(text, InputFormat.JSON);
      assertThat(schema.validate(json, InputFormat.JSON)).as("%s in%n%s", name, json).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
