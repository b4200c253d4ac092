//! Compares column lineage of SQL with what the tests of other projects assert.
//!
//! `cargo run -p lineage-examples --example sql_report -- DIR [--list CATEGORY] [--show ID]`: a folder of scripts with
//! assertions. `--list` prints the ids of a category that differ, `--show` all about those whose id ends so. What may
//! differ is what the tests of lineage-sql allow; this only prints.

#![allow(missing_docs, clippy::print_stdout)]

mod corpus;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Display;
use std::path::Path;

use corpus::{Acceptance, Case, Difference, Pair};
use lineage_sql::{ScriptLineage, SqlError};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("give a folder of scripts and assertions")?;
    let folder = Path::new(&folder);
    let report =
        Report { cases: corpus::cases(folder)?, pairs: corpus::pairs(folder)?, parsed: corpus::acceptances(folder)? };
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => report.table(),
        (Some("--list"), Some(category)) => report.list(&category),
        (Some("--show"), Some(id)) => report.show(&id)?,
        _ => return Err("after the folder: nothing, --list CATEGORY, or --show ID".into()),
    }
    Ok(())
}

struct Report {
    cases: Vec<Case>,
    pairs: Vec<Pair>,
    parsed: Vec<Acceptance>,
}

/// How many of how many.
#[derive(Default)]
struct Score {
    exact: usize,
    all: usize,
}

impl Report {
    /// What was asked of each case, by category, and whether it came out so.
    fn results(&self) -> Vec<(String, &str, bool)> {
        let mut results = Vec::new();
        for case in &self.cases {
            let id = case.record.id.as_str();
            if let Some(exact) = case.is_exact() {
                results.extend(case.categories().into_iter().map(|category| (category, id, exact)));
            }
            if let Some(tables) = &case.tables {
                results.push((format!("tables {}", case.file), id, tables.is_none()));
            }
        }
        for pair in &self.pairs {
            let equal = pair.is_equal();
            results.push(("pairs equal".into(), &pair.id, equal));
            results.push(("pairs equal or diagnosed".into(), &pair.id, equal || pair.is_diagnosed()));
        }
        for statement in &self.parsed {
            results.push((format!("{} {}", statement.file, statement.dialect), &statement.id, statement.is_accepted()));
        }
        results
    }

    fn table(&self) {
        let mut scores: BTreeMap<String, Score> = BTreeMap::new();
        let mut order = Vec::new();
        for (category, _, exact) in self.results() {
            let score = scores.entry(category.clone()).or_insert_with(|| {
                order.push(category);
                Score::default()
            });
            score.all += 1;
            score.exact += usize::from(exact);
        }
        // By group, the first word, in the order of the first of each.
        let group = |category: &str| category.split(' ').next().unwrap_or_default().to_owned();
        let mut groups: Vec<String> = Vec::new();
        for category in &order {
            let group = group(category);
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        for name in groups {
            for (category, Score { exact, all }) in scores.iter().filter(|(category, _)| group(category) == name) {
                println!("{category:<32} {exact:>5} of {all:>5} {:>6.1} %", 100.0 * *exact as f64 / *all as f64);
            }
        }
    }

    fn list(&self, category: &str) {
        for (_, id, _) in self.results().iter().filter(|(of, _, exact)| of == category && !exact) {
            println!("{id}");
        }
    }

    fn show(&self, end: &str) -> Result<(), serde_json::Error> {
        for Case { record, ours, columns, tables, .. } in self.cases.iter().filter(|case| case.record.id.ends_with(end))
        {
            println!("{} ({}, {})\n{}\n", record.id, record.dialect, record.kind, record.sql.trim());
            // Many cases share a catalogue of which they use a part.
            let sql = record.sql.to_lowercase();
            let used = |table: &str| table.rsplit('.').next().is_some_and(|name| sql.contains(&name.to_lowercase()));
            for (table, columns) in record.schema.iter().filter(|(table, _)| used(table)) {
                println!("schema: {table} {}", serde_json::to_string(columns)?);
            }
            println!("asserted: {:?}", record.expected);
            differences(columns.as_ref());
            differences(tables.as_ref());
            lineage(ours)?;
        }
        for pair in self.pairs.iter().filter(|pair| pair.id.ends_with(end)) {
            println!("{}", pair.id);
            for (sql, ours) in pair.sql.iter().zip(&pair.ours) {
                println!("{sql}\n");
                lineage(ours)?;
            }
            differences(Some(&pair.difference));
        }
        for Acceptance { id, dialect, sql, ours, .. } in self.parsed.iter().filter(|case| case.id.ends_with(end)) {
            println!("{id} ({dialect})\n{sql}\n");
            lineage(ours)?;
        }
        Ok(())
    }
}

fn differences<T: Display>(difference: Option<&Difference<T>>) {
    if let Some(Difference { missing, surplus }) = difference {
        missing.iter().for_each(|edge| println!("missing  {edge}"));
        surplus.iter().for_each(|edge| println!("surplus  {edge}"));
    }
}

/// Prints what we say of a script, an edge a line.
fn lineage(ours: &Result<ScriptLineage, SqlError>) -> Result<(), serde_json::Error> {
    let ours = match ours {
        Ok(ours) => ours,
        Err(error) => {
            println!("{error}");
            return Ok(());
        }
    };
    for statement in &ours.statements {
        println!("{}: {:?} {:?} from {:?}", statement.index, statement.kind, statement.target, statement.sources);
        for edge in statement.edges.iter().chain(&statement.dataset_edges) {
            println!("    {}", serde_json::to_string(edge)?);
        }
        for diagnostic in &statement.diagnostics {
            println!("    {}", serde_json::to_string(diagnostic)?);
        }
    }
    println!();
    Ok(())
}
