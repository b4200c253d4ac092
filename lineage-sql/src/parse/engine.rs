//! The engines of a data lake as dialects of the parser, which knows some of them half and others not at all.

use std::any::TypeId;

use sqlparser::dialect::{Dialect as Grammar, GenericDialect, HiveDialect, Precedence};
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::Token;

use crate::Dialect;

/// A dialect with the grammar of all engines of a data lake together, and with the words of one of them.
///
/// The grammars differ in what they allow, hardly in what the same text means, so that one grammar reads them all; how
/// names and strings are quoted differs indeed. What no engine has (a comma after the last column, a `SELECT` of
/// nothing) is left out, for it would hide mistakes.
#[derive(Debug)]
pub(super) struct Engine {
    /// The engine, for the words.
    pub dialect: Dialect,
    /// The dialect that the parser takes it for where it asks for the dialect rather than for a feature.
    pub like: TypeId,
}

impl Engine {
    /// An engine whose definitions are Hive's.
    pub(super) const fn hive(dialect: Dialect) -> Self {
        Self { dialect, like: TypeId::of::<HiveDialect>() }
    }

    /// An engine that the parser takes for the generic dialect.
    pub(super) const fn generic(dialect: Dialect) -> Self {
        Self { dialect, like: TypeId::of::<GenericDialect>() }
    }

    /// Whether double quotes are quotes of strings, and backslashes escape in strings.
    fn is_spark_or_hive(&self) -> bool {
        matches!(self.dialect, Dialect::Spark | Dialect::Databricks | Dialect::Hive)
    }

    /// Whether queries are Trino's.
    fn is_trino(&self) -> bool {
        matches!(self.dialect, Dialect::Athena | Dialect::Trino)
    }

    /// Whether a query may follow without `AS`.
    fn lets_out_as(&self) -> bool {
        matches!(self.dialect, Dialect::Spark | Dialect::Databricks | Dialect::Ansi)
    }
}

/// Features that are there, and take nothing.
macro_rules! supports {
    ($($feature:ident)*) => { $(fn $feature(&self) -> bool { true })* };
}

impl Grammar for Engine {
    fn dialect(&self) -> TypeId {
        self.like
    }

    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        ch == '`' || (ch == '"' && !self.is_spark_or_hive())
    }

    fn identifier_quote_style(&self, _identifier: &str) -> Option<char> {
        Some(if self.is_spark_or_hive() { '`' } else { '"' })
    }

    fn is_identifier_start(&self, ch: char) -> bool {
        ch.is_alphabetic() || ch == '_' || (matches!(ch, '@' | '#') && self.dialect == Dialect::Ansi)
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        ch.is_alphanumeric() || ch == '_' || (matches!(ch, '@' | '#' | '$') && self.dialect == Dialect::Ansi)
    }

    fn supports_string_literal_backslash_escape(&self) -> bool {
        self.is_spark_or_hive()
    }

    fn supports_numeric_prefix(&self) -> bool {
        self.is_spark_or_hive()
    }

    fn require_interval_qualifier(&self) -> bool {
        self.is_spark_or_hive() && self.like == TypeId::of::<HiveDialect>()
    }

    fn supports_create_table_select(&self) -> bool {
        self.lets_out_as()
    }

    fn supports_cte_without_as(&self) -> bool {
        self.lets_out_as()
    }

    fn supports_table_sample_before_alias(&self) -> bool {
        self.like == TypeId::of::<HiveDialect>()
    }

    fn supports_numeric_literal_underscores(&self) -> bool {
        self.is_trino()
    }

    fn supports_named_fn_args_with_colon_operator(&self) -> bool {
        self.is_trino()
    }

    fn supports_named_fn_args_with_expr_name(&self) -> bool {
        self.is_trino()
    }

    fn supports_array_typedef_with_brackets(&self) -> bool {
        self.dialect == Dialect::Ansi
    }

    /// What begins like these is nothing else, so that the mistake in it is told.
    fn is_reserved_for_identifier(&self, word: Keyword) -> bool {
        use Keyword::{CASE, CAST, EXISTS, INTERVAL, NOT, STRUCT, TRIM};
        [CASE, CAST, EXISTS, INTERVAL, NOT, STRUCT, TRIM].contains(&word)
    }

    fn prec_value(&self, precedence: Precedence) -> u8 {
        GenericDialect.prec_value(precedence)
    }

    /// Trino's colon is between a key and its value, not between a value and a path into it.
    fn get_next_precedence(&self, parser: &Parser<'_>) -> Option<Result<u8, ParserError>> {
        (self.is_trino() && parser.peek_token_ref().token == Token::Colon).then_some(Ok(0))
    }

    supports! {
        allow_extract_custom
        allow_extract_single_quotes
        supports_asc_desc_in_column_definition
        supports_bang_not_operator
        supports_bitwise_shift_operators
        supports_comma_separated_trim
        supports_comment_on
        supports_connect_by
        supports_cross_join_constraint
        supports_create_table_using
        supports_create_view_comment_syntax
        supports_data_type_signed_suffix
        supports_dictionary_syntax
        supports_extract_comma_syntax
        supports_filter_during_aggregation
        supports_group_by_expr
        supports_group_by_with_modifier
        supports_in_empty_list
        supports_lambda_functions
        supports_limit_comma
        supports_load_data
        supports_long_type_as_bigint
        supports_map_literal_with_angle_brackets
        supports_match_recognize
        supports_nested_comments
        supports_optimize_table
        supports_order_by_all
        supports_outer_join_operator
        supports_parens_around_table_factor
        supports_partition_by_after_order_by
        supports_pipe_operator
        supports_select_expr_star
        supports_select_item_multi_column_alias
        supports_select_wildcard_except
        supports_select_wildcard_exclude
        supports_select_wildcard_ilike
        supports_select_wildcard_rename
        supports_select_wildcard_replace
        supports_string_escape_constant
        supports_struct_literal
        supports_subquery_as_function_arg
        supports_table_versioning
        supports_try_convert
        supports_unicode_string_literal
        supports_unpivot_expr
        supports_update_order_by
        supports_values_as_table_factor
        supports_window_clause_named_window_reference
        supports_window_function_null_treatment_arg
        supports_within_after_array_aggregation
        support_map_literal_syntax
    }
}
