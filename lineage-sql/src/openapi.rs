//! Schemas of what is written otherwise than its Rust type says.

use std::collections::BTreeMap;

use utoipa::openapi::schema::{AnyOfBuilder, ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::{Dialect, TableColumns};

impl PartialSchema for Dialect {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A dialect of SQL, by its plain name."))
            .examples(["athena", "spark", "ansi"])
            .into()
    }
}

impl ToSchema for Dialect {}

impl PartialSchema for TableColumns {
    fn schema() -> RefOr<Schema> {
        AnyOfBuilder::new()
            .description(Some("The columns of a table, in order: a list of names, or an object of names and types."))
            .item(Vec::<String>::schema())
            .item(BTreeMap::<String, String>::schema())
            .into()
    }
}

impl ToSchema for TableColumns {}
