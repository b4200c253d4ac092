//! Deep and long statements: read within limits, refused beyond, and never the end of the process, whatever the thread.

use lineage_sql::{DiagnosticCode, Dialect, ScriptLineage, SqlOptions, StatementKind, analyze};

/// The lineage of a script, asked for on a thread as small as those of a runtime.
fn lineage(sql: String) -> ScriptLineage {
    let options = SqlOptions { dialect: Some(Dialect::Athena), ..SqlOptions::default() };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || analyze(&sql, &options).unwrap());
    thread.unwrap().join().unwrap()
}

/// A text with something before and behind, so many times.
fn around(count: usize, before: &str, middle: &str, behind: &str) -> String {
    before.repeat(count) + middle + &behind.repeat(count)
}

#[test]
fn what_is_deep_or_long_is_read() {
    let ctes = (1..2_000).map(|i| format!(", q{i} AS (SELECT * FROM q{})", i - 1)).collect::<String>();
    for sql in [
        format!("SELECT {} FROM t", around(256, "(", "a", ")")),
        format!("SELECT {} FROM t", around(256, "f(", "a", ")")),
        format!("SELECT {} FROM t", around(256, "CASE WHEN b THEN ", "a", " END")),
        format!("SELECT {} FROM t", around(256, "ARRAY[", "a", "]")),
        format!("SELECT {} FROM t", around(256, "(SELECT ", "a", ")")),
        format!("SELECT CAST(a AS {}) FROM t", around(256, "ARRAY<", "INT", ">")),
        around(256, "SELECT * FROM (", "SELECT a FROM t", ")"),
        format!("SELECT a FROM t{}", " UNION ALL SELECT a FROM t".repeat(5_000)),
        format!("SELECT a FROM t WHERE a IN (1{})", ", 1".repeat(100_000)),
        format!("SELECT a{} FROM t", ", a".repeat(20_000)),
        format!("SELECT a{} FROM t", " + a".repeat(2_000)),
        format!("WITH q0 AS (SELECT a FROM t){ctes} SELECT * FROM q1999"),
    ] {
        let begin: String = sql.chars().take(60).collect();
        let lineage = lineage(sql);
        let refused = lineage.statements.iter().flat_map(|statement| &statement.diagnostics);
        let refused: Vec<_> = refused.filter(|found| found.code == DiagnosticCode::TooComplex).collect();
        assert!(refused.is_empty() && lineage.statements[0].kind == StatementKind::Select, "{begin}: {refused:?}");
    }
}

#[test]
fn what_is_too_deep_or_too_long_is_refused_where_it_is() {
    const LENGTH: usize = 1 << 18;
    for (begin, repeated) in [
        ("SELECT 1", "+1"),
        ("SELECT 1", " UNION SELECT 1"),
        ("SELECT ", "("),
        ("SELECT ", "CASE WHEN "),
        ("SELECT a", "[1]"),
        ("SELECT ", "NOT "),
        ("SELECT ", "- "),
        ("SELECT a", ".b"),
        ("SELECT a", "::int"),
        ("SELECT a", " AND a"),
        ("SELECT a", " = a"),
        ("SELECT f(", "x -> "),
        ("SELECT ", "INTERVAL "),
        ("SELECT 1", " + from"),
        ("SELECT CAST(a AS ", "ARRAY<"),
        ("SELECT * FROM t", " PIVOT (sum(a) FOR b IN (1))"),
        ("", "SELECT * FROM ("),
        ("", "WITH a AS ("),
    ] {
        let lineage = lineage(format!("{begin}{}", repeated.repeat(LENGTH / repeated.len())) + "; SELECT 1");
        let found = lineage.statements[0].diagnostics.first().unwrap();
        assert_eq!(found.code, DiagnosticCode::TooComplex, "{repeated}");
        assert!(found.position.is_some(), "{repeated}");
        assert_eq!(lineage.statements.last().unwrap().kind, StatementKind::Select, "{repeated}");
    }
}
