//! What is read of the JSON files of a corpus, beside what DuckDB, pyarrow and Polars read of them.

use std::fs;
use std::path::Path;

use lineage_schema::{Sample, TextOptions, inflate, read_json, type_name};
use serde_json::Value;

/// Names and types of columns, as pyarrow prints them.
pub(super) type Columns = Vec<(String, String)>;

/// One file, as we read it and as the peers do.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) file: String,
    /// Ours, or why there are none.
    pub(super) ours: Result<Columns, String>,
    /// The answer on which at least two peers agree, if any.
    pub(super) agreed: Option<Columns>,
}

impl Case {
    /// Whether names and types are those on which peers agree; none where no two do.
    pub(super) fn agrees(&self) -> Option<bool> {
        let agreed = self.agreed.as_ref()?;
        Some(self.ours.as_ref().is_ok_and(|ours| ours == agreed))
    }
}

/// Reads all files that `json_oracle.jsonl` and, below `json/`, `edge_oracle.jsonl` name.
pub(super) fn cases(corpus: &Path) -> std::io::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for (oracle, key, folder) in
        [("json_oracle.jsonl", "file", "data"), ("edge_oracle.jsonl", "case", "edge_cases/json")]
    {
        for line in fs::read_to_string(corpus.join(oracle))?.lines() {
            let line: Value = serde_json::from_str(line)?;
            let file = line[key].as_str().unwrap_or_default().to_owned();
            // The cases of other formats have no such file.
            if let Ok(bytes) = fs::read(corpus.join(folder).join(&file)) {
                let polars = line.get("polars_ndjson").unwrap_or(&line["polars"]);
                let [duckdb, pyarrow, polars] = [&line["duckdb"], &line["pyarrow"], polars].map(columns);
                let same = |a: &Option<Columns>, b: &Option<Columns>| if a == b { a.clone() } else { None };
                let agreed = same(&duckdb, &pyarrow).or(same(&duckdb, &polars)).or(same(&pyarrow, &polars));
                let mut ours = read(&bytes);
                if let (Ok(ours), "case") = (&mut ours, key) {
                    // The peers' answers are objects there, whose order is lost.
                    ours.sort();
                }
                cases.push(Case { file, ours, agreed });
            }
        }
    }
    Ok(cases)
}

/// Prints how often we agree with the peers, and where we do not.
#[allow(dead_code, clippy::print_stdout)]
pub(super) fn report(corpus: &Path) -> std::io::Result<()> {
    let cases = cases(corpus)?;
    let agreed = cases.iter().filter(|case| case.agreed.is_some()).count();
    let unlike: Vec<&Case> = cases.iter().filter(|case| case.agrees() == Some(false)).collect();
    println!("JSON: {} files; two peers agree on {agreed}, and we with them on {}", cases.len(), agreed - unlike.len());
    for case in unlike {
        println!("  {}\n    ours   {:?}\n    agreed {:?}", case.file, case.ours, case.agreed.as_deref().unwrap_or(&[]));
    }
    Ok(())
}

fn read(bytes: &[u8]) -> Result<Columns, String> {
    const CAP: usize = 1 << 24;
    let inflated = inflate(bytes, true, CAP).map_err(|error| error.to_string())?;
    let (bytes, complete) = inflated.as_ref().map_or((bytes, true), |inflated| (&*inflated.bytes, inflated.complete));
    let found = read_json(Sample { bytes, complete }, &TextOptions::default()).map_err(|error| error.to_string())?;
    // The peers do not tell how many digits there are.
    let name = |field| Some(type_name(field)).filter(|name| !name.starts_with("decimal")).unwrap_or("decimal".into());
    Ok(found.fields.iter().map(|field| (field.name().clone(), name(field))).collect())
}

/// The columns of a peer's answer, if it has any: an object, or a list of pairs or of objects.
fn columns(answer: &Value) -> Option<Columns> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match answer.get("columns").unwrap_or(answer) {
        Value::Array(columns) => {
            let column = |column: &Value| match column {
                Value::Array(pair) => Some((text(pair.first()?)?, type_of(pair.get(1)?.as_str()?))),
                column => Some((text(&column["name"])?, type_of(column["type"].as_str()?))),
            };
            columns.iter().map(column).collect()
        }
        Value::Object(columns) if answer.get("ok").is_none() => {
            columns.iter().map(|(name, data_type)| Some((name.clone(), type_of(data_type.as_str()?)))).collect()
        }
        _ => None,
    }
}

/// A peer's type as pyarrow prints it, with our unit of time.
fn type_of(text: &str) -> String {
    if text.contains('<') {
        return text.replace("timestamp[s]", "timestamp[us]");
    }
    let mut rest = text;
    let found = nested(&mut rest);
    if rest.is_empty() { found } else { format!("not understood: {text}") }
}

/// Reads a type of DuckDB (`STRUCT(a BIGINT, "b" VARCHAR[])[]`) or Polars (`List(Struct({'a': Int64}))`).
fn nested(rest: &mut &str) -> String {
    let end = rest.find(['(', ')', ',', '[', '}']).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    *rest = after;
    let mut found = match name {
        "STRUCT" | "Struct" => {
            let (open, between, close) = if name == "STRUCT" { ("(", " ", ")") } else { ("({", ": ", "})") };
            format!("struct<{}>", fields(rest, open, between, close))
        }
        "MAP" => {
            take(rest, "(");
            let key = nested(rest);
            take(rest, ", ");
            let value = nested(rest);
            take(rest, ")");
            format!("map<{key}, {value}>")
        }
        "List" => {
            take(rest, "(");
            let item = nested(rest);
            take(rest, ")");
            format!("list<item: {item}>")
        }
        "BIGINT" | "Int64" => "int64".into(),
        "DOUBLE" | "Float64" => "double".into(),
        "BOOLEAN" | "Boolean" => "bool".into(),
        // That it is a UUID is a matter of the text.
        "VARCHAR" | "String" | "UUID" => "string".into(),
        "HUGEINT" | "Int128" => "decimal".into(),
        "\"NULL\"" | "Null" => "null".into(),
        "DATE" => "date32[day]".into(),
        "TIME" => "time64[us]".into(),
        "TIMESTAMP" | "timestamp" if rest.starts_with("[s]") => {
            take(rest, "[s]");
            "timestamp[us]".into()
        }
        "TIMESTAMP" => "timestamp[us]".into(),
        "TIMESTAMP WITH TIME ZONE" => "timestamp[us, tz=UTC]".into(),
        other => other.into(),
    };
    while take(rest, "[]") {
        found = format!("list<item: {found}>");
    }
    found
}

fn fields(rest: &mut &str, open: &str, between: &str, close: &str) -> String {
    let mut fields = Vec::new();
    take(rest, open);
    while !rest.is_empty() && !take(rest, close) {
        let name = match rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
            Some(quote) => {
                take(rest, &quote.to_string());
                until(rest, &quote.to_string())
            }
            None => until(rest, between),
        };
        take(rest, between);
        fields.push(format!("{name}: {}", nested(rest)));
        take(rest, ", ");
    }
    fields.join(", ")
}

/// What stands before an end, which is taken too unless it is a space that something else takes.
fn until<'a>(rest: &mut &'a str, end: &str) -> &'a str {
    let (before, after) = rest.split_once(end).unwrap_or((rest, ""));
    *rest = after;
    before
}

fn take(rest: &mut &str, start: &str) -> bool {
    let after = rest.strip_prefix(start);
    *rest = after.unwrap_or(rest);
    after.is_some()
}
