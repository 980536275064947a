package io.layerbench.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.layerbench.comparison.Comparison;

/** Writes comparison.html: one file that needs nothing else, the same bytes for one input. */
public final class ComparisonWriter {

  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, ComparisonWriter.class.getClassLoader());

  /**
   * The page.
   *
   * @throws ReportException when charts cannot be drawn here, as on a Java runtime without fonts
   */
  public String render(Comparison comparison) {
    StringOutput html = new StringOutput();
    templates.render("comparison.jte", ComparisonViews.of(comparison), html);
    return Name.visiblePage(html.toString());
  }
}
