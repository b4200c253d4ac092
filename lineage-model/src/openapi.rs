//! Schemas of what is written otherwise than its Rust type says.

use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, OneOfBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::Timestamp;
use crate::document::Ternary;

impl PartialSchema for Timestamp {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("A point in time: RFC 3339 in UTC, with a trailing `Z`."))
            .examples(["2026-01-31T09:30:00Z"])
            .into()
    }
}

impl ToSchema for Timestamp {}

impl PartialSchema for Ternary {
    fn schema() -> RefOr<Schema> {
        let unknown = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["Unknown"]));
        OneOfBuilder::new()
            .description(Some("True, false, or the text `Unknown`."))
            .item(ObjectBuilder::new().schema_type(Type::Boolean))
            .item(unknown)
            .into()
    }
}

impl ToSchema for Ternary {}
