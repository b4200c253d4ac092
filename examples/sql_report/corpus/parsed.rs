use std::io;
use std::path::Path;

use lineage_sql::{Catalog, ScriptLineage, SqlError, SqlRequest, StatementKind};
use serde::Deserialize;

use super::edges::{Edge, Edges, Names, compare};
use super::{Difference, View, read};

/// Two queries that mean the same.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) id: String,
    pub(crate) sql: [String; 2],
    pub(crate) ours: [Result<ScriptLineage, SqlError>; 2],
    /// What the lineage of the first lacks, and what it has more.
    pub(crate) difference: Difference<Edge>,
}

impl Pair {
    /// Whether both were read and have the same edges.
    pub(crate) fn is_equal(&self) -> bool {
        self.difference.is_none() && self.ours.iter().all(is_read)
    }

    /// Whether we say of either that something in it could not be decided or read.
    pub(crate) fn is_diagnosed(&self) -> bool {
        self.ours.iter().any(|ours| {
            let told = |ours: &ScriptLineage| ours.statements.iter().any(|statement| !statement.diagnostics.is_empty());
            ours.as_ref().map_or(true, told)
        })
    }
}

/// The pairs of a folder. Tables have in some of them, in one query alone, the catalogue and schema `c.db`.
pub(crate) fn pairs(corpus: &Path) -> io::Result<Vec<Pair>> {
    #[derive(Deserialize)]
    struct Record {
        id: String,
        dialect: String,
        schema: Catalog,
        sql_a: String,
        sql_b: String,
    }
    let names = Names { default_db: Some("c".into()), default_schema: Some("db".into()) };
    let pair = |Record { id, dialect, schema, sql_a, sql_b }| {
        let sql = [sql_a, sql_b];
        let ours = sql.clone().map(|sql| {
            let request = SqlRequest {
                sql,
                dialect: Some(dialect.clone()),
                default_catalog: names.default_db.clone(),
                default_schema: names.default_schema.clone(),
                schemas: schema.clone(),
                collapse_temporary: false,
            };
            request.lineage()
        });
        let [first, second] = ours.each_ref().map(|ours| match ours {
            Ok(ours) => Edges::of_script(ours, View::Influence, &names),
            Err(_) => Edges(Default::default()),
        });
        Pair { id, sql, ours, difference: compare(second, first) }
    };
    Ok(read(&corpus.join("sqlglot_pairs.jsonl"))?.into_iter().map(pair).collect())
}

/// Whether a statement is read.
#[derive(Debug)]
pub(crate) struct Acceptance {
    pub(crate) file: &'static str,
    pub(crate) id: String,
    pub(crate) dialect: String,
    pub(crate) sql: String,
    pub(crate) ours: Result<ScriptLineage, SqlError>,
}

impl Acceptance {
    /// Whether no statement is one that could not be parsed.
    pub(crate) fn is_accepted(&self) -> bool {
        is_read(&self.ours)
    }
}

fn is_read(ours: &Result<ScriptLineage, SqlError>) -> bool {
    ours.as_ref().is_ok_and(|ours| ours.statements.iter().all(|statement| statement.kind != StatementKind::Error))
}

/// The statements of a folder that other parsers accept.
pub(crate) fn acceptances(corpus: &Path) -> io::Result<Vec<Acceptance>> {
    #[derive(Deserialize)]
    struct Record {
        id: String,
        dialect: String,
        sql: String,
    }
    let mut all = Vec::new();
    for file in ["parse_sqlfluff", "parse_sqlglot"] {
        all.extend(read(&corpus.join(format!("{file}.jsonl")))?.into_iter().map(|Record { id, dialect, sql }| {
            // Some name a version behind the dialect.
            let dialect = dialect.split(',').next().unwrap_or_default().to_owned();
            let request = SqlRequest { sql, dialect: Some(dialect.clone()), ..SqlRequest::default() };
            Acceptance { file, id, dialect, ours: request.lineage(), sql: request.sql }
        }));
    }
    Ok(all)
}
