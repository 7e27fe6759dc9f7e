//! The sorts in the plane of two factors.

use super::marker::Marker;
use super::{LABEL, MARGIN, SMALL, pixels};
use crate::render::colour::{GREY, HAIRLINE, INK, series};
use crate::render::drawing::{Anchor, Drawing, Lettering, Point, Rgb, baseline};
use crate::render::font;
use crate::render::number::{fixed, typographic};

const SIDE: f64 = 560.0;
const RADIUS: f64 = 4.5;
/// More labels than this cannot be told apart.
const MOST_LABELS: usize = 400;

/// What a sort is to the two factors shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Standing {
    First,
    Second,
    Both,
    Other,
    None,
}

/// A sort in the plane.
pub(in crate::render) struct Sort {
    pub(in crate::render) id: String,
    pub(in crate::render) at: (f64, f64),
    pub(in crate::render) standing: Standing,
    /// Where it was before a turn.
    pub(in crate::render) from: Option<(f64, f64)>,
}

/// The axes: names of the factors and the loading from which a sort counts as significant.
pub(in crate::render) struct Plane<'a> {
    pub(in crate::render) first: &'a str,
    pub(in crate::render) second: &'a str,
    pub(in crate::render) threshold: f64,
}

/// The picture, and how many sorts found no room for their label.
pub(in crate::render) fn draw(sorts: &[Sort], plane: &Plane<'_>) -> (Drawing, usize) {
    let (left, top) = (MARGIN + 52.0, MARGIN + 4.0);
    let area = Area { left, top };
    let legend = legend(plane, sorts);
    let axis_foot = top + SIDE + 54.0;
    let turned = sorts.iter().any(|sort| sort.from.is_some());
    let lines = legend.len() + 1 + usize::from(turned);
    let height = axis_foot + lines as f64 * 19.0 + MARGIN;
    let mut drawing = Drawing::new(pixels(left + SIDE + MARGIN + 8.0), pixels(height));
    axes(&mut drawing, &area, plane);
    for sort in sorts {
        if let Some(from) = sort.from {
            moved(&mut drawing, area.place(from), area.place(sort.at));
        }
    }
    for sort in sorts {
        sort.standing.draw(&mut drawing, area.place(sort.at));
    }
    let unlabelled = label(&mut drawing, &area, sorts);
    for (index, (standing, words)) in legend.iter().enumerate() {
        let y = axis_foot + 6.0 + index as f64 * 19.0;
        standing.draw(&mut drawing, (left + 6.0, y));
        let room = SIDE - 20.0;
        drawing.text(
            font::fitted(words, LABEL, room),
            (left + 22.0, baseline(y, LABEL)),
            Lettering::new(LABEL),
        );
    }
    let y = axis_foot + 6.0 + legend.len() as f64 * 19.0;
    drawing.dashes((left - 4.0, y), (left + 16.0, y), series(1), 1.0);
    drawing.text(
        format!("±{}, the loading a flag needs", fixed(plane.threshold, 3)),
        (left + 22.0, baseline(y, LABEL)),
        Lettering::new(LABEL),
    );
    if turned {
        let y = y + 19.0;
        moved(&mut drawing, (left - 4.0, y), (left + 16.0, y));
        drawing.text(
            "from where the sort was before the turn",
            (left + 22.0, baseline(y, LABEL)),
            Lettering::new(LABEL),
        );
    }
    (drawing, unlabelled)
}

/// The way of a sort: a small ring where it was, and a line from there.
fn moved(drawing: &mut Drawing, from: Point, to: Point) {
    drawing.line(from, to, GREY, 0.7);
    Marker::Ring.draw(drawing, from, 2.0, GREY);
}

struct Area {
    left: f64,
    top: f64,
}

impl Area {
    /// Loadings of −1…1 (a little more for Heywood cases) on both axes at one scale.
    fn place(&self, (a, b): (f64, f64)) -> Point {
        let share = |l: f64| (l.clamp(-1.05, 1.05) + 1.05) / 2.1;
        (
            self.left + SIDE * share(a),
            self.top + SIDE * (1.0 - share(b)),
        )
    }
}

fn axes(drawing: &mut Drawing, area: &Area, plane: &Plane<'_>) {
    let (low, high) = (-1.05, 1.05);
    for tick in [-1.0, -0.5, 0.0, 0.5, 1.0] {
        let color = if tick == 0.0 { GREY } else { HAIRLINE };
        drawing.line(
            area.place((tick, low)),
            area.place((tick, high)),
            color,
            1.0,
        );
        drawing.line(
            area.place((low, tick)),
            area.place((high, tick)),
            color,
            1.0,
        );
        let words = typographic(&fixed(tick, 1));
        let (x, _) = area.place((tick, low));
        drawing.text(
            words.as_str(),
            (x, area.top + SIDE + 17.0),
            Lettering::new(LABEL).middle(),
        );
        let (_, y) = area.place((low, tick));
        drawing.text(
            words,
            (area.left - 7.0, baseline(y, LABEL)),
            Lettering::new(LABEL).end(),
        );
    }
    for threshold in [-plane.threshold, plane.threshold] {
        let color = series(1);
        drawing.dashes(
            area.place((threshold, low)),
            area.place((threshold, high)),
            color,
            1.0,
        );
        drawing.dashes(
            area.place((low, threshold)),
            area.place((high, threshold)),
            color,
            1.0,
        );
    }
    drawing.frame(area.place((low, high)), area.place((high, low)), GREY, 1.0);
    let name = |label: &str| font::fitted(&format!("Loading on {label}"), LABEL, SIDE);
    drawing.text(
        name(plane.first),
        (area.left + SIDE / 2.0, area.top + SIDE + 36.0),
        Lettering::new(LABEL).middle().bold(),
    );
    drawing.text(
        name(plane.second),
        (MARGIN + 8.0, area.top + SIDE / 2.0),
        Lettering::new(LABEL).middle().bold().upward(),
    );
}

impl Standing {
    fn draw(self, drawing: &mut Drawing, at: Point) {
        match self {
            Self::First => Marker::Disc.draw(drawing, at, RADIUS + 0.7, series(0)),
            Self::Second => Marker::Square.draw(drawing, at, RADIUS, series(1)),
            Self::Both => Marker::Diamond.draw(drawing, at, RADIUS, INK),
            Self::Other => Marker::Triangle.draw(drawing, at, RADIUS - 0.3, GREY),
            Self::None => Marker::Ring.draw(drawing, at, RADIUS, GREY),
        }
    }

    fn ink(self) -> Rgb {
        match self {
            Self::Other | Self::None => GREY,
            _ => INK,
        }
    }
}

/// Only what the picture has.
fn legend(plane: &Plane<'_>, sorts: &[Sort]) -> Vec<(Standing, String)> {
    [
        (Standing::First, format!("defines {}", plane.first)),
        (Standing::Second, format!("defines {}", plane.second)),
        (Standing::Both, "flagged on both".to_owned()),
        (Standing::Other, "defines another factor".to_owned()),
        (Standing::None, "defines no factor".to_owned()),
    ]
    .into_iter()
    .filter(|(standing, _)| sorts.iter().any(|sort| sort.standing == *standing))
    .collect()
}

/// A rectangle that a label must not touch: left, top, right, bottom.
type Box4 = (f64, f64, f64, f64);

/// Sets labels greedily, defining sorts first; returns how many found no room.
fn label(drawing: &mut Drawing, area: &Area, sorts: &[Sort]) -> usize {
    if sorts.len() > MOST_LABELS {
        return sorts.len();
    }
    let mut taken: Vec<Box4> = sorts
        .iter()
        .map(|sort| {
            let (x, y) = area.place(sort.at);
            (x - RADIUS - 1.0, y - RADIUS, x + RADIUS + 1.0, y + RADIUS)
        })
        .collect();
    let mut order: Vec<&Sort> = sorts.iter().collect();
    order.sort_by_key(|sort| match sort.standing {
        Standing::First | Standing::Second | Standing::Both => 0,
        Standing::Other => 1,
        Standing::None => 2,
    });
    let mut unlabelled = 0;
    for sort in order {
        let text = font::fitted(&sort.id, SMALL, 130.0);
        let point = area.place(sort.at);
        let Some(spot) = spot(area, point, font::width(&text, SMALL, false), &taken) else {
            unlabelled += 1;
            continue;
        };
        taken.push(spot.covers);
        if let Some((from, to)) = spot.leader {
            drawing.line(from, to, GREY, 0.7);
        }
        let lettering = Lettering::new(SMALL).fill(sort.standing.ink());
        let lettering = match spot.anchor {
            Anchor::Start => lettering,
            Anchor::Middle => lettering.middle(),
            Anchor::End => lettering.end(),
        };
        drawing.text(text, spot.at, lettering);
    }
    unlabelled
}

struct Spot {
    at: Point,
    anchor: Anchor,
    covers: Box4,
    leader: Option<(Point, Point)>,
}

/// The first free place around a point: eight directions close by, then further off with a leader line.
fn spot(area: &Area, point: Point, wide: f64, taken: &[Box4]) -> Option<Spot> {
    const DIRECTIONS: [(f64, f64); 8] = [
        (1.0, 0.0),
        (0.0, -1.0),
        (-1.0, 0.0),
        (0.0, 1.0),
        (0.75, -0.75),
        (-0.75, -0.75),
        (0.75, 0.75),
        (-0.75, 0.75),
    ];
    const HALF: f64 = SMALL * 0.48;
    for (distance, leader) in [(8.0, false), (17.0, true), (28.0, true)] {
        for (dx, dy) in DIRECTIONS {
            let end = (point.0 + dx * distance, point.1 + dy * distance);
            let (anchor, from) = match dx {
                dx if dx > 0.1 => (Anchor::Start, end.0),
                dx if dx < -0.1 => (Anchor::End, end.0 - wide),
                _ => (Anchor::Middle, end.0 - wide / 2.0),
            };
            let middle = if dx.abs() < 0.1 {
                end.1 + dy * 3.0
            } else {
                end.1
            };
            let covers = (from - 2.0, middle - HALF, from + wide + 2.0, middle + HALF);
            let inside = covers.0 >= area.left + 2.0
                && covers.1 >= area.top + 2.0
                && covers.2 <= area.left + SIDE - 2.0
                && covers.3 <= area.top + SIDE - 2.0;
            if inside && !taken.iter().any(|other| overlap(covers, *other)) {
                return Some(Spot {
                    at: (end.0, baseline(middle, SMALL)),
                    anchor,
                    covers,
                    leader: leader.then_some((point, end)),
                });
            }
        }
    }
    None
}

fn overlap(a: Box4, b: Box4) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}
