//! Scripts of a corpus with the column lineage that other projects assert of them, beside ours.

mod edges;
mod parsed;
mod record;

use std::fs;
use std::io;
use std::path::Path;

use lineage_sql::{ScriptLineage, SqlError, StatementKind};
use serde::de::DeserializeOwned;

#[allow(unused_imports, reason = "the test needs fewer of them than the report")]
pub(crate) use self::{
    edges::{Edge, Edges, compare},
    parsed::{Acceptance, Pair, acceptances, pairs},
    record::{Record, View},
};

/// The files with assertions about columns or tables.
const FILES: &[&str] = &["sqllineage", "datahub", "openlineage", "sqlinsight", "sqlglot"];

/// A script with what its source asserts and what we say.
#[derive(Debug)]
pub(crate) struct Case {
    /// The file it is from, without `.jsonl`.
    pub(crate) file: &'static str,
    pub(crate) record: Record,
    pub(crate) ours: Result<ScriptLineage, SqlError>,
    /// What its source asserts of columns and what of that we say not, or more; none where it asserts nothing.
    pub(crate) columns: Option<Difference<Edge>>,
    /// The same for the tables written and read.
    pub(crate) tables: Option<Difference<String>>,
}

/// What is asserted and not said, and what is said and not asserted.
#[derive(Debug)]
pub(crate) struct Difference<T> {
    pub(crate) missing: Vec<T>,
    pub(crate) surplus: Vec<T>,
}

impl<T> Difference<T> {
    pub(crate) fn is_none(&self) -> bool {
        self.missing.is_empty() && self.surplus.is_empty()
    }
}

impl Case {
    /// Whether the script was read and the columns are exactly those asserted; none where nothing is.
    pub(crate) fn is_exact(&self) -> Option<bool> {
        let read =
            self.ours.as_ref().is_ok_and(|ours| ours.statements.iter().any(|one| one.kind != StatementKind::Error));
        self.columns.as_ref().map(|columns| columns.is_none() && read)
    }

    /// The categories that the case counts in.
    pub(crate) fn categories(&self) -> Vec<String> {
        let Record { id, kind, tags, agreed_by, expected, .. } = &self.record;
        let mut categories = vec!["all".to_owned(), format!("file {}", self.file)];
        if expected.has_edges() {
            if ["insert", "ctas", "view", "merge", "update", "select_into"].contains(&kind.as_str()) {
                categories.push("DML".into());
                categories.extend((!agreed_by.is_empty()).then(|| "core DML".into()));
            }
            categories.push(format!("kind {kind}"));
            categories.extend(tags.iter().map(|tag| format!("tag {tag}")));
        }
        categories.extend(["tpc-ds", "tpc-h"].iter().filter(|part| id.contains(*part)).map(|part| part.to_string()));
        let typed = self.file == "openlineage" && expected.typed_edges.is_some();
        categories.extend(typed.then(|| "typed".into()));
        categories
    }
}

/// All cases of a folder but those that the corpus suspects.
pub(crate) fn cases(corpus: &Path) -> io::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for file in FILES {
        for record in read::<Record>(&corpus.join(format!("{file}.jsonl")))? {
            if !record.tags.iter().any(|tag| tag.starts_with("suspect:")) {
                cases.push(record.case(file));
            }
        }
    }
    Ok(cases)
}

/// The lines of a file of JSON values; none where there is no such file.
fn read<T: DeserializeOwned>(file: &Path) -> io::Result<Vec<T>> {
    if !file.exists() {
        return Ok(Vec::new());
    }
    let parse = |line: &str| {
        serde_json::from_str(line).map_err(|error| io::Error::other(format!("{}: {error}", file.display())))
    };
    fs::read_to_string(file)?.lines().map(parse).collect()
}
