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
}
