package dev.ccproxy.launch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process that behaves towards its starter as LiteLLM does. The variable {@code FAKE_GATEWAY}
 * makes it misbehave: {@code exit}, {@code hang}, {@code megabyte}, {@code die} (when {@code /die}
 * is asked for), {@code deaf} (to SIGTERM), {@code environment} (prints its variables).
 */
public final class FakeGateway {
  private FakeGateway() {}

  /** Understands {@code --config}, {@code --host} and {@code --port}. */
  public static void main(String[] args) throws Exception {
    String config = option(args, "--config");
    int port = Integer.parseInt(option(args, "--port"));
    String mode = System.getenv().getOrDefault("FAKE_GATEWAY", "");
    PrintStream out = System.out;
    if (mode.equals("exit")) {
      out.println("Traceback (most recent call last):");
      out.println("  File \"litellm/proxy/proxy_server.py\", line 1, in <module>");
      out.println("ValueError: the moon is in the wrong place");
      out.println("\u001b[1;37m#---------------------------------------#\u001b[0m");
      out.println(" Thank you for using LiteLLM! - Krrish & Ishaan");
      out.flush();
      System.exit(3);
    }
    if (mode.equals("megabyte")) {
      for (int i = 0; i < 10_000; i++) {
        out.println("line " + i + " " + "x".repeat(100));
      }
    }
    if (mode.equals("environment")) {
      for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
        out.println(variable.getKey() + "=" + variable.getValue());
      }
    }
    if (mode.equals("deaf")) {
      sun.misc.Signal.handle(new sun.misc.Signal("TERM"), s -> {});
    }
    if (mode.equals("hang")) {
      out.println("still thinking");
      new CountDownLatch(1).await();
    }
    serve(port, models(config), mode);
    out.println("LiteLLM: Proxy initialized with Config, Set models:");
    out.println("Uvicorn running on http://127.0.0.1:" + port + " (Press CTRL+C to quit)");
  }

  private static void serve(int port, List<String> models, String mode) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 16);
    server.createContext(
        "/health/readiness", exchange -> answer(exchange, 200, "{\"status\":\"healthy\"}"));
    server.createContext(
        "/v1/models",
        exchange -> {
          String key = "Bearer " + System.getenv().get("LITELLM_MASTER_KEY");
          boolean known = key.equals(exchange.getRequestHeaders().getFirst("Authorization"));
          StringBuilder body = new StringBuilder("{\"data\":[");
          for (String model : models) {
            body.append(body.length() > 9 ? "," : "")
                .append("{\"id\":\"")
                .append(model)
                .append("\"}");
          }
          answer(exchange, known ? 200 : 400, known ? body + "]}" : "{}");
        });
    server.createContext(
        "/die",
        exchange -> {
          System.out.println("RuntimeError: died on the job");
          System.out.flush();
          Runtime.getRuntime().halt(mode.equals("die") ? 9 : 0);
        });
    server.start();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static List<String> models(String config) throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(config))) {
      String text = line.strip();
      if (text.startsWith("- model_name: ")) {
        names.add(text.substring("- model_name: ".length()));
      }
    }
    return names;
  }

  private static String option(String[] args, String name) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals(name)) {
        return args[i + 1];
      }
    }
    throw new IllegalArgumentException(name + " is missing");
  }

  /** A virtual environment with this program as its LiteLLM. */
  public static Path install(Path venv, String version) throws IOException {
    Path bin = Files.createDirectories(venv.resolve("bin"));
    Path program = bin.resolve("litellm");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '"
            + System.getProperty("java.home")
            + "/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx32m -cp '"
            + Path.of(
                FakeGateway.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            + "' "
            + FakeGateway.class.getName()
            + " \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    metadata(venv, version);
    return program;
  }

  /** What an installer writes down about a package. */
  static void metadata(Path venv, String version) throws IOException {
    Path info =
        Files.createDirectories(
            venv.resolve("lib/python3.11/site-packages/litellm-" + version + ".dist-info"));
    Files.writeString(
        info.resolve("METADATA"),
        "Metadata-Version: 2.4\nName: litellm\nVersion: " + version + "\nSummary: x\n");
  }

  /** The configuration and the keys of a gateway with these models. */
  public static void files(Path folder, String... models) throws IOException {
    StringBuilder config = new StringBuilder("model_list:\n");
    for (String model : models) {
      config
          .append("- model_name: ")
          .append(model)
          .append("\n  litellm_params:\n    model: hosted_vllm/")
          .append(model)
          .append("\n    api_base: http://127.0.0.1:9/v1\n    api_key: os.environ/FAKE_API_KEY\n");
    }
    config.append("general_settings:\n  master_key: os.environ/LITELLM_MASTER_KEY\n");
    Files.writeString(folder.resolve("litellm_config.yaml"), config.toString());
    Files.writeString(
        folder.resolve("litellm.env"),
        "FAKE_API_KEY=sk-fake-provider-key-0123456789\n"
            + "LITELLM_MASTER_KEY=sk-fake-master-key-0123456789\n");
  }

  /** Waits until a process is gone; false when it stays. */
  static boolean isGone(long pid, int seconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (Processes.isAlive(pid)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return true;
  }
}
