use std::collections::BTreeMap;

use super::*;

/// The statements of a corpus file, if it is there.
fn corpus(file: &str) -> Option<Vec<serde_json::Value>> {
    let path = format!("{}/../../shared/corpus/sql/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).ok()?;
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[test]
fn acceptance() {
    for file in ["parse_sqlfluff.jsonl", "parse_sqlglot.jsonl"] {
        let Some(records) = corpus(file) else {
            println!("no {file}: nothing is tested");
            return;
        };
        let show = std::env::var("SHOW").unwrap_or_default();
        let counts = crate::stack::on_big_stack(|| {
            let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
            for record in &records {
                let name = record["dialect"].as_str().unwrap();
                let dialect = name.parse().unwrap_or_default();
                let script = parse(record["sql"].as_str().unwrap(), Some(dialect));
                let errors: Vec<_> = script.statements.iter().flat_map(|statement| &statement.errors).collect();
                let count = counts.entry(name.to_owned()).or_default();
                count.0 += usize::from(errors.is_empty());
                count.1 += 1;
                if show == name && !errors.is_empty() {
                    println!(
                        "{} {}\n   {}\n  -> {:?} {:?}",
                        file,
                        record["id"],
                        record["sql"].as_str().unwrap(),
                        errors[0].message,
                        errors[0].position
                    );
                }
            }
            counts
        })
        .unwrap();
        for (dialect, (accepted, all)) in counts {
            println!("{file} {dialect}: {accepted}/{all} {:.1} %", 100.0 * accepted as f64 / all as f64);
        }
    }
}

#[test]
fn stack_probe() {
    let Ok(shape) = std::env::var("SHAPE") else { return };
    let n: usize = std::env::var("N").unwrap().parse().unwrap();
    let mib: usize = std::env::var("MIB").unwrap().parse().unwrap();
    let r = |s: &str| s.repeat(n);
    let sql = match shape.as_str() {
        "sum" => format!("SELECT 1{}", r("+1")),
        "and" => format!("SELECT 1 FROM t WHERE a{}", r(" AND a")),
        "union" => format!("SELECT 1{}", r(" UNION SELECT 1")),
        "paren" => format!("SELECT {}1{}", r("("), r(")")),
        "subq" => format!("SELECT * FROM {}t{}", r("(SELECT * FROM "), r(") x")),
        "scalar" => format!("SELECT {}1{}", r("(SELECT "), r(")")),
        "exists" => format!("SELECT 1 FROM t WHERE {}1{}", r("EXISTS (SELECT 1 FROM t WHERE "), r("=1)")),
        "case" => format!("SELECT {}1{}", r("CASE WHEN 1 THEN "), r(" END")),
        "func" => format!("SELECT {}1{}", r("f("), r(")")),
        "sub" => format!("SELECT a{}", r("[1]")),
        "cast" => format!("SELECT a{}", r("::int")),
        "castf" => format!("SELECT {}1{}", r("cast("), r(" as int)")),
        "dots" => format!("SELECT a{}", r(".b")),
        "not" => format!("SELECT {}1", r("NOT ")),
        "minus" => format!("SELECT {}1", r("- ")),
        "interval" => format!("SELECT {}1", r("interval ")),
        "array" => format!("SELECT {}1{}", r("array["), r("]")),
        "type" => format!("SELECT cast(a as {}int{})", r("array<"), r(">")),
        "pivot" => format!("SELECT * FROM t{}", r(" PIVOT (sum(a) FOR b IN (1))")),
        "join" => format!("SELECT * FROM t{}", r(" JOIN t ON a = b")),
        "joinn" => format!("SELECT * FROM {}t{}", r("t JOIN "), r(" ON a = b")),
        "joinp" => format!("SELECT * FROM {}t{}", r("("), r(" JOIN t ON a = b)")),
        "cmp" => format!("SELECT a{}", r(" = a")),
        "isnull" => format!("SELECT a{}", r(" IS NULL")),
        "lambda" => format!("SELECT f({}1)", r("x -> ")),
        "in" => format!("SELECT 1 FROM t WHERE a IN (1{})", r(",1")),
        "cols" => format!("SELECT a{} FROM t", r(",a")),
        "ctes" => format!(
            "WITH a0 AS (SELECT 1){} SELECT * FROM a0",
            (1..n).map(|i| format!(", a{i} AS (SELECT * FROM a{})", i - 1)).collect::<String>()
        ),
        "between" => format!("SELECT a{}", r(" BETWEEN 1 AND 2")),
        "explain" => format!("{}SELECT 1", r("EXPLAIN ")),
        "with" => format!("{}SELECT 1{}", r("WITH a AS ("), r(") SELECT 1")),
        "tparen" => format!("SELECT * FROM {}t{}", r("("), r(")")),
        "qparen" => format!("{}SELECT 1{}", r("("), r(")")),
        "from" => format!("SELECT 1{}", r(" + from")),
        "strings" => format!("SELECT 1{}", r(" 'a'")),
        "arrow" => format!("SELECT a{}", r("->'a'")),
        "colon" => format!("SELECT a{}", r(":b")),
        "tz" => format!("SELECT a{}", r(" AT TIME ZONE 'x'")),
        "comma" => format!("SELECT * FROM t{}", r(", t")),
        "lateral" => format!("SELECT * FROM t{}", r(" LATERAL VIEW explode(a) b AS c")),
        "struct" => format!("SELECT {}1{}", r("struct("), r(")")),
        "brace" => format!("SELECT {}1{}", r("{a: "), r("}")),
        other => panic!("{other}"),
    };
    let begin = std::time::Instant::now();
    let handle = std::thread::Builder::new().stack_size(mib << 20).spawn(move || {
        let dialect = std::env::var("D").unwrap_or("athena".into()).parse().unwrap();
        let script = parse(&sql, Some(dialect));
        let took = begin.elapsed();
        let s = &script.statements[0];
        println!(
            "{shape} {n}: {} bytes {took:?} trees {} {:?}",
            sql.len(),
            s.trees.len(),
            s.errors.first().map(|e| (e.code, &e.message, e.position))
        );
        let copies: Vec<_> = s.trees.iter().map(|tree| tree.statement.clone()).collect();
        println!("cloned");
        drop(script);
        println!("dropped {}", copies.len());
    });
    handle.unwrap().join().unwrap();
}

#[test]
fn bench_probe() {
    if std::env::var("BENCH").is_err() {
        return;
    }
    let records = corpus("bench.jsonl").unwrap();
    let sqls: Vec<_> = records.iter().map(|record| record["sql"].as_str().unwrap()).collect();
    crate::stack::on_big_stack(|| {
        for _ in 0..4 {
            let begin = std::time::Instant::now();
            for _ in 0..10 {
                for sql in &sqls {
                    std::hint::black_box(
                        sqlparser::parser::Parser::parse_sql(&sqlparser::dialect::GenericDialect, sql).unwrap(),
                    );
                }
            }
            let theirs = begin.elapsed();
            let begin = std::time::Instant::now();
            for _ in 0..10 {
                for sql in &sqls {
                    let script = parse(sql, Some(Dialect::Spark));
                    assert!(script.statements[0].errors.is_empty(), "{:?} {sql}", script.statements[0].errors);
                    std::hint::black_box(script);
                }
            }
            let ours = begin.elapsed();
            println!("theirs {theirs:?} ours {ours:?} {:.2}", ours.as_secs_f64() / theirs.as_secs_f64());
        }
    })
    .unwrap();
}

/// The names behind FROM, JOIN and INTO, by a look at the tokens alone.
fn named(sql: &str, dialect: Dialect) -> Vec<String> {
    use sqlparser::tokenizer::{Token, Tokenizer, Word};
    let tokens = Tokenizer::new(ladder::grammars(dialect)[0], sql).tokenize().unwrap_or_default();
    let tokens: Vec<_> = tokens.into_iter().filter(|token| !matches!(token, Token::Whitespace(_))).collect();
    let mut names = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let Token::Word(Word { value, quote_style: None, .. }) = token else { continue };
        if !["from", "join", "into"].iter().any(|word| value.eq_ignore_ascii_case(word)) {
            continue;
        }
        let mut name = None;
        let mut at = index + 1;
        while let Some(Token::Word(word)) = tokens.get(at) {
            name = Some(word.value.clone());
            if tokens.get(at + 1) != Some(&Token::Period) {
                break;
            }
            at += 2;
        }
        names.extend(name);
    }
    names
}

#[test]
fn accepted_statements_keep_their_tables() {
    let reserved = [
        "select",
        "lateral",
        "unnest",
        "table",
        "values",
        "only",
        "overwrite",
        "with",
        "directory",
        "local",
        "outer",
        "stream",
        "each",
        "first",
        "last",
    ];
    for file in ["parse_sqlfluff.jsonl", "parse_sqlglot.jsonl"] {
        let Some(records) = corpus(file) else { return };
        crate::stack::on_big_stack(|| {
            for record in &records {
                let dialect = record["dialect"].as_str().unwrap().parse().unwrap_or_default();
                let sql = record["sql"].as_str().unwrap();
                let script = parse(sql, Some(dialect));
                if script.statements.iter().any(|statement| !statement.errors.is_empty()) {
                    continue;
                }
                let trees: Vec<_> = script
                    .statements
                    .iter()
                    .flat_map(|statement| &statement.trees)
                    .map(|tree| format!("{:?}", tree.statement).to_lowercase())
                    .collect();
                for name in named(sql, dialect) {
                    let name = name.to_lowercase();
                    if !reserved.contains(&name.as_str())
                        && !trees
                            .iter()
                            .any(|tree| tree.contains(&format!("\"{name}\"")) || tree.contains(&format!("\"{name}.")))
                    {
                        println!("LOST {name} {} {}: {sql}", record["id"], trees.len());
                    }
                }
            }
        })
        .unwrap();
    }
}

#[test]
fn corpus_errors() {
    if std::env::var("CORPUS").is_err() {
        return;
    }
    for file in ["sqllineage", "datahub", "openlineage", "sqlinsight", "sqlglot", "sqlglot_pairs"] {
        let records = corpus(&format!("{file}.jsonl")).unwrap();
        crate::stack::on_big_stack(|| {
            let mut bad = 0;
            for record in &records {
                let dialect = record["dialect"].as_str().unwrap_or("ansi").parse().unwrap_or_default();
                for key in ["sql", "sql_a", "sql_b"] {
                    let Some(sql) = record[key].as_str() else { continue };
                    let script = parse(sql, Some(dialect));
                    for error in script.statements.iter().flat_map(|statement| &statement.errors) {
                        bad += 1;
                        let n = sql.chars().count();
                        println!(
                            "BAD {file} {} {}: {} {:?}\n{}",
                            record["id"],
                            record["dialect"],
                            error.message,
                            error.position,
                            if n < 900 {
                                sql.to_owned()
                            } else {
                                format!("{}...", sql.chars().take(900).collect::<String>())
                            }
                        );
                    }
                }
            }
            println!("FILE {file} {} bad {bad}", records.len());
        })
        .unwrap();
    }
}
