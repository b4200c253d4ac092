use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[allow(dead_code, reason = "the report needs more of it")]
#[path = "../../../examples/sql_report/corpus/mod.rs"]
mod report;

/// The least share of cases, in hundredths, that must come out as asserted.
const FLOORS: &[(&str, usize)] = &[
    ("all", 93),
    ("DML", 95),
    ("core DML", 98),
    ("kind merge", 100),
    ("kind update", 100),
    ("kind view", 85),
    ("tag multi_statement", 95),
    ("tpc-ds", 100),
    ("tpc-h", 100),
    ("typed", 100),
];

/// The least share of pairs, in hundredths, whose lineage is equal or of which we say why it may not be.
const PAIRS: usize = 100;

/// The least share of statements, in hundredths, that are read.
const ACCEPTED: &[(&str, &str, usize)] = &[
    ("parse_sqlfluff", "athena", 100),
    ("parse_sqlfluff", "trino", 100),
    ("parse_sqlfluff", "hive", 100),
    ("parse_sqlfluff", "redshift", 99),
    ("parse_sqlfluff", "spark", 99),
    ("parse_sqlfluff", "databricks", 95),
    ("parse_sqlfluff", "ansi", 95),
];

/// Cases that differ by a decision.
const EXCEPTIONS: &[(&str, &[&str])] = &[
    (
        "`count(*)` looks at no column",
        &[
            "sqllineage/column/test_column_select_function.py::test_select_column_using_function",
            "sqllineage/column/test_column_select_function.py::test_select_column_using_function#2",
        ],
    ),
    (
        "without a dialect, a later column of a select list may use an earlier one's name",
        &[
            "sqllineage/column/test_column_select_lateral_alias_ref.py::test_column_disable_lateral_ref_within_subquery",
            "sqllineage/column/test_column_select_lateral_alias_ref.py::test_column_disable_lateral_ref_within_subquery#2",
        ],
    ),
    (
        "the branches of a union go by place, and those that go by name keep their names",
        &[
            "sqllineage/column/test_column_select_union.py::test_union_where_later_branch_introduces_new_output_columns",
            "sqlglot/canonicalize_internal_names/union by name, disjoint column names stay distinct",
        ],
    ),
    (
        "a column whose dataset is not decided is told, with its candidates",
        &[
            "datahub/test_sqlglot_lineage::test_bigquery_information_schema_query",
            "datahub/test_sqlglot_lineage::test_insert_as_select",
            "sqlglot/qualify_columns/215",
        ],
    ),
    (
        "columns behind a star are told as a star, or by name where they are named",
        &[
            "sqlinsight/diagnostics::wildcard_in_projection_reports_diagnostic",
            "sqlinsight/diagnostics::insert_with_wildcard_source_drops_lineage_and_skips_arity_diagnostic",
            "sqlinsight/diagnostics::ctas_explicit_columns_with_wildcard_source_drops_lineage_no_arity",
            "sqlinsight/diagnostics::ctas_implicit_columns_with_wildcard_source_keeps_name_followed_lineage",
            "sqlinsight/cte_and_dml::merge_insert_row_drops_columns_but_flags",
            "sqlinsight/reads_semantics::unqualified_inner_scope_shadows_outer",
            "sqlinsight/reads_semantics::unqualified_correlated_walks_to_outer_when_inner_has_no_candidate",
            "sqlglot/qualify_columns/127",
            "sqlglot/qualify_columns/245",
            "sqlglot/qualify_columns/246",
            "sqlglot/eliminate_subqueries/24",
            "sqlglot/pushdown_projections/43",
            "sqlglot/merge_subqueries/Outer scope selects from wrapped table with a join (unknown schema)",
            "sqlglot/optimizer/select * from wrapped join of subqueries (unknown schema)",
            "sqlglot/optimizer/unpivoted table source with a single value column, unpivot columns can't be qualified",
            "sqlglot/optimizer/unpivoted table source, unpivot has column aliases",
            "sqlglot/test_lineage/test_lineage_cte_union",
            "sqlglot/qualify_columns/qualified outer star over derived table with duplicate output names is left unexpanded",
        ],
    ),
    (
        "a column without an alias has a name, and lineage",
        &[
            "sqlinsight/cte_and_dml::create_view_anonymous_output_does_not_shift_named_columns",
            "sqlinsight/diagnostics::unaliased_select_into_expression_column_is_flagged",
        ],
    ),
    (
        "an INSERT without a list of columns takes the query's names",
        &["sqlinsight/lineage::insert_without_explicit_cols_emits_no_lineage"],
    ),
    (
        "columns of VALUES come from nowhere",
        &[
            "sqlinsight/joins_sets::values_as_derived_table_with_aliases_emits_synthetic_refs_only",
            "sqlinsight/joins_sets::values_as_cte_body_with_aliases_emits_synthetic_refs_only",
            "sqlinsight/joins_sets::values_with_column_ref_in_row_does_not_resolve_a_sibling",
            "sqlglot/qualify_columns/enable aliases expansion for the base case of recursive CTE",
            "sqlglot/optimizer/recursive cte",
        ],
    ),
    (
        "of columns of one name each has its lineage",
        &["datahub/test_sqlglot_lineage::test_cross_join", "sqlglot/eliminate_subqueries/16"],
    ),
    (
        "a query alone has an output",
        &[
            "datahub/test_multi_statement_lineage::TestNoPhantomTempTableLineage::test_select_from_temp_produces_no_cll",
            "datahub/test_multi_statement_lineage::TestSelectOnlyQueries::test_select_only_produces_no_column_lineage",
        ],
    ),
    (
        "the second table of a name is the one that is read",
        &["datahub/test_multi_statement_lineage::TestEdgeCasePatterns::test_temp_overwritten_by_second_create"],
    ),
    (
        "a subquery's filter decides about all rows, not about a column",
        &["datahub/test_sqlglot_lineage::test_lateral_join", "sqlglot/optimizer/lateral subquery"],
    ),
    (
        "the test of a CASE decides, and is INDIRECT",
        &["openlineage/sql-rust/column_lineage/tests_simple::test_simple_case"],
    ),
    (
        "what a materialised view writes into is a target",
        &["datahub/test_sqlglot_lineage::test_clickhouse_dictget_in_materialized_view"],
    ),
    ("a field of an element is told as its column", &["datahub/test_sqlglot_lineage::test_bigquery_unnest_columns"]),
    ("all columns go into a function of a star", &["sqlglot/pushdown_projections/48"]),
    ("a table's name is what is written", &["datahub/test_sqlglot_lineage::test_bigquery_from_sharded_table_wildcard"]),
    ("a choice of rows comes from both", &["datahub/test_sqlglot_lineage::test_bigquery_indirect_references"]),
    (
        "Snowflake's places are those of the table, and told by its names",
        &[
            "sqlglot/qualify_columns/resolve Snowflake positional reference with table alias column list",
            "sqlglot/qualify_columns/preserve Snowflake positional reference from unknown source",
        ],
    ),
    (
        "the columns of UNPIVOT go before those of other tables",
        &["sqlglot/test_lineage/test_multiple_pivoted_sources#2"],
    ),
    ("not done: the row pattern of a name that stands for elements and for a column", &["sqlglot/qualify_columns/211"]),
    (
        "not read",
        &[
            "sqlglot/qualify_columns/Expand PIVOT column combinations",
            "sqlglot/pushdown_cte_alias_columns/5",
            "datahub/test_sqlglot_lineage::test_snowflake_semantic_view_query_with_metrics",
        ],
    ),
];

/// The corpus, if it is there.
fn folder() -> Option<&'static Path> {
    let folder = Path::new("../../shared/corpus/sql");
    if !folder.exists() {
        println!("skipped: no corpus beside the repository");
    }
    folder.exists().then_some(folder)
}

/// Whether at least so many hundredths came out.
fn reaches(name: &str, outcomes: &[bool], floor: usize) {
    let good = outcomes.iter().filter(|good| **good).count();
    println!("{name}: {good} of {}", outcomes.len());
    assert!(good * 100 >= floor * outcomes.len(), "{name}: {good} of {}, less than {floor} %", outcomes.len());
}

#[test]
fn columns_come_from_where_other_projects_say() {
    let Some(folder) = folder() else { return };
    let cases = report::cases(folder).unwrap();
    let mut outcomes: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    let mut unlike = BTreeSet::new();
    for case in &cases {
        if let Some(exact) = case.is_exact() {
            for category in case.categories() {
                outcomes.entry(category).or_default().push(exact);
            }
            unlike.extend((!exact).then_some(case.record.id.as_str()));
        }
    }
    for (category, floor) in FLOORS {
        reaches(category, &outcomes[*category], *floor);
    }
    let ids: BTreeSet<&str> = cases.iter().map(|case| case.record.id.as_str()).collect();
    let stale = |id: &&str| ids.contains(id) && !unlike.contains(id);
    let stale: Vec<&str> = EXCEPTIONS.iter().flat_map(|(_, ids)| ids.iter().copied()).filter(stale).collect();
    assert!(stale.is_empty(), "no exceptions any more: {stale:?}");
    let known: BTreeSet<&str> = EXCEPTIONS.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
    println!("without a reason: {:?}", unlike.difference(&known).collect::<Vec<_>>());
}

#[test]
fn queries_that_mean_the_same_have_the_same_lineage() {
    let Some(folder) = folder() else { return };
    let pairs = report::pairs(folder).unwrap();
    let outcomes: Vec<bool> = pairs.iter().map(|pair| pair.is_equal() || pair.is_diagnosed()).collect();
    reaches("pairs", &outcomes, PAIRS);
}

#[test]
fn statements_are_read() {
    let Some(folder) = folder() else { return };
    let all = report::acceptances(folder).unwrap();
    for (file, dialect, floor) in ACCEPTED {
        let of = all.iter().filter(|statement| statement.file == *file && statement.dialect == *dialect);
        reaches(dialect, &of.map(report::Acceptance::is_accepted).collect::<Vec<_>>(), *floor);
    }
}
