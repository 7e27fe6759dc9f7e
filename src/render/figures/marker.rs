//! Signs that differ in shape as well as in colour.

use crate::render::colour::WHITE;
use crate::render::drawing::{Drawing, Point, Rgb, Shape};

/// The shape of a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    Disc,
    Square,
    Triangle,
    Diamond,
    Inverted,
    Cross,
    Plus,
    Ring,
}

/// In the order in which series take them.
const SERIES: [Marker; 7] = [
    Marker::Disc,
    Marker::Square,
    Marker::Triangle,
    Marker::Diamond,
    Marker::Inverted,
    Marker::Cross,
    Marker::Plus,
];

impl Marker {
    /// The sign of a series; repeats after seven, when the colours have moved on.
    pub(super) fn of_series(index: usize) -> Self {
        SERIES
            .get(index % SERIES.len())
            .copied()
            .unwrap_or(Self::Disc)
    }

    /// Draws the sign about `center`, `radius` CSS pixels large.
    pub(super) fn draw(self, drawing: &mut Drawing, center: Point, radius: f64, color: Rgb) {
        let (x, y) = center;
        let at = |dx: f64, dy: f64| (x + dx * radius, y + dy * radius);
        let polygon = |drawing: &mut Drawing, corners: &[(f64, f64)]| {
            drawing.push(Shape::Polygon {
                points: corners.iter().map(|(dx, dy)| at(*dx, *dy)).collect(),
                fill: color,
            });
        };
        match self {
            Self::Disc => drawing.push(Shape::Disc {
                center,
                radius,
                fill: color,
            }),
            Self::Square => drawing.rect(at(-0.9, -0.9), at(0.9, 0.9), color),
            Self::Triangle => polygon(drawing, &[(0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)]),
            Self::Diamond => polygon(
                drawing,
                &[(0.0, -1.3), (1.15, 0.0), (0.0, 1.3), (-1.15, 0.0)],
            ),
            Self::Inverted => polygon(drawing, &[(0.0, 1.15), (1.1, -0.85), (-1.1, -0.85)]),
            Self::Cross => {
                drawing.line(at(-0.9, -0.9), at(0.9, 0.9), color, 2.0);
                drawing.line(at(-0.9, 0.9), at(0.9, -0.9), color, 2.0);
            }
            Self::Plus => {
                drawing.line(at(-1.1, 0.0), at(1.1, 0.0), color, 2.0);
                drawing.line(at(0.0, -1.1), at(0.0, 1.1), color, 2.0);
            }
            Self::Ring => {
                const STROKE: f64 = 1.5;
                Self::Disc.draw(drawing, center, radius, color);
                Self::Disc.draw(drawing, center, radius - STROKE, WHITE);
            }
        }
    }
}
