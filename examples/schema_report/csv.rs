//! What is read of the CSV files of a corpus, beside what DuckDB, pyarrow and Polars read of them.

use std::fs;
use std::path::Path;

use arrow_schema::DataType;
use lineage_schema::{Sample, TextOptions, read_csv};
use serde_json::Value;

pub(crate) use self::differences::DIFFERENCES;

#[path = "csv_differences.rs"]
mod differences;

/// Names and types of columns.
pub(crate) type Columns = Vec<(String, String)>;

/// Where a decision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Basis {
    /// Section 7 of the facts about schemas: decisions where peers differ.
    Section7,
    /// Section 1.4 there: what is right where peers are weak.
    Section1,
    /// Here, for the reason that is given.
    Ours,
}

/// A decision, and the files below `csv/` in which it is why we differ from two peers.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) basis: Basis,
    pub(crate) decision: &'static str,
    pub(crate) files: &'static [&'static str],
}

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
    /// has our columns: `column0` is its name for our `column_1`.
    pub(crate) as_duckdb: bool,
}

impl Case {
    /// Whether names and types are those on which peers agree; none where no two do.
    pub(crate) fn agrees(&self) -> Option<bool> {
        let agreed = self.agreed.as_ref()?;
        Some(self.ours.as_ref().is_ok_and(|ours| ours == agreed))
    }

    /// The decision that is why they are not.
    pub(crate) fn difference(&self) -> Option<&'static Difference> {
        let file = self.file.strip_prefix("csv/")?;
        DIFFERENCES.iter().find(|difference| difference.files.contains(&file))
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
        let as_duckdb = agreed != duckdb && duckdb.is_some_and(|duckdb| ours.as_ref() == Ok(&with_our_places(duckdb)));
        Ok(Case { file, ours, agreed, as_duckdb })
    };
    oracle.lines().filter(|line| ![".gz\"", ".zst\""].iter().any(|end| line.contains(end))).map(case).collect()
}

/// Prints how often we agree with the peers, and where we do not.
#[allow(dead_code, clippy::print_stdout, clippy::cast_precision_loss)]
pub(crate) fn report(corpus: &Path) -> std::io::Result<()> {
    let cases = cases(corpus)?;
    let agreed = cases.iter().filter(|case| case.agreed.is_some()).count();
    let (blind, rest): (Vec<&Case>, Vec<&Case>) =
        cases.iter().filter(|case| case.agrees() == Some(false)).partition(|case| case.as_duckdb);
    let of = |basis: Option<Basis>| {
        let of_basis = |case: &&&Case| case.difference().map(|difference| difference.basis) == basis;
        rest.iter().copied().filter(|case| of_basis(&case)).collect::<Vec<_>>()
    };
    let decided = [Basis::Section7, Basis::Section1].map(|basis| of(Some(basis)));
    let same = agreed - blind.len() - rest.len();
    let right = same + blind.len() + decided.iter().map(Vec::len).sum::<usize>();
    let percent = |part: usize, of: usize| 100.0 * part as f64 / of as f64;
    println!("{} files; two peers agree on {agreed}", cases.len());
    println!("{same:>5} as they do");
    println!(
        "{:>5} as DuckDB, to name and type, against two that look for no delimiter, header or preamble",
        blind.len()
    );
    for (cases, basis) in decided.iter().zip(["section 7", "section 1.4"]) {
        println!("{:>5} otherwise, by a decision of {basis}", cases.len());
    }
    println!("{:>5} otherwise, by a decision of ours", of(Some(Basis::Ours)).len());
    println!("{:>5} otherwise, and undecided", of(None).len());
    println!("{:>5.1} % as two peers or DuckDB, or by a decision of section 7 or 1.4", percent(right, agreed));
    println!("{:>5.1} % likewise, without those as DuckDB", percent(right - blind.len(), agreed - blind.len()));
    for difference in DIFFERENCES {
        println!("{:?}: {}", difference.basis, difference.decision);
        for file in difference.files {
            println!("    {file}");
        }
    }
    println!("as DuckDB:");
    for case in blind {
        println!("    {}", case.file);
    }
    for case in of(None) {
        println!("{}\n  peers {:?}\n  ours  {:?}", case.file, case.agreed.as_deref().unwrap_or_default(), case.ours);
    }
    Ok(())
}

/// DuckDB's columns, with our names for those that have only a place.
fn with_our_places(columns: Columns) -> Columns {
    let place = |(index, (name, kind)): (usize, (String, String))| {
        let place = name.strip_prefix("column").and_then(|place| place.parse().ok());
        (if place == Some(index) { format!("column_{}", index + 1) } else { name }, kind)
    };
    columns.into_iter().enumerate().map(place).collect()
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
