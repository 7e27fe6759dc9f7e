//! A picture as a list of shapes, independent of any backend.

/// A position in CSS pixels, x to the right and y down.
pub type Point = (f64, f64);

/// Red, green, blue.
pub type Rgb = (u8, u8, u8);

/// A picture in CSS pixels: shapes painted in order on white.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    width: u32,
    height: u32,
    shapes: Vec<Shape>,
}

/// A painted shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Rect {
        /// Upper left corner.
        from: Point,
        /// Lower right corner.
        to: Point,
        /// Its colour.
        fill: Rgb,
    },
    /// A line through points.
    Path {
        /// The points.
        points: Vec<Point>,
        /// Its colour.
        stroke: Rgb,
        /// Its width.
        width: f64,
    },
    /// A filled polygon.
    Polygon {
        /// The corners.
        points: Vec<Point>,
        /// Its colour.
        fill: Rgb,
    },
    /// A filled disc.
    Disc {
        /// Its centre.
        center: Point,
        /// Its radius.
        radius: f64,
        /// Its colour.
        fill: Rgb,
    },
    /// One line of text.
    Text(TextShape),
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextShape {
    /// The words.
    pub text: String,
    /// Where the baseline starts, has its middle or ends, by `anchor`.
    pub at: Point,
    /// Which part of the text is at `at`.
    pub anchor: Anchor,
    /// Size of the em.
    pub size: f64,
    /// Its colour.
    pub fill: Rgb,
    /// Set in bold.
    pub bold: bool,
    /// Read from bottom to top.
    pub upward: bool,
}

/// Which part of a text is at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

impl Drawing {
    /// An empty picture.
    pub fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            shapes: Vec::new(),
        }
    }

    /// Width in CSS pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in CSS pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The shapes in painting order.
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// Paints one more shape on top.
    pub fn push(&mut self, shape: Shape) {
        self.shapes.push(shape);
    }

    /// A filled rectangle between two corners.
    pub(super) fn rect(&mut self, from: Point, to: Point, fill: Rgb) {
        self.push(Shape::Rect { from, to, fill });
    }

    /// The border of a rectangle.
    pub(super) fn frame(&mut self, from: Point, to: Point, stroke: Rgb, width: f64) {
        let half = width / 2.0;
        for y in [from.1, to.1] {
            self.line((from.0 - half, y), (to.0 + half, y), stroke, width);
        }
        for x in [from.0, to.0] {
            self.line((x, from.1), (x, to.1), stroke, width);
        }
    }

    /// A line through points.
    pub(super) fn path(&mut self, points: Vec<Point>, stroke: Rgb, width: f64) {
        self.push(Shape::Path {
            points,
            stroke,
            width,
        });
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: Point, to: Point, stroke: Rgb, width: f64) {
        self.path(vec![from, to], stroke, width);
    }

    /// A straight line in dashes.
    pub(super) fn dashes(&mut self, from: Point, to: Point, stroke: Rgb, width: f64) {
        const DASH: f64 = 5.0;
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let pieces = (dx.hypot(dy) / DASH).floor();
        let at = |piece: f64| (from.0 + dx * piece / pieces, from.1 + dy * piece / pieces);
        let mut piece = 0.0;
        while piece < pieces {
            self.line(at(piece), at(piece + 1.0), stroke, width);
            piece += 2.0;
        }
    }

    /// One line of text.
    pub(super) fn text(&mut self, text: impl Into<String>, at: Point, lettering: Lettering) {
        let text: String = text.into();
        if text.is_empty() {
            return;
        }
        self.push(Shape::Text(TextShape {
            text,
            at,
            anchor: lettering.anchor,
            size: lettering.size,
            fill: lettering.fill,
            bold: lettering.bold,
            upward: lettering.upward,
        }));
    }
}

/// How a line of text is set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lettering {
    size: f64,
    fill: Rgb,
    bold: bool,
    anchor: Anchor,
    upward: bool,
}

impl Lettering {
    /// Upright from its start in ink.
    pub(super) fn new(size: f64) -> Self {
        Self {
            size,
            fill: super::colour::INK,
            bold: false,
            anchor: Anchor::Start,
            upward: false,
        }
    }

    pub(super) fn middle(mut self) -> Self {
        self.anchor = Anchor::Middle;
        self
    }

    pub(super) fn end(mut self) -> Self {
        self.anchor = Anchor::End;
        self
    }

    pub(super) fn fill(mut self, fill: Rgb) -> Self {
        self.fill = fill;
        self
    }

    pub(super) fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    pub(super) fn upward(mut self) -> Self {
        self.upward = true;
        self
    }
}

/// The baseline that puts digits and capitals of this size in the middle of `y`.
pub(super) fn baseline(y: f64, size: f64) -> f64 {
    y + 0.36 * size
}
