use arrow_schema::{DataType, Field};
use serde::{Deserialize, Serialize};

use crate::type_name;

/// One column of a dataset, or one field inside a nested column.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// The name, as the dataset has it.
    pub name: String,
    /// The type, as pyarrow prints it: `int64`, `timestamp[us, tz=UTC]`, `list<element: string>`.
    #[serde(rename = "type")]
    pub data_type: String,
    /// Whether a value may be missing.
    pub nullable: bool,
    /// Whether the value stands in the object's path (Hive style: `day=2026-01-31`) rather than in the object.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partition: bool,
    /// What the type is made of: the fields of a struct, the item of a list, key and value of a map, the members of a
    /// union. A type's name alone does not tell them apart, for names inside it are not escaped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub children: Vec<Column>,
}

impl From<&Field> for Column {
    fn from(field: &Field) -> Self {
        Self {
            name: field.name().clone(),
            data_type: type_name(field),
            nullable: field.is_nullable(),
            partition: false,
            children: children(field.data_type()).into_iter().map(Self::from).collect(),
        }
    }
}

/// The fields that a nested type is made of.
pub(crate) fn children(data_type: &DataType) -> Vec<&Field> {
    match data_type {
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::FixedSizeList(item, _) => vec![item],
        DataType::Struct(fields) => fields.iter().map(AsRef::as_ref).collect(),
        DataType::Map(entries, _) => children(entries.data_type()),
        DataType::Union(members, _) => members.iter().map(|(_, member)| member.as_ref()).collect(),
        _ => Vec::new(),
    }
}
