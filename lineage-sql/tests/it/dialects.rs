//! What few dialects write: words that are no columns, tables that are named in other places, clauses beside a query.

use lineage_sql::Dialect::{self, Ansi, Bigquery, Clickhouse, Databricks, Duckdb, Hive, Mysql, Oracle, Postgres};
use lineage_sql::Dialect::{Redshift, Snowflake, Spark, Trino, Tsql};

use crate::scripts::check;

fn all(cases: &[(Dialect, &str, &[&str])]) {
    for (dialect, sql, expected) in cases {
        check(*dialect, sql, expected);
    }
}

#[test]
fn words_that_are_no_columns() {
    all(&[
        (
            Oracle,
            "SELECT level, id FROM e START WITH m IS NULL CONNECT BY PRIOR id = m",
            &["select reads E ID<-ID@1:15"],
        ),
        (Oracle, "SELECT level FROM e", &["select reads E LEVEL<-LEVEL@1:8"]),
        (Oracle, "SELECT q.NEXTVAL AS n, a FROM t", &["select reads T A<-A@1:24"]),
        (Snowflake, "SELECT t.nextval FROM t", &["select reads T NEXTVAL<-NEXTVAL@1:10"]),
        (Bigquery, "SELECT s.nextval FROM t", &["select reads t nextval<-s@1:8"]),
        (Tsql, "SELECT NEXT VALUE FOR s.q OVER (ORDER BY a) AS n, b FROM t", &["select reads t b<-b@1:51"]),
        (Postgres, "UPDATE t SET (a, b) = (DEFAULT, c)", &["update t b<-c@1:33"]),
        (
            Postgres,
            "MERGE INTO t USING s ON t.i = s.i WHEN NOT MATCHED THEN INSERT (i, a) VALUES (s.i, DEFAULT)",
            &["merge t reads s i<-i@1:81"],
        ),
        (Postgres, "INSERT INTO t (a) VALUES (DEFAULT)", &["insert t"]),
        (Postgres, "SELECT o.a FROM ONLY o JOIN ONLY (p) ON o.i = p.i", &["select reads o reads p a<-a@1:10"]),
        (Postgres, "UPDATE ONLY t SET a = b", &["update t a<-b@1:23"]),
        (Ansi, "SELECT only.a FROM only", &["select reads only a<-a@1:13"]),
        (Spark, "SET VAR x = (SELECT max(a) FROM t); SELECT b FROM t", &["other", "select reads t b<-b@1:44"]),
        (Tsql, "SELECT a FROM t OPTION (RECOMPILE, MAXDOP 1)", &["select reads t a<-a@1:8"]),
        (
            Tsql,
            "SELECT x.a, y.b FROM u x (NOLOCK), v AS y (NOLOCK, INDEX(1)) JOIN w (HOLDLOCK) ON w.i = y.i",
            &["select reads u reads v reads w a<-a@1:10 b<-b@1:15"],
        ),
        (Redshift, "SELECT i, e FROM t AS c, c.x AS e AT i", &["select reads t e<-x@1:28"]),
    ]);
}

#[test]
fn columns_that_have_no_name() {
    all(&[
        (Snowflake, "SELECT $2 AS x FROM t", &["select reads T X<-$2@1:8"]),
        (Snowflake, "SELECT $2 AS x FROM (SELECT a, b FROM t)", &["select reads T X<-B@1:32"]),
        (Snowflake, "SELECT $3 AS x FROM (SELECT a, b FROM t)", &["select reads T X<-$3@1:8 unresolved-column@1:8"]),
        (Snowflake, "SELECT $1 AS x FROM t, u", &["select reads T reads U X<-$1@1:8 unresolved-column@1:8"]),
        (
            Snowflake,
            "SELECT $1:k AS x, f.$2 AS y FROM @stage/p (FILE_FORMAT => 'f') f",
            &["select reads @stage/p X<-$1@1:8 Y<-$2@1:21"],
        ),
        (
            Snowflake,
            "COPY INTO t (a, b, c) FROM (SELECT $1:k, f.$2, upper($3) FROM @stage/p f)",
            &["copy T reads @stage/p A<-$1 B<-$2 C<-$3@1:54"],
        ),
        (
            Databricks,
            "COPY INTO t FROM (SELECT _c0::INT AS a, _c1 FROM 's3://b/p') FILEFORMAT = CSV",
            &["copy t reads s3://b/p a<-_c0@1:26 _c1<-_c1@1:41"],
        ),
        (Spark, "SELECT hash(*) AS h, count(*) AS n FROM t", &["select reads t h<-*"]),
        (Spark, "SELECT to_json(struct(t.*)) AS j FROM t", &["select reads t j<-*"]),
        (
            Snowflake,
            "SELECT object_construct(* EXCLUDE a) AS o FROM (SELECT a, b FROM t)",
            &["select reads T O<-B@1:59"],
        ),
        (Clickhouse, "SELECT t.p.2 AS x, q.1 AS y FROM t", &["select reads t x<-p@1:10 y<-q@1:20"]),
    ]);
}

#[test]
fn tables_that_are_named_elsewhere() {
    all(&[
        (Clickhouse, "SELECT dictGet(d.e, 'v', k) AS x FROM t", &["select reads t reads d.e x<-k@1:26"]),
        (Clickhouse, "SELECT dictGetOrDefault('d.e', 'v', k, 0) AS x FROM t", &["select reads t reads d.e x<-k@1:37"]),
        (Spark, "SELECT dictget(d, k) AS x FROM t", &["select reads t x<-d@1:16 x<-k@1:19"]),
        (
            Duckdb,
            "SELECT a FROM read_csv(['s3://b/x', 's3://b/y'])",
            &["select reads s3://b/x reads s3://b/y a<-a@1:8 a<-a@1:8"],
        ),
        (Hive, "INSERT INTO t PARTITION (p = '1', q) SELECT a, b FROM s", &["insert t reads s a<-a@1:45 q<-b@1:48"]),
        (
            Tsql,
            "INSERT INTO t (a) OUTPUT inserted.a, 1 INTO log (x, y) SELECT b FROM s",
            &["insert t reads s a<-b@1:63", "insert log reads t x<-a@1:35"],
        ),
        (
            Tsql,
            "DELETE FROM t OUTPUT deleted.a INTO dbo.log WHERE b = 1",
            &["delete t", "insert dbo.log reads t a<-a@1:30"],
        ),
        (Tsql, "WITH c AS (SELECT a AS x, b FROM t) UPDATE c SET x = b", &["update t reads t a<-b@1:27"]),
        (Tsql, "WITH c AS (SELECT *, 1 AS n FROM t) DELETE FROM c WHERE n > 1", &["delete t reads t"]),
        (Tsql, "UPDATE c SET x = 1 + d FROM (SELECT a AS x, d FROM t) c", &["update t reads t a<-d@1:45"]),
        (Postgres, "UPDATE t AS z SET a = 1 RETURNING z.b", &["update t", "select reads t b<-b@1:37"]),
        (Postgres, "WITH c AS (SELECT a FROM u) UPDATE c SET a = b", &["update c reads u a<-b@1:46"]),
    ]);
}

#[test]
fn tables_of_one_name() {
    all(&[
        (
            Ansi,
            "SELECT t.a FROM x.t JOIN y.t ON x.t.i = y.t.i",
            &["select reads x.t reads y.t a<-a@1:10 unresolved-column@1:10"],
        ),
        (
            Ansi,
            "CREATE TABLE x.t (a INT, i INT); CREATE TABLE y.t (i INT); SELECT t.a FROM x.t JOIN y.t ON x.t.i = y.t.i",
            &["create-table x.t", "create-table y.t", "select reads x.t reads y.t a<-a@1:69"],
        ),
    ]);
}

#[test]
fn clauses_that_say_nothing_about_columns() {
    all(&[
        (Clickhouse, "SELECT x.a FROM x GLOBAL ANY LEFT JOIN y USING (k)", &["select reads x reads y a<-a@1:10"]),
        (Clickhouse, "SELECT a FROM x SEMI LEFT JOIN y USING (k)", &["select reads x reads y a<-a@1:8"]),
        (Clickhouse, "SELECT a FROM x WHERE b GLOBAL NOT IN (SELECT c FROM y)", &["select reads x reads y a<-a@1:8"]),
        (Duckdb, "SELECT x.a FROM x ASOF LEFT JOIN y ON x.k >= y.k", &["select reads x reads y a<-a@1:10"]),
        (Duckdb, "WITH c AS NOT MATERIALIZED (SELECT a FROM t) SELECT a FROM c", &["select reads t a<-a@1:36"]),
        (
            Postgres,
            "WITH RECURSIVE r AS (SELECT a FROM t UNION ALL SELECT a FROM r) SEARCH DEPTH FIRST BY a SET o \
             CYCLE a SET c USING p SELECT a FROM r",
            &["select reads t a<-a@1:29"],
        ),
        (Postgres, "CREATE MATERIALIZED VIEW v AS SELECT a FROM t WITH NO DATA", &["create-view v reads t a<-a@1:38"]),
        (
            Oracle,
            "SELECT max(a) KEEP (DENSE_RANK LAST ORDER BY b) AS m FROM t",
            &["select reads T M<-A@1:12 M<-B@1:46"],
        ),
        (
            Oracle,
            "CREATE TABLE n TABLESPACE u PARALLEL 4 NOLOGGING AS SELECT a FROM t",
            &["create-table N reads T A<-A@1:60"],
        ),
        (
            Databricks,
            "MERGE WITH SCHEMA EVOLUTION INTO t USING s ON t.i = s.i WHEN MATCHED THEN UPDATE SET v = s.v",
            &["merge t reads s v<-v@1:92"],
        ),
        (
            Bigquery,
            "SELECT s_x, s_y FROM (SELECT v, q FROM t) PIVOT (sum(v) AS s FOR q IN ('a' AS x, 'b' AS y))",
            &["select reads t s_x<-v@1:30 s_y<-v@1:30"],
        ),
        (
            Oracle,
            "CREATE OR REPLACE FORCE VIEW v (x) AS SELECT a FROM t WITH READ ONLY",
            &["create-view V reads T X<-A@1:46"],
        ),
        (Clickhouse, "SELECT multiIf(a, b, c) AS x FROM t", &["select reads t x<-a@1:16 x<-b@1:19 x<-c@1:22"]),
    ]);
}

#[test]
fn statements_without_semicolons() {
    all(&[
        (
            Tsql,
            "DECLARE @d DATE = GETDATE()\nINSERT INTO t (a)\nSELECT b FROM s\nUPDATE t SET a = u.b\nFROM t JOIN u ON u.i = t.i\n\
             DELETE FROM t\nSELECT a FROM t\nUNION ALL\nSELECT b FROM w",
            &[
                "other",
                "insert t reads s a<-b@3:8",
                "update t reads t reads u a<-b@4:20",
                "delete t",
                "select reads t reads w a<-a@7:8 a<-b@9:8",
            ],
        ),
        (
            Tsql,
            "DECLARE c CURSOR FOR SELECT a FROM t\nOPEN c\nFETCH NEXT FROM c INTO @a\nINSERT INTO u SELECT b FROM v\nCLOSE c",
            &["other", "other", "other", "insert u reads v b<-b@4:22", "other"],
        ),
        (Tsql, "ALTER PROCEDURE p AS INSERT INTO t SELECT a FROM s", &["insert t reads s a<-a@1:43"]),
        (Tsql, "EXEC ('INSERT INTO t SELECT a FROM s')", &["insert t reads s a<-a@1:29"]),
        (Tsql, "EXEC sp_executesql N'INSERT INTO t SELECT a FROM s', N'@x INT', 1", &["insert t reads s a<-a@1:43"]),
        (Tsql, "EXEC (@sql)", &["other not-supported@1:1"]),
        (
            Tsql,
            "CREATE VIEW v\nWITH SCHEMABINDING\nAS\nWITH c AS (SELECT a FROM t)\nSELECT a FROM c",
            &["create-view v reads t a<-a@4:19"],
        ),
        (
            Tsql,
            "SELECT a FROM t\nWITH c AS (SELECT b FROM u)\nSELECT b FROM c",
            &["select reads t a<-a@1:8", "select reads u b<-b@2:19"],
        ),
        // A mistake is of one statement alone, and all of it is.
        (Tsql, "SELECT a FORM b c,\nopen,\nfetch FROM t", &["error syntax-error@1:15"]),
        (
            Tsql,
            "INSERT INTO t SELECT a FORM s x\nSELECT b FROM u",
            &["error syntax-error@1:29", "select reads u b<-b@2:8"],
        ),
        (Tsql, "CREATE VIEW v AS\nSELECT a FROM t", &["create-view v reads t a<-a@2:8"]),
        (
            Tsql,
            "CREATE PROC p AS BEGIN\nSET NOCOUNT ON\nTRUNCATE TABLE t\nINSERT INTO t\nSELECT a FROM s\n\
             MERGE INTO d USING t ON d.a = t.a\nWHEN MATCHED THEN\nUPDATE SET b = t.b;\nEND",
            &["other", "insert t reads s a<-a@5:8", "merge d reads t b<-b@8:18"],
        ),
        (
            Tsql,
            "IF EXISTS (SELECT 1 FROM t)\nBEGIN\nINSERT INTO x SELECT a FROM t\nDELETE FROM y\nEND\nELSE\nUPDATE z SET q = 1\n\
             SELECT c FROM w",
            &["insert x reads t a<-a@3:22", "delete y", "update z", "select reads w c<-c@8:8"],
        ),
        (
            Tsql,
            "DECLARE @t TABLE (a INT, b INT)\nINSERT INTO @t SELECT x, y FROM s",
            &["other", "insert @t reads s a<-x@2:23 b<-y@2:26"],
        ),
    ]);
}

#[test]
fn names_of_arguments_and_fields() {
    all(&[
        (Trino, "SELECT f(p => a) AS x FROM t", &["select reads t x<-a@1:15"]),
        (Trino, "SELECT json_object(k VALUE v) AS x FROM t", &["select reads t x<-k@1:20 x<-v@1:28"]),
        (Spark, "SELECT a[0].g, m['k'].h FROM t", &["select reads t g<-a@1:8 h<-m@1:16"]),
        (
            Snowflake,
            "MERGE INTO t USING s ON t.i = s.i WHEN MATCHED THEN UPDATE ALL BY NAME WHEN NOT MATCHED THEN INSERT ALL BY NAME",
            &["merge T reads S *<-*"],
        ),
    ]);
}

#[test]
fn expressions_of_each_column() {
    let inner = "(SELECT a, b FROM t)";
    let cases = [
        (format!("SELECT COLUMNS(*) FROM {inner}"), "select reads t a<-a@1:32 b<-b@1:35"),
        (format!("SELECT max(COLUMNS(* EXCLUDE (a))) + 1 FROM {inner}"), "select reads t b<-b@1:56"),
        // Which of them the pattern means is not followed, and said.
        (format!("SELECT 1, COLUMNS('a.*') FROM {inner}"), "select reads t *<-a@1:39 *<-b@1:42 unexpanded-star@1:11"),
        ("SELECT COLUMNS(c -> c LIKE 'a%') FROM t".to_owned(), "select reads t *<-* unexpanded-star@1:8"),
    ];
    for (sql, expected) in cases {
        check(Duckdb, &sql, &[expected]);
    }
}

#[test]
fn several_tables_are_updated() {
    all(&[(
        Mysql,
        "UPDATE t, u SET t.a = u.b, u.c = 1 WHERE t.i = u.i",
        &["update t reads u a<-b@1:25", "update u reads u reads t"],
    )]);
}

#[test]
fn tables_and_models_as_arguments() {
    all(&[
        (
            Bigquery,
            "SELECT p FROM ML.PREDICT(MODEL d.m, (SELECT a, b FROM d.t), STRUCT(1 AS h))",
            &["select reads d.t p<-a@1:45 p<-b@1:48"],
        ),
        (Bigquery, "SELECT p FROM GAP_FILL(TABLE d.t, c => 'x') AS p", &["select reads d.t p<-*@1:8"]),
        (Trino, "SELECT p FROM TABLE(f(input => TABLE(t))) AS u (p)", &["select reads t p<-*@1:8"]),
        (
            Snowflake,
            "SELECT f.value FROM t, TABLE(FLATTEN(input => t.a)) f, u WHERE date_part(year FROM t.b) = 1",
            &["select reads T reads U VALUE<-A@1:49"],
        ),
        (
            Trino,
            "SELECT p FROM TABLE(f(TABLE(s.t) PARTITION BY (a, b) ORDER BY c, x => 1)) AS u (p)",
            &["select reads s.t p<-*@1:8"],
        ),
    ]);
}

#[test]
fn steps_behind_a_query() {
    all(&[
        (
            Bigquery,
            "FROM d.t |> WHERE t.x = 1 |> JOIN d.u USING (id) |> AGGREGATE sum(u.a) AS s GROUP BY t.y",
            &["select reads d.t reads d.u y<-y@1:88 s<-a@1:69"],
        ),
        (
            Bigquery,
            "FROM d.t |> SET a = b + 1 |> RENAME c AS e |> AS q |> SELECT q.a, q.e, q.f",
            &["select reads d.t a<-b@1:21 e<-c@1:37 f<-f@1:74"],
        ),
        // What was selected has no table any more.
        (Bigquery, "FROM d.t |> SELECT a |> SELECT t.a", &["select reads d.t a<-a@1:34 unknown-qualifier@1:34"]),
    ]);
}
