use std::fmt::Write as _;

use super::picture;
use crate::document::LineageDocument;

/// The document as a DOT graph, left to right.
#[must_use]
pub fn dot(document: &LineageDocument) -> String {
    let (shapes, arrows) = picture(document);
    let mut text = "digraph lineage {\n  rankdir=LR;\n  node [fontname=\"Helvetica\"];\n".to_owned();
    for shape in shapes {
        let lines: Vec<String> = shape.lines.iter().copied().chain(shape.status).map(escaped).collect();
        let form = if shape.is_data { "note" } else { "box" };
        // Writing to a String does not fail.
        let _ = writeln!(text, "  \"{}\" [shape={form}, label=\"{}\"];", escaped(&shape.id), lines.join("\\n"));
    }
    for arrow in arrows {
        let style = match arrow.via {
            "dependsOn" => "dashed",
            "s3" => "dotted",
            _ => "solid",
        };
        let label = arrow.label.unwrap_or(arrow.via);
        let (from, to) = (escaped(&arrow.from), escaped(&arrow.to));
        let _ = writeln!(text, "  \"{from}\" -> \"{to}\" [style={style}, label=\"{}\"];", escaped(label));
    }
    text.push_str("}\n");
    text
}

/// A quoted DOT string: only quotes, backslashes and line ends mean anything in it.
fn escaped(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain(std::iter::once(c)))
        .collect()
}
