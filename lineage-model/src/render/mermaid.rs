use std::collections::HashMap;
use std::fmt::Write as _;

use super::picture;
use crate::document::LineageDocument;

/// The document as a Mermaid flow chart, left to right.
#[must_use]
pub fn mermaid(document: &LineageDocument) -> String {
    let (shapes, arrows) = picture(document);
    // Mermaid's ids are words of its own grammar: numbers keep users' names out of it.
    let ids: HashMap<&str, usize> = shapes.iter().enumerate().map(|(i, shape)| (shape.id.as_str(), i)).collect();
    let mut text = "flowchart LR\n".to_owned();
    for (index, shape) in shapes.iter().enumerate() {
        let lines: Vec<String> = shape.lines.iter().copied().chain(shape.status).map(escaped).collect();
        let (open, close) = if shape.is_data { ("[/", "/]") } else { ("[", "]") };
        // Writing to a String does not fail.
        let _ = writeln!(text, "  n{index}{open}\"{}\"{close}", lines.join("<br/>"));
    }
    for arrow in arrows {
        let (Some(from), Some(to)) = (ids.get(arrow.from.as_str()), ids.get(arrow.to.as_str())) else { continue };
        let line = match arrow.via {
            "dependsOn" | "s3" => "-.->",
            _ => "-->",
        };
        let _ = writeln!(text, "  n{from} {line}|\"{}\"| n{to}", escaped(arrow.label.unwrap_or(arrow.via)));
    }
    text
}

/// A quoted Mermaid string takes HTML entities; everything that could end it or be markup becomes one.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control()) {
        if c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | '/' | ':' | '(' | ')' | '=') {
            escaped.push(c);
        } else {
            // Writing to a String does not fail.
            let _ = write!(escaped, "#{};", u32::from(c));
        }
    }
    escaped
}
