//! Statements that are wrong are refused, at the place where they are.

use lineage_sql::{DiagnosticCode, Dialect, SqlOptions, StatementKind, analyze};

/// Statements with a caret before what is wrong with them.
const INVALID: &[(Dialect, &str)] = &[
    // Misspelt keywords.
    (Dialect::Athena, "^SELCT a FROM t"),
    (Dialect::Athena, "SELECT a FORM ^t"),
    (Dialect::Athena, "SELECT a FROM t WHER ^a = 1"),
    (Dialect::Athena, "SELECT a FROM t GROUP ^BT a"),
    (Dialect::Athena, "SELECT a FROM t ORDER ^YB a"),
    (Dialect::Athena, "INSERT INOT ^t SELECT a FROM s"),
    (Dialect::Athena, "CREATE ^TABEL t AS SELECT a FROM s"),
    (Dialect::Athena, "CREATE TABLE t ^SA SELECT a FROM s"),
    (Dialect::Athena, "CREATE TABLE t ^WTIH (format = 'PARQUET') AS SELECT a FROM s"),
    (Dialect::Athena, "SELECT a FROM t UNOIN ^SELECT b FROM u"),
    (Dialect::Trino, "SELECT a FROM t JION ^u ON t.a = u.a"),
    (Dialect::Trino, "SELECT a FROM t LIMTI ^10"),
    (Dialect::Trino, "SELECT a FROM t CROSS ^JION UNNEST(b) AS u (c)"),
    (Dialect::Trino, "^MEREG INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE"),
    (Dialect::Trino, "MERGE INTO t USING s ON t.a = s.a WHEN ^MATCHD THEN DELETE"),
    (Dialect::Trino, "WITH q ^SA (SELECT 1) SELECT * FROM q"),
    (Dialect::Trino, "SELECT CAST(a ^SA BIGINT) FROM t"),
    (Dialect::Hive, "INSERT OVERWRITE TABEL ^t SELECT a FROM s"),
    (Dialect::Hive, "SELECT a FROM t ^LATERAL VEIW explode(b) u AS c"),
    (Dialect::Hive, "CREATE TABLE t STORED ^SA ORC AS SELECT a FROM s"),
    (Dialect::Spark, "SELECT a FROM t DISTRIBUTE ^YB a"),
    (Dialect::Spark, "CREATE TABLE t ^USNIG parquet AS SELECT a FROM s"),
    (Dialect::Spark, "^UPADTE t SET a = 1"),
    (Dialect::Redshift, "SELECT a INTO TABEL ^t FROM s"),
    (Dialect::Trino, "DELETE ^FORM t WHERE a = 1"),
    (Dialect::Redshift, "^UNLAOD ('SELECT a FROM t') TO 's3://b/p'"),
    // Parentheses that are missing, or one too many.
    (Dialect::Athena, "SELECT count(a ^FROM t"),
    (Dialect::Athena, "SELECT (a + b ^FROM t"),
    (Dialect::Athena, "SELECT a FROM (SELECT b FROM t^"),
    (Dialect::Athena, "SELECT a^) FROM t"),
    (Dialect::Athena, "SELECT a FROM t WHERE a IN (1, 2^"),
    (Dialect::Athena, "SELECT a FROM t WHERE a IN ^1, 2)"),
    (Dialect::Athena, "CREATE TABLE t AS (SELECT a FROM s^"),
    (Dialect::Trino, "SELECT CAST(a AS ROW(b BIGINT FROM t^"),
    (Dialect::Trino, "SELECT a[1 ^FROM t"),
    (Dialect::Trino, "WITH q AS ^SELECT 1) SELECT * FROM q"),
    (Dialect::Hive, "SELECT a FROM t JOIN (SELECT b FROM u ^ON t.a = u.b"),
    (Dialect::Spark, "INSERT INTO t (a, b ^SELECT a, b FROM s"),
    (Dialect::Redshift, "SELECT a FROM t WHERE (a = 1 AND (b = 2)^"),
    (Dialect::Redshift, "SELECT sum(a) OVER (PARTITION BY b ^FROM t"),
    // Commas, lists and expressions that are missing.
    (Dialect::Athena, "SELECT a b ^c FROM t"),
    (Dialect::Athena, "SELECT a, ^, b FROM t"),
    (Dialect::Athena, "SELECT ^, a FROM t"),
    (Dialect::Athena, "SELECT ^FROM t"),
    (Dialect::Athena, "SELECT a FROM ^WHERE a = 1"),
    (Dialect::Athena, "SELECT a FROM^"),
    (Dialect::Athena, "SELECT a FROM t WHERE^"),
    (Dialect::Athena, "SELECT a FROM t WHERE a =^"),
    (Dialect::Athena, "SELECT a FROM t GROUP BY^"),
    (Dialect::Athena, "INSERT INTO t^"),
    (Dialect::Athena, "CREATE TABLE t AS^"),
    (Dialect::Trino, "SELECT a FROM t JOIN ^ON t.a = u.a"),
    (Dialect::Trino, "SELECT a FROM t, ^WHERE a = 1"),
    (Dialect::Trino, "INSERT INTO t VALUES (1, ^)"),
    (Dialect::Trino, "SELECT CASE WHEN a THEN 1 ELSE 2 ^FROM t"),
    (Dialect::Trino, "SELECT a + ^FROM t"),
    (Dialect::Trino, "SELECT a FROM t ORDER BY a ^b"),
    (Dialect::Hive, "INSERT OVERWRITE TABLE t PARTITION ^SELECT a FROM s"),
    (Dialect::Spark, "SELECT a FROM t WHERE a BETWEEN 1 ^2"),
    (Dialect::Spark, "UPDATE t SET ^WHERE a = 1"),
    (Dialect::Redshift, "SELECT a FROM t WHERE a LIKE^"),
    (Dialect::Redshift, "UPDATE t SET a ^1"),
    // Something behind the end.
    (Dialect::Athena, "SELECT a FROM t LIMIT 10 ^garbage"),
    (Dialect::Athena, "SELECT a FROM t WHERE a = 1 ^2"),
    (Dialect::Athena, "SELECT a FROM t AS u ^v"),
    (Dialect::Trino, "INSERT INTO t VALUES (1) ^garbage here"),
    (Dialect::Spark, "CREATE VIEW v AS SELECT a FROM t ORDER BY a ^b c"),
    (Dialect::Redshift, "DELETE FROM t WHERE a = 1 ^b"),
    // Strings and comments without an end.
    (Dialect::Athena, "SELECT ^'a FROM t"),
    (Dialect::Athena, "SELECT a FROM t WHERE b = ^'x"),
    (Dialect::Trino, "SELECT ^\"a FROM t"),
    (Dialect::Hive, "SELECT ^`a FROM t"),
    (Dialect::Spark, "SELECT ^\"a FROM t"),
    (Dialect::Redshift, "SELECT a FROM t /* no end^"),
    // Clauses in another order.
    (Dialect::Athena, "SELECT a FROM t ORDER BY a ^WHERE a = 1"),
    (Dialect::Athena, "SELECT a FROM t LIMIT 1 ^ORDER BY a"),
    (Dialect::Athena, "SELECT a WHERE a = 1 ^FROM t"),
    (Dialect::Trino, "SELECT a FROM t HAVING a > 1 ^GROUP BY a"),
    (Dialect::Trino, "SELECT a FROM t GROUP BY a ^WHERE b = 1"),
    (Dialect::Hive, "INSERT INTO t SELECT a FROM s GROUP BY a ^JOIN u ON s.a = u.a"),
    (Dialect::Spark, "INSERT SELECT ^a INTO t FROM s"),
    (Dialect::Redshift, "SELECT a FROM t LIMIT 1 ^WHERE a = 1"),
    // On another line, with letters that take more than a byte.
    (Dialect::Athena, "-- é\nSELECT 'é', a\nFROM t WHERE ^GROUP BY a"),
    (Dialect::Trino, "SELECT a,\n       'ü' AS b ^c\nFROM t"),
];

#[test]
fn statements_that_are_wrong_are_refused_where_they_are() {
    let mut wrong = Vec::new();
    for (dialect, marked) in INVALID {
        let (before, after) = marked.split_once('^').unwrap();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        let options = SqlOptions { dialect: Some(*dialect), ..SqlOptions::default() };
        let lineage = analyze(&format!("{before}{after}"), &options).unwrap();
        let statement = &lineage.statements[0];
        let found = statement.diagnostics.iter().find(|found| found.code == DiagnosticCode::SyntaxError);
        let place = found.and_then(|found| found.position).map(|place| (place.line as usize, place.column as usize));
        if statement.kind != StatementKind::Error || place != Some((line, column)) {
            wrong.push(format!("{dialect}: {marked}\n    {:?} {found:?}", statement.kind));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), INVALID.len(), wrong.join("\n"));
}
