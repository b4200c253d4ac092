use std::collections::HashMap;
use std::fmt::Write as _;

use super::Shape;
use super::placed::{LINE, PADDING, Placed, placed, shown};
use crate::document::LineageDocument;
use crate::layout::{Direction, Point, Size};

/// The document as an SVG picture that stands by itself: no script, no style sheet, no font and no other file.
///
/// A status is a colour, a sign and a word; why an arrow is there is how it is drawn, and a word in its title.
#[must_use]
pub fn svg(document: &LineageDocument, direction: Direction) -> String {
    let Placed { shapes, arrows, layout } = placed(document, direction);
    let Size { width, height } = layout.size;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">\n"
    );
    let name = document.pipeline.name.as_deref().unwrap_or("pipeline");
    // Writing to a String does not fail.
    let _ = writeln!(text, "<title>{}</title>", escaped(name));
    text.push_str(ARROWHEAD);
    let _ = writeln!(text, "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>");
    let mut drawn: HashMap<(&str, &str), i32> = HashMap::new();
    for (arrow, points) in arrows.iter().zip(&layout.arrows) {
        if points.is_empty() {
            continue;
        }
        // Arrows between the same boxes stand beside each other.
        let count = drawn.entry((&arrow.from, &arrow.to)).or_default();
        let path = path(points, direction, *count * 7);
        *count += 1;
        let (colour, dashes) = line(arrow.via);
        let label = arrow.label.map(|label| format!(": {label}")).unwrap_or_default();
        let title = format!("{} → {} ({}{label})", arrow.from, arrow.to, arrow.via);
        let _ = writeln!(
            text,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" stroke-dasharray=\"{dashes}\" \
             marker-end=\"url(#arrow)\"><title>{}</title></path>",
            escaped(&title)
        );
    }
    for ((shape, size), corner) in shapes.iter().zip(&layout.boxes) {
        draw(&mut text, shape, *size, *corner);
    }
    text.push_str("</svg>\n");
    text
}

const ARROWHEAD: &str = "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" \
                         markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0 8 4 0 8z\" fill=\"#57606a\"/></marker></defs>\n";

/// Colour and dashes of an arrow.
fn line(via: &str) -> (&'static str, &'static str) {
    match via {
        "dependsOn" => ("#8c959f", "6 4"),
        "s3" => ("#0969da", "2 3"),
        "condition" => ("#9a6700", "none"),
        "read" | "write" => ("#0969da", "none"),
        _ => ("#57606a", "none"),
    }
}

/// Through all points, in curves that leave and reach layers straight.
fn path(points: &[Point], direction: Direction, aside: i32) -> String {
    let moved = |point: &Point| match direction {
        Direction::LeftToRight => (point.x, point.y.saturating_add(aside)),
        Direction::TopToBottom => (point.x.saturating_add(aside), point.y),
    };
    let mut path = String::new();
    let mut before: Option<(i32, i32)> = None;
    for (x, y) in points.iter().map(moved) {
        // Writing to a String does not fail.
        let _ = match (before, direction) {
            (None, _) => write!(path, "M{x} {y}"),
            (Some((_, from)), Direction::LeftToRight) if from == y => write!(path, "H{x}"),
            (Some((from, _)), Direction::TopToBottom) if from == x => write!(path, "V{y}"),
            (Some((from, level)), Direction::LeftToRight) => {
                let middle = from.midpoint(x);
                write!(path, "C{middle} {level} {middle} {y} {x} {y}")
            }
            (Some((level, from)), Direction::TopToBottom) => {
                let middle = from.midpoint(y);
                write!(path, "C{level} {middle} {x} {middle} {x} {y}")
            }
        };
        before = Some((x, y));
    }
    path
}

fn draw(text: &mut String, shape: &Shape<'_>, size: Size, corner: Point) {
    let (colour, sign) = status(shape.status);
    let (fill, radius) = if shape.is_data { ("#ddf4ff", 14) } else { ("#f6f8fa", 4) };
    let stroke = if shape.status.is_some() { colour } else { "#57606a" };
    let title: Vec<&str> = shape.lines.iter().copied().chain(shape.status).collect();
    // Writing to a String does not fail.
    let _ = write!(
        text,
        "<g><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{radius}\" fill=\"{fill}\" \
         stroke=\"{stroke}\" stroke-width=\"1.5\"/>",
        escaped(&title.join("\n")),
        corner.x,
        corner.y,
        size.width,
        size.height,
    );
    let x = i64::from(corner.x) + i64::from(PADDING);
    let mut y = i64::from(corner.y) + i64::from(PADDING) + 13;
    for (index, line) in shape.lines.iter().enumerate() {
        let (weight, fill) = if index == 0 { ("600", "#1f2328") } else { ("400", "#57606a") };
        let line = escaped(&shown(line, shape.is_data));
        let _ = write!(text, "<text x=\"{x}\" y=\"{y}\" font-weight=\"{weight}\" fill=\"{fill}\">{line}</text>");
        y += i64::from(LINE);
    }
    if let Some(status) = shape.status {
        let _ = write!(
            text,
            "<text x=\"{x}\" y=\"{y}\" fill=\"{colour}\">{sign} {}</text>",
            escaped(&shown(status, false))
        );
    }
    text.push_str("</g>\n");
}

/// Colour and sign of a status; both are enough to tell it without the other.
fn status(status: Option<&str>) -> (&'static str, char) {
    match status {
        Some("Succeeded" | "InService" | "Completed") => ("#1a7f37", '✓'),
        Some("Failed" | "OutOfService" | "RollingBack" | "CompletedWithFailures") => ("#cf222e", '✕'),
        Some("Executing" | "Starting" | "Creating" | "Updating" | "InProgress") => ("#0969da", '▶'),
        Some("Stopping" | "Stopped") => ("#9a6700", '■'),
        Some("NotStarted") | None => ("#57606a", '○'),
        Some(_) => ("#57606a", '?'),
    }
}

/// Text of XML, and of nothing else: what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' => escaped.push('\n'),
            c if c.is_control() || matches!(u32::from(c), 0xfffe | 0xffff) => {}
            c => escaped.push(c),
        }
    }
    escaped
}
