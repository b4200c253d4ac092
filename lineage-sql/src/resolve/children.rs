use sqlparser::ast::Expr;

/// The parts of an expression whose values all go into its own.
pub(super) fn children(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::IsFalse(a)
        | Expr::IsNotFalse(a)
        | Expr::IsTrue(a)
        | Expr::IsNotTrue(a)
        | Expr::IsNull(a)
        | Expr::IsNotNull(a)
        | Expr::IsUnknown(a)
        | Expr::IsNotUnknown(a) => vec![a],
        Expr::IsDistinctFrom(a, b) | Expr::IsNotDistinctFrom(a, b) => vec![a, b],
        Expr::IsJson { expr, .. }
        | Expr::IsNormalized { expr, .. }
        | Expr::UnaryOp { expr, .. }
        | Expr::Cast { expr, .. }
        | Expr::Extract { expr, .. }
        | Expr::Ceil { expr, .. }
        | Expr::Floor { expr, .. }
        | Expr::Collate { expr, .. }
        | Expr::Named { expr, .. } => vec![expr],
        Expr::Prefixed { value, .. } => vec![value],
        Expr::InList { expr, list, .. } => std::iter::once(&**expr).chain(list).collect(),
        Expr::InUnnest { expr, array_expr, .. } => vec![expr, array_expr],
        Expr::Between { expr, low, high, .. } => vec![expr, low, high],
        Expr::Like { expr, pattern, escape_char, .. }
        | Expr::ILike { expr, pattern, escape_char, .. }
        | Expr::SimilarTo { expr, pattern, escape_char, .. } => {
            [&**expr, pattern].into_iter().chain(escape_char.as_deref()).collect()
        }
        Expr::RLike { expr, pattern, .. } => vec![expr, pattern],
        Expr::AnyOp { left, right, .. } | Expr::AllOp { left, right, .. } => vec![left, right],
        Expr::Convert { expr, styles, .. } => std::iter::once(&**expr).chain(styles).collect(),
        Expr::AtTimeZone { timestamp, time_zone } => vec![timestamp, time_zone],
        Expr::Position { expr, r#in } => vec![expr, r#in],
        Expr::Substring { expr, substring_from, substring_for, .. } => {
            std::iter::once(&**expr).chain(substring_from.as_deref()).chain(substring_for.as_deref()).collect()
        }
        Expr::Trim { trim_what, expr, trim_characters, .. } => {
            std::iter::once(&**expr).chain(trim_what.as_deref()).chain(trim_characters.iter().flatten()).collect()
        }
        Expr::Overlay { expr, overlay_what, overlay_from, overlay_for } => {
            [&**expr, overlay_what, overlay_from].into_iter().chain(overlay_for.as_deref()).collect()
        }
        Expr::Tuple(list) | Expr::Struct { values: list, .. } => list.iter().collect(),
        Expr::Array(array) => array.elem.iter().collect(),
        Expr::Map(map) => map.entries.iter().flat_map(|entry| [&*entry.key, &entry.value]).collect(),
        Expr::Interval(interval) => vec![&interval.value],
        Expr::MemberOf(member) => vec![&member.value, &member.array],
        // The rest is walked by its own rules.
        _ => Vec::new(),
    }
}
