use clap::ValueEnum;
use lineage_model::document::Warning;
use serde::Serialize;
use serde_json::Value;

use super::failure::Failure;
use super::output;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    Json,
    Table,
}

/// A column of a table: its title, and where in a row's JSON its text is; the first place that holds one counts.
pub(crate) type Column = (&'static str, &'static [&'static str]);

impl ListFormat {
    /// Writes a document to the standard output: all of it, or what `rows` finds in it as a table. What a table leaves
    /// out of the warnings goes to the standard error.
    pub(crate) fn write(
        self,
        document: &impl Serialize,
        warnings: &[Warning],
        columns: &[Column],
        rows: impl FnOnce(&Value) -> Vec<Value>,
    ) -> Result<(), Failure> {
        let not_json = |error| Failure::new("cannot write the answer as JSON", &error);
        let text = match self {
            Self::Json => serde_json::to_string_pretty(document).map_err(not_json)? + "\n",
            Self::Table => {
                for warning in warnings {
                    output::warn(&warning.message);
                }
                table(columns, &rows(&serde_json::to_value(document).map_err(not_json)?))
            }
        };
        output::write(None, text.as_bytes())
    }
}

/// The elements of the array under a key; none of anything else.
pub(crate) fn list(value: &Value, key: &str) -> Vec<Value> {
    value.get(key).and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Rows below the titles of their columns, each as wide as its longest cell.
pub(crate) fn table(columns: &[Column], rows: &[Value]) -> String {
    let titles = columns.iter().map(|(title, _)| (*title).to_owned()).collect();
    let cells = rows.iter().map(|row| columns.iter().map(|(_, places)| cell(row, places)).collect());
    let lines: Vec<Vec<String>> = std::iter::once(titles).chain(cells).collect();
    let width = |index: usize| {
        let cells = lines.iter().filter_map(|line| line.get(index));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<_> = (0..columns.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let padded: Vec<_> = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// The text at the first place that has one.
fn cell(row: &Value, places: &[&str]) -> String {
    let value = places.iter().filter_map(|place| row.pointer(place)).find(|value| !value.is_null());
    match value {
        None => "-".to_owned(),
        Some(Value::String(text)) => printable(text),
        Some(other) => other.to_string(),
    }
}

/// A text without control characters, which a terminal is spared.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_texts() {
        let rows = [json!({"a": "größer", "b": {"c": 1}}), json!({"a": null, "d": "x\u{1b}[2J"}), json!({})];
        assert_eq!(
            table(&[("A", &["/a"]), ("LONGER", &["/b/c", "/d"])], &rows),
            "A       LONGER\ngrößer  1\n-       x\u{fffd}[2J\n-       -\n"
        );
        assert_eq!(table(&[("A", &["/a"])], &[]), "A\n");
    }
}
