//! Factors of solutions of growing size, and what descends from what.

use super::{LABEL, MARGIN, SMALL, pixels};
use crate::render::colour::{GREY, HAIRLINE, INK, WHITE, series};
use crate::render::drawing::{Drawing, Lettering, Point, Rgb, Shape, baseline};
use crate::render::number::{fixed, typographic};

const COLUMN: f64 = 112.0;
const ROW: f64 = 56.0;
const HEAD: f64 = 34.0;
const SMALLEST: f64 = 15.0;
const LARGEST: f64 = 22.0;

/// One factor.
pub(in crate::render) struct Node {
    /// Its name.
    pub(in crate::render) name: String,
    /// Its defining sorts.
    pub(in crate::render) defining: usize,
    /// Whether some of them load negatively.
    pub(in crate::render) bipolar: bool,
    /// The factor of the column before that it comes from, and r.
    pub(in crate::render) parent: Option<(usize, f64)>,
    /// Whether it is what its parent becomes, rather than what splits off.
    pub(in crate::render) continues: bool,
    /// Whether no factor of the column before is like it.
    pub(in crate::render) new: bool,
}

/// Columns of factors from the smallest solution to the largest.
pub(in crate::render) fn draw(columns: &[Vec<Node>]) -> Drawing {
    let rows = rows(columns);
    let count = rows
        .iter()
        .flatten()
        .copied()
        .max()
        .map_or(1, |row| row + 1);
    let most = columns.iter().flatten().map(|n| n.defining).max();
    let most = most.unwrap_or(1).max(1) as f64;
    let at = |column: usize, node: usize| -> Point {
        let row = rows.get(column).and_then(|r| r.get(node)).copied();
        (
            MARGIN + COLUMN * (column as f64 + 0.5),
            MARGIN + HEAD + ROW * (row.unwrap_or_default() as f64 + 0.5),
        )
    };
    let width = 2.0 * MARGIN + COLUMN * columns.len() as f64;
    let legend = MARGIN + HEAD + ROW * count as f64 + 14.0;
    let mut drawing = Drawing::new(pixels(width.max(520.0)), pixels(legend + 48.0 + MARGIN));
    for (column, nodes) in columns.iter().enumerate() {
        let x = at(column, 0).0;
        drawing.text(
            format!("k = {}", nodes.len()),
            (x, MARGIN + 14.0),
            Lettering::new(LABEL).middle().bold(),
        );
        for (place, node) in nodes.iter().enumerate() {
            if let (Some((parent, r)), Some(before)) = (node.parent, column.checked_sub(1)) {
                link(&mut drawing, at(before, parent), at(column, place), r);
            }
        }
    }
    for (column, nodes) in columns.iter().enumerate() {
        for (place, node) in nodes.iter().enumerate() {
            draw_node(&mut drawing, at(column, place), node, most);
        }
    }
    for (column, nodes) in columns.iter().enumerate() {
        for (place, node) in nodes.iter().enumerate() {
            if let (Some((parent, r)), Some(before)) = (node.parent, column.checked_sub(1)) {
                number(&mut drawing, at(before, parent), at(column, place), r);
            }
        }
    }
    words(&mut drawing, legend);
    drawing
}

/// The row of each node: a factor and what continues it share one, what splits off comes below, the latest first.
fn rows(columns: &[Vec<Node>]) -> Vec<Vec<usize>> {
    let mut rows: Vec<Vec<usize>> = columns.iter().map(|c| vec![0; c.len()]).collect();
    let mut next = 0;
    for (column, nodes) in columns.iter().enumerate() {
        for (place, node) in nodes.iter().enumerate() {
            if node.parent.is_none() {
                place_line(columns, (column, place), &mut rows, &mut next);
            }
        }
    }
    rows
}

/// Gives a line of continuation its row, and those that split off from it the rows below.
fn place_line(
    columns: &[Vec<Node>],
    start: (usize, usize),
    rows: &mut [Vec<usize>],
    next: &mut usize,
) {
    let mut line = vec![start];
    while let Some(&(column, place)) = line.last() {
        let Some(child) = children(columns, column, place).find(|(_, continues)| *continues) else {
            break;
        };
        line.push((column + 1, child.0));
    }
    for &(column, place) in &line {
        if let Some(row) = rows.get_mut(column).and_then(|r| r.get_mut(place)) {
            *row = *next;
        }
    }
    *next += 1;
    for &(column, place) in line.iter().rev() {
        let split: Vec<usize> = children(columns, column, place)
            .filter(|(_, continues)| !continues)
            .map(|(child, _)| child)
            .collect();
        for child in split {
            place_line(columns, (column + 1, child), rows, next);
        }
    }
}

fn children(
    columns: &[Vec<Node>],
    column: usize,
    place: usize,
) -> impl Iterator<Item = (usize, bool)> {
    let nodes = columns.get(column + 1).map_or(&[][..], Vec::as_slice);
    let own = move |node: &Node| node.parent.is_some_and(|(parent, _)| parent == place);
    let numbered = nodes.iter().enumerate();
    numbered
        .filter(move |(_, node)| own(node))
        .map(|(child, node)| (child, node.continues))
}

fn colour(r: f64) -> Rgb {
    if r < 0.0 { series(1) } else { series(0) }
}

/// As thick as |r| is large; a reversed one in dashes.
fn link(drawing: &mut Drawing, from: Point, to: Point, r: f64) {
    let width = 1.0 + 6.0 * (r.abs() - 0.4).max(0.0);
    if r < 0.0 {
        drawing.dashes(from, to, colour(r), width);
    } else {
        drawing.line(from, to, colour(r), width);
    }
}

fn number(drawing: &mut Drawing, from: Point, to: Point, r: f64) {
    let share = 0.5;
    let (x, y) = (
        from.0 + share * (to.0 - from.0),
        from.1 + share * (to.1 - from.1),
    );
    let r = fixed(r, 2).replacen("0.", ".", 1);
    let half = 0.3 * SMALL * r.chars().count() as f64 + 2.0;
    drawing.rect((x - half, y - 8.0), (x + half, y + 8.0), WHITE);
    drawing.text(
        typographic(&r),
        (x, baseline(y, SMALL)),
        Lettering::new(SMALL).middle(),
    );
}

fn draw_node(drawing: &mut Drawing, center: Point, node: &Node, most: f64) {
    let share = (node.defining as f64 / most).sqrt();
    let radius = SMALLEST + (LARGEST - SMALLEST) * share;
    if node.new {
        let at = (center.0 - radius - 6.0, baseline(center.1, SMALL));
        drawing.text("new", at, Lettering::new(SMALL).end());
    }
    let rim = if node.defining == 0 { HAIRLINE } else { GREY };
    for (radius, fill) in [(radius, rim), (radius - 1.5, WHITE)] {
        drawing.push(Shape::Disc {
            center,
            radius,
            fill,
        });
    }
    let (x, y) = center;
    let name = crate::render::font::fitted(&node.name, SMALL, 2.0 * radius);
    drawing.text(
        name,
        (x, y - 1.0),
        Lettering::new(SMALL).middle().bold().fill(INK),
    );
    let count = if node.bipolar {
        format!("{}±", node.defining)
    } else {
        node.defining.to_string()
    };
    drawing.text(count, (x, y + 11.0), Lettering::new(SMALL).middle());
}

fn words(drawing: &mut Drawing, y: f64) {
    let lines = [
        "Below the name: defining sorts, ± if some of them load negatively. On the lines: r of the z-scores with the factor",
        "it comes from; dashes: reversed. Level lines continue a factor, others split off.",
    ];
    for (index, line) in lines.into_iter().enumerate() {
        let at = (MARGIN, y + 14.0 + 16.0 * index as f64);
        drawing.text(line, at, Lettering::new(SMALL).fill(GREY));
    }
}
