use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The columns of a table, in order: names alone, or names with types.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, expecting = "the columns of a table are a list of names, or an object of names and types")]
pub enum TableColumns {
    /// Their names.
    Names(Vec<String>),
    /// Their names and types, as written in the text they came from.
    Types(#[serde(with = "ordered")] Vec<(String, String)>),
}

impl TableColumns {
    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let (names, types) = match self {
            Self::Names(names) => (names.as_slice(), &[][..]),
            Self::Types(types) => (&[][..], types.as_slice()),
        };
        names.iter().map(String::as_str).chain(types.iter().map(|(name, _)| name.as_str()))
    }
}

/// What is known of tables: their qualified names (`db.table`, `catalog.db.table`, or `table`) and columns.
pub type Catalog = BTreeMap<String, TableColumns>;

/// An object whose keys keep the order of the text.
mod ordered {
    use std::fmt;

    use serde::de::{Deserializer, MapAccess, Visitor};
    use serde::ser::Serializer;

    pub(super) fn serialize<S: Serializer>(types: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(types.iter().map(|(name, kind)| (name, kind)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
        struct Types;
        impl<'de> Visitor<'de> for Types {
            type Value = Vec<(String, String)>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("columns: a list of names, or an object of names and types")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut types = Vec::new();
                while let Some(column) = map.next_entry()? {
                    types.push(column);
                }
                Ok(types)
            }
        }
        deserializer.deserialize_map(Types)
    }
}
