package io.layerbench.report;

import io.layerbench.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for people: a few significant digits, the same on every machine. */
final class Numbers {

  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Numbers() {}

  /** Three significant digits; powers of ten below 0.001 and from a million. */
  static String significant(double value) {
    return significant(value, 3);
  }

  static String significant(double value, int digits) {
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        BigDecimal.valueOf(value).round(new MathContext(digits, RoundingMode.HALF_UP));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -3 || exponent >= 6) {
      BigDecimal mantissa = rounded.movePointLeft(exponent);
      return scaled(mantissa, digits - 1) + "×10" + superscript(exponent);
    }
    return scaled(rounded, Math.max(0, digits - 1 - exponent));
  }

  /** For example "0.121 to 0.134"; with more digits where three would hide the width. */
  static String range(Interval interval) {
    String low = significant(interval.low());
    String high = significant(interval.high());
    return low.equals(high) && interval.low() < interval.high()
        ? significant(interval.low(), 5) + " to " + significant(interval.high(), 5)
        : low + " to " + high;
  }

  /** A signed number with one decimal, such as "+0.3" or "−1.2"; "±0.0" where it rounds to 0. */
  static String signed(double value) {
    String digits = String.format(Locale.ROOT, "%.1f", Math.abs(value));
    if (digits.equals("0.0")) {
      return "±0.0";
    }
    return (value < 0 ? "−" : "+") + digits;
  }

  /** With that many decimals; with a minus sign, not a hyphen, below 0. */
  static String fixed(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−');
  }

  /** A whole number with thin spaces between thousands. */
  static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202F');
  }

  /** A power of ten such as 10⁻³, as axes show it; small ones in full. */
  static String power(int exponent) {
    if (exponent >= -2 && exponent <= 3) {
      return BigDecimal.ONE.scaleByPowerOfTen(exponent).toPlainString();
    }
    return "10" + superscript(exponent);
  }

  private static String scaled(BigDecimal value, int decimals) {
    return value.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }

  private static String superscript(int exponent) {
    StringBuilder text = new StringBuilder(exponent < 0 ? "⁻" : "");
    for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
      text.append(SUPERSCRIPTS.charAt(digit - '0'));
    }
    return text.toString();
  }
}
