//! Statements that other projects read wrongly, or once did.

use std::fmt::Write as _;

use lineage_sql::{SqlRequest, TableColumns};

use crate::invariants::{lineage, options};

/// Checks the plain view of the last statement of a script.
fn check(dialect: &str, tables: &[(&str, &str)], sql: &str, expected: &[(&str, &str)]) {
    let columns = |columns: &str| TableColumns::Names(columns.split(' ').map(str::to_owned).collect());
    let schemas = tables.iter().map(|(table, names)| ((*table).to_owned(), columns(names))).collect();
    let request = SqlRequest { sql: sql.into(), dialect: Some(dialect.into()), schemas, ..SqlRequest::default() };
    let lineage = lineage(sql, &options(&request));
    let statement = lineage.statements.last().unwrap();
    let mapping = statement.mapping.iter().map(|column| (column.to.clone(), column.from.join(" ")));
    let expected: Vec<_> = expected.iter().map(|(to, from)| ((*to).to_owned(), (*from).to_owned())).collect();
    assert_eq!(mapping.collect::<Vec<_>>(), expected, "{dialect}: {sql}");
}

/// sqllineage #704: the list of columns goes before what the catalogue knows; without one the places count.
#[test]
fn an_insert_into_a_table_that_has_more_columns() {
    let tables = [("db1.tab2", "a d e f")];
    let expected = [("db1.tab2.d", "db1.tab1.a"), ("db1.tab2.e", "db1.tab1.b"), ("db1.tab2.f", "db1.tab1.c")];
    check("ansi", &tables, "INSERT INTO db1.tab2 (d, e, f) SELECT a, b, c FROM db1.tab1", &expected);
    let expected = [("db1.tab2.a", "db1.tab1.x"), ("db1.tab2.d", "db1.tab1.y")];
    check("ansi", &tables, "INSERT INTO db1.tab2 SELECT x, y FROM db1.tab1", &expected);
}

/// sqllineage #656.
#[test]
fn an_alias_before_its_expression() {
    let expected = [("t.x", "u.c"), ("t.y", "u.d"), ("t.e", "u.e")];
    check("tsql", &[], "INSERT INTO t SELECT x = a.c, y = a.d + 1, a.e FROM u AS a", &expected);
    check("tsql", &[], "SELECT x = a.c, [y] = a.d + 1, a.e INTO t FROM u AS a", &expected);
}

/// sqllineage #481 and #486: common table expressions behind the list of columns.
#[test]
fn common_table_expressions_inside_an_insert() {
    let sql = "INSERT INTO public.t3 (c1) WITH cte1 AS (SELECT t1.c1 FROM public.t1 t1), \
        cte2 AS (SELECT t2.c1 FROM public.t2 t2) \
        SELECT sq1.c1 FROM (SELECT cte1.c1 FROM cte1 UNION ALL SELECT cte2.c1 FROM cte2) sq1";
    check("redshift", &[], sql, &[("public.t3.c1", "public.t1.c1 public.t2.c1")]);
    let sql = "INSERT INTO t (id) WITH c AS (SELECT name FROM s) SELECT name FROM c";
    check("redshift", &[], sql, &[("t.id", "s.name")]);
}

/// sqllineage #584: a table that is both read and written.
#[test]
fn a_target_that_is_joined() {
    let sql =
        "INSERT INTO t (id) SELECT q.id FROM (SELECT s.id FROM s LEFT JOIN t ON s.id = t.id WHERE t.id IS NULL) q";
    check("redshift", &[], sql, &[("t.id", "s.id")]);
}

/// sqllineage #713: an alias inside parentheses.
#[test]
fn joins_in_parentheses() {
    let sql = "CREATE VIEW v AS WITH c AS (SELECT k FROM t1) \
        SELECT x.k AS a, y.b FROM ((t2 AS y JOIN c AS x ON y.k = x.k))";
    check("mysql", &[], sql, &[("v.a", "t1.k"), ("v.b", "t2.b")]);
}

#[test]
fn columns_that_a_join_made_one_stand_first() {
    let tables = [("t", "a k b"), ("u", "c k d"), ("v", "k e")];
    let expected = [("w.p", "t.k u.k"), ("w.q", "t.a"), ("w.r", "t.b"), ("w.s", "u.c"), ("w.z", "u.d")];
    for join in ["t JOIN u USING (k)", "t NATURAL JOIN u", "t LEFT JOIN u USING (k)", "t NATURAL FULL JOIN u"] {
        check("trino", &tables, &format!("INSERT INTO w (p, q, r, s, z) SELECT * FROM {join}"), &expected);
    }
    let expected = [("k", "t.k u.k v.k"), ("a", "t.a"), ("b", "t.b"), ("c", "u.c"), ("d", "u.d"), ("e", "v.e")];
    check("trino", &tables, "SELECT * FROM t JOIN u USING (k) JOIN v USING (k)", &expected);
    check("trino", &tables, "SELECT u.* FROM t JOIN u USING (k)", &[("c", "u.c"), ("k", "u.k"), ("d", "u.d")]);
}

/// Aliases and names of common table expressions are compared without their case, where the dialect has it so.
#[test]
fn names_in_another_case() {
    for dialect in ["athena", "trino", "hive", "spark", "redshift", "postgres", "snowflake", "tsql", "duckdb", "mysql"]
    {
        check(
            dialect,
            &[],
            "WITH Q AS (SELECT A AS b FROM t) SELECT x.B AS c FROM q AS X",
            &[(
                if dialect == "snowflake" { "C" } else { "c" },
                match dialect {
                    "snowflake" => "T.A",
                    "spark" | "tsql" | "duckdb" | "mysql" => "t.A",
                    _ => "t.a",
                },
            )],
        );
    }
}

/// A map from names to columns loses the second of two that are called alike.
#[test]
fn output_columns_of_one_name() {
    check("trino", &[], "SELECT t.a, u.a FROM t, u", &[("a", "t.a u.a")]);
    check("trino", &[], "INSERT INTO w (x, y) SELECT t.a, u.a FROM t, u", &[("w.x", "t.a"), ("w.y", "u.a")]);
    let sql = "INSERT INTO w (x, y, z) SELECT a, b AS a, c AS a FROM t";
    check("trino", &[], sql, &[("w.x", "t.a"), ("w.y", "t.b"), ("w.z", "t.c")]);
    let sql = "INSERT INTO w (x, y, z) SELECT t.a, 1, u.a FROM t, u";
    check("trino", &[], sql, &[("w.x", "t.a"), ("w.z", "u.a")]);
}

/// What is deep or long is not only read, but read right.
#[test]
fn deep_and_long_statements() {
    let nested = "SELECT a FROM (".repeat(30) + "SELECT b AS a FROM t" + &") AS q".repeat(30);
    check("trino", &[], &nested, &[("a", "t.b")]);
    let scalar = "(SELECT max(".repeat(30) + "t.b" + &") FROM u)".repeat(30);
    check("trino", &[], &format!("SELECT {scalar} AS a FROM t"), &[("a", "t.b")]);
    let mut chain = "WITH q0 AS (SELECT b AS a0 FROM t)".to_owned();
    for place in 1..300 {
        write!(chain, ", q{place} AS (SELECT a{} AS a{place} FROM q{})", place - 1, place - 1).unwrap();
    }
    check("trino", &[], &format!("{chain} SELECT a299 AS a FROM q299"), &[("a", "t.b")]);
    let branches: Vec<String> = (0..500).map(|place| format!("SELECT a{place} AS a FROM t{place}")).collect();
    let from: Vec<String> = (0..500).map(|place| format!("t{place}.a{place}")).collect();
    check("trino", &[], &branches.join(" UNION ALL "), &[("a", &from.join(" "))]);
    let terms: Vec<String> = (0..2_000).map(|place| format!("a{place}")).collect();
    let from: Vec<String> = terms.iter().map(|term| format!("t.{term}")).collect();
    check("trino", &[], &format!("SELECT {} AS a FROM t", terms.join(" + ")), &[("a", &from.join(" "))]);
    check("trino", &[], &format!("SELECT concat({}) AS a FROM t", terms.join(", ")), &[("a", &from.join(" "))]);
}

/// Tables beside a join are not joined by it, but arrays of theirs are in reach.
#[test]
fn tables_of_one_from_clause() {
    let tables = [("z", "x p"), ("a", "x q"), ("b", "x r")];
    let sql = "INSERT INTO t (c1, c2, c3, c4, c5) SELECT * FROM z, a JOIN b USING (x)";
    let expected = [("t.c1", "z.x"), ("t.c2", "z.p"), ("t.c3", "a.x b.x"), ("t.c4", "a.q"), ("t.c5", "b.r")];
    check("ansi", &tables, sql, &expected);
    check("bigquery", &[], "SELECT i.n FROM d.t, t.items AS i", &[("n", "d.t.items")]);
    check("trino", &[("t", "a b")], "SELECT x FROM t, UNNEST(t.a) AS u (x)", &[("x", "t.a")]);
    check(
        "postgres",
        &[("o", "status"), ("status", "id")],
        "SELECT status FROM o JOIN status ON true",
        &[("status", "o.status")],
    );
    let sql = "SELECT (SELECT max(u.x + t.y) FROM a.t u) AS m FROM b.t";
    check("ansi", &[], sql, &[("m", "a.t.x b.t.y")]);
}

/// What a statement inside another gives back, and the expressions in front of it.
#[test]
fn statements_inside_of_queries() {
    let sql = "WITH m AS (DELETE FROM q USING j WHERE q.id = j.id RETURNING q.id, j.name) \
               INSERT INTO h (a, b) SELECT id, name FROM m";
    check("postgres", &[], &format!("{sql}; {sql}; INSERT INTO h (a) SELECT 1 FROM x"), &[]);
    let request = |sql: &str| SqlRequest { sql: sql.into(), dialect: Some("postgres".into()), ..SqlRequest::default() };
    let answer = request(sql).lineage().unwrap();
    assert_eq!(answer.statements[0].mapping[1].from, ["j.name"]);
    let sql = "WITH a AS (SELECT x FROM s), i AS (INSERT INTO t SELECT x FROM a RETURNING x) SELECT x FROM i";
    let answer = request(sql).lineage().unwrap();
    let from: Vec<_> = answer.statements.iter().map(|statement| statement.mapping[0].from[0].as_str()).collect();
    assert_eq!(from, ["t.x", "s.x"]);
    let sql = "MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, v) VALUES (id, v)";
    check("bigquery", &[], sql, &[("t.id", "s.id"), ("t.v", "s.v")]);
}

/// Tables that change their names, columns and rows.
#[test]
fn tables_have_a_history() {
    let sql = "CREATE TABLE n AS SELECT a, b FROM s; ALTER TABLE n RENAME TO x; INSERT INTO f SELECT * FROM x";
    check("redshift", &[], sql, &[("f.a", "x.a"), ("f.b", "x.b")]);
    let sql = "CREATE EXTERNAL TABLE t (a int) PARTITIONED BY (p string) LOCATION 's3://b/t/'; INSERT INTO t SELECT x, y FROM s";
    check("athena", &[], sql, &[("t.a", "s.x"), ("t.p", "s.y")]);
    let sql = "CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN b int; INSERT INTO t SELECT x, y FROM s";
    check("postgres", &[], sql, &[("t.a", "s.x"), ("t.b", "s.y")]);
    check(
        "databricks",
        &[("t", "x y")],
        "INSERT INTO t BY NAME SELECT b AS y, a AS x FROM s",
        &[("t.x", "s.a"), ("t.y", "s.b")],
    );
    check("redshift", &[], "SET search_path TO sales, public; SELECT a FROM t", &[("a", "sales.t.a")]);
    let temporary = "CREATE TEMP TABLE st AS SELECT id, v FROM s1; UPDATE st SET v = m.v || st.v FROM m WHERE m.id = st.id; \
                     INSERT INTO fin SELECT id, v FROM st; DROP TABLE st; CREATE TABLE st AS SELECT z FROM s2";
    let request = SqlRequest {
        sql: temporary.into(),
        dialect: Some("redshift".into()),
        collapse_temporary: true,
        ..SqlRequest::default()
    };
    let answer = request.lineage().unwrap();
    assert_eq!(answer.statements[2].mapping[1].from, ["s1.v", "m.v"]);
    let collapsed: Vec<bool> = answer.statements.iter().map(|statement| statement.collapsed).collect();
    assert_eq!(collapsed, [true, true, false, false, false]);
}

/// Unions by name, beside stars, and in parentheses.
#[test]
fn branches_that_differ() {
    let sql = "SELECT a FROM x UNION ALL BY NAME SELECT b FROM y UNION ALL BY NAME SELECT b FROM z";
    check("duckdb", &[], sql, &[("a", "x.a"), ("b", "y.b z.b")]);
    let sql = "INSERT INTO t SELECT * FROM a UNION ALL SELECT x, y FROM b";
    check("ansi", &[], sql, &[("t.*", "a.*"), ("t.x", "b.x"), ("t.y", "b.y")]);
    let sql = "WITH RECURSIVE t AS ((SELECT a AS n FROM s UNION ALL SELECT n + 1 FROM t)) SELECT n FROM t";
    check("postgres", &[], sql, &[("n", "s.a")]);
}

/// Columns that stand where names do.
#[test]
fn keys_and_values_that_were_given() {
    check("trino", &[], "SELECT json_object(KEY k VALUE v) AS j FROM t", &[("j", "t.k t.v")]);
    check("trino", &[], "SELECT json_object('a' : v) AS j FROM t", &[("j", "t.v")]);
    let sql = "INSERT INTO t (a, b) SELECT x, y FROM s ON DUPLICATE KEY UPDATE b = VALUES(b) + t.b";
    check("mysql", &[], sql, &[("t.a", "s.x"), ("t.b", "s.y t.b")]);
}

/// Words that are no columns.
#[test]
fn units_and_variables() {
    check(
        "redshift",
        &[],
        "SELECT datediff(qtr, a, b) AS x, dateadd(mon, 1, c) AS y FROM t",
        &[("x", "t.a t.b"), ("y", "t.c")],
    );
    check("bigquery", &[], "DECLARE d DATE; SELECT a, d FROM t WHERE e = d", &[("a", "t.a")]);
    check("bigquery", &[("t", "a d")], "DECLARE d DATE; SELECT a, d FROM t", &[("a", "t.a"), ("d", "t.d")]);
    check("bigquery", &[], "FROM t |> WHERE r = 1 |> AGGREGATE SUM(m) AS s GROUP BY k", &[("k", "t.k"), ("s", "t.m")]);
}
