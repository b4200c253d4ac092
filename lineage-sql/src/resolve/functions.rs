/// How a function takes its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Its result is made of all of them, row by row.
    Scalar,
    /// Its result is made of them over rows.
    Aggregate,
    /// The first decides which of the others is the result: `IF`, `IIF`, `NVL2`.
    Choice,
    /// Pairs of a condition and a result, then a default: ClickHouse's `multiIf`.
    Choices,
    /// The first that is there: `COALESCE`.
    FirstOf,
    /// The first, unless it equals the second: `NULLIF`.
    NullIf,
    /// `DECODE`: an operand, then pairs of a value and a result, then a default.
    Decode,
}

/// What a function is, by its name in lower case.
pub(super) fn class(name: &str, arguments: usize) -> Class {
    match name {
        "if" | "iff" | "iif" | "nvl2" => Class::Choice,
        "multiif" => Class::Choices,
        "coalesce" | "nvl" | "ifnull" => Class::FirstOf,
        "isnull" if arguments == 2 => Class::FirstOf,
        "nullif" => Class::NullIf,
        "decode" if arguments > 2 => Class::Decode,
        _ if AGGREGATES.contains(&name) => Class::Aggregate,
        _ => Class::Scalar,
    }
}

/// Whether the values cannot be told from the result: counts and digests, as OpenLineage's integrations have it.
pub(super) fn is_masking(name: &str) -> bool {
    MASKING.contains(&name)
}

/// Whether the first argument of a function is the name of a unit of time, whatever it is: these have more of them than
/// anyone lists.
pub(super) fn begins_with_unit(name: &str, arguments: usize) -> bool {
    match name {
        "dateadd" | "datediff" | "datediff_big" | "timestampadd" | "timestampdiff" | "time_slice" => arguments == 3,
        "date_part" | "datepart" | "datename" | "datetrunc" => arguments >= 2,
        _ => false,
    }
}

/// Whether an argument of a function may be the name of a unit of time, and no column.
pub(super) fn takes_unit(name: &str) -> bool {
    ["date", "time", "datetime", "timestamp", "last_day", "next_day", "months_between", "generate_date"]
        .iter()
        .any(|start| name.starts_with(start))
        || matches!(name, "extract" | "trunc" | "dateadd" | "datediff" | "round")
}

/// Whether a word is a unit of time.
pub(super) fn is_unit(word: &str) -> bool {
    const UNITS: [&str; 34] = [
        "year",
        "years",
        "yyyy",
        "yy",
        "quarter",
        "qq",
        "month",
        "months",
        "mm",
        "week",
        "weeks",
        "wk",
        "isoweek",
        "day",
        "days",
        "dd",
        "dayofweek",
        "dayofyear",
        "dow",
        "doy",
        "hour",
        "hours",
        "hh",
        "minute",
        "minutes",
        "mi",
        "second",
        "seconds",
        "ss",
        "millisecond",
        "microsecond",
        "nanosecond",
        "epoch",
        "isoyear",
    ];
    UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(word))
}

/// In alphabetical order.
const MASKING: [&str; 26] = [
    "approx_count_distinct",
    "approx_distinct",
    "checksum",
    "count",
    "count_big",
    "count_if",
    "countif",
    "crc32",
    "farm_fingerprint",
    "hash",
    "hash_agg",
    "hmac",
    "md5",
    "mask",
    "murmur3",
    "sha",
    "sha1",
    "sha2",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "spooky_hash_v2_64",
    "standard_hash",
    "xxhash64",
    "hashbytes",
];

/// The aggregate functions of the dialects.
const AGGREGATES: [&str; 117] = [
    "aggregate",
    "any_value",
    "approx_count_distinct",
    "approx_distinct",
    "approx_most_frequent",
    "approx_percentile",
    "approx_quantiles",
    "approx_set",
    "approx_top_count",
    "approx_top_sum",
    "arbitrary",
    "arg_max",
    "arg_min",
    "argmax",
    "argmin",
    "array_agg",
    "array_concat_agg",
    "arrayagg",
    "avg",
    "avgif",
    "bit_and",
    "bit_or",
    "bit_xor",
    "bitand_agg",
    "bitor_agg",
    "bitwise_and_agg",
    "bitwise_or_agg",
    "bitwise_xor_agg",
    "bool_and",
    "bool_or",
    "booland_agg",
    "boolor_agg",
    "checksum",
    "collect_list",
    "collect_set",
    "corr",
    "count",
    "count_big",
    "count_if",
    "countif",
    "covar_pop",
    "covar_samp",
    "every",
    "first",
    "geometric_mean",
    "group_concat",
    "grouparray",
    "groupuniqarray",
    "hash_agg",
    "histogram",
    "hll",
    "json_agg",
    "json_arrayagg",
    "json_object_agg",
    "json_objectagg",
    "jsonb_agg",
    "jsonb_object_agg",
    "kurtosis",
    "last",
    "list",
    "listagg",
    "logical_and",
    "logical_or",
    "map_agg",
    "map_union",
    "max",
    "max_by",
    "maxif",
    "mean",
    "median",
    "merge",
    "min",
    "min_by",
    "minif",
    "mode",
    "multimap_agg",
    "numeric_histogram",
    "object_agg",
    "objectagg",
    "percentile",
    "percentile_approx",
    "percentile_cont",
    "percentile_disc",
    "product",
    "qdigest_agg",
    "quantile",
    "quantiles",
    "reduce_agg",
    "regr_avgx",
    "regr_avgy",
    "regr_count",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_sxx",
    "regr_sxy",
    "regr_syy",
    "skewness",
    "some",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "stdev",
    "stdevp",
    "string_agg",
    "sum",
    "sumif",
    "tdigest_agg",
    "try_avg",
    "try_sum",
    "uniq",
    "uniqexact",
    "var",
    "var_pop",
    "var_samp",
    "variance",
    "xmlagg",
];
