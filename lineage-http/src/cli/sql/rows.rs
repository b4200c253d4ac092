//! Lineage as tables, one a statement.

use lineage_sql::{ColumnEdge, ColumnRef, ScriptLineage, StatementLineage};
use serde_json::{Value, json};

use crate::cli::table::{Column, printable, table};

const COLUMNS: [Column; 3] = [("COLUMN", &["/to"]), ("FROM", &["/from"]), ("HOW", &["/how"])];

/// A table a statement, below a line that says what the statement does.
pub(super) fn tables(lineage: &ScriptLineage) -> String {
    let tables: Vec<_> = lineage.statements.iter().map(|statement| title(statement) + &rows(statement)).collect();
    tables.join("\n")
}

fn title(statement: &StatementLineage) -> String {
    let mut words = vec![format!("-- line {}: {}", statement.position.line, statement.kind)];
    words.extend(statement.target.iter().chain(&statement.location).map(|place| printable(place)));
    if !statement.sources.is_empty() {
        words.push(format!("from {}", printable(&statement.sources.join(", "))));
    }
    words.join(" ") + "\n"
}

/// A row for each column and way in which it comes from others.
fn rows(statement: &StatementLineage) -> String {
    let edges: Vec<&ColumnEdge> = statement.edges.iter().chain(&statement.dataset_edges).collect();
    let is_same =
        |a: &&ColumnEdge, b: &&ColumnEdge| (&a.to, a.transformation, a.masking) == (&b.to, b.transformation, b.masking);
    let row = |edges: &[&ColumnEdge]| {
        let first = edges.first()?;
        let to = first.to.column.as_deref().unwrap_or("(all)");
        let from: Vec<_> = edges.iter().map(|edge| name(&edge.from)).collect();
        let how = format!("{}{}", first.transformation, if first.masking { " masking" } else { "" });
        Some(json!({"to": to, "from": from.join(", "), "how": how}))
    };
    let rows: Vec<Value> = edges.chunk_by(is_same).filter_map(row).collect();
    if rows.is_empty() { String::new() } else { table(&COLUMNS, &rows) }
}

/// A source as `mapping` writes it.
fn name(column: &ColumnRef) -> String {
    let table = column.table.as_deref().unwrap_or("?");
    column.column.as_deref().map_or_else(|| table.to_owned(), |column| format!("{table}.{column}"))
}
