//! Queries made at random, written in several ways that mean the same: their lineage is the same.

use std::collections::BTreeMap;

use lineage_sql::{Catalog, Dialect, SqlOptions, StatementLineage, TableColumns};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use crate::invariants::lineage;

/// The tables that queries are made of; each has its columns for itself, but `k`.
const TABLES: [(&str, [&str; 4]); 3] =
    [("t", ["k", "ta", "tb", "tc"]), ("u", ["k", "ua", "ub", "uc"]), ("db.v", ["k", "va", "vb", "vc"])];

/// A query of three columns, as a tree of words in which `⟨` and `⟩` may be parentheses, and `¤x` is a name of its own.
fn query(depth: u32) -> BoxedStrategy<String> {
    let select = (from(depth), prop::collection::vec((expr(), "[a-z]"), 3), tail()).prop_map(|(from, exprs, tail)| {
        let (from, prefix) = from;
        let item = |(place, (expr, _)): (usize, &(String, String))| format!("{} AS ¤c{place}", filled(expr, &prefix));
        let list: Vec<String> = exprs.iter().enumerate().map(item).collect();
        format!("SELECT {} FROM {from} {}", list.join(" , "), filled(&tail, &prefix))
    });
    let select = select.boxed();
    if depth == 0 {
        return select;
    }
    let inner = || query(depth - 1);
    prop_oneof![
        4 => select.clone(),
        1 => (inner(), inner()).prop_map(|(a, b)| format!("⟨ {a} ⟩ UNION ALL ⟨ {b} ⟩")),
        1 => (select.clone(), select.clone()).prop_map(|(a, b)| format!("{a} UNION {b}").replace("ORDER BY ¤c0", "")),
        1 => inner().prop_map(|a| format!("SELECT * FROM ( {a} ) AS ¤d")),
        1 => inner().prop_map(|a| format!("WITH ¤e AS ( {a} ) SELECT * FROM ¤e")),
        1 => inner().prop_map(|a| format!("SELECT ¤d . ¤c2 AS ¤c0 , ¤c1 , ¤c0 AS ¤c2 FROM ( {a} ) AS ¤d")),
    ]
    .boxed()
}

/// A FROM clause, and the columns that it has: as many as [`filled`] takes.
fn from(depth: u32) -> BoxedStrategy<(String, [String; 4])> {
    let table = prop::sample::select(&TABLES[..]).prop_map(|(table, columns)| {
        (format!("{table} AS ¤x"), [0, 1, 2, 3].map(|place| format!("¤x . {}", columns[place])))
    });
    let bare = prop::sample::select(&TABLES[..]).prop_map(|(table, columns)| (table.into(), columns.map(String::from)));
    let on = prop::sample::select(&["JOIN", "LEFT JOIN", "FULL OUTER JOIN"][..]).prop_map(|join| {
        let from = format!("t AS ¤x {join} u AS ¤y ON ⟨ ¤x . k = ¤y . k ⟩");
        (from, ["¤x . ta", "¤y . ua", "¤x . k", "¤y . ub"].map(String::from))
    });
    let using = Just(("t JOIN u USING ( k )".to_owned(), ["k", "t . ta", "u . ua", "u . k"].map(String::from)));
    if depth == 0 {
        return prop_oneof![table, bare, on, using].boxed();
    }
    let derived = query(depth - 1)
        .prop_map(|inner| (format!("( {inner} ) AS ¤z"), ["¤z . ¤c0", "¤c1", "¤z . ¤c2", "¤c0"].map(String::from)));
    prop_oneof![2 => table, 1 => bare, 1 => on, 1 => using, 2 => derived].boxed()
}

/// An expression over columns `1` to `4`.
fn expr() -> BoxedStrategy<String> {
    let leaf = prop_oneof![4 => "#[1234]", 1 => Just("7".to_owned()), 1 => Just("'x y'".to_owned())];
    let deeper = leaf.prop_recursive(3, 12, 3, |inner| {
        let two = || (inner.clone(), inner.clone());
        prop_oneof![
            two().prop_map(|(a, b)| format!("⟨ {a} + {b} ⟩")),
            two().prop_map(|(a, b)| format!("coalesce( {a} , {b} )")),
            two().prop_map(|(a, b)| format!("concat( {a} , upper( {b} ) )")),
            (two(), inner.clone()).prop_map(|((a, b), c)| format!("CASE WHEN {a} > 1 THEN {b} ELSE {c} END")),
            inner.clone().prop_map(|a| format!("cast( {a} AS bigint )")),
            two().prop_map(|(a, b)| format!("sum( {a} ) OVER ( PARTITION BY {b} )")),
            two().prop_map(|(a, b)| format!("max( {a} ) FILTER ( WHERE {b} > 2 )")),
        ]
    });
    // An operator between operands without parentheses would mean something else within another.
    deeper.prop_map(|expr| format!("⟨ {expr} ⟩")).boxed()
}

fn tail() -> BoxedStrategy<String> {
    prop_oneof![
        3 => Just(String::new()),
        1 => Just("WHERE #1 > 3 AND ⟨ #2 IS NOT NULL ⟩".to_owned()),
        1 => Just("WHERE #1 IN ( SELECT k FROM u )".to_owned()),
        1 => Just("GROUP BY #1 , #2 HAVING count( * ) > 1".to_owned()),
        1 => Just("ORDER BY ¤c0".to_owned()),
    ]
    .boxed()
}

/// An expression with its columns.
fn filled(expr: &str, columns: &[String; 4]) -> String {
    let place = |text: String, place: usize| text.replace(&format!("#{}", place + 1), &columns[place]);
    (0..4).fold(expr.to_owned(), place)
}

/// A text with other names, parentheses, and space between its words.
fn written(words: &str, names: &str, parentheses: bool, spaces: &[&str]) -> String {
    let mut text = String::new();
    for (place, word) in words.split(' ').filter(|word| !word.is_empty()).enumerate() {
        let word = match word {
            "⟨" if parentheses => "((".to_owned(),
            "⟩" if parentheses => "))".to_owned(),
            "⟨" => "(".to_owned(),
            "⟩" => ")".to_owned(),
            word => match word.strip_prefix('¤') {
                // The names of the result stay.
                Some(name) if name.starts_with('c') => name.to_owned(),
                Some(name) => format!("{name}{names}"),
                None => word.to_owned(),
            },
        };
        text += &word;
        text += spaces[place % spaces.len()];
    }
    text
}

/// The dialects that read all that is made here.
const DIALECTS: [Dialect; 7] = [
    Dialect::Trino,
    Dialect::Athena,
    Dialect::Spark,
    Dialect::Hive,
    Dialect::Redshift,
    Dialect::Postgres,
    Dialect::Duckdb,
];

fn options(dialect: Dialect, known: bool) -> SqlOptions {
    let columns = |columns: [&str; 4]| TableColumns::Names(columns.map(str::to_owned).to_vec());
    let catalog: Catalog = TABLES.iter().map(|(table, names)| ((*table).to_owned(), columns(*names))).collect();
    SqlOptions {
        dialect: Some(dialect),
        catalog: if known { catalog } else { BTreeMap::new() },
        ..SqlOptions::default()
    }
}

/// What the one statement says, without what its diagnostics say and without places.
fn said(sql: &str, options: &SqlOptions) -> StatementLineage {
    let mut statements = lineage(sql, options).statements;
    assert_eq!(statements.len(), 1, "{sql}");
    let mut statement = statements.remove(0);
    assert_eq!(
        statement
            .diagnostics
            .iter()
            .map(|found| found.code)
            .find(|code| *code == lineage_sql::DiagnosticCode::SyntaxError),
        None,
        "{sql}: {:?}",
        statement.diagnostics
    );
    statement.diagnostics.clear();
    statement.position = lineage_sql::Position::default();
    for edge in statement.edges.iter_mut().chain(&mut statement.dataset_edges) {
        edge.position = None;
    }
    statement.edges.sort();
    statement.dataset_edges.sort();
    for column in &mut statement.mapping {
        column.from.sort();
    }
    statement.sources.sort();
    statement
}

proptest! {
    #![proptest_config(Config { cases: 300, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..Config::default() })]

    #[test]
    fn what_means_the_same_has_the_same_lineage(words in query(2), dialect in prop::sample::select(&DIALECTS[..]), known: bool) {
        let options = options(dialect, known);
        let plain = written(&words, "", false, &[" "]);
        let expected = said(&plain, &options);
        for same in [
            written(&words, "_2", false, &[" "]),
            written(&words, "", true, &[" "]),
            written(&words, "", false, &[" /* a ; b */ ", "\n\t", "  ", " -- FROM x\r\n"]),
            format!("( {plain} )"),
            format!("{plain} ;\n"),
            format!("-- first\n{plain}"),
            format!("SELECT * FROM ( {plain} ) AS q9"),
            format!("SELECT c0, c1, q9.c2 FROM ( {plain} ) AS q9"),
            format!("WITH q9 AS ( {plain} ) SELECT * FROM q9"),
            format!("WITH q9 (c0, c1, c2) AS ( {plain} ) SELECT q9.* FROM q9"),
            lower(&plain),
            quoted(&plain, dialect),
        ] {
            prop_assert_eq!(&said(&same, &options), &expected, "\n{}\n{}", plain, same);
        }
    }

    #[test]
    fn a_statement_says_the_same_in_a_script(words in query(1), dialect in prop::sample::select(&DIALECTS[..]), known: bool) {
        let options = options(dialect, known);
        let plain = written(&words, "", false, &[" "]);
        let script = lineage(&format!("SELECT 1; {plain}; {plain}; SELECT x FROM y"), &options);
        let alone = lineage(&plain, &options);
        prop_assert_eq!(script.statements.len(), 4);
        for statement in &script.statements[1..3] {
            prop_assert_eq!(&statement.mapping, &alone.statements[0].mapping);
            prop_assert_eq!(&statement.sources, &alone.statements[0].sources);
        }
    }

    #[test]
    fn places_are_those_of_the_names(words in query(2), dialect in prop::sample::select(&DIALECTS[..]), known: bool) {
        let text = written(&words, "", false, &[" ", "\n", " /* é */ "]);
        let lines: Vec<Vec<char>> = text.split('\n').map(|line| line.chars().collect()).collect();
        for statement in lineage(&text, &options(dialect, known)).statements {
            for edge in statement.edges.iter().chain(&statement.dataset_edges) {
                let Some(place) = edge.position else { continue };
                let line = &lines[place.line as usize - 1];
                let word: String = line[place.column as usize - 1..].iter().take_while(|c| c.is_alphanumeric()).collect();
                // The name of the column itself, or the one it has outside of the query that renames it.
                let is_renamed = word.starts_with('c') && word.len() == 2;
                prop_assert!(is_renamed || Some(&word) == edge.from.column.as_ref(), "{word} in {text}\n{edge:?}");
            }
        }
    }
}

/// A text with its keywords in lower case.
fn lower(text: &str) -> String {
    let word = |word: &str| if word.starts_with('\'') { word.to_owned() } else { word.to_lowercase() };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A text with the columns in quotes.
fn quoted(text: &str, dialect: Dialect) -> String {
    let quote = if matches!(dialect, Dialect::Spark | Dialect::Hive) { '`' } else { '"' };
    let is_name = |word: &str| word.len() == 2 && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let word = |word: &str| if is_name(word) { format!("{quote}{word}{quote}") } else { word.to_owned() };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
