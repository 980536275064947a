package io.layerbench.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.function.Supplier;

/** Writes a run's report: one HTML file that needs nothing else, the same bytes for one input. */
public final class ReportWriter {

  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(null, ContentType.Html, ReportWriter.class.getClassLoader());
  private final Supplier<ChartDrawer> drawer;

  /** A writer; it can be used again and again. */
  public ReportWriter() {
    this(ChartDrawer::new);
  }

  ReportWriter(Supplier<ChartDrawer> drawer) {
    this.drawer = drawer;
  }

  /**
   * The report as HTML.
   *
   * @throws ReportException when charts cannot be drawn here, as on a Java runtime without fonts
   */
  public String render(RunData data) {
    StringOutput html = new StringOutput();
    templates.render("report.jte", ReportViews.of(data, drawer), html);
    return Name.visiblePage(html.toString());
  }
}
