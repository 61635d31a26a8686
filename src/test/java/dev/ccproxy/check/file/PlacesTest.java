package dev.ccproxy.check.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.Place;
import dev.ccproxy.config.SourceFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Of many places five are named, and the others are counted. */
class PlacesTest {
  private final Places places = new Places();

  @Test
  void has_room_for_five() {
    assertThat(places.isEmpty()).isTrue();
    for (int i = 0; i < 5; i++) {
      assertThat(places.hasRoom()).isTrue();
      places.add(place());
    }
    assertThat(places.hasRoom()).isFalse();
    places.add(place()).count();
    assertThat(places.size()).isEqualTo(7);
    assertThat(places.isEmpty()).isFalse();
  }

  @Test
  void forgets_all() {
    for (int i = 0; i < 6; i++) {
      places.add(place());
    }
    places.clear();
    assertThat(places.isEmpty()).isTrue();
    assertThat(places.hasRoom()).isTrue();
  }

  private static Place place() {
    return Place.of(
        new SourceFile(
            Path.of("/project/a.yaml"), "a.yaml", SourceFile.State.UNREADABLE, null, null));
  }
}
