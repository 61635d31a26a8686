package dev.ccproxy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.document.JsonText;
import dev.ccproxy.document.Value;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
  private static Message read(String body) {
    return Objects.requireNonNull(readOrNone(body));
  }

  private static @Nullable Message readOrNone(String body) {
    ProbeRequest request =
        ProbeRequest.get("T", new Target(new WebOrigin(false, "x", 80), "/"), List.of());
    return Message.of(
        new Answer(
            request,
            null,
            Body.of(body.getBytes(StandardCharsets.UTF_8)),
            "",
            new Timings(Map.of(), Duration.ZERO),
            new Arrivals(),
            Route.none(null),
            false,
            null));
  }

  @Test
  void a_stream_is_the_same_message_as_its_json() {
    Message json =
        read(
            "{\"id\":\"m1\",\"model\":\"x\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"ab\","
                + "\"signature\":\"s\"},{\"type\":\"text\",\"text\":\"hello\"},{\"type\":\"tool_use\","
                + "\"id\":\"t1\",\"name\":\"f\",\"input\":{\"a\":1}}],\"stop_reason\":\"tool_use\","
                + "\"usage\":{\"input_tokens\":5,\"cache_read_input_tokens\":3,\"output_tokens\":9}}");
    Message stream =
        read(
            "event: message_start\n"
                + "data:"
                + " {\"type\":\"message_start\",\"message\":{\"id\":\"m1\",\"model\":\"x\",\"usage\":{\"input_tokens\":5,\"cache_read_input_tokens\":3}}}\n\n"
                + ": comment\r\n"
                + "data:"
                + " {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\"}}\r\n\r\n"
                + "data:"
                + " {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"ab\"}}\n\n"
                + "data:"
                + " {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"s\"}}\n\n"
                + "data:"
                + " {\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
                + "data: {\"type\":\"content_block_delta\",\"index\":1,\n"
                + "data: \"delta\":{\"type\":\"text_delta\",\"text\":\"hello\"}}\n\n"
                + "data:"
                + " {\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}}\n\n"
                + "data:"
                + " {\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\"}}\n\n"
                + "data:"
                + " {\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}}\n\n"
                + "data:"
                + " {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":9}}\n\n"
                + "data: [DONE]");
    assertThat(JsonText.write(stream.content(), 0)).isEqualTo(JsonText.write(json.content(), 0));
    assertThat(stream.types()).isEqualTo(List.of("thinking", "text", "tool_use"));
    assertThat(stream.stopReason()).isEqualTo(json.stopReason());
    assertThat(stream.inputTokens()).isEqualTo(json.inputTokens()).isEqualTo(8);
    assertThat(stream.outputTokens()).isEqualTo(9);
    assertThat(stream.id()).isEqualTo("m1");
  }

  @Test
  void damaged_arguments_stay_as_they_came() {
    Message message =
        read(
            "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                + "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}}\n\n"
                + "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                + "{\"partial_json\":\"{\\\"a\\\":\"}}\n\n");
    assertThat(message.calls().get(0).arguments()).isEqualTo("{\"a\":");
    assertThat(message.calls().get(0).input()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "<html>",
        "{\"error\":{}}",
        "{\"content\":null}",
        "{\"choices\":[]}",
        "event: ping\n\n",
        "data: {\"type\":\"ping\"}\n\n",
        "{",
        "data: [[[\n\n"
      })
  void what_is_no_message_is_none(String body) {
    assertThat(readOrNone(body)).isNull();
  }

  @Test
  void hostile_json_is_refused_and_not_followed() {
    assertThat(BoundedJson.parse("[".repeat(200) + "]".repeat(200))).isNull();
    assertThat(BoundedJson.parse("[" + "1,".repeat(300_000) + "1]")).isNull();
    assertThat(BoundedJson.parse("1".repeat(5000))).isNull();
    assertThat(BoundedJson.parse("{} {}")).isNull();
    assertThat(BoundedJson.parse("[1, \"a\", true, null, {\"b\": 1.5}]"))
        .isInstanceOf(Value.Items.class);
  }

  @Test
  void the_picture_is_a_png_with_its_number() throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Picture.png(47)));
    assertThat(image.getWidth()).isEqualTo(32);
    StringBuilder rows = new StringBuilder();
    for (int y = 8; y < 28; y += 4) {
      for (int x = 4; x < 32; x += 4) {
        rows.append((image.getRGB(x, y) & 0xFF) == 0 ? '#' : '.');
        assertThat((image.getRGB(x, y) & 0xFF) == 0).isEqualTo(Picture.black(47, x, y));
      }
      rows.append('\n');
    }
    assertThat(rows).contains("#");
    assertThat(Picture.base64(47)).isNotEqualTo(Picture.base64(48));
  }
}
