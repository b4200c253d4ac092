use std::collections::{BTreeMap, BTreeSet};

use lineage_sql::{Catalog, ScriptLineage, SqlRequest};
use serde::Deserialize;

use super::edges::{Edge, Edges, Names, compare};
use super::{Case, Difference};

/// A line of the corpus.
#[derive(Debug, Deserialize)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) dialect: String,
    pub(crate) sql: String,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) schema: Catalog,
    #[serde(flatten)]
    pub(crate) names: Names,
    /// What the source's test sets for its own project.
    #[serde(default)]
    options: Options,
    /// The target columns that the source's test looks at, if not all.
    #[serde(default)]
    only_columns: Option<Vec<String>>,
    pub(crate) expected: Expected,
    #[serde(default)]
    pub(crate) agreed_by: Vec<String>,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Options {
    /// Whether a column may name an alias that stands before it in the same list.
    #[serde(default, rename = "LATERAL_COLUMN_ALIAS_REFERENCE")]
    lateral_alias: bool,
    /// Whether some tables are taken as temporary, though no word says so.
    #[serde(default)]
    is_temp_table: Option<String>,
}

/// Source, target, type, subtype, masking.
type TypedEdge = (String, String, String, String, Option<bool>);

/// What a source asserts; what is absent it leaves open.
#[derive(Debug, Deserialize)]
pub(crate) struct Expected {
    out_tables: Option<Vec<String>>,
    in_tables: Option<Vec<String>>,
    column_edges: Option<Vec<(String, String)>>,
    pub(crate) typed_edges: Option<Vec<TypedEdge>>,
    dataset_edges: Option<Vec<(String, String, String, String)>>,
}

impl Expected {
    /// Whether any edge of a column is asserted.
    pub(crate) fn has_edges(&self) -> bool {
        self.column_edges.as_ref().is_some_and(|edges| !edges.is_empty())
    }
}

/// Which of our edges are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// DIRECT alone.
    Direct,
    /// DIRECT, and what windows and conditions add to a column.
    Influence,
    /// All, with types.
    Typed,
    /// All of columns, with types.
    TypedColumns,
}

impl Record {
    /// The case, scored.
    pub(super) fn case(self, file: &'static str) -> Case {
        let ours = self.request(file).lineage();
        let empty = BTreeSet::new();
        let columns = self.asserted(file).map(|(view, asserted)| {
            let ours = ours.as_ref().map_or(empty, |ours| self.only(Edges::of_script(ours, view, &self.names).0));
            compare(Edges(asserted), Edges(ours))
        });
        let tables = self.tables(ours.as_ref().ok(), file);
        Case { file, ours, columns, tables, record: self }
    }

    fn request(&self, file: &str) -> SqlRequest {
        // A dialect in which every query may name such aliases.
        let dialect = if self.options.lateral_alias { "redshift" } else { &self.dialect };
        SqlRequest {
            sql: if self.options.is_temp_table.is_some() { self.marked() } else { self.sql.clone() },
            dialect: Some(dialect.into()),
            default_catalog: self.names.default_db.clone(),
            default_schema: self.names.default_schema.clone(),
            schemas: self.schema.clone(),
            collapse_temporary: ["sqllineage", "datahub", "sqlglot"].contains(&file),
        }
    }

    /// The script with the word for temporary tables before those that the project took as such: its targets do not name
    /// them.
    fn marked(&self) -> String {
        let kept =
            |name: &str| self.expected.out_tables.iter().flatten().any(|table| table.ends_with(&format!(".{name}")));
        let mut parts = self.sql.split("CREATE TABLE ");
        let start = parts.next().unwrap_or_default().to_owned();
        parts.fold(start, |sql, part| {
            let name = part.split_whitespace().next().unwrap_or_default();
            sql + if kept(name) { "CREATE TABLE " } else { "CREATE TEMPORARY TABLE " } + part
        })
    }

    /// The edges that the source asserts, with the view of ours that they are compared with.
    fn asserted(&self, file: &str) -> Option<(View, BTreeSet<Edge>)> {
        let Expected { column_edges, typed_edges, dataset_edges, .. } = &self.expected;
        if let ("openlineage", Some(typed)) = (file, typed_edges) {
            let typed = typed.iter().map(|(from, to, kind, subtype, masking)| {
                Edge::asserted(from, to, &format!("{kind} {subtype}{}", masked(*masking == Some(true))), &self.names)
            });
            let datasets = dataset_edges.iter().flatten().map(|(from, to, kind, subtype)| {
                Edge::asserted(from, &format!("{to}."), &format!("{kind} {subtype}"), &self.names)
            });
            let view = if dataset_edges.is_some() { View::Typed } else { View::TypedColumns };
            return Some((view, typed.chain(datasets).collect()));
        }
        let view = if ["openlineage", "sqlinsight"].contains(&file) { View::Direct } else { View::Influence };
        let edges = column_edges.as_ref()?.iter().map(|(from, to)| Edge::asserted(from, to, "", &self.names));
        Some((view, self.only(edges.collect())))
    }

    /// The edges to the columns that the source's test looks at.
    fn only(&self, mut edges: BTreeSet<Edge>) -> BTreeSet<Edge> {
        if let Some(only) = &self.only_columns {
            edges.retain(|edge| only.iter().any(|name| self.names.column(name) == edge.column));
        }
        edges
    }

    fn tables(&self, ours: Option<&ScriptLineage>, file: &str) -> Option<Difference<String>> {
        let Expected { out_tables, in_tables, .. } = &self.expected;
        let (mut out, mut read) = ours.map(|ours| written_and_read(ours, file, &self.names)).unwrap_or_default();
        let (mut missing, mut surplus) = (Vec::new(), Vec::new());
        for (verb, expected, ours) in [("writes", out_tables, &mut out), ("reads", in_tables, &mut read)] {
            let Some(expected) = expected else { continue };
            let expected: BTreeSet<String> = expected.iter().map(|table| self.names.table(table)).collect();
            missing.extend(expected.difference(ours).map(|table| format!("{verb} {table}")));
            surplus.extend(ours.difference(&expected).map(|table| format!("{verb} {table}")));
        }
        (out_tables.is_some() || in_tables.is_some()).then_some(Difference { missing, surplus })
    }
}

/// The tables that a script writes and reads, without those that its project does not tell of.
fn written_and_read(ours: &ScriptLineage, file: &str, names: &Names) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut out, mut read) = (BTreeSet::new(), BTreeSet::new());
    // The statement that writes a table, and whether it is one that the project sees through.
    let mut written: BTreeMap<String, usize> = BTreeMap::new();
    let mut passed = BTreeSet::new();
    for statement in &ours.statements {
        for source in statement.sources.iter().map(|source| names.table(source)) {
            // sqllineage tells of the ends of a script alone.
            if file == "sqllineage" && written.get(&source).is_some_and(|index| *index < statement.index) {
                passed.insert(source.clone());
            }
            read.insert(source);
        }
        if let Some(target) = statement.target.as_ref().map(|target| names.table(target)) {
            if statement.collapsed {
                passed.insert(target.clone());
            }
            written.entry(target.clone()).or_insert(statement.index);
            out.insert(target);
        }
    }
    (&out - &passed, &read - &passed)
}

/// How a masking edge is told from others.
pub(super) fn masked(masking: bool) -> &'static str {
    if masking { " masked" } else { "" }
}
