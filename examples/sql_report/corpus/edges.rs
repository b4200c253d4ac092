use std::collections::BTreeSet;
use std::fmt;

use lineage_sql::{ColumnEdge, Indirect, ScriptLineage, Transformation};
use serde::Deserialize;

use super::record::masked;
use super::{Difference, View};

/// An edge with folded names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    /// The source's table and column; `?` for a table that is left open.
    from: String,
    /// The target; empty for the output of a query.
    table: String,
    /// Its column; empty for the table as a whole.
    pub(super) column: String,
    /// Type and subtype, where they are compared.
    how: String,
}

impl fmt::Display for Edge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, table, column, how } = self;
        write!(formatter, "{from} -> {table}.{column} {how}")
    }
}

/// What names are stripped of.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Names {
    pub(super) default_db: Option<String>,
    pub(super) default_schema: Option<String>,
}

impl Names {
    /// A name in lower case without quotes.
    fn fold(&self, name: &str) -> String {
        name.chars().filter(|c| !['"', '`', '[', ']'].contains(c)).flat_map(char::to_lowercase).collect()
    }

    /// A column's name; `_` for one that an engine gave.
    pub(super) fn column(&self, name: &str) -> String {
        let name = self.fold(name);
        if is_generated(&name) { "_".into() } else { name }
    }

    /// A table's name without the database and schema that are its by default.
    pub(super) fn table(&self, name: &str) -> String {
        let mut name = self.fold(name);
        for default in [&self.default_db, &self.default_schema].into_iter().flatten() {
            let rest = name.strip_prefix(&self.fold(default)).and_then(|rest| rest.strip_prefix('.'));
            name = rest.map(str::to_owned).unwrap_or(name);
        }
        name
    }
}

impl Edge {
    /// An edge as the corpus writes it: `table.column` twice.
    pub(super) fn asserted(from: &str, to: &str, how: &str, names: &Names) -> Self {
        // The column may be the text of an expression: it begins behind the last dot of the name that stands first.
        let name = to.find(|c: char| !c.is_alphanumeric() && !"_-.:/\"`".contains(c)).unwrap_or(to.len());
        let dot = to.get(..name).and_then(|name| name.rfind('.'));
        let (table, column) = dot.and_then(|dot| Some((to.get(..dot)?, to.get(dot + 1..)?))).unwrap_or(("", to));
        let (source, name) = from.rsplit_once('.').unwrap_or(("", from));
        Self::new(Some(source), name, table, column, how, names)
    }

    /// One of ours.
    fn ours(edge: &ColumnEdge, how: String, names: &Names) -> Self {
        let column = |column: &Option<String>| column.clone().unwrap_or_default();
        let table = edge.to.table.as_deref().unwrap_or_default();
        Self::new(edge.from.table.as_deref(), &column(&edge.from.column), table, &column(&edge.to.column), &how, names)
    }

    fn new(source: Option<&str>, name: &str, table: &str, column: &str, how: &str, names: &Names) -> Self {
        let source = source.filter(|source| !source.is_empty()).unwrap_or("?");
        Self {
            from: format!("{}.{}", names.table(source), names.fold(name)),
            table: names.table(table),
            column: names.column(column),
            how: how.into(),
        }
    }
}

/// The edges of a script.
pub(crate) struct Edges(pub(crate) BTreeSet<Edge>);

impl Edges {
    /// Ours, but those into what later statements see through.
    pub(crate) fn of_script(script: &ScriptLineage, view: View, names: &Names) -> Self {
        let mut edges = BTreeSet::new();
        for statement in script.statements.iter().filter(|statement| !statement.collapsed) {
            let datasets = statement.dataset_edges.iter().filter(|_| view == View::Typed);
            for edge in statement.edges.iter().chain(datasets) {
                let how = match edge.transformation {
                    Transformation::Direct(subtype) => format!("DIRECT {}{}", text(subtype), masked(edge.masking)),
                    Transformation::Indirect(Indirect::Window | Indirect::Conditional) if view == View::Direct => {
                        continue;
                    }
                    Transformation::Indirect(subtype) => format!("INDIRECT {}{}", text(subtype), masked(edge.masking)),
                };
                let how = if matches!(view, View::Typed | View::TypedColumns) { how } else { String::new() };
                edges.insert(Edge::ours(edge, how, names));
            }
        }
        Self(edges)
    }
}

/// A subtype by its name in JSON.
fn text(subtype: impl serde::Serialize) -> String {
    serde_json::to_value(subtype).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What is asserted and not said, and what is said and not asserted, when open tables and names that nobody gave are equal
/// to any.
pub(crate) fn compare(Edges(mut asserted): Edges, Edges(mut ours): Edges) -> Difference<Edge> {
    let unlike = |of: &BTreeSet<Edge>, other: &BTreeSet<Edge>| -> BTreeSet<String> {
        let names = |edges: &BTreeSet<Edge>| edges.iter().map(|edge| edge.column.clone()).collect::<BTreeSet<_>>();
        &names(of) - &names(other)
    };
    let (theirs_alone, ours_alone) = (unlike(&asserted, &ours), unlike(&ours, &asserted));
    if theirs_alone.iter().chain(&ours_alone).any(|name| is_expression(name)) {
        asserted = nameless(asserted, &theirs_alone);
        ours = nameless(ours, &ours_alone);
    }
    for open in asserted.iter().filter(|edge| edge.from.starts_with("?.")) {
        let end = open.from.trim_start_matches('?');
        let equal = |edge: &Edge| edge.from.ends_with(end) && Edge { from: open.from.clone(), ..edge.clone() } == *open;
        if ours.iter().any(equal) {
            ours.retain(|edge| !equal(edge) || asserted.contains(edge));
            ours.insert(open.clone());
        }
    }
    let difference = |a: &BTreeSet<Edge>, b: &BTreeSet<Edge>| a.difference(b).cloned().collect();
    Difference { missing: difference(&asserted, &ours), surplus: difference(&ours, &asserted) }
}

fn nameless(edges: BTreeSet<Edge>, names: &BTreeSet<String>) -> BTreeSet<Edge> {
    let fold = |edge: Edge| if names.contains(&edge.column) { Edge { column: "_".into(), ..edge } } else { edge };
    edges.into_iter().map(fold).collect()
}

/// Whether a name is one that engines give to columns without one: `_col_1`, `_col1`, `_c1`, `_1`, `?column?`.
fn is_generated(name: &str) -> bool {
    let number = ["_col_", "_col", "_c", "_"].iter().find_map(|prefix| name.strip_prefix(prefix));
    name == "?column?" || number.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a name stands for no name, or is the text of an expression.
fn is_expression(name: &str) -> bool {
    name == "_" || (name != "*" && name.contains(|c: char| !c.is_alphanumeric() && !"_ ".contains(c)))
}
