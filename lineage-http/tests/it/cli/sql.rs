//! `sql`.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};

use serde_json::json;

use super::*;

fn run_on(args: &[&str], input: impl Into<Vec<u8>>) -> (Option<i32>, String, String) {
    let mut child = program(args).stdin(Stdio::piped()).spawn().unwrap();
    let (mut stdin, input) = (child.stdin.take().unwrap(), input.into());
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    (output.status.code(), text(&output.stdout).to_owned(), text(&output.stderr).to_owned())
}

fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const SCRIPT: &str = "INSERT INTO db.daily (day, total)\n\
    SELECT date(sold_at), sum(amount) FROM db.sales WHERE store = 7 GROUP BY date(sold_at)";

#[test]
fn a_script_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("daily.sql");
    fs::write(&file, SCRIPT).unwrap();
    let json = stdout(&["sql", file.to_str().unwrap(), "--dialect", "trino"]);
    assert!(json.starts_with("{\n") && json.ends_with("}\n"), "{json}");
    insta::assert_snapshot!("json", json);
    let read = run_on(&["sql", "-", "--dialect", "trino"], SCRIPT);
    assert_eq!(read, (Some(0), json.clone(), String::new()));
    let marked = run_on(&["sql", "-", "--dialect", "trino"], format!("\u{feff}{SCRIPT}"));
    assert_eq!(marked.1, json);
}

#[test]
fn a_script_as_tables_and_as_a_chart() {
    let script = format!("{SCRIPT};\nSELECT count(*) FROM db.sales;\nCREATE VIEW v AS SELECT s.*, nobody FROM s, u");
    for format in ["table", "mermaid"] {
        let (code, out, error) = run_on(&["sql", "-", "--dialect", "trino", "--format", format], &*script);
        assert_eq!(code, Some(0), "{error}");
        insta::assert_snapshot!(format, format!("{out}\n{error}"));
    }
}

#[test]
fn what_is_known_of_tables() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalog.json");
    fs::write(&file, r#"{"lake.db.s": ["a", "b"], "lake.db.t": {"x": "int", "y": "text"}}"#).unwrap();
    let args = ["sql", "-", "--dialect", "trino", "--catalog", file.to_str().unwrap()];
    let args = [&args[..], &["--default-catalog", "lake", "--default-schema", "db"]].concat();
    let (code, out, error) = run_on(&args, "INSERT INTO t SELECT * FROM s");
    assert_eq!((code, &*error), (Some(0), ""));
    let mapping = &lines(&out.replace('\n', ""))[0]["statements"][0]["mapping"];
    assert_eq!(
        mapping,
        &json!([{"to": "lake.db.t.x", "from": ["lake.db.s.a"]}, {"to": "lake.db.t.y", "from": ["lake.db.s.b"]}])
    );
    fs::write(&file, r#"{"s": 1}"#).unwrap();
    let (code, _, error) = run_on(&args, "");
    assert!(code == Some(2) && error.contains("a list of names, or an object of names and types"), "{error}");
}

#[test]
fn statements_that_cannot_be_parsed_are_named() {
    for (format, expected) in
        [("json", "\"kind\": \"error\""), ("table", "-- line 2: error"), ("mermaid", "flowchart LR")]
    {
        let (code, out, error) = run_on(&["sql", "-", "--format", format], "SELECT a FROM s;\nSELEC b FROM s;");
        assert_eq!(code, Some(1), "{error}");
        assert!(out.contains(expected), "{out}");
        let said = error.lines().filter(|line| line.starts_with("warning: line 2, column 1: ")).count();
        assert_eq!(said, 1, "{error}");
        assert!(error.ends_with("sagemaker-lineage: statements that could not be parsed: 1\n"), "{error}");
    }
}

#[test]
fn what_is_no_script() {
    let (code, error) = failure(&["sql", "/no/such/file"]);
    assert_eq!((code, error.lines().count()), (Some(1), 1));
    assert!(error.starts_with("sagemaker-lineage: cannot read '/no/such/file': "), "{error}");
    let (code, _, error) = run_on(&["sql", "-"], b"\xff");
    assert_eq!((code, &*error), (Some(1), "sagemaker-lineage: cannot read the standard input: it is not UTF-8\n"));
    // Cut within a character.
    let (code, _, error) = run_on(&["sql", "-"], "é ".repeat((16 << 20) / 3 + 1));
    assert_eq!(code, Some(1));
    assert!(error.contains("the standard input: the script has 16777217 bytes"), "{error}");
}

#[test]
fn answers_stand_in_the_order_of_their_requests() {
    let mut input = String::new();
    for number in 0..2000 {
        // Some take much longer than those behind them.
        let columns = if number % 50 == 0 { 500 } else { 1 };
        let columns: Vec<_> = (0..columns).map(|column| format!("c{column}")).collect();
        let sql = format!("SELECT {} FROM t{number}", columns.join(", "));
        writeln!(input, "{}", json!({"id": {"n": number}, "sql": sql, "dialect": "ansi"})).unwrap();
    }
    let (code, out, error) = run_on(&["sql", "--jsonl", "-"], &*input);
    assert_eq!((code, &*error), (Some(0), ""));
    let answers = lines(&out);
    assert_eq!(answers.len(), 2000);
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer["id"]["n"], number);
        assert_eq!(answer["statements"][0]["sources"][0], format!("t{number}"));
    }
    // As editors of Windows write it.
    let input = format!("\u{feff}{}", input.replace('\n', "\r\n"));
    assert_eq!(run_on(&["sql", "--jsonl", "-"], input).1, out);
}

#[test]
fn a_bad_line_is_an_answer() {
    let input = b"{\"sql\": \"SELECT a FROM s\", \"id\": 1e400}\r\n\
        \n\
        {\"id\": \"x\", \"sqll\": \"\"}\n\
        {\"id\": 1, \"sql\": \"\", \"id\": 2}\n\
        [\"SELECT 1\"]\n\
        {\"id\": [1], \"sql\":\n\
        \xff\n\
        {\"sql\": \"SELEC a\", \"id\": \"unparsed\"}\n\
        {\"sql\": \"SELECT a FROM s\"}";
    let (code, out, error) = run_on(&["sql", "--jsonl", "-"], input);
    insta::assert_snapshot!("bad_lines", out);
    assert_eq!(code, Some(1));
    assert_eq!(error, "sagemaker-lineage: lines that could not be read or parsed: 6, the first of them line 3\n");
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let line = |bytes: usize| format!("{{\"sql\":\"\"{}}}", " ".repeat(bytes - 10));
    let input = format!("{}\n{}\n{{\"sql\":\"\"}}\n{}", line(16 << 20), line((16 << 20) + 1), line(40 << 20));
    let (code, out, _) = run_on(&["sql", "--jsonl", "-"], input);
    assert_eq!(code, Some(1));
    let answers = lines(&out);
    let failed: Vec<_> = answers.iter().map(|answer| answer.get("error").is_some()).collect();
    assert_eq!(failed, [false, true, false, true]);
    assert_eq!(answers[3]["line"], 4);
    assert_eq!(answers[3]["error"]["message"], "the line has more than the 16777216 bytes that are read");
}

/// Whoever asks one by one waits for no further line.
#[test]
fn an_answer_does_not_wait_for_the_next_line() {
    let mut child = program(&["sql", "--jsonl", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for number in 0..3 {
        writeln!(stdin, r#"{{"id": {number}, "sql": "SELECT 1"}}"#).unwrap();
        assert_eq!(lines(&answers.next().unwrap().unwrap())[0]["id"], number);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn nobody_reads_on() {
    let mut child = program(&["sql", "--jsonl", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    stdin.write_all(b"{\"sql\": \"\"}\n").unwrap();
    answers.read_line(&mut String::new()).unwrap();
    drop(answers);
    // It ends in the middle of an input that has no end.
    while stdin.write_all(b"{\"sql\": \"\"}\n").is_ok() {}
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}
