use std::collections::BTreeSet;
use std::path::Path;

#[path = "../../../examples/schema_report/csv.rs"]
mod report;

#[test]
fn columns_are_those_on_which_two_peers_agree_or_there_is_a_reason() {
    let corpus = Path::new("../../shared/corpus/schema");
    if !corpus.exists() {
        println!("skipped: no corpus beside the repository");
        return;
    }
    let cases = report::cases(corpus).unwrap();
    let agreed = cases.iter().filter(|case| case.agrees() == Some(true)).count();
    let blind = cases.iter().filter(|case| case.agrees() == Some(false) && case.as_duckdb).count();
    let unlike = cases.iter().filter(|case| case.agrees() == Some(false) && !case.as_duckdb);
    let unlike: BTreeSet<&str> = unlike.filter_map(|case| case.file.strip_prefix("csv/")).collect();
    let files = report::DIFFERENCES.iter().flat_map(|difference| difference.files.iter().copied());
    let known: BTreeSet<&str> = files.collect();
    let surprises: Vec<_> = unlike.symmetric_difference(&known).collect();
    assert!(surprises.is_empty(), "{surprises:?}");
    println!("{agreed} as two peers, {blind} as DuckDB, {} by a decision", unlike.len());
}
