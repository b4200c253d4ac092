use std::collections::{BTreeMap, HashSet};

use lineage_model::definition::QueryEngine;
use lineage_model::document::{ColumnLineageDocument, ColumnPlace};
use lineage_model::graph::StepQuery;
use lineage_model::{Code, Diagnostic, redact};

use super::place::{is_s3, normalised};
use super::placeholder::Text;
use super::{PipelineColumns, StepEdge, names};
use crate::{
    Catalog, ColumnEdge, ColumnRef, Dialect, Direct, ScriptLineage, SqlError, SqlOptions, StatementKind,
    Transformation, analyze,
};

/// How many edges between columns are told of a pipeline.
const MAX_EDGES: usize = 10_000;

impl PipelineColumns {
    /// Adds what one text says. An argument that is no SQL says nothing.
    pub(super) fn read(&mut self, query: &StepQuery, known: &Catalog) {
        if !Text::is_known(&query.text) {
            return self.tell(Code::Unresolvable, query, "is known only when it runs");
        }
        let text = Text::new(&query.text);
        let lineage = match lineage(query, &text, known) {
            Ok(lineage) => lineage,
            Err(error) => return self.tell(Code::Unavailable, query, &format!("was not parsed: {error}")),
        };
        if !query.is_stated && !lineage.statements.iter().any(names_tables) {
            return;
        }
        let mut bad = lineage.statements.iter().filter(|statement| statement.kind == StatementKind::Error);
        if let Some(first) = bad.next() {
            // The parser's own words quote the text.
            let diagnostic = first.diagnostics.first();
            let at = diagnostic.and_then(|diagnostic| diagnostic.position).unwrap_or(first.position);
            let more = match bad.count() {
                0 => String::new(),
                more => format!(", nor could {more} more"),
            };
            let what = format!(
                "statement {} could not be parsed, at line {}, column {}{more}",
                first.index + 1,
                at.line,
                at.column
            );
            self.tell(Code::UnreadableSql, query, &what);
        }
        // Those of one text may be many times as many as are told.
        let mut known: HashSet<StepEdge> = HashSet::new();
        let fresh = edges(query, &text, &lineage).filter(|edge| known.insert(edge.clone()));
        self.edges.extend(fresh.take((MAX_EDGES + 1).saturating_sub(self.edges.len())));
    }

    /// All texts were read.
    pub(super) fn finish(&mut self, left_out: usize) {
        if self.edges.len() > MAX_EDGES {
            let message = format!("there are more edges between columns than the {MAX_EDGES} that are listed");
            self.diagnostics.push(Diagnostic::new(Code::TooManyEdges, message));
            self.edges.truncate(MAX_EDGES);
        }
        if left_out > 0 {
            let message = format!("texts of SQL beyond the first 64, or the first MiB, that were not read: {left_out}");
            self.diagnostics.push(Diagnostic::new(Code::Truncated, message));
        }
    }

    fn tell(&mut self, code: Code, query: &StepQuery, what: &str) {
        let message = format!("step '{}', SQL of '{}': {what}", query.step, query.name);
        let mut diagnostic = Diagnostic::new(code, message);
        diagnostic.resource = Some(query.step.clone());
        self.diagnostics.push(diagnostic);
    }
}

fn lineage(query: &StepQuery, text: &Text, known: &Catalog) -> Result<ScriptLineage, SqlError> {
    let mut options = SqlOptions {
        dialect: query.engine.and_then(dialect),
        default_catalog: query.catalog.clone(),
        default_schema: query.database.clone(),
        catalog: spelt(known, &text.sql),
        collapse_temporary: true,
    };
    let mut lineage = analyze(&text.sql, &options)?;
    // Double quotes are around names in the standard, and around literals in what programs of steps mostly run. A
    // literal must not be told as a name.
    if query.engine.is_none() && lineage.dialect == Dialect::Ansi && text.sql.contains('"') {
        options.dialect = Some(Dialect::Spark);
        let other = analyze(&text.sql, &options)?;
        if other.statements.iter().all(|statement| statement.kind != StatementKind::Error) {
            lineage = other;
        }
    }
    // Tables of which the script itself says where they lie have the columns that are known of these places.
    let located: Vec<_> = locations(&lineage)
        .into_iter()
        .filter_map(|(table, location)| Some((table.to_owned(), known.get(&normalised(location))?.clone())))
        .collect();
    if located.is_empty() {
        return Ok(lineage);
    }
    options.dialect = Some(lineage.dialect);
    options.catalog.extend(located);
    analyze(&text.sql, &options)
}

/// What is known, with the places in S3 as a text may write them.
fn spelt(known: &Catalog, sql: &str) -> Catalog {
    let tables = known.iter().filter(|(table, _)| !is_s3(table));
    let mut catalog: Catalog = tables.map(|(table, columns)| (table.clone(), columns.clone())).collect();
    let places = known.iter().filter_map(|(uri, columns)| Some((uri.strip_prefix("s3://")?, columns)));
    for (path, columns) in places.filter(|(path, _)| sql.contains(path)) {
        for scheme in ["s3", "s3a", "s3n"] {
            catalog.extend(["", "/"].map(|end| (format!("{scheme}://{path}{end}"), columns.clone())));
        }
    }
    catalog
}

fn dialect(engine: QueryEngine) -> Option<Dialect> {
    match engine {
        QueryEngine::Athena => Some(Dialect::Athena),
        QueryEngine::Redshift => Some(Dialect::Redshift),
        QueryEngine::Spark => Some(Dialect::Spark),
        QueryEngine::Hive => Some(Dialect::Hive),
        QueryEngine::Trino => Some(Dialect::Trino),
        _ => None,
    }
}

fn names_tables(statement: &crate::StatementLineage) -> bool {
    let moves = !matches!(statement.kind, StatementKind::Other | StatementKind::Error);
    moves && (statement.target.is_some() || !statement.sources.is_empty())
}

/// Where the tables of a script lie, as far as it says so.
fn locations(lineage: &ScriptLineage) -> BTreeMap<&str, &str> {
    let told = lineage.statements.iter().filter_map(|s| Some((s.target.as_deref()?, s.location.as_deref()?)));
    told.collect()
}

fn edges<'a>(
    query: &'a StepQuery,
    text: &'a Text,
    lineage: &'a ScriptLineage,
) -> impl Iterator<Item = StepEdge> + use<'a> {
    let locations = locations(lineage);
    let statements = lineage.statements.iter().filter(|statement| !statement.collapsed);
    let edges = statements.flat_map(|statement| statement.edges.iter().chain(&statement.dataset_edges));
    // A value that is not known looks like a column; it may be one only where it stands alone.
    let edges = edges.filter(|edge| {
        edge.transformation == Transformation::Direct(Direct::Identity)
            || edge.from.column.as_deref().is_none_or(|column| !text.is_symbol(column))
    });
    edges.map(move |ColumnEdge { from, to, transformation, .. }| {
        // The result of a query goes where its step says.
        let target = to.table.as_deref().or(query.output.as_deref());
        let place = |table: Option<&str>| {
            let uri = table.map(|table| locations.get(table).copied().unwrap_or(table));
            uri.filter(|uri| is_s3(uri)).map(|uri| normalised(&redact::text(&text.named(uri.to_owned()))))
        };
        let (kind, subtype) = match transformation {
            Transformation::Direct(how) => ("DIRECT", how.to_string()),
            Transformation::Indirect(how) => ("INDIRECT", how.to_string()),
        };
        let to_place = column(text, target, to);
        let from_place = column(text, from.table.as_deref(), from);
        StepEdge {
            step: query.step.clone(),
            columns: ColumnLineageDocument::new(to_place, from_place, kind, subtype),
            from: place(from.table.as_deref()),
            to: place(target),
        }
    })
}

fn column(text: &Text, table: Option<&str>, column: &ColumnRef) -> ColumnPlace {
    let told = |name: &str| text.named(names::told(name));
    ColumnPlace::new(table.map(told), column.column.as_deref().map(told))
}
