//! What is read of the CSV files of a corpus, beside what DuckDB, pyarrow and Polars read of them.

use std::fs;
use std::path::Path;

use arrow_schema::DataType;
use lineage_schema::{Sample, TextOptions, read_csv};
use serde_json::Value;

/// Names and types of columns.
pub(crate) type Columns = Vec<(String, String)>;

/// One file, as we read it and as the peers do.
#[derive(Debug)]
pub(crate) struct Case {
    /// Below the corpus's `data`.
    pub(crate) file: String,
    /// Ours, or why there are none.
    pub(crate) ours: Result<Columns, String>,
    /// The answers on which at least two peers agree, if any.
    pub(crate) agreed: Option<Columns>,
    /// Whether the peers that agree are the two that look for no delimiter, header or preamble, while DuckDB, which does,
    /// has columns of our types.
    pub(crate) as_duckdb: bool,
}

impl Case {
    /// Whether names and types are those on which peers agree; none where no two do.
    pub(crate) fn agrees(&self) -> Option<bool> {
        let agreed = self.agreed.as_ref()?;
        Some(self.ours.as_ref().is_ok_and(|ours| ours == agreed))
    }
}

/// Reads all files that `csv_oracle.jsonl` names, but for those that are compressed.
pub(crate) fn cases(corpus: &Path) -> std::io::Result<Vec<Case>> {
    let oracle = fs::read_to_string(corpus.join("csv_oracle.jsonl"))?;
    let case = |line: &str| {
        let line: Value = serde_json::from_str(line)?;
        let file = line.get("file").and_then(Value::as_str).unwrap_or_default().to_owned();
        let ours = read(&fs::read(corpus.join("data").join(&file))?);
        let [duckdb, pyarrow, polars] = ["duckdb_sniff", "pyarrow", "polars"].map(|peer| columns(line.get(peer)?));
        let same = |a: &Option<Columns>, b: &Option<Columns>| if a == b { a.clone() } else { None };
        let agreed = same(&duckdb, &pyarrow).or(same(&duckdb, &polars)).or(same(&pyarrow, &polars));
        let types = |columns: &Columns| -> Vec<String> { columns.iter().map(|(_, kind)| kind.clone()).collect() };
        let as_duckdb = agreed != duckdb
            && duckdb.is_some_and(|duckdb| ours.as_ref().is_ok_and(|ours| types(&duckdb) == types(ours)));
        Ok(Case { file, ours, agreed, as_duckdb })
    };
    oracle.lines().filter(|line| ![".gz\"", ".zst\""].iter().any(|end| line.contains(end))).map(case).collect()
}

/// Prints how often we agree with the peers, and where we do not.
#[allow(dead_code, clippy::print_stdout)]
pub(crate) fn report(corpus: &Path) -> std::io::Result<()> {
    let cases = cases(corpus)?;
    let unlike: Vec<&Case> = cases.iter().filter(|case| case.agrees() == Some(false)).collect();
    let (blind, rest): (Vec<&Case>, Vec<&Case>) = unlike.into_iter().partition(|case| case.as_duckdb);
    let agreed = cases.iter().filter(|case| case.agreed.is_some()).count();
    println!("{} files; two peers agree on {agreed}", cases.len());
    println!("{:>5} as they do", agreed - blind.len() - rest.len());
    println!("{:>5} as DuckDB, against peers that look for no delimiter, header or preamble", blind.len());
    println!("{:>5} otherwise:", rest.len());
    for case in rest {
        println!("{}\n  peers {:?}\n  ours  {:?}", case.file, case.agreed.as_deref().unwrap_or_default(), case.ours);
    }
    Ok(())
}

/// Our columns, with the types that the peers can tell apart.
fn read(bytes: &[u8]) -> Result<Columns, String> {
    let schema =
        read_csv(Sample { bytes, complete: true }, &TextOptions::default()).map_err(|error| error.to_string())?;
    let kind = |kind: &DataType| match kind {
        DataType::Null | DataType::Utf8 => "string",
        DataType::Boolean => "bool",
        DataType::Int64 => "int64",
        DataType::Float64 => "double",
        DataType::Decimal128(..) => "decimal",
        DataType::Date32 => "date32[day]",
        DataType::Time64(_) => "time64[us]",
        DataType::Timestamp(_, None) => "timestamp[us]",
        DataType::Timestamp(_, Some(_)) => "timestamp[us, tz=UTC]",
        _ => "none of a text",
    };
    Ok(schema.fields.iter().map(|field| (field.name().clone(), kind(field.data_type()).to_owned())).collect())
}

/// A peer's columns, with the names of types that pyarrow has.
fn columns(peer: &Value) -> Option<Columns> {
    let column = |column: &Value| {
        let (name, named) = match column {
            Value::Array(pair) => (pair.first()?, pair.get(1)?),
            column => (column.get("name")?, column.get("type")?),
        };
        Some((name.as_str()?.to_owned(), kind(named.as_str()?)))
    };
    peer.get("columns")?.as_array()?.iter().map(column).collect()
}

/// pyarrow's name of a peer's type. DuckDB and Polars have no type of columns without values; `binary` is what pyarrow
/// makes of bytes that are no UTF-8; its units of time follow from the values.
fn kind(name: &str) -> String {
    let name = match name {
        "BIGINT" | "Int64" => "int64",
        "DOUBLE" | "Float64" | "BIGNUM" => "double",
        "BOOLEAN" | "Boolean" => "bool",
        "VARCHAR" | "String" | "binary" | "null" => "string",
        "HUGEINT" | "Int128" => "decimal",
        "DATE" | "Date" => "date32[day]",
        "TIME" | "Time" | "time32[s]" => "time64[us]",
        "TIMESTAMP" | "timestamp[s]" | "timestamp[ns]" | "Datetime(time_unit='us', time_zone=None)" => "timestamp[us]",
        "TIMESTAMP WITH TIME ZONE"
        | "timestamp[s, tz=UTC]"
        | "timestamp[ns, tz=UTC]"
        | "Datetime(time_unit='us', time_zone='UTC')" => "timestamp[us, tz=UTC]",
        other => other,
    };
    name.to_owned()
}
