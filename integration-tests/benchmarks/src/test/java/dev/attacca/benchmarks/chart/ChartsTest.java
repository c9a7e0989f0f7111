package dev.attacca.benchmarks.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.attacca.benchmarks.chart.BarChart.Bar;
import dev.attacca.benchmarks.chart.CurveChart.Dot;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartsTest {
    private static final Inks INKS = new Inks("ours", Map.of("limit", "#9aa5b1"));

    private static List<Element> elements(String svg, String tag) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        NodeList nodes = document.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static List<String> texts(String svg) throws Exception {
        return elements(svg, "text").stream().map(Element::getTextContent).toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static List<Double> barWidths(String svg) throws Exception {
        return elements(svg, "rect").stream()
                .skip(1)
                .map(bar -> number(bar, "width"))
                .toList();
    }

    private static Bar bar(String subject, double value) {
        return new Bar(subject, value, value, value);
    }

    @Test
    void what_is_written_is_well_formed_whatever_it_is_named() throws Exception {
        BarChart chart = new BarChart(INKS, "a < b & \"c\"", "", true);
        chart.panel("<panel>", List.of(bar("x&y", 1)));

        assertThat(texts(chart.svg())).contains("a < b & \"c\"", "<panel>", "x&y");
    }

    @Test
    void bars_are_as_long_as_their_values_and_the_best_comes_first() throws Exception {
        BarChart chart = new BarChart(INKS, "", "", true);
        chart.panel("panel", List.of(bar("short", 100), bar("long", 250), bar("middle", 200)));

        List<Double> widths = barWidths(chart.svg());

        assertThat(widths).hasSize(3);
        assertThat(widths.get(1) / widths.get(0)).isCloseTo(0.8, within(0.01));
        assertThat(widths.get(2) / widths.get(0)).isCloseTo(0.4, within(0.01));
        assertThat(texts(chart.svg())).containsSubsequence("long", "250", "middle", "200", "short", "100");
    }

    @Test
    void where_less_is_better_the_shortest_comes_first() throws Exception {
        BarChart chart = new BarChart(INKS, "", "", false);
        chart.panel("panel", List.of(bar("long", 20), bar("short", 4.25)));

        assertThat(texts(chart.svg())).containsSubsequence("short", "4.3", "long", "20");
    }

    @Test
    void a_bar_far_beyond_the_others_is_cut_and_says_so() throws Exception {
        BarChart chart = new BarChart(INKS, "", "", true);
        chart.panel("panel", List.of(bar("limit", 10_000), bar("ours", 100)));

        List<Double> widths = barWidths(chart.svg());

        assertThat(widths.get(1) / widths.get(0)).isCloseTo(1 / 1.5, within(0.01));
        assertThat(texts(chart.svg())).contains("10,000");
        assertThat(elements(chart.svg(), "line"))
                .filteredOn(line -> line.getAttribute("stroke").equals("#ffffff"))
                .hasSize(2);
    }

    @Test
    void a_curve_goes_through_its_points_on_logarithmic_axes() throws Exception {
        CurveChart chart = new CurveChart(INKS, "", "");
        chart.panel("panel", List.of(new Dot("a", 1, 10), new Dot("a", 100, 1000), new Dot("a", 10, 100)));

        List<Element> dots = elements(chart.svg(), "circle");

        assertThat(dots).hasSize(3);
        assertThat(number(dots.get(1), "cx"))
                .isCloseTo((number(dots.get(0), "cx") + number(dots.get(2), "cx")) / 2, within(0.2));
        assertThat(number(dots.get(1), "cy"))
                .isCloseTo((number(dots.get(0), "cy") + number(dots.get(2), "cy")) / 2, within(0.2));
        assertThat(number(dots.get(2), "cy")).isLessThan(number(dots.get(0), "cy"));
        assertThat(texts(chart.svg())).contains("10 us", "100 us", "1 ms", "1", "10", "100", "a");
    }

    @Test
    void what_is_no_number_is_not_drawn() {
        BarChart chart = new BarChart(INKS, "", "", true);
        chart.panel("panel", List.of(bar("never measured", Double.NaN)));

        assertThatThrownBy(chart::svg).hasMessage("length: NaN (expected: a number)");
    }

    @Test
    void labels_stay_where_they_want_to_be_as_long_as_they_do_not_meet() {
        assertThat(Places.apart(new double[] {10, 50, 90}, 14, 0, 100)).containsExactly(10, 50, 90);
        assertThat(Places.apart(new double[] {50, 51, 52}, 14, 0, 100)).containsExactly(24, 38, 52);
        assertThat(Places.apart(new double[] {2, 3}, 14, 0, 100)).containsExactly(0, 14);
        assertThat(Places.apart(new double[] {120, 130}, 14, 0, 100)).containsExactly(86, 100);
    }
}
