//! Statements inside of others, statements of one engine alone, and what is said of those that are not followed.

use lineage_sql::{ColumnRef, Dialect, SqlOptions, StatementLineage, analyze};

/// Checks what is said of each statement: its kind, target and sources, the names with their places that its columns
/// come from, and its diagnostics with their places.
pub(crate) fn check(dialect: Dialect, sql: &str, expected: &[&str]) {
    let options = SqlOptions { dialect: Some(dialect), ..SqlOptions::default() };
    let said: Vec<String> = analyze(sql, &options).unwrap().statements.iter().map(said).collect();
    assert_eq!(said, expected, "{dialect}: {sql}");
}

fn said(statement: &StatementLineage) -> String {
    let mut said = vec![name(statement.kind)];
    said.extend(statement.target.clone());
    said.extend(statement.sources.iter().map(|source| format!("reads {source}")));
    for edge in &statement.edges {
        let column = |column: &ColumnRef| column.column.clone().unwrap_or_default();
        let place = edge.position.map(|place| format!("@{}:{}", place.line, place.column)).unwrap_or_default();
        said.push(format!("{}<-{}{place}", column(&edge.to), column(&edge.from)));
    }
    for diagnostic in &statement.diagnostics {
        let place = diagnostic.position.map(|place| format!("@{}:{}", place.line, place.column)).unwrap_or_default();
        said.push(format!("{}{place}", name(diagnostic.code)));
    }
    said.join(" ")
}

fn name(named: impl serde::Serialize) -> String {
    serde_json::to_value(named).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn bodies_of_procedures_are_read() {
    let body = "BEGIN\n  INSERT INTO t SELECT a FROM s;\n  IF x THEN DELETE FROM u; END IF;\nEND;\n";
    for dialect in [Dialect::Redshift, Dialect::Postgres] {
        for text in [
            format!("CREATE OR REPLACE PROCEDURE p() AS $$\nDECLARE x INT; y INT;\n{body}$$ LANGUAGE plpgsql"),
            format!("CREATE PROCEDURE p() LANGUAGE plpgsql AS $b$\n\n{body}$b$"),
            format!("CREATE PROCEDURE p() EXECUTE AS OWNER AS $$\n\n{body}$$"),
            format!("DO $$\n\n{body}$$"),
            format!("DO LANGUAGE plpgsql $$\n\n{}$$", body.replace(";\n  IF", " RETURNING b INTO x;\n  IF")),
            format!("CREATE FUNCTION p() RETURNS INT LANGUAGE plpgsql AS '\n\n{body}'"),
        ] {
            check(dialect, &text, &["insert t reads s a<-a@4:24", "delete u"]);
        }
    }
    check(
        Dialect::Snowflake,
        "CREATE PROCEDURE p() RETURNS VARCHAR LANGUAGE SQL AS $$ BEGIN INSERT INTO t SELECT a FROM s; END $$; SELECT 1",
        &["insert T reads S A<-A@1:84", "select"],
    );
    check(
        Dialect::Mysql,
        "CREATE PROCEDURE p() BEGIN INSERT INTO t SELECT a AS 'x' FROM s; END",
        &["insert t reads s x<-a@1:49"],
    );
    // A query into variables writes no table; a statement that is wrong is so at its place.
    check(
        Dialect::Postgres,
        "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN SELECT a INTO x FROM t; INSERT INTO t SELECT a FORM s; END $$",
        &["error syntax-error@1:103"],
    );
    check(
        Dialect::Postgres,
        "CREATE PROCEDURE p() LANGUAGE sql AS $$ INSERT INTO t SELECT 'a $$",
        &["error syntax-error@1:62"],
    );
    // What other languages do is not known; what a function gives is where it is called.
    let unknown = "other not-supported@1:1";
    check(Dialect::Snowflake, "CREATE PROCEDURE p() RETURNS INT LANGUAGE javascript AS $$ f({a: 1}); $$", &[unknown]);
    check(Dialect::Snowflake, "CREATE FUNCTION f() RETURNS INT LANGUAGE python HANDLER = 'f' AS $$ x $$", &["other"]);
    check(Dialect::Snowflake, "CREATE FUNCTION f(a INT) RETURNS INT AS $$ SELECT b FROM t $$", &["other"]);
}

#[test]
fn statements_inside_of_others_are_read() {
    for (sql, expected) in [
        ("CREATE OR REPLACE TASK k WAREHOUSE = w AS INSERT INTO t SELECT a FROM s", "insert T reads S A<-A@1:64"),
        ("CREATE TASK k SCHEDULE = '1 m' AS BEGIN INSERT INTO t SELECT a FROM s; END", "insert T reads S A<-A@1:62"),
        ("CREATE PIPE p AUTO_INGEST = TRUE AS COPY INTO t FROM @stage", "copy T reads @stage *<-*"),
        ("EXECUTE IMMEDIATE 'INSERT INTO t SELECT a FROM s;'", "insert T reads S A<-A@1:41"),
        ("EXECUTE IMMEDIATE 'INSERT INTO t SELECT ''x'' AS b, a FROM s'", "insert T reads S A<-A@1:53"),
        // The places of a text with escapes cannot be told.
        (r"EXECUTE IMMEDIATE 'INSERT INTO t\nSELECT a FROM s'", "insert T reads S A<-A@1:19"),
        ("EXECUTE IMMEDIATE $$ BEGIN INSERT INTO t SELECT a FROM s; END $$", "insert T reads S A<-A@1:49"),
        ("EXECUTE IMMEDIATE 'INSERT INTO t SELEC a FROM s'", "error syntax-error@1:34"),
    ] {
        check(Dialect::Snowflake, sql, &[expected]);
    }
}

#[test]
fn queries_in_strings_are_read_at_their_place() {
    for (sql, expected) in [
        ("UNLOAD ('SELECT a FROM t') TO 's3://b/p' IAM_ROLE 'r'", "unload s3://b/p reads t a<-a@1:17"),
        ("UNLOAD ('\nSELECT ''é'', a FROM t;') TO 's3://b/p' IAM_ROLE 'r'", "unload s3://b/p reads t a<-a@2:15"),
        ("UNLOAD ($$SELECT a FROM t WHERE b = 'x'$$) TO 's3://b/p' IAM_ROLE 'r'", "unload s3://b/p reads t a<-a@1:18"),
        ("UNLOAD ('SELECT ''x'' FROM t WHRE b = 1') TO 's3://b/p'", "error syntax-error@1:35"),
        ("UNLOAD ('SELECT ''x FROM t') TO 's3://b/p'", "error syntax-error@1:17"),
        ("UNLOAD ('') TO 's3://b/p'", "error syntax-error@1:11"),
    ] {
        check(Dialect::Redshift, sql, &[expected]);
    }
}

#[test]
fn templates_are_refused_where_they_begin() {
    for (sql, column) in [
        ("SELECT {{ x }} FROM t", 8),
        ("SELECT a FROM {{ ref('t') }}", 15),
        ("SELECT a FROM t {% if x %} WHERE a = 1 {% endif %}", 17),
        ("SELECT a FROM t {%- if it's %}", 17),
        ("SELECT a FROM db_${env}.t", 19),
        ("SELECT ${hiveconf:x} FROM t", 9),
    ] {
        for dialect in [Dialect::Spark, Dialect::Athena, Dialect::Postgres, Dialect::Snowflake, Dialect::Ansi] {
            check(dialect, sql, &[&format!("error syntax-error@1:{column}")]);
        }
    }
    check(
        Dialect::Hive,
        "{{ config() }} SELECT a FROM t; SELECT a FROM t",
        &["error syntax-error@1:1", "select reads t a<-a@1:40"],
    );
    // What is in a string or a comment is no name.
    let harmless = "SELECT a FROM t /* {{ x }} */ WHERE b = '{{ x }} {% y %} ${hiveconf:z}' -- ${x}";
    check(Dialect::Hive, harmless, &["select reads t a<-a@1:8"]);
    check(Dialect::Duckdb, "SELECT {'x': {'y': a}} AS b FROM t", &["select reads t b<-a@1:20"]);
    check(Dialect::Duckdb, "SELECT MAP {{'x': a}: 1} AS b FROM t", &["select reads t b<-a@1:19"]);
}

#[test]
fn files_that_are_moved_swallow_nothing() {
    check(
        Dialect::Snowflake,
        "PUT file:///tmp/é/* @stg; INSERT INTO t SELECT a FROM s;\nGET @stg/x file:///tmp/; put file://C:\\a\\b @%t AUTO_COMPRESS=TRUE; LIST @stg; REMOVE @stg; SELECT b FROM u // c",
        &["other", "insert T reads S A<-A@1:48", "other", "other", "other", "other", "select reads U B<-B@2:99"],
    );
    check(Dialect::Snowflake, "SELECT a AS b, 'file:///x' FROM t", &["select reads T B<-A@1:8"]);
    check(Dialect::Snowflake, "PUT garbage", &["error syntax-error@1:12"]);
}

#[test]
fn what_one_engine_alone_has_is_read() {
    let function = "USING EXTERNAL FUNCTION f(c VARCHAR) RETURNS VARCHAR LAMBDA 'l'";
    let functions = format!("{function}, EXTERNAL FUNCTION g(a ROW(b INT, c INT), d INT) RETURNS DOUBLE SAGEMAKER 'e'");
    for (dialect, sql, expected) in [
        (Dialect::Athena, format!("{function} SELECT f(a) AS r FROM t"), "select reads t r<-a@1:74"),
        (Dialect::Athena, format!("{functions}\nSELECT f(a) AS r FROM t"), "select reads t r<-a@2:10"),
        (Dialect::Athena, format!("INSERT INTO u {function}\nSELECT f(a) AS r FROM t"), "insert u reads t r<-a@2:10"),
        (Dialect::Athena, "USING EXTERNAL FUNCTION f SELECT a FROM t".into(), "error syntax-error@1:1"),
        (Dialect::Redshift, "MERGE INTO t USING s ON t.a = s.a REMOVE DUPLICATES".into(), "merge t reads s *<-*"),
        (Dialect::Redshift, "MERGE INTO t USING s ON t.a = s.a REMOVE".into(), "error syntax-error@1:41"),
        (Dialect::Databricks, "CREATE TABLE t SHALLOW CLONE s VERSION AS OF 3".into(), "create-table t reads s *<-*"),
        (
            Dialect::Databricks,
            "CREATE TABLE t DEEP CLONE s TIMESTAMP AS OF date_sub(current_date(), 1) LOCATION 's3://b/p'".into(),
            "create-table t reads s *<-*",
        ),
        (Dialect::Databricks, "SELECT a ?:: INT AS b FROM t".into(), "select reads t b<-a@1:8"),
        (Dialect::Snowflake, "CREATE OR REPLACE STREAM s ON TABLE t".into(), "other"),
        (
            Dialect::Snowflake,
            "INSERT INTO IDENTIFIER('db.t') SELECT a FROM IDENTIFIER('\"x.y\".s')".into(),
            "insert DB.T reads x.y.S A<-A@1:39",
        ),
        (Dialect::Databricks, "SELECT a FROM IDENTIFIER('db.t')".into(), "select reads db.t a<-a@1:8"),
        (
            Dialect::Bigquery,
            "EXPORT DATA OPTIONS (uri = 'gs://b/*', format = 'CSV') AS SELECT a FROM d.t".into(),
            "unload gs://b/* reads d.t a<-a@1:66",
        ),
        (
            Dialect::Bigquery,
            "LOAD DATA OVERWRITE d.t (a INT64) FROM FILES (format = 'CSV', uris = ['gs://b/*'])".into(),
            "copy d.t reads gs://b/* *<-*",
        ),
    ] {
        check(dialect, &sql, &[expected]);
    }
    check(
        Dialect::Oracle,
        "INSERT ALL INTO t (a) VALUES (x) INTO u (b) VALUES (y) SELECT x, y FROM s",
        &["insert T reads S A<-X@1:63", "insert U reads S B<-Y@1:66"],
    );
}

#[test]
fn what_may_move_data_unseen_is_told() {
    for (dialect, sql) in [
        (Dialect::Snowflake, "EXECUTE IMMEDIATE 'INSERT INTO ' || x"),
        (Dialect::Redshift, "CALL p(1)"),
        (Dialect::Redshift, "ALTER TABLE t APPEND FROM s"),
        (Dialect::Spark, "ALTER TABLE t EXCHANGE PARTITION (a = 1) WITH TABLE s"),
        (Dialect::Tsql, "EXEC p 1"),
        (Dialect::Tsql, "ALTER TABLE t SWITCH PARTITION 1 TO u"),
        (Dialect::Snowflake, "EXECUTE IMMEDIATE FROM @stage/x.sql"),
    ] {
        check(dialect, sql, &["other not-supported@1:1"]);
    }
    check(Dialect::Redshift, "ALTER TABLE t ADD COLUMN a INT", &["other"]);
    check(
        Dialect::Oracle,
        "BEGIN EXECUTE IMMEDIATE x || y; INSERT INTO t SELECT a FROM s; END",
        &["insert T reads S A<-A@1:54 not-supported@1:7"],
    );
}

#[test]
fn a_mark_of_the_encoding_is_no_part_of_the_text() {
    check(Dialect::Ansi, "\u{feff}SELECT a FROM t", &["select reads t a<-a@1:8"]);
}
