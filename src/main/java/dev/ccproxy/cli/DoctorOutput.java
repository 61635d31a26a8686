package dev.ccproxy.cli;

import dev.ccproxy.report.DoctorJUnit;
import dev.ccproxy.report.DoctorJson;
import dev.ccproxy.report.DoctorMarkdown;
import dev.ccproxy.report.DoctorReport;
import dev.ccproxy.report.DoctorSarif;
import dev.ccproxy.report.DoctorText;
import dev.ccproxy.term.Screen;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts a report into the form that was asked for, and where it belongs. */
final class DoctorOutput {
  private static final int WIDTH_OF_A_FILE = 100;

  private final DoctorOptions options;
  private final Context context;

  DoctorOutput(DoctorOptions options, Context context) {
    this.options = options;
    this.context = context;
  }

  void print(DoctorReport report) throws CommandFailedException {
    if (options.output() == null) {
      print(report, context.out());
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    print(
        report,
        new Screen(bytes, StandardCharsets.UTF_8, false, WIDTH_OF_A_FILE, context.redactor()));
    PrivateFile.write(options.output(), bytes.toByteArray());
  }

  private void print(DoctorReport report, Screen screen) {
    switch (options.format()) {
      case "json" -> screen.data(DoctorJson.of(report) + "\n");
      case "sarif" -> screen.data(DoctorSarif.of(report) + "\n");
      case "junit" -> screen.data(DoctorJUnit.of(report, context.clock().instant()));
      case "markdown" -> screen.data(DoctorMarkdown.of(report));
      default -> new DoctorText(report, screen, options.ascii()).print();
    }
  }
}
