package io.layerbench.comparison;

import io.layerbench.comparison.GateResult.Check;
import io.layerbench.comparison.GateResult.Outcome;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A gate's checks as the XML of JUnit's Ant task, which CI systems read: a test case each. */
public final class JUnitXml {

  private JUnitXml() {}

  /** The file's text. */
  public static String text(GateResult result) {
    Map<String, List<Check>> groups = new LinkedHashMap<>();
    result
        .checks()
        .forEach(
            check -> groups.computeIfAbsent(check.group(), name -> new ArrayList<>()).add(check));
    StringWriter out = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      counts(xml, "layerbench gate", result.checks());
      for (Map.Entry<String, List<Check>> group : groups.entrySet()) {
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        counts(xml, group.getKey(), group.getValue());
        for (Check check : group.getValue()) {
          write(xml, check);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("A text in memory cannot fail.", e);
    }
    return out.toString();
  }

  private static void counts(XMLStreamWriter xml, String name, List<Check> checks)
      throws XMLStreamException {
    attribute(xml, "name", name);
    attribute(xml, "tests", String.valueOf(checks.size()));
    attribute(xml, "failures", count(checks, Outcome.FAILED));
    attribute(xml, "errors", "0");
    attribute(xml, "skipped", count(checks, Outcome.UNDECIDED));
  }

  private static String count(List<Check> checks, Outcome outcome) {
    return String.valueOf(checks.stream().filter(one -> one.outcome() == outcome).count());
  }

  private static void write(XMLStreamWriter xml, Check check) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement("testcase");
    attribute(xml, "classname", "layerbench." + check.run() + "." + check.group());
    attribute(xml, "name", check.name());
    switch (check.outcome()) {
      case PASSED -> {
        xml.writeStartElement("system-out");
        xml.writeCharacters(plain(check.text()));
        xml.writeEndElement();
      }
      case FAILED -> message(xml, "failure", check);
      case UNDECIDED -> message(xml, "skipped", check);
    }
    xml.writeEndElement();
  }

  private static void message(XMLStreamWriter xml, String element, Check check)
      throws XMLStreamException {
    xml.writeStartElement(element);
    attribute(xml, "message", check.text());
    xml.writeEndElement();
  }

  private static void attribute(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeAttribute(name, plain(value));
  }

  /** Without what XML 1.0 cannot hold, and without line breaks, which attributes lose. */
  private static String plain(String text) {
    return text.replaceAll(
        "[^\\x{20}-\\x{7E}\\x{A0}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "\uFFFD");
  }
}
