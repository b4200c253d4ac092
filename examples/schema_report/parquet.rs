//! What is read of the Parquet files of a corpus, beside what pyarrow reads of them.

use std::path::Path;
use std::{fs, io};

use lineage_schema::{Column, FileSchema, Footer, FooterStep, ReadError};
use serde_json::Value;

/// How a file is read, beside how pyarrow reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Names, order, types and nullability of the columns, row groups and rows are equal.
    Same,
    Differs,
    /// pyarrow alone reads it.
    Refused,
    /// pyarrow alone refuses it.
    ReadAlone,
    RefusedByBoth,
}

/// One file.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) file: String,
    pub(super) outcome: Outcome,
    /// Where it is not [`Outcome::Same`], what we say of it and what pyarrow does.
    pub(super) told: [String; 2],
}

impl Case {
    /// Whether a fuzzer made the file, or spoiled it.
    pub(super) fn is_fuzzed(&self) -> bool {
        self.file.contains("fuzz")
    }
}

/// Reads all files that `parquet_oracle.jsonl` names.
pub(super) fn cases(corpus: &Path) -> io::Result<Vec<Case>> {
    let case = |line: &str| {
        let answer: Value = serde_json::from_str(line)?;
        let file = answer["file"].as_str().unwrap_or_default().to_owned();
        let ours = read(fs::read(corpus.join("data").join(&file))?);
        let theirs = answer["ok"] == true;
        let pyarrow = serde_json::json!([answer["columns"], answer["num_row_groups"], answer["num_rows"]]);
        let outcome = match &ours {
            Ok(ours) if theirs && told(ours) == pyarrow => Outcome::Same,
            Ok(_) if theirs => Outcome::Differs,
            Ok(_) => Outcome::ReadAlone,
            Err(_) if theirs => Outcome::Refused,
            Err(_) => Outcome::RefusedByBoth,
        };
        let ours = ours.map_or_else(|error| error.to_string(), |ours| told(&ours).to_string());
        let pyarrow = if theirs { pyarrow.to_string() } else { answer["error"].to_string() };
        Ok(Case { file, outcome, told: [ours, pyarrow] })
    };
    fs::read_to_string(corpus.join("parquet_oracle.jsonl"))?.lines().map(case).collect()
}

/// Prints how many files are read as pyarrow reads them, and which of those that no fuzzer made are not.
#[allow(dead_code, clippy::print_stdout)]
pub(super) fn report(corpus: &Path) -> io::Result<()> {
    let (fuzzed, written): (Vec<_>, Vec<_>) = cases(corpus)?.into_iter().partition(Case::is_fuzzed);
    println!(
        "{:>8} {:>6} {:>7} {:>8} {:>11} {:>16}",
        "Parquet", "same", "differ", "refused", "read alone", "refused by both"
    );
    for (name, cases) in [("written", &written), ("fuzzed", &fuzzed)] {
        let count = |outcome| cases.iter().filter(|case| case.outcome == outcome).count();
        let [same, differ, refused] = [Outcome::Same, Outcome::Differs, Outcome::Refused].map(count);
        let [read_alone, by_both] = [Outcome::ReadAlone, Outcome::RefusedByBoth].map(count);
        println!("{name:>8} {same:>6} {differ:>7} {refused:>8} {read_alone:>11} {by_both:>16}");
    }
    let expected = [Outcome::Same, Outcome::RefusedByBoth];
    for Case { file, outcome, told: [ours, pyarrow] } in written.iter().filter(|case| !expected.contains(&case.outcome))
    {
        println!("{outcome:?}: {file}\n  ours:    {ours}\n  pyarrow: {pyarrow}");
    }
    Ok(())
}

fn read(bytes: Vec<u8>) -> Result<FileSchema, ReadError> {
    let size = bytes.len() as u64;
    match Footer::start(bytes, size)? {
        (_, FooterStep::Done(schema)) => Ok(*schema),
        // All bytes were given: nothing is missing.
        (footer, FooterStep::Read(_)) => footer.resume(Vec::new()),
    }
}

/// What the list of pyarrow's answers tells of a file.
fn told(schema: &FileSchema) -> Value {
    let columns = schema.fields.iter().map(Column::from).map(
        |column| serde_json::json!({ "name": column.name, "type": column.data_type, "nullable": column.nullable }),
    );
    serde_json::json!([columns.collect::<Vec<_>>(), schema.meta.num_row_groups, schema.meta.num_rows])
}
