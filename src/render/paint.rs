//! Drawings onto plotters' backends: one way of painting, two media.

use super::colour::WHITE;
use super::drawing::{Anchor, Drawing, Point, Rgb, Shape, TextShape};
use super::font;
use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontFamily,
    FontStyle, FontTransform,
};
use std::convert::Infallible;

/// Pixels of a PNG per CSS pixel, so that figures are crisp on dense screens.
pub(super) const PNG_SCALE: u32 = 2;
/// Units of an SVG per CSS pixel: plotters' coordinates are whole numbers.
pub(super) const SVG_SCALE: u32 = 4;
/// Of 9; higher levels save little and take long.
const COMPRESSION: u8 = 4;
/// Where plotters' SVG puts the baseline of text anchored at its top, in em.
const BASELINE: f64 = 0.76;
/// plotters' SVG divides font sizes by this.
const SVG_FONT_DIVISOR: f64 = 1.24;

/// The drawing as a PNG at [`PNG_SCALE`]; none if it cannot be painted.
pub(super) fn png(drawing: &Drawing) -> Option<Vec<u8>> {
    let size = (drawing.width() * PNG_SCALE, drawing.height() * PNG_SCALE);
    let mut pixels = vec![255; size.0 as usize * size.1 as usize * 3];
    {
        let mut backend = BitMapBackend::with_buffer(&mut pixels, size);
        paint(drawing, &mut backend, f64::from(PNG_SCALE)).ok()?;
        backend.present().ok()?;
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, size.0, size.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Most rows repeat the row above.
    encoder.set_deflate_compression(png::DeflateCompression::Level(COMPRESSION));
    encoder.set_filter(png::Filter::Up);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

/// The drawing as SVG elements at [`SVG_SCALE`], without the root element.
pub(super) fn svg_shapes(drawing: &Drawing) -> Option<String> {
    let size = (drawing.width() * SVG_SCALE, drawing.height() * SVG_SCALE);
    let mut document = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut document, size);
        paint(drawing, &mut backend, f64::from(SVG_SCALE)).ok()?;
        backend.present().ok()?;
    }
    let start = document.find('>')? + 1;
    let end = document.rfind("</svg>")?;
    document.get(start..end).map(str::to_owned)
}

fn paint<B: DrawingBackend>(
    drawing: &Drawing,
    backend: &mut B,
    scale: f64,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    let place = |(x, y): Point| -> BackendCoord {
        ((x * scale).round() as i32, (y * scale).round() as i32)
    };
    let corner = (f64::from(drawing.width()), f64::from(drawing.height()));
    backend.draw_rect((0, 0), place(corner), &Ink::solid(WHITE), true)?;
    for shape in drawing.shapes() {
        match shape {
            Shape::Rect { from, to, fill } => {
                backend.draw_rect(place(*from), place(*to), &Ink::solid(*fill), true)?;
            }
            Shape::Path {
                points,
                stroke,
                width,
            } => {
                if let [from, to] = points.as_slice()
                    && (from.0 == to.0 || from.1 == to.1)
                {
                    // plotters draws level lines a pixel too thick; a rectangle is exact.
                    let (low, high) = bar(*from, *to, *width);
                    backend.draw_rect(place(low), place(high), &Ink::solid(*stroke), true)?;
                    continue;
                }
                let mut points: Vec<BackendCoord> = points.iter().copied().map(place).collect();
                points.dedup();
                if points.len() > 1 {
                    backend.draw_path(points, &Ink::line(*stroke, width * scale))?;
                }
            }
            Shape::Polygon { points, fill } => {
                backend.fill_polygon(points.iter().copied().map(place), &Ink::solid(*fill))?;
            }
            Shape::Disc {
                center,
                radius,
                fill,
            } => {
                let radius = (radius * scale).round() as u32;
                backend.draw_circle(place(*center), radius, &Ink::solid(*fill), true)?;
            }
            Shape::Text(text) => {
                let style = Type::new(text, scale);
                let (x, y) = text.at;
                let rise = text.size * BASELINE;
                let top = if text.upward {
                    place((x - rise, y))
                } else {
                    place((x, y - rise))
                };
                backend.draw_text(&font::one_line(&text.text), &style, top)?;
            }
        }
    }
    Ok(())
}

/// The rectangle that a level or upright line of this width covers.
fn bar(from: Point, to: Point, width: f64) -> (Point, Point) {
    let half = width / 2.0;
    let (left, right) = (from.0.min(to.0), from.0.max(to.0));
    let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
    if left == right {
        ((left - half, top), (right + half, bottom))
    } else {
        ((left, top - half), (right, bottom + half))
    }
}

struct Ink {
    color: BackendColor,
    width: u32,
}

impl Ink {
    fn solid(rgb: Rgb) -> Self {
        Self::line(rgb, 1.0)
    }

    fn line(rgb: Rgb, width: f64) -> Self {
        Self {
            color: BackendColor { alpha: 1.0, rgb },
            width: (width.round() as u32).max(1),
        }
    }
}

impl BackendStyle for Ink {
    fn color(&self) -> BackendColor {
        self.color
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

/// Text set by our own glyphs in both media: plotters' own setting ignores the space before a letter.
struct Type {
    color: BackendColor,
    size: f64,
    bold: bool,
    anchor: HPos,
    upward: bool,
}

impl Type {
    fn new(text: &TextShape, scale: f64) -> Self {
        Self {
            color: BackendColor {
                alpha: 1.0,
                rgb: text.fill,
            },
            size: text.size * scale,
            bold: text.bold,
            anchor: match text.anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            },
            upward: text.upward,
        }
    }
}

impl BackendTextStyle for Type {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.color
    }

    fn size(&self) -> f64 {
        self.size * SVG_FONT_DIVISOR
    }

    fn transform(&self) -> FontTransform {
        if self.upward {
            FontTransform::Rotate270
        } else {
            FontTransform::None
        }
    }

    fn style(&self) -> FontStyle {
        if self.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        }
    }

    fn anchor(&self) -> Pos {
        Pos::new(self.anchor, VPos::Top)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(font::FAMILY)
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        let width = font::width(text, self.size, self.bold);
        Ok(((0, 0), (width.round() as i32, self.size.ceil() as i32)))
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        pos: BackendCoord,
        mut draw: DrawFunc,
    ) -> Result<Result<(), E>, Infallible> {
        let baseline = self.size * BASELINE;
        Ok(font::rasterize(
            text,
            self.size,
            self.bold,
            baseline,
            |x, y, coverage| draw(pos.0 + x, pos.1 + y, self.color.mix(f64::from(coverage))),
        ))
    }
}
