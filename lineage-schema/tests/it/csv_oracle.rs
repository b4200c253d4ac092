use std::collections::BTreeSet;
use std::path::Path;

#[path = "../../../examples/schema_report/csv.rs"]
mod report;

/// Files in which we differ from two peers, with the decision behind it.
const DIFFERENCES: &[(&str, &[&str])] = &[
    (
        "NULs, or control characters in no known encoding: no text",
        &[
            "duckdb/afl/23.csv",
            "duckdb/afl/3977/case_17.csv",
            "duckdb/afl/3977/case_20.csv",
            "duckdb/afl/3977/case_41.csv",
            "duckdb/afl/3977/case_53.csv",
            "duckdb/afl/4496/crashes/case_1.csv",
            "duckdb/afl/4793/crashes/case_1.csv",
            "duckdb/afl/no_parameter/20.csv",
            "duckdb/afl/null_padding/15.csv",
            "duckdb/afl/null_padding/24.csv",
            "duckdb/afl/null_padding/25.csv",
            "duckdb/afl/null_padding/28.csv",
            "duckdb/afl/null_padding/44.csv",
            "duckdb/afl/null_padding/6.csv",
            "duckdb/afl/skip/1.csv",
            "duckdb/fuzzing/10.csv",
            "duckdb/fuzzing/13.csv",
            "duckdb/fuzzing/28.csv",
            "duckdb/fuzzing/3.csv",
            "duckdb/fuzzing/30.csv",
            "duckdb/nullbyte_header.csv",
        ],
    ),
    ("a leading zero makes a code, not a number", &["duckdb/14512_og.csv"]),
    (
        "dates are those of ISO 8601",
        &[
            "duckdb/auto/time_date_timestamp_dd-mm-yyyy.csv",
            "duckdb/dates.csv",
            "duckdb/error/date_multiple_file/0.csv",
            "duckdb/hive-partitioning/hive_types/himym.csv",
            "duckdb/multi_quote.csv",
            "duckdb/special_date.csv",
            "duckdb/weather.csv",
        ],
    ),
    (
        "numbers, or nothing, in the first row: no header",
        &[
            "arrow-testing/fuzzing/clusterfuzz-testcase-minimized-arrow-csv-fuzz-4523557272223744",
            "duckdb/auto/invalid_time.csv",
            "duckdb/mixed_new_line.csv",
            "duckdb/multidelimiter/simple_unterminated_quote.csv",
            "duckdb/pollock/file_quotation_char_0x27.csv",
            "duckdb/segfault.csv",
            "duckdb/small_bad.csv",
            "duckdb/test/force_quote.csv",
            "duckdb/test/invalid_utf_list.csv",
            "duckdb/test/many_empty_lines.csv",
            "duckdb/test/mixed_line_endings.csv",
            "duckdb/test/windows_newline_empty.csv",
            "duckdb/thousands_separator/simple_quoted.csv",
        ],
    ),
    (
        "a text of the first row stands below it again: no header",
        &[
            "duckdb/big_not_bool.csv",
            "duckdb/bug_10273.csv",
            "duckdb/enum_type.csv",
            "duckdb/multidelimiter/aaaa_delim.csv",
            "duckdb/multidelimiter/aaaa_delim_rn.csv",
            "duckdb/multidelimiter/abac_newline_in_quote.csv",
            "duckdb/response.csv",
            "duckdb/validator/single_column_notquoted_newline.csv",
            "duckdb/validator/single_column_quoted_newline.csv",
        ],
    ),
    (
        "one column of texts: nothing tells its first line from the others",
        &[
            "duckdb/15473_date_timestamp.csv",
            "duckdb/15473_time.csv",
            "duckdb/15473_time_timestamp.csv",
            "duckdb/afl/null_padding/10.csv",
            "duckdb/afl/null_padding/26.csv",
            "duckdb/afl/null_padding/41.csv",
            "duckdb/auto/date_format_bug_linux.csv",
            "duckdb/borked_date.csv",
            "duckdb/dates_special_format.csv",
            "duckdb/decimal_separators/invalid_char.csv",
            "duckdb/dim0.csv",
            "duckdb/error/date_multiple_file/1.csv",
            "duckdb/fuzzing/11.csv",
            "duckdb/fuzzing/16.csv",
            "duckdb/fuzzing/17.csv",
            "duckdb/fuzzing/18.csv",
            "duckdb/fuzzing/19.csv",
            "duckdb/fuzzing/20.csv",
            "duckdb/header.csv",
            "duckdb/header_only.csv",
            "duckdb/headers/all_varchar.csv",
            "duckdb/headers/borked_type.csv",
            "duckdb/multidelimiter/aa_delim_small.csv",
            "duckdb/multidelimiter/abac.csv",
            "duckdb/multidelimiter/abac_mix.csv",
            "duckdb/multidelimiter/carriage_feed_newline.csv",
            "duckdb/multidelimiter/complex_unterminated_quote.csv",
            "duckdb/multidelimiter/trailing_delimiter_complex.csv",
            "duckdb/multidelimiter/unterminated_escape_complex.csv",
            "duckdb/multidelimiter/unterminated_quote_with_escape.csv",
            "duckdb/multidelimiter/windows_newline.csv",
            "duckdb/one_n_two.csv",
            "duckdb/phonenumbers.csv",
            "duckdb/quoted_values_delimited.csv",
            "duckdb/rejects/flush.csv",
            "duckdb/repromarket.csv",
            "duckdb/single_quote.csv",
            "duckdb/small_lineitem_strings.csv",
            "duckdb/struct.csv",
            "duckdb/test/5438.csv",
        ],
    ),
    (
        "delimiters are found where rows are ragged, or few",
        &[
            "duckdb/afl/null_padding/11.csv",
            "duckdb/comments/mid_line_invalid.csv",
            "duckdb/comments/only_midline.csv",
            "duckdb/error/mid_null.csv",
            "duckdb/evil_nullpadding.csv",
            "duckdb/evil_nullpadding_2.csv",
            "duckdb/fuzzing/1.csv",
            "duckdb/fuzzing/2.csv",
            "duckdb/no_opt.csv",
            "duckdb/unquoted_escape/human_eval.tsv",
        ],
    ),
    (
        "lines that are comments are skipped; what follows a value is no comment",
        &[
            "duckdb/comments/error.csv",
            "duckdb/comments/mid_line_header.csv",
            "duckdb/comments/midline_empty_space.csv",
            "duckdb/comments/simple_mid_line.csv",
        ],
    ),
    ("wrong: no value is quoted, though spaces are the delimiters", &["duckdb/pollock/file_field_delimiter_0x20.csv"]),
];

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
    let known: BTreeSet<&str> = DIFFERENCES.iter().flat_map(|(_, files)| files.iter().copied()).collect();
    let surprises: Vec<_> = unlike.symmetric_difference(&known).collect();
    assert!(surprises.is_empty(), "{surprises:?}");
    println!("{agreed} as two peers, {blind} as DuckDB, {} by a decision", unlike.len());
}
