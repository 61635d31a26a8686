package dev.ccproxy.lab.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * An authority that lives as long as the program. The JDK has no public class that makes a
 * certificate, so the few bytes of one (RFC 5280) are written here.
 */
public final class LabAuthority {
  private static final String NAME = "ccproxy lab authority";
  private static final Duration LIFE = Duration.ofDays(30);

  /** ecdsa-with-SHA256, RFC 5758. */
  private static final byte[] SIGNATURE = Der.sequence(Der.identifier(1, 2, 840, 10045, 4, 3, 2));

  private static final byte[] COMMON_NAME = Der.identifier(2, 5, 4, 3);
  private static final byte[] BASIC_CONSTRAINTS = Der.identifier(2, 5, 29, 19);
  private static final byte[] ALTERNATIVE_NAME = Der.identifier(2, 5, 29, 17);

  /** What a certificate of a server is like. */
  public enum Leaf {
    /** For 127.0.0.1 and localhost, valid. */
    SOUND,
    /** For 127.0.0.1 and localhost, expired yesterday. */
    EXPIRED,
    /** For another host. */
    OTHER_HOST
  }

  private final PrivateKey key;
  private final X509Certificate certificate;

  private LabAuthority(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  /** A new authority. */
  public static LabAuthority create() {
    try {
      KeyPair pair = pair();
      Instant now = Instant.now();
      byte[] constraints = extension(BASIC_CONSTRAINTS, Der.sequence(Der.truth()), true);
      byte[] written =
          certificate(pair.getPrivate(), NAME, pair, now.minus(LIFE), now.plus(LIFE), constraints);
      return new LabAuthority(pair.getPrivate(), read(written));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no elliptic curves", e);
    }
  }

  /** Its certificate in PEM, for clients that are to trust it. */
  public String pem() {
    try {
      String text =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** What a server needs to speak TLS with a certificate of this authority. */
  public SSLContext server(Leaf leaf) {
    try {
      KeyPair pair = pair();
      Instant now = Instant.now();
      Instant end = leaf == Leaf.EXPIRED ? now.minus(Duration.ofDays(1)) : now.plus(LIFE);
      byte[] names =
          leaf == Leaf.OTHER_HOST
              ? Der.sequence(dns("gateway.example.com"))
              : Der.sequence(dns("localhost"), Der.tagged(0x87, new byte[] {127, 0, 0, 1}));
      String name = leaf == Leaf.OTHER_HOST ? "gateway.example.com" : "localhost";
      byte[] written =
          certificate(
              key, name, pair, now.minus(LIFE), end, extension(ALTERNATIVE_NAME, names, false));
      return context(pair.getPrivate(), read(written), certificate);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a certificate of the lab is not accepted", e);
    }
  }

  private static byte[] dns(String name) {
    return Der.tagged(0x82, name.getBytes(StandardCharsets.US_ASCII));
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static byte[] extension(byte[] id, byte[] value, boolean critical) {
    return critical
        ? Der.sequence(id, Der.truth(), Der.octets(value))
        : Der.sequence(id, Der.octets(value));
  }

  private static byte[] name(String name) {
    return Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.text(name))));
  }

  private static byte[] certificate(
      PrivateKey signer, String subject, KeyPair of, Instant from, Instant to, byte[] extension)
      throws GeneralSecurityException {
    byte[] body =
        Der.sequence(
            Der.tagged(0xA0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(63, new SecureRandom()).add(BigInteger.ONE)),
            SIGNATURE,
            name(NAME),
            Der.sequence(Der.time(from), Der.time(to)),
            name(subject),
            of.getPublic().getEncoded(),
            Der.tagged(0xA3, Der.sequence(extension)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(signer);
    signature.update(body);
    return Der.sequence(body, SIGNATURE, Der.bits(signature.sign()));
  }

  private static X509Certificate read(byte[] written) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(written));
  }

  private static SSLContext context(PrivateKey key, X509Certificate leaf, X509Certificate issuer)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("lab", key, new char[0], new Certificate[] {leaf, issuer});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
