//! Hostile texts end in an answer, or in a refusal that says so, whatever the thread.

use lineage_sql::{DiagnosticCode, Dialect, SqlOptions};

use crate::hostile_texts::hostile_texts;
use crate::invariants::lineage;

/// The most edges of a script.
const MOST: usize = 200_000;

#[test]
fn hostile_texts_end() {
    for dialect in [Dialect::Athena, Dialect::Spark] {
        for (name, sql) in hostile_texts(1 << 11) {
            let options = SqlOptions { dialect: Some(dialect), ..SqlOptions::default() };
            let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
                let lineage = lineage(&sql, &options);
                let edges = lineage.statements.iter().map(|each| each.edges.len() + each.dataset_edges.len());
                assert!(edges.sum::<usize>() <= MOST, "{name}");
            });
            assert!(thread.unwrap().join().is_ok(), "{name}");
        }
    }
}

#[test]
fn what_asks_for_too_much_is_refused_and_the_rest_is_read() {
    let double = |place: usize| format!(", q{} AS (SELECT x.*, y.* FROM q{place} AS x, q{place} AS y)", place + 1);
    let doubles: String = (0..60).map(double).collect();
    let names = (0..2_000).map(|place| format!("a{place}")).collect::<Vec<_>>().join(", ");
    let uses = (0..2_000).map(|place| format!("b AS c{place}")).collect::<Vec<_>>().join(", ");
    for sql in [
        format!("CREATE TABLE t AS WITH q0 AS (SELECT a FROM s){doubles} SELECT * FROM q60"),
        format!("CREATE TABLE t AS WITH q0 AS (SELECT * FROM s){doubles} SELECT * FROM q60"),
        format!("CREATE TABLE t AS SELECT {uses} FROM (SELECT concat({names}) AS b FROM s) AS q"),
    ] {
        let options = SqlOptions { dialect: Some(Dialect::Athena), ..SqlOptions::default() };
        // What would have been made is not known behind it.
        let lineage = lineage(&format!("{sql}; SELECT a FROM t; {sql}; SELECT a FROM u"), &options);
        for refused in [&lineage.statements[0], &lineage.statements[2]] {
            assert!(refused.edges.is_empty() && refused.mapping.is_empty());
            assert!(refused.diagnostics.iter().any(|found| found.code == DiagnosticCode::TooComplex));
        }
        assert_eq!(lineage.statements[1].mapping[0].from, ["t.a"]);
        assert_eq!(lineage.statements[3].mapping[0].from, ["u.a"]);
    }
}

#[test]
fn what_stands_inside_is_looked_at_once() {
    for (around, columns) in [
        ("coalesce(_, b)", ["t.a", "t.b"].as_slice()),
        ("nullif(_, b)", &["t.a"]),
        ("nvl(_, 1)", &["t.a"]),
        ("CASE WHEN c THEN _ ELSE b END", &["t.a", "t.b"]),
        ("(SELECT max(_) FROM t)", &["t.a"]),
    ] {
        let (before, behind) = around.split_once('_').unwrap();
        let deep = before.repeat(100) + "a" + &behind.repeat(100);
        let options = SqlOptions { dialect: Some(Dialect::Athena), ..SqlOptions::default() };
        let lineage = lineage(&format!("SELECT {deep} AS x FROM t"), &options);
        assert_eq!(lineage.statements[0].mapping[0].from, columns, "{around}");
    }
}

/// What stands before its operand is parsed by descending, and the parser takes more and more stack.
#[test]
fn long_rows_of_operators_before_an_operand_end() {
    let operators =
        ["NOT ", "- ", "+ ", "~ ", "a -> ", "INTERVAL ", "PRIOR ", "a AND NOT ", "a BETWEEN ", "a LIKE ", "EXISTS "];
    for (dialect, operator) in
        [Dialect::Athena, Dialect::Postgres].into_iter().flat_map(|dialect| operators.map(|each| (dialect, each)))
    {
        for count in [100, 300, 1_000, 10_000] {
            let options = SqlOptions { dialect: Some(dialect), ..SqlOptions::default() };
            lineage(&format!("SELECT {}a FROM t; SELECT a FROM t", operator.repeat(count)), &options);
        }
    }
}

/// The names of columns without an alias are their text, which is written by descending, too.
#[test]
fn long_rows_of_operators_behind_an_operand_end() {
    let operators =
        ["+1", " AND a", " OR a", "[1]", "::int", ".b", " || a", " COLLATE x", " IS NULL", " = a", " NOT IN (1)", ":b"];
    for (dialect, operator) in
        [Dialect::Spark, Dialect::Snowflake].into_iter().flat_map(|dialect| operators.map(|each| (dialect, each)))
    {
        for count in [500, 700, 1_000, 1_300, 2_000, 4_000, 6_000, 8_500, 12_000] {
            let options = SqlOptions { dialect: Some(dialect), ..SqlOptions::default() };
            let sql = format!("SELECT a{} FROM t; SELECT a FROM t", operator.repeat(count));
            let thread = std::thread::Builder::new().stack_size(2 << 20);
            let thread = thread.spawn(move || assert!(lineage_sql::analyze(&sql, &options).is_ok()));
            assert!(thread.unwrap().join().is_ok(), "{dialect} {operator} {count}");
        }
    }
}

/// What looks ahead from each of many words must not look at all that is left each time.
#[test]
fn rows_of_words_that_look_ahead_end() {
    for (dialect, before, item, bytes) in [
        (Dialect::Tsql, "SELECT a FROM t ", "a (NOLOCK ", 1 << 19),
        (Dialect::Tsql, "SELECT a FROM t ", "OPTION ( ", 1 << 19),
        (Dialect::Snowflake, "SELECT a FROM t ", "left ", 1 << 16),
        (Dialect::Duckdb, "SELECT a FROM t ", "asof any ", 1 << 16),
        (Dialect::Postgres, "INSERT INTO t VALUES (1) ", "ON CONFLICT (a) ", 1 << 19),
        (Dialect::Bigquery, "FROM t ", "|> EXTEND a AS b ", 1 << 16),
    ] {
        let options = SqlOptions { dialect: Some(dialect), ..SqlOptions::default() };
        let sql = format!("{before}{}; SELECT a FROM u", item.repeat(bytes / item.len()));
        let lineage = lineage(&sql, &options);
        assert!(!lineage.statements[0].diagnostics.is_empty(), "{item}");
        assert_eq!(lineage.statements.last().unwrap().sources.len(), 1, "{item}");
    }
}
