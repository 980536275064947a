package io.layerbench.report;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.StringWriter;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Makes inline SVG of drawings: unique ids, a text alternative, the style sheet's colours. */
final class Svg {

  /**
   * As wide as the font that Java measured with, so that right-aligned labels end where they
   * should.
   */
  private static final String FONTS = "'DejaVu Sans', Verdana, sans-serif";

  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  private Svg() {}

  /**
   * A drawing as an svg element.
   *
   * @param id unique in the page; every id inside starts with it
   * @param size width and height
   * @param title the text alternative in a few words
   * @param description and in a sentence
   */
  static String of(
      String id, Dimension size, String title, String description, Consumer<Graphics2D> drawing) {
    Document document = newDocument();
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setComment("");
    context.setIDGenerator(
        new SVGIDGenerator() {
          @Override
          public String generateID(String prefix) {
            return id + "-" + super.generateID(prefix);
          }
        });
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    drawing.accept(graphics);
    Element root = graphics.getRoot();
    clean(root);
    describe(root, id, title, description);
    root.setAttribute("viewBox", "0 0 " + size.width + " " + size.height);
    root.setAttribute("width", Integer.toString(size.width));
    root.setAttribute("height", Integer.toString(size.height));
    return text(graphics, root);
  }

  private static Document newDocument() {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("Every Java platform has an XML builder.", e);
    }
  }

  private static void describe(Element root, String id, String title, String description) {
    root.setAttribute("role", "img");
    root.setAttribute("aria-labelledby", id + "-title " + id + "-desc");
    Element desc = root.getOwnerDocument().createElementNS(NAMESPACE, "desc");
    desc.setAttribute("id", id + "-desc");
    desc.setTextContent(description);
    root.insertBefore(desc, root.getFirstChild());
    Element heading = root.getOwnerDocument().createElementNS(NAMESPACE, "title");
    heading.setAttribute("id", id + "-title");
    heading.setTextContent(title);
    root.insertBefore(heading, desc);
  }

  /** Exchanges colours, and drops the one id that is the same in every drawing. */
  private static void clean(Element element) {
    for (String attribute : new String[] {"fill", "stroke"}) {
      String variable = Palette.VARIABLES.get(element.getAttribute(attribute));
      if (variable != null) {
        element.setAttribute(attribute, variable);
      }
    }
    if (element.hasAttribute("font-family")) {
      element.setAttribute("font-family", FONTS);
    }
    if (element.getAttribute("id").equals("genericDefs")) {
      element.removeAttribute("id");
    }
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        clean(child);
      }
    }
  }

  private static String text(SVGGraphics2D graphics, Element root) {
    StringWriter out = new StringWriter();
    try {
      graphics.stream(root, out, false, false);
    } catch (IOException e) {
      throw new IllegalStateException("A text in memory cannot fail.", e);
    }
    String text = out.toString();
    return text.substring(text.indexOf("<svg"));
  }
}
