package dev.ccproxy.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** One TLS handshake, and what is learnt from it whether it succeeds or not. */
final class Handshake {
  private static final int LONGEST_NAME = 200;

  private final Judge judge;

  Handshake(Trust trust) {
    this.judge = new Judge(trust.managers());
  }

  /** Puts TLS 1.2 or newer with a check of the host name on a connected socket. */
  SSLSocket over(Socket socket, WebOrigin origin) throws IOException {
    SSLSocket tls;
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {judge}, null);
      tls =
          (SSLSocket)
              context.getSocketFactory().createSocket(socket, origin.host(), origin.port(), true);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no TLS", e);
    }
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  /** What the connection is like; to be asked after a handshake that succeeded. */
  TlsFacts facts(SSLSocket socket) {
    X509Certificate leaf = judge.leaf;
    return new TlsFacts(
        socket.getSession().getProtocol(),
        leaf == null ? "" : issuer(leaf),
        leaf == null ? Instant.EPOCH : leaf.getNotAfter().toInstant(),
        judge.trustedBy,
        judge.managers.keySet());
  }

  /** Why it failed. */
  Failure failure(IOException e) {
    X509Certificate leaf = judge.leaf;
    String issuer = leaf == null ? "" : issuer(leaf);
    Failure.TlsProblem problem = judge.problem;
    String message = e.getMessage() == null ? "" : e.getMessage();
    if (problem == null) {
      if (message.contains("Unsupported or unrecognized SSL message")) {
        problem = Failure.TlsProblem.PLAIN_HTTP;
      } else if (message.contains("no_application_protocol")) {
        problem = Failure.TlsProblem.HTTP2_ONLY;
      } else if (e instanceof EOFException || e.getCause() instanceof EOFException) {
        return new Failure.ConnectionLost(Stage.TLS, 0, true);
      } else if (e instanceof SocketException || e.getCause() instanceof SocketException) {
        return new Failure.ConnectionLost(Stage.TLS, 0, false);
      } else if (!(e instanceof SSLException)) {
        return new Failure.ConnectionLost(Stage.TLS, 0, false);
      } else {
        problem = Failure.TlsProblem.HANDSHAKE;
      }
    }
    return new Failure.TlsFailed(problem, issuer, Bounded.line(message, LONGEST_NAME));
  }

  private static String issuer(X509Certificate certificate) {
    String name = certificate.getIssuerX500Principal().getName();
    for (String part : new String[] {"CN=", "O="}) {
      int at = name.startsWith(part) ? 0 : name.indexOf("," + part);
      if (at >= 0) {
        int start = name.indexOf('=', at) + 1;
        int end = start;
        while (end < name.length() && (name.charAt(end) != ',' || name.charAt(end - 1) == '\\')) {
          end++;
        }
        return Bounded.line(name.substring(start, end), LONGEST_NAME);
      }
    }
    return Bounded.line(name, LONGEST_NAME);
  }

  /** Asks every source about the signer, then one that knows it about everything else. */
  private static final class Judge extends X509ExtendedTrustManager {
    private final Map<Trust.Source, X509ExtendedTrustManager> managers;
    private final Set<Trust.Source> trustedBy = EnumSet.noneOf(Trust.Source.class);
    private @Nullable X509Certificate leaf;
    private Failure.@Nullable TlsProblem problem;

    Judge(Map<Trust.Source, X509ExtendedTrustManager> managers) {
      this.managers = managers;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      leaf = chain[0];
      X509ExtendedTrustManager first = null;
      CertificateException told = null;
      for (Map.Entry<Trust.Source, X509ExtendedTrustManager> source : managers.entrySet()) {
        try {
          source.getValue().checkServerTrusted(chain, authType);
          trustedBy.add(source.getKey());
          first = first == null ? source.getValue() : first;
        } catch (CertificateException e) {
          // A source that knows the signer and finds the certificate too old says more than one
          // that does not know the signer.
          told = told == null || dated(e) != null ? e : told;
        }
      }
      if (first == null) {
        CertificateException reason =
            told == null ? new CertificateException("no certificate is trusted here") : told;
        problem = untrusted(chain, reason);
        throw reason;
      }
      try {
        first.checkServerTrusted(chain, authType, socket);
      } catch (CertificateException e) {
        problem =
            e.getCause() == null ? Failure.TlsProblem.WRONG_HOST : Failure.TlsProblem.HANDSHAKE;
        throw e;
      }
    }

    private static Failure.TlsProblem untrusted(X509Certificate[] chain, CertificateException e) {
      Failure.TlsProblem dated = dated(e);
      if (dated != null) {
        return dated;
      }
      X509Certificate leaf = chain[0];
      return chain.length == 1
              && leaf.getIssuerX500Principal().equals(leaf.getSubjectX500Principal())
          ? Failure.TlsProblem.SELF_SIGNED
          : Failure.TlsProblem.UNKNOWN_CA;
    }

    private static Failure.@Nullable TlsProblem dated(Throwable e) {
      Throwable cause = e;
      for (int depth = 0; cause != null && depth < 10; depth++) {
        if (cause instanceof CertificateExpiredException) {
          return Failure.TlsProblem.EXPIRED;
        }
        if (cause instanceof CertificateNotYetValidException) {
          return Failure.TlsProblem.NOT_YET_VALID;
        }
        if (cause instanceof CertPathValidatorException path) {
          if (path.getReason() == CertPathValidatorException.BasicReason.EXPIRED) {
            return Failure.TlsProblem.EXPIRED;
          }
          if (path.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID) {
            return Failure.TlsProblem.NOT_YET_VALID;
          }
        }
        cause = cause.getCause();
      }
      return null;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("sockets only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("sockets only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      throw new CertificateException("no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
