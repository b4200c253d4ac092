//! Hostile SQL: deep, long, or with few words that mean many columns.

/// Texts of about `bytes` bytes each, with what they are.
pub(crate) fn hostile_texts(bytes: usize) -> Vec<(&'static str, String)> {
    // A text repeated; many short texts that differ by their number.
    let repeat = |item: &str| item.repeat(bytes / item.len());
    let each = |item: &dyn Fn(usize) -> String| {
        let mut text = String::new();
        for place in 0.. {
            if text.len() >= bytes {
                break;
            }
            text += &item(place);
        }
        text
    };
    let half = |before: &str, after: &str| {
        let count = bytes / (before.len() + after.len());
        (before.repeat(count), after.repeat(count))
    };
    let around = |before: &str, middle: &str, after: &str| {
        let (before, after) = half(before, after);
        before + middle + &after
    };
    // Common table expressions, each made of the one before.
    let chain = |first: &str, next: &dyn Fn(usize) -> String| {
        let links = each(&|place| format!(", q{} AS ({})", place + 1, next(place)));
        format!("WITH q0 AS ({first}){links} SELECT * FROM q{}", links.matches(" AS (").count())
    };
    let few = |first: &str, next: &dyn Fn(usize) -> String| {
        let links: String = (0..60).map(|place| format!(", q{} AS ({})", place + 1, next(place))).collect();
        format!("WITH q0 AS ({first}){links} SELECT * FROM q60")
    };
    let list = |item: &dyn Fn(usize) -> String| {
        each(&|place| format!("{}{}", if place == 0 { "" } else { ", " }, item(place)))
    };
    vec![
        ("sum", format!("SELECT 1{}", repeat("+1"))),
        ("sum of columns", format!("SELECT a{} FROM t", each(&|place| format!("+a{place}")))),
        ("unions", format!("SELECT 1{}", repeat(" UNION SELECT 1"))),
        ("unions of stars", format!("SELECT * FROM t{}", each(&|place| format!(" UNION SELECT * FROM t{place}")))),
        ("parentheses", around("(", "SELECT 1", ")")),
        ("parentheses of a value", format!("SELECT {}", around("(", "1", ")"))),
        ("open parentheses", repeat("(")),
        ("CASE", format!("SELECT {} FROM t", around("CASE WHEN a THEN ", "b", " END"))),
        ("CASE in a test", format!("SELECT {} FROM t", around("CASE WHEN ", "b", " THEN a END"))),
        ("subscripts", format!("SELECT a{} FROM t", repeat("[1]"))),
        ("subscripts in subscripts", format!("SELECT {} FROM t", around("a[", "b", "]"))),
        ("NOT", format!("SELECT {}a FROM t", repeat("NOT "))),
        ("minus", format!("SELECT {}a FROM t", repeat("- "))),
        ("dots", format!("SELECT a{} FROM t", repeat(".b"))),
        ("functions", format!("SELECT {} FROM t", around("f(", "a", ")"))),
        ("coalesce", format!("SELECT {} FROM t", around("coalesce(", "a", ", b)"))),
        ("nullif", format!("SELECT {} FROM t", around("nullif(", "a", ", b)"))),
        ("derived tables", around("SELECT * FROM (", "SELECT a FROM t", ") AS x")),
        ("subqueries", format!("SELECT {} FROM t", around("(SELECT ", "a", " FROM t)"))),
        ("subqueries in filters", around("SELECT a FROM t WHERE a IN (", "SELECT a FROM t", ")")),
        ("WITH in WITH", around("WITH q AS (", "SELECT a FROM t", ") SELECT * FROM q")),
        (
            "recursion in recursion",
            around(
                "WITH RECURSIVE q(a, b, c) AS (SELECT 1, x, y FROM t UNION ALL SELECT b, c, a FROM q, (",
                "SELECT a FROM t",
                ") AS x) SELECT * FROM q",
            ),
        ),
        (
            "recursion that moves columns",
            format!(
                "WITH RECURSIVE q AS (SELECT {0}, x AS y FROM t UNION ALL SELECT {1}, a0 FROM q) SELECT * FROM q",
                (0..bytes / 24).map(|place| format!("c{place} AS a{place}")).collect::<Vec<_>>().join(", "),
                (0..bytes / 24).map(|place| format!("a{}", place + 1)).collect::<Vec<_>>().join(", "),
            ),
        ),
        ("items of IN", format!("SELECT a FROM t WHERE a IN ({})", list(&|place| place.to_string()))),
        ("columns", format!("SELECT {} FROM t", list(&|place| format!("a{place}")))),
        ("columns of a join", format!("SELECT {} FROM t, u", list(&|place| format!("a{place}")))),
        ("stars", format!("SELECT {} FROM t", list(&|_| "*".into()))),
        ("stars of a join", format!("SELECT {} FROM {}", repeat("*, ") + "a", list(&|place| format!("t{place}")))),
        ("tables", format!("SELECT * FROM {}", list(&|place| format!("t{place}")))),
        ("columns of many tables", {
            let (columns, tables) = (list(&|place| format!("a{place}")), list(&|place| format!("t{place}")));
            format!("SELECT {columns} FROM {tables}")
        }),
        ("one column of many tables", {
            let (columns, tables) = (list(&|_| "a".into()), list(&|place| format!("t{place}")));
            format!("SELECT {columns} FROM {tables}")
        }),
        ("joins USING", format!("SELECT * FROM t{}", each(&|place| format!(" JOIN t{place} USING (a)")))),
        ("joins USING many", format!("SELECT * FROM t{}", each(&|place| format!(" JOIN t{place} USING (a{place})")))),
        ("joins", format!("SELECT * FROM t{}", each(&|place| format!(" JOIN t{place} ON t.a = t{place}.a")))),
        ("natural joins", {
            let columns = list(&|place| format!("a{place} int"));
            format!("CREATE TABLE t ({columns}); SELECT 1 FROM t{}", repeat(" NATURAL JOIN t"))
        }),
        ("stars of a wide table", {
            let columns = list(&|place| format!("a{place} int"));
            format!("CREATE TABLE t ({columns}); SELECT {}* FROM t", repeat("*, "))
        }),
        ("wide unions", {
            let columns = list(&|place| format!("a{place} int"));
            format!("CREATE TABLE t ({columns}); SELECT * FROM t{}", repeat(" UNION SELECT * FROM t"))
        }),
        ("statements", repeat("SELECT 1;")),
        ("statements of a column", repeat("SELECT a FROM t;")),
        ("semicolons", repeat(";")),
        ("commas", repeat(",")),
        ("spaces", repeat(" ")),
        ("quotes", repeat("'")),
        ("words", repeat("a ")),
        ("statements that are wrong", repeat("SELEC;")),
        ("long name", format!("SELECT {} FROM t", repeat("a"))),
        ("long name of many columns", format!("SELECT {} FROM {}", list(&|place| format!("a{place}")), repeat("t"))),
        ("comment", format!("/*{}*/", repeat("a"))),
        ("comments", repeat("/*a*/")),
        ("chain", chain("SELECT a FROM t", &|place| format!("SELECT * FROM q{place}"))),
        (
            "chain of stars that double",
            few("SELECT a FROM t", &|place| format!("SELECT x.*, y.* FROM q{place} x, q{place} y")),
        ),
        (
            "chain of open stars that double",
            few("SELECT * FROM t", &|place| format!("SELECT x.*, y.* FROM q{place} x, q{place} y")),
        ),
        ("chain of sums that double", few("SELECT a FROM t", &|place| format!("SELECT a + a AS a FROM q{place}"))),
        (
            "chain of renamed columns",
            few("SELECT a, b FROM t", &|place| format!("SELECT a + b AS a, b + a AS b FROM q{place}")),
        ),
        (
            "lateral aliases that double",
            format!("SELECT a AS x0, {} FROM t", list(&|place| format!("x{place} + x{place} AS x{}", place + 1))),
        ),
        ("sum of all, often", {
            let columns = list(&|place| format!("a{place}"));
            format!("SELECT {} FROM (SELECT concat({columns}) AS b FROM t)", list(&|place| format!("b AS c{place}")))
        }),
        ("sum of all, a chain of it", {
            let columns = list(&|place| format!("a{place}"));
            let links: String = each(&|place| format!(", q{} AS (SELECT b FROM q{place})", place + 1));
            format!("WITH q0 AS (SELECT concat({columns}) AS b FROM t){links} SELECT b FROM q9")
        }),
        ("groups by all", {
            let columns = list(&|place| format!("a{place}"));
            format!("SELECT {} FROM t GROUP BY {columns} ORDER BY {columns}", list(&|place| format!("a{place}")))
        }),
        ("windows of all", {
            let columns = list(&|place| format!("a{place}"));
            format!("SELECT {} FROM t WINDOW w AS (PARTITION BY {columns})", list(&|_| "sum(a) OVER w".into()))
        }),
        ("one name", format!("SELECT {} FROM (SELECT {} FROM t)", list(&|_| "a".into()), list(&|_| "a".into()))),
        ("aliases of one name", format!("SELECT {} FROM t ORDER BY a", list(&|place| format!("a{place} AS a")))),
        ("VALUES", format!("INSERT INTO t VALUES {}", list(&|_| "(1, 'a')".into()))),
        ("INSERT of columns", {
            let columns = list(&|place| format!("a{place}"));
            format!("INSERT INTO t ({columns}) SELECT {columns} FROM s")
        }),
        (
            "MATCH_RECOGNIZE in its keys",
            around(
                "SELECT * FROM t MATCH_RECOGNIZE (PARTITION BY (",
                "SELECT a FROM t",
                ") MEASURES a AS b PATTERN (A) DEFINE A AS a > 1) AS m",
            ),
        ),
        (
            "one CTE often",
            format!(
                "WITH q AS (SELECT {} FROM t) SELECT {}1",
                list(&|place| format!("a{place}")),
                repeat("(SELECT count(*) FROM q), ")
            ),
        ),
    ]
}
