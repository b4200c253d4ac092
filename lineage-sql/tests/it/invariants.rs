//! What is true of every answer.

use std::collections::BTreeSet;

use lineage_sql::{
    ColumnRef, ScriptLineage, SqlOptions, SqlRequest, StatementKind, StatementLineage, Transformation, analyze,
};

/// The answer, which is the same each time, and in which all fits together.
pub(crate) fn lineage(sql: &str, options: &SqlOptions) -> ScriptLineage {
    let lineage = analyze(sql, options).unwrap();
    assert_eq!(analyze(sql, options).unwrap(), lineage, "the same answer to {sql}");
    lineage.statements.iter().for_each(look);
    lineage
}

fn look(statement: &StatementLineage) {
    for edge in statement.edges.iter().chain(&statement.dataset_edges) {
        assert_eq!(edge.to.table, statement.target, "edges go into the target");
        assert!(edge.from.column.is_some());
        let from = &edge.from.table;
        let is_known = from.is_none() || *from == statement.target;
        assert!(is_known || statement.sources.iter().any(|source| Some(source) == from.as_ref()), "{edge:?}");
    }
    assert!(statement.edges.iter().all(|edge| edge.to.column.is_some()));
    assert!(statement.dataset_edges.iter().all(|edge| edge.to.column.is_none()));
    assert_eq!(statement.sources.len(), statement.sources.iter().collect::<BTreeSet<_>>().len(), "each source once");
    if statement.kind == StatementKind::Error {
        assert!(statement.edges.is_empty() && !statement.diagnostics.is_empty(), "{statement:?}");
    }
    let direct = statement.edges.iter().filter(|edge| matches!(edge.transformation, Transformation::Direct(_)));
    let edges: BTreeSet<_> = direct.map(|edge| (name(&edge.to, ""), name(&edge.from, "?."))).collect();
    let mapping = statement.mapping.iter().flat_map(|to| to.from.iter().map(|from| (to.to.clone(), from.clone())));
    assert_eq!(mapping.collect::<BTreeSet<_>>(), edges, "the plain view says what the DIRECT edges say");
}

fn name(column: &ColumnRef, unknown: &str) -> String {
    let table = column.table.as_ref().map_or(unknown.to_owned(), |table| format!("{table}."));
    table + column.column.as_deref().unwrap()
}

/// The options that a request means.
pub(crate) fn options(request: &SqlRequest) -> SqlOptions {
    SqlOptions {
        dialect: request.dialect.as_deref().map(|dialect| dialect.parse().unwrap()),
        catalog: request.schemas.clone(),
        ..SqlOptions::default()
    }
}
