use std::path::Path;

#[path = "../../../examples/schema_report/parquet.rs"]
mod report;

use report::{Outcome, cases};

/// Of the files that pyarrow reads and no fuzzer made, at most two are refused and one is read otherwise.
#[test]
fn reads_what_pyarrow_reads() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/schema");
    if !corpus.exists() {
        eprintln!("skipped: no corpus at {}", corpus.display());
        return;
    }
    let mut cases = cases(&corpus).unwrap();
    cases.retain(|case| !case.is_fuzzed());
    let those = |outcome| cases.iter().filter(|case| case.outcome == outcome).collect::<Vec<_>>();
    let [same, refused, differ] = [Outcome::Same, Outcome::Refused, Outcome::Differs].map(those);
    assert!(same.len() > 300 && refused.len() <= 2 && differ.len() <= 1, "{refused:#?} {differ:#?}");
}

/// No footer of these tests and of the corpus needs more than 2 GiB of addresses.
#[test]
#[cfg(target_os = "linux")]
fn within_two_gigabytes_of_addresses() {
    use std::{env, process::Command};

    let limited = "ulimit -v 2097152 && exec \"$0\" --test-threads=2 footers:: reads_what_pyarrow_reads";
    let output = Command::new("sh").args(["-c", limited]).arg(env::current_exe().unwrap()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("hostile_counts ... ok"));
}
