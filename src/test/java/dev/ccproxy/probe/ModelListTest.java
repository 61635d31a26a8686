package dev.ccproxy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Lists of models, whatever servers make of them. */
class ModelListTest {
  private static ModelList of(String json) {
    return ModelList.of(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void the_forms_of_the_servers_are_read() {
    assertThat(
            of(
                "{\"object\":\"list\",\"data\":[{\"id\":\"a\",\"x\":{\"id\":\"no\"}},{\"id\":\"b\"}]}"))
        .isEqualTo(new ModelList(java.util.List.of("a", "b"), true));
    assertThat(of("{\"models\":[{\"name\":\"llama:8b\"},\"plain\"]}").ids())
        .containsExactly("llama:8b", "plain");
    assertThat(of("{\"data\":[]}").isThere()).isTrue();
  }

  @Test
  void what_is_no_list_is_none() {
    for (String text :
        new String[] {"", "<html>", "[1]", "{}", "{\"data\":{\"id\":\"a\"}}", "null"}) {
      assertThat(of(text).isThere()).as(text).isFalse();
    }
    assertThat(of("{\"data\":[{\"id\":\"a\"},{\"id\":").ids()).containsExactly("a");
  }

  @Test
  void a_list_without_end_is_cut() {
    StringBuilder json = new StringBuilder("{\"data\":[");
    for (int i = 0; i < 100_000; i++) {
      json.append(i == 0 ? "" : ",").append("{\"id\":\"m").append(i).append("\"}");
    }
    ModelList list = of(json.append("]}").toString());
    assertThat(list.complete()).isFalse();
    assertThat(list.ids()).hasSize(5_000);
  }
}
