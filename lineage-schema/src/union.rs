use std::borrow::Cow;
use std::collections::BTreeMap;

use arrow_schema::{DataType, Field, UnionFields, UnionMode};

use crate::type_name;

/// The dense union of types that have no common one; none if there are more than a union can have: 128.
///
/// Each member is named by its [`kind`], a second one of a kind with a number: `struct_2`. A name does not tell what
/// the type is made of, for then unions inside unions would double it at each level.
pub(crate) fn dense(mut members: Vec<Field>) -> Option<DataType> {
    members.sort_by_cached_key(kind);
    let mut counts = BTreeMap::new();
    for member in &mut members {
        let kind = kind(member);
        let count = counts.entry(kind.clone()).and_modify(|count| *count += 1).or_insert(1);
        let name = if *count == 1 { kind.into_owned() } else { format!("{kind}_{count}") };
        member.set_name(name);
    }
    Some(DataType::Union(UnionFields::try_from_fields(members).ok()?, UnionMode::Dense))
}

/// What a type is, without what it is made of: `int64`, `timestamp[us]`, `struct`, `list`.
pub(crate) fn kind(field: &Field) -> Cow<'static, str> {
    Cow::Borrowed(match field.data_type() {
        DataType::List(_) => "list",
        DataType::LargeList(_) => "large_list",
        DataType::ListView(_) => "list_view",
        DataType::LargeListView(_) => "large_list_view",
        DataType::FixedSizeList(..) => "fixed_size_list",
        DataType::Struct(_) => "struct",
        DataType::Map(..) => "map",
        DataType::Union(_, UnionMode::Sparse) => "sparse_union",
        DataType::Union(_, UnionMode::Dense) => "dense_union",
        DataType::Dictionary(..) => "dictionary",
        DataType::RunEndEncoded(..) => "run_end_encoded",
        _ => return Cow::Owned(type_name(field)),
    })
}
