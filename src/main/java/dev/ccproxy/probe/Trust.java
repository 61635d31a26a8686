package dev.ccproxy.probe;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose signatures count: the JVM's store, that of the system and the file of {@code
 * NODE_EXTRA_CA_CERTS}. A server is accepted when one of them knows its signer; which ones do is
 * reported, because the client, curl and Java do not look at the same ones. Read at the first https
 * connection. Thread-safe.
 */
public final class Trust {
  /** Where the signers come from. */
  public enum Source {
    /** The store of the JVM that this program runs on. */
    JAVA("the certificates of Java"),
    /** The store of the system. */
    SYSTEM("the certificates of the system"),
    /** The file that {@code NODE_EXTRA_CA_CERTS} names. */
    EXTRA("the file of NODE_EXTRA_CA_CERTS");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    /** As the end of a sentence. */
    public String words() {
      return words;
    }
  }

  private static final String[] BUNDLES = {
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem"
  };

  private static final int LARGEST_BUNDLE = 8 * 1024 * 1024;

  private final @Nullable Path extra;
  private final List<Path> bundles;
  private final Set<Source> used;
  private final Map<Source, X509ExtendedTrustManager> managers = new EnumMap<>(Source.class);
  private boolean loaded;
  private boolean extraUnreadable;

  Trust(@Nullable Path extra, List<Path> bundles, Set<Source> used) {
    this.extra = extra;
    this.bundles = List.copyOf(bundles);
    this.used = Set.copyOf(used);
  }

  /**
   * The stores of this machine.
   *
   * @param extraFile value of {@code NODE_EXTRA_CA_CERTS} in the client's environment; null or ""
   *     for none
   */
  public static Trust ofMachine(@Nullable String extraFile) {
    List<Path> bundles = new java.util.ArrayList<>();
    for (String bundle : BUNDLES) {
      bundles.add(Path.of(bundle));
    }
    return new Trust(
        extraFile == null || extraFile.isEmpty() ? null : Path.of(extraFile),
        bundles,
        Set.of(Source.values()));
  }

  /** Whether the file of {@code NODE_EXTRA_CA_CERTS} is set and holds no readable certificate. */
  public synchronized boolean extraUnreadable() {
    managers();
    return extraUnreadable;
  }

  /** The judges, in the order of the sources; empty ones are left out. */
  synchronized Map<Source, X509ExtendedTrustManager> managers() {
    if (!loaded) {
      loaded = true;
      if (used.contains(Source.JAVA)) {
        add(Source.JAVA, null);
      }
      if (used.contains(Source.SYSTEM)) {
        add(Source.SYSTEM, system());
      }
      Path file = extra;
      if (file != null && used.contains(Source.EXTRA)) {
        KeyStore store = bundle(file);
        extraUnreadable = store == null;
        add(Source.EXTRA, store);
      }
    }
    return managers;
  }

  /** Adds a store; null means the JVM's own for {@link Source#JAVA}, else none. */
  private void add(Source source, @Nullable KeyStore store) {
    if (store == null && source != Source.JAVA) {
      return;
    }
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager judge) {
          managers.put(source, judge);
          return;
        }
      }
    } catch (GeneralSecurityException e) {
      // A JVM without a usable store trusts nobody by itself; the other sources still count.
    }
  }

  private @Nullable KeyStore system() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    try {
      if (os.startsWith("windows")) {
        return nativeStore("Windows-ROOT");
      }
      if (os.startsWith("mac")) {
        return nativeStore("KeychainStore");
      }
    } catch (GeneralSecurityException | IOException e) {
      return null;
    }
    for (Path path : bundles) {
      KeyStore store = bundle(path);
      if (store != null) {
        return store;
      }
    }
    return null;
  }

  private static KeyStore nativeStore(String type) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    return store;
  }

  /** The certificates of a PEM file; null where there are none. */
  private static @Nullable KeyStore bundle(Path path) {
    try {
      if (!Files.isRegularFile(path) || Files.size(path) > LARGEST_BUNDLE) {
        return null;
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(path))) {
        for (Certificate certificate :
            CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          store.setCertificateEntry("ca-" + number++, certificate);
        }
      }
      return number == 0 ? null : store;
    } catch (GeneralSecurityException | IOException e) {
      return null;
    }
  }
}
