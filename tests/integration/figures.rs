//! Figures: their size, their shapes, their words for readers who do not see them.

use crate::sample::{case_study, every_report, large_study, provenance, small_study, solve};
use base64::Engine as _;
use quincunx::mime::{HTML, MimeBundle, PNG, SVG};
use quincunx::qmethod::FactorIndex;
use quincunx::render::{self, Figure, FigureFormat, Report};
use std::io::Cursor;

fn figures(report: &Report) -> Vec<MimeBundle> {
    report
        .bundles(&provenance(), FigureFormat::Svg)
        .into_iter()
        .filter(|bundle| bundle.get(PNG).is_some())
        .collect()
}

/// The SVG document of a report's only figure.
fn svg(report: &Report) -> String {
    let figures = figures(report);
    assert_eq!(figures.len(), 1);
    figures[0].get(SVG).unwrap().as_str().unwrap().to_owned()
}

/// The words in an SVG document, in painting order.
fn words(svg: &str) -> Vec<String> {
    svg.split("<text ")
        .skip(1)
        .map(|text| {
            let (_, rest) = text.split_once('>').unwrap();
            let (words, _) = rest.split_once("</text>").unwrap();
            words.trim().to_owned()
        })
        .collect()
}

/// A numeric attribute of an element.
fn attribute(element: &str, name: &str) -> f64 {
    let (_, rest) = element.split_once(&format!(" {name}=\"")).unwrap();
    rest.split_once('"').unwrap().0.parse().unwrap()
}

fn count(haystack: &str, needle: &str) -> usize {
    haystack.matches(needle).count()
}

#[test]
fn pictures_are_painted_at_twice_their_shown_size_and_always_the_same() {
    let solution = solve(small_study(), 2);
    let mut seen = 0;
    for (name, report) in every_report(&solution) {
        let again = figures(&report);
        for (bundle, second) in figures(&report).iter().zip(&again) {
            seen += 1;
            let encoded = bundle.get(PNG).unwrap().as_str().unwrap();
            let bytes = base64::engine::general_purpose::STANDARD
                .decode(encoded)
                .unwrap();
            let decoder = png::Decoder::new(Cursor::new(bytes));
            let mut reader = decoder.read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let painted = reader.next_frame(&mut pixels).unwrap();
            let shown = &bundle.metadata()[PNG];
            assert_eq!(shown["width"], painted.width / 2, "{name}");
            assert_eq!(shown["height"], painted.height / 2, "{name}");
            assert!(pixels.iter().any(|value| *value < 128), "{name} is blank");
            assert_eq!(bundle, second, "{name}");
        }
    }
    assert_eq!(seen, 20);
}

#[test]
fn every_picture_is_described() {
    for (name, report) in every_report(&solve(small_study(), 2)) {
        for bundle in figures(&report) {
            let alt = bundle.metadata()[PNG]["alt"].as_str().unwrap().to_owned();
            assert!(alt.len() > 40, "{name}: {alt}");
            assert!(!bundle.text().is_empty(), "{name}");
            let svg = bundle.get(SVG).unwrap().as_str().unwrap();
            assert!(svg.contains("role=\"img\"><title>"), "{name}");
            assert_eq!(bundle.metadata()["quincunx"]["schema"], 1, "{name}");
        }
    }
}

#[test]
fn svg_comes_only_on_request() {
    let report = render::grid(&small_study());
    let plain = report.bundles(&provenance(), FigureFormat::Png);
    assert!(plain.iter().all(|bundle| bundle.get(SVG).is_none()));
    let asked = report.bundles(&provenance(), FigureFormat::Svg);
    assert_eq!(asked.iter().filter(|b| b.get(SVG).is_some()).count(), 1);
    assert!(
        asked
            .iter()
            .all(|b| b.get(SVG).is_none() || b.get(PNG).is_some())
    );
    assert!(
        plain
            .iter()
            .all(|b| b.get(PNG).is_none() || b.get(HTML).is_none())
    );
}

#[test]
fn words_from_data_stay_words_in_svg() {
    for (name, report) in every_report(&solve(small_study(), 2)) {
        for bundle in figures(&report) {
            let svg = bundle.get(SVG).unwrap().as_str().unwrap();
            assert!(!svg.contains("<script"), "{name}");
            assert!(!svg.contains("<b>"), "{name}");
            let unescaped = svg
                .replace("&lt;", "")
                .replace("&gt;", "")
                .replace("&amp;", "");
            let unescaped = unescaped.replace("&quot;", "").replace("&apos;", "");
            assert!(!unescaped.contains('&'), "{name}");
            assert!(svg.chars().all(|c| c == '\n' || !c.is_control()), "{name}");
        }
    }
}

#[test]
fn loadings_plot_marks_each_sort_by_shape() {
    let solution = solve(small_study(), 2);
    let report = render::loadings_plot(
        &solution.flagged,
        &solution.labels,
        FactorIndex(0),
        FactorIndex(1),
    );
    let svg = svg(&report);
    let blue = "fill=\"#0072B2\"";
    assert_eq!(count(&svg, blue), 3 + 1, "three sorts of F1 and the key");
    let squares = svg
        .lines()
        .filter(|line| line.starts_with("<rect") && line.contains("#D55E00"))
        .filter(|rect| attribute(rect, "width") > 25.0 && attribute(rect, "height") > 25.0)
        .count();
    assert_eq!(squares, 2 + 1, "two sorts of F2 and the key");
    let words = words(&svg);
    for id in ["P1", "P2", "P3", "P4", "&lt;b&gt;P5&lt;/b&gt;", "P_6"] {
        assert_eq!(words.iter().filter(|w| *w == id).count(), 1, "{id}");
    }
    assert!(words.iter().any(|w| w == "Loading on F1"));
    assert!(
        words
            .iter()
            .any(|w| w == "±0.741, the loading a flag needs")
    );
}

#[test]
fn labels_of_a_crowded_plot_never_overlap_and_the_rest_is_counted() {
    let solution = solve(case_study(), 5);
    let report = render::loadings(&solution.flagged, &solution.labels);
    let svg = svg(&report);
    let ids = solution.correlated.study().sort_ids();
    let mut boxes: Vec<(f64, f64, f64, f64)> = Vec::new();
    for text in svg.split("<text ").skip(1) {
        let (attributes, rest) = text.split_once('>').unwrap();
        let words = rest.split_once("</text>").unwrap().0.trim();
        if !ids.iter().any(|id| id == words) {
            continue;
        }
        let text = format!(" {attributes}");
        let (x, y) = (attribute(&text, "x"), attribute(&text, "y"));
        let size = attribute(&text, "font-size");
        let wide = words.chars().count() as f64 * size * 0.62;
        let left = match attributes {
            a if a.contains("\"end\"") => x - wide,
            a if a.contains("\"middle\"") => x - wide / 2.0,
            _ => x,
        };
        boxes.push((left, y, left + wide, y + size * 0.72));
    }
    for (index, a) in boxes.iter().enumerate() {
        for b in boxes.iter().skip(index + 1) {
            let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
            assert!(apart, "{a:?} {b:?}");
        }
    }
    let dropped = ids.len() - boxes.len();
    assert!(dropped > 0, "the sample is crowded");
    let text = report.bundles(&provenance(), FigureFormat::Png)[0]
        .text()
        .to_owned();
    assert!(
        text.contains(&format!("{dropped} sorts have no room for a label")),
        "{text}"
    );
}

#[test]
fn dot_plot_shows_every_factor_of_every_statement_by_disagreement() {
    let solution = solve(case_study(), 5);
    let svg = svg(&render::scores(&solution.scored, &solution.labels));
    assert_eq!(count(&svg, "<circle"), 40 + 1, "first factor and the key");
    assert_eq!(
        count(&svg, "<polygon"),
        3 * (40 + 1),
        "triangles, diamonds, inverted triangles"
    );
    let disagreement = solution.scored.disagreement();
    let study = solution.correlated.study();
    let mut order: Vec<usize> = (0..40).collect();
    order.sort_by(|a, b| disagreement[*b].total_cmp(&disagreement[*a]));
    let expected: Vec<String> = order
        .iter()
        .map(|i| study.statements()[*i].number.to_string())
        .collect();
    let shown: Vec<String> = words(&svg)
        .iter()
        .filter(|w| w.contains("  "))
        .map(|w| w.split(' ').next().unwrap().to_owned())
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn composite_puts_every_statement_on_its_column() {
    let solution = solve(case_study(), 5);
    let report = render::composite(&solution.scored, &solution.labels, FactorIndex(0)).unwrap();
    let svg = svg(&report);
    let array = solution.scored.array(FactorIndex(0)).unwrap();
    let place = |words: &str| -> f64 {
        let at = svg.find(&format!(">\n{words}\n</text>")).unwrap();
        let start = svg[..at].rfind("<text ").unwrap();
        let (_, rest) = svg[start..].split_once("x=\"").unwrap();
        rest.split_once('"').unwrap().0.parse().unwrap()
    };
    for (index, value) in array.iter().enumerate() {
        let number = solution.correlated.study().statements()[index].number;
        let heading = match value {
            0 => "0".to_owned(),
            v if *v > 0 => format!("+{v}"),
            v => format!("−{}", v.abs()),
        };
        let distance = place(&heading) - place(&number.to_string());
        assert!(
            (0.0..100.0 * 4.0).contains(&distance),
            "statement {number}: {distance}"
        );
    }
}

#[test]
fn composite_says_which_characters_it_cannot_draw() {
    let solution = solve(small_study(), 2);
    let report = render::composite(&solution.scored, &solution.labels, FactorIndex(0)).unwrap();
    let text = report.bundles(&provenance(), FigureFormat::Png)[0]
        .text()
        .to_owned();
    assert!(
        text.contains("lacks 2 characters of the statements (公 平)"),
        "{text}"
    );
}

#[test]
fn small_heatmaps_carry_their_numbers() {
    let solution = solve(small_study(), 2);
    let svg = svg(&render::correlations(&solution.correlated));
    let numbers = words(&svg)
        .iter()
        .filter(|w| w.chars().count() >= 4 && w.trim_start_matches('−').parse::<f64>().is_ok())
        .filter(|w| !w.ends_with("0.5"))
        .count();
    assert_eq!(numbers, 36);
}

#[test]
fn heatmaps_put_similar_sorts_side_by_side() {
    let solution = solve(large_study(60, 30), 3);
    let report = render::correlations(&solution.correlated);
    let alts: Vec<&Figure> = report
        .blocks
        .iter()
        .filter_map(|block| match block {
            render::Block::Figure(figure) => Some(figure),
            _ => None,
        })
        .collect();
    let (_, listed) = alts[0].alt.split_once("From top to bottom: ").unwrap();
    let views: Vec<usize> = listed
        .trim_end_matches('.')
        .split(", ")
        .map(|id| (id[1..].parse::<usize>().unwrap() - 1) % 3)
        .collect();
    assert_eq!(views.len(), 30);
    let borders = views.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert_eq!(borders, 2, "{views:?}");
}

#[test]
fn two_thousand_sorts_are_shown_without_labels() {
    let solution = solve(large_study(60, 2000), 3);
    let svg = svg(&render::correlations(&solution.correlated));
    assert!(words(&svg).iter().all(|w| !w.starts_with('S')));
    assert!(count(&svg, "<rect") < 70_000);
    let loadings = render::loadings(&solution.flagged, &solution.labels);
    let text = loadings.bundles(&provenance(), FigureFormat::Png)[0]
        .text()
        .to_owned();
    assert!(
        text.contains("2,000 sorts have no room for a label"),
        "{text}"
    );
}

#[test]
fn scree_draws_the_line_only_where_it_means_something() {
    use quincunx::qmethod::Extracted;
    use quincunx::qmethod::extraction::{CentroidOptions, Extraction};
    let solution = solve(small_study(), 2);
    let has_line = |report: &Report| {
        words(&svg(report))
            .iter()
            .any(|w| w.starts_with("eigenvalue 1"))
    };
    assert!(has_line(&render::scree(&solution.extracted)));
    let centroid = Extracted::new(
        solution.correlated.clone(),
        Extraction::Centroid(CentroidOptions::CONVERGED),
        2,
    )
    .unwrap();
    assert!(!has_line(&render::scree(&centroid)));
}
