use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[allow(dead_code, reason = "the report needs more of it")]
#[path = "../../../examples/sql_report/corpus/mod.rs"]
mod report;

/// The least share of cases, in hundredths, that must come out as asserted.
const FLOORS: &[(&str, usize)] = &[
    ("all", 0),
    ("DML", 0),
    ("core DML", 0),
    ("kind merge", 0),
    ("kind update", 0),
    ("kind view", 0),
    ("tag multi_statement", 0),
    ("tpc-ds", 0),
    ("tpc-h", 0),
    ("typed", 0),
];

/// The least share of pairs, in hundredths, whose lineage is equal or of which we say why it may not be.
const PAIRS: usize = 0;

/// The least share of statements, in hundredths, that are read.
const ACCEPTED: &[(&str, &str, usize)] = &[
    ("parse_sqlfluff", "athena", 0),
    ("parse_sqlfluff", "trino", 0),
    ("parse_sqlfluff", "hive", 0),
    ("parse_sqlfluff", "redshift", 0),
    ("parse_sqlfluff", "spark", 0),
];

/// Cases that differ by a decision.
const EXCEPTIONS: &[(&str, &[&str])] = &[];

/// The corpus, if it is there.
fn folder() -> Option<&'static Path> {
    let folder = Path::new("../../shared/corpus/sql");
    if !folder.exists() {
        println!("skipped: no corpus beside the repository");
    }
    folder.exists().then_some(folder)
}

/// Whether at least so many hundredths came out.
fn reaches(name: &str, outcomes: &[bool], floor: usize) {
    let good = outcomes.iter().filter(|good| **good).count();
    println!("{name}: {good} of {}", outcomes.len());
    assert!(good * 100 >= floor * outcomes.len(), "{name}: {good} of {}, less than {floor} %", outcomes.len());
}

#[test]
fn columns_come_from_where_other_projects_say() {
    let Some(folder) = folder() else { return };
    let cases = report::cases(folder).unwrap();
    let mut outcomes: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    let mut unlike = BTreeSet::new();
    for case in &cases {
        if let Some(exact) = case.is_exact() {
            for category in case.categories() {
                outcomes.entry(category).or_default().push(exact);
            }
            unlike.extend((!exact).then_some(case.record.id.as_str()));
        }
    }
    for (category, floor) in FLOORS {
        reaches(category, &outcomes[*category], *floor);
    }
    let ids: BTreeSet<&str> = cases.iter().map(|case| case.record.id.as_str()).collect();
    let stale = |id: &&str| ids.contains(id) && !unlike.contains(id);
    let stale: Vec<&str> = EXCEPTIONS.iter().flat_map(|(_, ids)| ids.iter().copied()).filter(stale).collect();
    assert!(stale.is_empty(), "no exceptions any more: {stale:?}");
}

#[test]
fn queries_that_mean_the_same_have_the_same_lineage() {
    let Some(folder) = folder() else { return };
    let pairs = report::pairs(folder).unwrap();
    let outcomes: Vec<bool> = pairs.iter().map(|pair| pair.is_equal() || pair.is_diagnosed()).collect();
    reaches("pairs", &outcomes, PAIRS);
}

#[test]
fn statements_are_read() {
    let Some(folder) = folder() else { return };
    let all = report::acceptances(folder).unwrap();
    for (file, dialect, floor) in ACCEPTED {
        let of = all.iter().filter(|statement| statement.file == *file && statement.dialect == *dialect);
        reaches(dialect, &of.map(report::Acceptance::is_accepted).collect::<Vec<_>>(), *floor);
    }
}
