package dev.ccproxy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.explain.Signature;
import dev.ccproxy.explain.Signatures;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignatureChecksTest {
  @Test
  void every_check_that_a_signature_names_exists() {
    Set<String> files = new HashSet<>();
    Checks.ofFiles().forEach(check -> files.add(check.id()));
    Set<String> all = new HashSet<>(files);
    Checks.ofEndpoint().forEach(check -> all.add(check.id()));
    for (Signature signature : Signatures.packagedOnly().all()) {
      assertThat(files).as(signature.id()).containsAll(signature.fileChecks());
      assertThat(all).as(signature.id()).contains(signature.check());
    }
  }
}
