use sqlparser::tokenizer::{Token, Tokenizer, Word};

use super::*;

/// A script with all of its statements.
struct Read {
    dialect: Dialect,
    statements: Vec<Parsed>,
    diagnostics: Vec<SqlDiagnostic>,
}

/// What a script is in a dialect.
fn script(sql: &str, dialect: Option<Dialect>) -> Read {
    let read = || {
        let mut script = parse(sql, dialect, Stack::Big);
        let statements = script.by_ref().collect();
        Read { dialect: script.dialect, statements, diagnostics: script.diagnostics }
    };
    crate::stack::on_stack(Stack::Big, read)
}

/// The statements of a script as they are understood, or what is wrong with them.
fn understood(sql: &str, dialect: Dialect) -> Vec<String> {
    let script = script(sql, Some(dialect));
    let said = |statement: Parsed| -> Vec<String> {
        let errors = statement.errors.iter().map(|error| error.message.clone());
        statement.trees.iter().map(|tree| tree.statement.to_string()).chain(errors).collect()
    };
    script.statements.into_iter().flat_map(said).collect()
}

#[test]
fn statements_are_told_apart() {
    for (dialect, sql, expected) in [
        (Dialect::Ansi, ";;SELECT 1;; SELECT ';' ;", &["SELECT 1", "SELECT ';'"][..]),
        (
            Dialect::Ansi,
            "SELECT CASE WHEN a THEN 1 END FROM t; SELECT 2",
            &["SELECT CASE WHEN a THEN 1 END FROM t", "SELECT 2"],
        ),
        (Dialect::Ansi, "BEGIN; SELECT 1; COMMIT", &["BEGIN", "SELECT 1", "COMMIT"]),
        (
            Dialect::Ansi,
            "SELECT 1; SELECT 'a; SELECT 2; SELECT 3",
            &["SELECT 1", "Unterminated string literal", "SELECT 2", "SELECT 3"],
        ),
        (Dialect::Tsql, "SELECT 1\nGO\nSELECT 2\nGO", &["SELECT 1", "SELECT 2"]),
        (
            Dialect::Mysql,
            "CREATE PROCEDURE p() BEGIN IF a THEN INSERT INTO t SELECT CASE WHEN b THEN c END FROM s; END IF; DELETE FROM t; END; SELECT 1",
            &["INSERT INTO t SELECT CASE WHEN b THEN c END FROM s", "DELETE FROM t", "SELECT 1"],
        ),
        (
            Dialect::Tsql,
            "CREATE PROCEDURE p @a INT AS BEGIN SET NOCOUNT ON; BEGIN TRY INSERT INTO t SELECT b FROM s; END TRY BEGIN CATCH THROW; END CATCH END",
            &["INSERT INTO t SELECT b FROM s"],
        ),
        (Dialect::Ansi, "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2", &["SELECT 1", "SELECT 2"]),
    ] {
        assert_eq!(understood(sql, dialect), expected, "{sql}");
    }
}

#[test]
fn other_words_mean_the_same() {
    for (dialect, sql, expected) in [
        (Dialect::Trino, "VALUES 1, -2, a + b", "VALUES (1), (-2), (a + b)"),
        (Dialect::Trino, "TABLE t", "SELECT * FROM t"),
        (
            Dialect::Trino,
            "SELECT CAST(a AS ROW(b ARRAY(VARCHAR(3)), c MAP(INT, INT))) FROM t",
            "SELECT CAST(a AS nested) FROM t",
        ),
        (Dialect::Trino, "SELECT * FROM t FOR VERSION AS OF 3", "SELECT * FROM t VERSION AS OF 3"),
        (
            Dialect::Trino,
            "WITH FUNCTION f(a INT) RETURNS INT RETURN a WITH q AS (SELECT 1) SELECT f(b) FROM q",
            "WITH q AS (SELECT 1) SELECT f(b) FROM q",
        ),
        (
            Dialect::Trino,
            "SELECT JSON_EXISTS(a, 'lax $.b' PASSING c AS \"d\" TRUE ON ERROR) FROM t",
            "SELECT JSON_EXISTS(a, 'lax $.b', c) FROM t",
        ),
        (
            Dialect::Athena,
            "CREATE TABLE t (a, b) WITH (format = 'ORC') AS SELECT 1, 2",
            "CREATE TABLE t AS SELECT 1, 2",
        ),
        (
            Dialect::Hive,
            "INSERT OVERWRITE TABLE t PARTITION (d) IF NOT EXISTS SELECT a, d FROM s",
            "INSERT OVERWRITE TABLE t PARTITION (d) SELECT a, d FROM s",
        ),
        (Dialect::Spark, "SELECT * FROM db_{env}.t", "SELECT * FROM db_env.t"),
        (
            Dialect::Spark,
            "SELECT a FROM t GROUP BY a HAVING a > 1 DISTRIBUTE BY a SORT BY a",
            "SELECT a FROM t GROUP BY a HAVING a > 1 ORDER BY a",
        ),
        (Dialect::Spark, "SELECT a FROM t@v12", "SELECT a FROM t"),
        (
            Dialect::Ansi,
            "WITH q AS (SELECT 1) CREATE TABLE t AS SELECT * FROM q",
            "CREATE TABLE t AS WITH q AS (SELECT 1) SELECT * FROM q",
        ),
        (Dialect::Teradata, "SEL a FROM t WHERE a EQ 1", "SELECT a FROM t WHERE a = 1"),
        (Dialect::Tsql, "UPDATE t SET t.a += 1", "UPDATE t SET t.a = t.a + 1"),
        (
            Dialect::Redshift,
            "CREATE MATERIALIZED VIEW v BACKUP NO AUTO REFRESH YES AS SELECT a FROM t",
            "CREATE MATERIALIZED VIEW v AS SELECT a FROM t",
        ),
    ] {
        assert_eq!(understood(sql, dialect), [expected], "{sql}");
    }
    assert_eq!(
        understood("FROM s INSERT OVERWRITE TABLE t SELECT a WHERE a > 1 INSERT INTO TABLE u SELECT b", Dialect::Hive),
        ["INSERT OVERWRITE TABLE t SELECT a FROM s WHERE a > 1", "INSERT INTO TABLE u SELECT b FROM s"]
    );
}

#[test]
fn what_the_parser_has_no_words_for_is_kept() {
    let names = |names: &[&str]| names.iter().map(|name| Ident::new(*name)).collect::<Vec<_>>();
    let at = |location: &str| Extra { location: Some(location.to_owned()), ..Extra::default() };
    for (dialect, sql, expected) in [
        (
            Dialect::Athena,
            "CREATE TABLE t WITH (format = 'ORC', external_location = 's3://b/p/') AS SELECT 1 AS a",
            at("s3://b/p/"),
        ),
        (Dialect::Hive, "CREATE EXTERNAL TABLE t (a INT) STORED AS ORC LOCATION 's3://b/p'", at("s3://b/p")),
        (Dialect::Spark, "CREATE TABLE t USING parquet OPTIONS (path 's3://b/p') AS SELECT 1 AS a", at("s3://b/p")),
        (Dialect::Spark, "INSERT OVERWRITE DIRECTORY 's3://b/p' USING orc SELECT a FROM t", at("s3://b/p")),
        (
            Dialect::Spark,
            "INSERT OVERWRITE DIRECTORY USING orc OPTIONS (path 's3://b/p') SELECT a FROM t",
            at("s3://b/p"),
        ),
        (
            Dialect::Trino,
            "CREATE TABLE t (a, b) AS SELECT 1, 2",
            Extra { columns: names(&["a", "b"]), ..Extra::default() },
        ),
        (Dialect::Databricks, "INSERT INTO t BY NAME SELECT a FROM s", Extra { by_name: true, ..Extra::default() }),
        (Dialect::Ansi, "SELECT 'LOCATION' AS location FROM t", Extra::default()),
    ] {
        let script = script(sql, Some(dialect));
        let found: Vec<_> =
            script.statements.iter().flat_map(|statement| &statement.trees).map(|tree| &tree.extra).collect();
        assert_eq!(found, [&expected], "{sql}");
    }
}

#[test]
fn dialects_are_told_by_what_only_they_have() {
    for (sql, expected, message) in [
        (
            "CREATE TABLE t WITH (external_location = 's3://b/p') AS SELECT 1 AS a",
            Dialect::Athena,
            Some("taken as athena, for EXTERNAL_LOCATION"),
        ),
        (
            "CREATE TABLE t WITH (format = 'ORC') AS SELECT 1 AS a",
            Dialect::Trino,
            Some("taken as trino, for WITH (format = …)"),
        ),
        ("SELECT c FROM t LATERAL VIEW explode(b) u AS c", Dialect::Spark, Some("taken as spark, for LATERAL VIEW")),
        ("CREATE TABLE t DISTKEY(a) AS SELECT a FROM s", Dialect::Redshift, Some("taken as redshift, for DISTKEY")),
        (
            "SELECT a FROM t, LATERAL FLATTEN(input => t.b) f",
            Dialect::Snowflake,
            Some("taken as snowflake, for LATERAL FLATTEN"),
        ),
        (
            "SELECT value FROM TABLE(FLATTEN(input => parse_json('[1]')))",
            Dialect::Snowflake,
            Some("taken as snowflake, for FLATTEN"),
        ),
        ("SELECT a FROM t QUALIFY row_number() OVER (ORDER BY b) = 1", Dialect::Ansi, None),
        (
            "CREATE TABLE t USING delta AS SELECT a FROM s QUALIFY row_number() OVER (ORDER BY b) = 1",
            Dialect::Spark,
            Some("taken as spark, for USING DELTA"),
        ),
        ("SELECT flatten(a) FROM t", Dialect::Ansi, None),
        (
            "COPY INTO t FROM 's3://b/p' FILEFORMAT = PARQUET",
            Dialect::Databricks,
            Some("taken as databricks, for FILEFORMAT"),
        ),
        (
            "UNLOAD (SELECT a FROM t) TO 's3://b/p' WITH (format = 'PARQUET')",
            Dialect::Athena,
            Some("taken as athena, for UNLOAD"),
        ),
        (
            "UNLOAD ('SELECT a FROM t') TO 's3://b/p' IAM_ROLE 'r'",
            Dialect::Redshift,
            Some("taken as redshift, for UNLOAD"),
        ),
        ("SELECT a FROM `p.d.t`", Dialect::Bigquery, Some("taken as bigquery, for `p.d.t`")),
        ("SELECT a::int FROM t", Dialect::Postgres, Some("taken as postgres, for ::")),
        ("SELECT TOP 10 [a] FROM t", Dialect::Tsql, Some("taken as tsql, for TOP")),
        ("SELECT a FROM t", Dialect::Ansi, None),
        ("SELECT a FORM t, [b]", Dialect::Ansi, None),
    ] {
        let script = script(sql, None);
        let messages: Vec<_> = script.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!((script.dialect, messages), (expected, message.into_iter().collect()), "{sql}");
    }
}

/// The names behind FROM, JOIN and INTO that are tables, by a look at the tokens alone.
fn named(sql: &str, dialect: Dialect) -> Vec<String> {
    let grammar = ladder::grammars(dialect).first().unwrap();
    let tokens = Tokenizer::new(*grammar, sql).tokenize().unwrap_or_default();
    let tokens: Vec<_> = tokens.into_iter().filter(|token| !matches!(token, Token::Whitespace(_))).collect();
    let begins = |token: &Token| match token {
        Token::Word(Word { value, quote_style: None, .. }) => {
            ["from", "join", "into"].iter().any(|word| value.eq_ignore_ascii_case(word))
        }
        _ => false,
    };
    // Words that are no names: what is read from may be a query, what is written to may be said to be a table.
    let others = [
        "select",
        "table",
        "values",
        "temp",
        "temporary",
        "unlogged",
        "overwrite",
        "lateral",
        "only",
        "outer",
        "function",
        "stream",
    ];
    let name = |at: usize| {
        let mut at = at + 1;
        loop {
            let Token::Word(word) = tokens.get(at)? else { return None };
            match tokens.get(at + 1) {
                Some(Token::Period) => at += 2,
                // A function; a name with a hyphen, which is one name to the parser.
                Some(Token::LParen | Token::Minus) if word.quote_style.is_none() => return None,
                _ => {
                    let last = word.value.rsplit('.').next()?.to_lowercase();
                    return Some(last).filter(|name| !others.contains(&name.as_str()));
                }
            }
        }
    };
    let begin = tokens.iter().enumerate().filter(|(_, token)| begins(token));
    begin.filter_map(|(at, _)| name(at)).collect()
}

#[test]
#[allow(clippy::print_stdout)]
fn no_accepted_statement_loses_a_table() {
    for file in ["parse_sqlfluff.jsonl", "parse_sqlglot.jsonl"] {
        let path = format!("{}/../../shared/corpus/sql/{file}", env!("CARGO_MANIFEST_DIR"));
        let Ok(text) = std::fs::read_to_string(path) else {
            println!("no {file}: nothing is tested");
            return;
        };
        for line in text.lines() {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| record.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
            let dialect = text("dialect").parse().unwrap_or_default();
            let statements = script(text("sql"), Some(dialect)).statements;
            if statements.iter().any(|statement| !statement.errors.is_empty()) {
                continue;
            }
            let trees = statements.iter().flat_map(|statement| &statement.trees);
            let trees: Vec<_> = trees.map(|tree| format!("{:?}", tree.statement).to_lowercase()).collect();
            for name in named(text("sql"), dialect) {
                // The end of a name: it may be one with its dots, or several.
                let end = format!("{name}\"");
                assert!(trees.iter().any(|tree| tree.contains(&end)), "{name} of {}", text("sql"));
            }
        }
    }
}
